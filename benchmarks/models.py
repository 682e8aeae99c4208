"""Generated model cards: four models of one service, five versions each, and what their seals cover."""

from __future__ import annotations

import random
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from words import FIELDS, LIMITS, OUT_OF_SCOPE, PEOPLE, THINGS, UNITS, digest, prose, some

from modelsteward.domain.seal import SEALED, canonical

Card = dict[str, Any]
KINDS = ("score", "base", "writer", "gateway")
"""Trained here; open weights; a fine-tune of those; a vendor's."""
CHAMPION, BEFORE, ENDED, FIRST, NEXT = "2.1.0", "2.0.0", "1.1.0", "1.0.0", "3.0.0"
NUMBERS = (CHAMPION, BEFORE, ENDED, FIRST, NEXT)
TODAY = "2026-11-24"
_LATER = ("intended_use", "serves", "cost", "lifecycle")
"""What a draft does not say yet."""


class Life(NamedTuple):
    """What becomes of the versions of one service, the same for its four models."""

    changed: date
    """The day on which the champion came."""
    reviewed: date | None
    """The champion's last review."""
    sunset: date
    """The last day of the version before."""
    destroyed: date | None
    """The day on which the first version's bytes went."""
    next_stage: str


def life_of(rng: random.Random) -> Life:
    """A life that is in order on TODAY, with nothing that ends within the next 90 days."""
    old = rng.random() < 0.3
    changed = date(2025, 10, 6) if old else date(2026, 4, 1)
    return Life(
        changed + timedelta(rng.randrange(60) if old else rng.randrange(180)),
        date(2026, 5, 4) + timedelta(rng.randrange(180)) if old else None,
        date(2027, 4, 1) + timedelta(rng.randrange(150)),
        date(2026, 2, 2) + timedelta(rng.randrange(200)) if rng.random() < 0.1 else None,
        "staging" if rng.random() < 0.7 else "draft",
    )


def lifecycle(name: str, number: str, life: Life) -> Card:
    """The dates of one version."""
    later = {"deprecated": None, "sunset": None, "retired": None, "destroyed": None, "destroy_by": None}
    renewed = life.reviewed or life.changed
    ended = {
        "replacement": f"{name}@{CHAMPION}",
        "reason": f"{name} {CHAMPION} is better on every group it was tested on.",
    }
    if number == CHAMPION:
        return {"released": str(life.changed), "review_by": str(renewed + timedelta(360)), **later}
    if number == BEFORE:
        own = {"released": "2025-06-10", "review_by": str(life.sunset + timedelta(1)), **later}
        return own | {"deprecated": str(life.changed), "sunset": str(life.sunset)} | ended
    if number == NEXT:
        return {"released": None, "review_by": None, **later, "replacement": None, "reason": None}
    begun, told, until = (
        ("2024-11-04", "2025-06-10", "2025-12-15") if number == ENDED else ("2024-01-15", "2024-11-04", "2025-05-31")
    )
    after = str(date.fromisoformat(until) + timedelta(1))
    own = {"released": begun, "review_by": None, **later, "deprecated": told, "sunset": until, "retired": after}
    if number == FIRST and life.destroyed:
        own["destroyed"] = str(life.destroyed)
    elif number == ENDED:
        own["destroy_by"] = "2028-12-31"
    return own | {"because": "own"} | ended


def stage_of(number: str, life: Life) -> str:
    """The stage that these dates mean."""
    if number == FIRST and life.destroyed:
        return "destroyed"
    return {CHAMPION: "production", BEFORE: "deprecated", NEXT: life.next_stage}.get(number, "retired")


def model(
    topic: str, kind: str, number: str, owner: str, life: Life, rng: random.Random, weights: str = "safetensors"
) -> Card:
    """One card. What callers rely on is the same in all versions of a name, as their numbers promise."""
    name = f"{topic}-{kind}"
    steady = random.Random(name)
    thing = steady.choice(THINGS)
    origin = {"base": "open", "gateway": "vendor"}.get(kind, "in-house")
    stage = stage_of(number, life)
    card: Card = {
        "card": "model/1",
        "name": name,
        "version": number,
        "stage": stage,
        "summary": f"Estimates how a patient's {thing} will go, and says how sure it is. {prose(steady, 0, 2)}".strip(),
        "owner": owner,
        "origin": origin,
        "hosting": ["vendor_api" if origin == "vendor" else "self"],
        "model_class": "ml" if kind == "score" else "generative",
    }
    card |= _source(name, kind, number) | _licence(origin)
    card["task"] = "tabular-classification" if kind == "score" else "text-generation"
    card["interface"] = _interface(kind, steady)
    card["intended_use"] = _intended(thing, steady)
    card["lineage"] = _lineage(topic, kind, number)
    card["artifacts"] = _artifacts(name, origin, number, rng, weights)
    card["serves"] = {"aliases": [name], "deployments": [f"{name}-{number.replace('.', '-')}"], "upstream": None}
    card["cost"] = {
        "unit": "1k predictions", "usd": rng.randrange(1, 90) / 1000, "source": "cost report", "read_on": "2026-11-01",
    }  # fmt: skip
    card["lifecycle"] = lifecycle(name, number, life)
    if stage == "draft":
        return {key: value for key, value in card.items() if key not in _LATER}
    card["seal"] = seal(card)
    return card | _last(name, rng)


def seal(card: Card) -> str:
    """The seal of a card's facts."""
    facts = {key: card[key] for key in SEALED if key in card}
    return f"sha256:{sha256(canonical(facts).encode()).hexdigest()}"


def _source(name: str, kind: str, number: str) -> Card:
    if kind == "base":
        return {"source": {"hub": "huggingface.co", "repository": f"example/{name}", "revision": f"v{number}"}}
    if kind == "gateway":
        facts = {
            "host": "example-cloud",
            "model": name,
            "snapshot": f"v{number}",
            "region": "eastus2",
            "deployment": name,
        }
        return {"source": facts}
    return {"source": None}


def _licence(origin: str) -> Card:
    if origin == "vendor":
        return {"license": "LicenseRef-Vendor-Terms", "license_text": "https://example-cloud.example/terms"}
    return {"license": "Apache-2.0"}


def _interface(kind: str, steady: random.Random) -> Card:
    inputs: Card = {}
    for field in sorted(some(steady, FIELDS, 2, 14 if kind == "score" else 5)):
        port: Card = {"type": steady.choice(("integer", "number")), "minimum": 0}
        if field in UNITS:
            port["unit"] = UNITS[field]
        if steady.random() < 0.2:
            port |= {
                "required": False,
                "description": f"The last {field.replace('_', ' ')} on record, if there is one.",
            }
        inputs[field] = port
    outputs: Card = {f"p_{kind}": {"type": "number", "minimum": 0, "maximum": 1}}
    if kind == "score":
        return {"inputs": inputs, "outputs": outputs}
    spoken = {"modalities": {"input": ["text"], "output": ["text"]}, "languages": ["en", "es"], "context_window": 32768}
    return {"inputs": inputs, "outputs": outputs, **spoken}


def _intended(thing: str, steady: random.Random) -> Card:
    primary = f"Rank {thing} cases for a call by the {steady.choice(PEOPLE)}."
    said: Card = {"primary": f"{primary} {prose(steady, 2, 5)}" if steady.random() < 0.4 else primary}
    said["out_of_scope"] = some(steady, OUT_OF_SCOPE, 1, 3)
    said["limitations"] = some(steady, LIMITS, 1, 5)
    return said


def _lineage(topic: str, kind: str, number: str) -> Card:
    parents = [{"ref": f"{topic}-base@{number}", "relation": "fine-tune"}] if kind == "writer" else []
    used = {"score": f"data:{topic}-features@2.1.0", "writer": f"data:{topic}@2.1.0"}
    return {"parents": parents, "datasets": [used[kind]] if kind in used else []}


def _artifacts(name: str, origin: str, number: str, rng: random.Random, weights: str) -> list[Card]:
    if origin == "vendor":
        return []
    place = f"s3://models/{name}/{number}"
    shards = 1 if origin == "in-house" else random.Random(name).randint(1, 4)
    files = [f"model-{i + 1:05d}-of-{shards:05d}.{weights}" for i in range(shards)]
    held: list[Card] = [
        {
            "role": "weights", "uri": f"{place}/{file}", "digest": digest(rng), "bytes": rng.randrange(10**6, 10**10),
            "format": weights, "encrypted_since_creation": True, "key": f"kms:{name}", "replicas": [],
        }
        for file in files
    ]  # fmt: skip
    config = {"role": "config", "uri": f"{place}/config.json", "digest": digest(rng), "bytes": 6144, "format": "json"}
    return [*held, config]


def _last(name: str, rng: random.Random) -> Card:
    more: Card = {}
    if rng.random() < 0.4:
        more["links"] = {"runbook": f"https://wiki.hospital.example/models/{name}"}
    if rng.random() < 0.2:
        more["extra"] = {"ticket": f"ML-{rng.randrange(9999)}", "notes": prose(rng, 1, 6)}
    return more
