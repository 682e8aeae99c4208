"""Whether steward became slower from one run of the benchmarks to another; exits 1 when it did.

    python benchmarks/compare.py OLD.json NEW.json
    python benchmarks/compare.py OLD.json NEW.json --share 0.3

What is compared are ratios: steward's time to that of the other program, or of the floor, measured in the same run. A
slower machine slows both, so its ratios stay.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from outcome import Line, Outcome, read

SHARE = 0.15


class Change(NamedTuple):
    """One line then and now; None where a run has no such line."""

    old: Line | None
    new: Line | None

    @property
    def factor(self) -> float | None:
        """How many times its old ratio the new one is."""
        return self.new.ratio / self.old.ratio if self.old and self.new else None

    def worse(self, share: float) -> bool:
        """Whether the ratio grew by more than this share."""
        return self.factor is not None and self.factor > 1 + share


def changes(old: Outcome, new: Outcome) -> list[Change]:
    """All lines of both runs, those of the new one first."""
    before, after = ({line.key: line for line in run.lines} for run in (old, new))
    return [Change(before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]


def table(found: list[Change], share: float) -> str:
    """The changes as a Markdown table."""
    head = "| work | beside | ratio then | ratio now | change |\n|---|---|---|---|---|\n"
    return head + "".join(_row(change, share) for change in found)


def _row(change: Change, share: float) -> str:
    shown = change.new or change.old
    assert shown is not None
    then, now = (f"{line.ratio:.3f}" if line else "–" for line in change)
    told = "not compared" if change.factor is None else f"{change.factor - 1:+.0%}"
    marked = f"{told} **worse**" if change.worse(share) else told
    return f"| {shown.work} | {shown.other_name} | {then} | {now} | {marked} |\n"


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a ratio became worse by more than the share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--share", type=float, default=SHARE, help="how much worse a ratio may get (0.15)")
    asked = parser.parse_args(arguments)
    found = changes(read(asked.old), read(asked.new))
    worse = [change for change in found if change.worse(asked.share)]
    print(table(found, asked.share))
    compared = sum(change.factor is not None for change in found)
    print(f"{compared} lines compared, {len(worse)} worse by more than {asked.share:.0%}")
    if not compared:
        raise SystemExit("the two runs have no line in common")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
