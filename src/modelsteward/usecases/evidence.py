"""What stands on record about a card: evidence, and the matters that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from modelsteward.domain.cards.erasure import Erasure
from modelsteward.domain.cards.records import Approval, Evaluation, NoticeRecord, Result, Review
from modelsteward.domain.holds import Held, ever_on
from modelsteward.domain.kinds import CASE, CHECKLIST, INCIDENT, RECORDS, WAIVER
from modelsteward.domain.references import references
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases.listable import Row


def evidence_of(registry: Registry, ref: str, seal: str | None = None) -> list[Row]:
    """Records about a ref, the newest first: `on`, `kind`, `by`, `said`, `note`, `file`."""
    rows: list[Row] = []
    for kind in RECORDS:
        for entry in (*registry.filed(f"{kind.name} {ref}"), *registry.filed(f"{kind.name} for {ref}")):
            card: Any = entry.card
            said = _said(card, ref) + _elsewhen(card, seal)
            rows.append(
                {"on": card.on, "kind": kind.name, "by": card.by, "said": said, "note": card.note, "file": entry.file}
            )
    return sorted(rows, key=lambda row: (str(row["on"]), str(row["file"])), reverse=True)


def matters_of(registry: Registry, ref: str) -> list[Row]:
    """Holds that cover a ref, and incidents, cases, checklists and waivers that name it: `kind`, `id`, `opened`,
    `closed`, `said`."""
    rows: list[Row] = [_hold(held) for held in ever_on(registry, ref)]
    for kind in (INCIDENT, CASE, CHECKLIST, WAIVER):
        for entry in registry.of_kind(kind.name):
            if any(named in (ref, ref.partition("@")[0]) for _, named in references(entry.card)):
                rows.append(_matter(entry))
    return sorted(rows, key=lambda row: (row["closed"] is not None, str(row["opened"])))


def _hold(held: Held) -> Row:
    card, cover = held.entry.card, held.cover
    must = "cannot be told to be free" if cover.certainty == "cannot tell" else "must be kept"
    said = f"{must}, by order of {card.by}" + ("" if cover.is_named else f" ({cover.why})")
    return {"kind": "hold", "id": card.id, "opened": card.opened, "closed": card.released, "said": said}


def _matter(entry: Entry[Any]) -> Row:
    card = entry.card
    row: Row = {"kind": entry.kind, "id": getattr(card, "id", entry.ref)}
    match entry.kind:
        case "incident":
            return row | {"opened": card.opened, "closed": card.closed, "said": f"{card.severity} incident"}
        case "case":
            due = f", due {card.due}" if card.due else ""
            return row | {"opened": card.opened, "closed": card.closed, "said": f"{card.purpose}{due}"}
        case "checklist":
            left = sum(item.state == "open" for item in card.items)
            said = f"{card.purpose}: {left} of {len(card.items)} items open"
            return row | {"opened": card.opened, "closed": card.closed, "said": said}
    return row | {"opened": card.on, "closed": None, "said": f"{card.rule} waived until {card.until}: {card.reason}"}


def _said(card: Any, ref: str) -> str:
    """What a record says, in a line."""
    about = "" if card.ref == ref else f"{card.ref}: "
    use = getattr(card, "use", None)
    purpose = f" for {use}" if use and use != ref else ""
    match card:
        case Evaluation():
            return f"{about}{card.suite}: {', '.join(map(_result, card.results))}{purpose}"
        case Approval():
            terms = f", on condition: {'; '.join(card.conditions)}" if card.conditions else ""
            return f"{about}{card.decision} by role {card.role}{purpose}{terms}"
        case NoticeRecord():
            sent = f"sent {card.sent}" if card.sent else "not sent yet"
            return f"{about}told {', '.join(card.to)} of the end on {card.sunset}{purpose}, {sent}"
        case Review():
            return f"{about}{card.outcome}, until {card.until}"
        case Erasure():
            return f"{about}places: {_counted(place.outcome for place in card.places)}"
    seen = [place.result for place in card.places] + ["not checked"] * len(card.not_checked)
    return f"{about}places: {_counted(seen)}"


def _counted(results: Iterable[str]) -> str:
    """What was found where, counted: `3 gone, 1 not checked`."""
    found = Counter(results)
    return ", ".join(f"{count} {what}" for what, count in found.items() if count)


def _result(result: Result) -> str:
    where = f" on {result.slice}" if result.slice else ""
    interval = f" ({result.low:g} to {result.high:g})" if result.low is not None and result.high is not None else ""
    return f"{result.metric} {result.value:g}{interval}{where}"


def _elsewhen(card: Any, seal: str | None) -> str:
    """A remark where the record speaks of other technical facts than the card holds now."""
    theirs = getattr(card, "seal", None)
    return " (of another seal than the card's)" if seal and theirs and theirs != seal else ""
