"""Orders, incidents and laws that keep a version from being destroyed, though they do not name it itself."""

from __future__ import annotations

from modelsteward.domain.answers import Asked
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.destroy import incident
from tests.life.plans import PACKS, failed
from tests.life.test_retire import MAY_LIFT, PLACE, RETIRED, TWIN, certificate, checklist, ended
from tests.rules.worlds import world


def test_an_open_incident_about_a_use_keeps_what_serves_or_served_it() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    use = (
        "use:u: {jurisdictions: [], status: ended, served: [{slot: main, ref: %s, from: 2029-01-01, to: 2029-06-01}]}\n"
    )
    about = (
        "incidents/i.yaml: {card: incident/1, id: i, refs: ['use:u'], severity: serious, opened: 2029-05-01, by: ada}\n"
    )
    told = failed(ended("destroy", base + use % "m@1.0.0" + about))
    assert told["incident"] == "serious incident i is open since 2029-05-01, about use:u"
    assert "incident" not in failed(ended("destroy", base + use % "n@1.0.0" + about))
    closed = about.replace("by: ada", "by: ada, closed: 2029-06-01")
    assert "incident" not in failed(ended("destroy", base + use % "m@1.0.0" + closed))


def test_an_incident_and_a_law_about_another_version_of_the_same_bytes_stand_in_the_way() -> None:
    retired = TWIN.replace("{artifacts", "{stage: retired, artifacts")
    base = RETIRED + checklist("destruction") + certificate(PLACE) + retired
    use = "use:%s: {status: ended, last_use: 2029-11-01, served: [{slot: main, ref: %s, from: 2029-01-01, to: 2029-11-01}]"
    base += f"{use % ('u', 'm@1.0.0')}, jurisdictions: [NZ]}}\n{use % ('v', 'n@1.0.0')}, jurisdictions: [AU]}}\n"
    assert not failed(ended("destroy", base))
    about = (
        "incidents/i.yaml: {card: incident/1, id: i, refs: [n@1.0.0], severity: minor, opened: 2029-05-01, by: ada}\n"
    )
    assert (
        failed(ended("destroy", base + about))["incident"] == "minor incident i is open since 2029-05-01, about n@1.0.0"
    )
    law = (
        "packs/duties/house.yaml: {card: duties/1, name: house, title: House, about: Ours., review_by: 2031-01-01, "
        "duties: [{id: house-keep, jurisdiction: AU, source: Act 7, article: s. 2, kind: keep, objects: [weights], "
        "what: Keep it., applies_when: {jurisdictions: AU}, bound: at_least, period: P5Y, clock: last_use, "
        "binding: true, read: primary, read_in: it, checked_on: 2026-01-01}]}\n"
    )
    why = failed(ended("destroy", base + law))["keep"]
    assert why == (
        "of n@1.0.0, whose bytes are the same: house-keep (Act 7, s. 2) keeps its weights in use:v until 2034-11-01"
    )


def test_an_incident_that_cannot_be_read_stands_in_the_way() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    registry = world(base, {"incidents/i.yaml": "card: incident/1\n"})
    model = registry.model("m@1.0.0")
    assert model is not None
    (gate,) = incident(Asked(registry, model, TODAY, PACKS))
    assert gate.message == "incidents/i.yaml cannot be read, and may be an open incident about it"


def test_a_hold_that_was_lifted_by_who_may_not_still_holds() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE) + MAY_LIFT
    hold = "holds/h.yaml: {card: hold/1, id: h, patterns: ['m@*'], opened: 2029-01-01, released: 2029-12-01, by: counsel%s}\n"
    for by, why in (
        ("", "it was lifted in no role that is named, and only legal may"),
        (", released_as: boss, released_by: lea@example.org", "it was lifted in the role boss, and only legal may"),
        (
            ", released_as: legal, released_by: bo@example.org",
            "bo@example.org does not hold the role legal, and lifted it",
        ),
    ):
        (gate,) = [gate for gate in ended("destroy", base + hold % by).gates if gate.name == "hold"]
        assert (gate.message, gate.firm) == (f"hold h orders it to be kept, by counsel: {why}", True)
        assert "steward hold lift h --as ROLE" in gate.hint
