"""What every command that changes something shares: it plans, shows, asks, and commits.

A command has a parameter `manner: Manner`; `@changes` turns it into the options all of them have.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NoReturn, get_type_hints

import typer

from modelsteward.cli.common import NoCacheAnyhow, Root, Today, note, say
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused, StewardError

if TYPE_CHECKING:
    from modelsteward.api.desk import Propose
    from modelsteward.domain.plan import Gate, Plan
    from modelsteward.store.applying import Outcome

PlanFormat = Literal["text", "json"]

Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; it goes on record.")]
Force = Annotated[bool, typer.Option("--force", help="Pass gates that fail; needs --reason, and stays on record.")]

Ref = Annotated[str, typer.Argument(metavar="REF", help="The version, like no-show@2.1.0.")]
For = Annotated[str | None, typer.Option("--for", metavar="USE", help="For this use alone, like outreach-reminders.")]
Slot = Annotated[str | None, typer.Option(metavar="SLOT", help="The slot of the use, where it has several.")]

_OPTIONS: dict[str, tuple[Any, Any]] = {
    "registry": (Root, None),
    "today": (Today, None),
    "yes": (Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")], False),
    "dry_run": (Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and stop there.")], False),
    "branch": (
        Annotated[str | None, typer.Option(metavar="NAME", help="Commit on a new branch, for a pull request.")],
        None,
    ),
    "no_commit": (Annotated[bool, typer.Option("--no-commit", help="Change the files, and commit nothing.")], False),
    "reason": (Reason, None),
    "no_cache": (NoCacheAnyhow, False),
    "output": (Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print the plan.")], "text"),
}


class Manner(NamedTuple):
    """How a change is to be carried out."""

    registry: Path | None = None
    today: date | None = None
    yes: bool = False
    dry_run: bool = False
    branch: str | None = None
    no_commit: bool = False
    reason: str | None = None
    no_cache: bool = False
    output: PlanFormat = "text"
    hear: Callable[[Outcome | None], None] | None = None
    """Told what came of it where a program is given another document than the plan."""

    @property
    def asks(self) -> bool:
        """Whether a person is to say yes first."""
        return not (self.yes or self.dry_run or self.output == "json")

    @property
    def stops(self) -> bool:
        """Whether the plan is all that is wanted; JSON without --yes is a program asking for just that."""
        return self.dry_run or (self.output == "json" and not self.yes)


def changes(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all that change something, in place of its parameter `manner`.

    An option of its own by the same name, such as an `output` with more formats, takes the place of the common one.
    """
    own = [p for p in inspect.signature(command).parameters.values() if p.name != "manner"]
    named = {p.name for p in own}

    @wraps(command)
    def door(**given: Any) -> None:
        command(**{name: given[name] for name in named}, manner=Manner(**{name: given[name] for name in _OPTIONS}))

    hints = get_type_hints(command, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(name, keyword, default=default, annotation=kind)
        for name, (kind, default) in _OPTIONS.items()
        if name not in named
    ]
    parameters = [p.replace(kind=keyword, annotation=hints[p.name]) for p in own] + shared
    door.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    door.__annotations__ = {p.name: p.annotation for p in parameters}
    return door


def carry_out(manner: Manner, propose: Propose, *, force: bool | None = None, confirm: str | None = None) -> Plan:
    """Plan, show, ask, apply, tell; the plan. `confirm` is a text the person must type instead of yes; not where the
    plan is only the checklist that comes before.

    `force` is None for commands that do not have --force.

    The lock is held from before reading to the end, so that of many commands at once none works on old cards; while
    a person is asked it is not held, and the plan is made again after the answer.
    """
    from modelsteward.api.desk import failures
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.store.applying import tidy

    root = find_root(manner.registry)
    require_person(manner)
    with or_broken_policy(root, None):
        if manner.asks:
            tidy(root, _command(), say=note)  # what was cut off is no ground to plan upon
        with nullcontext() if manner.stops or manner.asks else locked(root):
            plan = _planned(root, manner, force, propose)
            show_plan(plan, manner, root)
            failed = list(failures(plan))
            outcome = None
            if not (failed or manner.stops or manner.asks) and plan.changes:
                outcome = apply_plan(plan, root, manner)
        if manner.asks and plan.changes and not failed:
            agree(plan, manner, root, None if plan.action == "checklist" else confirm)
            with locked(root):
                if _planned(root, manner, force, propose) != plan:
                    raise Refused("the registry changed while you were asked", "run the command again")
                outcome = apply_plan(plan, root, manner)
    if plan.changes or not failed or manner.output == "json":
        tell(plan, outcome, manner, root)
    if failed:
        _refuse(plan, failed, forcible=force is not None)
    if manner.stops and plan.changes:
        _foresee(plan, manner, root)
    return plan


def _planned(root: Path, manner: Manner, force: bool | None, propose: Propose) -> Plan:
    from modelsteward.api.desk import Basis, Desk
    from modelsteward.cli.common import prefix
    from modelsteward.cli.progress import progress

    here = Basis.HEAD if manner.branch else Basis.HEAD_AND_OWN
    basis = Basis.DISK if manner.no_commit else here
    with progress() as tell:
        desk = Desk(root, manner.today, manner.reason, bool(force), basis, prefix(root, Path.cwd()), tell)
        return desk.plan(propose)


def locked(root: Path) -> AbstractContextManager[object]:
    """The clone's lock: of many commands at once none works on old cards."""
    from modelsteward.store.applying import writing

    return writing(root, _command(), say=note)


def _foresee(plan: Plan, manner: Manner, root: Path) -> None:
    """Say beforehand that git would not take the plan: a dry run on a CI machine's checkout is right all the same."""
    from modelsteward.store.applying import prepare

    try:
        prepare(plan, root, branch=manner.branch, commit=not manner.no_commit)
    except Refused as error:
        note(f"as things are it would be refused: {error.message}")


def apply_plan(plan: Plan, root: Path, manner: Manner) -> Outcome:
    """Carry the plan out. A program is given the plan also where git does not take it."""
    from modelsteward.store.applying import apply

    try:
        return apply(plan, root, command=_command(), branch=manner.branch, commit=not manner.no_commit, say=note)
    except StewardError:
        if manner.output == "json":
            tell(plan, None, manner, root)
        raise


def require_person(manner: Manner) -> None:
    """Raise BadUsage where somebody must be asked and nobody is there."""
    if manner.branch and manner.no_commit:
        raise BadUsage("--branch commits, and --no-commit does not", "leave one of them out")
    if manner.asks and not person_is_there():
        raise BadUsage(
            "nobody is at a terminal to be asked", "add --yes to do it, or --dry-run to see what would be done"
        )


def person_is_there() -> bool:
    """Whether questions can be asked and answered."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def show_plan(plan: Plan, manner: Manner, root: Path) -> None:
    from modelsteward.cli.common import in_colour, prefix, write

    if manner.output == "text":
        from modelsteward.cli.screen import width
        from modelsteward.report.plan_text import render

        write(render(plan, prefix(root, Path.cwd()), colour=in_colour(), width=width(), fold=sys.stdout.isatty()))


def _refuse(plan: Plan, failed: list[Gate], forcible: bool) -> NoReturn:
    names = {gate.name for gate in failed}
    count = f"{amount(len(names), 'gate')} {'fails' if len(names) == 1 else 'fail'}"
    can = forcible and not any(gate.firm for gate in failed)
    pressed = "; --force --reason TEXT passes them, on record" if can else ""
    raise Refused(f"refused, {count}: {plan.title}", f"mend what is listed above{pressed}")


def agree(plan: Plan, manner: Manner, root: Path, confirm: str | None = None) -> None:
    """See that the plan could be applied, and ask the person. Raises Refused for anything but yes."""
    from modelsteward.store.applying import prepare

    prepare(plan, root, branch=manner.branch, commit=not manner.no_commit)
    files = amount(len(plan.changes), "file")
    what = (
        f"Change {files}" if manner.no_commit else f"Commit {files}" + (f" on {manner.branch}" if manner.branch else "")
    )
    say(f"{what}? Type {confirm} to go on: " if confirm else f"{what}? [y/N] ", end="")
    answer = sys.stdin.readline().strip()
    if answer != confirm if confirm else answer.lower() not in ("y", "yes"):
        raise Refused("nothing was changed", "")


def tell(plan: Plan, outcome: Outcome | None, manner: Manner, root: Path) -> None:
    """Print what came of it; for a program the plan as well."""
    from modelsteward.cli.common import prefix, write

    if manner.hear is not None:
        manner.hear(outcome)
        return
    if manner.output == "json":
        from modelsteward.report.plan_json import render

        write(render(plan, prefix(root, Path.cwd()), outcome.commit if outcome else None,
                     applied=outcome is not None, branch=manner.branch))  # fmt: skip
        return
    from modelsteward.report.plan_text import told

    write(told(plan, outcome.commit if outcome else None, manner.branch, done=outcome is not None))


def _command() -> str:
    return " ".join(["steward", *sys.argv[1:]])
