"""Import time of the package as a ratio to that of `hashlib`, `hmac` and `time`, in one run.

Each import is a fresh, isolated process; the bare interpreter's own time is taken off. All take
turns, so that a busy moment of the machine hits them alike.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 60
HERE = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent.parent)!r}); "
CODE = {
    "interpreter": HERE,
    "hashlib, hmac, time": HERE + "import hashlib, hmac, time",
    "sigv4presign": HERE + "import sigv4presign",
    "… and parse_presigned": HERE + "from sigv4presign import parse_presigned",
    "… and everything": HERE + "from sigv4presign import *",
    "botocore.auth": HERE + "import botocore.auth",
    "minio": HERE + "import minio",
}


def seconds(code):
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)
    return time.perf_counter() - start if done.returncode == 0 else None


def main():
    times = {name: [] for name in CODE}
    for round_number in range(ROUNDS):
        for name, code in CODE.items():
            if name in ("botocore.auth", "minio") and round_number >= 5:
                continue  # slow, and no close call
            taken = seconds(code)
            if taken is not None:
                times[name].append(taken)
    bare = times.pop("interpreter")
    floor = times["hashlib, hmac, time"]
    print(f"Python {sys.version.split()[0]}, {ROUNDS} rounds, ms above the bare interpreter")
    print(f"{'import':24}{'min':>8}{'median':>8}{'ratio of min':>14}{'of medians':>12}")
    for name, taken in times.items():
        if not taken:
            print(f"{name:24}{'not installed':>16}")
            continue
        least, middle = min(taken) - min(bare), statistics.median(taken) - statistics.median(bare)
        least_ratio = least / (min(floor) - min(bare))
        ratio = middle / (statistics.median(floor) - statistics.median(bare))
        print(f"{name:24}{least * 1e3:8.1f}{middle * 1e3:8.1f}{least_ratio:14.2f}{ratio:12.2f}")


if __name__ == "__main__":
    main()
