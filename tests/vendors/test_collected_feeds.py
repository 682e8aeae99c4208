"""The feeds of those who collect what vendors say."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.tariff import Tariff
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors import packaged, read_feed
from modelsteward.store.feed_files import feed_bytes
from tests.vendors.feeding import EXCERPTS, day, excerpt, of_json, only

PRICES = Path(__file__).parent.parent / "fixtures" / "genai-prices"


def test_deprecations_info_tells_announcement_end_and_successors() -> None:
    feed = excerpt("deprecations-info.json")
    groq = only(feed, "groq", "deepseek-r1-distill-llama-70b")

    assert groq.source == "https://deprecations.info/"
    assert (groq.deprecated, groq.ends, groq.certainty) == (day("2025-09-02"), day("2025-10-02"), None)
    assert (groq.replacement, groq.alternatives) == ("llama-3.3-70b-versatile", ("openai/gpt-oss-120b",))
    assert groq.as_of == day("2026-05-22")
    assert str(groq.cites).startswith("https://console.groq.com/docs/deprecations#")
    assert only(feed, "aws-bedrock", "anthropic.claude-sonnet-4", "20250514-v1:0").ends == day("2026-10-14")
    assert only(feed, "google-vertex", "claude-3-5-sonnet").ends == day("2026-02-19")


def test_deprecations_info_announces_nothing_where_both_days_are_the_same() -> None:
    google = only(excerpt("deprecations-info.json"), "google-gemini-api", "gemini-2.5-flash")

    assert (google.deprecated, google.ends, google.certainty) == (None, day("2026-10-16"), "tentative")


def test_deprecations_info_has_azures_models_by_their_maker_and_openais_without_their_versions() -> None:
    feed = excerpt("deprecations-info.json")

    assert only(feed, "azure-foundry", "DeepSeek-R1").ends is not None
    gpt = only(feed, "azure-openai", "gpt-4o")
    assert (gpt.ends, gpt.replacement) == (None, "gpt-5.1")
    assert gpt.note == "A version of it, which is not named, ends on 2026-03-31."


def test_deprecations_info_without_an_end_is_kept_and_an_end_before_the_announcement_is_told() -> None:
    feed = excerpt("deprecations-info.json")

    assert only(feed, "cohere", "command-r-03-2024").ends is None
    assert feed.odd == ("groq mixtral-8x7b-32768: it ends on 2025-03-20, before it was announced on 2026-05-22",)
    assert only(feed, "groq", "mixtral-8x7b-32768").deprecated == day("2026-05-22")


def test_deprecations_info_with_values_of_other_kinds_is_read_as_far_as_it_goes() -> None:
    feed = of_json([
        {"provider": "OpenAI", "model_id": "a", "shutdown_date": "TBD", "replacement_models": "gpt-5", "scraped_at": 7},
        {"provider": None, "model_id": "b", "shutdown_date": "2026-01-01"},
        {"provider": "OpenAI", "model_id": {"id": "c"}, "shutdown_date": "2026-01-01"},
        {"provider": "OpenAI", "model_id": "d", "shutdown_date": "2026-01-01", "replacement_models": {"x": 1}, "url": 5},
        "e", None,
    ])  # fmt: skip

    assert [(fact.model, fact.ends, fact.replacement) for fact in feed.facts] == [
        ("a", None, "gpt-5"),
        ("d", day("2026-01-01"), None),
    ]
    assert len(feed.odd) == 3


def test_modeldeprecations_tells_firm_ends_from_earliest_ones() -> None:
    feed = excerpt("modeldeprecations.yaml")
    gpt, flash = only(feed, "openai", "gpt-4"), only(feed, "google-gemini-api", "gemini-2.5-flash")

    assert gpt.source == "https://modeldeprecations.dev/"
    assert (gpt.released, gpt.deprecated, gpt.ends) == (day("2023-03-14"), day("2026-04-22"), day("2026-10-23"))
    assert (gpt.status, gpt.state, gpt.replacement) == ("deprecated", None, "gpt-5.6-sol")
    assert gpt.aliases == ("gpt-4-0613", "gpt-4-completions", "gpt-4-0613-completions")
    assert (gpt.as_of, gpt.cites) == (day("2026-07-30"), "https://developers.openai.com/api/docs/deprecations")
    assert (flash.ends, flash.not_before, flash.status) == (None, day("2026-10-16"), "active")
    assert only(feed, "google-vertex", "gemini-3.5-flash-lite").not_before == day("2027-07-21")
    assert not feed.partial


def test_modeldeprecations_names_of_amazons_models_become_bedrocks_and_its_own_suggestions_are_left_out() -> None:
    feed = excerpt("modeldeprecations.yaml")
    reel = only(feed, "aws-bedrock", "amazon.nova-reel", "v1:0")

    assert (reel.ends, reel.replacement, reel.alternatives) == (day("2026-09-30"), None, ())
    assert only(feed, "aws-bedrock", "amazon.nova-micro").status == "active"


def test_modeldeprecations_is_read_as_a_folder_and_as_json(tmp_path: Path) -> None:
    models = tmp_path / "models"
    for number, document in enumerate((EXCERPTS / "modeldeprecations.yaml").read_text("utf-8").split("\n---\n")):
        file = models / f"vendor-{number % 2}" / f"{number}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document, "utf-8")
    (tmp_path / "sources.yaml").write_text("sources: []\n", "utf-8")

    folder = read_feed(feed_bytes(tmp_path), str(tmp_path))

    assert folder.facts == excerpt("modeldeprecations.yaml").facts
    entry = {"provider": "openai", "model": "gpt-4", "status": "retired", "shutdown_on": "2026-10-23"}
    assert of_json([entry]).facts == of_json({"models": [entry]}).facts
    assert of_json([entry]).partial


def test_a_folder_without_facts_and_a_file_that_is_gone_are_bad_usage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(BadUsage):
            feed_bytes(path)


@pytest.mark.parametrize(
    "text",
    ["provider: a\nmodel: b\nstatus: &x c\nshutdown_on: *x\n", "provider: a\nmodel: b\nstatus: " + "[" * 5000, "provider: a\nmodel: b\nstatus: {}}\n", "provider: a\nmodel: b\nstatus: \x01\n"],
)  # fmt: skip
def test_yaml_that_no_feed_writes_is_refused(text: str) -> None:
    with pytest.raises(BadUsage):
        read_feed(text.encode(), "models.yaml")


def test_endoflife_of_what_is_not_deprecated_is_no_end() -> None:
    feed = excerpt("endoflife-claude.md")
    old, new = only(feed, "anthropic", "claude-sonnet-4", "20250514"), only(feed, "anthropic", "claude-opus-5")

    assert old.source == "https://endoflife.date/claude"
    assert (old.deprecated, old.ends, old.not_before) == (day("2026-04-14"), day("2026-06-15"), None)
    assert old.replacement == "claude-sonnet-4-6"
    assert (new.released, new.ends, new.not_before, new.replacement) == (
        day("2026-07-24"),
        None,
        day("2027-07-24"),
        None,
    )
    assert only(feed, "anthropic", "claude-mythos-5").not_before is None


def test_endoflife_is_read_in_both_shapes_of_its_api() -> None:
    newer = of_json({"result": {"name": "claude", "releases": [
        {"name": "claude-opus-5", "releaseDate": "2026-07-24", "isEoas": False, "eoasFrom": None, "isEol": False, "eolFrom": "2027-07-24", "custom": {"recommendedReplacement": "N/A"}},
        {"name": "claude-sonnet-4-20250514", "releaseDate": "2025-05-22", "isEoas": True, "eoasFrom": "2026-04-14", "isEol": True, "eolFrom": "2026-06-15", "custom": {"recommendedReplacement": "claude-sonnet-4-6"}},
    ]}})  # fmt: skip
    older = of_json([
        {"cycle": "claude-opus-5", "releaseDate": "2026-07-24", "eoas": False, "eol": "2027-07-24", "recommendedReplacement": "N/A"},
        {"cycle": "claude-sonnet-4-20250514", "releaseDate": "2025-05-22", "eoas": "2026-04-14", "eol": "2026-06-15", "recommendedReplacement": "claude-sonnet-4-6"},
    ])  # fmt: skip
    page = excerpt("endoflife-claude.md")

    for feed in (newer, older):
        for fact in feed.facts:
            assert fact._replace(status=None) == only(page, fact.host, fact.model, fact.snapshot)
    assert [fact.status for fact in newer.facts] == [None, "retired"]


def test_endoflife_of_other_products_is_none_of_ours() -> None:
    with pytest.raises(BadUsage, match=r"is not a page of endoflife\.date about vendors' models"):
        of_json([{"cycle": "3.13", "releaseDate": "2024-10-07", "eol": "2029-10-31"}], "endoflife")


def test_models_dev_tells_limits_prices_and_releases() -> None:
    feed = excerpt("models-dev.json")
    haiku = only(feed, "aws-bedrock", "anthropic.claude-haiku-4-5", "20251001-v1:0", "us")

    assert haiku.source == "https://models.dev/"
    assert (haiku.released, haiku.context_window, haiku.max_output) == (day("2025-10-15"), 200000, 64000)
    assert haiku.price == Tariff("1M tokens", usd_input=1, usd_output=5)
    assert only(feed, "baseten", "deepseek-ai/DeepSeek-V3.1").status == "deprecated"
    assert only(feed, "azure-openai", "gpt-4o")
    assert only(feed, "azure-foundry", "phi-4")
    assert only(feed, "google-vertex", "claude-opus-4-8")
    assert feed.odd == ("openai.gpt-5.4: provider: a mapping is no name",)


def test_models_dev_is_read_as_the_sites_own_answer() -> None:
    feed = of_json({
        "openai": {"id": "openai", "models": {
            "gpt-4o": {"id": "gpt-4o", "release_date": "2024-05", "status": "beta", "limit": {"context": 128000, "output": 16384}, "cost": {"input": 2.5, "output": 10}},
            "odd": {"limit": [], "cost": None, "release_date": 5}, "none": None,
        }},
        "empty": {"models": []}, "nothing": None,
    })  # fmt: skip
    gpt = only(feed, "openai", "gpt-4o")

    assert (gpt.released, gpt.status, gpt.context_window) == (None, "preview", 128000)
    assert only(feed, "openai", "odd").price is None
    assert len(feed.facts) == 2


def test_azures_schedule_has_versions_and_is_firm_once_deprecated() -> None:
    feed = excerpt("azure-schedule.csv")
    old, new = only(feed, "azure-openai", "gpt-4o", "2024-08-06"), only(feed, "azure-openai", "gpt-5.1", "2025-11-13")

    assert old.source == "https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule"
    assert (old.state, old.status, old.ends, old.certainty) == ("Deprecated", "deprecated", day("2026-10-01"), None)
    assert old.replacement == "gpt-5.1"
    assert (new.state, new.status, new.ends, new.certainty) == ("GA", "active", day("2027-05-15"), "tentative")
    assert only(feed, "azure-openai", "sora-2", "2025-10-06").replacement == "sora-2-2025-12-08"
    assert only(feed, "azure-openai", "gpt-4o", "2024-08-06-ev3").ends == day("2026-03-31")
    assert feed.partial


def test_a_schedule_with_rows_that_are_too_short_or_too_long_is_read() -> None:
    text = "model,version,lifecycle,retirement_date,replacement\ngpt-4o\n,1,GA,2026-01-01,\ngpt-5,1,Nowhere,TBD,x,y,z\n"
    feed = read_feed(text.encode(), "schedule.csv")

    assert [(fact.model, fact.snapshot, fact.status, fact.ends) for fact in feed.facts] == [
        ("gpt-4o", None, None, None),
        ("gpt-5", "1", None, None),
    ]
    assert feed.odd == ("gpt-5 1: retirement_date: `TBD` is no day",)
    assert (
        read_feed(f"model,version,retirement_date\n{'x' * 200_000},1,2026-01-01\n".encode(), "schedule.csv").facts == ()
    )


def test_genai_prices_gives_prices_and_nothing_else() -> None:
    (file,) = PRICES.glob("*.json")
    feed = read_feed(file.read_bytes(), file.name)

    assert feed.prices_only
    assert feed.facts
    assert all(fact.price and not fact.ends for fact in feed.facts)


def test_genai_prices_is_read_from_its_package() -> None:
    pytest.importorskip("genai_prices")
    feed = packaged("genai-prices")

    assert feed is not None
    assert feed.name.startswith("genai-prices ")
    assert only(feed, "azure-openai", "gpt-4o").price == Tariff("1M tokens", usd_input=2.5, usd_output=10)
    assert only(feed, "openai", "gpt-4o").price == Tariff("1M tokens", usd_input=2.5, usd_output=10)
