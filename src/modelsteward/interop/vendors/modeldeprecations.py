"""The models of modeldeprecations.dev (github.com/mnfst/modeldeprecations.dev, MIT): one YAML document a model.

Read at 9d33116, 2026-08-21: a file of its folder `models/`, all of them in one stream, or a JSON list of the same. Its
`status` means the same at every vendor. It tells `earliest_shutdown_on`, a day before which nothing ends, from
`shutdown_on`, a firm end. What it recommends of its own accord, and not the vendor, is left out.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.ids import Named, parts_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering, first_and_rest
from modelsteward.interop.vendors.yamldocs import NoYaml, documents

TITLE = "a file of modeldeprecations.dev"
SOURCE = "https://modeldeprecations.dev/"
_HOSTS = {"google": "google-gemini-api", "vertex": "google-vertex", "bedrock": "aws-bedrock"}
_STATUS = {
    "preview": "preview",
    "active": "active",
    "legacy": "legacy",
    "deprecated": "deprecated",
    "retired": "retired",
}
_KEYS = frozenset(("shutdown_on", "earliest_shutdown_on", "last_verified", "released_on", "deprecated_on"))
_AMAZON = re.compile(r"(?:nova|titan)-.+", re.ASCII)
_VERSION = re.compile(r"(?P<model>.+?)-(?P<major>[0-9])-(?P<minor>[0-9])", re.ASCII)


def is_one(document: Document) -> bool:
    """Whether it is such a stream, or such a list."""
    if document.is_json:
        return any(_is_entry(one) for one in _listed(document))
    text = document.text
    return all(re.search(rf"^{key}:\s", text, re.MULTILINE) for key in ("provider", "model", "status"))


def _is_entry(one: dict[str, Any]) -> bool:
    return "provider" in one and "model" in one and bool(_KEYS & one.keys())


def _listed(document: Document) -> list[dict[str, Any]]:
    value = document.value
    return mappings_of(value.get("models") if isinstance(value, dict) else value)


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is none of them."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already. One model alone is a selection, and nothing has vanished from it."""
    if not is_one(document):
        raise document.is_not(TITLE, "it holds no documents with `provider`, `model` and `status`")
    gathering = Gathering(SOURCE, document)
    entries = _listed(document) if document.is_json else _entries(document)
    for entry in entries:
        _take(gathering, entry)
    return gathering.feed(f"{TITLE}, {document.name}", partial=len(entries) == 1)


def _entries(document: Document) -> list[dict[str, Any]]:
    try:
        return [value for value in documents(document.text) if isinstance(value, dict)]
    except NoYaml as error:
        raise document.is_not(TITLE, str(error)) from None


def _take(gathering: Gathering, entry: dict[str, Any]) -> None:
    provider = gathering.name(entry.get("provider"), "provider")
    model = gathering.name(entry.get("model"), "model")
    if provider is None or model is None:
        return
    host = _HOSTS.get(provider) or host_named(provider)
    named = _named(host, model)
    replacement, others = first_and_rest(_recommended(gathering, entry, provider, model))
    firm = gathering.ends(entry.get("shutdown_on"), f"{model}: shutdown_on")
    status = entry.get("status")
    gathering.add(
        Fact(
            host, named.model, gathering.source, named.snapshot, named.zone,
            status=_STATUS.get(status) if isinstance(status, str) else None,
            released=gathering.day(entry.get("released_on"), f"{model}: released_on"),
            deprecated=gathering.day(entry.get("deprecated_on"), f"{model}: deprecated_on"),
            not_before=gathering.day(entry.get("earliest_shutdown_on"), f"{model}: earliest_shutdown_on")
            or firm.not_before,
            ends=firm.ends, replacement=replacement, alternatives=others,
            aliases=gathering.names(entry.get("aliases"), f"{model}: aliases"),
            as_of=gathering.day(entry.get("last_verified"), f"{model}: last_verified"),
            cites=_page(gathering, entry),
        )
    )  # fmt: skip


def _named(host: str, model: str) -> Named:
    """A model by its parts. Of Bedrock's own it writes neither the maker nor the version as Bedrock does."""
    if host != "aws-bedrock" or not _AMAZON.fullmatch(model):
        return parts_of(model)
    if match := _VERSION.fullmatch(model):
        return Named(f"amazon.{match['model']}", f"v{match['major']}:{match['minor']}")
    return Named(f"amazon.{model}")


def _page(gathering: Gathering, entry: dict[str, Any]) -> str | None:
    pages = (gathering.page(one.get("url")) for one in mappings_of(entry.get("sources")))
    return next(filter(None, pages), None)


def _recommended(gathering: Gathering, entry: dict[str, Any], provider: str, model: str) -> list[str]:
    """What the vendor recommends instead, the first choice first."""
    named = [one for one in mappings_of(entry.get("replacements")) if one.get("provider") in (provider, None)]
    ranked = sorted(named, key=lambda one: str(within(one, "recommended")).lower() != "true")
    return [name for one in ranked if (name := gathering.name(one.get("model"), f"{model}: replacements"))]
