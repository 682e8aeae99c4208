"""The life of a version: every legal move, and the gates that stand before it. The one table; all else reads it.

Design: what comes before `production` is the registry's to name (`EARLY` here); what comes after has meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelsteward.errors import Refused

EARLY = "early"
"""Stands for the stages before production, whatever the registry calls them."""


class Move(NamedTuple):
    """One way from stage to stage: by which command, and what must hold."""

    action: str
    sources: tuple[str, ...]
    """Stages it starts from; empty for a version that is not there yet."""
    target: str
    gates: tuple[str, ...] = ()
    """Names of what must hold, in the order they are told; `GATES` says what each means."""


GATES: dict[str, str] = {
    "clean": "the card, and the use's, have no errors",
    "number": "the version number says how much changed",
    "seal": "the technical facts are those that were sealed",
    "incident": "no open incident names the version",
    "evaluations": "what the use requires was evaluated, is fresh and passed",
    "approvals": "the roles that the use names approved this seal for this use",
    "budget": "what the use costs a month fits its budget, where it names one",
    "data": "nothing in the lineage is withdrawn or destroyed",
    "vendor": "the vendor's end lies further off than the notice period",
    "final": "a pre-release cannot reach production",
    "use": "the use has not ended",
    "prohibited": "the use is not prohibited by law",
    "alive": "the version may serve: not suspended, past its sunset, retired or destroyed",
    "notice": "the sunset is no sooner than the notice period allows",
    "replacement": "every use it serves knows what comes next, or the reason why nothing does",
    "reason": "a reason is given",
    "sunset": "its promised last day has passed",
    "idle": "nothing counts on it any more: no use is served by it, falls back on it or is to move to it",
    "checklist": "every gate item of the checklist is done or skipped",
    "hold": "no hold orders it to be kept",
    "shared": "no living version names the same bytes",
    "derived": "each thing that was made from it was decided upon",
    "gone": "every place was looked at, and the bytes are gone",
    "keep": "no law asks to keep what is erased",
}
"""Every gate by its name, and what holds when it is passed."""

FIRM = frozenset({"hold", "gone", "prohibited"})
"""Gates that not even --force gets past."""

UNSTOPPED = frozenset({"suspend", "resume"})
"""Commands for emergencies: what is wrong in the cards does not stop them, only what would make one unreadable."""

MOVES: tuple[Move, ...] = (
    Move("register", (), EARLY, ("clean",)),
    Move("bump", (), EARLY, ("number",)),
    Move("promote", (EARLY,), EARLY, ("clean", "seal", "incident")),
    Move(
        "promote", (EARLY, "production"), "production",
        ("clean", "number", "seal", "incident", "use", "prohibited", "final", "data", "vendor",
         "evaluations", "approvals", "budget"),
    ),
    Move("rollback", ("production", "deprecated"), "the same stage", ("use", "prohibited", "alive", "data")),
    Move("deprecate", ("production", "deprecated"), "deprecated", ("notice", "replacement", "reason")),
    Move("deprecate --cancel", ("deprecated",), "production", ("reason",)),
    Move("suspend", (EARLY, "production", "deprecated"), "suspended", ("reason",)),
    Move("resume", ("suspended",), "the stage before", ("reason",)),
    Move("retire", (EARLY, "deprecated", "suspended"), "retired", ("checklist", "reason", "sunset", "idle")),
    Move("destroy", ("retired",), "destroyed", ("checklist", "hold", "incident", "shared", "derived", "gone", "keep")),
)  # fmt: skip

DATA_MOVE = Move(
    "destroy",
    ("active", "withdrawn"),
    "destroyed",
    ("checklist", "hold", "incident", "shared", "derived", "gone", "keep"),
)
"""The one move of a data set that has gates; its stages are its statuses."""


def find_move(action: str, source: str, target: str | None, early: Iterable[str]) -> Move | None:
    """The move from a stage by a command (to a stage, where the command leaves a choice); None when it is not legal."""
    names = tuple(early)
    for move in MOVES:
        if move.action == action and (EARLY if source in names else source) in move.sources:
            ways = _targets(move, source, names)
            if target in ways or (target is None and ways):
                return move
    return None


def require_move(action: str, ref: str, source: str, early: Iterable[str], target: str | None = None) -> Move:
    """The same. Raises Refused where the move is not legal, with those that are."""
    names = tuple(early)
    move = find_move(action, source, target, names)
    if move is None:
        where = f"to {target}" if target else "on"
        raise Refused(f"{ref} is in {source}, and `{action}` does not lead {where}", ways_on(source, names))
    return move


def ways_on(source: str, early: Iterable[str]) -> str:
    """The commands that lead on from a stage, each with where to, in a sentence: for a refusal that says what does."""
    names = tuple(early)
    stage = EARLY if source in names else source
    ways = [
        f"`{move.action}` ({', '.join(targets)})"
        for move in MOVES
        if stage in move.sources and move.action != "rollback" and (targets := _targets(move, source, names))
    ]
    return f"from {source} lead: {', '.join(ways)}" if ways else f"from {source} leads nothing: its life is over"


def _targets(move: Move, source: str, names: tuple[str, ...]) -> list[str]:
    """Where a move leads from a stage: on, never back, and into production from the last stage before it alone."""
    if move.target == EARLY:
        return list(names[names.index(source) + 1 :]) if source in names else list(names)
    return [] if move.target == "production" and source in names[:-1] else [move.target]
