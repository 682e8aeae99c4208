"""The models of models.dev (github.com/anomalyco/models.dev, MIT): release, state, limits and prices.

Read at f3fc692, 2026-07-02. Both shapes are read: `api.json` of the site, a mapping of providers with their models,
and a plain list of models that each name their provider. It gives no day on which a model ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.interop.vendors.document import Document, items_of, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering, tariff
from modelsteward.interop.vendors.naming import azure_host, named_at

TITLE = "the models of models.dev"
SOURCE = "https://models.dev/"
_HOSTS = {
    "google": "google-gemini-api", "google-vertex-anthropic": "google-vertex", "azure-cognitive-services": "azure",
}  # fmt: skip
_STATUS = {"alpha": "preview", "beta": "preview", "deprecated": "deprecated"}
_MONTH = re.compile(r"[0-9]{4}(?:-[0-9]{2})?", re.ASCII)
_SAYS = frozenset(("limit", "cost", "release_date", "base_model", "modalities"))


def is_one(document: Document) -> bool:
    """Whether it is one of the two."""
    if not document.is_json:
        return False
    value = document.value
    if isinstance(value, list):
        return any("provider" in one and "model" in one and _SAYS & one.keys() for one in mappings_of(value))
    return any(_is_model(model) for _, one in items_of(value) for _, model in items_of(within(one, "models")))


def _is_model(value: Any) -> bool:
    return isinstance(value, dict) and bool(_SAYS & value.keys()) and "litellm_provider" not in value


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is none of them."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not is_one(document):
        raise document.is_not(TITLE, "it maps no providers to `models`, and lists none with `provider` and `model`")
    gathering = Gathering(SOURCE, document)
    for provider, model, entry in _entries(document.value):
        _take(gathering, provider, model, entry)
    return gathering.feed(f"{TITLE}, {document.name}")


def _entries(value: Any) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    if isinstance(value, list):
        yield from ((one.get("provider"), one.get("model"), one) for one in mappings_of(value))
        return
    for provider, one in items_of(value):
        for model, entry in items_of(within(one, "models")):
            if isinstance(entry, dict):
                yield provider, model, entry


def _take(gathering: Gathering, provider: Any, model: Any, entry: dict[str, Any]) -> None:
    host, name = gathering.name(provider, f"{model}: provider"), gathering.name(model, "model")
    if host is None or name is None:
        return
    host = _HOSTS.get(host, host)
    host = azure_host(name) if host == "azure" else host_named(host)
    named = named_at(host, name)
    released, status = entry.get("release_date"), entry.get("status")
    if isinstance(released, str) and _MONTH.fullmatch(released):
        released = None  # a month is no day
    gathering.add(
        Fact(
            host, named.model, gathering.source, named.snapshot, named.zone,
            status=_STATUS.get(status) if isinstance(status, str) else None,
            released=gathering.day(released, f"{name}: release_date"),
            context_window=gathering.tokens(within(entry, "limit", "context"), f"{name}: limit.context"),
            max_output=gathering.tokens(within(entry, "limit", "output"), f"{name}: limit.output"),
            price=tariff(
                gathering.usd(within(entry, "cost", "input"), f"{name}: cost.input"),
                gathering.usd(within(entry, "cost", "output"), f"{name}: cost.output"),
            ),
        )
    )  # fmt: skip
