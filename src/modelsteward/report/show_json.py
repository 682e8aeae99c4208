"""A shown card as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-show/1"), `ref`, `kind` (model, data or use), `state` (its stage or status),
`summary`, `file`, `registry` (only for a card of a registry that is included: our name of it), `note` (how a version
was chosen where only a name was given, else null), `today`, `facts` (what the card says of itself, null where it does
not), `life` (`day` and `what`, in order, today among them), `sections` (rows by section, always there, empty when
there is nothing; in a tree `depth` says how far in a row stands), `notes` (what a reader must know to trust a
section, by section), and `series` (what was measured of a version, or of what serves a use, as `series_json` says;
empty for data). Days are ISO 8601, sizes bytes, lists are lists.
"""

from __future__ import annotations

from modelsteward.report.series_json import series_json
from modelsteward.report.values import dump
from modelsteward.usecases.shown import Shown


def render(shown: Shown) -> str:
    """The card as one JSON document."""
    return dump(
        {
            "format": "steward-show/1",
            "ref": shown.ref,
            "kind": shown.kind,
            "state": shown.state,
            "summary": shown.summary,
            "file": shown.file,
            **({"registry": shown.registry} if shown.registry else {}),
            "note": shown.note or None,
            "today": shown.today,
            "facts": shown.facts,
            "life": [{"day": moment.day, "what": moment.what} for moment in shown.life],
            "sections": {section.key: section.rows for section in shown.sections},
            "notes": {section.key: section.note for section in shown.sections if section.note},
            "series": [series_json(series) for series in shown.series],
        }
    )
