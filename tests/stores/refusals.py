"""Requests that must be refused: how each is made out of a good one, and who says what of it."""

import re
import time
from dataclasses import dataclass

from sigv4presign import Credentials, Presigned

from . import ceph_verdicts
from .altering import Make, altered, edit, replaced, sent_as, sent_with, signed_anew
from .store import Store, Verdict

ACCEPTED = Verdict(200)
MISMATCH = Verdict(403, "SignatureDoesNotMatch")
DENIED = Verdict(403, "AccessDenied")
MALFORMED = Verdict(400, "AuthorizationQueryParametersError")
UNKNOWN = Verdict(403, "InvalidAccessKeyId")
NO_TOKEN = Verdict(400, "InvalidToken")  # ours, for a long-term key has none
ENDED = Verdict(400, "AccessDenied")  # rclone's status for what is too old
NO_ALGORITHM = Verdict(400, "UnsupportedAlgorithm")  # rclone's code for what it does not recognise

HOUR = 3600
TYPE = [("Content-Type", "text/plain")]
LANGUAGE = [("Content-Language", "de")]
NOTE = [("x-amz-meta-note", "a  b")]
COPY = [("x-amz-copy-source", "/bucket/other")]
RANGE = [("Range", "bytes=0-1")]
HASH = [("x-amz-content-sha256", "0" * 64)]
AUTHORIZATION = [
    (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, "
        f"SignedHeaders=host, Signature={'0' * 64}",
    )
]
AS_TEXT = "response-content-type=text%2Fplain"
SIGNATURE = "(?<=X-Amz-Signature=).*"


@dataclass(frozen=True)
class Refusal:
    """A request about an object that is there, and the verdicts on it."""

    name: str
    make: Make
    ours: Verdict = MISMATCH
    rclone: Verdict = MISMATCH
    swift: Verdict = MISMATCH
    why: str = ""  # of a store that is laxer than we

    def by(self, store: str) -> Verdict:
        ceph = ceph_verdicts.VERDICTS.get(self.name, MISMATCH)
        return {"rclone": self.rclone, "swift": self.swift, "ceph": ceph}[store]

    def reason(self, store: str) -> str:
        return ceph_verdicts.LAXER[self.name] if store == "ceph" else self.why


def _flipped(digit: re.Match) -> str:
    return "1" if digit[0] == "0" else "0"


def _upper(digits: re.Match) -> str:
    return digits[0].upper()


def _by_another_secret(store: Store, key: str) -> Presigned:
    keys = Credentials(store.credentials.access_key_id, "another")
    return store.presign("DELETE", key, credentials=keys)


def _by_nobody(store: Store, key: str) -> Presigned:
    keys = Credentials("test:nobody", store.credentials.secret_access_key)
    return store.presign("DELETE", key, credentials=keys)


def _expired(method: str) -> Make:
    return lambda store, key: store.presign(method, key, now=time.time() - HOUR, expires_in=HOUR)


def _prolonged(store: Store, key: str) -> Presigned:
    signed = store.presign("PUT", key, now=time.time() - HOUR, expires_in=60)
    return replaced(signed, "X-Amz-Expires=60", "X-Amz-Expires=6000")


def _to_come(store: Store, key: str) -> Presigned:
    return store.presign("GET", key, now=time.time() + HOUR)


def _for(**scope: object) -> Make:
    return lambda store, key: store.presign("GET", key, **scope)


SQS = {
    "service": "sqs",
    "normalize_path": False,
    "double_encode_path": False,
    "payload_hash": "UNSIGNED-PAYLOAD",
}


def _with_token(pattern: str = "", new: str = "", **settings: object) -> Make:
    def make(store: Store, key: str) -> Presigned:
        keys = store.credentials
        keys = Credentials(keys.access_key_id, keys.secret_access_key, "token")
        signed = store.presign("PUT", key, credentials=keys, **settings)
        return replaced(signed, pattern, new) if pattern else signed

    return make


def _signed_headers_without(name: str, *, send: bool) -> Make:
    def make(store: Store, key: str) -> Presigned:
        signed = replaced(store.presign("PUT", key, headers=NOTE), name, "")
        return signed if send else altered(signed, headers=())

    return make


ALTERED = [
    Refusal("another key", edit("PUT", "kept", "made")),
    Refusal("another key to read", edit("GET", "kept", "none")),
    Refusal("another bucket", edit("GET", "/bucket/", "/bucket2/")),
    Refusal("the bucket alone", edit("DELETE", "/bucket/[^?]*", "/bucket")),
    Refusal("a slash more", edit("PUT", "/kept", "//kept")),
    Refusal("a dot segment more", edit("GET", "/kept", "/./kept")),
    Refusal("another value", edit("GET", "text%2Fplain", "text%2Fhtml", AS_TEXT)),
    Refusal("a parameter more", edit("GET", "$", "&" + AS_TEXT)),
    Refusal("an unknown parameter more", edit("PUT", "$", "&x-id=PutObject")),
    Refusal("a subresource", edit("GET", "[?]", "?acl&")),
    Refusal("a parameter less", edit("GET", AS_TEXT + "&", "", AS_TEXT)),
    Refusal("another value beside", edit("GET", "$", "&response-content-type=a", AS_TEXT)),
    Refusal(
        "the same value twice",
        edit("GET", "$", "&" + AS_TEXT, AS_TEXT),
        swift=ACCEPTED,
        why="reads the last of several values",
    ),
    Refusal("PUT by a URL for GET", sent_as("PUT", "GET")),
    Refusal("DELETE by a URL for GET", sent_as("DELETE", "GET")),
    Refusal("DELETE by a URL for PUT", sent_as("DELETE", "PUT")),
    Refusal("GET by a URL for PUT", sent_as("GET", "PUT")),
    Refusal("GET by a URL for HEAD", sent_as("GET", "HEAD")),
    Refusal(  # what answers HEAD has no body, and so no code
        "HEAD by a URL for GET", sent_as("HEAD", "GET"), rclone=Verdict(403), swift=Verdict(403)
    ),
    Refusal("one digit of the signature, GET", edit("GET", ".$", _flipped)),
    Refusal("one digit of the signature, PUT", edit("PUT", "(?<=Signature=).", _flipped)),
    Refusal("one digit of the signature, DELETE", edit("DELETE", ".$", _flipped)),
    Refusal("signature cut short", edit("PUT", ".$", ""), ours=MALFORMED),
    Refusal("signature in upper case", edit("PUT", SIGNATURE, _upper), ours=MALFORMED),
    Refusal(
        "signature empty",
        edit("PUT", SIGNATURE, ""),
        ours=MALFORMED,
        rclone=NO_ALGORITHM,
        swift=DENIED,
    ),
    Refusal(
        "no signature",
        edit("PUT", "&X-Amz-Signature=.*", ""),
        ours=MALFORMED,
        rclone=NO_ALGORITHM,
        swift=DENIED,
    ),
    Refusal(
        "a second signature",
        edit("GET", "$", f"&X-Amz-Signature={'0' * 64}"),
        ours=MALFORMED,
        rclone=ACCEPTED,
        why="takes the first of several values",
    ),
    Refusal("another host", sent_with("PUT", [("Host", "other.example")])),
    Refusal("another port", sent_with("PUT", [("Host", "127.0.0.1:1")])),
    Refusal("a signed type changed", sent_with("PUT", [("Content-Type", "text/html")], TYPE)),
    Refusal("a signed note changed", sent_with("PUT", [("x-amz-meta-note", "a  c")], NOTE)),
    Refusal("a signed note twice", sent_with("PUT", NOTE + [("X-Amz-Meta-Note", "c")], NOTE)),
    Refusal("a signed range changed", sent_with("GET", [("Range", "bytes=0-9")], RANGE)),
    Refusal("a signed note left out", sent_with("PUT", [], NOTE), rclone=DENIED),
    Refusal("a signed language left out", sent_with("PUT", [], LANGUAGE), rclone=DENIED),
    Refusal("signed headers less one", _signed_headers_without("%3Bx-amz-meta-note", send=False)),
    Refusal(
        "signed headers without host",
        _signed_headers_without("host%3B", send=True),
        ours=DENIED,
        rclone=DENIED,
    ),
    Refusal(
        "another algorithm",
        edit("PUT", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
        ours=MALFORMED,
        rclone=NO_ALGORITHM,
        swift=Verdict(400, "InvalidArgument"),
    ),
    Refusal(
        "another spelling of a parameter",
        edit("PUT", "X-Amz-Expires", "X-Amz-expires"),
        ours=MALFORMED,
        swift=DENIED,
    ),
    Refusal("a session token put in", edit("PUT", "$", "&X-Amz-Security-Token=token"), NO_TOKEN),
    Refusal("a session token changed", _with_token("Token=token", "Token=taken"), NO_TOKEN),
    Refusal("a session token taken out", _with_token("&X-Amz-Security-Token=token", "")),
    Refusal("a session token not signed", _with_token(sign_session_token=False), NO_TOKEN),
]

UNSIGNED = [
    Refusal("a note", sent_with("PUT", NOTE), DENIED, DENIED, DENIED),
    Refusal("an ACL", sent_with("PUT", [("x-amz-acl", "public-read")]), DENIED, DENIED, DENIED),
    Refusal("a source to copy", sent_with("PUT", COPY), DENIED, DENIED, DENIED),
    Refusal("a body's hash", sent_with("PUT", HASH), DENIED, DENIED, MISMATCH),
    Refusal(
        "a second mechanism",
        sent_with("GET", AUTHORIZATION),
        ours=Verdict(400, "InvalidArgument"),
        rclone=UNKNOWN,
        swift=ACCEPTED,
        why="looks at the URL alone where that is signed",
    ),
    Refusal(
        "a note spelled with underscores",
        sent_with("GET", [("x_amz_meta_note", "a")]),
        DENIED,
        ACCEPTED,
        ACCEPTED,
        why="no gateway of CGI or WSGI, which takes '_' for '-', stands between",
    ),
]

OTHERS = [
    Refusal("another secret", _by_another_secret),
    Refusal("an unknown access key", _by_nobody, ours=UNKNOWN, rclone=UNKNOWN),
    Refusal("expired, GET", _expired("GET"), DENIED, ENDED, DENIED),
    Refusal("expired, PUT", _expired("PUT"), DENIED, ENDED, DENIED),
    Refusal("expired, DELETE", _expired("DELETE"), DENIED, ENDED, DENIED),
    Refusal("expired and prolonged", _prolonged),
    Refusal("a longer life", edit("PUT", "Expires=3600", "Expires=3601")),
    Refusal(
        "a life of no time",
        signed_anew("GET", "Expires=3600", "Expires=0"),
        DENIED,
        ENDED,
        DENIED,
    ),
    Refusal(
        "a life of over a week",
        signed_anew("GET", "Expires=3600", "Expires=604801"),
        MALFORMED,
        ACCEPTED,
        MALFORMED,
        why="knows no longest life",
    ),
    Refusal(
        "a life that is no number",
        signed_anew("GET", "Expires=3600", "Expires=1h"),
        MALFORMED,
        Verdict(400, "MalformedExpires"),
        MALFORMED,
    ),
    Refusal("no life", edit("PUT", "&X-Amz-Expires=3600", ""), MALFORMED, MISMATCH, DENIED),
    Refusal("another second", edit("PUT", "(?<=X-Amz-Date=.{14}).", _flipped)),
    Refusal("no moment", edit("PUT", "&X-Amz-Date=[^&]*", ""), MALFORMED, ENDED, DENIED),
    Refusal(
        "a moment to come",
        _to_come,
        DENIED,
        ACCEPTED,
        ACCEPTED,
        why="compares the clocks for requests signed in their headers only",
    ),
    Refusal(
        "the scope of another day",
        signed_anew("GET", "(?<=%2F)[0-9]{8}(?=%2F)", "20200101"),
        MALFORMED,
        ACCEPTED,
        MALFORMED,
        why="believes the scope's day whatever the moment of signing",
    ),
    Refusal(
        "another region",
        _for(region="eu-west-1"),
        MALFORMED,
        ACCEPTED,
        MALFORMED,
        why="has no region of its own",
    ),
    Refusal(
        "another region put in", edit("PUT", "us-east-1", "eu-west-1"), MALFORMED, swift=MALFORMED
    ),
    Refusal(
        "another service",
        _for(**SQS),
        MALFORMED,
        Verdict(400, "AuthorizationParameterserror"),  # rclone's spelling
        MALFORMED,
    ),
]

REFUSALS = [*ALTERED, *UNSIGNED, *OTHERS]
