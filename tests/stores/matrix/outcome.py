"""What came of trying something on a store, and the things that are tried."""

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .trial import Trial

WORKS = "works"


class RefusedError(Exception):
    """The store refuses what S3 does."""


class DiffersError(Exception):
    """The store does something else than S3."""


@dataclass(frozen=True)
class Case:
    """One thing that is tried: a row of the table."""

    section: str
    name: str
    attempt: "Callable[[Trial], None]"

    @property
    def label(self) -> str:
        return f"{self.section}: {self.name}"

    @property
    def slug(self) -> str:
        """The name as part of a key, unlike any other's."""
        words = re.sub(r"[^a-z0-9]+", "-", self.label.lower()).strip("-")
        return f"{words}-{zlib.crc32(self.label.encode()):x}"

    def outcome(self, trial: "Trial") -> str:
        """Try it, and return ``works``, or how the store refuses it or differs from S3."""
        try:
            self.attempt(trial)
        except RefusedError as refused:
            return f"refused: {refused}"
        except DiffersError as differs:
            return f"differs: {differs}"
        return WORKS


@dataclass
class Section:
    """Cases under one heading; ``@section("name")`` adds one."""

    title: str
    cases: list[Case] = field(default_factory=list)

    def __call__(self, name: str) -> "Callable[[Callable[[Trial], None]], Callable[[Trial], None]]":
        def add(attempt: "Callable[[Trial], None]") -> "Callable[[Trial], None]":
            self.cases.append(Case(self.title, name, attempt))
            return attempt

        return add
