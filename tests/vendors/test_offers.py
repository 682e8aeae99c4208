"""`steward vendors list` and `show`: what is on file and what comes with steward, joined with what is ours."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.kin import line, maker, sort_of
from tests.conftest import TODAY, Steward
from tests.vendors.houses import PAGE, TABLE, bring, valid

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def listed(steward: Steward) -> Any:
    """A list, as JSON has it."""

    def ask(*options: str) -> Any:
        ran = steward("vendors", "list", *options, "--today", TODAY, "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        return valid(ran.out)

    return ask


@pytest.fixture
def shown(steward: Steward) -> Any:
    """One model, as JSON has it."""

    def ask(what: str) -> Any:
        ran = steward("vendors", "show", what, "--today", TODAY, "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        return valid(ran.out)

    return ask


def names(document: Any) -> list[str]:
    return [model["name"] for model in document["models"]]


def test_without_a_host_the_hosts_are_listed(listed: Any) -> None:
    rows = {row["host"]: row for row in listed()["hosts"]}
    assert sorted(rows) == ["anthropic", "aws-bedrock", "azure-openai", "openai", "small-host"]
    azure = rows["azure-openai"]
    counts = {key: azure[key] for key in ("models", "on_file", "ours", "ending", "ended")}
    assert counts == {"models": 8, "on_file": 6, "ours": 2, "ending": 2, "ended": 2}
    assert azure["read"] == [{"source": TABLE, "read_on": "2029-12-24"}, {"source": PAGE, "read_on": "2029-12-20"}]
    assert [row["host"] for row in listed("--ours")["hosts"]] == ["azure-openai", "small-host"]
    assert [row["host"] for row in listed("--ending", "P60D")["hosts"]] == ["aws-bedrock", "azure-openai"]


def test_what_is_on_file_counts_and_what_is_not_comes_with_steward(listed: Any) -> None:
    found = {model["name"]: model for model in listed("azure", "--all")["models"]}
    assert found["gpt-4o-2028-01-01"]["ends"] == "2029-10-01"
    assert found["gpt-4o-2028-01-01"]["file"] == "vendors/azure-openai/gpt-4o.yaml"
    assert (found["gpt-4o-2027-01-01"]["ends"], found["gpt-4o-2027-01-01"]["file"]) == ("2028-01-01", None)
    one = found["gpt-4o-2029-01-01"]
    assert (one["ends"], one["state"], one["ours"]) == ("2030-03-01", "ending", ["writer@1.0.0"])
    assert [end["source"] for end in one["ends_by"]] == [PAGE, TABLE]
    assert (one["announced"], one["released"], one["replacement"]) == ("2029-11-01", "2029-01-01", "gpt-5")
    assert (one["usd_input"], one["usd_output"], one["context_window"]) == (2.5, 10, 128000)
    assert found["gpt-5-2029-08-01"]["usd_input"] == 1.25  # a price per 1k tokens
    assert (found["gpt-4o-2029-05-01"]["not_before"], found["gpt-4o-2029-05-01"]["state"]) == ("2031-01-01", "alive")


def test_ours_of_which_nobody_speaks_is_listed_too(listed: Any) -> None:
    (one,) = listed("small-host")["models"]
    assert (one["name"], one["state"], one["ours"], one["file"]) == ("odd-7b", "unknown", ["odd@1.0.0"], None)


USUAL = [
    "gpt-4o-2029-01-01", "gpt-4o-2029-05-01", "gpt-4o-mini-2029-07-01", "gpt-5-2029-03-01", "gpt-5-2029-08-01",
    "text-embedding-3",
]  # fmt: skip
ASKED = {
    (): USUAL,
    ("--live",): USUAL,
    ("--dead",): ["gpt-4o-2027-01-01", "gpt-4o-2028-01-01"],
    ("--ours",): ["gpt-4o-2029-01-01", "gpt-5-2029-08-01"],
    ("--ending", "P90D"): ["gpt-5-2029-03-01", "gpt-4o-2029-01-01"],
    ("--sort", "price", "--ours"): ["gpt-5-2029-08-01", "gpt-4o-2029-01-01"],
    ("--sort", "context"): ["gpt-4o-2029-01-01", "gpt-4o-mini-2029-07-01", *USUAL[1:2], *USUAL[3:]],
    ("--sort", "end"): [USUAL[3], USUAL[0], USUAL[4], USUAL[1], USUAL[2], USUAL[5]],
}


@pytest.mark.parametrize("options", ASKED, ids=" ".join)
def test_what_is_asked_for_is_listed_in_order(listed: Any, options: tuple[str, ...]) -> None:
    assert names(listed("azure-openai", *options)) == ASKED[options]


def test_what_has_ended_is_shown_where_ours_rest_on_it(listed: Any, desk: Path) -> None:
    assert "gpt-4o-2028-01-01" not in names(found := listed("azure-openai"))
    assert found["hidden"] == 2
    card = desk / "models/writer/1.0.0.yaml"
    card.write_text(card.read_text().replace("2029-01-01", "2028-01-01"))
    assert "gpt-4o-2028-01-01" in names(listed("azure-openai"))


def test_a_table_says_what_is_not_in_it_and_where_it_is_from(steward: Steward) -> None:
    ran = steward("vendors", "list", "azure-openai", "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    head, *rows = ran.out.split("\n\n")[0].splitlines()
    assert head.split()[:3] == ["model", "state", "ends"]
    assert len(rows) == 6
    assert "2030-03-01, in 59 days" in rows[0]
    assert "6 of 8 models; 2 ended hidden (--all shows them)" in ran.out
    assert "what is not on file is told from the facts of 2029-12-24" in ran.out


def test_csv_and_markdown_have_the_same_rows(steward: Steward) -> None:
    lines = steward("vendors", "list", "azure-openai", "--today", TODAY, "-f", "csv").out.splitlines()
    assert lines[0] == ("model,state,ends,not_before,released,usd_input,usd_output,context,replacement,ours,facts")
    assert lines[1].startswith("gpt-4o-2029-01-01,ending,2030-03-01,")
    table = steward("vendors", "list", "azure-openai", "--today", TODAY, "-f", "markdown").out
    assert "| gpt-4o-2029-01-01 | ending | 2030-03-01 |" in table


REFUSED = {
    ("list", "azur"): (4, "did you mean `azure`?"),
    ("list", "groq"): (4, "steward vendors sync"),
    ("list", "--sort", "price"): (2, "steward vendors list HOST --sort price"),
    ("list", "openai", "--all", "--live"): (2, "leave --all out"),
    ("show", "azure-openai/gpt4o"): (4, "did you mean `gpt-4o`?"),
    ("show", "azure-openai/"): (2, "HOST/MODEL"),
    ("show", "xyz/gpt-4o"): (4, "steward vendors list"),
    ("show", "own@1.0.0"): (4, "source.host"),
    ("show", "gpt-4o"): (4, "a vendor's model is named with its host: HOST/gpt-4o"),
}


@pytest.mark.parametrize("asked", REFUSED, ids=" ".join)
def test_what_is_not_there_is_refused_with_what_to_type(steward: Steward, asked: tuple[str, ...]) -> None:
    code, hint = REFUSED[asked]
    ran = steward("vendors", *asked, "--today", TODAY)
    assert (ran.code, ran.out) == (code, "")
    assert hint in ran.err


def test_all_that_is_said_of_one_is_shown(shown: Any) -> None:
    found = shown("vendor:azure-openai/gpt-4o@2029-01-01")
    assert [(seen["source"], seen["ends"]) for seen in found["said"]] == [(PAGE, "2030-03-01"), (TABLE, "2030-09-01")]
    ends = [move for move in found["moves"] if move["what"] == "ends"]
    assert [(move["from"], move["to"], move["days"]) for move in ends] == [("2030-06-01", "2030-03-01", -92)]
    assert [one["ends"] for one in found["disagree"]] == ["2030-03-01", "2030-09-01"]
    (one,) = found["resting"]
    assert (one["ref"], one["ends"], one["migration_lead"]) == ("writer@1.0.0", "2030-03-01", "P60D")
    assert [(part["use"], part["role"]) for part in one["uses"]] == [("use:letters", "serves")]
    assert "letters@example.org" in one["uses"][0]["owner"]
    assert found["steps"] == [
        "care (care@example.org): choose where to move from writer@1.0.0: steward vendors successors writer@1.0.0",
        "care (care@example.org): announce it: steward deprecate writer@1.0.0 --sunset 2030-03-01 --because vendor",
    ]
    assert len(found["snapshots"]) == 4


def test_a_version_of_ours_and_an_alias_lead_to_the_same(shown: Any) -> None:
    refs = {shown(what)["ref"] for what in ("writer@1.0.0", "azure/gpt-4o-2029-01-01", "azure/gpt-4o-january")}
    assert refs == {"azure-openai/gpt-4o@2029-01-01"}


def test_a_name_of_which_only_snapshots_are_known_shows_these(shown: Any) -> None:
    found = shown("azure-openai/gpt-4o")
    assert (found["state"], found["ends"]) == ("by snapshot", None)
    assert {seen["snapshot"] for seen in found["said"]} == {"2027-01-01", "2028-01-01", "2029-01-01", "2029-05-01"}
    assert [one["ref"] for one in found["resting"]] == ["writer@1.0.0"]


def test_regions_may_end_on_other_days(listed: Any, shown: Any) -> None:
    (one,) = listed("aws-bedrock")["models"]
    assert [end["ends"] for end in one["ends_by"]] == ["2030-02-01", "2031-02-01"]
    assert [seen["region"] for seen in shown("bedrock/anthropic.claude-2@v1:0")["said"]] == ["us", "eu"]


def test_text_tells_the_same_and_nothing_of_it_acts_on_a_terminal(
    steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = steward("vendors", "show", "azure-openai/gpt-4o@2029-01-01", "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    for said in (
        "Sources disagree",
        "its end: 2030-06-01 -> 2030-03-01 (92 days earlier)",
        "writer@1.0.0",
        "What to do",
    ):
        assert said in ran.out
    fact = Fact("groq", "bad\x1b[31m", "x\x1b]8;;", note="\x1b[2J", replacement="\x07", state="\u202e")
    bring(monkeypatch, Feed("bad\x1b", (fact,)))
    for asked in (("list", "groq"), ("show", "groq/bad\x1b[31m"), ("successors", "groq/bad\x1b[31m")):
        ran = steward("vendors", *asked, "--today", TODAY)
        assert (ran.code, ran.err) == (0, "")
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)


def test_a_file_that_cannot_be_read_is_told(listed: Any, desk: Path) -> None:
    (desk / "vendors/azure-openai/gpt-5.yaml").write_text("{")
    assert listed("azure-openai")["unreadable"] == ["vendors/azure-openai/gpt-5.yaml"]


def test_a_source_that_has_it_no_more_says_so(listed: Any, shown: Any, desk: Path) -> None:
    file = desk / "vendors/azure-openai/gpt-4o-mini.yaml"
    card = json.loads(file.read_text())
    card["observations"].append({"source": PAGE, "read_on": "2029-12-30", "snapshot": "2029-07-01", "listed": False})
    file.write_text(json.dumps(card))
    states = {model["name"]: model["state"] for model in listed("azure-openai")["models"]}
    assert states["gpt-4o-mini-2029-07-01"] == "gone"
    (move,) = shown("azure-openai/gpt-4o-mini@2029-07-01")["moves"]
    assert (move["what"], move["from"], move["to"]) == ("listed", "listed", "no longer listed")


NAMES = {
    "gpt-4o": ("openai", set(), "text"),
    "gpt-5-mini": ("openai", {"mini"}, "text"),
    "o3": ("openai", set(), "text"),
    "anthropic.claude-sonnet-4": ("anthropic", {"sonnet"}, "text"),
    "meta-llama/Llama-3.3-70B-Instruct": ("meta", {"instruct"}, "text"),
    "accounts/fireworks/models/qwen3-coder": ("alibaba", {"coder"}, "text"),
    "gemini-3.5-flash-lite": ("google", {"flash", "lite"}, "text"),
    "text-embedding-3-large": ("openai", {"large"}, "embedding"),
    "whisper-1": ("openai", set(), "speech"),
    "gpt-4o-mini-transcribe": ("openai", {"mini"}, "speech"),
    "dall-e-3": ("openai", set(), "image"),
    "gpt-image-1": ("openai", set(), "image"),
    "sora-2": ("openai", set(), "video"),
    "cohere.rerank-v3-5": ("cohere", set(), "reranking"),
    "omni-moderation": (None, set(), "moderation"),
    "mistral-ocr": ("mistral", set(), "document"),
    "some-model": (None, set(), "text"),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_tell_makers_lines_and_sorts(name: str) -> None:
    assert (maker(name), set(line(name)), sort_of(name)) == NAMES[name]


def test_where_nobody_says_anything_a_source_is_asked_for(steward: Steward) -> None:
    ran = steward("vendors", "show", "odd@1.0.0", "--today", TODAY)
    assert "what its page says, or ask:" in ran.out
    assert "steward vendors sync --from SOURCE" in ran.out


def test_another_name_of_what_has_ended_is_no_offer(
    listed: Any, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = (
        Fact("openai", "gpt-4-0613", TABLE, context_window=8192),
        Fact("openai", "gpt-4", PAGE, ends=date(2029, 10, 23), aliases=("gpt-4-0613",)),
        Fact("openai", "gpt-5", PAGE),
    )
    bring(monkeypatch, Feed("shipped", facts, read_on=date(2029, 12, 1)))
    states = {model["name"]: model["state"] for model in listed("openai", "--all")["models"]}
    assert states == {"gpt-4": "ended", "gpt-4-0613": "ended", "gpt-5": "alive"}
    ran = steward("vendors", "successors", "openai/gpt-4", "--today", TODAY, "--format", "json")
    assert [one["ref"] for one in valid(ran.out)["candidates"]] == ["openai/gpt-5"]
