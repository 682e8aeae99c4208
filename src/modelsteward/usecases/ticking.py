"""What a person does to items of a checklist: tick them, skip them, let them wait for a day, give them to somebody."""

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
from modelsteward.domain.texts import listed
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.checklist import PURPOSES, checklist_of, none_there, require_all_readable, the_subject
from modelsteward.usecases.standings import KEYS, Standing, answers_to_write, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist


class Meant(NamedTuple):
    """The items that are meant, and who speaks of them."""

    registry: Registry
    ref: str
    items: tuple[str, ...]
    """Of one list, and the same is said of each."""
    today: date
    packs: Packs
    purpose: str | None = None
    """None where the list that has them is meant."""
    by: str | None = None
    """A team of steward.yaml."""

    @property
    def names(self) -> str:
        """The items in a sentence."""
        return listed(self.items)

    @property
    def are(self) -> str:
        return "is" if len(self.items) == 1 else "are"


class _Found(NamedTuple):
    entry: Entry[Checklist]
    at: tuple[int, ...]
    standings: list[Standing]
    asked: Asked

    @property
    def here(self) -> list[Standing]:
        return [self.standings[index] for index in self.at]


def plan_tick(meant: Meant, evidence: str | None) -> Proposal:
    """Tick items off with what shows that they are done. Raises Refused, BadUsage where something is not said."""
    found = _open_items(meant)
    for one in found.here:
        _require_unanswered(one)
    if not _says(evidence):
        wanted = "; ".join(one.item.wanted for one in found.here if one.item.wanted)
        raise BadUsage(
            f"{meant.names} {meant.are} ticked with evidence, and none is given",
            "say what shows that it is done with --evidence 'TEXT'" + (f"; wanted: {wanted}" if wanted else ""),
        )
    done: dict[str, Any] = {"state": "done", "evidence": evidence, "by": _team(meant), "on": meant.today}
    return _changed(found, done, _title(found, f"{meant.names} {meant.are} done"), _trailers(meant))


def plan_skip(meant: Meant, reason: str | None) -> Proposal:
    """Leave items out for good, with a reason that stays on the list. Raises Refused, BadUsage without one."""
    found = _open_items(meant)
    if not _says(reason):
        what = f"{meant.names} {meant.are} skipped for a reason"
        raise BadUsage(f"{what}, and none is given", "say why with --reason 'TEXT'")
    skipped: dict[str, Any] = {"state": "skipped", "reason": reason, "by": _team(meant), "on": meant.today}
    return _changed(found, skipped, _title(found, f"{meant.names} {meant.are} skipped"), _trailers(meant, reason))


def plan_wait(meant: Meant, until: date | None, reason: str | None, evidence: str | None) -> Proposal:
    """Say until when open items wait, and for what. They are open all along, and asked again from that day on.

    Raises Refused, BadUsage.
    """
    found = _open_items(meant)
    wait = "waits" if len(meant.items) == 1 else "wait"
    if until is None:
        raise BadUsage(f"{meant.names} {wait} for a day, and none is given", "--until 2027-01-31, or --until +P30D")
    if until <= meant.today:
        raise BadUsage(f"{until} has come already", "--until is the day on which it is asked again")
    if not (_says(reason) or _says(evidence)):
        raise BadUsage(
            f"it is not said what {meant.names} {wait} for",
            "say it with --reason 'TEXT', what shows it with --evidence",
        )
    said = {"until": until, "reason": reason, "evidence": evidence}
    edits = _sets(found, {key: value for key, value in said.items() if value})
    stays = "it stays open, and is" if len(meant.items) == 1 else "they stay open, and are"
    gate = f"; `{MOVE[found.entry.card.purpose]}` waits as well" if any(one.item.gate for one in found.here) else ""
    return Proposal("checklist", (found.entry.card.ref,), _title(found, f"{meant.names} {wait} until {until}"),
                    {found.entry.file: edits}, trailers=_trailers(meant, reason),
                    notes=(f"{stays} asked again from {until} on{gate}",))  # fmt: skip


def plan_assign(meant: Meant, to: str | None, due: date | None) -> Proposal:
    """Say who sees to open items, and by when. Raises Refused, BadUsage."""
    found = _open_items(meant)
    if to is None and due is None:
        what = f"{meant.names} {meant.are} given to nobody"
        raise BadUsage(what, "name a team or a role with --to, a day with --due, or both")
    if due and due < meant.today:
        raise BadUsage(f"{due} is past", "--due is the last day on which it is in time")
    said: dict[str, Any] = ({"owed_by": _owner(meant, to)} if to else {}) | ({"due": due} if due else {})
    words = f"{meant.names} {meant.are} " + (f"owed by {to}" if to else "due") + (f" by {due}" if due else "")
    return Proposal("checklist", (found.entry.card.ref,), _title(found, words),
                    {found.entry.file: _sets(found, said)}, trailers=_trailers(meant))  # fmt: skip


def _title(found: _Found, words: str) -> str:
    return f"checklist {found.entry.card.ref}: {words}"


def _trailers(meant: Meant, reason: str | None = None) -> tuple[tuple[str, str], ...]:
    items = tuple(("Steward-Item", item) for item in meant.items)
    return (*items, ("Steward-Reason", reason)) if reason else items


def _says(text: str | None) -> bool:
    return bool(text and text.strip())


def _sets(found: _Found, keys: dict[str, Any]) -> tuple[Edit, ...]:
    return tuple(Set(("items", at, key), value, KEYS) for at in found.at for key, value in keys.items())


def _changed(found: _Found, keys: dict[str, Any], title: str, trailers: tuple[tuple[str, str], ...]) -> Proposal:
    card = found.entry.card
    stale = [key for key in ("until", "reason", "evidence") if key not in keys]
    edits: list[Edit] = [
        Remove(("items", at, key)) for at in found.at for key in stale if found.standings[at].item.knows(key)
    ]
    edits += _sets(found, keys)
    left = [one for i, one in enumerate(found.standings) if one.state == "open" and i not in found.at]
    if not left:
        edits += answers_to_write(found.standings, found.asked, but=found.at)
        edits.append(Set(("closed",), found.asked.today))
    return Proposal("checklist", (card.ref,), title, {found.entry.file: tuple(edits)}, trailers=trailers,
                    notes=tuple(_left(card, found.here, keys["state"], left)))  # fmt: skip


def _left(card: Checklist, here: list[Standing], state: str, left: list[Standing]) -> Iterator[str]:
    for one in here if state == "skipped" else ():
        if one.item.gate:
            yield f"{one.item.id} is a gate: `{MOVE[card.purpose]}` no longer waits for it, and the list shows why"
    gates = [one.item.id for one in left if one.item.gate]
    if not left:
        yield f"that was the last one: the {card.purpose} checklist is closed"
    elif gates:
        yield f"`steward {MOVE[card.purpose]} {card.ref}` still waits for {', '.join(gates)}"
    else:
        yield f"no gate item is open: `steward {MOVE[card.purpose]} {card.ref}` no longer waits for this checklist"


def _open_items(meant: Meant) -> _Found:
    """The checklist that has the items, and where in it they stand. Raises Refused where nothing can be done to one."""
    card = the_subject(meant.registry, meant.ref).card
    wanted = [purpose for purpose in PURPOSES if meant.purpose in (None, purpose)]
    entries = [entry for purpose in wanted if (entry := checklist_of(meant.registry, card.ref, purpose))]
    if not entries:
        raise none_there(meant.registry, card, meant.purpose)
    asked = Asked(meant.registry, card, meant.today, meant.packs)
    for entry in entries:
        places = {one.id: index for index, one in reversed(list(enumerate(entry.card.items)))}
        if all(item in places for item in meant.items):
            at = tuple(places[item] for item in meant.items)
            found = _Found(entry, at, standing_of(entry.card, asked), asked)
            for one in found.here:
                _require_open(entry, one)
            return found
    require_all_readable(meant.registry, card.ref, meant.purpose)  # it may stand on the other list
    raise _unknown(meant, entries)


def _unknown(meant: Meant, entries: list[Entry[Checklist]]) -> Refused:
    ref, lists = entries[0].card.ref, " or ".join(entry.file for entry in entries)
    known = [one.id for entry in entries for one in entry.card.items]
    for item in meant.items:
        if item not in known:
            hint = did_you_mean(item, known) or f"`steward checklist {ref}` lists them"
            return Refused(f"{shown(item)} is no item of {lists}", hint)
    return Refused(f"{meant.names} do not stand on one list", "name those of one list at a time")


def _require_open(entry: Entry[Checklist], here: Standing) -> None:
    item = here.item
    if here.state == "done" and here.answer is not None and here.answer.done:
        raise Refused(
            f"{item.id} is done, as the registry itself sees: {here.answer.evidence}",
            f"nobody ticks or skips it; `steward checklist {entry.card.ref} refresh` writes it on the list",
        )
    if here.state != "open":
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


def _require_unanswered(here: Standing) -> None:
    """Raise Refused where the registry sees that an item is not done: no tick makes it so."""
    answer = here.answer
    if answer is not None and answer.done is False:
        way = f"{answer.hint}; " if answer.hint else ""
        raise Refused(
            f"{here.item.id} is answered by the registry, and is not done: {answer.evidence}",
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
