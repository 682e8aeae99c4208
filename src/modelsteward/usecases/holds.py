"""Holds: placed by order of somebody, and lifted by who may; each with what that means for what is covered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from modelsteward.domain.cards.states import Hold
from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.holds import Certainty, covering, holds_on, is_standing
from modelsteward.domain.plan import Proposal
from modelsteward.domain.reaching import state_of
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.holding import require_holder
from modelsteward.usecases.matters import file_of, new_id
from modelsteward.usecases.naming import by_ref, resolve

KEYS = (
    "card", "id", "refs", "patterns", "owners", "built_on", "opened", "released", "by", "released_by", "released_as",
    "extra",
)  # fmt: skip
"""The usual order of a hold's keys."""
_MOST = 10
"""Refs in a note."""


class Order(NamedTuple):
    """What a person says of a hold."""

    by: str
    refs: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    built_on: bool = False
    since: date | None = None
    """First day it holds; today where nothing else is said."""
    ident: str | None = None


class Kept(NamedTuple):
    """Something that a hold covers."""

    ref: str
    state: str
    """Stage of a model, status of a data set; `unreadable` where its card cannot be read."""
    owner: str | None
    gone_by: date | None
    """Day by which it was to be gone: a model's `destroy_by`, the `delete_by` of data."""
    why: str
    certainty: Certainty


def plan_placing(registry: Registry, said: Order, today: date, taken: Collection[str]) -> Proposal:
    """Place a hold. `taken` are the ids there are; the registry holds what it may cover, and all holds.

    Raises BadUsage for what says nothing or cannot be written, Refused for what there is not.
    """
    since = _require_said(said, today)
    for ref in said.refs:
        _require_ref(registry, ref)
    for team in said.owners:
        _require_team(registry, team)
    parts = (*said.refs, *said.patterns, *said.owners)
    ident = new_id("hold", said.ident, taken, today, *parts, str(said.built_on), str(since), said.by)
    value: dict[str, Any] = {"card": "hold/1", "id": ident}
    value |= {
        key: list(dict.fromkeys(getattr(said, key))) for key in ("refs", "patterns", "owners") if getattr(said, key)
    }
    value |= {"built_on": True} if said.built_on else {}
    value |= {"opened": since, "released": None, "by": said.by}
    hold = _written(value)
    title = f"hold {ident}: place, on {_several(parts)}" + (", and what was made from it" if said.built_on else "")
    notes = (*_placed(kept_by(registry, hold), hold), *_untold(hold), *_may_lift(registry))
    return Proposal("hold", said.refs or ("registry",), title, new={file_of("hold", ident): value},
                    trailers=(("Steward-Hold", ident),), notes=notes)  # fmt: skip


def _require_said(said: Order, today: date) -> date:
    """The first day of the hold."""
    since = said.since or today
    if since > today:
        raise BadUsage(f"{since} is still to come", "--since is the day on which it was ordered")
    if not said.by.strip():
        raise BadUsage("it is not said who orders it", "name the office with --by 'TEXT'")
    if not (said.refs or said.patterns or said.owners):
        raise BadUsage(
            "a hold covers something, and nothing is named",
            "name versions, data or uses, `registry` for all, --pattern 'no-show@*', or --owner TEAM",
        )
    return since


def _require_ref(registry: Registry, ref: str) -> None:
    """Raise for what is not there, or does not say which version is meant; what cannot be read is there."""
    if ref == "registry" or ref in registry.unreadable:
        return
    if "@" not in ref and not ref.startswith("use:"):
        raise BadUsage(
            f"{shown(ref)} does not say which versions are to be kept",
            f"name one, like {ref}@1.0.0; or all, those of tomorrow too, with --pattern '{ref}@*'",
        )
    resolve(registry, ref)


def _require_team(registry: Registry, team: str) -> None:
    teams = registry.policy.teams
    if registry.team_card(team) is None and not registry.filed(f"owner {team}"):
        known = f"the teams there are {one_of(teams)}" if teams else "define it under `teams` there"
        raise Refused(f"steward.yaml has no team {shown(team)}", did_you_mean(team, teams) or known)


def _written(value: dict[str, Any]) -> Hold:
    """The card as it will be read. Raises BadUsage where it is none."""
    from pydantic import ValidationError

    try:
        return Hold.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        what = shown(str(first["input"]))
        if "patterns" in first["loc"]:
            hint = "it is a ref in which `*` stands for anything, like 'no-show*@*', 'data:appointments@*' or 'use:*'"
            raise BadUsage(f"{what} is no pattern", hint) from None
        raise BadUsage(f"{what} cannot be written as `{first['loc'][0]}` of a hold", str(first["msg"])) from None


def _several(parts: Sequence[str]) -> str:
    return parts[0] + (f" and {len(parts) - 1} more" if len(parts) > 1 else "")


def kept_by(registry: Registry, hold: Hold) -> tuple[Kept, ...]:
    """Every model and data set that a hold covers, whether it stands or not; data first, each by name and version."""
    refs = sorted(_keepable(registry), key=lambda ref: (":" not in ref, by_ref(ref)))
    covered = covering(registry, (hold,))
    found = ((ref, covered(ref)[0]) for ref in refs)
    return tuple(_kept(registry, ref, cover.why, cover.certainty) for ref, cover in found if cover is not None)


def _keepable(registry: Registry) -> set[str]:
    unread = (ref for ref in registry.unreadable if "@" in ref and "/" not in ref)
    return {*registry.datasets, *registry.models, *unread}


def count_kept(registry: Registry, holds: Collection[Entry[Hold]]) -> dict[str, int]:
    """How much each of some holds covers that is not destroyed, by its file; every card is looked at once for all."""
    count = dict.fromkeys((hold.file for hold in holds), 0)
    covered = covering(registry, [hold.card for hold in holds])
    for ref in sorted(_keepable(registry)) if holds else ():
        if state_of(registry, ref) != "destroyed":
            for hold, cover in zip(holds, covered(ref), strict=True):
                count[hold.file] += cover is not None
    return count


def _kept(registry: Registry, ref: str, why: str, certainty: Certainty) -> Kept:
    model, data = registry.model(ref), registry.dataset(ref)
    last = model.lifecycle.destroy_by if model else data.retention.delete_by if data and data.retention else None
    owner = model.owner if model else data.owner if data else None
    return Kept(ref, state_of(registry, ref) or "unreadable", owner, last, why, certainty)


def _placed(kept: Sequence[Kept], hold: Hold) -> Iterator[str]:
    """What it covers now, what of it was to be gone by a day, and what cannot be kept any more."""
    here = [one for one in kept if one.state != "destroyed"]
    for certainty, words in _WORDS.items():
        if some := [f"{one.ref} ({one.state})" for one in here if one.certainty == certainty]:
            yield f"{words} {amount(len(some), 'version')}: {_listed(some)}"
    dated = sorted((one.gone_by, one.ref) for one in here if one.gone_by is not None)
    if dated:
        yield f"to be gone by a day, and kept while this stands: {_listed([f'{ref} ({day})' for day, ref in dated])}"
    if gone := [one.ref for one in kept if one.state == "destroyed"]:
        yield f"destroyed already, and not kept by any order: {_listed(gone)}"
    if not here:
        later = ", and what is registered later as it says" if hold.patterns or hold.owners else ""
        yield f"it covers nothing that is here now{later}"


def _untold(hold: Hold) -> Iterator[str]:
    """For a plan looks at what is tied to what is named, and not at all that is tied to nothing."""
    if hold.built_on:
        yield (
            "whatever does not say what it was made from is covered as well, for nobody can tell: "
            f"`steward hold show {hold.id}` names all"
        )


_WORDS: dict[Certainty, str] = {
    "surely": "it covers",
    "possibly": "it covers, for it may hold what is named,",
    "cannot tell": "nobody can tell, and so it covers",
}


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def _may_lift(registry: Registry) -> Iterator[str]:
    if not registry.policy.holds.lift:
        yield "nobody may lift it: name the roles that may in steward.yaml, under `holds: {lift: [ROLE]}`"


def plan_lifting(registry: Registry, entry: Entry[Hold], role: str | None, by: str, today: date) -> Proposal:
    """Lift a hold: it stays on record, with who lifted it in which role. The registry holds what any hold covers.

    Raises BadUsage without a role, Refused where the hold is lifted already, and for who may not lift it.
    """
    card = entry.card
    if not is_standing(card, today):
        who = f" by {card.released_by}" if card.released_by else ""
        raise Refused(f"{card.id} was lifted on {card.released}{who}", "steward hold list shows those that stand")
    role = _require_lifter(registry, role, by)
    if today < card.opened:
        raise Refused(
            f"{card.id} holds from {card.opened}, which is still to come", f"take it back: git rm {entry.file}"
        )
    said = {"released": today, "released_by": by, "released_as": role}
    edits: tuple[Edit, ...] = tuple(Set((key,), value, KEYS) for key, value in said.items())
    parts = (*card.refs, *card.patterns, *card.owners)
    title = f"hold {card.id}: lift, as {role}" + (f", from {_several(parts)}" if parts else "")
    trailers = (("Steward-Hold", card.id), ("Steward-Role", role))
    return Proposal("hold", card.refs or ("registry",), title, {entry.file: edits}, trailers=trailers,
                    notes=(*_freed(registry, entry, today), *_were_untold(card)))  # fmt: skip


def _require_lifter(registry: Registry, role: str | None, by: str) -> str:
    may = registry.policy.holds.lift
    if not may:
        raise Refused("nobody may lift a hold here: `holds.lift` in steward.yaml names no role",
                      "name the roles that may, as in `holds: {lift: [legal]}`, by a reviewed commit")  # fmt: skip
    if not role:
        raise BadUsage("it is not said in which role it is lifted", f"name it with --as ROLE: {one_of(may)}")
    if role not in may:
        raise Refused(f"the role {shown(role)} may not lift a hold", f"steward.yaml lets {one_of(may)} (`holds.lift`)")
    require_holder(registry.policy, role, by)
    return role


def _were_untold(hold: Hold) -> Iterator[str]:
    if hold.built_on:
        yield "so is what does not say what it was made from, as far as no other hold covers it"


def _freed(registry: Registry, entry: Entry[Hold], today: date) -> Iterator[str]:
    """What nothing orders to be kept any more, and what other holds still do."""
    free, still = [], []
    for one in kept_by(registry, entry.card):
        if one.state == "destroyed":
            continue
        others = [held for held in holds_on(registry, one.ref, today) if held.entry.file != entry.file]
        names = ", ".join(dict.fromkeys(held.entry.card.id for held in others))
        still += [f"{one.ref} (by {names})"] if others else []
        free += [] if others else [f"{one.ref} ({one.state})"]
    if free:
        yield f"free now, {amount(len(free), 'version')}: {_listed(free)}"
    if still:
        yield f"still to be kept, {amount(len(still), 'version')}: {_listed(still)}"
    if not free and not still:
        yield "it covers nothing that is here now, so nothing is freed"
