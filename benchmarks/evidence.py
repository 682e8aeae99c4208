"""Generated evidence: evaluations, approvals, notices, reviews, certificates, checklists, and what befell a service."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml
from around import person
from models import BEFORE, CHAMPION, ENDED, FIRST, KINDS, NEXT, Card, Life
from words import GROUPS, METRICS, SUITES, prose, some

from modelsteward.domain.approvals import JUDGED
from modelsteward.domain.seal import canonical

WAIVED = 50
"""In one service of so many, the open weights are pickles, which a waiver lets stand."""


def records(use: Card, team: str, life: Life, cards: dict[str, Card], rng: random.Random) -> Iterator[Card]:
    """What was put on record about the versions of a service: ten to sixteen for twenty cards."""
    topic, by = use["name"], person(team)
    for kind in KINDS:
        ref = f"{topic}-{kind}@{CHAMPION}"
        cleared = life.changed - timedelta(rng.randint(5, 30))
        if kind != "base" or rng.random() < 0.3:
            yield evaluation(cards[ref], topic, cleared - timedelta(7), rng)
        if kind == "score" or "requires" in use:
            yield _approval(cards[ref], use, "ml-lead", cleared, by)
            yield _approval(cards[ref], use, "data-protection", cleared, person("governance"))
        if life.reviewed:
            yield _review(ref, life.reviewed, life.reviewed + timedelta(360), "keep", by, rng)
        before = f"{topic}-{kind}@{BEFORE}"
        if kind in ("score", "writer"):
            yield _notice(before, topic, life, by)
    if life.next_stage == "staging":
        yield evaluation(cards[f"{topic}-score@{NEXT}"], topic, date(2026, 10, 5) + timedelta(rng.randrange(40)), rng)
    if life.destroyed:
        for kind in KINDS:
            yield _certificate(cards[f"{topic}-{kind}@{FIRST}"], life.destroyed, by)


def evaluation(card: Card, topic: str, on: date, rng: random.Random) -> Card:
    """What a version scored: a few figures, or many."""
    figures: list[Card] = []
    for metric in ["auroc", *some(rng, METRICS[1:], 0, 3)]:
        for group in [None, "age:65+", *some(rng, GROUPS[1:], 0, 5)]:
            value = rng.randrange(760, 930) / 1000
            named = {"slice": group} if group else {}
            figures.append({"metric": metric, "value": value, **named, "samples": rng.randrange(500, 90_000)})
    suite = "holdout" if rng.random() < 0.7 else rng.choice(SUITES)
    suite = "holdout" if card["name"] == f"{topic}-score" else suite  # which uses may require
    made = {"ref": _ref(card), "use": f"use:{topic}", "on": str(on), "by": "evaluation-job", **_sealed(card)}
    told = {
        "suite": suite,
        "results": figures,
        "dataset": f"data:{topic}-test@1.0.0",
        "tool": "scikit-learn 1.5",
    }
    return {"card": "evaluation/1", **made, **told} | ({"note": prose(rng, 1, 3)} if rng.random() < 0.2 else {})


def _ref(card: Card) -> str:
    return f"{card['name']}@{card['version']}"


def _sealed(card: Card) -> Card:
    return {"seal": card["seal"]} if "seal" in card else {}


def _requirements(use: Card) -> str:
    """The digest of what an approval for a use rests on."""
    judged = {key: use[key] for key in JUDGED if key in use}
    return f"sha256:{sha256(canonical(judged).encode()).hexdigest()}"


def _approval(card: Card, use: Card, role: str, on: date, by: str) -> Card:
    said = {"role": role, "decision": "approved", "conditions": ["Answers are deleted after thirty days."]}
    return {
        "card": "approval/1",
        "ref": _ref(card),
        "use": f"use:{use['name']}",
        "on": str(on),
        "by": by,
        **_sealed(card),
        "requirements": _requirements(use),
        **said,
    }


def _notice(ref: str, topic: str, life: Life, by: str) -> Card:
    text = f"Version {BEFORE} serves until {life.sunset}. {CHAMPION} has taken over; only the order changes."
    told = {"sunset": str(life.sunset), "to": ["scheduling"], "text": text, "sent": str(life.changed)}
    return {"card": "notice/1", "ref": ref, "use": f"use:{topic}", "on": str(life.changed), "by": by, **told}


def _review(ref: str, on: date, until: date, outcome: str, by: str, rng: random.Random) -> Card:
    seen = ["Complaints", "Drift of the inputs", "A sample of a hundred answers"][: rng.randint(1, 3)]
    return {
        "card": "review/1",
        "ref": ref,
        "on": str(on),
        "by": by,
        "until": str(until),
        "outcome": outcome,
        "seen": seen,
    }


def _certificate(card: Card, on: date, by: str) -> Card:
    looked = {"method": "clear", "technique": "All object versions deleted.", "looked_on": str(on), "result": "gone"}
    places = [{"place": item["uri"], "digest": item["digest"], **looked} for item in card["artifacts"]]
    places = places or [{"place": "the vendor's fine-tunes", **looked | {"method": "vendor-delete"}}]
    told = {"places": places, "not_checked": [], "witness": person("governance")}
    return {"card": "certificate/1", "ref": _ref(card), "on": str(on), "by": by, **_sealed(card), **told}


def record_path(card: Card, text: str) -> str:
    """Where a record lies: its name ends with a digest of its own bytes."""
    kind = card["card"].partition("/")[0]
    name = f"{card['on']}-{kind}-{sha256(text.encode()).hexdigest()[:8]}.yaml"
    return f"records/models/{card['ref'].replace('@', '/')}/{name}"


@cache
def _pack() -> list[dict[str, Any]]:
    """The items of steward's own retirement pack: texts as long as real ones."""
    held: dict[str, Any] = yaml.safe_load(files("modelsteward.packs").joinpath("retirement.yaml").read_text("utf-8"))
    return [item for item in held["items"] if item["gate"]]


def checklist(ref: str, team: str, opened: date, closed: date | None, rng: random.Random) -> Card:
    """A list of gate items: all done where it is closed, else some."""
    pack = _pack()
    chosen = sorted(rng.sample(range(len(pack)), min(len(pack), rng.randint(4, 12))))
    items = [_item(pack[i], team, str(closed or opened), closed is not None or rng.random() < 0.5) for i in chosen]
    if closed is None:
        items[-1] = _item(pack[chosen[-1]], team, "", False)
    days = {"opened": str(opened), "closed": str(closed) if closed else None}
    return {"card": "checklist/1", "ref": ref, "purpose": "retirement", **days, "items": items}


def _item(entry: dict[str, Any], team: str, on: str, done: bool) -> Card:
    asked = {"id": entry["id"], "phase": entry["phase"], "text": entry["title"], "gate": True}
    asked |= {"wanted": entry["evidence"], "check": entry["verification"], "source": entry["source"]}
    answer = {"state": "done", "evidence": "The minutes of that day.", "by": team, "on": on}
    return asked | (answer if done else {"state": "open"})


def states(group: int, topic: str, team: str, life: Life, rng: random.Random) -> Iterator[tuple[str, Card]]:
    """Checklists; now and then a waiver, a hold or an incident. Path and card."""
    before = f"{topic}-score@{BEFORE}"
    yield f"checklists/{topic}-score/{BEFORE}/retirement.yaml", checklist(before, team, life.changed, None, rng)
    if group % 2:
        done = checklist(f"{topic}-writer@{ENDED}", team, date(2025, 6, 10), date(2025, 12, 15), rng)
        yield f"checklists/{topic}-writer/{ENDED}/retirement.yaml", done
    by = person(team)
    if group % WAIVED == 3:
        for n, number in enumerate((CHAMPION, BEFORE, NEXT)):
            waived = {"rule": "AR102", "ref": f"{topic}-base@{number}", "reason": "Loaded without network, by digest."}
            days = {"on": "2026-11-02", "until": "2027-04-15", "by": by}
            yield (
                f"waivers/wv-{group:05d}-{n}.yaml",
                {"card": "waiver/1", "id": f"wv-{group:05d}-{n}", **waived, **days},
            )
    if group % 25 == 7:
        held = {"refs": [f"{topic}-writer@{ENDED}"], "opened": "2026-02-02", "by": "legal@hospital.example"}
        yield f"holds/hold-{group:05d}.yaml", {"card": "hold/1", "id": f"hold-{group:05d}", **held}
    if group % 25 == 11:
        closed = {"severity": "minor", "opened": "2026-02-18", "closed": "2026-04-02" if group % 2 else None, "by": by}
        about = {"id": f"inc-{group:05d}", "refs": [before]}
        yield f"incidents/inc-{group:05d}.yaml", {"card": "incident/1", **about, **closed}
