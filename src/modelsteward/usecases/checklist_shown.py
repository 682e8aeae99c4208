"""A checklist to be looked at: the one there is, or what would be on it; with what the registry says of it today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.answers import REGISTRY, Asked, answer_of, moved
from modelsteward.domain.checklist_items import MOVE
from modelsteward.domain.owing import due_by, who
from modelsteward.domain.registry import Registry
from modelsteward.usecases.checklist import PURPOSES, Chosen, Subject, checklist_of, choose, kind_of
from modelsteward.usecases.standings import Standing, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.answers import Answered
    from modelsteward.domain.cards.states import Checklist


class ShownItem(NamedTuple):
    """One item, as a checklist or its pack has it, and as it stands today."""

    id: str
    phase: str | None
    text: str
    gate: bool
    wanted: str | None
    check: str | None
    source: str | None
    asked_because: str | None
    state: str = "open"
    """What counts today."""
    evidence: str | None = None
    reason: str | None = None
    by: str | None = None
    on: date | None = None
    answered_by: str | None = None
    """The answer's name, where the registry was asked."""
    answer: bool | None = None
    """What it said: done, not done; None where it cannot tell, or was not asked."""
    sees: str | None = None
    """What the registry says of it today, whatever that means for its state."""
    hint: str | None = None
    """What to do where the registry says that it is not done."""
    reopened: bool = False
    """Whether it is written as done, and is not."""
    owed_by: tuple[str, ...] = ()
    due: date | None = None
    until: date | None = None
    overdue: bool = False
    """Whether it is open, and its day has passed."""
    waiting: bool = False
    """Whether it is open, and waits for a day to come."""


class ShownChecklist(NamedTuple):
    """A checklist with what can be counted on it."""

    ref: str
    purpose: str
    file: str | None
    """None where it was not made yet, and this is what would be on it."""
    opened: date | None
    closed: date | None
    items: tuple[ShownItem, ...]

    @property
    def move(self) -> str:
        """The command it leads to, as `steward retire no-show@1.4.0`."""
        return f"steward {MOVE[self.purpose]} {self.ref}"

    @property
    def gates_open(self) -> tuple[str, ...]:
        """The items that the move waits for."""
        return tuple(item.id for item in self.items if item.gate and item.state == "open")

    @property
    def phases(self) -> dict[str, list[ShownItem]]:
        """The items by phase; phases in the order in which they first come."""
        groups: dict[str, list[ShownItem]] = {}
        for item in self.items:
            groups.setdefault(item.phase or "items", []).append(item)
        return groups

    @property
    def teams(self) -> dict[str, list[ShownItem]]:
        """The items by who owes them, each under everyone who does; what nobody owes comes last, under `nobody`."""
        groups: dict[str, list[ShownItem]] = {}
        for item in self.items:
            for one in item.owed_by or ("nobody",):
                groups.setdefault(one, []).append(item)
        return dict(sorted(groups.items(), key=lambda group: (group[0] == "nobody", group[0])))

    def count(self, state: str) -> int:
        """How many items are `open`, `done` or `skipped`."""
        return sum(item.state == state for item in self.items)

    @property
    def answered(self) -> int:
        """How many are done because the registry says so."""
        return sum(item.state == "done" and item.by == REGISTRY for item in self.items)

    @property
    def waiting(self) -> int:
        """How many open ones wait for a day."""
        return sum(item.waiting for item in self.items)

    @property
    def overdue(self) -> int:
        """How many open ones are past their day."""
        return sum(item.overdue for item in self.items)


def purpose_meant(registry: Registry, card: Subject) -> str:
    """The checklist that is meant where none is named: the next move's, else the one there is."""
    stage = getattr(card, "stage", None)
    if stage == "retired" or kind_of(card) == "data":
        return "destruction"
    if stage == "destroyed":
        return next((p for p in reversed(PURPOSES) if checklist_of(registry, card.ref, p)), "destruction")
    return "retirement"


def shown_checklist(asked: Asked, purpose: str) -> ShownChecklist | None:
    """The checklist of a version or a data set as it stands; None where there is none."""
    entry = checklist_of(asked.registry, asked.card.ref, purpose)
    if entry is None:
        return None
    card: Checklist = entry.card
    items = tuple(shown_item(one, card, asked) for one in standing_of(card, asked))
    return ShownChecklist(card.ref, card.purpose, entry.file, card.opened, card.closed, items)


def foreseen_checklist(asked: Asked, purpose: str) -> ShownChecklist:
    """What would be on the checklist if it were made now."""
    chosen = choose(asked.registry, asked.card, purpose, asked.packs, asked.today)
    items = tuple(_as_chosen(one, asked) for one in chosen)
    return ShownChecklist(asked.card.ref, purpose, None, None, None, items)


_WRITTEN = ("id", "phase", "text", "gate", "wanted", "check", "source", "asked_because")
_SAID = ("evidence", "reason", "by", "on")


def shown_item(one: Standing, checklist: Checklist, asked: Asked) -> ShownItem:
    """An item of a list that there is."""
    item, due, open_ = one.item, one.owed.due, one.state == "open"
    past = moved(asked.card, checklist.purpose)
    shown = ShownItem(*(getattr(item, name) for name in _WRITTEN))._replace(
        state=one.state, answered_by=item.answered_by, until=item.until, owed_by=one.owed.by, due=due,
        overdue=open_ and due is not None and due < asked.today,
        waiting=open_ and item.until is not None and asked.today < item.until,
    )  # fmt: skip
    if one.answer is None or past:
        return shown._replace(**{name: getattr(item, name) for name in _SAID})
    known = asked.packs.item(checklist.purpose, item.id)
    name = item.answered_by or (known.answered_by if known else None)
    return _with_answer(shown, one, one.answer, asked)._replace(answered_by=name)


def _with_answer(shown: ShownItem, one: Standing, answer: Answered, asked: Asked) -> ShownItem:
    """The same with what the registry says: that counts, where it says anything."""
    item = one.item
    shown = shown._replace(answer=answer.done, sees=answer.evidence, hint=answer.hint or None)
    if one.state == "done" and answer.done:
        on = item.on if item.by == REGISTRY else asked.today
        return shown._replace(evidence=answer.evidence, by=REGISTRY, on=on)
    if one.stale:
        return shown._replace(reopened=True)
    return shown._replace(**{name: getattr(item, name) for name in _SAID})


def _as_chosen(chosen: Chosen, asked: Asked) -> ShownItem:
    item = chosen.item
    source = None if item.source == "house" else item.source
    shown = ShownItem(
        item.id, item.phase, item.title, item.gate, item.evidence, item.verification, source, chosen.because,
        owed_by=tuple(who(item.owed_by or "owner", asked.card, asked.registry)),
        due=due_by(item, asked.today, asked.card),
    )  # fmt: skip
    answer = answer_of(item.answered_by, asked)
    if answer is None:
        return shown
    shown = shown._replace(answered_by=item.answered_by, answer=answer.done)
    shown = shown._replace(sees=answer.evidence, hint=answer.hint or None)
    if not answer.done:
        return shown
    return shown._replace(state="done", evidence=answer.evidence, by=REGISTRY, on=asked.today)
