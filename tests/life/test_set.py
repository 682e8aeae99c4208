"""`steward set`: what is said of a change, what is left to other commands, and where new keys go."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.keyplaces import placed
from modelsteward.domain.kinds import BY_NAME
from modelsteward.store.assignments import assignments
from modelsteward.store.editing import edit
from tests.conftest import Ran, Steward, git

DAY = "2030-01-01"


def subject(repo: Path) -> str:
    return git(repo, "log", "-1", "--format=%s").strip()


def do(steward: Steward, *arguments: str, ref: str = "scorer@1.2.0") -> Ran:
    return steward("set", ref, *arguments, "--today", DAY, "--yes")


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["extra.a=1"], "set extra.a of scorer@1.2.0 to 1"),
        (["extra.a=0.50", "extra.b=true"], "set extra.a of scorer@1.2.0 to 0.50, extra.b to true"),
        (["extra.a={x: 1}", "extra.b=2"], "set extra.a of scorer@1.2.0, extra.b to 2"),
        (["extra.a={x: 1}", "extra.b=[2]"], "set extra.a, extra.b of scorer@1.2.0"),
        (["extra.a=1", "extra.b=2", "extra.c=3"], "set extra.a, extra.b, extra.c of scorer@1.2.0"),
        ([f"extra.a={'x' * 41}"], "set extra.a of scorer@1.2.0"),
        (["extra.a=one\ntwo"], "set extra.a of scorer@1.2.0"),
        (["extra.a=1", "--remove", "extra.old"], "set extra.a of scorer@1.2.0 to 1, remove extra.old"),
        (["--remove", "extra.old"], "remove extra.old of scorer@1.2.0"),
        (["extra.list+=x"], "set extra.list (one more) of scorer@1.2.0"),
    ],
)  # fmt: skip
def test_the_title_says_what_was_done(repo: Path, steward: Steward, arguments: list[str], title: str) -> None:
    assert do(steward, "extra={old: 1}").code == 0
    ran = do(steward, *arguments)

    assert ran.code == 0, ran.out + ran.err
    assert subject(repo) == title


def test_a_key_that_is_not_there_is_told_with_the_one_that_was_meant(repo: Path, steward: Steward) -> None:
    assert do(steward, "links.runbook=https://x.example/run").code == 0
    ran = do(steward, "--remove", "links.runbok")

    assert ran.code == 0
    assert "there is no `links.runbok` in scorer@1.2.0; did you mean `runbook`?" in ran.out
    assert "did you mean" not in do(steward, "--remove", "links.runbook").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["summary=a", "summary=b"], "`summary` is given twice"),
        (["summary=a", "--remove", "summary"], "`summary` is given twice"),
        (["extra.a=1", "extra={b: 2}"], "`extra` would undo what is said of `extra.a`"),
        (["extra.a=1", "--remove", "extra"], "`extra` would undo what is said of `extra.a`"),
    ],
)
def test_what_undoes_itself_is_bad_usage(steward: Steward, repo: Path, arguments: list[str], told: str) -> None:
    ran = do(steward, *arguments)

    assert (ran.code, told in ran.err) == (2, True), ran.err


def test_several_items_may_be_added_at_once(repo: Path, steward: Steward) -> None:
    assert do(steward, "extra.list=[]", "extra.list+=x", "extra.list+=w").code == 0
    assert "list: [x, w]" in git(repo, "show", "HEAD:registry/models/scorer/1.2.0.yaml")


def test_what_is_sealed_needs_a_new_version(repo: Path, steward: Steward) -> None:
    card = repo / "registry/models/scorer/1.2.0.yaml"
    card.write_text(card.read_text(encoding="utf-8") + f"seal: sha256:{'0' * 64}\n", encoding="utf-8")
    git(repo, "commit", "--quiet", "--all", "--message", "Seal it")
    ran = do(steward, "task=ranking")

    assert ran.code == 4
    assert "`task` of scorer@1.2.0 is sealed" in ran.err
    assert "steward bump scorer --set task=" in ran.err


def test_what_a_team_owns_and_a_hold_keeps_for_that_is_not_given_away(repo: Path, steward: Steward) -> None:
    card = next(repo.glob("**/models/scorer/1.2.0.yaml"))
    (owner,) = [line.split()[1] for line in card.read_text().splitlines() if line.startswith("owner: ")]
    hold = card.parents[2] / "holds/h.yaml"
    hold.parent.mkdir(exist_ok=True)
    text = f"card: hold/1\nid: h\nowners: [{owner}]\nopened: 2029-12-01\nreleased: null\nby: counsel\n"
    hold.write_text(text)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A hold")
    ran = do(steward, "owner=others")
    assert ran.code == 4
    assert f"hold h keeps scorer@1.2.0 because {owner} owns it, and would not cover what others owns" in ran.err
    assert do(steward, "extra.a=1").code == 0
    hold.write_text(text.replace("owners:", "refs: [scorer@1.2.0]\nowners:"))
    git(repo, "commit", "--quiet", "--all", "--message", "By name")
    assert "because" not in do(steward, "owner=others").err


@pytest.mark.parametrize(
    ("kind", "argument", "written"),
    [
        ("model", "cost.usd=0.003", "cost: {usd: 0.003}"),
        ("model", "cost={usd: 0.003}", "cost: {usd: 0.003}"),
        ("model", "lifecycle.review_by=2030-06-01", "lifecycle: {review_by: 2030-06-01}"),
        ("model", "serves.aliases+=s", "serves: {aliases: [s]}"),
        ("usecase", "risk.own=low", "risk: {own: low}"),
    ],
)
def test_a_key_on_the_way_goes_where_the_schema_has_it(kind: str, argument: str, written: str) -> None:
    (one,) = assignments([argument])

    assert (
        edit("summary: s\nextra: {}\n", [placed(one, BY_NAME[kind].model())]) == f"summary: s\n{written}\nextra: {{}}\n"
    )


def test_a_key_within_goes_where_the_schema_has_it() -> None:
    edits = [
        placed(one, BY_NAME["model"].model())
        for one in assignments(["artifacts[0].digest=d", "interface.inputs.age.unit=years"])
    ]
    text = "interface:\n  inputs:\n    age: {type: integer, description: x}\nartifacts:\n  - uri: u\n    bytes: 5\n"

    assert edit(text, edits) == text.replace("uri: u\n", "uri: u\n    digest: d\n").replace(
        ", desc", ", unit: years, desc"
    )
