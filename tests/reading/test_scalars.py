"""What each form of scalar means: YAML 1.2's core schema, and nothing of 1.1."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.store.composer import compose
from tests.reading.helpers import faults

MEANS: list[tuple[str, Any]] = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUll", "nUll"), ("none", "none"),
    ("true", True), ("True", True), ("TRUE", True), ("tRue", "tRue"), ("false", False), ("False", False),
    ("FALSE", False), ("yes", "yes"), ("no", "no"), ("No", "No"), ("on", "on"), ("OFF", "OFF"), ("y", "y"), ("n", "n"),
    ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-12", -12), ("012", 12), ("08", 8), ("0o17", 15), ("0x1F", 31),
    ("0o8", "0o8"), ("-0x1F", "-0x1F"), ("0b11", "0b11"), ("0xg", "0xg"), ("1_000", "1_000"), ("1,000", "1,000"),
    ("1:30", "1:30"), ("190:20:30", "190:20:30"), ("1.5", 1.5), ("1.10", 1.1), (".5", 0.5), ("5.", 5.0), ("-.5", -0.5),
    ("1e3", 1000.0), ("1E-3", 0.001), ("+1.5e+3", 1500.0), ("1e", "1e"), (".", "."), ("-", None), ("+", "+"),
    ("1.2.3", "1.2.3"), ("1.e", "1.e"), ("٣", "٣"), ("2026-04-01", "2026-04-01"), ("2026-04-01T10:00:00Z",) * 2,
    ("=", "="), ("<<", "<<"), ("a: b", None), ("no-show@2.1.0", "no-show@2.1.0"), ("tomorrow", "tomorrow"),
    ('"12"', "12"), ("'true'", "true"), ('"~"', "~"), ('""', ""), ("''", ""), ("'it''s'", "it's"), ('"\\u00e9"', "é"),
    ("|\n  12\n", "12\n"), (">-\n  a\n  b\n", "a b"), ("! 12", "12"), ('! "12"', "12"), ("!!str 12", "12"),
    ("!!int 12", 12), ('!!int "12"', 12), ("!!int 0o17", 15), ("!!float 1", 1), ("!!float 1.5", 1.5),
    ("!!bool true", True), ('!!bool "false"', False), ("!!null ~", None), ('!!null ""', None), ("!!null", None),
    ("!!seq [1]", [1]), ("!!map {a: 1}", {"a": 1}), ("! [1]", [1]), ("[a, , b]", None), ("{a, b: }", {"a": None, "b": None}),
]  # fmt: skip
READ = [(text, value) for text, value in MEANS if not (value is None and text in ("-", "a: b", "[a, , b]"))]


@pytest.mark.parametrize(("text", "value"), READ, ids=lambda x: repr(x)[:40])
def test_a_scalar_means_what_yaml_1_2_says(text: str, value: Any) -> None:
    read, wrong = compose(f"key: {text}")

    assert wrong == []
    assert read == {"key": value}
    assert type(read["key"]) is type(value)


@pytest.mark.parametrize(
    "text", [".inf", "-.Inf", "+.INF", ".nan", ".NaN", "1e400", "9" * 101, "1." + "0" * 100, "0x" + "f" * 100]
)
def test_a_number_that_json_could_not_hold_is_refused_and_kept_as_text(text: str) -> None:
    value, wrong = compose(f"key: {text}")

    assert value == {"key": text}
    assert [(w.code, w.line, w.column) for w in wrong] == [("RD104", 1, 6)]
    assert wrong[0].hint == "quote it if it is text"
    assert len(wrong[0].message) < 80


def test_the_longest_number_is_a_hundred_digits() -> None:
    assert compose(f"key: {'9' * 100}") == ({"key": int("9" * 100)}, [])


@pytest.mark.parametrize("text", [".infinity", ".nAn", "+.nan", "inf", "NaN"])
def test_what_only_looks_like_infinity_is_text(text: str) -> None:
    assert compose(f"key: {text}") == ({"key": text}, [])


@pytest.mark.parametrize(
    "text", ["!!int twelve", "!!int 1.5", "!!int true", "!!int ''", "!!float x", "!!bool yes", "!!bool 1", "!!null x"]
)
def test_a_value_that_is_not_what_its_tag_says_is_refused(text: str) -> None:
    assert faults(f"key: {text}") == [(1, 6, "RD107")]


@pytest.mark.parametrize(
    "text",
    ["!mine x", "!mine [x]", "!mine {a: b}", "!!python/none ~", "!!timestamp 2026-04-01", "!!binary aGk=", "!!set {a}",
     "!!omap []", "!!map [1]", "!!seq {a: 1}", "!!str [1]", "!!map x", "!<tag:example.org,2026:x> y"],
)  # fmt: skip
def test_other_tags_are_refused(text: str) -> None:
    assert faults(f"key: {text}") == [(1, 6, "RD107")]


def test_a_tag_of_yaml_itself_may_be_written_in_other_ways() -> None:
    assert compose("%TAG !y! tag:yaml.org,2002:\n---\na: !y!int '3'\nb: !<tag:yaml.org,2002:int> '4'") == (
        {"a": 3, "b": 4},
        [],
    )
