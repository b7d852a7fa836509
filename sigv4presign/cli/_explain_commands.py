"""``explain`` and ``diagnose``: what a URL says, and why it was refused."""

import argparse
import json
import sys
from collections.abc import Mapping

from ..explanation import explain
from ._paint import painted
from ._pasted import pasted


def explain_url(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Take a URL, a request or an upload form apart."""
    said = explain(
        pasted(arguments.url),
        method=arguments.method,
        headers=arguments.headers,
        now=arguments.now,
        reveal=arguments.reveal,
    )
    if arguments.json:
        print(json.dumps(said.to_dict(), indent=2))
    elif arguments.html:
        sys.stdout.buffer.write(said.html().encode("utf-8"))
    else:
        print(painted(str(said), environ))
    return 0
