"""The two stores in which MLflow keeps runs on a disk, read without MLflow."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from modelsteward.domain.imported import Unfit
from modelsteward.interop.mlflow import Run

_SECONDS = 60.0
"""How long a query may take: a store of a million figures takes a few."""
_NEEDED = {
    "runs": {"run_uuid", "status", "end_time", "experiment_id", "lifecycle_stage", "user_id"},
    "latest_metrics": {"key", "value", "is_nan", "run_uuid"},
    "tags": {"key", "value", "run_uuid"},
    "experiments": {"experiment_id", "name"},
}
"""Tables and columns that are read; they are the same since MLflow 1.0."""
_STATUS = {1: "RUNNING", 2: "SCHEDULED", 3: "FINISHED", 4: "FAILED", 5: "KILLED"}
"""How the file store writes a status."""
_LARGEST = 1024 * 1024


def of_sqlite(path: Path) -> list[Run]:
    """Every run of an sqlite store. Raises Unfit where it is none of MLflow's, or is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as store:
            end = time.monotonic() + _SECONDS
            store.set_progress_handler(lambda: time.monotonic() > end, 100_000)
            store.execute("PRAGMA trusted_schema = OFF")
            _require_tables(store)
            return list(_runs(store))
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise Unfit(f"the store cannot be read: {error}", hint="is another program writing to it?") from None


def _require_tables(store: sqlite3.Connection) -> None:
    tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, columns in _NEEDED.items():
        there = {row[1] for row in store.execute(f"PRAGMA table_info({table})")} if table in tables else set()
        if lacking := sorted(columns - there):
            what = f"table {table}" if not there else f"column {table}.{lacking[0]}"
            raise Unfit(f"it is a database, and none of MLflow's: it has no {what}")


def _runs(store: sqlite3.Connection) -> Iterator[Run]:
    metrics = _by_run(store, "SELECT run_uuid, key, CASE WHEN is_nan THEN NULL ELSE value END FROM latest_metrics")
    tags = _by_run(store, "SELECT run_uuid, key, value FROM tags")
    schema = f"MLflow (store {_schema(store)})"
    rows = store.execute(
        "SELECT runs.run_uuid, experiments.name, runs.status, runs.end_time, runs.user_id, runs.lifecycle_stage "
        "FROM runs LEFT JOIN experiments USING (experiment_id) ORDER BY runs.end_time, runs.run_uuid"
    )
    for run, experiment, status, ended, user, stage in rows:
        told = {key: str(value) for key, value in tags.get(run, {}).items()}
        yield Run(str(run), experiment, str(status), ended, user or told.get("mlflow.user"), metrics.get(run, {}), told,
                  stage == "deleted", schema)  # fmt: skip


def _columns(store: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in store.execute(f"PRAGMA table_info({table})")}


def _by_run(store: sqlite3.Connection, query: str) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for run, key, value in store.execute(query):
        found.setdefault(run, {})[key] = value
    return found


def _schema(store: sqlite3.Connection) -> str:
    """The version of the store's schema: of itself MLflow writes no version down."""
    if not _columns(store, "alembic_version"):
        return "of no version"
    (row,) = store.execute("SELECT version_num FROM alembic_version").fetchmany(1) or [("of no version",)]
    return str(row[0])[:40]


def is_run_folder(folder: Path) -> bool:
    """Whether a folder is one run of a file store. What copies no empty folders leaves a run without `metrics`."""
    meta = folder / "meta.yaml"
    return meta.is_file() and ((folder / "metrics").is_dir() or "run_id" in _flat(_read(meta)))


def of_folder(folder: Path) -> Iterator[Run]:
    """The runs of a file store: of all of it, of one experiment, or one run. Raises Unfit."""
    if is_run_folder(folder):
        yield _run(folder)
        return
    folders = {meta.parent for depth in ("*", "*/*") for meta in folder.glob(f"{depth}/meta.yaml")}
    for one in sorted(filter(is_run_folder, folders)):
        yield _run(one)


def _run(folder: Path) -> Run:
    meta = _flat(_read(folder / "meta.yaml"))
    status = meta.get("status", "")
    tags = {path.name: _read(path) for path in _files(folder / "tags")}
    metrics = {_name(path, folder / "metrics"): _last(path) for path in _files(folder / "metrics")}
    ended = meta.get("end_time", "")
    return Run(
        meta.get("run_id", folder.name), _experiment(folder.parent),
        _STATUS.get(int(status), status) if status.isdecimal() and len(status) < 9 else status,
        int(ended) if ended.isdecimal() and len(ended) < 18 else None, meta.get("user_id") or tags.get("mlflow.user"),
        metrics, tags, meta.get("lifecycle_stage") == "deleted", "MLflow (file store)",
    )  # fmt: skip


def _flat(written: str) -> dict[str, str]:
    """The keys of a meta.yaml, which MLflow writes a line each, as texts; `null` is empty."""
    found: dict[str, str] = {}
    for line in written.splitlines():
        key, colon, value = line.partition(": ")
        if colon and not key.startswith((" ", "-")):
            value = value.strip()
            quote = value[:1] if value[:1] in "'\"" and value[-1:] == value[:1] and len(value) > 1 else ""
            bare = value[1:-1].replace("''", "'") if quote else value
            found[key] = "" if value == "null" else bare
    return found


def _experiment(folder: Path) -> str | None:
    meta = folder / "meta.yaml"
    return _flat(_read(meta)).get("name") if meta.is_file() else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _last(path: Path) -> Any:
    """A metric's last value: each line is a time, a value, a step, and more since MLflow 3."""
    lines = [line.split() for line in _read(path).splitlines() if line.strip()]
    try:
        _, _, value = max((int(step), int(at), float(value)) for at, value, step, *_ in _stepped(lines))
    except (ValueError, TypeError):
        raise Unfit("a line is no time, value and step", f"metrics/{path.name}") from None
    return value


def _stepped(lines: list[list[str]]) -> Iterator[list[str]]:
    for line in lines:
        yield [*line, "0"] if len(line) == 2 else line


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise Unfit("a file of the store is larger than 1 MiB", path.name)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"a file of the store cannot be read: {error}", path.name) from None
