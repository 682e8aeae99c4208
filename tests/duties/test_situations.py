"""What is asked in many situations, pinned: which duties apply, now or later, which cannot be told, and the days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from modelsteward.usecases.obligations import obligations_of
from tests.duties.situations import ALL, OVER, PACKS, TODAY, cards, days, gaps, ids, obligations, owed

PERSONAL = "\ndata:d@1.0.0: {contains: {personal: true}}"
NOW = "us-mrm-sr26-2"


class Case(NamedTuple):
    """A situation, and what must come of it."""

    name: str
    changes: str
    applies: str = ""
    later: str = ""
    days: str = ""
    """`duty day`, one after the other: those that have a day."""
    today: date = TODAY


def over(day: str) -> str:
    return OVER % (day, day)


HIGH = "organisation_roles: [provider], risk: {own: high, eu_tier: high, eu_route: annex_iii}"
CHAPTER_III = (
    "eu-aia-11 eu-aia-111-2 eu-aia-12 eu-aia-13-3e eu-aia-18 eu-aia-19 eu-aia-20 eu-aia-47-1 eu-aia-72 eu-aia-73 "
    "eu-aia-74-12 eu-pld-2024-2853"
)
GDPR = "eu-gdpr-17 eu-gdpr-19 eu-gdpr-30 eu-gdpr-5-1-e"
GPAI = "use:u: {jurisdictions: [EU], organisation_roles: [provider], placed_on_market: %s}\nm@1.0.0: {gpai: true, %s}"
COMPANY = "use:u: {jurisdictions: [US-%s], organisation_roles: [%s], %s}"

CASES = [
    Case("a use of which nothing is asked", ""),
    Case(
        "a hospital in the EU that uses a high-risk system and is controller of the data",
        "use:u: {jurisdictions: [EU], organisation_roles: [deployer, controller], sectors: [healthcare], "
        "risk: {own: high, eu_tier: high, eu_route: annex_iii}, consequential_decision: true}\n"
        "data:d@1.0.0: {contains: {personal: true, health: true, special_category: true}}",
        f"eu-aia-4a eu-edpb-28-2024-anon eu-gdpr-35 {GDPR}",
        "eu-aia-111-2 eu-aia-26-5 eu-aia-26-6",
    ),
    Case(
        "the same once Annex III applies, when it no longer serves: six months of logs",
        f"use:u: {{jurisdictions: [EU], risk: {{own: high, eu_tier: high, eu_route: annex_iii}}, {over('2028-02-29')}}}",
        "eu-aia-111-2 eu-aia-26-5 eu-aia-26-6",
        days="eu-aia-26-6 2028-08-29",
        today=date(2028, 3, 1),
    ),
    Case(
        "the same where it stopped before that day",
        f"use:u: {{jurisdictions: [EU], risk: {{own: high, eu_tier: high, eu_route: annex_iii}}, {over('2027-12-01')}}}",
        today=date(2028, 3, 1),
    ),
    Case(
        "a public body in the EU that uses a high-risk system",
        "use:u: {jurisdictions: [IT], organisation_roles: [deployer, public_body], "
        "risk: {own: high, eu_tier: high, eu_route: annex_iii}}",
        later="eu-aia-111-2 eu-aia-26-5 eu-aia-26-6 eu-aia-27",
    ),
    Case(
        "a provider in a member state, Annex III",
        f"use:u: {{jurisdictions: [DE], {HIGH}}}",
        later=f"eu-aia-49-annex8-status {CHAPTER_III}",
        days="eu-aia-18 2036-03-02 eu-aia-47-1 2036-03-02 eu-pld-2024-2853 2036-03-02",
    ),
    Case(
        "the day on which Annex III begins to apply",
        f"use:u: {{jurisdictions: [DE], {HIGH}}}",
        f"eu-aia-49-annex8-status {CHAPTER_III}",
        days="eu-aia-18 2036-03-02 eu-aia-47-1 2036-03-02 eu-pld-2024-2853 2036-03-02",
        today=date(2027, 12, 2),
    ),
    Case(
        "a medical device, Annex I, still placed on the market",
        "use:u: {jurisdictions: [FR], organisation_roles: [provider], sectors: [medical_device], "
        "risk: {own: high, eu_tier: high, eu_route: annex_i}}",
        "eu-mdr-10-8 eu-pld-2024-2853",
        CHAPTER_III.removesuffix(" eu-pld-2024-2853"),
        "eu-aia-18 2036-03-02 eu-aia-47-1 2036-03-02 eu-pld-2024-2853 2036-03-02",
        date(2028, 8, 1),
    ),
    Case(
        "a medical device whose last unit was placed long ago: 10 years",
        "use:u: {jurisdictions: [EU], organisation_roles: [provider], sectors: [medical_device], "
        f"risk: {{own: high, eu_tier: high, eu_route: annex_i}}, {over('2025-06-30')}}}",
        "eu-mdr-10-8",
        days="eu-mdr-10-8 2035-06-30",
    ),
    Case(
        "an implantable one: 15 years",
        "use:u: {jurisdictions: [EU], organisation_roles: [provider], sectors: [medical_device, implantable_device], "
        f"risk: {{own: high, eu_tier: high, eu_route: annex_i}}, {over('2025-06-30')}}}",
        "eu-mdr-10-8",
        days="eu-mdr-10-8 2040-06-30",
    ),
    Case("a medical device in the US", "use:u: {sectors: [medical_device]}", "us-fda-pccp us-fda-qmsr",
         days="us-fda-qmsr 2028-03-02"),
    Case("a statistical model of a US bank", "use:u: {sectors: [banking]}\nm@1.0.0: {model_class: statistical}", NOW),
    Case("a generative model of a US bank, which SR 26-2 leaves out",
         "use:u: {sectors: [banking]}\nm@1.0.0: {model_class: generative}"),
    Case("a statistical model of a US bank while SR 11-7 stood",
         "use:u: {sectors: [banking]}\nm@1.0.0: {model_class: statistical}", "us-mrm-sr11-7", NOW,
         today=date(2026, 4, 16)),
    Case("US credit, over: 25 months from the last decision",
         f"use:u: {{sectors: [credit], {over('2026-06-30')}}}", "us-ecoa-regb", days="us-ecoa-regb 2028-07-30"),
    Case("US credit that goes on: no day yet", "use:u: {sectors: [credit]}", "us-ecoa-regb"),
    Case("a US financial institution with data about its customers, over",
         f"use:u: {{sectors: [financial_institution], {over('2026-06-30')}}}{PERSONAL}",
         "us-glba-314-4-c-6", days="us-glba-314-4-c-6 2028-06-30"),
    Case("biometrics in Illinois, over: three years from the last interaction",
         f"use:u: {{jurisdictions: [US-IL], {over('2026-06-30')}}}\n"
         "data:d@1.0.0: {contains: {personal: true, biometric: true}}",
         "us-il-bipa-15a us-il-bipa-15a-purpose", days="us-il-bipa-15a 2029-06-30"),
    Case("an employer in Illinois", COMPANY % ("IL", "employer", "sectors: [employment]"), "us-il-hb3773"),
    Case("hiring in New York City, audited in February",
         COMPANY % ("NYC", "employer", "sectors: [employment], duties: "
                    "[{duty: us-nyc-ll144-audit, how: Audited by others., on: 2026-02-01}]"),
         "us-nyc-ll144-audit us-nyc-ll144-post", days="us-nyc-ll144-audit 2027-02-01"),
    Case("hiring in New York City, over: the summary stays up for six months",
         COMPANY % ("NYC", "employer", f"sectors: [employment], {over('2026-09-30')}"),
         "us-nyc-ll144-audit us-nyc-ll144-post", days="us-nyc-ll144-post 2027-03-30"),
    Case("an employer in California, over: four years",
         COMPANY % ("CA", "employer", f"sectors: [employment], {over('2026-06-30')}"),
         "us-ca-crd-ads", days="us-ca-crd-ads 2030-06-30"),
    Case("an employer in California that stopped before the regulations",
         COMPANY % ("CA", "employer", f"sectors: [employment], {over('2025-09-30')}")),
    Case("a risk assessment in California",
         COMPANY % ("CA", "deployer", "consequential_decision: true, duties: "
                    "[{duty: us-ca-ccpa-7155, how: Assessed., on: 2026-02-10}]") + PERSONAL,
         "us-ca-ccpa-7155 us-ca-ccpa-7155-while", days="us-ca-ccpa-7155 2031-02-10"),
    Case("a developer in California of a generative model",
         COMPANY % ("CA", "developer", "sectors: []") + "\nm@1.0.0: {model_class: generative}", "us-ca-ab2013"),
    Case("Colorado before 2027", COMPANY % ("CO", "deployer", "consequential_decision: true"),
         later="us-co-sb26-189-dep", today=date(2026, 12, 31)),
    Case("Colorado from 2027 on", COMPANY % ("CO", "deployer, developer", "consequential_decision: true"),
         "us-co-sb26-189-dep us-co-sb26-189-dev", today=date(2027, 1, 1)),
    Case("Colorado, over in 2027: three years",
         COMPANY % ("CO", "deployer", f"consequential_decision: true, {over('2027-06-30')}"),
         "us-co-sb26-189-dep", days="us-co-sb26-189-dep 2030-06-30", today=date(2027, 7, 1)),
    Case("a frontier model in New York with an open incident: 72 hours",
         COMPANY % ("NY", "developer", "sectors: []") + "\nm@1.0.0: {gpai: true, gpai_systemic: true}\n"
         "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2027-02-01, by: ada}",
         "us-ny-raise", days="us-ny-raise 2027-02-04", today=date(2027, 2, 2)),
    Case("children's data in the US", "data:d@1.0.0: {contains: {personal: true, children: true}}", "us-coppa-312-10"),
    Case("US health data, over and retired: six years from when it was last in effect",
         f"use:u: {{{over('2026-06-30')}}}\nm@1.0.0: {{stage: retired, lifecycle: {{retired: 2026-07-15}}}}\n"
         "data:d@1.0.0: {contains: {personal: true, health: true}}",
         "us-hipaa-310d2i us-hipaa-316b2", days="us-hipaa-316b2 2032-06-30"),
    Case("US health data at a vendor",
         "m@1.0.0: {hosting: [vendor_finetune]}\ndata:d@1.0.0: {contains: {personal: true, health: true}}",
         "us-hipaa-310d2i us-hipaa-316b2 us-hipaa-504e"),
    Case("a US federal agency", "use:u: {organisation_roles: [public_body]}", "us-omb-m-25-21"),
    Case("a filing in China, over: cancelled within 20 working days",
         f"{ALL}\nuse:u: {{jurisdictions: [CN], sectors: [online_content], organisation_roles: [provider], "
         f"{over('2026-09-30')}}}",
         "cn-algo-24-cancel cn-algo-24-file cn-csl-logs",
         days="cn-algo-24-cancel 2026-10-28 cn-algo-24-file 2024-01-22 cn-csl-logs 2027-03-30"),
    Case("health care in Korea, over: five years",
         f"{ALL}\nuse:u: {{jurisdictions: [KR], sectors: [healthcare], {over('2026-06-30')}}}",
         "kr-aiba-34", days="kr-aiba-34 2031-06-30"),
    Case("a generative model in Korea", f"{ALL}\nuse:u: {{jurisdictions: [KR]}}\nm@1.0.0: {{model_class: generative}}",
         "kr-aiba-31", days="kr-aiba-31 2026-03-02"),
    Case("a bank in Singapore, whose guidelines are a proposal",
         f"{ALL}\nuse:u: {{jurisdictions: [SG], sectors: [banking]}}{PERSONAL}", "sg-pdpa-25"),
    Case("a public body of the UK",
         f"{ALL}\nuse:u: {{jurisdictions: [GB], organisation_roles: [public_body, controller]}}{PERSONAL}",
         f"uk-atrs {GDPR}"),
    Case("a bank of the UK", f"{ALL}\nuse:u: {{jurisdictions: [UK], sectors: [banking]}}", "uk-pra-ss1-23"),
    Case("a public body of Canada and an insurer there",
         f"{ALL}\nuse:u: {{jurisdictions: [CA], organisation_roles: [public_body], sectors: [insurance], "
         "consequential_decision: true}", "ca-dadm", "ca-osfi-e23"),
    Case("a general-purpose model with open weights: only (a) and (b) are spared",
         GPAI % ("2025-09-01", "free_open_licence: true"), "eu-aia-53-1d", "eu-pld-2024-2853",
         "eu-pld-2024-2853 2035-09-01"),
    Case("the same with systemic risk: nothing is spared",
         GPAI % ("2025-09-01", "free_open_licence: true, gpai_systemic: true"),
         "eu-aia-53-1a eu-aia-53-1b eu-aia-53-1d eu-aia-55-1c", "eu-pld-2024-2853", "eu-pld-2024-2853 2035-09-01"),
    Case("a general-purpose model on the market before August 2025, whose provider signed the code",
         GPAI % ("2025-08-01", "code_of_practice_signatory: true"), "eu-gpai-cop-1",
         "eu-aia-53-1a eu-aia-53-1b eu-aia-53-1d eu-pld-2024-2853",
         "eu-gpai-cop-1 2035-08-01 eu-pld-2024-2853 2035-08-01"),
    Case("a generative system on the market before August 2026",
         "use:u: {jurisdictions: [EU], organisation_roles: [provider]}\nm@1.0.0: {model_class: generative}",
         later="eu-aia-5-new-bans eu-aia-50-2 eu-pld-2024-2853",
         days="eu-aia-5-new-bans 2026-12-02 eu-pld-2024-2853 2036-03-02"),
    Case("a generative system placed on the market in September 2026",
         "use:u: {jurisdictions: [EU], organisation_roles: [provider], placed_on_market: 2026-09-01}\n"
         "m@1.0.0: {model_class: generative}", "eu-aia-50-2", "eu-aia-5-new-bans eu-pld-2024-2853",
         "eu-aia-5-new-bans 2026-12-02 eu-pld-2024-2853 2036-09-01"),
    Case("an order like the FTC's about its data",
         "cases/c.yaml: {card: case/1, id: c, purpose: order, data: ['data:d@1.0.0'], opened: 2026-11-01}",
         "us-ftc-cambridge-analytica us-ftc-everalbum us-ftc-kurbo us-ftc-riteaid",
         days="us-ftc-cambridge-analytica 2026-11-11 us-ftc-everalbum 2027-01-30 us-ftc-kurbo 2027-01-30 "
         "us-ftc-riteaid 2026-12-16"),
    Case("a request to erase in the EU: a month",
         f"use:u: {{jurisdictions: [EU], organisation_roles: [controller]}}{PERSONAL}\n"
         "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d'], opened: 2026-10-31}",
         f"eu-edpb-28-2024-anon {GDPR}", days="eu-gdpr-17 2026-11-30"),
    Case("the same with the day that the case has, more time taken",
         f"use:u: {{jurisdictions: [EU], organisation_roles: [controller]}}{PERSONAL}\n"
         "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d'], opened: 2026-10-31, due: 2027-01-31}",
         f"eu-edpb-28-2024-anon {GDPR}", days="eu-gdpr-17 2027-01-31"),
    Case("an open serious incident once the Act applies: report in 15 days, and nothing is altered",
         f"use:u: {{jurisdictions: [EU], {HIGH}}}\n"
         "incidents/i.yaml: {card: incident/1, id: i, refs: ['use:u'], severity: serious, opened: 2027-12-20, by: ada}",
         f"eu-aia-49-annex8-status eu-aia-73-6-freeze {CHAPTER_III}",
         days="eu-aia-18 2036-03-02 eu-aia-47-1 2036-03-02 eu-aia-73 2028-01-04 eu-pld-2024-2853 2036-03-02",
         today=date(2027, 12, 24)),
    Case("a legal hold in the US",
         "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2026-10-01, by: legal}", "us-frcp-37e"),
    Case("a sandbox in the EU, over: its personal data goes at once",
         f"use:u: {{jurisdictions: [EU], context: [sandbox], {over('2026-10-30')}}}{PERSONAL}",
         "eu-aia-59-1g eu-edpb-28-2024-anon eu-gdpr-30 eu-gdpr-5-1-e", days="eu-aia-59-1g 2026-10-30"),
    Case("a test in the real world in the EU: six months at most",
         "use:u: {jurisdictions: [EU], context: [real_world_test]}", "eu-aia-60", days="eu-aia-60 2026-09-02"),
    Case("Norway: the GDPR through the EEA, and no AI Act",
         "use:u: {jurisdictions: ['NO'], organisation_roles: [deployer, controller], "
         f"risk: {{own: high, eu_tier: high, eu_route: annex_iii}}}}{PERSONAL}",
         f"eu-edpb-28-2024-anon {GDPR}"),
    Case("a use that ended long ago",
         f"use:u: {{jurisdictions: [US-NYC], sectors: [employment], {over('2024-02-29')}}}",
         "us-nyc-ll144-audit us-nyc-ll144-post", days="us-nyc-ll144-post 2024-08-29"),
    Case("a version that the use moved on from, while the use goes on",
         "n@1.0.0: {}\nuse:u: {sectors: [credit], serving: {main: n@1.0.0}, served: "
         "[{slot: main, ref: m@1.0.0, from: 2025-01-01, to: 2026-01-31}, "
         "{slot: main, ref: n@1.0.0, from: 2026-02-01, to: null}]}",
         "us-ecoa-regb", days="us-ecoa-regb 2028-02-29"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_asked_in_a_situation_that_is_filled_in(case: Case) -> None:
    found = owed(case.changes, case.today)
    words = case.days.split()

    assert ids(found, "applies") == set(case.applies.split())
    assert ids(found, "later") == set(case.later.split())
    assert {duty: str(day) for duty, day in days(found).items()} == dict(zip(words[::2], words[1::2], strict=True))
    assert gaps(found) == {}, "all of it is filled in"


MISSING = [
    ("jurisdictions: <absent>, sectors: [credit]", "", "jurisdictions", "use:u jurisdictions"),
    ("jurisdictions: [EU], organisation_roles: <absent>", "m@1.0.0: {gpai: true}", "roles", "use:u organisation_roles"),
    ("sectors: <absent>", "", "sectors", "use:u sectors"),
    ("jurisdictions: [EU], organisation_roles: [provider], risk: {own: low, eu_tier: null, eu_route: annex_iii}", "", "risk.eu_tier",
     "use:u risk.eu_tier"),
    ("jurisdictions: [EU], organisation_roles: [provider], risk: {own: low, eu_tier: high, eu_route: null}", "",
     "risk.eu_route", "use:u risk.eu_route"),
    ("jurisdictions: [US-CO], consequential_decision: null", "", "use.consequential_decision",
     "use:u consequential_decision"),
    ("jurisdictions: [EU], context: <absent>", "", "context", "use:u context"),
    ("jurisdictions: [EU], organisation_roles: [provider], placed_on_market: <absent>", "m@1.0.0: {gpai: true}",
     "placed_on_market", "use:u placed_on_market"),
    ("jurisdictions: [EU], organisation_roles: [provider]", "m@1.0.0: {gpai: null}", "risk.gpai", "m@1.0.0 gpai"),
    ("jurisdictions: [EU], organisation_roles: [provider]", "m@1.0.0: {gpai_systemic: null}", "risk.gpai_systemic",
     "m@1.0.0 gpai_systemic"),
    ("jurisdictions: [EU], organisation_roles: [provider]", "m@1.0.0: {gpai: true, free_open_licence: null}",
     "release.open_weights_free_licence", "m@1.0.0 free_open_licence"),
    ("jurisdictions: [EU], organisation_roles: [provider]", "m@1.0.0: {gpai: true, code_of_practice_signatory: null}",
     "release.code_of_practice_signatory", "m@1.0.0 code_of_practice_signatory"),
    ("sectors: [banking]", "m@1.0.0: {model_class: null}", "model_class", "m@1.0.0 model_class"),
    ("jurisdictions: [EU]", "m@1.0.0: {model_class: null}", "use.generative", "m@1.0.0 model_class"),
    ("jurisdictions: [US]", "m@1.0.0: {hosting: <absent>}\ndata:d@1.0.0: {contains: {personal: true, health: true}}",
     "hosting", "m@1.0.0 hosting"),
    ("jurisdictions: [EU]", "data:d@1.0.0: {contains: {personal: null}}", "data.personal",
     "data:d@1.0.0 contains.personal"),
    ("jurisdictions: [EU]", "data:d@1.0.0: {contains: {special_category: null}}", "data.special_category",
     "data:d@1.0.0 contains.special_category"),
    ("jurisdictions: [US]", "data:d@1.0.0: {contains: {health: null}}", "data.phi", "data:d@1.0.0 contains.health"),
    ("jurisdictions: [US]", "m@1.0.0: {lineage: <absent>}", "data.phi", "m@1.0.0 lineage"),
    ("jurisdictions: [US]", "data:d@1.0.0: {derived_from: <absent>}", "data.children", "data:d@1.0.0 derived_from"),
    ("jurisdictions: [US-IL]", "data:d@1.0.0: {contains: {biometric: null}}", "data.biometric",
     "data:d@1.0.0 contains.biometric"),
    ("jurisdictions: [EU]", "data:d@1.0.0: {contains: {unlawful_source: null}}", "data.unlawful_source",
     "data:d@1.0.0 contains.unlawful_source"),
]  # fmt: skip


@pytest.mark.parametrize(("use", "more", "field", "place"), MISSING, ids=[f"{m[2]} at {m[3]}" for m in MISSING])
def test_a_fact_that_nobody_wrote_down_is_named_with_the_card_it_belongs_on(
    use: str, more: str, field: str, place: str
) -> None:
    found = owed(f"use:u: {{{use}}}\n{more}")

    assert field in gaps(found)
    assert {f"{gap.card} {gap.key}" for one in found.of("cannot tell") for gap in one.ruling.missing} == {place}


def test_an_order_about_data_that_nobody_wrote_down_may_be_about_this() -> None:
    case = "cases/c.yaml: {card: case/1, id: c, purpose: order, data: ['data:d@1.0.0'], opened: 2026-11-01}"
    found = owed(f"m@1.0.0: {{lineage: <absent>}}\n{case}")

    assert gaps(found)["orders"] >= {"us-ftc-everalbum", "us-ftc-kurbo"}


def test_every_use_is_asked_for_itself_those_that_are_over_included() -> None:
    found = obligations(
        "use:u: {sectors: [credit]}\n"
        "use:b: {jurisdictions: [US-NYC], sectors: [employment], organisation_roles: [employer], serving: {}, "
        "served: [{slot: main, ref: m@1.0.0, from: 2026-03-02, to: 2026-05-31}]}\n"
        "use:c: {sectors: [banking], serving: {}, served: []}"
    )
    by_use = {one.use: ids(one, "applies") for one in found.owed}

    assert list(by_use) == ["use:b", "use:u"]
    assert by_use["use:u"] == {"us-ecoa-regb"}
    assert {"us-nyc-ll144-audit", "us-nyc-ll144-post"} <= by_use["use:b"]
    assert [(one.role, str(one.until)) for one in found.owed] == [("served", "2026-05-31"), ("serves", "None")]


def test_a_released_version_with_no_use_may_be_used_anywhere_and_an_early_one_nowhere() -> None:
    nowhere = "use:u: {serving: {main: null}, served: []}\n"
    (released,) = obligations(nowhere).owed
    (early,) = obligations(nowhere + "m@1.0.0: {stage: draft, lifecycle: {released: null}}").owed

    assert released.use is None
    assert released.role == "no use"
    assert "jurisdictions" in gaps(released)
    assert ids(early, "applies", "later", "cannot tell") == set()


def test_a_use_is_asked_for_every_version_that_served_it() -> None:
    found = obligations(
        "n@1.0.0: {model_class: ml}\nuse:u: {sectors: [credit], serving: {main: n@1.0.0}, served: "
        "[{slot: main, ref: m@1.0.0, from: 2025-01-01, to: 2026-01-31}, "
        "{slot: main, ref: n@1.0.0, from: 2026-02-01, to: null}]}",
        asked="use:u",
    )

    assert [(one.ref, one.role) for one in found.owed] == [("n@1.0.0", "serves"), ("m@1.0.0", "served")]


def test_what_a_hold_keeps_and_a_law_has_gone_cannot_both_be_kept_to() -> None:
    changes = (
        "use:u: {jurisdictions: [US-IL], OVER}\ndata:d@1.0.0: {contains: {personal: true, biometric: true}}\n"
        "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2023-10-01, by: legal}"
    ).replace("OVER", OVER % ("2023-06-30", "2023-06-30"))
    changes = changes.replace("from: 2024-01-08", "from: 2023-01-09")
    (clash,) = owed(changes).clashes

    assert (clash.thing, clash.floor.duty, clash.cap.duty) == ("training_data", "us-frcp-37e", "us-il-bipa-15a")
    assert owed(changes, date(2026, 6, 30)).clashes == (), "the day itself is in time"


def test_the_longest_that_keeps_an_object_counts_and_soft_law_is_told_apart() -> None:
    found = owed(
        "use:u: {jurisdictions: [US-CA, US-CO], sectors: [employment, credit], organisation_roles: [employer, deployer], "
        "consequential_decision: true, %s}" % (OVER % ("2027-06-30", "2027-06-30")),
        date(2027, 7, 1),
    )
    things = {thing.name: thing for thing in found.binding}

    assert str(things["decision_records"].keep_until) == "2031-06-30"
    assert {one.duty for one in things["decision_records"].floors} == {
        "us-ca-crd-ads", "us-co-sb26-189-dep", "us-ecoa-regb",
    }  # fmt: skip
    assert not {duty for thing in found.soft for duty in (one.duty for one in thing.floors)} & {"us-ca-crd-ads"}


def test_places_whose_law_nobody_knows_here_are_named() -> None:
    notes = obligations("use:u: {jurisdictions: [US, JP, KR, 'NO', GB]}").notes

    assert [note.partition(":")[0] for note in notes] == ["GB", "JP", "KR", "NO"]
    assert "the pack `kr` is not on" in notes[2]
    assert "no pack knows its law" in notes[1]
    assert "AI Act" in notes[3]
    assert obligations("use:u: {jurisdictions: [US, EU, US-NYC]}").notes == ()


def test_a_pack_that_is_not_on_and_holds_there_is_named_beside_one_that_is() -> None:
    """The UK GDPR stands in the pack `eu`."""
    switch = "; `packs.duties` in steward.yaml turns on what holds there"
    only_uk = obligations("use:u: {jurisdictions: [UK]}\nregistry: {packs: {duties: [uk]}}").notes
    assert only_uk == (f"UK: the pack `eu` is not on{switch}",)
    neither = obligations("use:u: {jurisdictions: [UK]}\nregistry: {packs: {duties: [us]}}").notes
    assert neither == (f"UK: the packs `eu` and `uk` are not on{switch}",)
    assert obligations("use:u: {jurisdictions: [UK]}\nregistry: {packs: {duties: [uk, eu]}}").notes == ()


def test_a_state_whose_own_law_is_in_no_pack_is_named_beside_the_law_above_it() -> None:
    assert obligations("use:u: {jurisdictions: [AT, US-AZ, US-IL]}").notes == (
        "AT: its own law is in no pack; that of EU is",
        "US-AZ: its own law is in no pack; that of US is",
    )


def test_a_pack_of_our_own_counts_and_a_copy_takes_the_place_of_the_packages() -> None:
    own = (
        "packs/duties/house.yaml: {card: duties/1, name: house, title: House, about: Ours., review_by: 2027-01-01, "
        "duties: [{id: house-keep, jurisdiction: INT, source: Policy 7, article: s. 2, kind: keep, "
        "objects: [training_data], what: Keep it., applies_when: {all: []}, bound: at_least, period: P3Y, "
        "clock: service_started, binding: true, read: primary, read_in: the policy, checked_on: 2026-01-01}]}"
    )
    assert {one.ruling.duty.id for one in owed(own).of("applies")} >= {"house-keep", "iso-42001-a6"}
    assert days(owed(own))["house-keep"] == date(2029, 3, 2)
    copy = own.replace("house.yaml", "us.yaml").replace("name: house", "name: us")
    assert ids(owed(f"use:u: {{sectors: [credit]}}\n{copy}"), "applies") == {"house-keep"}


def test_the_filled_in_ground_can_be_read() -> None:
    assert set(cards("").models) == {"m@1.0.0"}


def test_a_version_of_a_use_whose_card_is_not_there_or_cannot_be_read_is_named() -> None:
    served = "use:u: {served: [{slot: main, ref: gone@1.0.0, from: 2024-01-08, to: 2024-06-30}], serving: {main: hurt@1.0.0}}"
    registry = cards(served, {"models/hurt/1.0.0.yaml": "card: oops\n"})
    found = obligations_of(registry, PACKS, "use:u", TODAY)

    assert [one.ref for one in found.owed] == []
    assert found.notes == (
        "hurt@1.0.0 serves or served use:u, and its card cannot be read: what is asked of it there cannot be told",
        "gone@1.0.0 serves or served use:u, and it has no card: what is asked of it there cannot be told",
    )


def test_a_use_that_cannot_be_read_is_named_beside_the_answer() -> None:
    found = obligations_of(cards("m@1.0.0: {}", {"use-cases/v.yaml": "card: oops of m\n"}), PACKS, "m@1.0.0", TODAY)

    assert found.notes == (
        "use-cases/v.yaml cannot be read, and may add to this: `steward validate use-cases/v.yaml` says why",
    )
    for text, named in (("card: oops of n\n", 0), ('card: "oops \\x6d"\n', 1)):
        found = obligations_of(cards("m@1.0.0: {}", {"use-cases/v.yaml": text}), PACKS, "m@1.0.0", TODAY)
        assert len(found.notes) == named, "one that names other things, and one that may hide a name"
