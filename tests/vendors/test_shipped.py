"""The facts that come with steward, and the script that makes them."""

from __future__ import annotations

import json
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.vendors.hosts import HOSTS
from modelsteward.store import shipped
from modelsteward.store.shipped import shipped_about, shipped_feed
from tests.vendors.feeding import EXCERPTS, day, only

ROOT = Path(__file__).parent.parent.parent
PACKS = ROOT / "src" / "modelsteward" / "packs" / "vendors"
FEEDS = {
    "litellm": "litellm-1.109.1.json", "modeldeprecations": "modeldeprecations.yaml", "models-dev": "models-dev.json",
    "deprecations-info": "deprecations-info.json", "endoflife": "endoflife-claude.md", "azure-schedule": "azure-schedule.csv",
}  # fmt: skip


def snapshot(out: Path, *more: str) -> dict[str, str]:
    """What the script makes of the excerpts, by file."""
    spec = spec_from_file_location("vendor_snapshot", ROOT / "tools" / "vendor_snapshot.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    feeds = [f"{name}={EXCERPTS / file}" for name, file in FEEDS.items()]
    days = [part for name in FEEDS for part in ("--read-on", f"{name}=2026-11-24")]
    module.main([*feeds, *days, "--made-on", "2026-11-27", "--out", str(out), *more])
    return {file.name: file.read_text("utf-8") for file in sorted(out.iterdir())}


def test_each_fact_has_a_known_host_a_source_and_the_day_it_was_read() -> None:
    about, feed = shipped_about(), shipped_feed()
    known = {one.source: one for one in about.sources}

    assert {fact.host for fact in feed.facts} == set(about.hosts) <= {host.name for host in HOSTS}
    for fact in feed.facts:
        assert fact.read_on == known[fact.source].read_on <= about.made_on
        assert fact.model
        assert fact.model.isprintable()
    assert feed.partial
    assert feed.read_on == about.made_on
    assert sum(one.facts for one in about.sources) == len(feed.facts) == len(set(map(about_what, feed.facts)))


def about_what(fact: Any) -> tuple[Any, ...]:
    """What a source says something of."""
    return (*fact.key, fact.source)


def test_each_source_has_its_licence_its_edition_and_its_address() -> None:
    for one in shipped_about().sources:
        assert one.edition
        assert one.licence in ("MIT", "CC-BY-4.0")
        assert one.url.startswith("https://github.com/")


def test_the_files_are_those_that_are_named_and_not_large() -> None:
    assert {file.stem for file in PACKS.iterdir()} == {*shipped_about().hosts, "about"}
    assert sum(file.stat().st_size for file in PACKS.iterdir()) < 1_500_000


def test_facts_of_one_host_are_read_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped._facts.cache_clear()
    read: list[str] = []
    monkeypatch.setattr(shipped, "_value", lambda name, before=shipped._value: read.append(name) or before(name))

    start = time.perf_counter()
    feed = shipped_feed(["azure-openai", "nobody", "azure-openai"])

    assert read == ["azure-openai"]
    assert time.perf_counter() - start < 1  # it takes some milliseconds
    assert {fact.host for fact in feed.facts} == {"azure-openai"}
    assert shipped_feed(["nobody"]).facts == ()


def test_what_was_said_of_gpt_4o_at_azure_is_there() -> None:
    found = [
        fact
        for fact in shipped_feed(["azure-openai"]).facts
        if (fact.model, fact.snapshot, fact.region, fact.deployment_kind) == ("gpt-4o", "2024-11-20", None, None)
    ]

    assert {fact.source: fact.ends for fact in found if fact.ends} == {
        "https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule": day("2026-10-01"),
        "https://pypi.org/project/litellm/": day("2027-04-14"),
    }


def test_the_script_makes_the_same_of_the_same(tmp_path: Path) -> None:
    first, second = snapshot(tmp_path / "one"), snapshot(tmp_path / "two")

    assert first == second
    assert snapshot(tmp_path / "one") == first
    assert set(first) > {"about.json", "azure-openai.json", "anthropic.json"}
    assert "github-copilot.json" not in first


def test_what_the_script_writes_is_read_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = snapshot(tmp_path / "packs")
    monkeypatch.setattr(shipped, "_value", lambda name: json.loads(files[f"{name}.json"]))
    about = shipped_about.__wrapped__()
    facts = [fact for host in about.hosts for fact in shipped._facts.__wrapped__(host)]
    feed = shipped_feed(())._replace(facts=tuple(fact for fact in facts if fact.source.endswith("litellm/")))

    fact = only(feed, "azure-openai", "gpt-4o", "2024-08-06")
    assert (fact.ends, fact.certainty, fact.context_window, fact.read_on) == (
        day("2027-04-14"),
        "tentative",
        128000,
        day("2026-11-24"),
    )
    assert fact.price is not None
    assert fact.price.usd_output == 10
    assert not [fact for fact in feed.facts if fact.region == "eu"]  # it says no more than is said in general
    (spelt,) = {fact.model for fact in facts if fact.host == "azure-foundry" and fact.model.lower() == "phi-4"}
    assert spelt == "Phi-4"


def test_the_script_says_which_feeds_it_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        snapshot(tmp_path, "--read-on", "nobody=2026-11-24")

    assert "name one of litellm" in capsys.readouterr().err
