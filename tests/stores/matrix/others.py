"""Keys that break careless signers, and the requests of `refusals`, as cases of the matrix."""

from dataclasses import replace
from urllib.parse import unquote_plus

from ..clients import by_requests
from ..keys import KEYS, Key
from ..refusals import REFUSALS, Refusal
from ..store import BUCKET
from .buckets import made
from .outcome import Section
from .trial import CONTENT, Trial, check, must_refuse, texts

keys = Section("Keys")
refusals = Section("Refusals of URLs")


def _key(each: Key) -> None:
    @keys(each.name)
    def _(on: Trial) -> None:
        content, here = each.key.encode(), (made(on), each.key)  # where no other key can clash
        on.do(on.s3.put_object(*here), content)
        check(on.do(on.s3.get_object(*here)).body == content, "other content")
        listing = on.s3.list_objects_v2(here[0], encoding_type="url")
        names = texts(on.do(listing).body, "Key")
        check(all(name.isascii() for name in names), "a listing does not encode it")
        check([unquote_plus(name) for name in names] == [each.key], "a listing does not name it")
        on.do(on.s3.delete_object(*here), status=204)
        must_refuse(by_requests(on.s3.get_object(*here)), 404, "NoSuchKey")


def _refusal(each: Refusal) -> None:
    @refusals(each.name)
    def _(on: Trial) -> None:
        on = Trial(replace(on.store, bucket=BUCKET), f"{on.key}/kept")  # whose names they change
        on.put()
        signed = each.make(on.store, on.key)
        body = b"after" if signed.method == "PUT" else None
        code = "" if signed.method == "HEAD" else each.ours.code
        must_refuse(by_requests(signed, body), each.ours.status, code)
        on.holds(CONTENT)


for key in KEYS:
    _key(key)
for refusal in REFUSALS:
    _refusal(refusal)
