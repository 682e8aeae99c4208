"""markdown: a comment for a pull request or merge request, or a post that says who must act, of the length of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelsteward.domain.findings import Finding, Owner, Report, Severity
from modelsteward.domain.texts import amount
from modelsteward.report.comment import LIMIT, LONGEST, fitting, size
from modelsteward.report.escape import code, markdown
from modelsteward.report.words import counts, located, summary

_RESERVE = 400
"""Room for what stands behind the tables: the lines that say what was left out."""
_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}


def render(report: Report, by_owner: bool = False) -> str:
    """A heading with the verdict, a table for each file (or owner), and what is waived, folded away."""
    counting = report.counting()
    waived = [finding for finding in report.findings if finding.waived]
    worst = max((f.severity for f in counting), default=None)
    sign = _SIGNS[worst] if worst else "✅"
    text = f"### {sign} {markdown(report.registry, 100)}: {summary(report)}\n"
    room = LIMIT - _RESERVE - size(text)
    tables, left = _shared(report, counting, room) if by_owner else fitting(_tables(report, counting), room)
    text += tables
    if left:
        text += f"\n{amount(left, 'finding')} more did not fit into a comment: `steward check` shows them all.\n"
    if counting:
        text += f"\n`steward explain {next(f.code for f in counting if f.severity == worst)}` tells more.\n"
    return text + _folded(report, waived, LIMIT - _RESERVE - size(text))


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


def _shared(report: Report, findings: Iterable[Finding], room: int) -> tuple[str, int]:
    """A table for each team that answers for something, who has the worst first; then what nobody answers for.

    Each has the same room, and what one does not need is the others': nobody's many findings push another's out.
    """
    groups: dict[Owner | None, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.owner, []).append(finding)
    rows = {owner: list(_of_owner(report, owner, found)) for owner, found in groups.items()}
    tables: dict[Owner | None, tuple[str, int]] = {}
    for owner in sorted(rows, key=lambda one: sum(size(head + row) for head, row in rows[one])):
        tables[owner] = fitting(rows[owner], room // (len(rows) - len(tables)))
        room -= size(tables[owner][0])
    ordered = [tables[owner] for owner, _ in sorted(groups.items(), key=_urgency)]
    return "".join(text for text, _ in ordered), sum(left for _, left in ordered)


def _of_owner(report: Report, owner: Owner | None, found: list[Finding]) -> Iterator[tuple[str, str]]:
    of_one = counts(report._replace(findings=tuple(found)))
    head = f"\n#### {_called(owner)}: {of_one}\n\n| place | | rule | finding |\n| --- | --- | --- | --- |\n"
    for finding in sorted(found, key=lambda one: -one.severity):
        place = code(f"{located(report.root, finding.file)}:{finding.place.line}")
        yield head, f"| {place} | {finding.severity} | {finding.code} | {_what(finding)} |\n"
        head = ""


def _urgency(group: tuple[Owner | None, list[Finding]]) -> tuple[bool, int, str]:
    owner, found = group
    return owner is None, -max(one.severity for one in found), owner.team if owner else ""


def _called(owner: Owner | None) -> str:
    if owner is None:
        return "Nobody answers for these"
    contact = f" ({markdown(owner.contact, 200, in_table=False)})" if owner.contact else ""
    return markdown(owner.team, 200, in_table=False) + contact


def _waived(report: Report, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    head = "| place | rule | finding | until | reason |\n| --- | --- | --- | --- | --- |\n"
    for finding in findings:
        if finding.waived:
            place = code(f"{located(report.root, finding.file)}:{finding.place.line}")
            until, reason = finding.waived.until, markdown(finding.waived.reason, LONGEST)
            yield head, f"| {place} | {finding.code} | {markdown(finding.message, LONGEST)} | {until} | {reason} |\n"
        head = ""


def _folded(report: Report, waived: list[Finding], room: int) -> str:
    if not waived:
        return ""
    start, end = f"\n<details><summary>{len(waived)} waived</summary>\n\n", "\n</details>\n"
    rows, left = fitting(_waived(report, waived), room - size(start + end))
    if left:
        rows += f"\n{left} more did not fit into a comment: `steward check` shows them all.\n"
    return start + rows + end


def _what(finding: Finding) -> str:
    hint = f"<br>{markdown(finding.hint, LONGEST)}" if finding.hint else ""
    return markdown(finding.message, LONGEST) + hint
