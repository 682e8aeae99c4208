"""Hashing artifacts beside `sha256sum`, in one run; prints the ratios.

    python benchmarks/hashing.py                 # one file of 1 GiB, then eight of 128 MiB
    python benchmarks/hashing.py --mib 256       # smaller ones

Both read the same files, in turns and after one reading that does not count, so that both find them in memory.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from modelsteward.store.hashing import digest_all, look_at

MIB = 1024 * 1024
SLOWEST = 1.10
"""One file may take this many times as long as `sha256sum` does; several files must take less than 1."""


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


def timed(work: Callable[[Sequence[Path]], list[str]], paths: Sequence[Path]) -> tuple[float, list[str]]:
    """Seconds it took, and what came of it."""
    start = time.perf_counter()
    digests = work(paths)
    return time.perf_counter() - start, digests


def compare(what: str, paths: Sequence[Path], rounds: int, most: float) -> bool:
    """Time both in turns, print the line, and say whether the target is met."""
    if by_steward(paths) != by_sha256sum(paths):
        raise SystemExit(f"{what}: the digests differ")
    seconds = [(timed(by_steward, paths)[0], timed(by_sha256sum, paths)[0]) for _ in range(rounds)]
    mine, other = (statistics.median(column) for column in zip(*seconds, strict=True))
    ratio = mine / other
    size = sum(path.stat().st_size for path in paths) / MIB
    print(
        f"{what:<22} steward {mine:6.2f} s ({size / mine:6.0f} MiB/s)   sha256sum {other:6.2f} s   "
        f"{ratio:.2f} x  (at most {most:.2f})  {'ok' if ratio <= most else 'MISSED'}"
    )
    return ratio <= most


def main() -> int:
    """Run both comparisons; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=1024, help="size of the one file, and of the several together")
    parser.add_argument("--files", type=int, default=8, help="how many the several are")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if shutil.which("sha256sum") is None:
        raise SystemExit("there is no sha256sum here (GNU coreutils)")
    with tempfile.TemporaryDirectory(prefix="steward-hashing-") as folder:
        top = Path(folder)
        one = [write(top / "one.bin", asked.mib, 0)]
        held = [compare(f"1 file, {asked.mib} MiB", one, asked.rounds, SLOWEST)]
        one[0].unlink()
        several = [write(top / f"{i}.bin", asked.mib // asked.files, i + 1) for i in range(asked.files)]
        print(f"{os.cpu_count()} processors:")
        held.append(compare(f"{asked.files} files, {asked.mib} MiB", several, asked.rounds, 1.0))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
