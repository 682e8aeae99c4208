"""What is asked, and what is said to type next, works as it is said and asks for no more than is needed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from modelsteward.cli import changing
from tests.conftest import Steward, git, write
from tests.destroying.homes import DAY, LIST, REF, STEWARD, artifact, checklist, erase, make

HOLD = "card: hold/1\nid: hold-1\nrefs: [scorer@1.2.0]\nopened: 2029-12-01\nreleased: null\nby: counsel\n"


def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str | None = None) -> Path:
    root = make(tmp_path / "repo", [artifact(tmp_path / "models/m.onnx", b"weights")], listed=listed)
    monkeypatch.chdir(root)
    return root


def test_the_ref_is_typed_for_the_end_of_the_bytes_and_not_for_a_list(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = home(tmp_path, monkeypatch, listed="")
    monkeypatch.setattr(changing, "person_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    ran = steward("destroy", REF, "--today", DAY)
    assert ran.code == 4
    assert "its checklist comes first" in ran.err
    assert "Commit 1 file? [y/N]" in ran.err
    assert (root / LIST).exists()


def test_a_refusal_names_the_role_that_may_lift_the_hold(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = home(tmp_path, monkeypatch)
    write(root / "registry", {"holds/hold-1.yaml": HOLD})
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A hold")
    ran = erase(steward)
    assert ran.code == 4
    assert f"nothing is erased of {REF}: hold hold-1 orders it to be kept, by counsel" in ran.err
    assert "steward hold lift hold-1 --as ROLE" in ran.err, "no role may"
    roles = STEWARD + "roles: {legal: Says what is kept.}\nholds: {lift: [legal]}\n"
    write(root / "registry", {"steward.yaml": roles})
    git(root, "commit", "--quiet", "--all", "--message", "Who may")
    assert "steward hold lift hold-1 --as legal)" in erase(steward).err


def test_the_plan_says_that_it_is_retired_first(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = home(tmp_path, monkeypatch, listed="")
    card = root / "registry/models/scorer/1.2.0.yaml"
    card.write_text(card.read_text().replace("stage: retired", "stage: draft"))
    git(root, "commit", "--quiet", "--all", "--message", "A draft")
    plan = steward("destroy", REF, "--plan", "--today", DAY).out
    steps = [line.strip() for line in plan.partition("Next\n")[2].splitlines()[:2]]
    assert steps == [f"steward retire {REF} --reason TEXT", f"steward checklist {REF} make --purpose destruction"]


def test_an_open_item_is_told_once_and_a_copy_has_a_hint_of_its_own(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path, monkeypatch, listed=checklist(done=("authorise",)))
    ran = steward("destroy", REF, "--today", DAY, "--dry-run")
    assert "CL109" not in ran.out
    assert ran.out.count("des-looked") == 1, ran.out
    assert "no certificate goes with it while checklist and gone do not pass" in ran.out
    assert erase(steward).code == 0
    (tmp_path / "home").mkdir()
    (tmp_path / "home/old").write_bytes(b"weights")
    look = ("destroy", REF, "--verify", "--scan", str(tmp_path / "home"), "--yes", "--today", DAY)
    ran = steward(*look)
    assert ran.code == 1
    assert f"the same bytes as {REF} weights {tmp_path}/models/m.onnx\n" in ran.out, "by the place on the card"
    assert (
        f"erase copies that a search found where they lie, if nobody else lives by them, then look: steward destroy {REF} --verify\n"
        in ran.err
    )
    assert "--execute" not in ran.err, "which leaves copies where they are"
