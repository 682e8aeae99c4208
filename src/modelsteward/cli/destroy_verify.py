"""`steward destroy REF --verify`: look at every place, search for copies by content, put on record what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from modelsteward.cli.changing import Manner

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.answers import Asked
    from modelsteward.domain.plan import Gate, Plan, Proposal
    from modelsteward.store.applying import Outcome
    from modelsteward.usecases.erasing.seeking import Seen


class Search(NamedTuple):
    """Where copies are searched for, and how."""

    paths: tuple[Path, ...] = ()
    thorough: bool = False
    """Whether small files are opened too, whatever they are called."""


def verify(ref: str, manner: Manner, searched: Search, host: str | None) -> None:
    """Look, commit the record, and say what was seen. Exits 1 while anything is not seen to be gone."""
    from modelsteward.api.erasing import host_name
    from modelsteward.cli.changing import require_person
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.cli.destroy import note_cut_off

    require_person(manner)
    here = host_name(host)
    note_cut_off(find_root(manner.registry), ref)
    roots = _roots(searched.paths)
    root = find_root(manner.registry)
    with or_broken_policy(root, None):
        seen = _seen(root, manner, ref, roots, (here, host is not None, searched.thorough))
        if manner.output == "json":
            whole = _for_a_program(root, manner, seen, bool(roots))
        else:
            plan = _put_on_record(manner, seen, bool(roots))
            whole = not _left(root, manner, seen, on_record=not manner.stops or plan is None)
    if not whole:
        raise typer.Exit(1)


def _for_a_program(root: Path, manner: Manner, seen: Seen, scanned: bool) -> bool:
    """The same as one JSON document, which is written also where git does not take the record; whether all is gone."""
    from modelsteward.cli.common import write
    from modelsteward.errors import StewardError
    from modelsteward.report.look_json import render

    came: list[Outcome | None] = []
    left: tuple[Gate, ...] | None = None
    try:
        plan = _put_on_record(manner._replace(hear=came.append), seen, scanned)
        left = _left(root, manner, seen, on_record=not manner.stops or plan is None)
    except StewardError:
        write(render(seen, None, applied=False, commit=None, branch=None))
        raise
    done = next(filter(None, came), None)
    write(render(seen, left, applied=done is not None, commit=done and done.commit, branch=done and done.branch))
    return not left


def _roots(scan: Sequence[Path]) -> list[str]:
    """Where to search. Raises BadUsage for what is not there."""
    from modelsteward.errors import BadUsage

    for path in scan:
        if not path.exists() and not path.is_symlink():
            raise BadUsage(f"there is no {path} here to be searched", "name a file or a folder after --scan")
    return [str(path.absolute()) for path in scan]


def _seen(root: Path, manner: Manner, ref: str, roots: list[str], how: tuple[str, bool, bool]) -> Seen:
    """Look at what can be reached, and search. Raises Refused where it is too early to look."""
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.api.erasing import Machine, look
    from modelsteward.api.searching import look_again, search
    from modelsteward.cli.destroy import asked_of, begun_at, moment_of, read_about
    from modelsteward.cli.progress import progress
    from modelsteward.store.places import reachable
    from modelsteward.usecases.erasing.hosts import known_hosts
    from modelsteward.usecases.erasing.seeking import Seen, for_people, joined, open_copies, unsearchable, wanted_of
    from modelsteward.usecases.erasing.targets import holder_of, targets_of

    here, said, thorough = how
    with progress() as tell:
        desk = Desk(root, manner.today, basis=Basis.HEAD_AND_OWN, tell=tell)
        registry = read_about(desk, ref, whole=True)
        asked = asked_of(desk, registry, ref)
        card = asked.card
        _require_ended(asked)
        started = begun_at(registry, card.ref, manner, here)
        targets = [one for one in targets_of(registry, card) if not holder_of(card, one.place)]
        mine = [one for one in targets if reachable([one.place])]
        sights = look(mine, Machine(card.ref, here, known_hosts(registry, card.ref), said), root, tell)
        wanted = wanted_of(asked)
        there = [one.place for one in sights if one.result != "gone"]
        found = search(roots, wanted, there, root, tell, thorough=thorough)
        sweep = joined(found, look_again(open_copies(asked, here), wanted, tell))
        finished = moment_of(registry, card.ref, manner)
    people = for_people(asked, [one.place for one in mine])
    lists = unsearchable(asked) if roots else ()
    return Seen(card.ref, started, finished, here, tuple(sights), tuple(people), sweep, len(wanted), lists)


def _require_ended(asked: Asked) -> None:
    """Raise Refused where it is still in use: what is gone now would not show that it is gone for good."""
    from modelsteward.errors import Refused
    from modelsteward.usecases.destroy import state_of
    from modelsteward.usecases.erasing.targets import is_set

    state = state_of(asked.card)
    if not is_set(asked.card) and state not in ("retired", "destroyed"):
        raise Refused(f"{asked.card.ref} is in {state}: a look counts once it is retired",
                      f"steward retire {asked.card.ref} --reason TEXT")  # fmt: skip


def _put_on_record(manner: Manner, seen: Seen, scanned: bool) -> Plan | None:
    """Show what was seen and commit it; None where there was nothing that steward could look at."""
    from modelsteward.cli.changing import carry_out
    from modelsteward.cli.common import note, write
    from modelsteward.cli.screen import SIGHT, fitted
    from modelsteward.report.erasing_text import looked
    from modelsteward.usecases.erasing.record import Run
    from modelsteward.usecases.erasing.verification import plan_look

    for place in seen.unsearchable:
        note(f"{place}: nobody ever listed its files, so that no copy of one could be told: not searched for")
    if scanned and not seen.sought:
        note(f"{seen.ref} has no digest that only it has, by which a copy could be told: nothing was searched")
    if manner.output != "json":
        every = [*seen.sights, *seen.sweep.sights, *seen.by_people]
        write(fitted(looked(seen.ref, every, seen.sweep), SIGHT))
    if not (seen.sights or seen.sweep.swept):
        note(f"steward can look at no place of {seen.ref}: nothing was put on record")
        return None

    def propose(desk: Desk) -> Proposal:
        from modelsteward.about import VERSION

        registry = desk.near(seen.ref)
        run = Run(seen.ref, seen.started, seen.finished, desk.today, desk.by, f"steward {VERSION}", seen.host)
        return plan_look(run, registry, seen.sights, seen.sweep, seen.sought)

    return carry_out(manner, propose)


def _left(root: Path, manner: Manner, seen: Seen, *, on_record: bool) -> tuple[Gate, ...]:
    """What is left that was not seen to be gone, nor named; before it is on record, by this look alone."""
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.cli.common import note
    from modelsteward.cli.destroy import asked_of, read_about
    from modelsteward.domain.plan import Answer
    from modelsteward.usecases.erased import gone
    from modelsteward.usecases.erasing.seeking import not_gone

    if not on_record or manner.branch:
        return not_gone((*seen.sights, *seen.sweep.sights, *seen.by_people), seen.sweep)
    desk = Desk(root, manner.today, basis=Basis.DISK if manner.no_commit else Basis.HEAD_AND_OWN)
    gates = gone(asked_of(desk, read_about(desk, seen.ref), seen.ref))
    failed = tuple(gate for gate in gates if gate.answer is Answer.FAILED)
    for gate in failed:
        note(f"{gate.message}; {gate.hint}")
    return failed
