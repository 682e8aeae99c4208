"""A bump down to the bytes: comments come along, and only what is meant changes."""

from __future__ import annotations

from pathlib import Path

from modelsteward.domain.plan import Plan
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.store.packs import read_packs
from modelsteward.store.planning import Planned, plan_of
from modelsteward.usecases.bump import Wanted, plan_bump
from tests.conftest import Steward, git, write

CARD = "models/scorer/1.2.0.yaml"
COMMENT = "# The rows of last year only.\n"


def planned(house: Path, **wanted: object) -> Plan:
    files = WorkTree(house)
    return plan_of(plan_bump(load(files).registry, "scorer", read_packs(), Wanted(**wanted)), files)  # type: ignore[arg-type]


def test_a_new_draft_keeps_the_comments_of_what_it_copies(house: Path) -> None:
    text = (house / CARD).read_text()
    (house / CARD).write_text(text.replace("lineage:", f"{COMMENT}lineage:"))
    (change,) = planned(house).changes
    assert (change.file, change.before) == ("models/scorer/1.2.1.yaml", None)
    kept = text.replace("1.2.0\n", "1.2.1\n", 1).replace("stage: production", "stage: draft").partition("artifacts:")[0]
    assert change.after == kept.replace("lineage:", f"{COMMENT}lineage:")


def test_a_draft_is_renamed_and_nothing_but_its_number_changes(house: Path) -> None:
    (change,) = planned(house).changes
    draft = str(change.after).replace("data:rows@1.0.0", "data:rows@1.1.0")
    write(house, {"models/scorer/1.2.1.yaml": draft})
    (renamed,) = planned(house).changes
    assert (renamed.was, renamed.file) == ("models/scorer/1.2.1.yaml", "models/scorer/1.3.0.yaml")
    assert renamed.after == draft.replace("version: 1.2.1", "version: 1.3.0")


def test_what_a_bump_leaves_behind_is_a_healthy_registry(house: Path) -> None:
    from modelsteward.api.judged import judge

    files = WorkTree(house)
    plan = planned(house)
    report = judge(load(Planned(files, plan)), None).report
    assert [finding.message for finding in report.findings if finding.file == plan.changes[0].file] == []


def test_bump_takes_along_the_edits_of_the_draft_that_it_numbers(repo: Path, steward: Steward) -> None:
    assert steward("bump", "scorer", "--yes").code == 0
    draft = repo / "registry/models/scorer/1.2.1.yaml"
    edited = draft.read_text().replace("license: Apache-2.0", "license: CC-BY-NC-4.0  # measured in May")
    draft.write_text(edited)
    ran = steward("bump", "scorer", "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert "your edits of models/scorer/1.2.1.yaml that are not committed yet go into this commit too" in ran.out
    assert git(repo, "status", "--porcelain") == ""
    (name,) = [path.name for path in (repo / "registry/models/scorer").iterdir() if path.name != "1.2.0.yaml"]
    assert name != "1.2.1.yaml"
    assert "measured in May" in git(repo, "show", f"HEAD:registry/models/scorer/{name}")


def test_edits_of_a_draft_that_a_hook_stopped_are_where_they_were(repo: Path, steward: Steward) -> None:
    assert steward("bump", "scorer", "--yes").code == 0
    draft = repo / "registry/models/scorer/1.2.1.yaml"
    draft.write_text(draft.read_text().replace("license: Apache-2.0", "license: CC-BY-NC-4.0"))
    before = draft.read_text()
    hook = repo / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert steward("bump", "scorer", "--yes").code == 5
    assert draft.read_text() == before
    assert git(repo, "status", "--porcelain") == " M registry/models/scorer/1.2.1.yaml\n"


def test_what_was_edited_is_shown_and_judged(repo: Path, steward: Steward) -> None:
    assert steward("bump", "scorer", "--yes").code == 0
    draft = repo / "registry/models/scorer/1.2.1.yaml"
    artifact = "artifacts: [{role: weights, uri: 's3://m/x.onnx', digest: 'sha256:" + "1" * 64 + "', bytes: 9}]\n"
    draft.write_text(draft.read_text() + artifact)
    ran = steward("bump", "scorer", "--yes")
    assert (ran.code, "clean" in ran.out, "AR108" in ran.out) == (4, True, True)
    assert f"+{artifact}" in ran.out
    branch = steward("bump", "scorer", "--yes", "--branch", "side")
    assert (branch.code, "a branch starts from the last commit" in branch.err) == (4, True)
