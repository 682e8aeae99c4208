"""Where to move to from a vendor's model, for eyes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.costing import dollars
from modelsteward.domain.dates import ago
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.folding import folded
from modelsteward.report.styled import Line, painted_lines
from modelsteward.report.vendors_text import STATES

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.offers import Offer
    from modelsteward.usecases.vendors.successors import Candidate, Successors


def render(found: Successors, limit: int, *, colour: bool = False, width: int = 100) -> str:
    """What is asked of a successor, the candidates, and what is not among them."""
    return painted_lines(_lines(found, limit, width), colour)


def _lines(found: Successors, limit: int, width: int) -> Iterator[Line]:
    asked, needs = found.asked, found.needs
    state = asked.state(found.today)
    end = f"{' on' if state == 'ended' else ':'} {asked.end}, {ago(asked.end, found.today)}" if asked.end else ""
    yield [(safe(asked.ref), "bold"), ("  ", ""), (safe(f"{state}{end}"), STATES.get(state, ""))]
    wants = [f"answers until {needs.until}" + (f" (moving takes {found.lead})" if not found.is_until_given else "")]
    wants += [f"ends after {needs.after}"] if needs.after else []
    wants += [f"costs at most {dollars(needs.max_price)} a million tokens"] if needs.max_price is not None else []
    wants += [f"takes {needs.min_context:,} tokens"] if needs.min_context is not None else []
    uses = ", ".join(f"{place.use.ref} ({place.slot})" for place in found.places)
    yield from ([(line, "dim")] for line in folded(safe(f"asked of a successor: {', '.join(wants)}"), width))
    yield from ([(line, "dim")] for line in folded(safe(f"for {uses or 'no use in particular'}"), width))
    shown = found.candidates[:limit]
    for number, one in enumerate(shown, start=1):
        yield []
        yield from _candidate(number, one, found, width)
    if not shown:
        yield []
        yield from ([(line, "yellow")] for line in folded(_nothing(found), width))
    if found.left_out:
        yield []
        yield [("Not among them", "bold underline")]
    for left in found.left_out:
        text = f"{left.ref}: {left.why} ({left.reason})"
        yield from ([(line, "")] for line in folded(safe(text), width, "    ", "  "))
    yield []
    yield from ([(line, "dim")] for line in folded(safe("; ".join(_closing(found, len(shown)))), width))


def _candidate(number: int, one: Candidate, found: Successors, width: int) -> Iterator[Line]:
    facts = _facts(one.offer, found)
    yield [
        (f"{number}. ", ""),
        (safe(one.ref), "bold"),
        *([("  ", ""), (facts, "")] if _fits(one, facts, width) else []),
    ]
    if not _fits(one, facts, width):
        yield from ([(line, "")] for line in folded(facts, width, "     ", "     "))
    for reason in one.reasons or ["does the same, as far as its name tells"]:
        yield from ([(line, "")] for line in folded(safe(reason), width, "     ", "   + "))
    for test in one.tests:
        style = "red" if test.failed else "green" if test.passed and not test.open else "yellow"
        yield from ([(line, style)] for line in folded(safe(test.said), width, "     ", "   = "))
    if found.places and not one.cards:
        text = f"not evaluated here, for it is not registered: steward register NAME@VERSION --from vendor:{one.ref}"
        yield from ([(line, "dim")] for line in folded(safe(text), width, "     ", "   = "))
    if one.unknown:
        text = f"not known: {'; '.join(one.unknown)}"
        yield from ([(line, "yellow")] for line in folded(safe(text), width, "     ", "   ? "))


def _fits(one: Candidate, facts: str, width: int) -> bool:
    """Whether the facts stand on the line of the name, numbers of two digits among them."""
    return len(safe(one.ref)) + len(facts) + 6 <= width


def _facts(offer: Offer | None, found: Successors) -> str:
    """How long it lives, what it costs and how much it takes."""
    if offer is None:
        return "hosted here"
    end = f"ends {offer.end}, {ago(offer.end, found.today)}" if offer.end else ""
    lasts = end or (f"not before {offer.not_before}" if offer.not_before else "no end is known")
    taken, given = offer.usd
    cost = f"{_usd(taken)} in, {_usd(given)} out per 1M tokens" if (taken, given) != (None, None) else ""
    takes = f"takes {offer.context:,} tokens" if offer.context else ""
    return "; ".join(filter(None, (lasts, cost, takes)))


def _usd(usd: float | None) -> str:
    return dollars(usd) if usd is not None else "?"


def _nothing(found: Successors) -> str:
    where = ", ".join(found.hosts)
    return safe(f"nothing that is known at {where} can follow it: look at other hosts with --any-host, or ask for less")


def _closing(found: Successors, shown: int) -> Iterator[str]:
    more = len(found.candidates) - shown
    yield amount(len(found.candidates), "candidate") + (f", {more} not shown (--limit)" if more else "")
    if found.others:
        where = ", ".join(found.hosts) if len(found.hosts) < 4 else f"{len(found.hosts)} hosts"
        yield f"{found.others} more at {where} can't follow"
    if found.shipped:
        yield f"what is not on file is told from {found.shipped}"
    yield "what a model does is told by its name"
