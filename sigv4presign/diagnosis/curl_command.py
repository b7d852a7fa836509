"""The request that a ``curl`` command line sends: https://curl.se/docs/manpage.html."""

import base64
from urllib.parse import quote_plus

from ..errors import InvalidRequestError
from .curl_options import LONG, NAMES, SHORT
from .request import Request, repair
from .shell_words import words
from .urls import looks_signed, whole

_PROGRAMS = ("curl", "curl.exe")
_DATA = ("data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json")
_FORM = "application/x-www-form-urlencoded"
# Headers that an option stands for.
_HEADERS = {"user-agent": "User-Agent", "referer": "Referer"}


def is_curl(text: str) -> bool:
    """Return whether *text* is a ``curl`` command line, after a prompt or not."""
    first = text.lstrip()[:400].split()
    names = [word.lower().rsplit("/", 1)[-1].rsplit("\\", 1)[-1] for word in first[:6]]
    for index, name in enumerate(names):
        if name in _PROGRAMS:
            return all([_before(word) for word in first[:index]])
    return False


def _before(word: str) -> bool:
    return (
        word in ("$", "#", "%", ">", "PS", "sudo", "time", "exec", "&")
        or word.endswith(">")
        or "=" in word[1:]
    )


def curl_request(text: str) -> Request:
    """Return the request that the command line *text* sends.

    Raises:
        InvalidRequestError: there is no URL in it.
    """
    found, index = words(text)
    cut = None if index is None else found[index]
    names = [word.lower().rsplit("/", 1)[-1].rsplit("\\", 1)[-1] for word in found]
    start = next((at for at, name in enumerate(names) if name in _PROGRAMS), len(names))
    command = _Command()
    command.read(found[start + 1 :])
    return command.request(cut)


class _Command:
    """What the options of one command line add up to."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.method: str | None = None
        self.implied = "GET"
        self.headers: list[tuple[str, str]] = []
        self.removed: set[str] = set()
        self.data: list[str] = []
        self.json = False
        self.in_query = False
        self.fields: list[tuple[str, str]] = []
        self.form = False
        self.no_body_known = False
        self.notes: list[str] = []
        self.flags: set[str] = set()

    def read(self, found: list[str]) -> None:
        waiting = list(reversed(found))
        options = True
        while waiting:
            word = waiting.pop()
            if options and word == "--":
                options = False
            elif options and word in ("--next", "-:"):
                break
            elif options and word[:2] == "--":
                name, equals, value = word[2:].partition("=")
                if name in LONG and not equals:
                    value = waiting.pop() if waiting else ""
                self._option(name, value)
            elif options and word[:1] == "-" and len(word) > 1:
                self._short(word[1:], waiting)
            else:
                self.urls.append(word)

    def _short(self, letters: str, waiting: list[str]) -> None:
        while letters:
            letter, letters = letters[0], letters[1:]
            value = ""
            if letter in SHORT:
                value = letters or (waiting.pop() if waiting else "")
                letters = ""
            self._option(NAMES.get(letter, letter), value)

    def _option(self, name: str, value: str) -> None:
        if name == "url":
            self.urls.append(value)
        elif name == "request":
            self.method = value.upper()
        elif name == "header":
            self._header(value)
        elif name in _DATA or name == "url-query":
            self._data(name, value)
        elif name in ("form", "form-string"):
            self._field(name, value)
        elif name == "upload-file":
            self.implied = "PUT"
            self._elsewhere("body-elsewhere")
        else:
            self._plain(name, value)

    def _plain(self, name: str, value: str) -> None:
        if name == "head":
            self.implied = "HEAD"
        elif name == "get":
            self.in_query = True
        elif name in _HEADERS:
            self.headers.append((_HEADERS[name], value))
        elif name == "cookie" and "=" in value:
            self.headers.append(("Cookie", value))
        elif name == "range":
            self.headers.append(("Range", f"bytes={value}"))
        elif name == "user":
            token = base64.b64encode(value.encode("utf-8", "replace")).decode("ascii")
            self.headers.append(("Authorization", f"Basic {token}"))
        elif name == "oauth2-bearer":
            self.headers.append(("Authorization", f"Bearer {value}"))
        elif name == "aws-sigv4":
            self.notes.append("client-signs")
        elif name == "compressed":
            self.headers.append(("Accept-Encoding", "deflate, gzip"))
        else:
            self.flags.add(name)

    def _header(self, line: str) -> None:
        if line[:1] == "@":
            self.notes.append("headers-elsewhere")
            return
        name, colon, value = line.partition(":")
        if colon and value.strip(" \t"):
            self.headers.append((name.strip(), value.strip(" \t")))
        elif colon:
            self.removed.add(name.strip().lower())
        elif line.rstrip().endswith(";"):
            self.headers.append((line.rstrip()[:-1].strip(), ""))

    def _data(self, name: str, value: str) -> None:
        if name == "url-query":
            self.data.append(value.lstrip("+"))
            self.in_query = True
            return
        self.json = self.json or name == "json"
        if name == "data-urlencode":
            key, equals, content = value.partition("=")
            if not equals and "@" in value:
                self._elsewhere("body-elsewhere")
                return
            encoded = quote_plus(content if equals else key, errors="replace")
            self.data.append(f"{key}={encoded}" if equals and key else encoded)
        elif value[:1] == "@" and name != "data-raw":
            self._elsewhere("body-elsewhere")
        else:
            self.data.append(value)
        self.implied = "POST" if self.implied == "GET" else self.implied

    def _elsewhere(self, note: str) -> None:
        self.no_body_known = True
        self.notes.append(note)
        if self.implied == "GET":
            self.implied = "POST"

    def _field(self, name: str, value: str) -> None:
        self.form = True
        self.implied = "POST"
        key, _, content = value.partition("=")
        if name == "form" and content[:1] in ("@", "<"):
            if key != "file":
                self.notes.append("body-elsewhere")
            return
        if name == "form":
            content = content.partition(";type=")[0].strip('"')
        self.fields.append((key, content))

    def request(self, cut: str | None) -> Request:
        """Return the request; *cut* is the word that the shell cut, if it did."""
        signed = [url for url in self.urls if looks_signed(url)]
        given = (signed or self.urls or [""])[0]
        if given[:1] == "$" or "$(" in given[:3]:
            raise InvalidRequestError(
                f"the command has {given[:40]!r} for its URL; paste the URL itself"
            )
        url, written, repairs = whole(given)
        notes = list(self.notes)
        if cut is not None and cut == given:
            notes.append("shell-split")
            written = given.partition("&")[0]
        path = url.partition("?")[0]
        if "path-as-is" not in self.flags and ("/./" in f"{path}/" or "/../" in f"{path}/"):
            notes.append("dot-segments")
        if "globoff" not in self.flags and any(one in url.split("/", 3)[-1] for one in "[]{}"):
            notes.append("globbing")
        if self.in_query and self.data:
            url += ("&" if "?" in url else "?") + "&".join(self.data)
            written = url
        noted = tuple([repair(name) for name in dict.fromkeys(notes)])
        method = self.method or (
            "GET" if self.in_query and self.implied == "POST" else self.implied
        )
        return Request(
            "curl",
            method,
            url,
            self._sent_headers(),
            self._body(),
            tuple(self.fields),
            written,
            repairs + noted,
        )

    def _body(self) -> bytes | None:
        if self.no_body_known or self.form:
            return None
        if self.in_query:
            return b""
        return ("" if self.json else "&").join(self.data).encode("utf-8", "replace")

    def _sent_headers(self) -> tuple[tuple[str, str], ...]:
        headers = list(self.headers)
        given = {name.lower() for name, _ in headers} | self.removed
        added: list[tuple[str, str]] = []
        if self.json:
            added = [("Content-Type", "application/json"), ("Accept", "application/json")]
        elif self.form:
            added = [("Content-Type", "multipart/form-data; boundary=…")]
        elif self.implied == "POST" and not self.in_query:
            added = [("Content-Type", _FORM)]
        headers += [pair for pair in added if pair[0].lower() not in given]
        return tuple(headers)
