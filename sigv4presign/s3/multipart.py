"""A multipart upload by URLs alone: which bytes go to which URL, and how it ends.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
"""

from .._checks import shown
from .._value import Value
from ..errors import InvalidRequestError
from .limits import LARGEST_PART, MOST_PARTS, SMALLEST_PART
from .links import operation_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._checks import Duration, Moment
    from .._shelf import Keys
    from ..presigned import Presigned
    from .settings import Settings

_MEBIBYTE = 1024**2
_USUAL_PART = 8 * _MEBIBYTE


class UploadPart(Value):
    """One part of an upload.

    Attributes:
        number: from 1.
        start: the first byte of the whole that is in it, counted from 0.
        end: the first byte that is not, as in ``data[start:end]``.
        request: the URL that takes these bytes as its body, and what to send with it.
    """

    __slots__ = _fields = ("number", "start", "end", "request")

    number: int
    start: int
    end: int
    request: "Presigned"

    def __init__(self, number: int, start: int, end: int, request: "Presigned") -> None:
        self._fill(number, start, end, request)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.end - self.start


class MultipartUpload(Value):
    """The requests of an upload that has been created.

    Attributes:
        parts: in order; they may be sent in any order, several at a time, and again after a fault.
            The ``ETag`` of each answer is wanted at the end.
        complete: the POST that ends it; its body is `completion` of the ETags.
        abort: the DELETE that drops it, and what was sent.
    """

    __slots__ = _fields = ("parts", "complete", "abort")

    parts: tuple[UploadPart, ...]
    complete: "Presigned"
    abort: "Presigned"

    def __init__(
        self, parts: tuple[UploadPart, ...], complete: "Presigned", abort: "Presigned"
    ) -> None:
        self._fill(parts, complete, abort)

    def completion(self, etags: "Iterable[str]") -> str:
        """Return the body of `complete`: an XML document.

        https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html

        Args:
            etags: what the answers to the parts had as ``ETag``, in the order of the parts, with
                their quotes or without.

        Raises:
            InvalidRequestError: there is not one for each part.
        """
        given = [_unquoted(etag) for etag in etags]
        if len(given) != len(self.parts):
            raise InvalidRequestError(
                f"etags has {len(given)} values; the upload has {len(self.parts)} parts"
            )
        parts = "".join(
            [
                f"<Part><PartNumber>{number}</PartNumber><ETag>&quot;{etag}&quot;</ETag></Part>"
                for number, etag in enumerate(given, 1)
            ]
        )
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        return f'<CompleteMultipartUpload xmlns="{space}">{parts}</CompleteMultipartUpload>'


def _unquoted(etag: object) -> str:
    text = etag.strip('"') if isinstance(etag, str) else ""
    if not text or any([character in "<>&\"'" or ord(character) < 33 for character in text]):
        raise InvalidRequestError(f"etags has {shown(etag)}, which is not an answer's ETag")
    return text


def planned(
    settings: "Settings",
    bucket: str,
    key: str,
    upload_id: str,
    size: int,
    part_size: "int | None",
    sign_sizes: bool,
    params: "Mapping[str, object]",
    expires_in: "Duration",
    now: "Moment | None",
    keys: "Keys | None" = None,
) -> MultipartUpload:
    """Return what `S3Presigner.multipart_upload_urls` returns."""
    ranges = part_ranges(size, part_size, *_limits(settings))
    if settings.store is not None and size > settings.store.largest_object:
        raise InvalidRequestError(
            f"size is {size}; an object of the store {settings.store.name!r} may have "
            f"{settings.store.largest_object} bytes"
        )
    upload: dict[str, object] = {"bucket": bucket, "key": key, "upload_id": upload_id}

    def request(operation: str, more: "Mapping[str, object]") -> "Presigned":
        wanted = dict(more)
        wanted.update(upload)
        signed, *_ = operation_link(
            settings, operation, wanted, expires_in=expires_in, now=now, keys=keys
        )
        return signed

    parts: list[UploadPart] = []
    for number, (start, end) in enumerate(ranges, 1):
        wanted = dict(params)
        wanted["part_number"] = number
        if sign_sizes:
            wanted["content_length"] = end - start
        parts.append(UploadPart(number, start, end, request("upload_part", wanted)))
    shared = {name: value for name, value in params.items() if name in _EVERYWHERE}
    return MultipartUpload(
        tuple(parts),
        request("complete_multipart_upload", shared),
        request("abort_multipart_upload", shared),
    )


# What completing and aborting take as uploading a part does.
_EVERYWHERE = ("request_payer", "expected_bucket_owner")


def _limits(settings: "Settings") -> tuple[int, int, int]:
    store = settings.store
    if store is None:
        return SMALLEST_PART, LARGEST_PART, MOST_PARTS
    return store.smallest_part, store.largest_part, store.most_parts


def part_ranges(
    size: object,
    part_size: object = None,
    smallest: int = SMALLEST_PART,
    largest: int = LARGEST_PART,
    most: int = MOST_PARTS,
) -> "list[tuple[int, int]]":
    """Return (start, end) of each part.

    Args:
        size: bytes of the whole; 0 makes one empty part.
        part_size: bytes of each part but the last; None takes 8 MiB, or as many whole MiB as are
            needed for *most* parts.
        smallest: bytes that a part must have, the last one excepted.
        largest: bytes that a part may have.
        most: parts that an upload may have.

    Raises:
        InvalidRequestError: the store would not take these parts.
    """
    whole = _count("size", size, 0)
    if part_size is None:
        each = max(_USUAL_PART, smallest)
        while whole > each * most:
            each = -(-whole // (most * _MEBIBYTE)) * _MEBIBYTE
        if each > largest:
            raise InvalidRequestError(
                f"size is {whole}; {most} parts of {largest} bytes are the most that can be sent"
            )
    else:
        each = _count("part_size", part_size, 1)
        if not smallest <= each <= largest:
            raise InvalidRequestError(
                f"part_size is {each}; it must be {smallest} to {largest} bytes"
            )
        if whole > each * most:
            raise InvalidRequestError(
                f"part_size is {each}, which makes {-(-whole // each)} parts of {whole} bytes; "
                f"{most} are allowed: make it {-(-whole // most)} or more"
            )
    return [(start, min(start + each, whole)) for start in range(0, whole or 1, each)]


def _count(name: str, value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidRequestError(f"{name} is {shown(value)}; it must be bytes, as an int")
    return int(value)
