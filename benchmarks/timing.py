"""Whole processes, timed from start to exit and in turns; and the most memory that a process and its helpers hold."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from repository import git_environment

Command = Sequence[str]
OFTEN = 0.01
"""Seconds between two looks at a process's memory."""


class Run(NamedTuple):
    """One process, or several after each other: how long it took in seconds, the most memory it held in MiB."""

    seconds: float
    mib: float = 0.0


def environment() -> dict[str, str]:
    """What every tool is started with: nobody's settings, no telemetry, and leave to keep its byte code."""
    quiet = {"ITERATIVE_DO_NOT_TRACK": "1", "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
    kept = {key: value for key, value in git_environment().items() if not key.startswith("STEWARD_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    jobs = {key: os.environ[key] for key in ("STEWARD_JOBS",) if key in os.environ}
    return kept | quiet | jobs


def timed(command: Command, cwd: Path | None = None) -> Run:
    """Run a command that must succeed, and time it."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        done = subprocess.run(command, cwd=cwd, stdout=said, stderr=said, env=environment(), check=False)
        seconds = time.perf_counter() - start
        _require(done.returncode, command, said)
    return Run(seconds)


def timed_all(commands: Sequence[Command], cwd: Path | None = None) -> Run:
    """Run commands one after the other; their times together."""
    return Run(sum(timed(command, cwd).seconds for command in commands))


def in_turns(commands: Sequence[Command], rounds: int, cwd: Path | None = None) -> list[list[Run]]:
    """Each command's runs, taken in turns after one that does not count."""
    if rounds > 1:
        for command in commands:
            timed(command, cwd)
    taken = [[timed(command, cwd) for command in commands] for _ in range(rounds)]
    return [list(runs) for runs in zip(*taken, strict=True)]


def watched(command: Command, cwd: Path | None = None) -> Run:
    """Run a command and look at its memory all the time: the peaks of it and of every helper, added up.

    A page that two of them share counts twice, so this is never less than what the machine gives up. Where there is no
    /proc, memory is that of the largest process; on Windows it is not known, and 0.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=said, stderr=said, env=environment())
        peaks: dict[int, int] = {}
        if not hasattr(os, "wait4"):
            _require(process.wait(), command, said)
            return Run(time.perf_counter() - start)
        while True:
            for pid in _family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(OFTEN)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        _require(process.returncode, command, said)
    largest = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Run(seconds, max(largest, sum(peaks.values()) / 1024))


def _family(pid: int) -> list[int]:
    """A process and all that it started, and they."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(n) for task in tasks for n in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _peak(pid: int) -> int:
    """The most memory a process held so far, in KiB; 0 when it is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _require(code: int, command: Command, said: IO[bytes]) -> None:
    if code != 0:
        said.seek(0)
        told = said.read(4000).decode(errors="replace")
        raise SystemExit(f"{' '.join(list(command)[:6])} ended with {code}:\n{told}")


def median(runs: Sequence[Run]) -> float:
    """The median of the runs' seconds."""
    return statistics.median(run.seconds for run in runs)
