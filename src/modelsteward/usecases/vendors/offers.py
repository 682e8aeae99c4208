"""A vendor's model, snapshot by snapshot: how long it lives, what it costs, and what of ours rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from modelsteward.domain.costing import TOKEN, counted, unit_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.ids import full_name
from modelsteward.domain.vendors.saying import Pin, firm_ends, retired_by
from modelsteward.usecases.vendors.facts import Known

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.vendor import Observation, Price
    from modelsteward.usecases.vendors.facts import Facts

State = Literal["ended", "ending", "gone", "alive", "unknown"]
"""`ending`: its firm end is known. `gone`: a source that had it has it no more, and nobody says an end. `alive`: nobody
says that it ends. `unknown`: nobody says anything of it."""


class Offer:
    """What is known of one snapshot of a host's model, or of its name alone."""

    def __init__(self, known: Known, snapshot: str | None, ours: Iterable[ModelCard] = (),
                 region: str | None = None, kind: str | None = None) -> None:  # fmt: skip
        self.known = known
        self.snapshot = snapshot
        self.pin = Pin(snapshot, region, kind)
        self.ours = tuple(ours)
        """Our versions that rest on it, ended ones among them."""

    @property
    def host(self) -> str:
        """Who answers."""
        return self.known.host

    @property
    def name(self) -> str:
        """As a call names it: `gpt-4o-2024-08-06`."""
        return full_name(self.known.model, self.snapshot)

    @property
    def ref(self) -> str:
        """As commands name it: `azure-openai/gpt-4o@2024-08-06`."""
        return f"{self.host}/{self.known.model}" + (f"@{self.snapshot}" if self.snapshot else "")

    @property
    def file(self) -> str | None:
        """Where it is on file; None where what comes with steward tells it."""
        return self.known.file if self.known.on_file(self.snapshot) else None

    @cached_property
    def said(self) -> list[Observation]:
        """What sources say now."""
        return self.known.said(self.pin)

    @cached_property
    def ends(self) -> list[tuple[date, Observation]]:
        """The firm ends, the earliest first."""
        return firm_ends(self.said)

    @property
    def end(self) -> date | None:
        """The earliest firm end."""
        return self.ends[0][0] if self.ends else None

    @property
    def end_varies(self) -> bool:
        """Whether others say another day, or it is another day in other regions."""
        return len({day for day, _ in self.ends}) > 1

    @property
    def not_before(self) -> date | None:
        """The last of the days before which it will not end."""
        return max((seen.not_before for seen in self.said if seen.not_before), default=None)

    @property
    def released(self) -> date | None:
        """The first day that is said to be that of its release."""
        days = (seen.released for seen in (*self.said, *self._added) if seen.released)
        return min(days, default=None)

    @property
    def announced(self) -> date | None:
        """The day its end was announced."""
        return min((seen.deprecated for seen in self.said if seen.deprecated), default=None)

    @property
    def context(self) -> int | None:
        """How many tokens it takes: the least that anybody says; what is on file counts first."""
        return _least(seen.context_window for seen in self.said) or _least(seen.context_window for seen in self._added)

    @property
    def max_output(self) -> int | None:
        """How many tokens it gives: the least that anybody says."""
        return _least(seen.max_output for seen in self.said) or _least(seen.max_output for seen in self._added)

    @property
    def status(self) -> str | None:
        """Its vendor's state in words that are the same for every vendor, as it was last read."""
        return next((seen.status for seen in self._newest if seen.status), None)

    @property
    def replacement(self) -> str | None:
        """What the vendor recommends instead, as it was last read."""
        return next((seen.replacement for seen in self._newest if seen.replacement), None)

    @property
    def alternatives(self) -> list[str]:
        """What else is recommended."""
        return list(dict.fromkeys(name for seen in self._newest for name in seen.alternatives))

    @property
    def vanished(self) -> list[Observation]:
        """The words of sources that had it, and have it no more."""
        return [seen for seen in self.said if seen.listed is False]

    @property
    def read_on(self) -> date | None:
        """The day of the newest word."""
        return max((seen.read_on for seen in self.said), default=None)

    @cached_property
    def _added(self) -> list[Observation]:
        return self.known.added(self.pin)

    @property
    def _newest(self) -> list[Observation]:
        return sorted(self.said, key=lambda seen: seen.read_on, reverse=True)

    @property
    def prices(self) -> list[Price]:
        """What it costs, what counts first."""
        return self.known.prices(self.pin)

    @cached_property
    def usd(self) -> tuple[float | None, float | None]:
        """US dollars a million tokens, of input and of output, as far as that is known."""
        for price in self.prices:
            unit = unit_of(price.unit)
            if unit is not None and counted(price.unit) == TOKEN:
                each = 1e6 / unit.size
                both = [price.usd if usd is None else usd for usd in (price.usd_input, price.usd_output)]
                return tuple(None if usd is None else round(usd * each, 6) for usd in both)  # type: ignore[return-value]
        return None, None

    @property
    def living(self) -> tuple[ModelCard, ...]:
        """Our versions that rest on it and have not ended."""
        return tuple(card for card in self.ours if card.stage not in ENDED_STAGES)

    def state(self, today: date) -> State:
        """How it stands on a day. What is retired has ended, whether or not anybody says when."""
        if not self.said:
            return "unknown"
        if (self.end is not None and self.end < today) or retired_by(self.said):
            return "ended"
        if self.end is not None:
            return "ending"
        return "gone" if self.vanished else "alive"

    def is_over(self, today: date) -> bool:
        """Whether it answers no more."""
        return self.state(today) == "ended"


def _least(numbers: Iterable[int | None]) -> int | None:
    return min(filter(None, numbers), default=None)


def offers(facts: Facts, host: str | None = None) -> list[Offer]:
    """All that a host offers, or all hosts do, what of ours nobody speaks of among it; by host and name."""
    models = [known for known in facts.models.values() if host in (None, known.host)]
    models += [Known(*key) for key in facts.ours if host in (None, key[0]) and key not in facts.models]
    models.sort(key=lambda known: (known.host, known.model))
    return [offer for known in models for offer in offers_of(facts, known)]


def offers_of(facts: Facts, known: Known) -> Iterator[Offer]:
    """A model's snapshots, what of ours pins one that nobody speaks of among them."""
    ours = facts.ours.get((known.host, known.model), {})
    for snapshot in sorted({*known.snapshots, *ours}, key=lambda one: one or ""):
        yield Offer(known, snapshot, ours.get(snapshot, ()))
