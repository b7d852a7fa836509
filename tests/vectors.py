"""Loading `vectors/`: an unknown key, a repeated name or a missing case is an error, not a skip."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "vectors"


@dataclass(frozen=True)
class Case:
    """One request, a moment, and every text that signing it then must give."""

    name: str
    kind: str
    method: str
    target: str
    headers: list[tuple[str, str]]
    credentials: dict[str, str]
    region: str
    service: str
    now: int
    expected: dict[str, str]
    by: list[str]
    expires_in: int = 3600
    body: str = ""
    payload_hash: str | None = None
    normalize_path: bool | None = None
    double_encode_path: bool | None = None
    sign_session_token: bool = True
    add_content_sha256: bool | None = None
    origin: str | None = None
    only: str | None = None
    note: str = ""
    source: str = ""


def document(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def cases(name: str, count: int) -> list[Case]:
    """Return the *count* cases of file *name*."""
    loaded = document(name)
    assert loaded["schema"] == "sigv4presign-vectors-1"
    found = [
        Case(**{**case, "headers": [tuple(pair) for pair in case["headers"]]})
        for case in loaded["cases"]
    ]
    assert len(found) == loaded["number_of_cases"] == count
    assert len({case.name for case in found}) == count
    return found
