"""The packs of duties that come with steward: complete, typed, dated, and speaking of fields that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

import pytest

from modelsteward.domain.cards.packs import Duty
from modelsteward.domain.conditions import Condition, fields_of
from modelsteward.domain.facts import FIELDS
from modelsteward.store.packs import read_packs

PACKS = read_packs().duties
DUTIES = {duty.id: duty for pack in PACKS.values() for duty in pack.duties}
each_duty = pytest.mark.parametrize("duty", DUTIES.values(), ids=lambda duty: duty.id)
each_pack = pytest.mark.parametrize("name", PACKS)

HOW_MANY = {"ca": 2, "cn": 5, "eu": 40, "kr": 2, "sg": 2, "uk": 2, "us": 29, "voluntary": 5}


def conditions(duty: Duty) -> Iterator[Condition]:
    yield duty.applies_when
    yield from (start.when for start in duty.applies_from)
    yield from (variant.when for variant in duty.variants if variant.when is not None)


def test_there_is_a_pack_for_each_place_and_none_lost_a_duty() -> None:
    assert {name: len(pack.duties) for name, pack in PACKS.items()} == HOW_MANY


def test_an_id_is_given_once_in_all_packs() -> None:
    assert len(DUTIES) == sum(HOW_MANY.values())


@each_pack
def test_a_pack_holds_the_law_of_its_place_and_says_what_it_leaves_out(name: str) -> None:
    pack = PACKS[name]

    assert {"INT": "voluntary"}.get(pack.duties[0].jurisdiction, pack.duties[0].jurisdiction.lower()) == name
    assert {duty.jurisdiction.partition("-")[0] for duty in pack.duties} == {pack.duties[0].jurisdiction}
    assert "no legal advice" in pack.about
    assert pack.review_by > max(duty.checked_on for duty in pack.duties)


@each_pack
def test_a_pack_opens_with_a_comment_and_names_no_source_by_a_number_of_somebody_elses_list(name: str) -> None:
    text = resources.files("modelsteward.packs").joinpath(f"duties/{name}.yaml").read_text(encoding="utf-8")

    assert text.startswith("# What ")
    assert not re.search(r"\bS\d{1,2}\b", text)


@each_duty
def test_every_duty_is_in_words_and_says_what_was_read(duty: Duty) -> None:
    assert duty.what.endswith(".")
    assert duty.note is None or duty.note.endswith(".")
    assert not (duty.read == "primary" and "not read" in (duty.note or "")), "that is to be confirmed"
    assert duty.id.startswith(tuple(name for name in ("eu", "uk", "us", "ca", "cn", "kr", "sg", "nist", "iso")))
    assert (duty.read == "memory") == duty.read_in.startswith("nothing; from general knowledge")


@each_duty
def test_what_counts_a_period_has_a_clock(duty: Duty) -> None:
    assert duty.period is None or (duty.clock is not None and duty.bound is not None)
    assert duty.bound != "every" or duty.period is not None
    assert not (duty.bound == "while" and duty.period)


@each_duty
def test_only_law_in_force_binds(duty: Duty) -> None:
    assert duty.status == "in force" or not duty.binding
    assert (duty.status in ("superseded", "repealed")) == (duty.ended_on is not None)
    assert duty.superseded_by is None or duty.superseded_by in DUTIES


@each_duty
def test_every_condition_can_be_judged(duty: Duty) -> None:
    for condition in conditions(duty):
        assert set(fields_of(condition)) <= set(FIELDS), "a field that nobody can tell"


@pytest.mark.parametrize("purpose", ["retirement", "destruction"])
def test_every_field_that_a_checklist_item_asks_for_is_in_the_one_table(purpose: str) -> None:
    asked = {field for item in read_packs().items(purpose).items for field in fields_of(item.applies_when)}

    assert asked <= set(FIELDS)


def test_the_dates_of_chapter_three_are_those_of_the_omnibus() -> None:
    starts = {(str(start.when), start.on) for start in DUTIES["eu-aia-18"].applies_from}

    assert {(when, str(on)) for when, on in starts} == {
        ("{'risk.eu_route': 'annex_iii'}", "2027-12-02"),
        ("{'risk.eu_route': 'annex_i'}", "2028-08-02"),
    }
    assert DUTIES["eu-aia-18"].read == "mixed"  # the article was read, the dates only in accounts


def test_what_ended_names_what_came_after() -> None:
    ended = {duty.id: duty.superseded_by for duty in DUTIES.values() if duty.ended_on}

    assert ended == {"us-mrm-sr11-7": "us-mrm-sr26-2", "us-co-sb24-205": "us-co-sb26-189-dev"}


def test_orders_against_others_are_precedents_and_bind_nobody_here() -> None:
    orders = [duty for duty in DUTIES.values() if duty.id.startswith("us-ftc-")]

    assert len(orders) == 4
    assert {(duty.status, duty.binding, duty.clock) for duty in orders} == {("precedent", False, "order_issued")}
