"""A case to be looked at: what it reaches, what was decided of each and what is open, and how much time is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.deciding import NEEDS_AN_END, flaw, holds, is_past, latest
from modelsteward.domain.descent import MADE
from modelsteward.domain.packs import Packs
from modelsteward.domain.reaching import is_frozen
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases.matters import any_matter
from modelsteward.usecases.naming import by_ref
from modelsteward.usecases.tracing import Affected, Unsure, affected, facts_of, unsure

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Decision, Extension

Standing = Literal["open", "decided", "gone"]
NOT_REACHED = "not reached"
"""Of something that a case speaks of, and that the cards do not lead to from its data."""


class Matter(NamedTuple):
    """One thing that a case reaches, and what was decided of it."""

    ref: str
    kind: str
    """`dataset` or `model`."""
    certainty: str
    """`surely`, `possibly`, or that the cards do not lead to it."""
    way: tuple[str, ...]
    """How the data came to it, step by step, the last one first; empty for the data itself."""
    doubts: tuple[str, ...]
    """Why it only possibly holds the data."""
    state: str
    owner: str | None
    registry: str | None
    """The included registry that it belongs to; None for ours."""
    standing: Standing
    decision: Decision | None
    """The decision that counts, be it one that does not hold any more."""
    remark: str
    """What is wrong with the decision, or still to be done of it; empty for nothing."""


class ShownCase(NamedTuple):
    """A case with all it reaches."""

    id: str
    purpose: str
    data: tuple[str, ...]
    received: date
    by: str | None
    law: str | None
    law_said: str
    """The law by its name and article; empty where the pack does not know it."""
    due: date | None
    extensions: tuple[Extension, ...]
    closed: date | None
    matters: tuple[Matter, ...]
    """What it reaches: what is open first, then what was decided, then what is gone without a decision."""
    unsure: tuple[Unsure, ...]
    """Models of which nobody can tell whether it reaches them."""
    registry: str | None
    """The included registry that it belongs to; None for ours."""

    def count(self, *standings: Standing) -> int:
        """How many of what it reaches are open, decided or gone."""
        return sum(matter.standing in standings for matter in self.matters)

    @property
    def total(self) -> int:
        """How many things are to be decided, or were."""
        return self.count("open", "decided")

    @property
    def undone(self) -> tuple[Matter, ...]:
        """What is to go by decision, and is not gone."""
        return tuple(one for one in self.matters if one.standing == "decided" and is_undone(one.decision, one.state))


def is_undone(decision: Decision | None, state: str) -> bool:
    """Whether a decision was made that is carried out only once the thing is gone, and it is not."""
    return decision is not None and decision.decision in NEEDS_AN_END and state != "destroyed"


def show_case(registry: Registry, entry: Entry[Case], today: date, packs: Packs) -> ShownCase:
    """A case as it stands on a day; once it is closed, with what it reached when it was."""
    card = entry.card
    clock = packs.clocks.get(card.law or "")
    matters = matters_of_case(registry, card, today)
    known = [one.ref for one in matters]
    return ShownCase(
        card.id, card.purpose, card.data, card.opened, card.by, card.law,
        f"{clock.title}, {clock.article}" if clock else "", card.due, card.extensions, card.closed, matters,
        () if card.closed else unsure(registry, known), entry.home or None,
    )  # fmt: skip


_RANK = {"open": 0, "decided": 1, "gone": 2}
_SURE = {"surely": 0, "possibly": 1, NOT_REACHED: 2}


def matters_of_case(registry: Registry, card: Case, today: date) -> tuple[Matter, ...]:
    """All that a case reaches or speaks of: what is open first, and of that what is sure."""
    return tuple(sorted(_matters(registry, card, today), key=_order))


def _order(one: Matter) -> tuple[int, int, bool, object]:
    return _RANK[one.standing], _SURE[one.certainty], one.kind == "model", by_ref(one.ref)


def _matters(registry: Registry, card: Case, today: date) -> Iterator[Matter]:
    decided = {ref: decision for ref, (_, decision) in latest(card).items()}
    named = dict.fromkeys((*decided, *card.reached))
    known = set()
    for one in affected(registry, card.data):
        if one.ref in named or (one.state != "unknown" and not is_frozen(card)):
            known.add(one.ref)
            yield _judged(_reached(one, decided.get(one.ref)), today)
    yield from (_judged(_named(registry, ref, decided.get(ref)), today) for ref in named if ref not in known)


def _reached(one: Affected, decision: Decision | None) -> Matter:
    home = one.home or None
    return Matter(
        one.ref, one.kind, one.certainty, _way(one), one.doubts, one.state, one.owner, home, "open", decision, ""
    )


def _named(registry: Registry, ref: str, decision: Decision | None) -> Matter:
    """Something that the case speaks of, and that its data does not lead to."""
    state, owner, home = facts_of(registry, ref)
    kind = "dataset" if ref.startswith("data:") else "model"
    return Matter(ref, kind, NOT_REACHED, (), (), state, owner, home or None, "open", decision, "")


def _way(one: Affected) -> tuple[str, ...]:
    return tuple(f"{MADE.get(link.relation, link.relation)} {link.ref}" for link in reversed(one.how))


def _judged(one: Matter, today: date) -> Matter:
    """The same with where it stands."""
    decision = one.decision
    if decision is None:
        return one._replace(standing="gone" if one.state == "destroyed" else "open")
    if one.state != "destroyed" and not holds(decision, today):
        past = f"the exemption ended on {decision.until}" if is_past(decision, today) else ""
        return one._replace(remark=past or flaw(decision))
    undone = is_undone(decision, one.state)
    return one._replace(standing="decided", remark=f"not carried out: it is {one.state}" if undone else "")


def any_case(registry: Registry, ident: str) -> Entry[Case]:
    """The case of an id, be it one of a registry that is included. Raises Refused where there is none."""
    cases: list[Entry[Case]] = registry.of_kind("case")  # type: ignore[assignment]
    return any_matter(registry, "case", ident, [entry.card.id for entry in cases])


class ListedCase(NamedTuple):
    """One case as it is listed."""

    id: str
    purpose: str
    data: tuple[str, ...]
    received: date
    law: str | None
    due: date | None
    closed: date | None
    decided: int
    """Of what it reaches, how many were decided."""
    total: int
    registry: str | None


def list_cases(registry: Registry, everything: bool, today: date) -> tuple[ListedCase, ...]:
    """The cases that are open, what is due first; with `everything` those that are closed as well, behind them."""
    cards: list[Entry[Case]] = registry.of_kind("case")  # type: ignore[assignment]
    rows = [_listed(registry, entry, today) for entry in cards if everything or entry.card.closed is None]
    return tuple(sorted(rows, key=lambda row: (row.closed is not None, row.due or date.max, row.received, row.id)))


def _listed(registry: Registry, entry: Entry[Case], today: date) -> ListedCase:
    card = entry.card
    standings = Counter(one.standing for one in matters_of_case(registry, card, today))
    return ListedCase(
        card.id, card.purpose, card.data, card.opened, card.law, card.due, card.closed, standings["decided"],
        standings["decided"] + standings["open"], entry.home or None,
    )  # fmt: skip
