"""Feeds of vendors' facts, each format a module, and which is which.

Each module has `TITLE`, `SOURCE` (what its facts say of where they are from), `is_one(document)`, which asks only for
marks that no other format has, and `read(data, name)`, which gives a Feed or raises BadUsage.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from modelsteward.domain.vendors.feeds import Feed


class Known(NamedTuple):
    """A format that is read."""

    module: str
    what: str
    url: str | None = None
    """Where it is to be had, for all to read."""


SOURCES = {
    "litellm": Known(
        "litellm", "LiteLLM's map of models, prices and ends",
        "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    ),
    "modeldeprecations": Known(
        "modeldeprecations", "modeldeprecations.dev: a file of its folder models/, or the folder",
        "https://modeldeprecations.dev/api/v1/models.json",
    ),
    "deprecations-info": Known(
        "deprecations_info", "deprecations.info: announced ends", "https://deprecations.info/v1/deprecations.json"
    ),
    "endoflife": Known(
        "endoflife", "endoflife.date: the life of Claude's models", "https://endoflife.date/api/v1/products/claude/"
    ),
    "models-dev": Known("models_dev", "models.dev: releases, limits and prices", "https://models.dev/api.json"),
    "genai-prices": Known(
        "prices", "genai-prices: prices alone",
        "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
    ),
    "azure-schedule": Known("azure_schedule", "Azure's schedule of retirements, as CSV"),
    "openai": Known("list_openai", "OpenAI's own list of models"),
    "anthropic": Known("list_anthropic", "Anthropic's own list of models"),
    "mistral": Known("list_mistral", "Mistral's own list of models"),
    "azure-openai": Known("list_azure", "Azure's own lists of models"),
    "aws-bedrock": Known("list_bedrock", "Amazon Bedrock's own list of models"),
    "google-gemini-api": Known("list_gemini", "the Gemini API's own list of models"),
    "cohere": Known("list_cohere", "Cohere's own list of models"),
}  # fmt: skip
"""By the name to type."""

LISTS = {
    host: host
    for host in ("openai", "anthropic", "mistral", "azure-openai", "aws-bedrock", "google-gemini-api", "cohere")
}
"""The hosts whose own list is read, and the format of each."""

PACKAGED = ("litellm", "genai-prices")
"""What an installed package holds."""

_JSON = (
    "litellm", "genai-prices", "deprecations-info", "modeldeprecations", "models-dev", "endoflife", "aws-bedrock",
    "azure-openai", "anthropic", "mistral", "google-gemini-api", "cohere", "openai",
)  # fmt: skip
_TEXT = ("endoflife", "modeldeprecations", "azure-schedule")


def read_feed(data: bytes, name: str, source: str | None = None) -> Feed:
    """What a feed says, of whichever format it is. Raises BadUsage where it is of none, or not of the one named."""
    from modelsteward.interop.vendors.document import Document

    document = Document(data, name)
    if source is not None:
        return _read(_module(source), document)
    if not document.text.strip():
        raise BadUsage(f"{document.name} is empty", "an empty answer says nothing: get it anew")
    if document.is_page:
        raise BadUsage(f"{document.name} is a web page, and no data", "save what the source answers to programs")
    for one in _JSON if document.is_json else _TEXT:
        module = _module(one)
        if module.is_one(document):
            return _read(module, document)
    raise BadUsage(
        f"{document.name} is of no format that is known here",
        f"say which it is: --as {', '.join(SOURCES)}",
    )


def packaged(name: str) -> Feed | None:
    """What an installed package says; None where it is not installed."""
    found: Feed | None = _module(name).packaged()
    return found


def _read(module: Any, document: Any) -> Feed:
    feed: Feed = module.read_document(document)
    return feed


def _module(source: str) -> Any:
    known = SOURCES.get(source)
    if known is None:
        hint = did_you_mean(source, SOURCES) or f"name one of {', '.join(SOURCES)}"
        raise BadUsage(f"there is no source called {source}", hint)
    return import_module(f"modelsteward.interop.vendors.{known.module}")
