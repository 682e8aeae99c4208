"""Answers about vendors' models as JSON, for programs, as vendors.schema.json beside this file describes them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING, Any

from modelsteward.report.values import dump

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.vendor import Observation, Price
    from modelsteward.domain.id_hits import Found
    from modelsteward.usecases.vendors.ids import IdReport
    from modelsteward.usecases.vendors.listing import Listing
    from modelsteward.usecases.vendors.offers import Offer
    from modelsteward.usecases.vendors.showing import Move, Resting, Shown
    from modelsteward.usecases.vendors.successors import Candidate, Successors

_SAID = (
    "source", "read_on", "snapshot", "region", "deployment_kind", "listed", "state", "status", "released",
    "deprecated", "not_before", "ends", "certainty", "replacement", "alternatives", "aliases", "context_window",
    "max_output", "as_of", "cites", "note",
)  # fmt: skip


def schema() -> str:
    """The published JSON Schema, as text."""
    return resources.files("modelsteward.report").joinpath("vendors.schema.json").read_text(encoding="utf-8")


def as_list(listing: Listing) -> str:
    """The hosts, or what one offers."""
    head = {"today": listing.today, "total": listing.total, "hidden": listing.hidden, "filters": listing.filters,
            "unreadable": listing.unreadable, "shipped": listing.shipped or None}  # fmt: skip
    if listing.host is None:
        rows = [{**row, "read": _readings(listing, str(row["host"]))} for row in listing.rows]
        return dump({"format": "steward-vendor-hosts/1", **head, "hosts": rows})
    models = [_offer(offer, listing.today) for offer in listing.offers]
    read = _readings(listing, listing.host)
    return dump({"format": "steward-vendor-models/1", **head, "host": listing.host, "read": read, "models": models})


def _readings(listing: Listing, host: str) -> list[dict[str, Any]]:
    return [{"source": source, "read_on": day} for source, day in listing.readings.get(host, ())]


def _offer(offer: Offer, today: date) -> dict[str, Any]:
    taken, given = offer.usd
    return {
        "ref": offer.ref, "host": offer.host, "model": offer.known.model, "snapshot": offer.snapshot,
        "name": offer.name, "state": offer.state(today), "status": offer.status, "released": offer.released,
        "announced": offer.announced, "not_before": offer.not_before, "ends": offer.end,
        "ends_by": [{"ends": day, "source": seen.source, "read_on": seen.read_on} for day, seen in offer.ends],
        "replacement": offer.replacement, "usd_input": taken, "usd_output": given, "context_window": offer.context,
        "max_output": offer.max_output, "ours": [card.ref for card in offer.living], "file": offer.file,
    }  # fmt: skip


def as_shown(shown: Shown) -> str:
    """All that is said of one."""
    return dump(
        {
            "format": "steward-vendor-model/1",
            "today": shown.today,
            **_offer(shown.offer, shown.today),
            "state": shown.state,
            "shipped": shown.shipped or None,
            "said": [_said(seen) for seen in shown.said],
            "moves": [_move(move) for move in shown.moves],
            "disagree": [
                {"ends": day, "sources": [{"source": seen.source, "read_on": seen.read_on} for seen in by]}
                for day, by in shown.disagree
            ],
            "snapshots": [_offer(one, shown.today) for one in shown.snapshots],
            "prices": [_price(price) for price in shown.offer.prices],
            "resting": [_resting(one) for one in shown.resting],
            "steps": shown.steps,
        }
    )


def _said(seen: Observation) -> dict[str, Any]:
    return {key: getattr(seen, key) for key in _SAID}


def _price(price: Price) -> dict[str, Any]:
    keys = ("source", "read_on", "snapshot", "region", "unit", "usd", "usd_input", "usd_output")
    return {key: getattr(price, key) for key in keys}


def _move(move: Move) -> dict[str, Any]:
    return {
        "source": move.source, "what": move.what, "from": move.old, "to": move.new, "days": move.days,
        "read_on": move.read_on, "snapshot": move.snapshot, "region": move.region, "deployment_kind": move.kind,
    }  # fmt: skip


def _resting(one: Resting) -> dict[str, Any]:
    parts = [part._asdict() for part in one.parts]
    return {
        "ref": one.ref, "stage": one.stage, "owner": one.owner, "region": one.region, "deployment_kind": one.kind,
        "ends": one.end, "sunset": one.sunset, "migration_lead": str(one.lead), "uses": parts,
    }  # fmt: skip


def as_successors(found: Successors) -> str:
    """Where to move to."""
    needs = found.needs
    return dump(
        {
            "format": "steward-vendor-successors/1",
            "today": found.today,
            "asked": _offer(found.asked, found.today),
            "migration_lead": str(found.lead),
            "until": needs.until,
            "after": needs.after,
            "max_price": needs.max_price,
            "min_context": needs.min_context,
            "places": [{"use": place.use.ref, "slot": place.slot} for place in found.places],
            "hosts": found.hosts,
            "shipped": found.shipped or None,
            "candidates": [_candidate(one, found.today) for one in found.candidates],
            "left_out": [one._asdict() for one in found.left_out],
            "others": found.others,
        }
    )


def _candidate(one: Candidate, today: date) -> dict[str, Any]:
    return {
        "ref": one.ref, "rank": one.rank, "reasons": one.reasons, "unknown": one.unknown,
        "ours": [card.ref for card in one.cards], "evaluations": [test._asdict() for test in one.tests],
        "offer": _offer(one.offer, today) if one.offer else None,
    }  # fmt: skip


def as_ids(reports: Iterable[IdReport], today: date, odd: int) -> str:
    """What is known of ids that somebody met."""
    ids = [_id(report) for report in reports]
    return dump({"format": "steward-vendor-ids/1", "today": today, "odd": odd, "ids": ids})


def as_scan(reports: Iterable[IdReport], found: Found, today: date) -> str:
    """The same with the places where a search met them."""
    places: dict[str, list[dict[str, Any]]] = {}
    for hit in found.hits:
        places.setdefault(hit.id, []).append({"file": hit.path, "line": hit.line, "column": hit.column})
    ids = [{**_id(report), "places": places.get(report.seen.id, [])} for report in reports]
    skipped = [{"path": path, "why": why} for path, why in found.skipped]
    return dump({"format": "steward-vendor-scan/1", "today": today, "files": found.files, "binary": found.binary,
                 "skipped": skipped, "ids": ids})  # fmt: skip


def _id(report: IdReport) -> dict[str, Any]:
    from modelsteward.usecases.vendors.id_findings import says

    seen = report.seen
    said = [{"code": one.code, "severity": str(one.severity), "message": one.message, "hint": one.hint}
            for one in says(report)]  # fmt: skip
    return {
        "id": seen.id, "host": seen.host, "times": seen.times, "is_registered": report.is_registered,
        "registered": [one._asdict() for one in report.registered], "others": report.others, "life": report.life,
        "elsewhere": report.elsewhere, "at": [one._asdict() for one in report.at], "said": said,
    }  # fmt: skip
