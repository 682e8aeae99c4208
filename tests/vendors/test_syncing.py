"""Putting facts on file: what is news is added, what was said stays, and a broken source changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.edits import Append, Set
from modelsteward.domain.plan import Proposal
from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.errors import Refused
from modelsteward.usecases.vendors.likely import USUAL, Limits
from modelsteward.usecases.vendors.scope import Scope
from modelsteward.usecases.vendors.syncing import plan_sync
from tests.rules.worlds import world

TODAY = date(2030, 1, 1)
FEED = "https://feed.example/"
GPT = "vendors/azure-openai/gpt-4o.yaml"
HOST = "vendors/azure-openai.yaml"


def fact(model: str = "gpt-4o", **more: Any) -> Fact:
    return Fact(**{"host": "azure-openai", "model": model, "source": FEED} | more)


def feed(*facts: Fact, **more: Any) -> Feed:
    return Feed("Feed 7", facts, **more)


def sync(registry: str, *facts: Fact, scope: Scope | None = None, limits: Limits = USUAL, **more: Any) -> Proposal:
    return plan_sync(world(registry), feed(*facts, **more), TODAY, scope or Scope(), limits)


def words(proposal: Proposal, file: str = GPT) -> list[dict[str, Any]]:
    return [edit.value for edit in proposal.edits.get(file, ()) if isinstance(edit, Append)]


USED = """
m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o, snapshot: "2024-08-06"}}
"""
KNOWN = (
    USED
    + """
vendor:azure-openai/gpt-4o:
  observations:
    - {source: "https://feed.example/", read_on: 2029-10-01, snapshot: "2024-08-06", ends: 2030-03-31}
host:azure-openai: {readings: [{source: "https://feed.example/", read_on: 2029-10-01, models: 1}]}
"""
)
SAME = fact(snapshot="2024-08-06", ends=date(2030, 3, 31))


def test_what_our_cards_name_by_another_name_is_put_on_file_too() -> None:
    used = USED.replace("gpt-4o, snapshot", "omni, snapshot").replace(', snapshot: "2024-08-06"', "")
    plan = sync(used, fact("omni"), fact("gpt-4o", ends=date(2030, 3, 31), aliases=("omni",)), fact("gpt-4"))
    assert sorted(plan.new) == ["vendors/azure-openai.yaml", GPT, "vendors/azure-openai/omni.yaml"]


def test_what_our_cards_name_is_put_on_file_with_what_is_recommended_instead_and_nothing_else() -> None:
    said = fact(snapshot="2024-08-06", ends=date(2030, 3, 31), replacement="gpt-5.1")
    plan = sync(USED, said, fact("gpt-5.1", released=date(2029, 1, 1)), fact("gpt-4"), fact("o3", host="openai"))
    assert set(plan.new) == {GPT, "vendors/azure-openai/gpt-5.1.yaml", HOST}
    assert plan.new[GPT] == {
        "card": "vendor/1", "host": "azure-openai", "model": "gpt-4o",
        "observations": [{
            "source": FEED, "read_on": TODAY, "snapshot": "2024-08-06", "ends": date(2030, 3, 31), "replacement": "gpt-5.1",
        }],
    }  # fmt: skip
    assert plan.new[HOST] == {
        "card": "host/1", "host": "azure-openai", "readings": [{"source": FEED, "read_on": TODAY, "models": 3}],
    }  # fmt: skip
    assert plan.title == "sync vendors' facts from Feed 7: 2 new"
    assert "azure-openai/gpt-4o (2024-08-06): ends 2030-03-31, says https://feed.example/ (m@1.0.0)" in plan.notes


@pytest.mark.parametrize(
    ("scope", "models"),
    [
        (Scope(), {"gpt-4o"}),
        (Scope(("azure",)), {"gpt-4o", "gpt-4"}),
        (Scope(everything=True), {"gpt-4o", "gpt-4", "o3"}),
    ],
    ids=["ours", "a host by another name", "all"],
)
def test_more_is_kept_where_that_is_asked(scope: Scope, models: set[str]) -> None:
    plan = sync(USED, fact(), fact("gpt-4"), fact("o3", host="openai"), scope=scope)
    assert {value["model"] for value in plan.new.values() if value["card"] == "vendor/1"} == models  # type: ignore[index]


def test_a_host_that_the_source_does_not_list_is_refused() -> None:
    with pytest.raises(Refused, match="Feed 7 lists nothing at azure-opnai") as told:
        sync(USED, fact(), scope=Scope(("azure-opnai",)))
    assert told.value.hint == "did you mean `azure-openai`?"


def test_what_is_no_news_is_not_added_and_the_day_of_reading_stands_once_a_host() -> None:
    plan = sync(KNOWN, SAME)
    assert words(plan) == []
    assert plan.edits[HOST] == (Set(("readings", 0, "read_on"), TODAY),)
    assert plan.title == "sync vendors' facts from Feed 7: nothing new"


def test_that_it_was_said_later_or_of_another_page_is_no_news() -> None:
    assert words(sync(KNOWN, SAME._replace(as_of=TODAY, cites="https://page.example", note="again"))) == []


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (
            date(2030, 4, 30),
            "ends 2030-04-30, 30 days later than it said before (2030-03-31), says https://feed.example/",
        ),
        (
            date(2030, 3, 30),
            "ends 2030-03-30, 1 day earlier than it said before (2030-03-31), says https://feed.example/",
        ),
        (None, "no end any more, where it said ends 2030-03-31 before, says https://feed.example/"),
    ],
)
def test_a_day_that_moved_is_a_new_word_beside_the_old_one(ends: date | None, told: str) -> None:
    plan = sync(KNOWN, SAME._replace(ends=ends))
    (word,) = words(plan)
    assert word == {"source": FEED, "read_on": TODAY, "snapshot": "2024-08-06"} | ({"ends": ends} if ends else {})
    assert plan.title.endswith(": 1 moved")
    assert f"azure-openai/gpt-4o (2024-08-06): {told} (m@1.0.0)" in plan.notes


def test_a_first_day_is_announced() -> None:
    plan = sync(KNOWN.replace(", ends: 2030-03-31", ""), SAME)
    assert plan.title.endswith(": 1 announced")
    assert any("ends 2030-03-31, says https://feed.example/, which named no day before" in note for note in plan.notes)


def test_another_change_is_told_by_what_it_is() -> None:
    plan = sync(KNOWN, SAME._replace(status="deprecated", state="Deprecated", alternatives=("gpt-5.1", "gpt-6")))
    assert plan.title.endswith(": 1 changed")
    assert (
        "azure-openai/gpt-4o (2024-08-06): state unknown -> Deprecated; status unknown -> deprecated; "
        "alternatives none -> gpt-5.1, gpt-6, says https://feed.example/ (m@1.0.0)"
    ) in plan.notes


def test_what_a_source_lists_no_more_is_a_word_and_no_date() -> None:
    others = [fact(f"gpt-{number}") for number in range(5)]
    plan = sync(KNOWN, *others)
    assert words(plan) == [{"source": FEED, "read_on": TODAY, "snapshot": "2024-08-06", "listed": False}]
    assert plan.title.endswith(": 1 vanished")
    assert any("lists it no more; it last said ends 2030-03-31 (2029-10-01) (m@1.0.0)" in note for note in plan.notes)


def test_vanished_is_said_once_and_a_return_is_news() -> None:
    gone = KNOWN.replace("ends: 2030-03-31}", "listed: false}")
    assert words(sync(gone, fact("gpt-4"))) == []
    back = sync(gone, SAME)
    assert [word["ends"] for word in words(back)] == [date(2030, 3, 31)]
    assert back.title.endswith(": 1 back")


@pytest.mark.parametrize("more", [{"partial": True}, {"prices_only": True}])
def test_from_a_selection_nothing_vanishes(more: dict[str, Any]) -> None:
    assert words(sync(KNOWN, fact("gpt-4"), **more)) == []


def test_a_source_speaks_for_itself_alone() -> None:
    assert words(sync(KNOWN, fact("gpt-4", source="https://other.example/"))) == []


def test_an_empty_answer_is_refused() -> None:
    with pytest.raises(Refused, match="Feed 7 lists no model"):
        sync(KNOWN)


MANY = "".join(
    f"""
vendor:azure-openai/gpt-{number}:
  observations: [{{source: "https://feed.example/", read_on: 2029-10-01}}]"""
    for number in range(10)
)


@pytest.mark.parametrize(
    ("left", "limits", "refused"),
    [
        (5, USUAL, False), (4, USUAL, True), (1, USUAL, True), (1, Limits(allowed=("azure",)), False), (1, Limits(allowed=("all",)), False),
        (1, Limits(allowed=("openai",)), True), (8, Limits(25), False),
        (7, Limits(25), True), (9, Limits(0), False),
    ],
)  # fmt: skip
def test_a_source_that_lost_more_than_a_share_is_not_believed(left: int, limits: Limits, refused: bool) -> None:
    facts = [fact(f"gpt-{number}") for number in range(left)]
    if not refused:
        assert sync(MANY, *facts, limits=limits).title.endswith(f"{10 - left} vanished")
        return
    with pytest.raises(Refused, match=f"does not list {10 - left} of 10 models at azure-openai any more") as told:
        sync(MANY, *facts, limits=limits)
    assert "--allow-vanished azure-openai" in told.value.hint


def test_that_what_has_ended_vanishes_is_no_wonder_however_much_of_it() -> None:
    ended = MANY.replace("read_on: 2029-10-01}", "read_on: 2029-10-01, ends: 2029-12-31}")
    assert sync(ended, fact("gpt-0")).title.endswith("9 vanished")


@pytest.mark.parametrize(
    ("taken", "limits", "refused"), [(5, USUAL, False), (6, USUAL, True), (6, Limits(allowed=("azure",)), False)]
)
def test_a_source_that_takes_back_most_of_its_days_is_an_old_edition(taken: int, limits: Limits, refused: bool) -> None:
    dated = MANY.replace("read_on: 2029-10-01}", "read_on: 2029-10-01, ends: 2030-12-31}")
    facts = [fact(f"gpt-{n}", ends=None if n < taken else date(2031, 1, 1)) for n in range(10)]
    if not refused:
        assert sync(dated, *facts, limits=limits).title.endswith("10 moved")
        return
    with pytest.raises(Refused, match="takes back 6 of 10 days at azure-openai by which models were to end") as told:
        sync(dated, *facts, limits=limits)
    assert told.value.hint.endswith("add --allow-vanished azure-openai")


def test_a_host_that_is_missing_altogether_is_not_believed_however_few_it_had() -> None:
    with pytest.raises(Refused, match="does not list 1 of 1 model at azure-openai any more"):
        sync(KNOWN, fact("claude", host="anthropic"))


def test_of_regions_and_kinds_only_those_are_put_on_file_that_say_something_else() -> None:
    end = date(2030, 6, 1)
    plan = sync(
        USED, fact(ends=end), fact(ends=end, region="eu"), fact(ends=end, deployment_kind="provisioned"),
        fact(ends=date(2030, 5, 1), region="us"),
    )  # fmt: skip
    told = [(one.get("region"), one["ends"]) for one in plan.new[GPT]["observations"]]  # type: ignore[index]
    assert told == [(None, end), ("us", date(2030, 5, 1))]


def test_a_region_that_has_a_word_of_its_own_on_file_keeps_it_when_it_says_the_same_as_all() -> None:
    known = """
vendor:azure-openai/gpt-4o:
  observations:
    - {source: "https://feed.example/", read_on: 2029-10-01, ends: 2030-06-01}
    - {source: "https://feed.example/", read_on: 2029-10-01, region: us, ends: 2030-05-01}
"""
    end = date(2030, 6, 1)
    (word,) = words(sync(known, fact(ends=end), fact(ends=end, region="us")))
    assert (word["region"], word["ends"]) == ("us", end)


def test_sources_that_come_to_disagree_are_told_with_all_their_days() -> None:
    plan = sync(KNOWN, fact(snapshot="2024-08-06", ends=date(2030, 9, 1), source="https://other.example/"))
    assert plan.title.endswith("1 new, 1 contradicted")
    clash = "2030-03-31 says https://feed.example/, 2030-09-01 says https://other.example/; the earliest counts"
    assert any(clash in note for note in plan.notes)
    assert "contradicted" not in sync(KNOWN, SAME).title, "what disagreed before is no news"


def test_an_older_edition_changes_nothing_that_is_newer_on_file() -> None:
    plan = sync(KNOWN, SAME._replace(ends=date(2031, 1, 1)), read_on=date(2029, 9, 1))
    assert words(plan) == []
    assert HOST not in plan.edits


def test_facts_lie_where_a_file_by_the_full_name_is_there_already() -> None:
    known = """
vendor:azure-openai/gpt-4o-2024-08-06: {observations: [{source: "https://feed.example/", read_on: 2029-10-01}]}
"""
    plan = sync(known, SAME)
    assert words(plan, "vendors/azure-openai/gpt-4o-2024-08-06.yaml") == [
        {"source": FEED, "read_on": TODAY, "ends": date(2030, 3, 31)}
    ]


def test_what_was_read_after_today_is_not_put_on_file() -> None:
    tomorrow = date(2030, 1, 2)
    plan = sync(KNOWN, SAME._replace(ends=date(2031, 1, 1), read_on=tomorrow), fact("gpt-4"), partial=True)
    assert words(plan) == []
    assert "in the source: 1 fact read after 2030-01-01 left out" in plan.notes
    with pytest.raises(Refused, match="Feed 7 was read after 2030-01-01"):
        sync(KNOWN, SAME, read_on=tomorrow)


def test_a_price_is_put_on_file_once_and_again_when_it_changes() -> None:
    cheap = Tariff("1M tokens", usd_input=2.5, usd_output=10)
    facts = (
        fact(price=cheap),
        fact(snapshot="2024-08-06", price=cheap),
        fact(region="eu", price=cheap._replace(usd_input=3)),
    )
    plan = sync(USED, *facts)
    prices = plan.new[GPT]["prices"]  # type: ignore[index]
    assert [(one.get("region"), one["usd_input"]) for one in prices] == [(None, 2.5), ("eu", 3)]
    known = """
vendor:azure-openai/gpt-4o:
  observations: [{source: "https://feed.example/", read_on: 2029-10-01}]
  prices: [{source: "https://feed.example/", read_on: 2029-10-01, unit: 1M tokens, usd_input: 2.5, usd_output: 10}]
"""
    assert words(sync(known, fact(price=cheap))) == []
    (word,) = words(sync(known, fact(price=cheap._replace(usd_input=2))))
    assert (word["usd_input"], word["read_on"]) == (2, TODAY)


def test_a_table_of_prices_says_nothing_of_ends_and_makes_no_file() -> None:
    cheap = Tariff("1M tokens", usd_input=2, usd_output=8)
    plan = sync(KNOWN, fact(price=cheap), fact("gpt-4", price=cheap), scope=Scope(everything=True), prices_only=True)
    assert [(word["unit"], word["usd_input"]) for word in words(plan)] == [("1M tokens", 2)]
    assert not plan.new
    assert HOST not in plan.edits


def test_hosts_and_their_files_may_be_called_otherwise() -> None:
    known = KNOWN.replace("azure-openai", "azure")
    plan = sync(known, SAME._replace(ends=date(2030, 4, 1)))
    assert [word["ends"] for word in words(plan, "vendors/azure/gpt-4o.yaml")] == [date(2030, 4, 1)]
    assert plan.edits["vendors/azure.yaml"] == (Set(("readings", 0, "read_on"), TODAY),)
