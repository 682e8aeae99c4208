"""The table of moves as a page: which command leads from where to where, and what must hold."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.moves import EARLY, FIRM, GATES, MOVES, Move

_HEAD = """# Moves

<!-- made from the code by `make generate` -->

Every legal move of a version, and the gates before it. `early` stands for the stages before production, which
`steward.yaml` names (`stages`, by default draft and staging). A refusal lists every gate that fails, and how to mend
each. [lifecycle.md](lifecycle.md) tells how the commands are used.

| command | from | to | gates |
|---|---|---|---|
"""
_GATES = """
## Gates

`--force --reason TEXT` passes a gate all the same; the version's card (`lifecycle.forced`) and the commit keep that.
Gates marked *firm* cannot be passed by force. `suspend` and `resume` are stopped by nothing but a missing reason, and
`suspend` has no `--force`.

Every other command also refuses a plan that would put a new error into a card it writes, named `clean` as well; a card
that could not be read afterwards (the RD rules) is not made by force either. `bump` fails `number` where `--level` or
`--number` asks for less than has changed, `promote` also where nothing has. No force lets `rollback` go back to a
version whose stage is not in its row.

| gate | what holds |
|---|---|
"""


def render() -> str:
    """The page as Markdown."""
    gates = (f"| `{name}`{' (firm)' if name in FIRM else ''} | {what} |\n" for name, what in GATES.items())
    return _HEAD + "".join(_rows()) + _GATES + "".join(gates)


def _rows() -> Iterator[str]:
    for move in MOVES:
        gates = ", ".join(f"`{name}`" for name in move.gates) or "none"
        yield f"| `{move.action}` | {_sources(move)} | {_stage(move.target)} | {gates} |\n"


def _sources(move: Move) -> str:
    last = "the last " if move.target == "production" else ""
    return ", ".join(last * (stage == EARLY) + _stage(stage) for stage in move.sources) or "–"


def _stage(stage: str) -> str:
    return f"*{stage}*" if stage == EARLY else stage
