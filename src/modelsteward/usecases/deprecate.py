"""Announcing a version's end, moving its day, and taking the announcement back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.lifespan import notice_needed, relying_on, vendor_end
from modelsteward.domain.moves import require_move
from modelsteward.domain.plan import Gate, NewRecord, Proposal
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.rules.lifecycle import approving_end, end_approved
from modelsteward.usecases.gates import Situation, ask, gate, has_reason
from modelsteward.usecases.naming import the_model, the_use
from modelsteward.usecases.notices import notice_for
from modelsteward.usecases.vendor_end import gone, leaving

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry, Registry


class End(NamedTuple):
    """What is to be announced."""

    sunset: date
    replacement: str | None
    """The version to move to; None where none is named."""
    by_use: Mapping[str, str]
    """Where a use moves to instead, by `use:NAME`."""
    because: str | None
    reason: str | None
    by: str
    """Who announces it, as git knows them."""
    nothing: bool = False
    """Whether it was said that nothing comes after it."""
    notes: tuple[str, ...] = ()
    """Where the day and the replacement come from, where they were not typed."""
    advice: str = ""
    """How to say what to move to, where the vendor's own word did not tell."""


def plan_deprecation(situation: Situation, entry: Entry[ModelCard], end: End) -> Proposal:
    """Announce an end, or move its day: the card's dates, where each use moves to, a draft notice for each use.

    Raises Refused where no such move exists or a replacement is none.
    """
    model, registry, today = situation.model, situation.registry, situation.today
    move = require_move("deprecate", model.ref, model.stage, registry.policy.stages)
    if end.sunset < today:
        raise BadUsage(f"the sunset {end.sunset} is past", "the sunset is the last day it may serve: today or later")
    if end.replacement:
        end = end._replace(replacement=_successor(registry, model, end.replacement))
    targets = _targets(registry, model, end)
    uses = list(_uses(registry, model.ref))
    edits: dict[str, tuple[Edit, ...]] = {entry.file: tuple(_card_edits(model, end, today))}
    for use, slot in uses:
        if (other := targets.get(use.card.ref)) and use.card.replacement.get(slot) != other:
            edits[use.file] = (*edits.get(use.file, ()), Set(("replacement", slot), other))
    records = [_notice(situation, use, slot, targets.get(use.card.ref), end) for use, slot in uses]
    own = {
        "notice": [*_vendors_day(situation, end), *_notice_gate(situation, end)],
        "replacement": _replacement_gate(uses, targets, end),
        "reason": has_reason(end.reason),
    }
    moved = model.stage == "deprecated"
    title = f"{'move the sunset of' if moved else 'deprecate'} {model.ref}: sunset {end.sunset}" + (
        f", then {end.replacement}" if end.replacement else ""
    )
    return Proposal("deprecate", (model.ref, *targets), title, edits, records=tuple(records),
                    gates=ask(move, situation, own), trailers=tuple(_trailers(model, end)),
                    notes=tuple(_notes(situation, end, records)))  # fmt: skip


def _targets(registry: Registry, model: ModelCard, end: End) -> dict[str, str]:
    """Where single uses move to, by their refs."""
    targets: dict[str, str] = {}
    serving = {use.card.ref for use, _ in _uses(registry, model.ref)}
    for name, to in end.by_use.items():
        use = the_use(registry, name).card
        if use.ref not in serving:
            raise Refused(
                f"{model.ref} does not serve {use.ref}", f"it serves {', '.join(sorted(serving)) or 'nothing'}"
            )
        targets[use.ref] = _successor(registry, model, to)
    return targets


def _successor(registry: Registry, model: ModelCard, text: str) -> str:
    """The ref of what is to take a version's place. Raises Refused where that is no other version, or has ended."""
    found: ModelCard = the_model(registry, text).card
    if found.ref == model.ref:
        raise Refused(f"{found.ref} cannot replace itself", "name another version with --replacement")
    if found.stage in ENDED_STAGES:
        raise Refused(
            f"{found.ref} is {found.stage}, so nothing can move to it", "name another version with --replacement"
        )
    return found.ref


def _uses(registry: Registry, ref: str) -> Iterator[tuple[Entry[UseCaseCard], str]]:
    """The uses a version serves, with the slot."""
    for card, slot in registry.serves.get(ref, ()):
        yield registry.uses[card.ref], slot


def _card_edits(model: ModelCard, end: End, today: date) -> Iterator[Edit]:
    if model.stage != "deprecated":
        yield Set(("stage",), "deprecated")
        yield Set(("lifecycle", "deprecated"), today)
    yield Set(("lifecycle", "sunset"), end.sunset)
    if end.replacement != model.lifecycle.replacement or (end.nothing and not model.lifecycle.knows("replacement")):
        yield Set(("lifecycle", "replacement"), end.replacement)
    if end.because is not None and end.because != model.lifecycle.because:
        yield Set(("lifecycle", "because"), end.because)
    if end.reason:
        yield Set(("lifecycle", "reason"), end.reason)


def _notice_gate(s: Situation, end: End) -> list[Gate]:
    """Whether those who rely on it have the time that steward.yaml promises them.

    A day that is only moved further off counts from the first announcement; one that comes closer counts from today.
    """
    dates = s.model.lifecycle
    later = s.model.stage == "deprecated" and dates.deprecated and dates.sunset and end.sunset >= dates.sunset
    start = dates.deprecated if later and dates.deprecated else s.today
    needed = notice_needed(s.registry.policy, relying_on(s.registry, s.model.ref, start))
    first = needed.after(start)
    given = amount((end.sunset - start).days, "day")
    if end.sunset >= first:
        return gate("notice", [], f"{given}, and {needed} is the least here")
    because = end.because or dates.because
    short = f"no more than {given} of notice, and {needed} is the least here"
    if because in (None, "own"):
        hint = (
            f"the first day that would do is {first}: --sunset {first}; or say --because vendor, safety, legal or data"
        )
        return gate("notice", [(short, hint)])
    if not end_approved(s.registry, s.model, s.today):
        hint = f"put an approval of its end on record ({approving_end(s.model.ref)})"
        if not _vendors_day(s, end._replace(sunset=first)):
            hint += f", or --sunset {first}"
        return gate("notice", [(f"{short}; because of {because} less is allowed, with an approval", hint)])
    return gate("notice", [], f"{short}; because of {because} less is allowed, and an approval is on record")


def _vendors_day(s: Situation, end: End) -> list[Gate]:
    """What notices would say wrongly: a last day behind that on which the vendor ends it."""
    if over := gone(s.registry, s.model, s.today):
        return gate("notice", [(over, leaving(s.model))])
    vendor = vendor_end(s.model, s.registry)
    if vendor is None or vendor[0] >= end.sunset:
        return []
    message = f"its vendor ends it before that, on {vendor[0]} ({vendor[1].source})"
    return gate("notice", [(message, f"announce that day: --sunset {vendor[0]} --because vendor")])


def _replacement_gate(uses: list[tuple[Entry[UseCaseCard], str]], targets: Mapping[str, str], end: End) -> list[Gate]:
    if end.replacement:
        return gate("replacement", [])
    if end.nothing:
        against = [] if end.reason else [("nothing comes after it, and nothing says why", "say why: --reason TEXT")]
        return gate("replacement", against, "nothing comes after it, and the reason says why")
    left = [use.card.ref for use, slot in uses if use.card.ref not in targets and slot not in use.card.replacement]
    what = ", ".join(left) or "callers"
    usual = "name it with --replacement REF or --for USE=REF; where nothing comes after it: --replacement none"
    hint = "; ".join(filter(None, (end.advice, usual)))
    return gate("replacement", [(f"nothing says what {what} may move to", hint)] if left or not uses else [])


def _notice(s: Situation, use: Entry[UseCaseCard], slot: str, to: str | None, end: End) -> NewRecord:
    to = to or use.card.replacement.get(slot) or end.replacement  # what was announced for it before still holds
    value = notice_for(s, use.card, slot, to, end)
    return NewRecord(record_folder(s.model.ref), value)


def _trailers(model: ModelCard, end: End) -> Iterator[tuple[str, str]]:
    yield "Steward-From", model.stage
    yield "Steward-To", "deprecated"
    yield "Steward-Sunset", str(end.sunset)
    if end.replacement:
        yield "Steward-Replacement", end.replacement
    if end.because:
        yield "Steward-Because", end.because


def _notes(s: Situation, end: End, records: list[NewRecord]) -> Iterator[str]:
    yield from end.notes
    if records:
        drafted = amount(len(records), "notice") + (" is" if len(records) == 1 else " are")
        yield f"{drafted} drafted: once sent, put it on record with the day as `sent`"
    for ref in {*end.by_use.values(), *([end.replacement] if end.replacement else [])}:
        other = s.registry.model(ref)
        if other is not None and other.stage != "production":
            yield f"{ref} is in {other.stage}: it must reach production before anything can move to it"


def plan_cancellation(situation: Situation, entry: Entry[ModelCard], reason: str | None) -> Proposal:
    """Take an announced end back: vendors move dates, too. Notices already drafted stay, as records do."""
    model = situation.model
    move = require_move("deprecate --cancel", model.ref, model.stage, situation.registry.policy.stages)
    gone = [key for key in ("deprecated", "sunset", "replacement", "because", "reason") if model.lifecycle.knows(key)]
    edits: dict[str, tuple[Edit, ...]] = {
        entry.file: (Set(("stage",), "production"), *(Remove(("lifecycle", key)) for key in gone))
    }
    for use, slot in _uses(situation.registry, model.ref):
        if slot in use.card.replacement:
            edits[use.file] = (*edits.get(use.file, ()), Remove(("replacement", slot)))
    notices = [e for e in situation.registry.of_kind("notice") if getattr(e.card, "ref", "") == model.ref]
    notes = ["those who were told of the end must be told that it is off"] if notices else []
    own = {"reason": has_reason(reason)}
    trailers = (("Steward-From", "deprecated"), ("Steward-To", "production"))
    return Proposal("deprecate --cancel", (model.ref,), f"cancel the deprecation of {model.ref}", edits,
                    gates=ask(move, situation, own), trailers=trailers, notes=tuple(notes))  # fmt: skip
