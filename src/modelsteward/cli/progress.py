"""A bar for somebody who waits: on stderr, on a terminal only, once a second has passed, gone when the work is done.

What is shown is drawn in a thread of its own: so there is a bar also while git alone is at work, and those who do the
work do no more than say what it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from modelsteward.domain.progress import Step, Tell, nobody

if TYPE_CHECKING:
    from rich.progress import Progress

DELAY = 1.0
"""Seconds before anybody would look for a bar."""
_TICK = 0.2
_MIB = 1024 * 1024


@contextmanager
def progress() -> Iterator[Tell]:
    """Show how far the work has come that tells of itself by what this gives; nothing where nobody watches."""
    if not is_watched():
        yield nobody
        return
    bar = _Bar()
    bar.start()
    try:
        yield bar.tell
    finally:
        bar.leave()


def is_watched() -> bool:
    """Whether there is a person at a terminal that can be drawn on."""
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return not in_ci and os.environ.get("TERM") != "dumb" and sys.stderr is not None and sys.stderr.isatty()


class _Bar(Thread):
    """Waits, then draws the last step told of, until it is left."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._step = Step("starting")
        self._over = Event()

    def tell(self, step: Step) -> None:
        """Draw this from now on."""
        self._step = step

    def leave(self) -> None:
        """Take the bar away; nothing is written any more once this returns."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Wait, and draw. What cannot be drawn is no reason for the work to fail."""
        with suppress(Exception):
            if not self._over.wait(DELAY):
                self._draw()

    def _draw(self) -> None:
        drawn = None
        bar = _made()
        task = bar.add_task("", total=None, count="", visible=False)
        with bar:
            while True:
                step = self._step
                if step.what != drawn:
                    drawn = step.what
                    bar.reset(task, description=drawn, visible=True)  # the time that is left is that of this step
                bar.update(task, completed=step.done, total=step.total or None, count=_count(step))
                bar.refresh()
                if self._over.wait(_TICK):
                    return


def _made() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    class Screen(Console):
        """Standard error with its cursor left alone: a process that is killed could not show it again."""

        def show_cursor(self, show: bool = True) -> bool:
            return False

    text = TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[count]}", markup=False)
    return Progress(
        *text, TimeRemainingColumn(), console=Screen(stderr=True), transient=True, auto_refresh=False,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip


def _count(step: Step) -> str:
    if not step.total:
        return f"{step.done:,}" if step.done else ""
    if step.in_bytes:
        return f"{step.done / _MIB:,.0f} of {step.total / _MIB:,.0f} MiB"
    return f"{step.done:,} of {step.total:,}"
