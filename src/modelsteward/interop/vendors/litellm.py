"""LiteLLM's map of models, prices and context windows (github.com/BerriAI/litellm, MIT): one JSON mapping.

Read in releases 1.90.0, 1.100.0 and 1.109.1. Its `deprecation_date` is the day a model ends, and does not tell firm
ends from days before which it will not. The package is never imported: its JSON file is read where it lies.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors.document import Document, items_of
from modelsteward.interop.vendors.gathering import LONGEST, Gathering, tariff
from modelsteward.interop.vendors.litellm_keys import place_of

TITLE = "LiteLLM's model map"
SOURCE = "https://pypi.org/project/litellm/"
_FILE = "model_prices_and_context_window_backup.json"
_NO_MODEL = frozenset(("search", "guardrail", "vector_store"))
_LONG = re.compile(r"input_cost_per_token_above_([0-9]+)k_tokens", re.ASCII)
_SEEN = 50


def is_one(document: Document) -> bool:
    """Whether it is that map: most of what it lists names its provider."""
    if not document.is_json or not isinstance(document.value, dict):
        return False
    some = [value for _, value in zip(range(_SEEN), document.value.values(), strict=False)]
    told = sum(isinstance(one, dict) and "litellm_provider" in one for one in some)
    return told > 0 and told * 2 >= len(some)


def read(data: bytes, name: str) -> Feed:
    """What a file says. Raises BadUsage where it is not that map."""
    return read_document(Document(data, name))


def read_document(document: Document) -> Feed:
    """The same, of what is parsed already."""
    if not is_one(document):
        raise document.is_not(TITLE, "it maps no names to entries with a `litellm_provider`")
    gathering = Gathering(SOURCE, document)
    for key, entry in items_of(document.value):
        if key != "sample_spec" and isinstance(entry, dict):
            _take(gathering, key, entry)
        elif key != "sample_spec":
            gathering.odd(key, "it is no mapping")
    return gathering.feed(f"{TITLE}, {document.name}")


def packaged() -> Feed | None:
    """What the installed package says; None where it is not installed. Nothing of it is imported."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec
    from pathlib import Path

    try:
        spec, edition = find_spec("litellm"), version("litellm")
    except (PackageNotFoundError, ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    file = Path(next(iter(spec.submodule_search_locations))) / _FILE
    try:
        data = file.read_bytes()
    except OSError:
        raise BadUsage(f"litellm {edition} is not laid out as steward knows it: {file} cannot be read",
                       "name the file with its prices, or its address: --from FILE|URL") from None  # fmt: skip
    return read(data, str(file))._replace(name=f"LiteLLM {edition}")


def _take(gathering: Gathering, key: str, entry: dict[str, Any]) -> None:
    name, provider = gathering.name(key, key), entry.get("litellm_provider")
    if name is None or entry.get("mode") in _NO_MODEL:
        return
    if not isinstance(provider, str) or not 0 < len(provider) <= LONGEST:
        if "litellm_provider" in entry or "mode" in entry:
            gathering.odd(key, "it names no provider")
        return
    if (place := place_of(name, provider)) is None:
        return
    day = gathering.ends(entry.get("deprecation_date"), f"{key}: deprecation_date")
    gathering.add(
        Fact(
            place.host, place.model, gathering.source, place.snapshot, place.region, place.deployment_kind,
            ends=day.ends, not_before=day.not_before, certainty="tentative" if day.ends else None,
            context_window=gathering.tokens(entry.get("max_input_tokens"), f"{key}: max_input_tokens"),
            max_output=gathering.tokens(entry.get("max_output_tokens"), f"{key}: max_output_tokens"),
            cites=gathering.page(entry.get("source")),
            note=f"Listed there as {name}." if day.ends and name != place.model else None,
            price=_price(gathering, key, entry),
        )
    )  # fmt: skip


def _price(gathering: Gathering, key: str, entry: dict[str, Any]) -> Tariff | None:
    """What it costs: a million tokens, else a minute of sound."""
    taken = gathering.usd(entry.get("input_cost_per_token"), f"{key}: input_cost_per_token", 1e6)
    given = gathering.usd(entry.get("output_cost_per_token"), f"{key}: output_cost_per_token", 1e6)
    starts = [int(match[1]) for name in entry if (match := _LONG.fullmatch(name))]
    remark = f"prompts of more than {min(starts):,},000 tokens cost more" if starts else ""
    if found := tariff(taken, given, remark):
        return found
    second = gathering.usd(entry.get("input_cost_per_second"), f"{key}: input_cost_per_second", 60)
    return Tariff("minute", usd=second) if second and entry.get("mode") == "audio_transcription" else None
