"""Base64, strictly: one spelling for one value."""

from binascii import a2b_base64, b2a_base64


def base64_text(data: "bytes | bytearray") -> str:
    """Return the base64 of *data*, on one line: RFC 4648 section 4."""
    return b2a_base64(data)[:-1].decode()


def base64_bytes(text: str) -> bytes:
    """Return what *text* stands for.

    Raises:
        ValueError: *text* is not exactly what `base64_text` writes.
    """
    # MicroPython's takes bytes only, and has an exception of its own for what is cut off.
    data = b"" if len(text) % 4 else a2b_base64(text.encode())
    if base64_text(data) != text:
        raise ValueError("not the canonical base64 of anything")
    return data
