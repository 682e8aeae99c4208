"""Checklists: made from a pack by what is known of a version or a data set, with what the registry answers itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, cast

from modelsteward.domain.answers import Asked, answer_of, moved
from modelsteward.domain.checklist_items import MOVE, PackItem
from modelsteward.domain.conditions import Facts, judge
from modelsteward.domain.edits import Apart
from modelsteward.domain.facts import facts_of, facts_of_set, question
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.naming import the_card
from modelsteward.usecases.standings import written

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist

Subject = Union["ModelCard", "DataSetCard"]
"""What a checklist is of."""
Purpose = Literal["retirement", "destruction"]
PURPOSES: tuple[Purpose, ...] = ("retirement", "destruction")


class Chosen(NamedTuple):
    """An item that belongs on a checklist."""

    item: PackItem
    unknown: tuple[str, ...] = ()
    """The fields that would have to be known to tell whether it applies; empty where it surely does."""

    @property
    def because(self) -> str | None:
        """Why it is asked although it may not apply, as a sentence."""
        return f"It is not known {' or '.join(map(question, self.unknown))}." if self.unknown else None


def choose(registry: Registry, card: Subject, purpose: str, packs: Packs, today: date) -> list[Chosen]:
    """The items of a pack that apply, or may: what cannot be told is asked, never dropped."""
    facts, kind = _facts(registry, card, today), kind_of(card)
    pack = packs.items(purpose)
    order = {phase: i for i, phase in enumerate(pack.phases)}
    verdicts = ((item, judge(item.applies_when, facts)) for item in pack.items if kind in item.of)
    chosen = [Chosen(item, verdict.unknown) for item, verdict in verdicts if verdict.holds is not False]
    return sorted(chosen, key=lambda one: order[one.item.phase])


def kind_of(card: Subject) -> str:
    """What a checklist is of, as packs have it in `of`."""
    return "data" if card.ref.startswith("data:") else "model"


def _facts(registry: Registry, card: Subject, today: date) -> Facts:
    if kind_of(card) == "model":
        return facts_of(registry, cast("ModelCard", card), today)
    return facts_of_set(registry, cast("DataSetCard", card), today)


def path_to(ref: str, purpose: str) -> str:
    """Where the checklist of a version or a data set lies in the registry."""
    return f"checklists/{ref.replace('data:', 'data/').replace('@', '/')}/{purpose}.yaml"


def the_subject(registry: Registry, text: str) -> Entry[Any]:
    """The version or data set that a checklist is of. Raises Refused, for a use as well: that is ended, not retired."""
    if text.startswith("use:"):
        raise Refused(f"{text} has no checklist", "versions and data sets have: `steward checklist no-show@2.1.0`")
    return the_card(registry, text)


def checklist_of(registry: Registry, ref: str, purpose: str) -> Entry[Checklist] | None:
    """The checklist of a version or a data set for a purpose, if there is one."""
    return next((e for e in registry.filed(f"checklist {ref}") if e.card.purpose == purpose), None)


def plan_checklist(registry: Registry, ref: str, purpose: str, today: date, packs: Packs) -> Proposal:
    """Make a checklist. `registry` must hold what the version was built on and what was made from it.

    What the registry answers with yes is done from the start. Raises Refused where there is a list, or where it is too
    late for one.
    """
    card: Subject = the_subject(registry, ref).card
    file = path_to(card.ref, purpose)
    require_time(card, purpose)
    require_readable(registry, card.ref, purpose)
    if checklist_of(registry, card.ref, purpose):
        raise Refused(
            f"{card.ref} has a {purpose} checklist already: {file}",
            f"`steward checklist {card.ref} --purpose {purpose}` shows it, and with `refresh` adds what applies now",
        )
    chosen = choose(registry, card, purpose, packs, today)
    if not chosen:
        raise Refused(f"nothing has to be seen to before {MOVE[purpose]} of {card.ref}", "no item of the pack applies")
    asked = Asked(registry, card, today, packs)
    items, digest = [item_value(one, asked) for one in chosen], packs.items(purpose).digest
    value = {
        "card": "checklist/1",
        "ref": card.ref,
        "purpose": purpose,
        "opened": today,
        "closed": None if any(item["state"] == "open" for item in items) else today,
        "pack": digest,
        "items": Apart(items),
    }
    title = f"checklist {card.ref}: open the {purpose} checklist, {amount(len(chosen), 'item')}"
    return Proposal("checklist", (card.ref,), title, new={file: value}, trailers=(("Steward-Pack", digest),),
                    notes=tuple(_what_next(card, purpose, chosen, items)))  # fmt: skip


def require_time(card: Subject, purpose: str) -> None:
    """Raise Refused where it is too late for a checklist, or where there is no such move."""
    if kind_of(card) == "data" and purpose == "retirement":
        raise Refused(
            f"{card.ref} is a data set, and data sets are withdrawn or destroyed, not retired",
            f"`steward withdraw {card.ref}` stops its use; `steward checklist {card.ref} make` is for destroying it",
        )
    if moved(card, purpose):
        raise Refused(
            f"{card.ref} is {getattr(card, 'stage', None) or getattr(card, 'status', None)} already, and has no "
            f"{purpose} checklist",
            "a checklist is made before the move; what was done without one belongs into a record",
        )


def item_value(chosen: Chosen, asked: Asked) -> dict[str, Any]:
    """An item as it stands on a new list, answered where the registry sees that it is done."""
    item = chosen.item
    value: dict[str, Any] = {"id": item.id, "phase": item.phase, "text": item.title, "gate": item.gate}
    value |= {"wanted": item.evidence, "check": item.verification}
    if item.source != "house":
        value["source"] = item.source
    if chosen.because:
        value["asked_because"] = chosen.because
    answer = answer_of(item.answered_by, asked)
    if answer is None:
        return value | {"state": "open"}
    return value | {"answered_by": item.answered_by} | (written(answer, asked) if answer.done else {"state": "open"})


def _what_next(card: Subject, purpose: str, chosen: list[Chosen], items: list[dict[str, Any]]) -> Iterator[str]:
    gates = sum(item["gate"] and item["state"] == "open" for item in items)
    answered = sum(item["state"] == "done" for item in items)
    unsure = sum(bool(one.unknown) for one in chosen)
    yield f"`steward {MOVE[purpose]} {card.ref}` waits for {amount(gates, 'gate item')} of {len(chosen)}"
    if answered:
        yield f"{amount(answered, 'item')} {'is' if answered == 1 else 'are'} answered by the registry itself"
    if unsure:
        asked = "is asked because the cards do not say whether it applies"
        if unsure > 1:
            asked = "are asked because the cards do not say whether they apply"
        yield f"{amount(unsure, 'item')} {asked}: write what is known where no seal forbids it, or skip with a reason"
    yield f"next: steward checklist {card.ref} tick ITEM --evidence TEXT --by TEAM"


def require_readable(registry: Registry, ref: str, purpose: str) -> None:
    """Raise Refused where there is a checklist that cannot be read."""
    if file := registry.unreadable.get(path_to(ref, purpose)):
        raise Refused(f"{file} cannot be read", "`steward validate` says what is wrong with it")


def require_all_readable(registry: Registry, ref: str, purpose: str | None) -> None:
    """The same for every list that may be meant."""
    for one in PURPOSES if purpose is None else (purpose,):
        require_readable(registry, ref, one)


def none_there(registry: Registry, model: Subject, purpose: str | None) -> Refused:
    """That there is no such list. Raises Refused where there is one that cannot be read."""
    require_all_readable(registry, model.ref, purpose)
    what = f"{purpose} checklist" if purpose else "checklist"
    which = f" --purpose {purpose}" if purpose else ""
    return Refused(f"{model.ref} has no {what} yet", f"`steward checklist {model.ref} make{which}` makes it")
