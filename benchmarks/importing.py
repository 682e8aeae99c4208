"""Putting many reports of lm-evaluation-harness on record, as a whole process: how long a thousand take.

    python benchmarks/importing.py                       # 1,000 reports about 50 versions, in a registry of 1,000 cards
    python benchmarks/importing.py --reports 200 --cards 100

The reports are shaped as the harness writes them, with three tasks each. What is timed is `steward record evaluation
--dir DIR --yes`, from start to exit: the reports and the registry are read, records planned and judged, one commit
made; then the same again, which adds nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from repository import git_environment, write_repository

TASKS = ("triage", "booking", "letters")
DAY = "2026-11-24"
FIRST = 1_780_000_000


def report(number: int, model: str, rng: random.Random) -> dict[str, Any]:
    """One run of the harness."""
    results: dict[str, Any] = {}
    for task in TASKS:
        value = rng.randrange(500, 950) / 1000
        error = (value * (1 - value) / 400) ** 0.5
        results[task] = {"alias": task, "acc,none": value, "acc_stderr,none": error}
    return {
        "results": results,
        "configs": {task: {"task": task, "dataset_path": f"clinic/{task}"} for task in TASKS},
        "versions": dict.fromkeys(TASKS, 1.0),
        "higher_is_better": {task: {"acc": True} for task in TASKS},
        "n-samples": {task: {"original": 400, "effective": 400} for task in TASKS},
        "config": {"model": "hf", "model_args": {"pretrained": model}},
        "date": FIRST + number * 900.5,
        "lm_eval_version": "0.4.13",
        "model_name": model,
    }


def write(folder: Path, count: int, refs: list[str], seed: int = 1) -> None:
    """So many reports, in folders by version, as `--output_path` leaves them."""
    rng = random.Random(seed)
    for number in range(count):
        ref = refs[number % len(refs)]
        place = folder / ref.replace("@", "__")
        place.mkdir(parents=True, exist_ok=True)
        written = json.dumps(report(number, ref, rng), indent=2)
        (place / f"results_{number:06}.json").write_text(written, encoding="utf-8")


def timed(*command: str, cwd: Path) -> tuple[float, str]:
    """Seconds that a command takes, and the last line it prints."""
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=git_environment())
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - begun, done.stdout.splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--versions", type=int, default=50)
    parser.add_argument("--steward", default=str(Path(sys.executable).with_name("steward")))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        top, reports = Path(place) / "registry", Path(place) / "reports"
        write_repository(top, asked.cards)
        refs = [f"{path.parent.name}@{path.stem}" for path in sorted((top / "models").rglob("*.yaml"))]
        write(reports, asked.reports, refs[:: max(1, len(refs) // asked.versions)][: asked.versions])
        command = (asked.steward, "record", "evaluation", "--dir", str(reports), "--today", DAY, "--yes")
        for what in ("first", "again"):
            seconds, said = timed(*command, cwd=top)
            print(f"{what:5}  {seconds:6.2f} s  {said}")


if __name__ == "__main__":
    main()
