"""What Mistral's own list of models says: `GET /v1/models`, with `deprecation` and `deprecation_replacement_model`.

Fields after Mistral's OpenAPI document (docs.rs, mistral-openapi-client, read 2026-11-27). Whether `deprecation` is the
day of the announcement or of the end is not written there; it is taken for the end, and for one that is not firm.
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "Mistral's list of models"
SOURCE = "https://api.mistral.ai/v1/models"
HOST = "mistral"


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    value = document.value if document.is_json else None
    models = mappings_of(within(value, "data") if isinstance(value, dict) else value)
    return any("id" in one and "max_context_length" in one and "capabilities" in one for one in models)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    value = document.value if document.is_json else None
    models = within(value, "data") if isinstance(value, dict) else value
    if not isinstance(models, list):
        raise document.is_not(TITLE, "it has no list `data`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(models):
        if entry.get("type") != "fine-tuned":
            _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}")


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(entry.get("id"), "id")
    if model is None or model.startswith("ft:"):
        return
    day = gathering.ends(entry.get("deprecation"), f"{model}: deprecation")
    named = parts_of(model)
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot, not_before=day.not_before, ends=day.ends,
            certainty="tentative" if day.ends else None,
            replacement=gathering.name(entry.get("deprecation_replacement_model"), f"{model}: replacement"),
            aliases=tuple(one for one in gathering.names(entry.get("aliases"), f"{model}: aliases") if one != model),
            context_window=gathering.tokens(entry.get("max_context_length"), f"{model}: max_context_length"),
        )
    )  # fmt: skip
