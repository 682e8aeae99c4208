"""Two sides of what was one once: who changed what, told from digests of what was copied."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.cards.packs import DutyPack
from modelsteward.domain.duty_packs import compare_duties, duty_values, has_news, is_newer
from modelsteward.domain.merging import Compared, State, compare, digest_of, takes_theirs
from modelsteward.store.composer import compose
from modelsteward.store.packs import duty_names, duty_text, pack_head, read_packs
from modelsteward.store.plainly import UNSURE, read_plainly
from tests.packs.texts import THREE, pack

OLD, MINE, OTHER = {"id": "x", "period": "P5Y"}, {"id": "x", "period": "P6Y"}, {"id": "x", "period": "P7Y"}


def only(ours: Any, theirs: Any, base: Any) -> Compared:
    sides = ({"x": side} if side else {} for side in (ours, theirs))
    [one] = compare(*sides, {"x": digest_of(base)} if base else {})
    return one


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "state"),
    [
        (OLD, OLD, OLD, State.SAME),
        (MINE, MINE, OLD, State.SAME),
        (OLD, OLD, None, State.SAME),
        (MINE, OLD, OLD, State.CHANGED_HERE),
        (OLD, OTHER, OLD, State.CHANGED_THERE),
        (MINE, OTHER, OLD, State.CHANGED_BOTH),
        (MINE, None, None, State.ADDED_HERE),
        (None, OTHER, None, State.ADDED_THERE),
        (MINE, OTHER, None, State.ADDED_BOTH),
        (None, OLD, OLD, State.REMOVED_HERE),
        (OLD, None, OLD, State.REMOVED_THERE),
        (None, OTHER, OLD, State.REMOVED_HERE_CHANGED_THERE),
        (MINE, None, OLD, State.CHANGED_HERE_REMOVED_THERE),
    ],
)
def test_what_became_of_an_entry(ours: Any, theirs: Any, base: Any, state: State) -> None:
    assert only(ours, theirs, base).state is state


def test_what_neither_has_any_more_is_not_told() -> None:
    assert list(compare({}, {}, {"x": digest_of(OLD)})) == []


def test_each_state_is_settled_news_or_a_clash_and_never_two() -> None:
    for state in State:
        assert not (state.is_clash and state.is_news)
    assert sum(state.is_clash for state in State) == 4
    assert sum(state.is_news for state in State) == 3


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "copied"),
    [(MINE, OLD, OLD, OLD), (OLD, OTHER, OLD, OLD), (MINE, OTHER, OLD, None), (MINE, None, None, None)],
)
def test_what_was_copied_is_told_where_a_side_still_has_it(ours: Any, theirs: Any, base: Any, copied: Any) -> None:
    assert only(ours, theirs, base).copied == copied


def test_what_one_side_changed_is_taken_over_or_kept_and_a_person_may_say_otherwise() -> None:
    news, own, clash = only(OLD, OTHER, OLD), only(MINE, OLD, OLD), only(MINE, OTHER, OLD)

    assert [takes_theirs(one, None) for one in (news, own, clash)] == [True, False, False]
    assert [takes_theirs(one, "ours") for one in (news, own, clash)] == [False, False, False]
    assert [takes_theirs(one, "theirs") for one in (news, own, clash)] == [True, True, True]


def test_keys_that_differ_are_named_in_order_with_those_of_one_side_alone() -> None:
    one = only({"id": "x", "note": "n", "period": "P5Y"}, {"id": "x", "period": "P6Y", "bound": "within"}, OLD)
    assert one.differing == ["note", "period", "bound"]


def read(text: str) -> DutyPack:
    value, faults = compose(text)
    assert not faults
    return DutyPack.model_validate(value)


def test_layout_comments_quotes_and_the_order_of_keys_do_not_count() -> None:
    text = pack("eu")
    other = text.replace("article: Art. 1\n    kind: keep", "kind: 'keep'\n    article: Art. 1")
    other = other.replace("objects: [records]", "objects:\n      - records").replace("  # ten, not five", "")
    assert other != text
    assert duty_values(read(other)) == duty_values(read(text))
    assert [one.state for one in compare_duties(read(other), read(text))] == [State.SAME, State.SAME]


def test_a_digest_is_the_same_tomorrow() -> None:
    """It stands in files: were it worked out otherwise, every entry would count as changed on both sides."""
    assert digest_of({"b": [1, "é"], "a": {"y": True, "x": None}}) == "6d980640d64d"


def pinned(text: str, steward: str) -> DutyPack:
    return read(text.replace("\n# The fields", f"pinned: {{steward: {steward}, on: 2029-01-01, entries: {{}}}}\n# The"))


def test_a_copy_is_newer_than_steward_by_the_numbers_of_versions() -> None:
    text = pack("eu")
    assert not is_newer(read(text), "0.9.0")
    assert [is_newer(pinned(text, "0.10.0"), version) for version in ("0.9.0", "0.10.0", "1.0.0")] == [
        True,
        False,
        False,
    ]
    assert not is_newer(pinned(text, "unknown"), "0.9.0")


def test_what_is_not_pinned_has_no_news() -> None:
    assert not has_news(read(pack("eu")), read(pack("eu", THREE)))
    assert has_news(pinned(pack("eu"), "0.1.0"), read(pack("eu")))


def test_what_the_packs_say_before_their_duties_is_read_alike_both_ways() -> None:
    packs = read_packs()
    assert packs.duty_heads.keys() == packs.duties.keys()
    for name, whole in packs.duties.items():
        assert pack_head(name) == (name, whole.title, whole.review_by)


def test_packs_are_plainly_written() -> None:
    """Every check reads what they say before their duties, and many all of it: that takes no library of YAML."""
    for name in duty_names():
        text = duty_text(name)
        assert read_plainly(text) is not UNSURE, name
        assert read_plainly(text.partition("\nduties:")[0] + "\n") is not UNSURE, name
