"""The commands of the pages that tell a story run as they are written, on the sample registry, and say what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("docs/tutorial.md", "docs/erasure.md", "docs/vendor-ends.md")


class Step(NamedTuple):
    """A command of the page, and what it says there."""

    command: str
    said: list[str]


def steps(page: str) -> Iterator[Step]:
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
        command: list[str] = []
        said: list[str] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield Step("\n".join(command), said)
                command, said = [line[2:]], []
            elif line.startswith("> ") and not said:
                command.append(line[2:])
            else:
                said.append(line)
        yield Step("\n".join(command), said)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a reader of the page has."""
    top = tmp_path / "clone"
    top.mkdir()
    for folder in ("registry", "examples"):
        shutil.copytree(ROOT / folder, top / folder)
    ran(
        top, "git init -q -b main && git add --all && git -c user.name=Us -c user.email=us@house.example commit -qm all"
    )
    return top


def ran(top: Path, command: str) -> tuple[int, list[str]]:
    """A command in a shell, as somebody with nobody's git settings; its exit code, and the lines of both streams."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "STEWARD_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = kept | {
        "PATH": path, "HOME": str(top), "COLUMNS": "100", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", command], cwd=top, env=env, text=True, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


def missing(said: list[str], found: list[str]) -> list[str]:
    """The lines of the page that did not come, in their order; `…` stands for anything, in a line or for lines."""
    left = iter(found)
    patterns = ["".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", line)) for line in said]
    return [
        line for line, pattern in zip(said, patterns, strict=True)
        if line != "…" and not any(re.fullmatch(pattern, one) for one in left)
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_true(page: str, clone: Path) -> None:
    told = list(steps(page))
    assert len(told) > 10
    for command, said in told:
        code, found = ran(clone, command)
        assert missing(said, found) == [], f"$ {command}\n" + "\n".join(found)
        refused = any(line.startswith("steward: ") or "  error  " in line for line in said)
        assert bool(code) is refused, f"$ {command}\n" + "\n".join(found)


def test_lines_that_do_not_come_are_noticed() -> None:
    """Else the page could say anything."""
    assert missing(["a", "…", "c 1…"], ["a", "b", "c 12"]) == []
    assert missing(["a", "b"], ["b", "a"]) == ["b"]
    assert missing(["committed …: x"], ["committed 12: y"]) == ["committed …: x"]
