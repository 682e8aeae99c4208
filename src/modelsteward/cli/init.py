"""`steward init [DIR]`: a new registry, in a new repository or one that is there."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from modelsteward.cli import changing
from modelsteward.cli.changing import Manner, changes, require_person
from modelsteward.cli.common import say
from modelsteward.cli.init_site import Site, forge_of, option_for, site_of
from modelsteward.domain.texts import amount, require_text
from modelsteward.errors import BadUsage, NotCommitted, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.plan import Plan
    from modelsteward.store.surroundings import Surroundings
    from modelsteward.usecases.init import Forge, NewTeam, Piece, Wanted

Dir = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR", help="The registry's folder; `registry` at the repository's top when absent, `.` for here."
    ),
]
Name = Annotated[str | None, typer.Option(metavar="TEXT", help="What the registry is called; else as its repository.")]
Team = Annotated[str | None, typer.Option(metavar="NAME", help="The first team; else you, as git knows you.")]
Contact = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where the team is reached; else your e-mail.")]
Zone = Annotated[str | None, typer.Option(metavar="ZONE", help="Time zone in which a day begins, as Europe/Oslo.")]
_Ci = Literal["github", "gitlab", "none"]
Ci = Annotated[
    _Ci | None,
    typer.Option(help="For whom to write a CI job; else told from where the repository is."),
]


@changes
def init(
    manner: Manner, folder: Dir = None, name: Name = None, team: Team = None, contact: Contact = None,
    timezone: Zone = None, ci: Ci = None,
) -> None:  # fmt: skip
    """Start a registry: its settings, a commit hook, a CI job, code owners.

    What is there already stays as it is; run it again to see what is missing.
    """
    from modelsteward.interop.jsonschema import schemas
    from modelsteward.store.surroundings import texts_at
    from modelsteward.store.templates import read_templates
    from modelsteward.usecases.init import first_stages, pieces_of, plan_init

    if folder is not None and manner.registry is not None and folder != manner.registry:
        raise BadUsage("DIR and --registry name two folders", "leave one of them out")
    site = site_of(folder or manner.registry)
    policy = _policy_at(site)
    said = Said(name, team, contact, timezone)
    wanted = _existing(policy, site, ci) if policy else _new(site, said, ci, manner)
    pieces = pieces_of(wanted, read_templates(), schemas(policy.stage_names() if policy else first_stages()))
    paths = [path for piece in pieces for path in (piece.file, *piece.elsewhere)]
    notes = [*_in_vain(said, site), *_no_job(wanted, ci)] if policy else []
    plan = plan_init(wanted, pieces, {} if site.is_new else texts_at(site.top, paths), notes)
    _require_readable(plan)
    if plan.changes:
        require_person(manner)
    require_text(manner.reason)
    _carry_out(_with_notes(plan, site, manner.reason), pieces, site, manner)


class Said(NamedTuple):
    """What options say of a new registry."""

    name: str | None
    team: str | None
    contact: str | None
    timezone: str | None


def _policy_at(site: Site) -> RegistryCard | None:
    from modelsteward.cli.common import or_broken_policy
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load

    root = site.top / site.folder
    if not (root / "steward.yaml").exists():
        if (root / "steward.yml").exists():
            raise Refused(f"there is a steward.yml in {root}, and no steward.yaml", "rename it to steward.yaml")
        return None
    with or_broken_policy(root, None):
        return load(WorkTree(root), ()).registry.policy


def _existing(policy: RegistryCard, site: Site, ci: _Ci | None) -> Wanted:
    """What is there already, to see what it lacks."""
    from modelsteward.usecases.init import NewTeam, Wanted, job_files

    teams = tuple(
        NewTeam(key, team.name or key, team.contact, tuple((m.name, m.git[0]) for m in team.members if m.git))
        for key, team in policy.teams.items()
    )
    forge = _forge(site, ci)
    job = ci != "none" and (ci is not None or any((site.top / file).exists() for file in job_files(forge)))
    return Wanted(policy.name, teams, policy.timezone, site.folder, forge, job, site.around.branch)


def _no_job(wanted: Wanted, ci: _Ci | None) -> Iterator[str]:
    """That there is no CI job: it may have been left out on purpose, so it is not added without being asked for."""
    if ci is None and not wanted.ci:
        yield f"no CI job checks the registry; `steward init --ci {wanted.forge}` adds one"


def _in_vain(said: Said, site: Site) -> Iterator[str]:
    """Options that say what steward.yaml says already."""
    flags = [f"--{key}" for key, value in said._asdict().items() if value is not None]
    if flags:
        file = f"{site.folder}/steward.yaml".lstrip("/")
        yield f"{file} is there already and stays as it is, whatever {' and '.join(flags)} say: edit it by hand"


def _new(site: Site, given: Said, ci: _Ci | None, manner: Manner) -> Wanted:
    """What the person wants: what was not said is asked, or taken from what git knows."""
    from modelsteward.cli.asking import ask
    from modelsteward.usecases.init import Wanted

    asks = not manner.yes and changing.person_is_there()
    around = site.around

    def answer(key: str, text: str, default: str) -> str:
        value: str | None = getattr(given, key)
        if value is None and asks:
            return ask(text, default=default, needed=True, check=partial(_fault, key))
        return (default if value is None else value).strip()

    _require_meant(given)
    name = answer("name", "What is the registry called?", site.top.name or "registry")
    team = answer("team", "Which team is the first to answer for models? (more go into steward.yaml)", around.name)
    contact = answer("contact", "Where is the team reached?", around.email)
    timezone = answer("timezone", "In which time zone does a day begin (like Europe/Oslo)?", "UTC")
    missing = [flag for flag, value in (("--name TEXT", name), ("--team NAME", team), ("--contact ADDRESS", contact))
               if not value]  # fmt: skip
    if missing:
        raise BadUsage("git was not told who you are, so no team can be named", f"add {' '.join(missing)}")
    _require_meant(Said(name, team, contact, timezone))
    first = _team(team, contact, around)
    return Wanted(name, (first,), timezone, site.folder, _forge(site, ci), ci != "none", around.branch)


def _require_meant(said: Said) -> None:
    """Raise BadUsage for what cannot be meant."""
    from modelsteward.domain.texts import require_text

    for key, value in said._asdict().items():
        if value is not None:
            require_text(value)
            if not value.strip():
                raise BadUsage(f"--{key} says nothing", "say it, or leave it out")
            if wrong := _fault(key, value.strip()):
                raise BadUsage(wrong, "")


def _fault(key: str, answer: str) -> str:
    """What is wrong with what was said, if anything is."""
    return _no_key(answer) if key == "team" else _no_zone(answer) if key == "timezone" else ""


def _require_readable(plan: Plan) -> None:
    """Raise BadUsage where the settings that were asked for would be none that steward can read."""
    from modelsteward.store.reader import read_card

    for change in plan.changes:
        if change.file.rpartition("/")[2] == "steward.yaml" and change.after is not None:
            reading = read_card("steward.yaml", change.after.encode())
            wrong = [fault.message for fault in reading.faults] + [problem.message for _, problem in reading.problems]
            if wrong:
                raise BadUsage(f"steward.yaml could not be read: {'; '.join(wrong)}", "choose other names")


def _team(name: str, contact: str, around: Surroundings) -> NewTeam:
    from modelsteward.usecases.init import NewTeam, team_key

    people = ((around.name or around.email, around.email),) if around.email else ()
    return NewTeam(team_key(name), name, contact, people)


def _no_key(name: str) -> str:
    """What is wrong with a team's name, if anything is."""
    from modelsteward.usecases.init import team_key

    return "" if team_key(name) else f"no key can be made of {name}: name the team with letters a to z or digits in it"


def _no_zone(name: str) -> str:
    """What is wrong with a time zone's name, if anything is."""
    from zoneinfo import ZoneInfo, available_timezones

    from modelsteward.domain.suggest import did_you_mean

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(name, available_timezones()) or "write one like Europe/Oslo"
        return f"no time zone is called {name}; {near}"
    return ""


def _forge(site: Site, ci: _Ci | None) -> Forge:
    return forge_of(site) if ci is None or ci == "none" else ci


def _with_notes(plan: Plan, site: Site, reason: str | None) -> Plan:
    """The plan with its reason, and what to type next."""
    notes = list(plan.notes)
    if site.is_new:
        notes.insert(0, f"{site.top} is no git repository; `git init` makes it one first")
    if any(change.file == ".pre-commit-config.yaml" for change in plan.changes):
        notes.append("`pre-commit install` switches the commit hook on, in each clone")
    if plan.changes:
        at = option_for(site)
        notes.append(
            f"next: `steward {at}register use:NAME`, `steward {at}register NAME`; `steward {at}check` at any time"
        )
    why = (("Steward-Reason", reason),) if reason else ()
    return plan._replace(notes=tuple(notes), trailers=(*plan.trailers, *why))


def _carry_out(plan: Plan, pieces: list[Piece], site: Site, manner: Manner) -> None:
    """Show, ask, make the repository if there is none, and commit."""
    from modelsteward.cli.common import in_colour, prefix, write
    from modelsteward.report.start_text import render
    from modelsteward.store.surroundings import make_repository, unmake_repository

    if manner.output == "text":
        what = {piece.file: piece.what for piece in pieces}
        write(render(plan, what, prefix(site.top, Path.cwd()), colour=in_colour()))
    outcome = None
    if plan.changes and not manner.stops:
        if site.is_new:
            _agreed(plan, site, manner)
            make_repository(site.top, site.around.branch)
        elif manner.asks:
            changing.agree(plan, manner, site.top)
        try:
            outcome = changing.apply_plan(plan, site.top, manner)
        except (NotCommitted, Refused):
            if site.is_new:
                unmake_repository(site.top)
            raise
    changing.tell(plan, outcome, manner, site.top)


def _agreed(plan: Plan, site: Site, manner: Manner) -> None:
    """See that a new repository could take the commit, and ask. Raises Refused."""
    if manner.branch:
        raise BadUsage("a new repository has no branch to start another from", "leave --branch out")
    if not manner.no_commit and not (site.around.name and site.around.email):
        hint = "git config --global user.name NAME; git config --global user.email ADDRESS"
        raise Refused("git was not told who you are, so it would take no commit", hint)
    if manner.asks:
        say(f"Make {site.top} a git repository, and commit {amount(len(plan.changes), 'file')}? [y/N] ", end="")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise Refused("nothing was changed", "")
