"""Putting on file what a source says of vendors' models: one plan, in which nothing that was said before is lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.plan import Proposal
from modelsteward.domain.texts import amount
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.ids import file_of
from modelsteward.domain.vendors.saying import Key
from modelsteward.errors import Refused
from modelsteward.usecases.facts_file import observation_of, reading_of, value_of
from modelsteward.usecases.vendors.changes import Change, What, changes, living, names_of, vanished, within
from modelsteward.usecases.vendors.likely import USUAL, Limits, require_days, require_listed
from modelsteward.usecases.vendors.scope import Scope, wanted
from modelsteward.usecases.vendors.summary import notes_of, title_of
from modelsteward.usecases.vendors.sync_prices import new_prices

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import HostCard, VendorCard
    from modelsteward.domain.registry import Entry, Registry

OnFile = dict[tuple[str, str], "Entry[VendorCard]"]
"""Our own files of facts, by host and model."""
Placed = dict[tuple[str, str], tuple[Fact, ...]]
_MOST_NAMED = 20


class Update(NamedTuple):
    """What is to become of one model's file."""

    host: str
    model: str
    entry: Entry[VendorCard] | None
    changes: tuple[Change, ...]
    prices: tuple[dict[str, Any], ...]
    facts: tuple[Fact, ...]

    @property
    def ref(self) -> str:
        """`vendor:host/model`."""
        return f"vendor:{self.host}/{self.model}"


def plan_sync(registry: Registry, feed: Feed, today: date, scope: Scope, limits: Limits = USUAL) -> Proposal:
    """Add what a feed says to the files of vendors' models, where that is news.

    Raises Refused where it lists nothing, or where so much has vanished from it that it is more likely broken.
    """
    if not feed.facts:
        raise Refused(f"{feed.name} lists no model", "nothing was changed: see whether it is the right file, and whole")
    day = feed.read_on or today
    feed = _read_by(feed, day, today)
    on_file = _on_file(registry)
    placed = _placed(feed.facts, on_file)
    unread = {file for file in registry.unreadable.values() if file.startswith("vendors/")}
    meant = wanted(registry, feed, scope, set(placed), set(on_file)) & placed.keys()
    meant = {key for key in meant if key in on_file or file_of(*key) not in unread}
    if feed.prices_only:
        meant &= on_file.keys()  # a price alone is no reason for a file of what is said of an end
    updates = [_update(on_file.get(key), key, placed[key], day, feed) for key in sorted(meant)]
    if not (feed.partial or feed.prices_only):
        updates = _with_vanished(updates, _gone(placed, on_file, feed, day, limits), on_file)
    require_days(feed.name, updates, day, limits)
    news = [one for one in updates if one.changes or (one.prices and one.entry)]
    edits: dict[str, tuple[Edit, ...]] = {one.entry.file: _edits(one) for one in news if one.entry}
    taken = {one.file.lower() for one in registry.of_kind("vendor")}
    new = {_new_file(one, taken): _value(one, day) for one in news if not one.entry}
    kept = {one.host for one in updates} | {host for host, _ in on_file}
    for file, host_edits, value in _readings(registry, feed, day, kept):
        if value is None:
            edits[file] = host_edits
        elif file not in unread:
            new[file] = value
    refs = [one.ref for one in news]
    refs = refs if len(refs) <= _MOST_NAMED else sorted({f"vendor:{one.host}" for one in news})
    notes = (*_passed(unread), *notes_of(registry, feed, updates, today))
    trailers = (("Steward-Source", feed.name),)
    return Proposal("sync", tuple(refs), title_of(feed.name, news), edits, new, trailers=trailers, notes=notes)


def _read_by(feed: Feed, day: date, today: date) -> Feed:
    """What of a feed was read by today. Raises Refused where nothing was: nobody puts on file what is still to come."""
    facts = tuple(fact for fact in feed.facts if (fact.read_on or day) <= today)
    if not facts:
        raise Refused(f"{feed.name} was read after {today}", "see that the day is right (--today, --read-on)")
    later = len(feed.facts) - len(facts)
    odd = (f"{amount(later, 'fact')} read after {today} left out",) if later else ()
    return feed._replace(facts=facts, odd=(*odd, *feed.odd))


def _passed(unread: Iterable[str]) -> list[str]:
    """What a person should know of files that cannot be read: they stay as they are."""
    return [f"{file} cannot be read, so nothing is added to it: `steward validate` says why" for file in sorted(unread)]


def _on_file(registry: Registry) -> OnFile:
    entries: list[Entry[Any]] = registry.of_kind("vendor")
    return {(host_named(one.card.host), one.card.model): one for one in entries if not one.home}


def _placed(facts: Iterable[Fact], on_file: OnFile) -> Placed:
    """The facts by the file they belong to: the one that holds its model already, by whichever name, or a new one."""
    placed: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        name, full = names_of(fact)
        key = (fact.host, full) if (fact.host, full) in on_file else (fact.host, name)
        placed[key].append(fact)
    return {key: tuple(found) for key, found in placed.items()}


def _update(
    entry: Entry[VendorCard] | None, key: tuple[str, str], facts: tuple[Fact, ...], day: date, feed: Feed
) -> Update:
    card = entry.card if entry else None
    found = () if feed.prices_only else tuple(changes(card, facts, day))
    told = tuple(change.fact for change in found)
    prices = tuple(new_prices(card, [within(card, fact) for fact in facts], day))
    return Update(*key, entry, found, prices, told)


def _new_file(update: Update, taken: Container[str]) -> str:
    """Where a model's facts are to lie: not where somebody has filed another model under its name."""
    usual = file_of(update.host, update.model)
    return file_of(update.host, update.model, apart=True) if usual in taken else usual


def _value(update: Update, day: date) -> dict[str, Any]:
    """A new file."""
    value = value_of([fact._replace(price=None) for fact in update.facts], day)
    return value | ({"prices": list(update.prices)} if update.prices else {})


def _gone(
    placed: Placed, on_file: OnFile, feed: Feed, day: date, limits: Limits
) -> dict[tuple[str, str], tuple[Change, ...]]:
    """What has vanished, by file. Raises Refused where that is too much to be believed."""
    sources = {fact.source for fact in feed.facts}
    had: Counter[tuple[str, str]] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    gone: dict[tuple[str, str], tuple[Change, ...]] = {}
    for key, entry in on_file.items():
        known = [within(entry.card, fact) for fact in placed.get(key, ())]
        there = {source: {_key(fact) for fact in known if fact.source == source} for source in sources}
        missing = tuple(vanished(key[0], entry.card, there, day))
        for source in living(entry.card, day) & sources:
            had[source, key[0]] += 1
            lost[source, key[0]] += bool(missing) and not there[source]
        if missing:
            gone[key] = missing
    require_listed(feed, had, lost, limits)
    return gone


def _key(fact: Fact) -> Key:
    return fact.source, fact.snapshot, fact.region, fact.deployment_kind


def _with_vanished(
    updates: list[Update], gone: dict[tuple[str, str], tuple[Change, ...]], on_file: OnFile
) -> list[Update]:
    rest = dict(gone)
    heard = [one._replace(changes=(*one.changes, *rest.pop((one.host, one.model), ()))) for one in updates]
    return heard + [Update(*key, on_file[key], missing, (), ()) for key, missing in sorted(rest.items())]


def _edits(update: Update) -> tuple[Edit, ...]:
    words = [Append(("observations",), _word(change)) for change in update.changes]
    return (*words, *(Append(("prices",), price) for price in update.prices))


def _word(change: Change) -> dict[str, Any]:
    """An observation as the file is to have it."""
    word = observation_of(change.fact, change.day)
    if change.what is What.VANISHED:
        word["listed"] = False
    return word


def _readings(
    registry: Registry, feed: Feed, day: date, kept: set[str]
) -> Iterator[tuple[str, tuple[Edit, ...], dict[str, Any] | None]]:
    """That the feed's sources were read, for each host that has facts on file or gets some."""
    heard: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in feed.facts if not feed.prices_only else ():
        if fact.host in kept:
            heard[fact.host][fact.source].append(fact)
    for host, by_source in sorted(heard.items()):
        read = [reading_of(source, facts, day) for source, facts in sorted(by_source.items())]
        entry = _host_entry(registry, host)
        if entry is None:
            yield f"vendors/{host}.yaml", (), {"card": "host/1", "host": host, "readings": read}
        elif edits := tuple(_host_edits(entry.card, read)):
            yield entry.file, edits, None


def _host_entry(registry: Registry, host: str) -> Entry[HostCard] | None:
    entries: list[Entry[Any]] = registry.of_kind("host")
    return next((one for one in entries if not one.home and host_named(one.card.host) == host), None)


def _host_edits(card: HostCard, read: list[dict[str, Any]]) -> Iterator[Edit]:
    places = {one.source: (at, one) for at, one in enumerate(card.readings)}
    for new in read:
        if new["source"] not in places:
            yield Append(("readings",), new)
            continue
        at, old = places[new["source"]]
        if new["read_on"] >= old.read_on:
            for name in ("read_on", "as_of", "models"):
                if name in new and new[name] != getattr(old, name):
                    yield Set(("readings", at, name), new[name])
