"""What the Hugging Face hub knows of evaluations: `model-index` in a model card, and `.eval_results/*.yaml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from modelsteward.domain.imported import Figures, Imported, Unfit, mapping, text, text_or_none

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_CHECKED = "Hugging Face model evaluator"
"""Who measured what is marked as verified."""


def front_matter(written: str) -> str | None:
    """The YAML at the head of a model card, with as many lines before it as there are; None where there is none."""
    found = _FRONT.match(written)
    return f"\n{found[1]}" if found else None


def is_model_index(value: Any) -> bool:
    """Whether YAML is a model card's head with evaluations."""
    return isinstance(value, dict) and "model-index" in value


def is_eval_results(value: Any) -> bool:
    """Whether YAML is a file of `.eval_results`."""
    first = value[0] if isinstance(value, list) and value else None
    dataset = first.get("dataset") if isinstance(first, dict) else None
    return isinstance(dataset, dict) and "id" in dataset


def read_model_index(value: dict[str, Any], skip: bool = False) -> Iterator[Imported]:
    """What a model card says: a suite is a data set, by its identifier, configuration and split. Raises Unfit."""
    for i, model in enumerate(_list(value["model-index"], "model-index")):
        place = f"model-index[{i}]"
        named = text_or_none(mapping(model, place).get("name"), "name", f"{place}.name")
        suites: dict[tuple[str, str | None, str | None], Figures] = {}
        for j, result in enumerate(_list(model.get("results"), f"{place}.results")):
            _take(suites, mapping(result, f"{place}.results[{j}]"), f"{place}.results[{j}]", skip)
        several = Counter(suite for suite, _, _ in suites)
        for (suite, source, verified), figures in suites.items():
            claim = source or verified or "the card itself"  # else two sources would be one run that disagrees
            yield Imported(
                suite, figures.taken(place), None, suite, _CHECKED if verified else None,
                claim if several[suite] > 1 else None, named, report=source, left_out=figures.left_out,
            )  # fmt: skip


def _take(suites: dict[Any, Figures], result: dict[str, Any], place: str, skip: bool) -> None:
    dataset = mapping(result.get("dataset"), f"{place}.dataset")
    suite = _suite(dataset.get("type") or dataset.get("name"), dataset, f"{place}.dataset")
    source = result.get("source")
    url = text_or_none(source.get("url"), "url", f"{place}.source.url") if isinstance(source, dict) else None
    for i, metric in enumerate(_list(result.get("metrics"), f"{place}.metrics")):
        at = f"{place}.metrics[{i}]"
        found = mapping(metric, at)
        name = text(found.get("type") or found.get("name"), "the metric", f"{at}.type")
        verified = "verified" if found.get("verified") is True else None
        figures = suites.setdefault((suite, url, verified), Figures(skip))
        figures.add(name, _figure(found.get("value")), f"{at}.value")


def _figure(value: Any) -> Any:
    """A value as a number where its text is one: older cards hold `"12.5"`. `20.0 ± 1.2` stays a text."""
    try:
        return float(value) if isinstance(value, str) and value.strip() else value
    except ValueError:
        return value


def read_eval_results(value: list[Any], skip: bool = False) -> Iterator[Imported]:
    """What a file of `.eval_results` says: each entry one value on one task of a benchmark. Raises Unfit."""
    for i, entry in enumerate(value):
        place = f"[{i}]"
        found = mapping(entry, place)
        dataset = mapping(found.get("dataset"), f"{place}.dataset")
        task = dataset.get("task_id") or dataset.get("config")
        suite = text(dataset.get("id"), "id", f"{place}.dataset.id")
        name = (
            f"{suite} ({text(task, 'task_id', f'{place}.dataset.task_id')})" if task not in (None, "default") else suite
        )
        source = found.get("source")
        figures = Figures(skip)
        figures.add("score", found.get("value"), f"{place}.value")
        yield Imported(
            name, figures.taken(place), _day(found.get("date"), f"{place}.date"), suite,
            text_or_none(found.get("evaluation_framework"), "evaluation_framework", f"{place}.evaluation_framework"),
            by=_of(source, "user", place), report=_of(source, "url", place), left_out=figures.left_out,
        )  # fmt: skip


def _of(source: Any, key: str, place: str) -> str | None:
    return text_or_none(source.get(key), key, f"{place}.source.{key}") if isinstance(source, dict) else None


def _suite(name: Any, dataset: dict[str, Any], place: str) -> str:
    parts = [text(dataset[key], key, f"{place}.{key}") for key in ("config", "split") if dataset.get(key)]
    suite = text(name, "the data set", f"{place}.type")
    return f"{suite} ({', '.join(parts)})" if parts else suite


def _day(written: Any, place: str) -> date | datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written) if "T" in str(written) else date.fromisoformat(written)
    except (TypeError, ValueError):
        raise Unfit(f"{str(written)[:40]!a} is no day", place, "write it like 2026-11-20") from None


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise Unfit("there ought to be a list", place)
    return value
