"""LiteLLM's map of models."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.tariff import Tariff
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors import packaged, read_feed
from modelsteward.interop.vendors.litellm_keys import place_of
from tests.vendors.feeding import day, excerpt, of_json, only

# Real keys of release 1.109.1, with the provider that stands beside each, and what they mean.
KEYS = [
    ("gpt-4o", "openai", "openai gpt-4o - - -"),
    ("gpt-4o-2024-08-06", "openai", "openai gpt-4o 2024-08-06 - -"),
    ("gpt-4o-mini-transcribe-2025-12-15", "openai", "openai gpt-4o-mini-transcribe 2025-12-15 - -"),
    ("ft:gpt-4o-2024-08-06", "openai", "openai gpt-4o 2024-08-06 - fine-tuned"),
    ("ft:gpt-3.5-turbo", "openai", "openai gpt-3.5-turbo - - fine-tuned"),
    ("ft:babbage-002", "text-completion-openai", "openai babbage-002 - - fine-tuned"),
    ("gpt-4-0613", "openai", "openai gpt-4-0613 - - -"),
    ("gpt-5.1-chat-latest", "openai", "openai gpt-5.1-chat-latest - - -"),
    ("low/1024-x-1024/gpt-image-1.5", "openai", "openai gpt-image-1.5 - - -"),
    ("1024-x-1536/gpt-image-1.5-2025-12-16", "openai", "openai gpt-image-1.5 2025-12-16 - -"),
    ("openai/sora-2", "openai", "openai sora-2 - - -"),
    ("openai/container", "openai", None),
    ("text-embedding-ada-002-v2", "openai", "openai text-embedding-ada-002-v2 - - -"),
    ("azure/gpt-4o", "azure", "azure-openai gpt-4o - - -"),
    ("azure/gpt-4o-2024-08-06", "azure", "azure-openai gpt-4o 2024-08-06 - -"),
    ("azure/eu/gpt-4o-2024-08-06", "azure", "azure-openai gpt-4o 2024-08-06 eu data-zone"),
    ("azure/us/gpt-4o-mini", "azure", "azure-openai gpt-4o-mini - us data-zone"),
    ("azure/apac/gpt-6.1-sol", "azure", "azure-openai gpt-6.1-sol - apac data-zone"),
    ("azure/us-gov/gpt-5.1", "azure", "azure-openai gpt-5.1 - us-gov -"),
    ("azure/global/gpt-5.1-codex", "azure", "azure-openai gpt-5.1-codex - - global-standard"),
    ("azure/global-standard/gpt-4o-mini", "azure", "azure-openai gpt-4o-mini - - global-standard"),
    ("azure/hd/1024-x-1792/dall-e-3", "azure", "azure-openai dall-e-3 - - -"),
    ("azure/standard/1024-x-1024/dall-e-2", "azure", "azure-openai dall-e-2 - - -"),
    ("azure/high/1536-x-1024/gpt-image-1-mini", "azure", "azure-openai gpt-image-1-mini - - -"),
    ("azure/speech/azure-tts-hd", "azure", "azure-openai azure-tts-hd - - -"),
    ("azure/whisper-1", "azure", "azure-openai whisper - - -"),
    ("azure/tts-1-hd", "azure", "azure-openai tts-hd - - -"),
    ("azure/gpt-3.5-turbo", "azure", "azure-openai gpt-35-turbo - - -"),
    ("azure/gpt-35-turbo-16k-0613", "azure", "azure-openai gpt-35-turbo-16k-0613 - - -"),
    ("azure/gpt-3.5-turbo-instruct-0914", "azure_text", "azure-openai gpt-35-turbo-instruct-0914 - - -"),
    ("azure/container", "azure", None),
    ("azure_ai/Phi-4", "azure_ai", "azure-foundry Phi-4 - - -"),
    ("azure_ai/gpt-5.4-2026-03-05", "azure_ai", "azure-foundry gpt-5.4 2026-03-05 - -"),
    ("azure_ai/doc-intelligence/prebuilt-read", "azure_ai", "azure-foundry doc-intelligence/prebuilt-read - - -"),
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock_converse", "aws-bedrock anthropic.claude-sonnet-4-5 20250929-v1:0 - -"),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock_converse", "aws-bedrock anthropic.claude-sonnet-4-5 20250929-v1:0 us -"),
    ("eu.amazon.nova-pro-v1:0", "bedrock_converse", "aws-bedrock amazon.nova-pro v1:0 eu -"),
    ("global.anthropic.claude-opus-4-6-v1", "bedrock_converse", "aws-bedrock anthropic.claude-opus-4-6 v1 global -"),
    ("us-gov.xai.grok-4.6", "bedrock_converse", "aws-bedrock xai.grok-4.6 - us-gov -"),
    ("apac.anthropic.claude-opus-5", "bedrock_converse", "aws-bedrock anthropic.claude-opus-5 - apac -"),
    ("anthropic.claude-haiku-4-5@20251001", "bedrock_converse", "aws-bedrock anthropic.claude-haiku-4-5 20251001 - -"),
    ("bedrock/us-east-1/anthropic.claude-v2:1", "bedrock", "aws-bedrock anthropic.claude v2:1 us-east-1 -"),
    ("bedrock/eu-central-1/6-month-commitment/anthropic.claude-instant-v1", "bedrock", "aws-bedrock anthropic.claude-instant v1 eu-central-1 provisioned"),
    ("bedrock/*/1-month-commitment/cohere.command-text-v14", "bedrock", "aws-bedrock cohere.command-text v14 - provisioned"),
    ("bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0", "bedrock", "aws-bedrock anthropic.claude-3-5-sonnet 20240620-v1:0 - -"),
    ("bedrock/us-gov-west-1/amazon.titan-embed-text-v2:0", "bedrock", "aws-bedrock amazon.titan-embed-text v2:0 us-gov-west-1 -"),
    ("bedrock/us-gov-east-1/claude-sonnet-4-5-20250929-v1:0", "bedrock", "aws-bedrock anthropic.claude-sonnet-4-5 20250929-v1:0 us-gov-east-1 -"),
    ("bedrock/claude_platform/claude-opus-4-7", "bedrock", "aws-bedrock claude-opus-4-7 - - claude-platform"),
    ("bedrock/moonshotai.kimi-k2.5", "bedrock", "aws-bedrock moonshotai.kimi-k2.5 - - -"),
    ("bedrock/guardrails", "bedrock", None),
    ("1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0", "bedrock", "aws-bedrock amazon.nova-canvas v1:0 - -"),
    ("max-x-max/max-steps/stability.stable-diffusion-xl-v0", "bedrock", "aws-bedrock stability.stable-diffusion-xl v0 - -"),
    ("bedrock_mantle/us-gov-west-1/openai.gpt-oss-20b", "bedrock_mantle", "aws-bedrock openai.gpt-oss-20b - us-gov-west-1 -"),
    ("gemini/gemini-2.5-flash", "gemini", "google-gemini-api gemini-2.5-flash - - -"),
    ("gemini-exp-1206", "gemini", "google-gemini-api gemini-exp-1206 - - -"),
    ("gemini-2.5-flash", "vertex_ai-language-models", "google-vertex gemini-2.5-flash - - -"),
    ("vertex_ai/claude-3-5-haiku@20241022", "vertex_ai-anthropic_models", "google-vertex claude-3-5-haiku 20241022 - -"),
    ("vertex_ai/claude-opus-4-6@default", "vertex_ai-anthropic_models", "google-vertex claude-opus-4-6 - - -"),
    ("text-unicorn@001", "vertex_ai-text-models", "google-vertex text-unicorn 001 - -"),
    ("vertex_ai/deepseek-ai/deepseek-v3.1-maas", "vertex_ai-deepseek_models", "google-vertex deepseek-ai/deepseek-v3.1-maas - - -"),
    ("claude-sonnet-4-5-20250929", "anthropic", "anthropic claude-sonnet-4-5 20250929 - -"),
    ("mistral/mistral-large-2512", "mistral", "mistral mistral-large-2512 - - -"),
    ("codestral/codestral-2405", "codestral", "mistral codestral-2405 - - -"),
    ("text-completion-codestral/codestral-2405", "text-completion-codestral", "mistral codestral-2405 - - -"),
    ("cohere/embed-v4.0", "cohere", "cohere embed-v4.0 - - -"),
    ("command-r-08-2024", "cohere_chat", "cohere command-r-08-2024 - - -"),
    ("groq/openai/gpt-oss-120b", "groq", "groq openai/gpt-oss-120b - - -"),
    ("xai/grok-4.20-beta-0309-reasoning", "xai", "xai grok-4.20-beta-0309-reasoning - - -"),
    ("together_ai/Qwen/Qwen3.5-397B-A17B", "together_ai", "together Qwen/Qwen3.5-397B-A17B - - -"),
    ("together-ai-4.1b-8b", "together_ai", None),
    ("fireworks-ai-4.1b-to-16b", "fireworks_ai", None),
    ("fireworks_ai/accounts/fireworks/models/deepseek-v3", "fireworks_ai", "fireworks accounts/fireworks/models/deepseek-v3 - - -"),
    ("wandb/openai/gpt-oss-20b", "wandb", "wandb-inference openai/gpt-oss-20b - - -"),
    ("databricks/databricks-claude-fable-5", "databricks", "databricks databricks-claude-fable-5 - - -"),
    ("github_copilot/claude-haiku-4.5", "github_copilot", "github-copilot claude-haiku-4.5 - - -"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "provider", "means"), KEYS)
def test_a_key_says_host_model_snapshot_region_and_kind(key: str, provider: str, means: str | None) -> None:
    place = place_of(key, provider)

    assert (" ".join(part or "-" for part in place) if place else None) == means


def test_an_entry_says_when_it_ends_what_it_takes_and_what_it_costs() -> None:
    fact = only(excerpt("litellm-1.109.1.json"), "azure-openai", "gpt-4o", "2024-08-06", "eu", "data-zone")

    assert fact.source == "https://pypi.org/project/litellm/"
    assert fact.ends == day("2027-04-14")
    assert fact.certainty == "tentative"
    assert (fact.context_window, fact.max_output) == (128000, 16384)
    assert fact.price == Tariff("1M tokens", usd_input=2.75, usd_output=11)
    assert fact.note == "Listed there as azure/eu/gpt-4o-2024-08-06."
    assert str(fact.cites).startswith("https://prices.azure.com/")


def test_sound_has_a_price_a_minute_and_long_prompts_a_remark() -> None:
    feed = excerpt("litellm-1.109.1.json")

    assert only(feed, "openai", "whisper-1").price == Tariff("minute", usd=0.006)
    sonnet = only(feed, "aws-bedrock", "anthropic.claude-sonnet-4-5", "20250929-v1:0", "us")
    assert sonnet.price == Tariff(
        "1M tokens", usd_input=3.3, usd_output=16.5, remark="prompts of more than 200,000 tokens cost more"
    )


def test_what_is_no_model_is_left_out_without_a_word() -> None:
    feed = excerpt("litellm-1.109.1.json")

    assert feed.odd == ()
    assert not {fact.model for fact in feed.facts} & {
        "sample_spec",
        "container",
        "guardrails",
        "search",
        "tavily/search",
    }


def entry(**more: Any) -> dict[str, Any]:
    """An entry of OpenAI's."""
    return {"litellm_provider": "openai", "mode": "chat", **more}


def test_of_two_keys_for_one_model_the_earlier_end_counts() -> None:
    feed = of_json({
        "azure/hd/1024-x-1024/dall-e-3": {"litellm_provider": "azure", "deprecation_date": "2026-03-04"},
        "azure/standard/1024-x-1024/dall-e-3": {"litellm_provider": "azure", "deprecation_date": "2026-02-01"},
    })  # fmt: skip

    assert [fact.ends for fact in feed.facts] == [day("2026-02-01")]
    assert feed.odd == (
        "azure-openai dall-e-3: it is listed twice, and ends on 2026-03-04 and 2026-02-01: the earlier counts",
    )


def test_of_a_key_that_stands_twice_the_earlier_end_counts() -> None:
    text = '{"gpt-4": {"litellm_provider": "openai", "deprecation_date": "2026-02-01"}, "gpt-4": {"litellm_provider": "openai", "deprecation_date": "2026-05-01"}}'
    feed = read_feed(text.encode(), "map.json")

    assert [fact.ends for fact in feed.facts] == [day("2026-02-01")]
    assert any("stands twice in one mapping" in line for line in feed.odd)


def test_what_is_wrong_with_an_entry_is_told_and_the_rest_is_read() -> None:
    feed = of_json({
        "a": entry(deprecation_date="TBD"), "b": entry(deprecation_date="2026-02-30"), "c": entry(max_input_tokens="many"),
        "d": entry(max_output_tokens=-1), "e": entry(input_cost_per_token="free"), "f": entry(output_cost_per_token=float("nan")),
        "g": entry(litellm_provider=["openai"]), "h": entry(source="javascript:alert(1)", max_input_tokens="128000"), "i": None, "j": [1],
    })  # fmt: skip

    assert [fact.model for fact in feed.facts] == ["a", "b", "c", "d", "e", "f", "h"]
    assert only(feed, "openai", "h").cites is None
    assert only(feed, "openai", "h").context_window == 128000
    assert feed.odd == (
        "a: deprecation_date: `TBD` is no day", "b: deprecation_date: `2026-02-30` is no day",
        "c: max_input_tokens: `many` is no number of tokens", "d: max_output_tokens: `-1` is no number of tokens",
        "e: input_cost_per_token: `free` is no price", "f: output_cost_per_token: `nan` is no price",
        "g: it names no provider", "i: it is no mapping", "j: it is no mapping",
    )  # fmt: skip


def test_names_hold_nothing_that_a_screen_acts_upon() -> None:
    feed = of_json(
        {
            "gpt\x1b[2J\u202e-4": entry(deprecation_date="2026-01-01"),
            "x" * 201: entry(),
            "\x1b\x07": entry(),
            " ": entry(),
        }
    )

    assert [fact.model for fact in feed.facts] == ["gpt[2J-4"]
    assert all(line.isprintable() for line in feed.odd)
    assert len(feed.odd) == 5  # the empty name has two: what is left out, and that nothing is left


def test_of_many_odd_lines_some_are_shown_and_the_rest_counted() -> None:
    feed = of_json({f"m{number}": entry(deprecation_date="soon") for number in range(1000)})

    assert len(feed.facts) == 1000
    assert len(feed.odd) == 21
    assert feed.odd[-1] == "and 980 more"


def test_the_installed_package_is_read_and_never_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, about = tmp_path / "litellm", tmp_path / "litellm-1.109.1.dist-info"
    package.mkdir()
    about.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('imported')\n", "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: litellm\nVersion: 1.109.1\n", "utf-8")
    (package / "model_prices_and_context_window_backup.json").write_text(json.dumps({"gpt-4o": entry()}), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    feed = packaged("litellm")

    assert feed is not None
    assert feed.name == "LiteLLM 1.109.1"
    assert len(feed.facts) == 1
    assert "litellm" not in sys.modules
    (package / "model_prices_and_context_window_backup.json").unlink()
    with pytest.raises(BadUsage, match="is not laid out as steward knows it"):
        packaged("litellm")


def test_without_the_package_there_is_nothing() -> None:
    assert packaged("litellm") is None
