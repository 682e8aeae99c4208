"""What lies around a registry that is to be: the repository, where it is hosted, and who is at work."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from modelsteward.errors import Refused, reason
from modelsteward.store.gitplace import find_place
from modelsteward.store.gitrun import ask


class Surroundings(NamedTuple):
    """What git knows."""

    top: Path | None
    """The top of the repository; None where there is none."""
    remote: str
    """Where `origin` is; empty where there is none."""
    branch: str
    """The main branch, as far as can be told."""
    name: str
    """Who is at work; empty where git was not told."""
    email: str


def surroundings(folder: Path) -> Surroundings:
    """Look around a folder. Raises Refused where a repository has no work tree, or git cannot be run."""
    top = _top(folder)
    return Surroundings(
        top,
        _said(folder, "config", "--get", "remote.origin.url") if top else "",
        _branch(folder) if top else _said(folder, "config", "--get", "init.defaultBranch") or "main",
        *identity(folder),
    )


def identity(folder: Path) -> tuple[str, str]:
    """Name and e-mail address of who is at work; empty where git was not told."""
    return (
        os.environ.get("GIT_AUTHOR_NAME") or _said(folder, "config", "--get", "user.name"),
        os.environ.get("GIT_AUTHOR_EMAIL") or _said(folder, "config", "--get", "user.email"),
    )


def make_repository(folder: Path, branch: str) -> None:
    """`git init`, in a folder that is made if it is not there. Raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {reason(error)}", "name another folder") from None
    said = ask(str(folder), "init", "--quiet", f"--initial-branch={branch}")
    if said.code != 0:
        raise Refused(f"git init failed: {said.err.strip()}", "make the repository yourself, and run this again")


def unmake_repository(folder: Path) -> None:
    """Take away the repository that was made a moment ago, unless it has a commit, or files to be put back."""
    place = find_place(folder)
    if place and not os.path.lexists(place.journal) and ask(place.top, "rev-parse", "--verify", "HEAD").code != 0:
        shutil.rmtree(place.git_dir, ignore_errors=True)


def host_of(remote: str) -> str:
    """The host that an address of a repository names, as `github.com`; nothing for a folder."""
    match = re.match(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^@/\s]*@)?([^@:/\s]+\.[^@:/\s]+)(?::|/)", remote, re.IGNORECASE)
    return match[1].lower() if match and not remote.startswith((".", "/")) else ""


def texts_at(top: Path, paths: Iterable[str]) -> dict[str, str]:
    """The files that there are, with their texts; what cannot be read as text counts as empty."""
    found: dict[str, str] = {}
    for path in paths:
        if os.path.lexists(top / path):
            try:
                found[path] = (top / path).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
            except OSError:
                found[path] = ""
    return found


def _top(folder: Path) -> Path | None:
    there = _nearest(folder)
    if ".git" in folder.parts:
        raise Refused(f"{folder} is git's own folder", "name another")
    if _said(there, "rev-parse", "--is-bare-repository") == "true":
        raise Refused(f"{there} is a bare repository: it has no files", "clone it, and run this in the clone")
    said = ask(str(there), "rev-parse", "--show-toplevel")
    if said.code == 0:
        return Path(said.text)
    if broken := next((parent for parent in (there, *there.parents) if (parent / ".git").exists()), None):
        why = said.err.strip().partition("\n")[0]
        raise Refused(f"git cannot use the repository at {broken}: {why}", "mend that first")
    return None


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    return next(parent for parent in (folder, *folder.parents) if parent.is_dir())


def _branch(folder: Path) -> str:
    """What the remote calls its main branch; else main or master where there is one; else the branch we are on."""
    if known := _said(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD"):
        return known.removeprefix("origin/")
    here = _said(folder, "symbolic-ref", "--short", "HEAD") or "main"
    there = _said(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads/").splitlines()
    return next((name for name in ("main", "master") if name in there), here)


def _said(folder: Path, *arguments: str) -> str:
    """What git prints; nothing where it fails."""
    said = ask(str(_nearest(folder)), *arguments)
    return said.text if said.code == 0 else ""
