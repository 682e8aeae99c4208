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


def can_print(text: str) -> bool:
    """Whether standard output's encoding has these characters; where it lacks one, pictures are drawn in ASCII."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
