"""Every format, fed one awkward report, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.report import FORMATS, as_sarif, as_text, renderer
from tests.report.awkward import AWKWARD, EMPTY
from tests.report.conftest import Golden

SUFFIX = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "junit": "xml",
    "github": "txt",
    "gitlab": "json",
    "markdown": "md",
}


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_sarif, "VERSION", "1.2.3")


@pytest.mark.parametrize("name", FORMATS)
def test_the_awkward_report_is_written_as_before(name: str, golden: Golden) -> None:
    golden.check(f"{name}.{SUFFIX[name]}", renderer(name)(AWKWARD))


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_is_written_as_before(name: str, golden: Golden) -> None:
    golden.check(f"{name}-empty.{SUFFIX[name]}", renderer(name)(EMPTY))


def test_colour_is_written_as_before(golden: Golden) -> None:
    golden.check("text-colour.txt", as_text.render(AWKWARD, colour=True, width=80))


def test_golden_files_are_never_written_in_ci(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match="refused where CI is set"):
        Golden(tmp_path, update=True, environment={"CI": "true"})


def test_a_golden_file_is_written_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(b"old\n")
    with pytest.raises(AssertionError, match="not as in"):
        Golden(tmp_path, update=False, environment={}).check("one.txt", "new\n")
    assert path.read_bytes() == b"old\n"

    Golden(tmp_path, update=True, environment={}).check("one.txt", "new\n")

    assert path.read_bytes() == b"new\n"
