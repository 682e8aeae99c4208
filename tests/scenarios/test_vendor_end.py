"""A vendor ends a model: what feeds say goes on file, both teams are told, and each use moves by its own evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Steward
from tests.scenarios.conftest import Do, clean, subjects
from tests.scenarios.vendored import INBOX, LETTERS, clinic, price_table, schedule

JANUARY, JULY, LATER = "2026-01-15", "2026-07-10", "2027-03-01"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = clinic(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def test_a_vendor_ends_a_model(
    repo: Path, tmp_path: Path, do: Do, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = price_table(tmp_path / "model_prices.json", "2026-02-27")
    done = do(JANUARY, "vendors", "sync", "--from", str(table))
    assert "azure-openai/gpt-4o (2024-08-06): ends 2026-02-27" in done.out
    assert "gpt-4o@1.0.0, serving use:discharge-letters and use:inbox-drafts" in done.out

    # July: the table has moved its day, and the vendor's schedule, which names no region, has another.
    done = do(JULY, "vendors", "sync", "--from", str(price_table(table, "2027-04-14")))
    assert "ends 2027-04-14, 411 days later than it said before (2026-02-27)" in done.out
    done = do(JULY, "vendors", "sync", "--from", str(schedule(tmp_path / "schedule.csv")))
    assert "sources disagree: 2026-10-01 says" in done.out
    facts = (repo / "registry/vendors/azure-openai/gpt-4o.yaml").read_text()
    assert [day in facts for day in ("2026-02-27", "2027-04-14", "2026-10-01")] == [True] * 3

    told = steward("vendors", "check", "--within", "P180D", "--today", JULY, "--exit-zero").out
    assert "ends in 83 days (2026-10-01)" in told
    for must_act in (LETTERS, INBOX, "letters@clinic.example", "inbox@clinic.example", "2027-04-14"):
        assert must_act in told, told
    ahead = steward("vendors", "successors", "gpt-4o@1.0.0", "--today", JULY).out
    assert "gpt-5.1@1.0.0" in ahead
    assert "2027-05-15" in ahead

    _announced(do, steward, monkeypatch)
    _moved(do, steward, monkeypatch)
    assert clean(repo)

    # A year on, the vendor moves its day: what was announced can be taken back.
    with_later = tmp_path / "later.csv"
    with_later.write_text(schedule(with_later).read_text().replace("2026-10-01", "2027-10-01"))
    done = do("2026-09-20", "vendors", "sync", "--from", str(with_later))
    assert "ends 2027-10-01, 365 days later than it said before (2026-10-01)" in done.out
    told = steward("vendors", "check", "--today", "2026-09-20", "--exit-zero").out
    assert "steward deprecate gpt-4o@1.0.0 --cancel" in told
    do("2026-09-20", "deprecate", "gpt-4o@1.0.0", "--cancel", "--reason", "Azure moved its end to 2027-10-01.")
    assert "stage: production" in (repo / "registry/models/gpt-4o/1.0.0.yaml").read_text()
    assert subjects(repo)[0].startswith("take back the end of gpt-4o@1.0.0") or "cancel" in subjects(repo)[0]
    assert clean(repo)


def acting(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Who is at work from here on."""
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", address)


def _announced(do: Do, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end is announced with less notice than the policy promises, by an approval that is on record."""
    end = (
        "deprecate", "gpt-4o@1.0.0", "--because", "vendor", "--sunset", "2026-09-24", "--replacement", "gpt-5.1@1.0.0",
        "--for", f"{LETTERS}=claude@1.2.0", "--reason", "Azure ends it.",
    )  # fmt: skip
    refused = steward(*end, "--today", JULY, "--yes")
    assert refused.code == 4, refused.out
    assert "because of vendor less is allowed, with an approval" in refused.out
    acting(monkeypatch, "mei@clinic.example")
    do(JULY, "record", "approval", "gpt-4o@1.0.0", "--end", "--as", "clinical-safety", "--note", "No more is given.")
    acting(monkeypatch, "ada@house.example")
    done = do(JULY, *end)
    assert "2 notices are drafted" in done.out


def _moved(do: Do, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each use moves when its own evaluations and approvals are there; nothing that one use has clears the other."""
    _cleared(do, monkeypatch, "gpt-5.1@1.0.0", INBOX, ("--suite", "inbox", "--metric", "useful_share=0.95 n=200"))
    other = steward("promote", "gpt-5.1@1.0.0", "production", "--for", LETTERS, "--today", JULY, "--dry-run")
    assert other.code == 4
    failed = [line.split()[1] for line in other.out.splitlines() if line.startswith("  failed")]
    assert {"evaluations", "approvals"} <= set(failed)
    do(JULY, "promote", "gpt-5.1@1.0.0", "production", "--for", INBOX)
    assert do(JULY, "resolve", INBOX).out == "gpt-5.1@1.0.0\n"
    assert do(JULY, "resolve", LETTERS).out == "gpt-4o@1.0.0\n"
    _cleared(do, monkeypatch, "claude@1.2.0", LETTERS, ("--suite", "letters", "--metric", "right_share=0.97 n=200"))
    do(JULY, "promote", "claude@1.2.0", "production", "--for", LETTERS)
    assert do(JULY, "resolve", LETTERS).out == "claude@1.2.0\n"


def _cleared(do: Do, monkeypatch: pytest.MonkeyPatch, ref: str, use: str, measured: tuple[str, ...]) -> None:
    do(JULY, "record", "evaluation", ref, "--for", use, *measured)
    acting(monkeypatch, "mei@clinic.example")
    do(JULY, "record", "approval", ref, "--for", use, "--as", "clinical-safety")
    acting(monkeypatch, "ada@house.example")
