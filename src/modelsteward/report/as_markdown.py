"""markdown: a comment for a pull request or merge request, short enough to be posted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.domain.texts import amount
from modelsteward.report.escape import code, markdown
from modelsteward.report.words import located, summary

LIMIT = 65_536
"""Characters that GitHub takes in a comment; counted in bytes here, which is never fewer."""
_RESERVE = 400
"""Room for what stands behind the tables: the lines that say what was left out."""
_LONGEST = 600
"""Characters of a message or hint that a comment shows."""
_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}


def render(report: Report) -> str:
    """A heading with the verdict, a table for each file, and what is waived, folded away."""
    counting = report.counting()
    waived = [finding for finding in report.findings if finding.waived]
    worst = max((f.severity for f in counting), default=None)
    sign = _SIGNS[worst] if worst else "✅"
    text = f"### {sign} {markdown(report.registry, 100)}: {summary(report)}\n"
    tables, left = _fitting(_tables(report, counting), LIMIT - _RESERVE - _size(text))
    text += tables
    if left:
        text += f"\n{amount(left, 'finding')} more did not fit into a comment: `steward check` shows them all.\n"
    if counting:
        text += f"\n`steward explain {next(f.code for f in counting if f.severity == worst)}` tells more.\n"
    return text + _folded(report, waived, LIMIT - _RESERVE - _size(text))


def _tables(report: Report, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Each finding's row, with the head that must stand before it where a file begins."""
    file = None
    for finding in findings:
        head = ""
        if finding.file != file:
            path = code(located(report.root, finding.file), in_table=False)
            head = f"\n**{path}**\n\n| line | | rule | finding |\n| --: | --- | --- | --- |\n"
        file = finding.file
        yield head, f"| {finding.place.line} | {finding.severity} | {finding.code} | {_what(finding)} |\n"


def _waived(report: Report, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    head = "| place | rule | finding | until | reason |\n| --- | --- | --- | --- | --- |\n"
    for finding in findings:
        if finding.waived:
            place = code(f"{located(report.root, finding.file)}:{finding.place.line}")
            until, reason = finding.waived.until, markdown(finding.waived.reason, _LONGEST)
            yield head, f"| {place} | {finding.code} | {markdown(finding.message, _LONGEST)} | {until} | {reason} |\n"
        head = ""


def _folded(report: Report, waived: list[Finding], room: int) -> str:
    if not waived:
        return ""
    start, end = f"\n<details><summary>{len(waived)} waived</summary>\n\n", "\n</details>\n"
    rows, left = _fitting(_waived(report, waived), room - _size(start + end))
    if left:
        rows += f"\n{left} more did not fit into a comment: `steward check` shows them all.\n"
    return start + rows + end


def _fitting(rows: Iterable[tuple[str, str]], room: int) -> tuple[str, int]:
    """The first rows, as many as there is room for, and how many are left."""
    kept: list[str] = []
    left = 0
    for head, row in rows:
        room -= _size(head + row)
        if room < 0:
            left += 1
        else:
            kept += [head, row]
    return "".join(kept), left


def _what(finding: Finding) -> str:
    hint = f"<br>{markdown(finding.hint, _LONGEST)}" if finding.hint else ""
    return markdown(finding.message, _LONGEST) + hint


def _size(text: str) -> int:
    return len(text.encode())
