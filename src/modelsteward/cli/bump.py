"""`steward bump`: the next version's draft, and the smallest number that says how much changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.artifacts import Artifacts, Uris
from modelsteward.cli.changing import Force, Manner, carry_out, changes
from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal
    from modelsteward.usecases.bump import Wanted

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="no-show; or the version that is meant, where several could be.")
]
Level = Annotated[
    Literal["major", "minor", "patch"] | None,
    typer.Option(help="The step the number is to say; more is honest."),
]
Number = Annotated[
    str | None, typer.Option(metavar="VERSION", help="The number itself, like 1.0.0 or 2.0.0-rc.2; more is honest.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="What is new, as lineage.datasets=[data:rows@2.0.0]; repeatable."),
]


@changes
def bump(
    name: Name, manner: Manner, level: Level = None, number: Number = None, artifact: Artifacts = None,
    uri: Uris = None, sets: Sets = None, force: Force = False,
) -> None:  # fmt: skip
    """Open the draft of the next version; once it is edited, give it the smallest honest number.

    Every change is told with its class and reason. With --artifact and --set both steps are one, for CI.
    """
    from modelsteward.cli.artifacts import described, outlined, parse, places
    from modelsteward.domain.versions import Step
    from modelsteward.store.assignments import assignments
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.bump import Wanted, plan_bump

    if uri and not artifact:
        raise BadUsage("--uri says where an artifact is kept, and none is named", "name it with --artifact PATH")
    named = parse(artifact or ())
    where = places(named, uri or (), "model") if named else ()
    step = Step.of(level) if level else None
    inside: dict[str, str] = {}
    wanted = Wanted(step, tuple(assignments(sets or ())), outlined(named, where) if named else None, number)
    if named:
        _require_ground(manner, name, wanted)  # hashing may take an hour: not for what is refused anyhow
        artifacts, inside = described(named, where)
        wanted = wanted._replace(artifacts=artifacts)

    def propose(desk: Desk) -> Proposal:
        desk.take_edits(f"models/{name.partition('@')[0]}/")
        proposal = plan_bump(desk.require_own(desk.around(name), name, "bump"), name, read_packs(), wanted)
        if not proposal.moved:
            return proposal._replace(inside=inside)  # only to what gets another number anything has to follow
        return plan_bump(desk.around(name, dependents=True), name, read_packs(), wanted)._replace(inside=inside)

    carry_out(manner, propose, force=force)


def _require_ground(manner: Manner, name: str, wanted: Wanted) -> None:
    """Raise Refused or BadUsage where no version can follow, whatever it is made of."""
    from modelsteward.api.desk import Desk
    from modelsteward.cli.common import find_root, or_broken_policy, prefix
    from modelsteward.cli.progress import progress
    from modelsteward.usecases.bump import require_bumpable

    root = find_root(manner.registry)
    with or_broken_policy(root, None), progress() as tell:
        desk = Desk(root, manner.today, prefix=prefix(root, Path.cwd()), tell=tell)
        require_bumpable(desk.require_own(desk.around(name), name, "bump"), name, wanted)
