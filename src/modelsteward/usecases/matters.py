"""What incidents, cases and holds share: their ids, and finding the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import Any

from modelsteward.domain.cards.base import NAME
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import closest, one_of, shown
from modelsteward.errors import BadUsage, Refused

_PREFIX = {"incident": "inc", "case": "case", "hold": "hold"}
_FOLDER = {"incident": "incidents", "case": "cases", "hold": "holds"}
_DIGITS = 6
_LONGEST = 100
_MOST_TOLD = 5


def file_of(kind: str, ident: str) -> str:
    """Where an incident, a case or a hold lies in the registry."""
    return f"{_FOLDER[kind]}/{ident}.yaml"


def ids_of(kind: str, paths: Collection[str]) -> frozenset[str]:
    """The ids that the files of a kind have, by their names."""
    folder = f"{_FOLDER[kind]}/"
    return frozenset(path.removeprefix(folder).removesuffix(".yaml") for path in paths if path.startswith(folder))


def unread(registry: Registry, kind: str) -> tuple[str, ...]:
    """The files of a kind that cannot be read: what is in them may be open, and is in no list."""
    folder = f"{_FOLDER[kind]}/"
    return tuple(sorted(one.file for one in registry.unread() if one.inside.startswith(folder) and not one.unseen))


def new_id(kind: str, asked: str | None, taken: Collection[str], today: date, *parts: str) -> str:
    """The id that is asked for, or one that tells nothing: the year, and a digest of what is opened by whom.

    A digest and no running number: two people who open two things on two branches get two files, and a merge can lose
    neither. Raises BadUsage for what is no id, Refused for one that is taken.
    """
    if asked is not None:
        require_id(asked)
        if asked in taken:
            raise Refused(f"there is {a(kind)} {asked} already: {file_of(kind, asked)}", "choose another --id")
        return asked
    for turn in range(len(taken) + 1):
        text = "\n".join((kind, today.isoformat(), *parts, *((str(turn),) if turn else ())))
        ident = f"{_PREFIX[kind]}-{today.year}-{sha256(text.encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}"
        if ident not in taken:
            return ident
    raise Refused(f"no id is free for another {kind}", "give it one with --id")


def require_id(ident: str) -> None:
    """Raise BadUsage for what can be no id."""
    if len(ident) > _LONGEST or not re.fullmatch(NAME[1:-1], ident, re.ASCII):
        hint = "an id is made of lower-case letters, digits, and single `.`, `_` or `-` between them"
        raise BadUsage(f"{shown(ident)} is no id", hint)


def the_matter(registry: Registry, kind: str, ident: str, known: Collection[str]) -> Entry[Any]:
    """The incident or case of ours that is called so; `known` are the ids there are. Raises Refused."""
    entry = any_matter(registry, kind, ident, known)
    if entry.home:
        guest = registry.guests.called(entry.home)
        where = f"the registry {guest.name} ({guest.folder})"
        raise Refused(
            f"{ident} is {a(kind)} of {where}", f"type the same in that folder: its own {kind}s are changed there"
        )
    return entry


def any_matter(registry: Registry, kind: str, ident: str, known: Collection[str]) -> Entry[Any]:
    """The same, be it one of a registry that is included; ours comes first. Raises Refused where there is none."""
    require_id(ident)
    found = [entry for entry in registry.of_kind(kind) if entry.card.id == ident]  # type: ignore[attr-defined]
    if found:
        return min(found, key=lambda entry: bool(entry.home))
    if file := registry.unreadable.get(file_of(kind, ident)):
        raise Refused(f"{ident} cannot be read", f"`steward validate {file}` says what is wrong with it")
    near = closest(ident, known)
    some = one_of(sorted(known)[:_MOST_TOLD])
    more = f"`steward {kind} list --all` shows them all"
    hint = f"did you mean `{near}`?" if near else f"there is {some}; {more}" if known else "none was opened yet"
    raise Refused(f"there is no {kind} {ident} here", hint)


def a(kind: str) -> str:
    """`an incident`, `a case`."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
