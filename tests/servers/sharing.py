"""One running store for all the processes of a test run."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


@contextmanager
def shared(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """How to reach a store; whoever comes first starts it, and it ends some seconds after the last has gone.

    `folder` is the same for all who share it. Raises RuntimeError, with what the store wrote, where it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go by the system if its holder is killed
        reach, held = _running(folder) or _started(kind, folder)
    try:
        yield reach
    finally:
        held.close()


def _running(folder: Path) -> tuple[dict[str, str], socket.socket] | None:
    try:
        reach = json.loads((folder / "reach.json").read_text())
        return reach, socket.create_connection(("127.0.0.1", reach["keeper"]), timeout=5)
    except (OSError, ValueError):
        return None


def _started(kind: str, folder: Path) -> tuple[dict[str, str], socket.socket]:
    (folder / "reach.json").unlink(missing_ok=True)
    files = folder / f"run-{os.getpid()}-{time.monotonic_ns()}"
    files.mkdir()
    with (files / "started.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers", kind, str(files)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if (files / "reach.json").exists():
            (files / "reach.json").replace(folder / "reach.json")
            found = _running(folder)
            if found:
                process.returncode = 0  # it outlives this process: nobody here waits for it
                return found
        time.sleep(0.05)
    logs = "\n".join(f"{each.name}: {each.read_text(errors='replace')[-2000:]}" for each in sorted(files.glob("*.log")))
    raise RuntimeError(f"{kind} did not start\n{logs}")
