"""Uploads of all kinds to the embedded store, which is killed now and then, and what then is there.

What a client knows of an object is the last state that was acknowledged, and, if a request was
under way at the kill, the state that this would have led to. The first must be there, or the
second, and only if all of its request had been sent; each whole, and with its own metadata.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from sigv4presign import Credentials, S3Presigner

KEYS = Credentials("AKIAKILLED", "secret-of-one-that-is-killed")
BUCKET = "bucket"
GONE = -1  # in place of a version: there is no such object
_NAMES = ("plain/{}", "odd//{}", "dir {}/", "a{}", "a{}/b")
_PART = 5 * 1024 * 1024


class BrokenOffError(Exception):
    """The server is gone."""


@dataclass
class Known:
    """What its writer knows of one object.

    Attributes:
        version: the last that was acknowledged.
        perhaps: that of a request that was under way at the kill, and had been sent as a whole.
    """

    version: int = GONE
    perhaps: int | None = None


@dataclass
class Tally:
    """What happened so far."""

    kills: int = 0
    acknowledged: int = 0
    under_way: int = 0
    taken: int = 0  # of those under way: what was sent as a whole, and is there
    wrong: list[str] = field(default_factory=list)


def content(version: int) -> bytes:
    """Return what an object of *version* has, from nothing to some hundred thousand bytes."""
    chance = random.Random(version)  # noqa: S311 - the same content each time
    size = chance.choice([0, 1, 100, 5_000, 70_000, 400_000])
    return chance.randbytes(size)


def is_whole(body: bytes, version: int) -> bool:
    """Return whether *body* is what *version* has, a part of zeros perhaps before it."""
    end = content(version)
    return body in {end, bytes(_PART) + end}


class Writer(threading.Thread):
    """Writes objects of its own, one request after the other, until the server is gone."""

    def __init__(
        self, s3: S3Presigner, port: int, number: int, known: dict[str, Known], tally: Tally
    ):
        super().__init__()
        self._s3 = s3
        self._port = port
        self._chance = random.Random()  # noqa: S311 - no secret
        self._known = known
        self._tally = tally
        self._keys = [f"{number}/" + name.format(n) for name in _NAMES for n in range(3)]
        self._sent = False

    def run(self) -> None:
        while True:
            key = self._chance.choice(self._keys)
            known = self._known.setdefault(key, Known())
            write = self._chance.choice([self.put, self.put, self.parts, self.post, self.copy])
            version = self._chance.randrange(10**9)
            if self._chance.random() < 0.1:
                write, version = self.delete, GONE
            self._sent = False
            try:
                write(key, version)
            except BrokenOffError:
                self._tally.under_way += 1
                known.perhaps = version if self._sent else None
                return
            known.version, known.perhaps = version, None
            self._tally.acknowledged += 1

    def ask(
        self, link, body: bytes = b"", headers=(), *, last: bool = True
    ) -> tuple[dict[str, str], bytes]:
        """Send a request, the body sometimes slowly; *last* if it makes the object what it is."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        self._sent = False
        try:
            connection.putrequest(link.method, link.url.partition(str(self._port))[2])
            for name, value in (*link.headers, *headers, ("Content-Length", str(len(body)))):
                connection.putheader(name, value)
            connection.endheaders()
            pieces = self._chance.choice([1, 1, 5])
            size = len(body) // pieces + 1
            for at in range(0, len(body), size):
                connection.send(body[at : at + size])
                if pieces > 1:
                    time.sleep(0.002)
            self._sent = last
            answer = connection.getresponse()
            received = answer.read()
        except (OSError, HTTPException):
            raise BrokenOffError from None
        finally:
            connection.close()
        if answer.status // 100 != 2:
            self._tally.wrong.append(f"{link.method} is answered with {answer.status}")
            raise BrokenOffError
        return {name.lower(): value for name, value in answer.getheaders()}, received

    def put(self, key: str, version: int) -> None:
        link = self._s3.put_object(BUCKET, key, metadata={"version": str(version)})
        self.ask(link, content(version))

    def delete(self, key: str, _: int) -> None:
        self.ask(self._s3.delete_object(BUCKET, key))

    def copy(self, key: str, version: int) -> None:
        source = self._keys[0] + "-source"
        known = self._known.setdefault(source, Known())
        link = self._s3.put_object(BUCKET, source, metadata={"version": str(version)})
        try:
            self.ask(link, content(version))
        except BrokenOffError:
            known.perhaps = version if self._sent else None
            self._sent = False
            raise
        known.version, known.perhaps = version, None
        link = self._s3.presign(
            "copy_object", bucket=BUCKET, key=key, copy_source=f"{BUCKET}/{quote(source)}"
        )
        self.ask(link)

    def parts(self, key: str, version: int) -> None:
        where = {"bucket": BUCKET, "key": key}
        metadata = {"version": str(version)}
        link = self._s3.presign("create_multipart_upload", metadata=metadata, **where)
        _, document = self.ask(link, last=False)
        where["upload_id"] = document.decode().partition("<UploadId>")[2][:32]
        pieces = [content(version)]
        if version % 8 == 0:  # more parts only now and then: they are of 5 MiB at least
            pieces = [bytes(_PART), *pieces]
        listed = ""
        for number, piece in enumerate(pieces, 1):
            link = self._s3.presign("upload_part", part_number=number, **where)
            etag = self.ask(link, piece, last=False)[0]["etag"]
            listed += f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
        link = self._s3.presign("complete_multipart_upload", **where)
        document = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
        self.ask(link, document.encode())

    def post(self, key: str, version: int) -> None:
        fields = [("x-amz-meta-version", str(version))]
        form = self._s3.post_object(BUCKET, key, fields=fields)
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.fields
        )
        body += '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        whole = body.encode() + content(version) + b"\r\n--b--\r\n"

        class Link:
            method = "POST"
            url = form.url
            headers = (("Content-Type", "multipart/form-data; boundary=b"),)

        self.ask(Link, whole)


class Killed:
    """A store over *folder* that is killed, begun again and looked at."""

    def __init__(self, folder: Path, port: int):
        self.tally = Tally()
        self._folder = folder
        self._port = port
        self._known: dict[str, Known] = {}
        origin = f"http://127.0.0.1:{port}"
        self._s3 = S3Presigner(KEYS, endpoint_url=origin, validate="off")

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "sigv4presign", "serve", str(self._folder)]
        options = ["--port", str(self._port), "--bucket", BUCKET, "--quiet"]
        environ = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": KEYS.access_key_id,
            "AWS_SECRET_ACCESS_KEY": KEYS.secret_access_key,
        }
        process = subprocess.Popen(
            [*command, *options], stderr=subprocess.DEVNULL, env=environ, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self._get(next(iter(self._known), "nothing"))
            except OSError:
                time.sleep(0.02)
            else:
                return process
        process.kill()
        raise AssertionError("the store does not start")

    def kill_after(self, seconds: float, writers: int = 4) -> None:
        """Let *writers* write for some *seconds*, kill the store, begin it again, and look."""
        process = self.start()
        threads = [Writer(self._s3, self._port, n, self._known, self.tally) for n in range(writers)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for thread in threads:
            thread.join()
        self.tally.kills += 1
        process = self.start()
        try:
            self._look()
        finally:
            process.kill()
            process.wait()

    def _get(self, key: str) -> tuple[int, int, bytes, str]:
        """Return status, version, content and entity tag of *key*."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            link = self._s3.get_object(BUCKET, key)
            connection.request("GET", link.url.partition(str(self._port))[2])
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        version = int(answer.getheader("x-amz-meta-version", str(GONE)))
        return answer.status, version, body, answer.getheader("etag", "").strip('"')

    def _look(self) -> None:
        for key, known in self._known.items():
            status, version, body, etag = self._get(key)
            if version not in {known.version, known.perhaps}:
                self._wrong(f"{key!r} is at {version}; known is {known}")
            if version != GONE and not is_whole(body, version):
                self._wrong(f"{key!r} has not the content of version {version}")
            if (status == 200) != (version != GONE):
                self._wrong(f"{key!r} is answered with {status}, and has version {version}")
            if status == 200 and "-" not in etag and etag != hashlib.md5(body).hexdigest():
                self._wrong(f"{key!r} has another's entity tag")
            if known.perhaps is not None and version == known.perhaps != known.version:
                self.tally.taken += 1
            known.version, known.perhaps = version, None
        self._look_at_listing()

    def _look_at_listing(self) -> None:
        there = {key for key, known in self._known.items() if known.version != GONE}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        link = self._s3.list_objects_v2(BUCKET)
        connection.request("GET", link.url.partition(str(self._port))[2])
        document = connection.getresponse().read().decode()
        connection.close()
        listed = {part.partition("</Key>")[0] for part in document.split("<Key>")[1:]}
        if listed != there:
            self._wrong(f"listed, but not there: {listed ^ there}")
        if list((self._folder / BUCKET / ".sigv4presign" / "unfinished").iterdir()):
            self._wrong("something unfinished is left")

    def _wrong(self, text: str) -> None:
        self.tally.wrong.append(f"after {self.tally.kills} kills: {text}")
