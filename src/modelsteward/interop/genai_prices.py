"""The price table of genai-prices (github.com/pydantic/genai-prices, MIT), as its package holds it or as a file.

The package's data and the files `data.json` and `data_slim.json` of its repository say the same: a list of providers,
each with models, and of each model by which names it is known (`match`) and its `prices`, now and formerly, in dollars.
Read in version 0.2.3. Nothing is fetched: what is read is what is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple

from modelsteward.domain.tariff import Tariff
from modelsteward.errors import BadUsage

SOURCE = "https://pypi.org/project/genai-prices/"

HOSTS = {
    "azure-openai": "azure", "azure-ai-foundry": "azure", "azure-foundry": "azure",
    "google-vertex": "google", "google-vertex-ai": "google", "vertex-ai": "google", "google-ai-studio": "google",
    "google-gemini": "google", "aws-bedrock": "aws", "amazon-bedrock": "aws", "bedrock": "aws",
    "mistral-ai": "mistral", "mistralai": "mistral", "xai": "x-ai", "together-ai": "together",
    "fireworks-ai": "fireworks", "moonshot": "moonshotai", "perplexity-ai": "perplexity",
}  # fmt: skip
"""What hosts are called in vendors/, where the table has another name; else both say the same."""
_PROVIDER = ("id", "models", "fallback_model_providers")
_MODEL = ("id", "match", "prices")


class GenaiPrices(NamedTuple):
    """The table."""

    name: str
    source: str
    providers: dict[str, dict[str, Any]]

    def ask(self, host: str, model: str, day: date) -> Tariff | None:
        """What a model costs at a host: as its provider says, else as the one whose models it offers."""
        provider = self.providers.get(HOSTS.get(host, host))
        if provider is None:
            return None
        others = [
            self.providers[name] for name in _texts(provider.get("fallback_model_providers")) if name in self.providers
        ]
        word = model.lower()
        for one in (provider, *others):
            for known in _mappings(one.get("models")):
                if _matches(known.get("match"), word):
                    return _tariff(_prices_on(known.get("prices"), day), known.get("prices"))
        return None


def packaged() -> GenaiPrices:
    """The table that the installed package holds. Raises BadUsage where it is not installed, or is laid out anew."""
    try:
        from genai_prices import __version__, data_snapshot
    except ImportError:
        what = "genai-prices is not installed"
        raise BadUsage(what, "pip install 'modelsteward[prices]', or name a file of its: --from data.json") from None
    try:
        providers = [_plain(provider, _PROVIDER) for provider in data_snapshot.get_snapshot().providers]
    except AttributeError as error:
        raise BadUsage(f"genai-prices {__version__} is not laid out as steward knows it: {error}",
                       "pip install 'modelsteward[prices]' brings one that is") from None  # fmt: skip
    return GenaiPrices(f"genai-prices {__version__}", SOURCE, _by_id(providers))


def read(text: bytes, name: str) -> GenaiPrices:
    """The table of a file. Raises BadUsage where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadUsage(f"{name} is not JSON: {error}", _FILES) from None
    return of_value(found, name)


def of_value(value: Any, name: str) -> GenaiPrices:
    """The table of a file that is parsed already. Raises BadUsage where it is none."""
    providers = _by_id(value)
    if not any(provider.get("models") for provider in providers.values()):
        raise BadUsage(f"{name} is no price table of genai-prices: it lists no provider with models", _FILES)
    return GenaiPrices(name, SOURCE, providers)


_FILES = "name a file like prices/data.json of github.com/pydantic/genai-prices"


def _by_id(providers: Any) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in _mappings(providers) if isinstance(one.get("id"), str)}


def _plain(value: Any, keys: tuple[str, ...] = ()) -> Any:
    """What the package holds as objects, as its files say it; of providers and models only what is asked."""
    if isinstance(value, list | tuple):
        return [_plain(one, _MODEL if hasattr(one, "match") else ()) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if not hasattr(value, "__dict__"):
        return value
    parts = {name.rstrip("_"): part for name, part in vars(value).items() if not name.startswith("_")}
    return {name: _plain(part) for name, part in parts.items() if not keys or name in keys}


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _matches(clause: Any, word: str) -> bool:
    """Whether a name (in lower case) is one of those that a clause means."""
    if not isinstance(clause, dict) or len(clause) != 1:
        return False
    ((how, what),) = clause.items()
    if how == "or":
        return any(_matches(one, word) for one in _mappings(what))
    if how == "and":
        parts = list(_mappings(what))
        return bool(parts) and all(_matches(one, word) for one in parts)
    return isinstance(what, str) and _compares(how, what, word)


def _compares(how: str, what: str, word: str) -> bool:
    if how == "regex":
        try:
            return re.search(what, word) is not None
        except re.error:
            return False
    low = what.lower()
    return (
        (how == "equals" and word == low)
        or (how == "starts_with" and word.startswith(low))
        or (how == "ends_with" and word.endswith(low))
        or (how == "contains" and low in word)
    )


def _prices_on(prices: Any, day: date) -> dict[str, Any]:
    """Those that hold on a day: of several the last that has begun. What holds at some hours only is left out."""
    if isinstance(prices, dict):
        return prices
    for one in reversed(list(_mappings(prices))):
        constraint, found = one.get("constraint"), one.get("prices")
        if isinstance(found, dict) and (not constraint or _has_begun(constraint, day)):
            return found
    return {}


def _has_begun(constraint: Any, day: date) -> bool:
    start = constraint.get("start_date") if isinstance(constraint, dict) else None
    return isinstance(start, str) and start <= day.isoformat()


def _tariff(prices: dict[str, Any], every: Any) -> Tariff | None:
    """Tokens, else requests; None where it asks for neither, or in a way that cannot be read."""
    taken, given = _usd(prices.get("input_mtok")), _usd(prices.get("output_mtok"))
    remark = "; ".join(filter(None, (_tiers(prices.get("input_mtok")), _more(prices), _hours(every))))
    if taken is not None or given is not None:
        return Tariff("1M tokens", usd_input=taken, usd_output=given, remark=remark)
    each = _usd(prices.get("requests_kcount"))
    return None if each is None else Tariff("1k requests", usd=each)


def _usd(price: Any) -> float | None:
    """A price; of one that rises with the length of the prompt, that of short ones."""
    value = price.get("base") if isinstance(price, dict) else price
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        return None
    return value


def _tiers(price: Any) -> str:
    tiers = list(_mappings(price.get("tiers"))) if isinstance(price, dict) else []
    starts = [tier["start"] for tier in tiers if isinstance(tier.get("start"), int)]
    return f"prompts of more than {min(starts):,} tokens cost more" if starts else ""


def _more(prices: dict[str, Any]) -> str:
    return "each request costs something too" if _usd(prices.get("requests_kcount")) else ""


def _hours(every: Any) -> str:
    held = any(
        isinstance(one.get("constraint"), dict) and "start_time" in one["constraint"] for one in _mappings(every)
    )
    return "at some hours of the day another price holds" if held else ""
