"""The seal: what it covers, how it is written, and that anyone can work it out."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.domain.seal import canonical, facts, seal_of
from modelsteward.store.reader import read_card
from tests.versions.helpers import card

PAGE = (Path(__file__).parents[2] / "docs" / "versions.md").read_text(encoding="utf-8").partition("## The seal")[2]

scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]))
scalars |= st.floats(-(2.0**53), 2.0**53)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


def test_the_test_vector_of_the_documentation_holds() -> None:
    (text,) = re.findall(r"```yaml\n(card:.*?)```", PAGE, re.DOTALL)
    (told,) = re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
    (seal,) = re.findall(r"Its seal: `(.*?)`", PAGE)
    reading = read_card("models/no-show/2.1.0.yaml", text.encode())
    assert reading.card is not None
    assert canonical(facts(reading.card)) == told  # type: ignore[arg-type]
    assert seal_of(reading.card) == seal  # type: ignore[arg-type]


def test_unknown_and_none_are_sealed_apart() -> None:
    seals = {seal_of(card(patch)) for patch in ("{}", "source: null", "source: {}", "task: null")}
    assert len(seals) == 4


def test_neither_order_nor_spelling_of_a_card_matters() -> None:
    one = card("interface: {inputs: {a: {type: number, minimum: 1}}, max_output: 5}")
    other = card('{"interface": {"max_output": 5, "inputs": {"a": {"minimum": 1.0, "type": "number"}}}}')
    assert seal_of(one) == seal_of(other)


def test_the_order_of_lists_matters() -> None:
    one, other = (card(f"interface: {{languages: [{tags}]}}") for tags in ("en, es", "es, en"))
    assert seal_of(one) != seal_of(other)


def test_true_and_one_are_sealed_apart() -> None:
    one, other = (card(f"interface: {{outputs: {{a: {{type: integer, labels: [{x}]}}}}}}") for x in ("1", "true"))
    assert seal_of(one) != seal_of(other)


def test_a_seal_does_not_cover_itself_or_the_stage() -> None:
    plain = card()
    assert seal_of(card(f"{{seal: '{seal_of(plain)}', stage: staging, summary: Other.}}")) == seal_of(plain)


def test_each_version_and_each_name_has_a_seal_of_its_own() -> None:
    assert len({seal_of(card(version="1.0.0")), seal_of(card(version="1.0.1")), seal_of(card(name="n"))}) == 3


def test_a_key_that_is_at_its_default_and_not_written_is_not_sealed() -> None:
    """So that a schema that gains a key with a default changes no old seal."""
    assert '"required"' not in canonical(facts(card("interface: {inputs: {a: {type: text}}}")))
    written = card("interface: {inputs: {a: {type: text, required: true}}}")
    assert '"required":true' in canonical(facts(written))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"), (-0.0, "0"), (1.0, "1"), (-2.5, "-2.5"), (0.05, "0.05"), (1e-6, "0.000001"), (1e-7, "1e-7"),
        (1e21, "1e+21"), (123456789012345680000.0, "123456789012345680000"), (1.5e300, "1.5e+300"), (5e-324, "5e-324"),
        (333333333.33333329, "333333333.3333333"), (9007199254740993, "9007199254740993"), (10**30, "1" + "0" * 30),
    ],
)  # fmt: skip
def test_numbers_are_written_as_ecmascript_does(number: float, text: str) -> None:
    assert canonical(number) == text


def test_keys_are_sorted_by_their_utf_16_code_units() -> None:
    """The example of RFC 8785, section 3.2.3."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    found = list(json.loads(canonical(dict.fromkeys(keys, 0))))
    assert found == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_only_the_escapes_that_are_needed_are_written() -> None:
    assert canonical('\x00\b\t\n\f\r\x1f"\\/é\u2028') == '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/é\u2028"'


def test_a_day_is_sealed_as_it_is_written() -> None:
    assert canonical({"a": [date(2027, 1, 1)]}) == '{"a":["2027-01-01"]}'


@given(values)
def test_what_is_sealed_can_be_read_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(values, values)
def test_two_values_are_written_the_same_only_where_they_are_the_same(one: Any, other: Any) -> None:
    if canonical(one) == canonical(other):
        assert one == other
