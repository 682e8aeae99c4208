"""What lies under a key: every version, marker and unfinished upload, in two stores of different makers."""

from __future__ import annotations

import pytest

from tests.s3.houses import OTHER, WEIGHTS, House, digest, erase, look

pytestmark = pytest.mark.slow
KEY = "no-show/1.4.0/model.onnx"


def test_each_version_with_the_cards_bytes_is_seen_with_its_id_and_digest(either: House) -> None:
    either.make()
    ids = [either.put(KEY), either.put(KEY)]
    sights = look(either.target(KEY))
    assert {(sight.result, sight.version, sight.digest, sight.bytes) for sight in sights} == {
        ("still there", each, digest(WEIGHTS), len(WEIGHTS)) for each in ids
    }


def test_what_a_delete_marker_hides_is_still_there(either: House) -> None:
    either.make()
    version = either.put(KEY)
    either.hide(KEY)
    assert [(sight.result, sight.version) for sight in look(either.target(KEY))] == [("still there", version)]


def test_an_older_version_with_other_bytes_is_not_proven_harmless(either: House) -> None:
    either.make()
    older, longer, newer = either.put(KEY, OTHER[: len(WEIGHTS)]), either.put(KEY, OTHER * 2), either.put(KEY)
    found = {sight.version: sight for sight in look(either.target(KEY))}
    assert {version: sight.result for version, sight in found.items()} == {
        older: "not proven", longer: "not proven", newer: "still there",
    }  # fmt: skip
    assert "nobody can tell from a digest" in found[older].why
    assert found[older].digest == digest(OTHER[: len(WEIGHTS)])
    assert found[longer].digest is None  # of another size: not read


def test_erasing_takes_versions_markers_and_uploads_and_looking_says_gone(either: House) -> None:
    either.make()
    ids = [either.put(KEY), either.put(KEY), either.hide(KEY), either.begin(KEY)]
    neighbour = either.put(f"{KEY}.sha256")
    stock, deeds = erase(either.target(KEY))
    assert stock.digest == digest(WEIGHTS)
    assert [(part.path, part.digest) for part in stock.parts] == [("model.onnx", digest(WEIGHTS))]
    assert {(deed.outcome, deed.version) for deed in deeds} == {("erased", each) for each in ids}
    assert either.ids() == {neighbour}
    [sight] = look(either.target(KEY))
    assert (sight.result, sight.found) == ("gone", False)
    assert "versioning is on" in sight.why
