"""The certificate as data: what is on record, and nothing that was not seen."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.cards.erasure import Certificate
from modelsteward.errors import Refused
from modelsteward.store.emitting import card_text
from modelsteward.store.planning import record_file
from modelsteward.store.reader import read_card
from modelsteward.usecases.certified_places import not_checked
from modelsteward.usecases.certifying import certificate_record, certificate_value
from modelsteward.usecases.erasing.looks import Last
from tests.certificates.stories import (
    ALL_GONE,
    CHECKLIST,
    COPY,
    ERASURE,
    I8,
    OTHER,
    PART,
    PLACE,
    SEAL,
    TENSOR,
    TOK,
    W,
    card,
    issue,
    seen,
    story,
    verification,
)  # fmt: skip

REST = ", ".join(map(seen, (COPY, "s3://m/int8/", "s3://m/tok.json")))


def value(*parts: str) -> dict[str, Any]:
    return certificate_value(issue(story(*parts)))


def refusal(*parts: str) -> str:
    with pytest.raises(Refused) as caught:
        value(*parts)
    return caught.value.message


def test_a_certificate_is_read_again_as_what_was_written() -> None:
    file, text = record_file(certificate_record(issue(story())))
    reading = read_card(file, text.encode())
    assert not reading.faults
    assert not reading.problems
    assert isinstance(reading.card, Certificate)
    assert reading.card.seal == SEAL
    assert reading.card.least == "purge"
    assert reading.card.knows("previous", "not_checked", "tool")
    assert text == card_text(certificate_value(issue(story())))


def test_each_place_is_named_with_how_it_was_erased_and_every_version_of_it() -> None:
    places = [(one["place"], one.get("version"), one.get("method")) for one in value()["places"]]
    assert places == [
        (PLACE, "v1", "purge"), (PLACE, "v2", "purge"), (COPY, None, "clear"), ("s3://m/int8/", None, "purge"),
        ("s3://m/tok.json", None, None),
    ]  # fmt: skip
    assert {one["result"] for one in value()["places"]} == {"gone"}


def test_what_must_not_come_back_is_every_file_but_those_that_many_models_share() -> None:
    assert value()["deny"] == [W, I8, PART, TENSOR]
    assert not {TOK, OTHER} & set(value()["deny"])


def test_who_took_part_and_what_was_decided_is_told() -> None:
    told = value()
    assert [(one["who"], one["did"]) for one in told["people"]] == [
        ("team", "decided"), ("eve@example.org", "decided"), ("ada@example.org", "erased"),
        ("bo@example.org", "looked"), ("audit", "accepted"), ("ada@example.org", "issued"),
    ]  # fmt: skip
    assert told["accepted"] == "All is empty."
    assert told["contents"] == ["personal data", "health data"]
    (child,) = told["made_from_it"]
    assert (child["ref"], child["decision"], child["stage"]) == ("n@1.0.0", "keep", "production")
    assert "note" not in told
    assert "n@1.0.0" in value(card(), ERASURE, ALL_GONE, CHECKLIST.partition("  decisions")[0],
                              "n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: merge}], datasets: []}}")["note"]  # fmt: skip


def test_a_folder_that_could_not_be_read_stays_named_until_a_search_of_the_same_root_reads_it() -> None:
    assert value()["not_checked"] == ["/srv/locked: permission denied"]
    again = verification("2029-12-22", "", ", scanned: [{root: /home, files: 1}]", name="22222222")
    assert value(card(), ERASURE, ALL_GONE, again)["not_checked"] == ["/srv/locked: permission denied"]
    again = verification("2029-12-22", "", ", scanned: [{root: /srv, files: 8}]", name="22222222")
    assert value(card(), ERASURE, ALL_GONE, again)["not_checked"] == []


def test_there_is_no_certificate_while_anything_was_not_seen_to_be_gone() -> None:
    assert PLACE in refusal(card(), ERASURE)
    assert f"{PLACE} (not proven)" in refusal(
        card(), verification("2029-12-21", f"{seen(PLACE, 'not proven')}, {REST}")
    )
    early = f"{seen(PLACE, day='2029-11-30')}, {REST}"
    assert PLACE in refusal(card(), verification("2029-12-21", early))
    copy = seen("/home/ada/x.zip!m.onnx", "still there", more=", found: true")
    assert "/home/ada/x.zip!m.onnx (still there)" in refusal(
        card(), ALL_GONE, verification("2029-12-22", copy, name="22222222")
    )


def test_a_later_look_counts_and_one_that_could_not_be_made_undoes_none() -> None:
    def looks(result: str, finished: str, name: str) -> str:
        return verification("2029-12-21", seen(PLACE, result), finished=finished, name=name)

    rest = verification("2029-12-21", REST, name="33333333")
    before = looks("still there", "2029-12-21T10:00:00+01:00", "11111111")
    after = looks("gone", "2029-12-21T09:30:00+00:00", "22222222")
    assert value(card(), rest, before, after)["places"]
    assert PLACE in refusal(card(), rest, before, looks("gone", "2029-12-21T08:30:00+00:00", "22222222"))
    unable = verification("2029-12-22", seen(PLACE, "not checked", "2029-12-22"), name="44444444")
    assert value(card(), rest, before, after, unable)["places"]


def test_a_look_before_the_last_erasure_or_within_a_waiting_time_shows_nothing() -> None:
    early = verification("2029-12-19", ", ".join(seen(place, day="2029-12-19") for place in (PLACE, COPY)))
    assert f"{PLACE} (not proven, looked at on 2029-12-19, and erased since)" in refusal(card(), ERASURE, early)
    waits = verification("2029-12-21", f"{seen(PLACE, more=', until: 2029-12-28')}, {REST}")
    assert f"{PLACE} (not proven, the store keeps it for some days more, ask again on 2029-12-28)" in refusal(
        card(), waits
    )
    ahead = verification("2029-12-21", f"{seen(PLACE, day='2030-02-01')}, {REST}")
    assert PLACE in refusal(card(), ahead)


def test_of_a_model_that_only_its_vendor_held_nothing_is_called_gone() -> None:
    vendor = (
        "m@1.0.0: {stage: retired, origin: vendor, hosting: [vendor_api], artifacts: [], source: {host: h, model: x}}"
    )
    (place,) = value(vendor)["places"]
    assert (place["place"], place["result"]) == ("h/x", "not checked")
    assert "nobody looked" in refusal("m@1.0.0: {stage: retired, artifacts: []}")


def test_of_the_hub_only_a_cache_was_looked_at_unless_a_person_saw_more() -> None:
    last = Last("hf://org/m@main", "gone")
    said = "hf://org/m@main: the hub itself was not asked, only the cache of one machine"
    assert said in not_checked(story(), "m@1.0.0", [last])
    assert said not in not_checked(story(), "m@1.0.0", [last._replace(evidence="The repository is deleted.")])
    assert said not in not_checked(story(), "m@1.0.0", [last._replace(place=PLACE)])
