"""Which card that came is which that went: a mass rename as well as one with edits, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.story import Card, Touched
from modelsteward.usecases import story_pairs
from modelsteward.usecases.story_pairs import pairs
from tests.story.conftest import Told

Cards = dict[str, dict[str, Any]]


def card(name: str, version: str = "1.0.0", **more: Any) -> dict[str, Any]:
    digest = more.pop("digest", name)
    return {"card": "model/1", "name": name, "version": version, "stage": "draft", "owner": "ml", "license": "MIT",
            "artifacts": [{"digest": digest, "bytes": 1}], **more}  # fmt: skip


def paired(gone: Cards, come: Cards) -> dict[str, str]:
    """What went, and what came in its stead."""
    files: list[tuple[Touched, Card, Card]] = [(Touched(path, ("a",), None), was, None) for path, was in gone.items()]
    files += [(Touched(path, (None,), "b"), None, now) for path, now in come.items()]
    found, rest = pairs(files)
    taken = {path for old, new, _, _ in found for path in (old, new)}
    assert {file.path for file in rest} == {*gone, *come} - taken
    assert all(gone[old] is before and come[new] is after for old, new, before, after in found)
    return {old: new for old, new, _, _ in found}


def test_a_thousand_models_of_another_name_are_each_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    likeness = story_pairs._likeness

    def counted(*cards: Any) -> float:
        nonlocal looks
        looks += 1
        return likeness(*cards)

    monkeypatch.setattr(story_pairs, "_likeness", counted)
    gone = {f"models/m-{i}/1.0.0.yaml": card(f"m-{i}", digest=i) for i in range(1000)}
    come = {f"models/n-{i}/1.0.0.yaml": card(f"n-{i}", digest=i) for i in reversed(range(1000))}
    assert paired(gone, come) == {f"models/m-{i}/1.0.0.yaml": f"models/n-{i}/1.0.0.yaml" for i in range(1000)}
    assert looks == 1000


def test_with_edits_each_is_the_one_that_is_most_like_it() -> None:
    gone = {f"models/m-{i}/1.0.0.yaml": card(f"m-{i}", digest=i) for i in range(20)}
    come = {f"models/n-{i}/1.0.0.yaml": card(f"n-{i}", digest=i, owner="ops") for i in reversed(range(20))}
    assert paired(gone, come) == {f"models/m-{i}/1.0.0.yaml": f"models/n-{i}/1.0.0.yaml" for i in range(20)}


def test_of_equal_cards_the_same_name_comes_first_then_the_same_version() -> None:
    one = card("m", digest="same")
    gone = {"models/m/1.0.0.yaml": one}
    renumbered, renamed, both = ({**one, "version": "2.0.0"}, {**one, "name": "n"},
                                 {**one, "name": "n", "version": "2.0.0"})  # fmt: skip
    come = {"models/n/2.0.0.yaml": both, "models/n/1.0.0.yaml": renamed, "models/m/2.0.0.yaml": renumbered}
    assert paired(gone, come) == {"models/m/1.0.0.yaml": "models/m/2.0.0.yaml"}
    del come["models/m/2.0.0.yaml"]
    assert paired(gone, come) == {"models/m/1.0.0.yaml": "models/n/1.0.0.yaml"}
    del come["models/n/1.0.0.yaml"]
    assert paired(gone, come) == {"models/m/1.0.0.yaml": "models/n/2.0.0.yaml"}


def test_copies_are_shared_out_and_none_is_taken_twice() -> None:
    gone = {f"models/m-{i}/1.0.0.yaml": card(f"m-{i}", digest="same") for i in range(3)}
    come = {f"models/n-{i}/1.0.0.yaml": card(f"n-{i}", digest="same") for i in range(2)}
    found = paired(gone, come)
    assert sorted(found.values()) == list(come)


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("models/m/1.0.0.yaml", card("m", "2.0.0", stage="draft", artifacts=[{"digest": "other"}])),
        ("datasets/m/2.0.0.yaml", card("m", "2.0.0", stage="production")),
        ("holds/m.yaml", card("m", stage="production")),
    ],
)
def test_what_was_released_is_not_another_card_of_other_facts_or_kind(path: str, other: dict[str, Any]) -> None:
    came = path if path != "models/m/1.0.0.yaml" else "models/m/2.0.0.yaml"
    assert paired({"models/m/1.0.0.yaml": card("m", stage="production")}, {came: other}) == {}


def test_true_is_not_one_however_deep() -> None:
    gone = {"models/m/1.0.0.yaml": card("m", stage="production", interface={"labels": [1]})}
    come = {"models/m/2.0.0.yaml": card("m", "2.0.0", stage="production", interface={"labels": [True]})}
    assert paired(gone, come) == {}


def test_an_edit_from_one_to_true_is_told(told: Told) -> None:
    told.change("models/scorer/1.2.0.yaml", "license:", "extra: {flags: [1]}\nlicense:")
    told.commit()
    told.change("models/scorer/1.2.0.yaml", "[1]", "[true]")
    told.commit()
    assert told.what("scorer@1.2.0")[0] == "extra.flags edited"
