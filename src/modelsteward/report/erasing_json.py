"""An erasure as JSON, for programs. The keys are stable; new ones may be added.

`steward-erasure/1`: `ref`, `deeds` (place, outcome, technique, why, version, digest, bytes, until), `left` (how many
things), `others` (places for a person), `commit`. A dry run has `sights` in their place: what lies in each place.
"""

from __future__ import annotations

from collections.abc import Sequence

from modelsteward.domain.erasing import Deed, Sight
from modelsteward.report.values import dump


def render(ref: str, deeds: Sequence[Deed], others: Sequence[str], commit: str | None) -> str:
    """What came of an erasure, as one JSON document."""
    left = sum(deed.outcome == "left" for deed in deeds)
    told = [deed._asdict() for deed in deeds]
    return dump({"format": "steward-erasure/1", "ref": ref, "deeds": told, "left": left, "others": others,
                 "commit": commit})  # fmt: skip


def render_foreseen(ref: str, sights: Sequence[Sight]) -> str:
    """What lies in each place, after a dry run."""
    return dump({"format": "steward-erasure/1", "ref": ref, "sights": [sight._asdict() for sight in sights]})
