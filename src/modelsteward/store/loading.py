"""A registry's files to the registry as a value."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from modelsteward.about import VERSION
from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.kinds import kinds_at, path_of, ref_at
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.domain.registry import Broken, Entry, Registry
from modelsteward.domain.suggest import shown
from modelsteward.errors import NoRegistry
from modelsteward.store.below import Below
from modelsteward.store.composer import compose
from modelsteward.store.files import Files, Unreadable, WorkTree
from modelsteward.store.marks import Marks
from modelsteward.store.reader import Reading, read_card
from modelsteward.store.syntax import Fault

POLICY_FILE = "steward.yaml"
_AGAIN = 5
"""How often to read anew because somebody committed meanwhile."""


class BrokenPolicy(NoRegistry):
    """steward.yaml cannot be read, so nothing else can be judged. Carries what is wrong with it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(
            "steward.yaml cannot be read, so no card can be judged",
            "mend steward.yaml first, then run this again",
        )
        self.reading = reading


class Loaded(NamedTuple):
    """A registry, and the files in it that could not be read."""

    registry: Registry
    failed: tuple[Reading, ...]


Known = dict[str, Reading]
"""What was read of a registry, by path."""


def load(files: Files, only: Iterable[str] | None = None, known: Known | None = None, tell: Tell = nobody) -> Loaded:
    """Read a registry; with `only`, those files and what they refer to, near and far.

    `known` is what was read of these files a moment ago and is not read again; what is read now joins it.
    Raises NoRegistry where there is no steward.yaml, BrokenPolicy where it cannot be read.
    """
    wanted = None if only is None else tuple(only)
    known = {} if known is None else known
    loaded = _load(files, wanted, known, tell)
    if isinstance(files, WorkTree):
        for _ in range(_AGAIN):
            if not files.moving.passed():
                break
            files.moving.look()  # what was read may be half from before a commit, half from after it
            known.clear()
            loaded = _load(files, wanted, known, tell)
    return loaded


def _load(files: Files, only: tuple[str, ...] | None, known: Known, tell: Tell) -> Loaded:
    with without_gc():
        policy, text = read_policy(files)
        stages = policy.stage_names()
        if only is None:
            listing = files.list()
            paths: list[str] = listing.files
            failed = [Reading(path, faults=[fault]) for path, fault in listing.faults]
        else:
            paths, failed = [path for path in dict.fromkeys(only) if path != POLICY_FILE], []
        entries: list[Entry[Any]] = [Entry(POLICY_FILE, "registry", "registry", policy, text)]
        broken = [Broken(reading.file, ref_at(reading.file), "") for reading in failed if kinds_at(reading.file)]
        all_of_it = (read_file(files, path, stages) for path in paths)
        found = all_of_it if only is None else _follow(files, paths, stages, known)
        for reading in counted(tell, "reading files", found, len(paths) if only is None else 0):
            if reading.card is None:
                failed.append(reading)
                broken.append(Broken(reading.file, ref_at(reading.file), reading.text))
            else:
                ref = getattr(reading.card, "ref", "") if reading.kind in _NAMED else reading.file.removesuffix(".yaml")
                entries.append(Entry(reading.file, reading.kind, ref, reading.card, reading.text))
    return Loaded(Registry(policy, entries, broken), tuple(failed))


_NAMED = frozenset(("model", "dataset", "usecase", "vendor"))


def _follow(files: Files, paths: list[str], stages: tuple[str, ...], known: Known) -> Iterator[Reading]:
    """Read each file and the cards they refer to, until nothing new is named; and of each model among `paths` the
    highest release below it, which is what its number is judged against."""
    below = Below(files)
    asked, seen, queue = frozenset(paths), set(paths), list(paths)
    sought: set[str] = set()
    for path in queue:
        if path not in known:
            known[path] = read_file(files, path, stages)
        reading = known[path]
        yield reading
        lower = below.file(reading, path in sought) if path in asked or path in sought else None
        sought |= {lower} - seen if lower else set()
        for file in (*(() if path in sought else _next(reading, files)), *([lower] if lower else ())):
            if file not in seen:
                seen.add(file)
                queue.append(file)


def _next(reading: Reading, files: Files) -> Iterator[str]:
    from modelsteward.domain.references import references

    for _, ref in references(reading.card) if reading.card else ():
        path = path_of(ref)
        if path is not None and path != POLICY_FILE and files.exists(path):
            yield path


def read_file(files: Files, path: str, stages: tuple[str, ...] = ()) -> Reading:
    """Read one file, whatever it turns out to be."""
    try:
        data = files.read(path)
    except Unreadable as error:
        return Reading(path, faults=[error.fault])
    if not kinds_at(path):
        fault = Fault(
            "RD114",
            1,
            1,
            None,
            "no kind of card lies here, so this file is not read",
            "see `steward explain RD114`",
        )
        return Reading(path, faults=[fault])
    return read_card(path, data, stages)


def read_policy(files: Files) -> tuple[RegistryCard, str]:
    """steward.yaml and its text. What it requires of steward is looked at before all else: its keys may be newer."""
    if not files.exists(POLICY_FILE):
        if files.exists("steward.yml"):
            raise NoRegistry("there is a steward.yml here, and no steward.yaml", "rename it to steward.yaml")
        raise NoRegistry(
            "there is no steward.yaml here",
            "name the registry's folder with -C, as in `steward -C registry check`",
        )
    reading = read_file(files, POLICY_FILE)
    requires = _requires(reading.text)
    if requires and satisfies(VERSION, requires) is False:
        raise NoRegistry(
            f"this registry needs steward {requires}, and this is {VERSION}",
            "pip install --upgrade modelsteward",
        )
    if not isinstance(reading.card, RegistryCard):
        raise BrokenPolicy(reading)
    if requires and satisfies(VERSION, requires) is None:
        message = f"{shown(requires)} is no list of versions"
        fault = Fault("RD104", *_place(reading.text), None, message, "write one like >=0.1,<1")
        raise BrokenPolicy(Reading(POLICY_FILE, reading.text, faults=[fault]))
    return reading.card, reading.text


def _requires(text: str) -> str:
    """What steward.yaml asks of steward; a bare number is no comparison, and is told as such."""
    value, _ = compose(text) if text else (None, [])
    requires = value.get("requires") if isinstance(value, dict) else None
    return str(requires) if isinstance(requires, str | int | float) else ""


def _place(text: str) -> tuple[int, int]:
    marks = Marks()
    compose(text, marks)
    mark = marks.values[("requires",)]
    return mark.line + 1, mark.column + 1


_CLAUSE = r"\s*(>=|<=|==|!=|>|<)\s*([0-9]{1,9}(?:\.[0-9]{1,9}){0,2})\s*"


def satisfies(version: str, requires: str) -> bool | None:
    """Whether a version meets comparisons like `>=0.1,<1`; None when they cannot be read."""

    def numbers(text: str) -> tuple[int, ...]:
        parts = [int(digits) for digits in re.findall("[0-9]+", text)[:3]]
        return tuple(parts + [0] * (3 - len(parts)))

    mine = numbers(version)
    met = True
    for clause in requires.split(","):
        match = re.fullmatch(_CLAUSE, clause, re.ASCII)
        if match is None:
            return None
        theirs = numbers(match[2])
        met &= {
            ">=": mine >= theirs, "<=": mine <= theirs, "==": mine == theirs,
            "!=": mine != theirs, ">": mine > theirs, "<": mine < theirs,
        }[match[1]]  # fmt: skip
    return met


@contextmanager
def without_gc() -> Iterator[None]:
    """Cards are many small objects that all stay: collecting while they are made costs a third."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
