"""Taking a version out of use for good, behind its checklist. Its bytes remain: usecases/destroy.py is their end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.answers import Asked
from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.moves import require_move
from modelsteward.domain.plan import Gate, Proposal
from modelsteward.domain.seal import seal_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.usecases.checklist import checklist_of, plan_checklist, require_readable
from modelsteward.usecases.checklist_gate import checklist_gate, open_besides
from modelsteward.usecases.gates import Situation, ask, gate, has_reason
from modelsteward.usecases.refreshing import closing
from modelsteward.usecases.standings import Standing, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Entry

_PURPOSE = "retirement"


def plan_retirement(situation: Situation, entry: Entry[ModelCard], reason: str | None = None) -> Proposal:
    """The move, or, where its checklist is not there yet, the making of that.

    Raises Refused where no such move exists.
    """
    model, registry = situation.model, situation.registry
    move = require_move("retire", model.ref, model.stage, registry.policy.stages)
    require_readable(registry, model.ref, _PURPOSE)
    checklist = checklist_of(registry, model.ref, _PURPOSE)
    if checklist is None:
        return plan_checklist(registry, model.ref, _PURPOSE, situation.today, situation.packs)
    edits: dict[str, tuple[Edit, ...]] = {entry.file: tuple(_card_edits(situation, reason))}
    asked = Asked(registry, _with_reason(model, reason), situation.today, situation.packs)
    standings = standing_of(checklist.card, asked)
    own = {"checklist": checklist_gate(asked, checklist.card, standings)}
    edits |= closing(checklist, asked, own["checklist"])
    own |= _retirement_gates(situation, reason)
    trailers = (("Steward-From", model.stage), ("Steward-To", "retired"))
    return Proposal("retire", (model.ref,), f"retire {model.ref}: {model.stage} -> retired", edits,
                    gates=ask(move, situation, own), trailers=trailers,
                    notes=tuple(_notes(situation, standings)))  # fmt: skip


def _with_reason(model: ModelCard, reason: str | None) -> ModelCard:
    """The card as the move writes it, for the item that asks what brought the end about."""
    if model.lifecycle.reason or not (reason and reason.strip()):
        return model
    return model.model_copy(update={"lifecycle": model.lifecycle.model_copy(update={"reason": reason})})


def _card_edits(s: Situation, reason: str | None) -> Iterator[Edit]:
    yield Set(("stage",), "retired")
    if s.model.seal is None:  # from here on it tells where the bytes lay that are to go
        yield Set(("seal",), seal_of(s.model))
    yield Set(("lifecycle", "retired"), s.today)
    told = _with_reason(s.model, reason)
    if told is not s.model:  # a message in git can be squashed away
        yield Set(("lifecycle", "reason"), told.lifecycle.reason)


def _retirement_gates(s: Situation, reason: str | None) -> dict[str, list[Gate]]:
    return {
        "reason": has_reason(s.model.lifecycle.reason or reason),
        "sunset": _sunset(s),
        "idle": _idle(s),
    }


def _sunset(s: Situation) -> list[Gate]:
    """Those who rely on it were told of a day. Who else decides its end (a vendor, a court) does not wait for it."""
    promised = s.model.lifecycle.sunset
    if promised is None or _ends_for_others(s.model):
        return []
    against = [(f"it was promised until {promised}",
                f"retire it after that day, or move it: steward deprecate {s.model.ref} --sunset DATE")]  # fmt: skip
    return gate("sunset", against if promised >= s.today else [])


def _ends_for_others(model: ModelCard) -> bool:
    return model.lifecycle.because not in (None, "own")


def _idle(s: Situation) -> list[Gate]:
    """Whether anything would be left without what it counts on: champions, fallbacks, replacements."""
    ref = s.model.ref
    serving = [f"{slot} of {use.ref}" for use, slot in s.registry.serves.get(ref, ())]
    living = [use.card for use in s.registry.uses.values() if use.card.status != "ended"]
    ready = [use.ref for use in living if ref in use.fallback.values()]
    awaited = [use.ref for use in living if ref in use.replacement.values()]
    awaited += [m.ref for m in s.registry.models.values()
                if m.card.lifecycle.replacement == ref and m.card.stage not in ENDED_STAGES]  # fmt: skip
    against = []
    if serving:
        against.append((f"it still serves {', '.join(serving)}", "promote another version for each first"))
    if ready:
        against.append((f"it is the fallback of {', '.join(ready)}", "name another fallback there first"))
    if awaited:
        against.append((f"{', '.join(awaited)} is to move to it", "name another replacement there first"))
    return gate("idle", against)


def _notes(s: Situation, standings: list[Standing]) -> Iterator[str]:
    model, dates = s.model, s.model.lifecycle
    if dates.sunset and dates.sunset >= s.today and _ends_for_others(model):
        yield f"it ends before {dates.sunset}, until when it was promised, because of {dates.because}: tell its users"
    if model.artifacts and dates.destroy_by is None:
        yield f"its bytes remain; until when says steward set {model.ref} lifecycle.destroy_by=DATE"
    yield from open_besides(standings)
