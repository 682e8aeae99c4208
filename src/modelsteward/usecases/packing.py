"""The packs of duties of a registry: which there are, what is in them, and how copies differ from the package's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.duty_packs import (
    FOLDER,
    compare_duties,
    compare_heads,
    file_of,
    has_news,
    is_newer,
    origin,
    to_confirm,
)
from modelsteward.domain.merging import Compared, State
from modelsteward.domain.relations import DUTIES
from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty, DutyPack
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Entry, Registry


class Known(NamedTuple):
    """One pack by its name: ours, the package's, or both."""

    name: str
    ours: DutyPack | None
    file: str | None
    """Where ours lies."""
    theirs: DutyPack | None
    on: bool
    """Whether it counts here."""

    @property
    def counting(self) -> DutyPack:
        """The one that is read: ours takes the place of the package's."""
        pack = self.ours or self.theirs
        if pack is None:
            raise LookupError(f"neither side has a pack {self.name}")
        return pack

    @property
    def origin(self) -> str:
        """Where it comes from."""
        return origin(self.ours, self.theirs)


def known_packs(registry: Registry, packs: Packs) -> dict[str, Known]:
    """Every pack of duties there is, by name: the package's first."""
    entries: list[Entry[DutyPack]] = [entry for entry in registry.filed(DUTIES) if not entry.home]
    ours = {entry.card.name: entry for entry in entries}
    chosen = registry.policy.packs.duties
    return {name: _known(name, ours.get(name), packs, chosen) for name in (*packs.duties, *ours)}


def _known(name: str, entry: Entry[DutyPack] | None, packs: Packs, chosen: Iterable[str]) -> Known:
    theirs = packs.duties.get(name)
    on = name in chosen or theirs is None
    return Known(name, entry.card if entry else None, entry.file if entry else None, theirs, on)


def find_packs(registry: Registry, packs: Packs, names: Iterable[str]) -> list[Known]:
    """The packs that are meant, each once. Raises Refused for one that is not there, or that cannot be read."""
    known = known_packs(registry, packs)
    found = {}
    for name in names:
        if file_of(name) in registry.unreadable:
            raise Refused(f"{file_of(name)} cannot be read", f"`steward validate {file_of(name)}` says why")
        if name not in known:
            raise Refused(
                f"there is no pack of duties `{name}`", did_you_mean(name, known) or f"there are {one_of(known)}"
            )
        found[name] = known[name]
    return list(found.values())


class ListedPack(NamedTuple):
    """A pack as a list shows it."""

    name: str
    title: str
    on: bool
    origin: str
    duties: int
    to_confirm: int
    """Of these, how many were not read in the instrument's own text."""
    review_by: date
    news: bool | None
    """Whether steward brings another version than was copied; None where nothing was."""
    file: str | None
    pinned_with: str | None
    """The steward that it was copied with."""
    pinned_on: date | None


def list_packs(registry: Registry, packs: Packs) -> list[ListedPack]:
    """Every pack of duties there is."""
    return [_listed(one) for one in known_packs(registry, packs).values()]


def _listed(one: Known) -> ListedPack:
    pack = one.counting
    pinned = one.ours.pinned if one.ours else None
    news = has_news(one.ours, one.theirs) and not is_newer(one.ours) if one.ours and pinned and one.theirs else None
    return ListedPack(
        one.name, pack.title, one.on, one.origin, len(pack.duties), sum(map(to_confirm, pack.duties)), pack.review_by,
        news, one.file, pinned.steward if pinned else None, pinned.on if pinned else None,
    )  # fmt: skip


def unread_packs(registry: Registry) -> tuple[str, ...]:
    """The packs here that cannot be read."""
    return tuple(sorted(one.file for one in registry.unread() if one.file.startswith(f"{FOLDER}/") and not one.unseen))


class KeyDiff(NamedTuple):
    """One key in which a copy differs from the package."""

    key: str
    ours: Any
    """None where we do not have the key."""
    theirs: Any
    copied: Any
    """What was copied, where that can be told."""
    known: bool
    """Whether it can."""


class EntryDiff(NamedTuple):
    """One entry that is not the same on both sides."""

    id: str
    state: State
    is_head: bool
    """Whether it is a key that stands before the duties, such as `title`."""
    keys: tuple[KeyDiff, ...]


class PackDiff(NamedTuple):
    """What differs between a copy and the package's pack."""

    name: str
    origin: str
    file: str | None
    pinned_with: str | None
    pinned_on: date | None
    entries: tuple[EntryDiff, ...]


def diff_packs(registry: Registry, packs: Packs, names: Iterable[str] = ()) -> list[PackDiff]:
    """What differs between here and the package: of the packs that are named, else of all copies there are."""
    named = list(names)
    found = find_packs(registry, packs, named) if named else known_packs(registry, packs).values()
    return [_diff(one) for one in found if named or (one.ours and one.theirs)]


def _diff(one: Known) -> PackDiff:
    entries: list[EntryDiff] = []
    if one.ours and one.theirs:
        entries += _different(compare_heads(one.ours, one.theirs), is_head=True)
        entries += _different(compare_duties(one.ours, one.theirs), is_head=False)
    pinned = one.ours.pinned if one.ours else None
    return PackDiff(one.name, one.origin, one.file, pinned.steward if pinned else None, pinned.on if pinned else None,
                    tuple(entries))  # fmt: skip


def _different(compared: Iterable[Compared], *, is_head: bool) -> Iterator[EntryDiff]:
    for one in compared:
        if one.state is not State.SAME:
            yield EntryDiff(one.id, one.state, is_head, tuple(_keys(one)))


def _keys(one: Compared) -> Iterator[KeyDiff]:
    ours, theirs, copied = one.ours or {}, one.theirs or {}, one.copied
    known = copied is not None or one.state in (State.ADDED_HERE, State.ADDED_THERE)
    for key in one.differing:
        yield KeyDiff(key, ours.get(key), theirs.get(key), (copied or {}).get(key), known)


def show_packs(registry: Registry, packs: Packs, names: Iterable[str] = ()) -> list[tuple[Known, tuple[Duty, ...]]]:
    """The duties of the packs that are named, else of all that count."""
    named = list(names)
    found = find_packs(registry, packs, named) if named else known_packs(registry, packs).values()
    return [(one, one.counting.duties) for one in found if named or one.on]
