"""Calls that browsers copy: ``fetch(…)`` of JavaScript, ``Invoke-WebRequest`` of PowerShell."""

import json
import re

from ..errors import InvalidRequestError
from .json_values import is_object
from .request import Pairs, Request
from .shell_words import words
from .urls import whole

_FETCH = re.compile(
    r"""\s*(?:await\s+)?fetch\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`)"""
)
_COMMAND = re.compile(
    r"(?im)^[ \t]*(?:PS[^>\n]*>[ \t]*)?(?:invoke-webrequest|invoke-restmethod|iwr|irm)\s"
)
_TABLE = re.compile(r"(?i)-Headers\s+@\{")
_PAIR = re.compile(
    r"""(?<![A-Za-z0-9-])([A-Za-z0-9-]+)["']?\s*=\s*(?:"((?:[^"`]|`.)*)"|'((?:[^']|'')*)')"""
)


def is_fetch(text: str) -> bool:
    """Return whether *text* begins with a call of ``fetch`` on a literal URL."""
    return _FETCH.match(text) is not None


def fetch_request(text: str) -> Request:
    """Return the request that the call *text* sends."""
    match = _FETCH.match(text)
    literal = next((one for one in match.groups() if one is not None), "") if match else ""
    url, written, repairs = whole(literal)
    options = _options(text[match.end() :] if match else "")
    body = options.get("body")
    method = str(options.get("method") or "GET").upper()
    data = body.encode("utf-8", "replace") if isinstance(body, str) else None
    if body is None:
        data = b""
    return Request("fetch", method, url, _headers(options), data, (), written, repairs)


def _options(text: str) -> dict[str, object]:
    """Return the object literal after the URL; browsers write it as JSON, people do not."""
    start = text.find("{")
    if start < 0 or text[:start].strip(" \t\r\n,"):
        return {}
    try:
        value: object
        value, _ = json.JSONDecoder().raw_decode(text[start:])
    except (ValueError, RecursionError):
        options: dict[str, object] = {}
        method = re.search(r"""\bmethod["']?\s*:\s*["'`](\w+)["'`]""", text)
        if method:
            options["method"] = method.group(1)
        if re.search(r"\bbody\b", text):
            options["body"] = False  # there is one, and nobody knows what
        return options
    return value if is_object(value) else {}


def _headers(options: dict[str, object]) -> Pairs:
    headers = options.get("headers")
    if not is_object(headers):
        return ()
    return tuple([(name, str(value)) for name, value in headers.items()])


def is_powershell(text: str) -> bool:
    """Return whether *text* is a call of ``Invoke-WebRequest``, or of what is like it."""
    return _COMMAND.search(text) is not None


def powershell_request(text: str) -> Request:
    """Return the request that the command *text* sends.

    Raises:
        InvalidRequestError: there is no URL in it.
    """
    match = _COMMAND.search(text)
    line = text[match.end() :] if match else text
    table = _TABLE.search(line)
    headers: list[tuple[str, str]] = []
    if table:
        end = (line + "}").find("}", table.end())
        for name, double, single in _PAIR.findall(line[table.end() : end]):
            headers.append((name, re.sub(r"`(.)", r"\1", double) or single.replace("''", "'")))
        line = line[: table.start()] + line[end + 1 :]
    found, _ = words(f"PS> iwr {line.strip()}")
    given = _parameters(found[1:])
    url = given.get("-uri", "")
    if not url:
        raise InvalidRequestError("the command has no -Uri; paste it whole")
    if "-contenttype" in given:
        headers.append(("Content-Type", given["-contenttype"]))
    whole_url, written, repairs = whole(url)
    method = given.get("-method", "GET").upper()
    body = None if "-infile" in given else given.get("-body", "").encode("utf-8", "replace")
    return Request("powershell", method, whole_url, tuple(headers), body, (), written, repairs)


def _parameters(found: list[str]) -> dict[str, str]:
    """Return the parameters by name in lower case; what has no name is ``-uri``."""
    given: dict[str, str] = {}
    waiting = list(reversed(found))
    while waiting:
        word = waiting.pop()
        if word[:1] != "-":
            given.setdefault("-uri", word)
        elif waiting and waiting[-1][:1] != "-":
            given[word.lower()] = waiting.pop()
    return given
