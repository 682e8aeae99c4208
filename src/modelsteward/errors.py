"""Errors a user may meet, and the exit codes they end in. Imports nothing of the project.

StewardError        70  a bug in steward, when nothing more precise is known
|- BadUsage          2  the command line asks for something that cannot be meant
|- NoRegistry        3  there is no readable registry (the folder or its steward.yaml)
|- Refused           4  understood, but not done: no such ref, a gate, a stale file
`- NotCommitted      5  git did not take the commit; everything was put back
"""

from enum import IntEnum


class Exit(IntEnum):
    """What a process tells its caller; the same whatever the output format."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NO_REGISTRY = 3
    REFUSED = 4
    GIT = 5
    BUG = 70
    INTERRUPTED = 130
    PIPE = 141


def reason(error: OSError) -> str:
    """What the system says of a failure, in words that may stand within a sentence."""
    return (error.strerror or type(error).__name__).lower()


class StewardError(Exception):
    """Something that stops a command: what is the case, and what to type next."""

    exit_code = Exit.BUG

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadUsage(StewardError):
    """The command line cannot be meant as it stands."""

    exit_code = Exit.USAGE


class NoRegistry(StewardError):
    """No registry can be read here."""

    exit_code = Exit.NO_REGISTRY


class Refused(StewardError):
    """Understood, and not done."""

    exit_code = Exit.REFUSED


class NotCommitted(StewardError):
    """Git did not take the commit, a hook for one; everything was put back."""

    exit_code = Exit.GIT
