"""The registries that a registry includes, surveyed by their own policies and laid beside its own files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.entries import Broken, Entry
from modelsteward.domain.gist import Gist
from modelsteward.domain.guests import Guest, GuestBroken, GuestEntry, seen_as
from modelsteward.domain.kinds import REGISTRY
from modelsteward.domain.progress import Tell, nobody
from modelsteward.domain.registry import Registry
from modelsteward.store.files import WorkTree
from modelsteward.store.guests import invite
from modelsteward.store.looking import look_at
from modelsteward.store.survey import Lodged, Survey, survey

if TYPE_CHECKING:
    from modelsteward.store.index import Index

_AGAIN = 5
"""How often to read anew because somebody committed meanwhile."""


def with_guests(files: WorkTree, index: Index, found: Survey, tell: Tell = nobody) -> Survey:
    """A survey with the registries that this one includes."""
    if not found.registry.policy.include:
        return found
    lodged = _lodge(files, index, found, tell)
    own = found.registry
    entries = (*own.entries, *(one for one in lodged.files if isinstance(one, Entry)))
    broken = (*own.broken, *(one for one in lodged.files if isinstance(one, Broken)))
    return found._replace(
        registry=Registry(own.policy, entries, broken, lodged.guests),
        gists={**found.gists, **lodged.gists},
        lodged=lodged,
    )


class _Theirs(NamedTuple):
    """A guest's survey, and the digest of all that lay there."""

    survey: Survey
    sign: str


def _lodge(files: WorkTree, index: Index, found: Survey, tell: Tell) -> Lodged:
    invited = invite(files, found.registry.policy)
    files_there: list[Entry[Any] | Broken] = []
    gists: dict[str, Gist] = {}
    signs: list[tuple[str, str]] = []
    key: list[object] = [invited.missing, invited.unseen]
    for guest, there, _ in invited.seats:
        if isinstance(there, WorkTree):
            theirs = _survey(there, index.of(there), tell)
            files_there += _as_guests(theirs.survey.registry.texts, guest)
            gists |= {f"{guest.prefix}{file}": _told(file, gist, guest) for file, gist in theirs.survey.gists.items()}
            gists.pop(f"{guest.prefix}{REGISTRY.path}")
            signs.append((guest.prefix, theirs.sign))
            key.append((guest.name, guest.prefix, theirs.survey.policy))
    digest = sha256(json.dumps(key).encode()).hexdigest()
    return Lodged(invited.guests, tuple(files_there), gists, digest, invited.ways, tuple(signs), invited.seats)


def _survey(files: WorkTree, index: Index, tell: Tell) -> _Theirs:
    """A guest as it is while no move begins or ends there."""
    for _ in range(_AGAIN):
        look = look_at(files, index, tell)
        found = survey(files, index, look, judges=False, tell=tell)
        if not files.passed():
            break
        files.moving.look()
    return _Theirs(found, look.sign({path: gist.digest for path, gist in found.gists.items()}))


def _as_guests(files: Iterable[Entry[Any] | Broken], guest: Guest) -> Iterable[Entry[Any] | Broken]:
    for file in files:
        if isinstance(file, Broken):
            yield GuestBroken(file, guest)
        elif file.file != REGISTRY.path:
            yield GuestEntry(file, guest)


def _told(file: str, gist: Gist, guest: Guest) -> Gist:
    """What others may rest on."""
    return Gist(gist.digest, gist.kind, seen_as(gist.ref, file, guest.prefix), gist.keys, (), ())


def are_as_before(
    files: WorkTree, index: Index, ways: Iterable[tuple[str, str]], signs: Iterable[tuple[str, str]]
) -> bool:
    """Whether every way still leads to where it led, and nothing there is another than it was."""
    if any(os.path.realpath(Path(files.root, path)) != real for path, real in ways):
        return False
    for prefix, sign in signs:
        there = files.neighbour(prefix)[1]
        look = look_at(there, index.of(there))
        if look.sign(look.digests) != sign or there.passed():
            return False
    return True
