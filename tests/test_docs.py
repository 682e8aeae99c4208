"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from modelsteward.cli.app import COMMANDS as NAMES
from modelsteward.cli.app import app
from modelsteward.errors import Exit
from modelsteward.rules import FAMILIES
from tests.conftest import Steward, write
from tests.generated import generated

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands(of: Any, name: str = "") -> dict[str, TyperCommand]:
    """Every command by what is typed, those of a group too."""
    if isinstance(of, TyperGroup):
        return {typed: found for word, inner in of.commands.items()
                for typed, found in commands(inner, f"{name} {word}".strip()).items()}  # fmt: skip
    return {name: of}


COMMANDS = commands(get_command(app()))


def test_the_readme_lists_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in Exit}


def test_the_readme_lists_every_command() -> None:
    assert {name.partition(" ")[0] for name in COMMANDS} == set(NAMES)
    assert [name for name in COMMANDS if f"`steward {name}" not in README] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(steward: Steward, command: str) -> None:
    ran = steward(*command.split(), "--help")
    assert ran.code == 0
    assert len((COMMANDS[command].help or "").partition("\n")[0]) > 12, "what it is for"
    words = {parameter.name: getattr(parameter, "help", None) for parameter in COMMANDS[command].params}
    assert [name for name, text in words.items() if not text] == []
    told = "".join(ran.out.split())  # lines are broken at spaces, and within words that have hyphens
    assert [name for name, text in words.items() if "".join(str(text).split()) not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto")):
            assert (page.parent / target).exists(), target


def test_the_readmes_first_registry_is_clean(tmp_path: Path, steward: Steward) -> None:
    blocks = re.findall(r"```yaml\n# registry/(\S+)\n(.*?)```", README, re.DOTALL)
    files = {name: text for name, text in blocks if not name.startswith("waivers/")}
    assert set(files) == {"steward.yaml", "models/no-show/2.1.0.yaml"}
    write(tmp_path, files)
    ran = steward("check", "-C", str(tmp_path), "--today", "2026-11-24")
    assert ran.code == 0, ran.out


def test_the_readmes_python_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (snippet,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(snippet, "README.md", "exec"), {})
    assert "model/1" in capsys.readouterr().out


def test_no_page_names_a_path_of_somebody_s_own_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/tmp/|/root/", page.read_text(encoding="utf-8")), page


def test_the_changelog_counts_the_families_of_rules() -> None:
    numbers = (
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    )
    (said,) = re.findall(r"Rules in (\w+) families", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert said == numbers[len(FAMILIES)]


@pytest.mark.parametrize("page", ["Makefile", "CONTRIBUTING.md"])
def test_what_make_generate_makes_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    made = {path.relative_to(ROOT).as_posix() for path in generated()}
    assert [name for name in made if name not in text and not name.startswith("docs/schemas/")] == []
    assert "docs/schemas" in text
    named = set(re.findall(r"docs/[\w/]+\.md", text))
    assert [name for name in named if not (ROOT / name).exists()] == []
