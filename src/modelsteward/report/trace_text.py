"""A trace for eyes: what surely holds the data and what possibly, where it lies, what would stop, what nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from modelsteward.domain.descent import MADE
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.impact_text import owner, trimmed, wrapped
from modelsteward.report.sections import aligned
from modelsteward.report.styled import Line, Piece, hue, painted_lines
from modelsteward.usecases.tombstone import told
from modelsteward.usecases.trace import Holder, Place, Stop, Trace
from modelsteward.usecases.tracing import Affected

_BOLD, _DIM = "bold", "dim"


def render(trace: Trace, *, colour: bool = False, width: int = 80) -> str:
    """The trace in sections, the surest first."""
    parts = [list(part) for part in _parts(trace, width)]
    lines = [line for part in parts if part for line in ([], *part)][1:]
    return painted_lines(map(trimmed, lines), colour)


def _parts(trace: Trace, width: int) -> Iterator[Iterable[Line]]:
    yield _titled(f"Data: {safe(trace.asked)}", [_data(one, trace) for one in trace.data], width)
    for certainty in ("surely", "possibly"):
        there = [one for one in trace.models if one.model.certainty == certainty and one.gone is None]
        yield _holders(f"Models that {certainty} hold it", there, width)
    yield _holders("Destroyed models that held it, or may have", [one for one in trace.models if one.gone], width)
    yield _titled("Would stop", [_stop(one) for one in trace.stops], width)
    yield _titled("Who to talk to", [owner(party) for party in trace.owners], width)
    yield [line for text in summed(trace) for line in wrapped(text, width, _BOLD)]
    yield _titled("Not known", [], width, unknown(trace))


def _titled(title: str, rows: list[list[Piece]], width: int, notes: Iterable[str] = ()) -> Iterator[Line]:
    notes = list(notes)
    if rows or notes:
        yield [(title, _BOLD)]
    yield from aligned(rows, width) if rows else ()
    for note in notes:
        first, *rest = wrapped(safe(note), width - 4, "")
        yield [("  - ", ""), *first]
        yield from ([("    ", ""), *line] for line in rest)


def _data(one: Affected, trace: Trace) -> list[Piece]:
    sure = "" if one.certainty == "surely" else "possibly: "
    gone = f"\n{told(trace.gone[one.ref])}" if one.ref in trace.gone else ""
    return [
        (safe(one.ref), ""), (safe(one.state), hue(one.state)), (sure + (way(one) or "asked for") + gone, ""),
    ]  # fmt: skip


def way(one: Affected) -> str:
    """How a thing came by the data, from itself up: `trained on data:x@1.0.0, which is another version of …`."""
    said = [f"{link.relation} {safe(link.ref)}" for link in reversed(one.how)]
    return ", which is ".join(_as_clause(text, n) for n, text in enumerate(said))


def _as_clause(text: str, place: int) -> str:
    first, _, rest = text.partition(" ")
    article = {"fine-tune": "a ", "adapter": "an ", "merge": "a "}.get(first, "")
    return f"{article}{MADE[first]} {rest}" if first in MADE else text


def _holders(title: str, holders: list[Holder], width: int) -> Iterator[Line]:
    if holders:
        yield [(title, _BOLD)]
    for one in holders:
        model = one.model
        home = f"  (of the registry {safe(model.home)})" if model.home else ""
        yield [("  ", ""), (safe(model.ref), ""), ("  ", ""), (safe(model.state), hue(model.state)),
               (f"  {safe(model.owner or 'nobody owns it')}{home}", _DIM)]  # fmt: skip
        yield from _indented(way(model), width, "")
        yield from (line for reason in model.doubts for line in _indented(f"only possibly: {reason}", width, "yellow"))
        yield from (line for text in lying(one) for line in _indented(text, width, _DIM))


def _indented(text: str, width: int, style: str) -> Iterator[Line]:
    yield from ([("    ", ""), *line] for line in wrapped(text, width - 4, style))


def lying(one: Holder) -> Iterator[str]:
    """Where it lies, a line a place; of what is destroyed what shows that."""
    if one.gone is None:
        yield from map(place_line, one.places)
        if one.unsaid:
            yield one.unsaid
        return
    if one.certified is None:
        yield f"destroyed {one.gone}; no certificate on record shows that"
    else:
        left = f"; {amount(one.unchecked, 'place')} not seen to be gone" if one.unchecked else ""
        yield f"destroyed {one.gone}, by the certificate of {one.certified}{left}"


def place_line(place: Place) -> str:
    """A place in a line."""
    holder = f", held by {safe(place.holder)}" if place.holder else ""
    return f"{place.what}: {safe(place.where)}{holder}"


def _stop(stop: Stop) -> list[Piece]:
    part = stop.part
    certain = "" if stop.certainty == "surely" else "possibly, "
    return [
        (safe(part.use), ""), (part.slot, ""), (safe(part.ref), ""), (f"{certain}{then(stop)}", ""),
    ]  # fmt: skip


def then(stop: Stop) -> str:
    """What serves a slot that would stop."""
    if stop.fallback is None:
        return "nothing takes over"
    also = f", which holds the data {stop.fallback_affected} too" if stop.fallback_affected else ""
    return f"{safe(stop.fallback)} is its fallback{also}"


def summed(trace: Trace) -> list[str]:
    """The answer in a sentence."""
    there = [one for one in trace.models if one.gone is None]
    sure = sum(one.model.certainty == "surely" for one in there)
    gone = len(trace.models) - len(there)
    said = [f"{amount(sure, 'model version')} surely and {len(there) - sure} possibly"]
    said += [f"{amount(len(trace.unsure), 'other')} cannot be told"] if trace.unsure else []
    said += [f"{gone} destroyed"] if gone else []
    uses = len({stop.part.use for stop in trace.stops})
    return [f"{'; '.join(said)}; {amount(uses, 'use')} would stop"]


def unknown(trace: Trace) -> Iterator[str]:
    """What nobody can tell by the cards."""
    table: dict[str, list[str]] = defaultdict(list)
    for one in trace.unsure:
        table[one.why].append(one.ref)
    for why, refs in table.items():
        first, *others = refs
        each = f"whether these hold it, of each: {why}: {', '.join(refs)}"
        yield each if others else f"whether {first} holds it: {why}"
    if trace.sources:
        yield f"what else holds these rows: they came from {', '.join(trace.sources)}, which a trace of its own follows"
    yield from (f"what is in {note}" for note in trace.not_seen)
