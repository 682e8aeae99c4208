"""steward and GTO side by side: registering and promoting one version, in registries of growing size, in one run.

    python benchmarks/moves.py            # 200, 1,000 and 5,000 versions; writes MOVES.md
    python benchmarks/moves.py --quick    # 200 and 1,000 versions, writes nothing

GTO keeps a registry as git tags: `register` makes a version's tag, `assign` a stage's. steward keeps cards: `register`
commits one, `promote` moves one to a later stage, the last time to production and into a use, past all its gates. Both
do so in a repository that already knows N versions. Whole processes are timed, in turns; every run changes the
repository, so each has its own version to work on.

A promotion reads every version of its model's name; how steward fares where all of them are one name is timed apart.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import GROUP, TODAY, write
from run import Run, median, timed

PEER = "gto==1.10.1"
SIZES = (200, 1_000, 5_000)
OF_ONE_NAME = (100, 500, 1_000)
TIMES_FASTER = 25
HERE = Path(__file__).parent

_DRAFT = """\
card: model/1
name: {name}
version: {version}
stage: draft
summary: Estimates a chance.
owner: ml-platform
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
owner: ml-platform
purpose: To be measured.
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
serving: {main: null}
served: []
"""
_SAID = ("--owner", "ml-platform", "--origin", "in-house", "--hosting", "self", "--license", "Apache-2.0",
         "--summary", "Estimates a chance.")  # fmt: skip


def environment() -> dict[str, str]:
    """Git that nobody's settings change."""
    identity = {f"GIT_{who}_{what}": f"ada{'@example.org' if what == 'EMAIL' else ''}"
                for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    return os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str, feed: str | None = None) -> str:
    """Run git in a folder."""
    done = subprocess.run(["git", *arguments], cwd=folder, input=feed, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path) -> None:
    """Make and commit what lies in a folder."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All of it")


def our_registry(folder: Path, versions: int, rounds: int) -> None:
    """A registry of that many versions, and some drafts to promote."""
    write(folder / "registry", versions)
    for i in range(rounds + 1):
        draft(folder / "registry", f"draft-{i}", "1.0.0")
    (folder / "registry/use-cases/measured.yaml").write_text(_USE)
    repository(folder)


def draft(registry: Path, name: str, version: str) -> None:
    """A card that can be promoted."""
    card = registry / f"models/{name}/{version}.yaml"
    card.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256(f"{name}@{version}".encode()).hexdigest()
    card.write_text(_DRAFT.format(name=name, version=version, digest=digest))


def among_one_name(steward: str, versions: int, rounds: int, folder: Path) -> list[Run]:
    """Promotions of the newest versions of a name that has that many; the first does not count."""
    top = folder / f"one-name-{versions}"
    write(top / "registry", GROUP)
    for i in range(versions):
        draft(top / "registry", "scorer", f"1.{i}.0")
    repository(top)
    said = ["staging", "--today", TODAY, "--yes", "-C", str(top / "registry")]
    newest = range(versions - 1, versions - rounds - 2, -1)
    return [timed([steward, "promote", f"scorer@1.{i}.0", *said]) for i in newest][1:]


def their_registry(folder: Path, versions: int) -> None:
    """A repository with that many annotated tags as GTO makes them: four in five register, one in five assigns."""
    folder.mkdir()
    (folder / "README").write_text("models\n")
    repository(folder)
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
    git(folder, "fast-import", "--quiet", feed="".join(stream))
    git(folder, "pack-refs", "--all")


def compare(steward: str, gto: str, versions: int, rounds: int, folder: Path) -> dict[str, list[list[Run]]]:
    """Runs of both tools at one size, by what they did; the first of each does not count."""
    ours, theirs = folder / f"ours-{versions}", folder / f"theirs-{versions}"
    our_registry(ours, versions, rounds)
    their_registry(theirs, versions)
    day = ["--today", TODAY, "--yes", "-C", str(ours / "registry")]
    runs: dict[str, list[list[Run]]] = {"register": [[], []], "promote": [[], []], "promote --for": [[], []]}
    for i in range(rounds + 1):
        register = [steward, "register", f"new-{i}", *_SAID, *day]
        promote = [steward, "promote", f"draft-{i}@1.0.0", "staging", *day]
        serve = [steward, "promote", f"draft-{i}@1.0.0", "production", "--for", "use:measured", *day]
        their_register = [gto, "register", f"new{i}", "--repo", str(theirs)]
        to_staging = ["--version", "v0.0.1", "--stage", "staging"]
        their_assign = [gto, "assign", f"model{i:03d}", *to_staging, "--repo", str(theirs)]
        their_serve = [*their_assign[:-3], "production", *their_assign[-2:]]
        pairs = ((register, their_register), (promote, their_assign), (serve, their_serve))
        for work, pair in zip(runs, pairs, strict=True):
            for side, command in enumerate(pair):
                run = timed(command)
                if i:
                    runs[work][side].append(run)
    return runs


def report(results: dict[int, dict[str, list[list[Run]]]]) -> tuple[str, bool]:
    """The table, and whether the target holds at the largest size."""
    lines = [f"| work | versions | steward | {PEER.replace('==', ' ')} | times faster |", "|---|---|---|---|---|"]
    for versions, runs in results.items():
        for work, (ours, theirs) in runs.items():
            mine, peers = median(ours), median(theirs)
            lines.append(f"| {work} | {versions:,} | {mine:.2f} s | {peers:.2f} s | {peers / mine:.0f} |")
    largest = results[max(results)]
    holds = all(median(theirs) >= TIMES_FASTER * median(ours) for ours, theirs in largest.values())
    return "\n".join([*lines, "", flatness(results)]) + "\n", holds


def flatness(results: dict[int, dict[str, list[list[Run]]]]) -> str:
    """How much longer steward takes in the largest registry than in the smallest."""
    small, large = results[min(results)], results[max(results)]
    ratios = (f"{work} {median(large[work][0]) / median(small[work][0]):.1f}" for work in large)
    return f"steward at {max(results):,} versions, as a multiple of its time at {min(results):,}: {', '.join(ratios)}."


def machine() -> str:
    """When and where this is measured."""
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"Measured on {time.strftime('%Y-%m-%d')}: {where}."


def report_one_name(results: dict[int, list[Run]]) -> str:
    """The table of promotions among versions of one name."""
    lines = [f"| {versions:,} | {median(runs):.2f} s |" for versions, runs in results.items()]
    return "\n".join(["| versions of the name | steward promote |", "|---|---|", *lines]) + "\n"


def peer_in(folder: Path) -> str:
    """GTO in an environment of its own."""
    venv.create(folder / "gto", with_pip=True)
    program = folder / "gto" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([program / "python", "-m", "pip", "install", "--quiet", PEER], check=True)
    return str(program / "gto")


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave the largest registry out, write nothing")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steward", default=str(Path(sys.executable).parent / "steward"))
    parser.add_argument("--gto", help=f"a {PEER} that is installed; else one is")
    given = parser.parse_args()
    os.environ.update(environment())
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        gto = given.gto or peer_in(folder)
        sizes = SIZES[:-1] if given.quick else SIZES
        results = {size: compare(given.steward, gto, size, given.rounds, folder) for size in sizes}
        one_name = {size: among_one_name(given.steward, size, given.rounds, folder) for size in OF_ONE_NAME}
    table, holds = report(results)
    table += "\n## Where all versions are of one name\n\n" + report_one_name(one_name)
    print(f"{machine()}\n\n{table}")
    if not given.quick:
        intro = "# Register and promote, beside GTO\n\n"
        intro += f"Made by `make bench-moves`; medians of whole processes, in turns. {machine()}\n\n"
        (HERE / "MOVES.md").write_text(intro + table, encoding="utf-8")
        if not holds:
            print(f"missed: {TIMES_FASTER} times faster than GTO at {max(results):,} versions")
    return 0 if holds or given.quick else 1


if __name__ == "__main__":
    sys.exit(main())
