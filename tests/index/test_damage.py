"""Whatever happened to the index, what is said is what would be said without it; and then it is whole again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelsteward.store import index, indexhome
from tests.index.histories import House
from tests.index.places import answers, index_files, is_kept, made, tampered

FLIPS = int(os.environ.get("STEWARD_TEST_FLIPS", "20"))
CUTS = int(os.environ.get("STEWARD_TEST_CUTS", "12"))


class Kept(NamedTuple):
    """A registry, its index, and what is said of it without one."""

    house: House
    file: Path
    data: bytes
    without: list[tuple[int, str, str]]

    def holds(self) -> None:
        """The same is said, and in the end the index is of use again."""
        assert answers(self.house, cached=True) == self.without
        assert answers(self.house, cached=True) == self.without
        assert is_kept(self.house)
        assert answers(self.house, cached=True) == self.without


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(index, "_RACY", -(10**19))
    house = made(tmp_path / "registry")
    without = answers(house, cached=False)
    house.ask("check", "--today", house.day, cached=True)
    (file,) = index_files(tmp_path)
    return Kept(house, file, file.read_bytes(), without)


@settings(
    max_examples=FLIPS, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_bytes_that_flipped(kept: Kept, data: st.DataObject) -> None:
    broken = bytearray(kept.data)
    header = st.integers(0, 120)  # of the file and of its first page: most of what is there means something
    for place in data.draw(st.lists(header | st.integers(0, len(broken) - 1), min_size=1, max_size=4)):
        broken[place] ^= data.draw(st.integers(1, 255))
    kept.file.write_bytes(broken)
    kept.holds()


@pytest.mark.parametrize("part", range(CUTS))
def test_a_file_that_was_cut_off(kept: Kept, part: int) -> None:
    kept.file.write_bytes(kept.data[: len(kept.data) * part // CUTS])
    kept.holds()


def test_the_middle_is_lost(kept: Kept) -> None:
    kept.file.write_bytes(kept.data[:4096] + bytes(len(kept.data) - 4096))
    kept.holds()


@pytest.mark.parametrize(
    "script",
    [
        "DROP TABLE rows",
        "DROP TABLE blobs",
        "DROP TABLE rows; DROP TABLE blobs",
        "DELETE FROM rows",
        "DELETE FROM blobs",
        "DROP TABLE rows; CREATE TABLE rows (one, two)",
        "ALTER TABLE rows ADD COLUMN more NOT NULL DEFAULT 1",
        "ALTER TABLE rows RENAME COLUMN head TO tail",
        "DROP TABLE blobs; CREATE TABLE blobs (name TEXT PRIMARY KEY, sum INTEGER, data BLOB, more TEXT NOT NULL)",
        "DROP TABLE blobs; CREATE VIEW blobs AS SELECT 1 AS name, 2 AS sum, 3 AS data",
        "UPDATE rows SET path = 'models/n/1.0.0.yaml' WHERE path LIKE 'models/m/%'",
        "UPDATE rows SET digest = (SELECT digest FROM rows WHERE path LIKE 'models/n/%') WHERE path LIKE 'models/m/%'",
        "UPDATE rows SET value = (SELECT value FROM rows WHERE path LIKE 'models/n/%'); DELETE FROM blobs",
        "UPDATE rows SET head = (SELECT head FROM rows WHERE path LIKE 'models/n/%'); DELETE FROM blobs",
        "UPDATE rows SET policy = x'00'; DELETE FROM blobs",
        "UPDATE rows SET path = 7, head = 'text', value = NULL; DELETE FROM blobs",
        "UPDATE rows SET path = CAST(x'ff' AS TEXT); DELETE FROM blobs",
        "UPDATE rows SET sum = 'none'; UPDATE blobs SET sum = NULL",
        "UPDATE blobs SET data = (SELECT data FROM blobs WHERE name LIKE 'stats %')",
        "UPDATE blobs SET data = (SELECT data FROM blobs WHERE name LIKE 'verdict %'), "
        "sum = (SELECT sum FROM blobs WHERE name LIKE 'verdict %')",
        "UPDATE blobs SET data = 'text'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA application_id = 7; PRAGMA user_version = 9",
    ],
)
def test_tables_that_somebody_laid_hands_on(kept: Kept, script: str) -> None:
    tampered(kept.file, script)
    kept.holds()


def test_what_another_version_kept_is_not_taken_for_ours(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its rows and blobs are sound, and have another shape."""
    with monkeypatch.context() as other:
        other.setattr(indexhome, "VERSION", "99.0.0")
        opened = index.open_index(kept.house.root)
        names = [name for (name,) in _ask(kept.file, "SELECT name FROM blobs")]
        opened.keep([], {name.split(" ")[0]: [1, "another shape", None] for name in names})
        rows = _ask(kept.file, "SELECT digest, path, policy FROM rows")
        opened.keep([(*row, b"\x00", b"\x00") for row in rows])
        opened.close()
    (theirs,) = set(index_files(kept.file.parent)) - {kept.file}
    theirs.replace(kept.file)
    kept.holds()


def _ask(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("data", [b"", b"not a database", b"SQLite format 3\0", bytes(8192)])
def test_what_is_no_database(kept: Kept, data: bytes) -> None:
    kept.file.write_bytes(data)
    kept.holds()


def test_somebody_elses_database(kept: Kept) -> None:
    kept.file.unlink()
    tampered(kept.file, "CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('Ada')")
    kept.holds()


def _link_to_a_database(file: Path) -> None:
    elsewhere = file.parent.parent / "theirs.sqlite"
    tampered(elsewhere, "CREATE TABLE people (name TEXT)")
    file.symlink_to(elsewhere)


def _pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")
@pytest.mark.parametrize("lay", [_link_to_a_database, _pipe, lambda file: file.symlink_to(file.parent / "nowhere")])
def test_what_is_no_plain_file(kept: Kept, lay: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    kept.file.unlink()
    lay(kept.file)
    with monkeypatch.context() as firm:  # in a folder that may only be read it cannot be removed
        firm.setattr(indexhome, "_clock", _not_here)
        firm.setattr(indexhome, "os", _Firm())
        assert answers(kept.house, cached=True) == kept.without
    assert os.path.lexists(kept.file)
    kept.holds()
    assert not kept.file.is_symlink()
    theirs = kept.file.parent.parent / "theirs.sqlite"
    assert not theirs.exists() or _ask(theirs, "SELECT name FROM sqlite_master") == [("people",)]
    assert not (kept.file.parent / "nowhere").exists()


def _not_here(*_: object) -> int:
    raise PermissionError


class _Firm:
    """The module `os` where nothing can be removed."""

    unlink = staticmethod(_not_here)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


def test_a_folder_in_its_place_is_left_alone(kept: Kept) -> None:
    kept.file.unlink()
    (kept.file / "inner").mkdir(parents=True)
    assert answers(kept.house, cached=True) == kept.without
    assert (kept.file / "inner").is_dir()


def test_a_journal_of_nobody(kept: Kept) -> None:
    kept.file.with_name(f"{kept.file.name}-journal").write_bytes(os.urandom(5000))
    kept.holds()


def test_somebody_who_holds_it(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.store.database.WAIT", 0.01)
    for lock in ("BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"):
        with closing(sqlite3.connect(kept.file)) as holding:
            holding.execute(lock)
            assert answers(kept.house, cached=True) == kept.without
    assert kept.file.read_bytes() == kept.data, "a file that is busy is not taken for damaged"
    kept.holds()
