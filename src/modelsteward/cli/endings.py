"""What `steward deprecate` is told on the command line, as the end that is meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.cli.common import day_of
from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk, Found
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.usecases.deprecate import End
    from modelsteward.usecases.vendor_end import FromFacts


class Told(NamedTuple):
    """What was typed of an end."""

    sunset: str | None
    replacement: str | None
    per_use: list[str] | None
    because: str | None
    reason: str | None

    @property
    def refs(self) -> list[str]:
        """The versions that are named."""
        own = [self.replacement] if self.replacement and self.replacement != "none" else []
        return [*own, *(to for _, to in parted(self.per_use))]


def require_end(told: Told, cancel: bool) -> None:
    """Raise BadUsage where the options do not go together."""
    if cancel and (told.sunset or told.replacement or told.per_use or told.because):
        raise BadUsage("--cancel takes the end back, so it has no day and no replacement", "leave the others out")
    if not cancel and told.sunset is None and told.because != "vendor":
        hint = "--sunset 2027-01-31, or +P90D from today; --because vendor takes the vendor's day, where it is on file"
        raise BadUsage("the day of the end is missing", hint)
    for text in told.per_use or ():
        if not all(text.partition("=")):
            raise BadUsage(f"`--for {text}` is no USE=REF", "write it like --for discharge-letters=claude@1.2.0")
    for use, times in Counter(use for use, _ in parted(told.per_use)).items():
        if times > 1:
            raise BadUsage(f"--for names {use} more than once", "say once where it moves to")


def found_with_facts(desk: Desk, ref: str, told: Told) -> tuple[Found, FromFacts | None]:
    """What is to end; and where its vendor decides, what the facts on file tell of what was not typed."""
    from modelsteward.usecases.vendor_end import from_facts

    found = desk.find("deprecate", ref, None, *told.refs)
    if told.because != "vendor":
        return found, None
    model = found.entry.card
    seeks = told.replacement is None and not model.lifecycle.knows("replacement")
    every = desk.of("models", "vendors") if seeks else None
    facts = from_facts(found.situation.registry, every, model, desk.today, needs_day=told.sunset is None)
    other = facts.successor.ref if facts.successor else None
    return desk.find("deprecate", model.ref, None, *told.refs, *([other] if other else [])), facts


def end_of(model: ModelCard, desk: Desk, told: Told, facts: FromFacts | None) -> End:
    """The end that is meant; what is not said again stays as it was announced, else it is as the vendor's facts say."""
    from modelsteward.usecases.deprecate import End

    said = told.replacement is not None or model.lifecycle.knows("replacement")
    to = model.lifecycle.replacement if told.replacement is None else told.replacement
    to = None if to == "none" else to
    why = told.reason or (model.lifecycle.reason if model.stage == "deprecated" else None)
    day = day_of(told.sunset, desk.today) if told.sunset else None
    end = End(
        day or desk.today, to, dict(parted(told.per_use)), told.because, why, desk.by, nothing=said and to is None
    )
    return facts.completing(end, has_day=day is not None, has_reason=told.reason is not None) if facts else end


def parted(per_use: list[str] | None) -> list[tuple[str, str]]:
    """Each `USE=REF`, the use as `use:NAME`."""
    pairs = (text.partition("=") for text in per_use or ())
    return [(use if use.startswith("use:") else f"use:{use}", ref) for use, _, ref in pairs]
