"""A trace as JSON, for programs, as trace.schema.json beside this file describes it."""

from __future__ import annotations

from typing import Any

from modelsteward.report.impact_json import party_row
from modelsteward.report.values import dump
from modelsteward.usecases.tombstone import Gone
from modelsteward.usecases.trace import Holder, Stop, Trace
from modelsteward.usecases.tracing import Affected


def render(trace: Trace) -> str:
    """The trace as one JSON document."""
    return dump(
        {
            "format": "steward-trace/1",
            "asked": trace.asked,
            "data": [{**affected_row(one), "gone": _gone(trace.gone.get(one.ref))} for one in trace.data],
            "models": [_holder(one) for one in trace.models],
            "cannot_tell": [
                {"ref": one.ref, "why": one.why, "state": one.state, "owner": one.owner, "registry": one.home or None}
                for one in trace.unsure
            ],
            "stops": [_stop(one) for one in trace.stops],
            "owners": [party_row(party) for party in trace.owners],
            "sources": trace.sources,
            "not_seen": trace.not_seen,
        }
    )


def affected_row(one: Affected) -> dict[str, Any]:
    """A data set or model that holds some data, and how it came by it."""
    return {
        "ref": one.ref,
        "certainty": one.certainty,
        "how": [{"ref": link.ref, "relation": link.relation, "doubt": link.doubt or None} for link in one.how],
        "state": one.state,
        "owner": one.owner,
        "registry": one.home or None,
    }


def _holder(one: Holder) -> dict[str, Any]:
    places = [{"what": place.what, "where": place.where, "holder": place.holder} for place in one.places]
    gone = {"on": one.gone, "certificate": one.certified, "not_seen_gone": one.unchecked} if one.gone else None
    return {**affected_row(one.model), "places": places, "places_note": one.unsaid or None, "gone": gone}


def _gone(it: Gone | None) -> dict[str, Any] | None:
    return {"on": it.on, "certificate": it.certificate, "not_seen_gone": it.unseen} if it else None


def _stop(stop: Stop) -> dict[str, Any]:
    part = stop.part
    return {
        "use": part.use, "slot": part.slot, "ref": part.ref, "certainty": stop.certainty, "owner": stop.owner,
        "fallback": stop.fallback, "fallback_affected": stop.fallback_affected or None,
    }  # fmt: skip
