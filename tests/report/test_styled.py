"""One painter for all that is coloured, and one way to see what fits a comment."""

from __future__ import annotations

import pytest

from modelsteward.report import as_text, checklist_text, diff_text, plan_text
from modelsteward.report.comment import fitting
from modelsteward.report.styled import _HUES, painted, painted_lines
from modelsteward.report.timeline_signs import SIGNS

STYLES = {
    *_HUES.values(), *as_text._STYLES.values(), *checklist_text._STYLES.values(), *diff_text._STYLES.values(),
    *plan_text._STYLES.values(), *(sign.style for sign in SIGNS.values() if sign.style),
}  # fmt: skip


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_that_is_named_is_known(style: str) -> None:
    text = painted("x", style)
    assert text.startswith("\x1b[")
    assert text.endswith("mx\x1b[0m")


def test_nothing_is_painted_without_colour_a_style_or_a_text() -> None:
    assert (painted("x", "red", False), painted("x", ""), painted("", "red")) == ("x", "x", "")
    assert painted("x", "bold red") == "\x1b[1;31mx\x1b[0m"
    assert painted_lines([[("a", "dim"), ("b", "")], []], colour=True) == "\x1b[2ma\x1b[0mb\n\n"


def test_what_fits_a_comment_is_counted_in_bytes_with_its_heads() -> None:
    rows = [("# é\n", "one\n"), ("", "two\n"), ("# b\n", "three\n"), ("", "4\n")]
    assert fitting(rows, 100) == ("# é\none\ntwo\n# b\nthree\n4\n", 0)
    assert fitting(rows, 13) == ("# é\none\ntwo\n", 2)
    assert fitting(rows, 12) == ("# é\none\n", 3)
    assert fitting(rows, 8) == ("", 4)
