"""What it takes to run a store: its commands, its ports, and whether it is ready."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Store(NamedTuple):
    """A store that can be started."""

    commands: Mapping[str, Sequence[str]]
    env: Mapping[str, str]
    ports: Sequence[int]
    is_ready: Callable[[], bool]
    reach: Mapping[str, str]
    """What a client needs: endpoint, key, secret."""


def home(kind: str) -> Path:
    """Where `make servers` puts a server's own environment."""
    return Path(os.environ.get("STEWARD_TEST_SERVERS", Path(sys.prefix) / "servers")) / kind


def is_installed(kind: str) -> bool:
    return (home(kind) / ".installed").exists()


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    try:
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def plain_env(folder: Path) -> dict[str, str]:
    """An environment in which nothing is found that is not meant."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "NO_PROXY": "127.0.0.1"}
