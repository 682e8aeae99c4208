"""What a person does to one item of a checklist: tick it, skip it, let it wait for a day, give it to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import REGISTRY, Asked
from modelsteward.domain.checklist_items import MOVE
from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.checklist import PURPOSES, checklist_of, none_there, require_all_readable, the_subject
from modelsteward.usecases.standings import KEYS, Standing, answers_to_write, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist


class Meant(NamedTuple):
    """The item that is meant, and who speaks of it."""

    registry: Registry
    ref: str
    item: str
    today: date
    packs: Packs
    purpose: str | None = None
    """None where the list that has it is meant."""
    by: str | None = None
    """A team of steward.yaml."""


class _Found(NamedTuple):
    entry: Entry[Checklist]
    at: int
    standings: list[Standing]
    asked: Asked

    @property
    def here(self) -> Standing:
        return self.standings[self.at]


def plan_tick(meant: Meant, evidence: str | None) -> Proposal:
    """Tick an item off with what shows that it is done. Raises Refused, BadUsage where something is not said."""
    found = _open_item(meant)
    _require_unanswered(found)
    if not _says(evidence):
        wanted = found.here.item.wanted
        raise BadUsage(
            f"{meant.item} is ticked with evidence, and none is given",
            "say what shows that it is done with --evidence 'TEXT'" + (f"; wanted: {wanted}" if wanted else ""),
        )
    done: dict[str, Any] = {"state": "done", "evidence": evidence, "by": _team(meant), "on": meant.today}
    title = f"checklist {found.entry.card.ref}: {meant.item} is done"
    return _changed(found, done, title, (("Steward-Item", meant.item),))


def plan_skip(meant: Meant, reason: str | None) -> Proposal:
    """Leave an item out for good, with a reason that stays on the list. Raises Refused, BadUsage without one."""
    found = _open_item(meant)
    if not _says(reason):
        raise BadUsage(f"{meant.item} is skipped for a reason, and none is given", "say why with --reason 'TEXT'")
    skipped: dict[str, Any] = {"state": "skipped", "reason": reason, "by": _team(meant), "on": meant.today}
    title = f"checklist {found.entry.card.ref}: {meant.item} is skipped"
    return _changed(found, skipped, title, (("Steward-Item", meant.item), ("Steward-Reason", str(reason))))


def plan_wait(meant: Meant, until: date | None, reason: str | None, evidence: str | None) -> Proposal:
    """Say until when an open item waits, and for what. It is open all along, and asked again from that day on.

    Raises Refused, BadUsage.
    """
    found = _open_item(meant)
    if until is None:
        raise BadUsage(f"{meant.item} waits for a day, and none is given", "--until 2027-01-31, or --until +P30D")
    if until <= meant.today:
        raise BadUsage(f"{until} has come already", "--until is the day on which it is asked again")
    if not (_says(reason) or _says(evidence)):
        raise BadUsage(
            f"it is not said what {meant.item} waits for", "say it with --reason 'TEXT', what shows it with --evidence"
        )
    said = {"until": until, "reason": reason, "evidence": evidence}
    ref = found.entry.card.ref
    edits = _sets(found, {key: value for key, value in said.items() if value})
    title = f"checklist {ref}: {meant.item} waits until {until}"
    trailers = (("Steward-Item", meant.item), *((("Steward-Reason", str(reason)),) if reason else ()))
    gate = f"; `{MOVE[found.entry.card.purpose]}` waits with it" if found.here.item.gate else ""
    return Proposal("checklist", (ref,), title, {found.entry.file: edits}, trailers=trailers,
                    notes=(f"it stays open, and is asked again from {until} on{gate}",))  # fmt: skip


def plan_assign(meant: Meant, to: str | None, due: date | None) -> Proposal:
    """Say who sees to an open item, and by when. Raises Refused, BadUsage."""
    found = _open_item(meant)
    if to is None and due is None:
        raise BadUsage(f"{meant.item} is given to nobody", "name a team or a role with --to, a day with --due, or both")
    said: dict[str, Any] = ({"owed_by": _owner(meant, to)} if to else {}) | ({"due": due} if due else {})
    ref, words = found.entry.card.ref, [f"is owed by {to}"] if to else ["is due"]
    title = f"checklist {ref}: {meant.item} {words[0]}" + (f" by {due}" if due else "")
    return Proposal("checklist", (ref,), title, {found.entry.file: _sets(found, said)},
                    trailers=(("Steward-Item", meant.item),))  # fmt: skip


def _says(text: str | None) -> bool:
    return bool(text and text.strip())


def _sets(found: _Found, keys: dict[str, Any]) -> tuple[Edit, ...]:
    return tuple(Set(("items", found.at, key), value, KEYS) for key, value in keys.items())


def _changed(found: _Found, keys: dict[str, Any], title: str, trailers: tuple[tuple[str, str], ...]) -> Proposal:
    card = found.entry.card
    stale = [key for key in ("until", "reason", "evidence") if key not in keys and found.here.item.knows(key)]
    edits: list[Edit] = [Remove(("items", found.at, key)) for key in stale]
    edits += _sets(found, keys)
    left = [one for i, one in enumerate(found.standings) if one.state == "open" and i != found.at]
    if not left:
        edits += answers_to_write(found.standings, found.asked, but=found.at)
        edits.append(Set(("closed",), found.asked.today))
    return Proposal("checklist", (card.ref,), title, {found.entry.file: tuple(edits)}, trailers=trailers,
                    notes=tuple(_left(card, found.here, keys["state"], left)))  # fmt: skip


def _left(card: Checklist, here: Standing, state: str, left: list[Standing]) -> Iterator[str]:
    if state == "skipped" and here.item.gate:
        yield f"{here.item.id} is a gate: `{MOVE[card.purpose]}` no longer waits for it, and the list shows why"
    gates = [one.item.id for one in left if one.item.gate]
    if not left:
        yield f"that was the last one: the {card.purpose} checklist is closed"
    elif gates:
        yield f"`steward {MOVE[card.purpose]} {card.ref}` still waits for {', '.join(gates)}"
    else:
        yield f"no gate item is open: `steward {MOVE[card.purpose]} {card.ref}` no longer waits for this checklist"


def _open_item(meant: Meant) -> _Found:
    """The checklist that has an item, and where in it that stands. Raises Refused where nothing can be done to it."""
    card = the_subject(meant.registry, meant.ref).card
    wanted = [purpose for purpose in PURPOSES if meant.purpose in (None, purpose)]
    entries = [entry for purpose in wanted if (entry := checklist_of(meant.registry, card.ref, purpose))]
    if not entries:
        raise none_there(meant.registry, card, meant.purpose)
    asked = Asked(meant.registry, card, meant.today, meant.packs)
    for entry in entries:
        for index, one in enumerate(entry.card.items):
            if one.id == meant.item:
                found = _Found(entry, index, standing_of(entry.card, asked), asked)
                _require_open(found)
                return found
    require_all_readable(meant.registry, card.ref, meant.purpose)  # it may stand on the other list
    known = [one.id for entry in entries for one in entry.card.items]
    hint = did_you_mean(meant.item, known) or f"`steward checklist {card.ref}` lists them"
    raise Refused(f"{shown(meant.item)} is no item of {' or '.join(entry.file for entry in entries)}", hint)


def _require_open(found: _Found) -> None:
    entry, item = found.entry, found.here.item
    if found.here.state == "done" and found.here.answer is not None and found.here.answer.done:
        raise Refused(
            f"{item.id} is done, as the registry itself sees: {found.here.answer.evidence}",
            f"nobody ticks or skips it; `steward checklist {entry.card.ref} refresh` writes it on the list",
        )
    if found.here.state != "open":
        by = f" by {item.by}" if item.by else ""
        on = f" on {item.on}" if item.on else ""
        raise Refused(
            f"{item.id} is {item.state} already{on}{by}: {item.evidence or item.reason or 'nothing is said of how'}",
            f"to change what was said, edit {entry.file}",
        )
    if entry.card.closed is not None and item.state == "open":
        raise Refused(
            f"{entry.file} was closed on {entry.card.closed}", "set `closed: null` there first, and say why in git"
        )


def _require_unanswered(found: _Found) -> None:
    """Raise Refused where the registry sees that an item is not done: no tick makes it so."""
    answer = found.here.answer
    if answer is not None and answer.done is False:
        way = f"{answer.hint}; " if answer.hint else ""
        raise Refused(
            f"{found.here.item.id} is answered by the registry, and is not done: {answer.evidence}",
            f"{way}where that cannot be, skip it with a reason",
        )


def _team(meant: Meant) -> str:
    """A team of steward.yaml. Raises Refused for anything else."""
    teams = meant.registry.policy.teams
    if meant.by == REGISTRY and meant.by not in teams:
        raise Refused("`registry` stands for what the registry answers itself", "name the team that did it with --by")
    if meant.by in teams:
        return str(meant.by)
    if meant.by is None:
        raise BadUsage("it is not said which team did it", f"name it with --by: {one_of(sorted(teams))}")
    hint = did_you_mean(meant.by, teams) or f"the teams are {', '.join(sorted(teams))}"
    raise Refused(f"{shown(meant.by)} is no team of steward.yaml", f"{hint}; git knows the person")


def _owner(meant: Meant, to: str) -> str:
    """A team, or a role as `role:NAME`. Raises Refused for what steward.yaml does not have."""
    policy = meant.registry.policy
    name = to.removeprefix("role:")
    if to in policy.teams:
        return to
    if name in policy.roles:
        return f"role:{name}"
    known = [*policy.teams, *policy.roles]
    hint = did_you_mean(name, known) or f"they are {', '.join(sorted(known))}"
    raise Refused(f"{shown(to)} is no team and no role of steward.yaml", hint)
