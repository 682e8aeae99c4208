"""Packs of duties as JSON: a list of them, their duties, and how copies differ from the package's.

`steward-packs/1`: `today`, `packs` (each with `name`, `title`, `on`, `origin`, `duties` and `to_confirm` as numbers,
`review_by`, `news`, `file`, `pinned_with`, `pinned_on`) and `unreadable`, the files that could not be read.

`steward-duties/1`: `packs`, each with `name`, `title`, `about`, `on`, `origin`, `review_by`, `file` and `duties`, with
the keys of the file and `to_confirm`.

`steward-packs-diff/1`: `packs`, each with `name`, `origin`, `file`, `pinned_with`, `pinned_on` and `entries`: of each
its `id`, `state`, `head` (whether it is a key before the duties) and `keys`, with `ours`, `theirs` and `copied`; that
is null, and `copied_is_known` false, where nobody can tell. Days are ISO 8601, null is none; new keys may be added.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.duty_packs import duty_value, to_confirm
from modelsteward.report.values import dump

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.usecases.packing import EntryDiff, Known, ListedPack, PackDiff


def as_list(rows: Sequence[ListedPack], today: date, unread: Sequence[str] = ()) -> str:
    """The list as one document."""
    packs = [row._asdict() for row in rows]
    return dump({"format": "steward-packs/1", "today": today, "packs": packs, "unreadable": unread})


def as_shown(shown: Sequence[tuple[Known, Sequence[Duty]]]) -> str:
    """The packs with their duties as one document."""
    return dump({"format": "steward-duties/1", "packs": [_pack(one, duties) for one, duties in shown]})


def _pack(one: Known, duties: Sequence[Duty]) -> dict[str, Any]:
    pack = one.counting
    listed = [{**duty_value(duty), "to_confirm": to_confirm(duty)} for duty in duties]
    return {
        "name": one.name, "title": pack.title, "about": pack.about, "on": one.on, "origin": one.origin,
        "review_by": pack.review_by, "file": one.file, "duties": listed,
    }  # fmt: skip


def as_diff(found: Sequence[PackDiff]) -> str:
    """What differs as one document."""
    packs = [{**one._asdict(), "entries": list(map(_entry, one.entries))} for one in found]
    return dump({"format": "steward-packs-diff/1", "packs": packs})


def _entry(one: EntryDiff) -> dict[str, Any]:
    keys = [
        {"key": key.key, "ours": key.ours, "theirs": key.theirs, "copied": key.copied, "copied_is_known": key.known}
        for key in one.keys
    ]
    return {"id": one.id, "state": one.state.value, "head": one.is_head, "keys": keys}
