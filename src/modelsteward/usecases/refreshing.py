"""A checklist held against what is known by now: more may apply, and less may be in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import Asked, moved
from modelsteward.domain.edits import Append, Edit, Remove, Set
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.checklist import Chosen, Subject, checklist_of, choose, item_value, none_there, the_subject
from modelsteward.usecases.standings import KEYS, Standing, answers_to_write, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Item

_TOP = ("card", "ref", "purpose", "opened", "closed", "pack")


class _News(NamedTuple):
    """What is to change on a list."""

    added: tuple[Chosen, ...]
    values: tuple[dict[str, Any], ...]
    """The same as they are written."""
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
    """Add what applies now and did not when the list was made; settle what was asked because it was not known; write
    what the registry answers by now.

    An open item that surely does not apply comes off, one that surely does is no longer called doubtful, and what is
    a gate in the pack is one here. What was ticked or skipped, or written by hand, stays as it is, unless the registry
    sees otherwise. After the move a finished list is closed, and nothing else. Raises Refused.
    """
    subject: Subject = the_subject(registry, ref).card
    entry = checklist_of(registry, subject.ref, purpose)
    if entry is None:
        raise none_there(registry, subject, purpose)
    asked = Asked(registry, subject, today, packs)
    if moved(subject, purpose):
        return _closed_late(entry, asked)
    card = entry.card
    standings = standing_of(card, asked)
    chosen = choose(registry, subject, purpose, packs, today)
    news = _news(card, chosen, {item.id for item in packs.items(purpose).items}, asked)
    digest = packs.items(purpose).digest
    edits: list[Edit] = [*answers_to_write(standings, asked), *_edits(news)]
    edits += [Set(("pack",), digest, _TOP)] if news.words else []
    still = any(one["state"] == "open" for one in news.values) or any(
        one.state == "open" for i, one in enumerate(standings) if i not in news.off
    )
    if still is not (card.closed is None):
        edits.append(Set(("closed",), None if still else today))
    told = ", ".join(filter(None, (news.words, _answered(standings))))
    title = f"checklist {subject.ref}: refresh the {purpose} checklist" + (f", {told}" if told else "")
    trailers = (("Steward-Pack", digest),) if news.words else ()
    notes = (*_notes(news, card), *_answers(standings))
    return Proposal("checklist", (subject.ref,), title, {entry.file: tuple(edits)} if edits else {}, trailers=trailers,
                    notes=notes or ("nothing else applies now",))  # fmt: skip


def _answered(standings: list[Standing]) -> str:
    stale = [one for one in standings if one.stale and one.answer is not None]
    done = sum(one.state == "done" for one in stale)
    parts = [f"{amount(done, 'answer')} written"] if done else []
    parts += [f"{amount(len(stale) - done, 'item')} open again"] if len(stale) > done else []
    return ", ".join(parts)


def _answers(standings: list[Standing]) -> Iterator[str]:
    for one in standings:
        if one.stale and one.answer is not None:
            yield f"{one.item.id} is {'done' if one.state == 'done' else 'open again'}: {one.answer.evidence}"


def closing(entry: Entry[Checklist], asked: Asked, gates: Iterable[Gate] = ()) -> dict[str, tuple[Edit, ...]]:
    """What the move writes on its list: the registry's answers, so that it tells the story afterwards, and the day it
    was finished, where nobody closed it: its last two items were ticked on two branches, or the last are answers.

    Nothing while the gate `checklist` among the `gates` fails: what is open would be told twice.
    """
    if any(gate.name == "checklist" and gate.answer is Answer.FAILED for gate in gates):
        return {}
    standings = standing_of(entry.card, asked)
    edits: list[Edit] = list(answers_to_write(standings, asked))
    finished = all(one.state != "open" for one in standings)
    if finished is (entry.card.closed is None):
        edits.append(Set(("closed",), asked.today if finished else None))
    return {entry.file: tuple(edits)} if edits else {}


def _closed_late(entry: Entry[Checklist], asked: Asked) -> Proposal:
    ref, purpose = asked.card.ref, entry.card.purpose
    finished = entry.card.closed is None and all(item.state != "open" for item in entry.card.items)
    if not finished:
        state = getattr(asked.card, "stage", None) or getattr(asked.card, "status", "")
        raise Refused(
            f"{ref} is {state} already: nothing is added to {entry.file} any more",
            f"what is open on it can still be ticked: steward checklist {ref} --purpose {purpose}",
        )
    title = f"checklist {ref}: close the {purpose} checklist"
    edits: dict[str, tuple[Edit, ...]] = {entry.file: (Set(("closed",), asked.today),)}
    return Proposal("checklist", (ref,), title, edits, notes=("every item of it was done or skipped",))


def lacking(asked: Asked, checklist: Checklist) -> list[str]:
    """Gate items of the pack that surely apply and do not stand on a list, and those that stand there as no gates."""
    there = {item.id: item for item in checklist.items}
    chosen = choose(asked.registry, asked.card, checklist.purpose, asked.packs, asked.today)
    gates = [one for one in chosen if one.item.gate]
    return [one.item.id for one in gates if (not there[one.item.id].gate if one.item.id in there else not one.unknown)]


def _news(card: Checklist, chosen: list[Chosen], known: set[str], asked: Asked) -> _News:
    now = {one.item.id: one for one in chosen}
    there = {item.id for item in card.items}
    doubtful = {i: item for i, item in enumerate(card.items) if _is_doubtful(item) and item.id in known}
    doubts = {i: now[item.id].because for i, item in doubtful.items() if item.id in now}
    added = tuple(one for one in chosen if one.item.id not in there)
    return _News(
        added,
        tuple(item_value(one, asked) for one in added),
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
    yield from (Append(("items",), value) for value in news.values)


def _notes(news: _News, card: Checklist) -> Iterator[str]:
    yield from (f"{one.item.id}: {one.item.title}" for one in news.added)
    yield from (f"{card.items[i].id} is a gate, as its pack has it" for i in news.gates)
    yield from (f"{card.items[i].id} does not apply, as the cards say by now" for i in news.off)
    for i, because in news.doubts.items():
        yield f"{card.items[i].id}: {because or 'it applies, as the cards say by now'}"
