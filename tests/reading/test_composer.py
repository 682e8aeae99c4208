"""From YAML text to values: places, keys, anchors, documents, and where it ends."""

from __future__ import annotations

import pytest

from modelsteward.store.composer import compose
from modelsteward.store.events import DEEPEST, MOST_ALIASED, MOST_FAULTS
from modelsteward.store.marks import Marks
from tests.reading.helpers import faults


def value_at(text: str, *path: str | int) -> tuple[int, int, int]:
    """Line, first and last column (from 1) of the value at a path."""
    marks = Marks()
    compose(text, marks)
    mark = marks.values[path]
    return mark.line + 1, mark.column + 1, mark.end + 1


def key_at(text: str, *path: str | int) -> tuple[int, int, int]:
    marks = Marks()
    compose(text, marks)
    mark = marks.keys[path]
    return mark.line + 1, mark.column + 1, mark.end + 1


def test_places_count_characters_not_bytes() -> None:
    text = "é: ü\n名前: 値\n😀: {👍🏽: 🇳🇴}\n"

    assert value_at(text, "é") == (1, 4, 5)
    assert value_at(text, "名前") == (2, 5, 6)
    assert key_at(text, "😀", "👍🏽") == (3, 5, 7)
    assert value_at(text, "😀", "👍🏽") == (3, 9, 11)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_of_yaml_counts_once(end: str) -> None:
    text = end.join(["a: 1", "b:", "  - x", "  - {c: y}", ""])

    assert value_at(text, "b", 0) == (3, 5, 6)
    assert value_at(text, "b", 1, "c") == (4, 9, 10)


def test_a_tab_between_key_and_value_is_one_column() -> None:
    assert value_at("a:\tb", "a") == (1, 4, 5)


def test_the_root_stands_at_the_empty_path() -> None:
    assert value_at("a: 1")[:2] == (1, 1)
    assert value_at("- 1")[:2] == (1, 1)


def test_blocks_end_on_another_line() -> None:
    marks = Marks()
    compose("a: |\n  x\n  y\nb: 1\n", marks)

    assert (marks.values[("a",)].line, marks.values[("a",)].end_line) == (0, 3)


def test_a_plain_scalar_keeps_what_was_written() -> None:
    marks = Marks()
    compose("a: 1.10\nb: '1.10'\nc: &x 1e10\nd: *x\ne: {f: &y {g: 007}}\nh: *y\n", marks)

    assert [marks.written(path) for path in [("a",), ("b",), ("c",), ("d",), ("e", "f", "g"), ("h", "g")]] == [
        "1.10", None, "1e10", "1e10", "007", "007",
    ]  # fmt: skip
    assert marks.written(("nowhere",)) is None
    assert marks.written(("h", "nowhere")) is None


def test_a_key_given_twice_is_told_with_the_first_place() -> None:
    text = "a: 1\nb: {c: 1, 'c': 2}\na: 2\n"

    assert faults(text) == [(2, 11, "RD102"), (3, 1, "RD102")]
    assert [fault.message for fault in compose(text, Marks())[1]] == [
        "the key `c` is given twice; first on line 2",
        "the key `a` is given twice; first on line 1",
    ]


@pytest.mark.parametrize(
    ("key", "what"),
    [("1", "a number"), ("1.5", "a number"), ("0x1", "a number"), ("true", "a truth value"), ("~", "null"),
     ("null", "null"), ("!!int 5", "a number"), ("!!null ''", "null"), ("!!bool 'true'", "a truth value")],
)  # fmt: skip
def test_keys_are_text(key: str, what: str) -> None:
    [fault] = compose(f"{key}: x")[1]

    assert (fault.code, fault.line, fault.column) == ("RD106", 1, 1)
    assert f"is {what}, and keys are text" in fault.message


@pytest.mark.parametrize("key", ["yes", "no", "on", '"1"', "'~'", "!!str 1", "2026-04-01", "1.2.3", "é", "a b"])
def test_these_keys_are_text(key: str) -> None:
    assert faults(f"{key}: x") == []


@pytest.mark.parametrize("text", ["? [a]\n: b", "? {a: b}\n: c", "{[a]: b}", "? - a\n: b"])
def test_a_list_or_mapping_is_no_key(text: str) -> None:
    assert [code for _, _, code in faults(text)] == ["RD106"]


def test_an_alias_is_no_key() -> None:
    assert faults("a: &x b\n*x : c") == [(2, 1, "RD106")]


def test_merge_keys_do_not_merge() -> None:
    value, wrong = compose("a: &x {b: 1}\nc:\n  <<: *x\n")

    assert value["c"] == {"<<": {"b": 1}}
    assert [(fault.code, fault.line, fault.message) for fault in wrong] == [
        ("RD106", 3, "`<<` does not merge in YAML 1.2")
    ]
    assert faults('"<<": 1') == []


def test_an_alias_stands_for_the_last_anchor_of_its_name() -> None:
    assert compose("a: &x 1\nb: &x 2\nc: *x")[0]["c"] == 2
    assert compose("a: &x [&x 1, *x]\nb: *x") == ({"a": [1, 1], "b": 1}, [])
    assert compose("&k key: *k") == ({"key": "key"}, [])
    assert compose("a: &n\nb: *n") == ({"a": None, "b": None}, [])


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x {b: *x}", "&x {a: {b: [*x]}}", "a: &x [&y [*x]]"])
def test_an_alias_to_what_it_is_part_of_is_refused(text: str) -> None:
    assert [code for _, _, code in faults(text)] == ["RD108"]


def test_an_alias_to_nothing_is_refused_in_its_place() -> None:
    assert faults("a: 1\nb: *nobody") == [(2, 4, "RD108")]
    assert faults("a: *later\nb: &later 1") == [(1, 4, "RD108")]


def test_aliases_may_stand_for_so_many_values_and_no_more() -> None:
    hundred = "a: &a [" + "1," * 99 + "]\n"  # with the list itself, a hundred values

    assert faults(hundred + "b: [" + "*a," * (MOST_ALIASED // 100) + "]") == []
    assert [code for _, _, code in faults(hundred + "b: [" + "*a," * (MOST_ALIASED // 100) + "*a]")] == ["RD108"]


def test_a_bomb_of_aliases_is_told_before_it_goes_off() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))

    assert [code for _, _, code in faults(bomb)] == ["RD108"]


def test_aliases_cannot_build_what_may_not_be_written() -> None:
    tower = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, DEEPEST + 5))

    assert [code for _, _, code in faults(tower)] == ["RD111"]


@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "[" * n + "]" * n,
        lambda n: "{a: " * n + "}" * n,
        lambda n: "- " * n + "x",
        lambda n: "".join(" " * i + "a:\n" for i in range(n)),
        lambda n: "[{a: " * (n // 2) + "x" + "}]" * (n // 2) if n % 2 == 0 else "[" + "[{a: " * (n // 2) + "x" + "}]" * (n // 2) + "]",
    ],
    ids=["flow lists", "flow mappings", "block lists", "block mappings", "both"],
)  # fmt: skip
def test_fifty_levels_are_read_and_fifty_one_are_not(nested) -> None:  # type: ignore[no-untyped-def]
    assert faults(nested(DEEPEST)) == []
    assert [code for _, _, code in faults(nested(DEEPEST + 1))] == ["RD111"]


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{", "- - ", "a:\n", "&a ", "! ", "*a ", "? - "])
def test_a_hundred_thousand_openings_end_early(opening: str) -> None:
    assert 1 <= len(faults(opening * 100_000)) <= MOST_FAULTS + 1


def test_a_second_document_is_refused_where_it_starts() -> None:
    assert faults("---\na: 1\n---\nb: 2\n") == [(3, 1, "RD109")]
    assert faults("a: 1\n...\n---\nb: 2\n") == [(3, 1, "RD109")]


@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "a: 1\n...\n", "--- {a: 1}\n", "# c\n---\na: 1\n...\n# end\n", "%YAML 1.2\n---\na: 1"]
)
def test_one_document_may_be_marked_as_such(text: str) -> None:
    assert compose(text) == ({"a": 1}, [])


@pytest.mark.parametrize("text", ["", "\n", "# c\n", "---\n", "---\n...\n", "~", "  ", "\ufeff"])
def test_a_text_without_a_value_is_none(text: str) -> None:
    assert compose(text) == (None, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("%YAML 1.1\n---\na: yes", "the file says it is YAML 1.1, and cards are read as YAML 1.2"),
        ("%YAML 1.3\n---\na: 1", "the file says it is of a YAML version that is not read here"),
        ("%YAML 2.0\n---\na: 1", "the file says it is of a YAML version that is not read here"),
        ("%FOO\n---\na: 1", "a line that starts with `%` is a directive, and this is none"),
        ("%YAML 1.2\n%YAML 1.2\n---\na: 1", "a line that starts with `%` is a directive, and this is none"),
    ],
)
def test_directives(text: str, message: str) -> None:
    [fault] = compose(text)[1]

    assert fault.message == message


def test_many_tag_handles_are_refused_before_the_parser_compares_them_all() -> None:
    text = "".join(f"%TAG !{i}! x\n" for i in range(70_000)) + "---\na: 1\n"

    assert faults(text) == [(1, 1, "RD111")]


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1b", "\x7f", "\x80", "\ufffe", "\uffff", "\ufdd0"])
def test_a_character_that_yaml_does_not_allow_is_told_with_its_place(character: str) -> None:
    wrong = compose(f"a: 1\nbé: x{character}y\n")[1]

    if character == "\ufdd0":  # no character either, but YAML lets it through
        assert wrong == []
    else:
        assert [(w.code, w.line, w.column) for w in wrong] == [("RD110", 2, 6)]
        assert f"U+{ord(character):04X}" in wrong[0].message


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d\\ude00"])
def test_half_a_surrogate_pair_is_no_character(escape: str) -> None:
    assert faults(f'a: "{escape}"')[0][2] in ("RD101", "RD110")


def test_a_text_that_is_no_yaml_gives_no_value() -> None:
    assert compose("a: 1\nb: [")[0] is None


SYNTAX = [
    ("a:\n\tb: 1", 2, 1, "a tab stands where spaces must"),
    ("a: b: c", 1, 5, "a `:` stands where no key can be"),
    ("a: @x", 1, 4, "a value cannot start with '@'"),
    ("a: `x`", 1, 4, "a value cannot start with '`'"),
    ("a: %x", 1, 4, "a value cannot start with '%'"),
    ("a: 'x", 1, 4, "the quote opened on line 1 is not closed"),
    ('a: 1\nb: "x\nc: d\n', 2, 4, "the quote opened on line 2 is not closed"),
    ('a: "x\n---\n', 2, 1, "a line of `---` or `...` stands within the quotes opened on line 1"),
    ("a: [1, 2", 1, 4, "the list opened with `[` on line 1 is not closed, or lacks a comma before this"),
    ("a: [1 2\nb: 3", 2, 2, "the list opened with `[` on line 1 is not closed, or lacks a comma before this"),
    ("a: {b: 1", 1, 4, "the mapping opened with `{` on line 1 is not closed, or lacks a comma before this"),
    ("a: 1\nb\nc: 2", 2, 1, "this is neither a `key: value` nor part of the value above"),
    ("a: - b", 1, 4, "a `- ` stands where no list can start"),
    ("a: ? b", 1, 4, "a `? ` stands where no key can be"),
    ('a: "x" y', 1, 8, "this does not continue the mapping or list above it (from line 1)"),
    ("a:\n    b: 1\n  c: 2", 3, 3, "this does not continue the mapping or list above it (from line 1)"),
    ("a:\n  - b\n  c: 1", 3, 3, "this does not continue the list above it (from line 2)"),
    ("a: &", 1, 4, "an anchor or alias needs a name of letters and digits"),
    ('a: "\\q"', 1, 5, "this escape does not exist"),
    ('a: "\\xzz"', 1, 7, "an escape lacks hex digits"),
    ("a: |0\n  x", 1, 5, "the digit behind `|` or `>` must be from 1 to 9"),
    ("a: | x\n  y", 1, 6, "a line must end here"),
    ("a: !e!x y", 1, 4, "this tag is not declared"),
    ("a: !<x y", 1, 7, "this is no tag"),
    ("a: ]", 1, 4, "a value is missing here"),
    ("{a: 1}\nb", 2, 1, "the card ended above, and this belongs to nothing"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "a merge conflict in this file is not resolved"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX, ids=[case[0] for case in SYNTAX])
def test_what_is_no_yaml_is_told_in_words_and_in_its_place(text: str, line: int, column: int, message: str) -> None:
    fault = compose(text)[1][-1]

    assert fault.code == "RD101"
    assert fault.message == message
    assert (fault.line, fault.column) == (line, column)
    assert fault.hint


def test_all_faults_are_told_up_to_a_hundred() -> None:
    lines = [f"k{i}: !x 1" for i in range(MOST_FAULTS)]

    assert len(faults("\n".join(lines))) == MOST_FAULTS
    wrong = faults("\n".join([*lines, "a: !x 1", "b: !x 1"]))
    assert len(wrong) == MOST_FAULTS + 1
    assert wrong[-1] == (MOST_FAULTS + 1, 4, "RD111")


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "text",
    [f"a: *{LONG}", f"a: &{LONG} [*{LONG}]", f"a: !{LONG} b", f"? {LONG}\n: 1\n? {LONG}\n: 2", f"? {'1' * 100_000}\n: 2",
     f"a: {'1' * 100_000}", f"a: !!int {LONG}", f"!<{LONG}> a"],
)  # fmt: skip
def test_no_message_grows_with_the_text(text: str) -> None:
    wrong = compose(text)[1]

    assert wrong
    assert max(len(fault.message) + len(fault.hint) for fault in wrong) < 300
