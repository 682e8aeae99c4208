"""What a rule reports, and what a run of rules amounts to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import IntEnum
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and list positions that lead to a value in a file. Empty for the file as a whole."""


class Severity(IntEnum):
    """How bad it is. `error` fails a run by default."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, name: str) -> Severity:
        """The severity called `name`."""
        return cls[name.upper()]


class Problem(NamedTuple):
    """What a rule sees: at which key, what is the case, and what would be right."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False
    """Whether the key itself is meant, not its value."""
    span: tuple[int, int] | None = None
    """For rules that read the text: from where to where, in characters from 0. Counts over the path."""


class Place(NamedTuple):
    """A place in a text: lines and columns count characters from 1; `end_column` is behind the last one."""

    line: int = 1
    column: int = 1
    end_column: int | None = None
    text: str = ""
    """The source line, without its end; secrets in it are masked."""


class Pass(NamedTuple):
    """The waiver under which a finding does not count."""

    id: str
    reason: str
    until: date


class Owner(NamedTuple):
    """The team that answers for a file."""

    team: str
    contact: str
    """How to reach it; empty where steward.yaml does not know it."""


class Finding(NamedTuple):
    """A problem with all that a reader needs: the rule, the thing, the file and the place."""

    code: str
    title: str
    severity: Severity
    message: str
    hint: str
    file: str
    """Path of the file within the registry, with forward slashes."""
    ref: str
    path: Path = ()
    at_key: bool = False
    span: tuple[int, int] | None = None
    place: Place = Place()
    waived: Pass | None = None
    owner: Owner | None = None
    """Who answers for the file, or for what it is about; None where nobody is named."""

    def order(self) -> tuple[str, int, int, str, str]:
        """By file, place and code."""
        return (self.file, self.place.line, self.place.column, self.code, self.message)


class Report(NamedTuple):
    """All findings of one run, waived ones included, and what was looked at."""

    findings: tuple[Finding, ...]
    registry: str
    """Name of the registry, or of its folder where its card could not be read."""
    cards: int
    """Files that were judged."""
    today: date | None = None
    """The day the rules of time were judged by; None where they were not."""
    root: str = ""
    """What stands before a finding's file to make it a path from where the reader is."""
    git_root: str = ""
    """The same, from the top of the git repository: for programs that annotate its files."""
    since: str = ""
    """The revision since which it tells what changed, as it was named; empty where all is told."""

    def counting(self) -> tuple[Finding, ...]:
        """The findings that no waiver covers."""
        return tuple(f for f in self.findings if f.waived is None)

    def totals(self) -> Counter[Severity]:
        """How many findings count, by severity."""
        return Counter(f.severity for f in self.counting())

    def fails(self, at: Severity) -> bool:
        """Whether any finding that counts is at least this bad."""
        return any(f.severity >= at for f in self.counting())
