"""Checklists: made from a pack by what is known of a version, ticked item by item, and closed with the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from modelsteward.domain.checklist_items import AFTER, MOVE, PackItem
from modelsteward.domain.conditions import judge
from modelsteward.domain.edits import Apart, Edit, Set
from modelsteward.domain.facts import facts_of, question
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import the_model

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist, Item

Purpose = Literal["retirement", "destruction"]
PURPOSES: tuple[Purpose, ...] = ("retirement", "destruction")

KEYS = (
    "id", "phase", "text", "gate", "wanted", "check", "source", "asked_because",
    "state", "evidence", "reason", "by", "on",
)  # fmt: skip
"""The usual order of an item's keys."""


class Chosen(NamedTuple):
    """An item that belongs on a checklist."""

    item: PackItem
    unknown: tuple[str, ...] = ()
    """The fields that would have to be known to tell whether it applies; empty where it surely does."""

    @property
    def because(self) -> str | None:
        """Why it is asked although it may not apply, as a sentence."""
        return f"It is not known {' or '.join(map(question, self.unknown))}." if self.unknown else None


def choose(registry: Registry, model: ModelCard, purpose: str, packs: Packs, today: date) -> list[Chosen]:
    """The items of a pack that apply to a version, or may: what cannot be told is asked, never dropped."""
    facts = facts_of(registry, model, today)
    pack = packs.items(purpose)
    order = {phase: i for i, phase in enumerate(pack.phases)}
    verdicts = ((item, judge(item.applies_when, facts)) for item in pack.items)
    chosen = [Chosen(item, verdict.unknown) for item, verdict in verdicts if verdict.holds is not False]
    return sorted(chosen, key=lambda one: order[one.item.phase])


def path_to(ref: str, purpose: str) -> str:
    """Where a version's checklist lies in the registry."""
    return f"checklists/{ref.replace('@', '/')}/{purpose}.yaml"


def checklist_of(registry: Registry, ref: str, purpose: str) -> Entry[Checklist] | None:
    """The checklist of a version for a purpose, if there is one."""
    entries: list[Entry[Checklist]] = registry.of_kind("checklist")  # type: ignore[assignment]
    return next((e for e in entries if e.card.ref == ref and e.card.purpose == purpose), None)


def gate_items_open(checklist: Checklist) -> list[Item]:
    """The items that the move waits for."""
    return [item for item in checklist.items if item.gate and item.state == "open"]


def plan_checklist(registry: Registry, ref: str, purpose: str, today: date, packs: Packs) -> Proposal:
    """Make the checklist of a version. `registry` must hold what the version was built on and what was made from it.

    Raises Refused where there is one, or where it is too late for one.
    """
    model: ModelCard = the_model(registry, ref).card
    file = path_to(model.ref, purpose)
    require_readable(registry, model.ref, purpose)
    if checklist_of(registry, model.ref, purpose):
        raise Refused(
            f"{model.ref} has a {purpose} checklist already: {file}",
            f"`steward checklist {model.ref} --purpose {purpose}` shows it, and with `refresh` adds what applies now",
        )
    require_time(model, purpose)
    chosen = choose(registry, model, purpose, packs, today)
    digest = packs.items(purpose).digest
    value = {
        "card": "checklist/1",
        "ref": model.ref,
        "purpose": purpose,
        "opened": today,
        "closed": None,
        "pack": digest,
        "items": Apart(item_value(one) for one in chosen),
    }
    title = f"checklist {model.ref}: open the {purpose} checklist, {amount(len(chosen), 'item')}"
    return Proposal("checklist", (model.ref,), title, new={file: value}, trailers=(("Steward-Pack", digest),),
                    notes=tuple(_what_next(model, purpose, chosen)))  # fmt: skip


def require_time(model: ModelCard, purpose: str) -> None:
    """Raise Refused where it is too late for a checklist."""
    if model.stage in AFTER[purpose]:
        raise Refused(
            f"{model.ref} is {model.stage} already, and has no {purpose} checklist",
            "a checklist is made before the move; what was done without one belongs into a record",
        )


def item_value(chosen: Chosen) -> dict[str, Any]:
    """An item as it stands on a new list."""
    item = chosen.item
    value: dict[str, Any] = {"id": item.id, "phase": item.phase, "text": item.title, "gate": item.gate}
    value |= {"wanted": item.evidence, "check": item.verification}
    if item.source != "house":
        value["source"] = item.source
    if chosen.because:
        value["asked_because"] = chosen.because
    return value | {"state": "open"}


def _what_next(model: ModelCard, purpose: str, chosen: list[Chosen]) -> Iterator[str]:
    gates = sum(one.item.gate for one in chosen)
    unsure = sum(bool(one.unknown) for one in chosen)
    yield f"`steward {MOVE[purpose]} {model.ref}` waits for {amount(gates, 'gate item')} of {len(chosen)}"
    if unsure:
        asked = "is asked because the cards do not say whether it applies"
        if unsure > 1:
            asked = "are asked because the cards do not say whether they apply"
        yield f"{amount(unsure, 'item')} {asked}: write what is known where no seal forbids it, or skip with a reason"
    yield f"next: steward checklist {model.ref} tick ITEM --evidence TEXT --by TEAM"


# Ticking and skipping.


def plan_tick(registry: Registry, ref: str, item: str, evidence: str | None, by: str | None, today: date,
              purpose: str | None = None) -> Proposal:  # fmt: skip
    """Tick an item off with what shows that it is done. Raises Refused, BadUsage where something is not said."""
    entry, index = _open_item(registry, ref, item, purpose)
    if not _says(evidence):
        wanted = entry.card.items[index].wanted
        raise BadUsage(
            f"{item} is ticked with evidence, and none is given",
            "say what shows that it is done with --evidence 'TEXT'" + (f"; wanted: {wanted}" if wanted else ""),
        )
    done: dict[str, Any] = {"state": "done", "evidence": evidence, "by": _team(registry, by), "on": today}
    title = f"checklist {entry.card.ref}: {item} is done"
    return _changed(entry, index, done, title, today, (("Steward-Item", item),))


def plan_skip(registry: Registry, ref: str, item: str, reason: str | None, by: str | None, today: date,
              purpose: str | None = None) -> Proposal:  # fmt: skip
    """Leave an item out for good, with a reason that stays on the list. Raises Refused, BadUsage without one."""
    entry, index = _open_item(registry, ref, item, purpose)
    if not _says(reason):
        raise BadUsage(f"{item} is skipped for a reason, and none is given", "say why with --reason 'TEXT'")
    skipped: dict[str, Any] = {"state": "skipped", "reason": reason, "by": _team(registry, by), "on": today}
    title = f"checklist {entry.card.ref}: {item} is skipped"
    trailers = (("Steward-Item", item), ("Steward-Reason", str(reason)))
    return _changed(entry, index, skipped, title, today, trailers)


def _says(text: str | None) -> bool:
    return bool(text and text.strip())


def _changed(entry: Entry[Checklist], index: int, keys: dict[str, Any], title: str, today: date,
             trailers: tuple[tuple[str, str], ...]) -> Proposal:  # fmt: skip
    card = entry.card
    edits: list[Edit] = [Set(("items", index, key), value, KEYS) for key, value in keys.items()]
    left = [item for i, item in enumerate(card.items) if item.state == "open" and i != index]
    if not left:
        edits.append(Set(("closed",), today))
    return Proposal("checklist", (card.ref,), title, {entry.file: tuple(edits)}, trailers=trailers,
                    notes=tuple(_left(card, index, keys["state"], left)))  # fmt: skip


def _left(card: Checklist, index: int, state: str, left: list[Item]) -> Iterator[str]:
    if state == "skipped" and card.items[index].gate:
        yield f"{card.items[index].id} is a gate: `{MOVE[card.purpose]}` no longer waits for it, and the list shows why"
    gates = [item.id for item in left if item.gate]
    if not left:
        yield f"that was the last one: the {card.purpose} checklist is closed"
    elif gates:
        yield f"`steward {MOVE[card.purpose]} {card.ref}` still waits for {', '.join(gates)}"
    else:
        yield f"no gate item is open: `steward {MOVE[card.purpose]} {card.ref}` no longer waits for this checklist"


def _open_item(registry: Registry, ref: str, item: str, purpose: str | None) -> tuple[Entry[Checklist], int]:
    """The checklist that has an item, and where in it the item stands. Raises Refused where it cannot be ticked."""
    model: ModelCard = the_model(registry, ref).card
    entries = [e for p in PURPOSES if purpose in (None, p) and (e := checklist_of(registry, model.ref, p))]
    if not entries:
        raise none_there(registry, model, purpose)
    for entry in entries:
        for index, one in enumerate(entry.card.items):
            if one.id == item:
                _require_open(entry, one)
                return entry, index
    _require_all_readable(registry, model.ref, purpose)  # it may stand on the other list
    known = [one.id for entry in entries for one in entry.card.items]
    hint = did_you_mean(item, known) or f"`steward checklist {model.ref}` lists them"
    raise Refused(f"{shown(item)} is no item of {' or '.join(entry.file for entry in entries)}", hint)


def _require_open(entry: Entry[Checklist], item: Item) -> None:
    if item.state != "open":
        by = f" by {item.by}" if item.by else ""
        on = f" on {item.on}" if item.on else ""
        raise Refused(
            f"{item.id} is {item.state} already{on}{by}: {item.evidence or item.reason or 'nothing is said of how'}",
            f"to change what was said, edit {entry.file}",
        )
    if entry.card.closed is not None:
        raise Refused(
            f"{entry.file} was closed on {entry.card.closed}", "set `closed: null` there first, and say why in git"
        )


def require_readable(registry: Registry, ref: str, purpose: str) -> None:
    """Raise Refused where there is a checklist that cannot be read."""
    if file := registry.unreadable.get(path_to(ref, purpose)):
        raise Refused(f"{file} cannot be read", "`steward validate` says what is wrong with it")


def _require_all_readable(registry: Registry, ref: str, purpose: str | None) -> None:
    for one in PURPOSES if purpose is None else (purpose,):
        require_readable(registry, ref, one)


def none_there(registry: Registry, model: ModelCard, purpose: str | None) -> Refused:
    """That there is no such list. Raises Refused where there is one that cannot be read."""
    _require_all_readable(registry, model.ref, purpose)
    what = f"{purpose} checklist" if purpose else "checklist"
    which = f" --purpose {purpose}" if purpose else ""
    return Refused(f"{model.ref} has no {what} yet", f"`steward checklist {model.ref} make{which}` makes it")


def _team(registry: Registry, by: str | None) -> str:
    """A team of steward.yaml. Raises Refused for anything else."""
    teams = registry.policy.teams
    if by in teams:
        return str(by)
    if by is None:
        raise BadUsage("it is not said which team did it", f"name it with --by: {one_of(sorted(teams))}")
    hint = did_you_mean(by, teams) or f"the teams are {', '.join(sorted(teams))}"
    raise Refused(f"{shown(by)} is no team of steward.yaml", f"{hint}; git knows the person")
