"""The commands for S3: each makes a presigner from its options, and asks it for one thing."""

import argparse
import json
from collections.abc import Mapping

from ..errors import InvalidRequestError
from ..s3.disposition import content_disposition
from ..s3.links import resolved
from ..s3.requests import operation_named
from ._objects import located, parameters, presigner, size, utf8
from ._output import print_link, remark, utc


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
    signed = s3.presign(
        operation.name,
        expires_in=arguments.expires_in,
        now=None,
        headers=arguments.headers,
        query=[(utf8(name), utf8(value)) for name, value in arguments.query],
        **params,
    )
    print_link(signed, resolved(s3.settings.credentials), arguments)
    return 0


def presign_form(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign a form that uploads by POST."""
    bucket, key = located(arguments.object)
    if not key or key.endswith("/"):
        key += "${filename}"
    s3 = presigner(arguments, environ)
    form = s3.post_object(
        bucket,
        key,
        expires_in=arguments.expires_in,
        fields=arguments.fields,
        conditions=[["starts-with", f"${name}", value] for name, value in arguments.starts_with],
        content_length_range=_range(arguments.content_length_range),
    )
    if form.expires_at == resolved(s3.settings.credentials).expires_at:
        remark(f"the form ends with its credentials, {utc(form.expires_at)}")
    if arguments.html:
        print(form.html())
    elif arguments.curl:
        print(form.curl())
    else:
        data = {**form.to_dict(), "expires_at": form.expires_at, "expires": utc(form.expires_at)}
        print(json.dumps(data, indent=2))
    return 0


def _range(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    least, found, most = text.partition(":")
    if not found:
        raise InvalidRequestError(
            f"--content-length-range is {text!r}; it must be MIN:MAX, such as 1:10MiB"
        )
    name = "--content-length-range"
    return size(name, least), size(name, most)
