"""What a sync brought, in words: what is new, moved, vanished, back, and contradicted, ours first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount, listed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.joining import names_of
from modelsteward.usecases.vendors.changes import Change, What, last_words, said

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation, VendorCard
    from modelsteward.domain.registry import Entry, Registry
    from modelsteward.domain.vendors.feeds import Fact, Feed

_MOST_LINES = 20
_MOST_ODD = 3


class Updated(Protocol):
    """What is to become of one model's file, as far as it is told."""

    @property
    def host(self) -> str:
        """Its host's one name."""

    @property
    def model(self) -> str:
        """The vendor's name for it."""

    @property
    def entry(self) -> Entry[VendorCard] | None:
        """Its file; None for a new one."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The words to be put on file."""

    @property
    def prices(self) -> tuple[dict[str, Any], ...]:
        """The prices to be put on file."""


class Counts(NamedTuple):
    """How many models a sync brought what news of."""

    new: int
    announced: int
    moved: int
    changed: int
    vanished: int
    back: int
    priced: int
    """On file already, and of which another price is told than the last, or the first one."""
    contradicted: int

    def __str__(self) -> str:
        """`3 new, 1 moved`; what there is none of is left out."""
        told = [f"{number} {name}" for name, number in self._asdict().items() if number]
        return ", ".join(told) or "nothing new"


class Clash(NamedTuple):
    """Sources that give different ends for one snapshot."""

    snapshot: str | None
    ends: tuple[tuple[str, date], ...]
    """Each source with its day, the earliest first."""


def counts(updates: Iterable[Updated]) -> Counts:
    """Count models by what is new of them; one may count more than once."""
    found: Counter[str] = Counter()
    for one in updates:
        found.update({change.what.value for change in one.changes})
        found["priced"] += bool(one.prices and one.entry)
        found["contradicted"] += bool(clashes(one))
    return Counts(*(found[name] for name in Counts._fields))


def title_of(name: str, updates: Iterable[Updated]) -> str:
    """The commit's subject."""
    return f"sync vendors' facts from {name}: {counts(updates)}"


def notes_of(registry: Registry, feed: Feed, updates: Sequence[Updated], today: date) -> tuple[str, ...]:
    """What a person should read of it."""
    ours = _ours(registry)
    lines: list[tuple[bool, int, str]] = []
    for one in updates:
        refs = ours.get((one.host, one.model), ())
        tail = f" ({listed(refs)})" if refs else ""
        lines += [(not refs, rank, f"{line}{tail}") for rank, line in _lines(one, today)]
    lines.sort(key=lambda line: line[:2])
    told = [line for _, _, line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        told.append(f"and {amount(len(lines) - _MOST_LINES, 'line')} more: --format json has every change")
    odd = list(feed.odd[:_MOST_ODD])
    if len(feed.odd) > _MOST_ODD:
        odd.append(f"and {len(feed.odd) - _MOST_ODD} more that could not be taken as it stands")
    looked = f"{amount(len(updates), 'model')} looked at: {counts(updates)}"
    if not updates:
        looked = "none of the models it lists is on file or named by a card of ours: --host HOST keeps all of a host's"
    return (*told, *(f"in the source: {line}" for line in odd), looked)


def _ours(registry: Registry) -> dict[tuple[str, str], list[str]]:
    """The versions of ours behind which a vendor's model stands, by every name it may be filed under."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in registry.models.values():
        source = entry.card.source
        if source and source.host and source.model and entry.card.stage not in ENDED_STAGES:
            uses = sorted({use.ref for use, _ in registry.serves.get(entry.ref, ())})
            text = f"{entry.ref}, serving {listed(uses)}" if uses else entry.ref
            for model in dict.fromkeys(model for model, _ in names_of(source.model, source.snapshot)):
                found[host_named(source.host), model].append(text)
    return found


_RANKS = (What.MOVED, What.ANNOUNCED, What.VANISHED, What.BACK, What.NEW, What.CHANGED)
"""What is worth reading first."""
_PAST = len(_RANKS)


def _lines(one: Updated, today: date) -> Iterator[tuple[int, str]]:
    """What is to be told of a model, each with its rank; the lowest is to be read first."""
    for clash in clashes(one):
        told = ", ".join(f"{day} says {source}" for source, day in clash.ends)
        where = f" ({clash.snapshot})" if clash.snapshot else ""
        yield 0, f"{one.host}/{one.model}{where}: sources disagree: {told}; the earliest counts"
    for change in one.changes:
        if text := _told(change, today):
            over = change.what is What.NEW and change.fact.ends is not None and change.fact.ends < today
            yield _PAST if over else _RANKS.index(change.what), f"{_name(one, change.fact)}: {text}"


def _name(one: Updated, fact: Fact) -> str:
    where = ", ".join(filter(None, (fact.snapshot, fact.region, fact.deployment_kind)))
    return f"{one.host}/{one.model}" + (f" ({where})" if where else "")


def _told(change: Change, today: date) -> str:
    fact, before = change.fact, change.before
    match change.what:
        case What.NEW:
            return _first(fact, today)
        case What.ANNOUNCED:
            return f"{_days(fact)}, says {fact.source}, which named no day before"
        case What.MOVED if before is not None:
            return f"{_move(before, fact)}, says {fact.source}"
        case What.VANISHED if before is not None:
            return f"{fact.source} lists it no more; it last said {_days(before) or 'no day'} ({before.read_on})"
        case What.BACK:
            return f"{fact.source} lists it again{', and says ' + _days(fact) if _days(fact) else ''}"
        case What.CHANGED if before is not None:
            return f"{_differences(before, fact)}, says {fact.source}"
    return ""


def _first(fact: Fact, today: date) -> str:
    """Only ends that are told for the first time are worth a line: a new name is counted."""
    if fact.ends is None:
        return ""
    return f"{'ended' if fact.ends < today else 'ends'} {fact.ends}, says {fact.source}"


def _days(word: Fact | Observation) -> str:
    ends = f"ends {word.ends}" if word.ends else ""
    return ", ".join(filter(None, (ends, f"not before {word.not_before}" if word.not_before else "")))


def _move(before: Observation, fact: Fact) -> str:
    if before.ends and fact.ends:
        days = (fact.ends - before.ends).days
        way = f"{amount(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
        return f"ends {fact.ends}, {way} than it said before ({before.ends})"
    return f"{_days(fact) or 'no end any more'}, where it said {_days(before) or 'no end'} before"


def _differences(before: Observation, fact: Fact) -> str:
    old, new = said(before), said(fact)
    names = [name for name in new if old[name] != new[name]]
    return "; ".join(f"{name.replace('_', ' ')} {_word(old[name])} -> {_word(new[name])}" for name in names)


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "unknown" if value is None else str(value)


def clashes(one: Updated) -> list[Clash]:
    """Where sources disagree now and did not before in this way."""
    before = _ends(last_words(one.entry.card).values() if one.entry else ())
    after = {snapshot: dict(by_source) for snapshot, by_source in before.items()}
    for change in one.changes:
        fact = change.fact
        if not fact.region and not fact.deployment_kind:
            by_source = after.setdefault(fact.snapshot, {})
            by_source.pop(fact.source, None)
            if fact.ends:
                by_source[fact.source] = fact.ends
    return [
        Clash(snapshot, tuple(sorted(by_source.items(), key=lambda end: (end[1], end[0]))))
        for snapshot, by_source in sorted(after.items(), key=lambda item: item[0] or "")
        if len(set(by_source.values())) > 1 and by_source != before.get(snapshot)
    ]


def _ends(words: Iterable[Observation]) -> dict[str | None, dict[str, date]]:
    found: dict[str | None, dict[str, date]] = defaultdict(dict)
    for seen in words:
        if seen.ends and seen.listed is not False and not seen.region and not seen.deployment_kind:
            found[seen.snapshot][seen.source] = seen.ends
    return found
