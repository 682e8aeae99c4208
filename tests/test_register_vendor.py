"""`steward register --from vendor:HOST/MODEL@SNAPSHOT`: a card filled from what is known, and the facts beside it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.errors import BadUsage
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.usecases.vendors.registering import meant_by
from tests.conftest import Steward, git, write

READ = date(2029, 12, 1)
HOST = "azure-openai"
FACTS = (
    Fact(HOST, "gpt-4o", "page", "2024-05-13", ends=date(2029, 10, 1), replacement="gpt-5.1"),
    Fact(HOST, "gpt-4o", "page", "2024-08-06", ends=date(2030, 2, 1), replacement="gpt-5.1"),
    Fact(HOST, "gpt-4o", "page", "2024-11-20", ends=date(2030, 12, 1), context_window=128000, max_output=16384),
    Fact(HOST, "gpt-4o", "table", "2024-11-20", context_window=100000, price=Tariff("1M tokens", None, 2.5, 10.0)),
    Fact(HOST, "text-embedding-3-small", "page", context_window=8191, not_before=date(2030, 6, 1)),
    Fact(HOST, "GPT Old", "page", status="retired"),
    Fact(HOST, "gpt-5.1", "page", aliases=("gpt-5.1-chat",)),
    Fact("openai", "gpt-4o", "page", "2024-11-20"),
)


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """These facts in place of those that come with steward."""

    def shipped_feed(hosts: Iterable[str] | None = None) -> Feed:
        meant = None if hosts is None else set(hosts)
        return Feed("shipped", tuple(f for f in FACTS if meant is None or f.host in meant), read_on=READ, partial=True)

    module: Any = ModuleType("modelsteward.store.shipped")
    module.shipped_feed = shipped_feed
    monkeypatch.setitem(sys.modules, "modelsteward.store.shipped", module)


@pytest.fixture
def home(house: Path) -> Path:
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-qm", "all")
    return house


RUN = ("--owner", "data-science", "--yes", "--today", "2030-01-01")


def registered(steward: Steward, *words: str) -> str:
    ran = steward("register", *words, *RUN)
    assert ran.code == 0, ran.err + ran.out
    return ran.out + ran.err


def refused(steward: Steward, *words: str, code: int = 4) -> str:
    ran = steward("register", *words, *RUN)
    assert ran.code == code, ran.err + ran.out
    return ran.err


def test_a_card_is_filled_and_what_is_known_goes_on_file_in_the_same_commit(home: Path, steward: Steward) -> None:
    said = registered(steward, "--from", "vendor:azure-openai/gpt-4o@2024-11-20", "--region", "eastus2")
    registry = load(WorkTree(home)).registry
    card = registry.models["gpt-4o@1.0.0"].card
    assert card.source is not None
    assert card.source.model_dump(exclude_none=True) == {
        "host": HOST, "model": "gpt-4o", "snapshot": "2024-11-20", "region": "eastus2",
    }  # fmt: skip
    assert (card.origin, list(card.hosting), card.model_class, card.cost) == (
        "vendor", ["vendor_api"], "generative", None,
    )  # fmt: skip
    assert card.interface is not None
    assert (card.interface.context_window, card.interface.max_output) == (100000, 16384)
    assert card.summary == "gpt-4o, snapshot 2024-11-20, through Azure OpenAI in Foundry."
    assert "on file with it, in vendors/azure-openai: page (read 2029-12-01), table (read 2029-12-01)" in said
    changed = git(home, "show", "--name-only", "--format=%s").split("\n")
    assert set(filter(None, changed)) == {
        "register gpt-4o@1.0.0 (draft), owned by data-science", "models/gpt-4o/1.0.0.yaml",
        "vendors/azure-openai/gpt-4o.yaml", "vendors/azure-openai.yaml",
    }  # fmt: skip
    facts = registry.vendors[HOST, "gpt-4o"]
    assert facts is not None
    assert [(seen.snapshot, seen.read_on) for seen in facts.card.observations][:2] == [
        ("2024-05-13", READ), ("2024-08-06", READ),
    ]  # fmt: skip
    assert [(price.usd_input, price.usd_output) for price in facts.card.prices] == [(2.5, 10)]
    readings = registry.host(HOST)
    assert readings is not None
    assert [(one.source, one.read_on, one.models) for one in readings.readings] == [
        ("page", READ, 4),
        ("table", READ, 1),
    ]
    assert steward("validate").code == 0


def test_what_is_on_file_goes_before_what_comes_along_and_stays_as_it_is(home: Path, steward: Steward) -> None:
    text = (
        "card: vendor/1\nhost: azure-openai\nmodel: gpt-4o\nobservations:\n"
        '  - {source: us, read_on: 2029-12-30, snapshot: "2031-01-01", context_window: 9}\n'
    )
    host = "card: host/1\nhost: azure-openai\nreadings: [{source: us, read_on: 2029-12-30}]\n"
    write(home, {"vendors/azure-openai/gpt-4o.yaml": text, "vendors/azure-openai.yaml": host})
    git(home, "add", ".")
    git(home, "commit", "-qm", "facts")
    assert "nothing is known of `2024-11-20` of gpt-4o" in refused(steward, "--from", "vendor:azure/gpt-4o@2024-11-20")
    registered(steward, "chat@2.0.0", "--from", "vendor:azure/gpt-4o@2031-01-01", "--summary", "Chats.")
    card = load(WorkTree(home)).registry.models["chat@2.0.0"].card
    assert card.source is not None
    assert (card.source.host, card.source.snapshot, card.summary) == (HOST, "2031-01-01", "Chats.")
    assert (home / "vendors/azure-openai/gpt-4o.yaml").read_text() == text
    registered(steward, "--from", "vendor:azure-openai/text-embedding-3-small")
    assert (home / "vendors/azure-openai.yaml").read_text() == host


def test_a_model_without_snapshots_needs_none_and_what_is_not_said_is_left_open(home: Path, steward: Steward) -> None:
    registered(steward, "--from", "vendor:azure-openai/text-embedding-3-small")
    card = load(WorkTree(home)).registry.models["text-embedding-3-small@1.0.0"].card
    assert card.interface is not None
    assert (card.model_class, card.interface.max_output, card.interface.context_window) == (None, None, 8191)
    assert "no snapshots of text-embedding-3-small at azure-openai are known" in refused(
        steward, "e", "--from", "vendor:azure-openai/text-embedding-3-small@1"
    )


def test_names_that_vendors_write_as_one_and_aliases_are_understood(home: Path, steward: Steward) -> None:
    registered(steward, "a", "--from", "vendor:azure-openai/gpt-4o-2024-11-20")
    registered(steward, "b", "--from", "vendor:azure-openai/gpt-5.1-chat")
    registry = load(WorkTree(home)).registry
    sources = [registry.models[ref].card.source for ref in ("a@1.0.0", "b@1.0.0")]
    assert [(one.model, one.snapshot) for one in sources if one] == [("gpt-4o", "2024-11-20"), ("gpt-5.1", None)]


def test_a_snapshot_left_open_is_refused_with_those_to_choose_from(home: Path, steward: Steward) -> None:
    said = " ".join(refused(steward, "--from", "vendor:azure-openai/gpt-4o").split())
    assert "gpt-4o at azure-openai has snapshots, and it is not said which" in said
    listed = "2024-11-20 (ends on 2030-12-01), 2024-08-06 (ends on 2030-02-01), 2024-05-13 (ended on 2029-10-01)"
    assert listed in said
    assert "--from vendor:azure-openai/gpt-4o@2024-11-20" in said


def test_what_has_ended_is_refused_and_what_ends_soon_is_said(home: Path, steward: Steward) -> None:
    ended = refused(steward, "--from", "vendor:azure-openai/gpt-4o@2024-05-13")
    assert "its vendor ended gpt-4o@2024-05-13 on 2029-10-01, says page (read 2029-12-01)" in ended
    assert "its vendor recommends gpt-5.1: --from vendor:azure-openai/gpt-5.1" in ended
    assert "its vendor has retired GPT Old, says page" in refused(steward, "--from", "vendor:azure-openai/GPT Old")
    said = registered(steward, "--from", "vendor:azure-openai/gpt-4o@2024-08-06")
    assert "its vendor ends it in 31 days (2030-02-01), says page (read 2029-12-01); it recommends gpt-5.1" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "vendor:azure-openai/gpt-4oo"], "did you mean `gpt-4o`?; `steward vendors list azure-openai`"),
        (["--from", "vendor:azure-opnai/gpt-4o"], "did you mean `azure-openai`?"),
        (["--from", "vendor:openai/gpt-5.1"], "nothing is known of `gpt-5.1` at openai"),
        (["--from", "vendor:azure-openai/gpt-4o@2024-11-21"], "nothing is known of `2024-11-21` of gpt-4o"),
    ],
)
def test_what_nobody_knows_is_refused_with_what_was_meant(
    home: Path, steward: Steward, words: list[str], said: str
) -> None:
    assert said in " ".join(refused(steward, *words).split())
    assert not (home / "vendors").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "it is not said what to register"),
        (["--from", "azure-openai/gpt-4o"], "write vendor:azure-openai/gpt-4o@2024-11-20"),
        (["--from", "vendor:gpt-4o"], "names no vendor's model"),
        (["--from", "vendor:azure-openai/gpt-5.1", "--model", "x"], "--model says it twice"),
        (["--from", "vendor:azure-openai/gpt-5.1", "--origin", "open"], "--from is for a vendor's model"),
        (["use:u", "--from", "vendor:azure-openai/gpt-5.1"], "--from is for a vendor's model"),
    ],
)
def test_what_does_not_go_together_is_bad_usage(home: Path, steward: Steward, words: list[str], said: str) -> None:
    assert said in " ".join(refused(steward, *words, code=2).split())


@pytest.mark.parametrize(
    ("text", "model", "snapshot"),
    [
        ("vendor:together/meta-llama/Llama-3@1", "meta-llama/Llama-3", "1"),
        ("vendor:cloudflare/@cf/meta/llama", "@cf/meta/llama", None),
        ("vendor:bedrock/anthropic.claude-3-v1:0", "anthropic.claude-3-v1:0", None),
        ("vendor:openai/gpt-4o@", "gpt-4o", None),
    ],
)
def test_a_model_is_named_as_its_vendor_writes_it(text: str, model: str, snapshot: str | None) -> None:
    meant = meant_by(text)
    assert (meant.model, meant.snapshot) == (model, snapshot)


@pytest.mark.parametrize("text", ["", "vendor:", "vendor:h", "vendor:h/", "vendor:/m", "vendor:h/ ", "vendor: /m"])
def test_what_names_nothing_is_bad_usage(text: str) -> None:
    with pytest.raises(BadUsage):
        meant_by(text, " ")


def test_odd_names_are_taken_as_they_are() -> None:
    assert [meant_by(text, " ").region for text in ("vendor:h/@", "vendor:h/m@ ", "vendor:h/ @x")] == [None] * 3


def test_a_card_that_is_there_stays(home: Path, steward: Steward) -> None:
    assert "scorer" in refused(steward, "scorer", "--from", "vendor:azure-openai/gpt-5.1")


def test_no_snapshot_is_asked_for_where_it_is_known_that_there_is_none(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelsteward.cli.changing.person_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 9))
    ran = steward("register", "--from", "vendor:azure-openai/gpt-5.1", "--today", "2030-01-01", "--dry-run")
    asked = ran.out + ran.err
    assert ("In which region" in asked, "Which snapshot" in asked) == (True, False)


def test_what_the_vendor_recommends_is_proposed_where_all_snapshots_have_ended(home: Path, steward: Steward) -> None:
    ran = steward("register", "x@1.0.0", "--from", "vendor:azure-openai/gpt-4o", "--today", "2031-01-01", "--yes")
    assert ran.code == 4
    assert "2024-11-20 (ended on 2030-12-01)" in ran.err
    assert "its vendor recommends gpt-5.1: --from vendor:azure-openai/gpt-5.1" in ran.err
    assert "write --from" not in ran.err
