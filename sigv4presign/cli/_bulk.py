"""``sigv4presign bulk``: from a file of keys to a file of URLs."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import InvalidRequestError
from ..s3.requests import operation_named
from ._objects import located, parameters, presigner
from ._output import remark, utc
from ._values import named

_EPILOG = """\
input, by its ending:
  .txt, a key a line; .csv, .tsv with a line of column names; .jsonl; each also with .gz;
  the manifest.json of an S3 Inventory; .parquet, .orc
  columns: key, and where there are such bucket, version_id, method, expires_in

output, by its ending:
  .csv, .jsonl, .txt (URLs alone), each also with .gz; .parquet

example:
  sigv4presign bulk s3://bucket --from keys.txt --to urls.csv --expires-in 12h

All URLs are of one moment, that of the beginning. A run that was cut off goes on when the same
command is given again. Parquet, ORC and the progress bar need: pip install 'sigv4presign[bulk]'
"""


def add_command(
    add: Callable[..., argparse.ArgumentParser],
    account: argparse.ArgumentParser,
    making: argparse.ArgumentParser,
    params: argparse.ArgumentParser,
    store: argparse.ArgumentParser,
) -> None:
    """Add ``bulk``."""
    command = add(
        "bulk",
        help="presign as many objects as a file has keys",
        parents=[account, making, params, store],
        allow_abbrev=False,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "bucket", metavar="s3://BUCKET", help="s3:// alone takes the column 'bucket' of each row"
    )
    command.add_argument(
        "--from", dest="source", metavar="FILE", type=Path, required=True, help="the keys"
    )
    command.add_argument(
        "--to", dest="target", metavar="FILE", type=Path, required=True, help="for the URLs"
    )
    command.add_argument(
        "--operation",
        type=named,
        default="get_object",
        help="one on objects, such as put_object (default: %(default)s)",
    )
    command.add_argument(
        "--errors",
        metavar="FILE",
        type=Path,
        help="for file, line and reason of each row that is not signed (default: TO.errors.csv)",
    )
    command.add_argument(
        "--jobs", metavar="N", type=int, help="processes that sign (default: one a core)"
    )
    command.add_argument(
        "--columns",
        metavar="NAMES",
        type=named,
        help="what those of a CSV are called, if its first line does not say: bucket,key",
    )
    command.add_argument(
        "--url-encoded",
        action="store_true",
        help="the keys are percent-encoded; those of an inventory's CSV are, unasked",
    )
    command.add_argument(
        "--restart", action="store_true", help="begin anew, whatever a run that was cut off left"
    )
    command.add_argument("--quiet", action="store_true", help="show no progress")
    command.set_defaults(run=presign_keys)


def presign_keys(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign every key of a file."""
    # Other commands do without what starts processes.
    from ..bulk import presign_file  # noqa: PLC0415

    bucket = _bucket(arguments.bucket)
    operation = operation_named(arguments.operation).name
    try:
        done = presign_file(
            presigner(arguments, environ),
            bucket,
            arguments.source,
            arguments.target,
            operation=operation,
            expires_in=arguments.expires_in,
            params=parameters(operation, arguments),
            report=arguments.errors,
            jobs=arguments.jobs,
            columns=arguments.columns.split(",") if arguments.columns else None,
            url_encoded=arguments.url_encoded,
            restart=arguments.restart,
            quiet=arguments.quiet,
        )
    except KeyboardInterrupt:
        print(file=sys.stderr)
        remark("interrupted; the same command goes on where it was")
        return 130
    resumed = f", {done.resumed:,} of them by the run before" if done.resumed else ""
    remark(f"{done.signed:,} URLs{resumed}, valid until {utc(done.expires_at)}")
    if done.headers:
        remark(f"send these headers with each: {', '.join([name for name, _ in done.headers])}")
    if done.bad:
        remark(f"{done.bad:,} rows have none: see {done.report}")
        return 1
    return 0


def _bucket(location: str) -> str | None:
    if location == "s3://":
        return None
    bucket, key = located(location)
    if key:
        raise InvalidRequestError(
            f"{location!r} names an object; name the bucket alone, the keys are in the file"
        )
    return bucket
