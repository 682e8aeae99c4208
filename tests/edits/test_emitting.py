"""How values are written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml

from modelsteward.domain.dates import parse_duration
from modelsteward.domain.edited import plain_data
from modelsteward.errors import Refused
from modelsteward.store.composer import compose
from modelsteward.store.emitting import WIDTH, card_text, scalar

SCALARS: list[tuple[Any, str]] = [
    (None, "null"), (True, "true"), (False, "false"), (0, "0"), (-12, "-12"), (0.1, "0.1"), (1.0, "1.0"), (1e21, "1.0e+21"),
    (2.5e-9, "2.5e-09"), (date(2026, 1, 1), "2026-01-01"), ("2026-01-01", "2026-01-01"), ("word", "word"), ("two words", "two words"),
    ("1.2.3", "1.2.3"), ("s3://b/k", "s3://b/k"), ("data:rows@1.0.0", "data:rows@1.0.0"), ("é 名", "é 名"), ("a, b", "a, b"),
    ("1.10", '"1.10"'), ("12", '"12"'), ("0x1F", '"0x1F"'), ("yes", '"yes"'), ("No", '"No"'), ("on", '"on"'), ("n", '"n"'),
    ("1_000", '"1_000"'), ("1:30", '"1:30"'), ("0b11", '"0b11"'), ("2026-01-01T10:00:00Z", '"2026-01-01T10:00:00Z"'), ("~", '"~"'),
    ("null", '"null"'), ("", '""'), (" a", '" a"'), ("a ", '"a "'), ("a: b", '"a: b"'), ("a:", '"a:"'), ("a #b", '"a #b"'),
    ("#b", '"#b"'), ("- a", '"- a"'), ("@a", '"@a"'), ("<<", '"<<"'), ("=", '"="'), (".inf", '".inf"'), ("...", '"..."'),
    ('"a"', "'\"a\"'"), ("'a'", "\"'a'\""), ("\\a: \"", "'\\a: \"'"), ("a\tb", '"a\\tb"'), ("\x1b[0m", '"\\e[0m"'), ("\x85", '"\\N"'),
    ("\u2028", '"\\u2028"'), ("\u202e", '"\\u202e"'), ("\ufeff", '"\\ufeff"'), ("\x00", '"\\0"'), ("a\r\nb", '"a\\r\\nb"'),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), SCALARS)
def test_a_scalar_is_written_as_briefly_as_is_safe(value: Any, text: str) -> None:
    assert scalar(value) == text
    assert compose(f"k: {text}") == ({"k": plain_data(value)}, [])


@pytest.mark.parametrize("value", [value for value, _ in SCALARS if isinstance(value, str) and value != "2026-01-01"])
def test_readers_of_yaml_1_1_see_the_same_text(value: str) -> None:
    assert yaml.safe_load(f"k: {scalar(value)}") == {"k": value}


@pytest.mark.parametrize("value", ["a,b", "[a", "a}", "a:b", "a?b", "one\ntwo"])
def test_what_braces_would_take_apart_is_quoted_in_them(value: str) -> None:
    text = scalar(value, in_flow=True)

    assert text == json.dumps(value)
    assert compose(f"[{text}]") == ([value], [])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\nb", "k: |-\n  a\n  b\n"),
        ("a\n\n  b\n", "k: |\n  a\n\n    b\n"),
        (" a\nb\n", "k: |2\n   a\n  b\n"),
        ("\na", "k: |2-\n\n  a\n"),
        ("a\n\n", 'k: "a\\n\\n"\n'),
        ("a \nb", 'k: "a \\nb"\n'),
        ("\n", 'k: "\\n"\n'),
        ("\ta\nb", 'k: "\\ta\\nb"\n'),
    ],
)
def test_a_text_of_several_lines_is_a_block_unless_editors_would_spoil_it(value: str, text: str) -> None:
    assert card_text({"k": value}) == text
    assert compose(text) == ({"k": value}, [])


def test_a_card_reads_like_one_written_by_hand() -> None:
    value = {
        "card": "model/1",
        "version": "1.2.0",
        "hosting": ["self"],
        "source": None,
        "summary": "Prose " * 30 + "is not folded.",
        "interface": {"inputs": {"age": {"type": "integer"}}, "outputs": {"p": {"type": "number", "minimum": 0}}},
        "lineage": {"parents": [], "datasets": ("data:rows@1.0.0",)},
        "artifacts": [{"role": "weights", "uri": "s3://models/m.onnx", "digest": "sha256:" + "0" * 64, "bytes": 7}],
        "served": [{"slot": "main", "ref": "m@1.2.0", "from": date(2026, 1, 1), "to": None}],
        "lifecycle": {"review_by": date(2027, 1, 1)},
        "window": parse_duration("P90D"),
        "extra": {},
    }

    assert card_text(value) == (
        "card: model/1\n"
        "version: 1.2.0\n"
        "hosting: [self]\n"
        "source: null\n"
        f"summary: {value['summary']}\n"
        "interface:\n"
        "  inputs: {age: {type: integer}}\n"
        "  outputs: {p: {type: number, minimum: 0}}\n"
        'lineage: {parents: [], datasets: ["data:rows@1.0.0"]}\n'
        "artifacts:\n"
        "  - role: weights\n"
        "    uri: s3://models/m.onnx\n"
        f"    digest: sha256:{'0' * 64}\n"
        "    bytes: 7\n"
        "served:\n"
        "  - {slot: main, ref: m@1.2.0, from: 2026-01-01, to: null}\n"
        "lifecycle: {review_by: 2027-01-01}\n"
        "window: P90D\n"
        "extra: {}\n"
    )
    assert compose(card_text(value)) == (plain_data(value), [])


def test_a_line_of_braces_is_as_wide_as_allowed_and_no_wider() -> None:
    fits = {"k": {"a": "x" * (WIDTH - len("k: {a: }"))}}
    wide = {"k": {"a": "x" * (WIDTH - len("k: {a: }") + 1)}}

    assert card_text(fits).count("\n") == 1
    assert card_text(wide).startswith("k:\n  a: ")


def test_an_empty_mapping_is_written_too() -> None:
    assert card_text({"a": 1, "b": [["x"], {}]}) == "a: 1\nb:\n  - [x]\n  - {}\n"
    assert card_text({}) == "{}\n"


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 10**100, "\udc80"])
def test_what_no_card_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        card_text({"a": value})
    assert caught.value.hint


def test_what_is_no_plain_data_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="object"):
        card_text({"a": object()})
