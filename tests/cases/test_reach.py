"""What a case reaches, over registries of any shape: every thing is counted once, and no rule says otherwise."""

from __future__ import annotations

import random
from datetime import date

import pytest

from modelsteward.domain.cards.states import Case
from modelsteward.domain.deciding import holds, latest
from modelsteward.domain.reaching import undecided
from modelsteward.domain.registry import Entry, Registry
from modelsteward.rules.examples import TODAY
from modelsteward.store.packs import read_packs
from modelsteward.usecases.case_decide import plan_case_closing
from modelsteward.usecases.casework import list_cases, show_case
from modelsteward.usecases.tracing import affected
from tests.rules.worlds import world

DECISIONS = ("erase", "retrain", "keep", "not affected")


def _registry(seed: int) -> Registry:
    """Some data sets and models made from each other, and a case about one of the data sets."""
    rng = random.Random(seed)
    lines, data, models = [], list[str](), list[str]()
    for number in range(rng.randint(1, 6)):
        ref = f"data:d{number % 3}@{number}.0.0"
        sources = rng.sample(data, min(len(data), rng.randint(0, 2)))
        status = rng.choice(["active", "active", "withdrawn", "destroyed"])
        lines.append(f"{ref}: {{status: {status}, derived_from: {_listed(sources)}}}")
        data.append(ref)
    for number in range(rng.randint(1, 8)):
        ref = f"m{number % 4}@{number}.0.0"
        parents = rng.sample(models, min(len(models), rng.randint(0, 2)))
        relations = [f"{{ref: {one}, relation: {rng.choice(['fine-tune', 'distilled', 'merge'])}}}" for one in parents]
        known = rng.choice(
            ["lineage: {parents: [%s], datasets: %s}", "lineage: {parents: [%s], datasets: %s}", "lineage: <absent>"]
        )
        lineage = (
            known % (", ".join(relations), _listed(rng.sample(data, rng.randint(0, len(data)))))
            if "%" in known
            else known
        )
        stage = rng.choice(["production", "staging", "retired", "destroyed"])
        lines.append(f"{ref}: {{stage: {stage}, {lineage}}}")
        models.append(ref)
    covered = rng.choice([data[0], data[0].partition("@")[0]])
    decided = [_decision(ref, rng) for ref in rng.choices([*data, *models], k=rng.randint(0, 8))]
    lines.append(
        f'cases/c.yaml: {{card: case/1, id: c, purpose: erasure, data: ["{covered}"], opened: 2029-12-01, '
        f"decisions: [{', '.join(decided)}]}}"
    )
    return world("\n".join(lines))


def _listed(refs: list[str]) -> str:
    return f"[{', '.join(f'{chr(34)}{ref}{chr(34)}' for ref in refs)}]"


def _decision(ref: str, rng: random.Random) -> str:
    said = rng.choice(DECISIONS)
    until = f", until: {rng.choice(['2029-12-31', '2030-01-01', '2030-06-01'])}" if said == "keep" else ""
    role = rng.choice([", role: dpo", ""])
    return f'{{ref: "{ref}", decision: {said}{until}{role}, by: ada, on: 2029-12-02}}'


def _case(registry: Registry) -> Entry[Case]:
    (entry,) = registry.of_kind("case")
    return entry  # type: ignore[return-value]


@pytest.mark.parametrize("seed", range(150))
def test_totals_are_what_is_decided_and_what_is_open(seed: int) -> None:
    registry = _registry(seed)
    entry = _case(registry)
    shown = show_case(registry, entry, TODAY, read_packs())
    refs = [one.ref for one in shown.matters]
    assert len(refs) == len(set(refs))
    assert set(refs) == {one.ref for one in affected(registry, entry.card.data)} | latest(entry.card).keys()
    assert shown.total == shown.count("decided") + shown.count("open") == len(refs) - shown.count("gone")
    for one in shown.matters:
        gone, said = one.state == "destroyed", one.decision
        settled = said is not None and (gone or holds(said, TODAY))
        assert one.standing == ("decided" if settled else "gone" if gone else "open"), one
    (row,) = list_cases(registry, False, TODAY)
    assert (row.decided, row.total) == (shown.count("decided"), shown.total)


@pytest.mark.parametrize("seed", range(150))
def test_a_case_closes_if_and_only_if_nothing_is_open_and_the_rule_agrees(seed: int) -> None:
    registry = _registry(seed)
    entry = _case(registry)
    shown = show_case(registry, entry, TODAY, read_packs())
    plan = plan_case_closing(registry, entry, TODAY, "ada")
    still = {one.ref for one in shown.matters if one.standing == "open"}
    assert bool(plan.failed()) == bool(still)
    assert all(any(gate.message.startswith(f"{ref} ") for gate in plan.failed()) for ref in still)
    silent = {one.ref for one in shown.matters if one.standing == "open" and one.decision is None}
    assert set(undecided(registry, entry.card)) == silent


def test_a_lineage_that_loops_ends() -> None:
    registry = world("""
data:d@1.0.0: {derived_from: ["data:e@1.0.0"]}
data:e@1.0.0: {derived_from: ["data:d@1.0.0"]}
m@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: merge}], datasets: ["data:d@1.0.0"]}}
n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: merge}], datasets: []}}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-01}
""")
    shown = show_case(registry, _case(registry), date(2030, 1, 1), read_packs())
    assert sorted(one.ref for one in shown.matters) == ["data:d@1.0.0", "data:e@1.0.0", "m@1.0.0", "n@1.0.0"]
