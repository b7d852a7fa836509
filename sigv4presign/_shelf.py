"""What signers keep from one URL to the next: signing keys, templates, seconds.

All that is kept is swapped whole and never changed, so that threads need no lock: what a thread has
found stays what it was. Whether it fits the moment and the credentials is looked at for each URL.
"""

import time

from ._checks import unix_seconds, whole_seconds
from ._fast import hmac_digits, hmac_states, signature_of
from ._hot import IS_HERE
from .errors import InvalidRequestError, SigV4Error
from .signing import credential_scope, signing_key, string_to_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._checks import Duration, Moment
    from ._fast import States
    from ._hot import Second, Template
    from .credentials import Credentials

_MOST = 256  # of each kind are kept


class Keys:
    """The last signing key of each region and service, as HMAC's states that have taken it in."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[str, str, States]] = {}

    def states(self, secret: str, date: str, region: str, service: str) -> "States":
        """Return the states for a credential scope, kept or derived."""
        kept = self._kept.get((region, service))
        if kept is None or kept[0] != date or kept[1] != secret:
            kept = (date, secret, hmac_states(signing_key(secret, date, region, service)))
            keep(self._kept, (region, service), kept)
        return kept[2]

    def signature_of(
        self, secret: str, amz_date: str, region: str, service: str, canonical_request: str
    ) -> str:
        """Return what `_fast.signature_of` returns."""
        if not IS_HERE:
            return signature_of(secret, amz_date, region, service, canonical_request)
        date = amz_date[:8]
        scope = credential_scope(date, region, service)
        to_sign = string_to_sign(amz_date, scope, canonical_request)
        return hmac_digits(self.states(secret, date, region, service), to_sign)


class Shelf:
    """What a signer keeps from one URL to the next; it may be used by several threads.

    Attributes:
        keys: the signing keys.
        seconds: by what tells the URLs of one from those of another, and their `expires_in`, an
            int. To be used only for a moment that is in one.
    """

    __slots__ = ("_outlive", "_round_to", "_templates", "keys", "seconds")

    keys: Keys
    seconds: "dict[tuple[str, str, int], Second]"

    def __init__(
        self, round_to: "Duration | None", outlive: str, keys: "Keys | None" = None
    ) -> None:
        self.keys = Keys() if keys is None else keys
        self.seconds = {}
        self._templates: dict[tuple[str, str], Template] = {}
        self._round_to = round_to
        self._outlive = outlive

    def fitting(
        self, one: str, another: str, expires_in: "Duration", now: "Moment | None"
    ) -> "tuple[Second | None, Credentials | None]":
        """Return what makes the URL if it is plain, and who signs if a function had to be asked.

        Args:
            one: what tells such URLs from others, as for `keep`.
            another: likewise.
            expires_in: as for `presign`.
            now: likewise.
        """
        seconds = seconds_of(expires_in)
        moment = time.time() if now is None else moment_of(now)
        second = self.seconds.get((one, another, seconds))
        if second is None or not second.since <= moment < second.until:
            second = self.second(one, another, seconds, moment)
        if second is None or second.source is None:
            return second, None
        credentials = second.source()
        if credentials == second.credentials:
            return second, credentials
        self.drop(one, another, seconds)
        return None, credentials

    def keep(self, one: str, another: str, template: "Template") -> None:
        """Keep the *template* for all URLs that *one* and *another* tell from the rest."""
        if IS_HERE:
            keep(self._templates, (one, another), template)

    def drop(self, one: str, another: str, expires_in: int) -> None:
        """Drop the second that is kept, as its credentials are no longer those that sign."""
        self.seconds.pop((one, another, expires_in), None)

    def second(self, one: str, another: str, expires_in: int, moment: float) -> "Second | None":
        """Return the second that *moment* is in, or None where the steps have to sign first."""
        template = self._templates.get((one, another))
        if template is None:
            return None
        try:
            second = template.at(self.keys, expires_in, moment, self._round_to, self._outlive)
        except SigV4Error:
            return None  # the steps will say why, or find other credentials
        keep(self.seconds, (one, another, expires_in), second)
        return second


def keep(kept: "dict[Any, Any]", name: object, value: object, most: int = _MOST) -> None:
    """Keep *value* by its *name*, and not more than *most* of such."""
    if len(kept) >= most:
        kept.clear()
    kept[name] = value


def seconds_of(expires_in: "Duration") -> int:
    """Return *expires_in* in seconds, or 0 where the steps have to say what is wrong with it."""
    if type(expires_in) is int:
        return expires_in
    try:
        return whole_seconds("expires_in", expires_in)
    except InvalidRequestError:
        return 0


def moment_of(now: "Moment") -> int:
    """Return *now* in Unix seconds, or -1 where the steps have to say what is wrong with it."""
    if type(now) is int:
        return now
    try:
        return unix_seconds("now", now)
    except InvalidRequestError:
        return -1
