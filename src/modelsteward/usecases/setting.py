"""Editing what lies outside the seal: owner, summary, cost, links, dates, and whatever a draft still leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.kinds import BY_NAME
from modelsteward.domain.plan import Proposal
from modelsteward.domain.seal import SEALED
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.domain.registry import Entry

_NAMED = {"card": "it tells what the file is", "name": "it is what the card is called everywhere"}
_MOVES = {
    "model": {
        **_NAMED,
        "version": "`steward bump` numbers versions",
        "stage": "`steward promote`, `deprecate`, `suspend` and `retire` move it",
        "seal": "promoting a draft writes it",
    },
    "usecase": {
        **_NAMED,
        "serving": "`steward promote REF production --for USE` and `rollback` say what serves",
        "served": "it is the history of what served",
        "suspended": "`steward suspend REF --for USE` and `resume` write it",
    },
    "dataset": {**_NAMED, "version": "it is part of what the card is called"},
}
"""Keys that are not simply set, each with why."""


def plan_setting(entry: Entry[Any], edits: Sequence[Edit], reason: str | None = None) -> Proposal:
    """Change keys of a card in place. Raises Refused for what a move or a new version must change."""
    if not edits:
        raise BadUsage("nothing to set", f"write it like steward set {entry.ref} summary='What it does.'")
    known = BY_NAME[entry.kind].model().model_fields
    for edit in edits:
        key = str(edit.path[0])
        if key not in known:
            raise BadUsage(
                f"a {entry.kind} card has no key {key}", did_you_mean(key, known) or f"its keys are {', '.join(known)}"
            )
        if why := _MOVES.get(entry.kind, {}).get(key):
            raise Refused(f"`{key}` of {entry.ref} is not set by hand: {why}", "")
        if entry.kind == "model" and key in SEALED and entry.card.seal is not None:
            raise Refused(
                f"`{key}` of {entry.ref} is sealed: it is what was evaluated and approved",
                f"make a new version: steward bump {entry.card.name} --set {key}=…",
            )
    keys = ", ".join(dict.fromkeys(_shown(edit) for edit in edits))
    trailers = (("Steward-Keys", keys), *((("Steward-Reason", reason),) if reason else ()))
    return Proposal(
        "set",
        (entry.ref,),
        f"set {keys} of {entry.ref}",
        {entry.file: tuple(placed(edit, entry.kind) for edit in edits)},
        trailers=trailers,
    )


def placed(edit: Edit, kind: str) -> Edit:
    """The same edit; a key that is new to a card of this kind goes where the schema has it."""
    if isinstance(edit, Set) and len(edit.path) == 1:
        return edit._replace(order=tuple(BY_NAME[kind].model().model_fields))
    return edit


def _shown(edit: Edit) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in edit.path).lstrip(".")
    return f"{text} (one more)" if isinstance(edit, Append) else text
