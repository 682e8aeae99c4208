"""`steward destroy REF --execute`: erase what steward can reach, each thing written down as it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from modelsteward.cli.changing import Manner

if TYPE_CHECKING:
    from datetime import datetime

    from modelsteward.api.desk import Desk
    from modelsteward.api.erasing import Machine
    from modelsteward.domain.answers import Asked
    from modelsteward.domain.erasing import Deed, Stock, Target
    from modelsteward.domain.registry import Registry
    from modelsteward.store.applying import Outcome
    from modelsteward.store.deeds import Deeds
    from modelsteward.usecases.erasing.targets import Spared


class Errand(NamedTuple):
    """What is to be erased, and what must be left."""

    ref: str
    targets: tuple[Target, ...]
    """The places that steward can reach and nobody else holds for us."""
    others: tuple[str, ...]
    """The places that a person must see to."""
    spare: Spared


def execute(ref: str, manner: Manner, confirm: str | None, host: str | None) -> None:
    """Show what would be erased, ask for the ref, erase, and commit the record. Exits 1 where anything is left."""
    from modelsteward.api.erasing import host_name
    from modelsteward.cli.changing import locked, require_person
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.cli.destroy import require_typed
    from modelsteward.errors import BadUsage, Refused

    if manner.branch or manner.no_commit:
        raise BadUsage("what is erased is put on record at once, where you are", "leave --branch and --no-commit out")
    require_typed(ref, manner, confirm)
    require_person(manner)
    here = host_name(host)
    root = find_root(manner.registry)
    with or_broken_policy(root, None):
        errand, machine = _prepared(root, manner, ref, here, host is not None)
        require_typed(errand.ref, manner, confirm)  # in full, whatever it was called
        _show(errand, machine, manner, root)
        if manner.stops:
            return
        if manner.asks:
            _ask(errand.ref)
        with locked(root):  # nothing that is decided of the version changes while its bytes go
            again, machine = _prepared(root, manner, ref, here, host is not None)
            if again != errand:
                raise Refused("the registry changed while you were asked", "run the command again")
            left = _erased(root, manner, errand, machine)
    if left:
        raise typer.Exit(1)


def _prepared(root: Path, manner: Manner, ref: str, here: str, said: bool) -> tuple[Errand, Machine]:
    """What is to be erased, if nothing stands against it: neither what is committed nor what lies on the disk.

    A hold that somebody wrote and did not commit yet is a hold all the same.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.api.erasing import Machine
    from modelsteward.cli.destroy import asked_of, read_about
    from modelsteward.cli.progress import progress
    from modelsteward.usecases.erasing.hosts import known_hosts
    from modelsteward.usecases.erasing.ready import require_ready
    from modelsteward.usecases.erasing.targets import hidden, spoiled

    found: list[tuple[Asked, Registry]] = []
    with progress() as tell:
        for basis in (Basis.DISK, Basis.HEAD_AND_OWN):
            desk = Desk(root, manner.today, basis=basis, tell=tell)
            registry = read_about(desk, ref, whole=True)
            asked = asked_of(desk, registry, ref)
            unseen = spoiled(registry) if basis is Basis.DISK else hidden(registry)
            require_ready(asked, unseen, current_day(registry))
            found.append((asked, registry))
    asked, registry = found[-1]
    errand = _errand(asked, [other for other, _ in found])
    return errand, Machine(errand.ref, here, known_hosts(registry, errand.ref), said)


def _errand(asked: Asked, both: list[Asked]) -> Errand:
    from modelsteward.store.places import reachable
    from modelsteward.usecases.erasing.targets import Spared, holder_of, spared, targets_of

    card, targets = asked.card, targets_of(asked.registry, asked.card)
    mine = [one for one in targets if reachable([one.place]) and not holder_of(card, one.place)]
    spare = [spared(one.registry, one.card, one.today) for one in both]
    kept = Spared(
        frozenset().union(*(one.digests for one in spare)),
        {k: v for s in spare for k, v in s.places.items()},
        tuple(dict.fromkeys(three for one in spare for three in one.away)),
    )
    others = tuple(dict.fromkeys(one.place for one in targets if one not in mine))
    return Errand(card.ref, tuple(mine), others, kept)


def _show(errand: Errand, machine: Machine, manner: Manner, root: Path) -> None:
    from modelsteward.cli.common import write
    from modelsteward.report.erasing_text import foreseen

    if manner.output != "json":
        write(foreseen(errand.ref, errand.targets, errand.others, errand.spare, machine.host))
    if manner.stops:
        _foresee(errand, machine, manner, root)


def _foresee(errand: Errand, machine: Machine, manner: Manner, root: Path) -> None:
    """What lies in each place now: a dry run looks, and touches nothing."""
    from modelsteward.api.erasing import look
    from modelsteward.cli.common import write
    from modelsteward.cli.progress import progress
    from modelsteward.cli.screen import SIGHT, fitted
    from modelsteward.report import erasing_json, erasing_text
    from modelsteward.store.deeds import file_of, read_deeds
    from modelsteward.store.preflight import place_of
    from modelsteward.usecases.erasing.targets import knowing

    before = read_deeds(file_of(place_of(root), errand.ref))
    if before is not None:
        machine = _going_on(errand, machine, before)
    with progress() as tell:
        sights = look(knowing(errand.targets, before.stocks if before else ()), machine, root, tell)
    if manner.output == "json":
        write(erasing_json.render_foreseen(errand.ref, sights))
    else:
        write(fitted(erasing_text.sights(errand.ref, sights), SIGHT))


def _ask(ref: str) -> None:
    import sys

    from modelsteward.cli.common import say
    from modelsteward.errors import Refused

    say(f"What is erased does not come back. Type {ref} to go on: ", end="")
    if sys.stdin.readline().strip() != ref:
        raise Refused("nothing was erased", "")


def _erased(root: Path, manner: Manner, errand: Errand, machine: Machine) -> bool:
    """Erase, commit the record, and say what came of it; whether anything is left."""
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.api.erasing import erase
    from modelsteward.cli.common import note
    from modelsteward.cli.destroy import begun_at
    from modelsteward.cli.progress import progress
    from modelsteward.domain.erasing import Deed, Stock
    from modelsteward.store.deeds import Begun, Journal, file_of, forget, read_deeds
    from modelsteward.store.preflight import place_of
    from modelsteward.usecases.erasing.record import merged
    from modelsteward.usecases.erasing.targets import knowing

    file = file_of(place_of(root), errand.ref)
    before = read_deeds(file)
    if before is not None:
        machine = _going_on(errand, machine, before)
    desk = Desk(root, manner.today, basis=Basis.HEAD_AND_OWN)
    registry = desk.near(errand.ref)
    started = begun_at(registry, errand.ref, manner, machine.host)
    journal = Journal(file, Begun(errand.ref, started.isoformat(timespec="seconds"), machine.host, _tool()))
    with progress() as tell:
        targets = knowing(errand.targets, before.stocks if before else ())
        told = erase(targets, errand.spare, machine, root, journal.tell, tell)
    deeds = merged(before.deeds if before else (), [one for one in told if isinstance(one, Deed)])
    stocks = [*(before.stocks if before else ()), *(one for one in told if isinstance(one, Stock))]
    if not deeds:
        forget(file)
        note("steward can reach no place of it: a person sees to them all, and nothing was erased")
        return bool(errand.others)
    begun = _parsed(before, started)
    outcome, notes = _put_on_record(root, manner, errand, machine.host, begun, stocks, deeds, desk)
    forget(file)
    _tell(errand, deeds, outcome, manner)
    for text in notes:
        note(text)
    return any(deed.outcome == "left" for deed in deeds)


def _going_on(errand: Errand, machine: Machine, before: Deeds) -> Machine:
    """The machine with what a run that was cut off met there. Raises Refused where that was another one."""
    from modelsteward.cli.common import note
    from modelsteward.errors import Refused

    if before.begun.host != machine.host:
        raise Refused(f"an erasure of {errand.ref} was cut off on {before.begun.host}, and is not on record",
                      f"run the same command there: on {machine.host} nobody can tell what it did")  # fmt: skip
    note(f"an erasure of {errand.ref} was cut off: what it did counts, and this one goes on")
    return machine.knowing([*before.stocks, *before.deeds], before.begun.host)


def _parsed(before: Deeds | None, started: datetime) -> datetime:
    from modelsteward.domain.dates import instant

    return (instant(before.begun.started) if before else None) or started


def _tool() -> str:
    from modelsteward.about import VERSION

    return f"steward {VERSION}"


def _put_on_record(root: Path, manner: Manner, errand: Errand, host: str, started: datetime, stocks: list[Stock],
                   deeds: list[Deed], desk: Desk) -> tuple[Outcome, tuple[str, ...]]:  # fmt: skip
    """Commit the record; also what is to be said of it. Whatever fails here leaves the journal, and the next --execute
    takes it up."""
    from modelsteward.cli.changing import apply_plan
    from modelsteward.cli.destroy import moment_of
    from modelsteward.domain.plan import Proposal
    from modelsteward.errors import NotCommitted, Refused, StewardError
    from modelsteward.usecases.erasing.record import Run, plan_erasure

    def propose(desk: Desk) -> Proposal:
        registry = desk.near(errand.ref)
        finished = moment_of(registry, errand.ref, manner)
        run = Run(errand.ref, started, finished, desk.today, desk.by, _tool(), host)
        return plan_erasure(run, stocks, deeds, "clear")

    try:
        plan = desk.plan(propose)
        failed = [gate.message for gate in plan.gates if gate.answer.value == "failed"]
        if failed:
            raise Refused(f"the record was not committed: {'; '.join(failed)}", "mend that, and run this again")
        return apply_plan(plan, root, manner), plan.notes
    except StewardError as error:
        hint = f"{error.hint}; what was erased is written down: run the same command again to put it on record"
        raise (NotCommitted if isinstance(error, NotCommitted) else Refused)(error.message, hint.strip("; ")) from None


def _tell(errand: Errand, deeds: list[Deed], outcome: Outcome, manner: Manner) -> None:
    from modelsteward.cli.common import write
    from modelsteward.cli.screen import SIGHT, fitted
    from modelsteward.report import erasing_json, erasing_text

    if manner.output == "json":
        write(erasing_json.render(errand.ref, deeds, errand.others, outcome.commit))
    else:
        write(fitted(erasing_text.done(errand.ref, deeds, errand.others, outcome.commit), SIGHT))
