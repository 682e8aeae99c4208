"""Results of lm-evaluation-harness: `results_*.json`, as `lm_eval --output_path` writes it. Each task is a suite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from modelsteward.domain.imported import Figures, Imported, Unfit, around, count, mapping, text, text_or_none

_SHARES = frozenset(("acc", "acc_norm", "exact_match"))
"""Metrics that are the mean of what is right (1) and wrong (0), wherever the harness has them."""


def is_one(value: Any) -> bool:
    """Whether a JSON value is such a file."""
    return (
        isinstance(value, dict) and isinstance(value.get("results"), dict) and {"configs", "versions"} <= value.keys()
    )


def read(value: dict[str, Any], skip: bool = False) -> Iterator[Imported]:
    """What it says of each task, and of each group of tasks. Raises Unfit."""
    results = mapping(value["results"], "results")
    version = text_or_none(value.get("lm_eval_version"), "lm_eval_version", "lm_eval_version")
    model = text_or_none(value.get("model_name"), "model_name", "model_name") or _named(value.get("config"))
    made = _made(value.get("date"))
    for task, found in results.items():
        place = f"results.{task}"
        figures = Figures(skip)
        for key, figure in mapping(found, place).items():
            _take(figures, key, figure, value, task)
        if figures.left_out or figures.found or not _is_heading(found):
            yield Imported(
                text(task, "the task", place), figures.taken(place), made, _dataset(value, task),
                f"lm-eval {version}" if version else "lm-eval", None, model, left_out=figures.left_out,
            )  # fmt: skip


def _is_heading(found: dict[str, Any]) -> bool:
    """Whether a group of tasks has no figures of its own."""
    return not any("," in key for key in found)


def _take(figures: Figures, key: str, figure: Any, value: dict[str, Any], task: str) -> None:
    """Take in one figure; what stands beside figures, such as their errors, is none."""
    metric, comma, rest = key.partition(",")
    if not comma or metric.endswith("_stderr"):
        return
    place = f"results.{task}.{key}"
    name = text(metric if rest == "none" else f"{metric}/{rest}", "the metric", place)
    low, high = around(figure, value["results"][task].get(f"{metric}_stderr,{rest}"))
    higher = _within(value, "higher_is_better", task, metric)
    figures.add(
        name, figure, place, unit="share" if metric in _SHARES else None,
        better=None if not isinstance(higher, bool) else "higher" if higher else "lower",
        low=low, high=high, samples=_samples(value, task, key),
    )  # fmt: skip


def _samples(value: dict[str, Any], task: str, key: str) -> int | None:
    """How many cases a figure is of: the task's that were run, or the group's for this figure."""
    for keys in (("n-samples", task, "effective"), ("results", task, "sample_count", key),
                 ("results", task, "sample_len")):  # fmt: skip
        if (found := count(_within(value, *keys), ".".join(keys), ".".join(keys))) is not None:
            return found
    return None


def _within(value: Any, *keys: str) -> Any:
    """What lies at the end of some keys; None where they lead nowhere."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _dataset(value: dict[str, Any], task: str) -> str | None:
    """The data set as the hub knows it; a local file's loader, such as `json`, says nothing of the data."""
    path, name = (_within(value, "configs", task, key) for key in ("dataset_path", "dataset_name"))
    place = f"configs.{task}.dataset_path"
    if path in ("json", "csv", "parquet", "text", "arrow"):
        return None
    found = text_or_none(path, "dataset_path", place)
    return f"{found} ({text(name, 'dataset_name', place)})" if found and isinstance(name, str) and name else found


def _named(config: Any) -> str | None:
    """The model where it is named among its arguments alone."""
    arguments = _within(config, "model_args")
    if isinstance(arguments, str):
        pairs = (part.partition("=") for part in arguments.split(","))
        arguments = {key.strip(): value.strip() for key, _, value in pairs}
    found = _within(arguments, "pretrained") or _within(arguments, "model")
    return text_or_none(found, "the model", "config.model_args") if isinstance(found, str) else None


def _made(seconds: Any) -> datetime | None:
    """When it was measured. The harness writes seconds since 1970."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 253402300800:
        raise Unfit("`date` is no time in seconds since 1970", "date")
    return datetime.fromtimestamp(seconds, UTC)
