"""From the words of a command line to buckets, keys and parameters of S3's operations."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import InvalidRequestError
from ..profiles import load_credentials, load_endpoint_url, load_region
from ..s3.parameters import ELSEWHERE, PARAMETERS
from ..s3.presigner import S3Presigner
from ..s3.requests import operation_named

_SIZES = {"": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def located(location: str) -> tuple[str, str]:
    """Return bucket and key of *location*, ``s3://BUCKET[/KEY]``; no key is an empty one.

    The bucket may be the ARN of an access point. Nothing in the key is an escape.
    """
    scheme, found, rest = location.partition("://")
    if scheme != "s3" or not found:
        raise InvalidRequestError(f"{location!r} is not of the form s3://BUCKET/KEY")
    if rest.startswith("arn:") and "accesspoint" in rest:
        front, kind, behind = rest.partition("accesspoint")
        name, _, key = behind[1:].partition("/")
        return utf8(front + kind + behind[:1] + name), utf8(key)
    bucket, _, key = rest.partition("/")
    return utf8(bucket), utf8(key)


def presigner(arguments: argparse.Namespace, environ: Mapping[str, str]) -> S3Presigner:
    """Return what makes URLs as *arguments*, the environment and the shared files say."""
    store = arguments.store
    endpoint_url = arguments.endpoint_url
    if endpoint_url is None and store is None:
        endpoint_url = load_endpoint_url(environ, arguments.profile)
    return S3Presigner(
        load_credentials(environ, arguments.profile),
        region=arguments.region or load_region(environ, arguments.profile) or "us-east-1",
        endpoint_url=endpoint_url,
        addressing_style=arguments.addressing_style,
        store=store,
        account=arguments.account,
        layout=arguments.layout,
        public_url=arguments.public_url,
        proxy_keeps_host=arguments.proxy_keeps_host,
        dualstack=arguments.dualstack,
        fips=arguments.fips,
        accelerate=arguments.accelerate,
        validate=arguments.validate,
        round_to=arguments.round_to,
        outlive=arguments.outlive,
    )


def parameters(operation: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters of *operation* that *arguments* give, each in its type."""
    named = operation_named(operation)
    given: dict[str, Any] = {}
    for name, text in arguments.params:
        known = named.named(name)  # None is refused further on
        place = ""
        if known is not None:
            place = ELSEWHERE.get((operation, known)) or PARAMETERS[known]
        given[name] = _typed(name, utf8(text), place.split()[2:])
    if arguments.metadata:
        given["metadata"] = [(utf8(name), utf8(value)) for name, value in arguments.metadata]
    if arguments.sse_c_key_file is not None:
        given["sse_customer_key"] = _key_in(arguments.sse_c_key_file)
    return given


def _typed(name: str, text: str, form: list[str]) -> object:
    kind = form[0] if form else ""
    if kind == "int":
        return size(name, text)
    if kind == "bool":
        if text not in ("true", "false"):
            raise InvalidRequestError(f"{name} is {text!r}; it must be true or false")
        return text == "true"
    if kind in ("date", "iso8601"):
        return _moment(name, text)
    if kind == "list":
        return text.split(",")
    return text


def size(name: str, text: str) -> int:
    """Return *text*, a number such as ``1024`` or ``10MiB``."""
    digits = text.rstrip("KMGiB")
    factor = _SIZES.get(text[len(digits) :])
    if factor is None or not (digits.isascii() and digits.isdigit()):
        raise InvalidRequestError(f"{name} is {text!r}; it must be a number, or such as 10MiB")
    return int(digits) * factor


def _moment(name: str, text: str) -> datetime | str:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text  # as HTTP writes it, or the service will say
    if moment.tzinfo is None:
        raise InvalidRequestError(f"{name} is {text!r}; end it with Z or an offset")
    return moment


def _key_in(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InvalidRequestError(f"{path}: {error.strerror}") from None


def utf8(text: str) -> str:
    """Return *text*, unless it came from bytes that are not UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidRequestError(f"{text!r} is not UTF-8, which every object key is") from None
    return text
