"""A story as a Markdown table, for a page or a review. Text of cards and commits stays text in it."""

from __future__ import annotations

from modelsteward.domain.secrets import masked
from modelsteward.domain.story import Line, Story
from modelsteward.report.escape import code, markdown
from modelsteward.report.log_text import below

_HEAD = ("| date | commit | who | of what | what | why |", "| --- | --- | --- | --- | --- | --- |")


def render(story: Story) -> str:
    """The table, then what a reader must know of it."""
    parts = ["\n".join((*_HEAD, *map(_row, story.lines)))] if story.lines else []
    if story.uncommitted:
        parts.append(f"Not committed: {', '.join(map(code, story.uncommitted))}")
    parts += [markdown(line) for line in below(story)]
    return "\n\n".join(parts) + "\n"


def _row(line: Line) -> str:
    what = f"{'merge: ' if line.merge else ''}{line.what}"
    commit = line.commit
    cells = (str(commit.day), code(commit.id[:8]), _text(commit.who), code(line.ref), _text(what), _text(line.why))
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return markdown(" ".join(masked(text).split()))
