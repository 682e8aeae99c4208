"""The rules about duties at their edges; their examples are tested with all others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.duties.situations import OVER, cards
from tests.rules.worlds import judge

AUDIT = "duties: [{duty: us-nyc-ll144-audit, how: Audited., on: 2026-02-01}]"
HIRING = "use:u: {jurisdictions: [US-NYC], sectors: [employment], organisation_roles: [employer], %s}"
INCIDENT = (
    "use:u: {jurisdictions: [EU], organisation_roles: [provider], risk: {own: high, eu_tier: high, eu_route: annex_iii}}\n"
    "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2027-12-20, by: ada%s}"
)


def said(changes: str, code: str, today: date) -> list[str]:
    return [seen.message for seen in judge(cards(changes), code, today)]


def test_an_audit_counts_for_a_year_and_its_last_day_is_in_time() -> None:
    assert said(HIRING % AUDIT, "DU102", date(2027, 2, 1)) == []
    assert said(HIRING % AUDIT, "DU102", date(2027, 2, 2)) == [
        "us-nyc-ll144-audit was last met on 2026-02-01, and was due again by 2027-02-01 (1 day ago)"
    ]


def test_the_newest_line_about_a_duty_counts() -> None:
    twice = AUDIT.replace("}]", "}, {duty: us-nyc-ll144-audit, how: Again., on: 2027-01-20}]")

    assert said(HIRING % twice, "DU102", date(2027, 6, 1)) == []


def test_a_use_that_is_over_needs_no_new_audit() -> None:
    over = f"{OVER % ('2026-12-31', '2026-12-31')}, {AUDIT}"

    assert said(HIRING % over, "DU102", date(2028, 6, 1)) == []


@pytest.mark.parametrize(("until", "short"), [("2028-07-29", True), ("2028-07-30", False), ("2040-01-01", False)])
def test_what_is_kept_is_held_against_the_day_that_the_law_asks_for(until: str, short: bool) -> None:
    duty = f"duties: [{{duty: us-ecoa-regb, how: Archived., until: {until}}}]"
    use = f"use:u: {{sectors: [credit], {OVER % ('2026-06-30', '2026-06-30')}, {duty}}}"

    assert bool(said(use, "DU103", date(2026, 11, 24))) is short


def test_a_line_about_a_duty_that_no_pack_has_is_left_to_others() -> None:
    use = "use:u: {duties: [{duty: never-heard-of, how: Somehow., on: 2020-01-01, until: 2020-02-01}]}"

    assert not [
        said(use, code, date(2026, 11, 24))
        for code in ("DU102", "DU103", "DU104")
        if said(use, code, date(2026, 11, 24))
    ]


def test_an_incident_that_was_not_reported_in_time_is_named_until_it_is() -> None:
    late = date(2028, 1, 5)

    assert [line.partition(" ")[0] for line in said(INCIDENT % "", "DU105", late)] == ["eu-aia-73"]
    assert said(INCIDENT % "", "DU105", date(2028, 1, 4)) == []
    assert said(INCIDENT % ", reported: 2027-12-30", "DU105", late) == []
    assert said(INCIDENT % "", "DU105", date(2027, 11, 30)) == [], "before the Act applies"


def test_a_filing_is_cancelled_when_the_service_ends_and_not_when_a_version_is_replaced() -> None:
    moved = (
        "registry: {packs: {duties: [cn]}}\nn@1.0.0: {}\nuse:u: {jurisdictions: [CN], sectors: [online_content], "
        "organisation_roles: [provider], serving: {main: n@1.0.0}, served: "
        "[{slot: main, ref: m@1.0.0, from: 2025-01-01, to: 2025-06-30}, {slot: main, ref: n@1.0.0, from: 2025-07-01}]}"
    )
    assert said(moved, "DU105", date(2026, 11, 24)) == []


def test_the_sample_of_healthy_cards_is_quiet() -> None:
    for code in ("DU101", "DU102", "DU103", "DU104", "DU105"):
        assert said("", code, date(2026, 11, 24)) == []
