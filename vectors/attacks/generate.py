"""Compute the attack vectors anew: requests that look genuine, and what must become of each.

    python vectors/attacks/generate.py            compare with what the files say
    python vectors/attacks/generate.py --write    write the files

Nothing of the package is used: the requests are signed by `making`, and what is expected is what
S3's documentation and its recorded answers say.
"""

import json
import sys
from pathlib import Path

from cases_of_headers import HEADER_FORM, MECHANISM, SIGNED_HEADERS, UNSIGNED
from cases_of_posts import FORMS
from cases_of_urls import PARAMETERS, PAYLOAD, QUERY, SCOPE, SIGNATURE, TARGET, TIME, TOKENS

HERE = Path(__file__).resolve().parent
FILES = {
    "unsigned_headers": UNSIGNED,
    "parameters": PARAMETERS,
    "query": QUERY,
    "signature": SIGNATURE,
    "target": TARGET,
    "time": TIME,
    "scope": SCOPE,
    "signed_headers": SIGNED_HEADERS,
    "mechanism": MECHANISM,
    "tokens": TOKENS,
    "payload": PAYLOAD,
    "header_form": HEADER_FORM,
    "forms": FORMS,
}


def main() -> int:
    wrong = 0
    total = 0
    for name, cases in FILES.items():
        names = [case["name"] for case in cases]
        assert len(set(names)) == len(names), f"{name}: a name is given twice"
        document = {
            "schema": "sigv4presign-attacks-1",
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
    print(f"attacks: {total} cases recomputed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
