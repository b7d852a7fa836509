"""A body of multipart/form-data as it comes: its fields, then the file, piece by piece.

https://www.rfc-editor.org/rfc/rfc7578
"""

import re
from collections.abc import Iterator

from ..limits import DEFAULT
from ._errors import StoreError

_MOST_FIELDS = 65536 + 20480  # bytes, of all that comes before the file
_HEAD = 8192
_MOST_HEADERS = 16  # of one part
_BOUNDARY = re.compile(
    r"multipart/form-data[ \t]*;(?:.*;)?[ \t]*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))"
    r"[ \t]*(?:;.*)?",
    re.ASCII | re.IGNORECASE,
)
_PARAMETER = re.compile(
    r';[ \t]*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))'
)


def boundary_in(content_type: str) -> bytes | None:
    """Return what stands between the parts of a form of this type; None if it is no form."""
    match = _BOUNDARY.fullmatch(content_type)
    return None if match is None else (match[1] or match[2]).encode()


class Form:
    """One form, read once, from its beginning to the end of its file.

    Args:
        pieces: of the body.
        boundary: between the parts.

    Attributes:
        fields: (name, value) pairs before the file; complete after `read_fields`.
        file_name: what the sender calls the file.
        file_type: the type that the sender says it has; empty for none.
    """

    def __init__(self, pieces: Iterator[bytes], boundary: bytes) -> None:
        self.fields: list[tuple[str, str]] = []
        self.file_name = ""
        self.file_type = ""
        self._pieces = pieces
        self._mark = b"\r\n--" + boundary
        self._ready = b"\r\n"  # so that the first boundary is like the others
        self._ended = False

    def read_fields(self) -> None:
        """Read up to the content of the file.

        Raises:
            StoreError: this is no form, has no file, or more before it than is read.
        """
        self._until_mark(_HEAD)
        budget = _MOST_FIELDS
        while True:
            name, file_name, kind = self._part_head()
            if name.lower() == "file":
                self.file_name, self.file_type = file_name or "", kind
                return
            budget -= len(name)
            content = self._until_mark(budget)
            budget -= len(content)
            if len(self.fields) == DEFAULT.fields:  # however short: each takes memory
                raise _too_long()
            try:
                self.fields.append((name, content.decode()))
            except UnicodeDecodeError:
                raise StoreError("MalformedPOSTRequest") from None

    def _part_head(self) -> tuple[str, str | None, str]:
        """Return name, file name and type of the part that begins here."""
        if self._taken(2) != b"\r\n":
            raise StoreError(
                "InvalidArgument", "POST requires exactly one file upload per request."
            )
        headers: dict[str, str] = {}
        left = _MOST_HEADERS
        while (end := self._found(b"\r\n", _HEAD)) > 0:
            try:
                line = self._taken(end).decode()
            except UnicodeDecodeError:
                raise StoreError("MalformedPOSTRequest") from None
            self._taken(2)
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip(" \t")
            left -= 1
            if not left:
                raise StoreError("MalformedPOSTRequest")
        self._taken(2)
        disposition = headers.get("content-disposition", "")
        parameters = {
            name.lower(): _unquoted(quoted) if quoted or not plain else plain
            for name, quoted, plain in _PARAMETER.findall(disposition)
        }
        if disposition[:9].lower() != "form-data" or "name" not in parameters:
            raise StoreError("MalformedPOSTRequest")
        return parameters["name"], parameters.get("filename"), headers.get("content-type", "")

    def file(self) -> Iterator[bytes]:
        """Yield the content of the file, and read what follows it in vain.

        Raises:
            StoreError: the form has no end.
        """
        keep = len(self._mark) - 1
        while (end := self._ready.find(self._mark)) < 0:
            if len(self._ready) > keep:
                cut = len(self._ready) - keep
                piece, self._ready = self._ready[:cut], self._ready[cut:]
                yield piece
            self._more()
        yield self._taken(end)
        self._taken(len(self._mark))
        if self._taken(2) not in {b"--", b"\r\n"}:
            raise StoreError("MalformedPOSTRequest")
        # Fields behind the file are not looked at, as S3 has it.
        for _ in self._pieces:
            pass

    def _until_mark(self, most: int) -> bytes:
        end = self._found(self._mark, most)
        content = self._taken(end)
        self._taken(len(self._mark))
        return content

    def _found(self, mark: bytes, most: int) -> int:
        searched = 0
        while (end := self._ready.find(mark, searched)) < 0:
            searched = max(len(self._ready) - len(mark), 0)
            if len(self._ready) > most + len(mark):
                raise _too_long()
            self._more()
        if end > most:
            raise _too_long()
        return end

    def _taken(self, size: int) -> bytes:
        while len(self._ready) < size:
            self._more()
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _more(self) -> None:
        piece = next(self._pieces, b"")
        if not piece:
            raise StoreError("MalformedPOSTRequest")
        self._ready += piece


def _unquoted(text: str) -> str:
    # Browsers escape the quote as %22 or with a backslash; a backslash alone is one in the name.
    return text.replace('\\"', '"')


def _too_long() -> StoreError:
    return StoreError(
        "InvalidRequest", "Your POST request fields preceding the upload file were too large."
    )
