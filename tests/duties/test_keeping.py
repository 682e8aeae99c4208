"""What laws keep when a version or a data set is destroyed: the gate, and what remains."""

from __future__ import annotations

from datetime import date

from modelsteward.domain.answers import Asked
from modelsteward.usecases.destroy import keep
from modelsteward.usecases.keeping import against_erasing, kept_things
from tests.duties.situations import OVER, PACKS, TODAY, cards

GONE = OVER % ("2026-06-30", "2026-06-30")
RETIRED = "m@1.0.0: {stage: retired, lifecycle: {retired: 2026-07-15}}\n"
OWN = (
    "packs/duties/house.yaml: {card: duties/1, name: house, title: House, about: Ours., review_by: 2027-01-01, "
    "duties: [{id: house-keep, jurisdiction: INT, source: Policy 7, article: s. 2, kind: keep, objects: [%s], "
    "what: Keep it., applies_when: {all: []}, bound: at_least, period: %s, clock: last_use, binding: %s, "
    "read: primary, read_in: the policy, checked_on: 2026-01-01}]}"
)


def against(changes: str, today: date = TODAY) -> list[tuple[str, str, str]]:
    registry = cards(RETIRED + changes)
    model = registry.model("m@1.0.0")
    assert model is not None
    return [(gate.answer.value, gate.message, gate.hint) for gate in keep(Asked(registry, model, today, PACKS))]


def test_nothing_keeps_what_no_law_speaks_of() -> None:
    assert [answer for answer, _, _ in against(f"use:u: {{{GONE}}}")] == ["passed"]


def test_records_that_are_kept_never_keep_weights() -> None:
    assert [answer for answer, _, _ in against(f"use:u: {{sectors: [credit], {GONE}}}")] == ["passed"]
    records = f"use:u: {{{GONE}}}\n" + OWN % ("event_logs, technical_documentation", "P10Y", "true")
    assert [answer for answer, _, _ in against(records)] == ["passed"]


def test_a_duty_to_keep_weights_stands_against_erasing_them_until_its_day_is_over() -> None:
    held = f"use:u: {{{GONE}}}\n" + OWN % ("weights", "P2Y", "true")
    ((answer, message, hint),) = against(held)

    assert answer == "failed"
    assert message == "house-keep (Policy 7, s. 2) keeps its weights in use:u until 2028-06-30"
    assert "steward obligations m@1.0.0" in hint
    assert against(held, date(2028, 6, 30))[0][0] == "failed"
    assert against(held, date(2028, 7, 1))[0][0] == "passed"


def test_what_binds_nobody_keeps_nothing() -> None:
    assert against(f"use:u: {{{GONE}}}\n" + OWN % ("weights", "P9Y", "false"))[0][0] == "passed"


def test_a_duty_of_which_nobody_can_tell_stands_against_it_and_names_what_to_fill() -> None:
    hold = "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2026-10-01, by: legal}"
    ((answer, message, hint),) = against(f"use:u: {{jurisdictions: <absent>, {GONE}}}\n{hold}")

    assert answer == "failed"
    assert message.startswith("whether us-frcp-37e (Federal Rules of Civil Procedure")
    assert message.endswith("cannot be told: where it is used, and whose law applies")
    assert hint == "write it down: `jurisdictions` of use:u"


def test_a_use_whose_last_day_nobody_wrote_down_keeps_for_longer() -> None:
    open_end = "use:u: {status: ended, serving: {main: null}, served: [{slot: main, ref: m@1.0.0, from: 2024-01-08}]}\n"
    ((answer, message, _),) = against(open_end + OWN % ("weights", "P2Y", "true"))

    assert answer == "failed"
    assert "2 years" in message


def test_an_open_incident_freezes_weights_once_the_act_applies() -> None:
    use = (
        "use:u: {jurisdictions: [EU], organisation_roles: [provider], risk: {own: high, eu_tier: high, "
        f"eu_route: annex_iii}}, {OVER % ('2028-06-30', '2028-06-30')}}}\n"
        "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2028-06-01, by: ada}"
    )
    ((answer, message, _),) = against(use, date(2028, 7, 15))

    assert answer == "failed"
    assert "Art. 73(6)" in message
    assert message.endswith("as long as i is open, since 2028-06-01")


def test_a_data_set_is_asked_in_the_uses_of_all_that_was_built_on_it() -> None:
    registry = cards(f"{RETIRED}use:u: {{{GONE}}}\n" + OWN % ("training_data, weights", "P2Y", "true"))
    data = registry.dataset("data:d@1.0.0")
    assert data is not None
    ((message, _),) = against_erasing(registry, data, TODAY, PACKS)

    assert message == "house-keep (Policy 7, s. 2) keeps its training data in use:u until 2028-06-30"
    assert [thing.object for thing in kept_things(registry, data, TODAY, PACKS)] == ["weights"]


def test_what_remains_is_listed_with_its_longest_day_its_duties_and_its_place() -> None:
    registry = cards(
        f"{RETIRED}use:u: {{jurisdictions: [US-CA], sectors: [employment, credit], organisation_roles: [employer], "
        f"{GONE}, duties: [{{duty: us-ca-crd-ads, how: Archived., place: 's3://archive/ads/'}}]}}\n"
        "data:d@1.0.0: {contains: {personal: true, health: true}}"
    )
    model = registry.model("m@1.0.0")
    assert model is not None
    kept = {thing.object: thing for thing in kept_things(registry, model, TODAY, PACKS)}

    assert kept["decision_records"][1:] == (date(2030, 6, 30), ("us-ecoa-regb", "us-ca-crd-ads"), "s3://archive/ads/")
    assert kept["policies"][1:] == (date(2032, 6, 30), ("us-hipaa-316b2",), None)
    assert "weights" not in kept
    later = {thing.object for thing in kept_things(registry, model, date(2031, 1, 1), PACKS)}
    assert "decision_records" not in later
    assert "policies" in later


def test_what_goes_on_being_made_has_no_last_day_yet() -> None:
    registry = cards("use:u: {sectors: [credit]}")
    model = registry.model("m@1.0.0")
    assert model is not None

    assert [thing.until for thing in kept_things(registry, model, TODAY, PACKS)] == [None]


def test_a_use_or_a_pack_that_cannot_be_read_may_keep_what_is_erased() -> None:
    for file in ("use-cases/v.yaml", "packs/duties/house.yaml"):
        registry = cards(f"{RETIRED}use:u: {{{GONE}}}", {file: "card: oops of m\n"})
        model = registry.model("m@1.0.0")
        assert model is not None
        assert list(against_erasing(registry, model, TODAY, PACKS)) == [
            (
                f"{file} cannot be read, so nobody can tell whether a law keeps what is erased",
                f"`steward validate {file}` says why",
            )
        ]


def test_a_duty_on_data_counts_though_no_model_was_built_on_it() -> None:
    def against_data(more: str) -> list[tuple[str, str]]:
        registry = cards("data:unused@1.0.0: {status: active, derived_from: []}\n" + more)
        data = registry.dataset("data:unused@1.0.0")
        assert data is not None
        return list(against_erasing(registry, data, TODAY, PACKS))

    assert not against_data("")
    assert not against_data(OWN % ("weights", "P9Y", "true"))
    assert not against_data((OWN % ("training_data", "P9Y", "true")).replace("all: []", "holds.legal: true"))
    ((message, hint),) = against_data(OWN % ("training_data", "P9Y", "true"))
    assert message.startswith("whether house-keep (Policy 7, s. 2) keeps its training data, and until when, cannot")
    assert "data:unused@1.0.0" in hint
