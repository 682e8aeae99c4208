"""CL, continued: answers that the registry sees otherwise by now, what has waited, is late, or was only decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.answers import REGISTRY, Asked, answer_to, moved, state_of
from modelsteward.domain.dates import ago
from modelsteward.domain.deciding import NEEDS_AN_END, is_past, latest
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.owing import Owed, in_words, owed
from modelsteward.domain.texts import listed
from modelsteward.rules.checklists import CHECKLISTS
from modelsteward.rules.engine import Context
from modelsteward.rules.wording import must, stands

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Decision, Item


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
            owner = in_words(_owed(item, card, asked).by, ctx.registry)
            message = f"{item.id} waited until {item.until} ({ago(item.until, asked.today)}), and is open"
            hint = f"{owner} must look again: `steward checklist {card.ref} tick {item.id}`, or `wait` for a later day"
            yield Problem(("items", index, "until"), message, hint)


def _owed(item: Item, card: Checklist, asked: Asked) -> Owed:
    return owed(item, asked.packs.item(card.purpose, item.id), card, asked.card, asked.registry)


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

    What is late is told with who owes it, while there is time before the move waits for it. After the move all that
    is late is told at once, and after the destruction nothing of what led to the retirement.
    """
    asked = _asked(card, ctx) if any(item.state != "skipped" for item in card.items) else None
    if asked and moved(asked.card, card.purpose):
        yield from _left_behind(card, asked)
        return
    for index, item in enumerate(card.items) if asked else ():
        if asked is None or item.state == "skipped":
            continue
        late = _owed(item, card, asked)
        if late.due is None or late.due >= asked.today or not _is_open(item, card, asked):
            continue
        gate = ", a gate," if item.gate else ""
        message = f"{item.id}{gate} was due on {late.due} ({ago(late.due, asked.today)}): {item.text.rstrip('.')}"
        hint = (
            f"{in_words(late.by, ctx.registry)} must see to it; a later day: "
            f"steward checklist {card.ref} assign {item.id} --due DATE"
        )
        yield Problem(("items", index, "due" if item.due else "id"), message, hint)


def _left_behind(card: Checklist, asked: Asked) -> Iterator[Problem]:
    """What was late when the move was made and still is, in one finding."""
    if moved(asked.card, "destruction") and card.purpose != "destruction":
        return
    dues = {item.id: _owed(item, card, asked).due for item in card.items if item.state == "open"}
    late = {item: due for item, due in dues.items() if due and due < asked.today}
    if late:
        first, are = min(late.values()), "is" if len(late) == 1 else "are"
        message = f"{listed(late)} {are} open since the move, due on {first} ({ago(first, asked.today)})"
        hint = f"tick what is done, and skip with a reason what is not needed any more: steward checklist {card.ref}"
        yield Problem(("items",), message, hint)


@CHECKLISTS.rule(
    115, "Decision that was not carried out", Severity.WARNING, of="checklist", timed=True, whole=True,
    good="""
m@1.0.0: {stage: destroyed}
n@1.0.0: {stage: destroyed, lineage: {parents: [{ref: m@1.0.0, relation: quantized}], datasets: []}}
checklists/m/1.0.0/destruction.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-11-01, closed: 2029-12-01,
   items: [{id: a, text: Erase it., state: done, evidence: Seen., by: team, on: 2029-12-01}],
   decisions: [{ref: n@1.0.0, decision: erase, reason: It holds the same., by: team, on: 2029-11-02}]}
""",
    bad="""
m@1.0.0: {stage: destroyed}
n@1.0.0: {stage: staging, lineage: {parents: [{ref: m@1.0.0, relation: quantized}], datasets: []}}
checklists/m/1.0.0/destruction.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-11-01, closed: 2029-12-01,
   items: [{id: a, text: Erase it., state: done, evidence: Seen., by: team, on: 2029-12-01}],
   decisions: [{ref: n@1.0.0, decision: erase, reason: It holds the same., by: team, on: 2029-11-02}]}
""",
)  # fmt: skip
def only_decided(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """What was made from something destroyed still holds something of it. The move asks only that it is decided what
    becomes of each; that it then happens, or that what was kept until a day ends, is told until it is so.
    """
    subject = ctx.registry.made(card.ref)
    if subject is None or not moved(subject.card, card.purpose):
        return
    for ref, (index, decision) in latest(card).items():
        child = ctx.registry.made(ref)
        state = getattr(child.card, "stage", None) or getattr(child.card, "status", None) if child else None
        said = _said(decision, ctx.today)
        if child and state and said and state != "destroyed":
            now = stands(state) if child.kind == "model" else f"it is {state}"
            message = f"{card.ref} is destroyed, and {ref}, made from it, {said}; {now}"
            again = f"or decide anew: steward checklist {card.ref} decide {ref} keep --until DATE --reason TEXT"
            yield Problem(
                ("decisions", index, "decision"), message, f"{must(ctx, child.card.owner, 'destroy it')}, {again}"
            )


def _said(decision: Decision, today: date) -> str:
    """What was decided and should be so by now; empty where nothing is to be done."""
    if decision.decision in NEEDS_AN_END:
        return "was to be erased" if decision.decision == "erase" else "was to be trained anew without it"
    return f"was kept until {decision.until}, which is over" if is_past(decision, today) else ""
