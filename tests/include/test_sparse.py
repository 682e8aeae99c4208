"""A clone that has not all files checked out says less than one that has, and nothing false; and fetches nothing."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.rules import CATALOGUE
from tests.conftest import HOUSE, Steward, write
from tests.include.test_same import side
from tests.include.worlds import commit, git, including, registry
from tests.index.histories import EVERY, EXAMPLES, Found, House, emptied, files_of, some_histories

USE = "use:u: {serving: {main: m@1.0.0}, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]}"


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))


def found(house: House, *more: str) -> set[Found]:
    return set(house.found(*more, again=False))


def leave_out(house: House, paths: list[str]) -> None:
    """Take files out of the work tree, as a sparse checkout does."""
    (house.root / ".git/info/sparse-checkout").write_text("/*\n")
    git(house.root, "update-index", "--no-skip-worktree", *house_files(house))
    git(house.root, "checkout", "--quiet", "--", ".")
    if paths:
        git(house.root, "update-index", "--skip-worktree", *paths)
    for path in paths:
        (house.root / path).unlink()


def house_files(house: House) -> list[str]:
    return git(house.root, "ls-files").splitlines()


CODES = [rule.code for rule in CATALOGUE.values() if rule.check]


def some(turn: int) -> list[str]:
    """Every rule, or every other, beginning with the first or the second."""
    return CODES if EVERY else CODES[turn % 2 :: 2]


@pytest.mark.parametrize(("code", "bad"), [(code, bad) for bad in (False, True) for code in some(bad)])
def test_no_rule_takes_what_is_not_checked_out_for_not_there(code: str, bad: bool, tmp_path: Path) -> None:
    rule = CATALOGUE[code]
    house = House(emptied(tmp_path / "house"))
    house.become(files_of(rule.bad if bad else rule.good))
    commit(house.root)
    whole = found(house)
    cards = [path for path in house.files if not path.endswith("steward.yaml")]
    for path in cards if len(cards) > 1 else []:
        leave_out(house, [path])
        said = found(house)
        assert said <= whole, path
        assert not any(file == path for _, file, _ in said)


@some_histories
@given(layers=st.lists(st.sampled_from(EXAMPLES), min_size=2, max_size=4), data=st.data())
def test_less_is_said_and_nothing_false(tmp_path: Path, layers: list[str], data: st.DataObject) -> None:
    house = House(emptied(tmp_path / "house"))
    files: dict[str, bytes] = {}
    for layer in layers:
        files |= {path: text for path, text in files_of(layer).items() if path != "steward.yaml" or path not in files}
    house.become(files)
    commit(house.root)
    whole = found(house)
    cards = sorted(path for path in files if not path.endswith("steward.yaml"))
    for _ in range(3):
        gone = data.draw(st.lists(st.sampled_from(cards), unique=True)) if cards else []
        leave_out(house, gone)
        assert found(house) <= whole
    leave_out(house, [])
    assert found(house) == whole


class Clones:
    """A registry below the top of a repository with more in it, and a clone of it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.origin = top / "origin"
        write(self.origin, {f"registry/{path}": text for path, text in HOUSE.items()})
        write(self.origin, {"README.md": "Read me.\n", "code/train.py": "pass\n"})
        for i in range(30):
            card = HOUSE["models/scorer/1.2.0.yaml"].replace("name: scorer", f"name: m{i}")
            write(self.origin, {f"registry/models/m{i}/1.2.0.yaml": card})
        commit(self.origin)
        git(self.origin, "config", "uploadpack.allowFilter", "true")
        git(self.origin, "config", "uploadpack.allowAnySHA1InWant", "true")

    def clone(self, *folders: str) -> Path:
        """A partial clone of which only some folders are checked out, cone mode."""
        git(
            self.top,
            "clone",
            "--quiet",
            "--filter=blob:none",
            "--sparse",
            f"file://{self.origin}",
            str(self.top / "clone"),
        )
        git(self.top / "clone", "sparse-checkout", "set", *folders)
        return self.top / "clone"


def missing(clone: Path) -> int:
    """How many objects of its history a partial clone has not got."""
    env = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    done = subprocess.run(
        ["git", "rev-list", "--objects", "--all", "--missing=print"],
        cwd=clone, env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return sum(line.startswith("?") for line in done.stdout.splitlines())


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    return Clones(tmp_path)


TODAY = ("--today", "2030-01-01")
NOTE = "not checked out (sparse checkout), and so not looked at"


@pytest.mark.parametrize(
    "words",
    [
        ("check", *TODAY), ("check", *TODAY, "--no-cache"), ("check", *TODAY, "--since", "origin/HEAD"),
        ("list",), ("list", "--kind", "data"), ("show", "use:scoring", *TODAY), ("timeline", *TODAY), ("validate",),
        ("validate", "clone/registry/use-cases/scoring.yaml"), ("resolve", "scoring", *TODAY),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_partial_clone_stays_partial(
    words: tuple[str, ...], clones: Clones, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = clones.clone("registry/use-cases", "registry/models/m1")
    before = missing(clone)
    assert before >= 30
    monkeypatch.chdir(clones.top)
    for _ in range(2):
        ran = steward("-C", str(clone / "registry"), *words)
        if words[0] == "resolve":
            assert (ran.code, "scorer@1.2.0 is not checked out here" in ran.err) == (4, True)
        else:
            assert ran.code == 0, ran.out + ran.err
            assert ran.err.count(NOTE) == 1
            assert "31 files are" in ran.err
    assert missing(clone) == before


def test_what_is_checked_out_is_judged(clones: Clones, steward: Steward) -> None:
    clone = clones.clone("registry/models/m1", "registry/datasets")
    card = clone / "registry/models/m1/1.2.0.yaml"
    card.write_text(card.read_text().replace("owner: data-science", "owner: data-silence"))
    ran = steward("-C", str(clone / "registry"), "check", *TODAY, "--format", "json")
    assert {one["code"] for one in json.loads(ran.out)["findings"]} == {"ID103"}
    ran = steward("-C", str(clone / "registry"), "check", *TODAY)
    assert "of 3 files" in ran.out, "steward.yaml, a model and a data set"


def test_a_fallback_does_not_answer_for_what_is_not_checked_out(clones: Clones, steward: Steward) -> None:
    use = clones.origin / "registry/use-cases/scoring.yaml"
    use.write_text(use.read_text() + "fallback: {main: m1@1.2.0}\n")
    commit(clones.origin)
    clone = str(clones.clone("registry/use-cases", "registry/models/m1") / "registry")
    ran = steward("-C", clone, "resolve", "scoring", *TODAY)
    assert (ran.code, ran.out, "scorer@1.2.0 is not checked out here" in ran.err) == (4, "", True)
    for ref in ("scorer", "scorer@1.2.0", "data:rows"):
        ran = steward("-C", clone, "show", ref, *TODAY)
        assert (ran.code, f"{ref} is not checked out here" in ran.err) == (4, True)


def test_nothing_is_said_where_all_is_checked_out(clones: Clones, steward: Steward) -> None:
    clone = clones.clone("registry")
    assert steward("-C", str(clone / "registry"), "check", *TODAY).err == ""


def test_a_guest_that_is_not_checked_out_but_for_its_policy_is_there(tmp_path: Path) -> None:
    house = House(emptied(tmp_path / "house"))
    house.become(including(files_of(USE), other="other"))
    House(house.root / "other").become(files_of("m@1.0.0: {}"))
    commit(house.root)
    assert found(house) == set()
    leave_out(house, ["other/models/m/1.0.0.yaml"])
    assert found(house) == set()
    _, _, err = house.ask("check", cached=False)
    assert f"1 file is {NOTE}" in err
    leave_out(house, ["other/models/m/1.0.0.yaml", "other/steward.yaml"])
    assert found(house) == set(), "of which nothing is known is no error"


class TestGuests:
    """A guest that is left out altogether: there, and nobody knows what it holds."""

    @pytest.fixture
    def ours(self, tmp_path: Path) -> House:
        """A registry whose use stands on a guest's model; the guest's own guest serves a model of ours."""
        example = USE.replace("main: m@1.0.0}", "main: m@1.0.0}, fallback: {main: o@1.0.0}")
        ours = registry(tmp_path / "ours", f"{example}\no@1.0.0: {{}}", theirs="../theirs")
        registry(tmp_path / "theirs", "m@1.0.0: {}", further="../further")
        registry(tmp_path / "further", USE.replace("m@1.0.0", "o@1.0.0").replace("use:u", "use:v"), ours="../ours")
        commit(tmp_path)
        return ours

    @pytest.mark.parametrize("folders", [("ours",), ("ours", "theirs"), ("ours", "further")])
    def test_less_is_said_and_nothing_false(self, folders: tuple[str, ...], ours: House) -> None:
        whole = found(ours)
        git(ours.root.parent, "sparse-checkout", "set", *folders)
        said = found(ours)
        assert said <= whole
        assert {code for code, _, _ in said}.isdisjoint({"PO104", "ID102", "US105"})
        for words in (["validate"], ["validate", str(ours.root / "use-cases/u.yaml")]):
            code, _, err = ours.ask(*words, cached=False)
            assert (code, NOTE in err) == (0, True)
        git(ours.root.parent, "sparse-checkout", "disable")
        assert found(ours) == whole

    def test_what_is_wrong_in_a_card_by_itself_is_told(self, ours: House) -> None:
        git(ours.root.parent, "sparse-checkout", "set", "ours")
        base = git(ours.root, "rev-parse", "HEAD")
        ours.become(files_of_ours(ours, "owner: team", "owner: taem"))
        assert {code for code, _, _ in found(ours)} >= {"ID103"}
        assert {code for code, _, _ in found(ours, "--since", base)} >= {"ID103"}

    def test_no_fallback_answers_for_what_may_lie_there(self, ours: House) -> None:
        git(ours.root.parent, "sparse-checkout", "set", "ours")
        code, out, err = ours.ask("resolve", "u", "--today", ours.day, cached=False)
        assert (code, out) == (4, "")
        assert "nothing is called `m@1.0.0` here, and the registry at ../theirs is not checked out" in err
        code, _, err = ours.ask("show", "m", "--today", ours.day, cached=False)
        assert (code, "../theirs is not checked out" in err) == (4, True)
        code, _, _ = ours.ask("show", "o", "--today", ours.day, cached=False)
        assert code == 0

    def test_what_is_staged_is_judged_with_what_git_has_of_it(self, ours: House) -> None:
        git(ours.root.parent, "sparse-checkout", "set", "ours")
        ours.become(files_of_ours(ours, "Helps someone", "Helps anyone"))
        git(ours.root, "add", ".")
        code, out, err = ours.ask("validate", "--staged", cached=False)
        assert (code, "nothing to report" in out) == (0, True), out + err


def files_of_ours(house: House, old: str, new: str) -> dict[str, bytes]:
    """What lies there, with another word in the cards."""
    return {path: data.replace(old.encode(), new.encode()) for path, data in house.files.items()}


def test_commands_that_commit_judge_by_all_that_the_commit_holds(clones: Clones, steward: Steward) -> None:
    clone = clones.clone("registry/use-cases")
    for key, value in (("user.name", "Ada"), ("user.email", "ada@house.example")):
        git(clone, "config", key, value)
    words = ("-C", str(clone / "registry"), "suspend", "scorer@1.2.0", "--for", "scoring", "--reason", "Harm.", *TODAY)
    ran = steward(*words, "--yes")
    assert ran.code == 0, ran.err
    assert git(clone, "show", "--name-only", "--format=") == "registry/use-cases/scoring.yaml"
    assert git(clone, "status", "--short") == ""


@pytest.mark.parametrize("code", some(0))
def test_no_rule_takes_a_guest_that_is_not_checked_out_for_one_that_holds_nothing(code: str, tmp_path: Path) -> None:
    for files in map(files_of, (CATALOGUE[code].good, CATALOGUE[code].bad)):
        halves: list[dict[str, bytes]] = [{}, {}]
        for path, data in files.items():
            for half in halves if path == "steward.yaml" else [halves[side(path, data, 0)]]:
                half[path] = data
        if len(halves[1]) == 1:  # a guest with nothing but its policy
            continue
        ours = House(emptied(tmp_path / "ours"))
        ours.become(including(halves[0], theirs="../theirs"))
        House(emptied(tmp_path / "theirs")).become(including(halves[1], ours="../ours"))
        commit(tmp_path)
        whole = found(ours)
        git(tmp_path, "sparse-checkout", "set", "ours")
        assert found(ours) <= whole
        git(tmp_path, "sparse-checkout", "disable")


def test_an_index_that_git_does_not_tell_is_no_ground_for_findings(
    clones: Clones, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = clones.clone("registry/use-cases")
    with monkeypatch.context() as theirs:
        theirs.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        ran = steward("-C", str(clone / "registry"), "check", *TODAY)
        assert (ran.code, ran.out, "git does not trust this folder" in ran.err) == (4, "", True)
    (clone / ".git/index").write_bytes(b"no index")
    ran = steward("-C", str(clone / "registry"), "check", *TODAY)
    assert (ran.code, ran.out, "`git ls-files` failed" in ran.err) == (4, "", True)


def test_what_is_not_checked_out_is_not_called_uncommitted(clones: Clones, steward: Steward) -> None:
    write(clones.origin, {"registry/notes/read.me": "Notes.\n"})
    commit(clones.origin)
    registry = clones.clone("registry/use-cases") / "registry"
    ran = steward("-C", str(registry), "set", "nonsense@1.0.0", "summary=x", "--yes")
    assert (ran.code, "not committed" in ran.err) == (4, False), ran.err
    write(registry, {"use-cases/new.yaml": HOUSE["use-cases/scoring.yaml"].replace("scoring", "new", 1)})
    ran = steward("-C", str(registry), "set", "nonsense@1.0.0", "summary=x", "--yes")
    assert "(what is not committed does not count: use-cases/new.yaml)" in ran.err


@pytest.mark.parametrize("words", [("check",), ("-C", "registry", "check"), ("-C", ".", "list")])
def test_a_registry_that_is_not_checked_out_is_told(
    words: tuple[str, ...], clones: Clones, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = clones.clone("code")
    for here in (clone, clone / "code"):
        monkeypatch.chdir(here)
        named = "registry" if here == clone else "../registry"
        typed = [word.replace("registry", named) for word in words] if "." not in words else ["-C", str(clone), "list"]
        ran = steward(*typed)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == (
            f"steward: the registry is not checked out here (sparse checkout)\n  git sparse-checkout add {named}\n"
        )
    git(clone / "code", "sparse-checkout", "add", "../registry")
    assert steward(*typed, *TODAY[: 2 * ("check" in words)]).code == 0


def test_what_to_type_is_told_from_where_one_is(
    clones: Clones, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = clones.clone("registry/use-cases", "registry/models/m1") / "registry"
    told = {registry.parent: "registry/models/scorer", registry: "models/scorer", registry / "models": "scorer"}
    for here, folder in told.items():
        monkeypatch.chdir(here)
        for words in (("show", "scorer@1.2.0", *TODAY), ("resolve", "scoring", *TODAY)):
            assert f"  git sparse-checkout add {folder}\n" in steward(*words).err
    ran = steward("set", "scorer@1.2.0", "summary=x", "--yes", *TODAY)
    assert "models/scorer/1.2.0.yaml is left out of this sparse checkout\n  git sparse-checkout add scorer\n" in ran.err
    monkeypatch.chdir(clones.top)
    ran = steward("-C", str(registry), "show", "scorer", *TODAY)
    assert f"  git -C {registry.parent} sparse-checkout add registry/models/scorer\n" in ran.err
