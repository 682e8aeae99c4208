"""A registry's history as git tells it: one process for the commits, one for what their files held."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import NamedTuple

from modelsteward.domain.story import Claim, Commit, Cut, Touched
from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import Ask, Said, ask, ask_all
from modelsteward.store.objects import contents

_START = b"\x01"
_FIELDS = ("%H", "%P", "%aI", "%aN", "%aE", "%B")
_FORMAT = "--format=%x01" + "%x00".join(_FIELDS)
_LOG = (
    "-c", "log.follow=false", "log", "--encoding=UTF-8", "--no-show-signature", "--no-notes", "--no-color",
    "--date-order", "-z", _FORMAT,
)  # fmt: skip
# Merges are listed even where they took one side as it was (--full-history), and of a merge only what differs from
# every parent (-c). --parents gives parents among the commits that are listed.
_WALK = ("--full-history", "--parents", "-c", "--raw", "--root", "--no-abbrev", "--no-renames", "--no-relative",
         "--no-ext-diff")  # fmt: skip
_STATUS = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
_BEGIN = "git init; git add .; git commit"
_NONE = re.compile(r"0+")
_SAID = re.compile(r"^(Steward-[A-Za-z-]+|co-authored-by): *(.*?) *$", re.MULTILINE | re.IGNORECASE)


class History(NamedTuple):
    """What git has to tell."""

    place: Place
    commits: tuple[Commit, ...]
    """The newest first; none stands behind one it descends from."""
    bare: tuple[Commit, ...]
    """Commits whose messages speak of moves, and that changed no file that was asked about."""
    uncommitted: tuple[str, ...]
    cut: tuple[Cut, ...]


def read_history(root: str | os.PathLike[str], paths: Sequence[str], words: Sequence[bytes]) -> History:
    """The commits that touched these files or folders of the registry.

    Of commits that only speak of moves, those of refs that start with one of `words`. Raises Refused where git has
    no history.
    """
    place = find_place(root)
    if place is None:
        raise Refused(
            "there is no history here: the registry is in no git repository", "git init; git add .; git commit"
        )
    full = [f"{place.prefix}{path}" for path in paths]
    walked, claimed, status = ask_all(
        place.top,
        Ask((*_LOG, *_WALK, "--", *full)),
        Ask((*_LOG, "--no-merges", "--basic-regexp", *_speaking(words))),
        Ask((*_STATUS, "--", *full)),
    )  # fmt: skip
    _must(walked, place)
    commits = tuple(_commits(walked.out, len(place.prefix)))
    known = {commit.id for commit in commits}
    boundary = _boundary(place)
    cut = tuple(Cut(commit.id, commit.day) for commit in commits if commit.id in boundary)
    return History(
        place,
        tuple(commit._replace(files=(), claims=()) if commit.id in boundary else commit for commit in commits),
        tuple(_bare(claimed.out, known | boundary)),
        _uncommitted(status, len(place.prefix)),
        cut,
    )


def file_history(place: Place, file: str) -> Iterator[str]:
    """The ids of all that a file of the registry ever held, on every side of every merge; each once."""
    walked = ask(place.top, *_LOG, *_WALK, "--", f"{place.prefix}{file}")
    touched = (one for commit in _commits(walked.out, len(place.prefix)) for one in commit.files)
    yield from dict.fromkeys(oid for one in touched for oid in (one.after, *one.before) if oid)


def _speaking(words: Sequence[bytes]) -> Iterator[str]:
    """How git finds messages that speak of a move of something with such a ref; names and numbers have dots only."""
    for word in words:
        ref = word.decode().replace(".", "\\.")
        yield f"--grep=^Steward-Ref: {ref}"


def _bare(out: bytes, known: Set[str]) -> Iterator[Commit]:
    """Commits that are not known yet."""
    for one in out.removeprefix(_START).split(b"\0" + _START):
        oid = one[: one.find(b"\0")].decode("ascii", "replace")
        if oid not in known:
            yield from _commits(_START + one, 0)


def _must(said: Said, place: Place) -> None:
    """Raises Refused where git could not tell its history."""
    if not said.code:
        return
    if ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD").code == 1:  # 128 where git refuses to look at all
        raise Refused("there is no history yet: nothing has been committed", _BEGIN)
    raise Refused(f"git cannot tell its history: {said.err.strip()}", "see what `git log` and `git fsck` say")


def _boundary(place: Place) -> frozenset[str]:
    """Commits whose parents a shallow clone did not fetch: git shows them as if they had made every file.

    What they did is not known here, nor whether it is what their messages say.
    """
    try:
        with open(os.path.join(place.common_dir, "shallow"), encoding="ascii") as listed:
            return frozenset(listed.read().split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _uncommitted(said: Said, skip: int) -> tuple[str, ...]:
    return tuple(field[3:][skip:] for field in said.fields()) if not said.code else ()


def _commits(out: bytes, skip: int) -> Iterator[Commit]:
    """Read the output of `git log -z`: a commit's fields, then its files, each as a line of ids and a path."""
    tokens = iter(out.split(b"\0"))
    token = next(tokens, None)
    while token is not None:
        if not token.startswith(_START):
            token = next(tokens, None)
            continue
        head = [token[1:], *(next(tokens, b"") for _ in _FIELDS[1:])]
        files: list[Touched] = []
        for token in tokens:
            line = token.lstrip(b"\n")
            if line.startswith(_START):
                break
            if line.startswith(b":"):
                files.append(_touched(line.decode("ascii"), os.fsdecode(next(tokens, b""))[skip:]))
        else:
            token = None
        yield _commit([part.decode("utf-8", "replace") for part in head], tuple(files))


def _touched(line: str, path: str) -> Touched:
    """A file from git's raw form: modes, then ids, of each parent and of the commit itself."""
    parents = len(line) - len(line.lstrip(":"))
    words = line.lstrip(":").split(" ")
    ids = [None if _NONE.fullmatch(word) else word for word in words[parents + 1 : 2 * parents + 2]]
    return Touched(path, tuple(ids[:-1]), ids[-1])


def _commit(fields: list[str], files: tuple[Touched, ...]) -> Commit:
    oid, parents, when, author, email, body = fields
    said = _SAID.findall(body) if ":" in body else []
    others = tuple(value.partition("<")[0].strip() or value for key, value in said if key.lower() == "co-authored-by")
    subject = body.strip().partition("\n")[0].strip()
    claims = tuple(_claims((key, value) for key, value in said if key.startswith("Steward-")))
    return Commit(oid, tuple(parents.split()), _zoned(when), author, email, others, subject, claims, files)


def _zoned(when: str) -> str:
    """The time, if it is one: git keeps whatever a program once wrote."""
    try:
        date.fromisoformat(when[:10])
    except ValueError:
        return "0001-01-01T00:00:00Z"
    return when


def _claims(said: Iterable[tuple[str, str]]) -> Iterator[Claim]:
    """The moves that trailers speak of: each starts with its action."""
    moves: list[list[tuple[str, str]]] = []
    for key, value in said:
        if key == "Steward-Action":
            moves.append([])
        if moves:
            moves[-1].append((key, value))
    for move in moves:
        told = dict(move)
        yield Claim(
            told["Steward-Action"],
            tuple(value for key, value in move if key == "Steward-Ref"),
            told.get("Steward-From", ""),
            told.get("Steward-To", ""),
            told.get("Steward-Reason", ""),
            told.get("Steward-Forced", ""),
        )


def read_blobs(place: Place, ids: Iterable[str]) -> dict[str, bytes]:
    """What these ids, or `COMMIT:path`, stand for; what git does not have is left out. One process."""
    names = list(dict.fromkeys(name for name in ids if "\n" not in name))
    if not names:
        return {}
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    found = zip(names, contents(ask(place.top, "cat-file", "--batch", stdin=asked).out), strict=False)
    return {name: text for name, text in found if text is not None}


def blob_ids(place: Place, names: Sequence[str]) -> dict[str, str]:
    """The ids of files given as `COMMIT:path`, the path within the registry; what is not there is left out."""
    plain = [name for name in names if "\n" not in name]
    if not plain:
        return {}
    full = [name.replace(":", f":{place.prefix}", 1) for name in plain]
    asked = "".join(f"{name}\n" for name in full).encode("utf-8", "surrogateescape")
    lines = (
        ask(place.top, "cat-file", "--batch-check=%(objectname)", stdin=asked)
        .out.decode("ascii", "replace")
        .splitlines()
    )
    return {name: line for name, line in zip(plain, lines, strict=False) if " " not in line}


def without_files(place: Place, ids: Sequence[str]) -> frozenset[str]:
    """Those of these commits that changed no card anywhere: not in a folder, either, that the registry left since."""
    if not ids:
        return frozenset()
    asked = "".join(f"{oid}\n" for oid in ids).encode("ascii")
    told = ask(place.top, "diff-tree", "--stdin", "--root", "-r", "--name-only", "--no-renames", "-z", stdin=asked)
    having: set[str] = set()
    commit = ""
    for field in told.fields():
        words = field.rpartition("\n")
        if _ID.fullmatch(field):
            commit = field
        elif words[2].endswith(".yaml"):
            having.add(commit)
    return frozenset(ids) - having


_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
