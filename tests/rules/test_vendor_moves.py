"""Edges of the rules about names, successors, fallbacks and dates of vendors, beyond their examples."""

from __future__ import annotations

import pytest
import yaml

from modelsteward.rules.examples import spread
from modelsteward.store.composer import compose
from tests.rules.vendors import SERVES, model, page, vendor
from tests.rules.worlds import messages, paths, problems

# VE101 and ID113


CHOICE = vendor(
    page("ends: 2029-12-15", snapshot="'2024-05-13'"),
    page("ends: 2031-05-01", snapshot="'2024-08-06'"),
    page("", snapshot="'2024-11-20'"),
    page("status: retired", snapshot="'2024-01-01'"),
    page("aliases: [gpt-4o-stable]", snapshot="'2024-11-20'", source="feed"),
)


def test_a_name_without_a_snapshot_is_told_with_those_to_choose_from() -> None:
    (seen,) = problems("VE101", CHOICE + model("region: eastus") + SERVES)
    assert seen.path == ("source", "model")
    assert seen.message == (
        "`gpt-4o` at openai pins no snapshot: what answers changes when the vendor likes; on file are 2024-11-20 (no "
        "end is told), 2024-08-06 (ends 2031-05-01), 2024-05-13 (ended 2029-12-15) and 2024-01-01 (retired); it serves "
        "use:u"
    )
    assert "`steward set m@1.0.0 source.snapshot=SNAPSHOT`" in seen.hint
    assert messages("ID113", CHOICE + model("region: eastus")) == [], "one of the two tells it"


def test_a_name_that_is_all_there_is_need_not_be_pinned() -> None:
    only = vendor(page("ends: 2031-05-01", snapshot=""), page("", source="feed", snapshot=""))
    assert messages("VE101", only + model("region: eastus")) == []
    assert messages("ID113", only + model("region: eastus")) == []
    assert messages("ID113", model("region: eastus")) == ["in production, and `source` pins no snapshot"]


def test_a_sealed_card_is_pinned_by_a_new_version() -> None:
    (seen,) = problems("VE101", CHOICE + model("region: eastus", f"seal: 'sha256:{'1' * 64}'"))
    assert "`steward bump m --set source.snapshot=SNAPSHOT`" in seen.hint


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ("{host: openai, model: gpt-4o-2024-08-06}", None),
        ("{host: openai, model: gpt-4o, snapshot: '2024-08-06'}", None),
        ("{host: openai, model: gpt-4o, snapshot: '2023-01-01'}", None),
        ("{host: openai, model: gpt-4o-stable}", None),
        ("{host: azure-openai, model: gpt-4o}", None),
        ("{host: openai, model: gpt-9}", None),
        ("{host: openai, model: chatgpt-4o-latest}", ("source", "model")),
        ("{host: openai, model: gpt-4o, snapshot: latest}", ("source", "snapshot")),
    ],
    ids=["as one", "apart", "one that nobody knows", "by an alias of one", "another host", "nothing on file",
         "a name that moves", "a snapshot that moves"],
)  # fmt: skip
def test_what_moves_is_a_name_that_pins_nothing(source: str, at: tuple[str, str] | None) -> None:
    assert paths("VE101", CHOICE + f"m@1.0.0: {{origin: vendor, source: {source}}}") == ([at] if at else [])


def test_a_name_that_moves_and_has_no_snapshots_gives_way_to_another_name() -> None:
    (seen,) = problems("VE101", "m@1.0.0: {origin: vendor, source: {host: openai, model: chatgpt-4o-latest}}")
    assert seen.hint.endswith(
        "name the one it was evaluated on: `steward set m@1.0.0 source.model=NAME`; `steward vendors list openai` has "
        "the names there are"
    )


def test_a_model_that_has_no_snapshots_cannot_be_pinned() -> None:
    assert messages("VE101", vendor(page("", snapshot="")) + model("region: eastus")) == []


@pytest.mark.parametrize("stage", ["draft", "staging", "suspended", "retired", "destroyed"])
@pytest.mark.parametrize("code", ["VE101", "VE102", "VE103", "VE104", "VE106", "VE107"])
def test_vendors_are_asked_about_what_may_serve(code: str, stage: str) -> None:
    seen = vendor(
        page("ends: 2031-05-01, replacement: gpt-4o", "2029-10-01"), page("ends: 2030-08-01", "2029-11-01"),
        page("listed: false", "2029-12-01"), page("ends: 2031-01-01", source="feed"),
    )  # fmt: skip
    assert (
        messages(code, seen + model("region: eastus", f"stage: {stage}") + model(more=f"stage: {stage}", ref="n@1.0.0"))
        == []
    )


# VE104


def successor(ends: str, more: str = "", uses: str = "") -> str:
    return (
        vendor(page("ends: 2030-09-01, replacement: gpt-5"))
        + vendor(page(ends, snapshot="x1"), of="openai/gpt-5") + model(more=more) + uses
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("ends: 2029-12-01", "page recommends gpt-5 in place of gpt-4o (s1) at openai, and gpt-5 has itself ended 31 days ago (2029-12-01)"),
        ("status: retired", "page recommends gpt-5 in place of gpt-4o (s1) at openai, and gpt-5 is itself retired"),
        ("ends: 2030-10-01", "page recommends gpt-5 in place of gpt-4o (s1) at openai, and gpt-5 itself ends in 273 days (2030-10-01): moving takes P60D, and starts by 2030-09-01"),
        ("not_before: 2030-10-01", None),
        ("ends: 2030-10-31", None),
    ],
    ids=["ended", "retired", "ends too soon", "no firm end", "stays long enough"],
)  # fmt: skip
def test_what_is_recommended_must_stay_longer_than_moving_takes(ends: str, told: str | None) -> None:
    assert messages("VE104", successor(ends)) == ([told] if told else [])


@pytest.mark.parametrize(
    ("lead", "uses", "told"),
    [("P30D", "", 0), ("P90D", "", 1), ("P30D", SERVES, 0), (None, SERVES, 0), (None, SERVES.replace("serving", "risk: {own: high}, serving"), 1)],
    ids=["quick", "slow", "as the card says", "low risk", "high risk"],
)  # fmt: skip
def test_moving_takes_as_long_as_the_card_or_the_notice_says(lead: str | None, uses: str, told: int) -> None:
    more = f"lifecycle: {{migration_lead: {lead}}}" if lead else ""
    assert len(messages("VE104", successor("ends: 2030-11-15", more, uses))) == told


def test_of_a_successor_without_a_snapshot_the_one_that_stays_longest_counts() -> None:
    other = vendor(page("ends: 2030-01-05", snapshot="x1"), page("ends: 2032-01-05", snapshot="x2"), of="openai/gpt-5")
    assert messages("VE104", vendor(page("ends: 2030-09-01, replacement: gpt-5")) + other + model()) == []


@pytest.mark.parametrize("name", ["gpt-5-x1", "five"])
def test_a_successor_is_known_by_each_of_its_names(name: str) -> None:
    other = vendor(page("ends: 2029-12-01, aliases: [gpt-5-x1, five]", snapshot="x1"), of="openai/gpt-5")
    assert len(messages("VE104", vendor(page(f"ends: 2030-09-01, replacement: {name}")) + other + model())) == 1
    assert messages("VE104", vendor(page("ends: 2030-09-01, replacement: something else")) + other + model()) == []


def test_once_we_have_chosen_what_the_vendor_recommends_is_no_matter() -> None:
    chosen = successor("ends: 2029-12-01", "lifecycle: {replacement: n@1.0.0}") + "n@1.0.0: {}\n"
    assert messages("VE104", chosen) == []


@pytest.mark.parametrize(
    ("card", "use", "at"),
    [
        ("lifecycle: {replacement: n@1.0.0}", "{serving: {main: m@1.0.0}}", ("lifecycle", "replacement")),
        ("", "{serving: {main: m@1.0.0}, replacement: {main: n@1.0.0}}", ("replacement", "main")),
        ("", "{status: ended, serving: {main: m@1.0.0}, replacement: {main: n@1.0.0}}", None),
        ("", "{serving: {main: o@1.0.0}, replacement: {main: n@1.0.0}}", None),
    ],
    ids=["of the card", "of the use", "of a use that has ended", "of what has no card"],
)
def test_what_we_chose_ourselves_must_stay_too(card: str, use: str, at: tuple[str, str] | None) -> None:
    example = (
        vendor(page("ends: 2030-09-01")) + model(more=card) + f"use:u: {use}\n"
        + vendor(page("ends: 2030-09-15"), of="openai/gpt-5")
        + "n@1.0.0: {stage: staging, origin: vendor, source: {host: openai, model: gpt-5, snapshot: s1}}\n"
    )  # fmt: skip
    assert paths("VE104", example) == ([at] if at else [])


def test_a_model_of_our_own_that_is_to_make_way_for_a_vendors_is_asked_too() -> None:
    example = (
        vendor(page("ends: 2030-02-15"), of="openai/gpt-5")
        + "n@1.0.0: {stage: staging, origin: vendor, source: {host: openai, model: gpt-5, snapshot: s1}}\n"
        + "m@1.0.0: {stage: %s, lifecycle: {replacement: n@1.0.0}}\n"
    )
    assert messages("VE104", example % "production") == [
        "n@1.0.0, its replacement, itself ends in 45 days (2030-02-15): moving takes P60D, and starts by 2030-01-01"
    ]
    assert messages("VE104", example % "retired") == []


# VE105 and US118


def backed(fallback: str, champion: str, stage: str = "production") -> str:
    return (
        vendor(page(fallback)) + vendor(page(champion), of="openai/gpt-5")
        + model(more=f"stage: {stage}")
        + "n@1.0.0: {origin: vendor, source: {host: openai, model: gpt-5, snapshot: s1}}\n"
        + "use:u: {serving: {main: n@1.0.0}, fallback: {main: m@1.0.0}}\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fallback", "champion", "first", "soon"),
    [
        ("ends: 2031-01-01", "ends: 2032-01-01", 1, 0),
        ("ends: 2032-01-01", "ends: 2032-01-01", 0, 0),
        ("ends: 2030-02-01", "ends: 2032-01-01", 1, 0),
        ("ends: 2030-02-01", "ends: 2030-01-15", 0, 1),
        ("ends: 2030-02-01", "not_before: 2032-01-01", 0, 1),
        ("ends: 2029-12-01", "not_before: 2032-01-01", 1, 0),
        ("status: retired", "not_before: 2032-01-01", 1, 0),
    ],
    ids=["far off", "on the same day", "soon", "soon, after its champion", "of one without an end", "ended", "retired"],
)
def test_a_fallback_that_ends_is_told_once(fallback: str, champion: str, first: int, soon: int) -> None:
    example = backed(fallback, champion)
    assert (len(messages("VE105", example)), len(messages("US118", example))) == (first, soon)


def test_how_long_a_fallback_is_missing_is_told() -> None:
    assert messages("VE105", backed("ends: 2031-01-01", "ends: 2031-02-01")) == [
        "m@1.0.0, the fallback of `main`, ends in 365 days (2031-01-01, its vendor's end), "
        "31 days before n@1.0.0 (2031-02-01)"
    ]
    assert messages("VE105", backed("ends: 2029-12-01", "")) == [
        "m@1.0.0, the fallback of `main`, ended 31 days ago (2029-12-01) at its vendor, says page"
    ]


def test_a_fallback_that_is_deprecated_is_another_rule_s_matter() -> None:
    assert messages("VE105", backed("ends: 2029-12-01", "", "deprecated")) == []


# VE108


@pytest.mark.parametrize(
    ("dates", "key"),
    [
        ("deprecated: 2030-01-01, ends: 2029-01-01", "ends"),
        ("released: 2030-01-01, deprecated: 2029-01-01", "deprecated"),
        ("released: 2030-01-01, ends: 2029-01-01", "ends"),
        ("released: 2030-01-01, not_before: 2029-01-01", "not_before"),
        ("not_before: 2030-01-01, ends: 2029-01-01", "ends"),
        ("ends: 1970-01-01", "ends"),
        ("ends: 9999-12-31", "ends"),
        ("as_of: 2029-12-03", "as_of"),
        ("as_of: 2029-12-02", None),
        ("status: retired, ends: 2030-01-01", "status"),
        ("status: retired, ends: 2029-12-01", None),
        ("released: 2029-01-01, deprecated: 2029-01-01, ends: 2029-01-01", None),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_place(dates: str, key: str | None) -> None:
    assert paths("VE108", vendor(page(dates))) == ([("observations", 0, key)] if key else [])


def test_an_end_that_was_noticed_late_is_no_slip() -> None:
    late = "deprecated: 2029-10-01, ends: 2029-06-01"
    assert messages("VE108", vendor(page(late))) == []
    assert len(messages("VE108", vendor(page(late, "2029-09-01")))) == 1, "nobody can have read of it before"


def test_a_slip_of_a_source_that_it_mended_is_history() -> None:
    slip = page("deprecated: 2030-01-01, ends: 2029-01-01", "2029-06-01")
    assert messages("VE108", vendor(slip, page("deprecated: 2029-01-01, ends: 2030-01-01"))) == []
    assert len(messages("VE108", vendor(slip, page("", source="feed")))) == 1


# Registries that are included


def test_what_a_guest_has_on_file_counts_here() -> None:
    value, _ = compose(vendor(page("ends: 2031-05-01", "2029-06-01"), page("ends: 2030-11-01")))
    theirs = {f"lab/{path}": yaml.safe_dump(card) for path, card in spread(value).items()}
    ours = "registry: {include: {lab: lab}}\n" + model() + SERVES
    assert [seen.file for seen in problems("VE106", ours, raw=theirs)] == ["models/m/1.0.0.yaml"]
    assert problems("VE108", ours, raw=theirs) == []
