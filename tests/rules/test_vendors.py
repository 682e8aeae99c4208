"""Edges of the rules about what a vendor ends, and about what is on file, beyond their examples."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.store import packs
from tests.rules.vendors import SERVES, model, page, vendor
from tests.rules.worlds import messages, problems

TEAMS = "registry: {teams: {clinic: {contact: clinic@example.org, members: []}}}\n"


# What TM111 and TM112 say


def test_who_must_act_are_the_teams_of_the_model_and_of_each_use() -> None:
    example = (
        TEAMS + vendor(page("ends: 2030-02-01, replacement: gpt-5")) + model()
        + "use:a: {serving: {main: m@1.0.0}}\nuse:b: {owner: clinic, serving: {main: m@1.0.0}}\n"
        + "use:c: {owner: null, serving: {main: m@1.0.0}}\n"
    )  # fmt: skip
    (seen,) = problems("TM112", example)
    assert seen.hint == (
        "team (team@example.org) must announce its end (`steward deprecate m@1.0.0 --sunset 2030-02-01 --because "
        "vendor`), and move use:a, use:b and use:c to another model and retire it, with clinic (clinic@example.org) "
        "for use:b and whoever comes to own it for use:c; the vendor recommends gpt-5; "
        "`steward vendors successors m@1.0.0` lists what stays"
    )


@pytest.mark.parametrize(
    ("more", "uses", "first"),
    [
        ("", SERVES, "steward vendors successors m@1.0.0 --for u"),
        ("lifecycle: {replacement: n@1.0.0}", SERVES, "steward promote n@1.0.0 production --for u"),
        ("", SERVES.replace("}}", "}, replacement: {main: o@1.0.0}}"),
         "steward promote o@1.0.0 production --for u"),
        ("", "", "steward suspend m@1.0.0 --reason TEXT"),
        ("stage: deprecated", "", "steward retire m@1.0.0"),
    ],
    ids=["nowhere to go", "the card says where", "the use says where", "it serves nothing", "its end is announced"],
)  # fmt: skip
def test_the_first_step_away_from_what_has_ended_is_one_that_can_be_typed(more: str, uses: str, first: str) -> None:
    (seen,) = problems("TM111", vendor(page("ends: 2029-12-31")) + model(more=more) + uses)
    assert seen.hint.endswith(f"; first: `{first}`")


@pytest.mark.parametrize(
    ("end", "lead", "told"),
    [
        ("2030-05-01", "P120D", ", within its migration lead time P120D"),
        ("2030-05-02", "P120D", None),
        ("2030-03-01", "P120D", ", within its migration lead time P120D"),
        ("2030-03-01", "P30D", ""),
    ],
    ids=["lead's last day", "the day after", "within both", "within the window alone"],
)
def test_an_end_is_told_as_early_as_moving_away_takes(end: str, lead: str, told: str | None) -> None:
    found = messages("TM112", vendor(page(f"ends: {end}")) + model(more=f"lifecycle: {{migration_lead: {lead}}}"))
    assert [message.partition(", says page")[2] for message in found] == ([] if told is None else [told])


def test_what_is_retired_has_ended_although_nobody_says_when() -> None:
    example = vendor(page("status: retired")) + model()
    (seen,) = problems("TM111", example)
    assert seen.message == "gpt-4o (s1) at openai is retired, says page (read 2029-12-01), which names no day"
    assert messages("TM112", example) == []
    assert messages("TM117", example, date(2031, 1, 1)) == []


def test_our_own_sunset_in_time_settles_what_is_retired_and_one_to_come_does_not() -> None:
    example = vendor(page("status: retired")) + model(more="lifecycle: {sunset: %s, reason: Over.}")
    assert messages("TM111", example % "2029-11-30") == []
    assert len(messages("TM111", example % "2030-02-01")) == 1


# TM117


READ = "host:openai: {readings: [{source: page, read_on: %s%s}]}\n"


@pytest.mark.parametrize(
    ("observation", "reading", "day"),
    [
        ("2029-06-01", "", "2029-06-01"),
        ("2029-06-01", READ % ("2029-12-30", ""), None),
        ("2029-06-01", READ % ("2029-12-30", ", as_of: 2029-07-01"), "2029-07-01"),
        ("2029-06-01", (READ % ("2029-12-30", "")).replace("page", "feed"), "2029-06-01"),
        ("2029-12-01, as_of: 2029-05-01", "", "2029-05-01"),
        ("2029-12-01, as_of: 2029-05-01", READ % ("2029-12-30", ", as_of: 2029-12-29"), None),
    ],
    ids=["read long ago", "its source was read since", "a source that looked long ago itself", "another source was read",
         "what a source saw long ago", "a source that looked since"],
)  # fmt: skip
def test_facts_are_as_old_as_the_newest_look(observation: str, reading: str, day: str | None) -> None:
    example = vendor(page("not_before: 2031-01-01", observation)) + reading + model()
    found = messages("TM117", example)
    assert [message.rpartition("(")[2].rstrip(")") for message in found] == ([day] if day else [])


SHIPPED = Feed(
    "shipped",
    (
        Fact("openai", "gpt-4o", "page", "s1", ends=date(2029, 12, 1)),
        Fact("openai", "gpt-4o", "page", "s2", ends=date(2030, 12, 1)),
        Fact("openai", "gpt-4o", "page", "s3", not_before=date(2030, 12, 1)),
        Fact("openai", "gpt-4o", "page", "s4", status="retired"),
    ),
    read_on=date(2029, 11, 1),
)


@pytest.mark.parametrize(
    ("snapshot", "told"),
    [
        ("s1", "; what comes with steward says that it ended 31 days ago (2029-12-01), by page (read 2029-11-01)"),
        ("s2", "; what comes with steward says that it ends in 334 days (2030-12-01), by page (read 2029-11-01)"),
        ("s3", "; what comes with steward names no end, by page (read 2029-11-01)"),
        ("s4", "; what comes with steward says that it is retired, by page (read 2029-11-01)"),
        ("s9", ""),
    ],
)
def test_what_is_not_on_file_is_told_by_what_comes_with_steward(
    snapshot: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "_vendor", lambda host: SHIPPED)
    (seen,) = problems("TM117", model(f"snapshot: {snapshot}"))
    assert seen.message == f"nothing is on file about gpt-4o ({snapshot}) at openai{told}"
    assert ("`steward vendors sync`" if told else "`steward vendors sync --from SOURCE`") in seen.hint
    assert messages("TM111", model(f"snapshot: {snapshot}")) == [], "it counts once it is on file"


def test_what_comes_with_steward_grows_old_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_vendor", lambda host: SHIPPED)
    (told,) = messages("TM117", model("snapshot: s3"), date(2030, 3, 1))
    assert told.endswith(" (read 2029-11-01), and is old: read 120 days ago")


def test_a_file_that_cannot_be_read_is_looked_for_by_the_one_name_of_its_host() -> None:
    example = "m@1.0.0: {origin: vendor, source: {host: azure, model: g}}"
    assert problems("TM117", example, raw={"vendors/azure-openai/g.yaml": "card: ["}) == []


def test_what_comes_with_steward_is_told_by_any_name_of_its_host() -> None:
    example = "m@1.0.0: {origin: vendor, source: {host: azure, model: gpt-4o, snapshot: '2024-08-06'}}"
    (seen,) = problems("TM117", example, date(2026, 11, 24))
    assert (
        "; what comes with steward says that it ended 54 days ago (2026-10-01), by https://learn.micro" in seen.message
    )
    assert seen.hint.endswith("add an observation in vendors/azure-openai/")


# What a card's name is joined with


ENDS_SOON = page("ends: 2030-01-20", snapshot="'2024-08-06'")
BEDROCK = vendor(
    "source: page, read_on: 2029-12-01, snapshot: '20241022-v2:0', region: eu, ends: 2030-01-20",
    of="bedrock/a.sonnet-3",
)
AT = "{{host: {}, model: '{}', snapshot: '{}'}}"


@pytest.mark.parametrize(
    ("facts", "source"),
    [
        (vendor(ENDS_SOON), AT.format("openai", "gpt-4o-2024-08-06", "2024-08-06")),
        (vendor(ENDS_SOON), AT.format("openai", "gpt-4o", "gpt-4o-2024-08-06")),
        (vendor(ENDS_SOON), AT.format("openai", "GPT-4o", "2024-08-06")),
        (vendor(ENDS_SOON), "{host: OpenAI, model: GPT-4o-2024-08-06}"),
        (BEDROCK, AT.format("aws-bedrock", "eu.a.sonnet-3", "20241022-v2:0")),
        (BEDROCK, AT.format("aws-bedrock", "a.sonnet-3-20241022", "v2:0")),
        (BEDROCK, "{host: aws-bedrock, model: 'eu.a.sonnet-3-20241022-v2:0'}"),
        (vendor(page("ends: 2030-01-20, aliases: [gpt-4o-latest]")), AT.format("openai", "gpt-4o", "latest")),
        (vendor(page("region: eu-west-1, ends: 2030-01-20")), "{host: openai, model: gpt-4o, snapshot: s1, region: eu}"),
        (vendor(page("ends: 2029-12-15"), page("ends: 2030-01-20", snapshot="s2")), "{host: openai, model: gpt-4o}"),
    ],
    ids=[
        "the snapshot said twice", "the snapshot as a whole name", "capitals", "all as one, in capitals",
        "a zone before what is apart", "a part of the snapshot in the name", "a zone before what is one",
        "another name, apart", "a region in the zone that is asked", "a name all of whose snapshots end",
    ],
)  # fmt: skip
def test_an_end_is_found_however_a_card_writes_the_name(facts: str, source: str) -> None:
    (seen,) = problems("TM112", facts + f"m@1.0.0: {{origin: vendor, source: {source}}}")
    assert "ends in 19 days (2030-01-20), says page" in seen.message


@pytest.mark.parametrize(
    "source",
    [
        "{host: aws-bedrock, model: 'us.a.sonnet-3-20241022-v2:0'}",
        "{host: aws-bedrock, model: 'eu.a.sonnet-3-20241022-v2:0', region: us-east-1}",
        "{host: aws-bedrock, model: a.sonnet-3, snapshot: '20241022-v2:0', region: global}",
    ],
    ids=["another zone in the name", "another region on the card", "everywhere"],
)
def test_what_ends_in_a_zone_goes_on_in_another(source: str) -> None:
    assert problems("TM112", BEDROCK + f"m@1.0.0: {{origin: vendor, source: {source}}}") == []


def test_a_name_has_ended_when_its_last_snapshot_has() -> None:
    facts = vendor(page("ends: 2029-12-15"), page("ends: 2029-12-20", snapshot="s2"))
    (seen,) = problems("TM111", facts + model(source=""))
    assert seen.message == "gpt-4o at openai ended 12 days ago (2029-12-20), says page"
    assert messages("TM117", facts + model(source="")) == []
    assert (
        messages("TM111", facts + vendor(page("", snapshot="s3"), of="openai/x") + model(source="snapshot: s9")) == []
    )


ALIAS = (
    "'vendor:openai/sonnet-4-0': {observations: [{source: table, read_on: 2029-12-20, context_window: 200000}]}\n"
    + vendor(page("ends: 2029-12-15, aliases: [sonnet-4-0]"), of="openai/sonnet-4")
)
BY_ALIAS = "m@1.0.0: {origin: vendor, source: {host: openai, model: sonnet-4-0}}\n"


def test_another_name_of_what_has_ended_has_ended_although_a_table_lists_it_by_itself() -> None:
    (seen,) = problems("TM111", ALIAS + BY_ALIAS)
    assert seen.message == "sonnet-4-0 at openai ended 17 days ago (2029-12-15), says page"


def test_a_name_that_a_source_has_given_to_another_since_means_that() -> None:
    moved = ALIAS.replace(
        "aliases: [sonnet-4-0]}", "aliases: [sonnet-4-0]}, {" + page("ends: 2029-12-15", "2029-12-21") + "}"
    )
    assert problems("TM111", moved + BY_ALIAS) == []


def test_a_day_that_came_nearer_is_told_of_another_name_too() -> None:
    nearer = page("ends: 2031-12-15, aliases: [sonnet-4-0]", "2029-06-01")
    facts = vendor(nearer, page("ends: 2030-11-15, aliases: [sonnet-4-0]"), of="openai/sonnet-4")
    (seen,) = problems("VE106", ALIAS.partition("'vendor:openai/sonnet-4'")[0] + facts + BY_ALIAS)
    assert "395 days sooner" in seen.message
