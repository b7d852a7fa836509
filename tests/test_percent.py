"""One encoder: as RFC 3986 has it, and reversible."""

import re
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4presign._percent import (
    UNRESERVED,
    bad_escape,
    decode,
    encode,
    encode_path,
    recode,
    recode_path,
)

characters = st.text(st.characters(exclude_categories=["Cs"]))
escaped = st.binary().map(lambda raw: "".join(f"%{byte:02x}" for byte in raw))
spelled = st.lists(characters.map(encode) | escaped | st.sampled_from(["/", "+", "!", "~"])).map(
    "".join
)


def test_unreserved_is_rfc_3986():
    assert "".join(sorted(UNRESERVED)) == "".join(
        sorted(chr(code) for code in range(128) if quote(chr(code), safe="") == chr(code))
    )


@given(characters)
@example("é/日本 !'()*&$@=:,;?#[]%41\"<>\\^`{|}~+")
def test_encode_is_the_standard_librarys_quote(text: str):
    assert quote(text, safe="") == encode(text)
    assert quote(text, safe="/") == encode_path(text)


@pytest.mark.parametrize("blank", " \t\n")
def test_a_blank_is_escaped_alone_too(blank: str):
    assert f"%{ord(blank):02X}" == encode(blank) == encode_path(blank)


@given(characters)
def test_decode_inverts_encode(text: str):
    assert text.encode() == decode(encode(text))
    assert text.encode() == decode(encode_path(text))


@given(spelled)
@example("%41%2F+%7e%c3%a9")
@example(" ")
@example(" %20")
@example("a%20 ")
@example("a 20b")
def test_recode_spells_the_same_bytes_canonically(text: str):
    assert quote(unquote_to_bytes(text.replace("+", " ")), safe="") == recode(text)
    assert quote(unquote_to_bytes(text), safe="/") == recode_path(text)


@given(spelled)
def test_recoding_twice_changes_nothing_more(text: str):
    assert recode(text) == recode(recode(text))
    assert recode_path(text) == recode_path(recode_path(text))


@pytest.mark.parametrize(
    "text, escape",
    [
        ("%", "%"),
        ("%4", "%4"),
        ("%zz", "%zz"),
        ("a%4", "%4"),
        ("%+1", "%+1"),
        ("% 1", "% 1"),
        ("%1_", "%1_"),
        ("%%41", "%"),
        ("%é0", "%é0"),
        ("%٠٠", "%٠٠"),
        ("é%4ge", "%4g"),
        ("XX%XX20", "%XX"),
    ],
)
def test_a_damaged_escape_is_found(text: str, escape: str):
    assert bad_escape(text) == escape
    message = re.escape(f"no two hexadecimal digits after the '%' of {escape!r}")
    for read in (decode, recode_path):
        with pytest.raises(ValueError, match=f"^{message}$"):
            read(text)
    with pytest.raises(ValueError, match="two hexadecimal digits"):
        recode(text)


@pytest.mark.parametrize("text", ["", "a", "%41", "%c3%A9", "%25", "%2541"])
def test_a_whole_escape_is_not(text: str):
    assert bad_escape(text) is None
