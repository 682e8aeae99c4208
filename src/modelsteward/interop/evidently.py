"""Reports of Evidently (0.7): what `report.run(…).save_json(FILE)` writes. One report is one suite.

It names neither suite nor day, model nor version: whoever takes it in says these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelsteward.domain.imported import Figures, Imported, Unfit, mapping, text

_TYPE = "evidently:metric_v2:"
_DRIFTED = "DriftedColumnsCount"


def is_one(value: Any) -> bool:
    """Whether a JSON value is such a file."""
    metrics = value.get("metrics") if isinstance(value, dict) else None
    first = metrics[0] if isinstance(metrics, list) and metrics else None
    config = first.get("config") if isinstance(first, dict) else None
    return isinstance(config, dict) and str(config.get("type")).startswith(_TYPE)


def read(value: dict[str, Any], skip: bool = False) -> Iterator[Imported]:
    """What it says: how many columns drifted, how much each did, and every other figure. Raises Unfit."""
    figures = Figures(skip)
    for i, metric in enumerate(value["metrics"]):
        _take(figures, mapping(metric, f"metrics[{i}]"), f"metrics[{i}]")
    yield Imported("", figures.taken("metrics"), tool="Evidently", left_out=figures.left_out)


def _take(figures: Figures, metric: dict[str, Any], place: str) -> None:
    config = mapping(metric.get("config"), f"{place}.config")
    kind = text(config.get("type"), "type", f"{place}.config.type").removeprefix(_TYPE)
    column = config.get("column")
    slice_ = f"column:{text(column, 'column', f'{place}.config.column')}" if column is not None else None
    value = metric.get("value")
    if kind == "ValueDrift":
        method = text(config.get("method"), "method", f"{place}.config.method")
        way = "higher" if method.endswith("p_value") else "lower"
        figures.add("value_drift", value, f"{place}.value", unit=method, better=way, slice=slice_)
        return
    name = _snake(kind)
    if not isinstance(value, dict):
        figures.add(name, value, f"{place}.value", slice=slice_)
        return
    better = "lower" if kind == _DRIFTED else None
    for key, figure in value.items():
        part, unit = _part("drifted_columns" if kind == _DRIFTED else name, key, place)
        figures.add(part, figure, f"{place}.value.{key}", unit=unit, better=better, slice=slice_)


def _part(name: str, key: str, place: str) -> tuple[str, str | None]:
    """The name of one of several figures of a metric, and its unit: the share goes by the metric's own name."""
    if key == "share":
        return name.removesuffix("_count"), "share"
    if key == "count":
        return name if name.endswith("_count") else f"{name}_count", None
    return f"{name}/{text(key, 'the key', f'{place}.value')}", None


def _snake(camel: str) -> str:
    """`MissingValueCount` as `missing_value_count`."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", camel).lower()
    if not name:
        raise Unfit("a metric has no type")
    return name
