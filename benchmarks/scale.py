"""Many teams, one repository: how often their pull requests conflict, and how many a merge queue carries.

    python benchmarks/scale.py merges --teams 1000 --requests 5000 --open 24   # real git merges, and steward's verdict
    python benchmarks/scale.py queue --job 90 --spoilt 0.02                    # how long entries wait; no git

`merges` makes a registry of one service a team in a bare repository and plays a stream of pull requests into it: each
starts from what `main` was when it was opened, lies open as long as reviews take, and is merged by `git merge-tree`.
Every one is right by itself (`--open 0` shows it: nothing conflicts, and `check` finds nothing), so what
`steward check` finds in the end is what clean merges broke.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import around
from models import TODAY
from pulls import Files, Seen, opened, top_files
from repository import git, git_environment

DAY = 8.0
"""Hours in which a day's pull requests are opened, and reviewed."""


class Repository:
    """A bare repository, written through git's own plumbing: no work tree, and no index as large as the registry."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self._trees = self._start("mktree", "--batch", "-z", "--missing")
        self._blobs = self._start("cat-file", "--batch")
        self._scratch = top / "scratch"
        self._hashes = self._start("hash-object", "-w", "--stdin-paths")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["git", *arguments], cwd=self.top, env=git_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def close(self) -> None:
        """End the helpers."""
        for helper in (self._trees, self._blobs, self._hashes):
            helper.communicate()

    def read(self, name: str) -> bytes | None:
        """An object by name, as `COMMIT:path`; None where there is none."""
        out = _told(self._blobs, name.encode() + b"\n")
        head = out.readline().split()
        if head[-1] == b"missing":
            return None
        data = out.read(int(head[2]))
        out.read(1)
        return data

    def entries(self, tree: str) -> dict[str, tuple[str, str]]:
        """Mode and hash of what lies in a folder, by name."""
        raw, found, at = self.read(tree) or b"", {}, 0
        while at < len(raw):
            end = raw.index(b"\0", at)
            mode, _, name = raw[at:end].partition(b" ")
            found[name.decode()] = (mode.decode(), raw[end + 1 : end + 21].hex())
            at = end + 21
        return found

    def tree_with(self, base: str, files: Files) -> str:
        """The tree of a commit or tree with other files in it."""
        entries = self.entries(base) if base else {}
        below: dict[str, Files] = {}
        for path, text in files.items():
            first, _, rest = path.partition("/")
            if rest:
                below.setdefault(first, {})[rest] = text
            elif text is None:
                del entries[first]
            else:
                entries[first] = ("100644", self._blob(text))
        for folder, inside in below.items():
            entries[folder] = ("40000", self.tree_with(entries[folder][1] if folder in entries else "", inside))
        kinds = {"40000": "tree"}
        lines = (f"{mode} {kinds.get(mode, 'blob')} {sha}\t{name}\0" for name, (mode, sha) in entries.items())
        given = "".join(lines).encode() + b"\0"
        return _told(self._trees, given).readline().decode().strip()

    def _blob(self, text: str) -> str:
        self._scratch.write_text(text, encoding="utf-8", newline="\n")
        return _told(self._hashes, f"{self._scratch}\n".encode()).readline().decode().strip()

    def commit(self, tree: str, *parents: str) -> str:
        """A commit of a tree."""
        named = [word for parent in parents for word in ("-p", parent)]
        return git(self.top, "commit-tree", tree, *named, "-m", "a pull request").strip()

    def merge(self, ours: str, theirs: str) -> tuple[str, list[str]]:
        """The merged tree, and the files that conflict."""
        command = ["git", "merge-tree", "--write-tree", "--name-only", "--no-messages", ours, theirs]
        done = subprocess.run(command, cwd=self.top, env=git_environment(), capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr)
        tree, *conflicts = done.stdout.split()
        return tree, conflicts

    def seen(self, commit: str) -> Seen:
        """What an author has before them at a commit."""

        def read(path: str) -> str | None:
            data = self.read(f"{commit}:{path}")
            return None if data is None else data.decode()

        return Seen(read, lambda folder: list(self.entries(f"{commit}:{folder}")))


def _told(helper: subprocess.Popen[bytes], words: bytes) -> IO[bytes]:
    """Where a helper answers what it was told."""
    assert helper.stdin is not None
    assert helper.stdout is not None
    helper.stdin.write(words)
    helper.stdin.flush()
    return helper.stdout


class Played(NamedTuple):
    """What became of a stream of pull requests."""

    merged: int
    conflicts: dict[str, int]
    """How many could not be merged as they were, by what they and the file are."""
    tip: str
    seconds: float
    """The median of a merge."""


def start(top: Path, teams: int, seed: int) -> Repository:
    """A bare repository whose `main` is a registry of one service a team."""
    around.GROUPS_A_TEAM = 1
    git(top, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    repository = Repository(top)
    tree = repository.tree_with("", dict(top_files(teams, seed, around.policy(teams))))
    git(top, "update-ref", "refs/heads/main", repository.commit(tree))
    git(top, "repack", "-adq")
    return repository


def arrivals(requests: int, an_hour: float, hours: float, rng: random.Random) -> Iterator[tuple[int, bool]]:
    """The number of each request twice, in the order of time: when it is opened, and when it is to be merged (True).

    They come at random, so many an hour, and lie open as long as chance has it: `hours` on average.
    """
    now, number = 0.0, 0
    waiting: list[tuple[float, int]] = []
    while number < requests or waiting:
        if number < requests and (not waiting or now <= waiting[0][0]):
            yield number, False
            heapq.heappush(waiting, (now + (rng.expovariate(1 / hours) if hours else 0.0), number))
            number += 1
            now += rng.expovariate(an_hour)
        else:
            yield heapq.heappop(waiting)[1], True


def play(repository: Repository, teams: int, requests: int, a_day: float, hours: float, seed: int) -> Played:
    """Open and merge them all."""
    rng = random.Random(seed)
    tip = git(repository.top, "rev-parse", "main").strip()
    waiting: dict[int, tuple[str, str]] = {}
    conflicts: Counter[str] = Counter()
    times, merged = [], 0
    for number, ends in arrivals(requests, teams * a_day / DAY, hours, random.Random(f"{seed}/times")):
        if not ends:
            what, files = opened(rng.randrange(teams), repository.seen(tip), rng, seed)
            tree = repository.tree_with(f"{tip}^{{tree}}", files)
            waiting[number] = what, repository.commit(tree, tip)
            continue
        what, head = waiting.pop(number)
        begun = time.perf_counter()
        tree, broken = repository.merge(tip, head)
        times.append(time.perf_counter() - begun)
        if broken:
            conflicts[f"{what}: {broken[0].partition('/')[0]}"] += 1
        else:
            tip, merged = repository.commit(tree, tip, head), merged + 1
    return Played(merged, dict(conflicts.most_common()), tip, sorted(times)[len(times) // 2])


def verdict(repository: Repository, commit_: str, steward: str) -> Counter[str]:
    """The errors and warnings that `steward check` finds in a commit's files, by rule."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["git", "archive", commit_], cwd=repository.top, stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-xmC", folder], input=packed.stdout, check=True)
        command = [steward, "-C", folder, "check", "--today", TODAY, "--format", "json", "--exit-zero", "--no-cache"]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return Counter(f"{one['code']} {one['severity']}" for one in told["findings"] if not one.get("waived"))


class Waits(NamedTuple):
    """What a queue did with a day of entries."""

    merged: int
    jobs: int
    """How many CI jobs it ran."""
    median: float
    """Minutes from entering to merged."""
    late: float
    """The same for the slowest twentieth."""


def queue(a_day: float, job: float, spoilt: float, group: int, at_once: int, seed: int) -> Waits:
    """A day of entries through a queue whose CI job takes `job` seconds.

    `group` entries share a job; `at_once` groups are tried at the same time, each on top of those before it. A share
    `spoilt` of entries fails: its group is tried again without it, and what was tried on top of that starts anew.
    """
    rng = random.Random(seed)
    times, now = [], 0.0
    while (now := now + rng.expovariate(a_day / (DAY * 3600))) < DAY * 3600:
        times.append((now, rng.random() < spoilt))
    waited, jobs, clock, waiting = [], 0, 0.0, times
    while waiting:
        clock = max(clock, waiting[0][0])
        ready = [entry for entry in waiting if entry[0] <= clock][: group * at_once]
        clock += job
        jobs += -(-len(ready) // group)
        first = next((at for at, (_, bad) in enumerate(ready) if bad), None)
        passed = len(ready) if first is None else first - first % group
        if first is not None:  # the group that failed goes on without what spoilt it
            ready.pop(first)
        waited += [(clock - since) / 60 for since, _ in ready[:passed]]
        waiting = ready[passed:] + waiting[len(ready) + (first is not None) :]
    waited.sort()
    return Waits(len(waited), jobs, waited[len(waited) // 2], waited[len(waited) * 19 // 20])


def _merges(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repository = start(Path(folder), asked.teams, asked.seed)
        played = play(repository, asked.teams, asked.requests, asked.a_day, asked.open, asked.seed)
        repository.close()
        print(
            f"{asked.teams} teams, {asked.a_day:g} requests a day each, open for {asked.open:g} working hours: "
            f"{played.merged} of {asked.requests} merged cleanly, {sum(played.conflicts.values())} in conflict; "
            f"a merge takes {played.seconds * 1000:.0f} ms"
        )
        print(f"in conflict: {played.conflicts}")
        if asked.steward:
            print(f"what check finds afterwards: {dict(verdict(repository, played.tip, asked.steward))}")


def _queue(asked: argparse.Namespace) -> None:
    print("| entries a day | entries a job | jobs at once | merged | jobs | median wait, min | slowest 5 %, min |")
    print("|---|---|---|---|---|---|---|")
    for a_day in asked.a_day:
        for group, at_once in ((1, 1), (10, 1), (1, 5), (10, 5)):
            got = queue(a_day, asked.job, asked.spoilt, group, at_once, asked.seed)
            print(f"| {a_day} | {group} | {at_once} | {got.merged} | {got.jobs} | {got.median:.1f} | {got.late:.1f} |")


def main() -> None:
    """The command line of this file."""
    parser = argparse.ArgumentParser(description="Play the pull requests of many teams.")
    parser.add_argument("--seed", type=int, default=1)
    parts = parser.add_subparsers(required=True)
    merges = parts.add_parser("merges", help="real merges, in a registry of one service a team")
    merges.add_argument("--teams", type=int, default=100)
    merges.add_argument("--requests", type=int, default=1000, help="how many pull requests")
    merges.add_argument("--a-day", type=float, default=1, help="how many a team opens on a working day")
    merges.add_argument("--open", type=float, default=8, help="for how many working hours they lie open, on average")
    merges.add_argument("--steward", default="", help="the steward that judges what came out; none when empty")
    merges.set_defaults(run=_merges)
    waits = parts.add_parser("queue", help="how long entries wait for a CI job before they are merged; no git")
    waits.add_argument("--a-day", type=int, nargs="+", default=[100, 300, 1000, 3000])
    waits.add_argument("--job", type=float, default=90, help="seconds a CI job takes")
    waits.add_argument("--spoilt", type=float, default=0.02, help="the share of entries that fail in the queue")
    waits.set_defaults(run=_queue)
    asked = parser.parse_args()
    asked.run(asked)


if __name__ == "__main__":
    main()
