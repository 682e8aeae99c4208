"""Placing, lifting and listing holds, through the door and on a real repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cases.homes import FILES, STEWARD, home, model, trained
from tests.conftest import Steward, git, write

DAY = "2030-01-10"
POLICY = STEWARD.replace("roles: [data-protection]", "roles: [data-protection, counsel]").replace(
    "roles:\n", "holds: {lift: [counsel]}\nroles:\n  counsel: Lifts holds.\n"
)
OLD = (
    model("no-show", "1.0.0", trained("data:visits@1.0.0"), "retired")
    .replace("review_by: 2030-06-01", "retired: 2029-12-01, destroy_by: 2030-02-01, reason: Old.")
)  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = home(tmp_path / "repo", {"steward.yaml": POLICY, "models/no-show/1.0.0.yaml": OLD})
    monkeypatch.chdir(root)
    return root


def placed(steward: Steward, *words: str) -> tuple[str, str]:
    """Place a hold; its id, and what was said."""
    ran = steward("hold", "place", *words, "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    found = re.search(r"hold (\S+): place", ran.out)
    assert found
    return found[1], ran.out


def test_a_hold_is_one_file_in_one_commit_and_says_what_it_covers(repo: Path, steward: Steward) -> None:
    ident, said = placed(steward, "no-show@1.0.0", "--by", "counsel's office", "--since", "2030-01-02")
    assert re.fullmatch(r"hold-2030-[0-9a-f]{6}", ident)
    assert git(repo, "show", "--name-only", "--format=").split() == [f"registry/holds/{ident}.yaml"]
    text = (repo / f"registry/holds/{ident}.yaml").read_text()
    for line in ("refs: [no-show@1.0.0]", "opened: 2030-01-02", "released: null", "by: counsel's office"):
        assert f"{line}\n" in text
    assert "built_on" not in text
    assert f"Steward-Hold: {ident}" in git(repo, "log", "-1", "--format=%B")
    assert "it covers 1 version: no-show@1.0.0 (retired)" in said
    assert "to be gone by a day, and kept while this stands: no-show@1.0.0 (2030-02-01)" in said
    assert steward("validate").code == 0


def test_what_was_made_from_it_is_named_with_how_surely(repo: Path, steward: Steward) -> None:
    _, said = placed(steward, "data:visits@2.0.0", "--built-on")
    assert (
        "it covers 3 versions: data:features@1.0.0 (active), data:visits@2.0.0 (active), no-show@2.0.0 (produ" in said
    )
    assert (
        "for it may hold what is named, 3 versions: data:visits@1.0.0 (active), no-show@1.0.0 (retired), student"
        in (said)
    )
    assert "stranger" not in said


def test_a_pattern_may_be_for_what_is_to_come_and_an_owner_is_a_team(repo: Path, steward: Steward) -> None:
    ident, said = placed(steward, "--pattern", "radiology*@*", "--id", "hold-7")
    assert "it covers nothing that is here now, and what is registered later as it says" in said
    assert ident == "hold-7"
    found = steward("check", "--today", DAY, "-f", "json").out
    assert [f["code"] for f in json.loads(found)["findings"] if "hold" in f["file"]] == ["CA110"]
    _, said = placed(steward, "--owner", "ward")
    assert "it covers 1 version: student@1.0.0 (production)" in said


WRONG = [
    ((), 2, "nothing is named"),
    (("no-show",), 2, "`no-show` does not say which versions are to be kept"),
    (("data:visits",), 2, "--pattern 'data:visits@*'"),
    (("no-shw@1.0.0",), 4, "did you mean `no-show@1.0.0`?"),
    (("use:outrech",), 4, "did you mean `use:outreach`?"),
    (("--pattern", "No show"), 2, "`No show` is no pattern"),
    (("--owner", "wrad"), 4, "did you mean `ward`?"),
    (("registry", "--since", "2031-01-01"), 2, "2031-01-01 is still to come"),
    (("registry", "--by", " "), 2, "it is not said who orders it"),
    (("registry", "--id", "Hold 1"), 2, "`Hold 1` is no id"),
    (("registry", "--id", "there"), 4, "there is a hold there already: holds/there.yaml"),
]
"""What is typed, the exit code, and what is said."""


def test_what_cannot_be_meant_is_refused_and_nothing_is_written(repo: Path, steward: Steward) -> None:
    placed(steward, "registry", "--id", "there")
    before = git(repo, "rev-parse", "HEAD")
    for words, code, said in WRONG:
        ran = steward("hold", "place", *words, "--today", DAY, "--yes")
        assert (ran.code, said in ran.err) == (code, True), (words, ran.err)
    assert git(repo, "rev-parse", "HEAD") == before
    assert git(repo, "status", "--short") == ""


def test_lifting_needs_the_role_and_stays_on_record(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident, _ = placed(steward, "no-show@1.0.0", "no-show@2.0.0")
    other, _ = placed(steward, "use:outreach", "--by", "court")
    lift = ("hold", "lift", ident, "--today", DAY, "--yes")
    assert (steward(*lift).code, "name it with --as ROLE: counsel" in steward(*lift).err) == (2, True)
    assert "steward.yaml lets counsel" in steward(*lift, "--as", "data-protection").err
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "bo@house.example")
    assert "bo@house.example does not hold the role counsel" in steward(*lift, "--as", "counsel").err
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ada@house.example")
    ran = steward(*lift, "--as", "counsel")
    assert ran.code == 0, ran.err
    assert "free now, 1 version: no-show@1.0.0 (retired)" in ran.out
    assert f"still to be kept, 1 version: no-show@2.0.0 (by {other})" in ran.out
    text = (repo / f"registry/holds/{ident}.yaml").read_text()
    for line in ("released: 2030-01-10", "released_by: ada@house.example", "released_as: counsel"):
        assert f"{line}\n" in text
    assert steward("validate").code == 0
    again = steward(*lift, "--as", "counsel")
    assert (again.code, f"{ident} was lifted on 2030-01-10 by ada@house.example" in again.err) == (4, True)
    assert "did you mean" in steward("hold", "lift", f"{ident}0", "--today", DAY, "--yes").err


def test_where_steward_yaml_names_no_role_nobody_may_lift(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"steward.yaml": FILES["steward.yaml"]})
    git(repo, "commit", "--quiet", "--all", "--message", "Nobody")
    ident, said = placed(steward, "registry")
    assert "nobody may lift it: name the roles that may in steward.yaml" in said
    ran = steward("hold", "lift", ident, "--as", "data-protection", "--today", DAY, "--yes")
    assert (ran.code, "nobody may lift a hold here" in ran.err) == (4, True)


def test_a_role_given_in_a_file_that_is_not_committed_lifts_nothing(repo: Path, steward: Steward) -> None:
    ident, _ = placed(steward, "registry")
    write(repo / "registry", {"steward.yaml": POLICY.replace("lift: [counsel]", "lift: [safety]")})
    assert "steward.yaml lets counsel" in steward("hold", "lift", ident, "--as", "safety", "--yes").err


def test_that_more_is_covered_than_a_plan_looks_at_is_said(repo: Path, steward: Steward) -> None:
    ident, said = placed(steward, "data:visits@2.0.0", "--built-on")
    assert (
        f"whatever does not say what it was made from is covered as well, for nobody can tell: `steward hold show {ident}`"
        in " ".join(said.split())
    )
    assert "whatever does not say" not in placed(steward, "data:visits@2.0.0")[1]


def test_the_list_tells_what_stands_and_of_one_thing_why(repo: Path, steward: Steward) -> None:
    first, _ = placed(steward, "--pattern", "no-show@*", "--by", "a *court*", "--since", "2030-01-01")
    second, _ = placed(steward, "data:features@1.0.0", "--built-on")
    rows = json.loads(steward("hold", "list", "--today", DAY, "-f", "json").out)["holds"]
    assert [(row["id"], row["covers"], row["stands"]) for row in rows] == [(first, 2, True), (second, 3, True)]
    about = steward("hold", "list", "student@1.0.0", "--today", DAY).out
    assert second in about
    assert first not in about
    assert "1 hold that stands covers student@1.0.0" in about
    assert "possibly built on data:features@1.0.0 (trained on), through no-show@2.0.0 (what a model" in " ".join(
        about.split()
    )
    assert "steward: nothing is called `student@9.0.0` here" in steward("hold", "list", "student@9.0.0").err
    page = steward("hold", "list", "--today", DAY, "-f", "markdown").out
    assert "| a &#42;court&#42; |" in page
    assert (
        steward("hold", "list", "stranger@1.0.0", "--today", DAY).out == "no hold that stands covers stranger@1.0.0\n"
    )


def test_a_hold_is_shown_with_everything_that_it_covers(repo: Path, steward: Steward) -> None:
    ident, _ = placed(steward, "data:features@1.0.0", "--built-on")
    shown = json.loads(steward("hold", "show", ident, "--today", DAY, "-f", "json").out)
    assert [(one["ref"], one["certainty"]) for one in shown["covered"]] == [
        ("data:features@1.0.0", "surely"), ("no-show@2.0.0", "surely"), ("student@1.0.0", "possibly"),
    ]  # fmt: skip
    assert "built on data:features@1.0.0 (trained on): it is named" in steward("hold", "show", ident).out
    assert "| `no-show@2.0.0` | production |" in steward("hold", "show", ident, "-f", "markdown").out
    assert "did you mean" in steward("hold", "show", f"{ident}0").err


def test_a_file_that_cannot_be_read_is_named_in_the_list_and_stops_destruction(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"holds/odd.yaml": "card: hold/1\nid: odd\nrefs: [no-show]\n"})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Odd")
    assert "not listed, for it cannot be read: holds/odd.yaml" in steward("hold", "list").out
    assert steward("checklist", "no-show@1.0.0", "make", "--purpose", "destruction", "--today", DAY, "--yes").code == 0
    ran = steward("destroy", "no-show@1.0.0", "--today", DAY, "--dry-run")
    assert "holds/odd.yaml cannot be read, and may order it to be kept" in ran.out + ran.err


def test_what_a_hold_covers_by_pattern_or_by_its_data_is_not_destroyed(repo: Path, steward: Steward) -> None:
    assert steward("checklist", "no-show@1.0.0", "make", "--purpose", "destruction", "--today", DAY, "--yes").code == 0
    first, _ = placed(steward, "--pattern", "no-*")
    second, _ = placed(steward, "data:visits@1.0.0", "--built-on")
    ran = steward("destroy", "no-show@1.0.0", "--today", DAY, "--dry-run")
    said = " ".join((ran.out + ran.err).split())
    both = ", ".join(sorted([first, second]))
    assert f"hold {both} orders it to be kept, by ada@house.example" in said
    shown = steward("show", "no-show@1.0.0").out
    assert "(by the pattern no-*)" in " ".join(shown.split())


def test_text_from_a_hold_is_data_on_a_terminal_and_on_a_page(repo: Path, steward: Steward) -> None:
    evil = 'card: hold/1\nid: evil\nrefs: [registry]\nopened: 2029-01-01\nby: "x\\e[31m|<script>\\u202e\\n[bold]y"\n'
    write(repo / "registry", {"holds/evil.yaml": evil})
    for words in (["list"], ["show", "evil"]):
        out = steward("hold", *words).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        page = steward("hold", *words, "-f", "markdown").out
        assert re.search(r"`[^`]*<script>[^`]*`", page), "within a code span, where it is text"
        assert page.count("<script>") == 1
        assert "\x1b" not in page


def test_a_hold_placed_in_the_log_of_what_it_names(repo: Path, steward: Steward) -> None:
    ident, _ = placed(steward, "no-show@1.0.0")
    assert ident in steward("log", "no-show@1.0.0").out


def test_who_decides_that_something_goes_is_told_of_the_order_to_keep_it(repo: Path, steward: Steward) -> None:
    ident, _ = placed(steward, "--pattern", "data:visits@*", "--built-on", "--by", "a court")
    assert (
        steward("case", "open", "erasure", "--covers", "data:visits", "--id", "c-1", "--today", DAY, "--yes").code == 0
    )
    decide = ("case", "decide", "c-1", "no-show@2.0.0", "erase", "--as", "data-protection", "--reason", "Asked.")
    said = " ".join(steward(*decide, "--today", DAY, "--dry-run").out.split())
    assert f"hold {ident} orders no-show@2.0.0 to be kept, by a court: while that stands, it is not destroyed" in said
