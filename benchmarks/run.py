"""Every line of steward's targets for speed, beside the other programs, in one run.

    python benchmarks/run.py                        # all, 25 to 50 minutes: RESULTS.md, results.json and growth.svg
    python benchmarks/run.py --quick                # small sizes, no GTO or MLflow, under two minutes: writes nothing
    python benchmarks/run.py --only moves hashing   # some parts, printed and not written
    python benchmarks/run.py --again moves          # some parts, in place of what the three files hold of them

Ends with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import depending
import hashing
import looking
import mentions
import scanning
import starting
import vendoring
from bench import HERE, LARGE, LARGEST, Bench, say
from checking import Checks
from growth import drawing
from moving import Moves
from outcome import Curve, Line, Outcome, read, to_json
from pages import PARTS, page, table, with_again
from peers import PINNED, installed, steward_in
from timing import environment

SIZES = (100, 1_000, LARGE, LARGEST)
QUICK = (100, 400)
ROUNDS = 5


def measured(bench: Bench, parts: list[str]) -> tuple[list[Line], list[Curve]]:
    """The lines of these parts, and the curves."""
    checks, moves = Checks(bench), Moves(bench)
    mib, small = (64, 2_000) if bench.quick else (1024, 20_000)
    ways: dict[str, Iterator[Line]] = {
        "start": starting.lines(bench),
        "check": checks.lines(),
        "look": looking.lines(bench),
        "depend": depending.lines(bench),
        "moves": moves.lines(),
        "hashing": hashing.lines(bench.work / "artifacts", mib, 8, small, bench.rounds),
        "scan": scanning.lines(bench.work / "disk", 5_000 if bench.quick else 100_000, 1 if bench.quick else 3),
        "mentions": mentions.lines(bench.work / "code", 20 if bench.quick else 1_000, bench.rounds),
        "vendors": vendoring.lines(bench),
    }
    lines: list[Line] = []
    for part in parts:
        for line in ways[part]:
            print(table([line]).splitlines()[-1], flush=True)
            lines.append(line)
    return lines, [*checks.curves(), *moves.curves()]


def facts(bench: Bench, begun: float) -> dict[str, Any]:
    """When, where, with what and on what it was measured."""
    tools = {"steward": _version(bench.steward), **{name: PINNED[name] for name in bench.peers}}
    return {
        "day": time.strftime("%Y-%m-%d"),
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "tools": tools,
        "registries": [_size(models, bench.registry(models)) for models in bench.sizes],
    }


def _version(program: str) -> str:
    told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True, env=environment())
    return told.stdout.split()[-1]


def _size(models: int, registry: Path) -> tuple[int, int, float]:
    sizes = [path.stat().st_size for path in registry.rglob("*.yaml")]
    return models, len(sizes), round(sum(sizes) / 1024**2, 1)


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, fewer programs; nothing is written")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), help="only these parts; nothing is written")
    parser.add_argument(
        "--again", nargs="+", choices=list(PARTS), help="only these parts; they replace what is written"
    )
    parser.add_argument("--sizes", nargs="+", type=int, help="numbers of model cards; nothing is written")
    parser.add_argument("--rounds", type=int, help=f"runs of each command ({ROUNDS}); fewer of what takes long")
    parser.add_argument("--envs", type=Path, help="where the programs' environments are kept; else made for the run")
    parser.add_argument("--steward", help="the steward to time; else the one beside this file, installed for it")
    for name in PINNED:
        parser.add_argument(f"--{name}", help=f"else {name} {PINNED[name]} is installed")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder for what is written")
    return parser.parse_args()


def prepared(asked: argparse.Namespace, folder: Path) -> Bench:
    """The programs installed, and the sizes chosen."""
    envs: Path = (asked.envs or folder / "envs").absolute()
    parts = set(asked.again or asked.only or PARTS)
    needed = {"check-jsonschema": {"start", "check"}, "gto": {"start", "moves"}, "mlflow": {"start", "look"}}
    names = [name for name in PINNED if parts & needed[name] and not (asked.quick and name != "check-jsonschema")]
    given = {name: _found(getattr(asked, name.replace("-", "_"))) for name in names}
    peers = installed(names, envs, given)
    if not asked.steward:
        say("installing steward")
    steward = _found(asked.steward) or steward_in(envs)
    sizes = tuple(asked.sizes or (QUICK if asked.quick else SIZES))
    rounds = asked.rounds or (2 if asked.quick else ROUNDS)
    return Bench(steward, peers, folder, sizes, rounds, asked.quick)


def _found(program: str | None) -> str | None:
    """A program by its full path: commands run in other folders."""
    return program and str(Path(shutil.which(program) or program).absolute())


def main() -> int:
    """Run what was asked for, tell, write."""
    asked, begun = options(), time.monotonic()
    whole = not (asked.quick or asked.only or asked.again or asked.sizes)
    with tempfile.TemporaryDirectory(prefix="steward-bench-") as made:
        bench = prepared(asked, Path(made))
        print(table([]), end="", flush=True)
        lines, curves = measured(bench, asked.again or asked.only or list(PARTS))
        outcome = Outcome(facts(bench, begun) if whole else {}, tuple(lines), tuple(curves))
        if asked.again:
            outcome = with_again(read(asked.out / "results.json"), outcome, asked.again, time.strftime("%Y-%m-%d"))
        if whole or asked.again:
            (asked.out / "results.json").write_text(to_json(outcome), encoding="utf-8")
            (asked.out / "RESULTS.md").write_text(page(outcome), encoding="utf-8")
            (asked.out / "growth.svg").write_text(drawing(outcome.curves), encoding="utf-8")
    told = "; ".join(f"{line.work} beside {line.other_name}" for line in outcome.missed)
    print(f"\n{time.monotonic() - begun:.0f} s. " + (f"Missed: {told}" if told else "Every target is met."))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
