"""What stands around generated models: teams, data sets, uses, vendors' facts."""

from __future__ import annotations

import random
from datetime import timedelta

from models import BEFORE, CHAMPION, NEXT, Card, Life
from words import METRICS, PEOPLE, SUITES, digest, prose

GROUPS_A_TEAM = 25
"""A team answers for this many services: 500 models' versions."""
ROLES = {
    "ml-lead": "Says that a version is technically fit.",
    "data-protection": "Says that personal data may be used this way.",
}
FLAGS = ("personal", "special_category", "health", "biometric", "children", "unlawful_source")
SLOTS = {"main": "score", "notes": "writer", "speech": "base", "chat": "gateway"}


def team_of(group: int) -> str:
    """The team that answers for a service."""
    return f"team-{group // GROUPS_A_TEAM:03d}"


def person(team: str) -> str:
    """Somebody of a team."""
    return f"ada.{team}@hospital.example"


def policy(groups: int) -> Card:
    """steward.yaml."""
    teams: Card = {"governance": _team("governance", "Governance", list(ROLES))}
    for first in range(0, groups, GROUPS_A_TEAM):
        name = team_of(first)
        teams[name] = _team(name, f"Team {first // GROUPS_A_TEAM}", ["ml-lead"])
    return {
        "card": "registry/1", "name": "A generated registry", "timezone": "UTC", "window": "P90D",
        "review_period": "P1Y", "stages": ["draft", "staging"], "waivers": {"longest": "P180D"},
        "teams": teams, "roles": dict(ROLES), "approvals": {"max_age": "P2Y"},
        "suites": {suite: {"about": f"Patients of the {suite} set.", "metrics": _metrics()} for suite in SUITES},
    }  # fmt: skip


def _metrics() -> Card:
    """What every suite measures."""
    return {metric: {"better": "lower" if metric == "brier" else "higher"} for metric in METRICS}


def _team(name: str, title: str, roles: list[str]) -> Card:
    members = [
        {"name": f"Ada of {title}", "git": [person(name)], "roles": roles},
        {"name": "Bo", "git": [f"bo.{name}@hospital.example"]},
    ]
    return {"name": title, "contact": f"{name}@hospital.example", "members": members}


def dataset(name: str, version: str, owner: str, rng: random.Random, derived: list[str]) -> Card:
    """One version of a data set about people."""
    return {
        "card": "dataset/1", "name": name, "version": version,
        "summary": f"Visits and what came of them, without names. {prose(rng, 0, 3)}".strip(),
        "owner": owner, "origin": "in-house", "purpose": "Planning of care.", "license": "LicenseRef-Internal",
        "lawful_basis": "GDPR Art. 6(1)(e)",
        "contains": {flag: flag in ("personal", "special_category", "health") for flag in FLAGS},
        "derived_from": derived,
        "quality": {
            "rows": rng.randrange(10**4, 10**7), "curated_rows": rng.randrange(100, 9000),
            "checks": ["Ranges and units compared with the source system", "No names or addresses"],
        },
        "location": f"s3://data/{name}/{version}/", "digest": digest(rng),
        "retention": {"delete_by": "2031-12-31", "basis": "Hospital records schedule, three years after the last row"},
        "status": "active",
    }  # fmt: skip


def synthetic(name: str, owner: str, rng: random.Random) -> Card:
    """A data set about nobody, to test with."""
    return {
        "card": "dataset/1", "name": name, "version": "1.0.0", "summary": "Invented stays, to test with.",
        "owner": owner, "origin": "synthetic", "purpose": prose(rng, 1, 2), "license": "LicenseRef-Internal",
        "contains": dict.fromkeys(FLAGS, False),
        "derived_from": [], "quality": {"rows": 400, "curated_rows": 400, "checks": []},
        "location": f"s3://data/{name}/1.0.0/", "digest": digest(rng),
        "retention": {"delete_by": None, "basis": "No personal data"}, "status": "active",
    }  # fmt: skip


def use(topic: str, owner: str, life: Life, rng: random.Random) -> Card:
    """A use with four slots; one in eight can do much harm, and asks for more."""
    high = rng.random() < 0.125
    card: Card = {
        "card": "usecase/1", "name": topic, "status": "live",
        "summary": f"Helps the {rng.choice(PEOPLE)} to plan the day.", "owner": owner,
        "purpose": f"Planning of care. {prose(rng, 0, 3)}".strip(), "sectors": ["healthcare"],
        "jurisdictions": ["US-AZ", "EU"], "organisation_roles": ["provider", "deployer", "controller"],
        "risk": _risk(high, rng),
        "consequential_decision": high, "context": [], "affects": ["patients", "staff"],
        "consumers": {"internal": ["scheduling"], "external": [], "contact": "scheduling@hospital.example"},
        "placed_on_market": "2025-06-10",
        "serving": {slot: f"{topic}-{kind}@{CHAMPION}" for slot, kind in SLOTS.items()},
    }  # fmt: skip
    if life.next_stage == "staging":
        card["candidates"] = {"main": [f"{topic}-score@{NEXT}"]}
    if high:
        standby = {"main": "gateway", "notes": "base", "speech": "gateway", "chat": "base"}
        card["fallback"] = {slot: f"{topic}-{kind}@{CHAMPION}" for slot, kind in standby.items()}
    card["served"] = [entry for slot, kind in SLOTS.items() for entry in _served(slot, f"{topic}-{kind}", life)]
    if high or rng.random() < 0.4:
        card["requires"] = {
            "suites": [
                {
                    "suite": "holdout", "slots": ["main"], "metric": "auroc", "threshold": 0.7,
                    "slices": ["age:65+"],
                }
            ],
            "approvals": ["ml-lead", "data-protection"],
        }  # fmt: skip
    notice = "This draft was written by software. Read all of it before you sign."
    card["guardrails"] = {"notice": notice, "do_not_enter": ["names and record numbers"]}
    if rng.random() < 0.3:
        card["guardrails"]["block"] = ["(?i)record number"]
    learnt = {"group": "scheduling", "on": "2026-05-04", "people": 12, "of": 12}
    card["training"] = {"required": True, "completed": [learnt]}
    return card


def _risk(high: bool, rng: random.Random) -> Card:
    if high:
        return {"own": "high", "eu_tier": "high", "eu_route": "annex_i"}
    return {"own": rng.choice(("low", "medium")), "eu_tier": "minimal", "eu_route": "none"}


def _served(slot: str, name: str, life: Life) -> list[Card]:
    last = str(life.changed - timedelta(1))
    return [
        {"slot": slot, "ref": f"{name}@{BEFORE}", "from": "2025-06-10", "to": last, "why": "promoted"},
        {"slot": slot, "ref": f"{name}@{CHAMPION}", "from": str(life.changed), "to": None, "why": "promoted"},
    ]


def vendor_facts(name: str, rng: random.Random) -> Card:
    """What a vendor's pages said, on one to four days."""
    days = sorted(rng.sample(("2026-03-02", "2026-05-04", "2026-07-07", "2026-09-14"), rng.randint(0, 3)))
    seen = [
        {
            "source": "https://example-cloud.example/lifecycle", "read_on": day, "state": "GA",
            "released": "2023-09-01", "not_before": "2028-01-01",
        }
        for day in [*days, "2026-11-01"]
    ]  # fmt: skip
    return {"card": "vendor/1", "host": "example-cloud", "model": name, "observations": seen}
