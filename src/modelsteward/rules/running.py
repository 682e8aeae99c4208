"""Rules at work: on some cards of a registry, on one file by itself, and on one file among the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from sys import intern
from typing import Any, NamedTuple

from modelsteward.domain.findings import Problem
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Broken, Entry, Registry
from modelsteward.domain.watched import Watched
from modelsteward.rules.engine import TEXT, Active, Check, Context, Rule

Found = tuple[Active, Entry[Any] | Broken, Problem]
"""What a rule saw, in which file."""
Told = tuple[str, Problem]
"""A rule's code, and what it saw."""


class Ground(NamedTuple):
    """What all files of a run are judged on."""

    registry: Registry
    day: date | None
    packs: Packs
    catalogue: Mapping[str, Rule]

    def of(self, entry: Entry[Any]) -> Context:
        """The context of one file."""
        return Context(self.registry, entry, self.day, self.packs, self.catalogue)

    def seen_by(self, told: Callable[[str], object]) -> Ground:
        """The same, each look at the registry told."""
        return self._replace(registry=Watched(self.registry, told))


def run(rules: Iterable[Active], ground: Ground, judged: Iterable[str] | None = None) -> Iterator[Found]:
    """Every problem that the rules see in the files `judged` (all of ours when None), in order of file, then rule."""
    by_kind = rules_by_kind(rules)
    only = None if judged is None else frozenset(judged)
    watched = ground.seen_by(_nobody)
    for file in ground.registry.texts:
        if file.file in only if only is not None else not file.home:
            if isinstance(file, Entry) and ground.registry.has_unseen:
                yield from _surely(by_kind.get(file.kind, ()), ground, file)
            elif isinstance(file, Entry):
                yield from _problems(by_kind.get(file.kind, ()), file, file.card, watched.of(file))
            yield from _problems(by_kind.get(TEXT, ()), file, file.text)


def _surely(rules: Iterable[Active], ground: Ground, file: Entry[Any]) -> Iterator[Found]:
    for active in rules:
        for _, problem in _sure([(active.rule.code, active.check)], ground, file, {}):
            yield active, file, problem


def _problems(rules: Iterable[Active], file: Entry[Any] | Broken, *given: Any) -> Iterator[Found]:
    for active in rules:
        for problem in active.check(*given):
            yield active, file, problem


def rules_by_kind(rules: Iterable[Active]) -> dict[str, list[Active]]:
    """Rules by the kinds of file that they judge."""
    by_kind: dict[str, list[Active]] = {}
    for active in rules:
        for kind in active.rule.of:
            by_kind.setdefault(kind, []).append(active)
    return by_kind


class Alone(NamedTuple):
    """What the rules see in one file by itself."""

    found: list[Told]
    """In order of the rules."""
    beyond: tuple[str, ...]
    """Codes of the rules that wanted to look further: at other files, or at the day."""


class Loner:
    """Runs every rule on one file as far as that file, and steward.yaml, can tell.

    Nobody has to declare what a rule looks at: one that asks for more is stopped, and named in `beyond`.
    """

    def __init__(self, rules: Iterable[Active], ground: Ground) -> None:
        """The registry of `ground` holds the policy, and need hold nothing else."""
        by_kind = rules_by_kind(rules)
        self._checks = {kind: [(one.rule.code, one.check) for one in some] for kind, some in by_kind.items()}
        self._ground = ground.seen_by(_stop)

    def __call__(self, file: Entry[Any] | Broken) -> Alone:
        """What can be seen in one file."""
        alone = Alone([], ())
        beyond: list[str] = []
        if isinstance(file, Entry):
            self._ask(self._checks.get(file.kind, ()), (file.card, self._ground.of(file)), alone.found, beyond)
        self._ask(self._checks.get(TEXT, ()), (file.text,), alone.found, beyond)
        return alone._replace(beyond=tuple(beyond))

    def _ask(
        self, checks: Iterable[tuple[str, Check]], given: tuple[Any, ...], found: list[Told], beyond: list[str]
    ) -> None:
        for code, check in checks:
            try:
                for problem in check(*given):
                    found.append((code, problem))
            except _LooksBeyondError:
                beyond.append(code)


class _LooksBeyondError(Exception):
    """A rule wants to know more than its own file says."""


def _stop(key: str) -> None:
    raise _LooksBeyondError


def _nobody(key: str) -> None:
    """What is looked at is of no interest."""


class Around(NamedTuple):
    """What rules see in one file among the others."""

    found: list[Told]
    looked: tuple[str, ...]
    """The keys under which they looked, TODAY among them if they asked for the day."""


def _sure(
    rules: Iterable[tuple[str, Check]], ground: Ground, file: Entry[Any], looked: dict[str, None]
) -> Iterator[Told]:
    """What those of the rules see that looked at nothing which a file that is not checked out could change."""
    for code, check in rules:
        mine: dict[str, None] = {}
        found = [(code, problem) for problem in check(file.card, ground.seen_by(mine.setdefault).of(file))]
        looked |= mine
        if not any(map(ground.registry.doubts, mine)):
            yield from found


def run_around(rules: Iterable[Active], ground: Ground, file: Entry[Any]) -> Around:
    """Run some rules on one file of a registry, and tell on what their findings rest."""
    looked: dict[str, None] = {}
    if ground.registry.has_unseen:
        checks = ((active.rule.code, active.check) for active in rules)
        return Around(list(_sure(checks, ground, file, looked)), tuple(map(intern, looked)))
    context, card = ground.seen_by(looked.setdefault).of(file), file.card
    found = [(active.rule.code, problem) for active in rules for problem in active.check(card, context)]
    return Around(found, tuple(map(intern, looked)))
