"""Records: frozen, equal by value, copyable, and silent about what they hide."""

import copy
import pickle

import pytest

from sigv4presign import Credentials, Presigned, Verified, parse_presigned

from .examples import KEYS, NOW, TEMPORARY, prove, sign

RECORDS = [
    KEYS,
    TEMPORARY,
    Credentials("a", "b", "c", expires_at=5),
    sign("PUT", headers={"X-Amz-Acl": "private"}),
    parse_presigned("GET", sign(credentials=TEMPORARY).url),
    prove(sign()),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_copies_and_pickles_are_equal(record: object):
    copies = [copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))]
    for other in copies:
        assert record == other
        assert hash(record) == hash(other)
        assert type(record) is type(other)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_nothing_can_be_changed(record: object):
    for name in record._fields:
        with pytest.raises(AttributeError, match=f"{name} is read-only"):
            setattr(record, name, None)
        with pytest.raises(AttributeError, match=f"{name} is read-only"):
            delattr(record, name)
    with pytest.raises(AttributeError):
        record.another = 1


def test_a_record_has_all_its_fields():
    with pytest.raises(TypeError, match="Verified has 18 fields"):
        Verified("admin")


def test_repr_of_half_a_record_does_not_fail():
    """A traceback out of ``__init__`` may show one."""
    assert "secret_access_key=None" in repr(Credentials.__new__(Credentials))


def test_other_values_are_not_equal():
    assert Credentials("a", "b") != Credentials("a", "c")
    assert Credentials("a", "b") != ("a", "b", None, None)
    claim = parse_presigned("GET", sign().url)
    assert claim != claim.verify(KEYS.secret_access_key, now=NOW)


def test_repr_of_credentials_shows_the_id_and_the_end():
    assert repr(Credentials("AKID", "hush", "hush too", expires_at=5)) == (
        "Credentials(access_key_id='AKID', secret_access_key=<hidden>, session_token=<hidden>, "
        "expires_at=5)"
    )
    assert "session_token=None" in repr(KEYS)


def test_repr_of_a_claim_and_a_proof_shows_no_header_value():
    """One may be an encryption key, or a token of another scheme."""
    sent = {"x-amz-server-side-encryption-customer-key": "hush"}
    signed = sign("PUT", headers=sent)
    for value in (parse_presigned("PUT", signed.url, sent), prove(signed)):
        assert "headers=<hidden>" in repr(value)
        assert "hush" not in repr(value)


def test_repr_of_a_presigned_url_cannot_be_used():
    signed = sign("PUT", credentials=TEMPORARY, headers={"X-Amz-Meta-A": "hush"})
    assert isinstance(signed, Presigned)
    shown = repr(signed)
    assert "X-Amz-Signature=<hidden>" in shown
    assert "X-Amz-Security-Token=<hidden>" in shown
    assert "headers=('X-Amz-Meta-A',)" in shown
    assert "hush" not in shown
