"""text: for eyes, in a terminal. Grouped by file, the place shown in its line, a summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelsteward.domain.findings import Finding, Report
from modelsteward.report.escape import visible
from modelsteward.report.excerpt import excerpt
from modelsteward.report.styled import painted
from modelsteward.report.words import located, summary, waiver

_STYLES = {
    "file": "bold underline", "error": "bold red", "warning": "bold yellow", "note": "bold cyan",
    "gutter": "blue", "dim": "dim", "good": "green",
}  # fmt: skip
_WIDTH = 120

Paint = Callable[[str, str], str]
"""A style's name and a text; gives the text in that style."""


def render(report: Report, *, colour: bool = False, width: int | None = None) -> str:
    """The report for a terminal of `width` cells; `colour` adds ANSI styles."""

    def paint(style: str, text: str) -> str:
        return painted(text, _STYLES[style], colour)

    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.file, []).append(finding)
    lines: list[str] = []
    for file, findings in groups.items():
        lines += [paint("file", visible(located(report.root, file))), *_group(findings, paint, width or _WIDTH), ""]
    return "\n".join([*lines, *_closing(report, paint)]) + "\n"


def _group(findings: list[Finding], paint: Paint, width: int) -> Iterator[str]:
    places = [f"{f.place.line}:{f.place.column}" for f in findings]
    room = max(map(len, places))
    for finding, place in zip(findings, places, strict=True):
        severity = str(finding.severity)
        message = visible(finding.message)
        if finding.waived:
            text = f"  {place:<{room}}  {severity:<7}  {finding.code}  {message} ({visible(waiver(finding))})"
            yield paint("dim", text)
            continue
        painted = paint(severity, severity) + " " * (7 - len(severity))
        yield f"  {place:<{room}}  {painted}  {finding.code}  {message}"
        yield from _details(finding, paint, width)


def _details(finding: Finding, paint: Paint, width: int) -> Iterator[str]:
    number = f"{finding.place.line:>6}"
    margin = " " * len(number)
    shown = excerpt(finding.place, width - len(number) - 3)
    if shown:
        line, marker = shown
        indent = len(marker) - marker.count("^")
        yield f"{paint('gutter', f'{number} |')} {line}"
        yield f"{paint('gutter', f'{margin} |')} {' ' * indent}{paint(str(finding.severity), marker[indent:])}"
    if finding.hint:
        yield f"{paint('gutter', f'{margin} =')} help: {visible(finding.hint)}"


def _closing(report: Report, paint: Paint) -> Iterator[str]:
    counting = report.counting()
    if not counting:
        yield paint("good", summary(report))
        return
    worst = max(f.severity for f in counting)
    yield paint(str(worst), summary(report))
    yield f"`steward explain {next(f.code for f in counting if f.severity == worst)}` tells more"
