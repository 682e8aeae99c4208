"""A new registry: which files it starts with, and what is left as it is because it is there already."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from string import Template
from typing import Literal, NamedTuple

from modelsteward.about import VERSION
from modelsteward.domain.plan import Change, Plan
from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.domain.texts import require_text, slug

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


def _nothing(there: str) -> str:
    return ""


class Piece(NamedTuple):
    """A file that a registry starts with."""

    file: str
    """Path within the repository."""
    text: str
    what: str
    """What it is for, in a few words."""
    lacks: Callable[[str], str] = _nothing
    """What to do about a file with this text that is there already; nothing where it does the same."""
    elsewhere: tuple[str, ...] = ()
    """Other places that would do."""


def pieces_of(wanted: Wanted, templates: Mapping[str, str], schemas: Mapping[str, str]) -> list[Piece]:
    """Every file of the registry and around it. `schemas` are JSON Schemas by file name.

    Raises BadUsage for words that no file can hold.
    """
    teams = [text for team in wanted.teams for text in (team.name, team.contact, *sum(team.people, ()))]
    require_text([wanted.name, wanted.folder, wanted.branch, *teams])
    at = f"{wanted.folder}/" if wanted.folder else ""
    filled = {name: Template(text).substitute(_values(wanted)) for name, text in templates.items()}
    pieces = [
        Piece(f"{at}steward.yaml", filled["steward.yaml"], "teams, roles, periods and rules"),
        Piece(f"{at}README.md", filled["README.md"], "says what lies where"),
        Piece(f"{at}.gitattributes", filled["gitattributes"], "the same line ends everywhere", _line_ends),
        _hook(wanted, filled["pre-commit-config.yaml"]),
        _owners(wanted, filled["CODEOWNERS"]),
    ]  # fmt: skip
    if wanted.ci:
        pieces.append(_job(wanted, filled))
    what = "with which editors complete and check cards"
    return [*pieces, *(Piece(f"{at}schemas/{name}", text, what) for name, text in schemas.items())]


def _line_ends(there: str) -> str:
    rule = "*.yaml text eol=lf"
    return "" if rule in _said(there) else f"add the line `{rule}`"


def _hook(wanted: Wanted, text: str) -> Piece:
    def lacks(there: str) -> str:
        return "" if _starts(there, "steward-validate", wanted) else f"add under `repos:`\n{_body(text)}"

    return Piece(".pre-commit-config.yaml", text, "judges cards before they are committed", lacks)


def _owners(wanted: Wanted, text: str) -> Piece:
    first, *others = (f".{wanted.forge}/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
    return Piece(first, text, "who is asked to review", lambda there: _unasked(there, wanted), tuple(others))


def _unasked(there: str, wanted: Wanted) -> str:
    """The line that asks the teams' people, where code owners leave some of them out.

    Who stands behind the name of a person or group on the forge is not known here, so such a line is left alone.
    """
    people, place = _people(wanted), _pattern(wanted.folder)
    lines = [re.split(r"(?<!\\)\s+", line) for line in _said(there)]
    ours = [owners for pattern, *owners in lines if pattern.removesuffix("**").strip("/") == place.strip("/")]
    if not ours:
        return f"add\n{place} {' '.join(people)}" if people else ""
    named = {owner.lower() for owner in ours[-1]}
    missing = [email for email in people if email.lower() not in named]
    if not missing or any(owner.startswith("@") for owner in named):
        return ""
    return f"its line for {place} leaves out {', '.join(missing)}; write\n{place} {' '.join([*ours[-1], *missing])}"


def job_files(forge: Forge) -> tuple[str, ...]:
    """Where a CI job of steward may stand."""
    return (".github/workflows/steward.yml", ".github/workflows/steward.yaml") if forge == "github" else (
        ".gitlab-ci.yml",)  # fmt: skip


def _job(wanted: Wanted, filled: Mapping[str, str]) -> Piece:
    first, *others = job_files(wanted.forge)
    if wanted.forge == "github":
        text, what = filled["github.yml"], "checks the registry every day, and on every change"
        lines = text.splitlines()
        at = next(i for i, line in enumerate(lines) if "uses: modelsteward/" in line)
        advice = "add to the steps of its job\n" + "\n".join(lines[at : at + 3])
    else:
        text, what = filled["gitlab-ci.yml"], "checks the registry"
        advice = f"add\n{_body(text)}"

    def lacks(there: str) -> str:
        return "" if _starts(there, r"modelsteward/modelsteward|\bsteward check", wanted) else advice

    return Piece(first, text, what, lacks, tuple(others))


def _said(text: str) -> list[str]:
    """The lines of a file without its comments."""
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


_FOUND = (".", "registry")
"""Where steward finds a registry that was not named."""


def _starts(there: str, call: str, wanted: Wanted) -> bool:
    """Whether a file starts steward for this registry. `call` is a pattern of how steward is started."""
    text, place = "\n".join(_said(there)), wanted.folder or "."
    named = re.findall(r"(?:--registry[ =]|-C ?|\bregistry: )(.+)", text)
    spelt = "|".join(re.escape(way) for way in (place, shlex.quote(place), _scalar(place)))
    if any(re.match(rf"(?:{spelt})(?![\w./-])", rest) for rest in named):
        return True
    return place in _FOUND and len(re.findall(call, text)) > len(named)


def _body(text: str) -> str:
    """A template's lines without those that only explain or stand around."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#") and line != "repos:" and line)


_SINCE = "${CI_MERGE_REQUEST_DIFF_BASE_SHA:+--since $CI_MERGE_REQUEST_DIFF_BASE_SHA}"
"""In GitLab's pipelines of merge requests the commit they are compared with; nothing in others."""


def _values(wanted: Wanted) -> dict[str, str]:
    place = wanted.folder or "."
    check = f"steward --registry {shlex.quote(place)} check"
    return {
        "name": _scalar(wanted.name),
        "title": re.sub(r"([\\`*_\[\]<>])", r"\\\1", _shown(wanted.name)),
        "timezone": _scalar(wanted.timezone),
        "teams": "".join(_team(team) for team in wanted.teams),
        "least": VERSION.rpartition(".")[0],
        "version": VERSION,
        "branch": _scalar(wanted.branch),
        "registry": _scalar(place),
        "judge_quality": _scalar(f"{check} --format gitlab --exit-zero > gl-code-quality.json"),
        "judge_junit": _scalar(f"{check} --format junit --exit-zero > steward-junit.xml"),
        "judge": _scalar(f"{check} {_SINCE}"),
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
    lines = [f"  {_scalar(team.key)}:"]
    if team.name != team.key:
        lines.append(f"    name: {_scalar(team.name)}")
    lines.append(f"    contact: {_scalar(team.contact)}")
    members = [f"      - {{name: {_scalar(name)}, git: [{_scalar(email)}]}}" for name, email in team.people]
    lines += ["    members:", *members] if members else ["    members: []   # {name: Ada, git: [ada@example.org]}"]
    return "\n".join(lines) + "\n"


def _owned(wanted: Wanted) -> str:
    known, place = " ".join(_people(wanted)), _pattern(wanted.folder)
    return f"{place} {known}" if known else f"# {place} who? no team of steward.yaml has members yet"


def _people(wanted: Wanted) -> list[str]:
    """The e-mail addresses of all teams' people, as far as they are any."""
    people = (email for team in wanted.teams for _, email in team.people if re.fullmatch(r"[^\s#]+@[^\s#]+", email))
    return list(dict.fromkeys(people))


def _pattern(folder: str) -> str:
    escaped = re.sub(r"([\s*?!#\[\]\\])", r"\\\1", folder)
    return f"/{escaped}/" if folder else "*"


_PLAIN = r"[A-Za-z][A-Za-z0-9_/.@-]*(?: [A-Za-z0-9_/.@'>-]+)*"
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def _scalar(text: str) -> str:
    """A text as YAML: plain where nothing can be mistaken, else in double quotes."""
    if re.fullmatch(_PLAIN, text) and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in quoted)


def _shown(name: str) -> str:
    """A name on one line, without what cannot be seen."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


def plan_init(wanted: Wanted, pieces: Iterable[Piece], present: Mapping[str, str], known: Iterable[str] = ()) -> Plan:
    """One commit of the files that are missing. `present` are the texts of those there are, by path.

    `known` is what else the person should know.
    """
    changes: list[Change] = []
    notes = list(known)
    for piece in pieces:
        there = next((path for path in (piece.file, *piece.elsewhere) if path in present), None)
        if there is None:
            changes.append(Change(piece.file, None, piece.text))
        elif present[there] != piece.text:
            notes += _kept(piece, there, present[there])
    name = _shown(wanted.name)
    begins = any(change.file.rpartition("/")[2] == "steward.yaml" for change in changes)
    if not changes and not notes:
        notes.append(f"the registry {name} has all that it starts with")
    title = f"start the registry {name}" if begins else f"add what the registry {name} lacked"
    trailers = (("Steward-Action", "init"), ("Steward-Ref", "registry"), ("Steward-Version", VERSION))
    return Plan("init", ("registry",), title, tuple(changes), trailers, notes=tuple(dict.fromkeys(notes)))


def _kept(piece: Piece, there: str, text: str) -> Iterator[str]:
    """What to say of a file that is there already and differs."""
    folder, _, name = piece.file.rpartition("/")
    if name.endswith(".schema.json"):
        yield f"{folder}/ is from another steward: `steward export schema --to {shlex.quote(folder)}` makes it anew"
    elif advice := piece.lacks(text):
        yield f"{there} is there already and stays as it is; {advice}"


def first_stages() -> tuple[str, ...]:
    """Every stage there is before steward.yaml names others."""
    from modelsteward.domain.cards.registry import RegistryCard

    return (*RegistryCard.model_fields["stages"].default, *FIXED_STAGES)


def team_key(name: str) -> str:
    """A team's name as its key; `team` for a name in another script, empty where it has no letters at all."""
    return slug(name) or ("team" if any(map(str.isalpha, name)) else "")
