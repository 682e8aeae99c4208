"""What is known of ids that somebody met in code, settings or logs, for eyes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Severity
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.escape import visible
from modelsteward.report.folding import folded
from modelsteward.report.styled import Line, hue, painted_lines
from modelsteward.usecases.vendors.id_findings import says

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.id_hits import Found, Hit
    from modelsteward.usecases.vendors.ids import IdReport

_MOST = 5
"""Places of an id that are named."""
_SKIPPED = 5


def render(reports: Sequence[IdReport], today: date, *, odd: int = 0, colour: bool = False, width: int = 100) -> str:
    """Each id with what is to be said of it, the worst first."""
    lines = [line for report in _by_need(reports) for line in _id(report, "", width)]
    closing = _closing(reports, today)
    if odd:
        closing.append(f"{amount(odd, 'line')} named no id and {'was' if odd == 1 else 'were'} passed over")
    return painted_lines([*lines, [], *([(line, "")] for line in closing)], colour)


def render_scan(reports: Sequence[IdReport], found: Found, today: date, *, colour: bool = False,
                width: int = 100) -> str:  # fmt: skip
    """The same, each with the places where it was met."""
    places: dict[str, list[Hit]] = {}
    for hit in found.hits:
        places.setdefault(hit.id, []).append(hit)
    lines: list[Line] = []
    for report in _by_need(reports):
        here = places.get(report.seen.id, [])
        lines += _id(report, f"in {amount(len({hit.path for hit in here}), 'file')}", width)
        lines += [[(f"    {visible(hit.path)}:{hit.line}:{hit.column}", "dim")] for hit in here[:_MOST]]
        lines += [[(f"    and {amount(len(here) - _MOST, 'place')} more", "dim")]] if len(here) > _MOST else []
    closing = [*_closing(reports, today), *_looked(found)]
    return painted_lines([*lines, [], *([(line, "")] for line in closing)], colour)


def _by_need(reports: Sequence[IdReport]) -> list[IdReport]:
    return sorted(reports, key=lambda one: (-_worst(one), -one.seen.times, one.seen.id))


def _worst(report: IdReport) -> int:
    return max((say.severity for say in says(report)), default=0)


def _id(report: IdReport, where: str, width: int) -> Iterator[Line]:
    seen = report.seen
    host = f" at {seen.host}" if seen.host else ""
    met = ", ".join(filter(None, (f"{amount(seen.times, 'time')}", where)))
    yield [(safe(seen.id), "bold"), ("  ", ""), (safe(f"{met}{host}"), "dim")]
    for say in says(report):
        word = str(say.severity)
        first, *rest = folded(safe(say.message), width - 11)
        yield [(f"  {word:<7}  ", hue(word)), (first, "")]
        yield from ([(f"{' ' * 11}{line}", "")] for line in rest)
        yield from ([(line, "dim")] for line in folded(safe(say.hint), width, " " * 13, " " * 11))
    if report.is_registered:
        told = ", ".join(_as(ref, report) for ref in dict.fromkeys(one.ref for one in report.registered))
        yield from ([(line, "green")] for line in folded(safe(f"registered: {told}"), width, "    ", "  "))


def _as(ref: str, report: IdReport) -> str:
    """A version of ours, its stage, and all the ways in which it is called so."""
    same = [one for one in report.registered if one.ref == ref]
    return f"{ref} ({same[0].stage}; {', '.join(one.how for one in same)})"


def _closing(reports: Sequence[IdReport], today: date) -> list[str]:
    count = Counter(
        "registered" if one.is_registered else "known and not registered" if one.is_known else "not known"
        for one in reports
    )
    told = ", ".join(f"{count[word]} {word}" for word in ("registered", "known and not registered", "not known"))
    dead = sum(bool(one.dead) and one.life == "ended" for one in reports)
    worst = Counter(say.severity for one in reports for say in says(one))
    bad = ", ".join(amount(worst[one], str(one)) for one in sorted(Severity, reverse=True) if worst[one])
    return [f"{amount(len(reports), 'id')}: {told}; {dead} that {'has' if dead == 1 else 'have'} ended"
            f" (as of {today}{f'; {bad}' if bad else ''})"]  # fmt: skip


def _looked(found: Found) -> Iterator[str]:
    binary = f", {found.binary} passed over that are no text" if found.binary else ""
    yield f"{amount(found.files, 'file')} read{binary}"
    for path, why in found.skipped[:_SKIPPED]:
        yield f"not searched: {safe(path)}: {safe(why)}"
    if len(found.skipped) > _SKIPPED:
        yield f"and {len(found.skipped) - _SKIPPED} more were not searched"
