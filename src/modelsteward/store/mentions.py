"""Which files name something, by their bytes: told by git where there are many, which looks with several threads.

A name is found as it is written, not within a longer word. What could hide one (an escape, another encoding than
UTF-8, a link, a filter of git's) counts as naming it, for then only reading the file as a card can tell.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple, Protocol

from modelsteward.errors import Refused
from modelsteward.store.files import Listing, Unreadable, WorkTree, sort_file
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import Ask, Said, ask, ask_all
from modelsteward.store.partial import bring_folders

MANY = 500
"""Files from which on git, which has to be started, is quicker than reading each here."""
_HIDING = (b"\\", b"\xff\xfe", b"\xfe\xff")
"""What a file has that may hide a name: an escape, or the marks at the start of UTF-16."""
_GREP = ("grep", "-l", "-z", "-F", "-a", "--no-color", "--no-recurse-submodules", "-f", "-")
_FILTERS = ("config", "--name-only", "--get-regexp", r"^filter\..*\.(smudge|process)$")
_UNFILTERED = ("unspecified", "unset")


class _Files(Protocol):
    """Files that are read one by one, where git cannot tell."""

    def below(self, folder: str) -> Sequence[str]: ...

    def exists(self, path: str) -> bool: ...

    def read(self, path: str) -> bytes: ...


class _Told(NamedTuple):
    """What git tells of some folders of a commit. Paths are within the repository."""

    paths: set[str]
    """Files that may have a word: that have its letters, or of which git cannot tell."""
    repositories: list[str]
    """Folders that are repositories of their own, of which it tells nothing."""


def fragment(text: str) -> str:
    """The longest part of a text that stands in a file as it is, however YAML writes the text; may be empty."""
    return max(re.split(r"[\s'\"\x00-\x1f\x7f-\x9f]+", text), key=len)


def on_disk(files: WorkTree, folders: Sequence[str], words: Iterable[str]) -> list[str]:
    """The card files in some folders, as they lie there, that have one of these words or could hide one; sorted."""
    sought = frozenset(words)
    listed = {path: folder for folder in dict.fromkeys(folders) for path in files.below(folder)}
    names = _naming(files, sought)
    if len(listed) < MANY or not _greppable(sought):
        return sorted(filter(names, listed))
    root = os.path.realpath(files.root)
    odd = [path for path in listed if path in files.moving.files or not _is_plain(f"{root}/{path}")]
    try:
        asked = ("grep", "--no-index", *_GREP[1:], "--", *dict.fromkeys(listed.values()))
        said = ask(root, *asked, stdin=_patterns(sought))
    except Refused:  # no git here
        said = Said(128, b"", "")
    found = listed.keys() if _failed(said) else {*(listed.keys() & set(said.fields())), *odd}
    return sorted(filter(names, found))


def in_commit(files: _Files, place: Place, commit: str, folders: Sequence[str], words: Set[str]) -> list[str]:
    """The same for files as a commit has them; `files` reads them where git does not tell."""
    told = None
    if _greppable(words):
        told = _as_checked_out(place, commit, folders, words) or _in_objects(place, commit, folders, words)
    skip = len(place.prefix)
    inside = folders if told is None else [folder[skip:] for folder in told.repositories]
    found = set(chain.from_iterable(map(files.below, inside)))
    found |= _cards(path[skip:] for path in told.paths) if told else set()
    return sorted(filter(_naming(files, words), found))


def _as_checked_out(place: Place, commit: str, folders: Sequence[str], words: Set[str]) -> _Told | None:
    """What git finds in the files as they lie there, which takes it half as long as in its objects.

    Of what differs from the commit it does not tell. None where much does, or where git looks away from some files.
    """
    within = _within(place, folders)
    grepped, listed, differing = ask_all(
        place.top,
        Ask((*_GREP, "--", *within), _patterns(words)),
        Ask(("ls-files", "-v", "--stage", "-z", "--", *within)),
        Ask(("diff-index", "--raw", "-z", "--no-renames", "--ignore-submodules=dirty", commit, "--", *within)),
    )
    if _failed(grepped) or listed.code or differing.code:
        return None
    edited = differing.fields()[1::2]  # before each path stand its modes
    is_seen = (b"\0" + listed.out).count(b"\0H ") == listed.out.count(b"\0")  # neither merged nor marked to be skipped
    if len(edited) > MANY or not is_seen or b"160000 " in differing.out:
        return None
    return _Told({*grepped.fields(), *edited, *_of_mode("120000", listed)}, _of_mode("160000", listed))


def _in_objects(place: Place, commit: str, folders: Sequence[str], words: Set[str]) -> _Told | None:
    """What git finds in the files as it keeps them; None where it fails."""
    bring_folders(place, commit, folders)
    within = _within(place, folders)
    grepped, listed, filters = ask_all(
        place.top,
        Ask((*_GREP, commit, "--", *within), _patterns(words)),
        Ask(("ls-tree", "-r", "-z", commit, "--", *within)),
        Ask(_FILTERS),
    )
    if _failed(grepped) or listed.code:
        return None
    found = {field.partition(":")[2] for field in grepped.fields()}
    filtered = _filtered(place, listed) if filters.out else ()
    return _Told({*found, *_of_mode("120000", listed), *filtered}, _of_mode("160000", listed))


def _within(place: Place, folders: Iterable[str]) -> list[str]:
    return [f"{place.prefix}{folder}" for folder in dict.fromkeys(folders)]


def _failed(grepped: Said) -> bool:
    return grepped.code > 1 or bool(grepped.err)


def _of_mode(mode: str, listed: Said) -> list[str]:
    """The paths of links (120000) or of repositories (160000), from what `ls-tree` or `ls-files -v --stage` lists."""
    lines = listed.fields() if f"{mode} ".encode() in listed.out else []
    return [line.partition("\t")[2] for line in lines if line.removeprefix("H ").startswith(f"{mode} ")]


def _filtered(place: Place, listed: Said) -> Iterator[str]:
    """Files whose objects do not have the bytes that are read, since a filter makes these."""
    names = b"".join(os.fsencode(line.partition("\t")[2]) + b"\0" for line in listed.fields())
    told = ask(place.top, "check-attr", "-z", "--stdin", "filter", stdin=names).fields()
    return (path for path, value in zip(told[::3], told[2::3], strict=True) if value not in _UNFILTERED)


def _cards(paths: Iterable[str]) -> set[str]:
    """Those that are read as cards."""
    listing = Listing()
    for path in paths:
        if "/." not in path:
            sort_file(path, listing)
    return set(listing.files)


def _greppable(words: Set[str]) -> bool:
    """Whether git can look for these: lines that are not empty, each as it is."""
    return all(word and word.isprintable() for word in words)


def _patterns(words: Iterable[str]) -> bytes:
    return b"".join(word + b"\n" for word in (*map(_bytes, sorted(words)), *_HIDING))


def _naming(files: _Files, words: Iterable[str]) -> Callable[[str], bool]:
    """Whether a file that is there has one of these words, or could hide one."""
    either = re.compile(b"|".join([*map(_whole, words), *map(re.escape, _HIDING)]))

    def names(path: str) -> bool:
        try:
            return files.exists(path) and either.search(files.read(path)) is not None
        except Unreadable:
            return True  # reading it as a card tells what is wrong

    return names


def _whole(word: str) -> bytes:
    """A pattern for a word as it is, not within a longer one: `e1` is part of many a digest."""
    before = b"(?<![0-9A-Za-z])" if word[:1].isalnum() else b""
    after = b"(?![0-9A-Za-z])" if word[-1:].isalnum() else b""
    return before + re.escape(_bytes(word)) + after


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogateescape")


def _is_plain(full: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(full).st_mode)
    except OSError:
        return False
