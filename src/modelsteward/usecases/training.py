"""That a group of people has completed a use's training, put on its card."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.cards.usecase import Completed, Training, UseCaseCard
from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.plan import Proposal
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.domain.registry import Entry

_KEYS = (tuple(UseCaseCard.model_fields), tuple(Training.model_fields))


class Learnt(NamedTuple):
    """Who completed it, and when."""

    group: str
    on: date
    people: int | None = None
    of: int | None = None
    evidence: str | None = None


def plan_training(entry: Entry[UseCaseCard], learnt: Learnt, today: date) -> Proposal:
    """Add a line to `training.completed`; a use that says nothing of training requires it from now on.

    Raises BadUsage for what cannot be, Refused for a use that has ended and for a line that is there already.
    """
    card = entry.card
    _require_sense(learnt, today)
    if card.status == "ended":
        raise Refused(f"{card.ref} has ended: nobody has to be trained for it any more", f"steward show {card.ref}")
    if card.training and Completed(**learnt._asdict()) in card.training.completed:
        raise Refused(f"{card.ref} says so already: {learnt.group} on {learnt.on}", f"steward show {card.ref}")
    value: dict[str, Any] = {key: part for key, part in learnt._asdict().items() if part is not None}
    edit: Edit = Append(("training", "completed"), value, _KEYS)
    if card.training is None:
        edit = Set(("training",), {"required": True, "completed": [value]}, _KEYS[0])
    many = f", {learnt.people} of {learnt.of}" if learnt.people is not None and learnt.of is not None else ""
    title = f"record training for {card.ref}: {learnt.group}{many}, {learnt.on}"
    notes = tuple(_notes(card, learnt))
    return Proposal("record training", (card.ref,), title, {entry.file: (edit,)}, notes=notes)


def _require_sense(learnt: Learnt, today: date) -> None:
    if not learnt.group.strip():
        raise BadUsage("the group has no name", 'name it, as in --group "outpatient clinicians"')
    if learnt.on > today:
        raise BadUsage(f"{learnt.on} has not come yet", "put it on the card once it is done")
    if learnt.people is not None and learnt.of is not None and learnt.people > learnt.of:
        raise BadUsage(
            f"{learnt.people} of {learnt.of} cannot be", "--people is how many have, --of how many there are"
        )


def _notes(card: UseCaseCard, learnt: Learnt) -> list[str]:
    if card.training is None:
        return ["its card said nothing of training; from now on it says that training is required"]
    if not card.training.required:
        return ["by its card nobody need be trained (`training.required: false`)"]
    short = learnt.people is not None and learnt.of is not None and learnt.people < learnt.of
    return ["not all of them have completed it yet, which US123 tells"] if short else []
