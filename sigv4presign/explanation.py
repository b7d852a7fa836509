"""`explain`: a presigned URL, a signed request or an upload form taken apart, in words.

Nothing is verified, and no secret is needed.
"""

import time

from ._checks import unix_seconds
from ._value import Value
from .explaining.picture import html_page
from .explaining.subject import subject_of
from .explaining.taking_apart import taken_apart
from .explaining.text import annotated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ._checks import Headers, Moment
    from .diagnosis.findings import Finding
    from .explaining.hosts import Site
    from .explaining.makers import Maker
    from .explaining.moments import Times
    from .explaining.parameters import Parameter

    Fields = Mapping[str, str] | Iterable[tuple[str, str]]


class Explanation(Value):
    """What a signed URL, request or form says; ``str()`` is an annotated breakdown.

    Signature, session token and customer keys are hidden everywhere, unless `explain` was told to
    reveal them.

    Attributes:
        kind: ``v4``, ``v4a``, ``s3-express``, ``v2``, ``post``, ``header``, ``goog4``,
            ``cloudfront`` or ``unsigned``.
        title: the same in words.
        method: the HTTP method, or None where nothing says it.
        url: the URL.
        access_key_id: who signed it.
        key_kind: what the form of that id says, such as a temporary key; may be empty.
        scope: of the credential: ``date``, ``region``, ``service`` and ``terminator``, as pairs.
        signed_headers: (name, who sends it) pairs.
        times: when it begins and ends.
        now: Unix seconds at which it was looked at.
        site: where it leads: store, region, bucket and key.
        operations: (method, operation of S3) pairs that it may be for.
        parameters: in the order of the URL; of a form its fields.
        maker: which SDK most likely made it; None where there is no order to go by.
        policy: of a form, what its policy allows: a sentence for each condition.
        repairs: what was repaired in the pasted text: (identifier, sentence) pairs.
        findings: what is wrong or odd, as far as the URL alone betrays it: see `diagnose`.
    """

    __slots__ = _fields = (
        "kind",
        "title",
        "method",
        "url",
        "access_key_id",
        "key_kind",
        "scope",
        "signed_headers",
        "times",
        "now",
        "site",
        "operations",
        "parameters",
        "maker",
        "policy",
        "repairs",
        "findings",
    )

    kind: str
    title: str
    method: "str | None"
    url: str
    access_key_id: str
    key_kind: str
    scope: tuple[tuple[str, str], ...]
    signed_headers: tuple[tuple[str, str], ...]
    times: "Times"
    now: int
    site: "Site | None"
    operations: tuple[tuple[str, str], ...]
    parameters: "tuple[Parameter, ...]"
    maker: "Maker | None"
    policy: tuple[str, ...]
    repairs: tuple[tuple[str, str], ...]
    findings: "tuple[Finding, ...]"

    def __init__(self, *values: object) -> None:
        if len(values) != len(self._fields):
            raise TypeError(f"{type(self).__name__} has {len(self._fields)} fields")
        self._fill(*values)

    def __str__(self) -> str:
        return annotated(self)

    def html(self) -> str:
        """Return a page that shows the URL with its parts coloured and named."""
        return html_page(self)

    def to_dict(self) -> "dict[str, Any]":
        """Return all of it as dicts, lists and texts, for JSON."""
        times, site, maker = self.times, self.site, self.maker
        return {
            "kind": self.kind,
            "title": self.title,
            "method": self.method,
            "url": self.url,
            "access_key_id": self.access_key_id,
            "key_kind": self.key_kind,
            "scope": dict(self.scope),
            "signed_headers": [{"name": a, "sender": b} for a, b in self.signed_headers],
            "signed_at": times.signed_at,
            "expires_in": times.expires_in,
            "expires_at": times.expires_at,
            "now": self.now,
            "state": times.state(self.now),
            "left": times.left(self.now),
            "site": None if site is None else site.to_dict(),
            "operations": [{"method": a, "operation": b} for a, b in self.operations],
            "parameters": [one.to_dict() for one in self.parameters],
            "maker": None if maker is None else maker.to_dict(),
            "policy": list(self.policy),
            "repairs": [{"repair": a, "reason": b} for a, b in self.repairs],
            "findings": [one.to_dict() for one in self.findings],
        }


def explain(
    url: object,
    *,
    method: "str | None" = None,
    headers: "Headers" = (),
    now: "Moment | None" = None,
    reveal: bool = False,
) -> Explanation:
    """Return what *url* says, part by part; nothing of it is verified, and nothing is sent.

    Args:
        url: a presigned URL, as text in whatever state it was pasted; or any form of a request that
            can be read: raw HTTP, a ``curl`` command, a HAR entry; a `Presigned` or a
            `PresignedPost`; the fields of an upload form, as a mapping or pairs; a POST policy
            in base64; a token of EKS, MSK or Bedrock.
        method: the HTTP method, if it is known.
        headers: as sent, if they are known, pairs or a mapping.
        now: Unix seconds or an aware datetime, against which its life is held; None reads the
            clock.
        reveal: show signature, session token and keys too, which let their reader use the URL.

    Raises:
        InvalidRequestError: there is no URL and no form in it.

    >>> said = explain(
    ...     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    ...     "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    ...     "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    ...     "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    ...     now=1369353660,
    ... )
    >>> said.site.bucket, said.site.key, said.times.left(said.now)
    ('examplebucket', 'test.txt', '23 hours 59 minutes left')
    """
    moment = unix_seconds("now", time.time() if now is None else now)
    subject = subject_of(url, method, headers)
    clock = "machine" if now is None else "given"
    return Explanation(*taken_apart(subject, moment, clock, reveal=reveal))
