"""Runs steward and dies, as by kill -9, after a number of deeds were written down: `dying.py N ARGUMENTS…`."""

from __future__ import annotations

import os
import signal
import sys

from modelsteward.cli.main import main
from modelsteward.store import deeds


def _dying(after: int) -> None:
    tell, done = deeds.Journal.tell, 0

    def and_die(self: deeds.Journal, what: object) -> None:
        nonlocal done
        tell(self, what)  # type: ignore[arg-type]
        done += type(what).__name__ == "Deed"
        if done >= after:
            os.kill(os.getpid(), signal.SIGKILL)

    deeds.Journal.tell = and_die  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    _dying(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
