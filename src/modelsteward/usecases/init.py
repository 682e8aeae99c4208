"""A new registry: which files it starts with, and what is left as it is because it is there already."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from string import Template
from typing import Literal, NamedTuple

from modelsteward.about import VERSION
from modelsteward.domain.plan import Change, Plan
from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.domain.texts import require_text

Forge = Literal["github", "gitlab"]


class NewTeam(NamedTuple):
    """A team as steward.yaml will name it."""

    key: str
    """What cards call it."""
    name: str
    contact: str
    people: tuple[tuple[str, str], ...] = ()
    """Its members: name, and the e-mail address they commit with."""


class Wanted(NamedTuple):
    """What a new registry is to be."""

    name: str
    teams: tuple[NewTeam, ...]
    timezone: str
    folder: str
    """Its place within the repository, with forward slashes; empty for the repository's top."""
    forge: Forge
    """Where the repository is, or will be."""
    ci: bool
    """Whether a CI job is wanted."""
    branch: str
    """The repository's main branch."""


class Piece(NamedTuple):
    """A file that a registry starts with."""

    file: str
    """Path within the repository."""
    text: str
    what: str
    """What it is for, in a few words."""
    mark: str
    """Words in a file that is there already, by which it is known to do the same."""
    elsewhere: tuple[str, ...] = ()
    """Other places that would do."""
    advice: str = ""
    """What to do where a file is there that does not do the same; nothing when it does not matter."""


def pieces_of(wanted: Wanted, templates: Mapping[str, str], schemas: Mapping[str, str]) -> list[Piece]:
    """Every file of the registry and around it. `schemas` are JSON Schemas by file name.

    Raises BadUsage for words that no file can hold.
    """
    teams = [text for team in wanted.teams for text in (team.name, team.contact, *sum(team.people, ()))]
    require_text([wanted.name, wanted.folder, wanted.branch, *teams])
    at = f"{wanted.folder}/" if wanted.folder else ""
    filled = {name: Template(text).substitute(_values(wanted)) for name, text in templates.items()}
    pieces = [
        Piece(f"{at}steward.yaml", filled["steward.yaml"], "teams, roles, periods and rules", "card: registry/"),
        Piece(f"{at}README.md", filled["README.md"], "says what lies where", ""),
        Piece(f"{at}.gitattributes", filled["gitattributes"], "the same line ends everywhere", "*.yaml text eol=lf",
              advice="add the line `*.yaml text eol=lf`"),
        _hook(filled["pre-commit-config.yaml"]),
        _owners(wanted, filled["CODEOWNERS"]),
    ]  # fmt: skip
    if wanted.ci:
        pieces.append(_job(wanted, filled))
    what = "with which editors complete and check cards"
    return [*pieces, *(Piece(f"{at}schemas/{name}", text, what, "") for name, text in schemas.items())]


def _hook(text: str) -> Piece:
    what, advice = "judges cards before they are committed", f"add under `repos:`\n{_body(text)}"
    return Piece(".pre-commit-config.yaml", text, what, "steward-validate", advice=advice)


def _owners(wanted: Wanted, text: str) -> Piece:
    places = [f".{wanted.forge}/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]
    advice = "add\n" + "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return Piece(places[0], text, "who is asked to review", _pattern(wanted.folder), tuple(places[1:]), advice)


def _job(wanted: Wanted, filled: Mapping[str, str]) -> Piece:
    what = "checks the registry every day, and on every change"
    if wanted.forge == "github":
        return Piece(".github/workflows/steward.yml", filled["github.yml"], what, "modelsteward", (
            ".github/workflows/steward.yaml",), "see that it runs `steward check`")  # fmt: skip
    text = filled["gitlab-ci.yml"]
    return Piece(".gitlab-ci.yml", text, what.partition(" every")[0], "steward", (), f"add\n{_body(text)}")


def _body(text: str) -> str:
    """A template's lines without those that only explain or stand around."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#") and line != "repos:" and line)


def _values(wanted: Wanted) -> dict[str, str]:
    place = wanted.folder or "."
    return {
        "name": _scalar(wanted.name),
        "timezone": _scalar(wanted.timezone),
        "teams": "".join(_team(team) for team in wanted.teams),
        "least": VERSION.rpartition(".")[0],
        "version": VERSION,
        "branch": _scalar(wanted.branch),
        "registry": _scalar(place),
        "shell_registry": shlex.quote(place),
        "entry": _entry(place),
        "owners": _owned(wanted),
        "example": f"{_pattern(wanted.folder) if wanted.folder else '/'}models/no-show/",
    }


def _entry(place: str) -> str:
    """The hook finds a registry at the repository's top, or in its folder `registry`; others are named."""
    if place in (".", "registry"):
        return ""
    return f"\n        entry: {_scalar(f'steward --registry {shlex.quote(place)} validate --staged')}"


def _team(team: NewTeam) -> str:
    lines = [f"  {team.key}:"]
    if team.name != team.key:
        lines.append(f"    name: {_scalar(team.name)}")
    lines.append(f"    contact: {_scalar(team.contact)}")
    members = [f"      - {{name: {_scalar(name)}, git: [{_scalar(email)}]}}" for name, email in team.people]
    lines += ["    members:", *members] if members else ["    members: []   # {name: Ada, git: [ada@example.org]}"]
    return "\n".join(lines) + "\n"


def _owned(wanted: Wanted) -> str:
    people = (email for team in wanted.teams for _, email in team.people if re.fullmatch(r"[^\s#]+@[^\s#]+", email))
    known = " ".join(dict.fromkeys(people))
    place = _pattern(wanted.folder)
    return f"{place} {known}" if known else f"# {place} who? no team of steward.yaml has members yet"


def _pattern(folder: str) -> str:
    return f"/{folder}/".replace(" ", "\\ ") if folder else "*"


_PLAIN = r"[A-Za-z][A-Za-z0-9_/.@-]*(?: [A-Za-z0-9][A-Za-z0-9_/.@-]*)*"
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def _scalar(text: str) -> str:
    """A text as YAML: plain where nothing can be mistaken, else in double quotes."""
    if re.fullmatch(_PLAIN, text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def plan_init(wanted: Wanted, pieces: Iterable[Piece], present: Mapping[str, str]) -> Plan:
    """One commit of the files that are missing. `present` are the texts of those there are, by path."""
    changes: list[Change] = []
    notes: list[str] = []
    for piece in pieces:
        there = next((path for path in (piece.file, *piece.elsewhere) if path in present), None)
        if there is None:
            changes.append(Change(piece.file, None, piece.text))
        elif present[there] != piece.text:
            notes += _kept(piece, there, present[there])
    name = " ".join(wanted.name.split())
    begins = any(change.file.rpartition("/")[2] == "steward.yaml" for change in changes)
    if not changes:
        notes.append(f"the registry {name} has all that it starts with")
    title = f"start the registry {name}" if begins else f"add what the registry {name} lacked"
    trailers = (("Steward-Action", "init"), ("Steward-Ref", "registry"), ("Steward-Version", VERSION))
    return Plan("init", ("registry",), title, tuple(changes), trailers, notes=tuple(dict.fromkeys(notes)))


def _kept(piece: Piece, there: str, text: str) -> Iterator[str]:
    """What to say of a file that is there already and differs."""
    folder, _, name = piece.file.rpartition("/")
    if name.endswith(".schema.json"):
        yield f"{folder}/ is from another steward: `steward export schema --to {shlex.quote(folder)}` makes it anew"
    elif piece.mark not in text:
        yield f"{there} is there already and stays as it is; {piece.advice}"


def first_stages() -> tuple[str, ...]:
    """Every stage there is before steward.yaml names others."""
    from modelsteward.domain.cards.registry import RegistryCard

    return (*RegistryCard.model_fields["stages"].default, *FIXED_STAGES)


def slug(text: str) -> str:
    """A name as cards write names, made of words; empty when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:100].strip("-")
