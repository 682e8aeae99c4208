"""What a registry looks things up in. Each table is made when it is first asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from modelsteward.domain.unseen import Unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import Served, UseCaseCard
    from modelsteward.domain.entries import Broken, Entry

T = TypeVar("T")


class Filed(Generic[T]):
    """What follows from the files under each name: worked out for the name that is asked for, and no other."""

    def __init__(self, ask: Callable[[Any], T]) -> None:
        self._ask = ask

    def __getitem__(self, name: Any) -> T:
        return self._ask(name)

    def __contains__(self, name: Any) -> bool:
        return bool(self._ask(name))

    def get(self, name: Any, default: Any = None) -> Any:
        """What there is under a name; `default` where there is nothing."""
        return self._ask(name) or default


class Tables:
    """The files of a registry, by what they are called and by what they are found by."""

    def __init__(self, entries: tuple[Entry[CardModel], ...], broken: tuple[Broken, ...]) -> None:
        self.entries = entries
        self.broken = broken
        self.by_kind: dict[str, list[Entry[CardModel]]] = {}
        self._ranked = _ranked(entries, broken)
        for entry in self._ranked:
            self.by_kind.setdefault(entry.kind, []).append(entry)

    def of_kind(self, kind: str) -> list[Entry[CardModel]]:
        """Every entry of a kind."""
        return self.by_kind.get(kind, [])

    @cached_property
    def models(self) -> dict[str, Entry[ModelCard]]:
        """Model cards by ref."""
        return {e.ref: e for e in cast("list[Entry[ModelCard]]", self.of_kind("model"))}

    @cached_property
    def datasets(self) -> dict[str, Entry[DataSetCard]]:
        """Data set cards by ref."""
        return {e.ref: e for e in cast("list[Entry[DataSetCard]]", self.of_kind("dataset"))}

    @cached_property
    def uses(self) -> dict[str, Entry[UseCaseCard]]:
        """Use-case cards by ref."""
        return {e.ref: e for e in cast("list[Entry[UseCaseCard]]", self.of_kind("usecase"))}

    @cached_property
    def unreadable(self) -> dict[str, str]:
        """Files that could not be read, by what they should describe."""
        ours_last = sorted(self.broken, key=lambda broken: not broken.home)
        return {broken.ref: broken.file for broken in ours_last}

    @cached_property
    def by_ref(self) -> dict[str, list[Entry[CardModel]]]:
        """Cards by ref; more than one where a number was used twice."""
        table: dict[str, list[Entry[CardModel]]] = {}
        for kind in ("model", "dataset", "usecase"):
            for entry in self.of_kind(kind):
                table.setdefault(entry.ref, []).append(entry)
        return table

    def has(self, ref: str) -> bool:
        """Whether something is called `ref`, readable or not; or, as a data set's name alone, has a version."""
        is_version = ref.startswith("data:") and ref in self.homes
        return ref in self.by_ref or ref in self.unreadable or ref == "registry" or is_version

    @cached_property
    def _filed(self) -> dict[str, Entry[Any] | list[Entry[Any]]]:
        """Entries by their keys; most keys are those of one entry, which then stands without a list."""
        table: dict[str, Entry[Any] | list[Entry[Any]]] = {}
        for entry in self._ranked:
            for key in entry.keys:
                there = table.setdefault(key, entry)
                if isinstance(there, list):
                    there.append(entry)
                elif there is not entry:
                    table[key] = [there, entry]
        return table

    def filed(self, key: str) -> list[Entry[Any]]:
        """The entries with a key, in order of file; of guests first."""
        found = self._filed.get(key, [])
        return found if isinstance(found, list) else [found]

    @cached_property
    def built_upon(self) -> dict[str, tuple[str, ...]]:
        """The refs that something says it was made from, by their names; whether there is a card of them or not."""
        table: dict[str, list[str]] = {}
        for ref in self.named_by("builds on "):
            table.setdefault(ref.partition("@")[0], []).append(ref)
        return {name: tuple(sorted(refs)) for name, refs in table.items()}

    def named_by(self, relation: str) -> list[str]:
        """The names under which anything can be found by a relation, written with the space behind it."""
        return [key.removeprefix(relation) for key in self._filed if key.startswith(relation)]

    @cached_property
    def versions(self) -> dict[str, list[str]]:
        """The versions there are of each model and data set name, unreadable cards included; `[""]` for a use case."""
        table: dict[str, list[str]] = {}
        for ref in (*self.by_ref, *self.unreadable):
            name, _, version = ref.partition("@")
            if "/" not in name:  # a file that belongs nowhere is called by its path
                table.setdefault(name, []).append(version)
        return table

    @cached_property
    def unseen(self) -> Unseen:
        """What nobody looked into."""
        return Unseen(one.inside for one in self.broken if one.unseen)

    @cached_property
    def homes(self) -> dict[str, tuple[str, ...]]:
        """The registries in which there is something of each name; the empty one is our own."""
        table: dict[str, dict[str, None]] = {}
        named: list[Any] = [entry for kind in ("model", "dataset", "usecase") for entry in self.of_kind(kind)]
        for one in (*named, *self.broken):
            name = one.ref.partition("@")[0]
            if "/" not in name:
                table.setdefault(name, {})[one.home] = None
        return {name: tuple(homes) for name, homes in table.items()}


def _ranked(entries: tuple[Entry[CardModel], ...], broken: tuple[Broken, ...]) -> tuple[Entry[CardModel], ...]:
    """The entries so that of those that are called the same the last one counts: ours, else that of the nearest guest.

    A guest's card never stands in for one of ours that cannot be read.
    """
    theirs = [entry for entry in entries if entry.home]
    if not theirs:
        return entries
    ours = {one.ref for one in broken if not one.home}
    theirs = sorted((entry for entry in theirs if entry.ref not in ours), key=lambda entry: -entry.home.count("/"))
    return (*theirs, *(entry for entry in entries if not entry.home))


def of_each_ref(entries: Iterable[Entry[Any]]) -> Iterable[Entry[Any]]:
    """Of entries that are called the same the last."""
    return {entry.ref: entry for entry in entries}.values()


def served_now(entries: list[Entry[UseCaseCard]], ref: str) -> list[tuple[UseCaseCard, str]]:
    """The uses (not ended) and slots of which a version is champion, from those that name it."""
    cards = (entry.card for entry in of_each_ref(entries))
    return [(card, slot) for card in cards if card.status != "ended" for slot, it in card.serving.items() if it == ref]


def served_ever(entries: list[Entry[UseCaseCard]], ref: str) -> list[tuple[UseCaseCard, Served]]:
    """When a version served which use, from the uses that name it."""
    cards = (entry.card for entry in of_each_ref(entries))
    return [(card, spell) for card in cards for spell in card.served if spell.ref == ref]


def refs_of(entries: list[Entry[ModelCard]], digest: str) -> list[str]:
    """The refs of models, in order of file."""
    return [entry.ref for entry in of_each_ref(entries)]


def last_of(entries: list[Entry[Any]], named: str) -> Entry[Any] | None:
    """The facts that count where several files hold those of one model, or of one host."""
    return entries[-1] if entries else None
