"""`Verifier`: the rules of one door, and requests held against them."""

import time

from ._checks import as_pairs, unix_seconds
from ._door import Door
from ._proof import check_headers, check_moment, check_signature, check_token
from .claims import Claim, allowed
from .credentials import Credentials
from .keys import UNKNOWN, candidates, key_of, secret_for
from .payloads import check_body
from .pending import Pending
from .refusals import ExpiredError, SignatureMismatchError
from .rules import broken
from .verification import parse_authorization, parse_presigned
from .verified import Verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ._checks import Headers, Moment
    from .keys import Candidate, Secret, Secrets
    from .policies import Fields

    Pairs = list[tuple[object, object]]


class Verifier(Door):
    """Decides whether requests that somebody else signed are genuine, and allowed here.

    Made once and used for every request, by several threads if need be; nothing of it changes, but
    that it keeps the signing keys of the day. ``docs/verifier.md`` has every rule, and in which
    order they are held.

    Args:
        region: the region that requests must be signed for, or several; None takes any.
        service: likewise; presigned URLs of S3 are signed for ``s3``.
        hosts: the hosts that are served, as in the ``Host`` header, with a port unless it is the
            default one; ``*.s3.example.com`` where the bucket stands before ``.s3.example.com``. A
            mapping says for a host which bucket it is. None takes any, and finds the bucket in the
            path unless the host is AWS's.
        methods: the HTTP methods that are allowed; None allows all.
        max_expires_in: seconds that a URL, or the policy of a form, may live at most, up to
            604800, as an int or a timedelta.
        max_skew: seconds that clocks may differ.
        strict_path: refuse a path that is spelled otherwise than canonically, ``%7E`` for ``~``;
            S3 takes it.
        head_with_get: let a URL that was made for GET be used with HEAD; S3 does not.
        required_headers: names of headers that a request must be signed with, ``content-type``.
        host_header: the header in which a proxy in front says which host it was asked for,
            ``x-forwarded-host``. Only for a proxy that always sets or removes it: it is believed.
            None believes nobody.
        revoked: called with each genuine `Claim`; what it returns true for is refused. By
            ``access_key_id`` or by ``signature``, one URL can be taken back.
        limits: how much of a request is read.

    Raises:
        InvalidRequestError: an argument is not what its description says.
    """

    __slots__ = ()

    def verify(
        self,
        method: str,
        url: str,
        headers: "Headers",
        secrets: "Secrets",
        *,
        body: "bytes | None" = None,
        now: "Moment | None" = None,
    ) -> Verified:
        """Return the proof of a request signed in its URL or in its headers.

        Args:
            method: as received.
            url: absolute, or the raw request target, ``/path?query``, with ``Host`` among
                *headers*.
            headers: every header received, pairs or a mapping.
            secrets: a mapping of access key ids, or a callable that takes one. What it gives is the
                secret, as a str if it is a long-term one, or as `Credentials` or a `SigningKey`;
                several in a tuple while one replaces another; None for an id that nobody has.
            body: the whole body, if the caller has it, to be held against what is signed. None
                leaves that to `Verified.payload`.
            now: the verifier's moment, Unix seconds or an aware datetime; None reads the clock.

        Raises:
            VerificationError: the request is not genuine, or not now, not here, or not allowed.
            InvalidRequestError: an argument is not what its description says.
        """
        pending = self.read(method, url, headers, body=body)
        return pending.prove(secret_for(secrets, pending.access_key_id), now=now)

    def read(
        self, method: str, url: str, headers: "Headers", *, body: "bytes | None" = None
    ) -> Pending:
        """Return a request that keeps every rule that needs no secret and no clock.

        With `Pending.prove` this is `verify` in two steps, so that the look-up between them may be
        awaited.

        Args:
            method: as for `verify`.
            url: likewise.
            headers: likewise.
            body: likewise.

        Raises:
            VerificationError: the request cannot be read, or is not allowed here.
            InvalidRequestError: an argument is not what its description says.
        """
        return Pending(self, method, url, as_pairs(headers), body)

    def verify_post(
        self,
        fields: "Fields",
        secrets: "Secrets",
        *,
        bucket: str,
        file_size: "int | None" = None,
        file_name: "str | None" = None,
        now: "Moment | None" = None,
    ) -> Verified:
        """Return the proof of a form that was sent with a POST policy.

        Args:
            fields: pairs in the order received, decoded, the file and what follows it left out.
            secrets: as for `verify`.
            bucket: that the form is sent to, from the request's address and never from a field.
            file_size: bytes of the file; None leaves the policy's range unchecked, and to the
                caller.
            file_name: what the sender's file is called; takes the place of ``${filename}``.
            now: as for `verify`.

        Raises:
            VerificationError: the form is not genuine, or not what its policy allows.
            InvalidRequestError: an argument is not what its description says.
        """
        claim = self.parse_post(fields)
        secret = secret_for(secrets, claim.access_key_id)
        return self.prove(
            claim, secret, now=now, bucket=bucket, file_size=file_size, file_name=file_name
        )

    def parse(
        self, method: str, url: str, headers: "Headers", *, payload_hash: "str | None" = None
    ) -> Claim:
        """Return what a request claims, once it keeps every rule that needs no secret and no clock.

        With `prove` this is `verify` in two steps, and between them all of the claim to look at;
        `read` is the faster way where its access key id is enough.

        Args:
            method: as received.
            url: as for `verify`.
            headers: likewise.
            payload_hash: SHA-256 of the body, for services that are not told it.

        Raises:
            VerificationError: the request cannot be read, or is not allowed here.
            InvalidRequestError: an argument is not what its description says.
        """
        pairs = as_pairs(headers)
        if self.host_header is not None:
            pairs = _as_asked(pairs, self.host_header)
        in_headers = any([str(name).lower() == "authorization" for name, _ in pairs])
        parse = parse_authorization if in_headers else parse_presigned
        given: Any = pairs
        return self.admitted(
            parse(method, url, given, payload_hash=payload_hash, limits=self.limits)
        )

    def parse_post(self, fields: "Fields") -> Claim:
        """Return what a form claims, once it keeps every rule that needs no secret and no clock.

        Args:
            fields: as for `verify_post`.

        Raises:
            VerificationError: the form cannot be read, or is not allowed here.
            InvalidRequestError: an argument is not what its description says.
        """
        from .post_verification import parse_post  # noqa: PLC0415 - JSON is slow to load

        return self.admitted(parse_post(fields, limits=self.limits))

    def prove(
        self,
        claim: Claim,
        secret: "Secret",
        *,
        body: "bytes | None" = None,
        now: "Moment | None" = None,
        bucket: "str | None" = None,
        file_size: "int | None" = None,
        file_name: "str | None" = None,
    ) -> Verified:
        """Return the proof of *claim*, from `parse` or `parse_post` of this same verifier.

        Args:
            claim: what is to be proven.
            secret: what the look-up of ``claim.access_key_id`` gave; None if nobody has it. Nothing
                of *claim* is proven when the secret is looked up.
            body: as for `verify`.
            now: likewise.
            bucket: as for `verify_post`; a form needs it.
            file_size: likewise.
            file_name: likewise.

        Raises:
            VerificationError: the request is not genuine, or not now, or not allowed.
            InvalidRequestError: an argument is not what its description says.
        """
        given = candidates(secret)
        moment = unix_seconds("now", time.time() if now is None else now)
        check_moment(claim, moment, self.max_skew)
        keys = check_token(claim, given, moment)
        check_headers(claim)
        claims = claim.readings()
        if self.head_with_get and claim.method == "HEAD" and claim.form == "query":
            claims += [one.sent_as("GET") for one in claims]
        genuine, by, key = self._genuine(claims, keys)
        if isinstance(by, Credentials):
            self.memory.keep_key(by, key, claim)
        changes: dict[str, Any] = {}
        if claim.form == "post":
            end = claim.signed_at + self.max_expires_in
            if moment >= end:
                raise ExpiredError(end, moment)
            changes = allowed(claim, moment, bucket, file_size, file_name)
            changes["expires_at"] = min(end, changes["expires_at"])
        elif claim.form == "header":
            changes = {"expires_at": claim.signed_at + self.max_skew + 1}
        proof = genuine.proven(key, changes)
        if body is not None:
            check_body(proof, body, self.limits)
        if self.revoked is not None and self.revoked(genuine):
            raise broken("revoked", "it was taken back")
        return proof

    def _genuine(
        self, claims: "Sequence[Claim]", keys: "Sequence[Candidate]"
    ) -> "tuple[Claim, Candidate, bytes]":
        scope = (claims[0].date, claims[0].region, claims[0].service)
        try:
            return check_signature(claims, keys, self.memory.derive)
        except SignatureMismatchError:
            if all([self.memory.is_warm(key, *scope) for key in keys]):
                # What is refused takes as long for a known access key id as for an unknown one.
                key_of(UNKNOWN, *scope)
            raise


def _as_asked(pairs: "Pairs", host_header: str) -> "Pairs":
    """Return *pairs* with the ``Host`` that the proxy in front was asked for, if it says so."""
    asked = [value for name, value in pairs if str(name).lower() == host_header]
    if not asked:
        return pairs
    if len(asked) > 1 or "," in str(asked[0]):
        raise broken("host", f"the header {host_header} names more than one host")
    others = [pair for pair in pairs if str(pair[0]).lower() != "host"]
    return [("host", asked[0])] + others
