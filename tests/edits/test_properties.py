"""What holds of every edit of every text: what it means is what was meant, and no other line changes."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from modelsteward.domain.edited import same
from modelsteward.domain.edits import Append, Remove, Set
from modelsteward.errors import Refused
from modelsteward.store.composer import compose
from modelsteward.store.editing import edit, edited
from modelsteward.store.emitting import card_text, scalar
from tests.edits.promises import check
from tests.edits.random_edits import any_edit, any_value
from tests.edits.random_texts import any_text
from tests.reading.test_properties import data, names

settings.register_profile("edits", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
quick = settings(settings.get_profile("edits"), max_examples=1000)
fewer = settings(settings.get_profile("edits"), max_examples=300)


@quick
@given(st.integers(0, 2**40).map(Random))
def test_an_edit_does_what_is_meant_and_touches_no_other_line(random: Random) -> None:
    text = any_text(random)
    value, faults = compose(text.removeprefix("\ufeff"))
    assume(not faults and isinstance(value, dict))

    for _ in range(3):
        try:
            check(text, any_edit(random, value))
        except Refused as error:
            assert error.hint


@fewer
@given(st.integers(0, 2**40).map(Random))
def test_refusals_are_rare(random: Random) -> None:
    """Of generated texts, which hold no anchors or tags, hardly one cannot be edited: here none of 300 three times."""
    refused = 0
    for _ in range(3):
        text = any_text(random, plain=True)
        value, faults = compose(text.removeprefix("\ufeff"))
        if not faults:
            try:
                edit(text, [any_edit(random, value)])
            except Refused as error:
                refused += "cannot be looked up" not in error.message
    assert refused < 2


@fewer
@given(st.integers(0, 2**40).map(Random))
def test_many_edits_in_a_row_mean_the_same_as_on_plain_data(random: Random) -> None:
    text = any_text(random)
    start, faults = compose(text.removeprefix("\ufeff"))
    assume(not faults and isinstance(start, dict))
    value, done = start, []
    for _ in range(6):
        one = any_edit(random, value)
        try:
            text = edit(text, [one])
        except Refused:
            continue
        done.append(one)
        value = edited(value, [one])

    result, faults = compose(text.removeprefix("\ufeff"))
    assert faults == []
    assert same(result, value)
    assert same(edited(start, done), value)


@fewer
@given(st.dictionaries(names, data, min_size=1, max_size=4), data, names)
def test_a_set_key_can_be_removed_again(value: dict[str, Any], new: Any, key: str) -> None:
    assume(key not in value)
    text = card_text(value)

    assert edit(text, [Set((key,), new), Remove((key,))]) == text


@fewer
@given(st.lists(data, min_size=1, max_size=4), data)
def test_an_appended_item_can_be_removed_again(items: list[Any], new: Any) -> None:
    text = card_text({"a": items, "b": 1})

    assert edit(text, [Append(("a",), new), Remove(("a", len(items)))]) == text


@quick
@given(st.dictionaries(names, data, max_size=4))
def test_what_is_written_is_read_as_it_was(value: dict[str, Any]) -> None:
    assert compose(card_text(value)) == (value, [])


@quick
@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.floats(allow_nan=False, allow_infinity=False)
)
def test_a_scalar_is_read_as_it_was_wherever_it_stands(value: str | float) -> None:
    for text in (
        f"k: {scalar(value)}",
        f"k: {{k: {scalar(value, in_flow=True)}}}",
        f"- {scalar(value)}",
        card_text({"k": value}),
    ):
        result, faults = compose(text + "\n")
        inner = result["k"] if isinstance(result, dict) else result[0]
        assert faults == []
        assert same(inner["k"] if isinstance(inner, dict) else inner, value)


def test_the_texts_by_chance_are_of_every_shape() -> None:
    texts = [any_text(Random(seed)) for seed in range(300)]

    for sign in (
        "\r\n", "# why", "# in", "|-", ">", "+  # header", "'", "- - ", "\ufeff", "---\n", "{", "...\n", "&A1", "*A1", "!!str",
        "? ", " : ", ":\t", 'two \\', "it''s", '{"p": ', "# open",
    ):  # fmt: skip
        assert any(sign in text for text in texts), sign
    assert sum(not compose(text.removeprefix("\ufeff"))[1] for text in texts) > 290
    assert any_value(Random(1)) == any_value(Random(1))
