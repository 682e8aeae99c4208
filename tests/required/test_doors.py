"""Approvals and promotions on evidence, through the real door and real git."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.conftest import HOUSE, TODAY, Steward, git, write

POLICY = HOUSE["steward.yaml"].replace(
    "- {name: Ada, git: [ada@house.example]}",
    "- {name: Ada, git: [ada@house.example], roles: [safety]}\n      - {name: Bob, git: [bob@house.example], roles: [safety]}",
)
ASKING = """requires:
  suites: [{suite: holdout, metric: accuracy, unit: share, threshold: 0.7, max_fall: 0.05}]
  approvals: [safety]
"""
EVALUATION = """card: evaluation/1
ref: scorer@%s
on: 2029-12-%s
by: nightly
suite: holdout
results: [{metric: accuracy, value: %s, unit: share, samples: 4000}]
"""


@pytest.fixture
def ward(repo: Path) -> Path:
    """A registry in git whose use asks for a suite and an approval, with a candidate that was evaluated."""
    root = repo / "registry"
    candidate = (
        HOUSE["models/scorer/1.2.0.yaml"].replace("version: 1.2.0", "version: 1.3.0").replace("/1.2.0/", "/1.3.0/")
    )
    candidate = candidate.replace("stage: production", "stage: staging").replace("2c26b46b68ff", "1111b46b68ff")
    candidate = "\n".join(line for line in candidate.splitlines() if not line.startswith("lifecycle:")) + "\n"
    write(root, {
        "steward.yaml": POLICY + "roles: {safety: Judges harm.}\napprovals: {two_people: [low, medium, high]}\n",
        "use-cases/scoring.yaml": HOUSE["use-cases/scoring.yaml"] + ASKING,
        "models/scorer/1.3.0.yaml": candidate,
        "records/models/scorer/1.2.0/2029-12-01-evaluation-11111111.yaml": EVALUATION % ("1.2.0", "01", "0.80"),
        "records/models/scorer/1.3.0/2029-12-02-evaluation-22222222.yaml": EVALUATION % ("1.3.0", "02", "0.82"),
    })  # fmt: skip
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "a ward")
    return root


PROMOTE = ("promote", "scorer@1.3.0", "production", "--for", "scoring", "--today", TODAY)
APPROVE = ("record", "approval", "scorer@1.3.0", "--for", "scoring", "--as", "safety", "--today", TODAY, "--yes")


def as_bob(monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "bob@house.example")


def test_a_version_serves_once_somebody_else_approved_it(
    ward: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = steward(*PROMOTE, "--yes")
    assert refused.code == 4
    assert "approval by safety: missing: nobody approved it as safety" in refused.out

    assert steward(*APPROVE).code == 0
    own = steward(*PROMOTE, "--yes")
    assert own.code == 4
    assert "nobody's approval counts for their own promotion here" in own.out

    as_bob(monkeypatch)
    done = steward(*PROMOTE, "--yes")
    assert done.code == 0, done.out + done.err
    assert git(ward, "log", "-1", "--format=%ae %s").startswith(
        "bob@house.example promote scorer@1.3.0 for use:scoring"
    )


def test_the_record_names_what_was_approved_and_is_one_file_in_one_commit(ward: Path, steward: Steward) -> None:
    done = steward(*APPROVE, "--condition", "Watched weekly.", "--until", "+P90D")
    assert done.code == 0
    assert "it counts until 2030-04-01" in done.out
    (path,) = git(ward, "show", "--name-only", "--format=", "HEAD").split()
    card = yaml.safe_load((ward.parent / path).read_text())
    assert (card["by"], card["role"], card["decision"]) == ("ada@house.example", "safety", "approved")
    assert card["conditions"] == ["Watched weekly."]
    assert card["seal"].startswith("sha256:")
    assert card["requirements"].startswith("sha256:")
    assert steward("check", "--today", TODAY, "--select", "EV").code == 0


def test_it_is_void_once_the_use_asks_for_something_else(
    ward: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert steward(*APPROVE).code == 0
    assert steward("set", "use:scoring", "requires.suites[0].threshold=0.75", "--today", TODAY, "--yes").code == 0
    as_bob(monkeypatch)
    refused = steward(*PROMOTE, "--yes")
    assert refused.code == 4
    assert "approval by safety: void: the purpose, risk or requirements of use:scoring are others since" in refused.out
    told = steward("check", "--today", TODAY, "--select", "EV")
    assert "EV120" in told.out


def test_a_pull_request_carries_an_approval(ward: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    as_bob(monkeypatch)
    assert steward(*APPROVE, "--branch", "approve-it").code == 0
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ada@house.example")
    assert steward(*PROMOTE, "--dry-run").code == 4
    git(ward, "merge", "-q", "--no-edit", "approve-it")
    assert steward(*PROMOTE, "--dry-run").code == 0


def test_who_does_not_hold_the_role_is_told_who_does(
    ward: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "eve@house.example")
    refused = steward(*APPROVE)
    assert refused.code == 4
    assert "eve@house.example does not hold the role safety" in refused.err
    assert "it is held by Ada (ada@house.example), Bob (bob@house.example)" in refused.err


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"safety": "saftey"}, 4, "did you mean `safety`?"),
        ({"scorer@1.3.0": "scorer@9.0.0"}, 4, "its versions are 1.2.0, 1.3.0"),
        ({"scoring": "scorng"}, 4, "did you mean `use:scoring`?"),
        ({"--yes": "--until=2029-12-31"}, 2, "an approval of today counts from 2030-01-01 until 2031-01-01"),
        ({"--yes": "--until=2032-01-01"}, 2, "approvals.max_age is P1Y"),
    ],
)
def test_what_cannot_be_meant_is_told(
    ward: Path, steward: Steward, changed: dict[str, str], code: int, words: str
) -> None:
    told = steward(*(changed.get(word, word) for word in APPROVE), *(() if "--yes" not in changed else ("--yes",)))
    assert told.code == code
    assert words in told.err


def test_a_rejection_of_today_is_told_to_who_approves_after_it(ward: Path, steward: Steward) -> None:
    assert steward(*APPROVE, "--reject", "--note", "Not yet.").code == 0
    after = steward(*APPROVE)
    assert after.code == 0, after.err
    assert "safety rejected it today, and of one day the rejection counts" in " ".join(after.out.split())
    assert "rejected it" in steward(*PROMOTE, "--dry-run").out


@pytest.mark.parametrize("more", [("--until", "2030-01-31"), ("--condition", "Watched daily.")])
def test_a_rejection_with_an_end_or_a_condition_is_refused(ward: Path, steward: Steward, more: tuple[str, ...]) -> None:
    refused = steward(*APPROVE, "--reject", *more)
    assert refused.code == 2
    assert "it stands until somebody approves later" in " ".join(refused.err.split())


def test_a_program_is_given_the_table(ward: Path, steward: Steward) -> None:
    told = steward(*PROMOTE, "--dry-run", "--format", "json")
    rows = json.loads(told.out)["requirements"]
    assert [(row["gate"], row["verdict"]) for row in rows] == [
        ("evaluations", "passes"), ("evaluations", "passes"), ("approvals", "missing"),
    ]  # fmt: skip
    assert rows[0]["required"] == "holdout: accuracy at least 0.7 share"
    assert (rows[0]["on"], rows[0]["found"]) == ("2029-12-02", "0.82 share (0.8078 to 0.8316), n = 4000")
    assert rows[1]["found"] == "+0.02 (+0.00281 to +0.0372), better"


def test_force_passes_what_is_missing_and_the_card_keeps_it(ward: Path, steward: Steward) -> None:
    done = steward(*PROMOTE, "--yes", "--force", "--reason", "The old one fails tonight.")
    assert done.code == 0, done.out
    card = yaml.safe_load((ward / "models/scorer/1.3.0.yaml").read_text())
    assert card["lifecycle"]["forced"][0]["gates"] == ["approvals"]


def test_a_narrow_terminal_gets_a_narrow_table(ward: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    lines = steward(*PROMOTE, "--dry-run").out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.split() == ["required", "found", "when", "by", "verdict"])
    table = lines[start : lines.index("", start)]
    assert max(map(len, table)) <= 90
    assert table[1].split()[-1] == "passes"


def test_an_end_on_short_notice_needs_an_approval_of_its_own(ward: Path, steward: Steward) -> None:
    end = ("deprecate", "scorer@1.2.0", "--sunset", "2030-01-20", "--because", "vendor", "--today", TODAY, "--yes",
           "--reason", "It goes.", "--replacement", "scorer@1.3.0")  # fmt: skip
    approve = ("record", "approval", "scorer@1.2.0", "--as", "safety", "--today", TODAY, "--yes")
    assert steward(*approve, "--for", "scoring").code == 0
    refused = steward(*end)
    assert refused.code == 4
    assert "steward record approval scorer@1.2.0 --end --as ROLE" in refused.out
    unmeant = steward(*approve)
    assert unmeant.code == 2
    assert "an approval is for a use" in unmeant.err
    assert steward(*approve, "--end").code == 0
    assert steward(*end, "--dry-run").code == 0
    assert steward(*approve, "--end", "--reject").code == 0
    assert steward(*end).code == 4


@pytest.mark.parametrize(
    ("more", "code"),
    [("", 0), ("until: 2029-12-31", 4), ("until: 2030-01-01", 0), ("by: eve@house.example", 4), ("on: 2028-12-31", 4)],
)
def test_an_end_rests_on_an_approval_that_counts_today(ward: Path, steward: Steward, more: str, code: int) -> None:
    told = {"card": "approval/1", "ref": "scorer@1.2.0", "on": date(2029, 12, 1), "by": "ada@house.example",
            "role": "safety", "decision": "approved", "of": "end", **(yaml.safe_load(more) or {})}  # fmt: skip
    file = f"records/models/scorer/1.2.0/{told['on']}-approval-0a1b2c3d.yaml"
    write(ward, {file: yaml.safe_dump(told)})
    git(ward, "add", "-A")
    git(ward, "commit", "-qm", "an approval")
    end = ("deprecate", "scorer@1.2.0", "--sunset", "2030-01-20", "--because", "vendor", "--today", TODAY, "--yes",
           "--reason", "It goes.", "--replacement", "scorer@1.3.0")  # fmt: skip
    assert steward(*end).code == code
