"""The first hour: from an empty repository to a version that serves, and a build that goes red a year later."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Steward, git
from tests.scenarios.conftest import Do, clean, subjects

DAY = "2030-01-10"


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, do: Do) -> Path:
    """An empty repository with a registry, and a model file beside it."""
    root = tmp_path / "fresh"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    monkeypatch.chdir(root)
    do(DAY, "init", "--name", "General Hospital", "--team", "data-science", "--contact", "ds@hospital.example")
    (tmp_path / "model.onnx").write_bytes(b"weights" * 1000)
    return root


def registered(do: Do, weights: Path) -> None:
    do(DAY, "register", "use:outreach-reminders", "--owner", "data-science", "--summary", "Calls likely no-shows.")
    do(
        DAY, "register", "data:appointments", "--version", "1.0.0", "--owner", "data-science", "--origin", "in-house",
        "--summary", "Booked appointments.", "--set", "contains={personal: false}", "--set", "location=s3://data/a/",
        "--set", f"digest=sha256:{'5' * 64}", "--set", "status=active",
    )  # fmt: skip
    do(
        DAY, "register", "no-show", "--owner", "data-science", "--origin", "in-house", "--hosting", "self",
        "--summary", "Estimates the chance of a missed appointment.", "--license", "Apache-2.0",
        "--dataset", "data:appointments@1.0.0", "--artifact", str(weights), "--uri", "s3://models/no-show/1.0.0/model.onnx",
    )  # fmt: skip


def test_the_first_hour(started: Path, tmp_path: Path, do: Do, steward: Steward) -> None:
    registered(do, tmp_path / "model.onnx")

    card = started / "registry/models/no-show/1.0.0.yaml"
    good = card.read_text()
    card.write_text(good.replace("owner:", "ownr:"))
    git(started, "add", "--all")
    stopped = steward("validate", "--staged")
    assert stopped.code == 1
    line = next(i for i, text in enumerate(card.read_text().splitlines(), 1) if text.startswith("ownr:"))
    assert f"{line}:1" in stopped.out
    assert "did you mean `owner`?" in stopped.out
    card.write_text(good)
    git(started, "add", "--all")

    do(DAY, "promote", "no-show@1.0.0", "staging")
    refused = steward("promote", "no-show@1.0.0", "production", "--for", "outreach-reminders", "--today", DAY, "--yes")
    assert refused.code == 4
    failed = re.findall(r"^  failed .*(jurisdictions|risk)", refused.out, re.MULTILINE)
    assert set(failed) >= {"risk"}, refused.out
    do(DAY, "set", "use:outreach-reminders", "jurisdictions=[US]", "risk={own: low, eu_tier: minimal}")
    done = do(DAY, "promote", "no-show@1.0.0", "production", "--for", "outreach-reminders")
    assert "goes live" in done.out

    assert do(DAY, "resolve", "outreach-reminders").out == "no-show@1.0.0\n"
    do(DAY, "check")
    later = steward("check", "--today", "2031-01-12")
    assert later.code == 1
    assert "TM102" in later.out
    assert "data-science (ds@hospital.example) must" in later.out

    assert clean(started)
    assert [subject.partition(" (")[0].partition(",")[0] for subject in subjects(started)] == [
        "promote no-show@1.0.0 for use:outreach-reminders: staging -> production",
        "set jurisdictions",
        "promote no-show@1.0.0: draft -> staging",
        "register no-show@1.0.0",
        "register data:appointments@1.0.0",
        "register use:outreach-reminders",
        subjects(started)[-1],
    ]
