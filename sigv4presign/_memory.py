"""What a verifier keeps of genuine requests, so that the next one like them costs less."""

from ._fast import hmac_states
from ._percent import UNRESERVED, encode
from ._time import parse_amz_date
from .keys import SigningKey, key_of
from .signing import TERMINATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._fast import States
    from .claims import Claim
    from .credentials import Credentials
    from .keys import Candidate

    # The signing key, HMAC's states that have taken it in, and the day's first second.
    Kept = tuple[bytes, States, int]

_NO_TOKEN = "X-Amz-Security-Token="  # noqa: S105 - a parameter
_MOST = 1024  # of each; a door seldom sees more in a day


class Memory:
    """Keys, scopes, hosts and header names of requests that were genuine: nobody else decides.

    Safe to be used by several threads: at worst a key is derived twice.

    Attributes:
        keys: by secret, date, region and service.
        hosts: by a host as it was sent: the same in lower case, and the bucket that it is, or
            nothing if the path says that.
        scopes: by the parameter ``X-Amz-Credential`` as it was sent: access key id, date and region
            of one for S3, and how the parameter ``X-Amz-Date`` of the day begins.
        tokens: the parameters ``X-Amz-Security-Token`` as they were sent, and that of none.
        parameters: names of an application's own parameters, which are spelled as they are read.
        signed_headers: by the parameter ``X-Amz-SignedHeaders`` as it was sent: its names, where
            none means more than its text.
        names: header names, as they were sent, of headers that may come unsigned.
    """

    __slots__ = ("hosts", "keys", "names", "parameters", "scopes", "signed_headers", "tokens")

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str, str, str], Kept] = {}
        self.hosts: dict[str, tuple[str, str]] = {}
        self.names: set[str] = set()
        self.parameters: set[str] = set()
        self.signed_headers: dict[str, tuple[str, ...]] = {}
        self.tokens: set[str] = {_NO_TOKEN}
        self.scopes: dict[str, tuple[str, str, str, str]] = {}

    def derive(self, candidate: "Candidate", date: str, region: str, service: str) -> bytes:
        """Return the signing key of *candidate* for a scope, kept or derived."""
        kept = None
        if not isinstance(candidate, SigningKey):
            kept = self.keys.get((candidate.secret_access_key, date, region, service))
        return kept[0] if kept else key_of(candidate, date, region, service)

    def is_warm(self, candidate: "Candidate", date: str, region: str, service: str) -> bool:
        """Return whether `derive` has nothing to derive."""
        return isinstance(candidate, SigningKey) or (
            (candidate.secret_access_key, date, region, service) in self.keys
        )

    def keep_key(self, candidate: "Credentials", key: bytes, claim: "Claim") -> None:
        """Keep the *key* of *candidate*, which has signed the genuine *claim*."""
        scope = (candidate.secret_access_key, claim.date, claim.region, claim.service)
        if scope not in self.keys:
            if len(self.keys) >= _MOST:
                self.keys.clear()
            midnight = parse_amz_date(f"{claim.date}T000000Z")
            self.keys[scope] = (key, hmac_states(key), midnight)

    def keep_names(self, url: str, pairs: "Sequence[tuple[str, str]]", claim: "Claim") -> None:
        """Keep what the genuine *claim* shows of its host and headers.

        Args:
            url: as received.
            pairs: the headers as received.
            claim: what was read of them.
        """
        if claim.form != "query" or claim.service != "s3":
            return
        # What is escaped otherwise than here is left to the steps.
        if claim.session_token is not None:
            if len(self.tokens) >= _MOST:
                self.tokens.clear()
                self.tokens.add(_NO_TOKEN)
            self.tokens.add(_NO_TOKEN + encode(claim.session_token))
        credential = f"X-Amz-Credential={encode(claim.access_key_id)}%2F{claim.date}"
        moment = f"X-Amz-Date={claim.date}T"
        if len(self.scopes) >= _MOST:
            self.scopes.clear()
        scope = (claim.access_key_id, claim.date, claim.region, moment)
        self.scopes[f"{credential}%2F{claim.region}%2Fs3%2F{TERMINATOR}"] = scope
        sent = [value for name, value in pairs if name.lower() == "host"]
        host = sent[0] if sent else url.partition("://")[2].partition("/")[0]
        # Only one that stands for itself: not with a default port, not with blanks around it.
        if host.lower() == claim.host:
            if len(self.hosts) >= _MOST:
                self.hosts.clear()
            is_front = claim.bucket != "" and claim.path == "/" + claim.key
            self.hosts[host] = (claim.host, claim.bucket if is_front else "")
        self._keep_signed(claim)
        if len(self.names) < _MOST:
            self.names.update([name for name, _ in pairs if _is_harmless(name.lower())])

    def _keep_signed(self, claim: "Claim") -> None:
        own = [name for name, _ in claim.query]
        if len(self.parameters) < _MOST:
            self.parameters.update([name for name in own if name and _is_own(name)])
        names = claim.signed_headers
        if len(self.signed_headers) < _MOST and all([_is_text(name) for name in names]):
            self.signed_headers["X-Amz-SignedHeaders=" + encode(";".join(names))] = names


def _is_own(name: str) -> bool:
    return name[:6].lower() != "x-amz-" and not name.strip(UNRESERVED)


def _is_text(name: str) -> bool:
    # A signed date shortens a life.
    return name != "date" and name[:6] != "x-amz-"


def _is_harmless(name: str) -> bool:
    return name != "host" and name[:6] != "x-amz-" and "_" not in name
