"""The end of a version: taking it out of use, and putting on record that its bytes are gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.edits import Set
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.moves import require_move
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.usecases.checklist import checklist_of, gate_items_open, plan_checklist
from modelsteward.usecases.gates import Situation, ask, gate
from modelsteward.usecases.promote import LIFECYCLE
from modelsteward.usecases.standing import holds_on

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact, ModelCard
    from modelsteward.domain.cards.records import Certificate
    from modelsteward.domain.registry import Entry

_WORSE = ("not checked", "gone", "still there")
"""Results of looks, what counts for more on the same day last: a look says more than none."""

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
    if checklist_of(registry, model.ref, purpose) is None:
        return plan_checklist(registry, model.ref, purpose, situation.today, situation.packs)
    stage = _STAGE[action]
    edits = (Set(("stage",), stage), Set(("lifecycle", stage), situation.today, LIFECYCLE))
    own: dict[str, list[Gate]] = {"checklist": _checklist_gate(situation, purpose)}
    own |= {"idle": _idle(situation)} if action == "retire" else _destruction_gates(situation)
    trailers = [("Steward-From", model.stage), ("Steward-To", stage)]
    if reason:
        trailers.append(("Steward-Reason", reason))
    return Proposal(action, (model.ref,), f"{action} {model.ref}: {model.stage} -> {stage}", {entry.file: edits},
                    gates=ask(move, situation, own), trailers=tuple(trailers),
                    notes=tuple(_notes(situation, action)))  # fmt: skip


def _checklist_gate(s: Situation, purpose: str) -> list[Gate]:
    entry = checklist_of(s.registry, s.model.ref, purpose)
    still = [item.id for item in gate_items_open(entry.card)] if entry else []
    count = "1 gate item" if len(still) == 1 else f"{len(still)} gate items"
    against = [
        (f"{count} of the {purpose} checklist open: {', '.join(still)}",
         f"steward checklist {s.model.ref} --purpose {purpose} shows them; tick or skip each")
    ]  # fmt: skip
    return gate("checklist", against if still else [])


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
        "gone": _gone(s),
        "keep": [Gate("keep", Answer.NOT_ASKED, _KEEP, "the checklist asks the same of a person")],
    }


def _hold(s: Situation) -> list[Gate]:
    """Holds on the version, and on others that are made of the same bytes: erasing these would erase those."""
    refs = dict.fromkeys((s.model.ref, *_sharing(s)))
    held = [(hold, ref) for ref in refs for hold in holds_on(s.registry, ref, s.today)]
    against = []
    if held:
        names = ", ".join(dict.fromkeys(hold.card.id for hold, _ in held))
        first, ref = held[0]
        what = "it" if ref == s.model.ref else f"{ref}, whose bytes are the same,"
        against.append((f"hold {names} orders {what} to be kept, by {first.card.by}",
                        f"it must be released first: {first.file}"))  # fmt: skip
    return gate("hold", against)


def _sharing(s: Situation) -> list[str]:
    """Other versions that name the same bytes and are not destroyed."""
    refs = [ref for artifact in s.model.artifacts for ref in s.registry.digests.get(artifact.digest or "", ())]
    others = (s.registry.model(ref) for ref in dict.fromkeys(refs) if ref != s.model.ref)
    return [other.ref for other in others if other is not None and other.stage != "destroyed"]


def _shared(s: Situation) -> list[Gate]:
    """Bytes that a living version names as well must not be erased with this one."""
    living = [ref for ref in _sharing(s) if s.registry.models[ref].card.stage not in ENDED_STAGES]
    names = ", ".join(sorted(living))
    against = [(f"its bytes are those of {names} too", f"retire and destroy {names} with it, or keep both")]
    return gate("shared", against if living else [])


def _gone(s: Situation) -> list[Gate]:
    """Whether the last look at every place that the card or a certificate on record names found the bytes gone."""
    found = {place: "" for artifact in s.model.artifacts for place in _places(artifact)} | _last_found(s)
    left = [f"{place} ({result})" if result else place for place, result in found.items() if result != "gone"]
    folder = record_folder(s.model.ref)
    against = [(f"not seen to be gone: {', '.join(left)}",
                f"erase, look, and put a certificate that says so on record in {folder}/")] if left else []  # fmt: skip
    passed = "it has no bytes here" if not s.model.artifacts else "a certificate names every place, and all are gone"
    return gate("gone", against, passed)


def _last_found(s: Situation) -> dict[str, str]:
    """What was found at each place when it was last looked at. Of two looks on one day the worse one counts."""
    entries: list[Entry[Certificate]] = s.registry.of_kind("certificate")  # type: ignore[assignment]
    looks: list[tuple[date, str, str]] = []
    for card in (e.card for e in entries if e.card.ref == s.model.ref):
        looks += [(seen.looked_on, seen.result, seen.place) for seen in card.places]
        looks += [(card.on, "not checked", place) for place in card.not_checked]
    return {place: result for _, result, place in sorted(looks, key=lambda look: (look[0], _WORSE.index(look[1])))}


def _places(artifact: Artifact) -> Iterator[str]:
    yield artifact.uri
    yield from artifact.replicas


def _notes(s: Situation, action: str) -> Iterator[str]:
    model = s.model
    if action == "retire" and model.artifacts and model.lifecycle.destroy_by is None:
        yield f"its bytes remain; until when says steward set {model.ref} lifecycle.destroy_by=DATE"
    purpose = _PURPOSE[action]
    entry = checklist_of(s.registry, model.ref, purpose)
    left = [item.id for item in entry.card.items if item.state == "open" and not item.gate] if entry else []
    if left:
        yield f"open in its checklist, none of them a gate: {', '.join(left)}"
