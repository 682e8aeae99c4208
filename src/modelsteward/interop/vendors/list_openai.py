"""What OpenAI's own list of models says: `GET /v1/models`, with `shutdown_date` where an end is announced.

Fields after developers.openai.com/api/reference/resources/models/methods/list, read 2026-11-27. `created` is when the
entry was made and not the release, so it is left out; and so are fine-tuned models, which are an organisation's own.
"""

from __future__ import annotations

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "OpenAI's list of models"
SOURCE = "https://api.openai.com/v1/models"
HOST = "openai"
_OWNERS = ("openai", "system")
_OTHERS = frozenset(("capabilities", "context_window", "context_length", "pricing", "deprecation", "lifecycle_status"))


def is_one(document: Document) -> bool:
    """Whether it is that list, and not that of one of the many who answer in the same way."""
    models = mappings_of(within(document.value, "data")) if document.is_json else []
    if any(_OTHERS & one.keys() or one.get("type") == "model" for one in models):
        return False
    return any("shutdown_date" in one or str(one.get("owned_by")).startswith(_OWNERS) for one in models)


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not document.is_json or not isinstance(within(document.value, "data"), list):
        raise document.is_not(TITLE, "it has no list `data`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(within(document.value, "data")):
        model = gathering.name(entry.get("id"), "id")
        if model is None or model.startswith("ft:") or ":ft-" in model:
            continue
        named = parts_of(model)
        day = gathering.ends(entry.get("shutdown_date"), f"{model}: shutdown_date")
        gathering.add(
            Fact(HOST, named.model, gathering.source, named.snapshot, ends=day.ends, not_before=day.not_before)
        )
    return gathering.feed(f"{TITLE}, {document.name}")
