"""Reading with several processes gives what reading with one gives, whatever becomes of the helpers."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import modelsteward
from modelsteward.api.judged import Judged
from modelsteward.store import gisting, parallel, survey
from modelsteward.store.files import WorkTree
from modelsteward.store.gists import Made, Maker, Terms

CARD = """card: model/1
name: {name}
version: 1.0.0
stage: staging
summary: Estimates a chance.
owner: team
origin: in-house
extra: {{n: {n}, big: {big}, f: 0.1, none: null, yes: true, word: no, text: "é 🙂", list: [1, [2, {{a: b}}]]}}
"""
POLICY = """card: registry/1
name: Example
teams: {team: {contact: team@example.org, members: [{name: Ada, git: [ada@example.org]}]}}
"""
BROKEN = {
    "not-yaml": b"card: [model/1\n",
    "twice": b"card: model/1\nname: twice\nname: twice\n",
    "empty": b"",
    "not-utf-8": b"card: model/1\nname: \xff\n",
    "unknown-key": b"card: model/1\nnmae: unknown-key\n",
    "other-stage": CARD.format(name="other-stage", n=1, big=2).replace("staging", "stagng").encode(),
    "number-for-text": CARD.format(name="number-for-text", n=1, big=2).replace("a chance.", "1.10").encode(),
    "byte-order-mark": b"\xef\xbb\xbf" + CARD.format(name="byte-order-mark", n=1, big=2).encode(),
    "crlf": CARD.format(name="crlf", n=1, big=2).replace("\n", "\r\n").encode(),
    "aliases": CARD.format(name="aliases", n="&a [1, 2]", big="*a").encode(),
    "deep": b"a: " + b"[" * 60 + b"]" * 60,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "steward.yaml").write_text(POLICY)
    texts = {f"m{n:03}": CARD.format(name=f"m{n:03}", n=n, big=10**n).encode() for n in range(150)} | BROKEN
    for name, data in texts.items():
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "1.0.0.yaml").write_bytes(data)
    (tmp_path / "models" / "m000" / "2.0.0.yaml").symlink_to("nowhere.yaml")
    return tmp_path


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MANY", 2)
    monkeypatch.setattr(parallel, "BATCH", 8)


def judged(root: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> Judged:
    monkeypatch.setenv("STEWARD_JOBS", str(jobs))
    return modelsteward.load(root, today=date(2030, 1, 1))


def same(one: Judged, other: Judged) -> bool:
    assert one.registry is not None
    assert other.registry is not None
    said = [[(e.file, e.kind, e.ref, e.card, e.text) for e in it.registry.entries] for it in (one, other)]
    broken = [[(b.file, b.ref, b.text) for b in it.registry.broken] for it in (one, other)]
    return said[0] == said[1] and broken[0] == broken[1] and one.findings == other.findings


def wait_for_all(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Have the caller wait until helpers have read everything; the batches they read."""
    take = parallel._take
    read: list[Path] = []

    def patient(file: Path) -> object:
        while (said := take(file)) is None:
            pass
        read.append(file)
        return said

    monkeypatch.setattr(parallel, "_take", patient)
    return read


def test_helpers_and_one_process_read_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged(root, 1, monkeypatch)
    read = wait_for_all(monkeypatch)
    helped = judged(root, 3, monkeypatch)
    assert len(read) == (150 + len(BROKEN) + 2 + 7) // 8
    assert same(alone, helped)
    assert len(alone.findings) > len(BROKEN) / 2


def test_a_helper_that_dies_costs_nothing_but_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged(root, 1, monkeypatch)
    monkeypatch.setattr(parallel, "_START", "raise SystemExit(3)")
    assert same(alone, judged(root, 3, monkeypatch))


def test_an_interpreter_that_does_not_start_costs_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged(root, 1, monkeypatch)
    monkeypatch.setattr(sys, "executable", str(root / "no-python"))
    assert same(alone, judged(root, 3, monkeypatch))


def test_no_room_for_helpers_to_write_costs_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged(root, 1, monkeypatch)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(parallel.tempfile, "mkdtemp", full)
    assert same(alone, judged(root, 3, monkeypatch))


def test_helpers_stop_and_leave_nothing_when_the_caller_fails(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path_factory.mktemp("spare")
    monkeypatch.setattr(parallel.tempfile, "tempdir", str(spare))
    started: list[subprocess.Popen[bytes]] = []
    start = parallel._start
    monkeypatch.setattr(parallel, "_start", lambda *job: started.append(start(*job)) or started[-1])
    monkeypatch.setenv("STEWARD_JOBS", "3")

    def interrupted(_: object, path: str) -> Made:
        raise KeyboardInterrupt

    monkeypatch.setattr(Maker, "make", interrupted)
    terms = Terms(POLICY, None)
    with pytest.raises(KeyboardInterrupt):
        list(gisting.make_all(root, terms, Maker(WorkTree(root), terms.policy(), judges=True), ["a.yaml"] * 99))
    assert [process.returncode is not None for process in started] == [True, True]
    assert list(spare.iterdir()) == []


def test_a_helper_never_runs_code_from_the_folder_it_is_started_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "yaml.py").write_text("open('ran', 'w').close()")
    (root / "marshal.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(root)
    wait_for_all(monkeypatch)
    judged(root, 2, monkeypatch)
    assert not (root / "ran").exists()


@pytest.mark.parametrize(
    ("asked", "cores", "helpers"),
    [("1", 8, 0), ("3", 1, 2), ("", 1, 0), ("", 2, 1), ("", 64, 3), ("many", 2, 1), ("0", 8, 0)],
)
def test_how_many_helpers_start(asked: str, cores: int, helpers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_JOBS", asked)
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    assert parallel.helpers() == helpers


def test_no_more_helpers_start_than_there_are_batches(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def full(*job: object) -> None:
        started.append(job)
        if len(started) > 40:
            raise OSError("too many processes")

    monkeypatch.setattr(parallel, "_start", full)
    monkeypatch.setattr(parallel, "_stop", lambda _: None)
    assert same(judged(root, 1, monkeypatch), judged(root, 100_000, monkeypatch))
    assert len(started) == (150 + len(BROKEN) + 2 + 7) // 8


def test_cores_are_those_this_process_may_use() -> None:
    assert 1 <= parallel._cores() <= (os.cpu_count() or 1)
