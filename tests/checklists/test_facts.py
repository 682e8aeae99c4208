"""What is known of a version: told from its card, its uses, its lineage and orders; what no card says is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from modelsteward.domain.cards.base import CardModel
from modelsteward.domain.cards.dataset import DataSetCard
from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.conditions import UNKNOWN, Fact
from modelsteward.domain.facts import FIELDS, facts_of, question
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.rules.examples import TODAY
from tests.rules.worlds import world

YES, NO = Fact((True,)), Fact((False,))


def fact(example: str, name: str, ref: str = "m@1.0.0", raw: dict[str, str] | None = None) -> Fact:
    registry = world(example, raw)
    model = registry.model(ref)
    assert model is not None
    return facts_of(registry, model, TODAY)[name]


def values(found: Fact) -> tuple[set[object], bool]:
    return set(found.values), found.complete


def test_every_field_has_a_question_that_reads_on_after_it_is_not_known() -> None:
    for name in FIELDS:
        assert question(name).startswith(
            ("whether ", "where ", "what ", "whom ", "which ", "when ", "in which ", "under which ")
        )
    assert "never-heard-of" in question("never-heard-of")


def test_an_absent_key_is_unknown_and_an_empty_one_says_none() -> None:
    assert fact("m@1.0.0: {hosting: <absent>}", "hosting") == UNKNOWN
    assert fact("m@1.0.0: {hosting: []}", "hosting") == Fact(())
    assert fact("m@1.0.0: {}", "destroy_by") == UNKNOWN
    assert fact("m@1.0.0: {lifecycle: {destroy_by: null}}", "destroy_by") == Fact(())
    assert fact("m@1.0.0: {lifecycle: {destroy_by: 2031-01-01}}", "destroy_by") == Fact(("2031-01-01",))


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("m@1.0.0: {}", YES),
        ("m@1.0.0: {stage: staging, lifecycle: {released: <absent>, review_by: <absent>}}", NO),
        ("m@1.0.0: {stage: retired, lifecycle: {released: <absent>}}", UNKNOWN),
        ("m@1.0.0: {stage: retired, lifecycle: {released: null}}", NO),
        ("m@1.0.0: {stage: suspended, lifecycle: {released: <absent>, "
         "suspension: {on: 2029-12-01, was: staging, reason: x}}}", NO),
        ("m@1.0.0: {stage: suspended, lifecycle: {released: <absent>, "
         "suspension: {on: 2029-12-01, was: production, reason: x}}}", YES),
        ("{m@1.0.0: {stage: retired, lifecycle: {released: <absent>}}, "
         "use:u: {serving: {}, served: [{slot: main, ref: m@1.0.0, from: 2029-01-01, to: 2029-02-01}]}}", YES),
    ],
)  # fmt: skip
def test_whether_it_ever_was_in_production(example: str, told: Fact) -> None:
    assert fact(example, "released") == told


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("m@1.0.0: {}", YES),
        ("m@1.0.0: {artifacts: []}", NO),
        ("m@1.0.0: {artifacts: <absent>}", UNKNOWN),
        ("m@1.0.0: {artifacts: <absent>, origin: vendor, hosting: [vendor_api]}", NO),
        ("m@1.0.0: {artifacts: <absent>, origin: open, hosting: [vendor_api]}", NO),
        ("m@1.0.0: {artifacts: <absent>, hosting: [vendor_api]}", UNKNOWN),
        ("m@1.0.0: {artifacts: <absent>, hosting: [vendor_finetune]}", NO),
        ("m@1.0.0: {artifacts: [{role: weights, uri: x, holder: azure-openai}]}", NO),
    ],
)
def test_whether_copies_lie_with_us(example: str, told: Fact) -> None:
    assert fact(example, "held_here") == told


def test_whether_it_was_trained_with_data_of_ours() -> None:
    assert fact("m@1.0.0: {}", "trained_here") == YES
    assert fact("m@1.0.0: {origin: open}", "trained_here") == NO
    assert fact("m@1.0.0: {origin: vendor, hosting: [vendor_api]}", "trained_here") == NO
    assert fact("m@1.0.0: {origin: vendor, hosting: [vendor_finetune]}", "trained_here") == YES
    assert fact("m@1.0.0: {origin: vendor, hosting: <absent>}", "trained_here") == UNKNOWN


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("US-AZ, EU", {"US-AZ", "US", "EU", "EEA"}),
        ("US-NYC", {"US-NYC", "US-NY", "US"}),
        ("GB", {"GB", "UK"}),
        ("UK", {"GB", "UK"}),
        ("GB-SCT", {"GB-SCT", "GB", "UK"}),
        ("DE-BY", {"DE-BY", "DE", "EU", "EEA"}),
        ("EL", {"EL", "GR", "EU", "EEA"}),
        ("NO", {"NO", "EEA"}),
        ("CH", {"CH"}),
    ],
)
def test_a_part_of_a_country_implies_the_country_and_a_member_state_the_union(written: str, told: set[str]) -> None:
    places = ", ".join(f"'{place}'" for place in written.split(", "))
    example = f"{{m@1.0.0: {{}}, use:u: {{serving: {{main: m@1.0.0}}, jurisdictions: [{places}]}}}}"

    assert values(fact(example, "jurisdictions")) == (told, True)


def test_a_version_in_one_use_is_told_by_that_use_alone() -> None:
    registry = world(
        "{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, sectors: [credit], placed_on_market: 2025-05-01}, "
        "use:v: {serving: {}, served: [{slot: main, ref: m@1.0.0, from: 2029-01-01, to: 2029-02-01}], sectors: <absent>}}"
    )
    model, now, before = registry.model("m@1.0.0"), registry.use("use:u"), registry.use("use:v")
    assert model is not None

    assert facts_of(registry, model, TODAY, now)["sectors"] == Fact(("credit",))
    assert facts_of(registry, model, TODAY, now)["placed_on_market"] == Fact(("2025-05-01",))
    assert facts_of(registry, model, TODAY, before)["sectors"] == UNKNOWN
    assert facts_of(registry, model, TODAY, before)["placed_on_market"] == UNKNOWN


def test_every_field_says_on_which_card_it_stands() -> None:
    registry = world("m@1.0.0: {}")
    model = registry.model("m@1.0.0")
    assert model is not None

    assert {field.of for field in FIELDS.values()} == {"use", "model", "data", "matter"}
    assert set(facts_of(registry, model, TODAY)) == set(FIELDS)
    for name, field in FIELDS.items():
        card: type[CardModel] | None = {"use": UseCaseCard, "model": ModelCard, "data": DataSetCard}.get(field.of)
        if card is None:
            assert field.key in ("holds", "incidents", "cases"), name
        else:
            assert reached(card, field.key.split(".")), f"{name}: no {field.key} on a {card.__name__}"


def reached(card: type[CardModel], keys: list[str]) -> bool:
    """Whether keys lead to something on a card."""
    first, *rest = keys
    if first not in card.model_fields:
        return False
    return not rest or any(reached(one, rest) for one in cards_in(card.model_fields[first].annotation))


def cards_in(annotation: object) -> Iterator[type[CardModel]]:
    if isinstance(annotation, type) and issubclass(annotation, CardModel):
        yield annotation
    for inner in get_args(annotation):
        yield from cards_in(inner)


def test_what_one_use_leaves_open_is_unknown_and_what_another_says_counts() -> None:
    example = (
        "{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, sectors: [healthcare]}, "
        "use:v: {serving: {}, fallback: {main: m@1.0.0}, sectors: <absent>}}"
    )
    found = fact(example, "sectors")

    assert found.has("healthcare") is True
    assert found.has("credit") is None


def test_uses_that_it_served_count_and_those_it_never_served_do_not() -> None:
    example = (
        "{m@1.0.0: {}, use:u: {serving: {}, served: [{slot: main, ref: m@1.0.0, from: 2029-01-01, to: 2029-02-01}], "
        "risk: {own: low, eu_tier: high}}, use:other: {serving: {}, served: [], risk: {own: low, eu_tier: minimal}}}"
    )
    assert fact(example, "risk.eu_tier") == Fact(("high",))


def test_a_released_version_whose_uses_nobody_knows_may_be_used_anywhere() -> None:
    assert fact("m@1.0.0: {}", "jurisdictions") == UNKNOWN
    early = "m@1.0.0: {stage: draft, lifecycle: {released: <absent>, review_by: <absent>}}"
    assert fact(early, "jurisdictions") == Fact(())


def test_a_use_that_cannot_be_read_may_be_served_by_it() -> None:
    example = "{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, jurisdictions: [EU]}}"

    assert fact(example, "jurisdictions").complete
    assert not fact(example, "jurisdictions", raw={"use-cases/v.yaml": "card: ["}).complete


def test_people_outside_are_unknown_until_a_use_says_there_are_none() -> None:
    assert (
        fact("{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, consumers: <absent>}}", "consumers.external") == UNKNOWN
    )
    assert (
        fact("{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, consumers: {internal: [a]}}}", "consumers.external")
        == UNKNOWN
    )
    assert fact(
        "{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, consumers: {external: []}}}", "consumers.external"
    ) == Fact(())
    assert fact("{m@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, consumers: null}}", "consumers.external") == Fact(())


LINEAGE = """
m@1.0.0: {lineage: {parents: [{ref: p@1.0.0, relation: distilled}], datasets: []}}
p@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {contains: {personal: false, health: HEALTH, biometric: false}, derived_from: FROM}
data:raw@1.0.0: {contains: {personal: false, biometric: true}, derived_from: []}
"""


def test_data_flags_are_told_over_the_whole_lineage() -> None:
    near = LINEAGE.replace("HEALTH", "false").replace("FROM", "[]")
    far = LINEAGE.replace("HEALTH", "false").replace("FROM", '["data:raw@1.0.0"]')

    assert fact(near, "data.biometric") == NO
    assert fact(far, "data.biometric") == YES
    assert fact(far, "data.personal") == YES, "biometric data is always about someone"


def test_a_flag_or_an_origin_that_is_not_written_leaves_the_answer_unknown() -> None:
    assert fact(LINEAGE.replace("HEALTH", "<absent>").replace("FROM", "[]"), "data.phi") == UNKNOWN
    assert fact(LINEAGE.replace("HEALTH", "false").replace("FROM", "<absent>"), "data.phi") == UNKNOWN
    assert fact("m@1.0.0: {lineage: <absent>}", "data.personal") == UNKNOWN
    gone = 'm@1.0.0: {lineage: {parents: [], datasets: ["data:gone@1.0.0"]}}'
    assert fact(gone, "data.personal") == UNKNOWN


def test_what_was_made_from_it_is_told_near_and_far() -> None:
    example = """
m@1.0.0: {}
q@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: quantized}], datasets: []}}
s@1.0.0: {lineage: {parents: [{ref: q@1.0.0, relation: trained-on-outputs}], datasets: []}}
other@1.0.0: {lineage: {parents: [{ref: elsewhere@1.0.0, relation: merge}], datasets: []}}
elsewhere@1.0.0: {}
"""
    assert values(fact(example, "artifacts")) == ({"weights", "quantized_derivative", "distilled_child"}, True)


def test_files_are_told_by_role_place_and_key() -> None:
    example = """
m@1.0.0:
  artifacts:
    - {role: optimizer, uri: "s3://b/o.pt", key: "kms:x", replicas: ["hf://a/b"], versioned: true}
    - {role: index, uri: /data/i.faiss, replicas: [], versioned: false}
"""
    assert values(fact(example, "artifacts")) == ({"optimizer_state", "embedding_index"}, True)
    assert values(fact(example, "places")) == ({"object_store", "hub", "file_system"}, True)
    assert fact(example, "artifacts.versioned") == YES
    assert fact(example, "artifacts.key") == YES
    assert fact(example, "artifacts.locked") == UNKNOWN
    assert fact("m@1.0.0: {artifacts: []}", "artifacts.versioned") == NO
    assert not fact("m@1.0.0: {}", "places").complete, "whether there are replicas is not written"


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("s3://bucket/key", "object_store"),
        ("https://acc.blob.core.windows.net/c/m.onnx", "object_store"),
        ("https://huggingface.co/a/b", "hub"),
        ("https://evil.example/huggingface.co", "web"),
        ("oci://reg.example/m:1", "container_registry"),
        ("git+https://x.example/r", "git"),
        ("mlflow-artifacts:/1/abc", "model_registry"),
        ("models:/no-show/3", "model_registry"),
        ("file:///srv/m.onnx", "file_system"),
        ("/srv/m.onnx", "file_system"),
        (r"C:\models\m.onnx", "file_system"),
        ("models/m.onnx", "file_system"),
        ("https://models.example/m.onnx", "web"),
        ("tape:17", None),
    ],
)
def test_an_address_tells_the_kind_of_place(uri: str, kind: str | None) -> None:
    assert kind_of_place(uri) == kind


HOLD = "holds/h.yaml: {card: hold/1, id: h, refs: [REF], opened: 2029-01-01, released: RELEASED, by: legal}"


@pytest.mark.parametrize("ref", ["m@1.0.0", "registry"])
def test_a_hold_on_it_counts_as_it_does_for_the_gate(ref: str) -> None:
    ground = "m@1.0.0: {}\n"

    assert fact(ground + HOLD.replace("REF", ref).replace("RELEASED", "null"), "holds.legal") == YES
    assert fact(ground + HOLD.replace("REF", ref).replace("RELEASED", "2029-02-01"), "holds.legal") == NO
    assert fact(ground + HOLD.replace("REF", ref).replace("RELEASED", "2030-02-01"), "holds.legal") == YES
    assert fact(ground + HOLD.replace("REF", ref).replace("RELEASED", "2030-01-01"), "holds.legal") == NO
    assert fact(ground, "holds.legal") == NO
    assert fact(ground, "holds.legal", raw={"holds/x.yaml": "card: ["}) == UNKNOWN


def test_a_minor_incident_is_open_and_not_serious() -> None:
    example = (
        "m@1.0.0: {}\nincidents/i.yaml: "
        "{card: incident/1, id: i, refs: [m@1.0.0], severity: minor, opened: 2029-01-01, by: team}"
    )
    assert fact(example, "incidents.open") == YES
    assert fact(example, "incidents.serious_open") == NO


def test_an_open_case_about_its_data_is_an_order_or_a_request() -> None:
    ground = 'm@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}\ndata:d@1.0.0: {derived_from: []}\n'
    case = "cases/c.yaml: {card: case/1, id: c, purpose: order, data: ['data:d@1.0.0'], opened: 2029-01-01}\n"
    other = case.replace("'data:d@1.0.0'", "'data:e@1.0.0'") + "data:e@1.0.0: {}\n"

    assert fact(ground + case, "orders") == Fact(("c",))
    assert fact(ground + case, "requests") == Fact(())
    assert fact(ground + other, "orders") == Fact(())
    unsure = ground.replace("{derived_from: []}", "{derived_from: <absent>}")
    assert fact(unsure + other, "orders") == UNKNOWN, "its data may come from what the case is about"


def test_a_replacement_that_one_use_names_is_a_successor() -> None:
    example = "{m@1.0.0: {}, n@1.0.0: {}, use:u: {serving: {main: m@1.0.0}, replacement: {main: n@1.0.0}}}"

    assert fact(example, "successor").has("n@1.0.0") is True
    assert fact("m@1.0.0: {lifecycle: {replacement: null}}", "successor") == Fact(())


MOVED_ON = """
m@1.0.0: {stage: deprecated, lifecycle: {replacement: null}}
n@1.0.0: {}
use:u:
  status: STATUS
  serving: {main: NOW}
  served: [{slot: main, ref: m@1.0.0, from: 2029-01-01, to: 2029-06-01},
           {slot: main, ref: n@1.0.0, from: 2029-06-01, to: null, after: m@1.0.0, left: LEFT}]
"""


@pytest.mark.parametrize(
    ("status", "now", "left", "told"),
    [
        ("live", "n@1.0.0", "null", Fact(("n@1.0.0",))),
        ("ended", "null", "ended", Fact(("n@1.0.0",))),
        ("live", "m@1.0.0", "rolled back", Fact(())),
    ],
)
def test_what_took_its_place_in_a_use_is_a_successor_also_when_the_use_has_moved(
    status: str, now: str, left: str, told: Fact
) -> None:
    """Promoting the replacement takes `replacement` off the use: nothing is left to come."""
    example = MOVED_ON.replace("STATUS", status).replace("NOW", now).replace("LEFT", left)

    assert fact(example, "successor") == told


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (", encrypted_since_creation: true", YES),
        (", key: 'kms:x'", YES),
        (", key: null, encrypted_since_creation: false", NO),
        (", encrypted_since_creation: false", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_what_is_encrypted_has_a_key_and_what_names_none_may_have_one(keys: str, told: Fact) -> None:
    assert fact(f"m@1.0.0: {{artifacts: [{{role: weights, uri: x{keys}}}]}}", "artifacts.key") == told
