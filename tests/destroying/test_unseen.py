"""What a search cannot look into: it stands in the way until it is searched or named, and hides no copy."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.conftest import Steward, git
from tests.destroying.homes import DAY, REF, erase
from tests.destroying.test_verify import home, look, move, places
from tests.powers import as_anybody

__all__ = ["home"]


def test_a_folder_that_may_not_be_read_is_named_by_its_path_or_read_later(
    home: Path, steward: Steward, tmp_path: Path
) -> None:
    assert erase(steward).code == 0
    shut = tmp_path / "home" / "shut"
    shut.mkdir(parents=True)
    shut.chmod(0)
    with as_anybody():
        ran = look(steward, "--scan", str(tmp_path / "home"))
    assert ran.code == 1
    assert f"not checked `{shut}` was not searched: permission denied" in ran.out
    assert "a search could not look into" in move(steward).out
    git(Path(), "branch", "before")
    named = ("record", "verification", REF, "--place", str(shut), "--result", "not-checked", "--yes", "--today", DAY)
    assert steward(*named, "--evidence", "Whose it was left, and nobody has the key.").code == 0
    assert move(steward).code == 0
    git(Path(), "reset", "--quiet", "--hard", "before")
    shut.chmod(0o755)
    assert look(steward, "--scan", str(tmp_path / "home"), day="2030-01-04").code == 0
    assert move(steward, day="2030-01-04").code == 0


def test_small_files_are_opened_where_that_is_asked_for(home: Path, steward: Steward, tmp_path: Path) -> None:
    assert erase(steward).code == 0
    other = tmp_path / "home"
    other.mkdir()
    with zipfile.ZipFile(other / "holiday.jpg", "w") as archive:
        archive.writestr("model.onnx", b"weights")
    (other / "notes.txt").write_text("to do")
    ran = look(steward, "--scan", str(other))
    assert ran.code == 1
    assert f"2 files below `{other}` are smaller than 64 KiB and not called like an archive" in ran.out
    assert "--thorough" in ran.err
    ran = look(steward, "--scan", str(other), "--thorough", day="2030-01-03")
    assert (f"{other / 'holiday.jpg'}!model.onnx", "still there") in places("2030-01-03")
    (other / "holiday.jpg").unlink()
    assert look(steward, "--scan", str(other), "--thorough", day="2030-01-04").code == 0
    assert move(steward, day="2030-01-04").code == 0
    assert look(steward, "--thorough", day="2030-01-05").code == 2


def test_a_copy_that_nobody_can_see_any_more_is_not_gone(home: Path, steward: Steward, tmp_path: Path) -> None:
    assert erase(steward).code == 0
    folder = tmp_path / "home" / "shut"
    folder.mkdir(parents=True)
    copy = folder / "old.bin"
    copy.write_bytes(b"weights")
    assert look(steward, "--scan", str(tmp_path / "home")).code == 1
    folder.chmod(0)
    with as_anybody():
        ran = look(steward, day="2030-01-03")
        assert (str(copy), "not checked") in places("2030-01-03")
        assert ran.code == 1
        assert look(steward, "--scan", str(tmp_path / "home"), day="2030-01-04").code == 1
    folder.chmod(0o755)
    folder.rename(tmp_path / "home" / "elsewhere")
    folder.symlink_to(tmp_path / "unplugged")
    assert look(steward, day="2030-01-05").code == 1
    assert (str(copy), "not proven") in places("2030-01-05"), "the link leads nowhere now"


def test_a_name_covers_what_was_on_record_and_nothing_that_comes_later(
    home: Path, steward: Steward, tmp_path: Path
) -> None:
    assert erase(steward).code == 0
    other = tmp_path / "home"
    other.mkdir()
    named = ("record", "verification", REF, "--place", str(other), "--result", "not-checked", "--yes", "--today", DAY)
    assert steward(*named, "--evidence", "Holiday pictures.").code == 0
    (other / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(90_000))
    assert look(steward, "--scan", str(other), day="2030-01-03").code == 1
    assert "a search could not look into" in move(steward, day="2030-01-03").out
    again = (*named[:-1], "2030-01-04", "--evidence", "Holiday pictures, packed.")
    assert steward(*again).code == 0
    assert look(steward, "--scan", str(other), day="2030-01-05").code == 0, "the same is accepted still"
    (other / "b.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(90_000))
    assert look(steward, "--scan", str(other), day="2030-01-06").code == 1


def test_the_paths_to_name_are_told_and_a_name_that_settles_nothing_is(
    home: Path, steward: Steward, tmp_path: Path
) -> None:
    assert erase(steward).code == 0
    other = tmp_path / "my home"
    (other / "work").mkdir(parents=True)
    git(other / "work", "init", "--quiet")
    (other / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(90_000))
    assert look(steward, "--scan", str(other)).code == 1
    paths = f"with '{other / 'a.7z'}', '{other}' for PATH"
    assert paths in " ".join(move(steward).out.split())
    named = ("record", "verification", REF, "--result", "not-checked", "--yes", "--today", DAY, "--evidence", "Seen.")
    ran = steward(*named, "--place", str(other / "work" / ".git"))
    assert f"that settles nothing: what a search could not look into is named by '{other / 'a.7z'}'" in ran.out
    ran = steward(*named, "--place", str(other / "a.7z"))
    assert "settles nothing" not in ran.out
    assert steward(*named, "--place", str(other)).code == 0
    assert move(steward).code == 0
    assert "nothing waits to be named" in steward(*named, "--place", str(other / "b.7z"), "--dry-run").out


def test_the_move_heeds_a_hold_that_is_not_committed_yet(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    assert look(steward).code == 0
    hold = Path("registry/holds/hold-9.yaml")
    hold.parent.mkdir(exist_ok=True)
    hold.write_text(f"card: hold/1\nid: hold-9\nrefs: [{REF}]\nopened: 2030-01-01\nby: counsel\n")
    ran = move(steward)
    assert (ran.code, "hold-9 orders it to be kept, by counsel; it lies on the disk" in ran.err) == (4, True), ran.err
    hold.unlink()
    assert move(steward).code == 0


def test_what_is_destroyed_is_named_in_full(home: Path, steward: Steward) -> None:
    name = REF.partition("@")[0]
    ran = steward("destroy", name, "--yes", "--confirm", name, "--today", DAY)
    assert (ran.code, f"`{name}` is {REF}, and what is destroyed is named in full" in ran.err) == (2, True), ran.err


def test_without_the_day_of_its_retirement_no_look_counts(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    assert look(steward).code == 0
    card = Path("registry/models/scorer/1.2.0.yaml")
    card.write_text(card.read_text().replace("retired: 2029-12-15, ", ""))
    git(Path(), "commit", "--quiet", "--all", "--message", "By hand")
    ran = move(steward)
    assert (ran.code, "since when it is retired is not known" in ran.out) == (4, True), ran.out
