"""Ending a process at any of its steps: each call that changes something on the disk, or starts a program, is one."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from unittest.mock import patch

STEPS = ("replace", "open", "link", "unlink", "fsync", "write", "mkdir", "rmdir", "chmod", "ftruncate")

tempfile.gettempdir()  # tries the folder out when first asked, which would be steps in the first move alone

At = Callable[[str], None]
"""What happens at each step: it is told what comes next."""


class Stepping:
    """Calls `at` before each step, and once more after each program that was started."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._patches = [patch.object(os, name, self._counted(name, getattr(os, name))) for name in STEPS]
        self._patches.append(patch.object(subprocess, "Popen", self._starting(subprocess.Popen)))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            self._at(f"{name} {arguments[0]}")
            return real(*arguments, **named)

        return step

    def _starting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def start(command: list[str], **named: Any) -> Any:
            self._at(f"before {command}")
            process = real(command, **named)
            self._at(f"after {command}")
            return process

        return start

    def __enter__(self) -> None:
        for one in self._patches:
            one.start()

    def __exit__(self, *_: object) -> None:
        for one in self._patches:
            one.stop()


class Cut(NamedTuple):
    """How a process ended that was to be cut."""

    finished: bool
    step: str
    """Where it was cut."""


def cut(work: Callable[[], object], at: int, *, group: bool, wait: float = 0.0) -> Cut:
    """Do the work in a process of its own that is killed at its step number `at`; with `group`, with all it started."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_cut(work, at, group, writing, wait)
    os.close(writing)
    said = b""
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Cut(False, said.decode())
    assert os.WEXITSTATUS(status) == 0, said.decode()
    return Cut(True, said.decode())


def _be_cut(work: Callable[[], object], at: int, group: bool, tell: int, wait: float) -> None:
    """The child's side; never returns."""
    write, count = os.write, 0

    def step(what: str) -> None:
        nonlocal count
        count += 1
        if count == at:
            write(tell, what.encode())
            time.sleep(wait)
            os.killpg(0, signal.SIGKILL) if group else os.kill(os.getpid(), signal.SIGKILL)

    code = 0
    try:
        os.setsid()
        with Stepping(step):
            work()
    except BaseException as error:
        write(tell, repr(error).encode())
        code = 1
    finally:
        os._exit(code)
