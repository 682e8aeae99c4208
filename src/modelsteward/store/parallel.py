"""Reading very many files with the help of further processes.

A helper is a plain interpreter that reads batches of files, each n-th one, and leaves what they say in a private
folder. The caller takes what has arrived and meanwhile reads from the other end itself, so it never waits: where a
helper fails or never starts, the caller has read everything alone. What is not clean in a file a helper leaves out,
and the caller reads that file again, in the one way there is to say what is wrong with it.

Helpers are not forks, nor multiprocessing's: those trip over threads, or over programs without a `__main__` guard.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

from modelsteward.store.composer import compose
from modelsteward.store.files import Unreadable, WorkTree
from modelsteward.store.reader import Reading, decode

BATCH = 64
MOST_HELPERS = 3
"""The caller cannot keep up with more."""
_START = (
    "import marshal, sys; job = marshal.load(open(sys.argv[1], 'rb')); sys.path[:] = job[0]; "
    "from modelsteward.store.parallel import help_out; help_out(*job[1:])"
)

T = TypeVar("T")
Said = tuple[str, Any]
"""A file's text, and the value it says."""
Take = Callable[[int], list[Said | None] | None]
"""What helpers made of a batch; None when it is not there (yet), and for each file that is not clean."""


def helpers() -> int:
    """How many helpers to start: STEWARD_JOBS less the caller itself, else as many as there are idle cores."""
    asked = os.environ.get("STEWARD_JOBS", "")
    jobs = int(asked) if asked.isdecimal() else min(_cores(), MOST_HELPERS + 1)
    return max(0, jobs - 1) if sys.executable else 0


def read_all(root: Path, paths: list[str], alone: Callable[[str], T], told: Callable[[str, Said], T]) -> Iterator[T]:
    """What `alone` makes of each path, in order; or `told`, where a helper read it."""
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    done: list[list[T]] = [[] for _ in batches]
    first, last = 0, len(batches)
    with _helpers(root, batches, helpers()) as take:
        while first < last:
            said = take(first)
            if said is None:
                last -= 1
                done[last] = [alone(path) for path in batches[last]]
            else:
                pairs = zip(batches[first], said, strict=True)
                done[first] = [alone(path) if one is None else told(path, one) for path, one in pairs]
                first += 1
    for batch in done:
        yield from batch


@contextmanager
def _helpers(root: Path, batches: list[list[str]], count: int) -> Iterator[Take]:
    """Helpers at work; they are stopped on leaving, and nothing of theirs stays."""
    started: list[subprocess.Popen[bytes]] = []
    with ExitStack() as leaving:
        with suppress(OSError, ValueError):  # no room, no interpreter, a sys.path of objects: then without
            folder = Path(leaving.enter_context(_folder() if count else nullcontext("")))
            leaving.callback(_stop, started)
            for i in range(count):
                share = [(k, batches[k]) for k in range(i, len(batches), count)]
                started.append(_start(folder / f"job-{i}", (sys.path, str(root), str(folder), share)))
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


def _take(file: Path) -> list[Said | None] | None:
    try:
        said: list[Said | None] = marshal.loads(file.read_bytes())
        file.unlink()
    except OSError:  # not there yet, as a rule
        return None
    return said


def help_out(root: str, folder: str, share: list[tuple[int, list[str]]]) -> None:
    """The helper's side: read each batch, and put what it says where the caller looks."""
    files = WorkTree(Path(root))
    for number, paths in share:
        part = Path(folder, f"{number}.part")
        part.write_bytes(marshal.dumps([_said(files, path) for path in paths]))
        part.replace(part.with_suffix(""))


def _said(files: WorkTree, path: str) -> Said | None:
    try:
        text = decode(files.read(path), Reading(path))
    except Unreadable:
        return None
    value, faults = compose(text) if text is not None else (None, [])
    return None if text is None or faults else (text, value)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1
