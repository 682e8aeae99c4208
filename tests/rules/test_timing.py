"""Dates against today and against each other: the edges that the rules' own examples leave open."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.domain.findings import Path
from tests.rules.worlds import messages, paths, problems

TOMBSTONES = pytest.mark.parametrize("stage", ["retired", "destroyed"])


@pytest.mark.parametrize(
    ("code", "key"), [("TM101", "sunset"), ("TM102", "review_by"), ("TM113", "destroy_by")], ids=lambda value: value
)
def test_the_last_day_itself_still_counts(code: str, key: str) -> None:
    example = f"m@1.0.0: {{lifecycle: {{{key}: 2029-12-01}}}}"
    assert messages(code, example, date(2029, 12, 1)) == []
    assert paths(code, example, date(2029, 12, 2)) == [("lifecycle", key)]


@pytest.mark.parametrize(
    ("code", "key"), [("TM103", "sunset"), ("TM104", "review_by"), ("TM114", "destroy_by")], ids=lambda value: value
)
def test_what_ends_today_is_ahead_and_what_has_ended_is_not(code: str, key: str) -> None:
    example = f"m@1.0.0: {{lifecycle: {{{key}: 2029-12-01}}}}"
    assert "today" in messages(code, example, date(2029, 12, 1))[0]
    assert messages(code, example, date(2029, 12, 2)) == []


def test_the_window_is_the_organisations() -> None:
    example = "registry: {window: P10D}\nm@1.0.0: {lifecycle: {sunset: 2030-01-12}}"
    assert messages("TM103", example) == []
    assert messages("TM103", example, date(2030, 1, 2)) == ["its sunset is in 10 days (2030-01-12)"]


@TOMBSTONES
def test_old_tombstones_are_quiet(stage: str) -> None:
    example = f"m@1.0.0: {{stage: {stage}, lifecycle: {{sunset: 2029-01-01, review_by: 2029-01-01}}}}"
    quiet = ("TM101", "TM102", "TM103", "TM104", "TM105", "TM106", "TM107", "TM111", "TM112", "TM115", "TM117", "TM118")
    assert [code for code in quiet if messages(code, example)] == []


@pytest.mark.parametrize(
    ("stage", "words"),
    [("production", "it is in production"), ("deprecated", "it is deprecated"), ("suspended", "it is suspended")],
)
def test_whatever_may_serve_or_may_again_is_told_of_its_sunset(stage: str, words: str) -> None:
    example = f"m@1.0.0: {{stage: {stage}, lifecycle: {{sunset: 2029-12-20}}}}"
    assert messages("TM101", example) == [f"its sunset was 12 days ago (2029-12-20), and {words}"]


def test_a_draft_has_no_sunset_to_keep() -> None:
    assert messages("TM101", "m@1.0.0: {stage: draft, lifecycle: {sunset: 2029-12-20}}") == []


def test_it_is_told_who_must_move_which_use_to_what() -> None:
    (seen,) = problems(
        "TM103",
        """
m@1.0.0: {lifecycle: {sunset: 2030-02-01, replacement: m@2.0.0}}
use:a: {serving: {main: m@1.0.0}}
use:b: {serving: {main: m@1.0.0}, replacement: {main: n@1.0.0}}
use:c: {serving: {main: m@1.0.0}, status: ended}
""",
    )
    moves = "move use:a to m@2.0.0, use:b to n@1.0.0, and retire it by then"
    assert seen.hint == f"team (team@example.org) must {moves}"


def test_where_no_replacement_is_known_another_version_is_asked_for() -> None:
    example = "m@1.0.0: {lifecycle: {sunset: 2029-12-31}}\nuse:a: {serving: {main: m@1.0.0}}"
    (seen,) = problems("TM101", example)
    assert "must move use:a to another version and retire it" in seen.hint


def test_what_ends_before_its_review_needs_none() -> None:
    example = "m@1.0.0: {lifecycle: {review_by: 2030-02-01, sunset: 2030-01-31}}"
    assert messages("TM104", example) == []


NOTICE = "m@1.0.0: {stage: deprecated, lifecycle: {released: 2029-01-01, deprecated: 2029-12-01, sunset: %s%s}}\n"


@pytest.mark.parametrize(
    ("use", "least"),
    [
        ("{risk: {own: low}}", "2029-12-31"),
        ("{risk: {own: medium}}", "2030-01-30"),
        ("{risk: {own: high}}", "2030-05-30"),
        ("{risk: {own: low}, consumers: {external: [a clinic]}}", "2030-05-30"),
    ],
    ids=["low risk", "medium risk", "high risk", "people outside"],
)
def test_the_notice_depends_on_what_it_serves(use: str, least: str) -> None:
    served = f"use:u: {use[:-1]}, serving: {{main: m@1.0.0}}}}"
    assert messages("TM106", NOTICE % (least, "") + served) == []
    day_before = date.fromordinal(date.fromisoformat(least).toordinal() - 1)
    (seen,) = problems("TM106", NOTICE % (day_before, "") + served)
    assert seen.hint == f"team (team@example.org) must move lifecycle.sunset to {least} or later"


APPROVAL = """
records/models/m/1.0.0/%s-approval-1f3a9c2e.yaml:
  {card: approval/1, ref: m@1.0.0, on: %s, by: ada@example.org, role: safety, decision: %s}
"""


@pytest.mark.parametrize(
    ("because", "approval", "told"),
    [
        ("vendor", ("2029-11-28", "approved"), False),
        ("safety", ("2029-12-01", "approved"), False),
        ("vendor", None, True),
        ("vendor", ("2028-12-28", "approved"), True),
        ("vendor", ("2029-11-28", "rejected"), True),
        ("own", ("2029-11-28", "approved"), True),
    ],
    ids=[
        "a vendor's end, approved",
        "an unsafe model, approved",
        "no approval",
        "only the approval that let it in",
        "a refusal",
        "our own decision",
    ],
)
def test_others_decisions_permit_a_shorter_notice(because: str, approval: tuple[str, str] | None, told: bool) -> None:
    record = APPROVAL % (approval[0], *approval) if approval else ""
    found = messages("TM106", NOTICE % ("2029-12-02", f", because: {because}") + record)
    assert bool(found) is told
    assert all(message.startswith("announced 1 day before the sunset, and P60D is the least") for message in found)


@pytest.mark.parametrize(
    ("approval", "told"),
    [
        pytest.param("on: 2029-11-28, use: 'use:u', of: end", False, id="of its end, for a use that it serves"),
        pytest.param("on: 2029-11-28, of: end", False, id="of its end"),
        pytest.param("on: 2028-12-31, of: end", True, id="of its end, before its release"),
        pytest.param("on: 2029-06-01, use: 'use:u'", True, id="that let it into its use"),
        pytest.param("on: 2029-11-28, use: 'use:u'", True, id="that lets it go on serving its use"),
        pytest.param("on: 2029-06-01", False, id="of the version, on the day of its release"),
    ],
)
def test_what_let_a_version_in_does_not_let_it_out(approval: str, told: bool) -> None:
    record = f"""
records/models/m/1.0.0/2029-11-28-approval-1f3a9c2e.yaml:
  {{card: approval/1, ref: m@1.0.0, by: ada@example.org, role: safety, decision: approved, {approval}}}
use:u: {{serving: {{main: m@1.0.0}}, served: [{{slot: main, ref: m@1.0.0, from: 2029-06-01}}]}}
use:v: {{serving: {{main: m@1.0.0}}, served: [{{slot: main, ref: m@1.0.0, from: 2029-11-28}}]}}
"""
    assert bool(messages("TM106", NOTICE % ("2029-12-02", ", because: vendor") + record)) is told


def test_a_role_that_steward_yaml_does_not_know_approves_nothing() -> None:
    example = NOTICE % ("2029-12-02", ", because: vendor") + APPROVAL % ("2029-11-28", "2029-11-28", "approved")
    assert messages("TM106", example + "registry: {roles: {safety: Looks after safety.}}\n") == []
    assert messages("TM106", example + "registry: {roles: {owner: Owns it.}}\n") != []


def test_uses_that_moved_in_time_do_not_make_the_notice_too_short() -> None:
    low = "risk: {own: low}, serving: {main: %s}, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01, to: %s}]"
    short = NOTICE % ("2029-12-31", "")
    assert messages("TM106", short + f"use:u: {{{low % ('n@1.0.0', '2029-12-15')}}}\nn@1.0.0: {{}}\n") == []
    assert messages("TM106", short + f"use:u: {{{low % ('n@1.0.0', '2029-11-15')}}}\nn@1.0.0: {{}}\n") != []


def test_a_short_notice_that_was_forced_is_on_record_and_quiet() -> None:
    forced = ", forced: [{on: 2029-12-01, move: deprecate, gates: [notice], by: ada, reason: It had to be.}]"
    assert messages("TM106", NOTICE % ("2029-12-02", forced)) == []
    assert messages("TM106", NOTICE % ("2029-12-02", forced.replace("[notice]", "[replacement]"))) != []
    assert messages("TM106", NOTICE % ("2029-12-02", forced.replace("on: 2029-12-01", "on: 2029-11-01"))) != []


def test_only_what_is_deprecated_is_told_to_move_its_sunset() -> None:
    past = "m@1.0.0: {stage: %s, lifecycle: {sunset: 2029-12-20}}"
    assert "steward deprecate" in problems("TM101", past % "deprecated")[0].hint
    assert "steward deprecate" not in problems("TM101", past % "suspended")[0].hint


@pytest.mark.parametrize(("end", "movable"), [("2029-12-20", False), ("2030-06-01", True)])
def test_what_its_vendor_has_ended_too_has_no_later_day(end: str, movable: bool) -> None:
    example = (
        f"vendor:h/g: {{observations: [{{source: page, read_on: 2029-12-01, ends: {end}}}]}}\n"
        "m@1.0.0: {stage: deprecated, origin: vendor, source: {host: h, model: g}, lifecycle: {sunset: 2029-12-20}}"
    )
    (seen,) = problems("TM101", example)
    assert ("or move the date" in seen.hint) is movable


def test_a_missing_approval_is_named() -> None:
    (seen,) = problems("TM106", NOTICE % ("2029-12-02", ", because: legal"))
    assert seen.message.endswith("because of legal less is allowed, with an approval")
    assert "put an approval of its end on record (`steward record approval m@1.0.0 --end --as ROLE`)" in seen.hint


def test_a_sunset_before_the_announcement_is_told_once() -> None:
    example = NOTICE % ("2029-11-01", "")
    assert messages("TM106", example) == []
    assert messages("TM108", example) == ["`sunset` (2029-11-01) lies before `deprecated` (2029-12-01)"]


@pytest.mark.parametrize(
    ("example", "told"),
    [
        pytest.param(
            "m@1.0.0: {lifecycle: {released: 2029-06-01, deprecated: 2029-05-01, retired: 2029-04-01}}",
            [("lifecycle", "deprecated"), ("lifecycle", "retired")],
            id="a life told backwards",
        ),
        pytest.param(
            "m@1.0.0: {lifecycle: {sunset: 2030-06-01, destroy_by: 2030-05-01}}",
            [("lifecycle", "destroy_by")],
            id="gone before it ends",
        ),
        pytest.param(
            "use:u: {placed_on_market: 2029-02-01, last_use: 2029-01-01, "
            "served: [{slot: main, ref: m@1.0.0, from: 2029-02-01, to: 2029-01-01}]}",
            [("last_use",), ("served", 0, "to")],
            id="a use over before it began",
        ),
        pytest.param("waiver:w: {on: 2029-12-01, until: 2029-11-30}", [("until",)], id="a waiver over when granted"),
        pytest.param(
            "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-02-01, released: 2029-01-01, by: ada}",
            [("released",)],
            id="a hold",
        ),
        pytest.param(
            "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d@1.0.0'], opened: 2029-02-01, "
            "due: 2029-01-01, closed: 2029-01-02}",
            [("due",), ("closed",)],
            id="a case",
        ),
    ],
)
def test_dates_out_of_order_are_told_at_the_later_key(example: str, told: list[Path]) -> None:
    assert paths("TM108", example) == told


def test_a_state_file_is_corrected_by_who_made_it() -> None:
    (seen,) = problems("TM108", "waiver:w: {on: 2029-12-01, until: 2029-11-30}")
    assert seen.hint == "ada@example.org must correct the one that is wrong"


def test_a_checklist_names_nobody_to_correct_it() -> None:
    example = (
        "checklists/m/1.0.0/retirement.yaml: {card: checklist/1, ref: m@1.0.0, purpose: retirement, "
        "opened: 2029-02-01, closed: 2029-01-01, items: [{id: a, text: Do it}]}"
    )
    (seen,) = problems("TM108", example)
    assert seen.hint == "whoever wrote it must correct the one that is wrong"


@TOMBSTONES
def test_the_owner_of_the_use_must_act_when_its_champion_has_ended(stage: str) -> None:
    (seen,) = problems(
        "TM109",
        f"""
registry: {{teams: {{other: {{contact: other@example.org, members: []}}}}}}
m@1.0.0: {{stage: {stage}}}
use:u: {{owner: other, serving: {{main: m@1.0.0}}}}
""",
    )
    assert seen.file == "models/m/1.0.0.yaml"
    assert seen.hint == "other (other@example.org) must name another version under serving.main of use:u"


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("{stage: deprecated}", [("lifecycle", "deprecated")]),
        ("{stage: deprecated, lifecycle: {deprecated: 2029-12-01}}", []),
        ("{stage: production, lifecycle: {deprecated: 2029-12-01}}", [("lifecycle", "deprecated")]),
        ("{stage: suspended, lifecycle: {deprecated: 2029-12-01}}", []),
        ("{stage: destroyed, lifecycle: {destroyed: 2029-12-02, retired: 2029-12-01, deprecated: 2029-11-01}}", []),
        ("{stage: destroyed, lifecycle: {retired: 2029-12-01}}", [("lifecycle", "destroyed")]),
        ("{stage: retired, lifecycle: {retired: 2029-12-01, destroyed: 2029-12-02}}", [("lifecycle", "destroyed")]),
    ],
)
def test_a_stage_and_its_day_are_written_together(model: str, told: list[Path]) -> None:
    assert paths("TM110", f"m@1.0.0: {model}") == told


VENDOR = """
vendor:azure/g:
  observations:
    - {source: a, read_on: 2029-10-01, ends: 2029-11-01}
    - {source: a, read_on: 2029-12-01, snapshot: s1, ends: 2029-12-31, replacement: g-2}
    - {source: a, read_on: 2029-12-01, ends: 2030-02-01}
"""


def vendor_model(more: str, dates: str = "") -> str:
    return VENDOR + f"m@1.0.0: {{origin: vendor, source: {{host: azure, model: g{more}}}, lifecycle: {{{dates}}}}}"


def test_the_vendors_latest_word_about_the_pinned_snapshot_counts() -> None:
    (seen,) = problems("TM111", vendor_model(", snapshot: s1"))
    assert seen.message == "g (s1) at azure ended 1 day ago (2029-12-31), says a"
    assert seen.hint == (
        "team (team@example.org) must retire it; the vendor recommends g-2; "
        "first: `steward suspend m@1.0.0 --reason TEXT`"
    )
    assert messages("TM111", vendor_model(", snapshot: s2")) == []


def test_a_vendors_end_within_the_window_asks_for_a_sunset() -> None:
    (seen,) = problems("TM112", vendor_model(""))
    assert seen.message == "g at azure ends in 31 days (2030-02-01), says a"
    assert (
        "must announce its end (`steward deprecate m@1.0.0 --sunset 2030-02-01 --because vendor`), and retire it"
        in seen.hint
    )


@pytest.mark.parametrize(("sunset", "told"), [("2030-02-01", 0), ("2030-02-02", 1)], ids=["that day", "later"])
def test_a_sunset_no_later_than_the_vendors_end_settles_it(sunset: str, told: int) -> None:
    assert len(messages("TM112", vendor_model("", f"sunset: {sunset}"))) == told
    assert len(messages("TM111", vendor_model("", f"sunset: {sunset}"), date(2030, 2, 3))) == told


def test_an_open_model_at_a_vendors_host_ends_with_it_too() -> None:
    example = vendor_model(", snapshot: s1").replace("origin: vendor", "origin: open")
    assert len(messages("TM111", example)) == 1
    assert messages("TM117", example, date(2031, 1, 1)) == []


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2030, 3, 1), []),
        (date(2030, 3, 2), ["what is on file about g at azure was read 91 days ago (2029-12-01)"]),
    ],
    ids=["on the last day", "on the day after"],
)
def test_what_was_read_of_a_vendor_grows_old(today: date, told: list[str]) -> None:
    example = """
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, not_before: 2030-02-01}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g}}
"""
    assert messages("TM117", example, today) == told


def test_what_has_ended_needs_no_more_looking_nor_a_review() -> None:
    ended = """
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, ends: 2030-03-01}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g}, lifecycle: {review_by: 2030-06-01}}
"""
    assert len(messages("TM111", ended, date(2031, 1, 1))) == 1
    for code in ("TM102", "TM117"):
        assert messages(code, ended, date(2031, 1, 1)) == []


def test_a_sunset_later_than_the_vendors_end_is_told_at_once() -> None:
    example = """
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, ends: 2032-06-01}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g}, lifecycle: {sunset: %s, reason: Replaced.}}
"""
    (told,) = messages("TM112", example % "2032-12-31")
    assert "the card's own sunset (2032-12-31) comes too late" in told
    assert messages("TM112", example % "2032-06-01") == []


def test_how_old_it_may_grow_can_be_set() -> None:
    assert len(problems("TM117", vendor_model(""), date(2029, 12, 12), max_age_days=10)) == 1


def test_what_is_on_file_of_another_region_is_no_knowledge() -> None:
    example = """
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, region: westus}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g, region: eastus}}
"""
    assert messages("TM117", example) == ["nothing is on file about g at azure"]


def test_a_vendors_file_that_cannot_be_read_is_not_called_missing() -> None:
    example = "m@1.0.0: {origin: vendor, source: {host: azure, model: g}}"
    assert problems("TM117", example, raw={"vendors/azure/g.yaml": "card: ["}) == []
    assert len(problems("TM117", example, raw={"vendors/other/g.yaml": "card: ["})) == 1


REVIEW = """
records/models/m/1.0.0/2029-12-01-review-1f3a9c2e.yaml:
  {card: review/1, ref: m@1.0.0, on: 2029-12-01, until: 2030-12-01, by: ada, outcome: keep}
"""


@pytest.mark.parametrize(("due", "told"), [("2030-12-01", 0), ("2030-12-02", 1)], ids=["in time", "a day late"])
def test_a_review_on_record_starts_the_period_anew(due: str, told: int) -> None:
    assert len(messages("TM115", f"m@1.0.0: {{lifecycle: {{review_by: {due}}}}}" + REVIEW)) == told


def test_in_production_a_review_must_be_due() -> None:
    assert messages("TM115", "m@1.0.0: {lifecycle: {review_by: null}}") == [
        "it is in production, and no review is due on any day"
    ]
    assert messages("TM115", "m@1.0.0: {stage: draft, lifecycle: {review_by: null}}") == []


def test_without_any_look_on_record_no_period_can_be_counted() -> None:
    assert messages("TM115", "m@1.0.0: {lifecycle: {released: null, review_by: 2039-01-01}}") == []


@pytest.mark.parametrize(
    ("example", "told"),
    [
        pytest.param(
            "m@1.0.0: {lifecycle: {retired: 2030-01-03}, cost: {unit: 1M tokens, source: page, read_on: 2030-01-03}}",
            [("lifecycle", "retired"), ("cost", "read_on")],
            id="an end and a price",
        ),
        pytest.param(
            "use:u: {served: [{slot: main, ref: m@1.0.0, from: 2030-01-03, to: 2030-01-04}]}",
            [("served", 0, "from"), ("served", 0, "to")],
            id="what served",
        ),
        pytest.param(
            "use:u: {training: {required: true, completed: [{group: nurses, on: 2030-01-03}]}}",
            [("training", "completed", 0, "on")],
            id="a training",
        ),
        pytest.param(
            "data:d@1.0.0: {status: withdrawn, withdrawal: {on: 2030-01-03, reason: Consent was withdrawn.}}",
            [("withdrawal", "on")],
            id="a withdrawal",
        ),
        pytest.param(
            "vendor:h/m: {prices: [{source: a, read_on: 2030-01-03, unit: 1M tokens, usd: 2}]}",
            [("prices", 0, "read_on")],
            id="a price of a vendor",
        ),
        pytest.param(
            "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d'], opened: 2029-12-01,"
            " extensions: [{on: 2030-01-03, until: 2030-03-01, reason: Many., by: ada}],"
            " decisions: [{ref: 'data:d@1.0.0', decision: erase, by: ada, on: 2030-01-03}]}",
            [("extensions", 0, "on"), ("decisions", 0, "on")],
            id="what was decided in a case",
        ),
        pytest.param(
            "vendor:h/m: {observations: [{source: a, read_on: 2030-01-03, ends: 2031-01-01}]}",
            [("observations", 0, "read_on")],
            id="what was read of a vendor",
        ),
        pytest.param("waiver:w: {on: 2030-01-03}", [("on",)], id="a waiver"),
        pytest.param(
            "use:u: {training: {required: true, completed: [{group: all, on: 2030-01-03}]}}",
            [("training", "completed", 0, "on")],
            id="what people learnt",
        ),
        pytest.param(
            "use:u: {suspended: [{ref: m@1.0.0, on: 2030-01-03, reason: Fails.}]}",
            [("suspended", 0, "on")],
            id="a version that is halted",
        ),
        pytest.param(
            "vendor:h/m: {prices: [{source: a, read_on: 2030-01-03, unit: minute, usd: 1}]}",
            [("prices", 0, "read_on")],
            id="a price of a vendor",
        ),
        pytest.param(
            "data:d@1.0.0: {status: withdrawn, withdrawal: {on: 2030-01-03, reason: Consent.}}",
            [("withdrawal", "on")],
            id="data that was withdrawn",
        ),
        pytest.param(
            "records/models/m/1.0.0/2030-01-01-notice-1f3a9c2e.yaml: {card: notice/1, ref: m@1.0.0, on: 2030-01-01, "
            "by: ada, sunset: 2030-06-01, to: [all], text: It ends., sent: 2030-01-03}",
            [("sent",)],
            id="a notice",
        ),
    ],
)
def test_what_has_happened_cannot_lie_ahead(example: str, told: list[Path]) -> None:
    assert paths("TM116", example) == told


def test_plans_may_lie_ahead() -> None:
    example = "m@1.0.0: {lifecycle: {sunset: 2031-01-01, review_by: 2031-01-01, destroy_by: 2031-01-01}}"
    assert messages("TM116", example) == []


def test_past_its_sunset_a_version_is_not_asked_for_a_review() -> None:
    example = "m@1.0.0: {lifecycle: {review_by: 2029-12-01, sunset: %s, reason: Replaced.}}"

    assert problems("TM102", example % "2029-12-31") == []
    assert len(problems("TM102", example % "2030-01-01")) == 1
