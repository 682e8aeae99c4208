"""The edge where the reports of evaluation tools are read: each recognised by what it holds, none of them trusted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from modelsteward.domain.imported import Imported, NotOne, Report, Unfit
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.errors import BadUsage, reason
from modelsteward.interop.mlflow import ALL, Run, Wanted

if TYPE_CHECKING:
    from modelsteward.domain.mapped import Mapping

Format = Literal["lm-eval", "inspect", "model-index", "eval-results", "mlflow", "evidently", "json", "csv"]
FORMATS: tuple[str, ...] = get_args(Format)
LARGEST = 128 * 1024 * 1024
"""Bytes that a report may have that is read as a whole. Logs packed as `.eval` and stores may be larger."""
_ENDINGS = (".json", ".eval", ".db", ".sqlite", ".csv", ".tsv")
_ZIP, _SQLITE = b"PK\x03\x04", b"SQLite format 3\0"
_UNKNOWN = "it is no report that steward knows"


class How(NamedTuple):
    """How reports are to be read."""

    format: str | None = None
    """None: as each turns out to be."""
    mapping: Mapping | None = None
    skip: bool = False
    """Whether figures that are no numbers are left out."""
    wanted: Wanted = ALL
    uri: str | None = None
    """Where everybody finds them: one address, or a folder's, with `/` at its end."""


def read_reports(paths: list[Path], folder: Path | None, how: How, tell: Tell = nobody) -> Iterator[Report]:
    """Each report, in order; `folder` is where they were found, and what they are named from."""
    for path in counted(tell, "reading reports", paths, len(paths)):
        yield read_report(path, folder, how)


def read_report(path: Path, folder: Path | None, how: How) -> Report:
    """One report, with what it holds or why it cannot be taken in. Never raises for what a file holds."""
    name = path.as_posix()
    inner = path.relative_to(folder).as_posix() if folder else path.name
    uri = f"{how.uri}{inner}" if how.uri and how.uri.endswith("/") else how.uri
    try:
        if not path.exists():
            raise Unfit("there is no such file", hint="see that the path is right")
        if not path.is_dir() and not path.is_file():
            raise Unfit("it is no file", hint="write the report to a file first")
        digest = _digest(path)
        read = list(_read(path, how))
        if not read:
            raise Unfit("it holds no result")
    except NotOne as error:
        if folder is None:
            return Report(name, "", unfit=(error,))
        return Report(name, "", strange=error.message)
    except Unfit as error:
        return Report(name, "", unfit=(error,))
    except OSError as error:
        return Report(name, "", unfit=(Unfit(f"it cannot be read: {reason(error)}"),))
    except RecursionError:
        return Report(name, "", unfit=(Unfit("it is nested too deeply to be read"),))
    taken = tuple(one for one in read if isinstance(one, Imported))
    return Report(name, digest, taken, tuple(one for one in read if isinstance(one, Unfit)), uri)


def digest_of(place: str) -> str:
    """Digest of a report, where its place is a file that is here."""
    try:
        return _digest(Path(place)) if Path(place).is_file() else ""
    except OSError:
        return ""


def _digest(path: Path) -> str:
    if path.is_dir():
        return ""
    with path.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _read(path: Path, how: How) -> Iterable[Imported | Unfit]:
    """What a file or a folder of MLflow's holds. Raises Unfit."""
    if path.is_dir():
        return _of_runs(_folder_runs(path), how)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_SQLITE):
        from modelsteward.interop.mlflow_stores import of_sqlite

        return _of_runs(of_sqlite(path), how)
    if head.startswith(_ZIP):
        from modelsteward.interop.inspect_ai import header_of

        return _of_json(header_of(path), how)
    if path.stat().st_size > LARGEST:
        raise Unfit("it is larger than 128 MiB", hint="write the report without its samples")
    data = path.read_bytes()
    if how.format == "csv" or (how.format is None and path.suffix.lower() in (".csv", ".tsv")):
        return _of_csv(data, how)
    if path.suffix.lower() in (".md", ".yaml", ".yml") or how.format in ("model-index", "eval-results"):
        return _of_yaml(data, path, how)
    return _of_json(data, how)


def _folder_runs(folder: Path) -> list[Run]:
    from modelsteward.interop.mlflow_stores import of_folder

    runs = list(of_folder(folder))
    if not runs:
        raise NotOne("it is a folder without runs of MLflow's", hint="--dir takes every report below a folder")
    return runs


def _of_runs(runs: Iterable[Run], how: How) -> Iterable[Imported | Unfit]:
    from modelsteward.interop.mlflow import read

    _require(how, "mlflow")
    found = read(runs, how.wanted, how.skip)
    return [*found.imported, *(Unfit(e.message, f"{run}: {e.place}", e.hint) for run, e in found.unfit)]


def _of_csv(data: bytes, how: How) -> Iterable[Imported]:
    from modelsteward.interop.mapped import read, rows_of_csv

    if how.mapping is None:
        raise NotOne("a table needs a mapping file, which says what its columns hold", hint="add --mapping FILE")
    return list(read(rows_of_csv(data), None, how.mapping, how.skip))


def _of_json(data: bytes, how: How) -> Iterable[Imported | Unfit]:
    from modelsteward.interop.strict_json import parse

    value = parse(data)
    kind, reader = _recognised(value, how)
    _require(how, kind)
    return list(reader(value, how.skip))


def _recognised(value: Any, how: How) -> tuple[str, Callable[[Any, bool], Iterable[Imported | Unfit]]]:
    """What a JSON value is, and who reads it. Raises NotOne."""
    from modelsteward.interop import evidently, inspect_ai, lm_eval, mlflow

    if how.format != "json":
        if lm_eval.is_one(value):
            return "lm-eval", lm_eval.read
        if inspect_ai.is_one(value):
            return "inspect", inspect_ai.read
        if evidently.is_one(value):
            return "evidently", evidently.read
        if mlflow.is_run(value):
            return "mlflow", lambda value, _: _of_runs(mlflow.of_json(value), how)
    if how.mapping is not None:
        return "json", partial(_mapped, how.mapping)
    if how.format == "json":
        raise NotOne("JSON of one's own needs a mapping file, which says what it holds", hint="add --mapping FILE")
    raise NotOne(_UNKNOWN, hint="--mapping FILE says what JSON of one's own holds")


def _mapped(mapping: Mapping, value: Any, skip: bool) -> Iterable[Imported]:
    from modelsteward.interop.mapped import read, rows_of_json

    return read(rows_of_json(value, mapping), value, mapping, skip)


def _require(how: How, kind: str) -> None:
    if how.format not in (None, kind):
        raise Unfit(f"it is no {how.format} file: it reads as {kind}", hint="leave --as out, or name what it is")


def _of_yaml(data: bytes, path: Path, how: How) -> Iterable[Imported]:
    from modelsteward.interop import hub

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("it is not UTF-8 text", f"byte {error.start + 1}") from None
    if path.suffix.lower() == ".md":
        front = hub.front_matter(text)
        if front is None or "model-index" not in front:
            raise NotOne("its head has no `model-index`, so it tells of no evaluation")
        text = front
    value = yaml_value(text)
    if hub.is_model_index(value):
        _require(how, "model-index")
        return list(hub.read_model_index(value, how.skip))
    if hub.is_eval_results(value):
        _require(how, "eval-results")
        return list(hub.read_eval_results(value, how.skip))
    raise NotOne(_UNKNOWN)


def yaml_value(text: str) -> Any:
    """The value of YAML from outside, read as strictly as a card. Raises Unfit."""
    from modelsteward.store.composer import compose

    if len(text) > 1024 * 1024:
        raise Unfit("it is larger than 1 MiB, and YAML of that size is not read")
    value, faults = compose(text)
    if faults:
        fault = faults[0]
        raise Unfit(fault.message, f"line {fault.line}, column {fault.column}", fault.hint)
    return value


def found_in(folder: Path) -> list[Path]:
    """The files below a folder that may be reports, and the folders that are runs of MLflow's. Raises BadUsage."""
    from modelsteward.interop.mlflow_stores import is_run_folder

    if not folder.is_dir():
        raise BadUsage(f"there is no folder {folder}", "name the folder that holds the reports")
    found: list[Path] = []
    for here, folders, files in os.walk(folder):
        place = Path(here)
        if is_run_folder(place):
            found.append(place)
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") or name == ".eval_results")
        found += [place / name for name in sorted(files) if _may_be_one(place, name)]
    return found


def _may_be_one(folder: Path, name: str) -> bool:
    if name.startswith("."):
        return False
    in_results = folder.name == ".eval_results" and name.endswith((".yaml", ".yml"))
    return name.lower().endswith(_ENDINGS) or name.lower() == "readme.md" or in_results
