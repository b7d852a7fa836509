"""Which operation a request is, by its method, its address and the parameters in its query.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from collections.abc import Callable

from . import _containers as containers
from . import _multipart_lists as lists
from . import _multiparts as multiparts
from . import _reading as reading
from . import _writing as writing
from ._answers import Answer
from ._buckets import Bucket
from ._calls import Call
from ._errors import StoreError, argument
from ._folder import Folder

# What the parameter says, in the order in which it counts.
_OBJECT: dict[tuple[str, str], Callable[[Bucket, Call], Answer]] = {
    ("GET", ""): reading.get_object,
    ("HEAD", ""): reading.head_object,
    ("PUT", ""): writing.put_object,
    ("PUT", "copy"): writing.copy_object,
    ("DELETE", ""): writing.delete_object,
    ("GET", "tagging"): writing.get_tags,
    ("PUT", "tagging"): writing.put_tags,
    ("DELETE", "tagging"): writing.delete_tags,
    ("POST", "uploads"): multiparts.create_upload,
    ("PUT", "uploadId"): multiparts.upload_part,
    ("PUT", "uploadId copy"): multiparts.upload_part_copy,
    ("GET", "uploadId"): lists.list_parts,
    ("POST", "uploadId"): multiparts.complete_upload,
    ("DELETE", "uploadId"): multiparts.abort_upload,
}
_BUCKET: dict[tuple[str, str], Callable[[Bucket, Call], Answer]] = {
    ("HEAD", ""): containers.head_bucket,
    ("GET", ""): containers.list_objects,
    ("GET", "list-type"): containers.list_objects_v2,
    ("GET", "location"): containers.get_location,
    ("GET", "versioning"): containers.get_versioning,
    ("GET", "uploads"): lists.list_uploads,
    ("POST", "delete"): writing.delete_objects,
}
_FOLDER: dict[tuple[str, str], Callable[[Folder, Call], Answer]] = {
    ("PUT", ""): containers.create_bucket,
    ("DELETE", ""): containers.delete_bucket,
}
_DONE = {sub.partition(" ")[0] for _, sub in (*_OBJECT, *_BUCKET)} - {"", "copy"}
_NOT_DONE = (
    "accelerate",
    "acl",
    "analytics",
    "attributes",
    "cors",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "logging",
    "metadataTable",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "partNumber",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "requestPayment",
    "restore",
    "retention",
    "select",
    "session",
    "tagging",
    "torrent",
    "versions",
    "website",
)


def operate(call: Call) -> Answer:
    """Do what *call* asks for.

    Raises:
        StoreError: it cannot be done.
        VerificationError: its body is not what was signed.
    """
    if call.query.get("versionId", "null") != "null":
        raise argument("versionId", call.query["versionId"], "This store keeps no versions")
    method, sub = call.head.method, _subresource(call)
    if method in ("GET", "HEAD") and call.proof.payload_hash != "UNSIGNED-PAYLOAD":
        call.nothing()
    if not call.bucket and call.key:
        raise StoreError("InvalidBucketName")
    if not call.bucket:
        if (method, sub) != ("GET", ""):
            raise StoreError("MethodNotAllowed")
        return containers.list_buckets(call.folder, call)
    if not call.key and (method, sub) in _FOLDER:
        return _FOLDER[method, sub](call.folder, call)
    operation = (_OBJECT if call.key else _BUCKET).get((method, sub))
    if operation is None:
        if sub:
            raise StoreError(
                "NotImplemented",
                f"{method} with ?{sub.partition(' ')[0]} is not done by this store",
            )
        raise StoreError("MethodNotAllowed")
    return operation(call.folder.bucket(call.bucket), call)


def _subresource(call: Call) -> str:
    sub = next((name for name in sorted(_DONE) if name in call.query), "")
    if sub != "uploadId":
        sub = next((name for name in _NOT_DONE if name in call.query and name not in _DONE), sub)
    if call.head.method == "PUT" and call.header("x-amz-copy-source") is not None:
        return f"{sub} copy".strip()
    return sub
