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


def test_what_a_delete_marker_hides_is_still_there(localstack: House) -> None:
    localstack.make()
    version = localstack.put(KEY)
    localstack.hide(KEY)
    assert [(sight.result, sight.version) for sight in look(localstack.target(KEY))] == [("still there", version)]


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


def test_a_delete_marker_alone_holds_no_bytes_and_is_named(localstack: House) -> None:
    localstack.make()
    localstack.hide(KEY)
    [sight] = look(localstack.target(KEY))
    assert sight.result == "gone"
    assert "1 delete marker left, without bytes" in sight.why
    _, [deed] = erase(localstack.target(KEY))
    assert (deed.outcome, deed.technique) == ("erased", "delete marker removed")
    assert localstack.ids() == set()


def test_an_unfinished_upload_is_never_proven_gone(localstack: House) -> None:
    localstack.make()
    upload = localstack.begin(KEY)
    localstack.begin(f"{KEY}.other")
    [sight] = look(localstack.target(KEY))
    assert (sight.result, sight.version) == ("not proven", upload)
    assert "unfinished upload" in sight.why


def test_what_was_written_before_versions_were_kept_and_after_is_erased_too(either: House) -> None:
    either.make(versioning=False)
    either.put(KEY)
    either.version("Enabled")
    either.put(KEY)
    either.version("Suspended")
    assert {sight.result for sight in look(either.target(KEY))} == {"still there"}
    _, deeds = erase(either.target(KEY))
    assert [deed.outcome for deed in deeds] == ["erased", "erased"]
    assert look(either.target(KEY))[0].result == "gone"


def test_a_bucket_without_versions_is_erased_plainly(either: House) -> None:
    either.make(versioning=False)
    either.put(KEY)
    [sight] = look(either.target(KEY))
    assert (sight.result, sight.version) == ("still there", "null")
    _, [deed] = erase(either.target(KEY))
    assert (deed.outcome, deed.technique) == ("erased", "object deleted, of which no other version was kept")
    [sight] = look(either.target(KEY))
    assert sight.result == "gone"
    assert "versioning is off" in sight.why


def test_an_object_that_is_written_anew_after_it_was_read_is_left(either: House) -> None:
    either.make(versioning=False)
    either.put(KEY)
    _, [deed] = erase(either.target(KEY), told=lambda said: either.put(KEY, OTHER))
    assert (deed.outcome, deed.why) == ("left", "it is no longer what was read: something wrote it anew")
    assert either.client.get_object(Bucket=either.bucket, Key=KEY)["Body"].read() == OTHER


def test_a_version_with_other_bytes_is_left_and_so_is_the_marker_that_hides_it(localstack: House) -> None:
    localstack.make()
    other, ours, marker, upload = (
        localstack.put(KEY, OTHER),
        localstack.put(KEY),
        localstack.hide(KEY),
        localstack.begin(KEY),
    )
    _, deeds = erase(localstack.target(KEY))
    found = {deed.version: deed for deed in deeds}
    assert {version: deed.outcome for version, deed in found.items()} == {
        ours: "erased", other: "left", marker: "left", upload: "left",
    }  # fmt: skip
    assert found[other].why == "its 12,000 bytes are not those of the card"
    assert found[marker].why == "a version under this key stays"
    assert localstack.ids() == {other, marker, upload}
    assert "NoSuchKey" in str(_get_error(localstack))  # still hidden


def _get_error(house: House) -> Exception:
    with pytest.raises(house.client.exceptions.NoSuchKey) as caught:
        house.client.get_object(Bucket=house.bucket, Key=KEY)
    return caught.value


def test_bytes_that_another_card_names_are_left(localstack: House) -> None:
    localstack.make()
    version = localstack.put(KEY)
    stock, [deed] = erase(localstack.target(KEY), spare={digest(WEIGHTS)})
    assert stock.digest == digest(WEIGHTS)
    assert (deed.outcome, deed.why) == ("left", "another card that lives names the same bytes")
    assert localstack.ids() == {version}


def test_without_a_digest_on_the_card_nothing_is_erased(localstack: House) -> None:
    localstack.make()
    left = {localstack.put(KEY), localstack.begin(KEY)}
    target = localstack.target(KEY, None)
    assert {sight.result for sight in look(target)} == {"still there", "not proven"}
    stock, deeds = erase(target)
    assert stock.parts == ()
    assert {deed.outcome for deed in deeds} == {"left"}
    assert localstack.ids() == left


def test_a_second_run_finds_nothing_to_do(localstack: House) -> None:
    localstack.make()
    localstack.put(KEY)
    erase(localstack.target(KEY))
    stock, deeds = erase(localstack.target(KEY))
    assert stock.parts == ()
    assert [deed.outcome for deed in deeds] == ["was gone"]


def test_a_run_that_is_cut_off_goes_on_where_it_was(localstack: House) -> None:
    localstack.make()
    for _ in range(3):
        localstack.put(KEY)
    told: list[object] = []

    def cut(said: object) -> None:
        told.append(said)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase(localstack.target(KEY), told=cut)
    assert len(localstack.ids()) == 2  # the one that went was told of
    _, deeds = erase(localstack.target(KEY))
    assert [deed.outcome for deed in deeds] == ["erased", "erased"]
    assert localstack.ids() == set()


@pytest.mark.parametrize("key", ["modèles/été 1+1=2 & ü.onnx", "模型/权重.bin", "a%20b/100%.bin", "q?a=b#c"])
def test_keys_may_hold_any_letters(localstack: House, key: str) -> None:
    _all_letters(localstack, key)


def test_keys_may_hold_any_letters_elsewhere_too(swift: House) -> None:
    _all_letters(swift, "modèles/100% 权重+1%20.onnx")


def _all_letters(house: House, key: str) -> None:
    house.make()
    version, upload = house.put(key), house.begin(key)
    assert {sight.version for sight in look(house.target(key))} == {version, upload}
    _, deeds = erase(house.target(key))
    assert [deed.place for deed in deeds] == [f"s3://{house.bucket}/{key}"] * 2
    assert look(house.target(key))[0].result == "gone"


def test_listings_are_read_to_their_last_page(either: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.store.places.s3_seeing.PAGE", 2)
    either.make()
    ids = {either.put(KEY, OTHER[: len(WEIGHTS)]) for _ in range(3)} | {either.begin(KEY) for _ in range(3)}
    for number in range(3):
        either.put(f"{KEY}.{number}")
    last = either.put(KEY)
    assert {sight.version for sight in look(either.target(KEY))} == {*ids, last}


def test_a_key_with_others_below_it_may_be_a_folder_whose_slash_was_forgotten(localstack: House) -> None:
    localstack.make()
    localstack.put("no-show/1.4.0/model.onnx")
    [sight] = look(localstack.target("no-show/1.4.0"))
    assert sight.result == "not proven"
    assert "1 version of objects below" in sight.why
    _, [deed] = erase(localstack.target("no-show/1.4.0"))
    assert (deed.outcome, deed.why) == ("left", sight.why)


def test_a_bucket_that_is_not_there_proves_nothing(either: House) -> None:
    either.bucket = "no-bucket-of-that-name"
    [sight] = look(either.target(KEY))
    assert sight.result == "not proven"
    assert "no such bucket" in sight.why
    _, [deed] = erase(either.target(KEY))
    assert deed.outcome == "left"


def test_an_upload_below_a_folder_whose_slash_was_forgotten_is_seen(either: House) -> None:
    either.make()
    either.begin("no-show/1.4.0/weights.bin")
    [sight] = look(either.target("no-show/1.4.0"))
    assert sight.result == "not proven"
    assert "ends in a slash" in sight.why


@pytest.mark.parametrize(
    "written",
    [f"{KEY}?versionId=x1", f"{KEY}#old", f"/{KEY}", "no-show//1.4.0/./model.onnx", "no%2Dshow/1.4.0/model.onnx"],
)
def test_what_lies_under_a_key_that_was_written_as_a_link_is_not_called_gone(either: House, written: str) -> None:
    either.make()
    either.put(KEY)
    [sight] = look(either.target(written))
    assert (sight.result, KEY in sight.why) == ("not proven", True)
    _, [deed] = erase(either.target(written))
    assert (deed.outcome, deed.why) == ("left", sight.why)
    either.hide(KEY)
    erase(either.target(KEY))
    assert [sight.result for sight in look(either.target(written))] == ["gone"]


def test_a_key_with_odd_characters_is_itself(either: House) -> None:
    either.make()
    either.put("a?b#c%20d//e")
    assert [sight.result for sight in look(either.target("a?b#c%20d//e"))] == ["still there"]
