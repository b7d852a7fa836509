"""Fuzz the verifier with atheris: ``python -m tests.fuzz.run TARGET RUNS [libFuzzer's options]``.

One process for each target. It ends with an error, and the input in a file, at the first answer
that is neither a proof nor a `VerificationError`, at an input that takes too long or too much
memory; else it prints what it did.
"""

import atexit
import resource
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sigv4presign"]):
    import sigv4presign.post_forms
    import sigv4presign.verifier  # noqa: F401

from .seeds import DICTIONARY, seeds
from .targets import TARGETS

SECONDS = 5  # that one input may take, on a busy machine
MEGABYTES = 512


def main() -> None:
    name, runs, *options = sys.argv[1:]
    target = TARGETS[name]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        given = seeds(name)
        for number, seed in enumerate(given):
            (corpus / f"{number}").write_bytes(seed)
        words = Path(folder, "words")
        escaped = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in DICTIONARY]
        words.write_text("".join(f'"{word}"\n' for word in escaped))
        limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", "-max_len=4096"]
        arguments = [sys.argv[0], str(corpus), f"-atheris_runs={runs}", f"-dict={words}", *limits]
        atheris.Setup([*arguments, "-print_final_stats=1", "-verbosity=0", *options], target)

        def report() -> None:
            seconds = time.monotonic() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name}: {runs} inputs from {len(given)} seeds in {seconds:.0f} s, "
                f"{int(runs) / seconds:.0f} a second, at most {peak} MiB: nothing but proofs and "
                "refusals",
                flush=True,
            )

        atexit.register(report)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
