"""A look after an erasure as JSON, for programs, as look.schema.json beside this file describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from modelsteward.report.values import dump

if TYPE_CHECKING:
    from modelsteward.domain.erasing import Sight
    from modelsteward.domain.plan import Gate
    from modelsteward.usecases.erasing.seeking import Seen


def render(seen: Seen, left: Sequence[Gate] | None, *, applied: bool, commit: str | None, branch: str | None) -> str:
    """What was seen. `left` is what stands against all being gone; None where the record could not be committed."""
    by_people = {id(sight) for sight in seen.by_people}
    sights = (*seen.sights, *seen.sweep.sights, *seen.by_people)
    return dump(
        {
            "format": "steward-look/1",
            "ref": seen.ref,
            "host": seen.host,
            "started": seen.started.isoformat(timespec="seconds"),
            "finished": seen.finished.isoformat(timespec="seconds"),
            "gone": left is not None and not left,
            "left": [{"message": gate.message, "hint": gate.hint or None} for gate in left or ()],
            "places": [_place(sight, id(sight) in by_people) for sight in sights],
            "searched": [one._asdict() for one in seen.sweep.swept],
            "sought": seen.sought,
            "not_checked": seen.sweep.not_checked,
            "not_searched_for": seen.unsearchable,
            "applied": applied,
            "branch": branch if applied else None,
            "commit": commit,
        }
    )


def _place(sight: Sight, by_a_person: bool) -> dict[str, Any]:
    return {**sight._asdict(), "why": sight.why or None, "by_a_person": by_a_person}
