"""Registries that a registry includes: whose cards stand beside its own, and are judged at home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.entries import Broken, Entry

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard


class Guest(NamedTuple):
    """A registry that is included, by us or by one that we include."""

    name: str
    """What we call it: our key under `include`; one that a guest includes, by both keys, as `imaging/scans`."""
    prefix: str
    """What leads to its folder from ours, with a slash behind."""
    policy: RegistryCard

    @property
    def folder(self) -> str:
        """Its folder, seen from ours."""
        return self.prefix.rstrip("/")


class Missing(NamedTuple):
    """An `include` of ours that leads to no registry."""

    key: str
    message: str
    hint: str

    @property
    def said(self) -> str:
        """That it was not read, and why: for whoever looks for what may be in it."""
        return f"the registry {self.key} could not be read: {self.message}"


class Guests(NamedTuple):
    """All that a registry includes."""

    registries: tuple[Guest, ...] = ()
    """The nearest first."""
    missing: tuple[Missing, ...] = ()
    unseen: tuple[str, ...] = ()
    """The folders of those that are not checked out, of which nobody knows what they hold or include."""

    def at(self, file: str) -> Guest | None:
        """The registry in which a file lies, by its path from ours; None for a file of ours."""
        return max((one for one in self.registries if file.startswith(one.prefix)), key=_depth, default=None)

    def called(self, name: str) -> Guest:
        """The registry of a name."""
        return next(one for one in self.registries if one.name == name)


NOBODY = Guests()


def _depth(guest: Guest) -> int:
    return len(guest.prefix)


def seen_as(ref: str, file: str, prefix: str) -> str:
    """What a guest's file is called here: records and state files are called by their paths, which lead there."""
    return f"{prefix}{ref}" if file in (ref, f"{ref}.yaml") else ref


class _Theirs:
    """A guest's file, by its path from our registry."""

    __slots__ = ()
    _file: Entry[Any] | Broken
    _guest: Guest

    @property
    def home(self) -> str:
        """What we call the registry it belongs to."""
        return self._guest.name

    @property
    def inside(self) -> str:
        """Its path within its own registry."""
        return self._file.file

    @property
    def text(self) -> str:
        """As it is written, as far as it could be decoded."""
        return self._file.text

    @property
    def keys(self) -> tuple[str, ...]:
        """What others find it by."""
        return self._file.keys


class GuestEntry(_Theirs, Entry[Any]):
    """The same with the card read from it."""

    __slots__ = ("_file", "_guest")

    def __init__(self, entry: Entry[Any], guest: Guest) -> None:
        self.file, self.kind = f"{guest.prefix}{entry.file}", entry.kind
        self.ref = seen_as(entry.ref, entry.file, guest.prefix)
        self._file: Entry[Any] = entry
        self._guest = guest

    @property
    def card(self) -> Any:
        """What it says."""
        return self._file.card


class GuestBroken(_Theirs, Broken):
    """The same of a file that could not be read as a card."""

    __slots__ = ("_file", "_guest")

    def __init__(self, broken: Broken, guest: Guest) -> None:
        self.file = f"{guest.prefix}{broken.file}"
        self.ref = seen_as(broken.ref, broken.file, guest.prefix)
        self.unseen = broken.unseen
        self._file = broken
        self._guest = guest
