"""`python -m tests.servers localstack|swift FOLDER`: start a store, say how to reach it, and keep it while it is used.

The store's own files go to FOLDER. Once it answers, one line of JSON is printed, and written to FOLDER/reach.json:
`endpoint`, `key` and `secret` for a client, and `keeper`, a port. The store lives as long as somebody holds a
connection to that port, and a few seconds longer, so whoever started it may be killed and nothing is left behind.
With `--stay` it lives until it is interrupted: that is for people.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from tests.servers import localstack, swift
from tests.servers.started import Store, answers

KINDS = {"localstack": localstack.store, "swift": swift.store}
START_SECONDS = 60.0
UNUSED_SECONDS = 3.0
"""How long a store waits for the next who uses it; also for the first."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stay", action="store_true", help="until interrupted")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    store = KINDS[asked.kind](asked.folder.resolve())
    with _running(store, asked.folder) as processes, socket.create_server(("127.0.0.1", 0)) as keeper:
        if not _is_up(store, processes):
            print(f"{asked.kind} did not start: see {asked.folder}/*.log", file=sys.stderr)
            return 1
        reach = json.dumps({**store.reach, "keeper": keeper.getsockname()[1]})
        (asked.folder / "reach.new").write_text(reach)
        (asked.folder / "reach.new").replace(asked.folder / "reach.json")
        print(reach, flush=True)
        _keep(keeper, processes, asked.stay)
    return 0


@contextmanager
def _running(store: Store, folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The store's processes, each in a group of its own, so that what they start ends with them."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for name, command in store.commands.items():
            log = (folder / f"{name}.log").open("wb")
            processes.append(
                subprocess.Popen(
                    command, env=store.env, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,
                )
            )  # fmt: skip
        yield processes
    finally:
        for process in processes:  # nothing of theirs is worth keeping, and asking nicely takes seconds
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _is_up(store: Store, processes: Sequence[subprocess.Popen[bytes]]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        if all(answers(port) for port in store.ports) and store.is_ready():
            return True
        time.sleep(0.05)
    return False


def _keep(keeper: socket.socket, processes: Sequence[subprocess.Popen[bytes]], stay: bool) -> None:
    """Until nobody is connected any more."""
    until = time.monotonic() + UNUSED_SECONDS
    with selectors.DefaultSelector() as waiting:
        waiting.register(keeper, selectors.EVENT_READ)
        users: set[socket.socket] = set()
        while (stay or users or time.monotonic() < until) and all(process.poll() is None for process in processes):
            for key, _ in waiting.select(0.2):
                if key.fileobj is keeper:
                    user, _ = keeper.accept()
                    users.add(user)
                    waiting.register(user, selectors.EVENT_READ)
                elif isinstance(key.fileobj, socket.socket) and not _reads(key.fileobj):
                    waiting.unregister(key.fileobj)
                    users.discard(key.fileobj)
                    key.fileobj.close()
                until = time.monotonic() + UNUSED_SECONDS


def _reads(user: socket.socket) -> bytes:
    try:
        return user.recv(64)
    except OSError:
        return b""


def _stop(sign: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + sign)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
