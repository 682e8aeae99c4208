"""The gist of a file: all that reading it, and looking at it alone, tells. What checks of a whole registry work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.findings import Path, Place
from modelsteward.domain.kinds import ref_at
from modelsteward.domain.relations import NAMED, keys_of_broken

if TYPE_CHECKING:
    from collections.abc import Mapping


class Seen(NamedTuple):
    """A problem with its place. How bad it is, and whether it is waived, is for others to say."""

    code: str
    message: str
    hint: str
    path: Path = ()
    at_key: bool = False
    span: tuple[int, int] | None = None
    place: Place = Place()


class Gist(NamedTuple):
    """What one file comes to. Made of plain values, so that it can be kept and sent to another process."""

    digest: bytes
    """SHA-256 of its bytes."""
    kind: str
    """Name of its kind; empty where it can't be read as a card."""
    ref: str
    """What it is called by its contents, or where those can't be read by its path."""
    keys: tuple[str, ...]
    """What others find it by."""
    beyond: tuple[str, ...]
    """Codes of the rules that must look at other files, or at the day, to judge it."""
    alone: tuple[Seen, ...]
    """What was found in it by itself: by the reader, or by the other rules."""
    looked: tuple[str, ...] = ()
    """The keys under which the rules in `beyond` looked."""
    around: tuple[Seen, ...] = ()
    """What those found."""


UNSEEN = b"not checked out"
"""Stands for the digest of a file that nobody looked into."""


def unseen(path: str) -> Gist:
    """What is known of a file that is not checked out: that it is there."""
    ref = ref_at(path)
    return Gist(UNSEEN, "", ref, keys_of_broken(ref), (), ())


_NONE = Gist(b"", "", "", (), (), ())


def plain(gist: Gist) -> tuple[Any, ...]:
    """A gist as tuples of builtin values."""
    alone, around = (tuple((*one[:-1], (*one.place,)) for one in seen) for seen in (gist.alone, gist.around))
    return (*gist[:5], alone, gist.looked, around)


def from_plain(values: tuple[Any, ...]) -> Gist:
    """The gist that `plain` made tuples of."""
    if not values[5] and not values[7]:  # as most are, and there are many
        return Gist(*values)
    digest, kind, ref, keys, beyond, alone, looked, around = values
    return Gist(digest, kind, ref, keys, beyond, tuple(map(_seen, alone)), looked, tuple(map(_seen, around)))


def _seen(values: tuple[Any, ...]) -> Seen:
    code, message, hint, path, at_key, span, place = values
    return Seen(code, message, hint, path, at_key, span, Place(*place))


def touched(gist: Gist) -> frozenset[str]:
    """The keys whose answer may be another one once this file is another one, came or went."""
    if not gist.kind:
        return frozenset((*gist.keys, gist.ref, "names", "broken"))
    return frozenset((*gist.keys, gist.ref, "names") if gist.kind in NAMED else gist.keys)


def concerned(before: Mapping[str, Gist], now: Mapping[str, Gist]) -> set[str]:
    """The files of which something else may be said than before: those affected, and those that a waiver is about which
    changed, came or went."""
    differ = {
        file for file in before.keys() | now.keys() if before.get(file, _NONE).digest != now.get(file, _NONE).digest
    }
    keys = {key for file in differ for gists in (before, now) for key in gists.get(file, _NONE).keys}
    waived = {key.removeprefix("waives ") for key in keys if key.startswith("waives ")}
    return affected(before, now) | {file for file, gist in now.items() if gist.ref in waived}


def affected(before: Mapping[str, Gist], now: Mapping[str, Gist]) -> set[str]:
    """The files that must be looked at again: those that are not what they were, and those that looked where one of
    them can be found, then or now.
    """
    differ = {file for file, gist in now.items() if file not in before or before[file].digest != gist.digest}
    gone = before.keys() - now.keys()
    was = [before[file] for file in (*differ, *gone) if file in before]
    keys = frozenset[str]().union(*map(touched, was), *(touched(now[file]) for file in differ))
    return differ | {file for file, gist in now.items() if not keys.isdisjoint(gist.looked)}
