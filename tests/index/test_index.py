"""Where the index lies, when it is believed, and how large it gets; without one everything works, and nothing is said."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from modelsteward.api.checking import read_all
from modelsteward.errors import Refused
from modelsteward.store import index, indexhome
from modelsteward.store.files import WorkTree
from modelsteward.store.index import indexed
from modelsteward.store.indexhome import fingerprint
from tests.conftest import git
from tests.index.histories import House, files_of
from tests.index.places import QUESTIONS, WORLD, answers, index_files, is_kept, made, tampered, wait_for_the_clock

posix = pytest.mark.skipif(os.name != "posix", reason="rights and kinds of file are POSIX's")


@pytest.fixture(autouse=True)
def _no_place_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEWARD_CACHE_DIR", raising=False)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that STEWARD_CACHE_DIR names; it is not there yet."""
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index believes what the disk says of every file, as it does of files that lay still for a while."""
    monkeypatch.setattr(index, "_RACY", -(10**19))


def same(house: House) -> None:
    """Hold what is said with the index against what is said without, twice."""
    without = answers(house, cached=False)
    assert answers(house, cached=True) == without
    assert answers(house, cached=True) == without


def in_git(root: Path) -> House:
    house = made(root / "registry")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return house


def everything_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# Where it lies


def test_it_lies_in_gits_own_folder(tmp_path: Path) -> None:
    house = in_git(tmp_path)
    same(house)
    (file,) = index_files(tmp_path)
    assert file.parent == tmp_path / ".git" / "steward"
    assert git(tmp_path, "status", "--porcelain", "--ignored") == ""
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert is_kept(house)


def test_linked_work_trees_share_it(tmp_path: Path) -> None:
    house = in_git(tmp_path / "main")
    git(tmp_path / "main", "worktree", "add", "--quiet", "../linked")
    linked = House(tmp_path / "linked" / "registry")
    linked.become(files_of("m@1.0.0: {owner: null}"))
    for _ in range(2):
        same(house)
        same(linked)
    (file,) = index_files(tmp_path)
    assert file.parent == tmp_path / "main" / ".git" / "steward"
    assert is_kept(house)
    assert is_kept(linked)


def test_a_submodule_has_its_own(tmp_path: Path) -> None:
    in_git(tmp_path / "cards")
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "cards"), "cards")
    same(House(outer / "cards" / "registry"))
    assert [file.parent for file in index_files(outer)] == [outer / ".git" / "modules" / "cards" / "steward"]


@posix
def test_in_a_shared_clone_it_is_for_all_who_share_it(tmp_path: Path) -> None:
    house = made(tmp_path / "registry")
    git(tmp_path, "init", "--quiet", "--shared=group")
    same(house)
    (file,) = index_files(tmp_path)
    assert file.stat().st_mode & stat.S_IWGRP
    assert file.parent.stat().st_mode & stat.S_IWGRP


def test_it_lies_where_it_is_told_to(tmp_path: Path, cache: Path) -> None:
    house = in_git(tmp_path / "repo")
    same(house)
    (file,) = index_files(tmp_path)
    assert file.parent == cache
    assert not (tmp_path / "repo" / ".git" / "steward").exists()
    assert is_kept(house)
    if os.name == "posix":
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_a_folder_that_steward_makes_is_none_of_gits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = in_git(tmp_path)
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / ".steward-cache"))
    same(house)
    assert is_kept(house)
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=all") == ""


def test_a_folder_that_was_there_gets_the_index_alone(tmp_path: Path, cache: Path) -> None:
    cache.mkdir()
    (cache / "other").write_text("something else")
    same(made(tmp_path / "registry"))
    (file,) = index_files(tmp_path)
    assert everything_below(cache) == {"other", file.name}


def test_no_place_is_one_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CACHE_DIR", "")
    house = in_git(tmp_path)
    before = everything_below(tmp_path)
    same(house)
    assert everything_below(tmp_path) == before


def test_without_git_and_without_a_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "USERPROFILE", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    house = made(tmp_path / "registry")
    before = everything_below(tmp_path)
    same(house)
    assert everything_below(tmp_path) == before


@pytest.mark.parametrize("words", [("--no-cache", "check"), ("check", "--no-cache"), ("list", "--no-cache")])
def test_no_cache_keeps_nothing(words: tuple[str, ...], tmp_path: Path) -> None:
    house = in_git(tmp_path)
    before = everything_below(tmp_path)
    house.ask(*words, cached=True)
    assert everything_below(tmp_path) == before


@posix
def test_names_that_are_no_text_are_places_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff" + end)) for end in (b"reg", b"cache"))
    try:
        house = made(root)
    except OSError:
        pytest.skip("this file system takes text alone")
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(cache))
    same(house)
    assert is_kept(house)


def test_one_that_is_carried_elsewhere_is_of_use(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in CI: other folders, other times, the same bytes."""
    same(made(tmp_path / "registry"))
    shutil.copytree(cache, tmp_path / "carried", copy_function=shutil.copy)
    house = made(tmp_path / "elsewhere" / "registry")
    without = answers(house, cached=False)
    (tmp_path / "carried").chmod(0o700)
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "carried"))
    monkeypatch.setattr("modelsteward.store.gists.Maker.make", lambda _, path: pytest.fail(f"{path} was read"))
    assert answers(house, cached=True) == without


# Where it cannot lie


@pytest.mark.parametrize("why", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_where_nothing_can_be_written_all_is_said_that_is_kept_or_read(
    why: int, elsewhere: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if elsewhere:
        monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    house = in_git(tmp_path)

    def fail(*_: object) -> int:
        raise OSError(why, os.strerror(why))

    with monkeypatch.context() as full:
        full.setattr(indexhome, "_clock", fail)
        same(house)
        assert index_files(tmp_path) == []
    same(house)
    (file,) = index_files(tmp_path)
    before = file.read_bytes()
    house.become(files_of("m@1.0.0: {owner: null}"))
    monkeypatch.setattr(indexhome, "_clock", fail)
    same(house)
    assert file.read_bytes() == before


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_left_alone(tmp_path: Path) -> None:
    house = in_git(tmp_path)
    (tmp_path / ".git").chmod(0o555)
    try:
        same(house)
    finally:
        (tmp_path / ".git").chmod(0o755)
    assert index_files(tmp_path) == []


@posix
@pytest.mark.parametrize("blocks", [0, 1, 16, 64])
def test_a_disk_that_is_full_changes_nothing_that_is_said(blocks: int, tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry", WORLD + "registry: {packs: {duties: []}}\n")
    without = house.ask("check", "--today", house.day, cached=False)
    asked = [sys.executable, "-m", "modelsteward", "-C", str(house.root), "check", "--today", house.day]
    command = ["/bin/sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *asked]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == without
    same(house)


@pytest.mark.parametrize("named", ["file", "file/below", "file/far/below", "x" * 300, "loop"])
def test_a_name_that_can_be_no_folder_is_told(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("a file")
    if os.name == "posix":
        (tmp_path / "loop").symlink_to("loop")
    house = in_git(tmp_path / "repo")
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / named))
    for question in QUESTIONS:
        code, out, err = house.ask(*question, cached=True)
        assert (code, out) == house.ask(*question, cached=False)[:2]
        assert err.count(f"steward: STEWARD_CACHE_DIR is not used: {tmp_path / named} can be no folder: ") == 1
    assert not (tmp_path / "repo" / ".git" / "steward").exists()
    assert (tmp_path / "file").read_text() == "a file"


def test_a_home_is_found_without_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a CI file sets the variable."""
    house = made(tmp_path / "registry")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("STEWARD_CACHE_DIR", "~/.cache/steward")
    monkeypatch.chdir(tmp_path)
    same(house)
    assert [file.parent for file in index_files(tmp_path)] == [tmp_path / "home" / ".cache" / "steward"]


# When it is not believed


@posix
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_everybody_may_write_to_is_not_believed(what: str, tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    same(house)
    (file,) = index_files(cache)
    open_to_all = cache if what == "folder" else file
    open_to_all.chmod(open_to_all.stat().st_mode | 0o002)
    before = file.read_bytes()
    house.become(files_of("m@1.0.0: {owner: null}"))
    for command in ("check", "list", "validate", "timeline"):
        code, out, err = house.ask(command, cached=True)
        assert (code, out) == house.ask(command, cached=False)[:2]
        assert err == f"steward: STEWARD_CACHE_DIR is not used: {open_to_all} may be written to by everybody\n"
    assert file.read_bytes() == before
    assert everything_below(cache) == {".gitignore", file.name}
    open_to_all.chmod(0o700)
    same(house)


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_what_somebody_else_made_is_not_believed_unless_the_registry_is_theirs(tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    cache.mkdir()
    os.chown(cache, 12345, -1)
    _, _, err = house.ask("check", cached=True)
    assert err == f"steward: STEWARD_CACHE_DIR is not used: {cache} belongs to somebody else\n"
    assert index_files(cache) == []
    os.chown(house.root, 12345, -1)
    same(house)
    assert is_kept(house)


def test_another_code_has_another_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "modelsteward"
    source = Path(indexhome.__file__).parent.parent
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(indexhome, "__file__", str(package / "store" / "indexhome.py"))
    by_time, by_contents = fingerprint(), fingerprint(by_contents=True)
    assert (fingerprint(), fingerprint(by_contents=True)) == (by_time, by_contents)
    rule = package / "rules" / "identity.py"
    os.utime(rule, (1, 1))
    assert fingerprint() != by_time
    assert fingerprint(by_contents=True) == by_contents
    rule.write_text(rule.read_text() + "# a word\n")
    assert fingerprint(by_contents=True) != by_contents


def test_another_library_has_another_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pydantic", "pydantic_core", "yaml"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    monkeypatch.setattr(
        indexhome, "find_spec", lambda name: SimpleNamespace(origin=str(tmp_path / name / "__init__.py"))
    )
    (told := tmp_path / "PyYAML-6.0.2.dist-info").mkdir()
    known = {fingerprint(by_contents=True), fingerprint()}
    told.rename(told.with_name("PyYAML-6.0.3.dist-info"))
    (tmp_path / "pydantic_core" / "__init__.py").write_text("# other")
    assert known.isdisjoint({fingerprint(by_contents=True), fingerprint()})


# Times


@pytest.mark.usefixtures("_trusting")
@posix
def test_a_time_that_was_put_back_does_not_hide_an_edit(tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    same(house)
    file = house.root / "models" / "m" / "1.0.0.yaml"
    before, state = file.read_bytes(), file.stat()
    wait_for_the_clock(file)
    file.write_bytes(before.replace(b"taem", b"tame"))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    assert "`tame`" in house.ask("check", "--today", house.day, cached=True)[1]
    same(house)


@posix
def test_an_edit_right_after_a_run_is_seen_whatever_the_clock_says(tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    file = house.root / "models" / "m" / "1.0.0.yaml"
    before = file.read_bytes()
    for name in (b"tame", b"mate", b"meta", b"team"):
        same(house)
        state = file.stat()
        file.write_bytes(before.replace(b"taem", name))
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    same(house)


@posix
@pytest.mark.parametrize("years", [-30, 30])
def test_files_of_the_future_and_of_the_past_are_read(years: int, tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    file = house.root / "models" / "m" / "1.0.0.yaml"
    for name in (b"tame", b"mate"):
        when = file.stat().st_mtime_ns + years * 365 * 86400 * 10**9
        file.write_bytes(file.read_bytes().replace(b"taem", name))
        os.utime(file, ns=(when, when))
        same(house)


@posix
@pytest.mark.parametrize("years", [-30, 30])
def test_a_clock_that_is_wrong_says_nothing_wrong(
    years: int, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = made(tmp_path / "registry")
    file = house.root / "models" / "m" / "1.0.0.yaml"
    right = indexhome._clock
    with monkeypatch.context() as wrong:
        wrong.setattr(indexhome, "_clock", lambda folder: right(folder) + years * 365 * 86400 * 10**9)
        same(house)
    wait_for_the_clock(file)
    file.write_bytes(file.read_bytes().replace(b"taem", b"tame"))
    same(house)


# How large it gets


def test_it_is_bounded_in_rows_and_blobs(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_ROWS", 10)
    monkeypatch.setattr(index, "MOST_BLOBS", 5)
    house = made(tmp_path / "registry")
    for i in range(12):
        policy = house.files["steward.yaml"] if not i else house.files["steward.yaml"] + f"window: P{i}D\n".encode()
        house.become(files_of(f"m@1.0.0: {{owner: t{i}}}\nn@1.0.0: {{owner: u{i}}}") | {"steward.yaml": policy})
        same(house)
        house.become(house.files | {"steward.yaml": files_of("m@1.0.0: {}")["steward.yaml"]})
    (file,) = index_files(cache)
    with closing(sqlite3.connect(file)) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("rows", "blobs")]
    assert counts[0] <= 10
    assert counts[1] <= 5
    assert file.stat().st_size < 200_000


def test_files_of_other_versions_do_not_pile_up(tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    cache.mkdir(mode=0o700)
    for age in range(6):
        old = cache / f"index-{age}.sqlite"
        old.write_text("")
        old.with_name(f"{old.name}-journal").write_text("")
        os.utime(old, (10**9 - age, 10**9 - age))
    (cache / "clock-1").write_text("")
    (cache / "other.txt").write_text("somebody's")
    same(house)
    (ours,) = {path.name for path in index_files(cache)} - {f"index-{age}.sqlite" for age in range(6)}
    assert {path.name for path in cache.iterdir()} - {ours} == {
        "index-0.sqlite", "index-0.sqlite-journal", "index-1.sqlite", "index-1.sqlite-journal", "other.txt",
    }  # fmt: skip


@pytest.mark.usefixtures("_trusting")
@pytest.mark.parametrize("script", ["DELETE FROM rows", "DELETE FROM rows; DELETE FROM blobs", "DROP TABLE rows"])
def test_who_relies_on_rows_that_went_reads_the_files(script: str, tmp_path: Path, cache: Path) -> None:
    house = made(tmp_path / "registry")
    same(house)
    files = WorkTree(house.root)
    with indexed(files, wanted=False) as without:
        wanted = {entry.file: entry.card for entry in read_all(files, without).entries}
    with indexed(files) as kept:
        registry = read_all(files, kept)
        tampered(index_files(cache)[0], script)
        assert {entry.file: entry.card for entry in registry.entries} == wanted
    same(house)
    assert is_kept(house)
    with indexed(files) as kept:
        registry = read_all(files, kept)
        tampered(index_files(cache)[0], "DELETE FROM rows")
        (house.root / "models" / "m" / "1.0.0.yaml").write_text("another card")
        with pytest.raises(Refused, match="changed while it was read"):
            registry.model("m@1.0.0")


@pytest.mark.usefixtures("_trusting")
def test_copies_of_a_file_are_all_had_from_it(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = made(tmp_path / "registry")
    card = house.files["models/n/1.0.0.yaml"]
    house.become(house.files | {"models/n/1.0.1.yaml": card, "models/n/1.0.2.yaml": card})
    same(house)
    files = WorkTree(house.root)
    with indexed(files) as kept:
        registry = read_all(files, kept)
        monkeypatch.setattr(WorkTree, "read", lambda _, path: pytest.fail(f"{path} was read"))
        assert {entry.card.name for entry in registry.entries if entry.file.startswith("models/n/")} == {"n"}
