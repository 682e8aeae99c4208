"""The prices of genai-prices, as facts: each name that its table knows for sure, at each host that it is a table of.

How its table is read stands in `interop/genai_prices.py`. A price that starts on a later day counts once it is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.errors import BadUsage
from modelsteward.interop import genai_prices
from modelsteward.interop.genai_prices import GenaiPrices
from modelsteward.interop.vendors.document import Document, mappings_of
from modelsteward.interop.vendors.gathering import Gathering
from modelsteward.interop.vendors.naming import azure_host, named_at

TITLE = "the price table of genai-prices"
SOURCE = genai_prices.SOURCE
_HOSTS = {"azure": ("azure-openai", "azure-foundry"), "google": ("google-gemini-api", "google-vertex")}


def is_one(document: Document) -> bool:
    """Whether it is that table."""
    if not document.is_json:
        return False
    models = [model for one in mappings_of(document.value) for model in mappings_of(one.get("models"))]
    return any("match" in model and "prices" in model for model in models)


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is not that table."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not is_one(document):
        raise document.is_not(TITLE, "it lists no providers with models that have `match` and `prices`")
    table = genai_prices.of_value(document.value, document.name)
    return _facts(table, document, f"{TITLE}, {document.name}")


def packaged() -> Feed | None:
    """What the installed package says; None where it is not installed."""
    from importlib.util import find_spec

    if find_spec("genai_prices") is None:
        return None
    table = genai_prices.packaged()
    return _facts(table, Document(b"", table.name), table.name)


def _facts(table: GenaiPrices, document: Document, name: str) -> Feed:
    gathering = Gathering(SOURCE, document)
    for provider, entry in sorted(table.providers.items()):
        for host in _HOSTS.get(provider, (host_named(provider),)):
            for model in sorted(set(_names(table, provider, entry))):
                _take(gathering, table, host, model)
    return gathering.feed(name, prices_only=True)


def _names(table: GenaiPrices, provider: str, entry: dict[str, Any]) -> Iterator[str]:
    """The names that a provider's models go by, and those of the providers whose models it offers."""
    fallback = entry.get("fallback_model_providers")
    for other in [provider, *(fallback if isinstance(fallback, list) else [])]:
        for model in mappings_of(table.providers.get(other, {}).get("models") if isinstance(other, str) else None):
            yield from (one for one in (model.get("id"), *_equal(model.get("match"))) if isinstance(one, str))


def _equal(clause: Any) -> Iterator[Any]:
    """The names that a clause means to the letter."""
    if isinstance(clause, dict):
        yield clause.get("equals")
        for one in mappings_of(clause.get("or")):
            yield from _equal(one)


def _take(gathering: Gathering, table: GenaiPrices, host: str, name: str) -> None:
    model = gathering.name(name, "id")
    if model is None or (host.startswith("azure-") and azure_host(model) != host):
        return
    price = _asked(table, host, model)
    if price is None:
        return
    named = named_at(host, model)
    gathering.add(Fact(host, named.model, SOURCE, named.snapshot, named.zone, price=price))


def _asked(table: GenaiPrices, host: str, model: str) -> Tariff | None:
    try:
        return table.ask(host, model, date.max)
    except RecursionError:
        raise BadUsage(f"{table.name} is nested too deeply to be read") from None
