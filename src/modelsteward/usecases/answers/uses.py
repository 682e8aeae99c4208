"""What uses on record say: whether any still relies on it, whether what comes next is fit for each, who was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.lifespan import notice_needed, relying_on
from modelsteward.domain.requirement import Outcome
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.domain.texts import amount
from modelsteward.rules.derived import records
from modelsteward.rules.lifecycle import end_approved
from modelsteward.usecases.answering import Answered, Asked, answer, joined
from modelsteward.usecases.answers.plan import model_of
from modelsteward.usecases.requirements import Candidate, requirements

if TYPE_CHECKING:
    from modelsteward.domain.cards.records import NoticeRecord
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.requirement import Requirement

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@answer("idle")
def _idle(asked: Asked) -> Answered:
    """No use on record is served by it, falls back to it, or is to move to it."""
    ref, registry = asked.card.ref, asked.registry
    serving = [(use.ref, slot) for use, slot in registry.serves.get(ref, ())]
    parts = list(_relying(asked))
    if serving:
        parts.insert(0, f"it still serves {', '.join(f'{slot} of {use}' for use, slot in serving)}")
    if parts:
        move = f"steward promote REF production --for {serving[0][0]}" if serving else ""
        hint = move or "name another version there"
        return Answered(False, "; ".join(parts), hint)
    if unread := [one.file for one in registry.unread() if one.ref.startswith("use:")]:
        return Answered(None, f"{', '.join(unread)} cannot be read, and may rely on it")
    past = {use.ref: use for use, _ in registry.served.get(ref, ())}
    if not past:
        return Answered(None, f"no use on record was ever served by {ref}: who calls it a person must know")
    return Answered(True, f"no use on record relies on it: {'; '.join(map(_now, past.values()))}.")


def _relying(asked: Asked) -> Iterator[str]:
    ref, registry = asked.card.ref, asked.registry
    living = {e.ref: e.card for e in registry.filed(f"uses {ref}") if e.card.status != "ended"}.values()
    if ready := [use.ref for use in living if ref in use.fallback.values()]:
        yield f"it is the fallback of {', '.join(ready)}"
    awaited = [use.ref for use in living if ref in use.replacement.values()]
    awaited += [e.ref for e in registry.filed(f"awaits {ref}") if e.card.stage not in ENDED_STAGES]
    if awaited:
        yield f"{', '.join(awaited)} {'is' if len(awaited) == 1 else 'are'} to move to it"


def _now(use: UseCaseCard) -> str:
    if use.status == "ended":
        return f"{use.ref} has ended"
    served = ", ".join(dict.fromkeys(ref for ref in use.serving.values() if ref))
    return f"{use.ref} is served by {served}" if served else f"{use.ref} is served by nothing"


@answer("fit")
def _fit(asked: Asked) -> Answered:
    """What comes next meets what each use requires, for each slot that this version serves or has just served."""
    slots = list(_slots(asked))
    none = Answered(None, f"no use on record is served by {asked.card.ref}, or was when its end was announced")
    return joined([_fit_for(asked, use, slot, to) for use, slot, to in slots], none)


def _slots(asked: Asked) -> Iterator[tuple[UseCaseCard, str, str | None]]:
    """The slots with what comes after: what the use moves to, or what serves there since the end was announced."""
    card, registry = model_of(asked), asked.registry
    told = set()
    for use, slot in registry.serves.get(card.ref, ()):
        told.add((use.ref, slot))
        yield use, slot, use.replacement.get(slot) or card.lifecycle.replacement
    since = card.lifecycle.deprecated or date.min
    for use, line in registry.served.get(card.ref, ()):
        now = use.serving.get(line.slot)
        late = line.to is None or line.to >= since
        if late and now not in (None, card.ref) and use.status != "ended" and (use.ref, line.slot) not in told:
            told.add((use.ref, line.slot))
            yield use, line.slot, now


def _fit_for(asked: Asked, use: UseCaseCard, slot: str, to: str | None) -> Answered:
    where = use.ref if slot == "main" else f"{use.ref} (slot {slot})"
    model = asked.registry.model(to)
    if to is None or model is None:
        return Answered(
            None, f"{where}: {f'{to} has no card that can be read' if to else 'what comes next is not named'}"
        )
    if model.stage not in (*asked.registry.policy.stages, *SERVING_STAGES):
        return Answered(False, f"{where}: {to} is {model.stage}, so nothing can move to it",
                        f"steward deprecate {asked.card.ref} --for {use.name}=REF names another")  # fmt: skip
    found = requirements(Candidate(asked.registry, model, use, slot, asked.today))
    against = [one for one in found if not one.passed]
    if not any(one.gate == "evaluations" for one in found):
        return Answered(None, f"{where} requires no evaluation of {to}: what shows that it is fit a person must say")
    if against:
        unsure = all(one.outcome is Outcome.CANNOT_TELL for one in against)
        said = "; ".join(f"{one.required}: {one.outcome}: {one.why}" for one in against)
        return Answered(None if unsure else False, f"{where}: {to} does not meet {said}", against[0].hint)
    return Answered(True, f"{where}: {to} meets {_met(found)}")


def _met(found: tuple[Requirement, ...]) -> str:
    days = [one.on for one in found if one.on]
    newest = f", the oldest of {min(days)}" if days else ""
    return f"all {amount(len(found), 'requirement')}{newest}"


@answer("notices")
def _notices(asked: Asked) -> Answered:
    """For each use a notice on record was sent, names the day that counts, and was sent early enough."""
    card = model_of(asked)
    sunset = card.lifecycle.sunset
    if sunset is None:
        return Answered(False, f"the card of {card.ref} has no last day (`lifecycle.sunset`) that anybody was told of",
                        f"steward deprecate {card.ref} --sunset DATE")  # fmt: skip
    day = card.lifecycle.deprecated or asked.today
    uses = {use.ref: use for use in relying_on(asked.registry, card.ref, day)}
    uses |= {use.ref: use for use, _ in asked.registry.serves.get(card.ref, ())}
    none = Answered(None, f"no use on record was served by {card.ref} when its end was announced: whom it concerns, "
                          "and who was told, a person must say")  # fmt: skip
    notices = records(asked.registry, "notice", card.ref)
    needed = notice_needed(asked.registry.policy, uses.values()).before(sunset)
    return joined([_told(asked, use, notices, sunset, needed) for use in uses.values()], none)


def _told(asked: Asked, use: UseCaseCard, notices: list[NoticeRecord], sunset: date, needed: date) -> Answered:
    card = model_of(asked)
    mine = [one for one in notices if one.use == use.ref]
    sent = [one for one in mine if one.sent is not None and one.sent <= asked.today]
    how = f"send it, and write the day as `sent` on the notice for {use.ref}"
    if not mine and card.ref not in use.serving.values():
        return Answered(None, f"{use.ref} has moved on, and no notice of {card.ref} to it is on record: whether its "
                              "people were told a person must say")  # fmt: skip
    if not sent:
        drafts = f"the notice of {mine[-1].on} is a draft" if mine else f"no notice of {card.ref} to it is on record"
        return Answered(False, f"{use.ref}: {drafts}", how if mine else f"{how}: `steward deprecate` drafts it")
    right = [one for one in sent if one.sunset == sunset and _names(one.text, sunset)]
    if not right:
        return Answered(False, f"{use.ref}: the notice of {sent[-1].on} tells of {sent[-1].sunset} or another day, and "
                               f"the last day is {sunset}", how)  # fmt: skip
    first = min(one.sent for one in sent if one.sent and one.sunset <= sunset)  # moved further off, the first counts
    said = f"{use.ref}: told of {sunset} on {first}, {amount((sunset - first).days, 'day')} before"
    if first <= needed:
        return Answered(True, f"{said} ({', '.join(right[-1].to)})")
    because = card.lifecycle.because
    if because not in (None, "own") and end_approved(asked.registry, card):
        return Answered(True, f"{said}; short, as its end because of {because} allows, with an approval on record")
    return Answered(False, f"{said}, and {needed} would have been in time",
                    f"move the day: steward deprecate {card.ref} --sunset DATE")  # fmt: skip


def _names(text: str, sunset: date) -> bool:
    """Whether a text names a day; one that writes no days as 2027-01-31 may do so in words."""
    days = _DAY.findall(text)
    return not days or str(sunset) in days
