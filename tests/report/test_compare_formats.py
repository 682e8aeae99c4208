"""A comparison in its three formats, byte for byte; awkward text of cards does nothing in any of them."""

from __future__ import annotations

import json
import re

import pytest

from modelsteward.report import compare_json, compare_markdown, compare_text
from tests.comparing.worlds import AWKWARD_NOTES, FINDINGS, NOTES, compared
from tests.report.conftest import Golden

NARROW = 72


@pytest.mark.parametrize(("name", "example"), [("compare", NOTES), ("compare-awkward", AWKWARD_NOTES)])
def test_a_comparison_for_a_use_is_written_as_before(name: str, example: str, golden: Golden) -> None:
    found = compared(example, "big", "small", "notes", findings=FINDINGS)
    golden.check(f"{name}.txt", compare_text.render(found, width=100))
    golden.check(f"{name}.md", compare_markdown.render(found))
    golden.check(f"{name}.json", compare_json.render(found))


def test_a_comparison_for_no_use_is_written_as_before(golden: Golden) -> None:
    golden.check("compare-no-use.md", compare_markdown.render(compared(NOTES, "big", "small")))


def test_colour_and_a_narrow_terminal_are_written_as_before(golden: Golden) -> None:
    found = compared(NOTES, "big", "small", "notes", findings=FINDINGS)
    golden.check("compare-colour.txt", compare_text.render(found, colour=True, width=NARROW))


def test_nothing_in_a_card_acts_on_a_terminal_or_a_page() -> None:
    found = compared(AWKWARD_NOTES, "big", "small", "notes", findings=FINDINGS)
    text, page, document = (compare_text.render(found), compare_markdown.render(found), compare_json.render(found))
    for out in (text, page, document):
        assert not re.search("[\x1b\u202e]", out)
        assert "##[error]" not in out
    prose = re.sub(r"(`+).*?\1|&#\d+;", "", page)
    for mark in ("<b>", "](http", "@everyone", "#12"):
        assert mark not in prose
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4, 5}
    assert json.loads(document)["b"]["summary"].startswith("50% of `ow|ner` <b>bold</b>")
