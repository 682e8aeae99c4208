"""list: which models, data sets and uses there are, filtered and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from modelsteward.domain.dates import Duration
from modelsteward.domain.registry import Broken, Entry, Registry
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.listable import COLUMNS, ENDED, HOME, NOUNS, ORIGINS, Item, KindName, Row, items, states
from modelsteward.usecases.naming import by_ref

SortName = Literal["ref", "stage", "owner", "ends", "review"]
Test = Callable[[Item], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """What to list, and in which order. What is empty or None filters nothing."""

    kind: KindName = "model"
    stages: tuple[str, ...] = ()
    owner: str | None = None
    origin: str | None = None
    use: str | None = None
    within: Duration | None = None
    everything: bool = False
    """Also what has ended."""
    sort: SortName | None = None
    reverse: bool = False
    own: bool = False
    """Only cards of this registry, none of those it includes."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows asked for, and what a reader must know to trust them."""

    kind: KindName
    rows: tuple[Row, ...]
    total: int
    """Readable cards of this kind, listed or not."""
    hidden: int
    """How many more would be listed if what has ended were shown."""
    unreadable: tuple[str, ...]
    """Files of this kind that could not be read, so that nobody takes the list for complete."""
    filters: dict[str, int]
    """What was asked for, in words like `owned by imaging`, and how many cards each lets through by itself."""
    today: date
    soon: date
    """Last day of the window: what ends by then, a reader should see at once."""
    unreadable_at: dict[str, int] = field(default_factory=dict)
    """How many of these files are in each registry, by its name and folder; ours has neither."""
    shared: bool = False
    """Whether cards of other registries are among them, so that each row says of which it is."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of its rows, in order."""
        return (*COLUMNS[self.kind], HOME) if self.shared else COLUMNS[self.kind]

    @property
    def over(self) -> tuple[str, ...]:
        """Which states are hidden unless asked for."""
        return ENDED[self.kind]

    @property
    def place(self) -> str:
        """Where they are."""
        return "this registry"

    @property
    def noun(self) -> str:
        """What its rows are called, one or several: as many as there are cards."""
        one, several, _ = NOUNS[self.kind]
        return one if self.total == 1 else several


def list_cards(registry: Registry, query: Query, today: date) -> Listing:
    """What the query asks for, in its order.

    Raises Refused for a stage, owner, origin or use that this registry does not know.
    """
    every = _marked(registry, query)
    tests = list(_tests(registry, query, every, today))
    found = [item for item in every if all(test(item) for _, test in tests)]
    shown = [item for item in found if query.everything or query.stages or item.state not in ENDED[query.kind]]
    unread = sorted(_unread(registry, query), key=lambda broken: broken.file)
    return Listing(
        query.kind,
        tuple(item.row for item in _sorted(shown, query, registry)),
        total=len(every),
        hidden=len(found) - len(shown),
        unreadable=tuple(broken.file for broken in unread),
        unreadable_at=Counter(_place(registry, broken) for broken in unread),
        filters={words: sum(map(test, every)) for words, test in tests},
        today=today,
        soon=(query.within or registry.policy.window).after(today),
        shared=_is_shared(registry, query),
    )


def _is_shared(registry: Registry, query: Query) -> bool:
    return bool(registry.guests.registries) and not query.own


def _marked(registry: Registry, query: Query) -> list[Item]:
    """Every card of the kind; where other registries are included, with the one it belongs to, None for ours."""
    every = list(items(registry, query.kind))
    if not registry.guests.registries:
        return every
    tables: dict[KindName, dict[str, Entry[Any]]] = {
        "model": {**registry.models}, "data": {**registry.datasets}, "use": {**registry.uses},
    }  # fmt: skip
    homes = {item.ref: tables[query.kind][item.ref].home for item in every}
    if query.own:
        return [item for item in every if not homes[item.ref]]
    for item in every:
        item.row[HOME] = homes[item.ref] or None
    return every


def _unread(registry: Registry, query: Query) -> Iterable[Broken]:
    """The files of the kind that somebody should mend, or look into by other means."""
    folder = {"model": "models/", "data": "datasets/", "use": "use-cases/"}[query.kind]
    there = (one for one in registry.broken if one.inside.startswith(folder))
    return (one for one in there if not one.unseen and not (query.own and one.home))


def _place(registry: Registry, broken: Broken) -> str:
    """Of which registry a file is, in words; ours needs none."""
    guest = registry.guests.at(broken.file)
    return f"{guest.name} ({guest.folder})" if guest else ""


def _tests(registry: Registry, query: Query, every: list[Item], today: date) -> Iterable[tuple[str, Test]]:
    """Each filter, in words and as a function."""
    word = NOUNS[query.kind][2]
    if wanted := query.stages:
        known = states(registry, query.kind)
        for stage in wanted:
            _known(stage, known, word, f"known here: {', '.join(known)}")
        prefix = "in stage" if query.kind == "model" else "with status"
        yield f"{prefix} {' or '.join(wanted)}", lambda item: item.state in wanted
    if owner := query.owner:
        teams = sorted({*registry.policy.teams, *(item.owner for item in every if item.owner)})
        _known(owner, teams, "owner", f"teams here: {', '.join(teams) or 'none'}")
        yield f"owned by {owner}", lambda item: item.owner == owner
    if origin := query.origin:
        if query.kind == "use":
            raise BadUsage("a use case has no origin", "leave --origin out, or list models or data sets")
        _known(origin, ORIGINS, "origin", f"known: {', '.join(ORIGINS)}")
        yield f"of origin {origin}", lambda item: item.origin == origin
    if query.use:
        yield _of_use(registry, query.kind, query.use)
    if query.within:
        last = query.within.after(today)
        words = "ending" if query.kind == "data" else "ending or due for review"
        over = ENDED[query.kind]
        yield f"{words} by {last}", lambda item: item.state not in over and (item.soonest or date.max) <= last


def _of_use(registry: Registry, kind: KindName, name: str) -> tuple[str, Test]:
    if kind == "use":
        raise BadUsage(
            "--use picks models or data sets by the use they serve", f"`steward show use:{name}` shows a use"
        )
    use = name.removeprefix("use:")
    known = [ref.removeprefix("use:") for ref in registry.uses]
    _known(use, known, "use case", "`steward list --kind use` lists them")
    verb = "serving" if kind == "model" else "behind"
    return f"{verb} {use}", lambda item: f"use:{use}" in item.uses


def _known(word: str, known: Iterable[str], what: str, hint: str) -> None:
    names = list(known)
    if word not in names:
        raise Refused(f"no {what} is called `{word}` here", did_you_mean(word, names) or hint)


def _sorted(rows: list[Item], query: Query, registry: Registry) -> list[Item]:
    """In the order asked for; ties by ref, and what has no date comes last either way round."""
    sort = query.sort or ("soonest" if query.within else "ref")
    order = {name: i for i, name in enumerate(states(registry, query.kind))}
    if sort == "review" and query.kind == "data":
        raise BadUsage("data sets have no review date to sort by", "sort by ref, stage, owner or ends")
    keys: dict[str, Callable[[Item], object]] = {
        "ref": lambda item: by_ref(item.ref),
        "stage": lambda item: order.get(item.state, len(order)),
        "owner": lambda item: item.owner,
        "ends": lambda item: item.ends,
        "review": lambda item: item.review_by,
        "soonest": lambda item: item.soonest,
    }
    key = keys[sort]
    ordered = sorted(rows, key=lambda item: by_ref(item.ref))
    known = [item for item in ordered if key(item) is not None]
    known.sort(key=key, reverse=query.reverse)  # type: ignore[arg-type]
    return known + [item for item in ordered if key(item) is None]
