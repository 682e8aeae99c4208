"""Edges of the rules about what served when, beyond their examples."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.worlds import messages, paths, problems


def sentences(cases: dict[str, str]) -> pytest.MarkDecorator:
    """One test for each example, called by a sentence."""
    return pytest.mark.parametrize("example", cases.values(), ids=cases.keys())


@pytest.mark.parametrize(("day", "count"), [("2029-12-31", 0), ("2030-01-01", 1)])
def test_the_last_day_of_the_rollback_window_still_counts(day: str, count: int) -> None:
    example = """
m@1.0.0: {}
use:u: {served: [{slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-12-01}]}
"""
    assert len(messages("US105", example, date.fromisoformat(day))) == count


def test_what_never_served_is_counted_from_its_release() -> None:
    assert "it was released on 2029-06-01" in messages("US105", "m@1.0.0: {}")[0]
    assert messages("US105", "m@1.0.0: {lifecycle: {released: 2029-12-15}}") == []


def test_what_was_never_seen_to_serve_nor_released_is_unknown() -> None:
    assert messages("US105", "m@1.0.0: {lifecycle: {released: <absent>}}") == []


def test_the_last_day_it_served_anywhere_counts() -> None:
    example = """
m@1.0.0: {}
use:u: {served: [{slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-12-20}]}
use:v: {status: ended, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-07-01}]}
"""
    assert messages("US105", example) == []


def test_a_fallback_stands_ready_and_is_not_idle() -> None:
    def world(status: str) -> str:
        return f"{{m@1.0.0: {{}}, 'use:u': {{status: {status}, fallback: {{main: m@1.0.0}}}}}}"

    assert messages("US105", world("live")) == []
    assert len(messages("US105", world("ended"))) == 1


@pytest.mark.parametrize("stage", ["staging", "deprecated", "suspended", "retired", "destroyed"])
def test_only_what_is_in_production_can_be_idle(stage: str) -> None:
    assert messages("US105", f"m@1.0.0: {{stage: {stage}}}") == []


def test_a_use_that_cannot_be_read_may_be_what_it_serves() -> None:
    naming = {"use-cases/u.yaml": "serving: {main: m@1.0.0"}
    other = {"use-cases/u.yaml": "serving: {main: n@1.0.0"}
    assert problems("US105", "m@1.0.0: {}", raw=naming) == []
    assert len(problems("US105", "m@1.0.0: {}", raw=other)) == 1


def test_the_rollback_window_is_the_registrys_own() -> None:
    assert messages("US105", "{registry: {rollback_window: P1Y}, m@1.0.0: {}}") == []


def history(status: str, serving: str, *served: str) -> str:
    """A use with a history, one `slot ref from to` an entry; `-` for one that is open."""
    keys = ("slot", "ref", "from", "to")
    rows = [dict(zip(keys, entry.split(), strict=True)) for entry in served]
    lists = [f"{{{', '.join(f'{k}: {v}' for k, v in row.items() if v != '-')}}}" for row in rows]
    return f"use:u: {{status: {status}, serving: {serving}, served: [{', '.join(lists)}]}}"


def test_a_use_without_history_is_exempt_only_while_proposed() -> None:
    assert messages("US107", "use:u: {status: proposed, serving: {main: m@1.0.0}}") == []
    assert paths("US107", "use:u: {serving: {main: m@1.0.0}}") == [("served",)]
    assert paths("US107", "use:u: {status: ended, serving: {main: m@1.0.0}}") == [("served",)]
    assert messages("US107", "use:u: {status: ended, serving: {main: null}}") == []


def test_an_empty_history_is_held_against_a_champion() -> None:
    assert paths("US107", "use:u: {status: proposed, serving: {main: m@1.0.0}, served: []}") == [("serving", "main")]


@sentences(
    {
        "a swap on one day": history(
            "live", "{main: m@1.1.0}", "main m@1.0.0 2029-06-01 2029-09-01", "main m@1.1.0 2029-09-01 -"
        ),
        "three swaps on one day": history(
            "live",
            "{main: m@1.0.0}",
            "main m@1.0.0 2029-06-01 2029-09-01",
            "main m@1.1.0 2029-09-01 2029-09-01",
            "main m@1.0.0 2029-09-01 -",
        ),
        "a gap": history(
            "live", "{main: m@1.1.0}", "main m@1.0.0 2029-06-01 2029-07-01", "main m@1.1.0 2029-09-01 -"
        ),
        "two slots at the same time": history(
            "live", "{a: m@1.0.0, b: n@1.0.0}", "a m@1.0.0 2029-06-01 -", "b n@1.0.0 2029-06-01 -"
        ),
        "a slot that is no more": history("live", "{}", "main m@1.0.0 2029-06-01 2029-09-01"),
        "entries out of order": history(
            "live", "{main: m@1.1.0}", "main m@1.1.0 2029-09-01 -", "main m@1.0.0 2029-06-01 2029-09-01"
        ),
    }
)  # fmt: skip
def test_a_history_that_can_be_true_is_left_alone(example: str) -> None:
    assert messages("US107", example) == []


def test_an_entry_stays_open_in_no_slot_that_nothing_serves() -> None:
    for serving in ("{main: null}", "{}"):
        (found,) = messages("US107", history("ended", serving, "main m@1.0.0 2029-06-01 -"))
        assert found == "by `served`, m@1.0.0 still serves `main`; by `serving`, nothing does"


def test_an_open_entry_of_another_slot_is_no_entry_for_this_one() -> None:
    found = paths("US107", history("live", "{main: m@1.0.0}", "other m@1.0.0 2029-06-01 -"))
    assert found == [("serving", "main"), ("served", 0, "ref")]


def test_an_entry_left_open_is_told_once_and_not_as_an_overlap_too() -> None:
    example = history("live", "{main: m@1.1.0}", "main m@1.0.0 2029-06-01 -", "main m@1.1.0 2029-09-01 -")
    assert paths("US107", example) == [("served", 0, "ref")]


@sentences(
    {
        "starts before the last one ended": history(
            "live", "{main: m@1.1.0}", "main m@1.0.0 2029-06-01 2029-10-01", "main m@1.1.0 2029-09-01 -"
        ),
        "two are open": history(
            "live", "{main: m@1.1.0}", "main m@1.1.0 2029-06-01 -", "main m@1.1.0 2029-09-01 -"
        ),
        "one lies within the open one": history(
            "live", "{main: m@1.1.0}", "main m@1.1.0 2029-06-01 -", "main m@1.0.0 2029-07-01 2029-08-01"
        ),
    }
)  # fmt: skip
def test_entries_of_a_slot_do_not_overlap(example: str) -> None:
    assert paths("US107", example) == [("served", 1, "from")]


def test_a_long_entry_overlaps_what_comes_after_a_short_one_within_it() -> None:
    example = history(
        "live", "{main: null}",
        "main m@1.0.0 2029-01-01 2029-12-01",
        "main m@1.1.0 2029-02-01 2029-03-01",
        "main m@1.2.0 2029-05-01 2029-06-01",
    )  # fmt: skip
    assert paths("US107", example) == [("served", 1, "from"), ("served", 2, "from")]
