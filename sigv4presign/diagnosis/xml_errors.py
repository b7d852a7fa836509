"""The elements of an error document, read without believing it.

A document type declaration is refused, so that no entity is ever declared, let alone expanded or
fetched; depth, number and size of elements are bounded. Only ``expat`` is used, which with no
handler for external entities opens nothing.
https://docs.python.org/3/library/xml.html#xml-security
"""

import re
from xml.parsers import expat

from ..errors import InvalidRequestError

MAX_DEPTH = 32
MAX_ELEMENTS = 2000

_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
# A '<' that opens no tag: in a header's value, in a key.
_ANGLE = re.compile(r"<(?![A-Za-z/?!])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_elements(text: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the elements of the document *text* that hold text, and notes on its state.

    Names are without their namespace; the root's name is the first, with an empty text.

    Raises:
        InvalidRequestError: it has a document type declaration, or is too deep or too wide.
    """
    start = text.find("<")
    # A browser's view puts a sentence before the document.
    text = text[start:] if start >= 0 else text
    reader = _Reader()
    fault = reader.read(text)
    if fault is None:
        return tuple(reader.elements), ()
    mended = _CONTROL.sub("\ufffd", _ANGLE.sub("&lt;", _LOOSE.sub("&amp;", text)))
    if mended != text:
        again = _Reader()
        second = again.read(mended)
        if second is None:
            return tuple(again.elements), ("unescaped",)
        reader = again
        fault = second
    cut = fault in _ENDS
    return tuple(reader.finished()), ("cut-off" if cut else "damaged",)


_ENDS = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
)


class _Reader:
    """One pass of expat."""

    def __init__(self) -> None:
        self.elements: list[tuple[str, str]] = []
        self.open: list[tuple[str, list[str], int]] = []
        self.seen = 0

    def read(self, text: str) -> str | None:
        """Read *text*, and return expat's name for what is wrong with it, or None."""
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            return expat.ErrorString(error.code)
        return None

    def finished(self) -> list[tuple[str, str]]:
        """Return the elements, those that nothing closes too."""
        while self.open:
            self._end(self.open[-1][0])
        return self.elements

    def _refuse(self, *_: object) -> None:
        raise InvalidRequestError(
            "the answer has a document type declaration (DTD), which no store sends; "
            "nothing of it was read"
        )

    def _start(self, name: str, _: dict[str, str]) -> None:
        self.seen += 1
        if len(self.open) >= MAX_DEPTH or self.seen > MAX_ELEMENTS:
            raise InvalidRequestError(
                f"the answer has elements more than {MAX_DEPTH} deep, or more than {MAX_ELEMENTS} "
                "of them, which no error document has"
            )
        plain = name.rpartition(":")[2]
        if not self.open:
            self.elements.append((plain, ""))
        self.open.append((plain, [], self.seen))

    def _text(self, text: str) -> None:
        self.open[-1][1].append(text)

    def _end(self, _: str) -> None:
        plain, texts, number = self.open.pop()
        text = "".join(texts)
        # One with others in it holds nothing but white space of its own.
        if number == self.seen or text.strip():
            self.elements.append((plain, text))
