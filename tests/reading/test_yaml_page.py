"""What docs/yaml.md says of values and limits is what happens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modelsteward.store import events, files, shape
from modelsteward.store.composer import compose

PAGE = (Path(__file__).parents[2] / "docs" / "yaml.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*`) \| `(.*)` \|$", PAGE, re.MULTILINE)
MEANS = [(written, meant) for forms, meant in ROWS for written in re.findall("`([^`]+)`", forms)]


@pytest.mark.parametrize(("written", "meant"), MEANS)
def test_a_value_means_what_the_page_says(written: str, meant: str) -> None:
    value, wrong = compose(f"key: {written}")

    assert wrong == []
    assert value == {"key": json.loads(meant)}
    assert type(value["key"]) is type(json.loads(meant))


def test_the_table_is_found() -> None:
    assert len(MEANS) > 20


def test_the_limits_are_those_of_the_code() -> None:
    assert f"more than {events.MOST_ALIASED:,} values" in PAGE
    assert f"more than {files.LARGEST // 1024 // 1024} MiB, more than {events.DEEPEST} levels" in PAGE
    assert f"more than {events.MOST_HANDLES} `%TAG` lines" in PAGE
    assert events.MOST_FAULTS == shape.MOST_WRONG == 100
    assert "up to 100 things" in PAGE
