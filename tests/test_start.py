"""What each command imports: exact, where a timing would only be likely."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from modelsteward.cli.app import COMMANDS, app, help_of
from modelsteward.cli.main import run
from tests.conftest import MODEL, TODAY, Steward, write

HEAVY = {
    "asyncio", "concurrent.futures", "difflib", "genai_prices", "git", "icalendar", "importlib.metadata", "jsonschema", "license_expression", "multiprocessing",
    "pydantic", "rich", "ruamel", "semver", "sqlite3", "subprocess", "tabulate", "typer", "urllib3", "yaml", "zoneinfo",
}  # fmt: skip
CARD = "models/scorer/1.2.0.yaml"
HELP = {"typer", "difflib", "subprocess", "importlib.metadata"}
"""typer, and what it brings."""
PARSED = HELP | {"pydantic", "zoneinfo"}
"""What reading the words of a command costs: newer typers have pydantic do it, which brings zones of time."""
CARDS = {"pydantic", "zoneinfo", "subprocess", "importlib.metadata"}
"""What reading a plainly written card and judging it costs."""
WHOLE = PARSED | {"sqlite3"}
"""What the whole registry costs where all of it is known, or can be read plainly."""

GROUPS = [
    *(("incident", command) for command in ("open", "report", "close", "list")),
    *(("hold", command) for command in ("place", "lift", "show", "list")),
    *(("vendors", command) for command in ("check", "list", "show", "successors", "scan")),
    *(("packs", command) for command in ("list", "show", "diff", "update")),
    *(("case", command) for command in ("open", "decide", "extend", "close", "show", "list")),
]

# Each command with the heavy modules that it may import. Whatever it needs no more goes out of its line.
MAY: list[tuple[list[str], set[str]]] = [
    (["--version"], set()),
    (["--help"], HELP),
    *(([name, "--help"], HELP) for name in COMMANDS),
    (["export", "schema", "--help"], HELP),
    (["export", "ics", "--help"], HELP),
    (["record", "evaluation", "--help"], HELP),
    (["record", "verification", "--help"], HELP),
    (["validate", CARD], CARDS),
    (["-C", ".", "validate", CARD, "datasets/rows/1.0.0.yaml"], CARDS),
    (["validate"], WHOLE),
    (["check", "--today", TODAY], WHOLE),
    (["list"], WHOLE | {"tabulate"}),
    (["show", "scorer@1.2.0"], WHOLE | {"git", "yaml"}),
    (["resolve", "use:scoring"], PARSED | {"yaml"}),
    (["timeline", "--today", TODAY], WHOLE),
    *(([group, command, "--help"], HELP) for group, command in GROUPS),
    (["incident", "list"], WHOLE),
    (["case", "list"], WHOLE),
    (["hold", "list"], WHOLE),
    (["vendors", "list"], WHOLE | {"tabulate"}),
    (["vendors", "list", "openai"], WHOLE | {"tabulate"}),
    (["vendors", "show", "openai/gpt-4o"], WHOLE),
    (["vendors", "successors", "openai/gpt-4o"], WHOLE),
    (["packs", "list"], PARSED),
    (["packs", "diff"], PARSED),
    (["packs", "show"], PARSED),
    (["impact", "data:rows"], WHOLE),
    (["trace", "data:rows@1.0.0"], WHOLE),
    (["obligations", "scorer@1.2.0", "--today", TODAY], WHOLE),
    (["explain", "TM101"], PARSED | {"tabulate"}),
    (["rules"], PARSED | {"tabulate"}),
    (["primer"], PARSED),
    (["primer", "--for", "scoring"], PARSED | {"yaml"}),
    (["timeline", "--series", "--today", TODAY], WHOLE),
]


@pytest.fixture
def house(house: Path) -> Path:
    """The same without packs that would be old on the day: telling where takes the library of YAML."""
    (house / "steward.yaml").write_text((house / "steward.yaml").read_text() + "packs: {duties: []}\n")
    return house


def loaded(root: Path, *arguments: str, env: dict[str, str] | None = None) -> set[str]:
    """Which heavy modules a fresh interpreter holds after running a command."""
    script = (
        "import sys; from modelsteward.cli.main import main; code = main(sys.argv[1:]); "
        f"print('\\nLOADED', code, *sorted(m for m in {sorted(HEAVY)!r} if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=root, capture_output=True, text=True, check=True, env={**os.environ, **(env or {})},
    )  # fmt: skip
    word, code, *modules = done.stdout.splitlines()[-1].split()
    assert (word, code) == ("LOADED", "0"), done.stdout + done.stderr
    return set(modules)


@pytest.mark.parametrize(("arguments", "may"), MAY, ids=[" ".join(arguments) for arguments, _ in MAY])
def test_a_command_imports_what_it_needs(house: Path, arguments: list[str], may: set[str]) -> None:
    assert loaded(house, *arguments) <= may


def test_a_comparison_imports_what_it_needs(house: Path) -> None:
    write(house, {"models/scorer/1.1.0.yaml": MODEL.replace("version: 1.2.0", "version: 1.1.0")})
    arguments = ["compare", "scorer@1.1.0", "1.2.0", "--for", "scoring", "--today", TODAY]
    assert loaded(house, *arguments) <= WHOLE | {"yaml"}
    assert loaded(house, *arguments, "--format", "markdown") <= WHOLE | {"yaml"}


def test_what_is_not_plainly_written_needs_yaml(house: Path) -> None:
    card = house / CARD
    card.write_text(card.read_text().replace("summary: Scores", "summary: &x Scores"))
    assert loaded(house, "validate", CARD) - CARDS == {"yaml"}


def test_what_is_heavy_is_noticed(house: Path) -> None:
    """Else the table would say nothing."""
    assert "tabulate" in loaded(house, "list")
    assert "yaml" in loaded(house, "resolve", "use:scoring")
    assert "pydantic" in loaded(house, "validate", CARD)


@pytest.mark.parametrize(("words", "number"), [("steward val", "1"), ("steward check --fo", "2")])
def test_completion_is_what_typer_makes_it(house: Path, words: str, number: str) -> None:
    env = {"_STEWARD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": number}
    assert loaded(house, env=env) <= PARSED


def test_the_script_for_completion_needs_typer_alone(house: Path) -> None:
    assert loaded(house, env={"_STEWARD_COMPLETE": "source_bash"}) <= HELP


@pytest.mark.parametrize(
    "command",
    [[name] for name in COMMANDS]
    + [["export", "schema"], ["record", "evaluation"], ["incident", "open"], ["case", "decide"]],
    ids=" ".join,
)
@pytest.mark.parametrize("columns", ["50", "100"])
def test_help_is_what_typer_would_print(
    command: list[str], columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    arguments = [*command, "--help"]
    with pytest.raises(SystemExit):
        app(command[0])(args=arguments, prog_name="steward")
    assert capsys.readouterr().out == f"{help_of(arguments)}\n"


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["nothing", "--help"], ["check", "more", "--help"], ["check", "--help", "-f"], ["export", "more", "--help"], ["-C", ".", "check", "--help"]],
    ids=" ".join,
)  # fmt: skip
def test_help_of_anything_else_is_left_to_typer(arguments: list[str]) -> None:
    assert help_of(arguments) is None


def test_help_of_a_command_is_printed(steward: Steward) -> None:
    ran = steward("check", "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{help_of(['check', '--help'])}\n"


def test_an_interruption_while_steward_starts_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("_open_what_is_closed", "main", "gc.freeze"):
        with monkeypatch.context() as early, pytest.raises(SystemExit) as left:
            early.setattr("modelsteward.cli.main.gc.disable", lambda: None)
            early.setattr("modelsteward.cli.main.gc.freeze", lambda: None)
            early.setattr(f"modelsteward.cli.main.{place}", interrupted)
            run()
        assert left.value.code == 130


def test_little_is_imported_before_steward_minds_interruptions(house: Path) -> None:
    script = "import sys; before = {*sys.modules}; import modelsteward.cli.main; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert not {"typing", "re"} & set(done.stdout.split())
