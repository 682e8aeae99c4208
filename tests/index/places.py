"""What tests of the index share: a registry whose index lies where it can be laid hands on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from modelsteward.store.index import open_index
from tests.index.histories import House, files_of

WORLD = """\
m@1.0.0: {owner: taem}
n@1.0.0: {stage: draft, artifacts: []}
data:d@1.0.0: {}
use:u: {serving: {main: m@1.0.0}}
waiver:w: {rule: ID103, ref: n@1.0.0, reason: They are being named., until: 2030-03-01}
"""
"""A registry with something to find."""
QUESTIONS = (
    ("check", "--format", "json", "--today", "2030-01-01"),
    ("list", "--format", "json", "--today", "2030-01-01"),
    ("check", "--format", "json", "--today", "2030-06-01"),
)
"""What the last run knows the answer of, what needs the cards, and what needs the rules of time once more."""


def made(root: Path, example: str = WORLD) -> House:
    """A registry in a new folder."""
    root.mkdir(parents=True, exist_ok=True)
    house = House(root)
    house.become(files_of(example))
    return house


def index_files(folder: Path) -> list[Path]:
    """The files of indexes below a folder."""
    return sorted(folder.rglob("index-*.sqlite"))


def is_kept(house: House) -> bool:
    """Whether the index knows what the last run came to."""
    index = open_index(house.root)
    try:
        return index.recall("verdict") is not None and not index.is_new
    finally:
        index.close()


def answers(house: House, *, cached: bool) -> list[tuple[int, str, str]]:
    """What is said to each question."""
    return [house.ask(*question, cached=cached) for question in QUESTIONS]


def tampered(file: Path, script: str) -> None:
    """Change an index behind its back."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def wait_for_the_clock(file: Path) -> None:
    """Go on once what is written now gets another time than a file has: clocks of file systems tick slowly."""
    probe = file.with_name("probe.txt")
    while True:
        probe.write_text("")
        if probe.stat().st_ctime_ns > file.stat().st_ctime_ns:
            break
    probe.unlink()
