"""The slots of a use: which one is meant, and letting a version serve it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.suggest import did_you_mean
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.usecase import UseCaseCard


def slot_of(use: UseCaseCard, asked: str | None) -> str:
    """The slot that is meant: the one asked for, else the only one, else `main` where there is none yet."""
    slots = list(use.serving)
    if asked is not None:
        if slots and asked not in slots:
            raise Refused(
                f"{use.ref} has no slot {asked}",
                did_you_mean(asked, slots)
                or f"its slots are {', '.join(slots)}; add it under `serving` as `{asked}: null`",
            )
        return asked
    if len(slots) > 1:
        raise Refused(f"{use.ref} has several slots: {', '.join(slots)}", "name one with --slot")
    return slots[0] if slots else "main"


def swap(use: UseCaseCard, slot: str, ref: str, today: date, *, why: str, left: str) -> Iterator[Edit]:
    """Let `ref` serve a slot from today: the champion, and the two lines of `served`."""
    yield Set(("serving", slot), ref) if use.knows("serving") else Set(("serving",), {slot: ref})
    for i, entry in enumerate(use.served):
        if entry.slot == slot and entry.to is None:
            yield Set(("served", i, "to"), max(today, entry.from_))
            yield Set(("served", i, "left"), left)
    now = use.serving.get(slot)
    after = {"after": now} if now else {}
    yield Append(("served",), {"slot": slot, "ref": ref, "from": today, "to": None, "why": why, **after})
