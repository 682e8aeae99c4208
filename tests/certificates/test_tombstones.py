"""What is told of what is gone: in lists, in the card that is shown, in the story, and where data went."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelsteward.store.planning import record_file
from modelsteward.usecases.certifying import certificate_record
from tests.certificates.stories import ALL_GONE, CHECKLIST, ERASURE, card, issue, seen, story, verification
from tests.conftest import Steward, git, write
from tests.index.histories import files_of

DATA = """
data:old@1.0.0: {status: destroyed, destroyed_on: 2029-11-02, contains: {personal: true}, lawful_basis: Consent}
records/data/old/1.0.0/2029-11-03-certificate-0badcafe.yaml:
  {card: certificate/1, ref: 'data:old@1.0.0', on: 2029-11-03, by: eve@example.org, not_checked: [Tapes of 2028],
   places: [{place: s3://d/rows/, looked_on: 2029-11-02, result: gone}]}
holds/h-1.yaml: {card: hold/1, id: h-1, refs: [m@1.0.0], opened: 2029-01-01, released: 2029-06-01, by: legal}
"""
FOUND = verification("2030-02-01", seen("/home/x.onnx", "still there", "2030-02-01", ", found: true"), name="99999999")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry in git with a model and a data set that are destroyed; a copy of the model turned up later."""
    root = tmp_path / "home"
    destroyed = "".join((card("destroyed", "2029-12-23"), ERASURE, ALL_GONE, FOUND, CHECKLIST, DATA))
    files = {name: data.decode() for name, data in files_of(destroyed).items()}
    file, text = record_file(certificate_record(issue(story())))
    write(root / "registry", {**files, file: text})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root


def rows(steward: Steward, *options: str) -> list[dict[str, Any]]:
    return list(json.loads(steward("list", "--all", "--format", "json", *options).out)["rows"])


@pytest.mark.usefixtures("place")
def test_a_list_of_all_says_when_what_is_gone_went_and_who_certified_it(steward: Steward) -> None:
    models = {row["ref"]: (row["destroyed"], row["certificate"], row["certified_by"]) for row in rows(steward)}
    assert models["m@1.0.0"] == ("2029-12-23", "2030-01-01", "ada@example.org")
    assert models["n@1.0.0"] == (None, None, None)
    (data,) = [row for row in rows(steward, "--kind", "data") if row["status"] == "destroyed"]
    assert (data["destroyed"], data["certificate"], data["certified_by"]) == (
        "2029-11-02",
        "2029-11-03",
        "eve@example.org",
    )
    assert "certified by" in steward("list", "--all").out
    assert "certified by" not in steward("list").out


@pytest.mark.usefixtures("place")
def test_a_tombstone_tells_its_whole_story(steward: Steward) -> None:
    told = json.loads(steward("show", "m@1.0.0", "--format", "json").out)["sections"]["destruction"]
    said = {(row["what"], row["said"].split(",")[0]) for row in told}
    assert {
        ("sensitive", "personal data"), ("accepted", "All is empty."), ("not looked at", "/srv/locked: permission denied"),
        ("kept", "the card"), ("erased", "by ada@example.org"), ("hold", "h-1"),
        ("made from it", "n@1.0.0 (production)"), ("copy found", "/home/x.onnx"),
    } <= said  # fmt: skip
    assert told[0]["what"] == "certificate"
    text = steward("show", "m@1.0.0").out
    assert "Its destruction" in text
    assert "stood until 2029-06-01" in text
    assert "Its destruction" not in steward("show", "n@1.0.0").out
    assert "Tapes of 2028" in steward("show", "data:old@1.0.0").out


@pytest.mark.usefixtures("place")
def test_the_story_has_each_record_of_the_end(steward: Steward) -> None:
    for ref, kinds in (("m@1.0.0", {"erasure", "verification", "certificate"}), ("data:old@1.0.0", {"certificate"})):
        events = json.loads(steward("log", ref, "--format", "json").out)["events"]
        assert kinds <= {event["kind"] for event in events}
    out = steward("log", "m@1.0.0").out
    assert "erased by ada@example.org: 4 erased, 1 was gone" in out
    assert "certificate of destruction, issued by ada@example.org" in out


@pytest.mark.usefixtures("place")
def test_where_data_went_and_what_is_touched_say_what_shows_that_something_is_gone(steward: Steward) -> None:
    out = steward("trace", "data:d").out
    assert "destroyed 2029-12-23, by the certificate of 2030-01-01; 1 place not seen to be gone" in " ".join(
        out.split()
    )
    out = steward("trace", "data:old@1.0.0").out
    assert "destroyed 2029-11-02, by the certificate of 2029-11-03" in " ".join(out.split())
    assert "certified 2030-01-01" in steward("impact", "data:d@1.0.0").out
