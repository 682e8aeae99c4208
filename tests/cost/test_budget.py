"""The gate `budget`, the rules of family CO beyond their examples, and what `show` says of cost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelsteward.domain.plan import Answer, Gate, Proposal
from tests.conftest import MODEL, USE, Steward, write
from tests.life.plans import failed, promoted
from tests.rules.worlds import messages, paths, problems

COST = "cost: {unit: request, usd: %s, source: bill, read_on: 2029-12-01}"
STAGED = f"""
m@1.0.0: {{{COST % 0.01}}}
m@1.1.0: {{stage: staging, license: MIT, lifecycle: <absent>, {COST % 0.02}}}
n@1.0.0: {{{COST % 0.01}}}
use:u:
  serving: {{main: m@1.0.0, other: n@1.0.0}}
  served: [{{slot: main, ref: m@1.0.0, from: 2029-06-01}}, {{slot: other, ref: n@1.0.0, from: 2029-06-01}}]
  volume: {{main: {{requests_per_month: 1000}}, other: {{requests_per_month: 1000}}}}
  requires: {{budget_usd_per_month: BUDGET}}
"""


def budget(example: str) -> Gate:
    """The answer of the gate where m@1.1.0 is to serve slot main."""
    return only(promoted(example, "m@1.1.0", "production", "u", "main"))


def only(proposal: Proposal) -> Gate:
    (gate,) = (gate for gate in proposal.gates if gate.name == "budget")
    return gate


def test_a_promotion_within_the_budget_passes() -> None:
    gate = budget(STAGED.replace("BUDGET", "30"))
    assert (gate.answer, gate.message) == (Answer.PASSED, "$30.00 a month of the $30.00 that use:u may cost")


def test_a_promotion_over_the_budget_fails_and_says_by_how_much_and_where() -> None:
    gate = budget(STAGED.replace("BUDGET", "29"))
    assert gate.answer is Answer.FAILED
    assert gate.message == (
        "with m@1.1.0 it costs $30.00 a month, and use:u may cost $29.00 (main $20.00, other $10.00)"
    )
    assert "steward set use:u requires.budget_usd_per_month=USD" in gate.hint


def test_what_cannot_be_told_is_said_and_stops_nothing() -> None:
    gate = budget(
        STAGED.replace("BUDGET", "29").replace("other: {requests_per_month: 1000}", "x: {requests_per_month: 1}")
    )
    assert gate.answer is Answer.NOT_ASKED
    assert gate.message == (
        "whether use:u keeps to $29.00 a month cannot be told: other (n@1.0.0): the use names no volume for the slot"
    )
    assert "`volume.other` of use:u" in gate.hint


@pytest.mark.parametrize(("source", "asked"), [("null", False), ("{host: h, model: big}", True)])
def test_only_where_a_vendor_is_named_its_price_is_offered(source: str, asked: bool) -> None:
    """`steward price` refuses what is no vendor's model."""
    world = STAGED.replace("BUDGET", "29").replace(COST % 0.02, f"source: {source}")
    hint = budget(world).hint
    assert hint.startswith("say under `cost` what m@1.1.0 costs")
    assert ("steward price m@1.1.0" in hint) == asked


def test_no_budget_asks_nothing_nor_does_a_promotion_for_no_use() -> None:
    example = STAGED.replace("  requires: {budget_usd_per_month: BUDGET}\n", "")
    assert "budget" not in {gate.name for gate in promoted(example, "m@1.1.0", "production", "u", "main").gates}
    early = promoted("m@1.0.0: {stage: draft, lifecycle: <absent>}", "m@1.0.0", "staging")
    assert "budget" not in {gate.name for gate in early.gates}
    assert not failed(early)


def test_the_command_reads_the_price_of_the_other_slots_too(repo: Path, steward: Steward) -> None:
    vendor = (
        "card: vendor/1\nhost: h\nmodel: big-one\nobservations: [{source: s, read_on: 2029-12-01}]\n"
        "prices: [{source: s, read_on: 2029-12-01, unit: request, usd: 0.5}]\n"
    )
    other = MODEL.replace("name: scorer", "name: talker").replace("origin: in-house", "origin: vendor")
    other = other.replace("hosting: [self]", "hosting: [vendor_api]\nsource: {host: h, model: big-one}")
    use = USE.replace("{main: scorer@1.2.0}", "{main: scorer@1.2.0, talk: talker@1.2.0}") + (
        "volume: {main: {requests_per_month: 10}, talk: {requests_per_month: 10}}\nrequires: {budget_usd_per_month: 4}\n"
    )
    staged = MODEL.replace("version: 1.2.0", "version: 1.3.0").replace("stage: production", "stage: staging")
    staged = staged.replace("lifecycle: {released: 2029-06-01, review_by: 2030-05-01}\n", COST % 0.1 + "\n")
    staged = staged.replace("license: Apache-2.0", "license: MIT")
    write(repo / "registry", {
        "vendors/h/big-one.yaml": vendor, "models/talker/1.2.0.yaml": other, "use-cases/scoring.yaml": use,
        "models/scorer/1.3.0.yaml": staged,
    })  # fmt: skip
    ran = steward("promote", "scorer@1.3.0", "production", "--for", "scoring", "--slot", "main", "--dry-run",
                  "--no-commit", "--today", "2030-01-01")  # fmt: skip
    assert "with scorer@1.3.0 it costs $6.00 a month, and use:scoring may cost $4.00" in ran.out
    assert ran.code == 4


PRICED = f"m@1.0.0: {{stage: STAGE, {COST % 1}}}\n"


@pytest.mark.parametrize(("stage", "count"), [("production", 1), ("deprecated", 1), ("draft", 0), ("retired", 0)])
def test_only_versions_in_service_have_their_price_looked_at(stage: str, count: int) -> None:
    assert len(problems("CO101", PRICED.replace("STAGE", stage), max_age_days=30)) == count


def test_an_old_price_of_the_vendors_file_is_told_where_the_vendor_is_named() -> None:
    example = (
        "vendor:h/x: {prices: [{source: s, read_on: 2029-01-01, unit: request, usd: 1}]}\n"
        "m@1.0.0: {origin: vendor, source: {host: h, model: x}}\n"
    )
    (seen,) = problems("CO101", example)
    assert seen.path == ("source", "model")
    assert "steward price m@1.0.0" in seen.hint


@pytest.mark.parametrize(
    ("theirs", "count"),
    [
        ("unit: 1k requests, usd: 1000", 0),
        ("unit: 1k requests, usd: 1040", 0),
        ("unit: 1k requests, usd: 1060", 1),
        ("unit: minute, usd: 9", 0),
        ("unit: 1m requests, usd: 9", 0),
        ("unit: request, usd_input: 9", 0),
        ("unit: request, usd: 0", 1),
    ],
)
def test_prices_are_compared_in_one_unit(theirs: str, count: int) -> None:
    example = (
        f"vendor:h/x: {{prices: [{{source: s, read_on: 2029-12-01, {theirs}}}]}}\n"
        f"m@1.0.0: {{origin: vendor, source: {{host: h, model: x}}, {COST % 1}}}\n"
    )
    assert len(messages("CO102", example)) == count


def test_what_a_source_asks_of_all_disagrees_with_no_card_of_which_it_says_more() -> None:
    prices = "{source: s, read_on: 2029-12-01, unit: request, usd: 9}, " + (
        "{source: s, read_on: 2029-12-01, unit: request, usd: 1, region: eu}"
    )
    example = f"vendor:h/x: {{prices: [{prices}]}}\nm@1.0.0: {{origin: vendor, {COST % 1}, source: {{host: h, model: x"
    assert messages("CO102", example + ", region: eu}}\n") == []
    assert len(messages("CO102", example + ", region: us}}\n")) == 1


def test_a_use_that_is_not_live_or_has_no_budget_is_asked_nothing() -> None:
    for use in (
        "{status: proposed, requires: {budget_usd_per_month: 1}, serving: {main: m@1.0.0}}",
        "{serving: {main: m@1.0.0}}",
    ):
        assert not messages("CO103", f"m@1.0.0: {{}}\nuse:u: {use}")
        assert not messages("CO104", f"m@1.0.0: {{{COST % 9}}}\nuse:u: {use}")


def test_a_use_is_over_its_budget_though_not_all_is_known() -> None:
    example = STAGED.replace("BUDGET", "9").replace("other: {requests_per_month: 1000}", "x: {requests_per_month: 1}")
    assert messages("CO104", example) == ["it costs at least $10.00 a month, and its budget is $9.00"]
    assert not messages("CO103", example)
    assert paths("CO104", example) == [("requires", "budget_usd_per_month")]


def test_show_tells_what_each_slot_costs_and_all_of_them(house: Path, steward: Steward) -> None:
    volume = "volume: {main: {requests_per_month: 60000}}\nrequires: {budget_usd_per_month: 25}\n"
    write(house, {"models/scorer/1.2.0.yaml": MODEL + COST % 0.0005 + "\n", "use-cases/scoring.yaml": USE + volume})
    rows = json.loads(steward("show", "use:scoring", "--format", "json").out)["sections"]["costs"]
    assert [(row["slot"], row["ref"], row["usd"]) for row in rows] == [
        ("main", "scorer@1.2.0", pytest.approx(30)), (None, None, pytest.approx(30)),
    ]  # fmt: skip
    text = steward("show", "use:scoring").out
    assert "main   scorer@1.2.0  $30.00  60,000 requests at $0.0005 per request" in text
    assert "$30.00  over the budget of $25.00" in text


def test_show_says_that_a_cost_cannot_be_told(house: Path, steward: Steward) -> None:
    write(house, {"use-cases/scoring.yaml": USE + "requires: {budget_usd_per_month: 25}\n"})
    text = steward("show", "use:scoring").out
    assert "main   scorer@1.2.0  cannot tell  no price is on file" in text
    assert "cannot tell  cannot be told against the budget of $25.00" in text
    assert "Cost a month" not in steward("show", "scorer").out


def test_show_tells_a_price_with_its_age(house: Path, steward: Steward) -> None:
    write(house, {"models/scorer/1.2.0.yaml": MODEL + COST % 0.0005 + "\n"})
    text = steward("show", "scorer", "--today", "2030-01-01").out
    assert "$0.0005 per request, read 2029-12-01, 31 days ago: bill" in text
