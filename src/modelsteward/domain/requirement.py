"""One thing that a use requires of a version, and what was found: a line of the table that a promotion shows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How a requirement came out. Only what passes, passes."""

    PASSES = "passes"
    FAILS = "fails"
    MISSING = "missing"
    TOO_OLD = "too old"
    VOID = "void"
    CANNOT_TELL = "cannot tell"


class Requirement(NamedTuple):
    """What is required, what was found, when, by whom, and what follows."""

    gate: str
    """The gate it belongs to: `evaluations` or `approvals`."""
    required: str
    """As `no-show-holdout: auroc at least 0.75`."""
    outcome: Outcome
    found: str = ""
    """As `0.81 (0.79 to 0.83), n = 1200`; empty where nothing was."""
    on: date | None = None
    by: str = ""
    why: str = ""
    """What stands against it, in a sentence; empty where it passes."""
    hint: str = ""
    """What would mend it."""
    file: str = ""
    """The record it rests on."""

    @property
    def passed(self) -> bool:
        """Whether it is met."""
        return self.outcome is Outcome.PASSES
