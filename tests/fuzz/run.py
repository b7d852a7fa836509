"""Fuzz the verifier with atheris: ``python -m tests.fuzz.run TARGET RUNS [FOLDER [OPTIONS]]``.

One process for each target. Each new kind of wrong answer is written to FOLDER with the input, and
the run goes on; at its end it says what it did, and fails if there was one. Wrong is what the
targets find wrong, an answer that takes too long (`once` has the limit), and an input that needs
`MEGABYTES` of memory more than any before it. OPTIONS are libFuzzer's.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sigv4presign"]):
    import sigv4presign.post_forms
    import sigv4presign.verifier  # noqa: F401

from .checks import SlowError, Tally, WrongAnswerError
from .mutations import mutate
from .once import SECONDS
from .seeds import seeds
from .targets import TARGETS

MEGABYTES = 32
EVERY = 100_000  # runs


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Run:
    """One target, and what was found with it."""

    def __init__(self, name: str, runs: int, folder: Path) -> None:
        self.name = name
        self.target = TARGETS[name]
        self.runs = runs
        self.folder = folder
        self.done = 0
        self.found: dict[str, int] = {}
        self.slowest: dict[str, float] = {}
        self.began = time.monotonic()
        self.peak = 0

    def once(self, data: bytes) -> None:
        try:
            self.target(data)
        except SlowError as error:
            self._confirm(data, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self._keep(_kind(error), data, traceback.format_exc())
        self.done += 1
        if self.done > 1000 and peak() > self.peak + MEGABYTES:
            self._keep("memory", data, f"{self.peak} MiB, then {peak()} MiB")
        if self.done % EVERY == 0 or self.done <= 1000:
            self.peak = max(self.peak, peak())
        if self.done % EVERY == 0:
            print(self.said(), flush=True)
        if self.done >= self.runs:
            self.end()

    def _confirm(self, data: bytes, error: SlowError) -> None:
        kind = f"slow: {error.args[0]}"
        if error.args[1] < 1.2 * self.slowest.get(kind, 0):
            return  # it was looked at already
        self.slowest[kind] = error.args[1]
        # As it is without instrumentation, which makes all several times slower.
        path = self._write(f"{self.name}-slow", data)
        command = [sys.executable, "-m", "tests.fuzz.once", self.name, str(path)]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        if ran.returncode:
            self._keep(kind, data, ran.stderr)

    def _keep(self, kind: str, data: bytes, report: str) -> None:
        self.found[kind] = self.found.get(kind, 0) + 1
        self.peak = max(self.peak, peak())
        if self.found[kind] == 1:
            path = self._write(f"{self.name}-{len(self.found)}", data)
            path.with_suffix(".txt").write_text(f"{kind}\n{data!r}\n{report}", "utf-8", "replace")
            print(f"{self.name}: {kind}: {path}", flush=True)

    def _write(self, name: str, data: bytes) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(data)
        return path

    def said(self) -> str:
        seconds = time.monotonic() - self.began
        wrong = f"{sum(self.found.values())} wrong answers of {len(self.found)} kinds"
        return (
            f"{self.name}: {self.done} runs in {seconds:.0f} s, {self.done / seconds:.0f} a second,"
            f" at most {peak()} MiB, {Tally.proofs} proofs of {Tally.answers} answers, "
            f"{len(Tally.rules)} rules: {wrong}"
        )

    def end(self) -> None:
        print(f"{self.said()}; done", flush=True)
        for kind, number in sorted(self.found.items()):
            print(f"  {number} times {kind}", flush=True)
        os._exit(1 if self.found else 0)  # libFuzzer would go on


def _kind(error: Exception) -> str:
    """Return what an error has in common with others of its cause."""
    if isinstance(error, WrongAnswerError):
        return str(error.args[0])
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "sigv4presign/" in one.filename] or frames
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def main() -> None:
    name, runs, *more = sys.argv[1:]
    run = Run(name, int(runs), Path(more[0] if more else ".fuzz"))
    Tally.limit = SECONDS
    with tempfile.TemporaryDirectory() as folder:
        given = seeds(name)
        for number, seed in enumerate(given):
            Path(folder, f"{number}").write_bytes(seed)
        print(f"{name}: {len(given)} seeds", flush=True)
        options = ["-max_len=4096", "-timeout=60", "-rss_limit_mb=2048", "-verbosity=0", *more[1:]]
        atheris.Setup(
            [sys.argv[0], folder, *options],
            run.once,
            custom_mutator=lambda data, longest, seed: mutate(data, longest, seed, atheris.Mutate),
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
