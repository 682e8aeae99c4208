"""Pages of endoflife.date about vendors' models (github.com/endoflife-date/endoflife.date, MIT).

Three ways of saying the same: the product's page in the repository (its YAML front matter), and the answers of the
API, `/api/v1/products/claude/` and `/api/claude.json`. Read at a70eca3, 2026-08-22; of the API's answers no copy was
at hand, and their keys (`eolFrom`, `eoasFrom`; `eol`, `support`) are as its clients name them. Its `eol` is a firm end
only where `eoas`, the end of active support, is a day: of models that are not deprecated, Anthropic says “not sooner
than”.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.interop.vendors.document import Document, mappings_of, within
from modelsteward.interop.vendors.gathering import Gathering
from modelsteward.interop.vendors.yamldocs import NoYaml, documents

TITLE = "a page of endoflife.date about vendors' models"
SOURCE = "https://endoflife.date/claude"
_HOST = "anthropic"
_MODEL = re.compile(r"claude-", re.ASCII)
_FRONT = re.compile(r"\s*---\n(.*?)\n---\s*(?:\n|$)", re.DOTALL)


def is_one(document: Document) -> bool:
    """Whether it is such a page, or such an answer."""
    return any(isinstance(name, str) and _MODEL.match(name) for name in map(_cycle, _releases(document)))


def _cycle(release: dict[str, Any]) -> Any:
    return release.get("releaseCycle") or release.get("cycle") or release.get("name")


def _releases(document: Document) -> list[dict[str, Any]]:
    if document.is_json:
        value = document.value
        found = within(value, "result", "releases") or within(value, "releases") if isinstance(value, dict) else value
        return [one for one in mappings_of(found) if "releaseDate" in one]
    front = _FRONT.match(document.text[:1_000_000])
    if front is None or "\nreleases:" not in front[1]:
        return []
    try:
        return mappings_of(within(next(documents(front[1]), None), "releases"))
    except NoYaml:
        return []


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is none of them."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    releases = _releases(document)
    if not any(isinstance(name, str) and _MODEL.match(name) for name in map(_cycle, releases)):
        raise document.is_not(TITLE, "it lists no releases of Claude, the only vendor's models known to be there")
    gathering = Gathering(SOURCE, document)
    for release in releases:
        _take(gathering, release)
    return gathering.feed(f"{TITLE}, {document.name}")


def _take(gathering: Gathering, release: dict[str, Any]) -> None:
    model = gathering.name(_cycle(release), "releaseCycle")
    if model is None:
        return
    announced = _first(release, "eoas", "eoasFrom", "support")
    deprecated = None if announced is True else gathering.day(announced, f"{model}: eoas")
    firm = deprecated is not None or announced is True or release.get("isEoas") is True
    eol = _first(release, "eol", "eolFrom")
    day = gathering.ends(None if eol is True else eol, f"{model}: eol", floor=not firm)
    replacement = _first(release, "recommendedReplacement") or within(release, "custom", "recommendedReplacement")
    ended = eol is True or release.get("isEol") is True
    named = parts_of(model)
    gathering.add(
        Fact(
            _HOST, named.model, gathering.source, named.snapshot, status="retired" if ended else None,
            released=gathering.day(release.get("releaseDate"), f"{model}: releaseDate"), deprecated=deprecated,
            not_before=day.not_before, ends=day.ends,
            replacement=None if replacement == "N/A" else gathering.name(replacement, f"{model}: replacement"),
        )
    )  # fmt: skip


def _first(release: dict[str, Any], *keys: str) -> Any:
    return next((release[key] for key in keys if release.get(key) is not None), None)
