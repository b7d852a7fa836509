"""Check a built wheel, given as the argument: small, typed, no dependency, no stray file."""

import sys
import zipfile
from pathlib import Path

MOST_BYTES = 512 * 1024


def main(path: Path) -> int:
    """Print what the wheel is, and return 0 if that is what it must be."""
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        lines = wheel.read(metadata).decode().splitlines()
    needs = [line for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]
    stray = [name for name in names if not name.startswith("sigv4presign")]
    good = (
        path.stat().st_size <= MOST_BYTES
        and not needs
        and not stray
        and "sigv4presign/py.typed" in names
    )
    print(f"{path.name}: {path.stat().st_size} bytes, needs {needs or 'nothing'}, stray {stray}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
