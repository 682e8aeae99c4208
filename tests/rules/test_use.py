"""Edges of the rules about uses, beyond their examples; those about history are tested apart."""

from __future__ import annotations

import pytest

from modelsteward.domain.findings import Path
from tests.rules.worlds import messages, paths, problems

LIVE = {"US101", "US102", "US103", "US104", "US108", "US109", "US110", "US112", "US115", "US116", "US117"}


def sentences(cases: dict[str, str]) -> pytest.MarkDecorator:
    """One test for each example, called by a sentence."""
    return pytest.mark.parametrize("example", cases.values(), ids=cases.keys())


@pytest.mark.parametrize("code", sorted(LIVE))
@pytest.mark.parametrize("status", ["proposed", "ended"])
def test_what_is_asked_of_live_uses_is_asked_of_no_other(code: str, status: str) -> None:
    example = f"""
m@1.0.0: {{stage: retired}}
m@0.9.0: {{stage: retired}}
use:u:
  status: {status}
  owner: null
  risk: {{own: high, eu_tier: high}}
  jurisdictions: []
  serving: {{main: m@1.0.0, other: null}}
  fallback: {{mian: m@0.9.0}}
"""
    assert messages(code, example) == []


def test_a_live_use_without_any_slot_is_served_by_nothing() -> None:
    assert paths("US101", "use:u: {}") == [("serving",)]
    assert paths("US101", "use:u: {serving: {}}") == [("serving",)]


def test_each_slot_that_nothing_serves_is_told() -> None:
    example = "{m@1.0.0: {}, 'use:u': {serving: {speech: null, main: m@1.0.0, notes: null}}}"
    assert paths("US101", example) == [("serving", "speech"), ("serving", "notes")]


def test_nobody_is_told_to_act_where_a_use_has_no_owner() -> None:
    (seen,) = problems("US101", "use:u: {owner: null, serving: {main: null}}")
    assert seen.hint.startswith("whoever comes to own it must ")


@pytest.mark.parametrize("stage", ["draft", "staging", "retired", "destroyed"])
def test_only_what_is_in_production_or_deprecated_may_serve(stage: str) -> None:
    example = f"""
registry: {{teams: {{science: {{contact: science@example.org, members: []}}}}}}
m@1.0.0: {{stage: {stage}, owner: science}}
use:u: {{serving: {{main: m@1.0.0}}}}
"""
    (seen,) = problems("US102", example)
    assert f"is {stage}" in seen.message
    assert "team (team@example.org)" in seen.message
    assert "science (science@example.org)" in seen.message
    assert ("into production" in seen.hint) == (stage in ("draft", "staging"))


def test_the_registrys_own_names_for_early_stages_may_not_serve_either() -> None:
    example = """
registry: {stages: [lab, pilot]}
m@1.0.0: {stage: pilot}
use:u: {serving: {main: m@1.0.0}}
"""
    assert len(messages("US102", example)) == 1


@pytest.mark.parametrize("code", ["US102", "US103", "US104", "US112"])
def test_a_champion_or_fallback_that_cannot_be_read_is_left_to_other_rules(code: str) -> None:
    use = "use:u: {serving: {main: m@1.0.0}, fallback: {main: m@0.9.0}}"
    assert messages(code, use) == []
    broken = {"models/m/1.0.0.yaml": "stage: [", "models/m/0.9.0.yaml": "stage: ["}
    assert problems(code, use, raw=broken) == []


def test_a_suspended_champion_is_a_warning_of_its_own() -> None:
    example = "{m@1.0.0: {stage: suspended}, 'use:u': {serving: {main: m@1.0.0}}}"
    assert messages("US102", example) == []
    assert "there is no fallback, so nothing answers" in messages("US103", example)[0]


@sentences(
    {
        "deprecated without a sunset": "stage: deprecated",
        "suspended": "stage: suspended",
        "not yet in production": "stage: staging",
        "retired": "stage: retired",
    }
)
def test_a_fallback_must_be_there_to_stay(example: str) -> None:
    use = "'use:u': {serving: {main: m@1.1.0}, fallback: {main: m@1.0.0}}"
    assert paths("US104", f"{{m@1.0.0: {{{example}}}, {use}}}") == [("fallback", "main")]


def test_a_champion_is_no_fallback_for_itself() -> None:
    example = "{m@1.0.0: {}, 'use:u': {serving: {main: m@1.0.0}, fallback: {main: m@1.0.0}}}"
    assert "is the champion itself" in messages("US104", example)[0]


def test_a_use_is_told_of_each_fact_it_lacks() -> None:
    found = problems("US108", "use:u: {owner: <absent>, risk: <absent>, jurisdictions: []}")
    assert [seen.path for seen in found] == [("owner",), ("risk",), ("jurisdictions",)]
    assert "`risk.own` and `risk.eu_tier` say nothing" in found[1].message
    assert "`steward set use:u risk.own=… risk.eu_tier=…`" in found[1].hint


def test_a_use_without_a_tier_is_told_what_to_type() -> None:
    (found,) = problems("US108", "use:u: {risk: {eu_tier: <absent>}}")
    assert "`steward set use:u risk.eu_tier=…` (high, transparency or minimal" in found.hint


def test_one_fallback_too_few_is_told_by_its_slot() -> None:
    example = "use:u: {risk: {eu_tier: high}, serving: {a: null, b: null}, fallback: {a: m@1.0.0}}"
    assert paths("US109", example) == [("serving", "b")]


def test_a_use_of_high_risk_that_requires_nothing_is_told_of_both_demands() -> None:
    assert len(messages("US110", "use:u: {risk: {eu_tier: high}}")) == 2
    assert len(messages("US110", "use:u: {risk: {eu_tier: high}, requires: {suites: [], approvals: []}}")) == 2
    assert messages("US110", "use:u: {risk: {own: medium}}") == []


def test_a_proposed_use_may_be_prohibited_no_more_than_a_live_one() -> None:
    for status in ("proposed", "live"):
        found = messages("US106", f"use:u: {{status: {status}, risk: {{eu_tier: prohibited}}}}")
        assert found == [f"{status}, and prohibited under the EU AI Act"]


@sentences(
    {
        "repeats nothing": "'*'",
        "repeats too often": "'a{99999999999}'",
        "nests too deep": f"'{'(' * 50_000}'",
        "ends in a backslash": "'a\\'",
        "sets flags in the middle": "'a(?i)b'",
    }
)
def test_what_python_cannot_compile_is_no_guardrail(example: str) -> None:
    assert paths("US113", f"use:u: {{guardrails: {{block: ['ok', {example}]}}}}") == [("guardrails", "block", 1)]


def test_an_odd_but_lawful_pattern_raises_no_alarm() -> None:
    assert messages("US113", "use:u: {guardrails: {block: ['[[a]']}}") == []


def test_an_ended_use_guards_nothing() -> None:
    assert messages("US113", "use:u: {status: ended, guardrails: {block: ['(']}}") == []


def test_a_role_is_held_by_a_member_of_any_team() -> None:
    example = """
registry:
  teams:
    team: {members: []}
    safety: {contact: safety@example.org, members: [{name: Ida, git: [ida@example.org], roles: [clinical-safety]}]}
use:u: {requires: {approvals: [clinical-safety, clinical-saftey]}}
"""
    (seen,) = problems("US114", example)
    assert seen.path == ("requires", "approvals", 1)
    assert seen.hint == "did you mean `clinical-safety`?"


def test_a_judgement_of_no_is_not_unknown() -> None:
    assert messages("US115", "use:u: {risk: {eu_tier: high}, consequential_decision: false}") == []
    assert len(messages("US115", "use:u: {risk: {eu_tier: high}, consequential_decision: null}")) == 1


def test_our_role_is_asked_only_for_high_risk_in_the_eu() -> None:
    assert messages("US116", "use:u: {jurisdictions: [US-AZ], risk: {own: high}}") == []
    assert messages("US116", "use:u: {jurisdictions: [EU]}") == []
    assert len(messages("US116", "use:u: {jurisdictions: [US, EU], risk: {eu_tier: high}}")) == 1


def test_a_slot_without_a_near_name_is_told_what_slots_there_are() -> None:
    (seen,) = problems("US117", "use:u: {serving: {a: null, b: null}, replacement: {speech: m@1.0.0}}")
    assert seen.hint == "the slots here are a, b"
    assert seen.problem.at_key


@pytest.mark.parametrize("status", ["live", "proposed"])
@pytest.mark.parametrize(
    ("asks", "path"),
    [
        ("requires: {suites: [{suite: s, metric: a, threshold: 1, slots: [main, mian]}]}", ("requires", "suites", 0, "slots", 1)),
        ("monitoring: [{suite: s, metric: a, limit: 1, slots: [mian]}]", ("monitoring", 0, "slots", 0)),
    ],
)  # fmt: skip
def test_what_is_required_of_a_slot_that_is_not_there_is_told(status: str, asks: str, path: Path) -> None:
    (seen,) = problems("US117", f"use:u: {{status: {status}, serving: {{main: null}}, {asks}}}")
    assert (seen.path, seen.message, seen.hint) == (path, "`serving` has no slot mian", "did you mean `main`?")


def test_a_volume_of_a_slot_that_is_not_there_is_told() -> None:
    example = "use:u: {serving: {main: null}, volume: {mian: {requests_per_month: 1}}}"
    assert paths("US117", example) == [("volume", "mian")]


def test_only_filled_slots_of_an_ended_use_are_told() -> None:
    example = "use:u: {status: ended, serving: {a: null, b: m@1.0.0}}"
    assert paths("US111", example) == [("serving", "b")]


def test_a_replacement_may_stand_in_the_use_or_on_the_model() -> None:
    def world(model: str, use: str) -> str:
        return f"{{m@1.0.0: {{stage: deprecated, {model}}}, 'use:u': {{serving: {{main: m@1.0.0}}, {use}}}}}"

    assert messages("US112", world("lifecycle: {replacement: n@1.0.0}", "replacement: {}")) == []
    assert messages("US112", world("lifecycle: {}", "replacement: {main: n@1.0.0}")) == []
    (found,) = messages(
        "US112", world("lifecycle: {sunset: 2030-03-01, replacement: null}", "replacement: {a: n@1.0.0}")
    )
    assert "(sunset 2030-03-01)" in found


def test_a_fallback_that_its_vendor_ends_within_the_window_is_told() -> None:
    example = """
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, ends: %s}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g}}
use:u: {fallback: {main: m@1.0.0}}
"""
    assert messages("US118", example % "2030-02-01") == [
        "m@1.0.0, the fallback of `main`, ends in 31 days (2030-02-01)"
    ]
    assert messages("US118", example % "2030-06-01") == []


def test_what_a_use_would_move_to_must_not_have_ended() -> None:
    example = "{m@1.0.0: {stage: retired}, 'use:u': {candidates: {main: [m@1.0.0]}, replacement: {main: m@1.0.0}}}"
    assert paths("ID106", example) == [("replacement", "main"), ("candidates", "main", 0)]
    assert paths("ID106", example.replace("'use:u': {", "'use:u': {status: ended, ")) == []


def test_a_role_that_the_risk_asks_for_and_nobody_holds_is_told_at_the_risk() -> None:
    example = "registry: {approvals: {roles: {high: [safety]}}}\nuse:u: {risk: {own: %s}}\n"
    assert paths("US114", example % "high") == [("risk", "own")]
    assert paths("US114", example % "low") == []
