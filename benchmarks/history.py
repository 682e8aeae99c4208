"""How long `steward log` takes on a long history, beside `git log` over the same files.

python benchmarks/history.py [--commits 5000] [--lag 0] [--steward PATH]

The history is made by `git fast-import`: versions that go from draft to retired, a file in each commit. With `--lag N`
each makes another version, on a branch of its own that began N commits before and is merged at once.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

POLICY = "card: registry/1\nname: Long history\nrequires: '>=0.1'\nteams: {ml: {contact: ml@house.example}}\n"
STAGES = ("draft", "staging", "production", "deprecated", "retired")
START = 1_700_000_000


def main() -> int:
    """Make the history, time it, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--lag", type=int, default=0)
    parser.add_argument("--steward", default=str(Path(sys.executable).with_name("steward")))
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        make(Path(folder), asked.commits, asked.lag)
        rows = {
            "git log --raw": ["git", "log", "--raw"],
            "steward log": [asked.steward, "log"],
            "steward log m-3": [asked.steward, "log", "m-3"],
            "steward log m-3@1.4.0": [asked.steward, "log", "m-3@1.4.0"],
            "steward log -n 20": [asked.steward, "log", "-n", "20"],
            "steward log --since": [asked.steward, "log", "--since", "2023-11-20", "-n", "5"],
        }
        for name, command in rows.items():
            print(f"{name:24} {median(command, folder, asked.rounds):6.2f} s")
    return 0


def median(command: list[str], folder: str, rounds: int) -> float:
    """The median of a command's run times, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def make(root: Path, count: int, lag: int = 0) -> None:
    """A repository with that many commits, or merges."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    stream = "".join(_stream(count, lag)).encode()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=stream, check=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=root, check=True)


def _stream(count: int, lag: int) -> Iterator[str]:
    yield _commit(0, "A registry", "steward.yaml", POLICY)
    for number in range(1, count):
        version, stage = (number - 1, 0) if lag else divmod(number - 1, len(STAGES))
        name, minor = divmod(version, 10)
        ref = f"m-{name}@1.{minor}.0"
        message = f"move {ref}\n\nSteward-Action: promote\nSteward-Ref: {ref}\nSteward-To: {STAGES[stage]}\n"
        file = (f"models/m-{name}/1.{minor}.0.yaml", card(f"m-{name}", minor, STAGES[stage]))
        if lag:
            yield _commit(number, message, *file, parents=(max(0, number - lag),), aside=count)
            yield _commit(number, "Merge", *file, parents=(number - 1, number + count))
        else:
            yield _commit(number, message, *file, parents=(number - 1,))


def _commit(number: int, message: str, path: str, text: str, parents: tuple[int, ...] = (), aside: int = 0) -> str:
    """A commit for `git fast-import`, marked by its number; with `aside` by one that much higher, on a branch."""
    branch, mark = "side" if aside else "main", number + aside + 1
    ancestors = "".join(f"{'merge' if n else 'from'} :{parent + 1}\n" for n, parent in enumerate(parents))
    return (
        f"commit refs/heads/{branch}\nmark :{mark}\ncommitter Ada <ada@house.example> {START + number * 600} +0000\n"
        f"data {len(message)}\n{message}\n{ancestors}M 100644 inline registry/{path}\ndata {len(text)}\n{text}\n"
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
