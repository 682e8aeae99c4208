"""steward and check-jsonschema side by side on the same cards, in one run; prints the ratios and writes RESULTS.md.

    python benchmarks/run.py             # 100, 1,000 and 10,000 cards: a few minutes, most of them the other tool's
    python benchmarks/run.py --quick     # 100 and 1,000 cards

Whole processes are timed, from start to exit, in turns (A B A B …), so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from generate import TODAY, write

PEER = "check-jsonschema==0.39.0"
LARGE = 10_000
TIMES_FASTER = 12


class Run(NamedTuple):
    """One process: how long it took in seconds, and the most memory it held in MiB."""

    seconds: float
    mib: float


class Line(NamedTuple):
    """One comparison: what was run, both tools' runs, and what we hold ourselves to."""

    work: str
    ours: list[Run]
    theirs: list[Run]
    target: str
    holds: bool | None


def timed(command: list[str]) -> Run:
    """Run a command that must succeed. On Windows the memory is not known, and given as 0."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            unit = 1024**2 if sys.platform == "darwin" else 1024
            memory = usage.ru_maxrss / unit
        else:
            process.wait()
            memory = 0.0
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            said.seek(0)
            raise SystemExit(
                f"{command[:6]} ended with {process.returncode}:\n{said.read(4000).decode(errors='replace')}"
            )
    return Run(seconds, memory)


def in_turns(commands: list[list[str]], rounds: int) -> list[list[Run]]:
    """Each command's runs, taken in turns after one that does not count."""
    if rounds > 1:
        for command in commands:
            timed(command)
    taken = [[timed(command) for command in commands] for _ in range(rounds)]
    return [list(runs) for runs in zip(*taken, strict=True)]


def median(runs: list[Run]) -> float:
    """The median of the runs' seconds."""
    return statistics.median(run.seconds for run in runs)


def most(runs: list[Run]) -> float:
    """The most memory that any of the runs held, in MiB."""
    return max(run.mib for run in runs)


def peer(given: Path | None, folder: Path) -> Path:
    """The other tool: the one given, or a fresh one in an environment of its own."""
    if given is not None:
        return given
    print(f"installing {PEER} …", file=sys.stderr)
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", PEER], check=True)
    return scripts / "check-jsonschema"


def compare(steward: str, other: str, work: Path, sizes: list[int], rounds: int) -> tuple[list[Line], Run]:
    """Every comparison, and a bare interpreter for scale."""
    starts = [[steward, "--version"], [other, "--version"], [sys.executable, "-c", "pass"]]
    ours, theirs, bare = in_turns(starts, rounds * 2 + 1)
    lines = [_start("--version", ours, theirs, 0.4)]
    for size in sizes:
        print(f"{size:,} cards …", file=sys.stderr)
        registry = write(work / f"registry-{size}", size)
        cards = sorted(str(path) for path in registry.glob("models/*/*.yaml"))
        judge = [other, "--schemafile", str(_schema(steward, registry, work / "schemas"))]
        if size == sizes[0]:
            hook = [steward, "-C", str(registry), "validate", cards[0]]
            ours, theirs = in_turns([hook, [*judge, cards[0]]], rounds * 2 + 1)
            lines.append(_start("validate, one card", ours, theirs, 0.65))
        whole = [steward, "-C", str(registry), "check", "--today", TODAY]
        if size < LARGE:
            ours, theirs = in_turns([whole, [*judge, *cards]], rounds)
        else:  # one run of the other takes a minute; ours are taken before and after it
            timed(whole)  # does not count: as with the others, what is on the disk is in memory
            before = [timed(whole), timed(whole)]
            theirs = [timed([*judge, *cards])]
            ours = [*before, timed(whole)]
        lines.append(_whole(size, ours, theirs))
    return lines, Run(median(bare), most(bare))


def _schema(steward: str, registry: Path, folder: Path) -> Path:
    """The schema of model cards that steward itself publishes: what both tools then ask of a card is the same."""
    export = [steward, "export", "schema", "--registry", str(registry), "--to", str(folder)]
    subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("model*.json"))


def _start(work: str, ours: list[Run], theirs: list[Run], limit: float) -> Line:
    return Line(work, ours, theirs, f"at most {limit} × its time", median(ours) <= limit * median(theirs))


def _whole(size: int, ours: list[Run], theirs: list[Run]) -> Line:
    holds = median(theirs) >= TIMES_FASTER * median(ours) if size >= LARGE else None
    return Line(f"check, {size:,} cards", ours, theirs, f"{TIMES_FASTER} × faster" if size >= LARGE else "–", holds)


def table(lines: list[Line]) -> str:
    """The comparisons as a Markdown table."""
    head = "| work | steward | check-jsonschema | ratio | target | holds |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(line) for line in lines)


def _row(line: Line) -> str:
    ours, theirs = median(line.ours), median(line.theirs)
    ratio = f"{ours / theirs:.2f} × its time" if theirs < 2 * ours else f"{theirs / ours:.1f} × faster"
    holds = {True: "yes", False: "**no**", None: "–"}[line.holds]
    return f"| {line.work} | {_cell(line.ours)} | {_cell(line.theirs)} | {ratio} | {line.target} | {holds} |\n"


def _cell(runs: list[Run]) -> str:
    return f"{median(runs):.3f} s, {most(runs):.0f} MiB (of {len(runs)})"


def results(lines: list[Line], bare: Run, day: str, tools: str) -> str:
    """RESULTS.md."""
    cores = os.cpu_count()
    return f"""# Results

Written by `benchmarks/run.py` on {day}. {platform.system()} {platform.machine()}, {cores} cores,
Python {platform.python_version()}; {tools}. A bare `python -c pass` takes {bare.seconds:.3f} s and {bare.mib:.0f} MiB.

Medians of whole processes, run in turns, and the largest process at its largest; in brackets how many runs.
Nothing is kept between runs. check-jsonschema reads the model cards only; steward reads the data sets and use cases
behind them as well, and runs its rules. steward starts helper processes where there are cores for them; the memory
is that of the largest of them.

{table(lines)}"""


def _version(command: str) -> str:
    return subprocess.run([command, "--version"], check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """The command line of this file."""
    beside = Path(sys.executable).parent / ("steward.exe" if os.name == "nt" else "steward")
    parser = argparse.ArgumentParser(description="Time steward and check-jsonschema side by side.")
    parser.add_argument("--quick", action="store_true", help="leave 10,000 cards out")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command (5); of 10,000 cards 3 and 1")
    parser.add_argument("--steward", default=str(beside), help="the steward to time; else the one beside this Python")
    parser.add_argument("--check-jsonschema", type=Path, help=f"else {PEER} is installed for the run")
    parser.add_argument("--day", default="", help="the day to write into the results; else today")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="steward-bench-") as folder:
        other = str(peer(asked.check_jsonschema, Path(folder) / "venv"))
        sizes = [100, 1_000] if asked.quick else [100, 1_000, LARGE]
        lines, bare = compare(asked.steward, other, Path(folder), sizes, asked.rounds)
        tools = f"{_version(asked.steward)}, {_version(other)}"
    print(table(lines), end="")
    if not asked.quick:
        day = asked.day or time.strftime("%Y-%m-%d")
        asked.out.write_text(results(lines, bare, day, tools), encoding="utf-8")
    raise SystemExit(any(line.holds is False for line in lines))


if __name__ == "__main__":
    main()
