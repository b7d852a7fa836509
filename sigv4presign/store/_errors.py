"""`StoreError`: what the store answers to a genuine request that it cannot do, in S3's words.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

_TOO_SMALL = "Your proposed upload is smaller than the minimum allowed object size."
_XML = "The XML you provided was not well-formed or did not validate against our published schema"
_PARTS = (
    "One or more of the specified parts could not be found. The part might not have been "
    "uploaded, or the specified entity tag might not have matched the part's entity tag."
)
_NO_UPLOAD = (
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have "
    "been aborted or completed."
)
_SLOW = (
    "Your socket connection to the server was not read from or written to within the timeout "
    "period."
)
_PRECONDITION = "At least one of the pre-conditions you specified did not hold"

CODES = {
    "AccessDenied": (403, "Access Denied"),
    "BadDigest": (400, "The Content-MD5 you specified did not match what we received."),
    "BadRequest": (400, "Bad Request"),
    "BucketAlreadyOwnedByYou": (
        409,
        "Your previous request to create the named bucket succeeded and you already own it.",
    ),
    "BucketNotEmpty": (409, "The bucket you tried to delete is not empty"),
    "EntityTooLarge": (400, "Your proposed upload exceeds the maximum allowed size"),
    "EntityTooSmall": (400, _TOO_SMALL),
    "IllegalLocationConstraintException": (
        400,
        "The specified location-constraint is not valid for the region this request was sent to.",
    ),
    "IncompleteBody": (
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    ),
    "InternalError": (500, "We encountered an internal error. Please try again."),
    "InvalidArgument": (400, "Invalid Argument"),
    "InvalidBucketName": (400, "The specified bucket is not valid."),
    "InvalidDigest": (400, "The Content-MD5 you specified is not valid."),
    "InvalidPart": (400, _PARTS),
    "InvalidPartOrder": (400, "The list of parts was not in ascending order."),
    "InvalidRange": (416, "The requested range is not satisfiable"),
    "InvalidRequest": (400, "Invalid Request"),
    "InvalidTag": (400, "The tag provided was not a valid tag."),
    "KeyTooLongError": (400, "Your key is too long"),
    "MalformedPOSTRequest": (
        400,
        "The body of your POST request is not well-formed multipart/form-data.",
    ),
    "MalformedXML": (400, _XML),
    "MaxMessageLengthExceeded": (400, "Your request was too big."),
    "MetadataTooLarge": (400, "Your metadata headers exceed the maximum allowed metadata size"),
    "MethodNotAllowed": (405, "The specified method is not allowed against this resource."),
    "MissingContentLength": (411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": (404, "The specified bucket does not exist"),
    "NoSuchKey": (404, "The specified key does not exist."),
    "NoSuchUpload": (
        404,
        _NO_UPLOAD,
    ),
    "NotImplemented": (501, "A header you provided implies functionality that is not implemented"),
    "NotModified": (304, "Not Modified"),
    "PreconditionFailed": (412, _PRECONDITION),
    "RequestHeaderSectionTooLarge": (
        400,
        "Your request header section exceeds the maximum allowed size.",
    ),
    "RequestTimeout": (
        400,
        _SLOW,
    ),
    "SlowDown": (503, "Please reduce your request rate."),
}


class StoreError(Exception):
    """A request is answered with an error of S3.

    Attributes:
        code: S3's, one of `CODES`.
        status: the HTTP status that goes with it.
        message: what S3 prints.
        details: (name, text) pairs, the further elements of the answer.
        headers: (name, value) pairs of the answer.
    """

    def __init__(
        self,
        code: str,
        message: str = "",
        details: tuple[tuple[str, str], ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.status, text = CODES[code]
        self.message = message or text
        self.details = details
        self.headers = headers

    def __str__(self) -> str:
        return self.message


def argument(name: str, value: str, message: str) -> StoreError:
    """Return the error for the request's argument *name*, which is *value*."""
    details = (("ArgumentName", name), ("ArgumentValue", value))
    return StoreError("InvalidArgument", message, details)
