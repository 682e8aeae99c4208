"""How long `steward` takes where the history is long, how much memory, beside git doing the same walk.

python benchmarks/history.py [--commits 1000,10000,100000] [--lag 0] [--steward PATH]

The history is made by `git fast-import`, and has the commit graph that git's own housekeeping writes: versions that go
from draft to retired, a file in each commit; after 5,000 commits the same versions again. The first commits bring a
use and what serves it, so that whoever looks for those has all the way to go. With `--lag N` each commit makes another
version, on a branch of its own that began N commits before and is merged at once.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

POLICY = (
    "card: registry/1\nname: Long history\nrequires: '>=0.1'\n"
    "teams: {ml: {contact: ml@house.example, members: [{name: Ada, git: [ada@house.example]}]}}\n"
)
USE = """\
card: usecase/1
name: scoring
status: live
summary: Orders the queue.
owner: ml
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
serving: {main: served@1.1.0}
served:
  - {slot: main, ref: served@1.0.0, from: 2026-01-01, to: 2026-01-09, why: promoted}
  - {slot: main, ref: served@1.1.0, from: 2026-01-10, to: null, why: promoted}
"""
TODAY = "2026-02-01"
STAGES = ("draft", "staging", "production", "deprecated", "retired")
VERSIONS = 1000
START = 1_700_000_000
SIZES = (1000, 10_000, 100_000)

_OF_M3 = ("registry/models/m-3", "registry/records/models/m-3", "registry/checklists/m-3", "registry/use-cases")
WORK: Mapping[str, tuple[str, ...]] = {
    "log": ("log", "--raw"),
    "log -n 20": ("log", "--raw", "--date-order", "-n", "20"),
    "log m-3": ("log", "--raw", "--full-history", "--", *_OF_M3),
    "log m-3@1.4.0": ("log", "--raw", "--full-history", "--", *_OF_M3),
    "log --since 2023-11-20 -n 5": ("rev-list", "--date-order", "--format=%aI", "HEAD"),
    f"timeline --today {TODAY}": ("ls-files",),
    f"resolve scoring --today {TODAY}": ("ls-files",),
    f"rollback scoring --reason slow --dry-run --today {TODAY}": (
        "log", "--raw", "--full-history", "--", "registry/use-cases/scoring.yaml",
    ),
}  # fmt: skip
"""What steward does, and what git alone does of it."""

_ITSELF = """\
import resource, sys
from modelsteward.cli.main import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


class Figure(NamedTuple):
    """What one command took on one history."""

    commits: int
    work: str
    seconds: float
    git_seconds: float
    """What git alone took for its part of it."""
    megabytes: float
    """The most memory that steward itself had, apart from the git it started."""

    @property
    def ratio(self) -> float:
        """How many times as long as git."""
        return self.seconds / self.git_seconds


def main() -> int:
    """Make the histories, time what is done on them, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--commits", type=lambda text: [int(one) for one in text.split(",")], default=SIZES)
    parser.add_argument("--lag", type=int, default=0)
    parser.add_argument("--steward", default=str(Path(sys.executable).with_name("steward")))
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'commits':>8}  {'work':60} {'steward':>9} {'git':>8} {'ratio':>7} {'memory':>8}")
    for one in figures(asked.commits, asked.rounds, asked.steward, asked.lag):
        print(f"{one.commits:8}  {one.work:60} {one.seconds:7.2f} s {one.git_seconds:6.2f} s {one.ratio:7.1f} "
              f"{one.megabytes:5.0f} MB", flush=True)  # fmt: skip
    return 0


def figures(
    sizes: Sequence[int] = SIZES, rounds: int = 3, steward: str = str(Path(sys.executable).with_name("steward")),
    lag: int = 0,
) -> Iterator[Figure]:  # fmt: skip
    """Every command on a history of each size; steward and git are timed in turns."""
    for commits in sizes:
        with TemporaryDirectory() as folder:
            make(Path(folder), commits, lag)
            for work, floor in WORK.items():
                command = [steward, *work.split(" ")]
                times = [(_seconds(command, folder), _seconds(["git", *floor], folder)) for _ in range(rounds)]
                ours, gits = (statistics.median(column) for column in zip(*times, strict=True))
                yield Figure(commits, work, ours, gits, megabytes(steward, work, folder))


def megabytes(steward: str, work: str, folder: str) -> float:
    """The most memory that steward itself has in a run."""
    python = str(Path(steward).with_name("python"))
    said = subprocess.run(
        [python, "-c", _ITSELF, *work.split(" ")], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, check=True,
    )  # fmt: skip
    most = int(said.stderr.splitlines()[-1])
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _seconds(command: Sequence[str], folder: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def make(root: Path, count: int, lag: int = 0) -> None:
    """A repository with that many commits, or merges."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        importing.stdin.writelines(part.encode() for part in _stream(count, lag))
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=root, check=True)
    subprocess.run(["git", "commit-graph", "write", "--reachable", "--no-progress"], cwd=root, check=True)
    for key, value in (("user.name", "Ada"), ("user.email", "ada@house.example")):
        subprocess.run(["git", "config", key, value], cwd=root, check=True)


def _stream(count: int, lag: int) -> Iterator[str]:
    first = {"steward.yaml": POLICY, "use-cases/scoring.yaml": USE}
    first |= {f"models/served/1.{minor}.0.yaml": card("served", minor, "production") for minor in (0, 1)}
    yield _commit(0, "A registry", first)
    for number in range(1, count):
        version, stage = (number - 1, 0) if lag else divmod(number - 1, len(STAGES))
        name, minor = divmod(version if lag else version % VERSIONS, 10)
        ref = f"m-{name}@1.{minor}.0"
        message = f"move {ref}\n\nSteward-Action: promote\nSteward-Ref: {ref}\nSteward-To: {STAGES[stage]}\n"
        file = {f"models/m-{name}/1.{minor}.0.yaml": card(f"m-{name}", minor, STAGES[stage])}
        if lag:
            yield _commit(number, message, file, parents=(max(0, number - lag),), aside=count)
            yield _commit(number, "Merge", file, parents=(number - 1, number + count))
        else:
            yield _commit(number, message, file, parents=(number - 1,))


def _commit(number: int, message: str, files: Mapping[str, str], parents: tuple[int, ...] = (), aside: int = 0) -> str:
    """A commit for `git fast-import`, marked by its number; with `aside` by one that much higher, on a branch."""
    branch, mark = "side" if aside else "main", number + aside + 1
    ancestors = "".join(f"{'merge' if n else 'from'} :{parent + 1}\n" for n, parent in enumerate(parents))
    return (
        f"commit refs/heads/{branch}\nmark :{mark}\ncommitter Ada <ada@house.example> {START + number * 600} +0000\n"
        f"data {len(message)}\n{message}\n{ancestors}"
        + "".join(f"M 100644 inline registry/{path}\ndata {len(text)}\n{text}\n" for path, text in files.items())
    )


def card(name: str, minor: int, stage: str) -> str:
    """A card of usual size."""
    columns = "".join(f"    column_{n}: {{type: number, minimum: 0}}\n" for n in range(30))
    return (
        f"card: model/1\nname: {name}\nversion: 1.{minor}.0\nstage: {stage}\nsummary: Scores what comes in.\n"
        f"owner: ml\norigin: in-house\nhosting: [self]\nlicense: Apache-2.0\ntask: tabular-classification\n"
        f"interface:\n  inputs:\n{columns}  outputs: {{score: {{type: number}}}}\n"
        f"artifacts:\n  - role: weights\n    uri: s3://models/{name}/1.{minor}.0/model.onnx\n"
        f"    digest: sha256:{'0' * 64}\n    bytes: 1024\nlifecycle: {{released: 2026-01-01, review_by: 2027-01-01}}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
