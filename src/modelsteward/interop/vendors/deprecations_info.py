"""The JSON of deprecations.info (github.com/deprecations/deprecations-rss, MIT): one entry a model that ends.

Read at b1885cd, 2026-07-24. Where `deprecation_date` is the day of `shutdown_date` it says nothing of its own. The
pages of Google and of Azure, which it repeats, do not mean firm ends by the days they give. It names Azure's models
without their versions, which end on different days, so that such a day is kept as a note and as no end.
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.interop.vendors.document import Document, mappings_of
from modelsteward.interop.vendors.gathering import Gathering, first_and_rest
from modelsteward.interop.vendors.naming import azure_host, named_at

TITLE = "the list of deprecations.info"
SOURCE = "https://deprecations.info/"
_HOSTS = {"google": "google-gemini-api", "google vertex": "google-vertex", "aws bedrock": "aws-bedrock"}
_NOT_FIRM = frozenset(("google-gemini-api", "azure-openai", "azure-foundry"))


def is_one(document: Document) -> bool:
    """Whether it is that list."""
    return document.is_json and any("model_id" in one and "shutdown_date" in one for one in mappings_of(document.value))


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is not that list."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not is_one(document):
        raise document.is_not(TITLE, "it lists no entries with `model_id` and `shutdown_date`")
    gathering = Gathering(SOURCE, document)
    for entry in mappings_of(document.value):
        _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}")


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    provider = gathering.name(entry.get("provider"), "provider")
    model = gathering.name(entry.get("model_id"), "model_id")
    if provider is None or model is None:
        return
    host = azure_host(model) if provider.lower() == "azure" else _HOSTS.get(provider.lower()) or host_named(provider)
    day = gathering.ends(entry.get("shutdown_date"), f"{model}: shutdown_date")
    said = gathering.day(entry.get("deprecation_date"), f"{model}: deprecation_date")
    replacement, others = first_and_rest(
        gathering.names(entry.get("replacement_models"), f"{model}: replacement_models")
    )
    named = named_at(host, model)
    vague = host == "azure-openai" and named.snapshot is None and day.ends is not None
    gathering.add(
        Fact(
            host, named.model, gathering.source, named.snapshot, named.zone,
            deprecated=None if said in (day.ends, day.not_before) else said,
            ends=None if vague else day.ends, not_before=day.not_before,
            certainty="tentative" if day.ends and not vague and host in _NOT_FIRM else None,
            replacement=replacement, alternatives=others,
            as_of=gathering.day(entry.get("scraped_at"), f"{model}: scraped_at"),
            cites=gathering.page(entry.get("url")),
            note=f"A version of it, which is not named, ends on {day.ends}." if vague else None,
        )
    )  # fmt: skip
