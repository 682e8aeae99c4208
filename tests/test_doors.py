"""The command line from outside: exit codes, bad input, and what a person is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import modelsteward
from modelsteward import __version__
from modelsteward.cli import app as door
from tests.conftest import MODEL, STEWARD_YAML, TODAY, Steward, git, write

CARD = "models/scorer/1.2.0.yaml"
FORMATS = ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]


def test_a_healthy_registry_is_clean(house: Path, steward: Steward) -> None:
    ran = steward("check", "--today", TODAY)
    assert (ran.code, ran.err) == (0, ""), ran.out


def test_a_slip_is_shown_with_place_and_remedy(house: Path, steward: Steward) -> None:
    write(house, {CARD: MODEL.replace("owner:", "ownr:")})
    ran = steward("validate", CARD)
    assert ran.code == 1
    assert "6:1" in ran.out
    assert "unknown key `ownr`" in ran.out
    assert "did you mean `owner`?" in ran.out


def test_all_slips_of_a_card_are_told_at_once_and_hide_no_other_card(house: Path, steward: Steward) -> None:
    write(house, {CARD: MODEL.replace("owner:", "ownr:").replace("origin: in-house", "origin: inhouse")})
    use = (house / "use-cases/scoring.yaml").read_text()
    write(house, {"use-cases/scoring.yaml": use.replace("owner: data-science", "owner: data-sience")})
    ran = steward("check", "--today", TODAY)
    assert ran.code == 1
    for told in ("`ownr`", "`inhouse`", "data-sience"):
        assert told in ran.out
    assert "ID102" not in ran.out, "a ref to a card that cannot be read does not dangle"


def test_time_fails_a_build_and_says_who_must_act(house: Path, steward: Steward) -> None:
    assert steward("check", "--today", "2030-05-01").code == 0
    ran = steward("check", "--today", "2030-05-02")
    assert ran.code == 1
    assert "data-science (data-science@house.example)" in ran.out


def test_validate_knows_no_time(house: Path, steward: Steward) -> None:
    assert steward("validate").code == 0


@pytest.mark.parametrize("output", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(house: Path, steward: Steward, output: str) -> None:
    assert steward("check", "--today", TODAY, "--format", output).code == 0
    assert steward("check", "--today", "2031-01-01", "--format", output).code == 1
    assert steward("check", "--today", "2031-01-01", "--format", output, "--exit-zero").code == 0
    write(house, {"steward.yaml": "card: registry/1\nnam: x\n"})
    assert steward("check", "--today", TODAY, "--format", output).code == 3


def test_warnings_fail_when_asked(house: Path, steward: Steward) -> None:
    write(house, {CARD: MODEL.replace("format: onnx", "format: pickle")})
    assert steward("check", "--today", TODAY).code == 0
    assert steward("check", "--today", TODAY, "--fail-on", "warning").code == 1
    assert steward("check", "--today", TODAY, "--fail-on", "warning", "--ignore", "AR").code == 0
    assert steward("check", "--today", TODAY, "--fail-on", "warning", "--select", "tm,ID102").code == 0


def test_within_looks_further(house: Path, steward: Steward) -> None:
    assert "TM104" not in steward("check", "--today", TODAY).out
    assert "TM104" in steward("check", "--today", TODAY, "--within", "P180D").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "No such command"),
        (["check", "--today", "tomorrow"], "YYYY-MM-DD"),
        (["check", "--today", "2030-02-30"], "not a day of the calendar"),
        (["check", "--within", "90"], "P90D"),
        (["check", "--select", "TM999"], "there is no rule or family TM999"),
        (["check", "--format", "xml"], "'--format' / '-f': 'xml' is not one of 'text', 'json'"),
        (["log", "-n", "0"], "'--max-count' / '-n': `0` is no number of lines; write 1 or more"),
        (["log", "-n", "x"], "`x` is no number of lines; write 1 or more"),
        (["log", "--max-count=-3"], "`-3` is no number of lines; write 1 or more"),
        (["validate", "models/scorer/9.9.9.yaml"], "there is no file"),
        (["validate", ".."], "is not in the registry"),
        (["check", "--select", ""], "name a rule or family"),
        (["check", "--ignore", "RD103"], "cannot be ignored"),
        (["validate", "--ignore", "WV"], "cannot be ignored"),
        (["explain", "XX100"], "there is no rule"),
        (["explain", ""], "name a rule or family"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_bad_usage_is_told_and_exits_2(house: Path, steward: Steward, arguments: list[str], told: str) -> None:
    ran = steward(*arguments)
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize("command", ["check", "validate", "list"])
def test_without_a_registry_it_exits_3_and_says_what_to_do(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = steward(command)
    assert ran.code == 3
    assert "there is no registry here" in ran.err
    for folder in ("nowhere", "."):
        ran = steward(command, "-C", folder)
        assert (ran.code, ran.out) == (3, "")


def test_the_registry_may_be_named_before_or_after_the_command(repo: Path, steward: Steward, tmp_path: Path) -> None:
    assert steward("-C", "registry", "check", "--today", TODAY).code == 0
    assert steward("check", "-C", "registry", "--today", TODAY).code == 0
    assert steward("check", "-C", str(repo), "--today", TODAY).code == 0


@pytest.mark.parametrize(
    "words", [["log"], ["resolve", "scoring"], ["set", "scorer", "summary=x", "--dry-run"], ["validate"], ["list"]]
)
def test_no_cache_may_stand_before_or_after_any_command(repo: Path, steward: Steward, words: list[str]) -> None:
    plain = steward(*words)
    assert plain.code == 0
    assert steward(*words, "--no-cache") == steward("--no-cache", *words) == plain


def test_the_registry_is_found_from_a_folder_within(
    house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house / "models")
    ran = steward("validate", "scorer")
    assert ran.code == 0
    assert "1 file" in ran.out


def test_an_empty_registry_is_clean(tmp_path: Path, steward: Steward) -> None:
    write(tmp_path, {"steward.yaml": "card: registry/1\nname: Empty\n"})
    assert steward("check", "-C", str(tmp_path), "--today", TODAY).code == 0


def test_an_older_steward_says_so_before_it_calls_new_keys_unknown(house: Path, steward: Steward) -> None:
    write(house, {"steward.yaml": STEWARD_YAML.replace(">=0.1", ">=99") + "brand_new: true\n"})
    ran = steward("check")
    assert ran.code == 3
    assert f"needs steward >=99, and this is {__version__}" in ran.err
    assert "brand_new" not in ran.out


def test_an_unknown_rule_in_the_policy_is_a_finding_with_a_suggestion(house: Path, steward: Steward) -> None:
    write(house, {"steward.yaml": STEWARD_YAML + "rules: {ignore: [TM1O2]}\n".replace("1O2", "198")})
    ran = steward("check", "--today", TODAY)
    assert ran.code == 1
    assert "PO101" in ran.out
    assert "did you mean" in ran.out


def test_a_waiver_quiets_one_rule_for_one_ref_until_its_day(house: Path, steward: Steward) -> None:
    write(house, {CARD: MODEL.replace("format: onnx", "format: pickle")})
    waiver = (
        "card: waiver/1\nid: w-1\nrule: AR102\nref: scorer@1.2.0\nreason: Being converted.\n"
        "on: 2029-12-01\nuntil: 2030-02-01\nby: ada@house.example\n"
    )
    write(house, {"waivers/w-1.yaml": waiver})
    assert steward("check", "--today", "2030-02-01", "--fail-on", "warning", "--ignore", "TM104").code == 0
    ran = steward("check", "--today", "2030-02-02")
    assert ran.code == 1
    assert "WV101" in ran.out


def test_a_secret_is_masked_in_every_format(house: Path, steward: Steward) -> None:
    secret = "AKIA" + "Q7XZ" * 4
    write(
        house,
        {CARD: MODEL.replace("s3://models", f"s3://{secret}@models").replace("owner:", "ownr:") + f"# {secret}\n"},
    )
    for output in FORMATS:
        ran = steward("check", "--today", TODAY, "--format", output)
        assert ran.code == 1
        assert secret not in ran.out


def test_json_says_what_the_api_says(house: Path, steward: Steward) -> None:
    write(house, {CARD: MODEL.replace("owner:", "ownr:")})
    told = json.loads(steward("check", "--today", TODAY, "--format", "json").out)
    found = modelsteward.load(house, timeless=True).findings
    assert [f["code"] for f in told["findings"]] == [f.code for f in found]


def test_the_api_gives_cards_and_findings(house: Path) -> None:
    judged = modelsteward.load(str(house))
    assert sorted(type(card).__name__ for card in judged.cards) == [
        "DataSetCard", "ModelCard", "RegistryCard", "UseCaseCard",
    ]  # fmt: skip
    assert judged.report.registry == "Test house"


def test_a_module_run_is_the_same_command(house: Path) -> None:
    command = [sys.executable, "-m", "modelsteward", "check", "--today", TODAY]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_output_into_a_closed_pipe_is_no_error_of_ours(house: Path) -> None:
    command = f"{sys.executable} -m modelsteward rules | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=house, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "words",
    ["check --today 2030-01-01", "list", "show scorer", "resolve scoring", "log", "validate --staged", "--version"],
)
def test_a_closed_stream_is_as_good_as_dev_null(repo: Path, words: str, closed: str) -> None:
    command = f"{sys.executable} -m modelsteward {words} {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=repo, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert git(repo, "status", "--porcelain") == ""


def test_a_terminal_without_unicode_is_survived(house: Path) -> None:
    write(house, {CARD: MODEL.replace("owner: data-science", "owner: ☃")})
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "-m", "modelsteward", "validate"]
    done = subprocess.run(command, cwd=house, capture_output=True, env=env, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_bug_is_called_a_bug_and_shows_no_traceback(
    house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "app", lambda first: 1 / 0)
    ran = steward("check")
    assert ran.code == 70
    assert "a bug in steward: ZeroDivisionError" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("STEWARD_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        steward("check")


def test_an_interruption_exits_130(house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(first: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "app", interrupted)
    assert steward("check").code == 130


def test_an_interruption_while_a_class_is_made_exits_130(
    house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(door, "app", lambda first: type("Made", (), {"attribute": Interrupted()}))
    assert steward("check").code == 130


def test_an_interruption_at_a_terminal_ends_the_line(
    house: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("modelsteward.cli.common.find_root", interrupted)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    ran = steward("check")
    assert (ran.code, ran.err) == (130, "\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [("steward val", "validate"), ("steward check --fo", "--format"), ("steward check --format sa", "sarif")],
)
def test_the_shell_completes_commands_options_and_values(house: Path, words: str, offered: str) -> None:
    env = {
        **os.environ, "_STEWARD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")),
    }  # fmt: skip
    command = [str(Path(sys.executable).parent / "steward")]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, env=env, check=False)
    assert done.stdout.split() == [offered]
