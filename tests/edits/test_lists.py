"""A list that is set to nearly the same: only the items that differ change, and the others keep their comments."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from modelsteward.domain.edited import edited, same
from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.domain.narrowing import narrowed
from modelsteward.store.editing import edit
from tests.edits.random_edits import any_value, nearly

THREE = "a: # c\n  # of x\n  - x # cx\n  # of y\n  - y # cy\n  - z # cz\n"
PARTS = "a:\n  - role: weights # r\n    # where\n    uri: one # u\n    bytes: 5\n  - role: tokenizer # t\n    uri: two # v\n"

CASES: dict[str, tuple[str, list[Any], str]] = {
    "one gone": (THREE, ["x", "z"], THREE.replace("  - y # cy\n", "")),
    "the first gone": (THREE, ["y", "z"], THREE.replace("  - x # cx\n", "")),
    "the last gone": (THREE, ["x", "y"], THREE.replace("  - z # cz\n", "")),
    "one between": (THREE, ["x", "w", "y", "z"], THREE.replace("  # of y", "  - w\n  # of y")),
    "one in front": (THREE, ["w", "x", "y", "z"], THREE.replace("  # of x", "  - w\n  # of x")),
    "one behind": (THREE, ["x", "y", "z", "w"], f"{THREE}  - w\n"),
    "another in place of one": (THREE, ["x", "w", "z"], THREE.replace("- y #", "- w #")),
    "one gone and one come": (THREE, ["y", "z", "w"], f"{THREE}  - w\n".replace("  - x # cx\n", "")),
    "one key of one item": (
        PARTS,
        [{"role": "weights", "uri": "new", "bytes": 5}, {"role": "tokenizer", "uri": "two"}],
        PARTS.replace("uri: one", "uri: new"),
    ),
    "all but the key that names it": (
        PARTS,
        [{"role": "tokenizer", "uri": "new"}],
        "a:\n  - role: tokenizer # t\n    uri: new # v\n",
    ),
    "a key less and an item more": (
        PARTS,
        [{"role": "index", "uri": "i"}, {"role": "weights", "uri": "one"}, {"role": "tokenizer", "uri": "two"}],
        PARTS.replace("a:\n", "a:\n  - role: index\n    uri: i\n").replace("    bytes: 5\n", ""),
    ),
    "in brackets": ("a: [x, y, z] # c\n", ["w", "x", "z"], "a: [w, x, z] # c\n"),
    "in brackets over lines": ("a: [\n  x, # cx\n  y, # cy\n  z\n]\n", ["x", "w", "z"], "a: [\n  x, # cx\n  w, # cy\n  z\n]\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_only_items_that_differ_change(case: tuple[str, list[Any], str]) -> None:
    before, value, after = case

    assert edit(before, [Set(("a",), value)]) == after


def test_a_list_with_nothing_in_common_is_written_anew() -> None:
    one = Set(("a",), ["w"])

    assert narrowed(["x", "y"], one) == [one]
    assert edit("a:\n  - x # cx\n  - y\n", [one]) == "a:\n  - w\n"


def test_what_an_alias_stands_for_may_stay_in_a_list_that_changes() -> None:
    text = "a:\n  - &x {b: 1}\n  - z\nc: *x\n"

    assert edit(text, [Set(("a",), [{"b": 1}, "w"])]) == text.replace("- z", "- w")


def test_the_smaller_edits_mean_the_same() -> None:
    random = Random(7)
    for _ in range(2000):
        old = [any_value(random, 2) for _ in range(random.randrange(1, 6))]
        new = nearly(random, old)
        steps: list[Edit] = narrowed(old, Set((), new)) if not same(old, new) else []

        assert same(edited(old, steps), new), (old, new, steps)


def test_an_item_gone_and_an_item_come_are_one_step_each() -> None:
    old = [{"name": name, "n": 1} for name in "abcdef"]

    assert narrowed(old, Set((), [*old[:2], *old[3:]])) == [Remove((2,))]
    assert narrowed(old, Set((), [*old[:2], "w", *old[2:]])) == [Insert((2,), "w")]
    assert narrowed(old, Set((), [*old, "w"])) == [Append((), "w")]
    assert narrowed(old, Set((), [*old[:2], {"name": "c", "n": 2}, *old[3:]])) == [Set((2,), {"name": "c", "n": 2})]
