"""Other tables of escapes than SigV4's, as signers and clients use them."""

from ..._percent import UNRESERVED

# What is left unescaped beside the unreserved characters, by whom.
JAVASCRIPT = "!'()*"  # encodeURIComponent
_KEPT = (
    JAVASCRIPT,
    "!$&'()*+,;=:@",  # a segment of RFC 3986, as browsers, yarl and Rust's url leave it
    ";/?:@&=+$,#!'()*",  # encodeURI
    "*",  # Java's URLEncoder
    "!*'();:@&=+$,/?",
    *"!$&'()*+,;=:@/[]|^",
)


def encoded(text: str, kept: str = "", escaped: str = "", digits: str = "%%%02X") -> str:
    """Return *text* percent-encoded, *kept* left as it is too, and *escaped* never."""
    plain = set(UNRESERVED + kept) - set(escaped)
    return "".join(
        [
            one
            if one in plain
            else "".join([digits % byte for byte in one.encode("utf-8", "surrogatepass")])
            for one in text
        ]
    )


def other_spellings(text: str, *, path: bool) -> "list[str]":
    """Return *text*, decoded, in the spellings of other tables; most likely first."""
    slash = "/" if path else ""
    found = [encoded(text, kept + slash) for kept in _KEPT]
    found += [
        encoded(text, slash, digits="%%%02x"),
        encoded(text, slash, escaped="~"),
        encoded(text, slash + "*", escaped="~"),
        encoded(text, JAVASCRIPT + slash, digits="%%%02x"),
        encoded(text) if path else encoded(text, "/"),
    ]
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        return found
    plain = set((UNRESERVED + slash).encode())
    found.append("".join([chr(one) if one in plain else "%%%02X" % one for one in latin]))
    return found
