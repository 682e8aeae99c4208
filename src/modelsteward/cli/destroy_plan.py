"""`steward destroy REF --plan`: what the end of a version's bytes comes to, before anything is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.cli.changing import Manner

if TYPE_CHECKING:
    from modelsteward.usecases.erasing.plan import DestructionPlan


def show_plan(ref: str, manner: Manner, output: str) -> None:
    """Print the plan."""
    from modelsteward.cli.common import in_colour, write
    from modelsteward.cli.screen import width

    plan = _planned(ref, manner)
    if output == "json":
        from modelsteward.report import destroy_json

        write(destroy_json.render(plan))
    elif output == "markdown":
        from modelsteward.report import destroy_markdown

        write(destroy_markdown.render(plan))
    else:
        from modelsteward.report import destroy_text

        write(destroy_text.render(plan, colour=in_colour(), width=width()))


def _planned(ref: str, manner: Manner) -> DestructionPlan:
    from modelsteward.api.desk import Desk
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.cli.destroy import asked_of, note_cut_off, read_about
    from modelsteward.cli.progress import progress
    from modelsteward.store.places import reachable
    from modelsteward.usecases.destroy import gates_of
    from modelsteward.usecases.erasing.plan import plan_of

    root = find_root(manner.registry)
    note_cut_off(root, ref)
    with or_broken_policy(root, None), progress() as tell:
        desk = Desk(root, manner.today, tell=tell)
        asked = asked_of(desk, read_about(desk, ref, whole=True), ref)
        return plan_of(asked, gates_of(asked), lambda place: bool(reachable([place])))
