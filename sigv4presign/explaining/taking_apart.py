"""From a subject to the values of an `Explanation`, in the order of its fields."""

from .._checks import MAX_EXPIRES
from ..canonical import S3_SERVICES, canonical_host
from ..diagnosis.evidence import Evidence, Signed
from ..diagnosis.findings import Finding
from ..diagnosis.link import Link, lenient, lenient_path
from ..diagnosis.lints import lints
from ..diagnosis.showing import without_secrets
from ..errors import InvalidRequestError, MalformedError
from ..policies import PostPolicy
from .hosts import Site, site_of
from .makers import Maker, maker_of
from .meanings import is_tracker, meaning, sender
from .moments import Times, moment, utc, whole
from .operation import operations
from .parameters import HIDDEN, Parameter, is_secret, parameters_of, reading, shown_url
from .policy_words import in_words, missing
from .subject import Subject

Pairs = tuple[tuple[str, str], ...]

TITLES = {
    "v4": "a presigned URL, Signature Version 4",
    "v4a": "a presigned URL, Signature Version 4A (asymmetric, for several regions)",
    "s3-express": "a presigned URL for a directory bucket (S3 Express One Zone)",
    "v2": "a presigned URL, Signature Version 2, which newer regions and many stores refuse",
    "post": "an upload form with a POST policy",
    "header": "a request signed in its Authorization header",
    "goog4": "a signed URL of Google Cloud Storage's own scheme, which no AWS tool makes",
    "cloudfront": "a signed URL of CloudFront, which is no SigV4",
    "unsigned": "a URL without a signature",
}
_GOOGLE = "x-goog-signature"


def taken_apart(subject: Subject, now: int, clock: str, *, reveal: bool) -> tuple[object, ...]:
    """Return the values of an `Explanation`.

    Args:
        subject: what is to be explained.
        now: Unix seconds.
        clock: ``given`` or ``machine``, where that is from.
        reveal: whether secrets are shown.

    Raises:
        InvalidRequestError: it is neither a URL nor a form.
    """
    link = Link(subject.url) if subject.url else None
    fields = subject.fields or None
    if link is None and fields is None:
        raise InvalidRequestError("there is neither a URL nor a form to explain")
    evidence = Evidence(
        subject.method or "",
        link or Link("https://unknown.invalid/"),
        subject.headers,
        fields=fields,
        now=now,
        clock=clock,
        repairs=tuple([name for name, _ in subject.repairs]),
    )
    signed = evidence.signed
    kind = _kind(signed, link, fields)
    is_s3 = not signed.service or signed.service in S3_SERVICES
    policy, words = _policy(fields, reveal=reveal)
    shown = link if link is None or reveal else Link(without_secrets(link.text))
    site = None if shown is None else _site(shown, subject.headers, signed.service)
    parameters = _parameters(shown, fields, is_s3=is_s3, reveal=reveal)
    return (
        kind,
        _title(kind, subject),
        subject.method,
        "" if shown is None else shown_url(shown, reveal=reveal),
        signed.access_key_id,
        _key_kind(signed.access_key_id),
        _scope(signed),
        tuple([(name, sender(name)) for name in signed.signed_headers]),
        _times(signed, link, policy),
        now,
        site,
        _operations(subject, site, parameters, signed, is_s3=is_s3),
        parameters,
        _maker(kind, link),
        words,
        subject.repairs,
        _findings(evidence, link),
    )


def _kind(signed: Signed, link: Link | None, fields: Pairs | None) -> str:
    if fields is not None:
        return "post"
    if signed.form == "query":
        if signed.algorithm.startswith("AWS4-ECDSA"):
            return "v4a"
        return "s3-express" if signed.service == "s3express" else "v4"
    if signed.form:
        return signed.form
    names = {lenient(name).lower() for name, _ in (() if link is None else link.pairs)}
    if _GOOGLE in names:
        return "goog4"
    return "cloudfront" if {"key-pair-id", "signature"} <= names else "unsigned"


def _title(kind: str, subject: Subject) -> str:
    return TITLES[kind] + (f", in {subject.wrapping}" if subject.wrapping else "")


def _key_kind(access_key_id: str) -> str:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    if len(access_key_id) == 20 and access_key_id.startswith("AKIA"):
        return "a lasting key of a user"
    if len(access_key_id) == 20 and access_key_id.startswith("ASIA"):
        return "a temporary key, which needs its session token and ends with its session"
    if access_key_id.startswith("GOOG"):
        return "an HMAC key of Google Cloud Storage"
    return ""


def _scope(signed: Signed) -> Pairs:
    if not signed.date:
        return ()
    parts = [("date", signed.date), ("region", signed.region), ("service", signed.service)]
    if signed.algorithm.startswith("AWS4-ECDSA"):
        parts.pop(1)
    return (*parts, ("terminator", signed.terminator))


def _times(signed: Signed, link: Link | None, policy: PostPolicy | None) -> Times:
    signed_at = moment(signed.amz_date)
    if policy is not None:
        return Times(signed_at, None, policy.expiration)
    if signed.form == "v2" and link is not None:
        return Times(None, None, whole(link.value("Expires") or ""))
    if signed.form == "header":
        return Times(signed_at, 900)
    if not signed.form and link is not None:
        dated = moment(link.value("X-Goog-Date") or "")
        return Times(dated, whole(link.value("X-Goog-Expires") or ""))
    lifetime = whole(signed.expires)
    # One that every store refuses gives no end.
    return Times(signed_at, lifetime if lifetime and lifetime <= MAX_EXPIRES else None)


def _site(link: Link, headers: Pairs, service: str) -> Site:
    hosts = [value for name, value in headers if name.lower() == "host"]
    authority = hosts[0] if hosts else link.authority.rpartition("@")[2]
    host = canonical_host(link.scheme or "https", authority)
    return site_of(host, lenient_path(link.path or "/"), service)


def _parameters(
    link: Link | None, fields: Pairs | None, *, is_s3: bool, reveal: bool
) -> tuple[Parameter, ...]:
    if fields is None:
        return () if link is None else parameters_of(link, is_s3=is_s3, reveal=reveal)
    found: list[Parameter] = []
    for name, given in fields:
        value = given
        if (is_secret(name) and not reveal) or (name.lower() == "policy" and not reveal):
            value = HIDDEN
        part, words = meaning(name, is_s3=True)
        if name.lower() == "policy":
            words = "what the form may upload, in base64; the signature is over it"
        elif part == "other":
            words = "a field of the form"
        found.append(Parameter(name, value, f"{name}={value}", part, words, reading(name, value)))
    return tuple(found)


def _operations(
    subject: Subject,
    site: Site | None,
    parameters: tuple[Parameter, ...],
    signed: Signed,
    *,
    is_s3: bool,
) -> Pairs:
    if site is None or not is_s3 or not signed.form:
        return ()
    if subject.fields:
        return (("POST", "post_object"),)
    scope = "key" if site.key else "bucket" if site.bucket else "/"
    own = [(one.name, one.value) for one in parameters if one.part != "signature"]
    return operations(subject.method, scope, own, signed.signed_headers)


def _maker(kind: str, link: Link | None) -> Maker | None:
    if kind not in ("v4", "v4a", "s3-express") or link is None:
        return None
    query = [(lenient(name), lenient(value)) for name, value in link.pairs]
    query = [pair for pair in query if not is_tracker(pair[0])]
    return maker_of(query, link.authority.lower())


def _policy(fields: Pairs | None, *, reveal: bool) -> tuple[PostPolicy | None, tuple[str, ...]]:
    given = {name.lower(): value for name, value in fields or ()}
    if "policy" not in given:
        return None, (("the form has no policy: anybody may upload, or nobody",) if fields else ())
    try:
        policy = PostPolicy.parse(given["policy"])
    except MalformedError as error:
        return None, (f"the policy cannot be read: {error}",)
    words = [f"it ends at {utc(policy.expiration)}"]
    words += [in_words(condition, reveal=reveal) for condition in policy.conditions]
    return policy, (*words, *missing(policy))


def _findings(evidence: Evidence, link: Link | None) -> tuple[Finding, ...]:
    return () if link is None else tuple(lints(evidence))
