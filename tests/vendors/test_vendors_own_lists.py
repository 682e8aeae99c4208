"""What vendors' own list calls answer: the shapes that their references document, with days that are theirs."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.vendors.states import VOCABULARIES, status_of
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors import LISTS, SOURCES, read_feed
from tests.vendors.feeding import day, of_json, only

OPENAI = {"object": "list", "data": [
    {"id": "gpt-4o-2024-08-06", "object": "model", "created": 1722814719, "owned_by": "system", "shutdown_date": None},
    {"id": "gpt-4", "object": "model", "created": 1687882411, "owned_by": "openai", "shutdown_date": "2026-10-23"},
    {"id": "ft:gpt-4o-mini-2024-07-18:acme::A1b2", "object": "model", "created": 1, "owned_by": "acme", "shutdown_date": None},
]}  # fmt: skip
ANTHROPIC = {"data": [
    {"type": "model", "id": "claude-opus-5", "display_name": "Claude Opus 5", "created_at": "2026-07-24T00:00:00Z", "max_input_tokens": 1000000, "max_tokens": 128000, "lifecycle": "active", "deprecated_at": None, "retires_at": "2027-07-24T00:00:00Z"},
    {"type": "model", "id": "claude-opus-4-1-20250805", "display_name": "Claude Opus 4.1", "created_at": "2025-08-05T00:00:00Z", "lifecycle": "deprecated", "deprecated_at": "2026-06-05T00:00:00Z", "retires_at": "2026-08-05T00:00:00Z"},
    {"type": "model", "id": "claude-old", "display_name": "Old", "created_at": "1970-01-01T00:00:00Z"},
], "has_more": False, "first_id": "claude-opus-5", "last_id": "claude-old"}  # fmt: skip
MISTRAL = {"object": "list", "data": [
    {"id": "magistral-medium-2509", "object": "model", "owned_by": "mistralai", "capabilities": {"completion_chat": True}, "max_context_length": 131072, "aliases": ["magistral-medium-2509", "magistral-medium-latest"], "deprecation": "2026-07-31T12:00:00Z", "deprecation_replacement_model": "mistral-medium-latest", "type": "base"},
    {"id": "mistral-small-2603", "object": "model", "owned_by": "mistralai", "capabilities": {}, "max_context_length": 262144, "aliases": [], "deprecation": None, "deprecation_replacement_model": None, "type": "base"},
    {"id": "ft:open-mistral-7b:acme:1", "capabilities": {}, "max_context_length": 1, "type": "fine-tuned"},
]}  # fmt: skip
AZURE = {"object": "list", "data": [
    {"id": "gpt-4o-2024-11-20", "object": "model", "status": "succeeded", "lifecycle_status": "generally-available", "capabilities": {"inference": True}, "deprecation": {"fine_tune": 1790812800, "inference": 1790812800}, "created_at": 1731628800},
    {"id": "gpt-35-turbo-0301", "object": "model", "lifecycle_status": "deprecated", "deprecation": {"inference": 1739404800}},
    {"id": "curie.ft-1", "model": "curie", "fine_tune": "ft-72a2", "lifecycle_status": "generally-available", "deprecation": {"inference": 1790812800}},
]}  # fmt: skip
MANAGED = {"value": [
    {"kind": "OpenAI", "skuName": "S0", "model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-11-20", "lifecycleStatus": "Deprecating", "deprecation": {"inference": "2026-10-01T00:00:00Z", "deprecationStatus": "Planned"}, "capabilities": {"maxContextToken": "128000", "maxOutputToken": "16384"}, "skus": [
        {"name": "GlobalStandard", "usageName": "OpenAI.GlobalStandard.gpt-4o", "deprecationDate": "2026-10-01T00:00:00Z"},
        {"name": "DataZoneStandard", "deprecationDate": "2026-12-01T00:00:00Z"}, {"name": "ProvisionedManaged", "deprecationDate": "2027-01-01T00:00:00Z"}, {"name": "SomethingNew", "deprecationDate": "2027-02-01T00:00:00Z"},
    ]}},
    {"kind": "AIServices", "model": {"format": "DeepSeek", "name": "DeepSeek-R1", "version": "1", "lifecycleStatus": "GenerallyAvailable", "deprecation": {"inference": "2026-08-13T00:00:00Z", "deprecationStatus": "Tentative"}, "skus": None}},
    {"kind": "OpenAI", "model": {"format": "OpenAI", "name": "ada", "version": "1", "lifecycleStatus": "Deprecated", "deprecation": {"inference": "2024-07-06T00:00:00Z"}}},
]}  # fmt: skip
BEDROCK = {"modelSummaries": [
    {"modelId": "anthropic.claude-sonnet-4-20250514-v1:0", "inferenceTypesSupported": ["INFERENCE_PROFILE"], "modelLifecycle": {"status": "LEGACY", "startOfLifeTime": "2025-05-22T00:00:00Z", "legacyTime": "2026-04-14T00:00:00Z", "publicExtendedAccessTime": "2026-07-14T00:00:00Z", "endOfLifeTime": "2026-10-14T00:00:00Z"}},
    {"modelId": "amazon.nova-pro-v1:0", "inferenceTypesSupported": ["ON_DEMAND"], "modelLifecycle": {"status": "ACTIVE", "startOfLifeTime": 1733184000, "endOfLifeTime": "2027-09-07T00:00:00Z"}},
    {"modelId": "amazon.nova-pro-v1:0:24k", "inferenceTypesSupported": ["PROVISIONED"], "modelLifecycle": {"status": "ACTIVE"}},
]}  # fmt: skip
GEMINI = {"models": [
    {"name": "models/gemini-3.5-flash", "version": "3.5", "displayName": "Gemini 3.5 Flash", "inputTokenLimit": 1048576, "outputTokenLimit": 65536},
    {"name": "models/gemini-2.5-pro", "inputTokenLimit": 1048576, "outputTokenLimit": 65536, "modelStatus": {"modelStage": "DEPRECATED", "retirementTime": "2026-10-16T00:00:00Z"}},
], "nextPageToken": "x"}  # fmt: skip
COHERE = {"models": [
    {"name": "command-r-03-2024", "is_deprecated": True, "endpoints": ["chat"], "finetuned": False, "context_length": 128000.0},
    {"name": "command-a-03-2025", "is_deprecated": False, "endpoints": ["chat"], "context_length": 288000},
    {"name": "ours", "finetuned": True, "endpoints": [], "context_length": 1},
], "next_page_token": None}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "openai": OPENAI, "anthropic": ANTHROPIC, "mistral": MISTRAL, "azure-openai": AZURE, "aws-bedrock": BEDROCK,
    "google-gemini-api": GEMINI, "cohere": COHERE,
}  # fmt: skip


@pytest.mark.parametrize("host", LISTS)
def test_a_saved_answer_is_known_by_what_it_holds(host: str) -> None:
    """What is read unasked is what is read when its name is given, and nothing of it is odd."""
    feed = of_json(ANSWERS[host])

    assert feed.facts == of_json(ANSWERS[host], LISTS[host]).facts
    assert feed.facts
    assert {fact.host for fact in feed.facts} == {host}
    assert feed.odd == ()


def test_openai_says_when_it_shuts_down() -> None:
    feed = of_json(OPENAI)

    assert [(fact.model, fact.snapshot, fact.ends) for fact in feed.facts] == [
        ("gpt-4", None, day("2026-10-23")),
        ("gpt-4o", "2024-08-06", None),
    ]


def test_anthropic_promises_of_active_models_only_that_they_stay() -> None:
    feed = of_json(ANTHROPIC)
    new, old = only(feed, "anthropic", "claude-opus-5"), only(feed, "anthropic", "claude-opus-4-1", "20250805")

    assert (new.state, new.status, new.released, new.ends, new.not_before) == (
        "active",
        "active",
        day("2026-07-24"),
        None,
        day("2027-07-24"),
    )
    assert (new.context_window, new.max_output) == (1000000, 128000)
    assert (old.status, old.deprecated, old.ends, old.not_before) == (
        "deprecated",
        day("2026-06-05"),
        day("2026-08-05"),
        None,
    )
    assert only(feed, "anthropic", "claude-old").released is None
    assert not feed.partial
    assert of_json(ANTHROPIC | {"has_more": True}).partial


def test_mistral_says_what_replaces_it() -> None:
    fact = only(of_json(MISTRAL), "mistral", "magistral-medium-2509")

    assert (fact.ends, fact.certainty) == (day("2026-07-31"), "tentative")
    assert (fact.replacement, fact.aliases, fact.context_window) == (
        "mistral-medium-latest",
        ("magistral-medium-latest",),
        131072,
    )


def test_azure_says_deprecated_of_what_is_gone() -> None:
    feed = of_json(AZURE)
    new, old = only(feed, "azure-openai", "gpt-4o", "2024-11-20"), only(feed, "azure-openai", "gpt-35-turbo-0301")

    assert (new.state, new.status, new.ends, new.certainty) == (
        "generally-available",
        "active",
        day("2026-10-01"),
        "tentative",
    )
    assert (old.state, old.status, old.ends, old.certainty) == ("deprecated", "retired", day("2025-02-13"), None)


def test_azure_has_a_day_for_each_kind_of_deployment() -> None:
    feed = of_json(MANAGED)
    gpt = only(feed, "azure-openai", "gpt-4o", "2024-11-20")

    assert (gpt.status, gpt.ends, gpt.certainty, gpt.context_window) == ("deprecated", day("2026-10-01"), None, 128000)
    kinds = {fact.deployment_kind: fact.ends for fact in feed.facts if fact.model == "gpt-4o" and fact.deployment_kind}
    assert kinds == {
        "data-zone": day("2026-12-01"),
        "provisioned": day("2027-01-01"),
        "something-new": day("2027-02-01"),
    }
    assert only(feed, "azure-foundry", "DeepSeek-R1", "1").certainty == "tentative"
    assert only(feed, "azure-openai", "ada", "1").status == "retired"
    assert of_json(MANAGED["value"]).facts == feed.facts
    assert of_json(MANAGED | {"nextLink": "https://management.azure.com/next"}).partial


def test_bedrock_is_firm_once_a_model_is_legacy() -> None:
    feed = of_json(BEDROCK)
    old, new = (
        only(feed, "aws-bedrock", "anthropic.claude-sonnet-4", "20250514-v1:0"),
        only(feed, "aws-bedrock", "amazon.nova-pro", "v1:0"),
    )

    assert (old.state, old.status, old.deprecated, old.ends) == (
        "LEGACY",
        "deprecated",
        day("2026-04-14"),
        day("2026-10-14"),
    )
    assert old.note == "Public extended access, at a price that may be higher, from 2026-07-14."
    assert (new.status, new.released, new.ends, new.not_before) == (
        "active",
        day("2024-12-03"),
        None,
        day("2027-09-07"),
    )
    assert only(feed, "aws-bedrock", "amazon.nova-pro", "v1:0", kind="provisioned").ends is None


def test_gemini_and_cohere_say_how_much_a_model_takes() -> None:
    gemini, cohere = of_json(GEMINI), of_json(COHERE)

    assert only(gemini, "google-gemini-api", "gemini-3.5-flash").max_output == 65536
    assert only(gemini, "google-gemini-api", "gemini-2.5-pro").not_before == day("2026-10-16")
    assert gemini.partial
    assert not cohere.partial
    assert [(fact.model, fact.status, fact.context_window) for fact in cohere.facts] == [
        ("command-a-03-2025", None, 288000),
        ("command-r-03-2024", "deprecated", 128000),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"object": "list", "data": [{"id": "openai/gpt-4o", "object": "model", "owned_by": "Groq", "context_window": 131072}]},
        {"data": [{"id": "openai/gpt-4o", "canonical_slug": "x", "pricing": {"prompt": "0.1"}, "context_length": 1}]},
        {"object": "list", "data": []}, {"models": []}, {"value": []}, [], {}, {"error": {"message": "invalid key"}},
    ],
)  # fmt: skip
def test_the_list_of_another_is_taken_for_nobodys(answer: Any) -> None:
    with pytest.raises(BadUsage, match=r"is of no format that is known here") as error:
        of_json(answer)

    assert "--as litellm" in error.value.hint


def test_a_source_that_nobody_knows_is_bad_usage_with_the_one_that_was_meant() -> None:
    with pytest.raises(BadUsage, match="there is no source called litelm") as error:
        read_feed(b"{}", "x", "litelm")

    assert error.value.hint == "did you mean `litellm`?"


def test_the_same_word_means_different_things() -> None:
    assert status_of("azure-openai", "Deprecated") == "deprecated"
    assert status_of("azure-list", "Deprecated") == "retired"
    assert status_of("openai", "Never heard of") is None
    assert status_of("nobody", "active") is None


def test_each_vocabulary_has_its_page_and_words_that_are_known() -> None:
    for vocabulary in VOCABULARIES.values():
        assert vocabulary.url.startswith("https://")
        assert set(vocabulary.words.values()) <= {"preview", "active", "legacy", "deprecated", "retired"}
        assert all(word.isalpha() and word.islower() for word in vocabulary.words)


def test_each_source_has_a_module_that_says_what_it_reads() -> None:
    for name, known in SOURCES.items():
        with pytest.raises(BadUsage) as error:
            read_feed(b'"nothing"', "odd.json", name)
        assert error.value.message.startswith("odd.json is not ")
        assert known.what
