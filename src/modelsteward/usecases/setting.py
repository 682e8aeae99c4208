"""Editing what lies outside the seal: owner, summary, cost, links, dates, and whatever a draft still leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.findings import Path
from modelsteward.domain.kinds import BY_NAME
from modelsteward.domain.plan import Proposal
from modelsteward.domain.seal import SEALED
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.domain.registry import Entry

_NAMED = {"card": "it tells what the file is", "name": "it is what the card is called everywhere"}
_ENDING = "`steward deprecate` announces an end, moves its day and takes it back"
_OTHERS = {
    "model": {
        **_NAMED,
        "version": "`steward bump` numbers versions",
        "stage": "`steward promote`, `deprecate`, `suspend` and `retire` move it",
        "seal": "promoting a draft writes it",
        "lifecycle.released": "promoting to production writes it",
        **dict.fromkeys(("lifecycle.deprecated", "lifecycle.sunset", "lifecycle.replacement", "lifecycle.because"),
                        _ENDING),
        "lifecycle.suspension": "`steward suspend` and `resume` write it",
        "lifecycle.retired": "`steward retire` writes it",
        "lifecycle.destroyed": "`steward destroy` writes it",
        "lifecycle.forced": "it is the record of what --force passed",
    },
    "usecase": {
        **_NAMED,
        "serving": "`steward promote REF production --for USE` and `rollback` say what serves",
        "served": "it is the history of what served",
        "suspended": "`steward suspend REF --for USE` and `resume` write it",
    },
    "dataset": {**_NAMED, "version": "it is part of what the card is called"},
}  # fmt: skip
"""Keys that other commands write, each with why it is not simply set."""


class NotSet(NamedTuple):
    """A key that is not simply set."""

    key: str
    why: str


def not_set(kind: str, path: Path) -> NotSet | None:
    """The key that another command writes and that a path lies in, or holds; None where anybody may set it."""
    for key, why in _OTHERS.get(kind, {}).items():
        listed = tuple(key.split("."))
        shared = min(len(listed), len(path))
        if listed[:shared] == path[:shared]:
            return NotSet(key, why)
    return None


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
        if other := not_set(entry.kind, edit.path):
            whole = f"set the keys of `{key}` one by one" if other.key != key and len(edit.path) == 1 else ""
            raise Refused(f"`{other.key}` of {entry.ref} is not set by hand: {other.why}", whole)
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
