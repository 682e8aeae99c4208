"""What happened to a model's or a data set's version, told from its card before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelsteward.domain.edited import ABSENT, same, value_at
from modelsteward.domain.findings import Path
from modelsteward.domain.seal import SEALED
from modelsteward.domain.stages import ENDED_STAGES, FIXED_STAGES
from modelsteward.domain.story import Event
from modelsteward.usecases.story_edits import Edited, edits, items, part, summary, text

Data = dict[str, Any]
_WITH_STAGE: dict[str, tuple[str, ...]] = {
    "production": ("released", "review_by"),
    "deprecated": ("deprecated", "sunset", "replacement", "because", "reason"),
    "suspended": ("suspension",),
    "retired": ("retired", "destroy_by"),
    "destroyed": ("destroyed",),
}
"""Dates that a stage brings along or takes away, and that need no words of their own then."""


def made(ref: str, card: Data) -> Iterator[Event]:
    """A card that is there for the first time."""
    state = text(part(card, "stage") or part(card, "status"))
    where = f" in {state}" if state in FIXED_STAGES else f" as {state}" if state else ""
    yield Event("registered", ref, f"registered{where}", fact=("stage",), after=state)


def moved(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """What happened to a model's version between two texts of its card."""
    quiet: set[Path] = {("stage",), ("seal",), ("version",), ("lifecycle", "forced")}
    old, new = text(part(before, "stage")), text(part(after, "stage"))
    if old != new:
        yield _stage(ref, old, new, before, after)
        quiet |= {("lifecycle", key) for stage in (old, new) for key in _WITH_STAGE.get(stage, ())}
    yield from _seal(ref, before, after)
    changed = [
        one for one in edits(_dated(before), _dated(after)) if one.path[:2] not in quiet and one.path[:1] not in quiet
    ]
    yield from _dates(ref, after, changed)
    yield from _rest(ref, before, [one for one in changed if one.path[:2] not in _TOLD and one.path != ("owner",)])


def _dated(card: Data) -> Data:
    """The card with dates, if only none: so that its first date is told as one date."""
    return card if isinstance(card.get("lifecycle"), dict) else {**card, "lifecycle": {}}


_TOLD = {("lifecycle", key) for key in ("sunset", "replacement", "because", "reason", "review_by")}


def _stage(ref: str, old: str, new: str, before: Data, after: Data) -> Event:
    """A stage that changed, with what goes along with it, and why."""
    what, why = f"{old or 'no stage'} -> {new or 'no stage'}", ""
    life = ("lifecycle",)
    if new == "deprecated" and old != "suspended":
        what += _end(after)
        why = text(part(after, *life, "reason"))
    elif old == "deprecated" and new == "production":
        what = "deprecation cancelled"
    elif new == "suspended":
        what, why = f"suspended, was {old}", text(part(after, *life, "suspension", "reason"))
    elif old == "suspended" and new not in ENDED_STAGES:
        what = f"resumed in {new}"
    return Event("stage", ref, what, why=forced(before, after) or why, fact=("stage",), after=new)


def _end(card: Data) -> str:
    """`, sunset DAY, replaced by REF`, as far as the card says so."""
    sunset, to = text(part(card, "lifecycle", "sunset")), text(part(card, "lifecycle", "replacement"))
    because = text(part(card, "lifecycle", "because"))
    who = f", decided by: {because}" if because and because != "own" else ""
    return (f", sunset {sunset}" if sunset else "") + (f", replaced by {to}" if to else "") + who


def forced(before: Any, after: Data) -> str:
    """Gates that were passed by force, and why, where the card gained a line that says so."""
    return "; ".join(f"forced past {names}: {why}" for names, why in passed(before, after))


def passed(before: Any, after: Any) -> list[tuple[str, str]]:
    """The same as values: the gates' names, and why."""
    had = items(part(before, "lifecycle"), "forced")
    gained = [entry for entry in items(part(after, "lifecycle"), "forced") if entry not in had]
    return [(_names(entry.get("gates")), text(entry.get("reason"))) for entry in gained]


def _names(gates: Any) -> str:
    return ", ".join(map(text, gates)) if isinstance(gates, list) else text(gates)


def _seal(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """A seal that came or went, and facts that changed under one."""
    old, new = part(before, "seal"), part(after, "seal")
    if not same(old, new):
        what = "sealed" if old is None else "seal taken away" if new is None else "sealed anew"
        yield Event("seal", ref, what, fact=("seal",), after=new)
    if old is not None:
        keys = [key for key in SEALED if not same(value_at(before, (key,)), value_at(after, (key,)))]
        if keys:
            yield Event("sealed-edit", ref, f"sealed facts edited: {', '.join(keys)}")


def _dates(ref: str, after: Data, changed: list[Edited]) -> Iterator[Event]:
    """Dates of the life cycle that moved by themselves, and a new owner."""
    moved = {one.path: one for one in changed}
    if one := moved.get(("owner",)):
        yield Event("owner", ref, f"owner {text(one.before)} -> {text(one.after)}", fact=one.path, after=one.after)
    because = [one for path, one in moved.items() if path in (("lifecycle", "because"), ("lifecycle", "reason"))]
    why = text(part(after, "lifecycle", "reason")) if because else ""
    if one := moved.get(("lifecycle", "sunset")):
        yield Event("sunset", ref, _moved("sunset", one), why=why, fact=one.path, after=one.after)
        because = []
    if one := moved.get(("lifecycle", "replacement")):
        yield Event("replacement", ref, _moved("replacement", one), why=why, fact=one.path, after=one.after)
        because = []
    if one := moved.get(("lifecycle", "review_by")):
        yield Event("review_by", ref, _moved("review due", one), fact=one.path, after=one.after)
    if because:
        yield Event("edited", ref, summary(because))


def _moved(name: str, one: Edited) -> str:
    if one.before is ABSENT or one.before is None:
        return f"{name} set to {text(one.after)}"
    if one.after is ABSENT or one.after is None:
        return f"{name} {text(one.before)} taken away"
    return f"{name} moved {text(one.before)} -> {text(one.after)}"


def _rest(ref: str, before: Data, changed: list[Edited]) -> Iterator[Event]:
    """All other keys, in one event; what is under a seal was told already."""
    sealed = part(before, "seal") is not None
    rest = [one for one in changed if not (sealed and one.path[0] in SEALED)]
    if rest:
        yield Event("edited", ref, summary(rest))


def data_moved(ref: str, before: Data, after: Data) -> Iterator[Event]:
    """What happened to a data set between two texts of its card."""
    old, new = text(part(before, "status")), text(part(after, "status"))
    if old != new:
        yield Event("status", ref, f"{old} -> {new}", fact=("status",), after=new)
    rest = [one for one in edits(before, after) if one.path not in (("status",), ("version",))]
    if rest:
        yield Event("edited", ref, summary(rest))
