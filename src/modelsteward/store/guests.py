"""Which registries a registry includes: `include` in steward.yaml is followed, theirs too, each registry once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.guests import NOBODY, Guest, Guests, Missing
from modelsteward.domain.kinds import FOLDERS, path_of
from modelsteward.domain.suggest import shown
from modelsteward.errors import NoRegistry
from modelsteward.store.files import Files
from modelsteward.store.policy import POLICY_FILE, BrokenPolicy, PolicyNotCheckedOut, read_policy

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard


class Seat(NamedTuple):
    """A guest, and where its files come from."""

    guest: Guest
    files: Files
    text: str
    """Its steward.yaml."""


class Invited(NamedTuple):
    """What came of following every `include`."""

    seats: tuple[Seat, ...] = ()
    missing: tuple[Missing, ...] = ()
    unseen: tuple[str, ...] = ()
    """The folders that are not checked out."""
    ways: tuple[tuple[str, str], ...] = ()
    """Each path that was followed, from our registry, and the folder it leads to in truth; none where it leads to no
    registry, and may lead to one by the next run."""

    @property
    def guests(self) -> Guests:
        """The same without where anything lies."""
        return Guests(tuple(seat.guest for seat in self.seats), self.missing, self.unseen)


def invite(files: Files, policy: RegistryCard) -> Invited:
    """Follow what a registry includes, the nearest first.

    Where one of ours leads to no registry that is told; where one of a guest's does, that is told at its home.
    """
    seats: list[Seat] = []
    missing: list[Missing] = []
    unseen: list[str] = []
    ways: list[tuple[str, str]] = []
    known = {files.neighbour(".")[0]}
    queue = deque(("", "", key, path) for key, path in policy.include.items())
    while queue:
        name, prefix, key, written = queue.popleft()
        came = _come(files, written, prefix)
        if not isinstance(came, _Came):
            led = normpath(f"{prefix}{written}")
            missing += [came._replace(key=key)] if came and not name else []
            unseen += [] if came else [led]
            ways.append((led, ""))
            continue
        path, real, there, card, text = came
        ways.append((path, real))
        if real not in known:
            known.add(real)
            called = f"{name}/{key}" if name else key
            seats.append(Seat(Guest(called, f"{path}/", card), there, text))
            queue.extend((called, f"{path}/", inner, further) for inner, further in card.include.items())
    return Invited(tuple(seats), tuple(missing), tuple(dict.fromkeys(unseen)), tuple(ways))


class _Came(NamedTuple):
    """Where an `include` leads."""

    path: str
    real: str
    files: Files
    card: RegistryCard
    text: str


def _come(files: Files, written: str, prefix: str) -> _Came | Missing | None:
    """What an `include` leads to, None for what is not checked out; the paths of a guest's begin where that lies."""
    if PurePosixPath(written).is_absolute() or PureWindowsPath(written).anchor or not written.isprintable():
        return Missing(
            "", f"{shown(written)} is no relative path", "name the folder from this one, as ../other/registry"
        )
    path = normpath(f"{prefix}{written}")
    if path.partition("/")[0] in FOLDERS:
        return Missing("", f"{path} lies where our own cards are read", "put the other registry beside them")
    real, there = files.neighbour(path)
    submodule = (
        "see that the path is right; where it is a submodule, in the folder of this registry:"
        f" git submodule update --init {path}"
    )
    if not there.exists(POLICY_FILE):
        return Missing("", f"there is no registry at {path}: no steward.yaml", submodule)
    try:
        return _Came(path, real, there, *read_policy(there))
    except PolicyNotCheckedOut:
        return None
    except BrokenPolicy:
        hint = "see what `steward check` says of it in that folder"
        return Missing("", f"the steward.yaml of the registry at {path} cannot be read", hint)
    except NoRegistry as error:
        return Missing("", f"the registry at {path} cannot be read: {error.message}", error.hint)


class Placed(NamedTuple):
    """Where a path leads: to which files, and which of them; in a guest's registry, or (None) in ours."""

    files: Files
    inner: str
    stages: tuple[str, ...]
    guest: Guest | None


class Party:
    """A registry's files and those of all it includes, under the paths that lead there from ours.

    Guests are looked for when something is sought that is not ours.
    """

    def __init__(self, files: Files, policy: RegistryCard) -> None:
        self.files = files
        self._policy = policy
        self._seats: tuple[Seat, ...] | None = None
        self.guests = NOBODY
        """The guests, as far as they were asked for."""

    def seats(self) -> tuple[Seat, ...]:
        """All guests; those whose folders lie deeper first."""
        if self._seats is None:
            invited = invite(self.files, self._policy) if self._policy.include else Invited()
            self.guests = invited.guests
            self._seats = tuple(sorted(invited.seats, key=lambda seat: -len(seat.guest.prefix)))
        return self._seats

    def place(self, path: str) -> Placed:
        """Where a path leads: to the guest whose folder is the nearest above, or to us."""
        for seat in self._seats or ():
            if path.startswith(seat.guest.prefix):
                inner = path.removeprefix(seat.guest.prefix)
                return Placed(seat.files, inner, seat.guest.policy.stage_names(), seat.guest)
        return Placed(self.files, path, self._policy.stage_names(), None)

    def find(self, ref: str) -> Iterator[str]:
        """The file of a ref: ours, else those of guests; of a data set's name alone those of all its versions."""
        if ref.startswith("data:") and "@" not in ref:
            yield from self._versions(f"datasets/{ref.removeprefix('data:')}/")
            return
        path = path_of(ref)
        if path is None or path == POLICY_FILE:
            return
        if self.files.exists(path):
            yield path
        else:
            yield from (f"{seat.guest.prefix}{path}" for seat in self.seats() if seat.files.exists(path))

    def _versions(self, folder: str) -> Iterator[str]:
        """The cards in a folder, ours and those of guests."""
        places = [("", self.files), *((seat.guest.prefix, seat.files) for seat in self.seats())]
        for prefix, files in places:
            yield from (f"{prefix}{path}" for path in sorted(files.beside(folder)) if path.endswith(".yaml"))

    def moves(self) -> bool:
        """Whether a guest's files were changed by a command while they were read."""
        return any(seat.files.passed() for seat in self._seats or ())
