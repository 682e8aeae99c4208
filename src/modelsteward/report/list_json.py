"""A list as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-list/1"), `kind` (model, data or use), `today`, `total` (readable cards of the kind),
`hidden` (ended ones left out), `filters` (what was asked for, in words, each with how many it lets through by
itself), `unreadable` (files that could not be read), and `rows`. Days are ISO 8601, null is unknown or none, lists
are lists. Keys of a row:

- model: `ref`, `stage`, `owner`, `origin`, `serves` (refs of uses), `ends` (the earliest of its sunset and its
  vendor's firm end; once retired or destroyed the day of that), `ends_by` (sunset, vendor, retired or destroyed),
  `review_by`, `license`, `destroyed` (the day its bytes were seen to be gone), `certificate` (the day of the
  certificate that shows it), `certified_by` (who issued that)
- data: `ref`, `status`, `owner`, `origin`, `contains` (what it is known to hold), `delete_by`, `models` (how many
  models it reaches through any lineage), `license`, `destroyed`, `certificate`, `certified_by`
- use: `ref`, `status`, `owner`, `risk`, `jurisdictions`, `serving` (`slot=ref`), `ends` and `review_by` (the earliest
  of what serves it; once ended, `ends` is its last use)
- where other registries are included, of each kind: `registry` (our name of the one that the card belongs to, null for
  this one)
"""

from __future__ import annotations

from modelsteward.report.values import dump
from modelsteward.usecases.listing import Listing


def render(listing: Listing) -> str:
    """The list as one JSON document."""
    return dump(
        {
            "format": "steward-list/1",
            "kind": listing.kind,
            "today": listing.today,
            "total": listing.total,
            "hidden": listing.hidden,
            "filters": listing.filters,
            "unreadable": listing.unreadable,
            "rows": listing.rows,
        }
    )
