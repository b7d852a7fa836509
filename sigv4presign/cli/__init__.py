"""``sigv4presign``: presigned URLs from the command line.

Only the result goes to standard output; messages go to standard error. Secrets come from the
environment or the shared credentials file, never from the command line, which every user of a
machine can read. Exit status: 0 done or proven, 1 not signed or refused, 2 wrong usage.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ..errors import SigV4Error
from ._arguments import build_parser


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run the command line *argv* and return its exit status.

    Args:
        argv: arguments without the program's name; None takes ``sys.argv``.
        environ: where credentials and settings come from; None takes ``os.environ``.
    """
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments, os.environ if environ is None else environ)
        sys.stdout.flush()
    except SigV4Error as error:
        print(f"sigv4presign: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        # Nobody reads on, or the disk is full: said here, once, and not again as Python ends.
        with suppress(OSError):
            sys.stdout.close()
        print(f"sigv4presign: cannot write the result: {error.strerror}", file=sys.stderr)
        return 1
    return status
