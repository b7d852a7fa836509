"""Our own ways to make and to prove, the usual ones and the longer ones; for `table`."""

from measure import ACCESS_KEY_ID, BUCKET, CLEAN, HOST, REGION, SECRET, TOKEN, credentials

from sigv4presign import (
    S3Presigner,
    SignatureMismatchError,
    Signer,
    Verifier,
    presign,
    sign_headers,
)

PATH = "/" + CLEAN[0]
URL = f"https://{HOST}{PATH}"
SECRETS = {ACCESS_KEY_ID: SECRET}
BROWSER = [
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Connection", "keep-alive"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Priority", "u=0, i"),
]


def one_call(url=URL, **settings):
    keys = credentials()
    return lambda: presign("GET", url, credentials=keys, region=REGION, **settings)


def by_signer(url=URL):
    signer = Signer(credentials(), region=REGION)
    return lambda: signer.presign("GET", url)


def by_presigner(call="get_object", key=CLEAN[0], who=None, **params):
    keys = credentials()
    make = getattr(S3Presigner(keys if who is None else lambda: keys, region=REGION), call)
    return lambda: make(BUCKET, key, **params)


def new_second():
    s3 = S3Presigner(credentials(), region=REGION)
    turn = [0]

    def call():
        turn[0] = (turn[0] + 1) % 86400
        return s3.get_object(BUCKET, CLEAN[0], now=1_800_000_000 + turn[0])

    return call


def link(path=PATH, headers=(), sent=(), token=None, forged=False):
    """Verify a presigned URL as a server sees it."""
    keys = credentials(token)
    url = presign("GET", f"https://{HOST}{path}", credentials=keys, region=REGION, headers=sent).url
    verifier = Verifier(REGION)
    received = [("Host", HOST), *headers, *sent]
    known = {ACCESS_KEY_ID: keys} if token else SECRETS
    target = url.partition(HOST)[2]
    verifier.verify("GET", target, received, known)
    if not forged:
        return lambda: verifier.verify("GET", target, received, known)
    target = target[:-64] + "0" * 64

    def refuse():
        try:
            verifier.verify("GET", target, received, known)
        except SignatureMismatchError:
            return
        raise AssertionError("a forged link was proven")

    return refuse


def in_headers():
    received = sign_headers("GET", URL, credentials=credentials(), region=REGION, service="s3")
    received.append(("Host", HOST))
    verifier = Verifier(REGION)
    return lambda: verifier.verify("GET", PATH, received, SECRETS)


def form():
    posted = S3Presigner(credentials(), region=REGION).post_object(BUCKET, "folder/test.txt")
    verifier = Verifier(REGION)
    return lambda: verifier.verify_post(posted.fields, SECRETS, bucket=BUCKET)


def awssig_in_headers():
    """Verify the same header form with awssig, which takes no presigned URL of S3."""
    import awssig

    received = sign_headers("GET", URL, credentials=credentials(), region=REGION, service="s3")
    request = {
        "request_method": "GET",
        "uri_path": PATH,
        "headers": {name.lower(): [value] for name, value in [*received, ("Host", HOST)]},
        "region": REGION,
        "service": "s3",
        "key_mapping": lambda aws_access_key_id: SECRETS.get(aws_access_key_id),  # noqa: PLW0108
    }
    awssig.AWSSigV4S3Verifier(**request).verify()
    return lambda: awssig.AWSSigV4S3Verifier(**request).verify()


MAKING = {
    "S3Presigner.get_object": by_presigner,
    "… a blank in the key": lambda: by_presigner(key="a folder/an object.txt"),
    "… credentials from a function": lambda: by_presigner(who="function"),
    "… each of another second": new_second,
    "… version_id=…": lambda: by_presigner(version_id="abc"),
    "S3Presigner.put_object, content_type=…": lambda: by_presigner(
        "put_object", content_type="image/jpeg"
    ),
    "Signer.presign": by_signer,
    "presign": one_call,
    "… own parameter": lambda: one_call(URL + "?versionId=abc"),
    "… signed header": lambda: one_call(headers={"Range": "bytes=0-9"}),
    "S3Presigner.post_object": lambda: by_presigner("post_object"),
}
PROVING = {
    "Verifier.verify, a presigned GET": link,
    "… with a browser's headers": lambda: link(headers=BROWSER),
    "… with a token of 1 000": lambda: link(token=TOKEN),
    "… a blank in the key": lambda: link(path="/a%20b"),
    "… own parameter": lambda: link(path=PATH + "?versionId=abc"),
    "… a signed header": lambda: link(sent=[("Range", "bytes=0-9")]),
    "… forged, refused": lambda: link(forged=True),
    "… the header form": in_headers,
    "Verifier.verify_post": form,
    "awssig, the header form": awssig_in_headers,
}
