"""Put inputs into a target once more: ``python -m tests.fuzz.once TARGET FILE...``.

It ends with the error that an input leads to, or with one if an answer takes too long, four times.
"""

import sys
from pathlib import Path

from .checks import SlowError, Tally
from .targets import TARGETS

SECONDS = 0.05  # of CPU; more than any answer to 64 KiB may take


def main() -> None:
    name, *paths = sys.argv[1:]
    for path in paths:
        data = Path(path).read_bytes()
        Tally.limit = SECONDS
        for _ in range(3):  # a busy machine is no slow answer
            try:
                TARGETS[name](data)
                break
            except SlowError:
                pass
        else:
            TARGETS[name](data)


if __name__ == "__main__":
    main()
