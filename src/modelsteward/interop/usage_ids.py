"""Ids of models from a file of any of the kinds in which people have them: lists, counts, tables, logs of gateways.

- a line each: `gpt-4o`, `azure/gpt-4o`, `   12 gpt-4o` (as `uniq -c` counts), `#` before a remark
- CSV with a head: a column `model` or `model_id`; `host` or `provider` and `count` or `requests` where there are
- JSON: a list of ids or of objects, or one object; JSON lines. In objects `model` or `model_id`, and
  `custom_llm_provider` as LiteLLM's logs have it (StandardLoggingPayload, docs.litellm.ai, read 2026-11-24)
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from modelsteward.domain.suggest import shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage

_COUNTED = re.compile(r"([0-9]{1,15})[\s,;]+(\S+)")
_ID = re.compile(r"[^\s,;\"'`{}\[\]<>|\\]{1,200}")
_NAMES = ("model", "model_id", "modelid", "model_name", "gen_ai.request.model")
_HOSTS = ("host", "provider", "custom_llm_provider", "gen_ai.system", "gen_ai.provider.name")
_COUNTS = ("count", "requests", "calls", "n")
_HOW = "one id a line, `COUNT ID`, CSV with a column `model`, or JSON with `model`"


class Met(NamedTuple):
    """An id, who was called, and how often."""

    id: str
    host: str | None
    times: int


class Usage(NamedTuple):
    """What a file holds."""

    met: tuple[Met, ...]
    odd: int
    """Lines or entries that name no id."""


def read_ids(data: bytes, name: str) -> Usage:
    """The ids in a file. Raises BadUsage where it holds none."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadUsage(f"{shown(name)} is not UTF-8 text: byte {error.start + 1}", f"write it as {_HOW}") from None
    entries = list(_entries(text))
    met = tuple(one for one in entries if one is not None)
    if entries and not met:
        raise BadUsage(f"{shown(name)} names no ids of models in {amount(len(entries), 'line')}", f"write it as {_HOW}")
    return Usage(met, len(entries) - len(met))


def _entries(text: str) -> Iterator[Met | None]:
    """Each line or entry; None for one that names no id."""
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        try:
            yield from _of_json(json.loads(text))
            return
        except RecursionError:
            raise BadUsage("it is nested too deeply to be read", f"write it as {_HOW}") from None
        except ValueError:
            pass  # several texts, one a line, or a list of another kind
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if lines and (head := _head(lines[0])):
        yield from _of_rows(lines, head)
        return
    for line in lines:
        yield from _of_line(line.strip())


def _of_line(line: str) -> Iterator[Met | None]:
    if line.startswith("{"):
        try:
            yield from _of_json(json.loads(line))
        except (ValueError, RecursionError):
            yield None
        return
    line = line.strip("\"'`, \t")
    if match := _COUNTED.fullmatch(line):
        yield _met(match[2], None, match[1])
    else:
        yield _met(line, None, None)


def _head(line: str) -> list[str] | None:
    """The columns that a table's first line names, if it is one."""
    for mark in (",", ";", "\t"):
        columns = [column.strip().strip('"').lower() for column in line.split(mark)]
        if any(name in columns for name in _NAMES) and (len(columns) > 1 or columns[0] in _NAMES):
            return [mark, *columns]
    return None


def _of_rows(lines: list[str], head: list[str]) -> Iterator[Met | None]:
    mark, *columns = head
    try:
        for cells in csv.reader(lines[1:], delimiter=mark):
            row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
            yield _met(_first(row, _NAMES), _first(row, _HOSTS), _first(row, _COUNTS))
    except csv.Error as error:
        raise BadUsage(f"the table cannot be read: {error}", f"write it as {_HOW}") from None


def _of_json(value: Any) -> Iterator[Met | None]:
    """The ids of a list, an object, or a list within one (`data`, as OpenAI's lists have it)."""
    if isinstance(value, list):
        for one in value:
            yield from [_met(one, None, None)] if isinstance(one, str) else _of_json(one)
        return
    if not isinstance(value, dict):
        yield None
        return
    if (name := _first(value, _NAMES)) is not None:
        yield _met(name, _first(value, _HOSTS), _first(value, _COUNTS))
        return
    lists = [part for key in ("data", "logs", "rows", "models") if isinstance(part := value.get(key), list)]
    if lists:
        for part in lists:
            yield from _of_json(part)
    elif value and all(isinstance(count, int) and not isinstance(count, bool) for count in value.values()):
        yield from (_met(name, None, count) for name, count in value.items())
    else:
        yield None


def _first(row: dict[str, Any], keys: Iterable[str]) -> Any:
    return next((row[key] for key in keys if row.get(key) not in (None, "")), None)


def _met(name: Any, host: Any, count: Any) -> Met | None:
    if not isinstance(name, str) or not _ID.fullmatch(name.strip()):
        return None
    who = host.strip() if isinstance(host, str) and _ID.fullmatch(host.strip()) else None
    try:
        many = int(count) if count is not None and not isinstance(count, bool) else 1
    except (ValueError, TypeError, OverflowError):
        many = 1
    return Met(name.strip(), who, many if many > 0 else 1)
