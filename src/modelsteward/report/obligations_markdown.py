"""Duties as Markdown, for the file of a version or a pull request: a table by use, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.owed.things import Owing
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.report.obligations_words import (
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
    thing_name,
    things,
    title,
    to_fill,
)
from modelsteward.usecases.obligations import Obligations, Owed

_RESERVE = 4000
"""Room for what stands around the tables."""


def render(found: Obligations, *, everything: bool = False) -> str:
    """What is asked in each use. Short enough for a comment."""
    text = f"### Duties of {code(found.asked, in_table=False)}, as of {found.today}\n"
    rows, left = fitting((row for owed in found.owed for row in _rows(owed, everything)), LIMIT - _RESERVE)
    text += rows
    if left:
        text += f"\n{left} more did not fit: {code(f'steward obligations {found.asked}')} shows them all.\n"
    return text + "".join(f"\n{markdown(line, LONGEST)}\n" for line in closing(found, everything=everything))


def _rows(owed: Owed, everything: bool) -> Iterator[tuple[str, str]]:
    head = f"\n#### {markdown(title(owed), LONGEST)}\n\n{markdown(summed(owed))}.\n"
    for clash in owed.clashes:
        yield head, f"\n**Cannot both be kept to**: {markdown(clash_line(clash), LONGEST)}\n"
        head = ""
    head += "\n| object | keep until | gone by | duties |\n| --- | --- | --- | --- |\n"
    for thing in owed.binding:
        cells = (markdown(thing_name(thing.name)), keep_words(thing), gone_words(thing), rests_on(thing))
        yield head, f"| {' | '.join(markdown(cell, LONGEST) if at else cell for at, cell in enumerate(cells))} |\n"
        head = ""
    table = "\n| duty | asks | days | law | because |\n| --- | --- | --- | --- | --- |\n"
    head = head.partition("\n| object")[0] + table
    for one in (*owed.of("applies"), *owed.of("later")):
        yield head, _duty(one, owed)
        head = ""
    head = "\n| cannot be told | what would tell | law |\n| --- | --- | --- |\n"
    for one in owed.of("cannot tell"):
        gaps = "<br>".join(markdown(gap, LONGEST) for gap in to_fill(one.ruling.missing))
        yield head, f"| {code(one.ruling.duty.id)} | {gaps} | {markdown(law(one.ruling.duty), LONGEST)} |\n"
        head = ""
    if everything:
        yield from _not(owed)


def _duty(one: Owing, owed: Owed) -> str:
    ruling, duty = one.ruling, one.ruling.duty
    met = owed.met.get(duty.id)
    days = [f"from {ruling.start}"] if ruling.outcome == "later" else []
    days += [line for term in one.terms if (line := term_line(term))] + ([met_line(met)] if met else [])
    binds = "" if duty.binding else "<br>binds nobody here by law"
    cells = (
        code(duty.id),
        markdown(f"{things(duty.objects)}: {duty.what}", LONGEST),
        "<br>".join(markdown(day, LONGEST) for day in days),
        f"{markdown(law(duty), LONGEST)}<br>{markdown(mark(duty), LONGEST)}{binds}",
        markdown(because(ruling.why), LONGEST),
    )
    return f"| {' | '.join(cells)} |\n"


def _not(owed: Owed) -> Iterator[tuple[str, str]]:
    head = "\n| does not apply | because |\n| --- | --- |\n"
    for one in owed.of("not", "ended"):
        yield head, f"| {code(one.ruling.duty.id)} | {markdown(excluded(one.ruling), LONGEST)} |\n"
        head = ""
