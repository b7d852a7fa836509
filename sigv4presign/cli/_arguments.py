"""The command line's words: which commands and options there are."""

import argparse

from .. import __version__
from .._layouts import LAYOUTS
from . import _commands as commands
from . import _explain_options, _s3_options
from ._serve import serve
from ._values import count, duration, header, named, port

_EPILOG = """\
example:
  sigv4presign get s3://bucket/key.txt --expires-in 1h30m

credentials and settings:
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION,
  AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE

exit status:
  0 done or proven; 1 not signed or refused; 2 wrong usage, or nothing to verify with
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; what it returns has ``run``, the command's function."""
    parser = argparse.ArgumentParser(
        prog="sigv4presign",
        description="Make, prove and explain AWS Signature Version 4 presigned URLs.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    identity, making = _identity_options(), _making_options()
    account = _account_options(identity)
    output = _s3_options.output_options()
    _s3_options.add_commands(actions.add_parser, account, making, output)
    _s3_options.add_bulk(actions.add_parser, identity, making)
    command = actions.add_parser(
        "url",
        help="presign any request to any service",
        parents=[account, making, output],
        allow_abbrev=False,
    )
    command.add_argument("method", metavar="METHOD", help="GET, PUT, ...")
    command.add_argument("url", metavar="URL", help="absolute and percent-encoded")
    command.add_argument("--service", required=True, help="its signing name, such as execute-api")
    command.set_defaults(run=commands.presign_url)
    _add_verify_options(
        actions.add_parser(
            "verify",
            help="prove that a presigned URL, or a request signed in its headers, is genuine",
            parents=[account],
            allow_abbrev=False,
        )
    )
    _explain_options.add_commands(actions.add_parser)
    _add_demo_options(
        actions.add_parser(
            "demo", help="show presigned URLs at work, on a store", allow_abbrev=False
        )
    )
    _add_serve_options(
        actions.add_parser(
            "serve",
            help="serve a folder as an S3-compatible store, for tests and for the desk",
            allow_abbrev=False,
        )
    )
    return parser


def _add_verify_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("method", metavar="METHOD", type=str.upper, help="GET, PUT, ...")
    command.add_argument("url", metavar="URL", help="the whole URL, in quotes")
    command.add_argument("--service", help="refuse a URL for another service")
    command.add_argument("--json", action="store_true", help="print what is proven as JSON")
    command.set_defaults(run=commands.verify)


def _add_demo_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--endpoint-url", metavar="URL", type=named, help="a store to use instead of one of its own"
    )
    command.add_argument(
        "--bucket",
        type=named,
        default="sigv4presign-demo",
        help="made if it is not there (default: %(default)s)",
    )
    command.set_defaults(run=commands.demonstrate)


def _add_serve_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", type=named, help="its folders are the buckets")
    command.add_argument("--host", type=named, default="127.0.0.1", help="(default: %(default)s)")
    command.add_argument(
        "--port", type=port, default=9000, help="0 for a free one (default: %(default)s)"
    )
    command.add_argument("--region", type=named, help="(default: of the environment, or us-east-1)")
    command.add_argument(
        "--profile", type=named, help="whose credentials (default: the environment's, or its own)"
    )
    command.add_argument(
        "--bucket",
        dest="buckets",
        metavar="NAME",
        type=named,
        action="append",
        default=[],
        help="made if it is not there; may be repeated",
    )
    command.add_argument(
        "--domain",
        dest="domains",
        metavar="HOST",
        type=named,
        action="append",
        default=[],
        help="a host before which a bucket may stand, beside localhost; may be repeated",
    )
    command.add_argument(
        "--cors-origin",
        dest="cors_origins",
        metavar="ORIGIN",
        type=named,
        action="append",
        default=[],
        help="whose pages may send requests (default: all); may be repeated",
    )
    command.add_argument(
        "--no-sync",
        dest="sync",
        action="store_false",
        help="answer an upload before it would outlive a loss of power",
    )
    command.add_argument(
        "--max-connections", metavar="N", type=count, default=2048, help="(default: %(default)s)"
    )
    command.add_argument(
        "--grace",
        metavar="TIME",
        type=duration,
        default=10,
        help="for requests under way at the end (default: %(default)s s)",
    )
    command.add_argument("--quiet", action="store_true", help="no access log on standard error")
    command.set_defaults(run=serve)


def _identity_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--profile", type=named, help="a profile of the shared credentials and config files"
    )
    options.add_argument(
        "--region", type=named, help="such as eu-central-1 (default: of the environment)"
    )
    return options


def _account_options(identity: argparse.ArgumentParser) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, parents=[identity])
    options.add_argument(
        "-H",
        "--header",
        dest="headers",
        metavar="'NAME: VALUE'",
        type=header,
        action="append",
        default=[],
        help="a header of the request, signed, and sent with it; may be repeated",
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
    return options
