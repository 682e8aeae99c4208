"""What every command that changes something does alike: plan, show, refuse, ask, commit, tell."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import MODEL, USE, Ran, Steward, git, write

DAY = "2030-01-01"
CARD = "registry/models/scorer/1.2.0.yaml"
HOOK = "#!/bin/sh\necho 'the cards are frozen today' >&2\nexit 1\n"


def change(steward: Steward, *more: str) -> Ran:
    return steward("set", "scorer@1.2.0", "summary=Scores what comes in, twice.", "--today", DAY, *more)


def test_without_a_terminal_nothing_is_done_and_nothing_is_asked(repo: Path, steward: Steward) -> None:
    ran = change(steward)
    assert ran.code == 2
    assert "nobody is at a terminal" in ran.err
    assert "--yes" in ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_a_dry_run_shows_the_plan_and_stops(repo: Path, steward: Steward) -> None:
    head = git(repo, "rev-parse", "HEAD")
    ran = change(steward, "--dry-run")
    assert ran.code == 0
    assert "-summary: Scores what comes in.\n" in ran.out
    assert "+summary: Scores what comes in, twice.\n" in ran.out
    assert "nothing was changed" in ran.out
    assert (git(repo, "rev-parse", "HEAD"), git(repo, "status", "--porcelain")) == (head, "")


def test_one_commit_of_exactly_its_file_with_trailers(repo: Path, steward: Steward) -> None:
    write(repo, {"notes.txt": "staged", "registry/use-cases/scoring.yaml": "edited: not yet\n"})
    git(repo, "add", "notes.txt")
    ran = change(steward, "--yes", "--reason", "It does.")
    assert ran.code == 0, ran.err
    assert git(repo, "show", "--name-only", "--format=%B").splitlines() == [
        "set summary of scorer@1.2.0 to Scores what comes in, twice.",
        "",
        "Steward-Action: set",
        "Steward-Ref: scorer@1.2.0",
        "Steward-Keys: summary",
        "Steward-Reason: It does.",
        "Steward-Version: 0.1.0",
        "",
        "",
        CARD,
    ]
    assert git(repo, "status", "--porcelain") == "A  notes.txt\n M registry/use-cases/scoring.yaml\n"
    assert git(repo, "show", "--numstat", "--format=") == f"1\t1\t{CARD}\n"


def test_what_is_set_already_is_no_commit(repo: Path, steward: Steward) -> None:
    ran = steward("set", "scorer@1.2.0", "summary=Scores what comes in.", "--today", DAY, "--yes")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "nothing to change")
    assert len(git(repo, "log", "--format=%s").splitlines()) == 1


def test_the_plan_as_json_is_for_programs_and_changes_nothing_without_yes(repo: Path, steward: Steward) -> None:
    plan = json.loads(change(steward, "--format", "json").out)
    schema = json.loads((resources.files("modelsteward.report") / "plan.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(plan)
    assert plan["applied"] is False
    assert plan["commit"] is None
    assert plan["trailers"][0] == {"name": "Steward-Action", "value": "set"}
    (changed,) = plan["changes"]
    assert changed["file"] == CARD
    assert changed["before"] == MODEL
    assert changed["after"] == MODEL.replace("comes in.", "comes in, twice.")
    done = json.loads(change(steward, "--format", "json", "--yes").out)
    assert (done["applied"], done["commit"]) == (True, git(repo, "rev-parse", "HEAD").strip())


def test_a_refused_plan_as_json_lists_its_gates(repo: Path, steward: Steward) -> None:
    ran = steward("retire", "scorer@1.2.0", "--today", DAY, "--format", "json")
    assert ran.code == 4, "production is not retired, it is deprecated first"
    assert "from production lead: `promote` (production), `deprecate` (deprecated), `suspend` (suspended)" in ran.err
    ran = steward("suspend", "scorer@1.2.0", "--today", DAY, "--format", "json")
    assert ran.code == 4
    (gate,) = [gate for gate in json.loads(ran.out)["gates"] if gate["answer"] == "failed"]
    assert gate["name"] == "reason"


def test_a_branch_gets_the_commit_and_the_tree_stays(repo: Path, steward: Steward) -> None:
    ran = change(steward, "--yes", "--branch", "better-words")
    assert ran.code == 0, ran.err
    assert "on better-words" in ran.out
    assert git(repo, "branch", "--show-current") == "main\n"
    assert (
        git(repo, "log", "--format=%s", "main..better-words")
        == "set summary of scorer@1.2.0 to Scores what comes in, twice.\n"
    )
    assert (repo / CARD).read_text() == MODEL


def test_no_commit_changes_the_file_alone(repo: Path, steward: Steward) -> None:
    assert change(steward, "--yes", "--no-commit").code == 0
    assert git(repo, "status", "--porcelain") == f" M {CARD}\n"
    assert change(steward, "--yes", "--no-commit", "--branch", "b").code == 2


def test_a_file_with_edits_that_are_not_committed_is_refused(repo: Path, steward: Steward) -> None:
    with (repo / CARD).open("a") as card:
        card.write("# mine\n")
    ran = change(steward, "--yes")
    assert ran.code == 4
    assert "not committed" in ran.err
    assert (repo / CARD).read_text() == MODEL + "# mine\n"


def test_what_cannot_be_edited_safely_is_refused_with_the_place(repo: Path, steward: Steward) -> None:
    text = MODEL.replace("stage: production", "stage: &now production") + "extra: {was: *now}\n"
    (repo / CARD).write_text(text)
    git(repo, "commit", "--quiet", "--all", "--message", "An anchor")
    line = text[: text.index("stage:")].count("\n") + 1
    ran = steward("suspend", "scorer@1.2.0", "--reason", "It harms.", "--today", DAY, "--yes")
    assert ran.code == 4
    assert f"models/scorer/1.2.0.yaml:{line}:8: an alias elsewhere stands for this value too" in ran.err
    assert (repo / CARD).read_text() == text


def test_a_hook_that_rejects_leaves_everything_as_it_was(repo: Path, steward: Steward) -> None:
    hook = repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK)
    hook.chmod(0o755)
    ran = change(steward, "--yes")
    assert ran.code == 5
    assert "the cards are frozen today" in ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_an_edit_that_makes_an_error_is_refused_and_force_keeps_why(repo: Path, steward: Steward) -> None:
    broken = ("set", "scorer@1.2.0", "owner=nobody", "--today", DAY, "--yes")
    ran = steward(*broken)
    assert ran.code == 4
    assert "ID103" in ran.out
    assert steward(*broken, "--reason", "no such option here").code == 4


def test_an_unreadable_card_is_never_written(repo: Path, steward: Steward) -> None:
    ran = steward("set", "scorer@1.2.0", "hosting=everywhere", "--today", DAY, "--yes")
    assert ran.code == 4
    assert "RD104" in ran.out
    assert (repo / CARD).read_text() == MODEL


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["set", "scorer@1.2.0"], 2, "nothing to set"),
        (["set", "scorer@1.2.0", "summary"], 2, "is no KEY=VALUE"),
        (["set", "scorer@1.2.0", "sumary=x"], 2, "did you mean `summary`?"),
        (["set", "scorer@1.2.0", "stage=retired"], 4, "`steward promote`, `deprecate`"),
        (["set", "scorer@1.2.0", "summary={"], 2, "cannot be read"),
        (["set", "scorer@1.2.0", "a..b=1"], 2, "is no key"),
        (["set", "use:scoring", "serving.main=scorer@1.2.0"], 4, "rollback"),
        (["set", "sorer@1.2.0", "summary=x"], 4, "did you mean `scorer@1.2.0`?"),
        (["set", "../../etc@1.0.0", "summary=x"], 4, "nothing is called"),
        (["promote", "scorer", "production", "--for", "scorin"], 4, "did you mean `use:scoring`?"),
        (["promote", "data:rows@1.0.0", "staging"], 4, "not the kind of thing this command changes"),
        (["rollback", "scoring"], 4, "nothing served main of use:scoring before"),
        (["rollback", "nothing"], 4, "there is no use:nothing here"),
        (["deprecate", "scorer"], 2, "the day of the end is missing"),
        (["deprecate", "scorer", "--sunset", "soon"], 2, "`soon` is no day"),
        (["deprecate", "scorer", "--sunset", "2029-01-01"], 2, "is past"),
        (["deprecate", "scorer", "--cancel", "--sunset", "2031-01-01"], 2, "--cancel takes the end back"),
        (["deprecate", "scorer", "--sunset", "+P1Y", "--for", "scoring"], 2, "is no USE=REF"),
        (["review", "scorer", "--until", "2029-01-01"], 2, "is not ahead"),
        (["review", "scorer", "--until", "+P2Y"], 2, "2031-01-01 is the furthest"),
        (["resume", "scorer", "--reason", "x"], 4, "is not suspended: it is in production"),
        (["suspend", "scorer", "--reason", "x", "--for", "nothing"], 4, "there is no use:nothing here"),
        (["destroy", "scorer@1.2.0"], 2, "--confirm scorer@1.2.0"),
        (["destroy", "scorer@1.2.0", "--confirm", "scorer@1.2.0"], 4, "does not lead on"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_with_what_would_do(
    repo: Path, steward: Steward, arguments: list[str], code: int, words: str
) -> None:
    ran = steward(*arguments, "--today", DAY, "--yes")
    assert ran.code == code, ran.out + ran.err
    assert words in ran.out + ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_a_name_with_several_versions_is_listed_and_none_is_chosen(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"models/scorer/1.1.0.yaml": MODEL.replace("1.2.0", "1.1.0")})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Another")
    ran = steward("suspend", "scorer", "--reason", "Harm.", "--today", DAY, "--yes")
    assert ran.code == 4
    assert "scorer has several versions: scorer@1.1.0 (production), scorer@1.2.0 (production)" in ran.err


def test_a_card_that_cannot_be_read_is_not_touched(repo: Path, steward: Steward) -> None:
    write(repo, {CARD: MODEL + "ownr: x\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "Broken")
    ran = change(steward, "--yes")
    assert ran.code == 4
    assert "scorer@1.2.0 cannot be read" in ran.err
    assert "steward validate" in ran.err


def test_a_review_is_put_on_record_and_renews_the_date(repo: Path, steward: Steward) -> None:
    ran = steward("review", "scorer", "--until", "+P6M", "--seen", "drift report", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert "review_by: 2030-07-01" in (repo / CARD).read_text()
    (record,) = (repo / "registry/records/models/scorer/1.2.0").iterdir()
    assert record.name.startswith("2030-01-01-review-")
    assert "by: ada@house.example" in record.read_text()
    assert "seen: [drift report]" in record.read_text()
    assert steward("check", "--today", DAY).code == 0


def test_force_is_on_record_on_the_card_and_in_the_commit(repo: Path, steward: Steward) -> None:
    short = ("deprecate", "scorer", "--sunset", "+P5D", "--replacement", "none", "--today", DAY, "--yes")
    assert steward(*short, "--reason", "The clinic closes.").code == 4
    assert "stays on record" in steward(*short, "--force").err
    ran = steward(*short, "--force", "--reason", "The clinic closes on Friday.")
    assert ran.code == 0, ran.out + ran.err
    assert "forced" in ran.out
    assert "gates: [notice], by: ada@house.example, reason: The clinic closes on Friday." in (repo / CARD).read_text()
    assert "Steward-Forced: notice" in git(repo, "log", "-1", "--format=%B")


def test_a_blank_reason_is_none_and_a_forced_plan_is_judged_like_any(repo: Path, steward: Steward) -> None:
    short = ("deprecate", "scorer", "--sunset", "+P5D", "--replacement", "none", "--today", DAY, "--yes", "--force")
    ran = steward(*short, "--reason", " \t ")
    assert (ran.code, "--force needs a --reason" in ran.err) == (4, True)
    assert (repo / CARD).read_text() == MODEL


@pytest.mark.parametrize(
    "arguments",
    [
        ["set", "scorer@1.2.0", "summary=bad\udcff"],
        ["set", "scorer@1.2.0", "summary=Good.", "--reason", "bad\udcff"],
        ["set", "scorer@1.2.0", 'extra."bad\udcff"=1'],
        ["suspend", "scorer", "--reason", "bad\udcff"],
        ["deprecate", "scorer", "--sunset", "+P1Y", "--replacement", "none", "--reason", "bad\udcff"],
    ],
)
def test_what_is_no_text_is_refused(repo: Path, steward: Steward, arguments: list[str]) -> None:
    ran = steward(*arguments, "--today", DAY, "--yes")
    assert ran.code in (2, 4), ran.out + ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_no_key_can_forge_a_trailer(repo: Path, steward: Steward) -> None:
    key = 'extra."a\n\nSteward-Action: destroy\nSteward-Ref: scorer@1.2.0"'
    assert steward("set", "scorer@1.2.0", f"{key}=1", "--today", DAY, "--yes").code == 0
    assert git(repo, "log", "-1", "--format=%(trailers:key=Steward-Action,valueonly)").split() == ["set"]


def test_an_announcement_may_be_made_again_on_the_same_day(repo: Path, steward: Steward) -> None:
    end = ("deprecate", "scorer", "--sunset", "+P1Y", "--replacement", "none", "--reason", "The clinic closes.")
    for again in (end, ("deprecate", "scorer", "--cancel", "--reason", "It stays."), end):
        ran = steward(*again, "--today", DAY, "--yes")
        assert ran.code == 0, ran.out + ran.err
    assert len(list((repo / "registry/records/models/scorer/1.2.0").glob("*-notice-*.yaml"))) == 1


def test_force_is_offered_where_it_exists_alone(repo: Path, steward: Steward) -> None:
    ran = steward("suspend", "scorer", "--today", DAY, "--yes")
    assert (ran.code, "--force" in ran.err) == (4, False)
    incident = "card: incident/1\nid: i\nrefs: [scorer@1.2.0]\nseverity: serious\nopened: 2029-12-31\nby: ada\n"
    second = USE.replace("name: scoring", "name: second").replace("scorer@1.2.0", "other@1.0.0")
    other = MODEL.replace("scorer", "other").replace("1.2.0", "1.0.0")
    write(repo / "registry", {"incidents/i.yaml": incident, "use-cases/second.yaml": second,
                              "models/other/1.0.0.yaml": other})  # fmt: skip
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "An incident, and another use")
    promote = ("promote", "scorer@1.2.0", "production", "--for", "second", "--today", DAY, "--yes")
    ran = steward(*promote)
    assert (ran.code, "--force --reason TEXT" in ran.err) == (4, True)
    forced = steward(*promote, "--force", "--reason", "A drill.")
    assert forced.code == 0, forced.err


def test_resuming_everywhere_points_to_the_use_it_is_suspended_for(repo: Path, steward: Steward) -> None:
    assert steward("suspend", "scorer", "--for", "scoring", "--reason", "Harm.", "--today", DAY, "--yes").code == 0
    ran = steward("resume", "scorer", "--reason", "Fine.", "--today", DAY, "--yes")
    assert (ran.code, "it is suspended for use:scoring: say which with --for" in ran.err) == (4, True)
    refused = steward("suspend", "scorer", "--today", DAY, "--yes")
    assert (refused.code, "nothing to change" in refused.out) == (4, False)


def test_an_emergency_is_stopped_by_nothing_that_is_wrong_elsewhere_in_the_card(repo: Path, steward: Steward) -> None:
    card = repo / CARD
    wrong = "lifecycle: {released: 2029-06-01, sunset: 2029-05-01, retired: 2029-06-02}\n"
    card.write_text("".join(line for line in card.read_text().splitlines(True) if "lifecycle:" not in line) + wrong)
    git(repo, "commit", "--quiet", "--all", "--message", "Wrong dates")
    ran = steward("suspend", "scorer", "--reason", "Harm.", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out
    ran = steward("resume", "scorer", "--reason", "False alarm.", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out


@pytest.mark.parametrize(
    "value", ["lifecycle.sunset=2030-01-02", "lifecycle.forced+={}", "lifecycle={}", "lifecycle.suspension.was=draft"]
)
def test_set_leaves_the_dates_of_moves_to_the_moves(repo: Path, steward: Steward, value: str) -> None:
    ran = steward("set", "scorer@1.2.0", value, "--today", DAY, "--yes")
    assert (ran.code, "is not set by hand" in ran.err) == (4, True)
    assert steward("set", "scorer@1.2.0", "lifecycle.destroy_by=2033-01-01", "--today", DAY, "--yes").code == 0
