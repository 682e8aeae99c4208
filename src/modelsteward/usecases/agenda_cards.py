"""What ends or is due by the cards of models, data sets and uses, and by what vendors say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.dates import parse_duration
from modelsteward.domain.holds import holds_on
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import firm_ends
from modelsteward.usecases.appointment import Appointment

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.cards.vendor import Observation
    from modelsteward.domain.registry import Entry, Registry

    _Said = tuple[date, Observation]


_ENDS = ("sunset", "vendor_end", "vendor_deprecated")
"""What ends for those whose uses a model serves, too."""


class _Found(NamedTuple):
    """A day of a card."""

    kind: str
    day: date | None
    title: str
    todo: str
    stands: bool
    part: str = ""
    is_firm: bool = True


def of_cards(registry: Registry, today: date) -> Iterator[Appointment]:
    """The appointments of every card."""
    for model in registry.models.values():
        served = registry.serves.get(model.ref, ())
        others = sorted({(use.owner, use.ref) for use, _ in served if use.owner and use.owner != model.card.owner})
        for one in _appointments(model, _of_model(registry, model.card, today)):
            yield one._replace(others=tuple(others)) if one.kind in _ENDS else one
    for data in registry.datasets.values():
        yield from _appointments(data, _of_data(registry, data.card, today))
    for use in registry.uses.values():
        yield from _appointments(use, _of_use(use.card))


def _appointments(
    entry: Entry[ModelCard] | Entry[DataSetCard] | Entry[UseCaseCard], found: Iterator[_Found]
) -> Iterator[Appointment]:
    for one in found:
        if one.day is not None:
            yield Appointment(entry.ref, one.kind, one.part, one.day, one.title, one.todo, entry.card.owner,
                              (entry.ref,), entry.file, entry.home, one.is_firm, one.stands)  # fmt: skip


def _of_model(registry: Registry, card: ModelCard, today: date) -> Iterator[_Found]:
    ref, life = card.ref, card.lifecycle
    living, there = card.stage not in ENDED_STAGES, card.stage != "destroyed"
    yield _Found("review_by", life.review_by, f"Review {ref}",
                 f"review it (steward review {ref} --until DATE), or plan its end", living)  # fmt: skip
    yield _Found("sunset", life.sunset, f"Sunset of {ref}",
                 f"move what it serves, and retire it (steward retire {ref})", living)  # fmt: skip
    yield from _of_vendor(registry, card, living, today)
    held = _held(registry, ref, today) if there and life.destroy_by else ""
    yield _Found("destroy_by", life.destroy_by, f"Destroy {ref}",
                 f"its bytes must be gone by then (steward destroy {ref}){held}", there)  # fmt: skip
    for artifact in card.artifacts:
        yield _Found("immutable_until", artifact.immutable_until, f"Store lock on {ref} ends",
                     f"until then its store refuses to delete {artifact.uri}", there, artifact.uri)  # fmt: skip


def _of_vendor(registry: Registry, card: ModelCard, living: bool, today: date) -> Iterator[_Found]:
    """The firm end that its vendor is on file with, else the day before which it will not end; and the day from which
    it is deprecated there, as long as that is still to come.
    """
    said = said_of(registry, card)
    where = f"{card.source.host}/{card.source.model}" if card.source else ""
    if ends := firm_ends(said):
        yield _Found("vendor_end", ends[0][0], f"Vendor ends {card.ref}", _what_ends(card, where, ends, said), living)
    elif seen := max(
        (one for one in said if one.not_before), key=lambda one: (one.not_before, one.source), default=None
    ):
        todo = f"not a firm end: {where} will not end before, by {_by(seen)}; look again"
        yield _Found("vendor_end", seen.not_before, f"Vendor may end {card.ref}, not before this day", todo, living,
                     is_firm=False)  # fmt: skip
    days = sorted(((one.deprecated, one) for one in said if one.deprecated), key=lambda day: (day[0], day[1].source))
    if days:
        todo = f"from then on {where} may not be open to new callers, by {_by(days[0][1])}{_others(days, 'says')}"
        yield _Found("vendor_deprecated", days[0][0], f"Vendor deprecates {card.ref}", todo,
                     living and days[0][0] >= today)  # fmt: skip


def _what_ends(card: ModelCard, where: str, ends: list[_Said], said: list[Observation]) -> str:
    """Who says so, who says otherwise, and by when to begin. The earliest day counts."""
    day, first = ends[0]
    promised = [(one.not_before, one) for one in said if one.not_before and one.not_before > day]
    lead = card.lifecycle.migration_lead
    begin = f"; moving takes {lead}: begin by {parse_duration(lead).before(day)}" if lead else ""
    otherwise = _others(ends, "says") + _others([ends[0], *promised], "says not before")
    return f"{where} answers until then, by {_by(first)}{otherwise}: move what it serves first{begin}"


def _others(days: Sequence[_Said], says: str) -> str:
    """The sources that name another day than the first."""
    return "".join(f"; but {_by(one)} {says} {day}" for day, one in days if day != days[0][0])


def _by(seen: Observation) -> str:
    return f"{seen.source} (read {seen.read_on})"


def _of_data(registry: Registry, card: DataSetCard, today: date) -> Iterator[_Found]:
    kept = card.retention
    if kept is not None and kept.delete_by is not None:
        there = card.status != "destroyed"
        held = _held(registry, card.ref, today) if there else ""
        basis = f" ({kept.basis})" if kept.basis else ""
        yield _Found("delete_by", kept.delete_by, f"Delete {card.ref}",
                     f"it may not exist any longer{basis}{held}", there)  # fmt: skip


def _of_use(card: UseCaseCard) -> Iterator[_Found]:
    for met in card.duties:
        title, todo = f"{met.duty}: what was done for {card.ref} ends", "see that it is done again, or need not be"
        yield _Found("duty", met.until, title, todo, card.status != "ended", met.duty)


def _held(registry: Registry, ref: str, today: date) -> str:
    """That a hold says otherwise."""
    held = holds_on(registry, ref, today)
    names = ", ".join(dict.fromkeys(one.entry.card.id for one in held))
    return f"; but hold {names} orders it to be kept" if held else ""
