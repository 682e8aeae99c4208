"""Runs of MLflow: from its sqlite store, its file store, or one run written as JSON. MLflow itself is not needed.

A run is one suite, called as its experiment is; `steward.suite` and `steward.ref`, set as tags, say otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from math import isfinite
from typing import Any, NamedTuple

from modelsteward.domain.imported import Figures, Imported, Unfit, mapping, text, text_or_none

_FINISHED = "FINISHED"


class Run(NamedTuple):
    """A run as either store holds it."""

    id: str
    experiment: str | None
    status: str
    ended: Any
    """Milliseconds since 1970."""
    user: str | None
    metrics: dict[str, Any]
    """The last value of each metric; None for NaN in an sqlite store."""
    tags: dict[str, str]
    deleted: bool = False
    store: str = "MLflow"


class Wanted(NamedTuple):
    """Which runs of a store are asked for; all that are finished where neither is said."""

    runs: tuple[str, ...] = ()
    experiment: str | None = None

    def chooses(self, run: Run) -> bool:
        """Whether it is one of them."""
        if run.deleted:
            return False
        return (not self.runs or run.id in self.runs) and self.experiment in (None, run.experiment)


ALL = Wanted()


class Reports(NamedTuple):
    """What came of a store: what can be taken in, and for each run that cannot, why."""

    imported: tuple[Imported, ...]
    unfit: tuple[tuple[str, Unfit], ...]


def read(runs: Iterable[Run], wanted: Wanted = ALL, skip: bool = False) -> Reports:
    """What the runs say that are wanted. Raises Unfit where there is none of these."""
    taken: list[Imported] = []
    unfit: list[tuple[str, Unfit]] = []
    known: list[Run] = []
    for run in runs:
        known.append(run)
        if not wanted.chooses(run):
            continue
        try:
            taken.append(_imported(run, skip))
        except Unfit as error:
            unfit.append((f"run {run.id}", error))
    if lacking := sorted(set(wanted.runs) - {run.id for run in known if wanted.chooses(run)}):
        raise Unfit(f"it has no run {lacking[0]}", hint="`mlflow runs list` shows them")
    if not taken and not unfit:
        names = sorted({run.experiment for run in known if run.experiment and not run.deleted})
        raise Unfit("it has no such run", hint=f"its experiments are {', '.join(names)}" if names else "")
    return Reports(tuple(taken), tuple(unfit))


def _imported(run: Run, skip: bool) -> Imported:
    if run.status != _FINISHED:
        words = {"RUNNING": "is not finished", "SCHEDULED": "has not begun", "FAILED": "failed", "KILLED": "was killed"}
        raise Unfit(f"the run {words.get(run.status, f'has the status {run.status!a}')}", "status")
    figures = Figures(skip)
    for name, value in run.metrics.items():
        figures.add(text(name, "the metric", "metrics"), _figure(value), f"metrics.{name}")
    suite = run.tags.get("steward.suite") or run.experiment
    return Imported(
        text(suite, "the experiment", "experiment") if suite else "", figures.taken("metrics"), _made(run.ended),
        text_or_none(run.tags.get("steward.dataset"), "steward.dataset", "tags"), run.store,
        text(run.id, "run_id", "run_id"), text_or_none(run.tags.get("steward.ref"), "steward.ref", "tags"),
        text_or_none(run.user, "the user", "mlflow.user"), digest=_digest(run), left_out=figures.left_out,
    )  # fmt: skip


def _figure(value: Any) -> Any:
    """A value as MLflow meant it: its sqlite store keeps what is infinite as the largest number there is."""
    if isinstance(value, float) and isfinite(value) and abs(value) > 1.79e308:
        return float("inf") if value > 0 else float("-inf")
    return float("nan") if value is None else value


def _digest(run: Run) -> str:
    """A digest of what the run measured, the same from either store: the store's own file changes with every run."""
    facts = {
        "run_id": run.id,
        "end_time": run.ended,
        "metrics": {key: _figure(run.metrics[key]) for key in run.metrics},
    }
    written = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=repr)
    return f"sha256:{sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _made(milliseconds: Any) -> datetime | None:
    if milliseconds is None:
        return None
    whole = isinstance(milliseconds, int) and not isinstance(milliseconds, bool)
    if not whole or not 0 < milliseconds < 253402300800000:
        raise Unfit("`end_time` is no time in milliseconds since 1970", "end_time")
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def is_run(value: Any) -> bool:
    """Whether a JSON value is one run, as `Run.to_dictionary()` or the server's API gives it."""
    run = value.get("run", value) if isinstance(value, dict) else None
    info = run.get("info") if isinstance(run, dict) else None
    return isinstance(info, dict) and "run_id" in info and isinstance(run, dict) and isinstance(run.get("data"), dict)


def of_json(value: dict[str, Any]) -> Iterator[Run]:
    """The one run that a JSON value is. Raises Unfit."""
    run = mapping(value.get("run", value), "run")
    info, data = mapping(run["info"], "info"), mapping(run["data"], "data")
    tags = {key: str(item) for key, item in _pairs(data.get("tags"), "data.tags").items()}
    yield Run(
        text(info["run_id"], "run_id", "info.run_id"), None, str(info.get("status")), info.get("end_time"),
        text_or_none(info.get("user_id") or tags.get("mlflow.user"), "user_id", "info.user_id"),
        _pairs(data.get("metrics"), "data.metrics"), tags, info.get("lifecycle_stage") == "deleted",
    )  # fmt: skip


def _pairs(value: Any, place: str) -> dict[str, Any]:
    """Names and values; the server's API lists them as `{"key": …, "value": …}`."""
    if isinstance(value, list):
        found: dict[str, Any] = {}
        for i, item in enumerate(value):
            one = mapping(item, f"{place}[{i}]")
            found[text(one.get("key"), "key", f"{place}[{i}].key")] = one.get("value")
        return found
    return mapping(value if value is not None else {}, place)
