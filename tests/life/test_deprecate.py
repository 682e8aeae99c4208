"""Announcing an end: how much notice there must be, where each use moves to, and what its people are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.edits import Remove, Set
from modelsteward.domain.plan import Proposal
from modelsteward.errors import BadUsage, Refused
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.deprecate import End, plan_cancellation, plan_deprecation
from modelsteward.usecases.naming import the_model
from tests.life.plans import failed, situation
from tests.rules.worlds import world

SERVING = """
m@1.0.0: {}
m@2.0.0: {interface: {inputs: {age: {type: integer}}, outputs: {p: {type: number}}}}
n@1.0.0: {}
use:u: {risk: {own: high}, consumers: {contact: people@example.org}, serving: {main: m@1.0.0},
        served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]}
use:v: {serving: {main: m@1.0.0}, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]}
"""
APPROVED = """
records/models/m/1.0.0/2029-12-30-approval-11111111.yaml:
  {card: approval/1, ref: m@1.0.0, on: 2029-12-30, by: ada@example.org, role: owner, decision: approved}
"""


def deprecated(example: str, **said: Any) -> Proposal:
    registry = world(example)
    end = {
        "sunset": date(2030, 7, 1),
        "replacement": "m@2.0.0",
        "by_use": {},
        "because": None,
        "reason": "Old.",
        "by": "ada",
    }
    return plan_deprecation(situation(registry, "m@1.0.0"), the_model(registry, "m@1.0.0"), End(**(end | said)))


def test_an_end_is_written_on_the_card_and_each_use_gets_a_notice() -> None:
    plan = deprecated(SERVING, by_use={"v": "n@1.0.0"})
    assert not failed(plan)
    written = {edit.path: edit.value for edit in plan.edits["models/m/1.0.0.yaml"] if isinstance(edit, Set)}
    assert written == {
        ("stage",): "deprecated",
        ("lifecycle", "deprecated"): TODAY,
        ("lifecycle", "sunset"): date(2030, 7, 1),
        ("lifecycle", "replacement"): "m@2.0.0",
        ("lifecycle", "reason"): "Old.",
    }
    assert plan.edits["use-cases/v.yaml"] == (Set(("replacement", "main"), "n@1.0.0"),)
    assert "use-cases/u.yaml" not in plan.edits
    first, second = (record.value for record in plan.records)
    assert (first["use"], first["to"]) == ("use:u", ["team@example.org", "people@example.org"])
    assert "Its last day is 2030-07-01." in first["text"]
    assert "Move to m@2.0.0" in first["text"]
    assert "What is different in m@2.0.0:" in first["text"]
    assert "Move to n@1.0.0" in second["text"]
    assert "sent" not in first
    assert {record.folder for record in plan.records} == {"records/models/m/1.0.0"}


def test_too_short_a_notice_is_refused_with_the_first_day_that_would_do() -> None:
    plan = deprecated(SERVING, sunset=date(2030, 3, 1))
    assert failed(plan)["notice"] == "no more than 59 days of notice, and P180D is the least here"
    (gate,) = [gate for gate in plan.gates if gate.name == "notice"]
    assert "--sunset 2030-06-30" in gate.hint
    assert not failed(deprecated(SERVING, sunset=date(2030, 6, 30)))
    assert "notice" in failed(deprecated(SERVING, sunset=date(2030, 6, 29)))


def test_a_vendors_decision_permits_less_with_an_approval_on_record() -> None:
    short = date(2030, 2, 1)
    assert "with an approval" in failed(deprecated(SERVING, sunset=short, because="vendor"))["notice"]
    assert not failed(deprecated(SERVING + APPROVED, sunset=short, because="vendor"))
    assert "notice" in failed(deprecated(SERVING + APPROVED, sunset=short, because="own"))


def test_moving_the_day_closer_counts_from_today_and_further_from_the_announcement() -> None:
    moved = SERVING.replace(
        "m@1.0.0: {}", "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-06-15}}"
    )
    assert not failed(deprecated(moved, sunset=date(2030, 6, 16)))
    assert "notice" in failed(deprecated(moved, sunset=date(2030, 6, 14)))
    plan = deprecated(moved, sunset=date(2030, 6, 16))
    assert plan.title.startswith("move the sunset of m@1.0.0")
    assert ("stage",) not in {edit.path for edit in plan.edits["models/m/1.0.0.yaml"]}


def test_an_end_without_reason_or_replacement_is_refused() -> None:
    assert set(failed(deprecated(SERVING, replacement=None, reason=None))) == {"replacement", "reason"}
    forgotten = deprecated(SERVING, replacement=None, reason="The clinic closes.")
    assert failed(forgotten) == {"replacement": "nothing says what use:u, use:v may move to"}
    assert not any(edit.path == ("lifecycle", "replacement") for edit in forgotten.edits["models/m/1.0.0.yaml"])
    assert "What to move to is not decided yet." in forgotten.records[0].value["text"]


def test_that_nothing_comes_after_it_is_said_and_told() -> None:
    plan = deprecated(SERVING, replacement=None, nothing=True, reason="The clinic closes.")
    assert not failed(plan)
    assert Set(("lifecycle", "replacement"), None) in plan.edits["models/m/1.0.0.yaml"]
    assert "There is no replacement." in plan.records[0].value["text"]
    assert "replacement" in failed(deprecated(SERVING, replacement=None, nothing=True, reason=None))


def test_a_last_day_behind_the_vendors_is_not_announced() -> None:
    vendor = "vendor:h/v: {observations: [{source: https://v.example, read_on: 2029-12-01, ends: 2030-06-30}]}\n"
    example = SERVING.replace("m@1.0.0: {}", "m@1.0.0: {origin: vendor, source: {host: h, model: v}}") + vendor
    assert "its vendor ends it before that, on 2030-06-30" in failed(deprecated(example))["notice"]
    assert not failed(deprecated(example, sunset=date(2030, 6, 30)))


def test_where_each_use_moves_elsewhere_nothing_is_said_for_all() -> None:
    plan = deprecated(SERVING, replacement=None, by_use={"u": "m@2.0.0", "v": "n@1.0.0"})
    assert not failed(plan)
    assert not any(edit.path == ("lifecycle", "replacement") for edit in plan.edits["models/m/1.0.0.yaml"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"replacement": "m@1.0.0"}, "cannot replace itself"),
        ({"replacement": "m@9.0.0"}, "m@9.0.0"),
        ({"replacement": "o@1.0.0"}, "is retired, so nothing can move to it"),
        ({"by_use": {"w": "m@2.0.0"}}, "does not serve use:w"),
        ({"by_use": {"nobody": "m@2.0.0"}}, "no use:nobody here"),
    ],
)
def test_a_replacement_is_something_that_can_be_moved_to(said: dict[str, Any], words: str) -> None:
    example = SERVING + "o@1.0.0: {stage: retired}\nuse:w: {status: proposed}\n"
    with pytest.raises(Refused, match=words):
        deprecated(example, **said)


def test_a_day_that_is_past_is_bad_usage_and_a_draft_is_not_deprecated() -> None:
    with pytest.raises(BadUsage, match="is past"):
        deprecated(SERVING, sunset=date(2029, 12, 31))
    with pytest.raises(Refused, match="is in draft"):
        deprecated(SERVING.replace("m@1.0.0: {}", "m@1.0.0: {stage: draft}"))


def test_cancelling_takes_back_all_that_was_announced() -> None:
    example = SERVING.replace(
        "m@1.0.0: {}",
        "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-06-15, replacement: m@2.0.0, "
        "because: vendor, reason: Vendor.}}",
    ).replace("serving: {main: m@1.0.0}", "replacement: {main: n@1.0.0}, serving: {main: m@1.0.0}", 1)
    registry = world(example)
    plan = plan_cancellation(situation(registry, "m@1.0.0"), the_model(registry, "m@1.0.0"), "The vendor moved it.")
    assert not failed(plan)
    gone = {edit.path[-1] for edit in plan.edits["models/m/1.0.0.yaml"] if isinstance(edit, Remove)}
    assert gone == {"deprecated", "sunset", "replacement", "because", "reason"}
    assert plan.edits["use-cases/u.yaml"] == (Remove(("replacement", "main")),)
    assert failed(plan_cancellation(situation(registry, "m@1.0.0"), the_model(registry, "m@1.0.0"), None))["reason"]


def test_a_use_is_told_again_to_move_where_it_was_told_before() -> None:
    before = SERVING.replace("m@1.0.0: {}", "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, "
                             "sunset: 2030-07-01, replacement: m@2.0.0, reason: Old.}}")  # fmt: skip
    before = before.replace("use:v: {serving", "use:v: {replacement: {main: n@1.0.0}, serving")
    plan = deprecated(before, sunset=date(2030, 8, 1))
    texts = {record.value["use"]: record.value["text"] for record in plan.records}
    assert ("m@2.0.0" in texts["use:u"], "n@1.0.0" in texts["use:v"], "m@2.0.0" in texts["use:v"]) == (
        True,
        True,
        False,
    )


def test_a_replacement_is_written_as_its_ref_however_it_was_typed() -> None:
    plan = deprecated(SERVING, replacement="n", by_use={"v": "n"})
    assert Set(("replacement", "main"), "n@1.0.0") in plan.edits["use-cases/v.yaml"]
    assert [edit.value for edit in plan.edits["models/m/1.0.0.yaml"] if edit.path[-1] == "replacement"] == ["n@1.0.0"]  # type: ignore[union-attr]
    with pytest.raises(Refused, match="m has several versions"):
        deprecated(SERVING, replacement="m")
