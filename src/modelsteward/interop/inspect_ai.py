"""Logs of Inspect AI: `.json` as it stands, or the header of an `.eval`, which is a zip file. One task is one suite."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from modelsteward.domain.imported import Figures, Imported, Unfit, around, count, mapping, text, text_or_none

_LARGEST = 64 * 1024 * 1024
"""Bytes that the header of a log may have when it is unpacked."""
_HEADER = "header.json"
_STORED, _DEFLATED, _ZSTANDARD = 0, 8, 93
_SUCCESS = "success"


def is_one(value: Any) -> bool:
    """Whether a JSON value is such a log."""
    return isinstance(value, dict) and isinstance(value.get("eval"), dict) and {"status", "version"} <= value.keys()


def read(value: dict[str, Any], skip: bool = False) -> Iterator[Imported]:
    """What it says of its task. Raises Unfit, also for a run that was not finished."""
    _require_done(value)
    told = mapping(value["eval"], "eval")
    results = mapping(value.get("results"), "results")
    scores = results.get("scores")
    if not isinstance(scores, list) or not scores:
        raise Unfit("no scorer gave a score", "results.scores", "run it with a scorer: inspect score")
    figures = Figures(skip)
    for i, score in enumerate(scores):
        place = f"results.scores[{i}]"
        _take(figures, mapping(score, place), place, results.get("completed_samples"))
    packages = told.get("packages")
    version = packages.get("inspect_ai") if isinstance(packages, dict) else None
    dataset = told.get("dataset")
    yield Imported(
        text(told.get("task"), "task", "eval.task"), figures.taken("results.scores"), _made(value),
        text_or_none(dataset.get("name"), "name", "eval.dataset.name") if isinstance(dataset, dict) else None,
        f"Inspect AI {text(version, 'version', 'eval.packages.inspect_ai')}" if version else "Inspect AI",
        text_or_none(told.get("run_id"), "run_id", "eval.run_id"),
        text_or_none(told.get("model"), "model", "eval.model"), left_out=figures.left_out,
    )  # fmt: skip


def _require_done(value: dict[str, Any]) -> None:
    status = value.get("status")
    if status == _SUCCESS and not value.get("invalidated"):
        return
    if status == _SUCCESS:
        raise Unfit("the log was invalidated", "invalidated", "its results are not to be used; run it anew")
    error = value.get("error")
    said = error.get("message") if isinstance(error, dict) else None
    why = f": {said[:200]}" if isinstance(said, str) and said.strip() else ""
    words = {"started": "is not finished", "cancelled": "was cancelled", "error": "failed"}
    what = words.get(str(status), f"has the status {str(status)[:40]!a}")
    raise Unfit(f"the run {what}{why}", "status", "finish it first: inspect eval-retry LOG")


def _take(figures: Figures, score: dict[str, Any], place: str, completed: Any) -> None:
    """Take in what one scorer found: its metrics, with the interval that their standard error gives."""
    scorer = text(score.get("name"), "the scorer", f"{place}.name")
    metrics = mapping(score.get("metrics"), f"{place}.metrics")
    samples = count(score.get("scored_samples", completed), "scored_samples", f"{place}.scored_samples")
    stderr = metrics.get("stderr")
    error = stderr.get("value") if isinstance(stderr, dict) else None
    for key, metric in metrics.items():
        at = f"{place}.metrics.{key}"
        found = mapping(metric, at)
        if key == "stderr":
            continue
        name, slice_ = _named(key, found, at)
        middles = name in ("accuracy", "mean") and slice_ is None
        low, high = around(found.get("value"), error) if middles else (None, None)
        better = "higher" if name == "accuracy" else None
        figures.add(f"{scorer}/{name}", found.get("value"), f"{at}.value", unit="share" if better else None,
                    better=better, slice=slice_, low=low, high=high,
                    samples=None if slice_ else samples)  # fmt: skip


def _named(key: str, metric: dict[str, Any], place: str) -> tuple[str, str | None]:
    """A metric's name and its slice: metrics by group go by the name of the group."""
    params = metric.get("params")
    group = params.get("group_key") if isinstance(params, dict) else None
    inner = params.get("metric") if isinstance(params, dict) else None
    if not isinstance(group, str) or not isinstance(inner, dict):
        return text(key, "the metric", place), None
    name = text(inner.get("name"), "the metric", f"{place}.params.metric.name").rpartition("/")[2]
    if key == "all":
        return f"{name}/all groups", None
    return name, f"{text(group, 'group_key', place)}:{text(key, 'the group', place)}"


def _made(value: dict[str, Any]) -> datetime | None:
    stats = value.get("stats")
    completed = stats.get("completed_at") if isinstance(stats, dict) else None
    written = completed or value["eval"].get("created")
    if not written:
        return None
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        raise Unfit(f"{str(written)[:40]!a} is no point in time", "stats.completed_at") from None


def header_of(path: Path) -> bytes:
    """The header of an `.eval` log, unpacked. Raises Unfit."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if _HEADER not in archive.namelist():
                raise Unfit("the run is not finished: the log has no header yet", hint="finish it first")
            return _unpacked(archive.getinfo(_HEADER), file)
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Unfit(f"the zip file is damaged: {error}", hint="copy it anew") from None


def _unpacked(member: zipfile.ZipInfo, file: IO[bytes]) -> bytes:
    """One member's bytes. Python's own reader does not know the packing that Inspect uses."""
    if member.file_size > _LARGEST or member.compress_size > _LARGEST:
        raise Unfit("the header of the log is larger than 64 MiB when unpacked", _HEADER)
    file.seek(member.header_offset)
    lead = file.read(30)
    if lead[:4] != b"PK\x03\x04":
        raise Unfit("the zip file is damaged: its table leads nowhere", _HEADER, "copy it anew")
    name, extra = struct.unpack("<HH", lead[26:30])
    file.seek(member.header_offset + 30 + name + extra)
    packed = file.read(member.compress_size)
    if member.compress_type == _STORED:
        found = packed
    elif member.compress_type == _DEFLATED:
        found = zlib.decompressobj(-15).decompress(packed, _LARGEST + 1)
    elif member.compress_type == _ZSTANDARD:
        found = _from_zstandard(packed)
    else:
        raise Unfit(f"the log is packed in a way that is not known ({member.compress_type})", _HEADER, _CONVERT)
    if len(found) != member.file_size or zlib.crc32(found) != member.CRC:
        raise Unfit("the zip file is damaged: the header is not what its checksum says", _HEADER, "copy it anew")
    return found


_CONVERT = "`inspect log convert LOG --to json --output-dir DIR` writes it so that it can be read"


def _from_zstandard(packed: bytes) -> bytes:
    try:
        import zstandard
    except ImportError:
        raise Unfit(
            "the log is packed with Zstandard, and the library for that is not installed", _HEADER,
            f"pip install 'modelsteward[inspect]'; or {_CONVERT}",
        ) from None  # fmt: skip
    try:
        with zstandard.ZstdDecompressor(max_window_size=_LARGEST).stream_reader(packed) as stream:
            return bytes(stream.read(_LARGEST + 1))
    except (zstandard.ZstdError, MemoryError) as error:
        raise Unfit(f"the zip file is damaged: {error}", _HEADER, "copy it anew") from None
