"""What every part of the benchmarks is given."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from models import TODAY
from repository import write_repository
from timing import Command

LARGE = 10_000
"""From this size on commands run fewer times."""
LARGEST = 100_000
SEED = 1
FLOOR = "reading and hashing the files"
"""What the floor is called where it stands beside a command."""
HERE = Path(__file__).parent


class Bench(NamedTuple):
    """The programs, where to work, which sizes, how often."""

    steward: str
    peers: dict[str, str]
    """Where each peer is; a peer that is not here is not measured."""
    work: Path
    sizes: tuple[int, ...]
    rounds: int
    quick: bool

    def registry(self, models: int) -> Path:
        """A registry of this size in a git repository of its own; made when first asked for."""
        return _registry(self.work, models)

    def often(self, models: int) -> int:
        """How many runs of each command at this size."""
        return 1 if models >= LARGEST else min(3, self.rounds) if models >= LARGE else self.rounds

    def command(self, registry: Path, *words: str) -> list[str]:
        """A command of steward on a registry."""
        return [self.steward, "-C", str(registry), *words]

    def on_day(self, registry: Path, *words: str) -> list[str]:
        """The same, as of the day on which the registry is healthy."""
        return self.command(registry, *words, "--today", TODAY)


@cache
def _registry(work: Path, models: int) -> Path:
    say(f"making {models:,} model cards")
    return write_repository(work / f"registry-{models}", models, SEED)


def floor(registry: Path) -> Command:
    """Reading and hashing all files of a registry, in a bare interpreter."""
    return [sys.executable, "-I", "-S", str(HERE / "floor.py"), str(registry)]


def say(what: str) -> None:
    """Tell whoever waits what is going on."""
    print(f"{what} …", file=sys.stderr, flush=True)
