"""What was made from something, and how sure it is that it holds any of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest

from modelsteward.domain.descent import ANOTHER_VERSION, THROUGH_OUTPUTS, below, versions_of
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases.tracing import affected, unsure
from tests.rules.worlds import world
from tests.test_registry_value import entry, registry

RELATIONS = ("fine-tune", "adapter", "quantized", "distilled", "merge", "trained-on-outputs", "repackaged")


def told(house: Registry, *data: str) -> dict[str, str]:
    """How sure it is of each thing affected."""
    return {one.ref: one.certainty for one in affected(house, data)}


ASKED = 'data:d@1.0.0: {derived_from: []}\nm@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}\n'
CASES = {
    "trained on exactly this version": ("", "m@1.0.0", "surely"),
    "trained on another version": (
        'data:d@2.0.0: {derived_from: []}\nn@1.0.0: {lineage: {datasets: ["data:d@2.0.0"]}}', "n@1.0.0", "possibly",
    ),
    "trained on a version that has no card": ('n@1.0.0: {lineage: {datasets: ["data:d@0.9.0"]}}', "n@1.0.0", "possibly"),
    "trained on what was derived from it": (
        'data:f@1.0.0: {derived_from: ["data:d@1.0.0"]}\nn@1.0.0: {lineage: {datasets: ["data:f@1.0.0"]}}',
        "n@1.0.0", "surely",
    ),
    "trained on what was generated from it": (
        'data:s@1.0.0: {origin: synthetic, derived_from: ["data:d@1.0.0"]}\n'
        'n@1.0.0: {lineage: {datasets: ["data:s@1.0.0"]}}',
        "n@1.0.0", "possibly",
    ),
    "another version of what was derived from it, which does not say from what": (
        'data:f@1.0.0: {derived_from: ["data:d@1.0.0"]}\ndata:f@2.0.0: {}', "data:f@2.0.0", "possibly",
    ),
    **{
        f"made of the weights: {relation}": (
            f"n@1.0.0: {{lineage: {{parents: [{{ref: m@1.0.0, relation: {relation}}}]}}}}", "n@1.0.0", "surely",
        )
        for relation in ("fine-tune", "adapter", "quantized", "merge", "repackaged")
    },
    **{
        f"made of the answers: {relation}": (
            f"n@1.0.0: {{lineage: {{parents: [{{ref: m@1.0.0, relation: {relation}}}]}}}}", "n@1.0.0", "possibly",
        )
        for relation in sorted(THROUGH_OUTPUTS)
    },
    "a fine-tune of what was distilled": (
        "n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: distilled}]}}\n"
        "o@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: fine-tune}]}}",
        "o@1.0.0", "possibly",
    ),
    "distilled, and trained on it as well": (
        'n@1.0.0: {lineage: {datasets: ["data:d@1.0.0"], parents: [{ref: m@1.0.0, relation: distilled}]}}',
        "n@1.0.0", "surely",
    ),
    "destroyed": ('n@1.0.0: {stage: destroyed, lineage: {datasets: ["data:d@1.0.0"]}}', "n@1.0.0", "surely"),
}  # fmt: skip


@pytest.mark.parametrize(("example", "ref", "certainty"), CASES.values(), ids=CASES)
def test_how_sure_it_is(example: str, ref: str, certainty: str) -> None:
    assert told(world(ASKED + example), "data:d@1.0.0")[ref] == certainty


@pytest.mark.parametrize(
    "example",
    [
        'data:f@1.0.0: {derived_from: ["data:d@1.0.0"]}\ndata:f@2.0.0: {derived_from: []}',
        'data:f@1.0.0: {derived_from: ["data:d@1.0.0"]}\ndata:f@2.0.0: {derived_from: ["data:e@1.0.0"]}',
    ],
)
def test_a_version_that_says_where_its_rows_are_from_is_taken_at_its_word(example: str) -> None:
    assert "data:f@2.0.0" not in told(world(ASKED + example), "data:d@1.0.0")


def test_what_it_was_derived_from_is_another_question() -> None:
    house = world('data:d@1.0.0: {derived_from: ["data:raw@1.0.0"]}\ndata:raw@1.0.0: {}\n')
    assert told(house, "data:d@1.0.0") == {"data:d@1.0.0": "surely"}


def test_a_name_alone_asks_for_every_version_there_is() -> None:
    example = ASKED + 'data:d@2.0.0: {}\nn@1.0.0: {lineage: {datasets: ["data:d@3.0.0"]}}'
    house = world(example)
    assert versions_of(house, "data:d") == ("data:d@1.0.0", "data:d@2.0.0", "data:d@3.0.0")
    assert set(told(house, "data:d").values()) == {"surely"}
    assert "n@1.0.0" in told(house, "data:d")


def test_the_surest_way_counts_before_the_shortest() -> None:
    example = ASKED + (
        'data:f@1.0.0: {derived_from: ["data:d@1.0.0"]}\ndata:d@2.0.0: {}\n'
        'n@1.0.0: {lineage: {datasets: ["data:d@2.0.0", "data:f@1.0.0"]}}'
    )
    (found,) = [one for one in affected(world(example), ["data:d@1.0.0"]) if one.ref == "n@1.0.0"]
    assert [(link.ref, link.relation) for link in found.how] == [
        ("data:d@1.0.0", "derived from"), ("data:f@1.0.0", "trained on"),
    ]  # fmt: skip
    assert found.doubts == ()


def test_each_reason_for_doubt_is_told_once() -> None:
    example = ASKED + (
        "n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: distilled}]}}\n"
        "o@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: trained-on-outputs}]}}"
    )
    (found,) = [one for one in affected(world(example), ["data:d@1.0.0"]) if one.ref == "o@1.0.0"]
    assert found.doubts == ("what a model remembers may pass through its answers",)


def test_lineages_that_loop_end() -> None:
    house = world(
        'data:a@1.0.0: {derived_from: ["data:b@1.0.0"]}\ndata:b@1.0.0: {derived_from: ["data:a@1.0.0"]}\n'
        "m@1.0.0: {lineage: {datasets: ['data:a@1.0.0'], parents: [{ref: m@1.0.0, relation: fine-tune}]}}"
    )
    assert told(house, "data:b@1.0.0") == {"data:a@1.0.0": "surely", "data:b@1.0.0": "surely", "m@1.0.0": "surely"}


def test_a_lineage_may_be_longer_than_python_likes_to_recurse() -> None:
    count = 3000
    cards = [entry("data:d@0.0.0", derived_from=[])]
    cards += [
        entry(f"data:d{n}@1.0.0", derived_from=[f"data:d{n - 1}@1.0.0" if n else "data:d@0.0.0"]) for n in range(count)
    ]
    found = affected(registry(*cards), ["data:d@0.0.0"])
    assert len(found) == count + 1
    assert max(len(one.how) for one in found) == count


UNSURE = {
    "a model without a lineage": ("n@1.0.0: {lineage: <absent>}", {"n@1.0.0"}),
    "a model that does not name its parents": ("n@1.0.0: {lineage: {parents: <absent>, datasets: []}}", {"n@1.0.0"}),
    "a model that does not name its data": ("n@1.0.0: {lineage: {datasets: <absent>}}", {"n@1.0.0"}),
    "one that says all": ("n@1.0.0: {lineage: {parents: [], datasets: []}}", set()),
    "what was built on one that does not say": (
        "n@1.0.0: {lineage: <absent>}\n"
        "o@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: distilled}], datasets: []}}",
        {"n@1.0.0", "o@1.0.0"},
    ),
    "what was trained on data that does not say": (
        'data:e@1.0.0: {}\nn@1.0.0: {lineage: {datasets: ["data:e@1.0.0"]}}', {"n@1.0.0"},
    ),
    "what was trained on data without a card": ('n@1.0.0: {lineage: {datasets: ["data:e@1.0.0"]}}', {"n@1.0.0"}),
    "what is destroyed": ("n@1.0.0: {stage: destroyed, lineage: <absent>}", set()),
    "what holds it anyway": ('n@1.0.0: {lineage: {parents: <absent>, datasets: ["data:d@1.0.0"]}}', set()),
}  # fmt: skip


@pytest.mark.parametrize(("example", "refs"), UNSURE.values(), ids=UNSURE)
def test_what_does_not_say_what_it_was_made_from_is_never_clean(example: str, refs: set[str]) -> None:
    house = world(ASKED + example)
    found = affected(house, ["data:d@1.0.0"])
    assert {one.ref for one in unsure(house, {one.ref for one in found})} == refs


def test_what_cannot_be_read_may_hold_it() -> None:
    house = world(ASKED, {"models/n/1.0.0.yaml": "card: ["})
    (one,) = unsure(house, {"m@1.0.0"})
    assert (one.ref, one.why, one.state) == ("n@1.0.0", "its card cannot be read", "unreadable")


# A graph at random, and the same answer the long way round.


def some_cards(seed: int) -> list[Entry[object]]:
    """Data sets of a few names and versions, and models, that name each other without order: loops and all."""
    rng = random.Random(seed)
    data = [f"data:{name}@{version}.0.0" for name in "abc" for version in range(rng.randint(1, 3))]
    models = [f"m{n}@1.0.0" for n in range(rng.randint(2, 9))]
    cards = []
    for ref in data:
        says = {"derived_from": rng.sample(data, rng.randint(0, 2))} if rng.random() < 0.7 else {}
        cards.append(entry(ref, origin=rng.choice(["in-house", "synthetic"]), **says))
    for ref in models:
        parents = [
            {"ref": parent, "relation": rng.choice(RELATIONS)} for parent in rng.sample(models, rng.randint(0, 2))
        ]
        lineage = {"parents": parents, "datasets": rng.sample([*data, "data:a@9.0.0"], rng.randint(0, 2))}
        cards.append(entry(ref, lineage=lineage))
    return cards


def steps(cards: list[Entry[object]], asked: set[str]) -> Iterator[tuple[str, str, bool]]:
    """Every step down from one thing to another, and whether it is sure, straight from the cards."""
    known = {card.ref: card.card for card in cards}
    named = {source for card in known.values() for source in (getattr(getattr(card, "lineage", None), "datasets", ()))}
    data = {ref for ref in (*known, *named) if ref.startswith("data:")}
    for ref, card in known.items():
        for source in getattr(card, "derived_from", ()):
            yield source, ref, card.origin != "synthetic"  # type: ignore[attr-defined]
        if lineage := getattr(card, "lineage", None):
            yield from ((source, ref, True) for source in lineage.datasets)
            yield from ((parent.ref, ref, parent.relation not in THROUGH_OUTPUTS) for parent in lineage.parents)
    for one in data:
        for other in data:
            says = other in known and known[other].knows("derived_from")  # type: ignore[attr-defined]
            if one != other and one.partition("@")[0] == other.partition("@")[0] and (one in asked or not says):
                yield one, other, False


def closure(edges: list[tuple[str, str]], starts: set[str]) -> set[str]:
    found = set(starts)
    while more := {to for of, to in edges if of in found} - found:
        found |= more
    return found


@pytest.mark.parametrize("seed", range(60))
def test_the_walk_finds_what_a_closure_finds(seed: int) -> None:
    cards = some_cards(seed)
    asked = {random.Random(seed).choice([card.ref for card in cards])}
    ways = list(steps(cards, asked))
    sure = closure([(of, to) for of, to, is_sure in ways if is_sure], asked)
    every = closure([(of, to) for of, to, _ in ways], asked)

    found = below(registry(*cards), asked)

    assert {ref for ref, one in found.items() if one.is_sure} == sure
    assert set(found) == every
    for ref, one in found.items():
        refs = [*(link.ref for link in one.how), ref]
        assert refs[0] in asked
        kinds = {(of, to): set[bool]() for of, to, _ in ways}
        for of, to, is_sure in ways:
            kinds[of, to].add(is_sure)
        for (of, to), link in zip(pairwise(refs), one.how, strict=True):
            assert (not link.doubt) in kinds[of, to]
            assert link.relation != ANOTHER_VERSION or of.partition("@")[0] == to.partition("@")[0]
        assert one.is_sure == (not any(link.doubt for link in one.how))


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_files_changes_nothing(seed: int) -> None:
    cards = some_cards(seed)
    shuffled = random.Random(seed).sample(cards, len(cards))
    asked = (cards[0].ref,)
    ways = [{ref: one.how for ref, one in below(registry(*some), asked).items()} for some in (cards, shuffled)]
    assert ways[0] == ways[1]
    assert list(ways[0]) == list(ways[1])
