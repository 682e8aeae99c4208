"""What sources say of a vendor's model, as its file in vendors/ has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.vendors.feeds import SAYS

if TYPE_CHECKING:
    from modelsteward.domain.vendors.feeds import Fact

_ABOUT = ("snapshot", "region", "deployment_kind")
_BESIDE = ("as_of", "cites", "note")
_PRICES = ("usd", "usd_input", "usd_output")


def value_of(facts: Sequence[Fact], day: date) -> dict[str, Any]:
    """The file of one model, from what is said of it. `day` is when it was read, where a fact does not say."""
    first = facts[0]
    by_day = sorted(facts, key=lambda fact: _read_on(fact, day))
    observations = [observation_of(fact, day) for fact in by_day if _says(fact)]
    value = {
        "card": "vendor/1",
        "host": first.host,
        "model": first.model,
        "observations": observations or [observation_of(by_day[-1], day)],
    }
    prices = [price for fact in by_day if (price := price_of(fact, day))]
    return value | ({"prices": prices} if prices else {})


def host_value(host: str, facts: Iterable[Fact], day: date) -> dict[str, Any]:
    """A host's file: that the sources of some facts were read for it."""
    by_source: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_source[fact.source].append(fact)
    readings = [reading_of(source, found, day) for source, found in sorted(by_source.items())]
    return {"card": "host/1", "host": host, "readings": readings}


def reading_of(source: str, facts: Sequence[Fact], day: date) -> dict[str, Any]:
    """An entry of `readings`: that a source was read, and how many models of the host it listed."""
    looked = max((fact.as_of for fact in facts if fact.as_of), default=None)
    read = max(fact.read_on or day for fact in facts)
    more = {"as_of": looked} if looked else {}
    return {"source": source, "read_on": read} | more | {"models": len({fact.model for fact in facts})}


def observation_of(fact: Fact, day: date) -> dict[str, Any]:
    """An entry of `observations`, in the order of its keys; what was not said is left out."""
    value: dict[str, Any] = {"source": fact.source, "read_on": _read_on(fact, day)}
    return value | dict(_said(fact, (*_ABOUT, *SAYS, *_BESIDE)))


def price_of(fact: Fact, day: date) -> dict[str, Any]:
    """An entry of `prices`, in the order of its keys; nothing where the fact names no price."""
    found = fact.price
    parts = {key: _number(usd) for key in _PRICES if found and (usd := getattr(found, key)) is not None}
    if found is None or not parts:
        return {}
    value: dict[str, Any] = {"source": fact.source, "read_on": _read_on(fact, day)}
    return value | dict(_said(fact, ("snapshot", "region"))) | {"unit": found.unit} | parts


def _read_on(fact: Fact, day: date) -> date:
    return fact.read_on or day


def _says(fact: Fact) -> bool:
    """Whether it says anything beside a price."""
    return fact.price is None or any(_said(fact, (*SAYS, *_BESIDE)))


def _said(fact: Fact, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for key in keys:
        said = getattr(fact, key)
        if said is not None and said != ():
            yield key, list(said) if isinstance(said, tuple) else said


def _number(usd: float) -> float:
    return int(usd) if usd == int(usd) else usd
