"""What git still has of a file that lies, or lay, in a work tree: its history, and the store of Git LFS."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from modelsteward.domain.erasing import Sight
from modelsteward.domain.progress import Tell, counted
from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import ask, start
from modelsteward.store.places.reading import hasher, named, read_whole

_BUFFER = 1024 * 1024


class Sought(NamedTuple):
    """Bytes that git may have kept."""

    digests: frozenset[str]
    sizes: frozenset[int]
    """Empty where the card does not say how many bytes they are."""
    is_listed: bool = False
    """Whether these are the sizes of each file that lay there, and not only what the card says of the whole."""


def kept_by_git(place: str, path: str, sought: Sought, tell: Tell) -> list[Sight]:
    """What git keeps of a path's bytes, one sight for each; nothing outside a work tree."""
    found = _place_of(path)
    if found is None:
        return []
    try:
        kept = [*_in_lfs(place, found, sought), *_in_history(place, found, sought, tell)]
        return kept or _by_name(place, found, path, sought)
    except Refused as error:
        return [Sight(place, "not checked", f"it lies in a git work tree, and git cannot be asked: {error.message}")]


def _place_of(path: str) -> Place | None:
    """The work tree that a path lies in, or would."""
    folder = os.path.dirname(path)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return find_place(folder)


def _in_lfs(place: str, found: Place, sought: Sought) -> Iterator[Sight]:
    """Files in the store of Git LFS, which are named by their SHA-256."""
    for digest in sorted(sought.digests):
        algorithm, _, text = digest.partition(":")
        kept = os.path.join(found.common_dir, "lfs", "objects", text[:2], text[2:4], text)
        if algorithm == "sha256" and os.path.lexists(kept):
            try:
                same = read_whole(kept, (), lambda done: None).digests["sha256"] == digest
            except Refused as error:
                yield Sight(place, "not checked", f"Git LFS keeps a file of that digest, and {error.message}")
                continue
            if same:
                why = f"Git LFS keeps the same bytes at {named(kept)}; so may every clone, and its server"
                yield Sight(place, "still there", why, f"lfs {text[:12]}", digest, os.path.getsize(kept), found=True)


def _in_history(place: str, found: Place, sought: Sought, tell: Tell) -> Iterator[Sight]:
    """Blobs with the bytes, whatever they are called and whether or not a branch still leads there."""
    if not sought.sizes:
        return
    for blob, digest, size in _matching(found.git_dir, sought, tell):
        why = (
            f"git keeps the same bytes: `git cat-file blob {blob}` in {named(found.top)} gives them; "
            "so may every clone, and its server. Only rewriting history and pruning takes them away"
        )
        yield Sight(place, "still there", why, f"git {blob}", digest, size, found=True)


def _matching(folder: str, sought: Sought, tell: Tell) -> list[tuple[str, str, int]]:
    """The blobs whose bytes are sought: ruled out by size, and then read."""
    right_size = list(_of_size(folder, sought.sizes, tell))
    if not right_size:
        return []
    algorithms = sorted({digest.partition(":")[0] for digest in sought.digests})
    matching: list[tuple[str, str, int]] = []
    process = start(folder, "cat-file", "--batch")
    with process:
        questions, answers = _pipes(process.stdin, process.stdout)
        for blob in counted(tell, "reading what git keeps", right_size, len(right_size)):
            questions.write(f"{blob}\n".encode())
            questions.flush()
            size = _size_of(answers.readline())
            digests = _digests(answers, size, algorithms)
            matching += [(blob, digest, size) for digest in digests if digest in sought.digests]
        questions.close()
    return matching


def _of_size(folder: str, sizes: Container[int], tell: Tell) -> Iterator[str]:
    """The blobs of some sizes among all objects, those that nothing leads to included. Raises Refused."""
    asked = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname) %(objecttype) %(objectsize)")
    process = start(folder, "cat-file", *asked)
    with process:
        questions, answers = _pipes(process.stdin, process.stdout)
        with suppress(BrokenPipeError):
            questions.close()
        for line in counted(tell, "looking through what git keeps", answers):
            words = line.split()
            if len(words) == 3 and words[1] == b"blob" and int(words[2]) in sizes:
                yield words[0].decode()
    if process.returncode:
        raise Refused("`git cat-file` failed")


def _pipes(questions: IO[bytes] | None, answers: IO[bytes] | None) -> tuple[IO[bytes], IO[bytes]]:
    if questions is None or answers is None:  # never: both were asked for
        raise Refused("git has no pipes")
    return questions, answers


def _size_of(line: bytes) -> int:
    words = line.split()
    if len(words) != 3 or words[1] != b"blob":
        raise Refused("`git cat-file` failed")
    return int(words[2])


def _digests(answers: IO[bytes], size: int, algorithms: Sequence[str]) -> list[str]:
    """The digests of one blob, which is read from git as it comes."""
    working = {algorithm: hasher(algorithm) for algorithm in algorithms}
    left = size
    while left:
        data = answers.read(min(left, _BUFFER))
        if not data:
            raise Refused("`git cat-file` ended early")
        for one in working.values():
            one.update(data)
        left -= len(data)
    answers.read(1)  # the line's end behind it
    return [f"{algorithm}:{one.hexdigest()}" for algorithm, one in working.items()]


def _by_name(place: str, found: Place, path: str, sought: Sought) -> list[Sight]:
    """Whether a commit ever named the path where no size is known, or a folder there, of whose files none is."""
    if sought.is_listed:
        return []
    inner = os.path.relpath(os.path.realpath(path), found.top).replace(os.sep, "/")
    wanted = f"{inner}/" if sought.sizes else inner
    said = ask(found.top, "rev-list", "--all", "--reflog", "--max-count=1", "--", wanted)
    if said.code:
        raise Refused(said.err.strip() or "`git rev-list` failed")
    if not said.out.strip():
        return []
    what = "the size of each of its files" if sought.sizes else "their size"
    why = f"commit {said.text[:12]} touched this path, so git may keep the bytes; the card does not say {what}"
    return [Sight(place, "not proven", why)]
