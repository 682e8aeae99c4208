"""Editing what lies outside the seal: owner, summary, cost, links, dates, and whatever a draft still leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edited import plain_data
from modelsteward.domain.edits import Append, Edit, Remove, Set, dotted
from modelsteward.domain.findings import Path
from modelsteward.domain.holds import holds_on
from modelsteward.domain.kinds import BY_NAME
from modelsteward.domain.plan import Proposal
from modelsteward.domain.seal import SEALED
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.registry import Entry, Registry

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


def plan_setting(entry: Entry[Any], edits: Sequence[Edit], registry: Registry, today: date) -> Proposal:
    """Change keys of a card in place. Raises Refused for what a move or a new version must change, and for what a hold
    covers no longer when somebody else owns it: `registry` has the holds there are.
    """
    if not edits:
        raise BadUsage("nothing to set", f"write it like steward set {entry.ref} summary='What it does.'")
    for edit in edits:
        _require_settable(entry, edit)
        if edit.path == ("owner",):
            _require_kept(entry, edit, registry, today)
    _require_once(edits)
    keys = ", ".join(dict.fromkeys(_shown(edit) for edit in edits))
    return Proposal(
        "set",
        (entry.ref,),
        _title(entry.ref, edits),
        {entry.file: tuple(edits)},
        trailers=(("Steward-Keys", keys),),
        notes=tuple(_absent(entry, edits)),
    )


def _require_settable(entry: Entry[Any], edit: Edit) -> None:
    """Raise BadUsage for a key that no such card has, Refused for one that a move or a new version must change."""
    known = BY_NAME[entry.kind].model().model_fields
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


def _require_kept(entry: Entry[Any], edit: Edit, registry: Registry, today: date) -> None:
    """Raise Refused where a hold on what a team owns would let go of what that team gives away."""
    owner, new = getattr(entry.card, "owner", None), str(edit.value) if isinstance(edit, Set) else None
    for held in holds_on(registry, entry.ref, today) if owner else ():
        hold = held.entry.card
        if held.cover.why == f"{owner} owns it" and new is not None and new not in hold.owners:
            raise Refused(
                f"hold {hold.id} keeps {entry.ref} because {owner} owns it, and would not cover what {new} owns",
                f"name it in a hold of its own first: steward hold place {entry.ref} --by TEXT",
            )


def _require_once(edits: Sequence[Edit]) -> None:
    """Raise BadUsage where an edit would undo an earlier one."""
    for place, edit in enumerate(edits):
        for earlier in edits[:place] if isinstance(edit, Set | Remove) else ():
            if earlier.path[: len(edit.path)] == edit.path:
                key, part = dotted(edit.path), dotted(earlier.path)
                what = "is given twice" if key == part else f"would undo what is said of `{part}`"
                raise BadUsage(f"`{key}` {what}", "say once what it is to be")


def _absent(entry: Entry[Any], edits: Sequence[Edit]) -> Iterator[str]:
    """What is to be removed and is not there, each with the key that was probably meant."""
    for edit in edits:
        if isinstance(edit, Remove) and (near := _lacks(entry.card, edit.path)) is not None:
            yield f"there is no `{dotted(edit.path)}` in {entry.ref}" + (f"; {near}" if near else "")


def _lacks(card: CardModel, path: Path) -> str | None:
    """What was probably meant by the first part of a path that a card does not have; None where it has them all."""
    here: Any = card.model_dump(by_alias=True, exclude_unset=True)
    part: Any
    for part in path:
        if isinstance(here, dict) and part not in here:
            return did_you_mean(str(part), here)
        known = isinstance(here, dict) or (isinstance(here, list | tuple) and part in range(len(here)))
        if not known:
            return ""
        here = here[part]
    return None


_MOST_TOLD = 2
"""Keys whose values the title tells."""
_LONGEST_TOLD = 40


def _title(ref: str, edits: Sequence[Edit]) -> str:
    """What is done, in a line: `set cost.usd of no-show@2.1.0 to 0.003, remove extra.ticket`."""
    sets = [edit for edit in edits if not isinstance(edit, Remove)]
    gone = ", ".join(_shown(edit) for edit in edits if isinstance(edit, Remove))
    if not sets:
        return f"remove {gone} of {ref}"
    if len(sets) > _MOST_TOLD or not any(map(_to, sets)):
        done = f"set {', '.join(dict.fromkeys(map(_shown, sets)))} of {ref}"
    else:
        first, *second = sets
        done = ", ".join([f"set {_shown(first)} of {ref}{_to(first)}", *(_shown(edit) + _to(edit) for edit in second)])
    return f"{done}, remove {gone}" if gone else done


def _to(edit: Edit) -> str:
    """What a key is set to, where a title has room for it."""
    value = plain_data(edit.value) if isinstance(edit, Set) else {}
    if isinstance(value, dict | list):
        return ""
    words = {None: "null", True: "true", False: "false"}
    text = words[value] if value is None or isinstance(value, bool) else getattr(value, "text", str(value))
    return f" to {text}" if text.strip() and text.isprintable() and len(text) <= _LONGEST_TOLD else ""


def _shown(edit: Edit) -> str:
    return f"{dotted(edit.path)} (one more)" if isinstance(edit, Append) else dotted(edit.path)
