"""What was destroyed and is there again: an error wherever it is, and nothing that a command lets in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from modelsteward.store.planning import record_file
from modelsteward.usecases.certifying import certificate_record
from tests.certificates.stories import (
    ALL_GONE,
    CHECKLIST,
    ERASURE,
    PART,
    TOK,
    W,
    card,
    issue,
    seen,
    story,
    verification,
)
from tests.conftest import Steward, git, write
from tests.rules.worlds import problems

CERTIFICATE = record_file(certificate_record(issue(story())))
DESTROYED = "".join((card("destroyed", "2029-12-23"), ERASURE, ALL_GONE, CHECKLIST))


def found(code: str, more: str) -> list[str]:
    return [one.message for one in problems(code, DESTROYED + more, raw=dict([CERTIFICATE]))]


def test_a_file_that_lay_in_a_destroyed_folder_is_known_under_any_name() -> None:
    again = f"x@1.0.0: {{artifacts: [{{role: other, uri: s3://x/renamed.bin, digest: '{PART}'}}]}}"
    assert found("AR106", again) == ["these are the bytes of m@1.0.0, which was destroyed"]
    assert found("AR111", f"data:e@1.0.0: {{digest: '{W}'}}") == ["these are the bytes of m@1.0.0, which was destroyed"]


def test_what_many_models_share_and_the_tombstone_itself_are_quiet() -> None:
    assert found("AR106", f"x@1.0.0: {{artifacts: [{{role: tokenizer, uri: s3://x/t, digest: '{TOK}'}}]}}") == []
    assert found("AR111", "") == []
    assert found("AR112", "") == []


def test_a_copy_that_is_found_later_is_an_error_until_a_later_look_finds_it_gone() -> None:
    copy = "/home/ada/old.zip!m.onnx"
    late = verification("2029-12-28", seen(copy, "still there", "2029-12-28", ", found: true"), name="22222222")
    assert found("AR112", late) == [f"m@1.0.0 is destroyed, and a copy is at {copy}"]
    erased = verification("2029-12-29", seen(copy, "gone", "2029-12-29"), name="33333333")
    assert found("AR112", late + erased) == []


@pytest.fixture
def registered(house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The house in git, with a version that was destroyed with a certificate."""
    weights = b"numbers"
    digest = f"sha256:{hashlib.sha256(weights).hexdigest()}"
    record = (
        "card: certificate/1\nref: gone@1.0.0\non: 2027-01-01\nby: ada\nprevious: null\n"
        f"places: [{{place: /srv/m, looked_on: 2027-01-01, result: gone}}]\ndeny: ['{digest}']\n"
    )
    write(house, {"records/models/gone/1.0.0/2027-01-01-certificate-11111111.yaml": record})
    (house.parent / "renamed.bin").write_bytes(weights)
    git(house, "init", "--quiet", "--initial-branch=main")
    git(house, "add", ".")
    git(house, "commit", "--quiet", "--message", "A registry")
    return house


def test_two_years_later_a_renamed_file_is_told_by_its_digest(registered: Path, steward: Steward) -> None:
    said = ["--summary", "Says who comes.", "--owner", "data-science", "--origin", "in-house"]
    ran = steward("register", "other@1.0.0", *said, "--artifact", "../renamed.bin", "--yes")
    assert ran.code == 4
    assert "AR106 these are the bytes of gone@1.0.0, which was destroyed" in ran.out
    assert not (registered / "models/other").exists()
    new = b"other numbers"
    (registered.parent / "renamed.bin").write_bytes(new)
    assert steward("register", "other@1.0.0", *said, "--artifact", "../renamed.bin", "--yes").code == 0


def test_a_new_version_with_destroyed_bytes_is_refused_too(registered: Path, steward: Steward) -> None:
    ran = steward("bump", "scorer", "--artifact", "../renamed.bin", "--yes")
    assert ran.code == 4
    assert "AR106 these are the bytes of gone@1.0.0, which was destroyed" in ran.out


def test_a_folder_that_holds_destroyed_bytes_beside_others_is_refused(registered: Path, steward: Steward) -> None:
    write(registered.parent, {"folder/README.md": "Another model."})
    (registered.parent / "renamed.bin").rename(registered.parent / "folder/part-1.bin")
    said = ["--summary", "Says who comes.", "--owner", "data-science", "--origin", "in-house"]
    for command in (["register", "other@1.0.0", *said], ["bump", "scorer"]):
        ran = steward(*command, "--artifact", "../folder", "--yes")
        assert ran.code == 4
        assert "../folder/part-1.bin holds the bytes of gone@1.0.0, which was destroyed" in ran.out
    (registered.parent / "folder/part-1.bin").write_bytes(b"other numbers")
    assert steward("register", "other@1.0.0", *said, "--artifact", "../folder", "--yes").code == 0
