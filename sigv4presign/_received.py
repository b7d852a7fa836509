"""A request as it arrived: its target and headers taken apart, none of it believed."""

from ._checks import as_pairs, bad_character, is_token, shown
from ._request import checked_authority, split_url
from .canonical import canonical_host, query_pairs
from .errors import InvalidRequestError
from .limits import Limits
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checks import Headers

    Pairs = list[tuple[str, str]]


def receive(
    method: object, url: object, headers: "Headers", limits: Limits
) -> "tuple[str, str, Pairs, Pairs]":
    """Return host, path, query pairs and header pairs of a request.

    The host is in lower case, the path as received, the query pairs in the order received, each
    part spelled as it is signed, the header names in lower case, ``host`` among them.

    Args:
        method: as received.
        url: absolute, or the raw target of the request line.
        headers: as received; ``Host`` must be there unless *url* is absolute.
        limits: how much of it is read.

    Raises:
        MalformedError: no HTTP request may look so.
        InvalidRequestError: the caller passed something else than text.
    """
    if not isinstance(method, str) or not isinstance(url, str):
        raise InvalidRequestError("method and url must be str")
    if not is_token(method):
        raise broken("method", f"method {shown(method)} is not an HTTP token")
    limits.check_target(url)
    pairs = _headers(headers, limits)
    hosts = [value for name, value in pairs if name == "host"]
    if len(hosts) > 1:
        raise broken("host", f"the request has {len(hosts)} Host headers")
    try:
        if url[:1] == "/":
            if not hosts:
                raise broken("host", "the request has no Host header")
            _, _, path, query = split_url("https://received" + url)
        else:
            scheme, authority, path, query = split_url(url)
            if not hosts:
                hosts.append(canonical_host(scheme, authority))
                pairs.append(("host", hosts[0]))
        host = checked_authority(hosts[0].strip(" \t")).lower()
    except InvalidRequestError as error:
        raise broken("target", str(error)) from None
    return host, path, query_pairs(query), pairs


def _headers(headers: "Headers", limits: Limits) -> "Pairs":
    pairs: Pairs = []
    for name, value in as_pairs(headers):
        if not isinstance(name, str) or not isinstance(value, str):
            raise InvalidRequestError(
                f"header {shown(name)} is not text; decode what a server gives as bytes"
            )
        pairs.append((name, value))
    limits.check_headers(pairs)
    for index, (name, value) in enumerate(pairs):
        if not is_token(name):
            raise broken("header", f"header name {shown(name)} is not an HTTP token")
        bad = bad_character(value)
        if bad is not None:
            raise broken("header", f"header {name.lower()!r} holds the character {bad}")
        # Not sooner: there are letters that are no tokens, and are ones in lower case.
        pairs[index] = (name.lower(), value)
    return pairs
