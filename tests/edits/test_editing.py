"""Edits, one kind at a time: a text before, and exactly the text after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.errors import Exit, Refused
from modelsteward.store.editing import CannotEdit, edit, edited

LONG = "x" * 90
CASES: dict[str, tuple[str, Edit, str]] = {
    # Setting what is there.
    "a comment behind a value stays": ("a: 1  # why\nb: 2\n", Set(("a",), 5), "a: 5  # why\nb: 2\n"),
    "the same value changes nothing": ("a:   1.0 # why\n", Set(("a",), 1.0), "a:   1.0 # why\n"),
    "one is not true": ("a: 1\n", Set(("a",), True), "a: true\n"),
    "one is not 1.0": ("a: 1\n", Set(("a",), 1.0), "a: 1.0\n"),
    "a day is written plainly": ("a: 2026-01-01\n", Set(("a",), date(2027, 2, 3)), "a: 2027-02-03\n"),
    "single quotes stay": ("a: 'x' # c\n", Set(("a",), "it's"), "a: 'it''s' # c\n"),
    "double quotes stay": ('a: "x"\n', Set(("a",), "w"), 'a: "w"\n'),
    "quotes go where a number comes": ('a: "1"\n', Set(("a",), 1), "a: 1\n"),
    "quotes come where they are needed": ("a: x\n", Set(("a",), "yes"), 'a: "yes"\n'),
    "an item of a list": ("a:\n- x # c\n- w\n", Set(("a", 0), "z"), "a:\n- z # c\n- w\n"),
    "a value in braces": ("a: {b: 1, c: 2} # d\n", Set(("a", "b"), "x,w"), 'a: {b: "x,w", c: 2} # d\n'),
    "a value in braces over lines": (
        "a: {\n  b: 1, # one\n  c: 2 # two\n}\n",
        Set(("a", "c"), [1]),
        "a: {\n  b: 1, # one\n  c: [1] # two\n}\n",
    ),
    "a key without a value": ("a:   # c\nb: 1\n", Set(("a",), "x"), "a: x   # c\nb: 1\n"),
    "a key without a value at the end": ("a:", Set(("a",), "x"), "a: x"),
    "a key in braces without a value": ("{a, b: 1}\n", Set(("a",), 2), "{a: 2, b: 1}\n"),
    "null gets a mapping": ("a: null # c\n", Set(("a", "b"), 1), "a: {b: 1} # c\n"),
    "a dash without a value": ("- \n- x\n", Set((0,), 1), "- 1 \n- x\n"),
    "a block of text": ("a: | # c\n  one\n  two\n\nb: 1\n", Set(("a",), "x"), "a: x # c\n\nb: 1\n"),
    "a block of text by another": ("a: >-\n  one\n  two\nb: 1\n", Set(("a",), "x\nw\n"), "a: |\n  x\n  w\nb: 1\n"),
    "a plain text of several lines": ("a: one\n  two # c\nb: 1\n", Set(("a",), "x"), "a: x # c\nb: 1\n"),
    "a quoted text of several lines": ('a: "one\n  two" # c\n', Set(("a",), "x"), 'a: "x" # c\n'),
    "a text below its key": ("a:\n  one two # c\nb: 1\n", Set(("a",), "x"), "a:\n  x # c\nb: 1\n"),
    "lines for a plain text": ("a: x # c\nb: 1\n", Set(("a",), "x\nw"), "a: |- # c\n  x\n  w\nb: 1\n"),
    "a list for a text": ("a: x # c\n", Set(("a",), ["w", "z"]), "a: [w, z] # c\n"),
    "a long list for a text": ("a: x # c\n", Set(("a",), [LONG, LONG]), f"a: # c\n  - {LONG}\n  - {LONG}\n"),
    "a text for a block": ("a: # c\n  b: 1 # d\n  # e\n  c: 2\n\n# f\ng: 3\n", Set(("a",), "x"), "a: x # c\n\n# f\ng: 3\n"),
    "a mapping for a block list": ("a:\n- 1\nb: 2\n", Set(("a",), {"x": 1}), "a:\n  x: 1\nb: 2\n"),
    "a mapping for an item": ("- x # c\n- w\n", Set((0,), {"k": LONG, "l": LONG}), f"- # c\n  k: {LONG}\n  l: {LONG}\n- w\n"),
    "a mapping for an item without comment": ("-   x\n", Set((0,), {"k": LONG, "l": LONG}), f"-   k: {LONG}\n    l: {LONG}\n"),
    "only what differs of a mapping changes": (
        "a: # c\n  b: 1 # d\n  # e\n  x: 'w'\n  z: 0\n",
        Set(("a",), {"b": 1, "m": 2, "x": "q"}),
        "a: # c\n  b: 1 # d\n  m: 2\n  # e\n  x: 'q'\n",
    ),
    "only what differs of a list changes": ("a: # c\n  - 1 # d\n", Set(("a",), (1, 2)), "a: # c\n  - 1 # d\n  - 2\n"),
    "an alias is a value that can go": ("a: &x 1\nb: *x # c\n", Set(("b",), 2), "a: &x 1\nb: 2 # c\n"),
    "an anchor that no one uses stays": ("a: &x 1\n", Set(("a",), 2), "a: &x 2\n"),
    "an anchor stays before a block's new value": ("a: &x # c\n  b: 1\n", Set(("a",), 5), "a: &x 5 # c\n"),
    "an anchor stays before lines": ("a: &x 1 # c\n", Set(("a",), [LONG, LONG]), f"a: &x # c\n  - {LONG}\n  - {LONG}\n"),
    "an item's anchor stays before lines": ("- &x 1\n", Set((0,), {LONG: LONG}), f"- &x\n  {LONG}: {LONG}\n"),
    "a block at the end of an open text": ("a: 1\nb: # c\n\n  x: 1", Set(("b",), 5), "a: 1\nb: 5 # c"),
    "JSON stays JSON": ('{"a": 1}\n', Set(("a",), "é\x07\u2028"), '{"a": "é\\u0007\\u2028"}\n'),
    # Adding keys.
    "a key goes behind the last": ("a: 1\nb: 2 # c\n\n# end\n", Set(("m",), 3), "a: 1\nb: 2 # c\nm: 3\n\n# end\n"),
    "a key goes where it belongs": ("a: 1\n# of c\nc: 2\n", Set(("b",), 3, ("a", "b", "c")), "a: 1\nb: 3\n# of c\nc: 2\n"),
    "a key that fits nowhere goes last": ("b: 1\nc: 2\n", Set(("a",), 3, ("a", "b", "c")), "b: 1\nc: 2\na: 3\n"),
    "a key below": ("a:\n    b: 1\n\nc: 2\n", Set(("a", "m"), {"x": LONG}), f"a:\n    b: 1\n    m:\n        x: {LONG}\n\nc: 2\n"),
    "a key in a list's item": ("- a: 1\n  b: 2\n- c: 3\n", Set((0, "m"), 4), "- a: 1\n  b: 2\n  m: 4\n- c: 3\n"),
    "no final line end": ("a: 1", Set(("b",), 2), "a: 1\nb: 2"),
    "CRLF": ("a: 1\r\n", Set(("b",), "x\nw\n"), "a: 1\r\nb: |\r\n  x\r\n  w\r\n"),
    "CR": ("a: 1\rc: 2\r", Set(("b",), 2), "a: 1\rc: 2\rb: 2\r"),
    "a byte-order mark": ("\ufeffa: 1\n", Set(("a",), 2), "\ufeffa: 2\n"),
    "document marks": ("%YAML 1.2\n---\na: 1\n...\n", Set(("b",), 2), "%YAML 1.2\n---\na: 1\nb: 2\n...\n"),
    "behind a block of text that keeps its end": ("a: |+\n  x\n\nb: 1\n", Set(("m",), 1, ("a", "m", "b")), "a: |+\n  x\n\nm: 1\nb: 1\n"),
    "a comment within a block stays in it": ("a:\n  b: 1\n  # c: 2\nd: 3\n", Set(("m",), 4, ("a", "m")), "a:\n  b: 1\n  # c: 2\nm: 4\nd: 3\n"),
    "a comment that goes on below stays with its value": ("a: 1 # so\n     # and so\nb: 2\n", Set(("m",), 3, ("a", "m")), "a: 1 # so\n     # and so\nm: 3\nb: 2\n"),
    "into braces": ("a: {b: 1} # c\n", Set(("a", "m"), [2]), "a: {b: 1, m: [2]} # c\n"),
    "into braces where it belongs": ("{a: 1, c: 2,}\n", Set(("b",), 3, ("a", "b")), "{a: 1, b: 3, c: 2,}\n"),
    "into empty braces": ("a: { } # c\n", Set(("a", "m"), 2), "a: {m: 2} # c\n"),
    "into braces that hold a comment": ("a: { # c\n }\n", Set(("a", "m"), 2), "a: {m: 2 # c\n }\n"),
    "into braces over lines": ("{\n  a: 1,\n  b: 2 # c\n}\n", Set(("m",), 3), "{\n  a: 1,\n  b: 2, # c\n  m: 3\n}\n"),
    "into braces over lines that end in a comma": ("{\n  a: 1, # c\n}\n", Set(("m",), 3), "{\n  a: 1, # c\n  m: 3,\n}\n"),
    "into a card that says nothing": ("# nothing\n", Set(("a", "b"), 1), "# nothing\na: {b: 1}\n"),
    "into an empty text": ("", Set(("a",), 1), "a: 1\n"),
    "all that leads there is made": ("a: 1\n", Set(("b", "c", "d"), 1), "a: 1\nb: {c: {d: 1}}\n"),
    "a comment below a key without a value stays with it": (
        "a:\n  # b: to be filled in\nc: 1\n", Set(("m",), 2, ("a", "m", "c")), "a:\n  # b: to be filled in\nm: 2\nc: 1\n"
    ),
    "a comment below brackets stays with them": (
        "a: [x]\n  # - w one day\nc: 1\n", Set(("m",), 2, ("a", "m", "c")), "a: [x]\n  # - w one day\nm: 2\nc: 1\n"
    ),
    "a mapping goes where it belongs": (
        "a: 1\nextra: {}\n", Set(("b", "c"), 2, (), (("a", "b", "extra"), ("c",))), "a: 1\nb: {c: 2}\nextra: {}\n"
    ),
    "a list goes where it belongs": ("a: 1\nextra: {}\n", Append(("b",), 2, (("a", "b", "extra"),)), "a: 1\nb: [2]\nextra: {}\n"),
    "behind a key with a question mark": ("x:\n  ? a\n  : 1\n  b: 2\n", Set(("x", "c"), 3), "x:\n  ? a\n  : 1\n  b: 2\n  c: 3\n"),
    "into JSON": ('{"a": 1}\n', Set(("c",), {"x": ["t"]}), '{"a": 1, "c": {"x": ["t"]}}\n'),
    "into braces with some keys quoted": ('{"a": 1, b: 2}\n', Set(("c",), "t"), '{"a": 1, b: 2, c: t}\n'),
    # Appending.
    "to a list": ("a:\n  - x # c\n\n  # d\nb: 1\n", Append(("a",), "w"), "a:\n  - x # c\n  - w\n\n  # d\nb: 1\n"),
    "to a list of quoted texts": ("a:\n- 'x'\n", Append(("a",), "w"), "a:\n- 'x'\n- 'w'\n"),
    "a mapping as its neighbours in braces": ("a:\n  - {b: 1}\n", Append(("a",), {"b": [[2]]}), "a:\n  - {b: 1}\n  - {b: [[2]]}\n"),
    "a mapping as its neighbours written out": ("a:\n  -   b: 1\n", Append(("a",), {"b": 2, "c": 3}), "a:\n  -   b: 1\n  -   b: 2\n      c: 3\n"),
    "to brackets": ("a: [x, w] # c\n", Append(("a",), {"b": 1}), "a: [x, w, {b: 1}] # c\n"),
    "to brackets over lines": ("a: [\n  x\n ]\n", Append(("a",), "w"), "a: [\n  x,\n  w\n ]\n"),
    "to an empty list": ("a: [] # c\n", Append(("a",), "w"), "a: [w] # c\n"),
    "to null": ("a: # c\n", Append(("a",), {"b": 1}), "a: # c\n  - {b: 1}\n"),
    "to what is not there": ("a: 1\n", Append(("b", "c"), "w"), "a: 1\nb: {c: [w]}\n"),
    "to a list of JSON": ('{"a": ["x"]}\n', Append(("a",), "w"), '{"a": ["x", "w"]}\n'),
    # Inserting.
    "between two items": ("a:\n  - x # c\n  # of z\n  - z\n", Insert(("a", 1), "w"), "a:\n  - x # c\n  - w\n  # of z\n  - z\n"),
    "before the first item and what is said of it": ("a: # c\n\n  # of x\n  - 'x'\n", Insert(("a", 0), "w"), "a: # c\n\n  - 'w'\n  # of x\n  - 'x'\n"),
    "before the first item on the line of another": ("- - x\r\n  - w\r\n", Insert((0, 0), "z"), "- - z\r\n  - x\r\n  - w\r\n"),
    "behind the last item": ("a:\n- x\n", Insert(("a", 1), "w"), "a:\n- x\n- w\n"),
    "into brackets": ("a: [x, z] # c\n", Insert(("a", 1), "w"), "a: [x, w, z] # c\n"),
    "first into brackets": ("a: [ x, z ]\n", Insert(("a", 0), "w"), "a: [ w, x, z ]\n"),
    "first into brackets over lines": ("a: [\n  x # c\n]\n", Insert(("a", 0), "w"), "a: [\n  w,\n  x # c\n]\n"),
    "into empty brackets": ("a: []\n", Insert(("a", 0), "w"), "a: [w]\n"),
    # Removing.
    "a key and its lines": ("a: 1\n# about b\nb: # c\n  d: 1\n  # e\nf: 2\n", Remove(("b",)), "a: 1\n# about b\nf: 2\n"),
    "the last key of a text that has no final line end": ("a: 1\nb: 2", Remove(("b",)), "a: 1"),
    "the last key of an open text, and the blank lines above": ("a: 1 \n\n\nb: x", Remove(("b",)), "a: 1 "),
    "the last key of an open text below lines that count": ("a: |+\n  x\n\nb: x", Remove(("b",)), "a: |+\n  x\n\n"),
    "what is not there": ("a: 1\n", Remove(("b", "c")), "a: 1\n"),
    "the only key of an anchored block": ("a: &x\n  b: 1\n", Remove(("a", "b")), "a: &x {}\n"),
    "a key between a block of text and a comment set deeper": (
        "a: |\n  x\nb: 1\n    \n    # of c\nc: 2\n", Remove(("b",)), "a: |\n  x\n\n# of c\nc: 2\n"
    ),
    "a key between a block of text that keeps its end and blank lines": (
        "a: |+\n  x\nb: 1\n\nc: 2\n", Remove(("b",)), "a: |+\n  x\nc: 2\n"
    ),
    "the only key": ("a: # c\n  # d\n  b: 1 # e\nf: 2\n", Remove(("a", "b")), "a: {} # c\n  # d\nf: 2\n"),
    "the only item": ("a:\n- 1\nf: 2\n", Remove(("a", 0)), "a: []\nf: 2\n"),
    "the only key of an item": ("- a: 1\n- 2\n", Remove((0, "a")), "- {}\n- 2\n"),
    "the only key of all": ("# c\na: 1\n", Remove(("a",)), "# c\n{}\n"),
    "the first key of an item": ("- a: 1 # c\n  b: 2\n", Remove((0, "a")), "- b: 2\n"),
    "the first key of an item, with a comment below": ("- a: 1\n  # of b\n  b: 2\n", Remove((0, "a")), "-\n  # of b\n  b: 2\n"),
    "an item": ("a:\n  - x\n  - w # c\n  - z\n", Remove(("a", 1)), "a:\n  - x\n  - z\n"),
    "a comment above the next key stays": ("a:\n  b: 1\n    # of c\n  c: 2\n", Remove(("a", "b")), "a:\n    # of c\n  c: 2\n"),
    "from braces": ("{a: 1, b: 2, c: 3}\n", Remove(("b",)), "{a: 1, c: 3}\n"),
    "the first from braces": ("{ a: 1, b: 2 }\n", Remove(("a",)), "{ b: 2 }\n"),
    "the last from braces": ("{ a: 1, b: 2 }\n", Remove(("b",)), "{ a: 1 }\n"),
    "the last from braces, below a comment": ("a: {b: 1, # of b\n    c: 2}\n", Remove(("a", "c")), "a: {b: 1 # of b\n    }\n"),
    "the only one from brackets": ("a: [ x, ]\n", Remove(("a", 0)), "a: []\n"),
    "a line from braces": ("{\n  a: 1, # c\n  b: 2, # d\n  e: 3\n}\n", Remove(("b",)), "{\n  a: 1, # c\n  e: 3\n}\n"),
    "the last line from braces": ("{\n  a: 1, # c\n  b: 2 # d\n}\n", Remove(("b",)), "{\n  a: 1 # c\n}\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_only_what_is_meant_changes(case: tuple[str, Edit, str]) -> None:
    before, one, after = case

    assert edit(before, [one]) == after


REFUSED: dict[str, tuple[str, Edit, int, str]] = {
    "below an alias": ("a: &x {b: 1}\nc: *x\n", Set(("c", "b"), 2), 2, "an alias stands here"),
    "appending to an alias": ("a: &x [1]\nc: *x\n", Append(("c",), 2), 2, "an alias stands here"),
    "what an alias stands for": ("a: &x {b: 1}\nc: *x\n", Set(("a", "b"), 2), 1, "an alias elsewhere"),
    "removing what an alias stands for": ("d: 1\na:\n  b: &x 1\nc: *x\n", Remove(("a",)), 3, "an alias elsewhere"),
    "under a tag": ("a: 1\nb: !!str 5\n", Set(("b",), 6), 2, "a tag stands before this value"),
    "a text that is wrong elsewhere": ("a: 1\nb: 1\nb: 2\n", Set(("a",), 2), 3, "given twice"),
    "a merge key": ("x: &x {a: 1}\nb:\n  <<: *x\n", Set(("b", "c"), 2), 3, "does not merge"),
    "a text that is no YAML": ("a: 'x\n", Set(("a",), 2), 1, "not closed"),
    "a key of a text": ("a: 1\nb: x\n", Set(("b", "c"), 2), 2, "a single value"),
    "a key of a list": ("a: 1\nb:\n- x\n", Set(("b", "c"), 2), 3, "a list"),
    "a place of a mapping": ("a:\n  b: 1\n", Set(("a", 0), 2), 2, "a mapping"),
    "appending to a mapping": ("a: {b: 1}\n", Append(("a",), 2), 1, "is no list"),
    "an item that is not there": ("a: [1]\n", Set(("a", 1), 2), 1, "leads nowhere"),
    "a mapping without braces": ("a: [b: 1]\n", Set(("a", 0, "c"), 2), 1, "without braces"),
    "a key behind a question mark": ("a: 1\n? b\n: 2\nc: 3\n", Remove(("b",)), 2, "written with `?`"),
    "a question mark in braces": ("{? a: 1, b: 2}\n", Remove(("b",)), 1, "written with `?`"),
    "lines below a text that has no end": ("a: |\n  x", Set(("b",), 2), 2, "without a line break"),
    "the whole of a text": ("a: 1\n", Set((), 2), 1, "whole file"),
    "an item beyond the end": ("a: [1]\n", Insert(("a", 2), 2), 1, "the list has 1 item, counted from [0]"),
    "too deep": ("a: 1\n", Set(("b", *"k" * 60), 2), 1, "nested more than 50 levels deep"),
    "a line end that only some know": ("a: x\u2028y\n", Set(("b",), 2), 1, "U+2028"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_not_safe_is_refused_with_its_place(case: tuple[str, Edit, int, str]) -> None:
    before, one, line, words = case

    with pytest.raises(CannotEdit) as caught:
        edit(before, [one])

    assert words in caught.value.message
    assert caught.value.line == line
    assert caught.value.message.startswith(f"line {line}, column {caught.value.column}: ")
    assert caught.value.hint
    assert caught.value.exit_code is Exit.REFUSED


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**200, "\ud800"])
def test_a_value_that_no_card_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        edit("a: 1\n", [Set(("a",), value)])


def test_edits_build_on_one_another() -> None:
    text = "a: 1 # c\n"
    edits = [Set(("b",), []), Append(("b",), "x"), Remove(("a",)), Append(("b",), "w")]

    assert edit(text, edits) == "b: [x, w]\n"
    assert edited({"a": 1}, edits) == {"b": ["x", "w"]}


def test_a_value_stays_as_it_is_when_edits_are_worked_out() -> None:
    value = {"a": {"b": [1]}}

    assert edited(value, [Append(("a", "b"), 2), Set(("a", "c", "d"), None)]) == {"a": {"b": [1, 2], "c": {"d": None}}}
    assert value == {"a": {"b": [1]}}


@pytest.mark.parametrize("wanted", [["two", "one"], ["three", "one", "two"], ["one", "three"], ["three", "two", "one"]])
def test_what_is_said_beside_an_item_never_comes_to_stand_beside_another(wanted: list[str]) -> None:
    text = "a:\n  - one     # c-one\n  - two     # c-two\n  - three   # c-three\n"
    for line in edit(text, [Set(("a",), wanted)]).splitlines()[1:]:
        item, _, said = line.strip().removeprefix("- ").partition("#")
        assert said.strip() in ("", f"c-{item.strip()}")
