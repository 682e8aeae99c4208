"""CL: Whether what had to be seen to before a version's end was seen to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.checklist_items import AFTER, MOVE
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.rules.engine import Context, Family

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Item

CHECKLISTS = Family("CL", "Checklists", "Whether what had to be seen to before a version's end was seen to.")


def _items(card: Checklist, *states: str) -> Iterator[tuple[int, Item]]:
    return ((i, item) for i, item in enumerate(card.items) if item.state in states)


def _at(index: int, item: Item, key: str) -> Path:
    """The key where it is written, else the item's state."""
    return ("items", index, key if item.knows(key) else "state")


@CHECKLISTS.rule(
    101, "Item twice on a checklist", Severity.ERROR, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them.}, {id: b, text: Switch it off.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them.}, {id: a, text: Switch it off.}]}
""",
)  # fmt: skip
def twice(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """`tick` takes the first of two items with one id; the other stays open unseen. A merge can bring that about."""
    seen: set[str] = set()
    for index, item in enumerate(card.items):
        if item.id in seen:
            yield Problem(
                ("items", index, "id"), f"{item.id} stands on this list twice", "keep the one that was ticked"
            )
        seen.add(item.id)


@CHECKLISTS.rule(
    102, "Item ticked without evidence", Severity.ERROR, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., state: done, evidence: Mail of 2029-12-03., by: team, on: 2029-12-03},
           {id: b, text: Switch it off.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., state: done, by: team, on: 2029-12-03}, {id: b, text: Switch it off.}]}
""",
)  # fmt: skip
def ticked_blindly(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Years later an auditor asks what was done, not whether a box was ticked."""
    for index, item in _items(card, "done"):
        if item.evidence is None:
            wanted = f", such as this: {item.wanted}" if item.wanted else ""
            yield Problem(
                _at(index, item, "evidence"), f"{item.id} is done, and nothing shows it", f"write `evidence`{wanted}"
            )


@CHECKLISTS.rule(
    103, "Item skipped without reason", Severity.ERROR, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell registers., state: skipped, reason: It stands in none., by: team, on: 2029-12-03},
           {id: b, text: Switch it off.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell registers., state: skipped, by: team, on: 2029-12-03}, {id: b, text: Switch it off.}]}
""",
)  # fmt: skip
def skipped_silently(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """What is left out needs a better explanation than what is done."""
    for index, item in _items(card, "skipped"):
        if item.reason is None:
            yield Problem(_at(index, item, "reason"), f"{item.id} is skipped, and nobody says why", "write `reason`")


@CHECKLISTS.rule(
    104, "Item that nobody answers for", Severity.WARNING, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., state: done, evidence: Mail of 2029-12-03., by: team, on: 2029-12-03},
           {id: b, text: Switch it off.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., state: done, evidence: Mail of 2029-12-03.}, {id: b, text: Switch it off.}]}
""",
)  # fmt: skip
def by_nobody(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Who did it and on which day is half of the evidence; git's history can be squashed."""
    for index, item in _items(card, "done", "skipped"):
        missing = [key for key in ("by", "on") if getattr(item, key) is None]
        if missing:
            names = " and ".join(f"`{key}`" for key in missing)
            message = f"{item.id} is {item.state}, and it is not said {'by whom' if 'by' in missing else 'when'}"
            yield Problem(_at(index, item, missing[0]), message, f"write {names}; `steward checklist` does by itself")


@CHECKLISTS.rule(
    105, "Item answered and still open", Severity.WARNING, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, items: [{id: a, text: Tell them.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., evidence: Mail of 2029-12-03.}]}
""",
)  # fmt: skip
def answered_and_open(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Somebody wrote the evidence by hand and left the state: the move would go on waiting."""
    for index, item in _items(card, "open"):
        if item.until is not None:
            continue  # it says what it waits for
        key = next((key for key in ("evidence", "reason") if getattr(item, key) is not None), None)
        if key is not None:
            state = "done" if key == "evidence" else "skipped"
            yield Problem(("items", index, key), f"{item.id} has `{key}`, and is open", f"write `state: {state}`")


@CHECKLISTS.rule(
    106, "Checklist closed with open items", Severity.ERROR, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, closed: null,
   items: [{id: a, text: Tell them.}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, closed: 2029-12-03,
   items: [{id: a, text: Tell them.}]}
""",
)  # fmt: skip
def closed_too_soon(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """A list is closed by its last item. A day written by hand, or a merge, can close it before that."""
    still = [item.id for _, item in _items(card, "open")]
    if card.closed is not None and still:
        yield Problem(
            ("closed",),
            f"closed on {card.closed}, and open on it: {', '.join(still)}",
            "write `closed: null`, and tick or skip each",
        )


@CHECKLISTS.rule(
    107, "Checklist that was never closed", Severity.NOTE, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, closed: 2029-12-03,
   items: [{id: a, text: Tell them., state: done, evidence: Mail of 2029-12-03., by: team, on: 2029-12-03}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, closed: null,
   items: [{id: a, text: Tell them., state: done, evidence: Mail of 2029-12-03., by: team, on: 2029-12-03}]}
""",
)  # fmt: skip
def never_closed(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """Two people who tick the last two items on two branches each leave one open; the merge leaves none, and no day."""
    if card.closed is None and not any(_items(card, "open")):
        hint = f"`steward checklist {card.ref} refresh --purpose {card.purpose}` closes it, unless more applies by now"
        yield Problem(
            ("closed",) if card.knows("closed") else (), "every item is done or skipped, and it is open", hint
        )


@CHECKLISTS.rule(
    108, "Gate item skipped", Severity.NOTE, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., gate: true}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., gate: true, state: skipped, reason: No one calls it., by: team, on: 2029-12-03},
           {id: b, text: Switch it off.}]}
""",
)  # fmt: skip
def gate_skipped(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """A gate may be skipped, and those who review the list must see that it was. Told until the version has moved."""
    model = ctx.registry.model(card.ref)
    if model is not None and model.stage in AFTER[card.purpose]:
        return
    for index, item in _items(card, "skipped"):
        if item.gate:
            by = f" by {item.by}" if item.by else ""
            hint = "see that its `reason` is good before the version moves"
            yield Problem(("items", index, "state"), f"{item.id} is a gate and was skipped{by}", hint)


@CHECKLISTS.rule(
    109, "Version that moved past its checklist", Severity.ERROR, of="checklist",
    good="""
m@1.0.0: {stage: retired}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., gate: false}]}
""",
    bad="""
m@1.0.0: {stage: retired}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., gate: true}]}
""",
)  # fmt: skip
def moved_past(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """`retire` and `destroy` wait for the gate items; a stage edited by hand does not. What was forced is on record."""
    model = ctx.registry.model(card.ref)
    move = MOVE[card.purpose]
    if model is None or model.stage not in AFTER[card.purpose]:
        return
    if any(forced.move == move and "checklist" in forced.gates for forced in model.lifecycle.forced):
        return
    for index, item in _items(card, "open"):
        if item.gate:
            message = f"{card.ref} is {model.stage}, and {item.id} is open, for which `{move}` waits"
            yield Problem(("items", index), message, "do it and tick it, or skip it with the reason")
