"""The words of each refusal, so that a change of one is seen: ``python -m tests.attack_texts``.

Rewrites `attack_texts.json` with what the verifier says now, to be read before it is committed.
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("attack_texts.json")


def main() -> None:
    from sigv4presign import VerificationError

    from .test_attacks import FORGED, verifier_of, verify

    texts: dict[str, list[str]] = {}
    for file, case in FORGED:
        try:
            verify(case, verifier_of(case))
        except VerificationError as error:
            text = str(error).partition(" JSON: ")[0]
            texts[f"{file}/{case['name']}"] = [text, error.message]
    FILE.write_text(json.dumps(texts, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
