"""From `--artifact` and `--uri` to artifacts as cards describe them: for the commands that have these options."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.store.hashing import Digested, Found

Artifacts = Annotated[
    list[str] | None,
    typer.Option("--artifact", metavar="[ROLE=]PATH", help="A file or folder of it, to be hashed; once for each."),
]
Uris = Annotated[
    list[str] | None,
    typer.Option("--uri", metavar="PLACE", help="Where each artifact is kept, or the folder of all, as s3://…/."),
]


class Named(NamedTuple):
    """An artifact as it was named, and what lies there."""

    found: Found
    role: str
    typed: str
    """The path as it was typed."""


def parse(texts: Sequence[str]) -> list[Named]:
    """Look at what `[ROLE=]PATH` names; what is named twice counts once. Raises BadUsage, Refused."""
    from modelsteward.store.hashing import look_at
    from modelsteward.usecases.guessing import ROLES, role_of

    split = [_split(text, ROLES) for text in texts]
    for text, (_, typed) in zip(texts, split, strict=True):
        _require_path(text, typed)
    named: dict[Path, Named] = {}
    for found, (given, typed) in zip(look_at([Path(typed) for _, typed in split]), split, strict=True):
        real = found.path.resolve()
        role = given or role_of(real.name, is_folder=found.is_folder)
        if real in named and named[real].role != role:
            raise BadUsage(f"{typed} is named as {named[real].role} and as {role}", "name it once")
        named.setdefault(real, Named(found, role, typed))
    for outer in named:
        if inner := next((path for path in named if path != outer and path.is_relative_to(outer)), None):
            raise BadUsage(f"{inner} lies in {outer}, which is named too", "name the folder, or files in it")
    return list(named.values())


def _require_path(text: str, typed: str) -> None:
    """Raise BadUsage for what names nothing, which would be the current folder, and for a place that is no path."""
    if not typed.strip():
        raise BadUsage(f"--artifact '{text}' names no file", "name a file or folder; `.` is the one you are in")
    if re.match(r"[a-z][a-z0-9+.-]+://", typed, re.IGNORECASE):
        hint = f"name the file here that it is a copy of, and say --uri {typed}"
        raise BadUsage(f"{typed} is no path on this machine, so it cannot be hashed", hint)


def _split(text: str, roles: Sequence[str]) -> tuple[str, str]:
    role, equals, path = text.partition("=")
    return (role, path) if equals and role in roles else ("", text)


def places(named: Sequence[Named], uris: Sequence[str], kind: str) -> list[str]:
    """Where each artifact is kept: its own place, or its name in the folder of all. Raises BadUsage."""
    if kind == "dataset" and (len(named) > 1 or len(uris) > 1):
        raise BadUsage("a data set has one digest and one place", "name one file, or the folder that holds all")
    if kind == "usecase" and (named or uris):
        raise BadUsage("a use has no artifacts", "register the model, and name its files there")
    if not all(uri.strip() for uri in uris):
        raise BadUsage("--uri names no place", "write it like s3://models/no-show/1.0.0/, or leave it out")
    if not uris:
        return [item.typed for item in named]
    if kind == "dataset":
        return list(uris)
    if named and len(uris) == 1 and uris[0].endswith("/") and not (len(named) == 1 and named[0].found.is_folder):
        return [f"{uris[0]}{name}" for name in _told_apart([item.found.path.resolve() for item in named])]
    if len(uris) != len(named):
        raise BadUsage(
            f"{len(named)} artifacts and {len(uris)} places",
            "give each --artifact its --uri, or one that ends in / for all",
        )
    if shared := next((uri for uri in uris if uris.count(uri) > 1), None):
        raise BadUsage(f"two artifacts cannot both be kept at {shared}", "give each its own --uri")
    return list(uris)


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """The paths' names; where two are the same, all paths from the folder that they share. Raises BadUsage."""
    names = [path.name for path in paths]
    if len(set(names)) == len(names):
        return names
    try:
        shared = os.path.commonpath([path.parent for path in paths])
    except ValueError:  # two drives of Windows
        raise BadUsage("two artifacts have the same name and no folder in common", "give each its own --uri") from None
    return [path.relative_to(shared).as_posix() for path in paths]


def described(named: Sequence[Named], uris: Sequence[str]) -> tuple[tuple[dict[str, Any], ...], dict[str, str]]:
    """The artifacts with their digests, as cards describe them; and of folders each file, by its digest."""
    done = _hashed(named) if named else []
    inside = {
        digest: f"{one.typed.rstrip('/')}/{name}"
        for one, read in zip(named, done, strict=True)
        for name, digest in read.parts
    }
    return outlined(named, uris, [one.digest for one in done]) if named else (), inside


def outlined(named: Sequence[Named], uris: Sequence[str], digests: Sequence[str] = ()) -> tuple[dict[str, Any], ...]:
    """The artifacts as cards describe them, as far as that is known before they are hashed."""
    known = digests or [""] * len(named)
    return tuple(_described(*one) for one in zip(named, uris, known, strict=True))


def _hashed(named: Sequence[Named]) -> list[Digested]:
    from modelsteward.cli.progress import progress
    from modelsteward.domain.progress import adding
    from modelsteward.store.hashing import digest_all

    found = [item.found for item in named]
    with progress() as tell:
        return digest_all(found, adding(tell, "hashing", sum(item.bytes for item in found)))


def ask_for_one() -> tuple[list[Named], list[str]]:
    """Ask which file or folder holds the model, and where everybody finds it; nothing where that is not known."""
    from modelsteward.cli.asking import ask

    def fault(answer: str) -> str:
        try:
            parse([_as_path(answer)])
        except (Refused, BadUsage) as error:
            return f"{error.message}; {error.hint}"
        return ""

    answer = ask("Which file or folder holds it? (a path on this machine; it is hashed)", check=fault)
    if not answer:
        return [], []
    named = parse([_as_path(answer)])
    return named, [ask("Where does everybody find it, as s3://…?", default=named[0].typed, needed=True)]


def _as_path(answer: str) -> str:
    """A path as a shell would have read it: terminals put quotes around what is dropped on them."""
    quoted = len(answer) > 1 and answer[0] == answer[-1] and answer[0] in "'\""
    plain = answer[1:-1] if quoted else answer
    return os.path.expanduser(plain) if plain.startswith("~") else plain  # noqa: PTH111 - a text stays as it is typed


def _described(item: Named, uri: str, digest: str) -> dict[str, Any]:
    """The artifact as a card describes it; a folder's place ends in a slash."""
    from modelsteward.usecases.guessing import format_of

    files = sorted(item.found.files, key=lambda file: file.bytes, reverse=True)
    described: dict[str, Any] = {
        "role": item.role,
        "uri": f"{uri.rstrip('/')}/" if item.found.is_folder else uri,
        **({"digest": digest} if digest else {}),
        "bytes": item.found.bytes,
    }
    if form := format_of(file.name for file in files):
        described["format"] = form
    return described
