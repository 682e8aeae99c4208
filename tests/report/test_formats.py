"""What holds for the formats together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from modelsteward.errors import BadUsage
from modelsteward.report import FORMATS, renderer
from tests.report.awkward import finding, report

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_imported_only_when_asked_for(name: str) -> None:
    script = (
        "import sys; from modelsteward.report import renderer; "
        "before = [m for m in sys.modules if '.report.as_' in m]; "
        f"renderer({name!r}); print(before, [m for m in sys.modules if '.report.as_' in m])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"[] ['modelsteward.report.as_{name}']\n"


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(BadUsage) as caught:
        renderer("xml")
    assert caught.value.message == "there is no format `xml`"
    assert caught.value.hint == "one of text, json, sarif, junit, github, gitlab, markdown"


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_ends_with_one_newline(name: str) -> None:
    text = renderer(name)(report(finding()))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_documented(name: str) -> None:
    assert f"\n## {name}:" in DOCS.read_text(encoding="utf-8")
