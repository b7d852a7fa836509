"""`Cause`: what is known of one reason for which a signed request is refused."""

from .._value import Value


class Cause(Value):
    """One reason for which a signed request is refused.

    Attributes:
        identifier: by which other programs name it; it does not change.
        title: one line.
        shows: how stores answer: codes and words, as a person would search for them.
        needs: what a program must be given to see it.
        told_from: how it differs from its neighbours.
        fix: what to do.
        sources: pages and issue threads where it is described.
    """

    __slots__ = _fields = ("identifier", "title", "shows", "needs", "told_from", "fix", "sources")

    identifier: str
    title: str
    shows: str
    needs: str
    told_from: str
    fix: str
    sources: tuple[str, ...]

    def __init__(
        self,
        identifier: str,
        title: str,
        shows: str,
        needs: str,
        told_from: str,
        fix: str,
        sources: tuple[str, ...] = (),
    ) -> None:
        self._fill(identifier, title, shows, needs, told_from, fix, sources)
