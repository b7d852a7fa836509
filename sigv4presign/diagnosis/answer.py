"""`Answer`: what a server said, as far as it can be read."""

from .._value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

Pairs = tuple[tuple[str, str], ...]

# What stands in an answer, by attribute: the names of its elements, the first that is there counts.
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
ELEMENTS: dict[str, tuple[str, ...]] = {
    "code": ("Code", "code"),
    "message": ("Message", "message"),
    "canonical_request": ("CanonicalRequest",),
    "string_to_sign": ("StringToSign",),
    "signature_provided": ("SignatureProvided",),
    "access_key_id": ("AWSAccessKeyId", "OSSAccessKeyId", "AccessKeyId", "GOOG1AccessKeyId"),
    "region": ("Region",),
    "endpoint": ("Endpoint",),
    "bucket": ("Bucket", "BucketName"),
    "key": ("Key",),
    "resource": ("Resource",),
    "expires": ("Expires", "X-Amz-Expires"),
    "server_time": ("ServerTime",),
    "request_time": ("RequestTime",),
    "max_skew": ("MaxAllowedSkewMilliseconds",),
    "headers_not_signed": ("HeadersNotSigned",),
    "min_size": ("MinSizeAllowed",),
    "max_size": ("MaxSizeAllowed",),
    "proposed_size": ("ProposedSize",),
    "argument_name": ("ArgumentName",),
    "argument_value": ("ArgumentValue",),
    "host_id": ("HostId",),
    "request_id": ("RequestId", "RequestID"),
}


class Answer(Value):
    """An answer, nothing of it believed. What it does not say is an empty text, or None.

    ``repr`` hides what may hold a session token.

    Attributes:
        status: the HTTP status, or None.
        headers: (name, value) pairs.
        kind: ``xml``, ``json``, ``html``, ``text``, or ``empty``.
        code: the error code, ``SignatureDoesNotMatch``.
        message: the text for a person; of an HTML page its title.
        canonical_request: what the server built. From ``CanonicalRequestBytes`` where that is
            there, since XML reads a carriage return as a line feed.
        string_to_sign: likewise.
        signature_provided: the signature that arrived.
        access_key_id: whose it is said to be.
        region: the one that the server expects.
        endpoint: the host that the server redirects to.
        bucket, key, resource: what the request was for, as the server saw it.
        expires: the moment, or for some servers the seconds, after which the URL is refused.
        server_time: the server's clock.
        request_time: the moment of signing, as the server read it.
        max_skew: milliseconds by which the two may differ.
        headers_not_signed: names, as the server lists them.
        min_size, max_size, proposed_size: bytes, of an upload form.
        argument_name, argument_value: what is invalid.
        host_id, request_id: by which the operator finds the request.
        elements: every element or member with a text, as (name, text) pairs in their order.
        notes: (identifier, sentence) pairs on what is odd about the answer itself: see `NOTES`.
    """

    _fields = ("status", "headers", "kind") + tuple(ELEMENTS) + ("elements", "notes")
    __slots__ = _fields
    _hidden = ("canonical_request", "string_to_sign", "elements", "headers")

    status: "int | None"
    headers: Pairs
    kind: str
    code: str
    message: str
    canonical_request: str
    string_to_sign: str
    signature_provided: str
    access_key_id: str
    region: str
    endpoint: str
    bucket: str
    key: str
    resource: str
    expires: str
    server_time: str
    request_time: str
    max_skew: str
    headers_not_signed: str
    min_size: str
    max_size: str
    proposed_size: str
    argument_name: str
    argument_value: str
    host_id: str
    request_id: str
    elements: Pairs
    notes: Pairs

    def __init__(
        self,
        status: "int | None" = None,
        headers: Pairs = (),
        kind: str = "empty",
        elements: Pairs = (),
        notes: "tuple[str, ...]" = (),
        **said: str,
    ) -> None:
        texts = [said.get(name, "") or _first(elements, ELEMENTS[name]) for name in ELEMENTS]
        noted = tuple([(name, NOTES[name]) for name in dict.fromkeys(notes)])
        self._fill(status, headers, kind, *texts, elements, noted)

    @classmethod
    def _rebuilt(cls, *values: object) -> "Answer":
        answer = cls()
        answer._fill(*values)
        return answer

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return Answer._rebuilt, self._values()

    def header(self, name: str) -> str:
        """Return the value of the header *name*, in any case, or an empty text."""
        wanted = name.lower()
        return next((value for one, value in self.headers if one.lower() == wanted), "")


def _first(elements: Pairs, names: "tuple[str, ...]") -> str:
    for name in names:
        for one, text in elements:
            if one == name and text:
                return text
    return ""


# What is noted in `Answer.notes`, by identifier.
NOTES = {
    "cut-off": "the document ends in the middle; what comes before was read",
    "unescaped": "its '&' and '<' are not escaped, as after a copy out of a browser's view of it",
    "damaged": "it is no well-formed XML; what could be read was read",
    "bytes-damaged": "a '…Bytes' element is no list of hexadecimal numbers; the text was taken",
    "not-an-error": "the document is not an error of S3's",
    "html": "it is a web page, so not the store but a proxy, a login or a web server answered",
    "not-utf-8": "it is not in UTF-8; what could not be read is shown as U+FFFD",
}
