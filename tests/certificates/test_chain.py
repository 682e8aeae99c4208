"""The chain of certificates: what goes missing or is changed shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.api.desk import Desk
from modelsteward.domain.chain import chain_of, digest_of
from modelsteward.domain.registry import Registry
from modelsteward.errors import Refused
from modelsteward.store.committed import last_commit
from modelsteward.usecases.certifying import previous_certificate, previous_digest
from tests.conftest import git, write
from tests.rules.worlds import judge, world

PLACES = "places: [{place: /srv/m, looked_on: 2029-12-01, result: gone}]\n"


def record(version: str, day: str, previous: str | None, more: str = "tool: steward 9\n") -> tuple[str, str]:
    """A certificate's path and text, its name by its bytes; `previous` empty for one that says nothing of it."""
    said = "" if previous == "" else f"previous: {previous or 'null'}\n"
    text = f"card: certificate/1\nref: m@{version}\non: {day}\nby: ada\n{said}{PLACES}{more}"
    return f"records/models/m/{version}/{day}-certificate-{digest_of(text)[7:15]}.yaml", text


FIRST = record("1.0.0", "2029-12-01", None)
SECOND = record("2.0.0", "2029-12-02", digest_of(FIRST[1]))
THIRD = record("3.0.0", "2029-12-02", digest_of(SECOND[1]))
OTHER = record("4.0.0", "2029-12-03", digest_of(FIRST[1]))
BY_HAND = record("5.0.0", "2029-11-01", "", "")
CARDS = "".join(f"m@{n}.0.0: {{stage: destroyed}}\n" for n in range(1, 6))


def registry(*certificates: tuple[str, str]) -> Registry:
    return world(CARDS, raw=dict(certificates))


def said(code: str, *certificates: tuple[str, str]) -> list[str]:
    return [one.message for one in judge(registry(*certificates), code)]


def test_the_next_certificate_goes_on_from_the_newest_that_none_follows() -> None:
    entry = previous_certificate(registry(FIRST, THIRD, SECOND))
    assert entry is not None
    assert entry.file == THIRD[0]
    assert previous_digest(registry(FIRST, SECOND)) == digest_of(SECOND[1])
    assert previous_digest(registry(BY_HAND)) == digest_of(BY_HAND[1])
    assert previous_digest(registry()) is None
    assert [one.file for one in chain_of(registry(FIRST, SECOND, OTHER)).ends] == [SECOND[0], OTHER[0]]


def test_a_certificate_that_is_taken_away_is_missed_by_the_next() -> None:
    assert said("CL125", FIRST, SECOND, THIRD) == []
    assert said("CL125", FIRST, THIRD) == [f"no certificate here has the digest {digest_of(SECOND[1])}"]


def test_a_certificate_that_is_changed_shows_by_its_name_and_by_the_next() -> None:
    changed = (FIRST[0], FIRST[1].replace("ada", "bo"))
    assert said("CL127", FIRST, SECOND) == []
    assert said("CL127", changed, SECOND) == [f"its bytes do not have the digest {FIRST[0][-13:-5]} of its name"]
    assert said("CL125", changed, SECOND) == [f"no certificate here has the digest {digest_of(FIRST[1])}"]
    assert said("CL127", (BY_HAND[0].replace(BY_HAND[0][-13:-5], "11111111"), BY_HAND[1])) == []


def test_other_line_ends_are_no_change() -> None:
    assert said("CL127", (FIRST[0], FIRST[1].replace("\n", "\r\n")), SECOND) == []
    assert said("CL125", (FIRST[0], FIRST[1].replace("\n", "\r\n")), SECOND) == []


def test_two_that_follow_on_one_are_told_once() -> None:
    assert said("CL126", FIRST, SECOND, THIRD) == []
    assert said("CL126", FIRST, SECOND, OTHER) == [f"this one and {SECOND[0]}: both follow on the same certificate"]


def test_no_certificate_goes_on_from_one_that_cannot_be_read() -> None:
    broken = "records/models/m/1.0.0/2029-12-01-certificate-11111111.yaml"
    with pytest.raises(Refused, match=f"{broken} cannot be read"):
        previous_certificate(world(CARDS, raw={broken: "card: certificate/1\n"}))


def test_all_certificates_and_the_last_commit_are_had_from_a_desk(repo: Path) -> None:
    write(repo / "registry", dict([FIRST, SECOND]))
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Certificates")
    registry = Desk(repo / "registry").certificates()
    assert previous_digest(registry) == digest_of(SECOND[1])
    assert last_commit(repo / "registry") == git(repo, "rev-parse", "HEAD").strip()
    assert last_commit(repo.parent) is None
