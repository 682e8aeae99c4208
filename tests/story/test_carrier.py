"""Git only carries the story: merges, squashes, rebases, odd messages and cut histories tell the same."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from modelsteward.store import commits, gitrun, stories
from modelsteward.store.blocks import Blocks
from modelsteward.store.composer import compose
from modelsteward.store.gitplace import Place
from tests.conftest import HOUSE, Steward, git, write
from tests.story.conftest import Told

CARD = "models/scorer/1.2.0.yaml"
TRAILERS = (
    "promote scorer@2.0.0: draft -> staging\n\nSteward-Action: promote\nSteward-Ref: scorer@2.0.0\n"
    "Steward-From: draft\nSteward-To: staging\nSteward-Reason: It did well.\nSteward-Version: 0.1.0\n"
)


def two_promotions(told: Told) -> None:
    """On `main` 2.2.0 comes to serve, on `other` 2.3.0: the merge conflicts."""
    for version in ("2.2.0", "2.3.0"):
        told.draft(version, "production")
    told.commit("Two versions")
    git(told.root, "checkout", "--quiet", "-b", "other")
    told.serve("scorer@2.3.0", "scorer@1.2.0")
    told.commit("Promote 2.3.0")
    git(told.root, "checkout", "--quiet", "main")
    told.serve("scorer@2.2.0", "scorer@1.2.0")
    told.commit("Promote 2.2.0")
    done = subprocess.run(["git", "merge", "--quiet", "other"], cwd=told.root, capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize(("side", "kept", "lost"), [("--theirs", "2.3.0", "2.2.0"), ("--ours", "2.2.0", "2.3.0")])
def test_both_promotions_stay_in_the_story_whichever_side_a_merge_takes(
    told: Told, side: str, kept: str, lost: str
) -> None:
    two_promotions(told)
    git(told.root, "checkout", side, "registry/use-cases/scoring.yaml")
    told.commit("Merge")
    what = told.what("use:scoring")
    assert len([line for line in what if line.startswith("main: scorer@2.")]) == 2
    assert what[0].startswith(
        f"merge: not kept: main: scorer@{lost} serves since 2029-12-10, instead of scorer@1.2.0 ("
    )
    assert told.what(f"scorer@{lost}")[0].startswith("merge: not kept: serves main of use:scoring")
    assert not [line for line in told.what(f"scorer@{kept}") if line.startswith("merge")]


def test_what_a_merge_brings_by_itself_is_told_once(told: Told) -> None:
    two_promotions(told)
    git(told.root, "checkout", "--theirs", "registry/use-cases/scoring.yaml")
    told.change("use-cases/scoring.yaml", "serving: {main: scorer@2.3.0}", "serving: {main: scorer@1.2.0}")
    told.change("use-cases/scoring.yaml", "risk: {own: low,", "risk: {own: high,")
    told.commit("Merge, and neither of them")
    mine = [line for line in told.what("use:scoring") if line.startswith("merge: ")]
    assert mine[:2] == [
        "merge: main: scorer@1.2.0 serves since 2029-06-01, instead of scorer@2.2.0",
        "merge: risk.own low -> high",
    ]
    assert len([line for line in mine if "not kept" in line]) == 2


def test_a_clean_merge_tells_nothing_itself(told: Told) -> None:
    git(told.root, "checkout", "--quiet", "-b", "other")
    told.draft("2.0.0")
    told.change(CARD, "owner: data-science", "owner: others")
    told.commit()
    git(told.root, "checkout", "--quiet", "main")
    told.change(CARD, "stage: production", "stage: suspended")
    told.commit()
    git(told.root, "merge", "--quiet", "--no-edit", "other")
    assert sorted(told.what()) == ["owner data-science -> others", "registered as draft", "suspended, was production"]


def test_conflict_marks_that_were_committed_are_told(told: Told) -> None:
    two_promotions(told)
    told.commit("Merge in haste")
    assert told.what("use:scoring")[0].startswith("merge: cannot be read from here on: ")


def test_a_squash_that_drops_the_trailers_tells_the_same_but_for_the_reason(told: Told) -> None:
    told.draft("2.0.0")
    told.commit()
    git(told.root, "checkout", "--quiet", "-b", "work")
    told.change("models/scorer/2.0.0.yaml", "stage: draft", "stage: staging")
    told.commit(TRAILERS)
    assert told.events("scorer@2.0.0")[0]["why"] == "It did well."
    git(told.root, "checkout", "--quiet", "main")
    git(told.root, "merge", "--quiet", "--squash", "work")
    told.commit("Everything (#7)")
    event = told.events("scorer@2.0.0")[0]
    assert (event["what"], event["why"], event["subject"]) == ("draft -> staging", None, "Everything (#7)")


def test_squashed_moves_find_their_reasons_in_one_message(told: Told) -> None:
    told.draft("2.0.0", "production")
    told.change(CARD, "stage: production", "stage: suspended")
    second = "Steward-Action: suspend\nSteward-Ref: scorer@1.2.0\nSteward-To: suspended\nSteward-Reason: It harms.\n"
    register = "Steward-Action: register\nSteward-Ref: scorer@2.0.0\nSteward-Reason: Newer.\n"
    told.commit(f"Two moves\n\n* one\n\n{register}\n* two\n\n{second}")
    assert {event["ref"]: event["why"] for event in told.events() if event["subject"] == "Two moves"} == {
        "scorer@2.0.0": "Newer.",
        "scorer@1.2.0": "It harms.",
    }


def test_a_rebase_changes_nothing_but_the_commits(told: Told) -> None:
    git(told.root, "checkout", "--quiet", "-b", "work")
    told.draft("2.0.0")
    told.commit()
    told.change("models/scorer/2.0.0.yaml", "stage: draft", "stage: staging")
    told.commit(TRAILERS)
    before = told.events("scorer@2.0.0")
    git(told.root, "checkout", "--quiet", "main")
    told.change("steward.yaml", "Test house", "Best house")
    told.commit()
    git(told.root, "rebase", "--quiet", "main", "work")
    after = told.events("scorer@2.0.0")
    assert [event["commit"] for event in after] != [event["commit"] for event in before]
    assert [{**event, "commit": ""} for event in after] == [{**event, "commit": ""} for event in before]


def test_co_authors_are_named(told: Told) -> None:
    told.draft("2.0.0")
    told.commit(
        "Together\n\nCo-authored-by: Grace Hopper <grace@house.example>\nco-authored-by: Ada <ada@house.example>\n"
    )
    assert told.events("scorer@2.0.0")[0]["with"] == ["Grace Hopper", "Ada"]
    assert "  Ada, Grace Hopper  registered as draft" in told.steward("log", "scorer@2.0.0").out


@pytest.mark.parametrize(
    ("change", "says"),
    [("stage: suspended", "the message says production -> retired, and the file says suspended"),
     ("stage: production # untouched", "the message says production -> retired, and the file does not")],
)  # fmt: skip
def test_a_message_that_the_files_contradict_is_told_as_such(told: Told, change: str, says: str) -> None:
    told.change(CARD, "stage: production", change)
    told.commit(
        "x\n\nSteward-Action: retire\nSteward-Ref: scorer@1.2.0\nSteward-From: production\nSteward-To: retired\n"
    )
    assert says in told.what("scorer@1.2.0")


def test_a_commit_that_only_speaks_of_a_move_is_told_as_such(told: Told) -> None:
    told.draft("2.0.0")
    told.commit()
    told.commit(TRAILERS)
    told.change(CARD, "stage: production", "stage: suspended")
    told.commit()
    assert told.what("scorer@2.0.0") == [
        "the message says draft -> staging, and the file does not",
        "registered as draft",
    ]
    assert told.what()[1] == "the message says draft -> staging, and the file does not"
    assert told.what("scorer@1.2.0") == ["suspended, was production"]


def test_moves_of_a_folder_that_the_registry_left_are_not_called_empty(told: Told) -> None:
    told.draft("2.0.0")
    told.commit()
    told.change("models/scorer/2.0.0.yaml", "stage: draft", "stage: staging")
    told.commit(TRAILERS)
    git(told.root, "mv", "registry", "cards")
    told.commit("Move the registry")
    assert not [event for event in told.events("-C", "cards") if event["kind"] == "claim"]


def test_a_shallow_clone_says_where_its_history_is_cut(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for old, new in (("production", "suspended"), ("suspended", "production"), ("production", "deprecated")):
        told.change(CARD, f"stage: {old}", f"stage: {new}")
        told.commit()
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "2", told.root.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    found = told.document("scorer@1.2.0")
    assert [event["what"] for event in found["events"]] == ["production -> deprecated"]
    assert found["cut"] == [{"commit": git(told.root, "rev-parse", "HEAD~1").strip(), "day": "2029-12-03"}]
    assert "this clone is shallow, and its history begins at 2029-12-03" in told.steward("log").out


def test_a_shallow_clone_does_not_deny_what_its_first_commit_says(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.draft("2.0.0")
    told.commit()
    told.change("models/scorer/2.0.0.yaml", "stage: draft", "stage: staging")
    told.commit(TRAILERS)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", told.root.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert told.document("scorer@2.0.0")["events"] == []


def test_a_message_in_another_encoding_is_read_as_far_as_can_be(told: Told) -> None:
    told.draft("2.0.0")
    git(told.root, "add", ".")
    latin = ["git", "-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--quiet", "--file=-"]
    subprocess.run(latin, cwd=told.root, input="für alle".encode("latin-1"), check=True, capture_output=True)
    assert told.events("scorer@2.0.0")[0]["subject"] == "für alle"
    asked = ["git", "cat-file", "commit", "HEAD"]
    raw = subprocess.run(asked, cwd=told.root, check=True, capture_output=True).stdout.partition(b"\n\n")[0]
    lines = [line for line in raw.split(b"\n") if not line.startswith(b"encoding")]
    broken = b"\n".join(lines).replace(b"author Ada", b"author \xc4da") + b"\n\nf\xfcr alle\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=told.root,
        input=broken,
        check=True,
        capture_output=True,
    )
    git(told.root, "reset", "--quiet", "--hard", made.stdout.decode().strip())
    event = told.events("scorer@2.0.0")[0]
    assert (event["author"], event["subject"]) == ("\ufffdda", "f\ufffdr alle")


def test_nothing_from_a_message_or_card_acts_on_a_terminal(told: Told) -> None:
    told.change(CARD, "stage: production", 'stage: "\\e[31mred"')
    told.commit("x\n\nSteward-Action: promote\nSteward-Ref: scorer@1.2.0\nSteward-Reason: \x1b[2J gone\n")
    for how in ("text", "markdown", "json"):
        assert "\x1b" not in told.steward("log", "--format", how).out


def test_what_is_not_committed_is_named_first(told: Told) -> None:
    told.change(CARD, "stage: production", "stage: suspended")
    told.draft("2.0.0")
    lines = told.steward("log").out.splitlines()
    assert lines[0] == "not committed: models/scorer/1.2.0.yaml, models/scorer/2.0.0.yaml"
    assert told.document("scorer@2.0.0")["not_committed"] == ["models/scorer/2.0.0.yaml"]


def test_outside_git_and_before_the_first_commit_the_answer_is_clear(house: Path, steward: Steward) -> None:
    ran = steward("log")
    assert (ran.code, "in no git repository" in ran.err) == (4, True)
    git(house, "init", "--quiet")
    ran = steward("log")
    assert (ran.code, "nothing has been committed" in ran.err) == (4, True)


def test_a_registry_at_the_top_is_told_too(house: Path, steward: Steward) -> None:
    git(house, "init", "--quiet")
    git(house, "add", ".")
    git(house, "commit", "--quiet", "--message", "A registry")
    assert "scorer@1.2.0: registered in production" in steward("log", "scorer").out


@pytest.mark.parametrize(("ref", "code", "hint"), [("scorr", 4, "`scorer`"), ("scoring", 4, "`use:scoring`"), ("scorer@9.0.0", 4, "scorer@1.2.0"),
                                             ("../x", 2, "no ref"), ("foo:bar", 2, "no ref")])  # fmt: skip
def test_what_nobody_knows_is_refused_with_what_was_meant(told: Told, ref: str, code: int, hint: str) -> None:
    ran = told.steward("log", ref)
    assert ran.code == code
    assert hint in ran.err


def test_days_and_counts_limit_the_story(told: Told) -> None:
    for old, new in (("production", "suspended"), ("suspended", "production"), ("production", "deprecated")):
        told.change(CARD, f"stage: {old}", f"stage: {new}")
        told.commit()
    assert told.what("--since", "2029-12-03", "--until", "2029-12-03") == ["resumed in production"]
    assert told.what("-n", "1") == ["production -> deprecated"]
    assert told.document("-n", "1")["more"] is True
    assert told.what("--reverse")[-1] == "production -> deprecated"
    assert told.what("--since", "-P2D", "--until", "-P1D", "--today", "2029-12-05") == told.what(
        "--since", "2029-12-03", "--until", "2029-12-04"
    )
    assert told.what("--since", "-P2D", "--until", "-P2D", "--today", "2029-12-05") == ["resumed in production"]
    assert told.what("--until", "-P90Y") == []
    for day in ("soon", "-P", "+30D", "-"):
        ran = told.steward("log", "--since", day)
        assert (ran.code, f"`{day}` is no day" in ran.err) == (2, True), ran.err


def test_a_long_history_is_read_by_few_processes_and_each_content_once(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_history(told.root, 1000)
    started: list[str] = []
    parsed: list[str] = []
    real = gitrun._popen
    monkeypatch.setattr(
        gitrun, "_popen", lambda command, *rest, **more: started.append(command[0]) or real(command, *rest, **more)
    )
    value = Blocks.value
    monkeypatch.setattr(Blocks, "value", lambda self, text: parsed.append(text) or value(self, text))
    assert len(told.events()) == 1000 + 4 + 1
    assert len(started) <= 10
    assert len(parsed) == len(set(parsed)) == 1000 + 4
    parsed.clear()
    assert len(told.events("scorer@1.2.0")) == 2
    assert len(parsed) == 2


@pytest.mark.parametrize("limit", [("-n", "5"), ("--since", "2030-04-28")])
def test_of_a_long_history_no_more_is_read_than_is_told(
    told: Told, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, str]
) -> None:
    long_history(told.root, 1000)
    read: list[str] = []
    asked: list[int] = []
    blobs, files = commits.read_blobs, commits._with_files

    def reading(place: Place, needed: Iterable[str], soon: Iterable[str]) -> dict[str, bytes | None]:
        found = blobs(place, needed, soon)
        read.extend(found)
        return found

    monkeypatch.setattr(stories, "read_blobs", reading)
    monkeypatch.setattr(
        commits, "_with_files", lambda place, group, paths: asked.append(len(group)) or files(place, group, paths)
    )
    assert 0 < len(told.events(*limit)) < 1000
    assert (sum(asked), len(read) <= 64) == (64, True)


def long_history(root: Path, count: int) -> None:
    """That many versions of another model, a commit each."""
    text = HOUSE[CARD].replace("name: scorer", "name: other")
    stream = []
    for number in range(count):
        data = text.replace("version: 1.2.0", f"version: 1.{number}.0")
        parent = "from refs/heads/main^0\n" if not number else ""
        stream.append(
            f"commit refs/heads/main\ncommitter Ada <ada@house.example> {1900000000 + number * 3600} +0000\n"
            f"data 3\nyes\n{parent}M 100644 inline registry/models/other/1.{number}.0.yaml\ndata {len(data)}\n{data}\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input="".join(stream).encode(), check=True)
    git(root, "reset", "--quiet", "--hard")


@pytest.mark.parametrize(
    "text",
    [
        *HOUSE.values(), "", "# nothing\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: 'first\nb: x'\n", "a:\n- 1\n- 2\nb: |\n  x\n\n  y\n",
        "a: 1\n---\nb: 2\n", "---\na: 1\n", "%YAML 1.2\n---\na: 1\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\n", " a: 1\n b: 2\n", "{a: 1,\nb: 2}\n",
        "a: {x: 1,\ny: 2}\n", "a: 1\n...\nb: 2\n", "? a\n: 1\n", "a: x\n  y: 2\n", "- 1\n- 2\n",
        "a:\n  - 1\n  - {b: 2}\n  - c: 3\n    d: 4\n", "a:\n  - 1\n\n  # why\n  - 2\n\nb: 3\n", "a:\n  - x: |\n      t\n\n  - y\n", "a: \n- x: >-\n    t\n- y",
        "a:\n  - [1,\n  - 2]\n", "a:\n  - 'x\n  - y'\n", "a:\n  - &x 1\n  - *x\n", "a:\n  - 1\n  - - 2\n    - 3\n  -\n    b: 4\n", "a:\n  - x\n  b: 1\n",
        "a:\n  - x: |+\n      t\n\n\n  - y\n", "a:\n  - x\n  - b: 1\n    b: 2\n", "a:\n  - |\n   x\n   - y\n  - z\n", "a:\n  - - 1\n  - - 2\n", "a:\n- 1\n- 2",
        "a:\n  - x: |+\n      t\n", "a:\n  - x: |+\n      t", "a:\n  - x: |+\n      t\n  - y: |+\n      t\n\n", "a:\n  - x: |\n      t\n  - y: |-\n      t", "a: 1\n# c\nb: 2", "a: 1\n\tb: 2\n", "é: 1\na: 2\n",
        "a: 1\nb:\n  x\r...\nc: 3\n", "a: 1\r---\nb: 2\n", "a: x\u2028...\nb: 1\n", "a: x\x85b: 1\nc: 2\n",
    ],
)  # fmt: skip
def test_reading_by_parts_is_reading(text: str) -> None:
    reader = Blocks()
    assert reader.value(text) == compose(text)
    assert reader.value(text) == compose(text)


def test_ids_that_git_does_not_have_stand_for_nothing(told: Told) -> None:
    place = commits.read_history(told.root / "registry", ("models",), (b"",)).place
    head = git(told.root, "rev-parse", f"HEAD:registry/{CARD}").strip()
    found = commits.read_blobs(place, [head, "0" * 40])
    assert [oid for oid, text in found.items() if text is not None] == [head]
    files = [("HEAD", CARD), ("HEAD", "none.yaml"), ("HEAD", "no\nfile.yaml")]
    assert commits.blob_ids(place, files) == {("HEAD", CARD): head}


def test_the_house_can_be_written_twice(told: Told) -> None:
    write(told.root / "registry", HOUSE)
    assert told.document()["not_committed"] == []


def on_a_side(told: Told) -> None:
    """On `side` another card says something else; `main` goes on with the policy only."""
    git(told.root, "checkout", "--quiet", "-b", "side")
    told.change(CARD, "stage: production", "stage: suspended")
    told.change(CARD, "summary: Scores what comes in.", "summary: Scores.")
    told.commit("Suspend")
    git(told.root, "checkout", "--quiet", "main")
    told.change("steward.yaml", "Test house", "Best house")
    told.commit("The policy")


def test_a_merge_that_drops_what_only_one_side_had_changed_is_told(told: Told) -> None:
    on_a_side(told)
    side = git(told.root, "rev-parse", "side").strip()
    git(told.root, "merge", "--quiet", "--strategy", "ours", "--message", "Merge, and keep ours", "side")
    assert told.what("scorer@1.2.0") == [
        f"merge: not kept: suspended, was production ({side[:8]})",
        f"merge: not kept: summary Scores what comes in. -> Scores. ({side[:8]})",
        "suspended, was production",
        "summary Scores what comes in. -> Scores.",
    ]
    told.change(CARD, "stage: production", "stage: deprecated")
    told.commit()
    git(told.root, "checkout", "--quiet", "-b", "third", "main~2")
    told.put("models/scorer/3.0.0.yaml", (told.root / "registry" / CARD).read_text().replace("1.2.0", "3.0.0"))
    told.commit()
    git(told.root, "merge", "--quiet", "--no-edit", "main")
    assert len([line for line in told.what("scorer@1.2.0") if "not kept" in line]) == 2, "told once, where it was lost"


def test_a_merge_that_takes_all_from_the_other_side_is_told_of_the_first(told: Told) -> None:
    on_a_side(told)
    tree = git(told.root, "rev-parse", "side^{tree}").strip()
    merge = git(told.root, "commit-tree", tree, "-p", "main", "-p", "side", "-m", "Merge, and keep theirs").strip()
    policy = git(told.root, "rev-parse", "main").strip()
    git(told.root, "reset", "--quiet", "--hard", merge)
    assert [line for line in told.what() if "not kept" in line] == [
        f"merge: not kept: policy: name Test house -> Best house ({policy[:8]})"
    ]


def test_of_a_file_that_both_sides_changed_a_merge_is_told_to_drop_only_what_it_dropped(told: Told) -> None:
    git(told.root, "checkout", "--quiet", "-b", "side")
    told.change(CARD, "summary: Scores what comes in.", "summary: Scores.")
    told.change(CARD, "license: Apache-2.0", "license: MIT")
    told.commit("Two keys")
    side = git(told.root, "rev-parse", "side").strip()
    git(told.root, "checkout", "--quiet", "main")
    told.change(CARD, "stage: production", "stage: suspended")
    told.commit("Another key")
    git(told.root, "merge", "--quiet", "--no-commit", "--strategy", "ours", "side")
    told.change(CARD, "license: Apache-2.0", "license: MIT")
    told.commit("Merge, with one of two keys")
    assert [line for line in told.what("scorer@1.2.0") if line.startswith("merge")] == [
        f"merge: not kept: summary Scores what comes in. -> Scores. ({side[:8]})"
    ]


def test_a_merge_of_two_people_s_ticks_drops_neither(told: Told) -> None:
    items = "".join(f"  - id: {name}\n    text: Do it.\n    state: open\n\n" for name in "abcd")
    path = "checklists/scorer/1.2.0/retirement.yaml"
    told.put(path, f"card: checklist/1\nref: scorer@1.2.0\npurpose: retirement\nopened: 2029-12-01\nitems:\n{items}")
    told.commit()
    for branch, name in (("other", "a"), ("main", "d")):
        git(told.root, "checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        tick = f"  - id: {name}\n    text: Do it.\n    state: "
        told.change(path, f"{tick}open", f"{tick}done\n    evidence: Seen.")
        told.commit(f"Tick {name}")
    git(told.root, "merge", "--quiet", "--no-edit", "other")
    assert not [line for line in told.what("scorer@1.2.0") if "not kept" in line]
    git(told.root, "reset", "--quiet", "--hard", "HEAD~1")
    git(told.root, "merge", "--quiet", "--strategy", "ours", "--no-edit", "other")
    (line,) = [line for line in told.what("scorer@1.2.0") if "not kept" in line]
    assert line.startswith("merge: not kept: retirement checklist: a done (")


def test_files_that_a_merge_dropped_or_brought_back_are_told(told: Told) -> None:
    told.draft("2.0.0")
    told.commit()
    git(told.root, "checkout", "--quiet", "-b", "side")
    told.draft("3.0.0")
    (told.root / "registry/models/scorer/2.0.0.yaml").unlink()
    told.put("models/scorer/2.1.0.yaml", HOUSE[CARD].replace("1.2.0", "2.1.0"))
    told.commit("Comes and goes")
    git(told.root, "checkout", "--quiet", "main")
    told.commit("Nothing")
    git(told.root, "merge", "--quiet", "--strategy", "ours", "--no-edit", "side")
    told_of = [line.partition(" (")[0] for line in told.what("scorer") if "not kept" in line]
    assert sorted(told_of) == [
        "merge: not kept: card taken away, it was draft", "merge: not kept: registered as draft",
        "merge: not kept: registered in production",
    ]  # fmt: skip


def test_a_paragraph_from_each_side_is_kept(told: Told) -> None:
    told.change(CARD, "summary: Scores what comes in.", "summary: |\n  One.\n\n  Two.\n\n  Three.\n\n  Four.")
    told.commit()
    git(told.root, "checkout", "--quiet", "-b", "side")
    told.change(CARD, "  One.", "  First.")
    told.commit()
    git(told.root, "checkout", "--quiet", "main")
    told.change(CARD, "  Four.", "  Fourth.")
    told.commit()
    git(told.root, "merge", "--quiet", "--no-edit", "side")
    assert not [line for line in told.what("scorer@1.2.0") if "not kept" in line]


def test_gates_passed_by_force_are_a_fact_only_where_a_card_says_so(told: Told) -> None:
    told.change(CARD, "owner: data-science", "owner: others")
    claim = "Steward-Action: set\nSteward-Ref: scorer@1.2.0\nSteward-Reason: Moved.\nSteward-Forced: hold, gone\n"
    told.commit(f"x\n\n{claim}")
    assert [(event["what"], event["why"], event["kind"]) for event in told.events("scorer@1.2.0")[:2]] == [
        ("owner data-science -> others", "Moved.", "owner"),
        ("the message says forced past hold, gone, and no card does", None, "claim"),
    ]
    told.change(CARD, "owner: others", "owner: data-science")
    told.change(CARD, "2030-05-01}", "2030-05-01, forced: [{on: 2029-12-03, move: set, gates: [hold, gone], by: eve}]}")
    told.commit(f"x\n\n{claim}")
    assert told.events("scorer@1.2.0")[0]["why"] == "forced past hold, gone: Moved."
    assert len(told.events("scorer@1.2.0")) == 1 + 2 + 2, "and no line denies it"


@pytest.mark.parametrize("path", ["registry/models/scorer/1.2.0.yaml", "./registry/models/scorer/1.2.0.yaml", CARD])
def test_a_file_s_path_may_begin_at_the_repository_s_top(told: Told, path: str) -> None:
    assert told.document(path)["about"] == "scorer@1.2.0"


def test_days_the_wrong_way_round_are_refused(told: Told) -> None:
    ran = told.steward("log", "--since", "2029-12-03", "--until", "2029-12-02")
    assert (ran.code, ran.out) == (2, "")
    assert "2029-12-03 is after 2029-12-02" in ran.err
    assert "--since is the earlier day" in ran.err
