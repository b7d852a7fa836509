"""How a case is written."""

from answering import answer
from signers import LATER, SECRET

PLAIN = answer("SignatureDoesNotMatch")


def case(cause, name, url, method="GET", headers=(), *, by="boto3", no=False, **more):
    """Return a case that is named *cause* first or, with *no*, that must not be named so.

    *more* are ``response``, ``secret`` (True for the one of `signers`), ``now``, ``body``, ``fields``,
    ``hosts``, ``regions``, ``other_secrets``.
    """
    secret = more.pop("secret", None)
    found = {
        "name": name,
        "cause": cause,
        "expected": "not" if no else "first",
        "by": by,
        "method": method,
        "url": url,
        "headers": [list(pair) for pair in headers],
        "now": more.pop("now", LATER),
        **{key: value for key, value in more.items() if value is not None},
    }
    if "fields" in found:
        found["fields"] = [list(pair) for pair in found["fields"]]
    if secret is not None:
        found["secret_access_key"] = SECRET if secret is True else secret
    return found


def no(cause, name, url, method="GET", headers=(), **more):
    """Return a near miss: a case that looks like *cause* and is none."""
    return case(cause, name, url, method, headers, no=True, **more)
