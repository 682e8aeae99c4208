"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modelsteward.cli.app import app
from modelsteward.errors import Exit
from tests.conftest import Steward, write

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = [
    "init", "register", "bump", "diff", "set", "promote", "rollback", "resolve", "deprecate", "suspend", "resume",
    "review", "retire", "destroy", "checklist", "log", "timeline", "validate", "check", "list", "show", "rules",
    "explain", "export schema",
]  # fmt: skip


def test_the_readme_lists_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in Exit}


def test_the_readme_lists_every_command() -> None:
    typer_app = app()
    names = {command.name for command in typer_app.registered_commands} | {g.name for g in typer_app.registered_groups}
    assert names == {command.partition(" ")[0] for command in COMMANDS}
    for command in COMMANDS:
        assert f"`steward {command}" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(steward: Steward, command: str) -> None:
    ran = steward(*command.split(), "--help")
    assert ran.code == 0
    options = re.findall(r"^  (-\S.*?)(?:  +(.*))?$", ran.out, re.MULTILINE)
    assert options
    assert len(ran.out.split("\n\n")[1].strip()) > 12, "what it is for"


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


def test_nothing_in_the_repository_is_about_how_it_was_made() -> None:
    for page in PAGES:
        assert not re.search(r"/tmp/|/root/", page.read_text(encoding="utf-8")), page
