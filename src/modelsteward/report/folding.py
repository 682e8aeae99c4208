"""Text broken into lines where no reader minds: never within a ref, a place, or a command that is to be copied."""

from __future__ import annotations

import re
import textwrap

_COMMAND = re.compile(r"`[^`]*`|\bsteward [^;,)`]*[^;,)` ]")
_HELD = "\x00"
"""Stands for a space that no line may end at; no text that is safe to print has it."""


def folded(text: str, width: int, pad: str = "", first: str | None = None) -> list[str]:
    """The lines of a text that was made safe, each behind `pad`, the first behind `first`.

    A command, in backticks or up to the next mark, stays whole even where it is wider than a line.
    """
    held = _COMMAND.sub(lambda found: found[0].replace(" ", _HELD), text)
    lines = textwrap.wrap(held, max(width, 32), initial_indent=pad if first is None else first, subsequent_indent=pad,
                          break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return [line.replace(_HELD, " ") for line in lines]
