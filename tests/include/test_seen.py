"""What is said where a guest was not read, and where a command is about a card of a guest's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import MODEL, STEWARD_YAML, USE, Ran, Steward, write
from tests.include.worlds import commit, git

TODAY = ("--today", "2030-01-01")


def model(name: str, version: str, stage: str = "production") -> str:
    """A card that may serve, or a draft."""
    text = MODEL.replace("scorer", name).replace("1.2.0", version)
    return text.replace("stage: production", f"stage: {stage}")


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward) -> Path:
    """A use of ours served by a guest's version, with one of ours to fall back on; in one repository."""
    use = USE.replace("scorer@1.2.0", "mb@2.1.0")
    write(
        tmp_path,
        {
            "work/A/steward.yaml": f"{STEWARD_YAML}include: {{b: ../B}}\n",
            "work/A/models/ma/2.0.0.yaml": model("ma", "2.0.0"),
            "work/A/use-cases/scoring.yaml": f"{use}fallback: {{main: ma@2.0.0}}\n",
            "work/A/use-cases/plain.yaml": use.replace("name: scoring", "name: plain"),
            "work/B/steward.yaml": STEWARD_YAML,
            "work/B/models/mb/1.0.0.yaml": model("mb", "1.0.0", "draft"),
            "work/B/models/mc/1.0.0.yaml": model("mc", "1.0.0", "draft"),
            "work/B/models/mb/2.1.0.yaml": model("mb", "2.1.0"),
        },
    )
    monkeypatch.chdir(tmp_path / "work/A")
    commit(tmp_path / "work")
    return tmp_path / "work/A"


def lose(ours: Path, how: str) -> None:
    """Let the guest be gone, or its steward.yaml be none."""
    if how == "missing":
        shutil.rmtree(ours / "../B")
    else:
        (ours / "../B/steward.yaml").write_text("{")


@pytest.mark.parametrize("how", ["missing", "broken"])
def test_no_fallback_answers_because_the_registry_of_the_champion_was_not_read(
    how: str, ours: Path, steward: Steward
) -> None:
    assert steward("resolve", "scoring", *TODAY).out == "mb@2.1.0\n"
    lose(ours, how)
    for use in ("scoring", "plain"):
        ran = steward("resolve", use, *TODAY)
        assert (ran.code, ran.out) == (4, ""), use
        assert "nothing is known of mb@2.1.0, for the registry b could not be read: " in ran.err
        assert ("git submodule update --init" if how == "missing" else "check`") in ran.err


def refused_at_home(ran: Ran, what: str, action: str) -> None:
    """That it says whose the card is, and a command that is run there."""
    assert ran.code == 4, ran.out + ran.err
    assert f"{what} belongs to the registry b (../B)" in ran.err
    assert f"`steward -C ../B {action} " in ran.err


@pytest.mark.parametrize(
    "words",
    [["make"], ["refresh"], ["tick", "x", "--evidence", "E", "--by", "data-science"], ["skip", "x", "--reason", "R"]],
    ids=lambda words: words[0],
)
def test_no_checklist_is_made_here_of_a_guests_version(words: list[str], ours: Path, steward: Steward) -> None:
    for ref in ("mb@2.1.0", "mb"):
        refused_at_home(steward("checklist", ref, *words, "--yes", *TODAY), ref, "checklist")
    assert git(ours, "status", "--short") == ""
    assert steward("checklist", "mb@2.1.0", *TODAY).code == 0, "it may be looked at"


@pytest.mark.parametrize("more", [[], ["--set", "summary=Counts."], ["--artifact", "weights=steward.yaml"]], ids=str)
@pytest.mark.parametrize("ref", ["mb@1.0.0", "mb@2.1.0", "mb"])
def test_no_draft_of_a_guests_is_bumped_here(ref: str, more: list[str], ours: Path, steward: Steward) -> None:
    refused_at_home(steward("bump", ref, *more, "--yes", *TODAY), ref, "bump")


@pytest.mark.parametrize(
    "words",
    [
        ["register", "mb", "--summary", "S.", "--owner", "data-science", "--origin", "in-house"],
        ["register", "mb@3.0.0"],
        ["retire", "mb@1.0.0"],
        ["retire", "mb"],
        ["destroy", "mb@2.1.0", "--confirm", "mb@2.1.0"],
        ["resume", "mb@2.1.0", "--reason", "R"],
        ["suspend", "mb", "--reason", "R"],
        ["deprecate", "mb@1.0.0", "--sunset", "2031-01-01"],
        ["review", "mb", "--until", "2031-01-01"],
        ["set", "mb", "owner=data-science"],
        ["promote", "mb@2.1.0", "staging"],
    ],
    ids=" ".join,
)
def test_whose_a_card_is_comes_before_all_that_may_be_said_of_it(
    words: list[str], ours: Path, steward: Steward
) -> None:
    refused_at_home(steward(*words, "--yes", *TODAY), words[1], words[0])


def test_a_guests_draft_is_brought_into_production_for_a_use_of_its_own(ours: Path, steward: Steward) -> None:
    ran = steward("promote", "mb@1.0.0", "production", "--for", "plain", "--yes", *TODAY)
    assert ran.code == 4
    assert "mb@1.0.0 belongs to the registry b (../B), and is in draft there" in ran.err
    assert "`steward -C ../B promote mb@1.0.0 production --for USE`" in ran.err


@pytest.mark.parametrize("ref", ["mc", "mc@1.0.0", "mb@1.0.0"])
def test_the_history_of_a_guests_model_is_told_at_its_home(
    ref: str, ours: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ours.parent)
    ran = steward("-C", "A", "log", ref)
    assert ran.code == 4
    assert f"{ref} belongs to the registry b (B)" in ran.err
    assert f"`steward -C B log {ref}`" in ran.err
    assert steward("-C", "B", "log", ref).code == 0
    assert "nothing is, or ever was, called `md` here" in steward("-C", "A", "log", "md").err


@pytest.mark.parametrize("how", ["missing", "broken"])
def test_that_a_guest_was_not_read_is_said_once_beside_what_was(how: str, ours: Path, steward: Steward) -> None:
    lose(ours, how)
    why = "the registry b could not be read: "
    for words in (["list"], ["list", "--kind", "use", "--format", "json"], ["show", "use:plain"], ["timeline"]):
        ran = steward(*words, *TODAY)
        assert (ran.code, why in ran.out) == (0, False), words
        assert ran.err.count(f"steward: {why}") == 1, words
    assert steward("check", *TODAY).err == "", "there a finding tells it"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "mb@2.1.0"], "nothing is called `mb@2.1.0` here"),
        (["timeline", "mb"], "nothing is called `mb` here"),
        (["suspend", "mb", "--reason", "R", "--dry-run", "--no-commit"], "nothing is called `mb` here"),
        (["diff", "mb"], "nothing is called `mb` here"),
        (["resolve", "elsewhere"], "there is no use:elsewhere here"),
        (["log", "mc"], "nothing is, or ever was, called `mc` here"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_what_may_be_in_a_guest_that_was_not_read_is_not_guessed_at(
    words: list[str], said: str, ours: Path, steward: Steward
) -> None:
    lose(ours, "missing")
    ran = steward(*words)
    assert ran.code == 4
    assert said in ran.err
    assert "the registry b could not be read: there is no registry at ../B" in ran.err
    assert "git submodule update --init ../B" in ran.err
    assert "did you mean" not in ran.err
    assert "register use:" not in ran.err


def test_a_guests_broken_card_is_told_with_the_registry_that_says_why(
    ours: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ours, {"../B/models/mc/1.0.0.yaml": "{", "models/md/1.0.0.yaml": "{"})
    ran = steward("list")
    assert "1 card could not be read and is not here: see `steward check`\n" in ran.out
    assert (
        "1 card of the registry b (../B) could not be read and is not here: see `steward check` in its folder"
        in ran.out
    )
    for ref in ("mc", "mc@1.0.0"):
        ran = steward("show", ref)
        assert (ran.code, "mc@1.0.0 cannot be read" in ran.err) == (4, True), ran.err
        assert "in the folder of the registry b, ../B: `steward validate models/mc/1.0.0.yaml` says why" in ran.err
    ran = steward("show", "md")
    assert "md@1.0.0 cannot be read" in ran.err
    assert "`steward validate` says what is wrong with models/md/1.0.0.yaml" in ran.err
    monkeypatch.chdir(ours / "../B")
    assert steward("validate", "models/mc/1.0.0.yaml").code == 1


@pytest.mark.parametrize(
    ("how", "hint"),
    [
        ("missing", "in the folder of this registry: git submodule update --init ../B"),
        ("broken", "see what `steward check` says of it in that folder"),
    ],
)
def test_what_helps_where_a_guest_cannot_be_read_is_true_wherever_it_is_read(
    how: str, hint: str, ours: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(ours, how)
    for folder, words in ((ours, []), (ours.parent, ["-C", "A"])):  # the second time it is what was kept
        monkeypatch.chdir(folder)
        ran = steward(*words, "check", *TODAY)
        assert (ran.code, hint in ran.out) == (1, True), ran.out
        assert "steward -C" not in ran.out
