"""Base64 in one spelling: what is read is what would be written."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign._base64 import base64_bytes, base64_text


@given(st.binary())
def test_it_is_the_standard_librarys(data: bytes):
    assert base64.b64encode(data).decode() == base64_text(data)
    assert data == base64_bytes(base64_text(data))


@pytest.mark.parametrize("text", ["Y", "YQ", "YQ=", "YQ==\n", "YR==", "YQ==YQ=="])
def test_another_spelling_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^not the canonical base64 of anything$"):
        base64_bytes(text)


@pytest.mark.parametrize("text", [" YQ=", "YQ-_", "====", "é===", "YQ=a"])
def test_what_is_no_base64_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^not the canonical base64|Error|padding|data"):
        base64_bytes(text)
