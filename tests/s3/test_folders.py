"""A prefix with several files below it, told by their digests or by that of their listing."""

from __future__ import annotations

import hashlib

import pytest

from modelsteward.domain.erasing import Target
from tests.s3.houses import House, digest, erase, listing, look, parts

pytestmark = pytest.mark.slow
FILES = {"config.json": b"{}", "model-00001-of-00002.safetensors": b"one" * 900, "sub/zwei ü.bin": b"two" * 700}


@pytest.fixture
def folder(localstack: House) -> House:
    return _filled(localstack)


def _filled(house: House) -> House:
    house.make()
    for name, data in FILES.items():
        house.put(f"big/1.0.0/{name}", data)
    return house


def _target(house: House, known: bool = False, size: bool = True) -> Target:
    total = sum(map(len, FILES.values())) if size else None
    place = f"s3://{house.bucket}/big/1.0.0/"
    return Target(place, listing(FILES), total, parts=parts(FILES) if known else ())


@pytest.mark.parametrize("known", [False, True])
def test_the_files_of_a_folder_are_seen_and_erased(either: House, known: bool) -> None:
    target = _target(_filled(either), known, size=known)
    assert {sight.place.partition("1.0.0/")[2]: sight.result for sight in look(target)} == dict.fromkeys(
        FILES, "still there"
    )
    stock, deeds = erase(target)
    assert stock == (target.place, listing(FILES), stock.parts)
    assert sorted(stock.parts) == sorted(parts(FILES))
    assert [deed.outcome for deed in deeds] == ["erased"] * 3
    assert [sight.result for sight in look(target)] == ["gone"]


def test_what_lies_beside_the_files_is_left(folder: House) -> None:
    beside = folder.put("big/1.0.0/notes.txt", b"not of the model")
    upload = folder.begin("big/1.0.0/other.bin")
    neighbour = folder.put("big/1.0.0-rc/config.json", FILES["config.json"])
    folder.put("big/1.0.0/", b"")  # stands for a folder in some programs
    target = _target(folder, known=True)
    _, deeds = erase(target)
    assert sorted(deed.outcome for deed in deeds) == ["erased"] * 3 + ["left"] * 3
    assert {beside, upload, neighbour} < folder.ids()
    sights = look(target)
    assert [(sight.result, sight.version) for sight in sights] == [("not proven", upload)]
    folder.client.abort_multipart_upload(Bucket=folder.bucket, Key="big/1.0.0/other.bin", UploadId=upload)
    [sight] = look(target)
    assert sight.result == "gone"
    assert "2 versions beside it, of what was never part of it" in sight.why


def test_a_folder_whose_listing_has_another_digest_is_left(folder: House) -> None:
    folder.put("big/1.0.0/config.json", b"[]")  # of the same size
    target = _target(folder)
    assert {sight.result for sight in look(target)} == {"not proven"}
    stock, deeds = erase(target)
    assert stock.parts == ()
    assert {deed.outcome for deed in deeds} == {"left"}
    assert "has not the listing digest of the card" in deeds[0].why


def test_older_versions_of_a_files_bytes_go_too_and_others_stay(folder: House) -> None:
    older = folder.put("big/1.0.0/config.json", b"[]")
    folder.put("big/1.0.0/config.json", FILES["config.json"])
    _, deeds = erase(_target(folder))
    assert sorted(deed.outcome for deed in deeds) == ["erased"] * 4 + ["left"]
    assert folder.ids() == {older}
    [sight] = look(_target(folder, known=True))
    assert (sight.result, sight.version, sight.digest) == ("not proven", older, digest(b"[]"))


def test_a_folder_that_was_deleted_without_its_versions_is_found_again(folder: House) -> None:
    for name in FILES:
        folder.hide(f"big/1.0.0/{name}")
    target = _target(folder)
    assert {sight.result for sight in look(target)} == {"still there"}
    _, deeds = erase(target)
    assert [deed.outcome for deed in deeds] == ["erased"] * 6
    assert folder.ids() == set()


def test_one_file_that_another_card_names_is_spared_and_the_rest_goes(folder: House) -> None:
    kept = digest(FILES["config.json"])
    _, deeds = erase(_target(folder), spare={kept})
    assert {deed.digest for deed in deeds if deed.outcome == "left"} == {kept}
    assert len(folder.ids()) == 1


@pytest.mark.parametrize("other", ["s3a://{bucket}/{first}", "s3://{bucket}/{folder}", "s3://{bucket}"])
def test_a_key_that_another_card_names_is_spared_however_it_is_written(folder: House, other: str) -> None:
    target = _target(folder)
    bucket, _, key = target.place.partition("://")[2].partition("/")
    first = f"{key}{next(iter(FILES))}"
    place = other.format(bucket=bucket, first=first, folder=key.rstrip("/"))
    _, deeds = erase(target, places={place: "other@1.0.0"})
    left = {deed.place for deed in deeds if deed.outcome == "left" and "other@1.0.0" in deed.why}
    assert f"s3://{bucket}/{first}" in left
    assert len(left) == (1 if "{first}" in other else len(FILES))


def test_bytes_that_another_card_names_by_another_algorithm_are_spared(folder: House) -> None:
    _, deeds = erase(_target(folder), spare={f"md5:{hashlib.md5(next(iter(FILES.values()))).hexdigest()}"})
    assert sum(deed.outcome == "left" for deed in deeds) == 1


def test_a_folder_that_another_card_names_is_spared_whole(folder: House) -> None:
    _, deeds = erase(_target(folder), spare={listing(FILES)})
    assert {deed.outcome for deed in deeds} == {"left"}
    assert len(folder.ids()) == 3


def test_a_place_that_held_several_files_is_a_folder_without_a_slash_too(folder: House) -> None:
    target = _target(folder, known=True)
    bare = target._replace(place=target.place.rstrip("/"))
    assert {sight.result for sight in look(bare)} == {"still there"}
    erase(bare)
    assert [(sight.place, sight.result) for sight in look(bare)] == [(bare.place, "gone")]
