"""What happened to a use, told from its card before and after; the models it speaks of see the same from their side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from modelsteward.domain.edited import same
from modelsteward.domain.story import Event
from modelsteward.usecases.story_edits import Edited, edits, items, mapping, part, summary, text

Data = dict[str, Any]
_OWN = ("status", "serving", "served", "suspended", "owner")


def use_made(ref: str, card: Data) -> Iterator[Event]:
    """A use's card that is there for the first time, and what it is served by from the start."""
    status = text(part(card, "status"))
    yield Event(
        "registered", ref, f"registered as {status}" if status else "registered", fact=("status",), after=status
    )
    yield from _serving(ref, {}, card)


def use_moved(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """What happened to a use between two texts of its card."""
    old, new = text(part(before, "status")), text(part(after, "status"))
    if old != new:
        yield Event("status", ref, f"{old} -> {new}", fact=("status",), after=new)
    yield from _serving(ref, before, after)
    yield from _history(ref, before, after)
    yield from _halts(ref, before, after)
    changed = list(edits(before, after))
    for one in changed:
        if one.path == ("owner",):
            yield Event("owner", ref, f"owner {text(one.before)} -> {text(one.after)}", fact=one.path, after=one.after)
    if rest := [one for one in changed if one.path[0] not in _OWN]:
        yield Event("edited", ref, summary(rest), views=tuple(_named(ref, rest)))


def _serving(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """Each slot that another version serves now."""
    old, new = mapping(before, "serving"), mapping(after, "serving")
    for slot in dict.fromkeys((*new, *old)):
        was, now = text(old.get(slot)), text(new.get(slot))
        if was != now:
            yield _swap(ref, str(slot), was, now, after)


def _swap(ref: str, slot: str, was: str, now: str, after: Data) -> Event:
    """One slot's change of champion, as the use, the new version and the old one see it."""
    lines = [line for line in items(after, "served") if line.get("slot") == slot and line.get("ref") == now]
    begun = text(lines[-1].get("from")) if lines else ""
    since = f" since {begun}" if begun else ""
    place, instead = f"{slot} of {ref}", f", instead of {was}" if was else ""
    if not now:
        none = f"{slot}: nothing serves any more, it was {was}"
        return Event("serving", ref, none, ((was, f"serves {place} no longer"),), fact=("serving", slot))
    if was and lines and lines[-1].get("why") == "rolled back to":
        views = ((now, f"serves {place}{since}, rolled back to from {was}"),
                 (was, f"rolled back from in {place}, to {now}"))  # fmt: skip
        what = f"{slot}: rolled back to {now} from {was}"
        return Event("rollback", ref, what, views, fact=("serving", slot), after=now)
    told = [(now, f"serves {place}{since}{instead}"), (was, f"displaced by {now} in {place}")]
    what = f"{slot}: {now} serves{since}{instead}"
    return Event("serving", ref, what, tuple(view for view in told if view[0]), fact=("serving", slot), after=now)


def _history(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """Entries of `served` that went missing or say something else than they did; and ones that no swap explains."""
    old, new = _tails(items(before, "served"), items(after, "served"))
    swapped = {
        (slot, text(now))
        for slot, now in mapping(after, "serving").items()
        if not same(mapping(before, "serving").get(slot), now)
    }
    lost = [entry for entry in old if not any(_continues(entry, other) for other in new)]
    gained = [entry for entry in new if not any(_continues(other, entry) for other in old)]
    gained = [entry for entry in gained if (text(entry.get("slot")), text(entry.get("ref"))) not in swapped]
    if lost:
        yield _entries(ref, lost, "history rewritten: ", "no longer stands in `served`")
    if gained:
        yield _entries(ref, gained, "", "written into `served`")


def _tails(old: list[Data], new: list[Data]) -> tuple[list[Data], list[Data]]:
    """Two lists without the entries at their beginning that go on: as a rule all but the last."""
    going_on = takewhile(lambda pair: _continues(*pair), zip(old, new, strict=False))
    same_start = sum(1 for _ in going_on)
    return old[same_start:], new[same_start:]


def _entries(ref: str, entries: list[Data], lead: str, what: str) -> Event:
    views = tuple((text(entry.get("ref")), f"{_entry(entry)} {what} of {ref}") for entry in entries)
    return Event("served", ref, f"{lead}{', '.join(map(_entry, entries))} {what}", views)


def _continues(entry: Data, later: Data) -> bool:
    """Whether a later line of `served` is the same one: only its end may have been written since."""
    open_keys = ("to", "left")
    return all(same(value, later.get(key)) for key, value in entry.items() if value is not None or key not in open_keys)


def _entry(entry: Data) -> str:
    to = f" to {text(entry['to'])}" if entry.get("to") else ""
    return f"{text(entry.get('ref'))} in {text(entry.get('slot'))} from {text(entry.get('from'))}{to}"


def _halts(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """Versions that were stopped for this use alone, or may go on."""
    old = {text(halt.get("ref")): halt for halt in items(before, "suspended")}
    new = {text(halt.get("ref")): halt for halt in items(after, "suspended")}
    for model in new.keys() - old.keys():
        view = (model, f"suspended for {ref}")
        yield Event("suspended-here", ref, f"{model} suspended here", (view,), why=text(new[model].get("reason")))
    for model in old.keys() - new.keys():
        yield Event("resumed-here", ref, f"{model} resumed here", ((model, f"resumed for {ref}"),))


def _named(ref: str, rest: list[Edited]) -> Iterator[tuple[str, str]]:
    """Versions that an edited key names: as fallback, candidate or replacement."""
    for one in rest:
        key, slot = str(one.path[0]), ".".join(map(str, one.path[1:]))
        if key in ("fallback", "replacement", "candidates"):
            before, after = _refs(one.before), _refs(one.after)
            for model in after - before:
                yield model, f"{_ROLES[key]} of {ref}{f' ({slot})' if slot else ''}"
            for model in before - after:
                yield model, f"no longer {_ROLES[key]} of {ref}{f' ({slot})' if slot else ''}"


_ROLES = {"fallback": "fallback", "replacement": "the next version", "candidates": "candidate"}


def _refs(value: Any) -> set[str]:
    """The refs in a value, at any depth."""
    if isinstance(value, str):
        return {value} if "@" in value else set()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {ref for inner in parts for ref in _refs(inner)}
