"""Conditions over facts: what holds, what does not, and what cannot be told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelsteward.domain.conditions import UNKNOWN, Fact, fields_of, judge

FACTS = {
    "place": Fact(("US", "US-AZ")),
    "sectors": Fact(("healthcare",), complete=False),
    "risk": UNKNOWN,
    "nobody": Fact(()),
    "personal": Fact((True,)),
    "health": Fact((False,)),
    "placed": Fact(("2025-08-01",)),
    "gone": Fact(("2027-01-01",), complete=False),
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"all": []}, True),
        ({"any": []}, False),
        ({"place": "US"}, True),
        ({"place": ["EU", "US"]}, True),
        ({"place": "EU"}, False),
        ({"sectors": "healthcare"}, True),
        ({"sectors": "credit"}, None),
        ({"risk": "high"}, None),
        ({"not": {"risk": "high"}}, None),
        ({"not": {"place": "EU"}}, True),
        ({"not": {"place": "US"}}, False),
        ({"personal": True}, True),
        ({"personal": False}, False),
        ({"health": False}, True),
        ({"health": True}, False),
        ({"exists": "place"}, True),
        ({"exists": "nobody"}, False),
        ({"exists": "risk"}, None),
        ({"exists": "sectors"}, True),
        ({"before": {"placed": "2025-08-02"}}, True),
        ({"before": {"placed": "2025-08-01"}}, False),
        ({"before": {"gone": "2027-01-02"}}, True),
        ({"before": {"gone": "2027-01-01"}}, None),
        ({"before": {"nobody": "2027-01-01"}}, False),
        ({"before": {"risk": "2027-01-01"}}, None),
        ({"never-heard-of": "x"}, None),
        ({"all": [{"place": "US"}, {"risk": "high"}]}, None),
        ({"all": [{"place": "EU"}, {"risk": "high"}]}, False),
        ({"any": [{"place": "US"}, {"risk": "high"}]}, True),
        ({"any": [{"place": "EU"}, {"risk": "high"}]}, None),
        ({"all": [{"any": [{"risk": "high"}, {"place": "US"}]}, {"not": {"exists": "nobody"}}]}, True),
    ],
)
def test_a_condition_holds_or_does_not_or_cannot_be_told(condition: Any, holds: bool | None) -> None:
    assert judge(condition, FACTS).holds is holds


def test_only_what_would_decide_is_named_as_unknown() -> None:
    verdict = judge({"all": [{"place": "US"}, {"any": [{"risk": "high"}, {"sectors": "credit"}]}]}, FACTS)

    assert verdict.holds is None
    assert verdict.unknown == ("risk", "sectors")
    assert judge({"any": [{"place": "US"}, {"risk": "high"}]}, FACTS).unknown == ()


def test_a_truth_value_is_no_word_and_no_number() -> None:
    assert judge({"personal": "true"}, FACTS).holds is False
    assert Fact(("yes",)).has(True) is False


@pytest.mark.parametrize(
    "broken",
    [
        None, "always", [], {}, {"a": "x", "b": "y"}, {"all": {"a": "x"}}, {"any": "x"}, {"not": []}, {"exists": ["a"]},
        {"a": None}, {"a": 1}, {"a": []}, {"a": ["x", 1]}, {"all": [{"a": {"b": "c"}}]},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_and_never_holds(broken: Any) -> None:
    with pytest.raises(ValueError, match=r"condition|field|`all`|`exists`"):
        judge(broken, {})
    with pytest.raises(ValueError, match=r"condition|field|`all`|`exists`"):
        list(fields_of(broken))


def test_every_field_a_condition_asks_for_is_found() -> None:
    condition = {"any": [{"not": {"a": "x"}}, {"all": [{"exists": "b"}, {"c": ["y", True]}]}]}

    assert list(fields_of(condition)) == ["a", "b", "c"]


_leaves = st.sampled_from(
    [{"x": "1"}, {"y": "1"}, {"z": "1"}, {"exists": "x"}, {"exists": "z"}, {"all": []}, {"any": []}]
)
_conditions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=12,
)
_known = st.sampled_from([Fact(("1",)), Fact(("2",)), Fact(())])


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(_conditions, _known, _known, _known, st.sets(st.sampled_from("xyz")))
def test_learning_more_never_turns_an_answer_round(condition: Any, x: Fact, y: Fact, z: Fact, hidden: set[str]) -> None:
    """What is answered with some fields unknown is answered the same once they are known, whatever they are."""
    known = {"x": x, "y": y, "z": z}
    partly = {name: UNKNOWN if name in hidden else fact for name, fact in known.items()}

    early = judge(condition, partly)
    late = judge(condition, known)

    assert late.holds is not None
    assert early.holds in (None, late.holds)
    assert set(early.unknown) <= hidden
    assert (early.holds is None) == bool(early.unknown)
