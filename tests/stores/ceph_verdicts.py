"""What Ceph says of the requests that must be refused, where that is not a mismatch.

It looks at less of the URL than the others, and puts one code to most of what it finds.
"""

from typing import NamedTuple


class Verdict(NamedTuple):
    """A decision: the status, and the code of the refusal."""

    status: int
    code: str = ""

    @property
    def accepted(self) -> bool:
        return self.status < 400


_ACCEPTED = Verdict(200)
_DENIED = Verdict(403, "AccessDenied")

VERDICTS = {
    "HEAD by a URL for GET": Verdict(403),  # what answers HEAD has no body, and so no code
    "signature empty": _DENIED,
    "no signature": _DENIED,
    "another algorithm": _DENIED,
    "a source to copy": Verdict(404, "NoSuchKey"),  # it looks for the source
    "a second mechanism": _DENIED,
    "an unknown access key": Verdict(403, "InvalidAccessKeyId"),
    "expired, GET": _DENIED,
    "expired, PUT": _DENIED,
    "expired, DELETE": _DENIED,
    "a life of no time": _DENIED,
    "a life of over a week": _DENIED,
    "no life": _DENIED,
    "no moment": _DENIED,
}
# What it takes, and why.
LAXER = {
    "the same value twice": "reads one of several values",
    "a note": "takes unsigned x-amz-meta- headers",
    "an ACL": "takes an unsigned x-amz-acl",
    "a note spelled with underscores": "no gateway of CGI, which takes '_' for '-', stands between",
    "a life that is no number": "reads the digits that there are",
    "a moment to come": "looks at the end only",
    "the scope of another day": "believes the scope's day whatever the moment of signing",
    "another region": "believes the scope's region",
    "another service": "believes the scope's service",
}
VERDICTS.update(dict.fromkeys(LAXER, _ACCEPTED))
