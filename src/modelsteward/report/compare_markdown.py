"""Two versions side by side as Markdown: a memo for whoever decides, with room for what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelsteward.domain.secrets import masked
from modelsteward.report import compare_words as words
from modelsteward.report.escape import code, markdown
from modelsteward.usecases.compared import Compared, Gap, MetricRow


def render(found: Compared) -> str:
    """The memo, which ends with what is missing and with two empty lines to fill in."""
    return "\n".join(line for part in _parts(found) for line in (*part, ""))


def _parts(found: Compared) -> Iterator[Iterable[str]]:
    yield from _head(found)
    today = found.today
    yield _section("Who and what", _lines(words.facts(found.who, today, "`")))
    yield _section("Metrics", _metrics(found.metrics), "No evaluation is on record.")
    if found.latency:
        yield _section("Latency", _metrics(found.latency))
    yield _section("Cost", _lines(words.costs(found)))
    if dearer := words.dearer(found):
        yield [f"{_safe(dearer)}."]
    yield _section(f"Differences from A to B: {words.tally(found)}", _changes(found), "None.")
    yield _section("Data, over the whole lineage", _lines(words.facts(found.data, today, "`")))
    yield _section("What goes in and out", _lines(words.facts(found.limits, today, "`")))
    yield _section("Ends", _lines(words.facts(found.ends, today, "`")))
    yield _section("Open findings", _findings(found), "None.")
    yield _section("Untested", _gaps(found.untested), "Nothing that is required.")
    yield _section("Sources", _sources(found), "None.")
    yield _section("Missing for a decision", _gaps(found.missing), "Nothing that was looked for.")
    yield [f"{_safe(words.closing(found).capitalize())}."]
    yield ["## Decision"]
    yield ["Decision: ______________________________"]
    yield ["Decided by: ______________________________ on: ______________"]


def _head(found: Compared) -> Iterator[Iterable[str]]:
    goal = f" for {code(found.aim.use)}" if found.aim else ""
    yield [f"# Memo: {code(found.a.ref)} or {code(found.b.ref)}{goal}"]
    yield [f"As of {found.today}."]
    setting = f" {_safe(words.setting(found.aim, '`'))}" if found.aim else ""
    yield [f"**Question.** {_safe(words.question(found, '`'))}{setting}"]
    for side in found.sides:
        note = f" ({_safe(side.note)})" if side.note else ""
        yield [f"**{side.letter}** is {code(side.ref)}{note}: {_safe(side.summary)}"]


def _safe(text: str) -> str:
    return markdown(masked(text))


def _section(title: str, rows: Iterable[str], empty: str = "") -> list[str]:
    return [f"## {_safe(title)}", "", *(list(rows) or [empty])]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_safe, cells))} |"


def _lines(rows: Iterable[words.Line]) -> Iterator[str]:
    yield "| | A | B |"
    yield "| --- | --- | --- |"
    yield from map(_row, rows)


def _metrics(rows: Iterable[MetricRow]) -> Iterator[str]:
    head = True
    for row in rows:
        if head:
            yield "| metric | A | B | B against A |"
            yield "| --- | --- | --- | --- |"
            head = False
        yield f"| {_safe(words.heading(row))} | {_measured(row, 'a')} | {_measured(row, 'b')} | {_verdict(row)} |"


def _measured(row: MetricRow, side: str) -> str:
    one, stands = getattr(row, side), getattr(row, f"standing_{side}")
    return "<br>".join(_safe(part) for part in (words.measured(one), words.read(one), words.standing(stands)) if part)


def _verdict(row: MetricRow) -> str:
    said = _safe(words.verdict(row))
    return said if said.startswith("cannot tell") else f"**{said}**"


def _changes(found: Compared) -> Iterator[str]:
    for change in words.weighty(found):
        yield f"- {change.step}: {_safe(change.message)} ({code(change.kind.id)})"


def _findings(found: Compared) -> Iterator[str]:
    for row in found.findings:
        hint = f" ({_safe(row.hint)})" if row.hint else ""
        yield f"- {row.letter}, {row.severity} {row.code}: {_safe(row.message)}{hint}"


def _gaps(gaps: Iterable[Gap]) -> Iterator[str]:
    for one in gaps:
        yield f"- [ ] {_safe(words.gap(one))} ({_safe(one.todo)})"


def _sources(found: Compared) -> Iterator[str]:
    for read in found.sources:
        yield f"- {_safe(read.what)}: {_safe(read.where)}, {read.on}"
