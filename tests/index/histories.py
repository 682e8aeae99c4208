"""A registry's folder that goes through a history, and every reading command asked with and without the index."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, settings

from modelsteward.cli.main import main
from modelsteward.rules import CATALOGUE
from modelsteward.rules.examples import spread
from modelsteward.store.composer import compose

EXAMPLES = tuple(text for rule in CATALOGUE.values() if rule.check is not None for text in (rule.good, rule.bad))
"""Every rule's good and bad example: small worlds that differ in what some rule looks at."""
Files = Mapping[str, bytes]
some_histories = settings(
    max_examples=int(os.environ.get("STEWARD_TEST_HISTORIES", "4")), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
"""How many histories each property of them is tried on: a few in CI, as many as STEWARD_TEST_HISTORIES says elsewhere."""


def files_of(example: str) -> dict[str, bytes]:
    """An example as the files of a registry."""
    value, faults = compose(example)
    assert not faults
    return {path: _text(said).encode() for path, said in spread(value).items()}


def _text(said: Any) -> str:
    if isinstance(said, dict) and set(said) == {"text"}:
        return str(said["text"])
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True)


EVERY = os.environ.get("STEWARD_TEST_STRIDE") == "1"
"""Whether each rule is tried in every way; in CI in some of them, which differ from rule to rule."""
Found = tuple[str, str, str]
"""A finding: its code, the path of its file within the registry, its message."""


def found_in(out: str, root: Path) -> list[Found]:
    """The findings of a registry in a report as JSON."""
    inside = f"{root.name}/"
    findings = json.loads(out)["findings"]
    return [(one["code"], one["file"].rpartition(inside)[2], one["message"]) for one in findings]


class House:
    """A folder whose files change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = "2030-01-01"

    @property
    def files(self) -> dict[str, bytes]:
        """What lies there."""
        paths = (path for path in sorted(self.root.rglob("*.yaml")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def become(self, files: Files) -> None:
        """Be these files and no others; what is the same already is left alone, as git does it."""
        now = self.files
        for path in now.keys() - files.keys():
            (self.root / path).unlink()
        for path, data in files.items():
            if now.get(path) != data:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(data)

    def ask(self, *args: str, cached: bool) -> tuple[int, str, str]:
        """What a command says and how it ends."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([*(() if cached else ("--no-cache",)), "-C", str(self.root), *args])
        return code, out.getvalue(), err.getvalue()

    def both(self, *args: str, again: bool = True) -> str:
        """Hold what a command says with the index against what it says without; what that is.

        `again`: once more, from what was kept of the first time.
        """
        without = self.ask(*args, cached=False)
        assert self.ask(*args, cached=True) == without, args
        assert not again or self.ask(*args, cached=True) == without, (args, "again")
        return without[1]

    def check(self, *more: str, again: bool = True) -> str:
        """The same of `check`."""
        return self.both("check", "--today", self.day, "--format", "json", *more, again=again)

    def found(self, *more: str, again: bool = True) -> list[Found]:
        """What `check` finds, the same with the index and without."""
        return found_in(self.check(*more, again=again), self.root)

    def look_around(self) -> None:
        """The same of every command that reads the whole registry."""
        self.both("validate", "--format", "json")
        for kind in ("model", "data", "use"):
            self.both("list", "--kind", kind, "--all", "--today", self.day, "--format", "json")
        self.both("timeline", "--today", self.day, "--format", "json")
        for ref in _refs(self.files):
            self.both("show", ref, "--today", self.day, "--format", "json")


def _refs(files: Files) -> Iterator[str]:
    from modelsteward.domain.kinds import ref_at

    yield from (ref for path in files if (ref := ref_at(path)) != path and ref != "registry")


def emptied(folder: Path) -> Path:
    """The folder, with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
