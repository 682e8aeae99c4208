"""Two real editions of LiteLLM's price table, one after the other: what a sync finds new, moved and vanished is pinned.

`replay.json` has the ids and days of three hosts, as releases 1.100.0 and 1.109.1 (MIT) have them. With STEWARD_FEEDS set
to a folder that holds both tables whole, those are replayed as well.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import STEWARD_YAML, Steward, git, write

FACTS = Path(__file__).parent.parent / "fixtures/vendors/replay.json"
OLD, NEW = "1.100.0", "1.109.1"
READ = {OLD: "2026-08-01", NEW: "2026-11-24"}
FEEDS = Path(os.environ.get("STEWARD_FEEDS", "/nowhere"))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repo"
    write(root, {"steward.yaml": STEWARD_YAML})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root


def table(edition: str, path: Path) -> Path:
    """The edition as the price table lays it out."""
    hosts = json.loads(FACTS.read_text())[edition]
    path.write_text(json.dumps({
        name: {"litellm_provider": host, "mode": "chat"} | ({"deprecation_date": day} if day else {})
        for host, names in hosts.items() for name, day in names.items()
    }))  # fmt: skip
    return path


def synced(steward: Steward, path: Path, edition: str, *more: str) -> str:
    """What a sync of everything says it brought."""
    flags = ("--all", "--read-on", READ[edition], "--today", READ[NEW], "--yes", *more)
    ran = steward("vendors", "sync", "--from", str(path), *flags)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[-1].rpartition(": ")[2]


def test_between_two_editions_of_a_feed(repo: Path, tmp_path: Path, steward: Steward) -> None:
    old, new = table(OLD, tmp_path / "old.json"), table(NEW, tmp_path / "new.json")
    assert synced(steward, old, OLD) == "190 new"
    odd = steward("vendors", "sync", "--from", str(new), "--all", "--today", READ[NEW], "--yes")
    assert odd.code == 4
    assert "days at anthropic by which models were to end" in odd.err, (
        "what was no firm end is not told as one any more"
    )
    assert synced(steward, new, NEW, "--allow-vanished", "anthropic") == "44 new, 28 announced, 24 moved, 30 vanished"
    assert synced(steward, new, NEW) == "nothing to change"
    facts = (repo / "vendors/azure-openai/gpt-4o.yaml").read_text()
    assert "ends: 2026-10-01" in facts, "the old day of 2024-05-13 stands"
    assert "ends: 2026-12-09" in facts, "and the new one beside it"


@pytest.mark.skipif(not (FEEDS / f"litellm-{NEW}.json").exists(), reason="set STEWARD_FEEDS to a folder of whole feeds")
def test_between_two_whole_editions(repo: Path, steward: Steward) -> None:
    assert synced(steward, FEEDS / f"litellm-{OLD}.json", OLD) == "2729 new"
    told = synced(steward, FEEDS / f"litellm-{NEW}.json", NEW, "--allow-vanished", "all")
    assert told == "1248 new, 245 announced, 34 moved, 257 changed, 339 vanished"
