"""Where a registry is to be, and what is around it: for `steward init`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.store.surroundings import Surroundings
    from modelsteward.usecases.init import Forge


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


def site_of(given: Path | None) -> Site:
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
    _require_apart(wanted, top)
    inner = wanted.relative_to(top).as_posix()
    return Site(top, "" if inner == "." else inner, around)


def _require_apart(wanted: Path, top: Path) -> None:
    """Raise Refused for a registry within another: the outer one would read the inner one's files as its own."""
    if (wanted / "steward.yaml").exists():
        return
    for outer in wanted.parents:
        if (outer / "steward.yaml").is_file():
            raise Refused(f"{wanted} lies in the registry {outer}", "name a folder beside it")
        if outer == top:
            break
    inner = wanted / "registry"
    if (inner / "steward.yaml").is_file():
        raise Refused(
            f"{wanted} holds the registry {inner}", f"`steward init {shlex.quote(str(inner))}` looks at that one"
        )


def _found(here: Path, top: Path) -> Path | None:
    """The registry that is there already, here or in a folder above."""
    for folder in (here.resolve(), *here.resolve().parents):
        for root in (folder, folder / "registry"):
            if (root / "steward.yaml").is_file():
                return root
        if folder == top:
            break
    return None


def forge_of(site: Site) -> Forge:
    """Who hosts the repository: told by its address, else by the files that each of them reads."""
    from modelsteward.store.surroundings import host_of

    host = host_of(site.around.remote)
    if "gitlab" in host or "github" in host:
        return "gitlab" if "gitlab" in host else "github"
    return "gitlab" if any((site.top / name).exists() for name in (".gitlab-ci.yml", ".gitlab")) else "github"


def option_for(site: Site) -> str:
    """How the registry is named to commands that are typed here; nothing where they find it by themselves."""
    here, root = Path.cwd().resolve(), site.top / site.folder
    for folder in (here, *here.parents):
        if root in (folder, folder / "registry"):
            return ""
        if folder == site.top:
            break
    return f"-C {shlex.quote(os.path.relpath(root, here))} "
