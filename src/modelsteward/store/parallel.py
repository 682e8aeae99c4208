"""Making very many gists with the help of further processes.

A helper is a plain interpreter that makes the gists of batches of files, each n-th one, and leaves them in a private
folder. The caller takes what has arrived and meanwhile works from the other end itself, so it never waits: where a
helper fails or never starts, the caller has read everything alone.

Helpers are not forks, nor multiprocessing's: those trip over threads, or over programs without a `__main__` guard.
"""

from __future__ import annotations

import gc
import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from modelsteward.domain.dates import parse_duration
from modelsteward.domain.gist import from_plain, plain
from modelsteward.store.files import WorkTree
from modelsteward.store.gists import Made, Maker, Terms

BATCH = 64
MOST_HELPERS = 3
"""The caller cannot keep up with more; who names a number in STEWARD_JOBS may try."""
_START = (
    "import marshal, sys; job = marshal.load(open(sys.argv[1], 'rb')); sys.path[:] = job[0]; "
    "from modelsteward.store.parallel import help_out; help_out(*job[1:])"
)

Said = tuple[tuple[Any, ...], bytes]
"""A gist as plain values, and the value of the file."""
Take = Callable[[int], list[Said] | None]
"""What helpers made of a batch; None when it is not there (yet)."""


def helpers() -> int:
    """How many helpers may start: STEWARD_JOBS less the caller itself, else as many as there are idle cores."""
    asked = os.environ.get("STEWARD_JOBS", "")
    jobs = int(asked) if asked.isdecimal() else min(_cores(), MOST_HELPERS + 1)
    return max(0, jobs - 1) if sys.executable else 0


def make_all(root: Path, terms: Terms, maker: Maker, paths: list[str]) -> Iterator[tuple[str, Made]]:
    """Each path with its gist, as `maker` makes it; in no order."""
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    first, last = 0, len(batches)
    count = min(helpers(), last)  # one more would have nothing to read
    with _helpers((str(root), terms.text, str(terms.window or ""), maker.judges), batches, count) as take:
        while first < last:
            said = take(first)
            if said is None:
                last -= 1
                yield from ((path, maker.make(path)) for path in batches[last])
            else:
                for path, (values, value) in zip(batches[first], said, strict=True):
                    yield path, Made(from_plain(values), value, None)
                first += 1


@contextmanager
def _helpers(job: tuple[Any, ...], batches: list[list[str]], count: int) -> Iterator[Take]:
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


def _take(file: Path) -> list[Said] | None:
    try:
        said: list[Said] | None = marshal.loads(file.read_bytes())
        file.unlink()
    except OSError:  # not there yet, as a rule
        return None
    return said


def help_out(
    root: str, policy: str, window: str, judges: bool, folder: str, share: list[tuple[int, list[str]]]
) -> None:
    """The helper's side: make the gists of each batch, and put them where the caller looks."""
    terms = Terms(policy, parse_duration(window) if window else None)
    gc.disable()  # what is made stays, or goes by itself
    maker = Maker(WorkTree(Path(root)), terms.policy(), judges)
    for number, paths in share:
        part = Path(folder, f"{number}.part")
        part.write_bytes(marshal.dumps([(plain(made.gist), made.value) for made in map(maker.make, paths)]))
        part.replace(part.with_suffix(""))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1
