"""Whether a merge kept an edit that one of its sides had made: compared key by key, in lists item by item."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.edited import ABSENT, same, value_at
from modelsteward.domain.findings import Path
from modelsteward.domain.story import Card, Unreadable
from modelsteward.usecases.story_edits import Edited, edits

Data = dict[str, Any]


def dropped(before: Card, after: Card, tip: Card, kept: Card) -> tuple[Card, Card] | None:
    """The file before and after an edit, with no difference but what the merge did not keep; None where it kept all.

    `tip` is what the side came to in the end: an edit that it took back itself is nobody's loss. `kept` is what the
    merge made of the file.
    """
    if any(isinstance(card, Unreadable) for card in (before, after, tip, kept)):
        return None
    if after is None or before is None or tip is None or kept is None:
        return _whole(before, after, tip, kept)
    lost = _lost(before, after, tip, kept)
    return (before, _with(before, lost)) if lost else None


def _lost(before: Card, after: Card, tip: Card, kept: Card) -> list[Edited]:
    return [one for one in edits(before, after) if holds(one, tip) and not holds(one, kept)]


def _whole(before: Card, after: Card, tip: Card, kept: Card) -> tuple[Card, Card] | None:
    """The same for a file that came or went."""
    if after is None:
        return (before, None) if tip is None and kept is not None else None
    if tip is None:
        return None
    if kept is None:
        return (before, after) if before is None or any(holds(one, tip) for one in edits(before, after)) else None
    lost = _lost({}, after, tip, kept)  # another side made it, too
    return (_with(after, [one._replace(after=ABSENT) for one in lost]), after) if lost else None


def holds(edit: Edited, card: Card) -> bool:
    """Whether a card says what an edit made of a key. Of a list, or a text of several lines, each part counts alone."""
    now = value_at(card, edit.path)
    if same(edit.after, now):
        return True
    old, new, found = _parts(edit.before), _parts(edit.after), _parts(now)
    if new is None or found is None:
        return False
    added = [part for part in new if part not in (old or ())]
    gone = [part for part in old or () if part not in new]
    return all(any(_goes_on(part, later) for later in found) for part in added) and not any(
        part in found for part in gone
    )


def _parts(value: Any) -> list[Any] | None:
    if isinstance(value, str) and "\n" in value:
        return value.splitlines()
    return value if isinstance(value, list) else None


def _goes_on(part: Any, later: Any) -> bool:
    """Whether a later part says the same, and perhaps more: a line of `served` has got its end since."""
    if not (isinstance(part, dict) and isinstance(later, dict)):
        return same(part, later)
    return all(value is None or same(value, later.get(key)) for key, value in part.items())


def _with(card: Any, changes: list[Edited]) -> Data:
    """The card with these keys as they were edited."""
    out: Data = card
    for change in changes:
        out = _put(out, change.path, change.after)
    return out


def _put(card: Data, path: Path, value: Any) -> Data:
    key, rest = str(path[0]), path[1:]
    if rest:
        inner = card.get(key)
        value = _put(inner if isinstance(inner, dict) else {}, rest, value)
    return {name: one for name, one in {**card, key: value}.items() if one is not ABSENT}
