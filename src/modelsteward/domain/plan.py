"""A command's whole effect as data: first what is wanted (Proposal), then every byte of it (Plan)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from modelsteward.domain.edits import Edit
from modelsteward.domain.requirement import Requirement


class Answer(Enum):
    """What a gate says."""

    PASSED = "passed"
    FAILED = "failed"
    FORCED = "forced"
    """It failed, and --force with a reason let it through; that stays on record."""
    NOT_ASKED = "not asked"
    """Nobody has looked: the move does not claim that it holds."""


class Gate(NamedTuple):
    """A condition of a move, and how it came out."""

    name: str
    """Its name in the table of moves, as `data`."""
    answer: Answer
    message: str
    """What is the case."""
    hint: str = ""
    """How to mend it."""
    firm: bool = False
    """Whether not even --force gets past it."""
    facts: str = ""
    """Seal of the technical facts it was asked about, where to force it is to excuse these and no later ones."""


class NewRecord(NamedTuple):
    """A record to be written; its file's name follows from its day, its kind and its bytes."""

    folder: str
    """As `records/models/no-show/2.1.0`."""
    value: Mapping[str, Any]


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Proposal(NamedTuple):
    """What a command would do, before any text is made. Files are paths within the registry."""

    action: str
    """The command: `promote`."""
    refs: tuple[str, ...]
    """What it is about, the main thing first."""
    title: str
    """One line that a person can read: the commit's subject."""
    edits: Mapping[str, tuple[Edit, ...]] = _NOTHING
    """Changes to files that exist."""
    new: Mapping[str, Mapping[str, Any] | str] = _NOTHING
    """Files to be made: a card's value, or the text itself."""
    copied: Mapping[str, str] = _NOTHING
    """Files to be made as a copy of another, new to old; `edits` speak of the new name. Comments come along."""
    records: tuple[NewRecord, ...] = ()
    moved: Mapping[str, str] = _NOTHING
    """Files that get another name, old to new; `edits` speak of the old name."""
    gates: tuple[Gate, ...] = ()
    trailers: tuple[tuple[str, str], ...] = ()
    """What git is told beside the title, as (`Steward-From`, `staging`); action, refs and version are added."""
    notes: tuple[str, ...] = ()
    """What the person should know, or do next."""
    requirements: tuple[Requirement, ...] = ()
    """What the use requires of the version, each with what was found."""
    inside: Mapping[str, str] = _NOTHING
    """Files in folders that come in with it, by their digests; the cards have only the digests of the folders."""

    def failed(self) -> tuple[Gate, ...]:
        """The gates that stop it."""
        return tuple(gate for gate in self.gates if gate.answer is Answer.FAILED)


class Change(NamedTuple):
    """One file before and after; None where it does not exist. Texts are exact, line ends and all."""

    file: str
    """Path within the registry; of a file that is renamed, the new one."""
    before: str | None
    after: str | None
    was: str | None = None
    """The old path of a file that is renamed."""
    committed: str | None = None
    """What the last commit holds, where `before` is the person's own edit of it."""

    @property
    def edited(self) -> bool:
        """Whether the person's own edits, not committed yet, go along."""
        return self.committed is not None


class Plan(NamedTuple):
    """A command's whole effect: which files change how, and what git is told."""

    action: str
    refs: tuple[str, ...]
    title: str
    changes: tuple[Change, ...]
    trailers: tuple[tuple[str, str], ...] = ()
    gates: tuple[Gate, ...] = ()
    notes: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()

    def message(self) -> str:
        """The commit message: the title, and trailers that tell programs the same."""
        lines = [f"{name}: {' '.join(value.split())}" for name, value in self.trailers]
        return "\n".join([" ".join(self.title.split()), "", *lines]) + "\n"
