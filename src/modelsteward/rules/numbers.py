"""ID, continued: whether a version's number says how much changed, and whether what was sealed is as it was.

What compares and seals is imported where it is needed: the commit hook judges many a card that has neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.secrets import masked
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.tables import of_each_ref
from modelsteward.domain.texts import listed
from modelsteward.domain.versions import Step, precedence, says, was_released
from modelsteward.rules.engine import Context
from modelsteward.rules.identity import IDENTITY

if TYPE_CHECKING:
    from modelsteward.domain.cards.lifecycle import Forced
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.rules.changes import Comparison


def _released(entries: list[Entry[ModelCard]], name: str) -> list[Entry[ModelCard]]:
    """The versions of a model name that ever entered production, the lowest first."""
    found = [entry for entry in of_each_ref(entries) if was_released(entry.card)]
    return sorted(found, key=lambda entry: precedence(entry.card.version))


def base_of(registry: Registry, name: str, version: str) -> Entry[ModelCard] | None:
    """The highest released version of a name that lies below a number; None where there is none."""
    lower = [entry for entry in registry.derive(_released, "name", name) if entry.card.version != version]
    if not lower:
        return None
    number = precedence(version)
    return next((entry for entry in reversed(lower) if precedence(entry.card.version) < number), None)


def excuse(model: ModelCard) -> Forced | None:
    """The record of why this number is right all the same. It holds for the facts it was made about, where it says
    which these were; what was changed since was never excused."""
    known = [entry for entry in model.lifecycle.forced if "number" in entry.gates]
    if not known:
        return None
    from modelsteward.domain.seal import seal_of

    now = seal_of(model)
    return next((entry for entry in reversed(known) if entry.facts in (None, now)), None)


def unchanged_since(registry: Registry, model: ModelCard, packs: Packs) -> Entry[ModelCard] | None:
    """The release that a version is the same as; None where something asks for its number, or that was excused."""
    base = base_of(registry, model.name, model.version)
    if base is None or excuse(model):
        return None
    from modelsteward.rules.changes import differences

    return None if differences(base.card, model, packs).step else base


def too_small(registry: Registry, model: ModelCard, packs: Packs) -> Iterator[tuple[str, str]]:
    """What makes a version's number too small, and how to mend it; nothing where it is large enough, or was forced."""
    base = base_of(registry, model.name, model.version)
    if base is None or excuse(model):
        return
    said = says(base.card.version, model.version)
    if said is Step.MAJOR:
        return
    from modelsteward.rules.changes import heavier

    found = heavier(base.card, model, packs, said)
    if found.changes:
        yield _said(found, model), _mend(found, model)


def _said(found: Comparison, model: ModelCard) -> str:
    what = listed([change.message for change in found.weighty()], most=2)
    step = f"a {found.step} change" + (f" ({found.before.partition('@')[2]} is below 1.0.0)" if _young(found) else "")
    return f"{model.version} is too small for {step} since {found.before}: {masked(what)}"


def _young(found: Comparison) -> bool:
    return found.before.partition("@")[2].startswith("0.")


def _mend(found: Comparison, model: ModelCard) -> str:
    if was_released(model):
        return f"{found.smallest} would be right; a released version keeps its number, so waive this with the reason"
    if not model.knows("artifacts") and any(change.path == ("artifacts",) for change in found.weighty()):
        none = "write `artifacts: []` if there are none"
        return f"name its artifacts: `steward bump {model.ref} --artifact PATH`; {none}"
    if model.seal is not None:  # the plan of a promotion has it, too, where the draft is still to be sealed
        return f"`steward bump {model.ref}` leads to {found.smallest} or a higher number that is free"
    return f"`steward bump {model.ref}` gives it {found.smallest} or a higher number that is free"


@IDENTITY.rule(
    116, "Number too small for the change", Severity.ERROR,
    good="m@1.0.0: {task: tabular-classification}\nm@2.0.0: {task: tabular-regression}",
    bad="m@1.0.0: {task: tabular-classification}\nm@1.1.0: {task: tabular-regression}",
)  # fmt: skip
def number_too_small(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Callers read the number before they read anything else: major says that something they rely on may be gone,
    minor that the answers may be other ones, patch that nothing of either is the case. A number that says too little
    lets them move without looking. The version is compared with the highest released one below it; docs/versions.md
    lists what weighs how much.
    """
    if card.stage not in ENDED_STAGES:
        for message, hint in too_small(ctx.registry, card, ctx.packs):
            yield Problem(("version",), message, hint)


@IDENTITY.rule(
    117, "Sealed card that changed", Severity.ERROR,
    good="m@1.0.0: {seal: 'sha256:935392cc58e7dae9d87a0e815f2260d72583199056ee65c900f8e281c4ef877e'}",
    bad="m@1.0.0: {seal: 'sha256:935392cc58e7dae9d87a0e815f2260d72583199056ee65c900f8e281c4ef877e', task: ranking}",
)  # fmt: skip
def seal_broken(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A seal is a digest over the technical facts, written when a version leaves draft; evaluations and approvals speak
    of it. Facts that were changed afterwards were never judged, by whomever and however well they were meant.
    """
    if card.seal is None:
        return
    from modelsteward.domain.seal import seal_of

    if card.seal != seal_of(card):
        back = f"put them back (`git log -p -- {ctx.entry.file}` shows what changed)"
        message = f"the technical facts of {card.ref} are not those that were sealed"
        yield Problem(("seal",), message, f"{back}, and take the change to a new version: `steward bump {card.ref}`")
