"""What sources say of a vendor's model, as its file in vendors/ has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    read_on: date | None = getattr(fact, "read_on", None)
    return read_on or day


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
