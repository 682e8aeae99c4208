"""What happened to one file of the registry, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from modelsteward.domain.edited import same
from modelsteward.domain.kinds import kinds_at, ref_at
from modelsteward.domain.story import Card, Event, Unreadable
from modelsteward.usecases.story_edits import edits, part, summary
from modelsteward.usecases.story_model import data_moved, made, moved
from modelsteward.usecases.story_records import (
    record_touched,
    recorded,
    signature_touched,
    state_moved,
    vendor_moved,
)
from modelsteward.usecases.story_use import use_made, use_moved

_STATES = ("checklists", "holds", "incidents", "cases", "waivers")
Data = dict[str, Any]


def happened(path: str, before: Card, after: Card, broken: Card = None) -> Iterator[Event]:
    """What happened to a file, from the last contents that could be read to the new ones.

    `broken` is what stood in between, where that was no card.
    """
    if path.startswith("records/") and not path.endswith(".yaml"):
        was = before is not None or broken is not None
        yield from signature_touched(path, was=was, is_=after is not None)
        return
    if not kinds_at(path) and not path.startswith("packs/"):
        return
    ref = ref_at(path)
    if isinstance(after, Unreadable):
        if not isinstance(broken, Unreadable):
            yield Event("unreadable", ref, f"cannot be read from here on: {after.why}")
        return
    if isinstance(broken, Unreadable) and after is not None:
        yield Event("readable", ref, "can be read again")
    if not same(before, after) or (before is None and broken is not None):
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
