"""Derived keys, kept while they are in use."""

from .keys import SigningKey, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .keys import Candidate

_MOST = 1024  # keys; a door seldom sees more in a day


class KeyCache:
    """Keys of requests that were genuine: nobody else decides what is kept.

    Safe to be used by several threads: at worst a key is derived twice.
    """

    __slots__ = ("_keys",)

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str, str, str], bytes] = {}

    def derive(self, candidate: "Candidate", date: str, region: str, service: str) -> bytes:
        """Return the signing key of *candidate* for a scope, kept or derived."""
        kept = None
        if not isinstance(candidate, SigningKey):
            kept = self._keys.get((candidate.secret_access_key, date, region, service))
        return kept or key_of(candidate, date, region, service)

    def keep(self, candidate: "Candidate", date: str, region: str, service: str) -> None:
        """Keep the key of *candidate*, which has signed something genuine."""
        if isinstance(candidate, SigningKey):
            return
        scope = (candidate.secret_access_key, date, region, service)
        if scope not in self._keys:
            if len(self._keys) >= _MOST:
                self._keys.clear()
            self._keys[scope] = key_of(candidate, date, region, service)

    def is_warm(self, candidate: "Candidate", date: str, region: str, service: str) -> bool:
        """Return whether `derive` has nothing to derive."""
        return (
            isinstance(candidate, SigningKey)
            or (
                candidate.secret_access_key,
                date,
                region,
                service,
            )
            in self._keys
        )
