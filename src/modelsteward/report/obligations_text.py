"""Duties for eyes: by use, what is kept and gone until when, then each duty with its law, facts and verification."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.owed.things import Owing, Thing
from modelsteward.report.cells import safe
from modelsteward.report.impact_text import trimmed, wrapped
from modelsteward.report.obligations_words import (
    KINDS,
    alike,
    because,
    clash_line,
    closing,
    excluded,
    gone_words,
    keep_words,
    law,
    mark,
    met_line,
    rests_on,
    summed,
    term_line,
    things,
    title,
    to_fill,
)
from modelsteward.report.sections import aligned
from modelsteward.report.styled import Line, Piece, painted_lines
from modelsteward.usecases.obligations import Obligations, Owed

_BOLD, _DIM = "bold", "dim"


def render(found: Obligations, *, everything: bool = False, colour: bool = False, width: int = 80) -> str:
    """The duties of each use, the binding ones first; what does not apply only where `everything` is asked for."""
    lines: list[Line] = []
    for owed in found.owed:
        lines += [*wrapped(safe(title(owed)), width, _BOLD), [(f"as of {found.today}: {summed(owed)}", _DIM)]]
        for part in _parts(owed, everything, width):
            lines += part
        lines.append([])
    if not found.owed:
        lines += [[(f"no version that has a card served {safe(found.asked)}", "")], []]
    for text in closing(found, everything=everything):
        lines += wrapped(safe(text), width, _DIM)
    return painted_lines(map(trimmed, lines), colour)


def _parts(owed: Owed, everything: bool, width: int) -> Iterator[list[Line]]:
    now = owed.of("applies")
    yield _section("Keep and delete, by object", [_alike(group) for group in alike(owed.binding)], width)
    yield _notes("Cannot both be kept to", [clash_line(clash) for clash in owed.clashes], width, "red")
    for kind, heading in KINDS.items():
        mine = [one for one in now if one.ruling.duty.kind == kind and one.ruling.duty.binding]
        yield _section(heading, [_duty(one, owed) for one in mine], width)
    soft = [one for one in now if not one.ruling.duty.binding]
    yield _section("Binds nobody here by law", [_duty(one, owed) for one in soft], width)
    yield _section("From a later day", [_duty(one, owed) for one in owed.of("later")], width)
    yield _section("Cannot be told", [_untold(one) for one in owed.of("cannot tell")], width)
    if everything:
        yield _section("Does not apply", [_not(one) for one in owed.of("not", "ended")], width)


def _section(heading: str, rows: list[list[Piece]], width: int) -> list[Line]:
    return [[], [(heading, _BOLD)], *aligned(rows, width)] if rows else []


def _notes(heading: str, notes: list[str], width: int, style: str) -> list[Line]:
    lines = [[("  ", ""), *line] for note in notes for line in wrapped(safe(note), width - 2, style)]
    return [[], [(heading, f"bold {style}")], *lines] if lines else []


def _alike(group: list[Thing]) -> list[Piece]:
    keep, gone = keep_words(group[0]), gone_words(group[0])
    names = safe(things(thing.name for thing in group))
    return [
        (f"keep: {keep}" if keep else "", ""), (f"gone by: {gone}" if gone else "", ""),
        (f"{names}\n({safe(rests_on(group[0]))})", ""),
    ]  # fmt: skip


def _duty(one: Owing, owed: Owed) -> list[Piece]:
    ruling, duty = one.ruling, one.ruling.duty
    later = f"from {ruling.start}" + (f": {ruling.said}" if ruling.said else "") if ruling.outcome == "later" else ""
    met = owed.met.get(duty.id)
    said = [
        later,
        f"{things(duty.objects)}: {duty.what}",
        *(term_line(term) for term in one.terms),
        met_line(met) if met else "",
        f"{law(duty)}; {mark(duty)}",
        f"for {because(ruling.why)}" if ruling.why else "",
        f"note: {duty.note}" if duty.note else "",
    ]
    return [(safe(duty.id), ""), ("\n".join(safe(line) for line in said if line), "")]


def _untold(one: Owing) -> list[Piece]:
    duty = one.ruling.duty
    said = [*to_fill(one.ruling.missing), f"{duty.kind} {things(duty.objects)}", f"{law(duty)}; {mark(duty)}"]
    if one.ruling.said:
        said.insert(0, f"it applies; {one.ruling.said} cannot be told")
    return [(safe(duty.id), ""), ("\n".join(map(safe, said)), "")]


def _not(one: Owing) -> list[Piece]:
    return [(safe(one.ruling.duty.id), _DIM), (safe(excluded(one.ruling)), _DIM)]
