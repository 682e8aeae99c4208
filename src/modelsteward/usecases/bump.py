"""Making a draft of the next version, and giving it the smallest number that says how much changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.kinds import path_of
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.versions import Step, precedence, says
from modelsteward.errors import BadUsage
from modelsteward.rules.numbers import is_forced
from modelsteward.usecases.drafts import Ground, candidate, ground_of
from modelsteward.usecases.numbering import Numbered, number_for
from modelsteward.usecases.renaming import follow
from modelsteward.usecases.setting import placed

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Entry, Registry


class Wanted(NamedTuple):
    """What the person asked for, beside the name."""

    level: Step | None = None
    """The step that the number is to say, whatever changed. One that is too small is a failed gate."""
    sets: tuple[Edit, ...] = ()
    """What `--set` says."""
    artifacts: tuple[Mapping[str, Any], ...] | None = None
    """Each as it stands in a card; None where nothing was said of them."""
    reason: str | None = None

    @property
    def changes(self) -> bool:
        """Whether the card is to say something new at once."""
        return bool(self.sets) or self.artifacts is not None

    def edits(self) -> Iterator[Edit]:
        """The same, as changes to a card."""
        if self.artifacts is not None:
            yield placed(Set(("artifacts",), [dict(artifact) for artifact in self.artifacts]), "model")
        for edit in self.sets:
            yield placed(edit, "model")


AS_IS = Wanted()
"""Nothing beside the name."""

_OURS = {"card", "name", "version", "stage", "seal", "lifecycle"}


def plan_bump(registry: Registry, text: str, packs: Packs, wanted: Wanted = AS_IS) -> Proposal:
    """Where a draft is open: give it the smallest honest number. Where none is: open one, as a copy.

    `text` is a name, or `name@version`: the draft that is meant, or the version to copy. A proposal without changes
    says in its notes why there is nothing to do. Raises Refused where several drafts are open and none is named, or
    where the card would not be right; BadUsage for keys that are not set by hand.
    """
    for edit in wanted.sets:
        if edit.path[0] in _OURS:
            raise BadUsage(f"`{edit.path[0]}` is not set by hand", "name what changed about the model itself")
    ground = ground_of(registry, text)
    if ground.draft is None:
        return _new_draft(registry, ground, packs, wanted)
    return _renumbered(registry, ground, packs, wanted)


def _new_draft(registry: Registry, ground: Ground, packs: Packs, wanted: Wanted) -> Proposal:
    source = ground.source
    stage = registry.policy.stages[0]
    cleared = list(_cleared(source.card, stage))
    card = candidate(source.card, [*cleared, *wanted.edits()])
    if wanted.changes and wanted.level is None:
        found = number_for(registry, ground, packs, _with_artifacts(card, source.card, wanted), None)
        if found.unchanged:
            return _nothing(source.ref, f"nothing changed against {found.base}: no new version")
    found = number_for(registry, ground, packs, card, wanted.level)
    ref = f"{source.card.name}@{found.number}"
    file = path_of(ref) or ""
    edits = (*cleared, Set(("version",), found.number), *wanted.edits())
    return Proposal(
        "bump", (ref,), f"bump {source.ref}: open {ref} in {stage}", {file: edits}, copied={file: source.file},
        gates=_gate(found), trailers=_trailers(source.card.version, found, wanted),
        notes=(*_notes(found if wanted.changes else found._replace(comparison=None), ref, card),
               *_elsewhere(registry, ground)),
    )  # fmt: skip


def _elsewhere(registry: Registry, ground: Ground) -> Iterator[str]:
    """Later versions that were sealed and are not released: somebody may have meant to go on from there."""
    name, version = ground.source.card.name, precedence(ground.source.card.version)
    for ref, entry in registry.models.items():
        later = entry.card.name == name and precedence(entry.card.version) > version
        if later and entry.card.stage in registry.policy.stages:
            yield f"{ref} is in {entry.card.stage}; `steward bump {ref}` goes on from there"


def _with_artifacts(card: ModelCard, source: ModelCard, wanted: Wanted) -> ModelCard:
    """The copy as if it had the artifacts of the version it was made from, where nothing was said of any."""
    said = any(edit.path[0] == "artifacts" for edit in wanted.edits())
    return card if said else card.model_copy(update={"artifacts": source.artifacts})


def _cleared(card: ModelCard, stage: str) -> Iterator[Edit]:
    """What a copy must not take along. That there are no artifacts stays true: a vendor's model has none."""
    yield Set(("stage",), stage)
    gone = [key for key in ("lifecycle", "seal", "serves") if card.knows(key)]
    for key in (*gone, *(["artifacts"] if card.artifacts else [])):
        yield Remove((key,))


def _renumbered(registry: Registry, ground: Ground, packs: Packs, wanted: Wanted) -> Proposal:
    draft = ground.source
    changes = tuple(wanted.edits())
    card = candidate(draft.card, changes)
    found = number_for(registry, ground, packs, card, wanted.level)
    if note := _stays(draft.card, card, found, wanted):
        notes = (*_notes(found, draft.ref, card), note)
        return _kept(draft, changes, wanted, notes, _gate(found) if wanted.level else ())
    ref = f"{card.name}@{found.number}"
    return Proposal(
        "bump", (ref,), f"bump {draft.ref}: {card.version} -> {found.number}{_because(found)}",
        {draft.file: (*changes, Set(("version",), found.number)), **follow(registry, draft.ref, ref)},
        moved={draft.file: path_of(ref) or ""}, gates=_gate(found), trailers=_trailers(card.version, found, wanted),
        notes=(*_notes(found, ref, card), *_lowered(card, found)),
    )  # fmt: skip


def _stays(draft: ModelCard, card: ModelCard, found: Numbered, wanted: Wanted) -> str:
    """Why a draft keeps the number it has; empty where it gets another."""
    if wanted.level is None and is_forced(card):
        why = next(entry.reason for entry in reversed(card.lifecycle.forced) if "number" in entry.gates)
        return f"{draft.ref} keeps its number, which was forced: {why}; --level STEP sets another"
    if wanted.level is None and found.unchanged:
        return f"nothing changed against {found.base}: no new version; {draft.ref} waits for a change"
    if found.number == draft.version:
        return f"{draft.ref} has its number already"
    return ""


def _lowered(card: ModelCard, found: Numbered) -> Iterator[str]:
    """That less has changed than a draft's number said, which nobody need have noticed."""
    if found.comparison is not None and found.honest and precedence(found.number) < precedence(card.version):
        step = says(found.base.partition("@")[2], card.version)
        yield f"the number falls from {card.version}: less has changed than it says; --level {step} keeps it up"


def _kept(
    draft: Entry[ModelCard], changes: tuple[Edit, ...], wanted: Wanted, notes: tuple[str, ...], gates: tuple[Gate, ...]
) -> Proposal:
    """The draft under its own number, with what was asked to be set in it."""
    if not changes:
        return _nothing(draft.ref, *notes)._replace(gates=gates)
    reason = (("Steward-Reason", wanted.reason),) if wanted.reason else ()
    title = f"bump {draft.ref}: keep its number"
    return Proposal("bump", (draft.ref,), title, {draft.file: changes}, gates=gates, trailers=reason, notes=notes)


def _nothing(ref: str, *notes: str) -> Proposal:
    return Proposal("bump", (ref,), f"bump {ref}: nothing to do", notes=notes)


def _because(found: Numbered) -> str:
    return f" ({found.comparison.step})" if found.comparison else ""


def _gate(found: Numbered) -> tuple[Gate, ...]:
    """Whether the number says enough; there is nothing to ask where nothing lies below it."""
    comparison = found.comparison
    if comparison is None:
        return ()
    if found.honest:
        message = f"{found.number} says enough: what changed since {comparison.before} asks for {comparison.step}"
        return (Gate("number", Answer.PASSED, message),)
    message = f"{found.number} says less than the {comparison.step} change since {comparison.before}"
    return (Gate("number", Answer.FAILED, message, f"leave --level out, or ask for --level {comparison.step}"),)


def _trailers(was: str, found: Numbered, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    step = (("Steward-Step", str(found.comparison.step)),) if found.comparison else ()
    reason = (("Steward-Reason", wanted.reason),) if wanted.reason else ()
    return (("Steward-From", was), ("Steward-To", found.number), *step, *reason)


def _notes(found: Numbered, ref: str, card: ModelCard) -> Iterator[str]:
    """Every change with its class and reason, then what to type next."""
    for change in found.comparison.changes if found.comparison else ():
        if change.step:
            yield f"{change.step}: {change.message} ({change.kind.id}: {change.kind.why})"
    if not card.knows("artifacts"):
        name = ref.partition("@")[0]
        yield f"next: edit {path_of(ref)}, name its artifacts, and `steward bump {name}` sets its number"
