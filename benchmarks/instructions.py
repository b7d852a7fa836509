"""Instructions of one URL and of one proof, counted by valgrind: the same on a busy machine.

A count is the difference of two runs, one with calls and one without, divided by the calls. Another
processor, library or interpreter has another count; on one machine a change of a percent is one of
the code.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

CALLS = 2000
HERE = Path(__file__).resolve().parent
CODE = """
import sys
sys.path[:0] = {path!r}
from measure import BUCKET, CLEAN, SPACES, REGION, credentials, floor
from ways import link
from sigv4presign import S3Presigner
s3 = S3Presigner(credentials(), region=REGION)
hashes, proof, count = floor(CLEAN[0]), link(), int(sys.argv[1])
for key in CLEAN[:3]: s3.get_object(BUCKET, key)
keys = (SPACES if {name!r} == "many, blanks" else CLEAN) * (count // 500 + 1)
moment = 1_900_000_000
s3.get_object(BUCKET, CLEAN[0], now=moment)
many = s3.presign_many("get_object", BUCKET, keys, now=moment)
for number in range(count):
    {call}
"""
SUBJECTS = {
    "hash floor": "hashes()",
    "S3Presigner.get_object": "s3.get_object(BUCKET, keys[number], now=moment)",
    "S3Presigner.presign_many": "next(many)",
    "many, blanks": "next(many)",
    "Verifier.verify": "proof()",
}


def instructions(name, call, count):
    code = CODE.format(path=[str(HERE), str(HERE.parent)], name=name, call=call)
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    command += [sys.executable, "-E", "-c", code, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main():
    if shutil.which("valgrind") is None:
        print("instructions: not counted, valgrind is not installed")
        return
    floor = None
    print(f"{'instructions of one':28}{'thousands':>10}{'/ floor':>9}")
    for name, call in SUBJECTS.items():
        one = (instructions(name, call, CALLS) - instructions(name, call, 0)) / CALLS
        floor = floor or one
        print(f"{name:28}{one / 1000:10.2f}{one / floor:9.2f}")


if __name__ == "__main__":
    main()
