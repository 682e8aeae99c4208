"""Hashing artifacts beside `sha256sum`, in one run; by itself it prints the ratios.

    python benchmarks/hashing.py                 # one file of 1 GiB, eight of 128 MiB, a folder of 20,000 of 4 KiB
    python benchmarks/hashing.py --mib 256       # smaller ones

Both read the same files, in turns and after one reading that does not count, so that both find them in memory.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from outcome import Line, line
from timing import Run

from modelsteward.store.hashing import digest_all, look_at

Way = Callable[[Sequence[Path]], list[str]]
MIB = 1024 * 1024
SLOWEST = 1.10
"""One file, or a folder of small ones, may take this many times as long as by `sha256sum`."""
SEVERAL = 1.0
"""Several files must not take longer: they are read at once."""
LISTING = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
"""What gives the digest of a folder, as docs/register.md has it."""


def write(path: Path, mib: int, seed: int) -> Path:
    """A file of noise: no holes, nothing to compress, the same for the same seed."""
    noise = random.Random(seed)
    with path.open("wb") as file:
        for _ in range(mib):
            file.write(noise.randbytes(MIB))
    return path


def by_steward(paths: Sequence[Path]) -> list[str]:
    """The digests as `steward register` works them out."""
    return [item.digest.partition(":")[2] for item in digest_all(look_at(paths))]


def by_sha256sum(paths: Sequence[Path]) -> list[str]:
    """The digests as the other program prints them."""
    done = subprocess.run(["sha256sum", "--", *paths], capture_output=True, text=True, check=True)
    return [line.partition(" ")[0] for line in done.stdout.splitlines()]


def many(top: Path, files: int) -> Path:
    """A folder of small files, 200 in each of its own."""
    noise = random.Random(files)
    for number in range(files):
        path = top / str(number // 200) / f"{number}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(noise.randbytes(4096))
    return top


def by_listing(paths: Sequence[Path]) -> list[str]:
    """The digest of a folder by common tools."""
    done = subprocess.run(["sh", "-c", LISTING], cwd=paths[0], capture_output=True, text=True, check=True)
    return [done.stdout.partition(" ")[0]]


def clocked(work: Way, paths: Sequence[Path]) -> tuple[float, list[str]]:
    """Seconds it took, and what came of it."""
    start = time.perf_counter()
    digests = work(paths)
    return time.perf_counter() - start, digests


def compare(what: str, paths: Sequence[Path], rounds: int, most: float, other_way: Way = by_sha256sum) -> Line:
    """Time both in turns."""
    if by_steward(paths) != other_way(paths):
        raise SystemExit(f"{what}: the digests differ")
    seconds = [(clocked(by_steward, paths)[0], clocked(other_way, paths)[0]) for _ in range(rounds)]
    ours, other = ([Run(taken) for taken in column] for column in zip(*seconds, strict=True))
    key = "hashing/" + what.replace(" ", "-").replace(",", "")
    return line(key, f"hashing {what}", ours, "sha256sum", other, most)


def lines(top: Path, mib: int, files: int, small: int, rounds: int) -> Iterator[Line]:
    """One file, several, a folder of small ones."""
    if shutil.which("sha256sum") is None:
        raise SystemExit("there is no sha256sum here (GNU coreutils)")
    gc.disable()  # as steward does from its start
    top.mkdir(parents=True, exist_ok=True)
    one = write(top / "one.bin", mib, 0)
    yield compare(f"1 file of {mib} MiB", [one], rounds, SLOWEST)
    one.unlink()
    several = [write(top / f"{i}.bin", mib // files, i + 1) for i in range(files)]
    yield compare(f"{files} files of {mib // files} MiB", several, rounds, SEVERAL)
    for file in several:
        file.unlink()
    folder = many(top / "many", small)
    yield compare(f"a folder of {small:,} files of 4 KiB", [folder], 3 * rounds, SLOWEST, by_listing)  # each is short


def main() -> int:
    """Run all comparisons; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=1024, help="size of the one file, and of the several together")
    parser.add_argument("--files", type=int, default=8, help="how many the several are")
    parser.add_argument("--small", type=int, default=20_000, help="how many files of 4 KiB the folder holds")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="steward-hashing-") as folder:
        print(f"{os.cpu_count()} processors:")
        for one in lines(Path(folder), asked.mib, asked.files, asked.small, asked.rounds):
            mine, other = statistics.median(one.ours), statistics.median(one.other)
            told = f"{one.ratio:.2f} x (at most {one.limit}) {'ok' if one.holds else 'MISSED'}"
            print(f"{one.work:<40} {mine:6.2f} s   sha256sum {other:6.2f} s   {told}", flush=True)
            held = held and bool(one.holds)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
