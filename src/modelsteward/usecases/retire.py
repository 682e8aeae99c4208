"""The end of a version: taking it out of use, and putting on record that its bytes are gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.holds import Held, holds_on, unread_holds
from modelsteward.domain.moves import require_move
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.usecases.checklist import checklist_of, gate_items_open, plan_checklist, require_readable
from modelsteward.usecases.erased import gone, sharing
from modelsteward.usecases.gates import Situation, ask, gate, has_reason
from modelsteward.usecases.refreshing import closing, lacking

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist
    from modelsteward.domain.registry import Entry

_PURPOSE = {"retire": "retirement", "destroy": "destruction"}
_KEEP = "whether a law asks to keep it; this version of steward does not judge that"
_STAGE = {"retire": "retired", "destroy": "destroyed"}


def plan_end(action: str, situation: Situation, entry: Entry[ModelCard], reason: str | None = None) -> Proposal:
    """`retire` or `destroy`: the move, or, where its checklist is not there yet, the making of that.

    Raises Refused where no such move exists.
    """
    model, registry = situation.model, situation.registry
    move = require_move(action, model.ref, model.stage, registry.policy.stages)
    purpose = _PURPOSE[action]
    require_readable(registry, model.ref, purpose)
    checklist = checklist_of(registry, model.ref, purpose)
    if checklist is None:
        return plan_checklist(registry, model.ref, purpose, situation.today, situation.packs)
    stage = _STAGE[action]
    edits: dict[str, tuple[Edit, ...]] = {entry.file: tuple(_card_edits(situation, action, reason))}
    edits |= closing(checklist, situation.today)
    own = {"checklist": _checklist_gate(situation, checklist.card)}
    own |= _retirement_gates(situation, reason) if action == "retire" else _destruction_gates(situation)
    trailers = (("Steward-From", model.stage), ("Steward-To", stage))
    return Proposal(action, (model.ref,), f"{action} {model.ref}: {model.stage} -> {stage}", edits,
                    gates=ask(move, situation, own), trailers=trailers,
                    notes=tuple(_notes(situation, action, checklist.card)))  # fmt: skip


def _card_edits(s: Situation, action: str, reason: str | None) -> Iterator[Edit]:
    stage = _STAGE[action]
    yield Set(("stage",), stage)
    yield Set(("lifecycle", stage), s.today)
    told = s.model.lifecycle.reason
    if action == "retire" and reason and reason.strip() and not told:  # a message in git can be squashed away
        yield Set(("lifecycle", "reason"), reason)


def _checklist_gate(s: Situation, checklist: Checklist) -> list[Gate]:
    """Nothing that the move waits for is open, and what the pack would have it wait for stands on the list."""
    purpose, against = checklist.purpose, []
    if still := [item.id for item in gate_items_open(checklist)]:
        message = f"{amount(len(still), 'gate item')} of the {purpose} checklist open: {', '.join(still)}"
        against.append((message, f"steward checklist {s.model.ref} --purpose {purpose} shows them; tick or skip each"))
    if less := lacking(s.registry, checklist, s.today, s.packs):
        message = (
            f"{amount(len(less), 'gate item')} not on the {purpose} checklist, or no gate there: {', '.join(less)}"
        )
        against.append((message, f"steward checklist {s.model.ref} refresh --purpose {purpose} puts them right"))
    return gate("checklist", against)


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


def _destruction_gates(s: Situation) -> dict[str, list[Gate]]:
    return {
        "hold": _hold(s),
        "shared": _shared(s),
        "gone": gone(s),
        "keep": [Gate("keep", Answer.NOT_ASKED, _KEEP, "the checklist asks the same of a person")],
    }


def _hold(s: Situation) -> list[Gate]:
    """Holds on the version, and on others that are made of the same bytes: erasing these would erase those."""
    refs = dict.fromkeys((s.model.ref, *sharing(s)))
    held = [(hold, ref) for ref in refs for hold in holds_on(s.registry, ref, s.today)]
    against = [_ordered(s, held)] if held else []
    if unread := unread_holds(s.registry):
        against.append((f"{', '.join(unread)} cannot be read, and may order it to be kept",
                        f"steward validate {unread[0]} says what is wrong with it"))  # fmt: skip
    return gate("hold", against)


def _ordered(s: Situation, held: list[tuple[Held, str]]) -> tuple[str, str]:
    """What orders it to be kept, the first of them with why; and how that would end."""
    names = ", ".join(dict.fromkeys(hold.entry.card.id for hold, _ in held))
    (first, ref), card = held[0], held[0][0].entry.card
    what = "it" if ref == s.model.ref else f"{ref}, whose bytes are the same,"
    why = "" if first.cover.is_named else f" ({first.cover.why})"
    if first.cover.certainty == "cannot tell":
        return f"hold {names} may cover {what.rstrip(',')}{why}", f"write what is missing, or have it lifted: {card.id}"
    hint = f"it must be released first: {first.entry.file} (steward hold lift {card.id} --as ROLE)"
    return f"hold {names} orders {what} to be kept, by {card.by}{why}", hint


def _shared(s: Situation) -> list[Gate]:
    """Bytes that a living version names as well must not be erased with this one."""
    living = [ref for ref in sharing(s) if s.registry.models[ref].card.stage not in ENDED_STAGES]
    names = ", ".join(sorted(living))
    against = [(f"its bytes are those of {names} too", f"retire and destroy {names} with it, or keep both")]
    return gate("shared", against if living else [])


def _notes(s: Situation, action: str, checklist: Checklist) -> Iterator[str]:
    model, dates = s.model, s.model.lifecycle
    if action == "retire" and dates.sunset and dates.sunset >= s.today and _ends_for_others(model):
        yield f"it ends before {dates.sunset}, until when it was promised, because of {dates.because}: tell its users"
    if action == "retire" and model.artifacts and dates.destroy_by is None:
        yield f"its bytes remain; until when says steward set {model.ref} lifecycle.destroy_by=DATE"
    left = [item.id for item in checklist.items if item.state == "open" and not item.gate]
    if left:
        yield f"open in its checklist, none of them a gate: {', '.join(left)}"
