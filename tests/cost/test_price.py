"""`steward price`: what a price table says goes on file where it is news, and nothing else does."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from modelsteward.domain.edits import Append
from modelsteward.domain.plan import Proposal
from modelsteward.domain.tariff import Tariff
from modelsteward.errors import BadUsage, Refused
from modelsteward.interop.genai_prices import SOURCE, GenaiPrices, packaged, read
from modelsteward.usecases.price import plan_prices
from tests.conftest import Steward, git, write
from tests.rules.worlds import world

SAMPLE = Path(__file__).parent.parent / "fixtures/genai-prices/data.json"
TODAY = date(2030, 1, 1)


@pytest.fixture(scope="module")
def table() -> GenaiPrices:
    return read(SAMPLE.read_bytes(), "data.json")


@pytest.mark.parametrize(
    ("host", "model", "found"),
    [
        ("openai", "gpt-4o", Tariff("1M tokens", usd_input=2.5, usd_output=10)),
        ("openai", "GPT-4o-2024-08-06", Tariff("1M tokens", usd_input=2.5, usd_output=10)),
        ("openai", "gpt-4o-mini", None),
        ("azure-openai", "gpt-5.1", Tariff("1M tokens", usd_input=1.25, usd_output=10)),
        ("azure-openai", "text-embedding-ada-002", Tariff("1M tokens", usd_input=0.1)),
        ("azure-openai", "gemini-2.5-flash", None),
        ("google-vertex", "gemini-2.5-flash", Tariff("1M tokens", usd_input=0.3, usd_output=2.5)),
        ("google-vertex", "claude-sonnet-4-6", Tariff("1M tokens", usd_input=3, usd_output=15)),
        ("nobody", "gpt-4o", None),
    ],
)
def test_a_model_is_known_by_its_host_and_any_of_its_names(
    table: GenaiPrices, host: str, model: str, found: Tariff | None
) -> None:
    assert table.ask(host, model, TODAY) == found


def test_of_several_prices_the_one_that_holds_on_the_day_counts(table: GenaiPrices) -> None:
    before, after = (table.ask("anthropic", "claude-sonnet-4-6", date(2026, 3, day)) for day in (12, 13))
    assert before is not None
    assert after is not None
    assert before.remark == "prompts of more than 200,000 tokens cost more"
    assert (after.usd_input, after.remark) == (3, "")


def test_what_a_price_does_not_say_is_remarked(table: GenaiPrices) -> None:
    chat, sonar = table.ask("deepseek", "deepseek-chat", TODAY), table.ask("perplexity", "sonar", TODAY)
    assert chat is not None
    assert sonar is not None
    assert (chat.usd_input, chat.remark) == (0.135, "at some hours of the day another price holds")
    assert sonar.remark == "each request costs something too"


@pytest.mark.parametrize(
    ("clause", "word", "matches"),
    [
        ({"equals": "Big-1"}, "big-1", True),
        ({"starts_with": "big"}, "big-1", True),
        ({"ends_with": "-1"}, "big-1", True),
        ({"contains": "g-"}, "big-1", True),
        ({"regex": r"^big-\d$"}, "big-1", True),
        ({"regex": "("}, "big-1", False),
        ({"and": [{"starts_with": "big"}, {"ends_with": "2"}]}, "big-1", False),
        ({"and": [{"starts_with": "big"}, {"ends_with": "1"}]}, "big-1", True),
        ({"and": []}, "big-1", False),
        ({"or": [{"equals": "x"}, {"contains": "ig"}]}, "big-1", True),
        ({"like": "big"}, "big-1", False),
        ({"equals": "big-1", "contains": "x"}, "big-1", False),
        ("big-1", "big-1", False),
        (None, "big-1", False),
    ],
)
def test_a_clause_means_what_the_package_means_by_it(clause: object, word: str, matches: bool) -> None:
    data = [{"id": "h", "models": [{"id": "m", "match": clause, "prices": {"input_mtok": 1}}]}]
    assert (read(json.dumps(data).encode(), "f").ask("h", word, TODAY) is not None) is matches


@pytest.mark.parametrize(
    "prices",
    [
        {}, [], None, "3", {"input_mtok": "3"}, {"input_mtok": -1}, {"input_mtok": True}, {"input_mtok": {"base": None}},
        {"input_mtok": 1e999}, [{"prices": 3}], [{"constraint": {"start_date": "2031-01-01"}, "prices": {"input_mtok": 1}}],
        {"input_audio_mtok": 3},
    ],
    ids=str,
)  # fmt: skip
def test_a_price_that_cannot_be_read_is_none(prices: object) -> None:
    data = [{"id": "h", "models": [{"id": "m", "match": {"equals": "m"}, "prices": prices}]}]
    assert read(json.dumps(data).encode(), "f").ask("h", "m", TODAY) is None


def test_a_price_for_requests_alone_is_one() -> None:
    data = [{"id": "h", "models": [{"id": "m", "match": {"equals": "m"}, "prices": {"requests_kcount": 5}}]}]
    assert read(json.dumps(data).encode(), "f").ask("h", "m", TODAY) == Tariff("1k requests", usd=5)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b"[]", b"{}", b"3", b"null", b'[{"id": "x"}]', b'[{"models": [1]}]', b"[" * 100_000],
    ids=lambda text: text[:12].decode("latin-1"),
)  # fmt: skip
def test_a_file_that_is_no_price_table_is_refused_with_what_would_be_one(text: bytes) -> None:
    with pytest.raises(BadUsage) as error:
        read(text, "table.json")
    assert "table.json" in error.value.message
    assert "prices/data.json" in error.value.hint


def test_the_installed_package_says_the_same_as_its_file(table: GenaiPrices) -> None:
    pytest.importorskip("genai_prices")
    theirs = packaged()
    assert theirs.name.startswith("genai-prices ")
    assert len(theirs.providers) > 10
    for host, model in (
        ("azure-openai", "gpt-4o"),
        ("anthropic", "claude-sonnet-4-6"),
        ("google-vertex", "gemini-2.5-flash"),
    ):
        found = theirs.ask(host, model, TODAY)
        assert found is not None
        assert found.unit == "1M tokens"
        assert found.usd_input
        assert found.usd_output


def test_without_the_package_it_says_how_to_get_it(
    house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    ran = steward("price", "--dry-run")
    assert ran.code == 2
    assert "genai-prices is not installed" in ran.err
    assert "pip install 'modelsteward[prices]'" in ran.err


class Stub:
    """A table that says what a test wants."""

    name, source = "stub 1", "stub"

    def __init__(self, **prices: float) -> None:
        self._prices = prices

    def ask(self, host: str, model: str, day: date) -> Tariff | None:
        """A price for input."""
        found = self._prices.get(model.replace("-", "_"))
        return None if found is None else Tariff("1M tokens", usd_input=found)


BIG = """
vendor:h/big:
  observations: [{source: page, read_on: 2029-12-01, snapshot: s1}]
  prices: [PRICES]
"""


def entry(usd: float, read_on: str, snapshot: str = "", source: str = "stub") -> str:
    of = f"snapshot: {snapshot}, " if snapshot else ""
    return f"{{source: {source}, read_on: {read_on}, {of}unit: 1M tokens, usd_input: {usd}}}"


def planned(prices: str, **asks: float) -> Proposal:
    return plan_prices(world(BIG.replace("PRICES", prices)), Stub(**asks), TODAY)


def added(proposal: Proposal) -> list[tuple[str | None, float]]:
    edits = [edit for changes in proposal.edits.values() for edit in changes]
    assert all(isinstance(edit, Append) and edit.path == ("prices",) for edit in edits)
    return [(edit.value.get("snapshot"), edit.value["usd_input"]) for edit in edits if isinstance(edit, Append)]


@pytest.mark.parametrize(
    ("prices", "asks", "news"),
    [
        ("", {"big": 2}, [(None, 2)]),
        (entry(2, "2029-12-01"), {"big": 2}, []),
        (entry(2, "2029-12-01"), {"big": 3}, [(None, 3)]),
        (entry(2, "2029-12-01", source="other"), {"big": 2}, [(None, 2)]),
        (f"{entry(3, '2029-12-02')}, {entry(2, '2029-12-01')}", {"big": 3}, []),
        (entry(2, "2029-10-03"), {"big": 2}, []),
        (entry(2, "2029-10-02"), {"big": 2}, [(None, 2)]),
        ("", {"big": 2, "big_s1": 2}, [(None, 2)]),
        ("", {"big": 2, "big_s1": 3}, [(None, 2), ("s1", 3)]),
        ("", {"big_s1": 3}, [("s1", 3)]),
        (entry(2, "2029-12-01"), {"big": 2, "big_s1": 3}, [("s1", 3)]),
        (entry(3, "2029-12-01", "s1"), {"big": 2, "big_s1": 2}, [(None, 2), ("s1", 2)]),
        (entry(3, "2029-12-01"), {}, []),
    ],
)
def test_a_price_is_added_where_it_is_news_or_was_long_not_looked_at(
    prices: str, asks: dict[str, float], news: list[tuple[str | None, float]]
) -> None:
    assert added(planned(prices, **asks)) == news


def test_what_was_found_is_told_in_all() -> None:
    assert planned("", big=2).notes == ("vendor:h/big: $2.00 in per 1M tokens", "1 new, 0 unchanged")
    assert planned(entry(2, "2029-12-01"), big=2).notes == ("0 new, 1 unchanged",)
    assert planned("").notes == ("0 new, 0 unchanged, 1 not in stub 1: h/big",)


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("vendor:h/bigg", "did you mean `h/big`?"),
        ("h/bigg", "did you mean `h/big`?"),
        ("vendor:zzz", "HOST/MODEL"),
        ("m", "say what it costs under `cost`"),
        ("v", "vendors/h/"),
        ("use:u", "under `cost`"),
        ("mm", "did you mean `m`?"),
    ],
)
def test_a_ref_without_a_vendors_file_is_refused_with_what_to_do(ref: str, told: str) -> None:
    example = BIG.replace("PRICES", "") + "m@1.0.0: {}\nv@1.0.0: {source: {host: h, model: other}}\nuse:u: {}\n"
    with pytest.raises(Refused) as error:
        plan_prices(world(example), Stub(), TODAY, [ref])
    assert told in error.value.hint


def test_a_version_leads_to_its_vendors_file_and_each_is_asked_once() -> None:
    example = BIG.replace("PRICES", "") + "v@1.0.0: {source: {host: h, model: big}}\nvendor:h/else: {}\n"
    plan = plan_prices(world(example), Stub(big=1), TODAY, ["v", "h/big", "vendor:h/big"])
    assert list(plan.edits) == ["vendors/h/big.yaml"]
    assert plan.notes[-1] == "1 new, 0 unchanged"


VENDOR = """\
card: vendor/1
host: azure-openai
model: gpt-5.1
# looked up by hand
observations:
  - {source: page, read_on: 2029-12-01}
"""


def test_the_command_commits_once_and_says_so(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"vendors/azure-openai/gpt-5.1.yaml": VENDOR})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A vendor")
    ask = ("price", "--from", str(SAMPLE), "--yes", "--today", "2030-01-01")
    ran = steward(*ask)
    assert ran.code == 0, ran.err
    assert "1 new, 0 unchanged" in ran.out
    text = (repo / "registry/vendors/azure-openai/gpt-5.1.yaml").read_text()
    assert text.startswith(VENDOR)
    assert f"source: {SOURCE}" in text
    assert "usd_input: 1.25" in text
    assert git(repo, "log", "--oneline").count("\n") == 3
    assert "Steward-Source: https://pypi.org/project/genai-prices/" in git(repo, "log", "-1", "--format=%B")
    again = steward(*ask)
    assert (again.code, "0 new, 1 unchanged" in again.out, "nothing to change" in again.out) == (0, True, True)
    assert git(repo, "log", "--oneline").count("\n") == 3
    assert steward("check", "--today", "2030-01-01").code == 0


def test_a_table_of_ones_own_has_a_name_of_its_own(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"vendors/azure-openai/gpt-5.1.yaml": VENDOR})
    ran = steward("price", "--from", str(SAMPLE), "--source", "our contract", "--dry-run", "--no-commit")
    assert "source: our contract" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--from", "nowhere.json", "--dry-run"], 2, "nowhere.json cannot be read"),
        (["--from", ".", "--dry-run"], 2, "cannot be read"),
        (["--from", str(SAMPLE), "--dry-run"], 4, "there is no vendor's file"),
    ],
)
def test_what_cannot_be_done_is_told(repo: Path, steward: Steward, arguments: list[str], code: int, told: str) -> None:
    ran = steward("price", *arguments)
    assert ran.code == code
    assert told in ran.err
