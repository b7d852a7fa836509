"""`Request`: what somebody sent, or was about to send, as far as a pasted text says it."""

from .._value import Value
from ..errors import InvalidRequestError

Pairs = tuple[tuple[str, str], ...]

# Characters of a pasted text that are read. A HAR file holds the pages of a whole visit.
MAX_TEXT = 2**20
MAX_HAR = 2**25


class Request(Value):
    """A request, nothing of it believed.

    ``repr`` shows the names of headers and fields only, and hides body and URL: with what they hold
    anybody could send the request.

    Attributes:
        form: what it was read from: ``url``; ``text``, a URL among other words; ``http``, a raw
            request; ``curl``, ``powershell`` or ``fetch``, a command; ``trace``, the output of
            ``curl -v``; ``har``; ``json``; ``html``, a page with a form.
        method: in upper case, or None where the text does not say.
        url: absolute, and as the server gets it; what a paste damaged is made whole.
        headers: (name, value) pairs as sent, those that the client adds for an option included.
        body: what was sent, or None where the text does not say.
        fields: of an upload form, (name, value) pairs in their order, the file left out.
        written: the URL as it stood there; equal to ``url`` unless something was repaired.
        repairs: (identifier, sentence) pairs, one for each thing that was repaired in the URL, or
            that the client does to the request on its way: see `REPAIRS`.
    """

    __slots__ = _fields = (
        "form",
        "method",
        "url",
        "headers",
        "body",
        "fields",
        "written",
        "repairs",
    )

    form: str
    method: "str | None"
    url: str
    headers: Pairs
    body: "bytes | None"
    fields: Pairs
    written: str
    repairs: Pairs

    def __init__(
        self,
        form: str,
        method: "str | None",
        url: str,
        headers: "Pairs" = (),
        body: "bytes | None" = None,
        fields: "Pairs" = (),
        written: str = "",
        repairs: "Pairs" = (),
    ) -> None:
        self._fill(form, method, url, headers, body, fields, written or url, repairs)

    def _shown(self, name: str) -> str:
        if name in ("headers", "fields"):
            return repr(tuple([one for one, _ in getattr(self, name, ())]))
        if name in ("url", "written"):
            return repr(str(getattr(self, name, "")).partition("?")[0])
        if name == "body" and self.body is not None:
            return f"<{len(self.body)} bytes>"
        return super()._shown(name)


# What is noted in `Request.repairs`, by identifier.
REPAIRS = {
    "line-wrap": "the URL was broken over several lines",
    "quoted-reply": "its lines began with the '>' of a quoted mail",
    "quoted-printable": "it was in the quoted-printable form of a mail ('=3D' for '=')",
    "quotes": "there were quotes or brackets around it, or at its end",
    "punctuation": "a sentence's punctuation stood at its end",
    "invisible": "it held characters that are not seen, such as a zero-width space",
    "dashes": "a word processor had made dashes of its hyphens",
    "html-entities": "its '&' were written '&amp;', as in HTML source",
    "json-escapes": "it was escaped as in JSON source ('\\u0026' for '&')",
    "shell-escapes": "it was escaped for a shell ('\\&' or '^&' for '&')",
    "url-encoded": "it was percent-encoded as a whole",
    "scheme": "it had no scheme; https is assumed",
    "blanks": "it held blanks, which no URL does",
    "not-escaped": "it held characters that a URL holds percent-encoded only",
    "shell-split": "it stood in a command without quotes, so the shell ended it at the first '&'",
    "token": "it was wrapped as the token of another service",
    "dot-segments": "curl resolves '.' and '..' in a path before it sends; --path-as-is stops it",
    "globbing": "curl reads '[', ']', '{' and '}' in a URL as a pattern; --globoff stops it",
    "client-signs": "curl signs the request itself (--aws-sigv4), beside the signature in the URL",
    "body-elsewhere": "the body is in a file, and not looked at",
    "headers-elsewhere": "some headers are in a file, and not looked at",
    "scheme-guessed": "a raw request does not say whether it went by http or https",
}


def repair(name: str) -> tuple[str, str]:
    """Return the pair of `Request.repairs` for *name*."""
    return name, REPAIRS[name]


def check_size(text: str, limit: int, what: str) -> None:
    """Refuse a *text* of more than *limit* characters.

    Raises:
        InvalidRequestError: it has more; *what* names it.
    """
    if len(text) > limit:
        raise InvalidRequestError(f"{what} has {len(text)} characters; at most {limit} are read")
