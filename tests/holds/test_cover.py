"""What a hold covers, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from modelsteward.domain.cards.states import Hold
from modelsteward.domain.descent import Origin, above, below
from modelsteward.domain.facts import FIELDS
from modelsteward.domain.facts.subject import subject_of
from modelsteward.domain.holds import covering, covers, holds_on, is_standing, matches
from modelsteward.domain.registry import Registry
from tests.rules.worlds import world

DAY = date(2030, 1, 1)

FAMILY = """
data:rows@1.0.0: {derived_from: []}
data:rows@2.0.0: {derived_from: []}
data:lines@1.0.0: {derived_from: ["data:rows@1.0.0"]}
data:made@1.0.0: {origin: synthetic, derived_from: ["data:rows@1.0.0"]}
data:apart@1.0.0: {derived_from: [], owner: ward}
root@1.0.0: {lineage: {parents: [], datasets: ["data:lines@1.0.0"]}}
child@1.0.0: {lineage: {parents: [{ref: root@1.0.0, relation: fine-tune}], datasets: []}}
pupil@1.0.0: {lineage: {parents: [{ref: child@1.0.0, relation: distilled}], datasets: []}}
dreamt@1.0.0: {lineage: {parents: [], datasets: ["data:made@1.0.0"]}}
later@1.0.0: {lineage: {parents: [], datasets: ["data:rows@2.0.0"]}}
apart@1.0.0: {owner: ward, lineage: {parents: [], datasets: ["data:apart@1.0.0"]}}
theirs@1.0.0: {origin: vendor, hosting: [vendor_api], lineage: <absent>}
tuned@1.0.0: {origin: vendor, hosting: [vendor_finetune], lineage: <absent>}
use:calls: {serving: {main: root@1.0.0}, served: [{slot: main, ref: later@1.0.0, from: 2028-01-01, to: 2029-01-01}]}
use:over: {status: ended, serving: {main: apart@1.0.0}}
"""


def hold(**said: object) -> Hold:
    return Hold.model_validate({"card": "hold/1", "id": "h", "opened": "2029-01-01", "by": "counsel", **said})


def why(registry: Registry, ref: str, **said: object) -> str:
    cover = covers(registry, hold(**said), ref)
    return f"{cover.certainty}: {cover.why}" if cover else ""


@pytest.mark.parametrize(
    ("pattern", "ref", "covered"),
    [
        ("no-show@2.1.0", "no-show@2.1.0", True),
        ("no-show@2.1.0", "no-show@2.1.00", False),
        ("no-show@2.*", "no-show@2.1.0", True),
        ("no-show@2.*", "no-show@20.1.0", False),
        ("no-show*@*", "no-show-lite@1.0.0", True),
        ("no-show*@*", "my-no-show@1.0.0", False),
        ("no-show", "no-show@2.1.0", True),
        ("no-show", "no-show-lite@2.1.0", False),
        ("no-show*", "no-show-lite@2.1.0", True),
        ("no-show*", "data:no-show@1.0.0", False),
        ("data:rows@*", "data:rows@1.0.0", True),
        ("data:rows@*", "rows@1.0.0", False),
        ("use:*", "use:calls", True),
        ("use:*", "user@1.0.0", False),
        ("*", "data:rows@1.0.0", True),
        ("*@*", "no-show@1.0.0", True),
        ("*@*", "use:calls", False),
        ("a.b@1.0.0", "axb@1.0.0", False),
        ("a@1.0.0+*", "a@1.0.0+b1", True),
        ("a@1.0.0+*", "a@1.0.00", False),
        ("*a*a*a*a*a*a*a*a*@*", "a" * 60 + "@1.0.0", True),
        ("*a*a*a*a*a*a*a*a*b@*", "a" * 90 + "@1.0.0", False),
        ("ab*ba@1.0.0", "aba@1.0.0", False),
        ("a**b@1.0.0", "a-b@1.0.0", True),
    ],
)
def test_a_pattern_covers_a_ref_as_a_whole_and_only_its_stars_stand_for_more(
    pattern: str, ref: str, covered: bool
) -> None:
    assert matches(pattern, ref) is covered


def test_a_hold_says_why_it_covers_what_it_names() -> None:
    registry = world(FAMILY)
    assert why(registry, "root@1.0.0", refs=["root@1.0.0"]) == "surely: it is named"
    assert why(registry, "data:rows@1.0.0", refs=["registry"]) == "surely: the whole registry is named"
    assert why(registry, "root@1.0.0", patterns=["ro*@*"]) == "surely: by the pattern ro*@*"
    assert why(registry, "data:apart@1.0.0", owners=["ward"]) == "surely: ward owns it"
    assert why(registry, "apart@1.0.0", owners=["ward"]) == "surely: ward owns it"
    assert why(registry, "root@1.0.0", owners=["ward"]) == ""
    assert why(registry, "root@1.0.0", refs=["child@1.0.0"], patterns=["data:*"]) == ""


def test_a_use_stands_for_every_version_that_serves_or_served_it() -> None:
    registry = world(FAMILY)
    assert why(registry, "use:calls", refs=["use:calls"]) == "surely: it is named"
    assert why(registry, "root@1.0.0", refs=["use:calls"]) == "surely: it serves use:calls, which is named"
    assert why(registry, "later@1.0.0", refs=["use:calls"]) == "surely: it served use:calls, which is named"
    assert why(registry, "later@1.0.0", patterns=["use:c*"]) == "surely: it served use:calls, by the pattern use:c*"
    assert why(registry, "apart@1.0.0", refs=["use:over"]) == "surely: it served use:over, which is named"
    assert why(registry, "child@1.0.0", refs=["use:calls"]) == ""
    assert why(registry, "child@1.0.0", refs=["use:calls"], built_on=True) == (
        "surely: built on root@1.0.0 (fine-tune of): it serves use:calls, which is named"
    )


def test_what_was_made_from_it_is_covered_only_where_the_hold_says_so_and_how_surely_is_told() -> None:
    registry, rows = world(FAMILY), ["data:rows@1.0.0"]
    assert why(registry, "root@1.0.0", refs=rows) == ""
    told = {ref: why(registry, ref, refs=rows, built_on=True) for ref in (*registry.datasets, *registry.models)}
    assert told == {
        "data:rows@1.0.0": "surely: it is named",
        "data:rows@2.0.0": "possibly: possibly of the rows of data:rows@1.0.0, another version: it is named",
        "data:lines@1.0.0": "surely: built on data:rows@1.0.0 (derived): it is named",
        "data:made@1.0.0": "possibly: possibly built on data:rows@1.0.0 (derived) (it was generated from the data, "
        "and may or may not give it away): it is named",
        "data:apart@1.0.0": "",
        "root@1.0.0": "surely: built on data:rows@1.0.0 (derived), through data:lines@1.0.0: it is named",
        "child@1.0.0": "surely: built on data:rows@1.0.0 (derived), through data:lines@1.0.0, root@1.0.0: it is named",
        "pupil@1.0.0": "possibly: possibly built on data:rows@1.0.0 (derived), through data:lines@1.0.0, root@1.0.0, "
        "child@1.0.0 (what a model remembers may pass through its answers): it is named",
        "dreamt@1.0.0": "possibly: possibly built on data:rows@1.0.0 (derived), through data:made@1.0.0 (it was "
        "generated from the data, and may or may not give it away): it is named",
        "later@1.0.0": "possibly: possibly built on data:rows@1.0.0 (another version of), through data:rows@2.0.0 "
        "(versions of one data set share rows): it is named",
        "apart@1.0.0": "",
        "theirs@1.0.0": "",
        "tuned@1.0.0": "cannot tell: its card does not say what tuned@1.0.0 was made from (`lineage`), so nobody can "
        "tell",
    }  # fmt: skip


@pytest.mark.parametrize("start", ["data:rows@1.0.0", "data:rows@2.0.0", "data:made@1.0.0", "root@1.0.0"])
def test_seen_from_below_the_same_is_reached_as_seen_from_above(start: str) -> None:
    more = 'data:rows@3.0.0: {}\nolder@1.0.0: {lineage: {parents: [], datasets: ["data:rows@3.0.0"]}}\n'
    loop = "a@1.0.0: {lineage: {parents: [{ref: b@1.0.0, relation: merge}], datasets: []}}\n"
    loop += "b@1.0.0: {lineage: {parents: [{ref: a@1.0.0, relation: merge}, {ref: child@1.0.0, relation: merge}], datasets: []}}\n"
    registry = world(FAMILY + more + loop)
    down = {ref: (one.is_sure, one.how) for ref, one in below(registry, [start]).items() if ref != start}
    up = {}
    for ref in (*registry.datasets, *registry.models):
        if found := [origin for origin, _ in above(registry, ref) if origin.ref == start]:
            up[ref] = (found[0].is_sure, found[0].how)
    assert {ref: sure for ref, (sure, _) in up.items()} == {ref: sure for ref, (sure, _) in down.items()}
    assert {ref: len(how) for ref, (_, how) in up.items()} == {ref: len(how) for ref, (_, how) in down.items()}


def test_what_nobody_can_tell_is_never_free() -> None:
    registry = world(FAMILY + "fine@1.0.0: {lineage: {parents: [{ref: gone@1.0.0, relation: merge}], datasets: []}}\n")
    assert why(registry, "fine@1.0.0", refs=["data:rows@1.0.0"], built_on=True) == (
        "cannot tell: nobody can tell what gone@1.0.0 was made from: it has no card"
    )
    assert why(registry, "fine@1.0.0", refs=["gone@1.0.0"], built_on=True).startswith("surely: built on gone@1.0.0")
    ownerless = world("data:d@1.0.0: {owner: <absent>}\ndata:e@1.0.0: {owner: null}\n")
    assert why(ownerless, "data:d@1.0.0", owners=["ward"]).startswith("cannot tell: its card does not say who owns")
    assert why(ownerless, "data:e@1.0.0", owners=["ward"]) == ""


@pytest.mark.parametrize(
    ("released", "stands"), [(None, True), ("2029-12-31", False), ("2030-01-01", False), ("2030-01-02", True)]
)
def test_a_hold_stands_until_the_day_of_its_release(released: str | None, stands: bool) -> None:
    assert is_standing(hold(released=released), DAY) is stands
    lifted = "null" if released is None else released
    registry = world(FAMILY + "holds/h.yaml: {card: hold/1, id: h, patterns: ['data:*'], built_on: true, "
                     f"opened: 2029-01-01, released: {lifted}, by: counsel}}\n")  # fmt: skip
    assert bool(holds_on(registry, "root@1.0.0", DAY)) is stands


def test_a_condition_knows_a_hold_by_what_it_covers_and_what_cannot_be_told() -> None:
    text = "holds/h.yaml: {card: hold/1, id: h, refs: ['data:rows@1.0.0'], built_on: true, opened: 2029-01-01, by: c}\n"
    registry = world(FAMILY + text)

    def legal(ref: str) -> tuple[object, ...]:
        return FIELDS["holds.legal"].tell(subject_of(registry, registry.models[ref].card, DAY)).values

    assert (legal("pupil@1.0.0"), legal("apart@1.0.0"), legal("tuned@1.0.0")) == ((True,), (False,), ())


def test_where_something_came_from_is_looked_up_once_for_all_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = world(FAMILY)
    looked: list[str] = []

    def counted(known: Registry, ref: str, aside: Iterable[str] = ()) -> Iterator[tuple[Origin, bool]]:
        looked.append(ref)
        return above(known, ref, aside)

    monkeypatch.setattr("modelsteward.domain.holds.above", counted)
    several = [hold(refs=[f"data:rows@{number}.0.0"], built_on=True) for number in (1, 2)] * 5
    found = covering(registry, several)("root@1.0.0")

    assert looked == ["root@1.0.0"]
    assert [cover.certainty if cover else "" for cover in found] == ["surely", "possibly"] * 5
    assert found[:2] == [covers(registry, one, "root@1.0.0") for one in several[:2]]
