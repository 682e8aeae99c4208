"""`check --since` with what a branch changed in the registries that are included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.include.test_guests import USE, codes
from tests.include.worlds import commit, git, registry
from tests.index.histories import files_of
from tests.reading.test_around import posix


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))


class TestSince:
    """`check --since` with what a branch changed in the registries that are included."""

    def test_a_guest_in_the_same_repository(self, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", USE, theirs="../theirs")
        theirs = registry(tmp_path / "theirs", "m@1.0.0: {}\nn@1.0.0: {}")
        base = commit(tmp_path)
        theirs.become({path: data for path, data in theirs.files.items() if "/n/" not in path})
        assert codes(ours, "--since", base) == []
        theirs.become({path: data for path, data in theirs.files.items() if "/m/" not in path})
        commit(tmp_path)
        assert codes(ours, "--since", base) == [("ID102", "use-cases/u.yaml")]

    def test_a_guest_in_a_submodule(self, tmp_path: Path) -> None:
        theirs = registry(tmp_path / "theirs", "m@1.0.0: {}")
        commit(theirs.root)
        ours = registry(tmp_path / "top/ours", USE, theirs="../modules/theirs")
        git(tmp_path / "top", "init", "--quiet", ".")
        git(tmp_path / "top", "submodule", "--quiet", "add", str(theirs.root), "modules/theirs")
        base = commit(tmp_path / "top")
        assert codes(ours, "--since", base) == []
        theirs.become(files_of("n@1.0.0: {}"))
        commit(theirs.root)
        git(tmp_path / "top/modules/theirs", "pull", "--quiet")
        commit(tmp_path / "top")
        assert codes(ours, "--since", base) == [("ID102", "use-cases/u.yaml")]

    def test_a_submodule_whose_past_is_not_there_lets_nothing_pass(self, tmp_path: Path) -> None:
        theirs = registry(tmp_path / "theirs", "m@1.0.0: {}")
        commit(theirs.root)
        ours = registry(tmp_path / "ours", "n@1.0.0: {owner: taem}", theirs="theirs")
        git(ours.root, "init", "--quiet", ".")
        base = commit(ours.root)
        git(ours.root, "submodule", "--quiet", "add", str(theirs.root), "theirs")
        commit(ours.root)
        assert ("ID103", "models/n/1.0.0.yaml") in codes(ours, "--since", base)

    def test_a_guest_that_is_no_part_of_the_branch(self, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", USE, theirs="../theirs")
        theirs = registry(tmp_path / "theirs", "m@1.0.0: {}")
        base = commit(ours.root)
        commit(theirs.root)
        theirs.become(files_of("n@1.0.0: {}"))
        assert codes(ours, "--since", base) == []
        assert codes(ours) == [("ID102", "use-cases/u.yaml")]

    def test_a_guest_that_the_branch_takes_away(self, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", theirs="../theirs")
        registry(tmp_path / "theirs")
        base = commit(tmp_path)
        git(tmp_path, "rm", "-r", "--quiet", "theirs")
        assert codes(ours, "--since", base) == [("PO104", "steward.yaml")]
        later = commit(tmp_path)
        assert codes(ours, "--since", base) == [("PO104", "steward.yaml")]
        assert codes(ours, "--since", later) == [], "it was gone already"

    def test_a_guests_guest_that_the_branch_takes_away(self, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", USE, theirs="../deep/theirs")
        registry(tmp_path / "deep/theirs", further="../further")
        registry(tmp_path / "deep/further", "m@1.0.0: {}")
        base = commit(tmp_path)
        git(tmp_path, "rm", "-r", "--quiet", "deep/further")
        commit(tmp_path)
        assert codes(ours, "--since", base) == [("ID102", "use-cases/u.yaml")]

    def test_a_submodule_that_the_branch_takes_away(self, tmp_path: Path) -> None:
        theirs = registry(tmp_path / "theirs")
        commit(theirs.root)
        ours = registry(tmp_path / "top/ours", theirs="../modules/theirs")
        git(tmp_path / "top", "init", "--quiet", ".")
        git(tmp_path / "top", "submodule", "--quiet", "add", str(theirs.root), "modules/theirs")
        base = commit(tmp_path / "top")
        git(tmp_path / "top", "rm", "--quiet", "modules/theirs")
        commit(tmp_path / "top")
        assert codes(ours, "--since", base) == [("PO104", "steward.yaml")]

    @posix
    @pytest.mark.parametrize("to", ["other", "nowhere", ""])
    def test_a_link_on_the_way_that_the_branch_turns(self, to: str, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", USE, theirs="../link/theirs")
        registry(tmp_path / "deep/theirs", "m@1.0.0: {}")
        registry(tmp_path / "other/theirs")
        (tmp_path / "link").symlink_to("deep", target_is_directory=True)
        base = commit(tmp_path)
        assert codes(ours, "--since", base) == []
        (tmp_path / "link").unlink()
        if to:
            (tmp_path / "link").symlink_to(to, target_is_directory=True)
        told = codes(ours, "--since", base)
        assert told == codes(ours) != []

    @posix
    def test_a_guest_behind_a_link_that_the_branch_takes_away(self, tmp_path: Path) -> None:
        ours = registry(tmp_path / "ours", theirs="../link/theirs")
        registry(tmp_path / "deep/theirs")
        (tmp_path / "link").symlink_to("deep", target_is_directory=True)
        base = commit(tmp_path)
        git(tmp_path, "rm", "-r", "--quiet", "deep/theirs")
        assert codes(ours, "--since", base) == [("PO104", "steward.yaml")]

    @pytest.mark.parametrize("ignored", [False, True])
    def test_a_clone_within_that_no_commit_of_ours_names(self, ignored: bool, tmp_path: Path) -> None:
        old = "o@1.0.0: {owner: taem}\nm@1.1.0: {stage: draft, artifacts: []}"
        ours = registry(tmp_path / "ours", old, theirs="guests/theirs")
        git(ours.root, "init", "--quiet", ".")
        (ours.root / ".gitignore").write_text("guests/\n" if ignored else "")
        git(ours.root, "add", ".")
        git(ours.root, "commit", "--quiet", "-m", "state")
        theirs = registry(ours.root / "guests/theirs", "n@1.0.0: {}")
        commit(theirs.root)
        assert {file for _, file in codes(ours)} == {"models/o/1.0.0.yaml"}
        assert codes(ours, "--since", "HEAD") == []
        card = ours.root / "models/m/1.1.0.yaml"
        card.write_text(card.read_text() + "# a word\n")
        assert codes(ours, "--since", "HEAD") == []

    def test_a_clone_of_ours_within_a_guest_is_no_part_of_it(self, tmp_path: Path) -> None:
        registry(tmp_path, "n@1.0.0: {}")
        commit(tmp_path)
        ours = registry(tmp_path / "ours", "m@1.0.0: {owner: taem}", theirs="..")
        base = commit(ours.root)
        assert codes(ours, "--since", base) == []
