"""Edges of the rules about what is said of an end, beyond their examples."""

from __future__ import annotations

import pytest

from tests.rules.vendors import LATE, SERVES, model, page, vendor
from tests.rules.worlds import messages, problems

# VE102


def test_what_vanished_is_told_with_the_last_word_and_who_lists_it_still() -> None:
    example = vendor(
        page("ends: 2031-05-01, region: eu", "2029-06-01"), page("listed: false, region: eu", "2029-12-01"),
        page("", "2029-11-01", source="feed"),
    ) + model("snapshot: s1, region: swedencentral")  # fmt: skip
    (seen,) = problems("VE102", example + SERVES)
    assert seen.message == (
        "page lists gpt-4o (s1) at openai in eu no more since 2029-12-01; on 2029-06-01 it said that it ends on "
        "2031-05-01; feed (read 2029-11-01) still lists it; it serves use:u"
    )
    assert "`steward vendors show openai/gpt-4o@s1`" in seen.hint
    assert messages("VE102", example.replace("swedencentral", "eastus")) == []


def test_the_end_that_was_told_before_it_vanished_still_counts() -> None:
    example = vendor(page("ends: 2029-12-15", "2029-06-01"), page("listed: false", "2029-12-20")) + model()
    assert len(messages("TM111", example)) == 1
    assert messages("VE102", example) == []


# VE103


def said_by(*words: str, of: str = "snapshot: s1", more: str = "") -> list[str]:
    return messages("VE103", vendor(*words) + model(of, more) + SERVES)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("ends: 2031-06-01", True),
        ("ends: 2031-05-01", False),
        ("not_before: 2031-06-01", True),
        ("not_before: 2031-05-01", False),
        ("ends: 2031-06-01, certainty: tentative", True),
        ("status: active", True),
        ("status: retired", True),
        ("status: deprecated", False),
        ("ends: 2031-06-01, region: eu", False),
        ("ends: 2031-06-01, deployment_kind: provisioned", True),
    ],
)
def test_what_cannot_both_be_true_is_a_disagreement(other: str, told: bool) -> None:
    found = said_by(LATE, page(other, source="feed"), of="snapshot: s1, region: eastus")
    assert bool(found) is told, found


def test_all_that_is_said_is_shown_and_the_earliest_counts() -> None:
    (told,) = said_by(
        page("ends: 2031-06-01", "2029-12-05", source="feed"), LATE, page("not_before: 2031-07-01", source="list")
    )
    assert told == (
        "the sources disagree about the end of gpt-4o (s1) at openai: page (read 2029-12-01) says that it ends on "
        "2031-05-01; feed (read 2029-12-05) says that it ends on 2031-06-01; list (read 2029-12-01) says that it will "
        "not end before 2031-07-01; 2031-05-01 counts, the earliest; it serves use:u"
    )


def test_that_it_has_ended_is_told_with_those_who_say_otherwise() -> None:
    over = page("ends: 2029-12-15")
    assert len(said_by(over, page("ends: 2031-05-01", source="feed"))) == 1
    assert said_by(over, page("ends: 2029-12-20", source="feed")) == []
    (told,) = said_by(page("status: retired"), page("status: active, state: GA", "2029-12-05", source="feed"))
    assert "page (read 2029-12-01) says that it is retired; feed (read 2029-12-05) says that it is `GA`; it" in told


def test_one_source_that_tells_regions_or_kinds_apart_asks_which_it_is() -> None:
    words = (page("ends: 2031-05-01, region: us"), page("ends: 2031-06-01, region: eu"))
    (seen,) = problems("VE103", vendor(*words) + model() + SERVES)
    assert "page (read 2029-12-01) in us says" in seen.message
    assert "must say in `source.region` which it is" in seen.hint
    assert said_by(*words, of="snapshot: s1, region: eastus2") == []
    assert said_by(*words, of="snapshot: s1, region: mars") == []


def test_a_region_that_nobody_knows_is_none_of_those_that_are_told() -> None:
    assert (
        said_by(LATE, page("ends: 2030-05-01, region: elsewhere", source="feed"), of="snapshot: s1, region: here") == []
    )


@pytest.mark.parametrize(
    "uses",
    ["", "use:u: {status: ended, serving: {main: m@1.0.0}}", "use:u: {serving: {main: n@1.0.0}}"],
    ids=["there is none", "it has ended", "it is served by another"],
)
def test_nobody_is_troubled_by_a_disagreement_about_what_no_use_names(uses: str) -> None:
    words = vendor(LATE, page("ends: 2031-06-01", source="feed")) + model()
    assert messages("VE103", words + uses) == []
    assert len(messages("VE103", words + "use:u: {fallback: {main: m@1.0.0}}")) == 1


def test_our_own_sunset_before_all_of_them_settles_a_disagreement() -> None:
    words = (LATE, page("ends: 2031-06-01", source="feed"))
    assert said_by(*words, more="lifecycle: {sunset: 2031-05-01, reason: Over.}") == []
    assert len(said_by(*words, more="lifecycle: {sunset: 2031-05-02, reason: Over.}")) == 1


# VE106 and VE107


def moved(before: str, now: str, more: str = "", read_on: str = "2029-12-01") -> str:
    return vendor(page(before, "2029-06-01"), page(now, read_on)) + model(more=more) + SERVES


def test_a_day_that_came_nearer_is_told_with_the_one_before() -> None:
    (seen,) = problems("VE106", moved("ends: 2031-05-01", "ends: 2031-04-01, replacement: gpt-5"))
    assert seen.message == (
        "gpt-4o (s1) at openai ends on 2031-04-01, 30 days sooner: page said before that it ends on 2031-05-01 "
        "(read 2029-06-01 and 2029-12-01); it serves use:u"
    )
    assert seen.hint == (
        "team (team@example.org) must see whether 2031-04-01 leaves time enough to move, and announce it: `steward "
        "deprecate m@1.0.0 --sunset 2031-04-01 --because vendor`; the vendor recommends gpt-5; "
        "`steward vendors successors m@1.0.0` lists what stays"
    )


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (moved("ends: 2031-05-01", "ends: 2031-04-01", read_on="2029-10-03"), 1),
        (moved("ends: 2031-05-01", "ends: 2031-04-01", read_on="2029-10-02"), 0),
        (moved("ends: 2031-05-01", "ends: 2029-12-20"), 0),
        (moved("not_before: 2031-05-01", "ends: 2031-04-01"), 1),
        (moved("ends: 2031-05-01", "ends: 2031-04-01", "lifecycle: {sunset: 2031-04-01, reason: Over.}"), 0),
        (moved("ends: 2031-05-01", "ends: 2031-04-01", "lifecycle: {sunset: 2031-04-02, reason: Over.}"), 1),
        (moved("ends: 2031-05-01", "ends: 2031-04-01, region: eu"), 0),
        (moved("ends: 2031-05-01", "ends: 2031-04-01, deployment_kind: provisioned"), 0),
        (moved("ends: 2031-05-01", "ends: 2031-06-01"), 0),
    ],
    ids=["90 days ago", "91 days ago", "over by now", "sooner than promised", "our sunset comes first",
         "our sunset comes later", "another region", "another kind", "later"],
)  # fmt: skip
def test_a_day_that_came_nearer_is_told_while_it_is_news(example: str, told: int) -> None:
    assert len(messages("VE106", example)) == told


def test_how_long_it_is_news_can_be_set() -> None:
    example = moved("ends: 2031-05-01", "ends: 2031-04-01")
    assert problems("VE106", example, days=10) == []


ANNOUNCED = "stage: deprecated, lifecycle: {deprecated: 2029-07-01, sunset: 2030-05-01, because: %s}"


@pytest.mark.parametrize(
    ("now", "because", "told"),
    [
        ("ends: 2031-05-01", "vendor", 1),
        ("not_before: 2031-05-01", "vendor", 1),
        ("state: Active", "vendor", 1),
        ("ends: 2030-04-01", "vendor", 0),
        ("ends: 2031-05-01", "own", 0),
    ],
    ids=["put off", "no firm day any more", "taken back", "sooner", "our own decision"],
)
def test_an_end_that_was_put_off_is_told_where_it_was_why_ours_was_announced(now: str, because: str, told: int) -> None:
    assert len(messages("VE107", moved("ends: 2030-05-01", now, ANNOUNCED % because))) == told


def test_a_day_before_our_sunset_was_no_reason_for_it() -> None:
    assert messages("VE107", moved("ends: 2030-02-01", "ends: 2031-05-01", ANNOUNCED % "vendor")) == []


def test_an_end_that_another_source_holds_on_to_is_not_put_off() -> None:
    example = vendor(
        page("ends: 2030-05-01", "2029-06-01"), page("ends: 2031-05-01"), page("ends: 2030-05-01", source="feed")
    ) + model(more=ANNOUNCED % "vendor")
    assert messages("VE107", example) == []


def test_how_an_announcement_is_taken_back_or_moved_is_told() -> None:
    (seen,) = problems("VE107", moved("ends: 2030-05-01", "ends: 2031-05-01", ANNOUNCED % "vendor"))
    assert seen.message.startswith(
        "page said that it ends on 2030-05-01, and since 2029-12-01 that it ends on 2031-05-01;"
    )
    assert "`steward deprecate m@1.0.0 --cancel --reason TEXT`" in seen.hint
    assert "`steward deprecate m@1.0.0 --sunset 2031-05-01 --because vendor`" in seen.hint
