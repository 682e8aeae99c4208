"""Making a draft of the next version, and giving it the smallest number that says how much changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.cards.base import SEMVER
from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.keyplaces import placed
from modelsteward.domain.kinds import path_of
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.seal import SEALED, seal_of
from modelsteward.domain.versions import precedence
from modelsteward.errors import BadUsage
from modelsteward.rules.numbers import excuse
from modelsteward.usecases.drafts import Ground, NoCard, candidate, ground_of, require_intact
from modelsteward.usecases.numbering import Asked, Numbered, number_for
from modelsteward.usecases.renaming import follow

if TYPE_CHECKING:
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Entry, Registry
    from modelsteward.domain.versions import Step
    from modelsteward.rules.changes import Change


class Wanted(NamedTuple):
    """What the person asked for, beside the name."""

    level: Step | None = None
    """The step that the number is to say, whatever changed. One that is too small is a failed gate."""
    sets: tuple[Edit, ...] = ()
    """What `--set` says."""
    artifacts: tuple[Mapping[str, Any], ...] | None = None
    """Each as it stands in a card; None where nothing was said of them."""
    number: str | None = None
    """The number itself. One that says too little is a failed gate."""

    @property
    def changes(self) -> bool:
        """Whether the card is to say something new at once."""
        return bool(self.sets) or self.artifacts is not None

    @property
    def asked(self) -> Asked:
        """What was said about the number."""
        return Asked(self.level, self.number)

    @property
    def is_plain(self) -> bool:
        """Whether the number is left to what changed."""
        return self.level is None and self.number is None

    def edits(self) -> Iterator[Edit]:
        """The same, as changes to a card."""
        if self.artifacts is not None:
            yield placed(Set(("artifacts",), [dict(artifact) for artifact in self.artifacts]), ModelCard)
        for edit in self.sets:
            yield placed(edit, ModelCard)


AS_IS = Wanted()
"""Nothing beside the name."""

_OURS = {"card", "name", "version", "stage", "seal", "lifecycle"}
_NOT_COPIED = ("lifecycle", "seal", "serves")


def plan_bump(registry: Registry, text: str, packs: Packs, wanted: Wanted = AS_IS) -> Proposal:
    """Where a draft is open: give it the smallest honest number. Where none is: open one, as a copy.

    `text` is a name, or `name@version`: the draft that is meant, or the version to copy. A proposal without changes
    says in its notes why there is nothing to do. Raises Refused where several drafts are open and none is named, where
    a version of the name cannot be read or is not what was sealed, or where a number cannot be had; BadUsage for keys
    that are not set by hand, and for what is no number.
    """
    _require_sense(wanted)
    ground = ground_of(registry, text)
    try:
        if ground.draft is None:
            return _new_draft(registry, ground, packs, wanted)
        return _renumbered(registry, ground, packs, wanted)
    except NoCard:
        return _unread(registry, ground, packs, wanted)


def require_bumpable(registry: Registry, text: str, wanted: Wanted) -> None:
    """Raise what `plan_bump` would raise whatever the artifacts are, to be known before they are hashed."""
    _require_sense(wanted)
    ground = ground_of(registry, text)
    if ground.draft is None:
        require_intact(ground.source)


def _require_sense(wanted: Wanted) -> None:
    for edit in wanted.sets:
        if edit.path[0] in _OURS:
            raise BadUsage(f"`{edit.path[0]}` is not set by hand", "name what changed about the model itself")
    if wanted.number is None:
        return
    if not re.fullmatch(SEMVER, wanted.number, re.ASCII):
        raise BadUsage(f"{wanted.number!r} is no version", "write three numbers, like 2.0.0 or 2.0.0-rc.2")
    if wanted.level is not None:
        raise BadUsage("--level and --number both say which number it gets", "leave one of them out")


def _new_draft(registry: Registry, ground: Ground, packs: Packs, wanted: Wanted) -> Proposal:
    source = ground.source
    require_intact(source)
    stage = registry.policy.stages[0]
    cleared = list(_cleared(source.card, stage))
    card = candidate(source.card, [*cleared, *wanted.edits()])
    if wanted.changes and wanted.is_plain and _is_same(card, source.card):
        said = f"nothing changed against {source.ref}: no new version"
        return _nothing(source.ref, said, *_not_set(card, source.card, wanted))
    found = number_for(registry, ground, packs, card, wanted.asked)
    ref = f"{source.card.name}@{found.number}"
    file = path_of(ref) or ""
    edits = (*cleared, Set(("version",), found.number), *wanted.edits())
    gates = _gate(found, card)
    told = found if wanted.changes else found._replace(comparison=None)
    return Proposal(
        "bump", (ref,), f"bump {source.ref}: open {ref} in {stage}", {file: edits}, copied={file: source.file},
        gates=gates, trailers=_trailers(source.card.version, found),
        notes=(*_told(told, card), *_next(ref, card, gates, fresh=not wanted.changes), *_elsewhere(registry, ground)),
    )  # fmt: skip


def _is_same(card: ModelCard, source: ModelCard) -> bool:
    """Whether a copy has the technical facts of its source, its artifacts too where nothing was said of any."""
    if source.artifacts and not card.knows("artifacts"):
        card = card.model_copy(update={"artifacts": source.artifacts})
    return seal_of(card) == seal_of(source)


def _not_set(card: ModelCard, source: ModelCard, wanted: Wanted) -> Iterator[str]:
    """What was asked for beside the facts, and is therefore not done: it needs no version."""
    keys = [_key(edit) for edit in wanted.sets if edit.path[0] not in SEALED and _differs(card, source, edit.path[0])]
    if keys:
        values = " ".join(f"{key}=…" for key in dict.fromkeys(keys))
        yield f"not set: {', '.join(dict.fromkeys(keys))}; it needs no new version: `steward set {source.ref} {values}`"


def _differs(card: ModelCard, source: ModelCard, key: str | int) -> bool:
    return bool(getattr(card, str(key)) != getattr(source, str(key)))


def _key(edit: Edit) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in edit.path).lstrip(".")


def _unread(registry: Registry, ground: Ground, packs: Packs, wanted: Wanted) -> Proposal:
    """What was asked for where it makes no card: whoever reads the planned file says what is wrong with it, and where.
    Nothing else can be judged about it."""
    source = ground.source
    keys = ", ".join(_key(edit) for edit in wanted.edits())
    if ground.draft is not None:
        return Proposal("bump", (source.ref,), f"bump {source.ref}: set {keys}", {source.file: tuple(wanted.edits())})
    number = number_for(registry, ground, packs, source.card, wanted.asked).number
    ref = f"{source.card.name}@{number}"
    file = path_of(ref) or ""
    edits = (*_cleared(source.card, registry.policy.stages[0]), Set(("version",), number), *wanted.edits())
    title = f"bump {source.ref}: open {ref} with {keys}"
    return Proposal("bump", (ref,), title, {file: edits}, copied={file: source.file})


def _elsewhere(registry: Registry, ground: Ground) -> Iterator[str]:
    """Later versions that were sealed and are not released: somebody may have meant to go on from there."""
    name, version = ground.source.card.name, precedence(ground.source.card.version)
    for ref, entry in registry.models.items():
        later = entry.card.name == name and precedence(entry.card.version) > version
        if later and entry.card.stage in registry.policy.stages:
            yield f"{ref} is in {entry.card.stage}; `steward bump {ref}` goes on from there"


def _cleared(card: ModelCard, stage: str) -> Iterator[Edit]:
    """What a copy must not take along. That there are no artifacts stays true: a vendor's model has none."""
    yield Set(("stage",), stage)
    gone = [key for key in _NOT_COPIED if card.knows(key)]
    for key in (*gone, *(["artifacts"] if card.artifacts else [])):
        yield Remove((key,))


def _renumbered(registry: Registry, ground: Ground, packs: Packs, wanted: Wanted) -> Proposal:
    draft = ground.source
    changes = tuple(wanted.edits())
    card = candidate(draft.card, changes)
    found = number_for(registry, ground, packs, card, wanted.asked)
    gates = _gate(found, card)
    if note := _stays(draft.card, card, found, wanted):
        notes = (*_told(found, card), *_next(draft.ref, card, gates), note)
        return _kept(draft, changes, notes, () if wanted.is_plain else gates)
    ref = f"{card.name}@{found.number}"
    return Proposal(
        "bump", (ref,), f"bump {draft.ref}: {card.version} -> {found.number}{_because(found)}",
        {draft.file: (*changes, Set(("version",), found.number)), **follow(registry, draft.ref, ref)},
        moved={draft.file: path_of(ref) or ""}, gates=gates, trailers=_trailers(card.version, found),
        notes=(*_told(found, card), *_next(ref, card, gates), *_lowered(card, found, wanted)),
    )  # fmt: skip


def _stays(draft: ModelCard, card: ModelCard, found: Numbered, wanted: Wanted) -> str:
    """Why a draft keeps the number it has; empty where it gets another."""
    forced = excuse(card)
    if wanted.is_plain and forced:
        return f"{draft.ref} keeps its number, which was forced: {forced.reason}; --level STEP sets another"
    if wanted.is_plain and found.unchanged:
        return f"nothing changed against {found.base}: no new version; {draft.ref} waits for a change"
    if found.number == draft.version:
        return f"{draft.ref} has its number already"
    return ""


def _lowered(card: ModelCard, found: Numbered, wanted: Wanted) -> Iterator[str]:
    """That less has changed than a draft's number said, which nobody need have noticed."""
    if wanted.is_plain and found.comparison is not None and precedence(found.number) < precedence(card.version):
        yield f"the number falls from {card.version}: less has changed than it says; --number {card.version} keeps it"


def _kept(
    draft: Entry[ModelCard], changes: tuple[Edit, ...], notes: tuple[str, ...], gates: tuple[Gate, ...]
) -> Proposal:
    """The draft under its own number, with what was asked to be set in it."""
    if not changes:
        return _nothing(draft.ref, *notes)._replace(gates=gates)
    title = f"bump {draft.ref}: set {', '.join(dict.fromkeys(map(_key, changes)))}, keep its number"
    return Proposal("bump", (draft.ref,), title, {draft.file: changes}, gates=gates, notes=notes)


def _nothing(ref: str, *notes: str) -> Proposal:
    return Proposal("bump", (ref,), f"bump {ref}: nothing to do", notes=notes)


def _because(found: Numbered) -> str:
    return f" ({found.comparison.step})" if found.comparison else ""


def _gate(found: Numbered, card: ModelCard) -> tuple[Gate, ...]:
    """Whether the number says enough; there is nothing to ask where nothing lies below it."""
    comparison = found.comparison
    if comparison is None:
        return ()
    if found.honest:
        message = f"{found.number} says enough: what changed since {comparison.before} asks for {comparison.step}"
        return (Gate("number", Answer.PASSED, message),)
    message = f"{found.number} says less than the {comparison.step} change since {comparison.before}"
    hint = f"leave the number to what changed, or ask for --level {comparison.step}"
    facts = seal_of(card.model_copy(update={"version": found.number}))
    return (Gate("number", Answer.FAILED, message, hint, facts=facts),)


def _trailers(was: str, found: Numbered) -> tuple[tuple[str, str], ...]:
    step = (("Steward-Step", str(found.comparison.step)),) if found.comparison else ()
    return (("Steward-From", was), ("Steward-To", found.number), *step)


def _told(found: Numbered, card: ModelCard) -> Iterator[str]:
    """Every change with its class and reason; that a draft lacks what a copy does not take along is none."""
    for change in found.comparison.changes if found.comparison else ():
        if not _is_of_the_copy(change, card):
            yield f"{change.step}: {change.message} ({change.kind.id}: {change.kind.why})"


def _is_of_the_copy(change: Change, card: ModelCard) -> bool:
    key = str(change.path[0])
    return key in ("stage", "lifecycle", "seal") or (key == "serves" and not card.knows(key))


def _next(ref: str, card: ModelCard, gates: tuple[Gate, ...], *, fresh: bool = False) -> Iterator[str]:
    """What to type next. A plan that is refused makes no draft that could be named."""
    if any(gate.answer is Answer.FAILED for gate in gates):
        return
    if not card.knows("artifacts"):
        yield f"next: edit {path_of(ref)}, name its artifacts, and `steward bump {ref}` sets its number"
    elif fresh:
        yield f"next: edit {path_of(ref)}, say what is new, and `steward bump {ref}` sets its number"
