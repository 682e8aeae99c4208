"""Every day of a registry on which something ends or is due, as appointments for a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.errors import Refused
from modelsteward.usecases.agenda_cards import of_cards
from modelsteward.usecases.agenda_duties import of_duties
from modelsteward.usecases.agenda_files import of_files
from modelsteward.usecases.appointment import Appointment
from modelsteward.usecases.naming import resolve, the_use

if TYPE_CHECKING:
    from modelsteward.domain.dates import Duration
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Registry


class Wish(NamedTuple):
    """Which appointments are meant."""

    refs: tuple[str, ...] = ()
    team: str | None = None
    within: Duration | None = None
    """How far ahead; what is past and stands is always among them."""
    moot: bool = False
    """Whether also those that do not stand any more."""


def draw_up(registry: Registry, today: date, packs: Packs, wish: Wish) -> tuple[Appointment, ...]:
    """The appointments that are meant, by day. Raises Refused for a ref or a team that there is not."""
    wanted = _wanted(registry, wish.refs) if wish.refs else None
    _require_team(registry, wish.team)
    last = wish.within.after(today) if wish.within else date.max
    found = [
        one
        for one in (*of_cards(registry, today), *of_files(registry, today), *of_duties(registry, today, packs))
        if (wish.moot or one.stands)
        and one.day <= last
        and (wanted is None or not wanted.isdisjoint(one.refs))
        and wish.team in (None, one.owner, *(team for team, _ in one.others))
    ]
    return tuple(sorted(_told_apart(found), key=lambda one: (one.day, one.key)))


def _told_apart(found: Iterable[Appointment]) -> Iterator[Appointment]:
    """Each with a key of its own, the same every time: where a card names one thing twice the later is numbered."""
    count: Counter[tuple[str, str, str, str]] = Counter()
    for one in sorted(found, key=lambda one: (one.key, one.day)):
        count[one.key] += 1
        yield one if count[one.key] == 1 else one._replace(part=f"{one.part}#{count[one.key]}")


def _wanted(registry: Registry, refs: Iterable[str]) -> frozenset[str]:
    """The refs that are meant: all versions of a name, and with a use what serves it."""
    found: set[str] = set()
    for text in refs:
        if text.startswith("use:"):
            use = the_use(registry, text).card
            found |= {use.ref, *(ref for ref in use.serving.values() if ref)}
            continue
        versions = {ref for ref in (*registry.models, *registry.datasets) if ref.partition("@")[0] == text}
        found |= versions or {resolve(registry, text).entry.ref}
    return frozenset(found)


def _require_team(registry: Registry, team: str | None) -> None:
    if team is not None and registry.team_card(team) is None:
        teams = sorted(registry.policy.teams)
        known = f"the teams there are {one_of(teams)}" if teams else "define it under `teams` there"
        raise Refused(f"steward.yaml has no team {shown(team)}", did_you_mean(team, teams) or known)
