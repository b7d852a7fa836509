"""`Presigned`: a presigned URL, and how to send it."""

from ._request import split_url
from ._value import Packed, set_all


class Presigned(Packed):
    """A presigned URL, what its sender must send, and when it ends.

    ``str()`` is the URL. ``repr`` hides the signature and the session token, because whoever reads
    them from a log can use the URL; header values too, because one may be an encryption key.

    Attributes:
        method: the one HTTP method that the URL allows, in upper case.
        url: the URL; sent as it is, not decoded and encoded again.
        headers: (name, value) pairs that the sender must send beside ``Host``, each as it is here.
        expires_at: the first Unix second at which the URL is no longer valid.
    """

    __slots__ = ()
    _fields = ("method", "url", "headers", "expires_at")

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    expires_at: int

    def __init__(
        self, method: str, url: str, headers: tuple[tuple[str, str], ...], expires_at: int
    ) -> None:
        set_all(self, "_all", (method, url, headers, expires_at))

    def __str__(self) -> str:
        return self.url

    def _shown(self, name: str) -> str:
        if name == "url":
            return repr(redacted(self.url))
        if name == "headers":
            return repr(tuple([header for header, _ in self.headers]))
        return super()._shown(name)

    def curl(self) -> str:
        """Return a command line that sends the request, for any POSIX shell.

        A body is the caller's to add: ``--data-binary @FILE`` or ``--upload-file FILE``.
        """
        words = ["curl"]
        if self.method == "HEAD":
            words.append("--head")  # `--request HEAD` would wait for a body that never comes
        elif self.method != "GET":
            words += ["--request", shell_quoted(self.method)]
        # As the URL is signed, so it must be sent: dot segments kept, brackets no pattern.
        words += ["--path-as-is", "--globoff"]
        for name, value in self.headers:
            if name.lower() == "content-length":
                # curl counts for itself; told the signed number, it would send that of any body,
                # and the store would keep the first so many bytes of it.
                continue
            # To curl "Name:" means "send no such header", and "Name;" an empty one.
            words += ["--header", shell_quoted(f"{name}: {value}" if value else f"{name};")]
        # curl sends the host as spelled, other clients in the lower case that is signed.
        scheme, authority, path, query = split_url(self.url)
        words.append(shell_quoted(f"{scheme}://{authority.lower()}{path}?{query}"))
        return " ".join(words)


Presigned.lay_out()

_SECRET_PARAMETERS = ("x-amz-signature", "x-amz-security-token", "x-amz-s3session-token")


def redacted(url: str) -> str:
    """Return *url* with the values hidden that would let its reader use it."""
    base, found, query = url.partition("?")
    pieces: list[str] = []
    for piece in query.split("&"):
        name, _, _ = piece.partition("=")
        pieces.append(f"{name}=<hidden>" if name.lower() in _SECRET_PARAMETERS else piece)
    return base + found + "&".join(pieces)


def shell_quoted(word: str) -> str:
    """Return *word* as one word for any POSIX shell."""
    # Nothing is special between single quotes, and nothing can stand for one there.
    return "'" + word.replace("'", "'\\''") + "'"
