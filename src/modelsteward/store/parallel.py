"""Doing something to very many files with the help of further processes.

A helper is a plain interpreter that does it to batches of files, each n-th one, and leaves what comes of it in a
private folder. The caller takes what has arrived and meanwhile works from the other end itself, so it never waits:
where a helper fails or never starts, the caller has done everything alone.

Helpers are not forks, nor multiprocessing's: those trip over threads, or over programs without a `__main__` guard.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

BATCH = 64
MOST_HELPERS = 3
"""The caller cannot keep up with more; who names a number in STEWARD_JOBS may try."""
_START = (
    "import marshal, sys; job = marshal.load(open(sys.argv[1], 'rb')); sys.path[:] = job[0]; "
    "from importlib import import_module; import_module(job[1]).help_out(*job[2:])"
)

T = TypeVar("T")
R = TypeVar("R")
Theirs = Callable[[Sequence[T], Any], R]
"""Makes of a batch, and of the plain values that a helper said of it, what the caller would have made."""
Take = Callable[[int], Any]
"""What helpers said of a batch; None when it is not there (yet)."""


def helpers() -> int:
    """How many helpers may start: STEWARD_JOBS less the caller itself, else as many as there are idle cores."""
    asked = os.environ.get("STEWARD_JOBS", "")
    jobs = int(asked) if asked.isdecimal() else min(_cores(), MOST_HELPERS + 1)
    return max(0, jobs - 1) if sys.executable else 0


def shared(
    module: str, job: tuple[Any, ...], things: Sequence[T], mine: Callable[[Sequence[T]], R], theirs: Theirs[T, R]
) -> Iterator[R]:
    """What is made of things, a batch at a time and in no order: by the caller, or of what helpers said of a batch.

    The module's `help_out` is what a helper calls, with the job, the folder to leave things in and its batches.
    """
    batches = [things[i : i + BATCH] for i in range(0, len(things), BATCH)]
    first, last = 0, len(batches)
    count = min(helpers(), last)  # one more would have nothing to do
    with _helpers((module, *job), batches, count) as take:
        while first < last:
            said = take(first)
            if said is None:
                last -= 1
                yield mine(batches[last])
            else:
                yield theirs(batches[first], said)
                first += 1


@contextmanager
def _helpers(job: tuple[Any, ...], batches: Sequence[Any], count: int) -> Iterator[Take]:
    """Helpers at work; they are stopped on leaving, and nothing of theirs stays."""
    started: list[subprocess.Popen[bytes]] = []
    with ExitStack() as leaving:
        with suppress(OSError, ValueError):  # no room, no interpreter, a sys.path of objects: then without
            folder = Path(leaving.enter_context(_folder() if count else nullcontext("")))
            leaving.callback(_stop, started)
            for i in range(count):
                share = [(k, batches[k]) for k in range(i, len(batches), count)]
                started.append(_start(folder / f"job-{i}", (sys.path, *job, str(folder), share)))
        yield lambda batch: _take(folder / str(batch)) if started else None


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="steward-", ignore_cleanup_errors=True)


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.kill()
    for process in started:
        process.wait()


def _start(file: Path, job: tuple[Any, ...]) -> subprocess.Popen[bytes]:
    """A helper with a job: the caller's sys.path, so that both run the same code, and what to read."""
    file.write_bytes(marshal.dumps(job))
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-P", "-c", _START, str(file)], stdin=quiet, stdout=quiet, stderr=quiet)


def _take(file: Path) -> Any:
    try:
        said = marshal.loads(file.read_bytes())
        file.unlink()
    except OSError:  # not there yet, as a rule
        return None
    return said


def leave(folder: str, number: int, said: Any) -> None:
    """The helper's side: put what it made of a batch where the caller looks."""
    part = Path(folder, f"{number}.part")
    part.write_bytes(marshal.dumps(said))
    part.replace(part.with_suffix(""))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1
