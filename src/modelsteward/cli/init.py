"""`steward init [DIR]`: a new registry, in a new repository or one that is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from modelsteward.cli import changing
from modelsteward.cli.changing import Manner, changes, require_person
from modelsteward.cli.common import say
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.cli.asking import Check
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


class Site(NamedTuple):
    """Where the registry is to be."""

    top: Path
    """The repository's top, which may not be there yet."""
    folder: str
    """The registry within it; empty for the top itself."""
    around: Surroundings

    @property
    def is_new(self) -> bool:
        """Whether the repository is to be made."""
        return self.around.top is None


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
    site = _site(folder or manner.registry)
    policy = _policy_at(site)
    wanted = _existing(policy, site, ci) if policy else _new(site, name, team, contact, timezone, ci, manner)
    pieces = pieces_of(wanted, read_templates(), schemas(policy.stage_names() if policy else first_stages()))
    paths = [path for piece in pieces for path in (piece.file, *piece.elsewhere)]
    plan = plan_init(wanted, pieces, {} if site.is_new else texts_at(site.top, paths))
    if plan.changes:
        require_person(manner)
    _carry_out(_with_notes(plan, site), pieces, site, manner)


def _site(given: Path | None) -> Site:
    """Where the registry is to be. Raises Refused where that cannot be."""
    from modelsteward.store.surroundings import surroundings

    here = Path.cwd()
    wanted = (here / given).resolve() if given is not None else None
    around = surroundings(wanted or here)
    top = around.top or (here if wanted is None or wanted.is_relative_to(here) else wanted)
    top = top.resolve()
    if around.top is None and top in (Path.home(), Path(top.anchor)):
        raise Refused(f"{top} is no folder to make a repository of", "make a folder for it, and run this there")
    if wanted is None:
        wanted = _found(here, top) or top / "registry"
    if wanted.exists() and not wanted.is_dir():
        raise Refused(f"{wanted} is not a folder", "name another")
    inner = wanted.relative_to(top).as_posix()
    return Site(top, "" if inner == "." else inner, around)


def _found(here: Path, top: Path) -> Path | None:
    """The registry that is there already, here or in a folder above."""
    for folder in (here.resolve(), *here.resolve().parents):
        for root in (folder, folder / "registry"):
            if (root / "steward.yaml").is_file():
                return root
        if folder == top:
            break
    return None


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
    from modelsteward.usecases.init import NewTeam, Wanted

    teams = tuple(
        NewTeam(key, team.name or key, team.contact, tuple((m.name, m.git[0]) for m in team.members if m.git))
        for key, team in policy.teams.items()
    )
    forge = _forge(site, ci)
    return Wanted(policy.name, teams, policy.timezone, site.folder, forge, ci != "none", site.around.branch)


def _new(
    site: Site, name: str | None, team: str | None, contact: str | None, timezone: str | None, ci: _Ci | None,
    manner: Manner,
) -> Wanted:  # fmt: skip
    """What the person wants: what was not said is asked, or taken from what git knows."""
    from modelsteward.cli.asking import ask
    from modelsteward.usecases.init import Wanted

    asks = not manner.yes and changing.person_is_there()

    def said(given: str | None, text: str, default: str, fault: Check = lambda answer: "") -> str:
        if given is None and asks:
            return ask(text, default=default, needed=True, check=fault)
        answer = (default if given is None else given).strip()
        if answer and (wrong := fault(answer)):
            raise BadUsage(wrong, "")
        return answer

    name = said(name, "What is the registry called?", site.top.name or "registry")
    team = said(
        team, "Which team is the first to answer for models? (more go into steward.yaml)", site.around.name, _no_key
    )
    contact = said(contact, "Where is the team reached?", site.around.email)
    timezone = said(timezone, "In which time zone does a day begin (like Europe/Oslo)?", "UTC", _no_zone)
    missing = [flag for flag, value in (("--name TEXT", name), ("--team NAME", team), ("--contact ADDRESS", contact))
               if not value]  # fmt: skip
    if missing:
        raise BadUsage("git was not told who you are, so no team can be named", f"add {' '.join(missing)}")
    first = _team(team, contact, site.around)
    return Wanted(name, (first,), timezone, site.folder, _forge(site, ci), ci != "none", site.around.branch)


def _team(name: str, contact: str, around: Surroundings) -> NewTeam:
    from modelsteward.usecases.init import NewTeam, slug

    people = ((around.name or around.email, around.email),) if around.email else ()
    return NewTeam(slug(name), name, contact, people)


def _no_key(name: str) -> str:
    """What is wrong with a team's name, if anything is."""
    from modelsteward.usecases.init import slug

    return "" if slug(name) else f"no key can be made of {name}: name the team with letters a to z or digits in it"


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
    if ci is not None and ci != "none":
        return ci
    if "gitlab" in site.around.remote or (not site.around.remote and (site.top / ".gitlab-ci.yml").exists()):
        return "gitlab"
    return "github"


def _with_notes(plan: Plan, site: Site) -> Plan:
    """The plan, and what to type next."""
    notes = list(plan.notes)
    if site.is_new:
        notes.insert(0, f"{site.top} is no git repository; `git init` makes it one first")
    if any(change.file == ".pre-commit-config.yaml" for change in plan.changes):
        notes.append("`pre-commit install` switches the commit hook on, in each clone")
    if plan.changes:
        notes.append("next: `steward register use:NAME`, `steward register NAME`; `steward check` at any time")
    return plan._replace(notes=tuple(notes))


def _carry_out(plan: Plan, pieces: list[Piece], site: Site, manner: Manner) -> None:
    """Show, ask, make the repository if there is none, and commit."""
    from modelsteward.cli.common import in_colour, prefix, write
    from modelsteward.report.start_text import render
    from modelsteward.store.surroundings import make_repository

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
        outcome = changing.apply_plan(plan, site.top, manner)
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
