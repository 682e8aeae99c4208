"""From an example's YAML to a registry, through the real reader, and what a rule sees in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from modelsteward.domain.findings import Path, Problem
from modelsteward.domain.kinds import FOLDERS
from modelsteward.domain.registry import Registry
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Active
from modelsteward.rules.examples import TODAY, spread
from modelsteward.rules.running import Ground, run
from modelsteward.store.composer import compose
from modelsteward.store.files import Listing, Unreadable
from modelsteward.store.loading import Loaded, load
from modelsteward.store.packs import read_packs


@dataclass(frozen=True)
class Folder:
    """A registry's files, held in memory."""

    texts: dict[str, str]

    def list(self) -> Listing:
        """Every file but steward.yaml and what no registry reads, sorted."""
        return Listing(sorted(path for path in self.texts if path.partition("/")[0] in FOLDERS))

    def neighbour(self, path: str) -> tuple[str, Folder]:
        """A folder within this one."""
        if path == ".":
            return path, self
        inner = {
            file.removeprefix(f"{path}/"): text for file, text in self.texts.items() if file.startswith(f"{path}/")
        }
        return path, Folder(inner)

    def passed(self) -> bool:
        """Never."""
        return False

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        if path not in self.texts:
            raise Unreadable("it is not there")
        return self.texts[path].encode()

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self.texts


@dataclass(frozen=True)
class Seen:
    """A problem, and the file it was seen in."""

    file: str
    text: str
    problem: Problem

    @property
    def path(self) -> Path:
        """Which keys lead to it."""
        return self.problem.path

    @property
    def message(self) -> str:
        """What is the case."""
        return self.problem.message

    @property
    def hint(self) -> str:
        """What would be right."""
        return self.problem.hint


def read_world(example: str, raw: dict[str, str] | None = None) -> Loaded:
    """The registry that an example describes. `raw` adds files as they stand, readable or not."""
    value, faults = compose(example)
    assert not faults, f"the example is not YAML: {faults}"
    texts = {file: _dumped(card) for file, card in spread(value or {}).items()}
    return load(Folder(texts | (raw or {})))


def world(example: str, raw: dict[str, str] | None = None) -> Registry:
    """The registry of an example whose cards can all be read, those in `raw` apart."""
    loaded = read_world(example, raw)
    unread = {r.file: [*r.faults, *(p for _, p in r.problems)] for r in loaded.failed if r.file not in (raw or {})}
    assert not unread, f"the example cannot be read: {unread}"
    return loaded.registry


def judge(registry: Registry, code: str, today: date | None = TODAY, **parameters: Any) -> list[Seen]:
    """What one rule sees in a registry. A rule that is not timed is judged without a day."""
    rule = CATALOGUE[code]
    assert rule.check is not None
    check = rule.check

    def with_parameters(*args: Any) -> Iterator[Problem]:
        yield from check(*args, **parameters)

    active = Active(rule, rule.severity, with_parameters)
    found = run([active], Ground(registry, today if rule.rests_on_day else None, read_packs(), CATALOGUE))
    return [Seen(file.file, file.text, problem) for _, file, problem in found]


def problems(
    code: str, example: str, today: date | None = TODAY, raw: dict[str, str] | None = None, **parameters: Any
) -> list[Seen]:
    """What one rule sees in an example, which is laid over the ground that all examples stand on."""
    return judge(world(example, raw), code, today, **parameters)


def messages(code: str, example: str, today: date | None = TODAY) -> list[str]:
    """The same, the messages alone."""
    return [seen.message for seen in problems(code, example, today)]


def paths(code: str, example: str, today: date | None = TODAY) -> list[Path]:
    """The same, the places alone."""
    return [seen.path for seen in problems(code, example, today)]


def _dumped(card: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(card, sort_keys=False, allow_unicode=True, width=1000)
    return text
