"""What Azure's own lists of models say, either of them.

`GET {endpoint}/openai/models` has `lifecycle_status` and `deprecation` in seconds since 1970 (learn.microsoft.com,
Azure OpenAI REST, Models - List, 2024-10-21). `…/Microsoft.CognitiveServices/locations/{location}/models`, and what
`az cognitiveservices model list` prints, have name and version apart, `lifecycleStatus`, `deprecation` with
`deprecationStatus` (`Planned` or `Tentative`), and `skus`, each with a `deprecationDate` of its own (2025-06-01). All
read 2026-11-27; the keys of `capabilities` that tell token limits could not be verified. Neither list says for which
region it was asked. In both, `Deprecated` means retired.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.states import status_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering

TITLE = "Azure's list of models"
SOURCE = "https://learn.microsoft.com/rest/api/azureopenai/models/list"
HOST = "azure-openai"
_KINDS = {
    "standard": "standard", "globalstandard": "global-standard", "datazonestandard": "data-zone",
    "provisionedmanaged": "provisioned", "globalprovisionedmanaged": "global-provisioned",
    "datazoneprovisionedmanaged": "data-zone-provisioned", "globalbatch": "global-batch",
    "datazonebatch": "data-zone-batch",
}  # fmt: skip
_FIRM = ("deprecated", "retired")


def is_one(document: Document) -> bool:
    """Whether it is one of the two."""
    if not document.is_json:
        return False
    value = document.value
    if any("lifecycle_status" in one for one in mappings_of(within(value, "data"))):
        return True
    return any(_is_managed(one) for one in _managed(value) or [])


def _is_managed(one: dict[str, Any]) -> bool:
    return isinstance(within(one, "model", "name"), str) and isinstance(within(one, "model", "format"), str)


def _managed(value: Any) -> list[dict[str, Any]] | None:
    found = within(value, "value") if isinstance(value, dict) else value
    return mappings_of(found) if isinstance(found, list) else None


def read(data: bytes, name: str) -> Feed:
    """What an answer says. Raises BadUsage where it is none."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. One page of several is a selection."""
    value = document.value if document.is_json else None
    data, managed = within(value, "data"), _managed(value)
    if not isinstance(data, list) and managed is None:
        raise document.is_not(TITLE, "it has neither a list `data` nor a list `value`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(data):
        _take(gathering, entry)
    for entry in managed or []:
        _take_managed(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}", partial=bool(within(value, "nextLink")))


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    """What the resource itself lists. Its fine-tuned models are an organisation's own."""
    model = gathering.name(entry.get("id"), "id")
    if model is None or "fine_tune" in entry or ".ft-" in model or model.startswith("ft:"):
        return
    state = gathering.name(entry.get("lifecycle_status"), f"{model}: lifecycle_status")
    status = status_of("azure-list", state)
    day = gathering.ends(within(entry, "deprecation", "inference"), f"{model}: deprecation.inference")
    named = parts_of(model)
    gathering.add(
        Fact(
            HOST, named.model, gathering.source, named.snapshot, state=state, status=status,
            not_before=day.not_before, ends=day.ends,
            certainty="tentative" if day.ends and status not in _FIRM else None,
        )
    )  # fmt: skip


def _take_managed(gathering: Gathering, entry: dict[str, Any]) -> None:
    model = gathering.name(within(entry, "model", "name"), "model.name")
    if model is None:
        return
    about: dict[str, Any] = entry["model"]
    version = gathering.name(about.get("version"), f"{model}: version")
    state = gathering.name(about.get("lifecycleStatus"), f"{model}: lifecycleStatus")
    status = status_of("azure-list", state)
    day = gathering.ends(within(about, "deprecation", "inference"), f"{model}: deprecation.inference")
    how = str(within(about, "deprecation", "deprecationStatus")).lower()
    firm = how == "planned" or (how != "tentative" and status in _FIRM)
    fact = Fact(
        HOST if str(about.get("format")).lower() == "openai" else "azure-foundry", model, gathering.source, version,
        state=state, status=status, not_before=day.not_before, ends=day.ends,
        certainty=None if firm or not day.ends else "tentative",
        context_window=gathering.tokens(within(about, "capabilities", "maxContextToken"), f"{model}: maxContextToken"),
        max_output=gathering.tokens(within(about, "capabilities", "maxOutputToken"), f"{model}: maxOutputToken"),
    )  # fmt: skip
    gathering.add(fact)
    for sku in mappings_of(about.get("skus")):
        kind = _kind(gathering.name(sku.get("name"), f"{model}: skus"))
        own = gathering.ends(sku.get("deprecationDate"), f"{model}: skus.deprecationDate")
        if kind and own.ends and own.ends != fact.ends:
            certainty = None if firm else "tentative"
            gathering.add(fact._replace(deployment_kind=kind, ends=own.ends, not_before=None, certainty=certainty))


def _kind(sku: str | None) -> str | None:
    """`data-zone` for `DataZoneStandard`."""
    if sku is None:
        return None
    return _KINDS.get(sku.lower()) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", sku).lower()
