"""Stopping a version at once, everywhere or for one use, and letting it go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.edits import Append, Edit, Remove, Set
from modelsteward.domain.lifespan import why_not
from modelsteward.domain.moves import MOVES, find_move, ways_on
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.errors import Refused
from modelsteward.usecases.gates import Situation, ask, has_reason
from modelsteward.usecases.standing import open_incidents

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard

Edits = Mapping[str, tuple[Edit, ...]]

_RESUME = next(move for move in MOVES if move.action == "resume")


def plan_suspension(registry: Registry, entry: Entry[ModelCard], today: date, reason: str | None,
                    use: Entry[UseCaseCard] | None = None) -> Proposal:  # fmt: skip
    """Stop a version, everywhere or for one use. `serving` stays as it is: `resolve` then gives the fallback."""
    model = entry.card
    if find_move("suspend", model.stage, None, registry.policy.stages) is None:
        since = model.lifecycle.suspension
        raise Refused(
            f"{model.ref} is {model.stage} already", f"since {since.on}" if since else "it serves nothing there"
        )
    said = {"on": today, "reason": reason or ""}
    if use is not None:
        if any(halt.ref == model.ref for halt in use.card.suspended):
            raise Refused(f"{model.ref} is suspended for {use.card.ref} already", f"steward show {use.card.ref}")
        edits: Edits = {use.file: (Append(("suspended",), {"ref": model.ref, **said}),)}
        plan = Proposal("suspend", (model.ref, use.card.ref), f"suspend {model.ref} for {use.card.ref}", edits)
        uses = [use]
    else:
        suspension = Set(("lifecycle", "suspension"), {"on": today, "was": model.stage, "reason": reason or ""})
        edits = {entry.file: (Set(("stage",), "suspended"), suspension)}
        plan = _moved("suspend", model, "suspended", edits)
        uses = list({card.ref: registry.uses[card.ref] for card, _ in registry.serves.get(model.ref, ())}.values())
    notes = tuple(_answers(registry, model.ref, today, uses))
    plan = plan if reason else plan._replace(edits={})  # refused by the gate; a card without the reason is none
    return plan._replace(gates=tuple(has_reason(reason)), notes=notes)


def _moved(action: str, model: ModelCard, stage: str, edits: Edits) -> Proposal:
    """A move from stage to stage."""
    trailers = (("Steward-From", model.stage), ("Steward-To", stage))
    return Proposal(action, (model.ref,), f"{action} {model.ref}: {model.stage} -> {stage}", edits, trailers=trailers)


def _answers(registry: Registry, ref: str, today: date, uses: list[Entry[UseCaseCard]]) -> Iterator[str]:
    """What happens to each use that it serves: people at night want to know that first."""
    for use in uses:
        for slot, champion in use.card.serving.items():
            if champion != ref:
                continue
            second = use.card.fallback.get(slot)
            bad = why_not(registry, second, today, use.card) if second else ""
            if second and not bad:
                yield f"{slot} of {use.card.ref} is answered by its fallback {second} now"
            elif second:
                yield f"nothing answers {slot} of {use.card.ref} now: its fallback {second} may not serve, {bad}"
            else:
                back = _way_back(registry, use.card, slot, today)
                yield f"nothing answers {slot} of {use.card.ref} now: it has no fallback{back}"


def _way_back(registry: Registry, use: UseCaseCard, slot: str, today: date) -> str:
    """The command that leads back to what served before, where that may serve again."""
    past = {entry.ref for entry in use.served if entry.slot == slot and entry.to is not None}
    if all(why_not(registry, ref, today, use) for ref in past):
        return ""
    return f"; steward rollback {use.ref}" + (f" --slot {slot}" if len(use.serving) > 1 else "")


def plan_resumption(situation: Situation, entry: Entry[ModelCard], reason: str | None,
                    use: Entry[UseCaseCard] | None = None) -> Proposal:  # fmt: skip
    """Let a suspended version go on where it was stopped, everywhere or for one use."""
    plan = _resumed(situation, entry) if use is None else _resumed_for(entry.card, use)
    gates = ask(_RESUME, situation, {"reason": has_reason(reason)})
    incidents = open_incidents(situation.registry, entry.card.ref)
    notes = [f"{one.card.severity} incident {one.card.id} is open since {one.card.opened}" for one in incidents]
    return plan._replace(gates=gates, notes=tuple(notes))


def _resumed_for(model: ModelCard, use: Entry[UseCaseCard]) -> Proposal:
    halts = use.card.suspended
    at = next((i for i, halt in enumerate(halts) if halt.ref == model.ref), None)
    if at is None:
        raise Refused(f"{model.ref} is not suspended for {use.card.ref}", f"steward show {use.card.ref}")
    edits: Edits = {use.file: (Remove(("suspended",) if len(halts) == 1 else ("suspended", at)),)}
    return Proposal("resume", (model.ref, use.card.ref), f"resume {model.ref} for {use.card.ref}", edits)


def _resumed(situation: Situation, entry: Entry[ModelCard]) -> Proposal:
    model = entry.card
    if model.stage != "suspended":
        here = [use.ref for use in (e.card for e in situation.registry.uses.values())
                if any(halt.ref == model.ref for halt in use.suspended)]  # fmt: skip
        other = f"it is suspended for {', '.join(here)}: say which with --for" if here else ""
        ways = other or ways_on(model.stage, situation.registry.policy.stages)
        raise Refused(f"{model.ref} is not suspended: it is in {model.stage}", ways)
    stage = model.lifecycle.suspension.was if model.lifecycle.suspension else _guess(model)
    edits: Edits = {entry.file: (Set(("stage",), stage), Remove(("lifecycle", "suspension")))}
    return _moved("resume", model, stage, edits)


def _guess(model: ModelCard) -> str:
    """Where a version stood that was suspended by hand, told from its dates."""
    if model.lifecycle.deprecated is not None:
        return "deprecated"
    if model.lifecycle.released is not None:
        return "production"
    raise Refused(
        f"{model.ref} does not say which stage it was suspended from",
        "write lifecycle.suspension: {on: DATE, was: STAGE, reason: TEXT} on its card",
    )
