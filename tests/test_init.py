"""`steward init`: a registry that is right from its first commit, and nothing that was there is touched."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.interop.jsonschema import schemas
from modelsteward.report.start_text import render
from modelsteward.store.composer import compose
from modelsteward.store.reader import read_card
from modelsteward.store.templates import read_templates
from modelsteward.usecases.init import NewTeam, Wanted, pieces_of, plan_init, team_key
from tests.conftest import Ran, Steward, git

HERE = Path(sys.executable).parent
EXPRESSION = re.compile(r"\$\{\{ github\.[^}]*(?:\{0\}[^}]*)?\}\}|\$\{?CI_[A-Z_]+")
"""What the forge fills in, not steward."""
TEAM = NewTeam("ml", "Machine learning", "ml@house.example", (("Ada", "ada@house.example"),))


def wanted(**changed: Any) -> Wanted:
    return Wanted("House", (TEAM,), "UTC", "registry", "github", True, "main")._replace(**changed)


def texts(asked: Wanted) -> dict[str, str]:
    return {piece.file: piece.text for piece in pieces_of(asked, read_templates(), schemas())}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, without a commit; tests run in it."""
    root = tmp_path / "house"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    monkeypatch.chdir(root)
    return root


def clean(steward: Steward, *options: str) -> Ran:
    """`steward check` after init must find nothing at all."""
    ran = steward(*options, "check", "--today", "2030-01-01", "--fail-on", "note")
    assert ran.code == 0, ran.out
    return ran


# ---- the texts


@pytest.mark.parametrize("name", ["House", "Ward: 7 # \"East\" 'x'", "no", "Ünïcode ✓", "- a", "1.0", "a\\b", "{x}"])
def test_whatever_the_names_are_the_settings_can_be_read_and_say_them(name: str) -> None:
    team = NewTeam("ml", name, f"{name} <ml@house.example>", ((name, "ada@house.example"),))
    text = texts(wanted(name=name, teams=(team, TEAM._replace(key="other"))))["registry/steward.yaml"]
    card = read_card("steward.yaml", text.encode()).card
    assert isinstance(card, RegistryCard), text
    assert (card.name, card.teams["ml"].contact) == (name, f"{name} <ml@house.example>")
    assert card.teams["ml"].members[0].name == name


def test_every_setting_is_there_and_those_left_out_stand_at_their_defaults() -> None:
    text = texts(wanted())["registry/steward.yaml"]
    plain = read_card("steward.yaml", text.encode()).card
    full = read_card("steward.yaml", re.sub(r"^#(?=\S|  )", "", text, flags=re.MULTILINE).encode())
    assert isinstance(plain, RegistryCard)
    assert isinstance(full.card, RegistryCard), (full.faults, full.problems)
    assert full.card.model_fields_set == set(RegistryCard.model_fields)
    for name in set(RegistryCard.model_fields) - {"roles", "rules"}:
        assert getattr(full.card, name) == getattr(plain, name), name


def test_lines_are_short_enough_to_read() -> None:
    assert max(len(line) for line in texts(wanted())["registry/steward.yaml"].splitlines()) <= 120


@pytest.mark.parametrize("folder", ["", "registry", "ml/cards", "my registry", "a: b", "a #b", "it's"])
@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_every_yaml_file_can_be_read(folder: str, forge: Any) -> None:
    for file, text in texts(wanted(folder=folder, forge=forge)).items():
        if file.endswith((".yml", ".yaml")):
            value, faults = compose(text)
            assert not faults, file
            assert isinstance(value, dict), file
            assert "$" not in EXPRESSION.sub("", text.replace("$schema", "")), file


def test_a_pull_request_is_held_against_the_branch_it_goes_into() -> None:
    job = yaml.safe_load(texts(wanted(folder="my registry"))[".github/workflows/steward.yml"])["jobs"]["check"]
    assert job["steps"][0]["with"]["fetch-depth"] == 0
    assert job["steps"][1]["with"]["since"] == "${{ github.base_ref && format('origin/{0}', github.base_ref) }}"


@pytest.mark.parametrize("folder", ["", "my registry", "it's"])
@pytest.mark.parametrize("base", ["", "5f3c2a"])
def test_a_merge_request_alone_is_held_against_its_base(folder: str, base: str, tmp_path: Path) -> None:
    job = yaml.safe_load(texts(wanted(folder=folder, forge="gitlab"))[".gitlab-ci.yml"])["steward"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    called = tmp_path / "steward"
    called.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    called.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"} | ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if base else {})
    said = subprocess.run(["sh", "-euc", job["script"][-1]], env=env, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["--registry", folder or ".", "check", *(["--since", base] if base else [])]
    assert all("since" not in line for line in job["script"][:-1])


def test_a_registry_elsewhere_is_named_to_the_hook_and_the_job() -> None:
    made = texts(wanted(folder="my registry"))
    hook = yaml.safe_load(made[".pre-commit-config.yaml"])["repos"][0]["hooks"][0]
    assert hook["entry"] == "steward --registry 'my registry' validate --staged"
    job = yaml.safe_load(made[".github/workflows/steward.yml"])
    assert job["jobs"]["check"]["steps"][1]["with"]["registry"] == "my registry"
    assert "/my\\ registry/ ada@house.example" in made[".github/CODEOWNERS"]
    assert "--registry 'my registry' check" in texts(wanted(folder="my registry", forge="gitlab"))[".gitlab-ci.yml"]


def test_code_owners_are_the_people_of_all_teams() -> None:
    ops = NewTeam("ops", "ops", "ops desk", (("Bo", "bo@house.example"), ("No", "no address")))
    assert "\n/registry/ ada@house.example bo@house.example\n" in texts(wanted(teams=(TEAM, ops)))[".github/CODEOWNERS"]
    nobody = texts(wanted(teams=(ops._replace(people=()),)))[".github/CODEOWNERS"]
    assert all(line.startswith("#") for line in nobody.splitlines())


def test_the_texts_pin_this_version() -> None:
    from modelsteward.about import VERSION

    made = texts(wanted()) | texts(wanted(forge="gitlab"))
    for file in (".pre-commit-config.yaml", ".github/workflows/steward.yml", ".gitlab-ci.yml"):
        assert VERSION in made[file], file


def test_what_is_there_stays_and_what_it_lacks_is_told() -> None:
    pieces = pieces_of(wanted(), read_templates(), schemas())
    present = {
        ".pre-commit-config.yaml": "repos: []\n",
        "CODEOWNERS": "* @house/all\n",
        "registry/schemas/model.schema.json": "{}",
        "registry/README.md": "mine",
    }
    plan = plan_init(wanted(), pieces, present)
    files = {change.file for change in plan.changes}
    assert not files & {*present, ".github/CODEOWNERS"}
    assert [note.partition("\n")[0] for note in plan.notes] == [
        ".pre-commit-config.yaml is there already and stays as it is; add under `repos:`",
        "CODEOWNERS is there already and stays as it is; add",
        "registry/schemas/ is from another steward: `steward export schema --to registry/schemas` makes it anew",
    ]


def notes(asked: Wanted, **present: str) -> list[str]:
    """What is said where these files are there, named by their last words, and everything else is as it should be."""
    pieces = pieces_of(asked, read_templates(), schemas())
    there = {
        piece.file: next((text for name, text in present.items() if name in piece.file), piece.text) for piece in pieces
    }
    plan = plan_init(asked, pieces, there)
    assert plan.changes == ()
    return list(plan.notes)


def test_files_that_do_the_same_already_are_passed_over_in_silence() -> None:
    hook = texts(wanted())[".pre-commit-config.yaml"] + "  # and more\n"
    assert notes(wanted(), commit=hook) == ["the registry House has all that it starts with"]


BO = NewTeam("ops", "ops", "ops desk", (("Bo", "bo@house.example"),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "/registry/ ada@house.example\n",
            "leaves out bo@house.example; write\n/registry/ ada@house.example bo@house.example",
        ),
        (
            "/registry/ bo@house.example\n/registry/** Ada@House.example",
            "leaves out bo@house.example; write\n/registry/ Ada",
        ),
        ("# /registry/ ada@house.example bo@house.example\n", "add\n/registry/ ada@house.example bo@house.example"),
        (
            "/registry/models/ ada@house.example bo@house.example\n",
            "add\n/registry/ ada@house.example bo@house.example",
        ),
        ("registry/ bo@house.example ada@house.example  # all\n", ""),
        ("/registry/ @house/models\n", ""),
    ],
)
def test_people_that_code_owners_leave_out_are_named(text: str, told: str) -> None:
    (note,) = notes(wanted(teams=(TEAM, BO)), CODEOWNERS=text)
    assert (told or "has all that it starts with") in note


def test_a_comment_that_mentions_the_hook_is_no_hook() -> None:
    (note,) = notes(wanted(), commit="repos: []\n# TODO steward-validate\n")
    assert "- id: steward-validate" in note


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_what_serves_one_registry_does_not_serve_another(forge: Any) -> None:
    places = ("registry", "ml/cards", "ml/cards-2", "my registry")
    for there in places:
        for asked in places:
            made = texts(wanted(folder=there, forge=forge))
            files = {"commit": made[".pre-commit-config.yaml"], "yml": next(
                text for file, text in made.items() if file in (".github/workflows/steward.yml", ".gitlab-ci.yml"))}  # fmt: skip
            said = notes(wanted(folder=asked, forge=forge), **{name: f"{text}# ours\n" for name, text in files.items()})
            assert len(said) == (1 if there == asked else 2), (there, asked, said)
            assert asked in (there, "registry") or all(asked in note for note in said)


@pytest.mark.parametrize("name", ["My *great* [models]", "a <b>", "It's"])
def test_the_readme_says_the_name_as_it_is(name: str) -> None:
    title = texts(wanted(name=name))["registry/README.md"].partition("\n")[0]
    assert re.sub(r"\\(.)", r"\1", title) == f"# The registry of {name}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Clinical Data Science", "clinical-data-science"),
        ("ÅÄÖ", "aao"),
        (" a&b ", "a-b"),
        ("Zoë Bjørnstad-Łuk", "zoe-bjornstad-luk"),
        ("山田太郎", "team"),
        ("Ада", "team"),
        ("★", ""),
    ],
)
def test_a_teams_key_is_made_of_its_name(text: str, key: str) -> None:
    assert team_key(text) == key


@pytest.mark.parametrize("key", ["null", "123", "true", "1e3", "0x1f", "no"])
def test_a_teams_key_is_read_as_it_was_said(key: str) -> None:
    text = texts(wanted(teams=(TEAM._replace(key=key),)))["registry/steward.yaml"]
    card = read_card("steward.yaml", text.encode()).card
    assert isinstance(card, RegistryCard), text
    assert list(card.teams) == [key]


def test_the_plan_for_eyes_says_what_each_file_is_for() -> None:
    pieces = pieces_of(wanted(), read_templates(), schemas())
    plan = plan_init(wanted(name="House\x1b[31m"), pieces, {})
    assert plan.title == "start the registry House [31m"
    text = render(
        plan._replace(title="House\x1b[31m"), {piece.file: piece.what for piece in pieces}, "../", colour=True
    )
    assert "\x1b[1mHouse\\x1b[31m\x1b[0m" in text
    assert "  ../registry/steward.yaml          teams, roles" in text
    assert "  ../registry/schemas/ (19 files)" in text


# ---- the command


def test_an_empty_repository_gets_a_registry_in_one_commit(top: Path, steward: Steward) -> None:
    ran = steward("init", "--yes")
    assert ran.code == 0, ran.err
    assert git(top, "log", "--format=%s") == "start the registry house\n"
    assert git(top, "status", "--porcelain") == ""
    made = git(top, "ls-files").split()
    assert {"registry/steward.yaml", ".pre-commit-config.yaml", ".github/CODEOWNERS"} <= set(made)
    assert "steward register" in ran.out, "what to type next"
    clean(steward)
    assert steward("validate").code == 0


def test_a_second_run_changes_nothing(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes").code == 0
    before = git(top, "rev-parse", "HEAD")
    again = steward("init")
    assert (again.code, again.err) == (0, "")
    assert again.out == "note: the registry house has all that it starts with\nnothing to change\n"
    assert git(top, "rev-parse", "HEAD") == before
    assert git(top, "status", "--porcelain") == ""


def test_a_file_that_was_taken_away_comes_back_with_the_teams_there_are(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes", "--team", "Ward 7", "--contact", "w7@house.example").code == 0
    git(top, "rm", "--quiet", ".github/CODEOWNERS")
    git(top, "commit", "--quiet", "--message", "Away")
    assert steward("init", "--yes", "--team", "Other").code == 0
    assert git(top, "show", "--format=%s", "--name-only").split("\n") == [
        "add what the registry house lacked", "", ".github/CODEOWNERS", ""]  # fmt: skip
    assert "ward-7:" in (top / "registry/steward.yaml").read_text()


def test_nothing_that_was_there_is_touched(top: Path, steward: Steward) -> None:
    (top / ".pre-commit-config.yaml").write_text("repos: []\n")
    (top / "README.md").write_text("Ours.\n")
    git(top, "add", "README.md", ".pre-commit-config.yaml")
    git(top, "commit", "--quiet", "--message", "First")
    (top / "README.md").write_text("Ours, edited.\n")
    (top / "staged.txt").write_text("staged")
    git(top, "add", "staged.txt")
    ran = steward("init", ".", "--yes")
    assert ran.code == 0, ran.err
    assert "id: steward-validate" in ran.out, "what to add"
    assert (top / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert git(top, "status", "--porcelain").splitlines() == [" M README.md", "A  staged.txt"]
    clean(steward)


def test_a_folder_that_is_no_repository_becomes_one(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    dry = steward("init", "--dry-run")
    assert "is no git repository" in dry.out
    assert not list(tmp_path.iterdir())
    assert steward("init", "--yes").code == 0
    assert git(tmp_path, "log", "--format=%s") == f"start the registry {tmp_path.name}\n"
    clean(steward)


def test_another_folder_may_hold_it(top: Path, steward: Steward) -> None:
    assert steward("init", "ml/cards", "--yes").code == 0
    assert (top / "ml/cards/steward.yaml").is_file()
    assert (top / ".pre-commit-config.yaml").is_file()
    clean(steward, "-C", "ml/cards")


def test_from_a_subfolder_the_registry_still_comes_to_the_top(
    top: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (top / "src").mkdir()
    monkeypatch.chdir(top / "src")
    assert steward("init", "--yes").code == 0
    assert (top / "registry/steward.yaml").is_file()


def test_gitlab_gets_its_own_files(top: Path, steward: Steward) -> None:
    git(top, "remote", "add", "origin", "git@gitlab.example:ward/models.git")
    assert steward("init", "--yes").code == 0
    assert (top / ".gitlab-ci.yml").is_file()
    assert (top / ".gitlab/CODEOWNERS").is_file()
    assert not (top / ".github").exists()


@pytest.mark.parametrize(
    ("remote", "there", "forge"),
    [
        ("git@github.com:house/gitlab-tools.git", "", "github"),
        ("https://user:x@gitlab.house.example:8443/ward/github.git", "", "gitlab"),
        ("git@code.house.example:ward/models.git", ".gitlab-ci.yml", "gitlab"),
        ("git@code.house.example:ward/models.git", "", "github"),
        ("../gitlab.example/origin.git", "", "github"),
    ],
)
def test_the_forge_is_told_by_the_host_and_by_what_is_there(
    top: Path, steward: Steward, remote: str, there: str, forge: str
) -> None:
    git(top, "remote", "add", "origin", remote)
    if there:
        (top / there).write_text("stages: [test]\n")
    assert steward("init", "--yes").code == 0
    assert (top / f".{forge}/CODEOWNERS").is_file()


def test_a_job_that_was_not_wanted_is_not_added_by_the_next_run(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes", "--ci", "none").code == 0
    again = steward("init")
    assert (again.code, "`steward init --ci github` adds one" in again.out) == (0, True), again.err
    assert "has all that it starts with" not in again.out
    assert steward("init", "--yes", "--ci", "github").code == 0
    assert (top / ".github/workflows/steward.yml").is_file()


def test_a_registry_within_another_is_refused(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes").code == 0
    for place, told in (("registry/models", "lies in the registry"), ("registry/a/b", "lies in the registry"),
                        (".", "holds the registry")):  # fmt: skip
        ran = steward("init", place, "--yes")
        assert (ran.code, told in ran.err) == (4, True), ran.err
    assert git(top, "status", "--porcelain") == ""


def test_a_second_registry_is_told_what_to_add_by_hand(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes").code == 0
    ran = steward("init", "ml/cards", "--yes")
    assert ran.code == 0, ran.err
    assert "entry: steward --registry ml/cards validate --staged" in ran.out
    assert "registry: ml/cards" in ran.out
    assert "/ml/cards/ ada@house.example" in ran.out
    assert "`steward -C ml/cards register use:NAME`" in ran.out
    clean(steward, "-C", "ml/cards")


def test_options_that_change_nothing_are_told(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes").code == 0
    ran = steward("init", "--name", "Other", "--team", "Ops", "--yes")
    assert "registry/steward.yaml is there already and stays as it is, whatever --name and --team say" in ran.out


@pytest.mark.parametrize("team", ["null", "123", "true", "1e3", "0x1F", "山田太郎"])
def test_whatever_a_team_is_called_the_registry_can_be_read(top: Path, steward: Steward, team: str) -> None:
    assert steward("init", "--yes", "--team", team).code == 0
    clean(steward)


def test_a_commit_that_is_refused_leaves_no_repository(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks/pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "hooks/pre-commit").chmod(0o755)
    (tmp_path / "config").write_text(f"[core]\n\thooksPath = {tmp_path / 'hooks'}\n")
    (tmp_path / "house").mkdir()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path / "house")
    assert steward("init", "--yes").code == 5
    assert list((tmp_path / "house").iterdir()) == []


def test_no_job_is_written_where_none_is_wanted(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes", "--ci", "none").code == 0
    assert not (top / ".github/workflows").exists()


def test_the_plan_can_be_had_as_json(top: Path, steward: Steward) -> None:
    ran = steward("init", "--format", "json")
    assert ran.code == 0, ran.err
    plan = json.loads(ran.out)
    assert "registry/steward.yaml" in json.dumps(plan)
    assert not (top / "registry").exists()


def test_without_anybody_to_ask_nothing_is_done(top: Path, steward: Steward) -> None:
    ran = steward("init")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert list(top.iterdir()) == [top / ".git"]


def test_a_stranger_to_git_is_told_what_to_say(top: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_NAME")
        monkeypatch.delenv(f"GIT_{who}_EMAIL")
    ran = steward("init", "--yes")
    assert ran.code == 2
    assert "--team NAME --contact ADDRESS" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--timezone", "Mars/Base"], 2, "no time zone is called Mars/Base"),
        (["--team", "★"], 2, "no key can be made"),
        (["--name", ""], 2, "--name says nothing"),
        (["--name", "a\x1b[D"], 2, "control character"),
        (["file.txt"], 4, "is not a folder"),
        ([".git/x"], 4, "git's own folder"),
        (["-C", "a", "b"], 2, "two folders"),
    ],
)
def test_what_cannot_be_meant_is_told(top: Path, steward: Steward, arguments: list[str], code: int, told: str) -> None:
    (top / "file.txt").touch()
    ran = steward("init", "--yes", *arguments)
    assert (ran.code, told in ran.err) == (code, True), ran.err


def test_a_person_is_asked_and_may_say_no(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("modelsteward.cli.changing.person_is_there", lambda: True)
    answers = ["House", "", "Ward 7", "Mars/Base", "Europe/Oslo"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*answers, "n", ""])))
    ran = steward("init")
    assert (ran.code, list(tmp_path.iterdir())) == (4, [])
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*answers, "y", ""])))
    assert steward("init").code == 0
    card = read_card("steward.yaml", (tmp_path / "registry/steward.yaml").read_bytes()).card
    assert isinstance(card, RegistryCard)
    assert (card.name, card.timezone, list(card.teams)) == ("House", "Europe/Oslo", ["ada"])


@pytest.mark.parametrize("flag", ["--name", "--contact"])
def test_words_that_are_no_text_are_refused(tmp_path: Path, steward: Steward, flag: str) -> None:
    ran = steward("init", str(tmp_path / "new"), "--yes", flag, "Ward \udcff")
    assert (ran.code, "is not UTF-8 text" in ran.err) == (2, True), ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_a_question_shows_is_made_visible(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a\x1b[31mred"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setattr("modelsteward.cli.changing.person_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("House\n" + "\n" * 3 + "n\n"))
    ran = steward("init", "--ci", "github")
    assert ran.code == 4
    assert "\\x1b[31mred a git repository, and commit" in ran.err
    assert "\x1b" not in ran.err


def test_wrong_options_are_told_before_the_first_question(
    top: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelsteward.cli.changing.person_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    ran = steward("init", "--timezone", "Mars/Base")
    assert (ran.code, "no time zone is called Mars/Base" in ran.err) == (2, True), ran.err


def test_a_new_repository_takes_no_other_branch(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = steward("init", "--yes", "--branch", "x")
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])


def test_a_home_folder_never_becomes_a_repository(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    ran = steward("init", "--yes")
    assert (ran.code, list(tmp_path.iterdir())) == (4, [])


def test_a_folder_elsewhere_becomes_a_repository_of_its_own(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert steward("init", "../there", "--yes").code == 0
    assert (tmp_path / "there/.git").is_dir()
    assert (tmp_path / "there/steward.yaml").is_file()
    assert list((tmp_path / "here").iterdir()) == []


def test_a_repository_that_git_cannot_use_is_left_alone(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    ran = steward("init", "--yes")
    assert (ran.code, "git cannot use the repository" in ran.err) == (4, True)
    assert [path.name for path in tmp_path.iterdir()] == [".git"]


def test_the_jobs_branch_is_the_repositorys_main_one(top: Path, steward: Steward) -> None:
    git(top, "commit", "--quiet", "--allow-empty", "--message", "First")
    git(top, "branch", "--quiet", "--move", "master")
    git(top, "switch", "--quiet", "--create", "topic")
    assert steward("init", "--yes").code == 0
    assert "branches: [master]" in (top / ".github/workflows/steward.yml").read_text()


def test_a_hook_that_rejects_leaves_nothing_behind(top: Path, steward: Steward) -> None:
    git(top, "commit", "--quiet", "--allow-empty", "--message", "First")
    hook = top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ran = steward("init", "--yes")
    assert ran.code == 5
    assert [path.name for path in top.iterdir()] == [".git"]


def test_a_settings_file_with_another_ending_is_pointed_out(top: Path, steward: Steward) -> None:
    (top / "registry").mkdir()
    (top / "registry/steward.yml").touch()
    ran = steward("init", "--yes")
    assert (ran.code, "rename it to steward.yaml" in ran.err) == (4, True)


def test_a_bare_repository_has_no_place_for_it(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--bare")
    monkeypatch.chdir(tmp_path)
    ran = steward("init", "--yes")
    assert (ran.code, "bare repository" in ran.err) == (4, True)


def test_settings_that_cannot_be_read_stop_it(top: Path, steward: Steward) -> None:
    (top / "registry").mkdir()
    (top / "registry/steward.yaml").write_text("card: registry/1\nnaem: x\n")
    ran = steward("init", "--yes")
    assert ran.code == 3
    assert "naem" in ran.err


# ---- the other programs


@pytest.mark.slow
def test_the_job_is_a_workflow_that_github_takes(top: Path, steward: Steward) -> None:
    assert steward("init", "--yes").code == 0
    command = [str(HERE / "actionlint"), ".github/workflows/steward.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_hook_works_as_it_was_written(
    top: Path, steward: Steward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PATH", f"{HERE}{os.pathsep}{os.environ['PATH']}")
    assert steward("init", "ml/cards", "--yes").code == 0
    config = top / ".pre-commit-config.yaml"
    valid = [sys.executable, "-m", "pre_commit", "validate-config", str(config)]
    assert subprocess.run(valid, capture_output=True, check=False).returncode == 0
    manifest = yaml.safe_load((Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text())
    hook = manifest[0] | yaml.safe_load(config.read_text())["repos"][0]["hooks"][0] | {"language": "system"}
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))
    git(top, "add", ".")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], check=True, capture_output=True)
    policy = top / "ml/cards/steward.yaml"
    policy.write_text(policy.read_text().replace("teams:", "taems:"))
    git(top, "add", ".")
    done = subprocess.run(["git", "commit", "--message", "A slip"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "taems" in done.stdout + done.stderr
