"""One meaning of YAML: what is read line by line is what the parser's events say, value and type, and is not wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelsteward.store.composer import compose
from modelsteward.store.events import compose_events
from modelsteward.store.plainly import UNSURE, read_plainly
from tests.reading.test_properties import yamlish

ROOT = Path(__file__).parent.parent.parent
OURS = [*ROOT.glob("registry/**/*.yaml"), *ROOT.glob("examples/**/*.yaml"), *ROOT.glob("src/**/packs/*.yaml")]

many = settings(
    max_examples=int(os.environ.get("STEWARD_EXAMPLES", "500")), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def agree(text: str) -> bool:
    """Hold both readers to each other; whether the quick one was sure."""
    value = read_plainly(text)
    if value is UNSURE:
        return False
    told, faults = compose_events(text)
    assert not faults
    assert repr(value) == repr(told)  # which tells 1, 1.0 and True apart, and the order of keys
    return True


@pytest.mark.parametrize("file", OURS, ids=lambda path: path.stem)
def test_our_own_files_are_read_plainly_and_alike(file: Path) -> None:
    assert agree(file.read_text(encoding="utf-8"))


PLAIN = {
    '"on": 2029-01-01\na: {"on": 1, "1": 2}\n': {"on": "2029-01-01", "a": {"on": 1, "1": 2}},
    '- "on": x\n  "2": y\n': [{"on": "x", "2": "y"}],
    "a: 1\n": {"a": 1},
    "a:\n- 1\n- 2\nb: x": {"a": [1, 2], "b": "x"},
    "a:\n  - b: 1\n    c:\n    - d\n  -   e:\n        f: 1\n": {"a": [{"b": 1, "c": ["d"]}, {"e": {"f": 1}}]},
    "- a:\n- b: ~\n": [{"a": None}, {"b": None}],
    "  a: 1\n  b: 2\n": {"a": 1, "b": 2},
    "# c\n\na: b # c\n   # d\nc: 'd' # e\nf: # g\n  - h\n": {"a": "b", "c": "d", "f": ["h"]},
    "a: {b: [c, {d: 1e3}, 'e, f'], g: \"h: i\"} # j\nk: [ ]\n": {
        "a": {"b": ["c", {"d": 1000.0}, "e, f"], "g": "h: i"},
        "k": [],
    },
    "a: >-\n  b\n  c\nd: |\n  # e\n  f: g\n\nh: >\n  i\n": {"a": "b c", "d": "# e\nf: g\n", "h": "i\n"},
    "- a: |\n    b\n  c: 1\n": [{"a": "b\n", "c": 1}],
    "a: http://x:1/#y\nb: -1\nc: a:b\nd:e: Ø\n": {"a": "http://x:1/#y", "b": -1, "c": "a:b", "d:e": "Ø"},
    "a: 1\r\nb: |\r\n  c\r\n": {"a": 1, "b": "c\n"},
}


@pytest.mark.parametrize("text", PLAIN, ids=repr)
def test_what_is_plain(text: str) -> None:
    assert agree(text)
    assert read_plainly(text) == PLAIN[text]


UNPLAIN = [
    "", "# only a comment\n", "a", "a: 1\na: 2\n", "1: a\n", "null: a\n", "a: [b, c: d]\n", "a: {b: 1, b: 2}\n", "a: {1: b}\n",
    "a: &x 1\n", "a: *x\n", "a: !x 1\n", "a: 1e999\n", "a: .nan\n", "a: b: c\n", "a: b:\n", "a:\tb\n", "a: 'b''c'\n", 'a: "\\n"\n',
    "a: b\n  c\n", "a: 1\n b: 2\n", "a:\n  b: 1\n c: 2\n", "- a: 1\n b: 2\n", "a: 1\n- b\n", "- a\nb: 1\n", "---\na: 1\n",
    "a: 1\n---\nb: 2\n", "a: 1\n...\n", "%YAML 1.2\n", "? a\n: b\n", "- - a\n", "-\n  a: 1\n", "<<: {a: 1}\n", "a: [b\n", "a: [b]]\n",
    "a: [b],\n", "a: [b,]\n", "a: {b}\n", "a: {b:}\n", "a: {'b': 1}\n", "a: 'b'#c\n", "a: 'b' c\n", "a: |2\n   b\n", "a: |\n",
    "a: |\nb: 1\n", "a: >-\n  b\n\n  c\n", "a: >-\n  b\n   c\n", "a: |\n  b", "a: |+\n  b\n\n", "a: > # b\n  c\n", "a: |\n  b\n\n  # c\n", "a: |\n  b\n   \n", "a: >-\n  b \n",
    "a: \x85\n", "a: \u2028\n", "a: \x7f\n", "\ufeffa: 1\n", "a: b\rc: d\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a : b\n", '{"a": 1}',
]  # fmt: skip


@pytest.mark.parametrize("text", UNPLAIN, ids=repr)
def test_what_is_left_to_the_parser(text: str) -> None:
    assert read_plainly(text) is UNSURE
    assert compose(text) == compose_events(text)


def test_what_is_deep_is_left_to_the_parser() -> None:
    deep = "".join(f"{'  ' * level}a:\n" for level in range(60))
    assert read_plainly(deep) is UNSURE
    assert read_plainly(f"a: {'[' * 20}{']' * 20}\n") is UNSURE


def test_values_are_shared_neither_by_cards_nor_within_one() -> None:
    text = "a: {b: [1]}\nc:\n  a: {b: [1]}\n"
    first, second = read_plainly(text), read_plainly(text)
    first["a"]["b"].append(2)
    assert first["c"]["a"] == second["a"] == {"b": [1]}
    assert read_plainly(text) == second


def test_how_much_is_remembered_is_bounded() -> None:
    from modelsteward.store import plainly

    for number in range(3 * plainly._MOST_KNOWN):
        read_plainly(f"a{number}: 1\n")
    read_plainly(f"a: {'b' * 1000}\n")
    assert len(plainly._known) <= plainly._MOST_KNOWN
    assert max(map(len, plainly._known)) <= plainly._LONGEST_KNOWN


# What a person might write: plain values, and what only looks like them.
_WORDS = st.sampled_from([
    "a", "b c", "null", "~", "1", "-1", "1.50", "0x1f", "1e999", ".inf", "2026-04-01", "true", "no", "a:b", "a: b", "a:", ":a", "#a", "a#b",
    "a #b", "'a'", "'it''s'", '"a"', '"\\n"', '"a" b', "'a' # b", "[]", "{}", "[a, 1]", "[a, ]", "[a,b]", "{a: 1, b: [c]}", "{a: 1, a: 2}",
    "{a:1}", "[a: b]", "[a:b]", "['a, b', \"c\"]", "[a", "a]", "{a: b}}", "|", ">-", "|+", ">2", "&x a", "*x", "!!str a", "- a", "-a", "-", "?a", "? a", "%a",
    "@a", "`a", "é", "a\xa0b", "\xa0", "= a", "<<", "a,b", "a?b", "[a?b, c]", "[?a]", "[a&b, c!]", "(a)", "a\\b", "12:30", "---", "...", "",
])  # fmt: skip
_KEYS = st.sampled_from(
    [
        "a",
        "b",
        "c-d",
        "e.f",
        "x@1.0.0",
        "data:x",
        "null",
        "1",
        "~",
        "no",
        "true",
        "'k'",
        "<<",
        "k l",
        "é",
        "-k",
        "a:",
        "?",
    ]
)
_PARTS = st.tuples(
    st.sampled_from([0, 0, 0, 1, 2, 2, 2, 4, 4, 6]),
    st.sampled_from(["", "", "", "- ", "-   ", "- - ", "-"]),
    st.one_of(
        st.just(""),
        _KEYS.map(lambda key: f"{key}:"),
        _KEYS.map(lambda key: f"{key}: "),
        _KEYS.map(lambda key: f"{key} : "),
    ),
    _WORDS,
    st.sampled_from(["", "", "", "", " ", " # c", "#c", "\t", "\r"]),
)
_ROWS = st.lists(_PARTS.map(lambda part: " " * part[0] + "".join(part[1:])), max_size=6)


_TEXT_ROWS = st.lists(
    st.sampled_from(["  x", "  x", "  - a", "  # c", "", "  ", "   ", "   z", " # d", "  a: b", "e: f", "# g"]),
    max_size=5,
)
_TEXTS = st.builds(
    lambda style, rows: "\n".join([f"a: {style}", *rows]), st.sampled_from(["|", ">", "|-", ">-", ">+"]), _TEXT_ROWS
)


@many
@given(_TEXTS.map(lambda text: f"{text}\n") | _TEXTS)
def test_blocks_of_text_are_read_alike(text: str) -> None:
    agree(text)
    agree(f"- {text}".replace("\n", "\n  "))


@many
@given(_ROWS.map("\n".join) | _ROWS.map(lambda rows: "\n".join([*rows, ""])) | yamlish)
def test_whatever_is_read_is_read_alike(text: str) -> None:
    agree(text)
    assert compose(text) == compose_events(text)


# Mostly healthy, or hardly any text as a whole would be.
_SOME_KEYS = st.integers(0, 19).flatmap(lambda n: _KEYS if n == 0 else st.sampled_from(["a", "b-c", "x@1.0.0"]))
_SOME_WORDS = st.integers(0, 9).flatmap(
    lambda n: _WORDS if n == 0 else st.sampled_from(["b c", "null", "1", "'a'", "[a, {b: 1}]", "a:b", "2026-04-01"])
)


@st.composite
def _block(draw: st.DrawFn, level: int = 0, first: bool = False) -> str:
    """A healthy text: mappings and lists within each other, in the ways that people indent them."""
    if draw(st.booleans()) or first:
        rows = [f"{draw(_SOME_KEYS)}{number}:{draw(_below(level))}" for number in range(draw(st.integers(1, 4)))]
    else:
        rows = [f"-{draw(_below(level))}" for _ in range(draw(st.integers(1, 3)))]
    return "".join(f"{' ' * level}{row}" for row in rows)


@st.composite
def _below(draw: st.DrawFn, level: int) -> str:
    if level < 8 and draw(st.integers(0, 3)) == 0:
        return (
            f"{draw(st.sampled_from(['', ' # c']))}\n{draw(_block(level + draw(st.sampled_from([0, 1, 2, 2, 2, 4]))))}"
        )
    return f" {draw(_SOME_WORDS)}{draw(st.sampled_from(['', '', '', ' # c']))}\n"


@many
@given(
    _block(first=True),
    st.integers(0, 200),
    st.integers(0, 3),
    st.sampled_from(["", "", "", "", " ", "\n", ":", "- ", "#", "'", "x"]),
)
def test_a_healthy_text_and_one_with_a_slip_are_read_alike(text: str, at: int, cut: int, put: str) -> None:
    agree(text)
    slipped = text[:at] + put + text[at + cut :]
    agree(slipped)
    assert compose(slipped) == compose_events(slipped)


def test_the_properties_meet_what_is_plain() -> None:
    """Else they would hold of a reader that is never sure."""
    sure: list[bool] = []

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(_block(first=True))
    def count(text: str) -> None:
        sure.append(agree(text))

    count()
    assert sum(sure) > len(sure) / 4


def _every(folder: str) -> list[Any]:
    return [path for path in sorted(Path(folder).rglob("*")) if path.is_file()] if folder else []


@pytest.mark.skipif(not os.environ.get("STEWARD_CORPORA"), reason="set STEWARD_CORPORA to a folder of files")
def test_foreign_files_are_read_alike() -> None:
    for path in _every(os.environ["STEWARD_CORPORA"]):
        text = path.read_bytes().decode("utf-8", "ignore")
        agree(text)
        agree(text.replace("\n", "\r\n"))
