"""A case, and a list of cases, as JSON for programs. The keys are stable; new ones may be added.

One case: `format` ("steward-case/1"), `today`, `id`, `purpose`, `data` (refs, or `data:NAME` for all versions),
`received`, `by`, `law`, `law_said`, `due`, `days_left` (negative once it is past; null without a day, or closed),
`extensions` (`on`, `was`, `until`, `reason`, `by`), `closed`, `counts` (`total` to decide, of these `decided` and
`open`; `gone` without a decision; `undone`: to go by decision, and not gone), `matters`, `unsure` (models of which
nobody can tell: `ref`, `why`, `state`, `owner`, `registry`) and `registry`. Of each matter: `ref`, `kind` (dataset or
model), `certainty` (surely, possibly, not reached), `way` (how the data came to it, step by step), `doubts` (why it
only possibly holds it), `state`, `owner`, `registry`, `standing` (open, decided, gone), `decision` (`decision`,
`until`, `role`, `reason`, `by`, `on`; null for none) and `remark` (what is wrong with it, or still to be done).

A list: `format` ("steward-cases/1"), `today`, and `cases`, each with `id`, `purpose`, `data`, `received`, `law`, `due`,
`closed`, `decided` and `total` (of what it reaches), `registry`; and `unreadable`, the files that
could not be read. Days are ISO 8601; null is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.report.values import dump
from modelsteward.usecases.casework import ListedCase, Matter, ShownCase

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Decision
    from modelsteward.usecases.tracing import Unsure

_DECISION = ("decision", "until", "role", "reason", "by", "on")
_EXTENSION = ("on", "was", "until", "reason", "by")


def render(shown: ShownCase, today: date) -> str:
    """The case as one JSON document."""
    left = (shown.due - today).days if shown.due and not shown.closed else None
    counts = {
        "total": shown.total,
        "decided": shown.count("decided"),
        "open": shown.count("open"),
        "gone": shown.count("gone"),
        "undone": len(shown.undone),
    }
    changed = {
        "extensions": [{key: getattr(one, key) for key in _EXTENSION} for one in shown.extensions],
        "matters": [_matter(one) for one in shown.matters],
        "unsure": [_unsure(one) for one in shown.unsure],
    }
    more = {"days_left": left, "counts": counts}
    return dump({"format": "steward-case/1", "today": today, **shown._asdict(), **changed, **more})


def _unsure(one: Unsure) -> dict[str, Any]:
    return {"ref": one.ref, "why": one.why, "state": one.state, "owner": one.owner, "registry": one.home or None}


def _matter(one: Matter) -> dict[str, Any]:
    return one._asdict() | {"decision": _decision(one.decision)}


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    return {key: getattr(decision, key) for key in _DECISION} if decision else None


def render_list(rows: Sequence[ListedCase], today: date, unread: Sequence[str] = ()) -> str:
    """The list as one JSON document; `unread` are files that could not be read."""
    listed = [row._asdict() for row in rows]
    return dump({"format": "steward-cases/1", "today": today, "cases": listed, "unreadable": unread})
