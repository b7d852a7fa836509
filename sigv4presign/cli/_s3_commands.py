"""The commands for S3: each makes a presigner from its options, and asks it for one thing."""

import argparse
from collections.abc import Mapping

from ..errors import InvalidRequestError
from ..s3.disposition import content_disposition
from ..s3.links import operation_link, resolved
from ..s3.requests import operation_named
from ._objects import located, parameters, presigner, utf8
from ._output import print_link


def presign_operation(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign an operation of S3 on a bucket or an object."""
    operation = operation_named(arguments.operation)
    params = parameters(operation.name, arguments)
    if arguments.download_as is not None:
        params["response_content_disposition"] = content_disposition(utf8(arguments.download_as))
    if arguments.object is not None:
        params["bucket"], key = located(arguments.object)
        if key or operation.scope == "key":
            if not key:
                raise InvalidRequestError(
                    f"{arguments.object!r} names no object; write s3://{params['bucket']}/KEY"
                )
            params["key"] = key
    s3 = presigner(arguments, environ)
    signed = operation_link(
        s3.settings,
        operation.name,
        params,
        expires_in=arguments.expires_in,
        now=None,
        headers=arguments.headers,
        query=[(utf8(name), utf8(value)) for name, value in arguments.query],
    )
    print_link(signed, resolved(s3.settings.credentials), arguments)
    return 0
