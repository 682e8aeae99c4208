"""`steward vendors successors`: where to move to, the best first, and what is no place to move to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.vendors.feeds import Fact, Feed
from tests.conftest import TODAY, Steward
from tests.vendors.houses import PAGE, TABLE, bring, valid

pytestmark = pytest.mark.usefixtures("desk")
WRITER = "azure-openai/gpt-4o@2029-01-01"


@pytest.fixture
def found(steward: Steward) -> Any:
    """The candidates, as JSON has them."""

    def ask(*options: str) -> Any:
        ran = steward("vendors", "successors", *options, "--today", TODAY, "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        return valid(ran.out)

    return ask


def refs(document: Any) -> list[str]:
    return [one["ref"] for one in document["candidates"]]


def left_out(document: Any) -> dict[str, str]:
    return {one["ref"]: one["why"] for one in document["left_out"]}


def test_what_the_vendor_recommends_comes_first_then_what_we_chose(found: Any) -> None:
    document = found("writer@1.0.0")
    assert refs(document) == [
        "azure-openai/gpt-5@2029-08-01", "azure-openai/gpt-4o-mini@2029-07-01", "own@1.0.0",
        "azure-openai/gpt-4o@2029-05-01",
    ]  # fmt: skip
    assert [one["rank"] for one in document["candidates"]] == ["recommended", "alternative", "chosen", "line"]
    first = document["candidates"][0]
    assert first["reasons"] == [
        f"recommended by the vendor, says {PAGE}", "registered here as writer@2.0.0 (production)",
        "of the same maker, and the same line of its models",
    ]  # fmt: skip
    assert document["asked"]["ref"] == WRITER
    assert (document["migration_lead"], document["until"], document["after"]) == ("P60D", "2030-03-02", "2030-03-01")


def test_our_own_evaluations_speak(found: Any) -> None:
    document = found("writer@1.0.0")
    tests = {one["ref"]: one["evaluations"] for one in document["candidates"]}
    (first,) = tests["azure-openai/gpt-5@2029-08-01"]
    assert first == {
        "ref": "writer@2.0.0", "use": "use:letters", "slot": "main", "passed": 1, "failed": 0, "open": 0,
        "last": "2029-12-01",
    }  # fmt: skip
    (own,) = tests["own@1.0.0"]
    assert (own["passed"], own["open"], own["last"]) == (0, 1, None)
    assert tests["azure-openai/gpt-4o-mini@2029-07-01"] == []


def test_what_failed_here_comes_after_what_did_not(found: Any, desk: Path) -> None:
    record = desk / "records/models/writer/2.0.0/2029-12-01-evaluation-00000001.yaml"
    record.write_text(record.read_text().replace("0.9", "0.1"))
    assert (refs(found("writer@1.0.0"))[0], refs(found("writer@1.0.0"))[-1]) == (
        "azure-openai/gpt-4o-mini@2029-07-01", "azure-openai/gpt-5@2029-08-01",
    )  # fmt: skip


def test_what_ends_too_soon_is_never_a_candidate_and_it_is_told_why(found: Any) -> None:
    document = found("writer@1.0.0")
    why = left_out(document)
    assert why["azure-openai/gpt-5@2029-03-01"] == (
        f"it ends on 2030-02-01, says {PAGE}, and it is needed until 2030-03-02"
    )
    assert why["azure-openai/gpt-6"] == "nothing is known of it at azure-openai"
    assert document["others"] == 2  # the older snapshots of gpt-4o
    document = found("writer@1.0.0", "--until", "2031-07-01")
    assert document["until"] == "2031-07-01"
    assert left_out(document)["azure-openai/gpt-5@2029-08-01"].startswith("it ends on 2031-06-01")
    assert found("writer@1.0.0", "--until", "+P1D")["until"] == "2030-03-02"  # moving takes longer


def test_what_is_recommended_may_be_dead(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = (
        Fact("groq", "old", PAGE, ends=date(2030, 6, 1), replacement="new"),
        Fact("groq", "new", PAGE, ends=date(2029, 6, 1)),
    )
    bring(monkeypatch, Feed("a feed", facts))
    document = found("groq/old")
    assert (refs(document), left_out(document)) == ([], {"groq/new": f"it ended on 2029-06-01, says {PAGE}"})
    bring(monkeypatch, Feed("a feed", (facts[0], Fact("groq", "new", PAGE, status="retired"))))
    assert left_out(found("groq/old")) == {"groq/new": f"it is retired, says {PAGE}"}
    bring(monkeypatch, Feed("a feed", (facts[0], Fact("groq", "new", PAGE, ends=date(2030, 5, 31)))))
    assert "no later than what it is to follow" in left_out(found("groq/old"))["groq/new"]


ASKED = {
    ("--max-price", "2"): ["azure-openai/gpt-4o-mini@2029-07-01", "own@1.0.0"],
    ("--min-context", "100000"): ["azure-openai/gpt-5@2029-08-01", "own@1.0.0", "azure-openai/gpt-4o@2029-05-01"],
    ("--host", "openai"): [
        "azure-openai/gpt-5@2029-08-01", "azure-openai/gpt-4o-mini@2029-07-01", "own@1.0.0", "openai/gpt-4o@2029-01-01",
    ],
    ("--any-host",): [
        "azure-openai/gpt-5@2029-08-01", "azure-openai/gpt-4o-mini@2029-07-01", "own@1.0.0",
        "azure-openai/gpt-4o@2029-05-01", "openai/gpt-4o@2029-01-01", "anthropic/claude-2",
    ],
}  # fmt: skip


@pytest.mark.parametrize("options", ASKED, ids=" ".join)
def test_what_is_asked_for_narrows_or_widens_the_search(found: Any, options: tuple[str, ...]) -> None:
    assert refs(found("writer@1.0.0", *options)) == ASKED[options]


def test_what_nobody_knows_is_said(found: Any) -> None:
    unknown = {one["ref"]: one["unknown"] for one in found("writer@1.0.0", "--any-host")["candidates"]}
    assert unknown["anthropic/claude-2"] == ["when it ends", "what it costs"]
    assert unknown["azure-openai/gpt-5@2029-08-01"] == ["how many tokens it takes"]
    assert unknown["azure-openai/gpt-4o-mini@2029-07-01"] == []
    late = {one["ref"]: one["unknown"] for one in found("writer@1.0.0", "--until", "2031-02-01")["candidates"]}
    assert late["azure-openai/gpt-4o-mini@2029-07-01"] == ["when it ends, only that it is not before 2031-01-01"]


def test_a_moving_name_and_another_sort_of_model_are_no_candidates(found: Any) -> None:
    every = refs(found("writer@1.0.0", "--any-host"))
    assert not {"openai/gpt-6-latest", "azure-openai/text-embedding-3"} & set(every)


def test_a_use_may_be_named(found: Any, steward: Steward) -> None:
    assert [place["use"] for place in found(WRITER, "--for", "letters")["places"]] == ["use:letters"]
    document = found("anthropic/claude-1", "--for", "use:letters")
    assert [place["slot"] for place in document["places"]] == ["main"]
    assert refs(document) == ["anthropic/claude-2", "own@1.0.0"]
    ran = steward("vendors", "successors", WRITER, "--for", "lettres", "--today", TODAY)
    assert (ran.code, "did you mean `use:letters`?" in ran.err) == (4, True)


def test_regions_of_the_card_count(found: Any, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = desk / "models/writer/1.0.0.yaml"
    card.write_text(card.read_text().replace('"host": "azure"', '"host": "bedrock", "region": "eu-west-1"'))
    model = "anthropic.claude-3"
    regions = ((TABLE, "us-east-1", date(2030, 1, 15)), (TABLE, "eu-west-1", date(2031, 1, 1)))
    facts = tuple(Fact("aws-bedrock", model, by, "v1:0", region, ends=day) for by, region, day in regions)
    bring(monkeypatch, Feed("a feed", facts))
    (candidate, _) = found("writer@1.0.0")["candidates"][::-1]
    assert (candidate["ref"], candidate["offer"]["ends"]) == (f"aws-bedrock/{model}@v1:0", "2031-01-01")


def test_text_tells_reasons_and_what_is_not_there(steward: Steward) -> None:
    ran = steward("vendors", "successors", "writer@1.0.0", "--limit", "1", "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    for said in (
        "asked of a successor: answers until 2030-03-02 (moving takes P60D)",
        "1. azure-openai/gpt-5@2029-08-01  ends 2031-06-01, in 516 days; $1.25 in, $10.00 out per 1M tokens",
        "= writer@2.0.0 passes 1 of 1 that use:letters requires (last evaluated 2029-12-01)",
        "Not among them",
        "4 candidates, 3 not shown (--limit)",
    ):
        assert said in ran.out
    none = steward("vendors", "successors", "small-host/odd-7b", "--today", TODAY)
    assert (none.code, "--any-host" in none.out) == (0, True)
    typo = steward("vendors", "successors", WRITER, "--host", "opnai", "--today", TODAY)
    assert (typo.code, "did you mean `openai`?" in typo.err) == (4, True)
    both = steward("vendors", "successors", WRITER, "--host", "openai", "--any-host")
    assert both.code == 2


def test_a_name_that_moves_is_no_successor_and_that_is_told(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = (
        Fact("openai", "gpt-4", PAGE, ends=date(2030, 2, 1), replacement="chat-latest"),
        Fact("openai", "chat-latest", PAGE),
    )
    bring(monkeypatch, Feed("shipped", facts, read_on=date(2029, 12, 1)))
    document = found("openai/gpt-4")
    assert refs(document) == []
    assert left_out(document) == {"openai/chat-latest": "its name pins no snapshot, and what it means changes"}


def test_no_line_is_wider_than_the_screen(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = steward("vendors", "successors", "writer@1.0.0", "--today", TODAY)
    assert max(len(line) for line in ran.out.splitlines() if "steward register" not in line) <= 80  # to be copied
