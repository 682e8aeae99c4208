"""CL, continued: what the registry answered and sees otherwise by now, what has waited, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.answers import REGISTRY, Asked, answer_to, moved, state_of
from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.owing import in_words, owed
from modelsteward.rules.checklists import CHECKLISTS
from modelsteward.rules.engine import Context

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Item


def _asked(card: Checklist, ctx: Context) -> Asked | None:
    """What the list is asked of, while it is open; None for a list that is closed, or of nothing that can be read."""
    subject = ctx.registry.made(card.ref) if card.closed is None else None
    return Asked(ctx.registry, subject.card, ctx.today, ctx.packs) if subject else None


def _is_open(item: Item, card: Checklist, asked: Asked) -> bool:
    """Whether an item is open, as the registry sees it: an answer that nobody wrote down counts as well."""
    if moved(asked.card, card.purpose) or item.state == "skipped":
        return item.state == "open"
    return state_of(item, answer_to(item, card.purpose, asked)) == "open"


@CHECKLISTS.rule(
    112, "Answer that no longer holds", Severity.WARNING, of="checklist", timed=True, whole=True,
    good="""
m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-02-01, reason: Something better.}}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: ret-trigger, text: Say why., answered_by: trigger, state: done,
            evidence: "lifecycle.reason on the card: Something better.", by: registry, on: 2029-12-01},
           {id: b, text: Switch it off.}]}
""",
    bad="""
m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-02-01}}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: ret-trigger, text: Say why., answered_by: trigger, state: done,
            evidence: "lifecycle.reason on the card: Something better.", by: registry, on: 2029-12-01},
           {id: b, text: Switch it off.}]}
""",
)  # fmt: skip
def no_longer_so(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """The registry answered an item, and a card or a record has changed since, or time has passed.

    The move goes by what is so on its day, so it would wait for the item again; better to hear of that before.
    """
    mine = [(index, item) for index, item in enumerate(card.items) if item.state == "done" and item.by == REGISTRY]
    asked = _asked(card, ctx) if mine else None
    if asked is None or moved(asked.card, card.purpose):
        return
    for index, item in mine:
        answer = answer_to(item, card.purpose, asked)
        if answer is None or answer.done:
            continue
        hint = f"{answer.hint}; " if answer.hint else ""
        refresh = f"steward checklist {card.ref} refresh --purpose {card.purpose} opens it again"
        yield Problem(
            ("items", index, "evidence" if item.evidence else "state"),
            f"{item.id} was answered on {item.on} by the registry, which now says: {answer.evidence}", hint + refresh,
        )  # fmt: skip


@CHECKLISTS.rule(
    113, "Item that has waited until its day", Severity.WARNING, of="checklist", timed=True,
    good="""
m@1.0.0: {stage: retired}
checklists/m/1.0.0/destruction.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-12-01,
   items: [{id: a, text: See that it is gone., until: 2030-01-02, reason: The bucket keeps deleted files for 30 days.}]}
""",
    bad="""
m@1.0.0: {stage: retired}
checklists/m/1.0.0/destruction.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-12-01,
   items: [{id: a, text: See that it is gone., until: 2030-01-01, reason: The bucket keeps deleted files for 30 days.}]}
""",
)  # fmt: skip
def waited(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Some things cannot be seen to before a day: a store keeps what was deleted, a key waits for its end.

    From that day on somebody must look, or what was only put off is forgotten.
    """
    due = [(i, item) for i, item in enumerate(card.items) if item.state == "open" and item.until is not None]
    asked = _asked(card, ctx) if due else None
    for index, item in due if asked else ():
        if asked and item.until is not None and item.until <= asked.today and _is_open(item, card, asked):
            owner = in_words(_owed_by(item, card, asked), ctx.registry)
            message = f"{item.id} waited until {item.until} ({ago(item.until, asked.today)}), and is open"
            hint = f"{owner} must look again: `steward checklist {card.ref} tick {item.id}`, or `wait` for a later day"
            yield Problem(("items", index, "until"), message, hint)


def _owed_by(item: Item, card: Checklist, asked: Asked) -> tuple[str, ...]:
    return owed(item, asked.packs.item(card.purpose, item.id), card, asked.card, asked.registry).by


@CHECKLISTS.rule(
    114, "Item that is overdue", Severity.WARNING, of="checklist", timed=True, whole=True,
    good="""
m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-02-01}}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., owed_by: team, due: 2030-01-01}]}
""",
    bad="""
m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-02-01}}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., owed_by: team, due: 2029-12-31}]}
""",
)  # fmt: skip
def overdue(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Each item has a day: its own, else one that its pack counts from the last day the version serves.

    What is late is told with who owes it, while there is time before the move waits for it.
    """
    asked = _asked(card, ctx) if any(item.state != "skipped" for item in card.items) else None
    for index, item in enumerate(card.items) if asked else ():
        if asked is None or item.state == "skipped":
            continue
        late = owed(item, asked.packs.item(card.purpose, item.id), card, asked.card, asked.registry)
        if late.due is None or late.due >= asked.today or not _is_open(item, card, asked):
            continue
        gate = ", a gate," if item.gate else ""
        message = f"{item.id}{gate} was due on {late.due} ({ago(late.due, asked.today)}): {item.text.rstrip('.')}"
        hint = (
            f"{in_words(late.by, ctx.registry)} must see to it; a later day: "
            f"steward checklist {card.ref} assign {item.id} --due DATE"
        )
        yield Problem(("items", index, "due" if item.due else "id"), message, hint)
