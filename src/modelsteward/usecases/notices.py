"""The notice to those who rely on a version that ends: what ends, when, what to move to, what is different there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.rules.changes import differences

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.usecases.deprecate import End
    from modelsteward.usecases.gates import Situation

_MOST = 12
"""Differences that a notice lists; `steward diff` lists them all."""


def notice_for(s: Situation, use: UseCaseCard, slot: str, to: str | None, end: End) -> dict[str, Any]:
    """A draft notice as a record's value. It is a draft until `sent` says when it was sent."""
    return {
        "card": "notice/1",
        "ref": s.model.ref,
        "use": use.ref,
        "on": s.today,
        "by": end.by,
        "sunset": end.sunset,
        "to": list(_receivers(s, use)),
        "text": "\n".join(_text(s, use, slot, to, end)) + "\n",
    }


def _receivers(s: Situation, use: UseCaseCard) -> Iterator[str]:
    """The use's owner, and where its consumers are reached."""
    team = s.registry.policy.teams.get(use.owner or "")
    receivers = [team.contact if team else "", (use.consumers.contact or "") if use.consumers else ""]
    found = dict.fromkeys(receiver for receiver in receivers if receiver)
    yield from found or {use.owner or f"whoever owns {use.ref}": None}


def _text(s: Situation, use: UseCaseCard, slot: str, to: str | None, end: End) -> Iterator[str]:
    where = use.ref if slot == "main" else f"{use.ref} (slot {slot})"
    yield f"{s.model.ref}, which serves {where}, ends. Its last day is {end.sunset}."
    if end.reason:
        yield f"Why: {end.reason}"
    if to is None:
        yield "There is no replacement." if end.nothing else "What to move to is not decided yet."
    else:
        yield f"Move to {to}, and evaluate it for this use before that day."
        yield from _changes(s, to)
    yield f"Questions: {s.registry.team(s.model.owner)}."


def _changes(s: Situation, to: str) -> Iterator[str]:
    after = s.registry.model(to)
    if after is None:
        return
    found = [change for change in differences(s.model, after, s.packs).changes if change.step]
    if not found:
        yield "Their cards tell no difference between the two."
        return
    yield f"What is different in {to}:"
    for change in found[:_MOST]:
        yield f"- {change.message} ({change.step})"
    if len(found) > _MOST:
        yield f"- and {len(found) - _MOST} more: steward diff {s.model.ref} {to}"
