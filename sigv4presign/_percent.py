"""Percent-encoding: the one table that every signed and every sent text goes through.

SigV4 keeps the unreserved characters of RFC 3986 section 2.3 and writes every other byte of the
UTF-8 text as ``%XX`` with upper-case digits; a space is ``%20``, never ``+``.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

_IN_PATH = UNRESERVED + "/"
_HEX = "0123456789ABCDEF"
_ESCAPES = ["%" + high + low for high in _HEX for low in _HEX]
_ENCODED = tuple([chr(b) if chr(b) in UNRESERVED else _ESCAPES[b] for b in range(256)])
_ENCODED_IN_PATH = _ENCODED[:0x2F] + ("/",) + _ENCODED[0x30:]

# Both cases of each digit. A table, because `int(pair, 16)` also takes "+1", " 1" and "1_".
_DIGITS = [(digit, _HEX.index(digit.upper())) for digit in _HEX + "abcdef"]
_DECODED = {high + low: 16 * a + b for high, a in _DIGITS for low, b in _DIGITS}
# What encoding writes, `%2F` aside, which a path spells `/`.
_WRITTEN_IN_PATH = frozenset([text[1:] for text in _ENCODED_IN_PATH if len(text) == 3])


def encode(text: str) -> str:
    """Return *text* as the name or value of a query parameter, ``/`` escaped too."""
    # Stripping every unreserved character leaves nothing only if there is nothing else: a test
    # at C speed, and one that MicroPython has too.
    if not text.strip(UNRESERVED):
        return text
    return "".join([_ENCODED[b] for b in text.encode("utf-8")])


def encode_path(text: str) -> str:
    """Return *text* as a path, every ``/`` left as it is."""
    if not text.strip(_IN_PATH):
        return text
    if not text.replace(" ", "").strip(_IN_PATH):
        return text.replace(" ", "%20")  # what most keys have that are not plain
    return "".join([_ENCODED_IN_PATH[b] for b in text.encode("utf-8")])


def decode(text: str) -> bytes:
    """Return the bytes that *text* spells; ``+`` stands for itself.

    Raises:
        ValueError: a ``%`` is not followed by two hexadecimal digits.
    """
    first, *rest = text.split("%")
    raw = bytearray(first.encode("utf-8"))
    for piece in rest:
        byte = _DECODED.get(piece[:2])
        if byte is None:
            raise ValueError(f"no two hexadecimal digits after the '%' of {'%' + piece[:2]!r}")
        raw.append(byte)
        raw.extend(piece[2:].encode("utf-8"))
    return bytes(raw)


def bad_escape(text: str) -> str | None:
    """Return the first escape in *text* that has no two hexadecimal digits, or None."""
    for piece in text.split("%")[1:]:
        if piece[:2] not in _DECODED:
            return "%" + piece[:2]
    return None


def recode(text: str) -> str:
    """Return what `encode` writes for the bytes that *text*, part of a query, already spells.

    ``+`` is read as a space, as every S3 implementation and HTML forms read it in a query.

    Raises:
        ValueError: as `decode` does.
    """
    if not text.strip(UNRESERVED):
        return text
    return "".join([_ENCODED[b] for b in decode(text.replace("+", " "))])


def recode_path(text: str) -> str:
    """Return what `encode_path` writes for the bytes that *text*, a path, already spells.

    ``+`` is read as itself, and ``%2F`` as ``/``: so S3 reads a path.

    Raises:
        ValueError: as `decode` does.
    """
    if not text.strip(_IN_PATH):
        return text
    first, *rest = text.split("%")
    for piece in rest:  # most keys come canonically spelled; seeing that is cheaper than doing it
        if piece[:2] not in _WRITTEN_IN_PATH or piece[2:].strip(_IN_PATH):
            break
    else:
        if not first.strip(_IN_PATH):
            return text
    return "".join([_ENCODED_IN_PATH[b] for b in decode(text)])
