"""What `make fuzz` does for long, done for short: any bytes in, a proof or a refusal out."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import ExpiredError, PolicyError, SignatureMismatchError, Verified

from .fuzz import checks, inputs, targets
from .fuzz.checks import Tally, WrongAnswerError, answer
from .fuzz.mutations import mutate
from .fuzz.seeds import links, seeds
from .fuzz.targets import TARGETS

SEEDS = {name: seeds(name) for name in TARGETS}


@pytest.mark.parametrize("name", TARGETS)
def test_its_seeds(name: str):
    """They are of one mind with the naive implementation, and most are proven."""
    Tally.answers = Tally.proofs = 0
    for seed in SEEDS[name]:
        TARGETS[name](seed)
    assert Tally.proofs > Tally.answers // (6 if name == "verify" else 3) > 0


@pytest.mark.parametrize("name", TARGETS)
def test_any_change_of_a_seed(name: str):
    def native(data: bytes, _: int) -> bytes:
        return data[::-1]

    @given(st.sampled_from(SEEDS[name]), st.integers(0, 2**32 - 1))
    def changed(seed: bytes, number: int):
        TARGETS[name](mutate(seed, 4096, number, native))

    changed()


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes(name: str):
    given(st.binary())(TARGETS[name])()


@pytest.mark.parametrize("name", ["presigned", "authorization", "verify"])
def test_any_texts_in_a_request(name: str):
    texts = st.lists(st.text(st.characters()), max_size=8)

    @given(
        st.sampled_from(SEEDS[name]), texts, st.integers(0, 12), st.binary(min_size=4, max_size=4)
    )
    def request(seed: bytes, put_in: list[str], at: int, knobs: bytes):
        before = seed[4:].decode().split(inputs.SEPARATOR)
        spoiled = inputs.SEPARATOR.join(before[:at] + put_in + before[at + len(put_in) :])
        TARGETS[name](knobs + spoiled.encode("utf-8", "surrogatepass"))

    request()


def test_all_that_is_to_be_reached_is_reached():
    """Else the fuzzers would try nothing but how requests are read."""
    reached: Counter[type] = Counter()
    dice = random.Random(4)  # noqa: S311 - to be the same each time

    def counted(call, unsaid=()):
        given = answer(call, unsaid)
        reached[type(given)] += 1
        return given

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(targets, "answer", counted)
        for name in ("verify", "post"):
            for seed in SEEDS[name] * 4:
                TARGETS[name](mutate(seed, 4096, dice.randrange(2**32), lambda data, _: data))
    for kind in (Verified, SignatureMismatchError, ExpiredError, PolicyError):
        assert reached[kind] >= 5, reached


def test_half_a_surrogate_pair_is_reached():
    data = bytes([0, inputs.SURROGATES, 0, 0]) + b"\x0e\x1f\xff"
    assert inputs.read(data).texts == ["\ud83d", "\udcff"]


def test_long_texts_are_spelled_short():
    data = bytes(4) + b"a\x1d2bc\x1d\x1f\x1d8d\x1d\x1f\x1d9e\x1d"
    assert inputs.read(data).texts == ["a" + "bc" * 16, "d" * (65536 - 33), ""]


class TestWhatIsWrongIsFound:
    """A target that finds nothing, whatever it is given, would prove nothing."""

    DATA = inputs.written(links()[0])

    def found(self, words: str, data: bytes = DATA, name: str = "verify"):
        with pytest.raises(WrongAnswerError, match=words):
            TARGETS[name](data)

    def test_a_proof_of_what_is_not_signed(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign._proof.equal", lambda left, right: True)
        forged = self.DATA.replace(b"X-Amz-Signature=", b"X-Amz-Signature=0")
        at = forged.index(b"X-Amz-Signature=0") + 17
        forged = forged[: at + 63] + forged[at + 64 :]
        self.found("proven, though wrong by: signature", forged)

    def test_a_refusal_of_what_is_signed(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign._proof.equal", lambda left, right: not left)
        self.found("refused, though its signature is right")

    def test_a_path_read_otherwise(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign._rebuilt._decoded_path", lambda path, _: f"{path}x")
        self.found("proven, though wrong by: path")

    def test_what_was_seen_before(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign._quick.UNSIGNED_PAYLOAD", "x")
        plain = [texts for texts in links() if "AKIDPLAIN" in texts[1]]
        self.found("what was seen before makes a difference", inputs.written(plain[0]))

    @pytest.mark.parametrize("text", [checks.SECRET, checks.KEY.hex(), checks.TOKEN])
    def test_a_secret_in_a_refusal(self, text: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(SignatureMismatchError, "message", f"it is {text}")
        self.found(
            "signature shows a secret", self.DATA[:4] + self.DATA[4:].replace(b"GET", b"PUT")
        )

    def test_a_line_end_in_a_refusal(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(SignatureMismatchError, "rule", "a\nb")
        self.found("is not printable", self.DATA[:4] + self.DATA[4:].replace(b"GET", b"PUT"))

    def test_a_form_that_its_policy_does_not_allow(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign.policies.PostPolicy.check", lambda *_, **__: ())
        data = SEEDS["post"][0].replace(b"x-amz-algorithm", b"a\x1fb\x1fx-amz-algorithm", 1)
        at = data.index(b"\x1fkey\x1f")
        self.found("proven, though wrong by: a", data[:at] + b"\x1fa\x1fb" + data[at:], "post")

    def test_a_chunk_that_is_not_signed(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sigv4presign.chunks.ChunkedBody._is_signed", lambda *_: True)
        edited = b"\x00\x03\x06\x3e6\x1f\x1fabc\x1cde\x1cf\x1dx"
        self.found("content came out that was not signed", edited, "payload")

    def test_what_takes_long(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(Tally, "limit", -1)
        with pytest.raises(checks.SlowError):
            TARGETS["verify"](self.DATA)
