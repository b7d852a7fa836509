"""What a verifier keeps of genuine requests, so that the next one like them costs less."""

from ._fast import hmac_states
from ._time import parse_amz_date
from .keys import SigningKey, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._fast import States
    from .claims import Claim
    from .credentials import Credentials
    from .keys import Candidate

    # The signing key, HMAC's states that have taken it in, and the day's first second.
    Kept = tuple[bytes, States, int]

_MOST = 1024  # of each; a door seldom sees more in a day


class Memory:
    """Keys, hosts and header names of requests that were genuine: nobody else decides.

    Safe to be used by several threads: at worst a key is derived twice.

    Attributes:
        keys: by secret, date, region and service.
        hosts: by a host as it was sent: the same in lower case, and the bucket that it is, or
            nothing if the path says that.
        names: header names, as they were sent, of headers that may come unsigned.
    """

    __slots__ = ("hosts", "keys", "names")

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str, str, str], Kept] = {}
        self.hosts: dict[str, tuple[str, str]] = {}
        self.names: set[str] = set()

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
        sent = [value for name, value in pairs if name.lower() == "host"]
        host = sent[0] if sent else url.partition("://")[2].partition("/")[0]
        # Only one that stands for itself: not with a default port, not with blanks around it.
        if host.lower() == claim.host:
            if len(self.hosts) >= _MOST:
                self.hosts.clear()
            is_front = claim.bucket != "" and claim.path == "/" + claim.key
            self.hosts[host] = (claim.host, claim.bucket if is_front else "")
        if len(self.names) < _MOST:
            self.names.update([name for name, _ in pairs if _is_harmless(name.lower())])


def _is_harmless(name: str) -> bool:
    return name != "host" and name[:6] != "x-amz-" and "_" not in name
