"""Which files name something, by their bytes: told by git where there are many, which looks with several threads.

A name is found as it is written. What could hide one (an escape, another encoding than UTF-8, a link, a filter of
git's) counts as naming it, for then only reading the file as a card can tell.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Protocol

from modelsteward.errors import Refused
from modelsteward.store.files import Listing, Unreadable, WorkTree, sort_file
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import Ask, Said, ask, ask_all
from modelsteward.store.partial import bring_folders

MANY = 500
"""Files from which on git, which has to be started, is quicker than reading each here."""
_HIDING = (b"\\", b"\xff\xfe", b"\xfe\xff")
"""What a file has that may hide a name: an escape, or the marks at the start of UTF-16."""
_GREP = ("-l", "-z", "-F", "-a", "--no-color", "--no-recurse-submodules", "-f", "-")
_FILTERS = ("config", "--name-only", "--get-regexp", r"^filter\..*\.(smudge|process)$")


class _Files(Protocol):
    """Files that are read one by one, where git cannot tell."""

    def below(self, folder: str) -> Sequence[str]: ...

    def read(self, path: str) -> bytes: ...


def fragment(text: str) -> str:
    """The longest part of a text that stands in a file as it is, however YAML writes the text; may be empty."""
    return max(re.split(r"[\s'\"\x00-\x1f\x7f-\x9f]+", text), key=len)


def on_disk(files: WorkTree, folders: Sequence[str], words: Iterable[str]) -> list[str]:
    """The card files in some folders, as they lie there, that have one of these words or could hide one; sorted."""
    sought = frozenset(words)
    listed = {path: folder for folder in dict.fromkeys(folders) for path in files.below(folder)}
    if len(listed) < MANY or not _greppable(sought):
        return sorted(path for path in listed if _names(files, path, sought))
    root = os.path.realpath(files.root)
    odd = [path for path in listed if path in files.moving.files or not _is_plain(f"{root}/{path}")]
    try:
        asked = ("grep", "--no-index", *_GREP, "--", *dict.fromkeys(listed.values()))
        said = ask(root, *asked, stdin=_patterns(sought))
    except Refused:  # no git here
        said = Said(128, b"", "")
    if said.code > 1 or said.err:
        return sorted(path for path in listed if _names(files, path, sought))
    found = listed.keys() & set(said.fields()) - set(odd)
    return sorted([*found, *(path for path in odd if _names(files, path, sought))])


def in_commit(files: _Files, place: Place, commit: str, folders: Sequence[str], words: Set[str]) -> list[str]:
    """The same for files as a commit has them; `files` reads them where git's objects alone do not tell."""
    within = [f"{place.prefix}{folder}" for folder in dict.fromkeys(folders)]
    if not _greppable(words):
        return sorted(path for folder in folders for path in files.below(folder) if _names(files, path, words))
    bring_folders(place, commit, folders)
    grepped, listed, filters = ask_all(
        place.top,
        Ask(("grep", *_GREP, commit, "--", *within), _patterns(words)),
        Ask(("ls-tree", "-r", "-z", commit, "--", *within)),
        Ask(_FILTERS),
    )
    if grepped.code > 1 or grepped.err or listed.code:
        return sorted(path for folder in folders for path in files.below(folder) if _names(files, path, words))
    skip = len(place.prefix)
    found = _cards(field.partition(":")[2][skip:] for field in grepped.fields())
    odd = _cards(path[skip:] for path in _odd(place, listed, filters))
    inner = [path for folder in _repositories(listed) for path in files.below(folder[skip:])]
    return sorted({*found, *(path for path in {*odd, *inner} - found if _names(files, path, words))})


def _odd(place: Place, listed: Said, filters: Said) -> Iterator[str]:
    """Files whose objects do not have the bytes that are read: links, and what a filter makes."""
    if b"120000 " in listed.out:
        yield from (line.partition("\t")[2] for line in listed.fields() if line.startswith("120000 "))
    if filters.out:
        paths = [line.partition("\t")[2] for line in listed.fields()]
        names = b"".join(os.fsencode(path) + b"\0" for path in paths)
        told = ask(place.top, "check-attr", "-z", "--stdin", "filter", stdin=names).fields()
        yield from (path for path, value in zip(told[::3], told[2::3], strict=True) if value not in _UNFILTERED)


_UNFILTERED = ("unspecified", "unset")


def _repositories(listed: Said) -> list[str]:
    """Folders that are repositories of their own."""
    lines = listed.fields() if b"160000 " in listed.out else []
    return [line.partition("\t")[2] for line in lines if line.startswith("160000 ")]


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


def _names(files: _Files, path: str, words: Iterable[str]) -> bool:
    """Whether a file has one of these words, or could hide one."""
    try:
        data = files.read(path)
    except Unreadable:
        return True  # reading it as a card tells what is wrong
    return any(mark in data for mark in _HIDING) or any(_bytes(word) in data for word in words)


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogateescape")


def _is_plain(full: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(full).st_mode)
    except OSError:
        return False
