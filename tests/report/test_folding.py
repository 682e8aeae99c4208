"""Lines are broken where a reader can mend that: not within what is to be copied."""

from __future__ import annotations

import pytest

from modelsteward.cli.screen import fitting
from modelsteward.domain.plan import Answer, Change, Gate, Plan
from modelsteward.report.folding import folded
from modelsteward.report.plan_text import render

HINT = "look: steward destroy no-show@1.4.0 --verify --scan PATH; or name it: steward record verification no-show@1.4.0"
COMMANDS = ("steward destroy no-show@1.4.0 --verify --scan PATH", "steward record verification no-show@1.4.0")


@pytest.mark.parametrize("width", [40, 57, 80, 120])
def test_commands_and_refs_stay_whole(width: int) -> None:
    lines = folded(HINT, width, "    ")
    assert all(any(command in line for line in lines) for command in COMMANDS)
    assert " ".join(line.strip() for line in lines) == HINT
    assert all(len(line) <= width or line.strip().startswith("steward") for line in lines)


def test_what_stands_in_backticks_stays_whole() -> None:
    assert "`steward set a@1.0.0 x=1, y=2`" in " ".join(folded(f"{'word ' * 5}`steward set a@1.0.0 x=1, y=2`", 40)[1:])


def plan(*gates: Gate, change: Change | None = None) -> Plan:
    return Plan("destroy", ("a@1.0.0",), "destroy a@1.0.0", (change,) if change else (), gates=gates)


@pytest.mark.parametrize("width", [80, 120])
def test_gates_go_on_below_where_they_began(width: int) -> None:
    gate = Gate("gone", Answer.FAILED, f"not seen to be gone: {'a place and ' * 12}", HINT)
    text = render(plan(gate), width=width, fold=True)
    rows = text.splitlines()[2:]
    assert all(row.startswith(" " * 19) for row in rows[1:])
    assert all(len(row) <= width or "steward" in row for row in rows)
    assert len(render(plan(gate), width=width).splitlines()) == 4, "whoever reads by lines gets one for each thing"


def test_the_beginning_of_a_long_new_list_is_shown() -> None:
    new = Change("checklists/a/1.0.0/destruction.yaml", None, "".join(f"item: {n}\n" for n in range(300)))
    text = render(plan(change=new))
    assert "item: 5" in text
    assert "item: 299" not in text
    assert "and 281 lines more (--format json shows all)" in text
    card = Change("models/a/1.0.0.yaml", None, "".join(f"item: {n}\n" for n in range(300)))
    assert "item: 299" in render(plan(change=card)), "what somebody wrote is shown whole"


def test_what_goes_wrong_is_folded_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"steward: {'no such thing ' * 5}; {HINT}"
    assert fitting(text) == [text], "whoever reads by lines gets one"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    lines = fitting(text)
    assert len(lines) > 3
    assert all(line.startswith("  ") for line in lines[1:])
    assert any(COMMANDS[0] in line for line in lines)
