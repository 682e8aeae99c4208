"""Searching for copies by content beside `find` and `sha256sum`, in one run; by itself it prints the ratios.

    python benchmarks/scanning.py                      # 100,000 files of 5 GB, 200 digests
    python benchmarks/scanning.py --files 10000        # a tenth of that

Each digest belongs to one file of the tree, and four others have its size: so a thousand files are hashed. `find` is
given the 200 sizes and `sha256sum` what it finds, and once all files. The processes take turns, and find the files in
memory as far as it goes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from outcome import Line, line
from timing import Run

SLOWEST = 1.5
"""The search may take this many times as long as `find` with `sha256sum` on what has a size that is sought."""
ALL = 0.35
"""And of `sha256sum` over all files this much."""
MEMORY = 1.15
"""What it holds for all files, as a multiple of what it holds for a tenth of them."""
DIGESTS = 200
SAME_SIZE = 4
MEAN = 50_000
ENDS = (".bin", ".json", ".txt", ".py", "", ".npy", ".log", ".onnx", ".parquet", ".so")

SEARCH = """
import json, sys
from modelsteward.domain.erasing import Wanted
from modelsteward.domain.progress import nobody
from modelsteward.store.scan import sweep
wanted = [Wanted(digest, size, "it") for digest, size in json.load(open(sys.argv[2]))]
swept = sweep([sys.argv[1]], wanted, nobody)
held = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(len(swept.sights), *held)
"""
"""What `steward destroy --verify --scan` does with a folder; prints how many copies it found, and its memory.

Not by getrusage: the most that it says a process held is, on Linux, no less than its parent held when it started it.
"""


def plant(top: Path, files: int) -> list[tuple[str, int]]:
    """A tree of files, 200 in a folder, and the digests of some: as many bytes of noise as are asked for."""
    noise = random.Random(files)
    block = noise.randbytes(4 * MEAN)
    sought: list[tuple[str, int]] = []
    every = max(files // DIGESTS, SAME_SIZE + 1)
    size = 0
    for number in range(files):
        if number % every > SAME_SIZE or not number % every:
            size = noise.randrange(64, 2 * MEAN)
        start = noise.randrange(2 * MEAN)
        data = number.to_bytes(8, "big") + block[start : start + size]
        path = top / str(number // 200) / f"{number}{ENDS[number % len(ENDS)]}"
        if not number % 200:
            path.parent.mkdir(parents=True)
        path.write_bytes(data)
        if not number % every and len(sought) < DIGESTS:
            sought.append((f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)))
    return sought


def by_steward(top: Path, sought: Path) -> tuple[Run, int]:
    """The search, and how many copies it found."""
    taken, said = _clocked([sys.executable, "-c", SEARCH, str(top), str(sought)])
    copies, kilobytes = map(int, said.split())
    return Run(taken, kilobytes / 1024), copies


def by_size(top: Path, sizes: list[int]) -> Run:
    """`find` with the sizes, and `sha256sum` on what it finds."""
    tests = " -o ".join(f"-size {size}c" for size in sizes)
    return Run(_clocked(["sh", "-c", f"find . -type f \\( {tests} \\) -print0 | xargs -0 sha256sum"], top)[0])


def by_all(top: Path) -> Run:
    """`sha256sum` over every file."""
    return Run(_clocked(["sh", "-c", "find . -type f -print0 | xargs -0 sha256sum > sums"], top)[0])


def _clocked(command: list[str], cwd: Path | None = None) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout


def lines(top: Path, files: int, rounds: int) -> Iterator[Line]:
    """The search beside `find` with the same sizes, beside `sha256sum` over all, and its memory."""
    if shutil.which("sha256sum") is None or shutil.which("find") is None:
        raise SystemExit("there is no find or no sha256sum here (GNU findutils, coreutils)")
    few = _searched(top / "few", files // 10, 1)[0]
    ours, sized, whole = _searched(top / "all", files, rounds)
    what = f"{files:,} files for {DIGESTS} digests"
    yield line(f"scan/{files}", f"searching {what}", ours, "find, sha256sum by size", sized, SLOWEST)
    yield line(f"scan-all/{files}", f"searching {what}", ours, "sha256sum of all", whole, ALL)
    held = [tuple(round(run.mib, 1) for run in runs) for runs in (ours, few)]
    yield Line(
        f"scan-memory/{files}", f"memory for {files:,} files", held[0], "a tenth of them", held[1], MEMORY, "MiB"
    )


def _searched(top: Path, files: int, rounds: int) -> tuple[list[Run], list[Run], list[Run]]:
    sought = plant(top, files)
    kept = top.with_suffix(".json")
    kept.write_text(json.dumps(sought))
    taken = []
    for turn in range(rounds + (rounds > 1)):
        search, copies = by_steward(top, kept)
        if copies != len(sought):
            raise SystemExit(f"{copies} of {len(sought)} copies were found")
        if turn or rounds == 1:
            taken.append((search, by_size(top, [size for _, size in sought]), by_all(top)))
            (top / "sums").unlink()
    shutil.rmtree(top)
    ours, sized, whole = zip(*taken, strict=True)
    return list(ours), list(sized), list(whole)


def main() -> int:
    """Run all comparisons; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="steward-scanning-") as folder:
        print(f"{os.cpu_count()} processors:")
        for one in lines(Path(folder), asked.files, asked.rounds):
            mine, other = statistics.median(one.ours), statistics.median(one.other)
            told = f"{one.ratio:.2f} x (at most {one.limit}) {'ok' if one.holds else 'MISSED'}"
            print(
                f"{one.work:<42} {mine:7.2f} {one.unit}   {one.other_name} {other:7.2f} {one.unit}   {told}", flush=True
            )
            held = held and bool(one.holds)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
