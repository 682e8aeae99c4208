"""Looking at something again, so that it may stand until a later day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord, Proposal
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.domain.registry import Entry, Registry


def plan_review(registry: Registry, entry: Entry[Any], today: date, until: date, by: str, *, outcome: str = "keep",
                seen: list[str] | None = None, note: str | None = None) -> Proposal:  # fmt: skip
    """Put a review on record; a version that is kept may then stand until `until`.

    Raises BadUsage for a day that no review may reach, Refused for what has ended.
    """
    card = entry.card
    stage = getattr(card, "stage", "")
    if stage in ENDED_STAGES:
        raise Refused(f"{entry.ref} is {stage}: nothing is expected of it any more", f"steward show {entry.ref}")
    latest = registry.policy.review_period.after(today)
    if until <= today:
        raise BadUsage(f"{until} is not ahead", f"a review lets it stand until a later day, {latest} at the furthest")
    if until > latest:
        raise BadUsage(
            f"{until} is too far off: steward.yaml asks for a review every {registry.policy.review_period}",
            f"--until {latest} is the furthest",
        )
    record: dict[str, Any] = {
        "card": "review/1",
        "ref": entry.ref,
        "on": today,
        "by": by,
        "until": until,
        "outcome": outcome,
    }
    record |= {"seen": seen} if seen else {}
    record |= {"note": note} if note else {}
    edits: dict[str, tuple[Edit, ...]] = {}
    notes: tuple[str, ...] = ()
    if entry.kind == "model" and outcome == "keep":
        edits[entry.file] = (Set(("lifecycle", "review_by"), until),)
    elif outcome == "end":
        notes = (f"steward deprecate {entry.ref} announces its end",) if entry.kind == "model" else ()
    title = f"review {entry.ref}: {outcome}, until {until}"
    trailers = (("Steward-Until", str(until)), *((("Steward-Reason", note),) if note else ()))
    return Proposal("review", (entry.ref,), title, edits, records=(NewRecord(record_folder(entry.ref), record),),
                    trailers=trailers, notes=notes)  # fmt: skip
