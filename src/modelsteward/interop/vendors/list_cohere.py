"""What Cohere's own list of models says: `GET /v1/models`, with `is_deprecated` and `context_length`; no days.

Fields after docs.cohere.com/v1/reference/get-model, read 2026-11-27. Fine-tuned models are an organisation's own, and
left out.
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "Cohere's list of models"
SOURCE = "https://api.cohere.com/v1/models"
HOST = "cohere"


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    models = mappings_of(within(document.value, "models")) if document.is_json else []
    return any("name" in one and "endpoints" in one and "context_length" in one for one in models)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. One page of several is a selection."""
    if not document.is_json or not isinstance(within(document.value, "models"), list):
        raise document.is_not(TITLE, "it has no list `models`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(within(document.value, "models")):
        if entry.get("finetuned") is not True:
            _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}", partial=bool(within(document.value, "next_page_token")))


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(entry.get("name"), "name")
    if model is None:
        return
    named = parts_of(model)
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot,
            status="deprecated" if entry.get("is_deprecated") is True else None,
            context_window=gathering.tokens(entry.get("context_length"), f"{model}: context_length"),
        )
    )  # fmt: skip
