"""What is known of a vendor's model, for eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.costing import in_words
from modelsteward.domain.dates import ago
from modelsteward.domain.vendors.hosts import title_of
from modelsteward.report.cells import safe
from modelsteward.report.folding import folded
from modelsteward.report.sections import aligned
from modelsteward.report.styled import Line, Piece, hue, painted_lines

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation, Price
    from modelsteward.usecases.vendors.offers import Offer
    from modelsteward.usecases.vendors.showing import Move, Resting, Shown

STATES = {"ended": "red", "ending": "yellow", "gone": "yellow", "alive": "green", "unknown": "dim"}
"""How the state of a vendor's model looks."""
_WORDS = {"ends": "its end", "not_before": "not before", "deprecated": "announced", "released": "released"}


def render(shown: Shown, *, colour: bool = False, width: int = 100) -> str:
    """What it is, what is said of it, what changed, what rests on it, and what to do."""
    return painted_lines(_lines(shown, width), colour)


def _lines(shown: Shown, width: int) -> Iterator[Line]:
    offer, today = shown.offer, shown.today
    yield [(safe(offer.ref), "bold"), ("  ", ""), (safe(shown.state), STATES.get(shown.state, ""))]
    yield [(safe(f"{title_of(offer.host)}; {_where(shown)}"), "dim")]
    yield from _facts(offer, today, width)
    if shown.disagree:
        yield from _titled("Sources disagree on the end; the earliest counts", [
            [(f"{day}, {ago(day, today)}", "yellow"), (", ".join(_by(seen) for seen in by), "")]
            for day, by in shown.disagree
        ], width)  # fmt: skip
    yield from _titled("What sources say", [_said(seen, today) for seen in shown.said], width, "nobody says anything")
    yield from _titled("What changed", [_moved(move) for move in shown.moves], width)
    if len(shown.snapshots) > 1:
        yield from _titled("Snapshots", [_snapshot(one, today) for one in shown.snapshots], width)
    yield from _titled("Prices", [_price(one) for one in offer.prices], width)
    rows = [row for one in shown.resting for row in _resting(one, today)]
    yield from _titled("What of ours rests on it", rows, width, "nothing that has not ended")
    if shown.steps:
        yield []
        yield [("What to do", "bold underline")]
        for step in shown.steps:
            yield from ([(line, "")] for line in folded(safe(step), width, "    ", "  - "))


def _where(shown: Shown) -> str:
    if shown.offer.file:
        return f"on file in {shown.offer.file}"
    return f"not on file, told from {shown.shipped}" if shown.shipped else "nothing is on file"


def _facts(offer: Offer, today: date, width: int) -> Iterator[Line]:
    """Its life-line, and what it takes and gives."""
    said = offer.ends[0][1] if offer.ends else None
    days = (
        ("released", offer.released, ""), ("announced", offer.announced, ""), ("not before", offer.not_before, ""),
        ("ended" if offer.is_over(today) else "ends", offer.end, f", says {_by(said)}" if said else ""),
    )  # fmt: skip
    rows: list[list[Piece]] = [
        [(word, "dim"), (f"{day}, {ago(day, today)}{more}", _near(day, today) if word in ("ends", "ended") else "")]
        for word, day, more in days if day
    ]  # fmt: skip
    if offer.said and offer.end is None:
        rows.append([("ends", "dim"), ("nobody says when", "")])
    advice = ", ".join(filter(None, (offer.replacement, *offer.alternatives)))
    others = [("status", offer.status), ("recommended", advice),
              ("context", f"{offer.context:,} tokens" if offer.context else None),
              ("output", f"{offer.max_output:,} tokens" if offer.max_output else None)]  # fmt: skip
    rows += [[(word, "dim"), (safe(value), "")] for word, value in others if value]
    if rows:
        yield []
        yield from aligned(rows, width)


def _near(day: date, today: date) -> str:
    return "red" if day < today else "yellow"


def _by(seen: Observation) -> str:
    return safe(f"{seen.source} (read {seen.read_on})")


def _titled(title: str, rows: list[list[Piece]], width: int, empty: str = "") -> Iterator[Line]:
    if not rows and not empty:
        return
    yield []
    yield [(title, "bold underline")]
    if rows:
        yield from aligned(rows, width)
    else:
        yield [(f"  {empty}", "dim")]


def about(seen: Observation | Move | Price) -> str:
    """Of which snapshot, region and kind of deployment a word is."""
    kind = getattr(seen, "deployment_kind", None) or getattr(seen, "kind", None)
    return safe(", ".join(filter(None, (seen.snapshot, seen.region, kind))))


def _said(seen: Observation, today: date) -> list[Piece]:
    told: list[str] = [seen.state or seen.status or ""]
    told += ["has it no more"] if seen.listed is False else []
    told += [f"{word} {day}" for word, day in (("released", seen.released), ("announced", seen.deprecated)) if day]
    told += [f"not before {seen.not_before}"] if seen.not_before else []
    if seen.ends:
        told.append(
            f"ends {seen.ends}, {ago(seen.ends, today)}" + (" (tentative)" if seen.certainty == "tentative" else "")
        )
    told += [f"recommends {seen.replacement}"] if seen.replacement else []
    note = [f"note: {seen.note}"] if seen.note else []
    looked = f", which had looked {seen.as_of}" if seen.as_of else ""
    lines = [", ".join(filter(None, told)) or "says nothing of an end", f"{seen.source}{looked}", *note]
    return [(f"read {seen.read_on}", ""), (about(seen), ""), ("\n".join(map(safe, lines)), "")]


def _moved(move: Move) -> list[Piece]:
    what = _WORDS.get(move.what, move.what)
    by = "" if move.days is None else f" ({abs(move.days)} days {'later' if move.days > 0 else 'earlier'})"
    said = f"{what}: {move.old or 'not said'} -> {move.new or 'not said'}{by}"
    worse = (move.days is not None and move.days < 0) or (move.what == "ends" and move.old is None)
    return [(f"read {move.read_on}", ""), (about(move), ""),
            (f"{safe(said)}\n{safe(move.source)}", "yellow" if worse else "")]  # fmt: skip


def _price(one: Price) -> list[Piece]:
    asks = safe(in_words(one.unit, (one.usd, one.usd_input, one.usd_output)))
    return [(asks, ""), (about(one), ""), (safe(f"read {one.read_on}, {one.source}"), "dim")]


def _snapshot(one: Offer, today: date) -> list[Piece]:
    state = one.state(today)
    end = f"{'ended' if state == 'ended' else 'ends'} {one.end}, {ago(one.end, today)}" if one.end else ""
    more = filter(None, (end, f"not before {one.not_before}" if one.not_before else "",
                         f"ours: {', '.join(card.ref for card in one.living)}" if one.living else "",
                         "" if one.file else "not on file"))  # fmt: skip
    return [
        (safe(one.snapshot or "(no snapshot)"), "bold"),
        (state, STATES.get(state, "")),
        (safe("; ".join(more)), ""),
    ]


def _resting(one: Resting, today: date) -> Iterator[list[Piece]]:
    end = f"ends {one.end}, {ago(one.end, today)}" if one.end else ""
    where = ", ".join(filter(None, (one.region, one.kind)))
    said = filter(None, (end, f"sunset {one.sunset}" if one.sunset else "", f"moving takes {one.lead}", where))
    lines = [f"owner: {one.owner}", "; ".join(said), *(_part(one.parts))]
    yield [(safe(one.ref), "bold"), (safe(one.stage), hue(one.stage)), ("\n".join(map(safe, lines)), "")]


def _part(parts: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for use, slot, role, owner in parts:
        yield f"{role} {use} ({slot}); its owner: {owner}"
