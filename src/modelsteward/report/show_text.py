"""A shown card for eyes: its facts, its life-line, and a section for each question a person asks next."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from modelsteward.report.cells import heading, plain, safe
from modelsteward.report.folding import folded
from modelsteward.report.lifeline import lifeline
from modelsteward.report.sections import section_lines
from modelsteward.report.series_text import series_lines
from modelsteward.report.styled import Line, hue
from modelsteward.usecases.shown import Shown

_ALWAYS = ("owner", "license", "contains", "risk")
"""Facts that are named even when nobody wrote them: their absence matters."""


def render(shown: Shown, *, colour: bool = False, width: int = 80, boxes: bool = True) -> str:
    """The card as lines no wider than `width`, as far as words allow; charts in plain ASCII without `boxes`."""
    lines = [line for part in _parts(shown, width, boxes) for line in (*part, [])]
    if not colour:
        return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
    return _coloured(lines)


def _parts(shown: Shown, width: int, boxes: bool) -> Iterator[list[Line]]:
    yield list(_head(shown, width))
    yield list(_facts(shown, width))
    yield [[("Life", "bold")], *lifeline(shown.life, shown.today, width)]
    for section in shown.sections:
        if section.key == "evidence" and shown.series:
            yield [[("Evaluations", "bold")], *series_lines(shown.series, shown.ref, shown.today, width, boxes)]
        if section.rows or section.empty:
            yield [[(section.title, "bold")], *section_lines(section, shown.today, width)]


def _head(shown: Shown, width: int) -> Iterator[Line]:
    yield [(safe(shown.ref), "bold"), ("  ", ""), (safe(shown.state), hue(shown.state))]
    yield from ([(line, "")] for line in folded(safe(shown.summary), width))
    yield [(safe(shown.file), "dim"), (f"  (of the registry {shown.registry})" if shown.registry else "", "dim")]
    if shown.note:
        yield from ([(line, "dim")] for line in folded(safe(shown.note), width))


def _facts(shown: Shown, width: int) -> Iterator[Line]:
    facts = {key: plain(value, key) for key, value in shown.facts.items()}
    named = {key: text or "not on its card" for key, text in facts.items() if text or key in _ALWAYS}
    indent = max((len(heading(key)) for key in named), default=0) + 4
    for key, text in named.items():
        first, *rest = folded(text, width - indent) or [""]
        yield [(f"  {heading(key)}".ljust(indent), "dim"), (first, "")]
        yield from ([(" " * indent + line, "")] for line in rest)


def _coloured(lines: list[Line]) -> str:
    """With colours, by rich. Its `Text` takes no markup, so that nothing in a card is taken for one."""
    from rich.console import Console
    from rich.text import Text

    out = StringIO()
    console = Console(
        file=out, width=10_000, force_terminal=True, color_system="standard", legacy_windows=False, highlight=False
    )
    for line in lines:
        text = Text.assemble(*line)
        text.rstrip()
        console.print(text, soft_wrap=True)
    return out.getvalue()
