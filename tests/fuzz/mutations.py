"""Changes to an input that keep its form: its texts moved, repeated, cut, and words put in."""

import random
from collections.abc import Callable

from .inputs import KNOBS, RUN, SEPARATOR
from .seeds import DICTIONARY, LONG

BETWEEN = SEPARATOR.encode()
WORDS = [word.encode() for word in DICTIONARY + LONG]
Native = Callable[[bytes, int], bytes]


def mutate(data: bytes, longest: int, seed: int, native: Native) -> bytes:
    """Return *data* changed in one to three places.

    Args:
        data: an input of a target.
        longest: bytes that it may have then.
        seed: of the choices.
        native: what changes bytes without regard to their form.
    """
    dice = random.Random(seed)  # noqa: S311 - libFuzzer's, to be the same again
    for _ in range(dice.choice((1, 1, 2, 3))):
        if dice.random() < 0.3:
            data = bytes(native(bytes(data), longest))
        elif dice.random() < 0.1 and len(data) >= KNOBS:
            at = dice.randrange(KNOBS)
            data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
        else:
            texts = data[KNOBS:].split(BETWEEN)
            dice.choice(CHANGES)(texts, dice)
            data = data[:KNOBS] + BETWEEN.join(texts)
    return data[:longest]


def _put_in(texts: list[bytes], dice: random.Random) -> None:
    index = dice.randrange(len(texts))
    text = texts[index]
    at = dice.randrange(len(text) + 1)
    until = min(len(text), at + dice.choice((0, 0, 1, 2, 8, 32)))
    texts[index] = text[:at] + dice.choice(WORDS) + text[until:]


def _put_at_a_mark(texts: list[bytes], dice: random.Random) -> None:
    index = dice.randrange(len(texts))
    text = texts[index]
    marks = [at for at, byte in enumerate(text) if byte in b"&=/;,:?%\"' "]
    at = dice.choice(marks) + dice.randrange(2) if marks else 0
    texts[index] = text[:at] + dice.choice(WORDS) + text[at:]


def _change_a_part(texts: list[bytes], dice: random.Random) -> None:
    index = dice.randrange(len(texts))
    mark = dice.choice((b"&", b"/", b",", b";", b"%2F", b'"', b"="))
    parts = texts[index].split(mark)
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    parts[one] = dice.choice(
        (b"", parts[other], parts[one] + mark + parts[one], dice.choice(WORDS))
    )
    texts[index] = mark.join(parts)


def _exchange(texts: list[bytes], dice: random.Random) -> None:
    one, other = dice.randrange(len(texts)), dice.randrange(len(texts))
    texts[one], texts[other] = texts[other], texts[one]


def _repeat_a_pair(texts: list[bytes], dice: random.Random) -> None:
    at = dice.randrange(1 + len(texts) // 2) * 2
    texts[at:at] = texts[at : at + 2] or [dice.choice(WORDS), dice.choice(WORDS)]


def _drop_a_pair(texts: list[bytes], dice: random.Random) -> None:
    at = dice.randrange(1 + len(texts) // 2) * 2
    texts[at : at + 2] = []
    if not texts:
        texts.append(b"")


def _lengthen(texts: list[bytes], dice: random.Random) -> None:
    index = dice.randrange(len(texts))
    text = texts[index]
    at = dice.randrange(len(text) + 1)
    until = at + dice.randrange(1, 12)
    run = RUN.encode()
    piece = text[at:until] or dice.choice(WORDS)
    texts[index] = text[:at] + run + b"%d" % dice.randrange(9) + piece + run + text[until:]


def _change_case(texts: list[bytes], dice: random.Random) -> None:
    index = dice.randrange(len(texts))
    texts[index] = dice.choice((bytes.lower, bytes.upper, bytes.title))(texts[index])


CHANGES = (
    _put_in,
    _put_in,
    _put_at_a_mark,
    _put_at_a_mark,
    _change_a_part,
    _change_a_part,
    _exchange,
    _repeat_a_pair,
    _drop_a_pair,
    _lengthen,
    _change_case,
)
