"""YAML text to plain values, strictly, with places.

There is one meaning of YAML, that of `events.py`, and two ways to it. What is plainly written, as most cards are, is
read line by line (`plainly.py`), without the library of YAML; all else, and whatever is asked for places or is wrong
in any way, through the parser's events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelsteward.store.marks import Marks
from modelsteward.store.plainly import UNSURE, read_plainly
from modelsteward.store.syntax import Fault

if TYPE_CHECKING:
    from modelsteward.store.events import Parser


def compose(text: str, marks: Marks | None = None, parser: Parser | None = None) -> tuple[Any, list[Fault]]:
    """The value of a YAML text, and what is wrong with it.

    The value is None when the text has none, or is so wrong that reading stopped. `marks`, when given, is filled
    with the places of all nodes. `parser` is another than the quick one.
    """
    if marks is None and parser is None and (value := read_plainly(text)) is not UNSURE:
        return value, []
    from modelsteward.store.events import compose_events

    return compose_events(text, marks, parser)
