"""How the cache of the Hugging Face hub is laid out (https://huggingface.co/docs/hub/local-cache, read 2026-11-26).

`<cache>/models--ORG--NAME/` has `blobs/` with the bytes, `snapshots/REVISION/` with links to them (or, where a system
has no links, the files themselves), `refs/` with a file for each branch or tag that names its revision, and
`.no_exist/REVISION/`. Downloads that were cut off end in `.incomplete`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from modelsteward.errors import Refused
from modelsteward.store.places.reading import Entry, listed

UNFINISHED = ".incomplete"
_KINDS = ("models", "datasets", "spaces")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_PLACE = re.compile(rf"hf://(?:({'|'.join(_KINDS)})/)?({_NAME}(?:/{_NAME})?)(?:@([^/]+))?(?:/(.*))?", re.IGNORECASE)


class Wished(NamedTuple):
    """What a place of the hub names."""

    folder: str
    """Name of its folder in the cache."""
    revision: str
    """A commit, branch or tag; empty where the place names none."""
    path: str
    """A file; empty where the place names all."""


class Cached(NamedTuple):
    """What lies in the folder of one repository."""

    top: str
    files: tuple[Entry, ...]
    """Files that have bytes of their own: blobs, and files of snapshots that are no links."""
    names: Mapping[str, tuple[str, ...]]
    """By the path of such a file, its names as `REVISION/path`."""
    links: Mapping[str, tuple[str, ...]]
    """By the path of such a file, the links that lead to it."""
    odd: tuple[tuple[str, str], ...]
    """What could not be looked at, with why."""

    def revisions(self) -> dict[str, dict[str, str]]:
        """By revision, the path of each of its files by name."""
        found: dict[str, dict[str, str]] = {}
        for file, names in self.names.items():
            for name in names:
                revision, _, path = name.partition("/")
                found.setdefault(revision, {})[path] = file
        return found


def wished(place: str) -> Wished | None:
    """What a place names; None for what is no place of the hub.

    `hf://gpt2/config.json` may be a file of a repository without an owner: that is meant where only it is cached.
    """
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        return None
    kind, name, revision, path = (text or "" for text in found.groups())
    if "@" in place and not revision:
        return None
    start, names = (kind or "models").lower(), name.split("/")
    wish = Wished("--".join([start, *names]), unquote(revision), path.strip("/"))
    if not revision and len(names) == 2 and not _is_cached(wish.folder) and _is_cached(f"{start}--{names[0]}"):
        return Wished(f"{start}--{names[0]}", "", "/".join(filter(None, [names[1], wish.path])))
    return wish


def _is_cached(folder: str) -> bool:
    return os.path.isdir(os.path.join(cache_folder(), folder))


def cache_folder() -> str:
    """Where this person's cache is, as the hub's own libraries find it."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if named := os.environ.get(name):
            return os.path.realpath(os.path.expandvars(os.path.expanduser(named)))
    return os.path.realpath(os.path.join(_home(), "hub"))


def chunks() -> str:
    """A file in the store of pieces that downloads by Xet are put together from; empty where there is none."""
    for folder, _, files in os.walk(os.environ.get("HF_XET_CACHE") or os.path.join(_home(), "xet")):
        if files and re.search(r"chunk[-_]cache", folder):
            return os.path.join(folder, files[0])
    return ""


def _home() -> str:
    general = os.environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
    return os.path.expandvars(os.path.expanduser(os.environ.get("HF_HOME") or os.path.join(general, "huggingface")))


def lying_of(wish: Wished) -> list[str]:
    """The files in the cache that a place means; where it cannot be listed, the folder of the repository."""
    top = os.path.join(cache_folder(), wish.folder)
    if not os.path.isdir(top):
        return []
    try:
        repository = cached(os.path.realpath(top))
    except Refused:
        return [top]
    commit = revision_of(top, wish.revision)
    return [
        path
        for path, names in repository.names.items()
        for revision, _, name in (one.partition("/") for one in names)
        if commit in ("", revision) and (not wish.path or f"{name}/".startswith(f"{wish.path}/"))
    ]


def cached(top: str) -> Cached:
    """What lies in the folder of a repository. Raises Refused where it cannot be listed."""
    found = listed(top)
    names: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for link, leads_to in found.links:
        if link.name.startswith("snapshots/"):
            names.setdefault(leads_to, []).append(link.name.removeprefix("snapshots/"))
            links.setdefault(leads_to, []).append(link.full)
    files = tuple(file for file in found.files if file.name.startswith(("snapshots/", "blobs/")))
    for file in files:
        if file.name.startswith("snapshots/"):
            names.setdefault(file.full, []).append(file.name.removeprefix("snapshots/"))
    return Cached(top, files, _fixed(names), _fixed(links), found.odd)


def _fixed(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def revision_of(top: str, named: str) -> str:
    """The commit that a branch or tag was at when it was downloaded; the same text where there is no such ref."""
    try:
        with open(os.path.join(top, "refs", *named.split("/")), encoding="ascii", errors="replace") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return named


def refs(top: str) -> Iterator[tuple[str, str]]:
    """The file of each ref, and the commit it names."""
    for folder, _, files in os.walk(os.path.join(top, "refs")):
        for name in files:
            path = os.path.join(folder, name)
            yield path, revision_of(top, os.path.relpath(path, os.path.join(top, "refs")).replace(os.sep, "/"))
