"""What Amazon Bedrock's own list of models says: `ListFoundationModels`, with `modelLifecycle`.

Fields after docs.aws.amazon.com, API_FoundationModelLifecycle, read 2026-11-27: `status` (`ACTIVE` or `LEGACY`),
`startOfLifeTime`, `legacyTime`, `publicExtendedAccessTime`, `endOfLifeTime`. The end is firm once the legacy period
starts; before, Bedrock promises only “no sooner than”.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.states import status_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "Amazon Bedrock's list of models"
SOURCE = "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html"
HOST = "aws-bedrock"
_CONTEXT = re.compile(r":(?:[0-9]+k|mm)$", re.ASCII)
"""The end of names that only provisioned throughput has, one for each length of context."""


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    return document.is_json and isinstance(within(document.value, "modelSummaries"), list)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not is_one(document):
        raise document.is_not(TITLE, "it has no list `modelSummaries`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(within(document.value, "modelSummaries")):
        _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}")


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(entry.get("modelId"), "modelId")
    if model is None:
        return
    life = entry.get("modelLifecycle")
    state = gathering.name(within(life, "status"), f"{model}: status")
    status = status_of(HOST, state)
    legacy = gathering.day(within(life, "legacyTime"), f"{model}: legacyTime")
    firm = legacy is not None or status in ("deprecated", "retired")
    day = gathering.ends(within(life, "endOfLifeTime"), f"{model}: endOfLifeTime", floor=not firm)
    extended = gathering.day(within(life, "publicExtendedAccessTime"), f"{model}: publicExtendedAccessTime")
    named = parts_of(_CONTEXT.sub("", model))
    only = entry.get("inferenceTypesSupported")
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot, named.zone,
            "provisioned" if only == ["PROVISIONED"] else None, state=state, status=status,
            released=gathering.day(within(life, "startOfLifeTime"), f"{model}: startOfLifeTime"), deprecated=legacy,
            not_before=day.not_before, ends=day.ends,
            note=f"Public extended access, at a price that may be higher, from {extended}." if extended else None,
        )
    )  # fmt: skip
