"""The options of the commands for S3: which store, which parameters."""

import argparse
from collections.abc import Callable

from ..s3.addressing import STYLES
from ..s3.operations import OPERATIONS
from ..s3.settings import LEVELS
from . import _bulk
from . import _s3_commands as commands
from ._values import named, parameter

_METHODS = ("get", "put", "head", "delete")


def add_commands(
    add: Callable[..., argparse.ArgumentParser],
    account: argparse.ArgumentParser,
    making: argparse.ArgumentParser,
    output: argparse.ArgumentParser,
) -> None:
    """Add ``get``, ``put``, ``head``, ``delete``, ``op`` and ``post``."""
    store, params = _store_options(), _own_parameter_options()
    for method in _METHODS:
        command = add(
            method,
            help=f"presign {method.upper()} of an object",
            parents=[account, making, output, params, store],
            allow_abbrev=False,
        )
        command.add_argument("object", metavar="s3://BUCKET/KEY", help="the key, unescaped")
        command.set_defaults(run=commands.presign_operation, operation=f"{method}_object")
    command = add(
        "op",
        help="presign any other operation of S3",
        parents=[account, making, output, params, store],
        allow_abbrev=False,
        epilog="operations: " + ", ".join(OPERATIONS),
    )
    command.add_argument("operation", metavar="OPERATION", help="such as upload_part")
    command.add_argument("object", metavar="s3://BUCKET[/KEY]", nargs="?", help="on what")
    command.set_defaults(run=commands.presign_operation)
    _add_post(add, account, making, store)


def add_bulk(
    add: Callable[..., argparse.ArgumentParser],
    identity: argparse.ArgumentParser,
    making: argparse.ArgumentParser,
) -> None:
    """Add ``bulk``."""
    _bulk.add_command(add, identity, making, _parameter_options(), _store_options())


def _add_post(
    add: Callable[..., argparse.ArgumentParser],
    account: argparse.ArgumentParser,
    making: argparse.ArgumentParser,
    store: argparse.ArgumentParser,
) -> None:
    command = add(
        "post",
        help="presign a form that uploads from a browser",
        parents=[account, making, store],
        allow_abbrev=False,
    )
    command.add_argument(
        "object",
        metavar="s3://BUCKET/KEY",
        help="the key; after a final '/' the name of the uploaded file is put",
    )
    command.add_argument(
        "--content-length-range",
        metavar="MIN:MAX",
        help="how many bytes the file may have, such as 1:10MiB",
    )
    command.add_argument(
        "--field",
        dest="fields",
        metavar="NAME=VALUE",
        type=parameter,
        action="append",
        default=[],
        help="a field of the form, fixed, such as Content-Type=image/png; may be repeated",
    )
    command.add_argument(
        "--starts-with",
        metavar="NAME=PREFIX",
        type=parameter,
        action="append",
        default=[],
        help="a field that the sender fills in, beginning so; may be repeated",
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print URL and fields (default)")
    form.add_argument("--html", action="store_true", help="print a page with the form")
    form.add_argument("--curl", action="store_true", help="print a curl command that uploads FILE")
    command.set_defaults(run=commands.presign_form)


def output_options() -> argparse.ArgumentParser:
    """Return the choice of how a URL is printed."""
    options = argparse.ArgumentParser(add_help=False)
    form = options.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print method, URL, headers and end")
    form.add_argument("--curl", action="store_true", help="print a curl command that sends it")
    return options


def _parameter_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("parameters of the operation")
    group.add_argument(
        "--param",
        dest="params",
        metavar="NAME=VALUE",
        type=parameter,
        action="append",
        default=[],
        help="one of S3's, such as version_id=ID or content_type=image/png; may be repeated",
    )
    group.add_argument(
        "--metadata",
        metavar="NAME=VALUE",
        type=parameter,
        action="append",
        default=[],
        help="user-defined metadata; may be repeated",
    )
    group.add_argument(
        "--sse-c-key-file", metavar="FILE", help="the 32 bytes of a key for encryption (SSE-C)"
    )
    return options


def _own_parameter_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, parents=[_parameter_options()])
    group = options.add_argument_group("more of one request")
    group.add_argument(
        "--query",
        metavar="NAME=VALUE",
        type=parameter,
        action="append",
        default=[],
        help="a query parameter, unescaped, that S3 has not; may be repeated",
    )
    group.add_argument(
        "--download-as", metavar="NAME", help="the name by which a browser saves the download"
    )
    return options


def _store_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("which store, and how it is addressed")
    group.add_argument(
        "--endpoint-url",
        metavar="URL",
        type=named,
        help="an S3-compatible store (default: of the environment)",
    )
    group.add_argument("--store", metavar="NAME", type=named, help="a store known by name: r2, b2")
    group.add_argument("--account", metavar="ID", type=named, help="what its host wants to know")
    group.add_argument(
        "--addressing-style",
        choices=STYLES,
        default="auto",
        help="where the bucket is (default: auto, which is path with --endpoint-url)",
    )
    group.add_argument(
        "--public-url", metavar="URL", type=named, help="what the URL begins with instead"
    )
    group.add_argument(
        "--proxy-keeps-host", action="store_true", help="sign the host of --public-url"
    )
    group.add_argument("--dualstack", action="store_true", help="AWS's endpoints with IPv6")
    group.add_argument("--fips", action="store_true", help="AWS's FIPS endpoints")
    group.add_argument("--accelerate", action="store_true", help="S3 Transfer Acceleration")
    group.add_argument(
        "--validate",
        choices=LEVELS,
        default="mistakes",
        help="how much to refuse that could be signed (default: mistakes)",
    )
    return options
