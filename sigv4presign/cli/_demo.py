"""``sigv4presign demo``: make a URL, prove it, alter it, see it refused; use it on a store."""

import urllib.error
import urllib.request
from http.client import HTTPException

from ..authorization import sign_headers
from ..credentials import Credentials
from ..errors import InvalidRequestError, VerificationError
from ..presigned import Presigned
from ..presigning import presign
from ..s3.settings import checked_base
from ..verification import parse_presigned

# The key pair of AWS's documentation: known to everyone, good for nothing.
EXAMPLE = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
KEY = "folder/a%20file%20%2B%20%C3%A9.txt"
CONTENT = b"sent through a presigned URL\n"


def show(credentials: Credentials, region: str, endpoint_url: str | None, bucket: str) -> bool:
    """Print each step, and return whether all went as they must.

    Args:
        credentials: who signs.
        region: the store's.
        endpoint_url: the store to use the URLs on, or None to stay without a network.
        bucket: a bucket of that store, made if it is not there.
    """
    origin = (
        "https://s3.us-east-1.amazonaws.com"
        if endpoint_url is None
        else checked_base("endpoint URL", endpoint_url)
    )
    bucket_url = f"{origin}/{bucket}"
    url = f"{bucket_url}/{KEY}"

    def link(method: str) -> Presigned:
        return presign(method, url, credentials=credentials, region=region, expires_in=900)

    print(f"Presign a download of {url}")
    print(f"  {link('GET').url}")
    print("Prove it, as a gateway or a store does")
    proof = parse_presigned("GET", link("GET").url).verify(credentials.secret_access_key)
    print(f"  genuine: {proof.method} {proof.raw_path} by {proof.access_key_id}")
    print("Alter one byte and try to prove it again")
    altered = link("GET").url.replace("folder/a", "folder/b")
    steps = [_refused_here(altered, credentials)]
    if endpoint_url is not None:
        headers = sign_headers(
            "PUT", bucket_url, credentials=credentials, region=region, service="s3"
        )
        steps.append(_step("Make the bucket", "PUT", bucket_url, (200, 409), headers=dict(headers)))
        if steps[-1]:
            steps += [
                _step("Upload through a presigned URL", "PUT", link("PUT").url, (200,), CONTENT),
                _step("Download through one", "GET", link("GET").url, (200,), returns=CONTENT),
                _step("Download through the altered one", "GET", altered, (403,)),
                _step("Delete through one", "DELETE", link("DELETE").url, (200, 204)),
            ]
    print("All as it must be." if all(steps) else "NOT as it must be: see above.")
    return all(steps)


def _refused_here(altered: str, credentials: Credentials) -> bool:
    try:
        parse_presigned("GET", altered).verify(credentials.secret_access_key)
    except VerificationError as error:
        print(f"  refused: {error.status} {error.code}: {error}")
        return True
    return False


def _step(
    title: str,
    method: str,
    url: str,
    wanted: tuple[int, ...],
    body: bytes | None = None,
    *,
    headers: dict[str, str] | None = None,
    returns: bytes | None = None,
) -> bool:
    request = urllib.request.Request(url, body, headers or {}, method=method)  # noqa: S310
    if body is not None:
        request.add_header("Content-Type", "text/plain")  # urllib would say it is a form
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            status, received = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, received = error.code, error.read()
    except (OSError, HTTPException) as error:
        raise InvalidRequestError(f"the store does not answer: {error!r}") from None
    good = status in wanted and returns in (None, received)
    code = received.partition(b"<Code>")[2].partition(b"</Code>")[0].decode("ascii", "replace")
    print(f"{title}\n  {method}: {status} {code}".rstrip() + ("" if good else ", which is wrong"))
    return good
