"""`check --since` tells what a branch may have broken: all of that, and nothing that it cannot have to do with."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Rule
from tests.index.histories import EXAMPLES, Found, House, emptied, files_of, found_in, some_histories
from tests.reading.test_around import posix


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A registry in a repository of its own."""
    (tmp_path / "registry").mkdir()
    return House(tmp_path / "registry")


def git(house: House, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=house.root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(house: House) -> str:
    git(house, "add", "-A")
    git(house, "commit", "--quiet", "--allow-empty", "-m", "state")
    return git(house, "rev-parse", "HEAD")


def begin(house: House, files: dict[str, bytes]) -> str:
    git(house, "init", "--quiet", ".")
    house.become(files)
    return commit(house)


def found(house: House, *more: str) -> set[Found]:
    code, out, err = house.ask("check", "--today", house.day, "--format", "json", *more, cached=True)
    assert code in (0, 1), err
    return set(found_in(out, house.root))


def told(house: House, since: str) -> set[Found]:
    """What `--since` tells, the same with the index and without."""
    return set(house.found("--since", since))


@pytest.mark.parametrize("rule", [rule for rule in CATALOGUE.values() if rule.check], ids=lambda rule: rule.code)
def test_what_a_branch_makes_a_rule_say_is_told(rule: Rule, house: House) -> None:
    base = begin(house, files_of(rule.good))
    house.become(files_of(rule.bad))
    assert any(code == rule.code for code, _, _ in told(house, base))


@some_histories
@given(layers=st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=4), gone=st.integers(0, 10**6), data=st.data())
def test_all_that_is_new_is_told_and_nothing_that_is_not_there(
    house: House, layers: list[str], gone: int, data: st.DataObject
) -> None:
    house = House(emptied(house.root))
    files: dict[str, bytes] = {}
    for layer in layers:
        files |= {path: text for path, text in files_of(layer).items() if path != "steward.yaml" or path not in files}
    base = begin(house, files)
    before = found(house)
    paths = sorted(files.keys() - {"steward.yaml"})
    lost = {paths[gone % len(paths)]} if paths else set()
    added = files_of(data.draw(st.sampled_from(EXAMPLES)))
    house.become(
        {path: text for path, text in files.items() if path not in lost}
        | {**added, "steward.yaml": files["steward.yaml"]}
    )
    now = found(house)
    said = told(house, base)
    assert now - before <= said <= now


def test_a_card_that_nothing_has_to_do_with_is_left_alone(house: House) -> None:
    base = begin(house, files_of("m@1.0.0: {owner: taem}\nn@1.0.0: {stage: draft, artifacts: []}"))
    house.become(house.files | {"models/n/1.0.0.yaml": house.files["models/n/1.0.0.yaml"] + b"# a word\n"})
    assert {code for code, _, _ in found(house)} >= {"ID103"}
    assert told(house, base) == set()


def test_a_registry_below_the_top_of_its_repository_is_looked_at_alone(house: House) -> None:
    (house.root / "steward.md").write_text("Notes.")
    git(house, "init", "--quiet", ".")
    inner = House(house.root / "some registry")
    inner.become(files_of("m@1.0.0: {owner: team}"))
    base = commit(house)
    inner.become(files_of("m@1.0.0: {owner: taem}"))
    (house.root / "models/m").mkdir(parents=True)
    (house.root / "models/m/1.0.0.yaml").write_text("card: model/1")
    assert "ID103" in {code for code, _, _ in told(inner, base)}


def test_when_the_policy_changed_everything_is_told(house: House) -> None:
    base = begin(house, files_of("m@1.0.0: {owner: taem}\nn@1.0.0: {}"))
    house.become(house.files | {"steward.yaml": house.files["steward.yaml"] + b"# a word\n"})
    assert told(house, base) == found(house)


def test_refs_to_a_card_that_was_deleted_dangle(house: House) -> None:
    base = begin(house, files_of("data:d@1.0.0: {}\nm@1.0.0: {stage: draft, lineage: {datasets: ['data:d@1.0.0']}}"))
    house.become({path: text for path, text in house.files.items() if not path.startswith("datasets/")})
    commit(house)
    assert [(code, file) for code, file, _ in told(house, base)] == [("ID102", "models/m/1.0.0.yaml")]


def test_what_a_lost_waiver_covered_is_told(house: House) -> None:
    waiver = "waiver:w: {rule: ID103, ref: m@1.0.0, reason: They are being named., until: 2030-03-01}"
    base = begin(house, files_of(f"m@1.0.0: {{owner: taem}}\n{waiver}"))
    house.become({path: text for path, text in house.files.items() if not path.startswith("waivers/")})
    assert "ID103" in {code for code, _, _ in told(house, base)}


def test_what_main_did_meanwhile_is_not_told(house: House) -> None:
    draft = "{{stage: draft, artifacts: [], owner: {owner}}}".format
    base = begin(house, files_of(f"m@1.0.0: {draft(owner='team')}\nn@1.0.0: {draft(owner='team')}"))
    house.become(files_of(f"m@1.0.0: {draft(owner='taem')}\nn@1.0.0: {draft(owner='team')}"))
    main = commit(house)
    git(house, "checkout", "--quiet", "-b", "topic", base)
    house.become(files_of(f"m@1.0.0: {draft(owner='team')}\nn@1.0.0: {draft(owner='taem')}"))
    commit(house)
    assert {file for _, file, _ in told(house, main)} == {"models/n/1.0.0.yaml"}


def test_what_a_branch_puts_where_nothing_is_read_is_told(house: House) -> None:
    base = begin(house, files_of("m@1.0.0: {owner: taem}"))
    for path in ("models/a/1.1.0.yml", "models/a/sub/1.1.0.yaml", "usecases/u.yaml", "models/b/2.0.0.yaml/card.txt"):
        (house.root / path).parent.mkdir(parents=True, exist_ok=True)
        (house.root / path).write_text("card: model/1\n")
    misplaced = {
        ("RD114", "models/a/1.1.0.yml"), ("RD114", "models/a/sub/1.1.0.yaml"), ("RD114", "usecases"),
        ("RD112", "models/b/2.0.0.yaml"),
    }  # fmt: skip
    assert {(code, file) for code, file, _ in told(house, base)} == misplaced
    later = commit(house)
    assert {(code, file) for code, file, _ in told(house, base)} == misplaced
    assert told(house, later) == set()


@posix
def test_what_a_branch_puts_where_nothing_is_read_is_told_whatever_it_is(house: House) -> None:
    base = begin(house, files_of("m@1.0.0: {owner: taem}"))
    (house.root / "models/n").symlink_to("m", target_is_directory=True)
    try:
        (house.root / os.fsdecode(b"models/\xff.yaml")).write_text("card: model/1\n")
        names = {("RD112", "models/n"), ("RD112", "models/\ufffd.yaml")}
    except OSError:  # a disk that takes no such names
        names = {("RD112", "models/n")}
    assert {(code, file) for code, file, _ in told(house, base)} == names


class TestLinks:
    """Cards that are links: another one when what they lead to is."""

    pytestmark = posix

    @staticmethod
    def begin(house: House, example: str, card: str) -> str:
        """Of an example the card as a link to a file beside, and a commit of it."""
        house.become(files_of(example))
        (house.root / "shared").mkdir()
        (house.root / card).rename(house.root / "shared/card.txt")
        (house.root / card).symlink_to(os.path.relpath(house.root / "shared/card.txt", (house.root / card).parent))
        git(house, "init", "--quiet", ".")
        return commit(house)

    def test_the_target_becomes_another_one(self, house: House) -> None:
        example = "m@1.0.0: {stage: draft, artifacts: []}\nn@1.0.0: {stage: draft, artifacts: [], owner: taem}"
        base = self.begin(house, example, "models/m/1.0.0.yaml")
        assert told(house, base) == set()
        card = house.root / "shared/card.txt"
        card.write_text(card.read_text().replace("owner: team", "owner: ghost"))
        for _ in range(2):
            said = {(code, file) for code, file, _ in told(house, base)}
            assert said == {("ID103", "models/m/1.0.0.yaml")}
            commit(house)

    def test_what_rested_on_the_target_as_it_was(self, house: House) -> None:
        base = self.begin(house, "data:d@1.0.0: {}\nm@1.0.0: {lineage: {datasets: ['data:d@1.0.0']}}",
                          "datasets/d/1.0.0.yaml")  # fmt: skip
        before = found(house)
        card = house.root / "shared/card.txt"
        card.write_text(card.read_text().replace("version: 1.0.0", "version: 1.0.1"))
        assert found(house) - before <= told(house, base)
        assert any(file == "models/m/1.0.0.yaml" for _, file, _ in told(house, base))

    def test_the_link_becomes_what_it_leads_to(self, house: House) -> None:
        top = house.root
        house = House(top / "registry")
        house.root.mkdir()
        house.become(files_of("m@1.0.0: {owner: taem}"))
        card = house.root / "models/m/1.0.0.yaml"
        card.rename(top / "card.txt")
        card.symlink_to("../../../card.txt")
        git(house, "init", "--quiet", str(top))
        base = commit(house)
        assert {code for code, _, _ in found(house)} == {"RD112"}
        card.unlink()
        (top / "card.txt").rename(card)
        assert "ID103" in {code for code, _, _ in told(house, base)}

    def test_a_link_to_nothing_is_one_as_it_was(self, house: House) -> None:
        base = self.begin(house, "m@1.0.0: {}\nn@1.0.0: {}", "models/m/1.0.0.yaml")
        (house.root / "shared/card.txt").unlink()
        assert {code for code, file, _ in told(house, base) if file == "models/m/1.0.0.yaml"} == {"RD112"}
        base = commit(house)
        house.become(house.files | {"models/n/1.0.0.yaml": b"card: model/1\n"})
        assert told(house, base) == found(house)

    def test_a_policy_that_is_one_is_another_when_its_target_is(self, house: House) -> None:
        base = self.begin(house, "m@1.0.0: {owner: taem}", "steward.yaml")
        assert told(house, base) == set()
        with (house.root / "shared/card.txt").open("a") as policy:
            policy.write("# a word\n")
        assert told(house, base) == found(house) != set()


def test_where_a_repository_within_the_registry_is_another_one_everything_is_told(house: House, tmp_path: Path) -> None:
    other = House(tmp_path / "cards")
    other.root.mkdir()
    cards = files_of("x@1.0.0: {}\nn@1.0.0: {owner: taem}")
    other.become({"1.0.0.yaml": cards.pop("models/x/1.0.0.yaml")})
    git(other, "init", "--quiet", ".")
    commit(other)
    begin(house, cards)
    add = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "models/x")
    git(house, *add)
    base = commit(house)
    assert told(house, base) == set()
    card = house.root / "models/x/1.0.0.yaml"
    card.write_text(card.read_text().replace("owner: team", "owner: ghost"))
    assert {file for code, file, _ in told(house, base) if code == "ID103"} == {
        "models/n/1.0.0.yaml", "models/x/1.0.0.yaml",
    }  # fmt: skip
    commit(House(house.root / "models/x"))
    commit(house)
    assert told(house, base) == found(house)


def test_the_summary_says_since_when(house: House) -> None:
    begin(house, files_of("m@1.0.0: {}"))
    house.become(files_of("m@1.0.0: {owner: null}"))
    _, out, _ = house.ask("check", "--since", "HEAD", "--today", house.day, cached=False)
    assert "of 1 file (judged as of 2030-01-01; what changed since HEAD, and what rests on it)" in out


@pytest.mark.parametrize(
    ("revision", "said"),
    [("no-such-branch", "git knows no commit no-such-branch here"), ("--all", "git knows no commit --all here")],
)
def test_a_revision_that_is_none_is_refused(revision: str, said: str, house: House) -> None:
    begin(house, files_of("m@1.0.0: {}"))
    code, out, err = house.ask("check", f"--since={revision}", cached=True)
    assert (code, out) == (4, "")
    assert said in err
    assert "fetch" in err


@pytest.mark.parametrize(
    ("revision", "said", "hint"),
    [
        ("steward.yaml", "steward.yaml is a file or folder here, and no commit", "origin/main"),
        ("HEAD:steward.yaml", "HEAD:steward.yaml is a file to git, and no commit", "origin/main"),
        ("HEAD:models", "HEAD:models is a folder to git, and no commit", "origin/main"),
        ("HEAD^{tree}", "HEAD^{tree} is a folder to git, and no commit", "origin/main"),
        ("HEAD~1..HEAD", "HEAD~1..HEAD is a range, and --since asks for one commit", "--since HEAD~1\n"),
        ("main...", "main... is a range, and --since asks for one commit", "--since main\n"),
        ("..HEAD", "..HEAD is a range, and --since asks for one commit", "--since HEAD\n"),
    ],
)
def test_what_is_no_commit_is_called_what_it_is(
    revision: str, said: str, hint: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(house, files_of("m@1.0.0: {}"))
    monkeypatch.chdir(house.root)
    code, out, err = house.ask("check", f"--since={revision}", cached=True)
    assert (code, out) == (4, "")
    assert said in err
    assert hint in err
    assert "fetch" not in err


def test_a_clone_that_is_cut_off_says_how_to_mend_that(house: House, tmp_path: Path) -> None:
    base = begin(house, files_of("m@1.0.0: {}"))
    git(house, "checkout", "--quiet", "-b", "topic")
    for owner in ("a", "b"):
        house.become(files_of(f"m@1.0.0: {{owner: {owner}}}"))
        commit(house)
    git(house, "clone", "--quiet", "--depth", "1", "--branch", "topic", f"file://{house.root}", str(tmp_path / "clone"))
    clone = House(tmp_path / "clone")
    git(house, "tag", "base", base)
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", "tag", "base")
    code, _, err = clone.ask("check", "--since", "base", cached=True)
    assert (code, "this clone is cut off before where HEAD and base parted" in err) == (4, True)
    assert "git fetch --unshallow" in err
    git(house, "checkout", "--quiet", "--orphan", "other")
    commit(house)
    code, _, err = house.ask("check", "--since", "topic", cached=True)
    assert code == 4
    assert "there is no commit where HEAD and topic parted" in err


def test_without_git_there_is_nothing_to_compare_with(house: House) -> None:
    house.become(files_of("m@1.0.0: {}"))
    code, _, err = house.ask("check", "--since", "main", cached=True)
    assert (code, "there is no repository here" in err) == (4, True)
