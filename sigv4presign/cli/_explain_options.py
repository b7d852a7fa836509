"""The words of ``explain`` and ``diagnose``."""

import argparse
from collections.abc import Callable, Mapping

from ._values import header, moment, named, seconds

_DIAGNOSE = """\
exit status:
  0 the signature is genuine; 1 a cause was found; 2 wrong usage, or nothing that can be read;
  3 undecided: what to add is printed

The secret, where there is one, comes from the environment or the shared credentials file.
"""
_READS = (
    "a presigned URL, a raw request, a curl command, a HAR entry or a form, in quotes; "
    "the name of a file with one of these; or - for standard input"
)


def add_commands(add: "Callable[..., argparse.ArgumentParser]") -> None:
    """Add both commands by *add*, the ``add_parser`` of a group of commands."""
    request = _request_options()
    command = add(
        "explain",
        help="say what a presigned URL, a signed request or an upload form means",
        parents=[request],
        allow_abbrev=False,
    )
    output = command.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print it as JSON")
    output.add_argument(
        "--html", action="store_true", help="print a page that shows the URL in colours"
    )
    command.add_argument(
        "--reveal", action="store_true", help="show signature and session token, too"
    )
    command.set_defaults(run=_explain)
    command = add(
        "diagnose",
        help="say why a presigned URL or a signed request was refused, and how to mend it",
        parents=[request],
        epilog=_DIAGNOSE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument(
        "--response",
        metavar="FILE",
        type=named,
        help="what the store answered: the XML, or the whole response; - for standard input",
    )
    command.add_argument("--body", metavar="FILE", type=named, help="what was sent, or is to be")
    command.add_argument(
        "--profile", type=named, help="whose secret to use: a profile of the shared files"
    )
    command.add_argument(
        "--live", action="store_true", help="send the request to its URL, and read the answer"
    )
    command.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=20.0,
        help="how long --live waits for each step (default: %(default)g)",
    )
    command.add_argument("--json", action="store_true", help="print it as JSON")
    command.set_defaults(run=_diagnose)


def _explain(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    # Whoever presigns does not pay for loading what explains.
    from ._explain_commands import explain_url  # noqa: PLC0415

    return explain_url(arguments, environ)


def _diagnose(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from ._explain_commands import diagnose_request  # noqa: PLC0415

    return diagnose_request(arguments, environ)


def _request_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("url", metavar="URL|FILE|-", nargs="?", help=_READS)
    options.add_argument(
        "--method", type=str.upper, help="the HTTP method, unless the request says it"
    )
    options.add_argument(
        "-H",
        "--header",
        dest="headers",
        metavar="'NAME: VALUE'",
        type=header,
        action="append",
        default=[],
        help="a header that was sent; may be repeated",
    )
    options.add_argument(
        "--now",
        metavar="TIME",
        type=moment,
        help="the moment to hold it against: Unix seconds, or such as 2015-08-30T12:36:00Z",
    )
    return options
