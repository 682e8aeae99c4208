"""US, continued: what people see and have learnt where they use a model that touches others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.texts import amount, listed
from modelsteward.rules.engine import Context
from modelsteward.rules.use import USE, live
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import Completed, UseCaseCard

_IN_CARE = re.compile(r"\b(patients?|child(ren)?|minors?|infants?|pupils?)\b", re.IGNORECASE)
_PERSONAL = ("personal", "special_category", "health", "biometric", "children")
_GENERATING = ("generative", "agentic")


def _touches(card: UseCaseCard, ctx: Context) -> str:
    """Why a use is one where personal data, patients or children are involved; nothing where that is not known."""
    for whom in card.affects:
        if _IN_CARE.search(whom):
            return f"it affects {whom}"
    for ref in dict.fromkeys(card.serving.values()):
        for hop in ctx.registry.lineage(ref) if ref else ():
            data = ctx.registry.dataset(hop.ref)
            if data and any(getattr(data.contains, flag) for flag in _PERSONAL):
                return f"{ref} is built on personal data ({data.ref})"
    return ""


@USE.rule(
    120, "Nothing tells people what they look at", Severity.WARNING, of="usecase",
    good="""
use:u:
  affects: [patients]
  guardrails: {notice: Written by software. Read it before you sign.}
""",
    bad="use:u: {affects: [patients]}",
)  # fmt: skip
def no_notice(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Who acts on an answer should know that a model gave it, what it is for and what to look at before they trust it.

    Asked of live uses that affect patients or children, or whose model is built on personal data. The notice is text
    that is shown where they work; the card holds its words, so that all can see them and they change by review.
    """
    why = _touches(card, ctx) if live(card) and not (card.guardrails and card.guardrails.notice) else ""
    if why:
        hint = must(ctx, card.owner, "write what is shown to the people who use it under `guardrails.notice`")
        yield Problem(_at(card, "guardrails", "notice"), f"live, and no notice is shown to people: {why}", hint)


@USE.rule(
    121, "Not said what must not be entered", Severity.WARNING, of="usecase",
    good="""
m@1.0.0: {origin: vendor, hosting: [vendor_api], model_class: generative}
use:u: {serving: {main: m@1.0.0}, guardrails: {do_not_enter: ["names, birth dates, record numbers"]}}
""",
    bad="""
m@1.0.0: {origin: vendor, hosting: [vendor_api], model_class: generative}
use:u: {serving: {main: m@1.0.0}, guardrails: {notice: Written by software.}}
""",
)  # fmt: skip
def unsaid_input(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What people type into a model at a vendor leaves the house. They need to be told what may not: people paste
    what lies before them.

    Asked of live uses of generative and agentic models that a vendor runs. Where a contract covers all that is
    entered, `do_not_enter: []` says that somebody has looked.
    """
    if not live(card) or (card.guardrails is not None and card.guardrails.knows("do_not_enter")):
        return
    refs = [ref for ref in dict.fromkeys(card.serving.values()) if ref and _at_a_vendor(ctx.registry.model(ref))]
    if refs:
        what = "list it under `guardrails.do_not_enter`, and say it in the notice; `[]` says that there is nothing"
        message = f"what is entered goes to a vendor ({listed(refs)}), and nothing says what must not be"
        yield Problem(_at(card, "guardrails", "do_not_enter"), message, must(ctx, card.owner, what))


def _at_a_vendor(model: ModelCard | None) -> bool:
    """Whether it makes texts or pictures of what people enter, and is known to run at a vendor."""
    if model is None or model.model_class not in _GENERATING:
        return False
    return any(where in ("vendor_api", "vendor_finetune") for where in model.hosting)


@USE.rule(
    122, "No training asked of its people", Severity.WARNING, of="usecase",
    good="use:u: {affects: [patients], training: {required: true, completed: [{group: nurses, on: 2029-06-01}]}}",
    bad="use:u: {affects: [patients]}",
)  # fmt: skip
def untrained(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A model's answer is only as safe as the person who judges it (EU AI Act, Art. 4, asks for AI literacy of staff).

    Asked where US120 asks for a notice. `steward primer` prints an introduction to begin with. Where a use has good
    reasons to do without, a waiver says so until a day.
    """
    if not live(card) or (card.training is not None and card.training.required):
        return
    why = _touches(card, ctx)
    if why:
        said = "by its card nobody need be trained" if card.training else "nothing says whether people must be trained"
        hint = must(ctx, card.owner, "say what they learn, and who has, under `training`")
        yield Problem(_at(card, "training", "required"), f"live, and {said}: {why}", hint)


@USE.rule(
    123, "Training not completed", Severity.WARNING, of="usecase", timed=True,
    good="use:u: {training: {required: true, max_age: P1Y, completed: [{group: nurses, on: 2029-01-01}]}}",
    bad="use:u: {training: {required: true, max_age: P1Y, completed: [{group: nurses, on: 2028-12-31}]}}",
)  # fmt: skip
def uncompleted(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Training that is required and that nobody completed protects no one. Of each group its latest line counts.

    It is told where a live use requires it and names no group that has, where not all of a group have, and where it is
    longer ago than `training.max_age`.
    """
    training = card.training
    if not live(card) or training is None or not training.required:
        return
    completed = list(_latest(training.completed, ctx.today))
    if not completed:
        hint = must(ctx, card.owner, f"see that its people learn it, and say so: `steward record training {card.ref}`")
        yield Problem(_at(card, "training", "completed"), "training is required, and no group has completed it", hint)
    for number, one in completed:
        at, hint = ("training", "completed", number), must(ctx, card.owner, "see that all of them complete it")
        due = training.max_age.after(one.on) if training.max_age else None
        if one.people is not None and one.of is not None and one.people < one.of:
            left = f"{one.people} of {amount(one.of, 'person').replace('persons', 'people')}"
            yield Problem((*at, "people"), f"{one.group}: {left} had completed the training on {one.on}", hint)
        if due is not None and due < ctx.today:
            told = f"{one.group}: the training of {one.on} counted until {due} ({ago(due, ctx.today)})"
            yield Problem((*at, "on"), told, must(ctx, card.owner, "see that they complete it anew"))


def _latest(completed: tuple[Completed, ...], today: date) -> Iterator[tuple[int, Completed]]:
    """Of each group the line with the latest day that has come; of several on one day the last."""
    last: dict[str, int] = {}
    for number, one in enumerate(completed):
        if one.on > today:
            continue
        if one.group not in last or completed[last[one.group]].on <= one.on:
            last[one.group] = number
    yield from ((number, completed[number]) for number in sorted(last.values()))


def _at(card: UseCaseCard, part: str, key: str) -> Path:
    """The key within its part of the card, or the part where the card has none."""
    return (part, key) if getattr(card, part) is not None else (part,)
