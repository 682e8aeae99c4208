"""A plan for eyes: what it does, the gates with their answers, the lines that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import unified_diff
from itertools import islice

from modelsteward.domain.plan import Answer, Change, Gate, Plan
from modelsteward.domain.secrets import masked
from modelsteward.domain.texts import amount
from modelsteward.report.escape import visible
from modelsteward.report.folding import folded
from modelsteward.report.styled import painted

_STYLES = {
    "title": "bold", "file": "bold underline", "+": "green", "-": "red", "@": "cyan", "dim": "dim",
    "passed": "green", "failed": "bold red", "forced": "bold yellow", "not asked": "yellow",
}  # fmt: skip
_ORDER = (Answer.FAILED, Answer.FORCED, Answer.NOT_ASKED, Answer.PASSED)

_MOST = 20
"""Files of records and vendors' facts that are shown in full: they can be taken in by the thousand."""
_MANY = ("records/", "vendors/")

_MADE = ("records/", "checklists/", "vendors/")
"""What steward writes by itself: of a new file that is long its beginning is shown."""
_LONG, _SHOWN = 80, 20
_LOOK = (30, 10)
"""The same of a look, which was told place by place just before."""

Paint = Callable[[str, str], str]


def render(plan: Plan, prefix: str = "", *, colour: bool = False, width: int = 100, fold: bool = False) -> str:
    """The plan with its diff; `prefix` makes a file's path one from where the reader is.

    `fold` breaks what is said into lines of `width`; else a terminal would break it anywhere.
    """

    def paint(style: str, text: str) -> str:
        return painted(text, _STYLES[style], colour)

    lines = [paint("title", visible(plan.title))]
    if plan.gates:
        lines += ["", *_gates(plan.gates, paint, width if fold else None)]
    if plan.requirements:
        from modelsteward.report.requirement_table import table

        lines += ["", *table(plan.requirements, paint, width)]
    shown, counted = _shown(plan)
    for change in shown:
        lines += ["", *_change(change, prefix, paint)]
    if counted:
        lines += ["", *(_more(folder, number, prefix, paint) for folder, number in sorted(counted.items()))]
    if plan.notes:
        notes = [f"note: {visible(note)}" for note in plan.notes]
        lines += ["", *(line for note in notes for line in (folded(note, width, "  ", "") if fold else [note]))]
    return "\n".join(lines) + "\n"


def _shown(plan: Plan) -> tuple[list[Change], Counter[str]]:
    """The changes that are shown in full, and of files beyond what anybody reads how many lie in which folder."""
    new = [change for change in plan.changes if change.file.startswith(_MANY)]
    rest = new[_MOST:]
    left = {change.file for change in rest}
    shown = [change for change in plan.changes if change.file not in left]
    return shown, Counter(change.file.rpartition("/")[0] for change in rest)


def _more(folder: str, number: int, prefix: str, paint: Paint) -> str:
    what = amount(number, "more file")
    return paint("file", visible(f"{prefix}{folder}/")) + paint("dim", f" ({what}; --format json shows all)")


def _gates(gates: tuple[Gate, ...], paint: Paint, width: int | None) -> Iterator[str]:
    """What fails comes first: that is what the reader must act on."""
    wide = max(len(gate.name) for gate in gates)
    for gate in sorted(gates, key=lambda gate: _ORDER.index(gate.answer)):
        word, pad = gate.answer.value, " " * (15 + wide)
        first, *rest = _fitting(visible(gate.message), width, pad)
        yield f"  {paint(word, word)}{' ' * (9 - len(word))}  {gate.name:<{wide}}  {first}"
        yield from (f"{pad}{line}" for line in rest)
        if gate.hint and gate.answer is not Answer.PASSED:
            yield from (f"{pad}{paint('dim', line)}" for line in _fitting(visible(gate.hint), width, pad))


def _fitting(text: str, width: int | None, pad: str) -> list[str]:
    """The lines that a text takes beside a margin; all in one where nobody says how wide a line may be."""
    return [text] if width is None else folded(text, width - len(pad)) or [""]


def _change(change: Change, prefix: str, paint: Paint) -> Iterator[str]:
    name = visible(prefix + change.file)
    if change.was:
        yield paint("file", f"{visible(prefix + change.was)} -> {name}")
    elif change.before is None:
        yield paint("file", name) + paint("dim", " (new)")
    else:
        yield paint("file", name)
    old = change.committed if change.committed is not None else change.before
    before, after = (old or "").splitlines(), (change.after or "").splitlines()
    hidden = {line: safe for text in (old, change.after) for line, safe in _masked_lines(text or "")}
    lines = list(islice(unified_diff(before, after, lineterm="", n=2), 2, None))
    most, some = _LOOK if "-verification-" in change.file else (_LONG, _SHOWN)
    long = change.before is None and change.file.startswith(_MADE) and len(lines) > most
    for line in lines[:some] if long else lines:
        mark = line[0]
        text = "  " + visible(mark + hidden.get(line[1:], line[1:]).rstrip("\r"))
        yield paint(mark, text) if mark in _STYLES else text
    if long:
        yield paint("dim", f"  … and {len(lines) - some} lines more (--format json shows all)")
    if before == after and not change.was:
        yield paint("dim", "  (line ends only)")


def _masked_lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines that a secret or a person's identifier stands in, each with how it may be shown."""
    safe = masked(text)
    return ((line, shown) for line, shown in zip(text.splitlines(), safe.splitlines(), strict=False) if line != shown)


def told(plan: Plan, commit: str | None, branch: str | None, *, done: bool) -> str:
    """What came of it, in a line."""
    if not plan.changes:
        return "nothing to change\n"
    if not done:
        return "nothing was changed: this is the plan\n"
    if commit is None:
        return "changed, and not committed\n"
    where = f" on {branch}" if branch else ""
    return f"committed {commit[:10]}{visible(where)}: {visible(plan.title)}\n"
