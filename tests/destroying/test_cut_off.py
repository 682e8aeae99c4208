"""An erasure that is cut off, or cannot be put on record: what it did stays written down, and the next one goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from modelsteward.domain.erasing import Deed, Part, Print, Stock
from modelsteward.errors import Refused
from modelsteward.store.deeds import Begun, Journal, read_deeds
from modelsteward.usecases.erasing.record import merged, merged_stocks
from tests.applying.cutting import Stepping
from tests.conftest import Steward, git, write
from tests.destroying.homes import DAY, REF, artifact, digest, erase, make, records
from tests.places.lying import lay, of_folder

BEGUN = Begun(REF, "2030-01-02T12:00:00+00:00", "here", "steward 1")


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three files of a model, and the repository that tests run in."""
    files = [tmp_path / "models" / f"part-{n}.bin" for n in range(3)]
    lines = [artifact(file, f"weights {n}".encode()) for n, file in enumerate(files)]
    monkeypatch.chdir(make(tmp_path / "repo", lines))
    return files


def dying(after: int) -> subprocess.CompletedProcess[str]:
    """Erase, and be killed after a number of deeds."""
    command = [sys.executable, "-m", "tests.destroying.dying", str(after), "destroy", REF, "--execute", "--yes",
               "--confirm", REF, "--today", DAY, "-C", "registry"]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_leaves_what_was_done_and_the_next_run_goes_on(three: list[Path], steward: Steward) -> None:
    died = dying(1)
    assert died.returncode == -9, died.stderr
    assert [file.exists() for file in three] == [False, True, True]
    assert git(Path(), "log", "--format=%s").count("erase") == 0
    told = read_deeds(".git/steward/erasing-scorer-1.2.0.jsonl")
    assert told is not None
    assert [deed.place for deed in told.deeds] == [str(three[0])]

    for words in (("--plan",), ("--dry-run",), ("--verify", "--dry-run")):
        assert "was cut off, and is not on record" in steward("destroy", REF, *words, "--today", DAY).err
    ran = erase(steward)
    assert ran.code == 0, ran.err
    assert "was cut off" in ran.err
    assert not any(file.exists() for file in three)
    (record,) = records(Path(), "erasure")
    assert {place["place"]: place["outcome"] for place in record["places"]} == {  # type: ignore[attr-defined]
        str(file): "erased" for file in three
    }
    assert [stock["digest"] for stock in record["inventory"]] == [  # type: ignore[attr-defined]
        digest(f"weights {n}".encode()) for n in range(3)
    ]
    assert not Path(".git/steward/erasing-scorer-1.2.0.jsonl").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_within_a_folder_is_gone_on_with_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward
) -> None:
    folder = lay(tmp_path / "models", {f"{n}.bin": f"weights {n}".encode() for n in range(3)})
    one = f"  - {{role: weights, uri: '{folder}/', digest: '{of_folder(folder).digest}', replicas: []}}"
    monkeypatch.chdir(make(tmp_path / "repo", [one]))
    assert dying(1).returncode == -9
    assert sorted(path.name for path in folder.iterdir()) == ["1.bin", "2.bin"]
    ran = steward("destroy", REF, "--execute", "--dry-run", "--today", DAY)
    assert "was cut off" in ran.err
    assert "not proven" not in ran.out, "which files those were is written down"
    ran = erase(steward)
    assert ran.code == 0, ran.out
    assert not folder.exists()
    (record,) = records(Path(), "erasure")
    assert [place["outcome"] for place in record["places"]] == ["erased"] * 3  # type: ignore[attr-defined]


def test_a_file_of_a_folder_that_comes_back_is_seen_whatever_was_seen_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward
) -> None:
    files = {f"{n}.bin": f"weights {n}".encode() for n in range(3)}
    folder = lay(tmp_path / "models", files)
    one = f"  - {{role: weights, uri: '{folder}/', digest: '{of_folder(folder).digest}', replicas: []}}"
    monkeypatch.chdir(make(tmp_path / "repo", [one]))
    assert erase(steward).code == 0
    look = ("destroy", REF, "--verify", "--yes", "--today")
    assert steward(*look, "2030-01-03").code == 0
    lay(folder, {"1.bin": files["1.bin"]})
    ran = steward(*look, "2030-01-04")
    assert (ran.code, "still there" in ran.out) == (1, True), ran.out
    ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", "2030-01-05")
    assert ran.code == 4
    assert "not seen to be gone" in ran.out
    (folder / "1.bin").unlink()
    assert steward(*look, "2030-01-06").code == 0


def test_a_commit_that_a_hook_refuses_keeps_the_journal(three: list[Path], steward: Steward) -> None:
    write(Path(".git/hooks"), {"pre-commit": "#!/bin/sh\nexit 1\n"})
    Path(".git/hooks/pre-commit").chmod(0o755)
    ran = erase(steward)
    assert ran.code == 5, ran.err
    assert "run the same command again to put it on record" in ran.err
    assert not any(file.exists() for file in three)
    Path(".git/hooks/pre-commit").unlink()
    assert erase(steward).code == 0
    (record,) = records(Path(), "erasure")
    assert {place["outcome"] for place in record["places"]} == {"erased"}  # type: ignore[attr-defined]


def test_where_nothing_can_be_written_down_nothing_is_erased(
    three: list[Path], steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Journal, value: object) -> None:
        if "stock" in value:  # type: ignore[operator]
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "_append", full)
        ran = erase(steward)
    assert ran.code == 4
    assert "no space left on device" in ran.err
    assert all(file.exists() for file in three)


def test_a_disk_that_fills_while_the_record_is_written_keeps_the_journal(
    three: list[Path], steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("modelsteward.store.carrying.write_journal", full)
        ran = erase(steward)
    assert ran.code != 0
    assert "Traceback" not in ran.err
    told = read_deeds(".git/steward/erasing-scorer-1.2.0.jsonl")
    assert told is not None
    assert len(told.deeds) == 3
    assert erase(steward).code == 0
    assert len(records(Path(), "erasure")) == 1


def test_a_disk_that_fills_while_the_certificate_is_written_destroys_nothing_on_paper(
    three: list[Path], steward: Steward
) -> None:
    erase(steward)
    assert steward("destroy", REF, "--verify", "--yes", "--today", DAY).code == 0
    before = git(Path(), "rev-parse", "HEAD")

    def step(what: str) -> None:
        if what.startswith("open ") and "-certificate-" in what:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), what.partition(" ")[2])

    move = ("destroy", REF, "--yes", "--confirm", REF, "--today", DAY)
    with Stepping(step):
        ran = steward(*move)
    assert (ran.code, "no space left on device; everything was put back" in ran.err) == (5, True), ran.err
    assert git(Path(), "rev-parse", "HEAD") == before
    assert records(Path(), "certificate") == []
    assert "stage: retired" in Path("registry/models/scorer/1.2.0.yaml").read_text()
    assert steward(*move).code == 0
    assert len(records(Path(), "certificate")) == 1


STOCK = Stock("/m", "sha256:1", (Part("a", "sha256:2", 3, (Print("t", "sha256:3", 1),)),))
DEED = Deed("/m", "erased", "file unlinked", digest="sha256:1", bytes=3)


def test_a_journal_is_read_as_it_was_written_and_a_torn_last_line_is_no_deed(tmp_path: Path) -> None:
    file = tmp_path / "steward" / "erasing.jsonl"
    journal = Journal(str(file), BEGUN)
    for what in (STOCK, DEED):
        journal.tell(what)
    assert read_deeds(str(file)) == (BEGUN, (STOCK,), (DEED,))
    with file.open("ab") as opened:
        opened.write(b'{"deed": {"place": "/n"')
    assert read_deeds(str(file)) == (BEGUN, (STOCK,), (DEED,))
    Journal(str(file), BEGUN).tell(DEED._replace(place="/n"))
    told = read_deeds(str(file))
    assert told is not None
    assert [deed.place for deed in told.deeds] == ["/m", "/n"]
    file.write_bytes(b"{}\n")
    with pytest.raises(Refused, match="cannot be read"):
        read_deeds(str(file))


def test_what_two_runs_came_to_is_told_as_one() -> None:
    left = DEED._replace(place="/n", outcome="left", why="the store timed out")
    gone = DEED._replace(outcome="was gone")
    inner = DEED._replace(place="/d/part")
    assert merged([DEED, left], [gone, left._replace(outcome="erased", why="")]) == [
        DEED, left._replace(outcome="erased", why="")
    ]  # fmt: skip
    assert merged([DEED, left], [gone, left]) == [DEED, left]
    assert merged([inner], [gone._replace(place="/d")]) == [inner]
    assert merged([gone], [gone]) == [gone]
    more = STOCK._replace(parts=(Part("b", "sha256:4", 1),))
    assert [part.path for stock in merged_stocks([STOCK, more]) for part in stock.parts] == ["a", "b"]


def test_what_was_cut_off_on_another_machine_goes_on_there(
    three: list[Path], steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(str(Path(".git/steward/erasing-scorer-1.2.0.jsonl").resolve()), BEGUN._replace(host="elsewhere"))
    ran = erase(steward)
    assert ran.code == 4
    assert "was cut off on elsewhere" in ran.err
    assert all(file.exists() for file in three)
