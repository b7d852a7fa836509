"""Causes that have to do with upload forms and their policy."""

from ..cause import Cause

_FORMS = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html"
_POLICY = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html"

FORMS = (
    Cause(
        "post-uncovered-field",
        "the form has a field that no condition of its policy allows",
        "AccessDenied: Invalid according to Policy: Extra input fields: x",
        "the fields; or the answer",
        "`post-condition-failed` is a condition that names the field, and fails.",
        "Add a condition for the field: Conditions=[['starts-with', '$x', '']] for any value; or "
        "name it x-ignore-….",
        ("aws/aws-sdk-php#3292", "minio/minio#19652", _POLICY),
    ),
    Cause(
        "post-condition-failed",
        "a condition of the policy fails",
        "AccessDenied: Invalid according to Policy: Policy Condition failed: […]",
        "the fields; or the answer",
        "`post-uncovered-field` has no condition at all; `post-size-out-of-range` is the file's "
        "length.",
        "Send the field with the value that the condition wants, or sign another condition.",
        ("aws/aws-sdk-js#1514", _POLICY),
    ),
    Cause(
        "post-field-order",
        "fields come after the file, where they are not read",
        "InvalidArgument: Bucket POST must contain a field named 'key'. If it is specified, please "
        "check the order of the fields; POST requires exactly one file upload per request; "
        "AccessDenied",
        "the fields in their order; or the answer",
        "`post-condition-failed` with a field that is there, but behind the file, is this.",
        "Put the field file last, after all others.",
        (_FORMS,),
    ),
    Cause(
        "post-wrong-request",
        "a form was sent by PUT, or a URL for PUT was sent a form",
        "MethodNotAllowed: The specified method is not allowed against this resource; "
        "SignatureDoesNotMatch; PreconditionFailed: Bucket POST must be of the enclosure-type "
        "multipart/form-data",
        "the method and Content-Type that were sent",
        "`method-changed` is any other method.",
        "generate_presigned_post: POST the fields and the file as multipart/form-data. "
        "generate_presigned_url('put_object'): PUT the bytes alone.",
        ("boto/boto3#2261", _FORMS),
    ),
    Cause(
        "post-policy-reencoded",
        "the policy was encoded anew between signing and sending",
        "SignatureDoesNotMatch on a form; AccessDenied (Ceph RGW); InvalidPolicyDocument",
        "the fields and the secret; line breaks in it show without",
        "`secret-damaged` is the same code with the policy as signed.",
        "Sign the base64 text, and send that very text: no second json.dumps, no line breaks "
        "(Python: b64encode, not encodebytes).",
        (_POLICY,),
    ),
    Cause(
        "post-policy-expired",
        "the policy has expired, or its expiration is not readable",
        "AccessDenied: Invalid according to Policy: Policy expired; Invalid Policy: Invalid "
        "'expiration' value",
        "the fields and the time; or the answer",
        "`expired` is a URL's lifetime.",
        "Sign a new form; write the expiration as 2007-12-01T12:00:00.000Z, in UTC.",
        (_POLICY,),
    ),
    Cause(
        "post-size-out-of-range",
        "the file is smaller or larger than the policy allows",
        "EntityTooLarge: Your proposed upload exceeds the maximum allowed size; EntityTooSmall "
        "(MinSizeAllowed, MaxSizeAllowed, ProposedSize)",
        "the answer; or the policy and the file's size",
        "`post-condition-failed` is about fields.",
        "Upload a file within content-length-range, or sign a wider one.",
        (_POLICY,),
    ),
)
