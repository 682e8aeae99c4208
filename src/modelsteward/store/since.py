"""What changed in a registry since a commit: for a pull request, since its branch left the main one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.kinds import FOLDERS, kinds_at
from modelsteward.errors import Refused
from modelsteward.store.files import LARGEST, Files, Listing, Unreadable
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import ask, must
from modelsteward.store.objects import contents
from modelsteward.store.partial import bring_files
from modelsteward.store.sparse import left_out

_LINK = "120000"
_REPOSITORY = "160000"
_OTHERS = ("ls-files", "--others", "--exclude-standard", "--full-name", "-z")


class Then(NamedTuple):
    """The files that were other ones then, as they were."""

    commit: str
    """The commit that is compared with: where the two histories parted."""
    files: dict[str, bytes | None]
    """By path within the registry; None for what was not there."""
    unseen: tuple[str, ...] = ()
    """Those that are not checked out: for these git would have to fetch what they were."""
    turned: tuple[str, ...] = ()
    """Those that were links, and are other ones or none now: another file, though it may say the same."""
    around: frozenset[str] = frozenset()
    """Every path that is other than it was, whatever lies there, and the folders above."""

    def list(self) -> Listing:
        """Every card file among them."""
        return Listing(sorted(path for path in self.files if self.exists(path)))

    def exists(self, path: str) -> bool:
        """Whether it was there, and differs."""
        return self.files.get(path) is not None

    def beside(self, path: str) -> Iterable[str]:
        """Those in the same folder."""
        return [other for other in self.files if other.rpartition("/")[0] == path.rpartition("/")[0]]

    def neighbour(self, path: str) -> tuple[str, Files]:
        """Not here: another folder has another past."""
        raise LookupError(path)

    def passed(self) -> bool:
        """Never: a commit stays as it is."""
        return False

    def read(self, path: str) -> bytes:
        """Its bytes then. Raises Unreadable."""
        data = self.files.get(path)
        if data is None:
            raise Unreadable("it was not there", "look at another commit")
        return data[: LARGEST + 1]


def changed_since(root: Path, revision: str) -> Then | None:
    """The files that differ from the commit at which HEAD and `revision` parted; edits not yet committed count.

    None where git cannot tell, for a repository within this one is another one. Raises Refused where it cannot begin.
    """
    place = find_place(root)
    if place is None:
        raise Refused("--since asks git what changed, and there is no repository here", "leave --since out")
    return _changed(place, _parting(place, revision))


def changed_in(root: Path, guest: Path, base: str) -> Then | None:
    """The files of another registry that differ from what a commit of ours had there; None where git cannot tell.

    In a submodule that is the commit which ours named. A registry that no commit of ours holds or names is no part of
    a branch: nothing changed there.
    """
    ours, theirs = find_place(root), find_place(guest)
    if ours is None or theirs is None:
        return Then(base, {})
    if ours.top == theirs.top:
        return _changed(theirs, base)
    if (inside := _within(ours, theirs.top)) is None:
        return Then(base, {})
    then = ask(ours.top, "ls-tree", "-z", base, "--", inside)
    if not then.code and not then.out and not _is_named(ours, theirs, inside):
        return Then(base, {})
    words = then.fields()[0].split() if not then.code and then.fields() else []
    if len(words) < 3 or words[1] != "commit" or ask(theirs.top, "cat-file", "-e", f"{words[2]}^{{commit}}").code:
        return None
    return _changed(theirs, words[2])


def _is_named(ours: Place, theirs: Place, inside: str) -> bool:
    """Whether our index names another repository, or may do so by way of a third that lies between."""
    between = find_place(os.path.dirname(theirs.top))
    said = ask(ours.top, "ls-files", "--stage", "-z", "--", inside)
    return between is None or between.top != ours.top or bool(said.code or said.out)


def led_elsewhere(root: Path, ways: Iterable[tuple[str, str]], base: str) -> bool:
    """Whether a branch changed where paths lead: a link on the way, or what lay where one leads nowhere now."""
    place = find_place(root)
    spots = [(spot, real) for path, real in ways for spot in _spots(place, root, path)] if place else []
    if place is None or not spots:
        return False
    steps = {step for spot, _ in spots for step in _upwards(spot)}
    said = (field.partition("\t") for field in must(place.top, "ls-tree", "-z", base, "--", *steps).fields())
    modes = {path: meta.partition(" ")[0] for meta, _, path in said}
    asked = {step for step in steps if modes.get(step) == _LINK or os.path.islink(place.full(step))}
    for spot, _ in filter(lambda one: not one[1], spots):
        asked |= {spot, *(step for step in _upwards(spot) if modes.get(step) == _REPOSITORY)}
    return bool(asked and _differing(place, base, *asked))


def _spots(place: Place, root: Path, path: str) -> Iterator[str]:
    """Where a path leads, as it is written and in truth, as far as that is in the work tree."""
    written = os.path.normpath(os.path.join(os.path.realpath(root), path))
    yield from filter(None, {_within(place, written), _within(place, os.path.realpath(written))})


def _changed(place: Place, base: str) -> Then | None:
    """The files of one registry that differ from a commit; edits not yet committed count."""
    here = place.prefix or "."
    modes = _differing(place, base, here)
    for path in must(place.top, *_OTHERS, "--", here).fields():
        modes.setdefault(path.rstrip("/"), (_REPOSITORY if path.endswith("/") else "", ""))
    inner = {path.removeprefix(place.prefix): both for path, both in modes.items()}
    if any(_REPOSITORY in both and path.partition("/")[0] in FOLDERS for path, both in inner.items()):
        return None
    absent = left_out(os.path.join(place.top, place.prefix))
    changed = [path for path in inner if kinds_at(path)]
    turned = [path for path in changed if inner[path][0] == _LINK and path not in absent]
    plain = [path for path in changed if inner[path][0] != _LINK and path not in absent]
    links = [*turned, *(path for path in _links(place, here) if path not in inner and path not in absent)]
    bring_files(place, base, [f"{place.prefix}{path}" for path in (*plain, *links)])
    files = {**_texts(place, base, plain), **_texts(place, base, links, "--follow-symlinks")}
    around = frozenset(_as_told(folder) for path in inner for folder in _upwards(path))
    return Then(base, files, tuple(path for path in changed if path in absent), tuple(turned), around)


def _differing(place: Place, base: str, *paths: str) -> dict[str, tuple[str, str]]:
    """What git tracks and is other than in a commit, by path from the top: its mode then, and now."""
    options = ("--raw", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "-z")
    fields = must(place.top, "diff", *options, base, "--", *paths).fields()
    return {path: (meta[1:7], meta[8:14]) for meta, path in zip(fields[::2], fields[1::2], strict=True)}


def _links(place: Place, here: str) -> Iterator[str]:
    """The card files that are links: one says something else when what it leads to does."""
    for field in must(place.top, "ls-files", "--stage", "--full-name", "-z", "--", here).fields():
        path = field.partition("\t")[2].removeprefix(place.prefix)
        if field.startswith(_LINK) and kinds_at(path):
            yield path


def _texts(place: Place, base: str, paths: Sequence[str], *how: str) -> dict[str, bytes | None]:
    """What a commit has at some paths within the registry; of names that git cannot be asked for, nothing."""
    named = [path for path in paths if "\n" not in path]
    asked = "".join(f"{base}:{place.prefix}{path}\n" for path in named).encode("utf-8", "surrogateescape")
    said = must(place.top, "cat-file", "--batch", *how, stdin=asked).out if named else b""
    return {**dict.fromkeys(paths), **dict(zip(named, contents(said), strict=True))}


def _within(place: Place, full: str) -> str | None:
    """A path from the top of a work tree; None for what lies outside."""
    there, top = Path(full), Path(place.top)
    return there.relative_to(top).as_posix() if there.is_relative_to(top) else None


def _upwards(path: str) -> list[str]:
    """A path and the folders above it."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts), 0, -1)]


def _as_told(path: str) -> str:
    """A path as it is written where it is told, for names need not be text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _parting(place: Place, revision: str) -> str:
    named = ask(place.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if named.code:
        _require_commit(place, revision)
        hint = "fetch it first, as with `git fetch origin main`; in CI, check out the whole history (fetch-depth: 0)"
        raise Refused(f"git knows no commit {revision} here", hint)
    base = ask(place.top, "merge-base", "HEAD", named.text)
    if base.code:
        shallow = ask(place.top, "rev-parse", "--is-shallow-repository").text == "true"
        why = "this clone is cut off before" if shallow else "there is no commit"
        hint = "fetch the rest: git fetch --unshallow" if shallow else "name a commit of the same history"
        raise Refused(f"{why} where HEAD and {revision} parted", hint)
    return base.text


def _require_commit(place: Place, revision: str) -> None:
    """Raise Refused for what is there, or could be, and is no commit: nothing that could be fetched."""
    if ".." in revision:
        first = revision.partition("..")[0] or "HEAD"
        raise Refused(
            f"{revision} is a range, and --since asks for one commit", f"name where it starts: --since {first}"
        )
    found = ask(place.top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    kind = ask(place.top, "cat-file", "-t", found.text).text if not found.code else ""
    if kind in ("blob", "tree"):
        what = "a file" if kind == "blob" else "a folder"
        raise Refused(f"{revision} is {what} to git, and no commit", "name a commit, as HEAD~1 or origin/main")
    if os.path.lexists(revision):
        raise Refused(f"{revision} is a file or folder here, and no commit", "name a commit, as HEAD~1 or origin/main")
