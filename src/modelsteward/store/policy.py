"""steward.yaml, and any other one file: read, or told what is wrong with it."""

from __future__ import annotations

import re

from modelsteward.about import VERSION
from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.kinds import kinds_at
from modelsteward.domain.suggest import shown
from modelsteward.errors import NoRegistry
from modelsteward.store.composer import compose
from modelsteward.store.files import Files, NotCheckedOut, Unreadable
from modelsteward.store.marks import Marks
from modelsteward.store.reader import Reading, read_card
from modelsteward.store.syntax import Fault

POLICY_FILE = "steward.yaml"


class BrokenPolicy(NoRegistry):
    """steward.yaml cannot be read, so nothing else can be judged. Carries what is wrong with it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(
            "steward.yaml cannot be read, so no card can be judged",
            "mend steward.yaml first, then run this again",
        )
        self.reading = reading


class PolicyNotCheckedOut(NoRegistry):
    """steward.yaml is left out of a sparse checkout."""

    def __init__(self) -> None:
        super().__init__("steward.yaml is not checked out here", "git sparse-checkout add FOLDER brings the folder")


def read_file(files: Files, path: str, stages: tuple[str, ...] = ()) -> Reading:
    """Read one file, whatever it turns out to be."""
    try:
        data = files.read(path)
    except NotCheckedOut:
        return Reading(path)  # and so nothing is wrong with it
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
    if reading.card is None and not reading.faults and not reading.problems:
        raise PolicyNotCheckedOut
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
