"""Duties as JSON, for programs, as obligations.schema.json beside this file describes them. All outcomes are in it."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.owed.things import Bound, Clash, Owing, Thing
from modelsteward.report.values import dump
from modelsteward.usecases.obligations import NO_ADVICE, Obligations, Owed


def render(found: Obligations) -> str:
    """The duties as one JSON document."""
    return dump(
        {
            "format": "steward-obligations/1",
            "asked": found.asked,
            "today": found.today,
            "uses": [_owed(owed) for owed in found.owed],
            "packs": [
                {"name": one.pack.name, "title": one.pack.title, "review_by": one.pack.review_by, "file": one.file}
                for one in found.packs
            ],
            "notes": found.notes,
            "disclaimer": NO_ADVICE,
        }
    )


def _owed(owed: Owed) -> dict[str, Any]:
    return {
        "ref": owed.ref,
        "use": owed.use,
        "role": owed.role,
        "since": owed.since,
        "until": owed.until,
        "objects": [
            *(_thing(thing, binding=True) for thing in owed.binding),
            *(_thing(thing, binding=False) for thing in owed.soft),
        ],
        "conflicts": [_clash(clash) for clash in owed.clashes],
        "duties": [_duty(one, owed) for one in owed.owing],
    }


def _thing(thing: Thing, *, binding: bool) -> dict[str, Any]:
    return {
        "object": thing.name,
        "binding": binding,
        "keep_until": thing.keep_until,
        "keep_open": thing.is_open,
        "delete_by": thing.delete_by,
        "kept_by": [_bound(one) for one in thing.floors],
        "deleted_by": [_bound(one) for one in thing.caps],
    }


def _bound(one: Bound) -> dict[str, Any]:
    return {"duty": one.duty, "day": one.term.day, "words": one.term.words}


def _clash(clash: Clash) -> dict[str, Any]:
    return {"object": clash.thing, "keep": _bound(clash.floor), "delete": _bound(clash.cap)}


def _duty(one: Owing, owed: Owed) -> dict[str, Any]:
    ruling, duty = one.ruling, one.ruling.duty
    met = owed.met.get(duty.id)
    return {
        "id": duty.id,
        "outcome": ruling.outcome,
        "said": ruling.said or None,
        "from": ruling.start,
        "jurisdiction": duty.jurisdiction,
        "source": duty.source,
        "article": duty.article,
        "kind": duty.kind,
        "objects": duty.objects,
        "what": duty.what,
        "binding": duty.binding,
        "status": duty.status,
        "superseded_by": duty.superseded_by,
        "read": duty.read,
        "read_in": duty.read_in,
        "checked_on": duty.checked_on,
        "to_confirm": duty.read != "primary",
        "note": duty.note,
        "because": [why._asdict() for why in ruling.why],
        "missing": [gap._asdict() for gap in ruling.missing],
        "terms": [
            {
                "kind": term.kind, "day": term.day, "words": term.words, "open": term.is_open, "lasts": term.lasts,
                "about": term.about or None, "missing": term.missing._asdict() if term.missing else None,
            }
            for term in one.terms
        ],
        "met": met.model_dump(exclude={"duty"}) if met else None,
    }  # fmt: skip
