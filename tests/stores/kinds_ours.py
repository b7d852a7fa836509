"""Requests that we take and a store refuses; and what we are to do otherwise."""

from .agreement import TAKEN, A, C, H, K, Kind, Q

_YES = (TAKEN,)
_MISMATCH = ("SignatureDoesNotMatch",)
_DENIED = ("AccessDenied",)
_HEADER = ("AuthorizationHeaderMalformed",)

WE_TAKE = [
    Kind(
        "a parameter of the application's with several values",
        ("",),
        _YES,
        "ours",
        "all parameters are signed, sorted by name and then by value; Swift and Ceph keep one of "
        "them, rclone does not sort them",
        C,
        swift=_MISMATCH,
        ceph=_MISMATCH,
        rclone=_MISMATCH,
        tags=("name repeated",),
    ),
    Kind(
        "a parameter with a name beyond ASCII",
        ("",),
        _YES,
        "ours",
        "the names are sorted once they are encoded; they sort before",
        H,
        swift=_MISMATCH,
        rclone=_MISMATCH,
        tags=("name that sorts",),
    ),
    Kind(
        "`;` in the query",
        ("",),
        _YES,
        "ours",
        "it is part of a name or value; Go's parser drops both",
        H,
        rclone=_MISMATCH,
        tags=("semicolon",),
    ),
    Kind(
        "a letter of the name `X-Amz-Signature` escaped",
        ("",),
        _YES,
        "ours",
        "names are decoded before they are encoded; Ceph looks for it as spelled",
        H,
        ceph=_MISMATCH,
        tags=("query respelled, a letter of the sig",),
    ),
    Kind(
        "`X-Amz-Content-Sha256` with a hash in a signed URL",
        ("",),
        _YES,
        "not said",
        "the page knows `UNSIGNED-PAYLOAD` alone; S3 was seen to take the hash that is stated, "
        "and only so can a body be checked",
        Q,
        swift=_MISMATCH,
        ceph=_MISMATCH,
        rclone=_MISMATCH,
        tags=("payload in",),
    ),
    Kind(
        "a tab within a header's value",
        ("",),
        _YES,
        "not said",
        "runs of blanks are one blank; AWS's SDKs count the tab among them, Ceph does not",
        C,
        ceph=_MISMATCH,
        tags=("tab",),
    ),
    Kind(
        "a signed header that is sent twice",
        ("",),
        _YES,
        "ours",
        "values are joined by commas; Ceph keeps the last",
        C,
        ceph=_MISMATCH,
        tags=("header twice",),
    ),
    Kind(
        "an unsigned `x-amz-content-sha256` that says what is signed anyhow",
        ("",),
        _YES,
        "not said",
        "every `x-amz-` header must be signed; this one is, as the last line, and S3 takes it",
        Q,
        rclone=_DENIED,
        tags=("payload repeated", "x-amz-content-sha256 not signed"),
    ),
    Kind(
        "`Date` signed beside `X-Amz-Date`",
        ("",),
        _YES,
        "ours",
        "`X-Amz-Date` goes before; rclone reads a `Date` of HTTP's own form as if it were one",
        C,
        rclone=("MalformedDate",),
        tags=("header Date",),
    ),
    Kind(
        "several blanks between the components of `Authorization`",
        ("",),
        _YES,
        "not said",
        "Swift does not trim them",
        A,
        swift=_HEADER,
        tags=("Authorization with more blanks",),
    ),
    Kind(
        "the components of `Authorization` in another order",
        ("",),
        _YES,
        "not said",
        "they have names; rclone counts on the order",
        A,
        rclone=_DENIED,
        tags=("Authorization with another order",),
    ),
    Kind(
        "a key such as `a//b` or `a/`",
        ("",),
        _YES,
        "ours",
        "a key is any UTF-8; rclone finds the request genuine and cannot keep such objects",
        K,
        rclone=("InvalidArgument", "InternalError"),
        tags=("empty segment", "key"),
    ),
]

# Refused by all, with another code than ours.
OUR_CODES = [
    Kind(
        "`x-amz-content-sha256` that is no hash",
        ("payload-form",),
        ("InvalidArgument",),
        "ours",
        "S3 was seen to answer so, as Swift does where the header is not empty; Ceph and rclone "
        "compute with it",
        H,
        swift=("InvalidRequest", *_MISMATCH),
        ceph=("XAmzContentSHA256Mismatch", *_MISMATCH),
        rclone=_MISMATCH,
    ),
]

# Where S3's own answer, or its documentation, is the stores'.
THEY_ARE_RIGHT = [
    Kind(
        "a `Host` in upper case, signed in lower case",
        ("",),
        _YES,
        "theirs",
        "values of headers are only trimmed; most signers write the host in lower case all the "
        "same, host names have no case, and HTTP clients send what was typed",
        C,
        swift=_MISMATCH,
        ceph=_MISMATCH,
        rclone=_MISMATCH,
        tags=("host in another case",),
    ),
]
