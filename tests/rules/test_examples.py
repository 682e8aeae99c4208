"""One harness for all rules: their form, and their examples. A rule is tested by being declared."""

from __future__ import annotations

import re
from typing import Any

import pytest

from modelsteward.domain.findings import Path
from modelsteward.domain.kinds import BY_NAME, kinds_at
from modelsteward.rules import CATALOGUE, FAMILIES
from modelsteward.rules.engine import TEXT, Rule
from modelsteward.store.composer import compose
from modelsteward.store.reader import read_card
from tests.rules.worlds import Seen, judge, problems, world

ALL = [rule for family in FAMILIES for rule in family.rules]
FILE_RULES = ("RD112", "RD114")
"""Their examples are no texts: whether a disk gives a file at all, and where it lies."""


def name(rule: Rule) -> str:
    return rule.code


each_rule = pytest.mark.parametrize("rule", ALL, ids=name)
each_judging = pytest.mark.parametrize("rule", [r for r in ALL if r.check], ids=name)
each_reading = pytest.mark.parametrize("rule", [r for r in ALL if not r.check and r.code not in FILE_RULES], ids=name)
each_timeless = pytest.mark.parametrize("rule", [r for r in ALL if r.check and not r.timed], ids=name)


def test_every_code_is_given_once() -> None:
    assert len(CATALOGUE) == len(ALL)


def test_families_are_told_apart_by_their_letters() -> None:
    assert len({family.letters for family in FAMILIES}) == len(FAMILIES)


@each_rule
def test_a_code_is_its_family_and_a_number(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{2}[1-9][0-9]{2}", rule.code)
    assert rule.family in {family.letters for family in FAMILIES}


@each_rule
def test_a_title_is_short_and_no_sentence(rule: Rule) -> None:
    assert 3 <= len(rule.title) <= 60
    assert not rule.title.endswith(".")
    assert rule.title[0].isupper()


@each_rule
def test_a_rule_says_why(rule: Rule) -> None:
    assert len(rule.why) >= 30
    assert rule.why.endswith(".")


@each_judging
def test_a_rule_speaks_of_kinds_that_exist(rule: Rule) -> None:
    assert rule.of
    assert set(rule.of) <= {*BY_NAME, TEXT}


@each_judging
def test_the_good_example_is_silent(rule: Rule) -> None:
    assert [(seen.file, seen.message) for seen in problems(rule.code, rule.good)] == []


@each_judging
def test_the_bad_example_is_caught(rule: Rule) -> None:
    assert problems(rule.code, rule.bad)


@each_judging
def test_the_ground_alone_is_silent(rule: Rule) -> None:
    use = "{serving: {main: m@1.0.0}, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]}"
    ground = world(f"{{m@1.0.0: {{}}, data:d@1.0.0: {{}}, 'use:u': {use}, 'vendor:host/model': {{}}}}")
    assert [(seen.file, seen.message) for seen in judge(ground, rule.code)] == []


@each_timeless
def test_a_rule_that_is_not_timed_needs_no_day(rule: Rule) -> None:
    assert problems(rule.code, rule.bad, today=None)


@each_judging
def test_a_problem_lies_at_a_place_that_is_written(rule: Rule) -> None:
    for seen in problems(rule.code, rule.bad):
        if seen.problem.span:
            start, end = seen.problem.span
            assert 0 <= start < end <= len(seen.text)
        else:
            assert is_near(seen), f"neither {seen.path} nor its parent is in {seen.file}"


def is_near(seen: Seen) -> bool:
    """Whether the place of a problem, or what it would stand in, is in the file."""
    value, _ = compose(seen.text)
    return leads(value, seen.path) or leads(value, seen.path[:-1])


def leads(value: Any, path: Path) -> bool:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


@each_judging
def test_a_problem_says_what_is_the_case_and_what_would_be_right(rule: Rule) -> None:
    for seen in problems(rule.code, rule.bad):
        for text in (seen.message, seen.hint):
            assert text.strip() == text
            assert text
            assert "\n" not in text
            assert not text.endswith(".")


@each_reading
def test_the_reader_takes_the_good_example(rule: Rule) -> None:
    reading = read_card("models/m/1.0.0.yaml", rule.good.encode())
    assert reading.card is not None, (reading.faults, reading.problems)


@each_reading
def test_the_reader_refuses_the_bad_example(rule: Rule) -> None:
    reading = read_card("models/m/1.0.0.yaml", rule.bad.encode())
    codes = [fault.code for fault in reading.faults] + [code for code, _ in reading.problems]
    assert reading.card is None
    assert rule.code in codes


def test_a_file_where_nothing_is_read_is_told_by_its_path() -> None:
    rule = CATALOGUE["RD114"]
    assert kinds_at(rule.good)
    assert not kinds_at(rule.bad)
