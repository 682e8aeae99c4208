"""The simulation of many teams: real merges, of changes that are right by themselves."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import around
import pulls

import scale

STEWARD = str(Path(sys.executable).parent / "steward")
Make = Callable[[int, pulls.Seen, random.Random, int], pulls.Files]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[scale.Repository]:
    """A registry of three teams."""
    monkeypatch.setattr(around, "GROUPS_A_TEAM", around.GROUPS_A_TEAM)
    made = scale.start(tmp_path, 3, 1)
    yield made
    made.close()


def tip(repository: scale.Repository) -> str:
    return scale.git(repository.top, "rev-parse", "main").strip()


def on(repository: scale.Repository, base: str, make: Make, team: int = 0) -> str:
    """A pull request's commit."""
    files = make(team, repository.seen(base), random.Random(1), 1)
    assert files, make.__name__
    return repository.commit(repository.tree_with(f"{base}^{{tree}}", files), base)


def errors(repository: scale.Repository, commit: str) -> set[str]:
    """The rules that find an error."""
    found = scale.verdict(repository, commit, STEWARD)
    return {code.partition(" ")[0] for code in found if code.endswith(" error")}


@pytest.mark.slow
@pytest.mark.parametrize("make", pulls.SHARES, ids=lambda make: make.__name__)
def test_a_change_is_right_by_itself_and_touches_few_lines(repository: scale.Repository, make: Make) -> None:
    drafted = on(repository, tip(repository), pulls.draft)
    head = on(repository, drafted, make)
    assert not errors(repository, head)
    lines = scale.git(repository.top, "diff", "--numstat", "--diff-filter=M", drafted, head).split("\n")
    changed = [int(line.split("\t")[0]) for line in lines if line and not line.endswith("retirement.yaml")]
    assert all(count <= 8 for count in changed), lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (pulls.rollback, pulls.retire, "US102"),
        (pulls.candidate, pulls.withdraw, "ID102"),
        (pulls.replace, pulls.withdraw, "ID102"),
    ],
)
def test_what_a_clean_merge_breaks_check_finds(repository: scale.Repository, one: Make, other: Make, code: str) -> None:
    base = on(repository, tip(repository), pulls.draft)
    ours, theirs = on(repository, base, one), on(repository, base, other)
    tree, conflicts = repository.merge(ours, theirs)
    assert not conflicts
    assert not errors(repository, ours) | errors(repository, theirs)
    assert code in errors(repository, repository.commit(tree, ours, theirs))


def test_one_number_used_twice_is_a_conflict_and_two_teams_are_not(repository: scale.Repository) -> None:
    base = tip(repository)
    first = on(repository, base, pulls.draft)
    seen = repository.seen(base)
    again = repository.commit(repository.tree_with(f"{base}^{{tree}}", pulls.draft(0, seen, random.Random(2), 1)), base)
    _, conflicts = repository.merge(first, again)
    assert [Path(path).name for path in conflicts] == ["4.0.0.yaml"]
    tree, none = repository.merge(first, on(repository, base, pulls.draft, team=1))
    assert not none
    assert len(repository.seen(tree).list(f"models/{pulls.topic_of(1)}-writer")) == 6


def test_whoever_sees_all_that_was_merged_never_conflicts(repository: scale.Repository) -> None:
    at_once = scale.play(repository, 3, 40, 1, 0, 1)
    assert (at_once.merged, at_once.conflicts) == (40, {})
    assert scale.play(repository, 3, 40, 1, 0, 1).tip != tip(repository)
    late = scale.play(repository, 3, 60, 1, 200, 1)
    assert late.merged + sum(late.conflicts.values()) == 60
    assert late.conflicts


def test_requests_are_opened_before_they_are_merged_and_none_is_lost() -> None:
    events = list(scale.arrivals(50, 10, 4, random.Random(1)))
    assert sorted(events) == [(number, ends) for number in range(50) for ends in (False, True)]
    assert all(events.index((number, False)) < events.index((number, True)) for number in range(50))
    assert events != sorted(events)


def test_a_queue_merges_what_is_whole_and_larger_groups_cost_fewer_jobs() -> None:
    alone, grouped = scale.queue(800, 90, 0.0, 1, 1, 1), scale.queue(800, 90, 0.0, 10, 1, 1)
    assert alone.merged == grouped.merged == alone.jobs
    assert grouped.jobs < alone.jobs
    assert grouped.late < alone.late
    spoilt = scale.queue(800, 90, 0.1, 10, 1, 1)
    assert spoilt.merged < grouped.merged
    assert scale.queue(100, 90, 0.0, 1, 1, 1).median >= 1.5
