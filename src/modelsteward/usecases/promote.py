"""Promoting a version: to a later stage, and for one use into the slot it is to serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.moves import Move, require_move
from modelsteward.domain.plan import Proposal
from modelsteward.domain.seal import seal_of
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.budget import NAME as BUDGET
from modelsteward.usecases.budget import budget_gate
from modelsteward.usecases.gates import Situation, ask
from modelsteward.usecases.requirements import Candidate, requirements
from modelsteward.usecases.slots import slot_of, swap

if TYPE_CHECKING:
    from modelsteward.domain.registry import Entry

PRODUCTION = "production"


class Wanted(NamedTuple):
    """What the person asked for, beside the version."""

    stage: str
    slot: str | None = None


def plan_promotion(situation: Situation, entry: Entry[ModelCard], wanted: Wanted,
                   use: Entry[UseCaseCard] | None = None) -> Proposal:  # fmt: skip
    """Move a version on; with a use, let it serve that use's slot in place of what serves it now.

    Raises Refused where no such move exists, BadUsage where the request cannot be meant.
    """
    model = situation.model
    move = _move(situation, wanted, use is not None)
    edits = {entry.file: tuple(_model_edits(situation, wanted.stage))}
    title = f"promote {model.ref}: {model.stage} -> {wanted.stage}"
    refs: tuple[str, ...] = (model.ref,)
    trailers = [("Steward-From", model.stage), ("Steward-To", wanted.stage)]
    notes: tuple[str, ...] = ()
    if use is not None:
        slot = slot_of(use.card, wanted.slot)
        required = requirements(Candidate(situation.registry, model, use.card, slot, situation.today, situation.by))
        situation = situation._replace(slot=slot, requirements=required)
        displaced = use.card.serving.get(slot)
        if displaced == model.ref:
            raise Refused(f"{model.ref} serves {slot} of {use.ref} already", f"steward show {use.ref}")
        edits[use.file] = tuple(_use_edits(use.card, slot, situation))
        title = f"promote {model.ref} for {use.ref}" + _how(model.stage, wanted.stage) + _instead(slot, displaced)
        refs = (model.ref, use.ref)
        trailers += [("Steward-Slot", slot), *([("Steward-Displaced", displaced)] if displaced else [])]
        notes = tuple(_notes(use.card, slot, displaced, situation))
    changed = {file: changes for file, changes in edits.items() if changes}
    gates = ask(move, situation, {BUDGET: budget_gate(situation, situation.slot or None)})
    return Proposal("promote", refs, title, changed, gates=gates, trailers=tuple(trailers), notes=notes,
                    requirements=situation.requirements)  # fmt: skip


def _move(s: Situation, wanted: Wanted, for_use: bool) -> Move:
    """The move that is meant. Raises Refused where there is none, BadUsage where a use lacks or is too much."""
    model, policy = s.model, s.registry.policy
    if wanted.stage not in policy.stage_names():
        stages = policy.stage_names()
        near = did_you_mean(wanted.stage, stages) or f"the stages are {', '.join(stages)}"
        raise BadUsage(f"there is no stage {wanted.stage}", near)
    move = require_move("promote", model.ref, model.stage, policy.stages, wanted.stage)
    if wanted.stage == PRODUCTION and not for_use:
        hint = f"steward promote {model.ref} {PRODUCTION} --for USE; `steward list --kind use` shows them"
        raise BadUsage("production is entered for a use", hint)
    if wanted.stage != PRODUCTION and (for_use or wanted.slot):
        raise BadUsage(f"--for and --slot go with {PRODUCTION}", f"leave them out for {wanted.stage}")
    return move


def _how(now: str, to: str) -> str:
    return f": {now} -> {to}" if now != to else ""


def _instead(slot: str, displaced: str | None) -> str:
    where = "" if slot == "main" else f" (slot {slot})"
    return where + (f", instead of {displaced}" if displaced else "")


def _model_edits(s: Situation, stage: str) -> Iterator[Edit]:
    """What a promotion writes on the version's card."""
    model = s.model
    if model.stage != stage:
        yield Set(("stage",), stage)
    dates: dict[str, date] = {}
    if stage == PRODUCTION and model.lifecycle.released is None:
        dates["released"] = s.today
    review = model.lifecycle.review_by
    if stage == PRODUCTION and (review is None or (model.lifecycle.released is None and review < s.today)):
        dates["review_by"] = s.registry.policy.review_period.after(s.today)
    if dates and not model.knows("lifecycle"):
        yield Set(("lifecycle",), dates)
    else:
        yield from (Set(("lifecycle", key), day) for key, day in dates.items())
    if model.seal is None:
        yield Set(("seal",), seal_of(model))


def _use_edits(use: UseCaseCard, slot: str, s: Situation) -> Iterator[Edit]:
    ref = s.model.ref
    if use.status == "proposed" and not _still_empty(use, slot):
        yield Set(("status",), "live")
    yield from swap(use, slot, ref, s.today, why="promoted", left="displaced")
    if ref in use.candidates.get(slot, ()):
        others = len(use.candidates[slot]) > 1
        yield Remove(("candidates", slot, use.candidates[slot].index(ref)) if others else ("candidates", slot))
    if use.replacement.get(slot) == ref:
        yield Remove(("replacement", slot) if len(use.replacement) > 1 else ("replacement",))


def _steps_in(s: Situation, ref: str | None) -> bool:
    """Whether a version is some use's fallback, and so is not idle when it is displaced."""
    return any(ref in use.card.fallback.values() for use in s.registry.uses.values() if use.card.status != "ended")


def _still_empty(use: UseCaseCard, slot: str) -> list[str]:
    """The slots that nothing serves once this one is served: a use goes live with its last."""
    return [other for other, champion in use.serving.items() if champion is None and other != slot]


def _notes(use: UseCaseCard, slot: str, displaced: str | None, s: Situation) -> Iterator[str]:
    if use.status == "proposed":
        left = ", ".join(_still_empty(use, slot))
        yield f"{use.ref} stays proposed until {left} is served too" if left else f"{use.ref} goes live with this"
    if use.fallback.get(slot) == s.model.ref:
        yield f"{s.model.ref} is also the fallback of {slot}: name another one"
    old = s.registry.model(displaced)
    needed = len(s.registry.serves.get(displaced or "", ())) > 1 or _steps_in(s, displaced)
    if displaced and old is not None and old.stage == PRODUCTION and not needed:
        until = s.registry.policy.rollback_window.after(s.today)
        yield f"{displaced} stays in production, to roll back to; after {until} `check` asks to deprecate it"
