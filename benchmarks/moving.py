"""Registering and promoting one version in registries of growing size, beside GTO and a bare `git commit`.

GTO keeps a registry as git tags: `register` makes a version's tag, `assign` a stage's. steward keeps cards: `register`
commits one, `promote` moves one to a later stage, the last time to production and into a use, past all its gates. Both
do so in a repository that already knows N versions. Every run changes the repository, so each has its own version to
work on, and the first of each does not count.

A promotion reads every version of its model's name; how steward fares where all of them are one name is timed apart.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from bench import SEED, Bench, say
from generate import GROUP
from models import TODAY
from outcome import Curve, Line, line
from repository import git, write_repository
from timing import Run, environment, median, timed

SIZES = (200, 1_000, 5_000)
OF_ONE_NAME = (100, 500, 1_000)
TIMES_FASTER = 25
FLAT = 1.5
"""In the largest registry a move may take this many times what it takes in the smallest."""

_DRAFT = """\
card: model/1
name: {name}
version: {version}
stage: draft
summary: Estimates a chance.
owner: team-000
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {{parents: [], datasets: []}}
artifacts:
  - {{role: weights, uri: "s3://m/{name}/{version}/model.onnx", digest: "sha256:{digest}", bytes: 1024, format: onnx}}
"""
_USE = """\
card: usecase/1
name: measured
status: live
summary: What the promoted versions serve.
owner: team-000
purpose: To be measured.
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
serving: {main: null}
served: []
"""
_SAID = ("--owner", "team-000", "--origin", "in-house", "--hosting", "self", "--license", "Apache-2.0",
         "--summary", "Estimates a chance.")  # fmt: skip
_GTOS = {"register": "register", "promote": "assign", "promote --for": "assign"}
Runs = dict[str, list[Run]]


class Moves:
    """All sizes, one after the other; what each gave is kept for growth and curves."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.sizes = SIZES[:1] if bench.quick else SIZES
        self.ours: dict[int, Runs] = {}

    def lines(self) -> Iterator[Line]:
        """Every comparison, then how flat it is."""
        say(f"moving among {', '.join(f'{size:,}' for size in self.sizes)} versions")
        self.ours = our_moves(self.bench, self.sizes, 2 * self.bench.rounds)
        for size in self.sizes:
            yield from self._at(size)
        small, large = self.sizes[0], self.sizes[-1]
        for work in _GTOS if large > small else ():
            key, told = f"{_key(work)}/flat", f"`{work}` among {large:,} versions"
            yield line(key, told, self.ours[large][work], f"among {small:,}", self.ours[small][work], FLAT)
        if not self.bench.quick:
            yield from self._of_one_name()

    def curves(self) -> Iterator[Curve]:
        """Seconds of a promotion by size."""
        yield Curve("promote", "s", tuple((size, median(runs["promote"])) for size, runs in self.ours.items()))

    def _at(self, size: int) -> Iterator[Line]:
        ours = self.ours[size]
        yield line(
            f"promote/{size}/git", f"`promote` among {size:,} versions", ours["promote"], "`git commit`", ours["git"]
        )
        gto = self.bench.peers.get("gto")
        if gto:
            say(f"moving among {size:,} versions by GTO")
            rounds = 2 if size >= 1000 else self.bench.rounds
            theirs = their_moves(gto, self.bench.work / f"tags-{size}", size, rounds)
            limit = 1 / TIMES_FASTER if size == SIZES[-1] else None
            for work, peer in _GTOS.items():
                told = f"`{work}` among {size:,} versions"
                yield line(f"{_key(work)}/{size}/gto", told, ours[work], f"gto {peer}", theirs[peer], limit)

    def _of_one_name(self) -> Iterator[Line]:
        say("moving among versions of one name")
        runs = {n: among_one_name(self.bench, n, self.bench.rounds) for n in OF_ONE_NAME}
        for versions in OF_ONE_NAME[1:]:
            told = f"`promote` among {versions:,} versions of one name"
            first = OF_ONE_NAME[0]
            yield line(f"promote/one-name/{versions}", told, runs[versions], f"among {first}", runs[first])


def _key(work: str) -> str:
    return work.replace(" --", "-")


def draft(registry: Path, name: str, version: str) -> None:
    """A card that can be promoted."""
    card = registry / f"models/{name}/{version}.yaml"
    card.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256(f"{name}@{version}".encode()).hexdigest()
    card.write_text(_DRAFT.format(name=name, version=version, digest=digest), encoding="utf-8")


def commit_all(top: Path) -> None:
    """Commit what lies there."""
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "Drafts to promote")


def our_moves(bench: Bench, sizes: Sequence[int], rounds: int) -> dict[int, Runs]:
    """Moves of steward in each registry, and a bare commit of one edited file; all in turns, the first not counted."""
    tops = {size: _to_move_in(bench, size, rounds) for size in sizes}
    runs: dict[int, Runs] = {size: {} for size in sizes}
    for i in range(rounds + 1):
        for size, top in tops.items():
            for work, command in _moves(bench, top, i).items():
                runs[size].setdefault(work, []).append(timed(command))
    return {size: {work: taken[1:] for work, taken in each.items()} for size, each in runs.items()}


def _to_move_in(bench: Bench, versions: int, rounds: int) -> Path:
    """A registry with that many versions, with drafts to promote; what steward keeps of it, it has."""
    top = write_repository(bench.work / f"moves-{versions}", versions, SEED, under="registry")
    registry = top / "registry"
    for i in range(rounds + 1):
        draft(registry, f"draft-{i}", "1.0.0")
    (registry / "use-cases/measured.yaml").write_text(_USE, encoding="utf-8")
    commit_all(top)
    timed(bench.on_day(registry, "check", "--exit-zero"))
    return top


def _moves(bench: Bench, top: Path, i: int) -> dict[str, list[str]]:
    """The commands of one round, in their order."""
    registry, day, draft_version = top / "registry", ["--today", TODAY, "--yes"], f"draft-{i}@1.0.0"
    (top / "note.md").write_text(f"{i}\n", encoding="utf-8")
    git(top, "add", "--", "note.md")
    return {
        "git": ["git", "-C", str(top), "commit", "--quiet", "--message", "A note", "--", "note.md"],
        "register": bench.command(registry, "register", f"new-{i}", *_SAID, *day),
        "promote": bench.command(registry, "promote", draft_version, "staging", *day),
        "promote --for": bench.command(registry, "promote", draft_version, "production", "--for", "use:measured", *day),
    }


def among_one_name(bench: Bench, versions: int, rounds: int) -> list[Run]:
    """Promotions of the newest versions of a name that has that many; the first does not count."""
    top = write_repository(bench.work / f"one-name-{versions}", GROUP, SEED, under="registry")
    registry = top / "registry"
    for i in range(versions):
        draft(registry, "scorer", f"1.{i}.0")
    commit_all(top)
    timed(bench.on_day(registry, "check"))
    newest = range(versions - 1, versions - rounds - 2, -1)
    said = ["staging", "--today", TODAY, "--yes", "-C", str(registry)]
    return [timed([bench.steward, "promote", f"scorer@1.{i}.0", *said]) for i in newest][1:]


def their_moves(gto: str, top: Path, versions: int, rounds: int) -> Runs:
    """Moves of GTO; the first does not count where it is quick."""
    their_registry(top, versions)
    runs: Runs = {"register": [], "assign": []}
    for i in range(rounds):
        runs["register"].append(timed([gto, "register", f"new{i}", "--repo", str(top)]))
        stage = ["--version", "v0.0.1", "--stage", "staging"]
        runs["assign"].append(timed([gto, "assign", f"model{i:03d}", *stage, "--repo", str(top)]))
    return {work: taken[1:] if rounds > 2 else taken for work, taken in runs.items()}


def their_registry(folder: Path, versions: int) -> None:
    """A repository with that many annotated tags as GTO makes them: four in five register, one in five assigns."""
    folder.mkdir()
    (folder / "README").write_text("models\n", encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit_all(folder)
    stream: list[str] = []
    commit = git(folder, "rev-parse", "HEAD").strip()
    for i in range(versions * 4 // 5):
        name = f"model{i % 40:03d}"
        if i % 40 == 0:  # GTO wants a commit of its own for each version of a model
            stream.append(f"commit refs/heads/main\nmark :{i // 40 + 1}\ncommitter ada <ada@example.org> "
                          f"{1_700_000_000 + i} +0000\ndata 2\n{i % 10}\nfrom {commit}\n")  # fmt: skip
            commit = f":{i // 40 + 1}"
        tags = [f"{name}@v0.0.{i // 40 + 1}"]
        if i % 4 == 0:
            tags.append(f"{name}#prod#{i // 4 + 1}")
        for tag in tags:
            message = f"{tag}\n"
            stream.append(f"tag {tag}\nfrom {commit}\ntagger ada <ada@example.org> {1_700_000_000 + i} +0000\n"
                          f"data {len(message)}\n{message}")  # fmt: skip
    feed = "".join(stream).encode()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=feed, check=True, env=environment())
    git(folder, "pack-refs", "--all")
