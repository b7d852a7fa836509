"""The command line's words: which commands and options there are, and how their values are read."""

import argparse
import re

from .. import __version__
from .._layouts import LAYOUTS
from . import _commands as commands

_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?|\d+)", re.ASCII)


def duration(text: str) -> int:
    """Return *text*, ``3600`` or ``1h30m``, as seconds."""
    if not text or not _DURATION.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a duration; write seconds, or such as 90s, 15m, 1h30m, 7d"
        )
    if text.isdigit():
        return int(text)
    return sum(int(part[:-1]) * _UNITS[part[-1]] for part in re.findall(r"\d+\w", text))


def header(text: str) -> tuple[str, str]:
    """Return *text*, ``Name: value``, as a pair."""
    name, found, value = text.partition(":")
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 'Name: value'")
    return name, value.strip(" \t")


def parameter(text: str) -> tuple[str, str]:
    """Return *text*, ``name=value`` or ``name``, as a pair, both not yet encoded."""
    name, _, value = text.partition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 'name=value'")
    return name, value


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; what it returns has ``run``, the command's function."""
    parser = argparse.ArgumentParser(
        prog="sigv4presign",
        description="Make and prove AWS Signature Version 4 presigned URLs.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    account, making = _account_options(), _making_options()
    for method in ("get", "put", "head", "delete"):
        command = actions.add_parser(
            method,
            help=f"presign {method.upper()} of an object",
            parents=[account, making],
            allow_abbrev=False,
        )
        command.add_argument(
            "object", metavar="s3://BUCKET/KEY", help="the key as it is, unescaped"
        )
        command.add_argument("--endpoint-url", metavar="URL", help="an S3-compatible store")
        command.add_argument(
            "--query",
            metavar="NAME=VALUE",
            type=parameter,
            action="append",
            default=[],
            help="a query parameter, unescaped, such as versionId=…; may be repeated",
        )
        command.set_defaults(run=commands.presign_object, method=method)
    command = actions.add_parser(
        "url",
        help="presign any request to any service",
        parents=[account, making],
        allow_abbrev=False,
    )
    command.add_argument("method", metavar="METHOD")
    command.add_argument("url", metavar="URL", help="absolute and percent-encoded")
    command.add_argument("--service", required=True, help="its signing name, such as execute-api")
    command.set_defaults(run=commands.presign_url)
    command = actions.add_parser(
        "verify",
        help="prove that a presigned URL is genuine",
        parents=[account],
        allow_abbrev=False,
    )
    command.add_argument("method", metavar="METHOD")
    command.add_argument("url", metavar="URL")
    command.add_argument("--service", help="refuse a URL for another service")
    command.add_argument("--json", action="store_true", help="print what is proven as JSON")
    command.set_defaults(run=commands.verify)
    command = actions.add_parser(
        "demo", help="make, prove, alter and refuse a URL", allow_abbrev=False
    )
    command.add_argument("--endpoint-url", metavar="URL", help="a store on which to use it, too")
    command.add_argument("--bucket", default="sigv4presign-demo", help="a bucket of that store")
    command.set_defaults(run=commands.demonstrate)
    return parser


def _account_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--profile", help="a profile of the shared credentials and config files")
    options.add_argument("--region", help="such as eu-central-1")
    options.add_argument(
        "-H",
        "--header",
        dest="headers",
        metavar="'NAME: VALUE'",
        type=header,
        action="append",
        default=[],
        help="a header of the request; may be repeated",
    )
    return options


def _making_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--expires-in",
        metavar="TIME",
        type=duration,
        default=3600,
        help="how long the URL is valid: seconds, or such as 1h30m; at most 7d (default: 1h)",
    )
    options.add_argument(
        "--round-to",
        metavar="TIME",
        type=duration,
        help="give the same URL throughout each such stretch of time, for the sake of caches",
    )
    options.add_argument(
        "--outlive",
        choices=("shorten", "refuse"),
        default="shorten",
        help="what becomes of a URL that would outlive its credentials (default: shorten)",
    )
    options.add_argument(
        "--layout",
        choices=tuple(LAYOUTS),
        default="botocore",
        help="whose order of parameters to write (default: botocore)",
    )
    form = options.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print method, URL, headers and end")
    form.add_argument("--curl", action="store_true", help="print a curl command that sends it")
    return options
