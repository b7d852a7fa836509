"""What `make fuzz` does for long, done for short: any bytes in, a proof or a refusal out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .fuzz.seeds import DICTIONARY, seeds
from .fuzz.targets import TARGETS, outcome

SEEDS = {name: seeds(name) for name in TARGETS}


@pytest.mark.parametrize("name", TARGETS)
def test_its_seeds(name: str):
    assert len(SEEDS[name]) >= 3
    for seed in SEEDS[name]:
        TARGETS[name](seed)
        for cut in range(0, len(seed), 7):
            TARGETS[name](seed[:cut])


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_is_put_in(name: str):
    @given(st.data(), st.sampled_from(SEEDS[name]))
    def whatever(data: st.DataObject, seed: bytes):
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(seed)))
            until = at + data.draw(st.integers(0, 8))
            words = st.sampled_from([word.encode() for word in DICTIONARY]) | st.binary(max_size=6)
            seed = seed[:at] + data.draw(words) + seed[until:]
        TARGETS[name](seed)

    whatever()


@given(st.binary())
def test_any_bytes(data: bytes):
    for target in TARGETS.values():
        target(data)


def test_a_proof_is_reached():
    """Else the fuzzers would try nothing but the refusals."""
    from sigv4presign import Verifier

    from .fuzz.targets import DOORS, NOW, SECRETS, request_of

    proofs = 0
    for seed in SEEDS["parse"]:
        method, target, headers = request_of(seed)
        proof = outcome(
            lambda m=method, t=target, h=headers: Verifier(None, None).verify(
                m, t, h, SECRETS, now=NOW, body=None
            )
        )
        proofs += proof is not None
    assert proofs >= len(SEEDS["parse"]) // 3
    assert len(DOORS) == 5
