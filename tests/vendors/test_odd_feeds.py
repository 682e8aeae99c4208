"""Feeds as they should not be: whatever stands there, reading it never ends but in facts or in bad usage."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelsteward.domain.vendors.feeds import Feed
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors import SOURCES, read_feed
from modelsteward.interop.vendors.document import Document
from tests.vendors.feeding import EXCERPTS
from tests.vendors.test_vendors_own_lists import ANSWERS, MANAGED

LEAF = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["2026-01-01", "TBD", "openai", "azure", "gpt-4o", "claude-3", "models/x", "9999-99-99", "\x1b[2J", "active"]),
)  # fmt: skip
KEYS = st.sampled_from([
    "provider", "model", "model_id", "models", "data", "value", "modelSummaries", "modelId", "modelLifecycle", "id", "name", "shutdown_date",
    "litellm_provider", "mode", "deprecation", "deprecation_date", "lifecycle", "lifecycle_status", "lifecycleStatus", "status", "aliases", "match",
    "prices", "releases", "result", "cycle", "releaseDate", "eol", "eoas", "custom", "skus", "deprecationDate", "inference", "format", "version",
    "cost", "limit", "context", "input", "capabilities", "max_context_length", "type", "created_at", "retires_at", "endpoints", "context_length",
    "sources", "url", "replacements", "shutdown_on", "last_verified", "endOfLifeTime", "inputTokenLimit", "fallback_model_providers", "equals", "or",
])  # fmt: skip
JSON = st.recursive(
    LEAF, lambda child: st.lists(child, max_size=3) | st.dictionaries(KEYS, child, max_size=6), max_leaves=30
)


def sound(feed: Feed) -> None:
    """Whether nothing of what was read does harm."""
    assert len(feed.odd) <= 21
    assert all(line.isprintable() for line in feed.odd)
    for fact in feed.facts:
        for text in (
            fact.host,
            fact.model,
            fact.snapshot,
            fact.region,
            fact.deployment_kind,
            fact.state,
            fact.replacement,
            fact.cites,
            fact.note,
            *fact.alternatives,
            *fact.aliases,
        ):
            assert text is None or (text.isprintable() and 0 < len(text) <= 500)
        assert fact.status in (None, "preview", "active", "legacy", "deprecated", "retired")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(value=JSON, source=st.sampled_from(sorted(SOURCES)))
def test_any_json_gives_facts_or_bad_usage(value: Any, source: str) -> None:
    data = json.dumps(value).encode()
    for named in (None, source):
        with suppress(BadUsage):
            sound(read_feed(data, "any.json", named))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(
    data=st.binary(max_size=200)
    | st.text(max_size=200).map(
        lambda text: f"---\nprovider: a\nmodel: b\nstatus: c\n{text}".encode("utf-8", "replace")
    ),
    source=st.sampled_from(sorted(SOURCES)),
)
def test_any_bytes_give_facts_or_bad_usage(data: bytes, source: str) -> None:
    for named in (None, source):
        with suppress(BadUsage):
            sound(read_feed(data, "any", named))


def broken(value: Any, wrong: Any) -> list[Any]:
    """A value with each of its leaves, and each of its branches, replaced in turn by something else."""
    found: list[Any] = [wrong]
    if isinstance(value, dict):
        found += [value | {key: one} for key, part in value.items() for one in broken(part, wrong)]
    elif isinstance(value, list):
        found += [
            [*value[:at], one, *value[at + 1 :]] for at, part in enumerate(value[:3]) for one in broken(part, wrong)
        ]
    return found


REAL = [(name, value) for name, value in ANSWERS.items()] + [("azure-openai", MANAGED)] + [
    (source, json.loads((EXCERPTS / file).read_text("utf-8"))) for source, file in
    (("deprecations-info", "deprecations-info.json"), ("models-dev", "models-dev.json"))
]  # fmt: skip


@pytest.mark.parametrize("wrong", [None, "text", 7, [], {}, [[None]], {"x": {"y": None}}, True, 1e999], ids=repr)
@pytest.mark.parametrize(("source", "value"), REAL, ids=[name for name, _ in REAL])
def test_whatever_part_of_an_answer_is_something_else_the_rest_is_read(source: str, value: Any, wrong: Any) -> None:
    for one in broken(value, wrong):
        with suppress(BadUsage):
            sound(read_feed(json.dumps(one).encode(), "answer.json", source))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "x is empty"), (b" \n", "x is empty"), (b"a\xff\xfe", "x is not UTF-8 text: byte 2"), (b"\xff\xfe", "x is empty"),
        (b"\xff\xfea", "x is not UTF-8 text: byte 3"),
        (b"{", "x is not JSON: expecting property name enclosed in double quotes, line 1, column 2"),
        (b"[" * 200_000, "x is nested too deeply to be read"), (b"[" + b"1" * 5000 + b"]", "x holds a number too long to be read"),
        (b"<!doctype html><title>Sign in</title>", "x is a web page, and no data"), (b"{}", "x is of no format that is known here"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_told(data: bytes, says: str) -> None:
    with pytest.raises(BadUsage) as error:
        read_feed(data, "x")

    assert error.value.message == says
    assert error.value.hint


def test_the_name_of_a_feed_holds_nothing_that_a_screen_acts_upon() -> None:
    with pytest.raises(BadUsage) as error:
        read_feed(b"", "a\x1b[2J")

    assert error.value.message == "a\\x1b[2J is empty"


def test_more_than_any_feed_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.interop.vendors.document.MOST_BYTES", 2**20)

    with pytest.raises(BadUsage, match="is larger than 1 MiB"):
        Document(b" " * (2**20 + 1), "x").text  # noqa: B018


def test_a_schedule_of_more_rows_than_any_has_is_refused() -> None:
    with pytest.raises(BadUsage, match="it has 60,000 rows"):
        read_feed(b"model,version,retirement_date\n" + b"a,b,c\n" * 60_000, "x")


def test_of_a_day_that_stands_twice_the_earlier_counts_and_what_says_the_same_twice_is_nothing_odd() -> None:
    text = '{"object": "list", "data": [{"id": "gpt-4", "id": "gpt-4", "owned_by": "openai", "shutdown_date": "2026-10-23", "shutdown_date": "2026-12-23"}]}'
    feed = read_feed(text.encode(), "x")

    assert [str(fact.ends) for fact in feed.facts] == ["2026-10-23"]
    assert feed.odd == ("x: `shutdown_date` stands twice in one mapping: `2026-12-23` beside `2026-10-23`",)
