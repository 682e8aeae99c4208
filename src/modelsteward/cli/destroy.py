"""`steward destroy`: the plan, the erasing, the looking afterwards, and putting on record that the bytes are gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Force, Manner, Reason, carry_out, changes

if TYPE_CHECKING:
    from datetime import datetime

    from modelsteward.api.desk import Desk
    from modelsteward.domain.answers import Asked
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.issuing import Issuer

Doomed = Annotated[str, typer.Argument(metavar="REF", help="The version, like no-show@1.4.0 or data:rows@1.0.0.")]
Confirm = Annotated[
    str | None, typer.Option(metavar="REF", help="The ref again, for scripts; a person is asked to type it.")
]
PlanOnly = Annotated[bool, typer.Option("--plan", help="Show every place, who erases it and how, and what stays.")]
Execute = Annotated[bool, typer.Option("--execute", help="Erase what steward can reach, and put that on record.")]
Verify = Annotated[bool, typer.Option("--verify", help="Look at every place, and put on record what was seen.")]
Scan = Annotated[
    list[Path] | None,
    typer.Option(metavar="PATH", help="With --verify: search this file or folder for copies by content; repeatable."),
]
Thorough = Annotated[
    bool, typer.Option("--thorough", help="With --scan: open small files too, to see whether one is an archive.")
]
Host = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="That the paths on the card are those of this machine, by its own name."),
]
DestroyFormat = Annotated[
    Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print the plan.")
]


@changes
def destroy(ref: Doomed, manner: Manner, plan: PlanOnly = False, execute: Execute = False, verify: Verify = False,
            scan: Scan = None, thorough: Thorough = False, host: Host = None, confirm: Confirm = None,
            reason: Reason = None, force: Force = False, output: DestroyFormat = "text") -> None:  # fmt: skip
    """Erase the bytes of a version, look whether they are gone, and put it on record. --plan shows what that comes to.

    Without --plan, --execute or --verify: the move itself, once every place was seen to be empty. Where there is no
    checklist yet, it is made first. Of a data set the same: data:NAME@VERSION.
    """
    _require_one(plan, execute, verify, scan, thorough, output)
    if plan:
        from modelsteward.cli.destroy_plan import show_plan

        show_plan(ref, manner, output)
    elif execute:
        from modelsteward.cli.destroy_execute import execute as erase

        erase(ref, manner, confirm, host)
    elif verify:
        from modelsteward.cli.destroy_verify import Search
        from modelsteward.cli.destroy_verify import verify as look

        look(ref, manner, Search(tuple(scan or ()), thorough), host)
    else:
        _move(ref, manner, confirm, force)


def _require_one(plan: bool, execute: bool, verify: bool, scan: list[Path] | None, thorough: bool,
                 output: str) -> None:  # fmt: skip
    from modelsteward.errors import BadUsage

    if plan + execute + verify > 1:
        raise BadUsage("--plan, --execute and --verify are three different things", "ask for one at a time")
    if scan and not verify:
        raise BadUsage("--scan searches for copies, which is part of looking", "write --verify --scan PATH")
    if thorough and not scan:
        raise BadUsage("--thorough is about a search, and there is none", "write --verify --scan PATH --thorough")
    if output == "markdown" and not plan:
        raise BadUsage("only the plan is printed as markdown", "write --plan --format markdown")


def _move(ref: str, manner: Manner, confirm: str | None, force: bool) -> None:
    from modelsteward.cli.common import find_root
    from modelsteward.cli.retire import require_end

    require_typed(ref, manner, confirm)
    note_cut_off(find_root(manner.registry), ref)
    require_end(carry_out(manner, lambda desk: _ending(ref, desk), force=force, confirm=ref), ref, "destroyed")


def note_cut_off(root: Path, ref: str) -> None:
    """Say that an erasure was cut off and is not on record yet."""
    from modelsteward.cli.common import note
    from modelsteward.store.deeds import file_of
    from modelsteward.store.gitplace import find_place

    place = find_place(root)
    if place is not None and Path(file_of(place, ref)).exists():
        note(f"an erasure of {ref} was cut off, and is not on record: steward destroy {ref} --execute goes on with it")


def require_typed(ref: str, manner: Manner, confirm: str | None) -> None:
    """Raise BadUsage where a script does not say the ref a second time."""
    from modelsteward.errors import BadUsage

    if manner.yes and not manner.stops and confirm != ref:
        said = f"--confirm says {confirm}, not {ref}" if confirm else "to destroy takes more than --yes"
        raise BadUsage(said, f"type the ref once more: --confirm {ref}")


def read_about(desk: Desk, ref: str, *, whole: bool = False) -> Registry:
    """What bears on the end of a version; of data all there is, for anything may have been made from it."""
    registry = desk.whole() if whole or ref.startswith("data:") else desk.at_the_end(ref)
    return desk.require_own(registry, ref, "destroy")


def asked_of(desk: Desk, registry: Registry, ref: str) -> Asked:
    """A version of a model or a data set, on the day. Raises Refused where there is none, or it is a use."""
    from modelsteward.domain.answers import Asked
    from modelsteward.errors import BadUsage
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.naming import the_card

    if ref.startswith("use:"):
        raise BadUsage(f"{ref} is a use, and holds no bytes", f"end it: steward set {ref} status=ended")
    return Asked(registry, the_card(registry, ref).card, desk.today, read_packs())


def moment_of(registry: Registry, ref: str, manner: Manner) -> datetime:
    """Now, where the registry lives; later than the last erasure or look on record where a day was given."""
    from modelsteward.api.clock import moment
    from modelsteward.usecases.erasing.looks import last_moment

    return moment(registry.policy.timezone, manner.today, last_moment(registry, ref))


def begun_at(registry: Registry, ref: str, manner: Manner, host: str) -> datetime:
    """The same for what begins now. Raises Refused where the record of what came before is later."""
    from modelsteward.usecases.erasing.record import require_order

    now = moment_of(registry, ref, manner)
    require_order(registry, ref, now, host)
    return now


def _ending(ref: str, desk: Desk) -> Proposal:
    from modelsteward.domain.suggest import shown
    from modelsteward.errors import BadUsage
    from modelsteward.store.newcards import dressed
    from modelsteward.usecases.destroy import plan_destruction
    from modelsteward.usecases.naming import the_card

    issuer = issuer_of(desk)
    registry = read_about(desk, ref)
    asked = asked_of(desk, registry, ref)
    if asked.card.ref != ref:
        raise BadUsage(f"{shown(ref)} is {asked.card.ref}, and what is destroyed is named in full",
                       f"steward destroy {asked.card.ref}")  # fmt: skip
    _require_unheld(desk, asked)
    return dressed(plan_destruction(asked, the_card(registry, ref), issuer), desk.root)


def _require_unheld(desk: Desk, asked: Asked) -> None:
    """Raise Refused where a hold that somebody wrote and did not commit yet orders it to be kept."""
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.domain.plan import Answer
    from modelsteward.errors import Refused
    from modelsteward.store.moving import uncommitted
    from modelsteward.usecases.erased import hold

    if not uncommitted(desk.root, "holds"):
        return
    ref = asked.card.ref
    there = Desk(desk.root, desk.today, basis=Basis.DISK)
    against = hold(asked_of(there, read_about(there, ref), ref))
    if {gate.answer for gate in hold(asked)} == {Answer.PASSED}:
        for gate in against:
            if gate.answer is Answer.FAILED:
                raise Refused(f"{gate.message}; it lies on the disk, and is not committed yet", gate.hint)


def issuer_of(desk: Desk) -> Issuer:
    """Who issues a certificate now, the commit it rests on, and the one it follows."""
    from modelsteward.about import VERSION
    from modelsteward.store.committed import last_commit
    from modelsteward.usecases.certifying import previous_digest
    from modelsteward.usecases.issuing import Issuer

    previous = previous_digest(desk.certificates())
    return Issuer(desk.by, f"steward {VERSION}", last_commit(desk.root), previous)
