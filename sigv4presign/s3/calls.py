"""The calls that make URLs: one for any operation, and the usual ones by name."""

import time

from .._checks import header_pairs
from .._value import Value
from ..errors import InvalidRequestError
from .hot import Objects
from .links import operation_link
from .requests import operation_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from .._checks import Duration, Headers, Moment
    from ..presigned import Presigned
    from .multipart import MultipartUpload
    from .settings import Settings

    Parameter = (
        str
        | int
        | float
        | bytes
        | datetime
        | Mapping[str, str]
        | Sequence[str]
        | Sequence[tuple[str, str]]
        | None
    )


class Calls(Value):
    """What an `S3Presigner` can be asked for."""

    __slots__ = ("_objects", "settings")
    _fields = ("settings",)

    settings: "Settings"
    _objects: Objects

    def set_up(self, settings: "Settings") -> None:
        """Begin with *settings*, and with nothing kept; for ``__init__`` and for copies."""
        self._fill(settings)
        object.__setattr__(self, "_objects", Objects(settings))

    def get_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL that downloads an object; *params* as for `presign`."""
        any_headers: object = headers
        if any_headers:
            wanted = dict(params, bucket=bucket, key=key)
            return self._link("get_object", wanted, expires_in, now, headers)
        return self._objects.link("get_object", bucket, key, expires_in, now, params)

    def put_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL that uploads an object, whose content its sender chooses.

        ``content_length`` allows exactly so many bytes, ``checksum_sha256`` exactly those bytes,
        ``if_none_match="*"`` no overwriting. For a range of sizes there is `post_object`.
        """
        any_headers: object = headers
        if any_headers:
            wanted = dict(params, bucket=bucket, key=key)
            return self._link("put_object", wanted, expires_in, now, headers)
        return self._objects.link("put_object", bucket, key, expires_in, now, params)

    def head_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL that asks for an object's headers; a URL for GET does not serve that."""
        any_headers: object = headers
        if any_headers:
            wanted = dict(params, bucket=bucket, key=key)
            return self._link("head_object", wanted, expires_in, now, headers)
        return self._objects.link("head_object", bucket, key, expires_in, now, params)

    def delete_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL that deletes an object, or one version of it."""
        any_headers: object = headers
        if any_headers:
            wanted = dict(params, bucket=bucket, key=key)
            return self._link("delete_object", wanted, expires_in, now, headers)
        return self._objects.link("delete_object", bucket, key, expires_in, now, params)

    def list_objects_v2(
        self,
        bucket: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL that lists a bucket, or the keys that begin with ``prefix``."""
        return self._link("list_objects_v2", dict(params, bucket=bucket), expires_in, now, headers)

    def presign(
        self,
        operation: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        query: "Mapping[str, str] | Iterable[tuple[str, str]]" = (),
        **params: "Parameter",
    ) -> "Presigned":
        """Return the URL for any operation of S3, and the headers that its sender must send.

        Args:
            operation: its name in snake_case, such as ``list_parts``; `operations` has them all.
            expires_in: how long from now the URL is valid: 1 to 604800 seconds, or a timedelta.
            now: the moment of signing, in Unix seconds or as an aware datetime; None reads the
                clock. One a minute or two ago helps where a store's clock is late.
            headers: more of them that the sender must send, all signed.
            query: more parameters of the URL, unescaped; such as a store has of its own.
            **params: ``bucket``, ``key`` and the operation's own, by their names in S3's API in
                snake_case (``sse_kms_key_id``), nothing encoded; None is as if not given. Text is
                a str, a number an int, a date Unix seconds or an aware datetime. ``metadata`` and
                ``tagging`` are mappings; ``sse_customer_key`` is the raw key; a checksum is raw
                bytes or their base64; ``copy_source`` is ``"bucket/key"`` or a mapping of
                ``Bucket``, ``Key``, ``VersionId``. What belongs into the body is the sender's.

        Raises:
            InvalidRequestError: S3 has no such operation or parameter, a value is not what S3
                takes, or there is no endpoint for the bucket; nothing was signed.
            CredentialsError: the credentials have ended.
        """
        any_headers: object = headers
        if any_headers or query or "bucket" not in params or "key" not in params:
            return self._link(operation, params, expires_in, now, headers, query)
        wanted: Any = params  # a dict of this call's own
        bucket, key = wanted.pop("bucket"), wanted.pop("key")
        return self._objects.link(operation, bucket, key, expires_in, now, wanted)

    def get_and_head_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        headers: "Headers" = (),
        **params: "Parameter",
    ) -> "tuple[Presigned, Presigned]":
        """Return the URL for GET and the one for HEAD, of the same moment.

        The method is part of what is signed, so that no URL serves both: a player or a download
        manager that asks for the size first is refused with a URL for GET alone.
        """
        moment = time.time() if now is None else now
        wanted = dict(params, bucket=bucket, key=key)
        sent = header_pairs(headers)  # read once: an iterator would be empty the second time
        get, head = [
            self._link(operation, wanted, expires_in, moment, sent)
            for operation in ("get_object", "head_object")
        ]
        return get, head

    def presign_many(
        self,
        operation: str,
        bucket: str,
        keys: "Iterable[str | tuple[str, Mapping[str, Parameter]]]",
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        **params: "Parameter",
    ) -> "Iterator[str]":
        """Return an iterator of URLs, one for each of *keys*, made as it is asked for the next.

        It needs no more memory for many keys than for one.

        Args:
            operation: as for `presign`; one that takes a key.
            bucket: of all the objects.
            keys: any iterable of keys; or of pairs of a key and a mapping of its own parameters,
                ``("key", {"version_id": "v"})``, which may have its own ``expires_in`` too. They
                go before those for all, and such a pair takes longer than a key.
            expires_in: as for `presign`.
            now: as for `presign`, for all; None reads the clock for each URL.
            **params: parameters of all, as for `presign`.

        Raises:
            InvalidRequestError: as `presign` does, when the URL is asked for; at once if there is
                no such operation, or *keys* are no keys.
        """
        operation_named(operation)
        any_keys: object = keys
        if isinstance(any_keys, str) or not hasattr(any_keys, "__iter__"):
            raise InvalidRequestError(
                f"keys is of type {type(keys).__name__}; it must be a list of keys, or an iterator"
            )
        objects = Objects(self.settings, self._objects.keys, params) if params else self._objects
        return objects.urls(operation, bucket, keys, expires_in, now)

    def multipart_upload_urls(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        *,
        size: int,
        part_size: "int | None" = None,
        sign_sizes: bool = False,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        **params: "Parameter",
    ) -> "MultipartUpload":
        """Return the URLs of an upload in parts: of each part, its end, and its abandonment.

        Args:
            bucket: of the object.
            key: of the object.
            upload_id: from the answer to ``create_multipart_upload``.
            size: bytes of the whole object.
            part_size: bytes of each part but the last: 5 MiB to 5 GiB; None takes 8 MiB, or more
                if there would be over 10 000 parts.
            sign_sizes: allow for each part exactly its number of bytes (``content_length``).
            expires_in: as for `presign`, for each URL.
            now: as for `presign`; None reads the clock once.
            **params: more for ``upload_part``, such as ``sse_customer_key``.

        Raises:
            InvalidRequestError: the store would not take such parts.
        """
        from .multipart import planned  # noqa: PLC0415 - most presigners never ask for it

        moment = time.time() if now is None else now
        return planned(
            self.settings,
            bucket,
            key,
            upload_id,
            size,
            part_size,
            sign_sizes,
            params,
            expires_in,
            moment,
            self._objects.keys,
        )

    def _link(
        self,
        operation: str,
        params: "Mapping[str, Parameter]",
        expires_in: "Duration",
        now: "Moment | None",
        headers: "Headers",
        query: object = (),
    ) -> "Presigned":
        signed, *_ = operation_link(
            self.settings,
            operation,
            params,
            expires_in=expires_in,
            now=now,
            headers=headers,
            query=query,
            keys=self._objects.keys,
        )
        return signed
