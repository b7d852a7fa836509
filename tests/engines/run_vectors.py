"""Sign every vector with `presign` and `sign_headers`, on whatever Python runs this.

Nothing but the package and the standard library of MicroPython is needed, so that the same file
runs on CPython without pytest, on Pyodide and on MicroPython. The argument is the folder of the
vectors.
"""

import json
import sys

from sigv4presign import Credentials, InvalidRequestError, presign, sign_headers

FILES = ("aws_suite_query", "aws_suite_header", "documentation", "edge_cases")
OPTIONS = ("payload_hash", "normalize_path", "double_encode_path", "sign_session_token")


def signature(case):
    host = next(value for name, value in case["headers"] if name.lower() == "host")
    url = case.get("origin", "https://" + host) + case["target"]
    settings = {option: case[option] for option in OPTIONS if option in case}
    settings["credentials"] = Credentials(**case["credentials"])
    settings["headers"] = [pair for pair in case["headers"] if pair[0].lower() != "host"]
    for name in ("region", "service", "now"):
        settings[name] = case[name]
    if case["kind"] == "query":
        url = presign(case["method"], url, expires_in=case["expires_in"], **settings).url
        return url.split("X-Amz-Signature=")[1][:64]
    if "add_content_sha256" in case:
        settings["add_content_sha256"] = case["add_content_sha256"]
    body = case.get("body", "").encode()
    return dict(sign_headers(case["method"], url, body=body, **settings))["Authorization"][-64:]


def run(folder, left_out):
    """Return how many cases passed, how many failed, and how many no HTTP client could send."""
    passed = failed = refused = 0
    for name in FILES:
        with open(folder + "/" + name + ".json") as file:
            document = json.load(file)
        for case in document["cases"]:
            if case["name"] in left_out:
                print("left out:", case["name"])
                continue
            try:
                same = signature(case) == case["expected"]["signature"]
            except InvalidRequestError:
                refused += 1
                continue
            passed += same
            failed += not same
            if not same:
                print("differs:", name, case["name"])
    return passed, failed, refused


def main(folder, left_out=()):
    passed, failed, refused = run(folder, left_out)
    # A raw blank, raw UTF-8 and a line end, in both forms of the suite: refused, as they must be.
    ok = passed == 161 - len(left_out) and failed == 0 and refused == 10
    print(
        "%s: %d passed, %d failed, %d refused" % (sys.version.split()[0], passed, failed, refused)
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
