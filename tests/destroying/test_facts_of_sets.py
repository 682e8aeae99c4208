"""What is known of a data set: what no card says is unknown, and what only a model has, a data set has none of."""

from __future__ import annotations

import pytest

from modelsteward.domain.conditions import UNKNOWN, Fact
from modelsteward.domain.facts import FIELDS, facts_of_set
from modelsteward.rules.examples import TODAY
from tests.rules.worlds import world

YES, NO, NONE = Fact((True,)), Fact((False,)), Fact(())


def fact(example: str, name: str) -> Fact:
    registry = world(example)
    data = registry.dataset("data:d@1.0.0")
    assert data is not None
    told = facts_of_set(registry, data, TODAY)
    assert told.keys() == FIELDS.keys()
    return told[name]


@pytest.mark.parametrize(
    ("example", "name", "told"),
    [
        ("data:d@1.0.0: {}", "hosting", NONE),
        ("data:d@1.0.0: {}", "origin", Fact(("in-house",))),
        ("data:d@1.0.0: {}", "held_here", YES),
        ("data:d@1.0.0: {location: <absent>}", "held_here", UNKNOWN),
        ("data:d@1.0.0: {location: null}", "held_here", NO),
        ("data:d@1.0.0: {}", "places", Fact(("object_store",), complete=False)),
        ("data:d@1.0.0: {replicas: [/srv/d]}", "places", Fact(("object_store", "file_system"))),
        ("data:d@1.0.0: {}", "artifacts.versioned", UNKNOWN),
        ("data:d@1.0.0: {location: /srv/d, replicas: []}", "artifacts.versioned", NO),
        ("data:d@1.0.0: {}", "artifacts.key", UNKNOWN),
        ("data:d@1.0.0: {location: null}", "artifacts.key", NO),
        ("data:d@1.0.0: {}", "data.personal", NO),
        ("data:d@1.0.0: {contains: {health: true}}", "data.personal", YES),
        ("data:d@1.0.0: {contains: {personal: <absent>}}", "data.personal", UNKNOWN),
        ("data:d@1.0.0: {}", "data.phi", UNKNOWN),
        ("data:d@1.0.0: {retention: {delete_by: 2031-01-01}}", "destroy_by", Fact(("2031-01-01",))),
        ("data:d@1.0.0: {retention: {delete_by: null}}", "destroy_by", NONE),
        ("data:d@1.0.0: {}", "destroy_by", UNKNOWN),
    ],
)  # fmt: skip
def test_what_the_card_of_a_data_set_says(example: str, name: str, told: Fact) -> None:
    assert fact(example, name) == told


_MODEL = "m@1.0.0: {lineage: {parents: [], datasets: ['data:d@1.0.0']}}\n"
_USE = "use:u: {serving: {main: m@1.0.0}, jurisdictions: [US-AZ], sectors: [health]}\n"


def test_where_it_is_used_is_told_by_what_was_built_on_it_and_unknown_where_nothing_says_so() -> None:
    assert fact("data:d@1.0.0: {derived_from: []}", "jurisdictions") == UNKNOWN
    whole = "data:d@1.0.0: {derived_from: []}\n" + _MODEL + _USE
    assert set(fact(whole, "jurisdictions").values) == {"US-AZ", "US"}
    assert fact(whole, "sectors") == Fact(("health",))
    untold = whole + "n@1.0.0: {lineage: <absent>}\n"
    assert not fact(untold, "sectors").complete


def test_holds_incidents_and_cases_about_it_or_what_it_was_made_from() -> None:
    base = "data:d@1.0.0: {derived_from: ['data:raw@1.0.0']}\ndata:raw@1.0.0: {derived_from: []}\n"
    assert fact(base, "holds.legal") == NO
    hold = "holds/h.yaml: {card: hold/1, id: h, refs: ['data:d@1.0.0'], opened: 2029-01-01, by: counsel}\n"
    assert fact(base + hold, "holds.legal") == YES
    case = "cases/c.yaml: {card: case/1, id: c, purpose: %s, data: ['data:raw'], opened: 2029-12-01}\n"
    assert fact(base + case % "order", "orders") == Fact(("c",))
    assert fact(base + case % "erasure", "orders") == NONE
    assert fact(base + case % "erasure", "requests") == Fact(("c",))
    incident = "incidents/i.yaml: {card: incident/1, id: i, refs: ['data:d@1.0.0'], severity: minor, "
    incident += "opened: 2029-01-01, by: ada}\n"
    assert fact(base + incident, "incidents.open") == YES
    assert fact(base + incident, "incidents.serious_open") == NO
