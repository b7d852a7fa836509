"""What each store is known not to do as S3, and why: a file of text for each.

A line ``# reason`` is the reason of the lines that follow it, each a case and its outcome,
``Section: case -> refused: 501 NotImplemented``.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..outcome import WORKS, Case

NAMES = {
    "embedded": "embedded",
    "ceph": "Ceph RGW",
    "minio": "MinIO",
    "swift": "Swift",
    "rclone": "rclone",
    "versitygw": "versitygw",
    "seaweedfs": "SeaweedFS",
}


class Declared(NamedTuple):
    """What is known of a case on a store; *why* is empty where it works."""

    outcome: str = WORKS
    why: str = ""


@cache
def of_store(store: str) -> dict[str, Declared]:
    """Return what is declared of *store*, by the labels of the cases."""
    found: dict[str, Declared] = {}
    why = ""
    text = Path(__file__).with_name(f"{store}.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("# "):
            why = line[2:]
        elif line:
            label, _, outcome = line.partition(" -> ")
            assert why, f"{store}: {label} has no reason"
            assert outcome, f"{store}: {label} has no outcome"
            assert label not in found, f"{store}: {label} stands twice"
            found[label] = Declared(outcome, why)
    return found


def declared(store: str, case: Case) -> Declared:
    return of_store(store).get(case.label, Declared())
