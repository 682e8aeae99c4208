"""What lies beyond standard output: a terminal of some width, or a file or pipe."""

from __future__ import annotations

import shutil
import sys

from modelsteward.cli.common import in_colour


def on_terminal() -> bool:
    """Whether a person reads along; FORCE_COLOR says so too."""
    return sys.stdout.isatty() or in_colour()


def width() -> int:
    """Columns there are: the terminal's (or COLUMNS), else what reads well."""
    return max(shutil.get_terminal_size((100, 24)).columns, 40)


SIGHT = 14
"""Where what is said of a place goes on, in lists of what was seen or done there."""


def fitted(text: str, margin: int) -> str:
    """Lines broken for a terminal where no reader minds, and going on behind a margin; for others as they are."""
    if not sys.stdout.isatty():
        return text
    from modelsteward.report.folding import folded

    wide = width()
    lines = [line for one in text.splitlines() for line in (folded(one, wide, " " * margin, "") or [""])]
    return "".join(f"{line}\n" for line in lines)


def fitting(text: str) -> list[str]:
    """A text as lines for stderr: on a terminal broken where no reader minds, and never in a command."""
    if not sys.stderr.isatty():
        return [text]
    from modelsteward.report.folding import folded

    return folded(text, shutil.get_terminal_size((100, 24)).columns, "  ", "")


def can_print(text: str) -> bool:
    """Whether standard output's encoding has these characters; where it lacks one, pictures are drawn in ASCII."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
