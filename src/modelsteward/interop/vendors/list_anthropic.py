"""What Anthropic's own list of models says: `GET /v1/models`, with `lifecycle`, `deprecated_at` and `retires_at`.

`id`, `created_at` (the release), `max_input_tokens`, `max_tokens` and the words of `lifecycle` after
platform.claude.com/docs/en/api/models/list, read 2026-11-27; the keys `deprecated_at` and `retires_at` could not be
verified there. Of an active model Anthropic promises only that it will not retire sooner.
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.states import status_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "Anthropic's list of models"
SOURCE = "https://api.anthropic.com/v1/models"
HOST = "anthropic"


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    models = mappings_of(within(document.value, "data")) if document.is_json else []
    return any(one.get("type") == "model" and "id" in one and "created_at" in one for one in models)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. One page of several is a selection."""
    if not document.is_json or not isinstance(within(document.value, "data"), list):
        raise document.is_not(TITLE, "it has no list `data`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(within(document.value, "data")):
        _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}", partial=within(document.value, "has_more") is True)


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(entry.get("id"), "id")
    if model is None:
        return
    state = gathering.name(entry.get("lifecycle"), f"{model}: lifecycle")
    deprecated = gathering.day(entry.get("deprecated_at"), f"{model}: deprecated_at")
    status = status_of(HOST, state)
    firm = deprecated is not None or status in ("deprecated", "retired")
    day = gathering.ends(entry.get("retires_at"), f"{model}: retires_at", floor=not firm)
    named = parts_of(model)
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot, state=state, status=status,
            released=gathering.day(entry.get("created_at"), f"{model}: created_at"), deprecated=deprecated,
            not_before=day.not_before, ends=day.ends,
            context_window=gathering.tokens(entry.get("max_input_tokens"), f"{model}: max_input_tokens"),
            max_output=gathering.tokens(entry.get("max_tokens"), f"{model}: max_tokens"),
        )
    )  # fmt: skip
