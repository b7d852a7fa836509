"""`error_document`: a refusal as the XML that S3 answers with.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from typing import Protocol

from ..refusals import SignatureMismatchError

CONTENT_TYPE = "application/xml"

# A carriage return as a reference, or a parser would read it as a line feed.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


class Refusal(Protocol):
    """What S3 tells of an error; every `VerificationError` has it."""

    @property
    def code(self) -> str:
        """S3's error code."""
        ...

    @property
    def message(self) -> str:
        """The text that goes with it."""
        ...

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """(Name, text) pairs, the further elements."""
        ...


def error_document(
    error: Refusal,
    *,
    resource: str = "",
    request_id: str = "",
    host_id: str = "",
    details: bool = False,
) -> bytes:
    """Return the XML document, in UTF-8, that tells a client why its request is refused.

    Args:
        error: the refusal; its code, its message and what S3 adds to them are shown.
        resource: the path of the request, decoded; left out if empty.
        request_id: by which an operator finds the request in a log.
        host_id: which server answered.
        details: whether a signature that does not match is answered with the canonical request and
            the string to sign, as S3 does. They help whoever debugs a signer, and repeat nothing
            but what the client sent, its session token included. The signature that would have
            been right is never shown.
    """
    elements = [("Code", error.code), ("Message", error.message)]
    elements.extend(error.details)
    if details and isinstance(error, SignatureMismatchError):
        elements.extend(_compared(error))
    if resource:
        elements.append(("Resource", resource))
    elements.extend([("RequestId", request_id), ("HostId", host_id)])
    lines = [f"<{name}>{escaped(text)}</{name}>" for name, text in elements]
    document = '<?xml version="1.0" encoding="UTF-8"?>\n<Error>' + "".join(lines) + "</Error>"
    return document.encode("utf-8")


def _compared(error: SignatureMismatchError) -> list[tuple[str, str]]:
    elements = [
        ("AWSAccessKeyId", error.access_key_id),
        ("StringToSign", error.string_to_sign),
        ("SignatureProvided", error.signature),
        ("StringToSignBytes", _hexadecimal(error.string_to_sign)),
    ]
    if error.canonical_request:  # which the chunk of a body has not
        elements.append(("CanonicalRequest", error.canonical_request))
        elements.append(("CanonicalRequestBytes", _hexadecimal(error.canonical_request)))
    return elements


def _hexadecimal(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").hex(" ")


def escaped(text: str) -> str:
    """Return *text* as the content of an XML element, what XML cannot hold replaced."""
    return "".join([_ESCAPES.get(each, each) if _is_xml(each) else "\ufffd" for each in text])


def _is_xml(character: str) -> bool:
    """Return whether XML 1.0 can hold *character* at all, https://www.w3.org/TR/xml/#charsets."""
    code = ord(character)
    if code < 0x20:
        return character in "\t\n\r"
    return not (0xD800 <= code <= 0xDFFF or 0xFFFE <= code <= 0xFFFF)
