"""What a request holds, told from the finished request, and a count of it over a run.

A generator that stops making what a test is about makes that test prove nothing: so every run
says how often it met each feature.
"""

import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import unquote

from .requests import BUCKETS, METHODS, OTHERS, REGIONS, S3, SECRETS, Request, encoded
from .texts import FOREIGN_BLANKS

DAY = 86400


def key_of(request: Request) -> str:
    return unquote(request.path) if request.s3 else ""


def any_key(test: Callable[[str], object]) -> Callable[[Request], object]:
    return lambda request: test(key_of(request))


def any_name(test: Callable[[str], object]) -> Callable[[Request], object]:
    return lambda request: any(test(name) for name, _ in request.query)


def any_value(test: Callable[[str], object]) -> Callable[[Request], object]:
    return lambda request: any(test(value) for _, value in request.query)


def any_header(test: Callable[[str], object]) -> Callable[[Request], object]:
    return lambda request: any(test(value) for _, value in request.headers)


def other_path(*texts: str) -> Callable[[Request], object]:
    return lambda request: not request.s3 and any(text in request.path for text in texts)


def prefixes(request: Request) -> bool:
    names = sorted({name for name, _ in request.query if name})
    return any(two.startswith(one) for one, two in pairwise(names))


def repeated(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def is_(field: str, *values: object) -> Callable[[Request], object]:
    return lambda request: getattr(request, field) in values


FEATURES: dict[str, Callable[[Request], object]] = {
    "key: not ASCII": any_key(lambda key: not key.isascii()),
    "key: beyond the BMP": any_key(lambda key: max(key, default="") > "\uffff"),
    "key: combining mark": any_key(lambda key: any(map(unicodedata.combining, key))),
    "key: emoji joined": any_key(lambda key: "\u200d" in key),
    "key: control": any_key(lambda key: min(key, default=" ") < " "),
    "key: long": any_key(lambda key: len(key.encode()) > 500),
    "key: leading slash": lambda request: (
        request.s3 and request.path.startswith(("//", *[f"/{bucket}//" for bucket in BUCKETS]))
    ),
    "key: trailing slash": any_key(lambda key: key.endswith("/")),
    "key: dot segment": any_key(lambda key: {".", ".."} & set(key.split("/"))),
    "key: looks escaped": any_key(lambda key: "%41" in key or "%2F" in key),
    **{
        f"key: {mark!r}": any_key(lambda key, mark=mark: mark in key)
        for mark in (
            " ",
            "+",
            "%",
            "~",
            "//",
            "..",
            "?",
            "#",
            "&",
            "=",
            ";",
            ":",
            "'",
            '"',
            "*",
            "\\",
        )
    },
    "key: none": lambda request: request.s3 and request.path == "/",
    "path: spelled otherwise": lambda request: request.spelled_path != request.path,
    "other path: dot segments": other_path("/../", "/./"),
    "other path: final dots": lambda request: (
        not request.s3 and request.path.endswith(("/..", "/."))
    ),
    "other path: escaped dots": other_path("%2e%2E"),
    "other path: double slash": other_path("//"),
    "other path: escaped slash": other_path("%2F"),
    "other path: lower-case escape": other_path("%2f", "%a9"),
    "other path: needless escape": other_path("%41", "%7E"),
    "other path: not UTF-8": other_path("%FF"),
    "query: none": lambda request: not request.query,
    "query: override": any_name(lambda name: name.startswith("response-")),
    "query: not ASCII name": any_name(lambda name: not name.isascii()),
    "query: no name": any_name(lambda name: not name),
    "query: brackets in a name": any_name(lambda name: "[" in name),
    "query: one name begins another": prefixes,
    "query: no value": any_value(lambda value: not value),
    "query: plus in a value": any_value(lambda value: "+" in value),
    "query: blank in a value": any_value(lambda value: " " in value),
    "query: equals in a value": any_value(lambda value: "=" in value),
    "query: not ASCII value": any_value(lambda value: not value.isascii()),
    "query: repeated name": lambda request: repeated([name for name, _ in request.query]),
    "query: spelled otherwise": lambda request: (
        request.spelled_query != request.target.partition("?")[2]
    ),
    "query: plus for a blank": lambda request: "+" in request.spelled_query,
    "query: sorted otherwise when decoded": lambda request: (
        sorted(request.query) != sorted(request.query, key=lambda pair: [*map(encoded, pair)])
    ),
    "header: run of blanks": any_header(lambda value: "  " in value.strip(" \t")),
    "header: tab": any_header(lambda value: "\t" in value.strip(" \t")),
    "header: blanks around": any_header(lambda value: value.strip(" \t") != value),
    "header: empty": any_header(lambda value: not value),
    "header: not ASCII": any_header(lambda value: not value.isascii()),
    "header: foreign blank": any_header(lambda value: set(FOREIGN_BLANKS) & set(value)),
    "header: repeated": lambda request: repeated([name.lower() for name, _ in request.headers]),
    "header: mixed case": lambda request: any(name != name.lower() for name, _ in request.headers),
    "header: payload": lambda request: any(
        name.lower() == "x-amz-content-sha256" for name, _ in request.headers
    ),
    "host: port": lambda request: request.host.rpartition(":")[2] in ("9000", "8443"),
    "host: default port": lambda request: request.host != request.authority.lower(),
    "host: other scheme's port": lambda request: request.host.endswith((":80", ":443")),
    "host: IPv6": lambda request: request.authority.startswith("["),
    "host: IPv6 with a port": lambda request: "]:" in request.authority,
    "host: upper case": lambda request: request.authority != request.authority.lower(),
    "scheme: http": is_("scheme", "http"),
    "token": lambda request: request.token,
    "token: reserved characters": lambda request: request.token and "+" in request.token,
    "no token": is_("token", None),
    "expires: 1": is_("expires_in", 1),
    "expires: seven days": is_("expires_in", 604800),
    "now: 1970": lambda request: request.now < 365 * DAY,
    "now: 2099": lambda request: time.gmtime(request.now).tm_year == 2099,
    "now: 29 February": lambda request: time.gmtime(request.now)[1:3] == (2, 29),
    "now: first second of a day": lambda request: request.now % DAY == 0,
    "now: last second of a day": lambda request: request.now % DAY == DAY - 1,
    "access key: colon": lambda request: ":" in request.access_key_id,
    "access key: not ASCII": lambda request: not request.access_key_id.isascii(),
    **{f"secret: {secret[:9]} {len(secret)}": is_("secret", secret) for secret in SECRETS},
    **{f"method: {method}": is_("method", method) for method in METHODS},
    **{f"region: {region}": is_("region", region) for region in REGIONS},
    **{f"service: {service}": is_("service", service) for service in (*S3, *OTHERS)},
}


def family(*beginnings: str) -> set[str]:
    return {name for name in FEATURES if name.startswith(beginnings)}


class Tally:
    """How many requests a run compared, and how many of them had each feature."""

    def __init__(self) -> None:
        self.compared = 0
        self.features: Counter[str] = Counter()

    def add(self, request: Request) -> None:
        self.compared += 1
        self.features.update([name for name, test in FEATURES.items() if test(request)])

    def rare(self, least: int = 20) -> set[str]:
        """Return the features that fewer than *least* requests had."""
        return {name for name in FEATURES if self.features[name] < least}
