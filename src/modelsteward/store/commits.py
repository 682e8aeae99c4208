"""A registry's history as git tells it, read as far as it is asked for: the commits, and what their files held."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import islice
from typing import NamedTuple

from modelsteward.domain.story import Claim, Commit, Cut, Touched
from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import Said, ask, must
from modelsteward.store.objects import contents
from modelsteward.store.partial import bring, ids_at, is_partial
from modelsteward.store.talking import Lines

_START = b"\x01"
_FIELDS = ("%H", "%P", "%aI", "%aN", "%aE", "%B")
# First all commits, which costs git little, then the files of as many as are wanted: finding those is its main work.
_LIST = ("rev-list", "--date-order", "--format=%aI %P", "HEAD")
_RAW = (
    "--raw", "-z", "--no-abbrev", "--no-renames", "--no-relative", "--encoding=UTF-8",
    "--format=%x01" + "%x00".join(_FIELDS),
)  # fmt: skip
# Of a merge only what differs from every parent (-c).
_FILES = ("diff-tree", "--stdin", "--always", "-r", "-c", "--root", *_RAW)
_STATUS = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
_BEGIN = "git init; git add .; git commit"
_NONE = re.compile(r"0+")
_SAID = re.compile(r"^(Steward-[A-Za-z-]+|co-authored-by): *(.*?) *$", re.MULTILINE | re.IGNORECASE)
_FIRST, _MOST = 64, 2048
"""How many commits are asked for at first, then more each time: a few lines are quick, and all need few processes."""

Record = tuple[list[bytes], tuple[Touched, ...]]
"""A commit's fields, and its files."""


class Listed(NamedTuple):
    """A commit's place in history."""

    id: str
    when: str
    parents: tuple[str, ...]

    @property
    def day(self) -> date:
        """The author's day."""
        return date.fromisoformat(self.when[:10])


class History(NamedTuple):
    """What git has to tell."""

    place: Place
    commits: Iterator[Commit]
    """All commits with what they did to the files asked about, the newest first, read as they are asked for; none
    stands behind one it descends from."""
    uncommitted: tuple[str, ...]
    cut: tuple[Cut, ...]

    def days(self) -> Iterator[date]:
        """The days of all commits, in the same order."""
        return (one.day for one in _listing(self.place))


def read_history(root: str | os.PathLike[str], paths: Sequence[str], words: Sequence[bytes]) -> History:
    """All commits, and what they did to these files or folders of the registry.

    Of commits that only speak of moves, those count that speak of refs that start with one of `words`. Raises Refused
    where git has no history.
    """
    place = find_place(root)
    if place is None:
        raise Refused(
            "there is no history here: the registry is in no git repository", "git init; git add .; git commit"
        )
    full = [f"{place.prefix}{path}" for path in paths]
    listing = _listing(place)  # git starts to walk, and looks at the files meanwhile
    status = ask(place.top, *_STATUS, "--", *full)
    boundary = _boundary(place)
    cut = tuple(Cut(one.id, one.day) for one in _listing(place) if one.id in boundary) if boundary else ()
    speaking = re.compile(rb"^Steward-Ref: (?:" + b"|".join(map(re.escape, words)) + rb")", re.MULTILINE)
    commits = _read(place, listing, full, speaking, boundary)
    return History(place, commits, _uncommitted(status, len(place.prefix)), cut)


def file_history(place: Place, file: str) -> Iterator[str]:
    """The ids of all that a file of the registry ever held, on every side of every merge; each once."""
    command = ("log", "--full-history", "--root", "-c", *_RAW)
    said = ask(place.top, *command, "--", f"{place.prefix}{file}")
    touched = (one for _, files in _records(said.out, len(place.prefix)) for one in files)
    yield from dict.fromkeys(oid for one in touched for oid in (one.after, *one.before) if oid)


def _listing(place: Place) -> Iterator[Listed]:
    """All commits, as git comes by them. Raises Refused, when it is read, where git has no history to tell."""
    return _listed(Lines(place.top, *_LIST, failed=lambda said: _refuse(said, place)))


def _listed(lines: Iterator[bytes]) -> Iterator[Listed]:
    """Read what `git rev-list --format` says: a line with the id, then one as the format has it."""
    for line in lines:
        if line.startswith(b"commit "):
            when, _, parents = next(lines, b"").decode("ascii", "replace").partition(" ")
            yield Listed(line[7:-1].decode("ascii"), _zoned(when), tuple(parents.split()))


def _read(
    place: Place, listing: Iterator[Listed], paths: Sequence[str], speaking: re.Pattern[bytes], boundary: Set[str]
) -> Iterator[Commit]:
    """The commits with their files, in groups that grow."""
    size = _FIRST
    while group := list(islice(listing, size)):
        found = [_whole(*told, speaking, boundary) for told in _with_files(place, group, paths)]
        silent = [commit.id for commit in found if commit.claims and not (commit.files or commit.merge)]
        kept = without_files(place, silent)
        elsewhere = set(silent) - kept
        yield from (commit._replace(claims=()) if commit.id in elsewhere else commit for commit in found)
        size = min(4 * size, _MOST)


def _with_files(
    place: Place, group: Sequence[Listed], paths: Sequence[str]
) -> Iterator[tuple[Listed, Record, tuple[Touched, ...]]]:
    """Each commit with its fields and files; with a merge those, too, that differ from its first parent."""
    asked = "".join(
        f"{one.id}\n{one.id} {one.parents[0]}\n" if len(one.parents) > 1 else f"{one.id}\n" for one in group
    )
    said = must(place.top, *_FILES, "--", *paths, stdin=asked.encode("ascii"))
    records = _records(said.out, len(place.prefix))
    for one in group:
        yield one, next(records), next(records)[1] if len(one.parents) > 1 else ()


def _whole(
    listed: Listed, record: Record, brought: tuple[Touched, ...], speaking: re.Pattern[bytes], boundary: Set[str]
) -> Commit:
    """The commit; no more than its place where it is of no concern, or nobody knows what it did."""
    fields, files = record
    merge = len(listed.parents) > 1
    if listed.id in boundary or not (files or merge or speaking.search(fields[-1])):
        return Commit(listed.id, listed.parents, listed.when, "", "", (), "", (), ())
    author, email, body = (part.decode("utf-8", "replace") for part in fields[3:])
    said = _SAID.findall(body) if ":" in body else []
    others = tuple(value.partition("<")[0].strip() or value for key, value in said if key.lower() == "co-authored-by")
    subject = body.strip().partition("\n")[0].strip()
    claims = tuple(_claims((key, value) for key, value in said if key.startswith("Steward-")))
    return Commit(listed.id, listed.parents, listed.when, author, email, others, subject, claims, files, brought)


def _refuse(said: Said, place: Place) -> None:
    """Raises Refused, since git could not tell its history."""
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


def _records(out: bytes, skip: int) -> Iterator[Record]:
    """Read the output of `git diff-tree -z`: a commit's fields, then its files, each as a line of ids and a path."""
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
        yield head, tuple(files)


def _touched(line: str, path: str) -> Touched:
    """A file from git's raw form: modes, then ids, of each parent and of the commit itself."""
    parents = len(line) - len(line.lstrip(":"))
    words = line.lstrip(":").split(" ")
    ids = [None if _NONE.fullmatch(word) else word for word in words[parents + 1 : 2 * parents + 2]]
    return Touched(path, tuple(ids[:-1]), ids[-1])


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


def read_blobs(place: Place, needed: Iterable[str], soon: Iterable[str] = ()) -> dict[str, bytes | None]:
    """What these ids stand for; None for what git does not have. One process.

    In a partial clone what is not here is fetched. Raises Refused where `needed` cannot be had; what is only needed
    `soon` is left out then.
    """
    must_have = dict.fromkeys(needed)
    names = dict.fromkeys((*must_have, *soon))
    if lack := bring(place, names):
        if lack.ids & must_have.keys():
            raise lack.refusal()
        names = dict.fromkeys(name for name in names if name not in lack.ids)
    if not names:
        return {}
    asked = "".join(f"{name}\n" for name in names).encode("ascii")
    found = zip(names, contents(ask(place.top, "cat-file", "--batch", stdin=asked).out), strict=False)
    return dict.fromkeys(names) | dict(found)


def blob_ids(place: Place, files: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The ids of files, given as a commit and the path within the registry; what is not there is left out."""
    plain = [(commit, path) for commit, path in files if "\n" not in path]
    if not plain:
        return {}
    if is_partial(place):
        told = ids_at(place, [(commit, f"{place.prefix}{path}") for commit, path in plain])
        return {(commit, path.removeprefix(place.prefix)): oid for (commit, path), oid in told.items()}
    asked = "".join(f"{commit}:{place.prefix}{path}\n" for commit, path in plain).encode("utf-8", "surrogateescape")
    said = ask(place.top, "cat-file", "--batch-check=%(objectname)", stdin=asked).out
    lines = said.decode("utf-8", "surrogateescape").split("\n")
    return {file: line for file, line in zip(plain, lines, strict=False) if _ID.fullmatch(line)}


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
