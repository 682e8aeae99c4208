"""What happened to one file of the registry, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from modelsteward.domain.kinds import kinds_at, ref_at
from modelsteward.domain.seal import SEALED
from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.domain.story import Card, Event, Touched, Unreadable
from modelsteward.usecases.story_edits import edits, part, same, summary, value_at
from modelsteward.usecases.story_model import data_moved, made, moved
from modelsteward.usecases.story_records import record_touched, recorded, state_moved, vendor_moved
from modelsteward.usecases.story_use import use_made, use_moved

_STATES = ("checklists", "holds", "incidents", "cases", "waivers")
Data = dict[str, Any]
Pair = tuple[str, str, Data, Data]
"""A file that got another name: the old and new path, and what stood in each."""


def happened(path: str, before: Card, after: Card, broken: Card = None) -> Iterator[Event]:
    """What happened to a file, from the last contents that could be read to the new ones.

    `broken` is what stood in between, where that was no card.
    """
    if not kinds_at(path) and not path.startswith("packs/"):
        return
    ref = ref_at(path)
    if isinstance(after, Unreadable):
        if not isinstance(broken, Unreadable):
            yield Event("unreadable", ref, f"cannot be read from here on: {after.why}")
        return
    if isinstance(broken, Unreadable) and after is not None:
        yield Event("readable", ref, "can be read again")
    if before != after or (before is None and broken is not None):
        old, new = before if isinstance(before, dict) else None, after
        yield from _of_kind(path, ref, old, new)


def _of_kind(path: str, ref: str, before: Data | None, after: Data | None) -> Iterator[Event]:
    """A file that can be read, or is not there, before and after."""
    top = path.partition("/")[0]
    if top in _STATES:
        yield from state_moved(path, before, after)
    elif top == "vendors":
        yield from vendor_moved(path, before, after)
    elif after is None:
        yield from _gone(path, ref, before or {})
    elif before is None:
        yield from recorded(path, after) if top == "records" else _MADE.get(top, made)(ref, after)
    elif top == "records":
        yield from record_touched(path, before, after)
    else:
        yield from _MOVED.get(top, _edited)(ref, before, after)


def _gone(path: str, ref: str, before: Data) -> Iterator[Event]:
    if path.startswith("records/"):
        yield from record_touched(path, before, None)
    else:
        yield Event("removed", ref, f"card taken away{_last_state(before)}")


def _edited(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """A file without moves of its own: the policy, or a pack."""
    if changed := list(edits(before, after)):
        yield Event("edited", ref, f"{'policy: ' if ref == 'registry' else ''}{summary(changed)}")


_MADE: dict[str, Callable[[str, Data], Iterator[Event]]] = {
    "use-cases": use_made,
    "steward.yaml": lambda ref, _: iter((Event("started", ref, "started"),)),
    "packs": lambda ref, _: iter((Event("added", ref, "added"),)),
}
_MOVED: dict[str, Callable[[str, Data, Data], Iterator[Event]]] = {
    "models": moved,
    "datasets": data_moved,
    "use-cases": use_moved,
}


def _last_state(card: Data | None) -> str:
    state = part(card, "stage") or part(card, "status")
    return f", it was {state}" if isinstance(state, str) else ""


def pairs(files: Sequence[tuple[Touched, Card, Card]]) -> tuple[list[Pair], list[Touched]]:
    """Cards that got another name in one commit, each with the card it was; and the files that remain."""
    gone = [(file.path, before) for file, before, _ in files if file.after is None and isinstance(before, dict)]
    come = [(file.path, after) for file, _, after in files if file.before[:1] == (None,) and isinstance(after, dict)]
    found: list[Pair] = []
    for old, before in gone:
        likely = [(likeness(before, after), new, after) for new, after in come if _may_follow(old, new)]
        score, new, after = max(likely, key=lambda one: one[0], default=(0.0, "", {}))
        if score >= 0.5 and (_is_early(before) or _same_facts(before, after)):
            found.append((old, new, before, after))
            come = [one for one in come if one[0] != new]
    taken = {path for pair in found for path in pair[:2]}
    return found, [file for file, _, _ in files if file.path not in taken]


def _may_follow(old: str, new: str) -> bool:
    """Whether a path can be another name of the same thing."""
    top = old.partition("/")[0]
    return top in ("models", "datasets", "use-cases") and new.partition("/")[0] == top


def _is_early(card: Data) -> bool:
    return part(card, "stage") not in FIXED_STAGES


def _same_facts(before: Data, after: Data) -> bool:
    """Whether two cards tell of the same technical facts: a released version is no draft that was renumbered."""
    keys = [key for key in SEALED if key not in ("name", "version")]
    return all(same(value_at(before, (key,)), value_at(after, (key,))) for key in keys)


def likeness(before: Data, after: Data) -> float:
    """The share of keys whose values two cards have in common."""
    keys = before.keys() | after.keys()
    return sum(same(value_at(before, (key,)), value_at(after, (key,))) for key in keys) / max(len(keys), 1)


def renamed(old: str, new: str) -> Event:
    """That a card has another name from here on."""
    was, now = ref_at(old), ref_at(new)
    one, other = was.partition("@"), now.partition("@")
    what = f"version renumbered {one[2]} -> {other[2]}" if one[0] == other[0] else f"renamed {was} -> {now}"
    return Event("renumbered" if one[0] == other[0] else "renamed", now, what, ((was, what),), after=was)
