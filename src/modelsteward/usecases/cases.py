"""Cases about data: opened with a legal clock, given more time where the law permits, decided, and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.clocks import Clock, clock_of, running
from modelsteward.domain.dates import Duration, ago
from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.matters import file_of, new_id
from modelsteward.usecases.naming import resolve
from modelsteward.usecases.tracing import Affected, affected

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case

KEYS = (
    "card", "id", "purpose", "data", "opened", "law", "due", "extensions", "decisions", "closed", "reached", "by",
    "closed_by", "extra",
)  # fmt: skip
"""The usual order of a case's keys."""


class Request(NamedTuple):
    """What a person says of a case."""

    purpose: str
    by: str
    received: date
    law: str | None = None
    due: date | None = None
    ident: str | None = None


class _Time(NamedTuple):
    """Until when there is time, and by which law."""

    law: str | None
    due: date | None
    notes: tuple[str, ...]


def plan_case(registry: Registry, data: Sequence[str], said: Request, today: date, packs: Packs,
              taken: Collection[str]) -> Proposal:  # fmt: skip
    """Open a case about some data. `taken` are the ids there are; the registry holds what the data reaches.

    Raises BadUsage for days that cannot be, Refused for data, laws and ids that cannot be meant.
    """
    if said.received > today:
        raise BadUsage(f"{said.received} is still to come", "--received is the day on which it was received")
    if said.due and said.due < said.received:
        raise BadUsage(f"it cannot be due on {said.due}, before it was received ({said.received})", "see --due")
    covered = tuple(dict.fromkeys(data))
    for text in covered:
        require_data(registry, text)
    reach = affected(registry, covered)
    time = _time(registry, reach, said, packs)
    ident = new_id("case", said.ident, taken, today, said.purpose, *covered, str(said.received), said.by)
    value: dict[str, Any] = {"card": "case/1", "id": ident, "purpose": said.purpose, "data": list(covered)}
    value |= {"opened": said.received}
    value |= {"law": time.law} if time.law else {}
    value |= {"due": time.due, "closed": None, "by": said.by}
    title = f"case {ident}: open, {said.purpose} of {_several(covered)}" + (f", due {time.due}" if time.due else "")
    notes = (*time.notes, *_reach_notes(ident, covered, reach))
    return Proposal("case", covered, title, new={file_of("case", ident): value},
                    trailers=(("Steward-Case", ident),), notes=notes)  # fmt: skip


def require_data(registry: Registry, text: str) -> None:
    """Raise Refused for what is no data set, nor a version of one, with what was probably meant."""
    if not text.startswith("data:"):
        near = f"data:{text}"
        meant = (
            f"did you mean `{near}`?"
            if registry.has(near)
            else "name it as data:appointments or data:appointments@2.1.0"
        )
        raise Refused(f"{shown(text)} is no data set", meant)
    if text not in registry.unreadable:
        resolve(registry, text)


def _several(data: Sequence[str]) -> str:
    return data[0] + (f" and {len(data) - 1} more" if len(data) > 1 else "")


# How much time there is.


def _time(registry: Registry, reach: Sequence[Affected], said: Request, packs: Packs) -> _Time:
    """The day a person names, else that of the law which is named, else the soonest of those that may apply."""
    places, silent = _places(registry, reach)
    if said.law is not None:
        clock = _clock(packs, said.law)
        return _by_clock(clock, said, ())
    laws = running(packs.clocks.values(), said.purpose, places, said.received)
    unsaid = (
        (f"{_named(silent)} {'does' if len(silent) == 1 else 'do'} not say where: other laws may apply",)
        if silent
        else ()
    )
    if laws:
        where = ", ".join(place for place in places if any(clock.covers(place) for clock in laws))
        others = [f"{clock.id} gives until {clock.due(said.received)}" for clock in laws[1:]]
        more = (f"{'; '.join(others)}: the soonest counts",) if others else ()
        return _by_clock(laws[0], said, (f"{laws[0].id}, for the data is used in {where}", *more, *unsaid))
    if said.due:
        return _Time(None, said.due, unsaid)
    why = "a court, an authority or a contract sets it" if said.purpose != "erasure" else _no_law(places, packs)
    return _Time(None, None, (f"no last day to answer is known: {why}; give it with --due DATE or --law LAW", *unsaid))


def _by_clock(clock: Clock, said: Request, notes: tuple[str, ...]) -> _Time:
    give = () if said.due else ("give the last day with --due DATE",)
    if said.purpose not in clock.purposes:
        return _Time(clock.id, said.due, (*notes, f"{clock.called}, sets no day for {said.purpose}", *give))
    latest = clock.due(said.received)
    if latest is None:
        what = f"{clock.title}, {clock.article}, sets no day. {clock.note}"
        return _Time(clock.id, said.due, (*notes, what, *give))
    if said.due and said.due > latest:
        raise Refused(
            f"{clock.called} gives until {latest}, and {said.due} is later",
            "leave --due out; `steward case extend ID --reason TEXT` takes more time where the law permits",
        )
    due = said.due or latest
    span = _in_words(clock.period)
    what = f"{clock.title}, {clock.article}: {span} from {said.received}, that is until {latest}. {clock.note}"
    return _Time(clock.id, due, (*notes, what))


def _in_words(span: Duration | None) -> str:
    """`1 month`, `45 days`."""
    parts = ((span.months, "month"), (span.days, "day")) if span else ()
    return " and ".join(amount(number, noun) for number, noun in parts if number)


def _clock(packs: Packs, law: str) -> Clock:
    if law in packs.clocks:
        return packs.clocks[law]
    hint = did_you_mean(law, packs.clocks) or f"those known are {one_of(packs.clocks)}; for others give --due DATE"
    raise Refused(f"no law is called {shown(law)} here", hint)


def _no_law(places: Collection[str], packs: Packs) -> str:
    where = ", ".join(places)
    none = [clock for clock in packs.clocks.values() if clock.period is None and any(map(clock.covers, places))]
    if not places:
        return "no use says where the data is used"
    return f"of the laws known here none gives a time in {where}" + "".join(
        f" ({clock.called}: {clock.note.rstrip('.')})" for clock in none
    )


def _places(registry: Registry, reach: Sequence[Affected]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where uses are that are served by what the data reaches; and the uses that do not say."""
    uses = {use.ref: use for one in reach for use, _ in registry.serves.get(one.ref, ())}
    places = dict.fromkeys(place for ref in sorted(uses) for place in uses[ref].jurisdictions)
    return tuple(places), tuple(ref for ref in sorted(uses) if not uses[ref].knows("jurisdictions"))


def _named(refs: Sequence[str], most: int = 3) -> str:
    some = ", ".join(refs[:most])
    return f"{some} and {len(refs) - most} more" if len(refs) > most else some


def _reach_notes(ident: str, covered: Sequence[str], reach: Sequence[Affected]) -> Iterator[str]:
    living = [one for one in reach if one.state not in ("destroyed", "unknown")]
    data, models = (sum(one.kind == kind for one in living) for kind in ("dataset", "model"))
    sure = sum(one.certainty == "surely" for one in living)
    yield (
        f"it reaches {amount(data, 'data set')} and {amount(models, 'model')}, {sure} surely and {len(living) - sure} "
        f"possibly; each is to be decided. All of them, and those of which nobody can tell: steward case show {ident}"
    )
    yield f"steward withdraw {' '.join(covered)} --reason TEXT --case {ident} keeps it from being used any more"


# More time.


def plan_extension(entry: Entry[Case], packs: Packs, today: date, by: str, reason: str | None,
                   until: date | None = None) -> Proposal:  # fmt: skip
    """Take more time to answer. Raises Refused where the law does not permit it, BadUsage where a word is lacking."""
    card = entry.card
    require_open(entry)
    if not reason or not reason.strip():
        raise BadUsage("more time is taken for a reason, and none is given", "say why with --reason 'TEXT'")
    last = _last_day(card, packs, today, until)
    extension = {"on": today, "was": card.due, "until": last, "reason": reason, "by": by}
    edits: tuple[Edit, ...] = (Set(("due",), last, KEYS), Append(("extensions",), extension, (KEYS,)))
    trailers = (("Steward-Case", card.id), ("Steward-Until", str(last)), ("Steward-Reason", reason))
    told = "whoever asked must be told of it, with the reason, before the old day is over"
    notes = (told,) if card.law and card.purpose == "erasure" else ()
    return Proposal("case", card.data, f"case {card.id}: extend, due {last}", {entry.file: edits}, trailers=trailers,
                    notes=notes)  # fmt: skip


def _last_day(card: Case, packs: Packs, today: date, until: date | None) -> date:
    clock = clock_of(packs.clocks, card.law, card.purpose)
    if clock is None or clock.period is None:
        if until is None:
            raise BadUsage("no law says how much longer it may take", "name the last day with --until DATE")
        if until < today or (card.due and until <= card.due):
            raise BadUsage(f"{until} is no later than {card.due or today}", "--until is a day further on")
        return until
    furthest = clock.furthest(card.opened)
    if clock.extension is None or furthest is None:
        raise Refused(f"{clock.called} permits no more time", "decide and answer by then")
    if card.extensions:
        raise Refused(
            f"{card.id} was extended already, until {card.extensions[-1].until}", f"{clock.id} permits it once"
        )
    due = card.due or clock.due(card.opened)
    if due and today > due:
        raise Refused(f"it was due on {due} ({ago(due, today)}): it is too late to take more time",
                      f"{clock.id} asks that it be said before; decide and answer at once")  # fmt: skip
    last = until or furthest
    if last > furthest or (due and last <= due):
        raise Refused(f"{clock.called} permits a day until {furthest}", f"{last} is not after {due} and by then")
    return last


def require_open(entry: Entry[Case]) -> None:
    """Raise Refused for a case that is closed."""
    card = entry.card
    if card.closed is not None:
        who = f" by {card.closed_by}" if card.closed_by else ""
        again = f"steward case open {card.purpose} --covers {card.data[0]} opens another"
        raise Refused(f"{card.id} was closed on {card.closed}{who}", again)
