"""Clones that have not all files' bytes (`git clone --filter=blob:none`): what is wanted of them, fetched in one go.

Git gets each object that is not here when it comes to it, with a `git fetch` for every one. So whoever is about to
read many brings them first. Other clones pay a look at git's settings for it, and no process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import Said, ask, lending
from modelsteward.store.talking import Objects, entries

_PROMISED = re.compile(rb"^[^#;\n]*\b(promisor|partialclone)", re.IGNORECASE | re.MULTILINE)
_REMOTES = (
    "config",
    "--null",
    "--get-regexp",
    r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$",
)
# `--missing=print` keeps this git from fetching what it names, which `cat-file --batch-check` does not (before 2.44
# nothing else does). A folder's missing files are printed with `?` in front. An id that is asked for by itself is not:
# git takes it for a bad object and ends, but for `--ignore-missing`, which leaves it out; so what is not printed is
# missing. That option lets folders be named, too, that the commit has not.
_HERE = ("rev-list", "--objects", "--no-object-names", "--missing=print", "--ignore-missing")
# As git itself fetches what it comes to: nothing is told of what is here, and no ref moves.
_QUIETLY = ("--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin")


class Lack(NamedTuple):
    """What could not be fetched, and why."""

    ids: frozenset[str]
    remote: str
    why: str

    def refusal(self) -> Refused:
        """The same as an error."""
        many = f"{len(self.ids)} objects" if len(self.ids) != 1 else "1 object"
        return Refused(
            f"this clone is partial, and {many} could not be fetched from {self.remote}: {self.why}",
            f"once `git ls-remote {self.remote}` works again, type the same again",
        )


def is_partial(place: Place) -> bool:
    """Whether objects may be missing here that a remote promised to have; without a git process."""
    try:
        settings = os.path.join(place.common_dir, "config")
        known = os.stat(settings)
    except OSError:
        return False
    return _promised(settings, (known.st_mtime_ns, known.st_size, known.st_ino))


@lru_cache(maxsize=64)
def _promised(settings: str, _state: tuple[int, int, int]) -> bool:
    """Whether git's settings speak of such a remote; what they say is for git to read."""
    try:
        with open(settings, "rb") as opened:
            return _PROMISED.search(opened.read()) is not None
    except OSError:
        return False


def bring(place: Place, ids: Iterable[str]) -> Lack | None:
    """Have files here that are about to be read, given by their ids; what could not be had, if anything."""
    wanted = dict.fromkeys(ids) if is_partial(place) else {}
    return _fetch(place, _missing(place, wanted)) if wanted else None


def bring_folders(place: Place, commit: str, folders: Iterable[str]) -> None:
    """Have here what a commit has in some folders of the registry. Raises Refused where that cannot be had."""
    if is_partial(place):
        names = [f"{commit}:{place.prefix}{folder}".rstrip("/") for folder in folders]
        told = ask(place.top, *_HERE, *names).text.split("\n")
        _demand(_fetch(place, [line[1:] for line in told if line.startswith("?")]))


def bring_files(place: Place, commit: str, paths: Iterable[str]) -> None:
    """Have files of a commit here, given from the work tree's top. Raises Refused where they cannot be had."""
    if is_partial(place):
        _demand(bring(place, ids_at(place, [(commit, path) for path in paths]).values()))


def ids_at(place: Place, files: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The ids of files, given as a commit and the path from the top; what is not there is left out.

    They are read from the folders, which are here: asked for a file itself, git would fetch it.
    """
    objects = Objects(place.top)
    found: dict[tuple[str, str], str] = {}
    inside: dict[tuple[str, str], dict[str, str]] = {}
    for commit, path in files:
        folder, _, name = path.rpartition("/")
        if (commit, folder) not in inside:
            tree = objects.get(f"{commit}:{folder}")
            listed = entries(tree) if tree and tree.kind == "tree" else ()
            inside[commit, folder] = {one.name: one.id for one in listed if one.is_file}
        if name in inside[commit, folder]:
            found[commit, path] = inside[commit, folder][name]
    return found


def _missing(place: Place, ids: Iterable[str]) -> list[str]:
    """Those that are not here, for which nothing is fetched."""
    asked = "".join(f"{oid}\n" for oid in ids).encode("ascii")
    said = ask(place.top, *_HERE, "--stdin", stdin=asked)
    here = frozenset(said.text.split("\n"))
    return [oid for oid in ids if oid not in here] if not said.code else []


def _fetch(place: Place, lacking: Sequence[str]) -> Lack | None:
    """Fetch objects with one process."""
    if not lacking:
        return None
    settings = ask(place.top, *_REMOTES).fields()
    named = (_remote(*setting.partition("\n")[::2]) for setting in settings)
    remotes = [remote for remote in dict.fromkeys(named) if remote]
    asked = "".join(f"{oid}\n" for oid in lacking).encode("ascii")
    failed: list[Said] = []
    for remote in remotes:
        with lending():  # what a fetch leaves running, such as a connection that is kept, holds no lock of ours
            quick = ("-c", "fetch.negotiationAlgorithm=noop", "-c", "maintenance.auto=false", "-c", "gc.auto=0")
            said = ask(place.top, *quick, "fetch", remote, *_QUIETLY, stdin=asked)
        if not said.code:
            return None
        failed.append(said)
    if len(remotes) > 1:  # each may have some of them, which git finds out one by one
        ask(place.top, "cat-file", "--batch-check", stdin=asked)
        lacking = _missing(place, lacking)
    if not (lacking and failed):
        return None
    why = next(iter(failed[0].err.strip().splitlines()), f"exit code {failed[0].code}")
    return Lack(frozenset(lacking), remotes[0], why.removeprefix("fatal: "))


def _remote(key: str, value: str) -> str:
    """The remote that a setting makes one that promises; empty where it does not."""
    if key == "extensions.partialclone":
        return value
    name, _, what = key.removeprefix("remote.").rpartition(".")
    return name if what != "promisor" or value.lower() in ("", "true", "yes", "on", "1") else ""


def _demand(lack: Lack | None) -> None:
    if lack is not None:
        raise lack.refusal()
