"""A checklist held against what is known by now: more may apply, and less may be in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.checklist_items import AFTER
from modelsteward.domain.edits import Append, Edit, Remove, Set
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.checklist import (
    KEYS,
    Chosen,
    checklist_of,
    choose,
    item_value,
    none_there,
)
from modelsteward.usecases.naming import the_model

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist, Item

_TOP = ("card", "ref", "purpose", "opened", "closed", "pack")


class _News(NamedTuple):
    """What is to change on a list."""

    added: tuple[Chosen, ...]
    off: tuple[int, ...]
    """Items that were asked in doubt and surely do not apply."""
    doubts: Mapping[int, str | None]
    """Items whose doubt is another one now, or none."""
    gates: tuple[int, ...]
    """Items that are gates in the pack, and were none on the list."""

    @property
    def words(self) -> str:
        said = [f"{amount(len(self.added), 'item')} added"] if self.added else []
        said += [f"{amount(len(self.off), 'item')} taken off"] if self.off else []
        said += [f"{amount(len(self.doubts), 'item')} less in doubt"] if self.doubts else []
        said += [f"{amount(len(self.gates), 'gate')} put back"] if self.gates else []
        return ", ".join(said)


def plan_refresh(registry: Registry, ref: str, purpose: str, today: date, packs: Packs) -> Proposal:
    """Add what applies now and did not when the list was made; settle what was asked because it was not known.

    An open item that surely does not apply comes off, one that surely does is no longer called doubtful, and what is
    a gate in the pack is one here. What was ticked or skipped, or written by hand, stays as it is. After the move a
    finished list is closed, and nothing else. Raises Refused.
    """
    model: ModelCard = the_model(registry, ref).card
    entry = checklist_of(registry, model.ref, purpose)
    if entry is None:
        raise none_there(registry, model, purpose)
    if model.stage in AFTER[purpose]:
        return _closed_late(entry, model, today)
    card = entry.card
    news = _news(card, choose(registry, model, purpose, packs, today), {item.id for item in packs.items(purpose).items})
    digest = packs.items(purpose).digest
    edits = [*_edits(news), *([Set(("pack",), digest, _TOP)] if news.words else [])]
    still = bool(news.added) or any(item.state == "open" for i, item in enumerate(card.items) if i not in news.off)
    if still and card.closed is not None and news.added:
        edits.append(Set(("closed",), None))
    elif not still and card.closed is None:
        edits.append(Set(("closed",), today))
    title = f"checklist {model.ref}: refresh the {purpose} checklist" + (f", {news.words}" if news.words else "")
    trailers = (("Steward-Pack", digest),) if news.words else ()
    return Proposal("checklist", (model.ref,), title, {entry.file: tuple(edits)} if edits else {}, trailers=trailers,
                    notes=tuple(_notes(news, card)) or ("nothing else applies now",))  # fmt: skip


def closing(entry: Entry[Checklist], today: date) -> dict[str, tuple[Edit, ...]]:
    """The edit that closes a finished list nobody closed: its last two items were ticked on two branches."""
    done = entry.card.closed is None and all(item.state != "open" for item in entry.card.items)
    return {entry.file: (Set(("closed",), today),)} if done else {}


def _closed_late(entry: Entry[Checklist], model: ModelCard, today: date) -> Proposal:
    edits = closing(entry, today)
    if not edits:
        raise Refused(
            f"{model.ref} is {model.stage} already: nothing is added to {entry.file} any more",
            f"what is open on it can still be ticked: steward checklist {model.ref} --purpose {entry.card.purpose}",
        )
    title = f"checklist {model.ref}: close the {entry.card.purpose} checklist"
    return Proposal("checklist", (model.ref,), title, edits, notes=("every item of it was done or skipped",))


def lacking(registry: Registry, checklist: Checklist, today: date, packs: Packs) -> list[str]:
    """Gate items of the pack that surely apply and do not stand on a list, and those that stand there as no gates."""
    model: ModelCard = the_model(registry, checklist.ref).card
    there = {item.id: item for item in checklist.items}
    gates = [one for one in choose(registry, model, checklist.purpose, packs, today) if one.item.gate]
    return [one.item.id for one in gates if (not there[one.item.id].gate if one.item.id in there else not one.unknown)]


def _news(card: Checklist, chosen: list[Chosen], known: set[str]) -> _News:
    now = {one.item.id: one for one in chosen}
    there = {item.id for item in card.items}
    doubtful = {i: item for i, item in enumerate(card.items) if _is_doubtful(item) and item.id in known}
    doubts = {i: now[item.id].because for i, item in doubtful.items() if item.id in now}
    return _News(
        tuple(one for one in chosen if one.item.id not in there),
        tuple(i for i, item in doubtful.items() if item.id not in now),
        {i: because for i, because in doubts.items() if because != doubtful[i].asked_because},
        tuple(i for i, item in enumerate(card.items) if not item.gate and item.id in now and now[item.id].item.gate),
    )


def _is_doubtful(item: Item) -> bool:
    said = (item.evidence, item.reason, item.by, item.on)
    return item.asked_because is not None and item.state == "open" and not any(said)


def _edits(news: _News) -> Iterator[Edit]:
    for i, because in news.doubts.items():
        path = ("items", i, "asked_because")
        yield Remove(path) if because is None else Set(path, because, KEYS)
    yield from (Set(("items", i, "gate"), value=True, order=KEYS) for i in news.gates)
    for i in reversed(news.off):
        yield Remove(("items", i))
    for one in news.added:
        yield Append(("items",), item_value(one))


def _notes(news: _News, card: Checklist) -> Iterator[str]:
    yield from (f"{one.item.id}: {one.item.title}" for one in news.added)
    yield from (f"{card.items[i].id} is a gate, as its pack has it" for i in news.gates)
    yield from (f"{card.items[i].id} does not apply, as the cards say by now" for i in news.off)
    for i, because in news.doubts.items():
        yield f"{card.items[i].id}: {because or 'it applies, as the cards say by now'}"
