"""Trying changes in forks: the tests are collected once, and run once for each change.

As a plugin of pytest (``-p forked``) it runs all tests once to see which lines each of them runs;
then for each mutant of a function those that run the statement that is changed, until one fails.
What takes five times as long as it did before is stopped, and counts as noticed.
"""

import gc
import json
import mmap
import os
import resource
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from mutmut.mutation import trampoline

WORKERS = 2
SURVIVED, KILLED, ENDLESS = "survived", "killed", "endless"
_MEMORY = 2 << 30  # bytes more than there are in use already


def outcomes(jobs):
    """Return for each of *jobs*, callables, what became of the process in which it was called."""
    found = [""] * len(jobs)
    running: dict[int, int] = {}
    slots = list(range(WORKERS))
    slot_of: dict[int, int] = {}
    gc.freeze()
    waiting = list(enumerate(jobs))[::-1]
    while waiting or running:
        while waiting and slots:
            number, job = waiting.pop()
            slot = slots.pop()
            process = os.fork()
            if not process:
                _call(job, slot)
            running[process], slot_of[process] = number, slot
        process, status = os.wait()
        if process in running:
            found[running.pop(process)] = _meaning(status)
            slots.append(slot_of.pop(process))
    return found


def _call(job, slot):
    status = 1
    try:
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + _MEMORY, held + _MEMORY))
        status = 0 if job(slot) else 1
    finally:
        os._exit(status)


def _meaning(status):
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return SURVIVED
    return ENDLESS if -code in {signal.SIGPROF, signal.SIGALRM} else KILLED


def limit(seconds):
    """End this process after so many *seconds* of computing, or if it waits far longer."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 60 + 20 * seconds)


def pytest_configure(config):
    config.pluginmanager.register(_Trying(), "trying")


class _Trying:
    def __init__(self):
        given = json.loads(os.environ["MUTANTS"])
        self.path = str(Path(given["path"]).resolve())
        # The first two are the proof that tests notice, and notice nothing else: no function can be
        # called at all, and nothing is changed.
        proof = [("fail", 0, 1 << 30), ("none", 0, 1 << 30)]
        self.mutants = proof + [tuple(mutant) for mutant in given["mutants"]]
        # What all the forks write into: for each mutant the place of the test that noticed it.
        self.noticed = memoryview(mmap.mmap(-1, 8 * len(self.mutants))).cast("q")
        self.lines = set()  # that the test has run which runs now
        self.callers = defaultdict(set)
        self.seconds = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        trampoline.set_mutant_under_test("")
        for trace in (sys.settrace, threading.settrace):
            trace(self.traced)
        for place, item in enumerate(session.items):
            self.lines.clear()
            start = time.process_time()
            following = (session.items[place + 1 :] or [None])[0]
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            self.seconds.append(time.process_time() - start)
            for line in self.lines:
                self.callers[line].add(place)
        for trace in (sys.settrace, threading.settrace):
            trace(None)
        if session.testsfailed:
            raise pytest.UsageError("a test fails without any change")
        jobs = [self.job(session, number) for number in range(len(self.mutants))]
        found = dict(zip([name for name, _, _ in self.mutants], outcomes(jobs)))
        if (found.pop("fail"), found.pop("none")) != (KILLED, SURVIVED):
            raise pytest.UsageError("tests do not tell a change from none in a process forked off")
        Path("outcomes.json").write_text(json.dumps(found), "utf-8")
        return True

    def traced(self, frame, _event, _argument):
        return self.line if frame.f_code.co_filename == self.path else None

    def line(self, frame, _event, _argument):
        self.lines.add(frame.f_lineno)
        return self.line

    def job(self, session, number):
        def tried(_slot):
            trampoline.set_mutant_under_test(self.mutants[number][0])
            for place in self.ordered(number):
                limit(2 + 5 * self.seconds[place])
                item = session.items[place]
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
                if session.testsfailed:
                    self.noticed[number] = place + 1
                    return False
            return True

        return tried

    def ordered(self, number):
        """Return the places of the tests that may notice; who noticed the last ones comes first."""
        name, first, last = self.mutants[number]
        before = Counter(
            place - 1
            for place, (other, _, _) in zip(self.noticed, self.mutants)
            if _function(other) == _function(name)
        )
        places = {place for line in self.callers if first <= line <= last
                  for place in self.callers[line]}  # fmt: skip
        return sorted(places, key=lambda place: (-before[place], self.seconds[place], place))


def _function(name):
    return name.partition("__mutmut_")[0]
