"""What the Gemini API's own list of models says: `GET /v1beta/models`, with `inputTokenLimit` and `outputTokenLimit`.

It documents no field for a model's end (ai.google.dev, models.list, read 2026-11-27). Should `modelStatus` with
`modelStage` and `retirementTime` stand there, it is read; that there are such keys could not be verified. What Google
publishes are the earliest days on which a model may end, so such a day is no firm end.
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.states import status_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "the Gemini API's list of models"
SOURCE = "https://generativelanguage.googleapis.com/v1beta/models"
HOST = "google-gemini-api"


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    models = mappings_of(within(document.value, "models")) if document.is_json else []
    return any(str(one.get("name")).startswith("models/") for one in models)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. One page of several is a selection."""
    if not document.is_json or not isinstance(within(document.value, "models"), list):
        raise document.is_not(TITLE, "it has no list `models`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(within(document.value, "models")):
        _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}", partial=bool(within(document.value, "nextPageToken")))


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(entry.get("name"), "name")
    model = model.removeprefix("models/") if model else None
    if not model:
        return
    about = entry.get("modelStatus")
    state = gathering.name(within(about, "modelStage"), f"{model}: modelStage")
    day = gathering.when(within(about, "retirementTime"), f"{model}: retirementTime")
    named = parts_of(model)
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot, state=state, status=status_of(HOST, state),
            not_before=day.day,
            context_window=gathering.tokens(entry.get("inputTokenLimit"), f"{model}: inputTokenLimit"),
            max_output=gathering.tokens(entry.get("outputTokenLimit"), f"{model}: outputTokenLimit"),
        )
    )  # fmt: skip
