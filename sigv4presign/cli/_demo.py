"""``sigv4presign demo``: what presigned URLs do, step by step, on a store that verifies.

Each step is told as a person would type it, done for real, and held against what must come out.
"""

import shlex
import tempfile
import urllib.error
import urllib.request
import uuid
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..authorization import sign_headers
from ..credentials import Credentials
from ..errors import InvalidRequestError
from ..presigned_post import PresignedPost
from ..s3.presigner import S3Presigner
from ..s3.settings import checked_base
from ._paint import encodable

KEY = "folder/a file + more.txt"
CONTENT = b"sent through a presigned URL\n"
FORM_CONTENT = b"sent by a form\n"
_FILE = "greeting.txt"
_LIFE = 900


class Received(NamedTuple):
    """What came back.

    Attributes:
        status: of HTTP.
        body: of the answer.
    """

    status: int
    body: bytes

    @property
    def code(self) -> str:
        """S3's error code, or nothing."""
        code = self.body.partition(b"<Code>")[2].partition(b"</Code>")[0]
        return code.decode("ascii", "replace")


def show_own(bucket: str) -> bool:
    """Show each step on a store that is started for this; return whether all went as they must.

    Args:
        bucket: made in it.
    """
    from ..store import Store, credentials_file, own_credentials  # noqa: PLC0415 - slow to load

    with tempfile.TemporaryDirectory(prefix="sigv4presign-", ignore_cleanup_errors=True) as folder:
        credentials = own_credentials(folder)
        with Store(folder, credentials=credentials, buckets=[bucket]) as store:
            print("Start a store, in a folder that goes when this ends")
            _typed("sigv4presign", "serve", folder, "--port", str(store.port), "--bucket", bucket)
            print(f"  export AWS_ENDPOINT_URL_S3={store.endpoint_url}")
            print(f"  export AWS_SHARED_CREDENTIALS_FILE={shlex.quote(credentials_file(folder))}")
            steps = _Steps(store.presigner(), credentials, bucket, forms=True)
            return steps.told()


def show_given(credentials: Credentials, region: str, endpoint_url: str, bucket: str) -> bool:
    """Show each step on a store; return whether all went as they must.

    Args:
        credentials: who signs.
        region: the store's.
        endpoint_url: where it is.
        bucket: made if it is not there.
    """
    origin = checked_base("endpoint URL", endpoint_url)
    url = f"{origin}/{bucket}"
    print(f"Use the store at {origin}")
    headers = sign_headers("PUT", url, credentials=credentials, region=region, service="s3")
    made = _sent("PUT", url, headers=dict(headers))
    print("Make the bucket")
    if not _answered("PUT", made, (200, 409)):
        return _told([False])
    s3 = S3Presigner(credentials, region=region, endpoint_url=endpoint_url)
    return _Steps(s3, credentials, bucket, forms=False).told()


class _Steps:
    def __init__(
        self, s3: S3Presigner, credentials: Credentials, bucket: str, *, forms: bool
    ) -> None:
        self._s3 = s3
        self._credentials = credentials
        self._bucket = bucket
        self._needs_forms = forms

    def told(self) -> bool:
        good = [self._upload(), self._download(), self._form(), self._altered(), self._delete()]
        return _told(good)

    def _upload(self) -> bool:
        print("Presign an upload, valid for 15 minutes")
        link = self._s3.put_object(self._bucket, KEY, expires_in=_LIFE)
        self._printed("put", link.url)
        print("Upload through it")
        _typed("curl", "--upload-file", _FILE, "URL")
        return _answered("PUT", _sent("PUT", link.url, CONTENT), (200,))

    def _download(self) -> bool:
        print("Presign a download")
        link = self._s3.get_object(self._bucket, KEY, expires_in=_LIFE)
        self._printed("get", link.url)
        print("Download through it, and compare")
        print(f"  $ curl URL | cmp - {_FILE}")
        received = _sent("GET", link.url)
        good = _answered("GET", received, (200,))
        return _is_same(received, CONTENT) and good

    def _form(self) -> bool:
        print("Presign a form for a browser, and post a file with it")
        form = self._s3.post_object(
            self._bucket, "form/${filename}", content_length_range=(1, 1024), expires_in=_LIFE
        )
        where = f"s3://{self._bucket}/form/"
        _typed("sigv4presign", "post", where, "--content-length-range", "1:1KiB", "--html")
        received = _posted(form)
        if received.status // 100 != 2 and not self._needs_forms:
            print(f"  POST: {received.status} {received.code}: this store takes no such forms")
            return True
        good = _answered("POST", received, (200, 201, 204))
        sent = _sent("GET", self._s3.get_object(self._bucket, f"form/{_FILE}").url)
        _sent("DELETE", self._s3.delete_object(self._bucket, f"form/{_FILE}").url)
        return _is_same(sent, FORM_CONTENT) and good

    def _altered(self) -> bool:
        print("Alter the URL as newsletters do, and try it")
        link = self._s3.get_object(self._bucket, KEY, expires_in=_LIFE)
        altered = link.url + "&utm_source=mail"
        print(f"  $ curl {shlex.quote(altered)}")
        received = _sent("GET", altered)
        good = _answered("GET", received, (403,))
        for line in _diagnosis(altered, received, self._credentials):
            print(f"  {line}")
        return good

    def _delete(self) -> bool:
        print("Delete through a presigned URL")
        link = self._s3.delete_object(self._bucket, KEY, expires_in=_LIFE)
        self._printed("delete", link.url)
        return _answered("DELETE", _sent("DELETE", link.url), (200, 204))

    def _printed(self, command: str, url: str) -> None:
        _typed("sigv4presign", command, f"s3://{self._bucket}/{KEY}", "--expires-in", "15m")
        print(f"  {url}")


def _diagnosis(url: str, received: Received, credentials: Credentials) -> list[str]:
    """Return the lines that say why *url* was refused."""
    from ..diagnosis.diagnosing import diagnose  # noqa: PLC0415 - as above

    found = diagnose(
        "GET", url, response=received.body, secret_access_key=credentials.secret_access_key
    )
    return encodable(str(found)).splitlines()


def _told(good: list[bool]) -> bool:
    print("All as it must be." if all(good) else "NOT as it must be: see above.")
    return all(good)


def _typed(*words: str) -> None:
    print("  $ " + " ".join([shlex.quote(word) for word in words]))


def _is_same(received: Received, content: bytes) -> bool:
    same = received.body == content
    print("  the same bytes" if same else "  other bytes, which is wrong")
    return same


def _answered(method: str, received: Received, wanted: tuple[int, ...]) -> bool:
    good = received.status in wanted
    line = f"  {method}: {received.status} {received.code}".rstrip()
    print(line + ("" if good else ", which is wrong"))
    return good


def _posted(form: PresignedPost) -> Received:
    """Send a file with *form*, as a browser does."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.fields
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{quote(_FILE)}"\r\nContent-Type: text/plain\r\n\r\n'
    )
    body = "".join(parts).encode() + FORM_CONTENT + f"\r\n--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    return _sent("POST", form.url, body, {"Content-Type": kind})


def _opener(url: str) -> urllib.request.OpenerDirector:
    # What listens on this machine is not behind a proxy, whatever the environment says.
    here = urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}
    handlers = [urllib.request.ProxyHandler({})] if here else []
    return urllib.request.build_opener(*handlers)


def _sent(
    method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Received:
    request = urllib.request.Request(url, body, headers or {}, method=method)  # noqa: S310
    if body is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "text/plain")  # urllib would say it is a form
    try:
        with _opener(url).open(request, timeout=30) as response:
            return Received(response.status, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Received(error.code, error.read())
    except (OSError, HTTPException) as error:
        raise InvalidRequestError(f"the store does not answer: {error!r}") from None
