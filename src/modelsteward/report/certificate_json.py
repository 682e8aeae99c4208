"""A certificate, and the list of them, as JSON for programs. The keys are stable; new ones may be added.

One: `format` ("steward-certificate/1"), `file`, `digest` (of its bytes), `statement` (what it certifies, for people),
and `certificate`: the record as it is written, its keys as the schema certificate.schema.json has them; what is not
written is not there.

A list: `format` ("steward-certificates/1"), `certificates`, the newest first, each with `ref`, `on`, `by`, `gone`
(places that were seen to be gone), `others` (places of which that was not seen, with those that nobody looked at),
`chain` (how it stands in the chain, for people), `is_sound` (whether nothing is wrong there), `digest`, `file` and
`registry` (null for ours); and `unreadable`, the records that could not be read. Days are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Sequence

from modelsteward.report.values import dump
from modelsteward.usecases.certificates import Listed, Shown, statement


def render(shown: Shown) -> str:
    """The certificate as one JSON document."""
    said = {"file": shown.file, "digest": shown.digest, "statement": statement(shown.card)}
    return dump(
        {
            "format": "steward-certificate/1",
            **said,
            "certificate": shown.card.model_dump(mode="json", exclude_unset=True),
        }
    )


def render_list(rows: Sequence[Listed], unread: Sequence[str] = ()) -> str:
    """The list as one JSON document."""
    listed = [row._asdict() for row in rows]
    return dump({"format": "steward-certificates/1", "certificates": listed, "unreadable": unread})
