"""What commands see of the registries that are included, and that they change none of their cards."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import rmtree

import pytest

from modelsteward.store.files import WorkTree
from tests.conftest import DATASET, MODEL, STEWARD_YAML, USE, Steward, write
from tests.include.worlds import commit, git, gits, registry

ENDED = USE.partition("serving:")[0].replace("name: scoring", "name: ranking").replace("live", "proposed")


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward) -> Path:
    """Uses of ours, and the models they stand on in a registry beside, in one repository."""
    write(
        tmp_path,
        {
            "work/ours/steward.yaml": f"{STEWARD_YAML}include: {{lab: ../lab}}\n",
            "work/ours/use-cases/scoring.yaml": USE,
            "work/ours/use-cases/ranking.yaml": f"{ENDED}serving: {{main: null}}\n",
            "work/lab/steward.yaml": f"{STEWARD_YAML}include: {{uses: ../ours}}\n",
            "work/lab/models/scorer/1.2.0.yaml": MODEL,
            "work/lab/datasets/rows/1.0.0.yaml": DATASET,
        },
    )
    monkeypatch.chdir(tmp_path / "work/ours")
    commit(tmp_path / "work")
    return tmp_path / "work/ours"


TODAY = ("--today", "2030-01-01")


def test_list_says_of_which_registry_a_card_is(ours: Path, steward: Steward) -> None:
    rows = json.loads(steward("list", "--kind", "use", "--format", "json").out)["rows"]
    assert [(row["ref"], row["registry"]) for row in rows] == [("use:ranking", None), ("use:scoring", None)]
    rows = json.loads(steward("list", "--format", "json").out)["rows"]
    assert [(row["ref"], row["registry"]) for row in rows] == [("scorer@1.2.0", "lab")]
    assert steward("list", "--format", "csv").out.splitlines()[0].endswith(",certified_by,registry")
    assert steward("list", "--format", "markdown").out.splitlines()[0].endswith("| registry |")
    assert "registry" in steward("list").out.splitlines()[0]


def test_list_own_leaves_the_others_out_and_looks_as_ever(ours: Path, steward: Steward) -> None:
    (ours / "../lab/models/scorer/1.3.0.yaml").write_text("{")
    listing = json.loads(steward("list", "--own", "--format", "json").out)
    assert (listing["rows"], listing["total"], listing["unreadable"]) == ([], 0, [])
    assert json.loads(steward("list", "--format", "json").out)["unreadable"] == ["../lab/models/scorer/1.3.0.yaml"]
    rows = json.loads(steward("list", "--own", "--kind", "use", "--format", "json").out)["rows"]
    assert all("registry" not in row for row in rows)


def test_show_says_whose_a_card_is_and_where_it_lies(ours: Path, steward: Steward) -> None:
    ran = steward("show", "scorer", *TODAY)
    assert "../lab/models/scorer/1.2.0.yaml  (of the registry lab)" in ran.out
    assert "data-science@house.example" in ran.out
    assert "use:scoring" in ran.out
    shown = json.loads(steward("show", "scorer", "--format", "json", *TODAY).out)
    assert (shown["registry"], shown["file"]) == ("lab", "../lab/models/scorer/1.2.0.yaml")
    assert [row["message"] for row in shown["sections"]["commits"]] == ["state"]
    assert "registry" not in json.loads(steward("show", "use:scoring", "--format", "json", *TODAY).out)


def test_the_other_looking_commands_see_all(ours: Path, steward: Steward) -> None:
    assert steward("resolve", "scoring", *TODAY).out == "scorer@1.2.0\n"
    assert "scorer" in steward("timeline", *TODAY).out
    second = MODEL.replace("version: 1.2.0", "version: 1.3.0").replace("Scores what", "Scores all that")
    write(ours, {"../lab/models/scorer/1.3.0.yaml": second})
    ran = steward("diff", "scorer")
    assert (ran.code, "summary" in ran.out) == (0, True), ran.err
    assert steward("check", *TODAY).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["set", "scorer@1.2.0", "summary=Counts."],
        ["suspend", "scorer@1.2.0", "--reason", "Harm."],
        ["deprecate", "scorer@1.2.0", "--sunset", "2031-01-01", "--reason", "It ends."],
        ["review", "scorer@1.2.0", "--until", "2030-12-01"],
        ["review", "scorer@1.2.0", "--until", "2030-12-01", "--outcome", "end"],
        ["review", "data:rows@1.0.0", "--until", "2030-12-01"],
        ["review", "use:sorting", "--until", "2030-12-01"],
        ["checklist", "scorer@1.2.0", "make"],
        ["bump", "scorer"],
        ["bump", "scorer@1.2.0", "--set", "task=tabular-regression"],
        ["register", "scorer@2.0.0", "--summary", "S.", "--owner", "data-science", "--origin", "in-house"],
        ["register", "data:rows@2.0.0", "--summary", "S.", "--owner", "data-science", "--origin", "in-house"],
        ["promote", "scorer@1.2.0", "production", "--for", "ranking"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_guests_card_is_changed_at_home(words: list[str], ours: Path, steward: Steward) -> None:
    write(ours, {"../lab/use-cases/sorting.yaml": f"{ENDED.replace('ranking', 'sorting')}serving: {{main: null}}\n"})
    commit(ours.parent)
    ran = steward(*words, "--yes", *TODAY)
    assert ran.code == 4, ran.out + ran.err
    assert "belongs to the registry lab (../lab)" in ran.err
    assert f"steward -C ../lab {words[0]}" in ran.err
    assert git(ours, "status", "--short") == ""


def test_the_hint_works(ours: Path, steward: Steward) -> None:
    ran = steward("-C", "../lab", "suspend", "scorer@1.2.0", "--reason", "Harm.", "--yes", *TODAY)
    assert ran.code == 0, ran.err
    assert "use:scoring" in ran.out + ran.err, "the uses it served are those of the other registry"
    assert git(ours, "show", "--name-only", "--format=") == "lab/models/scorer/1.2.0.yaml"


def test_a_use_of_ours_may_move_to_a_version_in_production_there(ours: Path, steward: Steward) -> None:
    ran = steward("-C", "../lab", "promote", "scorer@1.2.0", "production", "--for", "scoring", "--yes", *TODAY)
    assert (ran.code, "serves main of use:scoring already" in ran.err) == (4, True)
    seal = steward("-C", "../lab", "set", "scorer@1.2.0", "summary=Counts.", "--dry-run")
    assert seal.code == 0, seal.err
    from modelsteward.api.desk import Desk
    from modelsteward.domain.seal import seal_of

    card = Desk(ours / "../lab").whole().models["scorer@1.2.0"].card
    write(ours, {"../lab/models/scorer/1.2.0.yaml": f"{MODEL}seal: {seal_of(card)}\n"})
    commit(ours.parent)

    ran = steward("promote", "scorer@1.2.0", "production", "--for", "ranking", "--yes", *TODAY)
    assert ran.code == 0, ran.err
    assert git(ours, "show", "--name-only", "--format=") == "ours/use-cases/ranking.yaml"
    ran = steward("suspend", "scorer@1.2.0", "--for", "ranking", "--reason", "Harm.", "--yes", *TODAY)
    assert ran.code == 0, ran.err
    assert git(ours, "show", "--name-only", "--format=") == "ours/use-cases/ranking.yaml"


def test_what_a_guest_has_not_committed_does_not_count(ours: Path, steward: Steward) -> None:
    write(ours, {"../lab/models/other/1.0.0.yaml": MODEL.replace("scorer", "other").replace("1.2.0", "1.0.0")})
    ran = steward("promote", "other@1.0.0", "production", "--for", "ranking", "--yes", *TODAY)
    assert (ran.code, "nothing is called `other@1.0.0` here" in ran.err) == (4, True), ran.err


def test_new_cards_may_name_a_guests(ours: Path, steward: Steward) -> None:
    words = ["--summary", "S.", "--owner", "data-science", "--origin", "in-house", "--yes", *TODAY]
    ran = steward("register", "counter@1.0.0", "--dataset", "data:rows@1.0.0", *words)
    assert ran.code == 0, ran.err
    assert steward("register", "meter@1.0.0", "--dataset", "data:rows@9.0.0", *words).code == 4


def test_one_card_needs_no_whole_guest(ours: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = WorkTree.read

    def noted(tree: WorkTree, path: str) -> bytes:
        read.append(f"{tree.root.name}/{path}")
        return real(tree, path)

    write(ours, {f"../lab/models/m{i}/1.0.0.yaml": "{" for i in range(20)})
    commit(ours.parent)
    monkeypatch.setattr(WorkTree, "read", noted)
    assert steward("validate", "use-cases/scoring.yaml").code == 0
    assert set(read) == {
        "ours/steward.yaml", "ours/use-cases/scoring.yaml", "lab/steward.yaml",
        "lab/models/scorer/1.2.0.yaml", "lab/datasets/rows/1.0.0.yaml",
    }  # fmt: skip
    read.clear()
    assert steward("set", "use:scoring", "summary=Counts.", "--yes").code == 0
    assert not any(path.startswith("lab/models/m") for path in read)


class TestSubmodule:
    """A guest in a submodule counts as the commit that ours names, for that is what a fresh clone gets."""

    @pytest.fixture
    def ours(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        theirs = registry(tmp_path / "origin/cards", "x@1.0.0: {}")
        commit(tmp_path / "origin")
        use = "use:u: {serving: {main: x@1.0.0}, served: [{slot: main, ref: x@1.0.0, from: 2029-06-01}]}"
        ours = registry(tmp_path / "top/ours", use, theirs="../mod/b/cards")
        git(tmp_path / "top", "init", "--quiet", ".")
        git(tmp_path / "top", "submodule", "--quiet", "add", str(theirs.root.parent), "mod/b")
        commit(tmp_path / "top")
        registry(tmp_path / "top/mod/b/cards", "x@1.0.0: {}\nx@1.1.0: {}")
        commit(tmp_path / "top/mod/b")
        monkeypatch.chdir(ours.root)
        return ours.root

    SET = ("set", "use:u", "fallback={main: x@1.1.0}", "--yes", *TODAY)

    def test_what_our_commit_does_not_name_does_not_count(self, ours: Path, steward: Steward) -> None:
        ran = steward(*self.SET)
        assert (ran.code, "ID102" in ran.out + ran.err) == (4, True), ran.out + ran.err
        assert "the submodule ../mod/b counts as the last commit here names it" in ran.out + ran.err
        git(ours.parent, "add", "mod/b")
        assert steward(*self.SET).code == 4
        git(ours.parent, "commit", "--quiet", "-m", "Theirs is newer")
        ran = steward(*self.SET)
        assert ran.code == 0, ran.out + ran.err
        assert git(ours, "show", "--name-only", "--format=") == "ours/use-cases/u.yaml"

    def test_in_a_submodule_of_a_submodule_too(self, ours: Path, tmp_path: Path, steward: Steward) -> None:
        commit(ours.parent)
        git(tmp_path, "init", "--quiet", "above")
        git(tmp_path / "above", "submodule", "--quiet", "add", str(ours.parent), "mid")
        git(tmp_path / "above/mid", "config", "submodule.mod/b.url", str(ours.parent / "mod/b"))
        git(tmp_path / "above/mid", "submodule", "--quiet", "update", "--init")
        top = registry(tmp_path / "above/top", "use:v: {}", theirs="../mid/mod/b/cards")
        commit(tmp_path / "above")
        registry(tmp_path / "above/mid/mod/b/cards", "x@1.0.0: {}\nx@1.1.0: {}\nx@1.2.0: {}")
        commit(tmp_path / "above/mid/mod/b")
        words = ("-C", str(top.root), "set", "use:v", "--dry-run", *TODAY)
        assert steward(*words, "fallback={main: x@1.1.0}").code == 0
        assert steward(*words, "fallback={main: x@1.2.0}").code == 4
        commit(tmp_path / "above/mid")
        assert steward(*words, "fallback={main: x@1.2.0}").code == 4
        commit(tmp_path / "above")
        assert steward(*words, "fallback={main: x@1.2.0}").code == 0

    def test_a_commit_that_was_not_fetched_is_asked_for(self, ours: Path, tmp_path: Path, steward: Steward) -> None:
        named = commit(ours.parent / "mod/b")
        commit(ours.parent)
        git(ours.parent / "mod/b", "push", "--quiet", "origin", "HEAD:refs/heads/newer")
        git(tmp_path, "clone", "--quiet", "--no-local", "--single-branch", str(tmp_path / "origin"), "alone")
        rmtree(ours.parent / "mod/b")
        (tmp_path / "alone").rename(ours.parent / "mod/b")
        ran = steward(*self.SET)
        assert (ran.code, f"names the commit {named[:10]} of the submodule ../mod/b" in ran.err) == (4, True), ran.err
        _, _, hint = ran.err.partition("git -C ")
        git(ours, "-C", *hint.split("\n")[0].split())
        assert steward(*self.SET).code == 0


def test_more_guests_start_no_more_gits_that_read(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = "{stage: deprecated, lifecycle: {released: 2029-01-01, deprecated: 2029-12-01, sunset: 2029-12-20}}"
    guests = {f"g{i}": f"../g{i}" for i in range(6)}
    for name in guests:
        registry(tmp_path / name, f"{name}@1.0.0: {{lineage: {{parents: [{{ref: m@1.0.0, relation: fine-tune}}]}}}}")
    few = registry(tmp_path / "few", f"m@1.0.0: {old}", g0="../g0")
    many = registry(tmp_path / "many", f"m@1.0.0: {old}", **guests)
    commit(tmp_path)
    for action, most in (("retire", 100), ("suspend", 35)):
        for house in (few, many):
            trace = tmp_path / f"{action}-{house.root.name}"
            trace.mkdir()
            monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
            steward("-C", str(house.root), action, "m@1.0.0", "--reason", "Old.", "--dry-run", *TODAY)
            monkeypatch.delenv("GIT_TRACE2_EVENT")
            started = gits(trace)
            assert (started["cat-file"], started["rev-parse"]) == (1, 1)
            assert started.total() < most
