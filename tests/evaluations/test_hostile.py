"""Reports that were made to do harm, or that a tool or a disk has spoilt: a reason each, and never a crash."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelsteward.domain.imported import Report
from tests.evaluations.reports import CARD, ENTRIES, JSON, LM_EVAL, NOW, PACKED, STORE, planned, read, value, why_not

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["", " ", "NaN", "\x1b[31m", "\ud800", "x" * 300, "a\nb", "1e999", "20.0 ± 1.2"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def paths_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a JSON value."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, one in inner for found in paths_in(one, (*path, key)))]


def changed(node: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same with another value at a path."""
    if not path:
        return new
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


def is_told(report: Report) -> None:
    """A report is taken in or told of, and what of it is planned are records that can be read."""
    assert report.imported or report.unfit
    found = planned([report], suite="s" if len(report.imported) == 1 else None, on=NOW)
    for left in found.left:
        assert left.said()
        assert "Traceback" not in left.said()


@pytest.mark.parametrize("path", JSON, ids=lambda path: path.name)
@QUICK
@given(data=st.data())
def test_whatever_stands_anywhere_in_a_report(tmp_path: Path, path: Path, data: st.DataObject) -> None:
    said = value(path)
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.sampled_from(paths_in(said)))
        said = changed(said, where, data.draw(VALUES))
    spoilt = tmp_path / "report.json"
    spoilt.write_text(json.dumps(said), encoding="utf-8")
    is_told(read(spoilt))
    is_told(read(spoilt, skip=True))


@pytest.mark.parametrize("path", [PACKED, STORE, CARD, ENTRIES, LM_EVAL], ids=lambda path: path.name)
@QUICK
@given(data=st.data())
def test_whichever_bytes_are_spoilt(tmp_path: Path, path: Path, data: st.DataObject) -> None:
    held = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del held[data.draw(st.integers(0, len(held) - 1)) :]
    spoilt = tmp_path / path.name
    spoilt.write_bytes(held)
    is_told(read(spoilt))


@pytest.mark.parametrize(
    ("name", "held", "said"),
    [
        ("deep.json", b"[" * 100_000, "it is nested too deeply to be read"),
        ("half.json", b'{"results": ', "line 1, column 13: it is not JSON: expecting value"),
        ("latin.json", '{"a": "é"}'.encode("latin-1"), "byte 8: it is not UTF-8 text"),
        ("twice.json", b'{"a": 1, "a": 2}', "the key `a` stands twice in one mapping"),
        ("long.json", b'{"a": ' + b"9" * 5000 + b"}", "it holds a number too long to be read"),
        ("empty.json", b"", "line 1, column 1: it is not JSON: expecting value"),
        ("none.json", b'{"results": {}, "configs": {}, "versions": {}}', "it holds no result"),
        ("other.json", b"{}", "it is no report that steward knows"),
        ("list.json", b"[1, 2]", "it is no report that steward knows"),
        ("table.csv", b"a,b\n1,2\n", "a table needs a mapping file, which says what its columns hold"),
        ("README.md", b"# A model\n", "its head has no `model-index`, so it tells of no evaluation"),
        ("deep.yaml", b"[" * 5000, "line 1, column 51: nested more than 50 levels deep"),
        ("zip.eval", b"PK\x03\x04 and no more", "the zip file is damaged: File is not a zip file"),
    ],
    ids=lambda one: one if isinstance(one, str) and "." in one[:12] else "",
)  # fmt: skip
def test_what_is_no_report_is_told_so(tmp_path: Path, name: str, held: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(held)
    assert why_not(tmp_path / name) == said


def packed(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in members.items():
            archive.writestr(f"{name}.json", held)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path, header=b" " * (65 * 1024 * 1024))
    assert bomb.stat().st_size < 100_000
    assert why_not(bomb) == "header.json: the header of the log is larger than 64 MiB when unpacked"


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    held = bytearray(packed(tmp_path, header=b" " * (65 * 1024 * 1024)).read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = held.index(mark) + at
        held[begin : begin + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "log.eval").write_bytes(held)
    assert "not what its checksum says" in why_not(tmp_path / "log.eval")


def test_a_log_that_is_being_written_is_not_finished(tmp_path: Path) -> None:
    assert why_not(packed(tmp_path, start=b"{}")) == "the run is not finished: the log has no header yet"


def test_a_log_may_be_packed_as_any_zip_file_is(tmp_path: Path) -> None:
    from tests.evaluations.reports import INSPECT, one

    plain = packed(tmp_path, header=INSPECT.read_bytes())
    assert one(plain)._replace(digest=None) == one(INSPECT)


def test_without_the_library_for_zstandard_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    (unfit,) = read(PACKED).unfit
    assert "library for that is not installed" in unfit.message
    assert "pip install 'modelsteward[inspect]'" in unfit.hint
    assert "inspect log convert" in unfit.hint


def test_a_database_of_another_program_is_none_of_mlflow_s(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as store:
        store.execute("CREATE TABLE runs (id)")
    store.close()
    assert why_not(tmp_path / "other.db") == "it is a database, and none of MLflow's: it has no column runs.end_time"


def test_a_view_that_never_ends_is_no_table(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as store:
        store.execute(
            "CREATE VIEW runs AS WITH RECURSIVE n(run_uuid) AS (SELECT 1 UNION ALL SELECT run_uuid + 1 FROM n) "
            "SELECT run_uuid FROM n"
        )
    store.close()
    assert why_not(tmp_path / "other.db") == "it is a database, and none of MLflow's: it has no table runs"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "report.json")
    assert why_not(tmp_path / "report.json") == "it is no file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{}")
    (tmp_path / "report.json").chmod(0)
    assert why_not(tmp_path / "report.json") == "it cannot be read: permission denied"


def test_a_report_larger_than_memory_allows_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "report.json").open("wb") as file:
        file.truncate(129 * 1024 * 1024)
    assert why_not(tmp_path / "report.json") == "it is larger than 128 MiB"


def test_a_store_s_file_larger_than_its_kind_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "metrics").mkdir()
    with (tmp_path / "meta.yaml").open("wb") as file:
        file.truncate(2 * 1024 * 1024)
    assert why_not(tmp_path) == "meta.yaml: a file of the store is larger than 1 MiB"


def test_nothing_of_a_zip_file_but_its_header_is_unpacked(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", b"{}")
        archive.writestr("../../outside.json", b"{}")
    (tmp_path / "log.eval").write_bytes(held.getvalue())
    assert why_not(tmp_path / "log.eval") == "it is no report that steward knows"
    assert [path.name for path in tmp_path.iterdir()] == ["log.eval"]
