"""Finding ids of models in a source tree beside `rg -F -f`, in one run; by itself it prints the ratio.

    python benchmarks/mentions.py              # 1,000 MB of source text, 3,000 ids
    python benchmarks/mentions.py --mb 100     # a tenth of that

ripgrep is told to search what git would ignore, and to write out the lines that have an id anywhere, within a longer
word too. Both are whole processes that take turns, and find the files in memory as far as it goes.
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
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from outcome import Line, line
from timing import Run

SLOWEST = 3.0
"""steward may take this many times as long as ripgrep."""
IDS = 3_000
EVERY = 90_000
"""Bytes between one id and the next, on average: as in trees of real code that calls models."""
SMALLEST, LARGEST = 2_000, 60_000
ENDS = (".py", ".ts", ".yaml", ".json", ".tf", ".md", ".env", ".toml")

SEARCH = """
import sys
from pathlib import Path
from modelsteward.store.idscan import find_ids
found = find_ids([sys.argv[1]], Path(sys.argv[2]).read_text().splitlines())
print(len(found.hits), found.files)
"""
"""What `steward vendors scan` does with a folder; prints how many ids it met, in how many files."""

FAMILIES = "gpt claude gemini mistral llama qwen deepseek command grok nova titan phi"
HOSTS = ("", "anthropic.", "us.amazon.", "openai/", "meta-llama/", "vertex_ai/")
KINDS = ("", "-mini", "-large", "-flash", "-instruct", "-vision", "-coder", "-embed")
DOUBTFUL = "o1 o3 o4 sd3 hy3 ada base search query sonar whisper command preview standard fast chat auto edit"
"""Ids that are words as well, and stand in texts as such."""
WORDS = (
    "self return value index model models config client request response import from const export function async await "
    "name type string number path data result error message token user table column engine deployment region account "
    "provider the of and to in is that for it with as was on be at by this had not are but or have an "
    "they which one you were all her she there would their we him been has when who will no more if out so up said what"
)
AROUND = "metadata adapter database baseline research editor automatic breakfast standardized chatter queryset"
"""Words that have such an id within."""
RARE = 60
"""How much rarer than others these words are: some 900 in a megabyte, as many as Python's packages have of them."""
SHAPES = (
    "    {0}.{1} = {2}({3}, {4}[{5}])\n",
    '  "{0}_{1}": "{2} {3}",\n',
    "// {0} {1} {2} {3} {4} {5} {6} {7}\n",
    "    if {0} != {1}.{2}: {3}.{4}({5}_{6}, {7})\n",
    "{0}_{1}: {2}-{3}\n",
    "\n",
    "import {{ {0}, {1} }} from './{2}/{3}-{4}';\n",
    "{0} {1} {2} {3} {4} {5} {6} {7}, {0} {3} {2}. {5} {1}: {7} {6}\n",
)
MENTIONS = ('    model = "{}"\n', '  "model": "{}",\n', "MODEL_NAME={}\n", "  - model: {}\n", "    chat({!r})\n")


def ids(count: int) -> list[str]:
    """So many ids, of which some are words; not in order, so that few are the beginning of another."""
    versions = [f"{major}{minor}" for major in range(1, 6) for minor in (".5", "o", "b", "-20250514", "-2024-08-06")]
    made = [f"{host}{family}-{version}{kind}"
            for version, kind, host, family in product(versions, KINDS, HOSTS, FAMILIES.split())]  # fmt: skip
    doubtful = DOUBTFUL.split()
    return [*doubtful, *random.Random(count).sample(made, count - len(doubtful))]


def plant(top: Path, size: int, names: list[str]) -> int:
    """A tree of about so many bytes, 40 files in a folder, always the same; and how many ids were put into it."""
    chance = random.Random(size)
    words = WORDS.split() * RARE + DOUBTFUL.split() + AROUND.split()
    block = "".join(chance.choice(SHAPES).format(*chance.choices(words, k=8)) for _ in range(80_000))
    sure = names[len(DOUBTFUL.split()) :]
    written = number = planted = 0
    due = EVERY
    while written < size:
        room, start = chance.randrange(SMALLEST, LARGEST), chance.randrange(len(block) - LARGEST)
        text = f"# {number}\n{block[start : start + room]}\n"
        while written + len(text) > due:
            text += chance.choice(MENTIONS).format(chance.choice(sure))
            planted, due = planted + 1, due + EVERY
        path = top / str(number // 400) / str(number // 40 % 10) / f"{number}{ENDS[number % len(ENDS)]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        written, number = written + len(text), number + 1
    return planted


def _clocked(command: list[str]) -> tuple[Run, bytes]:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    return Run(time.perf_counter() - start), done.stdout


def lines(top: Path, mb: int, rounds: int) -> Iterator[Line]:
    """The search beside ripgrep's."""
    if shutil.which("rg") is None:
        print("there is no rg here (ripgrep): nothing to compare with", file=sys.stderr)
        return
    names, kept = ids(IDS), top.with_suffix(".ids")
    planted = plant(top, mb * 10**6, names)
    kept.write_text("".join(f"{name}\n" for name in names))
    ours, other = [], []
    for turn in range(rounds + (rounds > 1)):
        mine, said = _clocked([sys.executable, "-c", SEARCH, str(top), str(kept)])
        if int(said.split()[0]) < planted:
            raise SystemExit(f"{said.split()[0].decode()} of {planted} ids were found")
        its = _clocked(["rg", "--no-config", "-uu", "-F", "-f", str(kept), str(top)])[0]
        if turn or rounds == 1:
            ours.append(mine)
            other.append(its)
    shutil.rmtree(top)
    yield line(f"mentions/{mb}", f"finding {IDS:,} ids in {mb:,} MB", ours, "`rg -F -f`", other, SLOWEST)


def main() -> int:
    """Run the comparison; 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="steward-mentions-") as folder:
        print(f"{os.cpu_count()} processors:")
        for one in lines(Path(folder) / "tree", asked.mb, asked.rounds):
            mine, other = statistics.median(one.ours), statistics.median(one.other)
            told = f"{one.ratio:.2f} x (at most {one.limit}) {'ok' if one.holds else 'MISSED'}"
            print(f"{one.work:<34} {mine:7.2f} {one.unit}   {one.other_name} {other:7.2f} {one.unit}   {told}")
            held = held and bool(one.holds)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
