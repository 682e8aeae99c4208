"""The introduction for people who are new to AI, with what one use adds to it: as Markdown, or as text for eyes."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.report.cells import safe
from modelsteward.report.escape import markdown, visible
from modelsteward.report.markdown_text import Block, blocks, lines_of
from modelsteward.report.styled import painted_lines
from modelsteward.usecases.primer import ForUse

_WIDEST = 88
"""Columns beyond which lines of prose are hard to follow."""


def render_markdown(text: str, use: ForUse | None = None) -> str:
    """The Markdown as it stands, with nothing in it that acts on a terminal; what cards say does nothing in it."""
    lines = [visible(text, keep="\n\t").strip(), ""]
    for block in _about(use) if use else ():
        words = markdown(block.text)
        lines.append(f"## {words}" if block.kind == "heading" else f"{block.marker}{words}")
    return "\n".join(lines).rstrip("\n") + "\n"


def render_text(text: str, use: ForUse | None = None, *, colour: bool = False, width: int = 80) -> str:
    """The same, wrapped for reading."""
    all_blocks = [*blocks(visible(text, keep="\n\t").strip()), *([Block("gap"), *_about(use)] if use else ())]
    return painted_lines(lines_of(all_blocks, min(width, _WIDEST)), colour)


def _about(use: ForUse) -> Iterator[Block]:
    """The use's own part, each text of its card as it is."""

    def say(text: str, marker: str = "") -> Block:
        return Block("item" if marker else "text", safe(text), marker, plain=True)

    yield Block("heading", f"Here: {safe(use.ref.removeprefix('use:'))}", level=2, plain=True)
    yield Block("gap")
    yield say(use.summary)
    if use.purpose:
        yield from (Block("gap"), say(f"What it is for: {use.purpose}"))
    if use.notice:
        yield from (Block("gap"), say(f"What you will see: {use.notice}"))
    for title, items in _lists(use):
        if items:
            yield from (Block("gap"), say(title), Block("gap"), *(say(item, "- ") for item in items))
    yield from (Block("gap"), say(_barred(use)), Block("gap"), say(_learn(use)), Block("gap"), say(_ask(use)))


def _lists(use: ForUse) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "What answers:", use.answers
    yield "Its limits:", use.limits
    yield "Do not enter:", use.do_not_enter or ()


def _barred(use: ForUse) -> str:
    if use.do_not_enter:
        return "If you are not sure whether something is one of these, it is."
    if use.do_not_enter is None:
        return "Its card does not say what must not be entered here: ask before you enter anything about a person."
    return "Its card says that nothing is barred from being entered here; what you may know, you may enter."


def _learn(use: ForUse) -> str:
    where = f": {use.material}" if use.material else "; its card does not say where the material is."
    if use.required:
        return f"Before you use it, complete the training{where}"
    return f"There is training{where}" if use.material else "Its card names no training."


def _ask(use: ForUse) -> str:
    if use.owner is None:
        return "Nobody owns this use by its card, which is worth reporting."
    return f"Whom to ask: {use.owner}{f', {use.contact}' if use.contact else ''}"
