"""What the card itself says of its end: the reason, and the days in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modelsteward.usecases.answering import Answered, Asked, answer

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

_WHOSE = {
    "own": "our own decision", "vendor": "the vendor's decision", "safety": "because of safety",
    "legal": "because of law", "data": "because of its data",
}  # fmt: skip


@answer("trigger")
def _trigger(asked: Asked) -> Answered:
    """The card says why it ends, and where it says whose decision that is, so does the answer."""
    card = cast("ModelCard", asked.card)
    dates = card.lifecycle
    if not dates.reason:
        how = f"steward set {card.ref} lifecycle.reason=TEXT, or `steward retire {card.ref} --reason TEXT`"
        return Answered(False, f"the card of {card.ref} says no reason (`lifecycle.reason`)", how)
    whose = f", {_WHOSE[dates.because]}" if dates.because else ""
    return Answered(True, f"lifecycle.reason on the card: {dates.reason.rstrip('.')}{whose}.")
