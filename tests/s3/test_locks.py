"""What a store keeps whoever asks, and a lock that is not kept."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest

from modelsteward.domain.progress import nobody
from modelsteward.store.places.s3 import S3
from tests.s3.houses import House, erase, look

pytestmark = pytest.mark.slow
KEY = "no-show/1.4.0/model.onnx"
UNTIL = datetime(2099, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("mode", ["GOVERNANCE", "COMPLIANCE"])
def test_a_version_that_is_locked_until_a_day_is_left_until_then(localstack: House, mode: str) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    version = localstack.put(KEY, ObjectLockMode=mode, ObjectLockRetainUntilDate=UNTIL)
    free = localstack.put(KEY)
    target = localstack.target(KEY, locked_until=None)
    found = {sight.version: sight for sight in look(target)}
    assert found[version].result == "still there"
    assert found[version].until == UNTIL.date()
    assert found[version].why == f"the store keeps it until 2099-01-01 ({mode.lower()})"
    _, deeds = erase(target)
    told = {deed.version: deed for deed in deeds}
    assert (told[free].outcome, told[version].outcome) == ("erased", "left")
    assert told[version].until == UNTIL.date()
    assert (
        told[version].why == f"the store keeps it until 2099-01-01 ({mode.lower()}): deleting is denied (AccessDenied)"
    )
    assert localstack.ids() == {version}


def test_a_lock_that_has_ended_is_none(localstack: House) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    soon = datetime.fromtimestamp(time.time() + 1, UTC)
    localstack.put(KEY, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=soon)
    time.sleep(max(0.0, soon.timestamp() - time.time()) + 0.1)
    _, [deed] = erase(localstack.target(KEY))
    assert deed.outcome == "erased"


def test_a_legal_hold_is_left_and_named(localstack: House) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    version = localstack.put(KEY, ObjectLockLegalHoldStatus="ON")
    [sight] = look(localstack.target(KEY))
    assert (sight.result, sight.why) == ("still there", "a legal hold is on it")
    _, [deed] = erase(localstack.target(KEY))
    assert (deed.outcome, deed.why) == ("left", "a legal hold is on it")
    assert localstack.ids() == {version}


def _locked(house: House, **asked: Any) -> str:
    """What is said of a card's lock, the version's own state aside."""
    house.put(KEY, **asked)
    target = house.target(KEY, locked_until=date(2031, 1, 1))
    [sight] = look(target)
    assert sight.result == "still there"
    problems = S3().locks(target, nobody)
    assert all(problem in sight.why for problem in problems)
    return "; ".join(problems)


def test_a_lock_that_the_store_keeps_as_long_as_the_card_says_is_no_problem(localstack: House) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    assert _locked(localstack, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=UNTIL) == ""


def test_a_lock_that_ends_before_the_card_says_is_told(localstack: House) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    early = datetime(2030, 6, 1, tzinfo=UTC)
    said = _locked(localstack, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=early)
    assert said == "the card says that it is locked until 2031-01-01, and the store's lock ends on 2030-06-01"


NO_LOCK = "the card says that it is locked until 2031-01-01, but the store keeps no lock on it"


def test_a_lock_that_was_never_set_is_told(localstack: House) -> None:
    localstack.make(ObjectLockEnabledForBucket=True)
    assert _locked(localstack) == NO_LOCK


def test_a_store_that_takes_the_words_of_a_lock_and_locks_nothing_is_found_out(swift: House) -> None:
    swift.make()
    asked = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": datetime(2031, 1, 1, tzinfo=UTC)}
    assert _locked(swift, **asked) == NO_LOCK
    _, [deed] = erase(swift.target(KEY))
    assert deed.outcome == "erased"  # it is no lock, whatever the card says
