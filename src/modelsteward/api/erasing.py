"""Erasing and looking in the places that steward can reach: the one edge where bytes are touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.erasing import Deed, Sight, Stock, Target
from modelsteward.domain.progress import Step, Tell
from modelsteward.domain.suggest import shown
from modelsteward.store.places import reach, scheme_of
from modelsteward.store.places.sparing import spare_here
from modelsteward.usecases.erasing.hosts import doubt, doubted_deed, doubted_sight, is_on_a_machine
from modelsteward.usecases.erasing.targets import Spared

Hosts = dict[str, set[str]]


class Machine(NamedTuple):
    """Where a run takes place, and which paths are known to be meant of it."""

    ref: str
    host: str
    hosts: Hosts
    """By place, the machines on which something of it was met."""
    is_meant: bool
    """Whether a person said that the card's paths are those of this machine."""

    def doubts(self, place: str) -> str:
        """Why finding nothing in a place proves nothing; empty where it does.

        Where a record says that it lay on another machine, nobody's word makes it lie on this one.
        """
        hosts = self.hosts.get(place, ())
        if not is_on_a_machine(scheme_of(place)) or (self.is_meant and not hosts):
            return ""
        return doubt(place, self.host, hosts, self.ref)

    def knowing(self, told: Iterable[Stock | Deed], host: str) -> Machine:
        """The same, with what a run that was cut off met on a machine."""
        met = {one.place for one in told if isinstance(one, Stock) or one.outcome == "erased"}
        return self._replace(hosts={**self.hosts, **{place: self.hosts.get(place, set()) | {host} for place in met}})


def host_name(said: str | None) -> str:
    """This machine's name. Raises BadUsage where a person says another one."""
    import platform

    from modelsteward.errors import BadUsage

    here = platform.node() or "this-machine"
    if said is not None and said != here:
        raise BadUsage(f"this machine is called {here}, not {shown(said)}", f"run it there, or say --host {here}")
    return here


def erase(targets: Sequence[Target], spare: Spared, machine: Machine, root: Path,
          write: Callable[[Stock | Deed], None], tell: Tell) -> list[Stock | Deed]:  # fmt: skip
    """Erase what can be reached, one place after another; each thing is handed to `write` before anything else is done.

    Gives all that was told. What `write` raises ends it.
    """
    told: list[Stock | Deed] = []
    keep = spare_here(spare.digests, spare.places, root, spare.away)

    def hear(what: Stock | Deed) -> None:
        if isinstance(what, Deed) and what.outcome == "was gone" and (why := machine.doubts(what.place)):
            what = doubted_deed(what, why)
        write(what)
        told.append(what)

    for number, target in enumerate(targets):
        tell(Step(f"erasing {target.place}", number, len(targets)))
        if other := spare.places.get(target.place):
            hear(Deed(target.place, "left", why=f"{other} names this place as well", digest=target.digest))
        elif (there := reach(target.place, root)) is not None:
            there.erase(target, keep, hear, tell)
    return told


def look(targets: Sequence[Target], machine: Machine, root: Path, tell: Tell) -> list[Sight]:
    """What can be seen of each place that steward can reach; every sight under the place as the card names it."""
    seen: list[Sight] = []
    for number, target in enumerate(targets):
        tell(Step(f"looking at {target.place}", number, len(targets)))
        there = reach(target.place, root)
        if there is None:
            continue
        why = machine.doubts(target.place)
        for sight in there.look(target, tell):
            mine = _of_the_card(sight, target.place)
            seen.append(doubted_sight(mine, why) if why and mine.result == "gone" else mine)
    return seen


def _of_the_card(sight: Sight, place: str) -> Sight:
    """A part of a folder, or what git keeps, under the place that the card names."""
    if sight.place == place:
        return sight
    return sight._replace(place=place, why=": ".join(filter(None, [sight.place, sight.why])))
