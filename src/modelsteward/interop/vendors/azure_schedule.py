"""Azure's schedule of retirements as a CSV file: `model,version,lifecycle,retirement_date,replacement`.

The table of Microsoft's page on model retirements (CC-BY-4.0), one row a model and version; lines with `#` are remarks.
Its day is firm once a model is deprecated. Before, it is the earliest that Microsoft promised when the model came.
"""

from __future__ import annotations

import csv
import re
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.states import status_of
from modelsteward.interop.vendors.document import Document
from modelsteward.interop.vendors.gathering import Gathering
from modelsteward.interop.vendors.naming import azure_host

TITLE = "Azure's schedule of retirements"
SOURCE = "https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule"
_VERSION = re.compile(r" \(([0-9]{4}-[0-9]{2}-[0-9]{2})\)$", re.ASCII)
"""As the table writes a successor's version: `sora-2 (2025-12-08)`."""
_MOST_ROWS = 50_000
_COLUMNS = ("model", "version", "retirement_date")


def _rows(document: Document) -> list[dict[str | Any, Any]]:
    lines = [line for line in document.text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return list(csv.DictReader(lines))
    except csv.Error:  # a cell of more than 128 KiB, for one
        return []


def is_one(document: Document) -> bool:
    """Whether it has that table's columns."""
    lines = (line for line in document.text[:10_000].splitlines() if line.strip() and not line.startswith("#"))
    head = [cell.strip().strip('"') for cell in next(lines, "").split(",")]
    return not document.is_json and all(name in head for name in _COLUMNS)


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is not that table."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. The page has tables for other models too, so nothing vanishes from it."""
    if not is_one(document):
        raise document.is_not(TITLE, f"its first line does not name {', '.join(_COLUMNS)}")
    gathering = Gathering(SOURCE, document)
    rows = _rows(document)
    if len(rows) > _MOST_ROWS:
        raise document.is_not(TITLE, f"it has {len(rows):,} rows, and no schedule has more than {_MOST_ROWS:,}")
    for row in rows:
        _take(gathering, row)
    return gathering.feed(f"{TITLE}, {document.name}", partial=True)


def _take(gathering: Gathering, row: dict[str | Any, Any]) -> None:
    model, version = gathering.name(row.get("model"), "model"), gathering.name(row.get("version"), "version")
    if model is None:
        return
    place = f"{model} {version or ''}".strip()
    state = gathering.name(row.get("lifecycle"), f"{place}: lifecycle")
    host = azure_host(model)
    status = status_of(host, state)
    day = gathering.ends(row.get("retirement_date"), f"{place}: retirement_date")
    replacement = gathering.name(row.get("replacement"), f"{place}: replacement")
    gathering.add(
        Fact(
            host, model, gathering.source, version, state=state, status=status,
            ends=day.ends, not_before=day.not_before,
            certainty="tentative" if day.ends and status not in ("deprecated", "retired") else None,
            replacement=_VERSION.sub(r"-\1", replacement) if replacement else None,
        )
    )  # fmt: skip
