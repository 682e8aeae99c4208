"""Pinning packs of duties, and taking over into a copy what the package has newer: a merge of three sides, by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.about import VERSION
from modelsteward.domain.duty_packs import (
    compare_duties,
    compare_heads,
    counted_duties,
    digests,
    duty_values,
    file_of,
    head_values,
    is_newer,
    twice,
)
from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.domain.merging import Compared, State, digest_of, takes_theirs
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.packing import Known, find_packs, known_packs

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import DutyPack
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Registry

Copy = Callable[[str, Mapping[str, Any]], str]
"""Makes the text of a copy: of the package's pack of a name, with what `pinned` is to say."""


class Choice(NamedTuple):
    """What a person decided where both sides changed an entry."""

    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    def of(self, name: str) -> str | None:
        """`ours`, `theirs`, or None where nothing was decided."""
        return "ours" if name in self.ours else "theirs" if name in self.theirs else None


class _Merged(NamedTuple):
    """What is to become of one copy."""

    known: Known
    edits: tuple[Edit, ...]
    gates: tuple[Gate, ...]
    notes: tuple[str, ...]
    ids: tuple[str, ...]
    """What may be decided about: the ids of its entries, and keys before them."""


def plan_update(
    registry: Registry, packs: Packs, names: Iterable[str], today: date, copy: Copy, choice: Choice
) -> Proposal:
    """Pin the packs that are named and have no copy here, and bring copies up to date: those named, else all.

    Where only the package changed an entry it is taken over; what only we changed stays; where both did, the plan is
    refused until somebody decides. Raises Refused for a pack that is not there, or was copied by a later steward.
    """
    if both := set(choice.ours) & set(choice.theirs):
        raise BadUsage(f"{min(both)} is named by --ours and by --theirs", "name it with one of them")
    meant = find_packs(registry, packs, list(names) or _copies(registry, packs))
    pins = [one for one in meant if one.ours is None and one.theirs]
    merged = [_merged(one, choice, today) for one in meant if one.ours and one.theirs]
    _require_known(choice, [name for one in merged for name in one.ids])
    new = {file_of(one.name): copy(one.name, _pinned(one, today)) for one in pins}
    edits = {str(one.known.file): one.edits for one in merged if one.edits}
    touched = [*pins, *(one.known for one in merged if one.edits)]
    return Proposal(
        "packs",
        tuple(file_of(one.name) for one in touched),
        _title(pins, [one.known for one in merged if one.edits]),
        edits,
        new,
        gates=tuple(gate for one in merged for gate in one.gates),
        trailers=tuple(("Steward-Pack", f"duties/{one.name} {_digest(one)}") for one in touched),
        notes=tuple(_notes(registry, meant, merged)),
    )


def _copies(registry: Registry, packs: Packs) -> list[str]:
    return [name for name, one in known_packs(registry, packs).items() if one.ours and one.theirs]


def _require_known(choice: Choice, ids: list[str]) -> None:
    for name in (*choice.ours, *choice.theirs):
        if name not in ids:
            hint = did_you_mean(name, ids) or "`steward packs diff` shows what differs"
            raise BadUsage(f"no entry of the copies that are brought up to date is called {name}", hint)


def _theirs(one: Known) -> DutyPack:
    if one.theirs is None:
        raise LookupError(f"the package has no pack {one.name}")
    return one.theirs


def _pinned(one: Known, today: date) -> dict[str, Any]:
    """What a copy says of what it was copied from."""
    theirs = _theirs(one)
    entries, head = digests(duty_values(theirs)), digests(head_values(theirs))
    return {"steward": VERSION, "on": today, "head": head, "entries": entries}


def _digest(one: Known) -> str:
    """A digest of the package's pack, for git."""
    theirs = _theirs(one)
    return f"{VERSION} {digest_of({**digests(head_values(theirs)), **digests(duty_values(theirs))})}"


def _merged(one: Known, choice: Choice, today: date) -> _Merged:
    ours, theirs = one.ours, _theirs(one)
    if ours is None:
        raise LookupError(f"there is no copy of {one.name}")
    if is_newer(ours) and ours.pinned:
        raise Refused(
            f"{one.file} was copied with steward {ours.pinned.steward}, and this is {VERSION}",
            "install a newer steward",
        )
    for place in twice(ours):
        raise Refused(f"{one.file} has {ours.duties[place].id} twice", "give one of them an id of its own first")
    heads, duties = compare_heads(ours, theirs), compare_duties(ours, theirs)
    edits: list[Edit] = [
        Set((head.id,), head.theirs[head.id]) for head in heads if head.theirs and _takes(head, choice)
    ]
    edits += _entry_edits(ours, duties, choice)
    pinned = _pinned(one, today)
    said = ours.pinned.model_dump() if ours.pinned else {}
    if any(said.get(key) != pinned[key] for key in ("entries", "head")):
        edits.append(Set(("pinned",), pinned))
    gates = [_clash(one, entry) for entry in duties if entry.state.is_clash and not choice.of(entry.id)]
    return _Merged(one, tuple(edits), tuple(gates), tuple(_told(one, heads, duties, choice)),
                   tuple(entry.id for entry in (*heads, *duties)))  # fmt: skip


def _takes(entry: Compared, choice: Choice) -> bool:
    return entry.state is not State.SAME and takes_theirs(entry, choice.of(entry.id))


def _entry_edits(ours: DutyPack, duties: list[Compared], choice: Choice) -> Iterator[Edit]:
    """Entries that changed in their places, then those that go, from the end on, then those that come."""
    taken = {entry.id: entry for entry in duties if _takes(entry, choice)}
    ids = [duty.id for duty in ours.duties]
    for place, name in enumerate(ids):
        if name in taken and taken[name].theirs is not None:
            yield Set(("duties", place), taken[name].theirs)
    for place in reversed(range(len(ids))):
        if ids[place] in taken and taken[ids[place]].theirs is None:
            del ids[place]
            yield Remove(("duties", place))
    before = -1
    for entry in duties:  # in the order of the package's, so that what comes stands behind what it stands behind there
        if entry.id in ids:
            before = ids.index(entry.id)
        elif entry.id in taken and entry.theirs is not None:
            before += 1
            yield Append(("duties",), entry.theirs) if before == len(ids) else Insert(("duties", before), entry.theirs)
            ids.insert(before, entry.id)


def _clash(one: Known, entry: Compared) -> Gate:
    ways = {
        State.REMOVED_HERE_CHANGED_THERE: ("keeps it out", "takes the package's"),
        State.CHANGED_HERE_REMOVED_THERE: ("keeps it", "takes it out"),
    }
    ours, theirs = ways.get(entry.state, ("keeps ours", "takes the package's"))
    what = "stands" if entry.state is State.ADDED_BOTH else "was"
    message = f"{one.name}: {entry.id} {what} {entry.state.value}{_both(entry)}"
    return Gate("merge", Answer.FAILED, message, f"--ours {entry.id} {ours}, --theirs {entry.id} {theirs}")


_LONGEST = 300


def _both(entry: Compared) -> str:
    """Both texts of each key that differs, where both sides have the entry."""
    if entry.ours is None or entry.theirs is None:
        return ""
    ours, theirs = entry.ours, entry.theirs
    return ": " + "; ".join(f"{key}: here {_text(ours, key)}, there {_text(theirs, key)}" for key in entry.differing)


def _text(value: Mapping[str, Any], key: str) -> str:
    if key not in value:
        return "nothing"
    return shown(in_line(value[key]), _LONGEST)


def in_line(value: Any) -> str:
    """A value on one line, about as YAML writes it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_line(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_line, value)) + "]"
    words = {None: "null", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else " ".join(str(value).split())


def _told(one: Known, heads: list[Compared], duties: list[Compared], choice: Choice) -> Iterator[str]:
    """What is done with a copy, and what is left as it is here."""
    taken = [entry for entry in duties if _takes(entry, choice)]
    parts = {
        "taken over": [entry.id for entry in taken if entry.theirs is not None],
        "removed": [entry.id for entry in taken if entry.theirs is None],
        "kept as it is here": [e.id for e in duties if e not in taken and e.state is not State.SAME],
    }
    said = [f"{words}: {_some(ids)}" for words, ids in parts.items() if ids]
    yield f"{one.name}: {'; '.join(said)}" if said else f"{one.name}: no duty differs from the package's"
    for head in heads:
        if head.state.is_clash and not choice.of(head.id) and head.theirs:
            there = shown(in_line(head.theirs[head.id]))
            yield f"{one.name}: `{head.id}` stays as it is here; the package's is {there} (--theirs {head.id} takes it)"


_MOST = 6


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:_MOST]) + (f" and {len(ids) - _MOST} more" if len(ids) > _MOST else "")


def _title(pins: list[Known], changed: list[Known]) -> str:
    done = [f"pin {', '.join(one.name for one in pins)}"] if pins else []
    done += [f"bring {', '.join(one.name for one in changed)} up to date"] if changed else []
    return f"packs of duties: {', '.join(done) or 'nothing to do'}"


def _notes(registry: Registry, meant: list[Known], merged: list[_Merged]) -> Iterator[str]:
    if not meant:
        yield "there is no copy of a pack here; `steward packs update NAME` pins one, as steward brings it"
    for one in meant:
        if one.theirs is None:
            yield f"{one.name} is a pack of your own, and left alone: steward brings none of that name"
        elif one.ours is None:
            yield f"{one.name}: {counted_duties(len(one.theirs.duties))}, as steward {VERSION} has them"
            if not one.on:
                chosen = ", ".join((*registry.policy.packs.duties, one.name))
                yield f"{one.name} does not count yet: let steward.yaml say packs: {{duties: [{chosen}]}}"
    yield from (note for one in merged for note in one.notes)
