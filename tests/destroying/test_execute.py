"""Erasing: what agrees goes, what does not agree or others live by stays, and all of it is put on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Steward, git, write
from tests.destroying.homes import (
    DATA,
    DAY,
    HOST,
    LIST,
    MODEL,
    REF,
    STEWARD,
    artifact,
    checklist,
    digest,
    erase,
    make,
    records,
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that models lie in; tests run at the top of the repository beside it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "models"


def home(tmp_path: Path, artifacts: list[str], monkeypatch: pytest.MonkeyPatch, **how: object) -> Path:
    root = make(tmp_path / "repo", artifacts, **how)  # type: ignore[arg-type]
    monkeypatch.chdir(root)
    return root


def test_what_agrees_is_erased_and_put_on_record_in_one_commit(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    root = home(tmp_path, [artifact(file, b"weights")], monkeypatch)
    ran = erase(steward)
    assert (ran.code, ran.err.count("Traceback")) == (0, 0), ran.err
    assert not file.exists()
    (record,) = records(root, "erasure")
    (place,) = record["places"]  # type: ignore[misc]
    assert (place["place"], place["outcome"], place["method"]) == (str(file), "erased", "clear")
    assert record["host"] == HOST
    assert record["started"] == f"{DAY}T12:00:00+00:00"
    assert record["inventory"] == [
        {"place": str(file), "digest": digest(b"weights"),
         "files": [{"path": "model.onnx", "digest": digest(b"weights"), "bytes": 7}]}
    ]  # fmt: skip
    assert git(root, "log", "-1", "--format=%s").strip() == f"erase {REF}: 1 erased"
    assert not list((root / ".git/steward").glob("erasing-*"))
    assert steward("validate").code == 0


def test_a_file_whose_digest_differs_is_never_deleted(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    line = artifact(file, b"weights")
    file.write_bytes(b"another")
    root = home(tmp_path, [line], monkeypatch)
    ran = erase(steward)
    assert ran.code == 1
    assert file.read_bytes() == b"another"
    (record,) = records(root, "erasure")
    assert record["places"][0]["outcome"] == "left"  # type: ignore[index]
    assert record["places"][0]["why"]  # type: ignore[index]


LIVING = """\
card: model/1
name: other
version: 1.0.0
stage: {stage}
summary: Lives.
owner: data-science
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {{parents: [], datasets: []}}
artifacts:
{artifacts}
lifecycle: {{released: 2029-06-01, review_by: 2030-05-01{more}}}
"""
HOLD = "card: hold/1\nid: hold-1\nrefs: [{ref}]\nopened: 2029-12-01\nby: counsel\n"


@pytest.mark.parametrize(
    ("stage", "more", "held", "stays"),
    [
        ("production", "", False, True),
        ("retired", ", retired: 2029-12-01", False, False),
        ("retired", ", retired: 2029-12-01", True, True),
        ("destroyed", ", retired: 2029-12-01, destroyed: 2029-12-10", False, False),
    ],
    ids=["living", "retired", "retired and held", "destroyed"],
)
def test_a_digest_that_another_living_card_names_is_never_deleted(
    stage: str, more: str, held: bool, stays: bool,
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    tokens, mine = files / "tokenizer.json", files / "model.onnx"
    theirs = artifact("s3://elsewhere/tokenizer.json", b"tokens", "tokenizer")
    other = LIVING.format(stage=stage, more=more, artifacts=theirs)
    extra = {"registry/models/other/1.0.0.yaml": other}
    extra |= {"registry/holds/hold-1.yaml": HOLD.format(ref="other@1.0.0")} if held else {}
    lines = [artifact(mine, b"weights"), artifact(tokens, b"tokens", "tokenizer")]
    home(tmp_path, lines, monkeypatch, files=extra)
    ran = erase(steward)
    assert not mine.exists(), ran.err
    assert tokens.exists() is stays
    assert ran.code == int(stays)


def test_a_place_that_another_living_card_names_is_left(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = files / "model.onnx"
    line = artifact(mine, b"weights")
    theirs = f"  - {{role: weights, uri: '{mine}'}}"
    other = LIVING.format(stage="production", more="", artifacts=theirs)
    home(tmp_path, [line], monkeypatch, files={"registry/models/other/1.0.0.yaml": other})
    ran = erase(steward)
    assert ran.code == 1
    assert mine.exists()
    assert "other@1.0.0 names this place as well" in ran.out


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "on the disk alone"])
def test_a_hold_stops_it_before_the_first_byte(
    committed: bool, tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    hold = {"registry/holds/hold-1.yaml": HOLD.format(ref=REF)}
    root = home(tmp_path, [artifact(file, b"weights")], monkeypatch, files=hold if committed else None)
    if not committed:
        write(root, hold)
    ran = erase(steward)
    assert ran.code == 4
    assert "hold hold-1 orders it to be kept" in ran.err
    assert file.exists()


def test_a_day_that_is_still_to_come_does_not_bring_the_release_of_a_hold(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    lifts = "holds: {lift: [legal]}\nroles: {legal: Lifts holds.}\n"
    lifter = STEWARD.replace("git: [ada@house.example]", "git: [ada@house.example], roles: [legal]") + lifts
    hold = HOLD.format(ref=REF).replace("2029-12-01", "2020-01-01")
    hold += f"released: {DAY}\nreleased_by: ada@house.example\nreleased_as: legal\n"
    extra = {"registry/holds/hold-1.yaml": hold, "registry/steward.yaml": lifter}
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, files=extra)
    ran = erase(steward)
    assert ran.code == 4
    assert f"hold hold-1 orders it to be kept until {DAY}, and today is" in ran.err
    assert file.exists()


HOUSE = """\
card: duties/1
name: house
title: House
about: Ours.
review_by: 2040-01-01
duties:
  - {id: house-keep, jurisdiction: INT, source: Policy 7, article: s. 2, kind: keep, objects: [weights], what: Keep it.,
     applies_when: {all: []}, bound: at_least, period: P2Y, clock: retired, binding: true, read: primary, read_in: it,
     checked_on: 2029-01-01}
"""


def test_a_day_that_is_still_to_come_does_not_end_a_duty_to_keep(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, files={"registry/packs/duties/house.yaml": HOUSE})
    monkeypatch.setattr("modelsteward.api.clock.day_in", lambda _: date(2030, 1, 2))
    ran = erase(steward, day="2035-01-01")
    assert ran.code == 4
    assert "house-keep (Policy 7, s. 2) keeps its weights until 2031-12-15" in ran.err
    assert file.exists()
    monkeypatch.setattr("modelsteward.api.clock.day_in", lambda _: date(2035, 1, 1))
    assert erase(steward, day="2035-01-01").code == 0
    assert not file.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({LIST: ""}, "has no destruction checklist"),
        ({LIST: checklist(done=("find",))}, "in the phase authorise"),
        ({"registry/incidents/i.yaml": f"card: incident/1\nid: i\nrefs: [{REF}]\nseverity: serious\n"
          "opened: 2029-12-20\nby: ada\n"}, "serious incident i is open"),
    ],
    ids=["no checklist", "not authorised", "incident"],
)  # fmt: skip
def test_what_must_hold_first(
    change: dict[str, str], words: str,
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = files / "model.onnx"
    root = make(tmp_path / "repo", [artifact(file, b"weights")], files=change)
    monkeypatch.chdir(root)
    ran = erase(steward)
    assert ran.code == 4, ran.err
    assert words in ran.err
    assert file.exists()


def test_the_phases_after_authorising_may_still_be_open(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, listed=checklist(done=("authorise",)))
    assert erase(steward).code == 0
    assert not file.exists()


def test_a_dry_run_looks_and_touches_nothing(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    root = home(tmp_path, [artifact(file, b"weights")], monkeypatch)
    ran = steward("destroy", REF, "--execute", "--dry-run", "--today", DAY)
    assert ran.code == 0, ran.err
    assert f"still there  {file}" in ran.out.replace("still there ", "still there  ").replace("   ", "  ")
    assert file.exists()
    assert records(root, "erasure") == []


def test_a_script_says_the_ref_twice_and_nobody_at_a_terminal_is_asked_in_vain(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    home(tmp_path, [artifact(file, b"weights")], monkeypatch)
    assert steward("destroy", REF, "--execute", "--yes").code == 2
    assert steward("destroy", REF, "--execute", "--yes", "--confirm", "scorer@1.2.1").code == 2
    assert steward("destroy", REF, "--execute").code == 2
    assert steward("destroy", REF, "--execute", "--verify").code == 2
    assert steward("destroy", REF, "--scan", str(files)).code == 2
    assert steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--branch", "b").code == 2
    assert steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--host", "not-this-one").code == 2
    assert file.exists()


def test_a_file_that_is_missing_on_this_machine_was_not_gone_unless_somebody_says_that_it_is_the_one(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    line = artifact(file, b"weights")
    file.unlink()
    root = home(tmp_path, [line], monkeypatch)
    ran = erase(steward)
    assert ran.code == 1
    assert f"--host {HOST} says so" in ran.out
    assert records(root, "erasure")[0]["places"][0]["outcome"] == "left"  # type: ignore[index]
    assert erase(steward, "--host", HOST, day="2030-01-03").code == 0
    assert records(root, "erasure")[1]["places"][0]["outcome"] == "was gone"  # type: ignore[index]


def test_places_that_steward_cannot_reach_are_left_to_people(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    image = artifact("oci://registry.example/scorer@1.2.0", b"image", "container")
    theirs = artifact("azure-openai://ft-7", b"theirs", "weights", ", holder: azure-openai")
    home(tmp_path, [artifact(file, b"weights"), image, theirs], monkeypatch)
    ran = erase(steward)
    assert ran.code == 0, ran.err
    assert "for a person to erase: oci://registry.example/scorer@1.2.0, azure-openai://ft-7" in ran.out


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "on the disk alone"])
def test_nothing_is_erased_while_a_card_that_may_live_by_it_cannot_be_read(
    committed: bool, tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    broken = {"registry/models/other/1.0.0.yaml": "card: model/1\nname: [\n"}
    root = home(tmp_path, [artifact(file, b"weights")], monkeypatch, files=broken if committed else None)
    if not committed:
        write(root, broken)
    ran = erase(steward)
    assert ran.code == 4
    assert "models/other/1.0.0.yaml cannot be read, and may live by the same bytes" in ran.err
    assert file.exists()


def test_nothing_is_erased_while_an_included_registry_is_not_there(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    policy = {"registry/steward.yaml": f"{STEWARD}include: {{b: ../elsewhere}}\n"}
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, files=policy)
    ran = erase(steward)
    assert ran.code == 4
    assert "the registry b cannot be read" in ran.err
    assert file.exists()


@pytest.mark.parametrize("name", ["holds/case-1.yml", "holds/2030/case-1.yaml", "models/other/1.0.0.YAML"])
def test_nothing_is_erased_while_a_file_lies_there_that_may_have_been_meant(
    name: str, tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, files={f"registry/{name}": "card: hold/1\n"})
    ran = erase(steward)
    assert ran.code == 4
    assert f"{name} cannot be read" in ran.err
    assert file.exists()
    assert name in steward("check").out
    if name.startswith("holds/"):
        ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY, "--force", "--reason", "Because.")
        assert ran.code == 4
        assert f"{name} cannot be read, and may order it to be kept" in ran.out


@pytest.mark.parametrize("place", ["w/model.onnx", "inner/w/model.onnx"], ids=["from its folder", "from its top"])
def test_a_path_of_an_included_registry_counts_from_there(
    place: str, tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "guest" / "inner" / "w" / "model.onnx"
    theirs = MODEL.format(artifacts=f"  - {{role: weights, uri: {place}, replicas: []}}").replace("scorer", "living")
    theirs = theirs.replace("stage: retired", "stage: draft").replace("data:rows@1.0.0", "").replace('""', "")
    theirs = theirs[: theirs.index("lifecycle")]
    guest = {"inner/steward.yaml": STEWARD, "inner/models/living/1.2.0.yaml": theirs}
    write(tmp_path / "guest", guest)
    git(tmp_path / "guest", "init", "--quiet")
    git(tmp_path / "guest", "add", ".")
    git(tmp_path / "guest", "commit", "--quiet", "--message", "Theirs")
    policy = {"registry/steward.yaml": f"{STEWARD}include: {{b: ../../guest/inner}}\n"}
    home(tmp_path, [artifact(file, b"weights")], monkeypatch, files=policy)
    ran = erase(steward)
    assert "living@1.2.0" in ran.out, ran.err
    assert file.exists()


def test_bytes_that_a_living_data_set_is_registered_with_are_shared(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DATA.replace("name: rows", "name: table").replace(
        "location: null", f"location: /x\ndigest: {digest(b'weights')}"
    )
    root = home(tmp_path, [artifact(files / "model.onnx", b"weights")], monkeypatch,
                files={"registry/datasets/table/1.0.0.yaml": data})  # fmt: skip
    ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY, "--dry-run")
    assert "its bytes are those of data:table@1.0.0 too" in ran.out, ran.err
    path = root / "registry/datasets/table/1.0.0.yaml"
    path.write_text(data.replace("status: active", "status: destroyed\ndestroyed_on: 2029-01-01"))
    git(root, "commit", "--quiet", "--all", "--message", "Gone")
    ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY, "--dry-run")
    assert "no living version names the same bytes" in ran.out


def test_the_ref_is_typed_in_full_whatever_it_was_called(
    tmp_path: Path, files: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files / "model.onnx"
    home(tmp_path, [artifact(file, b"weights")], monkeypatch)
    ran = steward("destroy", "scorer", "--execute", "--yes", "--confirm", "scorer", "--today", DAY)
    assert ran.code == 2
    assert f"--confirm {REF}" in ran.err
    assert file.exists()
