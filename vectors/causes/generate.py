"""Compute the vectors of causes anew: refused requests, and the cause that each must be told by.

    python vectors/causes/generate.py            compare with what the files say
    python vectors/causes/generate.py --write    write the files

Nothing of the package is used: the URLs are botocore's, boto3's and minio-py's, what clients made
of them and what stores answered was recorded by ``capture.py`` and ``record.py``.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from cases_of_captures import captured, recorded  # noqa: E402
from cases_of_requests import FORMS, HEADERS, OUTCOMES, PAYLOADS  # noqa: E402
from cases_of_time_and_keys import KEYS, TIMES, TOKENS  # noqa: E402
from cases_of_urls import PATHS, PLACES, QUERIES  # noqa: E402

FILES = {
    "times": TIMES,
    "keys": KEYS,
    "tokens": TOKENS,
    "places": PLACES,
    "paths": PATHS,
    "queries": QUERIES,
    "headers": HEADERS,
    "payloads": PAYLOADS,
    "forms": FORMS,
    "outcomes": OUTCOMES,
    "clients": captured(),
    "stores": recorded(),
}


def main() -> int:
    wrong = 0
    total = 0
    for name, cases in FILES.items():
        seen = set()
        for case in cases:
            key = (case["cause"], case["expected"], case["name"])
            assert key not in seen, f"{name}: {key} is given twice"
            seen.add(key)
            if case["now"] is None:
                del case["now"]
        document = {
            "schema": "sigv4presign-causes-1",
            "number_of_cases": len(cases),
            "cases": cases,
        }
        text = json.dumps(document, indent=1, ensure_ascii=True) + "\n"
        path = HERE / f"{name}.json"
        total += len(cases)
        if "--write" in sys.argv:
            path.write_text(text, "utf-8")
        elif path.read_text("utf-8") != text:
            wrong += 1
            print(f"{path.name} is not what comes of its cases")
    print(f"causes: {total} cases recomputed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
