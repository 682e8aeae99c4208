"""RESULTS.md: what a run found, for people."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from outcome import Line, Outcome

PARTS = {
    "start": "Start and hook",
    "check": "Whole registries",
    "look": "Looking things up",
    "depend": "Impact and trace",
    "moves": "Register and promote",
    "hashing": "Hashing artifacts",
    "scan": "Searching for copies",
    "mentions": "Finding ids of models in code",
    "vendors": "Vendors' facts",
}
_PART_OF = {
    "version": "start", "validate": "start", "check": "check", "unchanged": "check", "one-card-edited": "check",
    "a-new-day": "check", "growth": "check", "list": "look", "list-cold": "look", "show": "look", "show-cold": "look",
    "impact-model": "depend", "impact-all": "depend", "trace-few": "depend", "trace-many": "depend",
    "promote": "moves", "promote-for": "moves", "register": "moves", "hashing": "hashing",
    "scan": "scan", "scan-all": "scan", "scan-memory": "scan", "mentions": "mentions",
    "vendors-check": "vendors", "vendors-sync-ours": "vendors", "vendors-sync-all": "vendors",
}  # fmt: skip


def part_of(line: Line) -> str:
    """The part of the page that a line stands in."""
    return _PART_OF[line.key.partition("/")[0]]


def with_again(before: Outcome, again: Outcome, parts: Sequence[str], day: str) -> Outcome:
    """A run, some parts of which were measured again since, each in one go like the run itself."""
    made = {**before.made, "again": {**before.made.get("again", {}), **dict.fromkeys(parts, day)}}
    kept = tuple(line for line in before.lines if part_of(line) not in parts)
    curves = {(curve.name, curve.unit): curve for curve in (*before.curves, *again.curves) if curve.points}
    return Outcome(made, (*kept, *again.lines), tuple(curves.values()))


def page(outcome: Outcome) -> str:
    """The whole page."""
    made = outcome.made
    tools = ", ".join(f"{name} {version}" for name, version in made["tools"].items())
    missed = outcome.missed
    verdict = f"{len(missed)} of them missed" if missed else "all of them met"
    targets = sum(line.limit is not None for line in outcome.lines)
    tables = "\n".join(f"## {title}\n\n{table(lines)}" for title, lines in _parts(outcome))
    return f"""# Results

Written by `make bench` on {made["day"]}, in {made["minutes"]:.0f} minutes. {made["system"]}, {made["cores"]} cores,
Python {made["python"]}; {tools}. {targets} targets, {verdict}.
{_again(made)}
Medians of whole processes run in turns, in brackets how many runs. A ratio is steward's figure to the other's:
0.10 is a tenth of its time. What is compared, and how to read it: [README.md](README.md).

{_registries(made)}
{tables}
## From size to size

![Time and memory over the number of model cards, both axes logarithmic](growth.svg)

Both axes are logarithmic. What grows in proportion to the registry runs in parallel to the dotted grey line; what lies
flat costs the same however large the registry is.
"""


def _parts(outcome: Outcome) -> list[tuple[str, list[Line]]]:
    found = {key: [line for line in outcome.lines if part_of(line) == key] for key in PARTS}
    return [(PARTS[key], lines) for key, lines in found.items() if lines]


def _again(made: dict[str, Any]) -> str:
    """Which parts are of another run."""
    told = [f"{PARTS[part]} ({day})" for part, day in made.get("again", {}).items()]
    return f"Measured again since, by themselves: {', '.join(told)}.\n" if told else ""


def _registries(made: dict[str, object]) -> str:
    """What the registries hold."""
    rows = made["registries"]
    assert isinstance(rows, list)
    head = "| model cards | files in all | MiB |\n|---|---|---|\n"
    return head + "".join(f"| {cards:,} | {files:,} | {mib:.1f} |\n" for cards, files, mib in rows)


def table(lines: Sequence[Line]) -> str:
    """Some comparisons as a Markdown table."""
    head = "| work | steward | beside | | ratio | target | holds |\n|---|---|---|---|---|---|---|\n"
    return head + "".join(_row(line) for line in lines)


def _row(line: Line) -> str:
    holds = {True: "yes", False: "**no**", None: "–"}[line.holds]
    target = "–" if line.limit is None else f"≤ {line.limit:.3g}{_times(line.limit, line.unit)}"
    ratio = f"{line.ratio:.3g}{_times(line.ratio, line.unit)}"
    ours, other = _cell(line.ours, line.unit), _cell(line.other, line.unit)
    return f"| {line.work} | {ours} | {line.other_name} | {other} | {ratio} | {target} | {holds} |\n"


def _times(ratio: float, unit: str) -> str:
    """A small ratio the other way round, which is how targets are spoken of."""
    return f" ({1 / ratio:.0f} × {'faster' if unit == 's' else 'less'})" if ratio <= 0.2 else ""


def _cell(figures: Sequence[float], unit: str) -> str:
    middle = statistics.median(figures)
    shown = f"{middle:,.0f}" if middle >= 100 else f"{middle:.3f}" if unit == "s" else f"{middle:.0f}"
    return f"{shown} {unit}" + (f" ({len(figures)})" if len(figures) > 1 else "")
