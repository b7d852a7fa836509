"""``explain`` and ``diagnose``: what a URL says, and why it was refused."""

import argparse
import json
from collections.abc import Mapping

from .._request import split_url
from ..canonical import canonical_host
from ..diagnosis.diagnosing import diagnose
from ..diagnosis.gathering import gather
from ..diagnosis.reading import read_exchange
from ..diagnosis.request import Request
from ..errors import CredentialsError, InvalidRequestError
from ..explanation import explain
from ..profiles import load_credentials
from ._live import OWN, SAFE, Received, send
from ._output import remark
from ._paint import painted
from ._pasted import content, pasted

_STATUS = {"genuine": 0, "found": 1, "undecided": 3}


def explain_url(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Take a URL, a request or an upload form apart."""
    try:
        said = explain(
            pasted(arguments.url),
            method=arguments.method,
            headers=arguments.headers,
            now=arguments.now,
            reveal=arguments.reveal,
        )
    except InvalidRequestError as error:
        remark(str(error))
        return 2
    if arguments.json:
        print(json.dumps(said.to_dict(), indent=2))
    elif arguments.html:
        # In whatever encoding it is written, these bytes are those of the UTF-8 that it promises.
        print(said.html().encode("ascii", "xmlcharrefreplace").decode("ascii"), end="")
    else:
        print(painted(str(said), environ))
    return 0


def diagnose_request(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Say why a request was refused; send it first, if asked to."""
    try:
        return _diagnosed(arguments, environ)
    except (InvalidRequestError, CredentialsError) as error:
        remark(str(error))
        return 2


def _diagnosed(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    if arguments.response == "-" and arguments.url in (None, "-"):
        raise InvalidRequestError("URL and --response cannot both be read from standard input")
    text = pasted(arguments.url)
    response: object = None if arguments.response is None else content(arguments.response)
    body = None if arguments.body is None else content(arguments.body)
    method, url, headers = arguments.method, text, arguments.headers
    secret = _secret(arguments, environ, text)
    if arguments.live:
        request = read_exchange(text)[0]
        # What is sent here is known to the last header.
        method, url = method or request.method or "GET", request.url
        headers = _whole_headers(url, (*request.headers, *headers))
        body = request.body if body is None else body
        _check_sendable(arguments, request, method, body)
        received = send(method, url, headers, body, arguments.timeout)
        if received.status < 300:
            return _accepted(received, as_json=arguments.json)
        response = received
    found = diagnose(
        method,
        url,
        headers=headers,
        response=response,
        secret_access_key=secret,
        now=arguments.now,
        body=body,
    )
    if arguments.json:
        print(json.dumps(found.to_dict(), indent=2))
    else:
        print(painted(str(found), environ))
    return _STATUS[found.verdict]


def _accepted(received: Received, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"verdict": "accepted", "status": received.status}, indent=2))
    else:
        print(f"the store accepted the request: {received.status}")
    return 0


def _check_sendable(
    arguments: argparse.Namespace, request: Request, method: str, body: bytes | None
) -> None:
    """Refuse to send what could do harm and was not asked for in so many words."""
    if request.fields:
        raise InvalidRequestError("--live sends no upload forms; give the answer by --response")
    if method not in SAFE and arguments.method is None:
        raise InvalidRequestError(f"the request is a {method}: say --method {method} to send it")
    if body is None and method in ("PUT", "POST"):
        raise InvalidRequestError(
            f"a {method} without a body would store an empty object; give it by --body FILE"
        )


def _whole_headers(url: str, headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return *headers*, as they are sent, ``Host`` among them."""
    kept = [pair for pair in headers if pair[0].lower() not in OWN]
    if any(name.lower() == "host" for name, _ in kept):
        return kept
    scheme, authority, _, _ = split_url(url)
    return [("Host", canonical_host(scheme, authority)), *kept]


def _secret(arguments: argparse.Namespace, environ: Mapping[str, str], text: str) -> str | None:
    """Return the secret of the request's access key id, if it is at hand."""
    evidence = gather(
        arguments.method, text, arguments.headers, None, None, None, arguments.now, (), ()
    )
    wanted = evidence.signed.access_key_id
    if arguments.profile is None and environ.get("AWS_ACCESS_KEY_ID", "").strip() == wanted:
        # As it is: that it is damaged may be the cause.
        return environ.get("AWS_SECRET_ACCESS_KEY") or None
    try:
        credentials = load_credentials(environ, arguments.profile)
    except CredentialsError:
        if arguments.profile is not None:
            raise
        return None
    if credentials.access_key_id != wanted:
        remark(
            f"the credentials at hand are those of {credentials.access_key_id}, the request is "
            f"signed by {wanted or 'nobody'}; they are not used"
        )
        return None
    return credentials.secret_access_key
