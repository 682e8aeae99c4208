"""Pull requests as the teams of a generated registry open them: each the lines it means, in a few files.

Each is right by itself: `check` has nothing to say where it is merged into what its author saw. What two of them break
together is what `scale.py` counts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from around import team_of
from evidence import evaluation, record_path
from generate import service, topic_of
from models import BEFORE, CHAMPION, KINDS, Card
from yamlstyle import Style, text_of

Files = dict[str, str | None]
"""What a change makes of files: the new text by path, None for what it removes."""


class Seen(NamedTuple):
    """What an author has before them."""

    read: Callable[[str], str | None]
    list: Callable[[str], Sequence[str]]
    """The names in a folder."""


class _Steady(random.Random):
    """The hand of a program: one key or item a line, so that a change is the lines it means."""

    def choice(self, seq: Sequence[object]) -> Style:  # type: ignore[override]
        return Style(0.0, "", 0.0, 0.0)


def plain(card: Card) -> str:
    """A card, one key or item a line."""
    return text_of(card, _Steady(0))


def plain_service(group: int, seed: int) -> Iterator[tuple[str, str]]:
    """Path and text of everything of one service."""
    for path, card in service(group, seed):
        text = plain(card)
        yield path or record_path(card, text), text


def _champion(group: int, kind: str, seed: int) -> Card:
    path = f"models/{topic_of(group)}-{kind}/{CHAMPION}.yaml"
    return next(card for known, card in service(group, seed) if known == path)


def _line(text: str, key: str, value: object) -> str:
    """The text with another value behind the first such key."""
    return re.sub(rf"(?m)^( *{key}:) .*$", lambda found: f"{found[1]} {value}", text, count=1)


def price(group: int, seen: Seen, rng: random.Random, _: int) -> Files:
    """The month's cost of a champion, as the platform reports it."""
    path = f"models/{topic_of(group)}-{rng.choice(KINDS)}/{CHAMPION}.yaml"
    text = seen.read(path)
    return {path: _line(text, "usd", rng.randrange(1, 10**6) / 10**6)} if text else {}


def review(group: int, seen: Seen, rng: random.Random, _: int) -> Files:
    """A champion's next review, some days from where it was."""
    path = f"models/{topic_of(group)}-{rng.choice(KINDS)}/{CHAMPION}.yaml"
    text = seen.read(path)
    known = re.search(r"(?m)^  review_by: (\S+)$", text or "")
    if not text or not known:
        return {}
    return {path: _line(text, "review_by", date.fromisoformat(known[1]) - timedelta(rng.randint(1, 9)))}


def record(group: int, _seen: Seen, rng: random.Random, seed: int) -> Files:
    """An evaluation of a champion: always a file of its own."""
    on = date(2026, 11, 1) + timedelta(rng.randrange(20))
    card = evaluation(_champion(group, "score", seed), topic_of(group), on, rng)
    text = plain(card)
    return {record_path(card, text): text}


def _drafts(group: int, seen: Seen) -> list[str]:
    names = seen.list(f"models/{topic_of(group)}-writer")
    return sorted((name for name in names if name.startswith("4.")), key=lambda name: int(name.split(".")[1]))


def draft(group: int, seen: Seen, rng: random.Random, seed: int) -> Files:
    """A new version under the next number that is free."""
    known = _drafts(group, seen)
    version = f"4.{int(known[-1].split('.')[1]) + 1 if known else 0}.0"
    later = ("seal", "serves", "lifecycle")
    made = {key: value for key, value in _champion(group, "writer", seed).items() if key not in later}
    made |= {"version": version, "stage": "draft", "artifacts": []}
    made["summary"] = f"{made['summary']} Trained {rng.randrange(10**6)} steps."
    return {f"models/{topic_of(group)}-writer/{version}.yaml": plain(made)}


def withdraw(group: int, seen: Seen, _rng: random.Random, _: int) -> Files:
    """A draft that came to nothing, and that no use has among its candidates."""
    use = seen.read(f"use-cases/{topic_of(group)}.yaml") or ""
    free = [name for name in _drafts(group, seen) if f"writer@{name.removesuffix('.yaml')}" not in use]
    return {f"models/{topic_of(group)}-writer/{free[-1]}": None} if free else {}


def candidate(group: int, seen: Seen, _rng: random.Random, _: int) -> Files:
    """A draft becomes a candidate of the use."""
    path = f"use-cases/{topic_of(group)}.yaml"
    use, known = seen.read(path), _drafts(group, seen)
    ref = f"{topic_of(group)}-writer@{known[-1].removesuffix('.yaml')}" if known else ""
    if not use or not ref or ref in use:
        return {}
    if "\n  notes:\n    - " in use:
        return {path: use.replace("\n  notes:\n", f"\n  notes:\n    - {ref}\n", 1)}
    if "\ncandidates:\n" in use:
        return {path: use.replace("\ncandidates:\n", f"\ncandidates:\n  notes:\n    - {ref}\n", 1)}
    return {path: use.replace("\nserved:\n", f"\ncandidates:\n  notes:\n    - {ref}\nserved:\n", 1)}


def rollback(group: int, seen: Seen, _rng: random.Random, _: int) -> Files:
    """The version before serves again."""
    topic = topic_of(group)
    path, old = f"use-cases/{topic}.yaml", f"{topic}-score@{BEFORE}"
    use, before = seen.read(path), seen.read(f"models/{topic}-score/{BEFORE}.yaml")
    if not use or not before or "\nstage: deprecated\n" not in before or f"  main: {old}\n" in use:
        return {}
    use = use.replace(f"  main: {topic}-score@{CHAMPION}\n", f"  main: {old}\n", 1)
    use = re.sub(
        rf"(- slot: main\n    ref: {topic}-score@{CHAMPION}\n    from: \S+\n    to:) null", r"\1 2026-11-19", use
    )
    entry = f"  - slot: main\n    ref: {old}\n    from: 2026-11-20\n    to: null\n    why: rollback\n"
    return {path: re.sub(r"(\nserved:\n(?:[ -].*\n)*)", lambda found: found[1] + entry, use, count=1)}


def retire(group: int, seen: Seen, _rng: random.Random, _: int) -> Files:
    """The version before ends early, its checklist done; not where it serves again."""
    topic = topic_of(group)
    path, items = f"models/{topic}-score/{BEFORE}.yaml", f"checklists/{topic}-score/{BEFORE}/retirement.yaml"
    text, use = seen.read(path), seen.read(f"use-cases/{topic}.yaml") or ""
    if not text or "\nstage: deprecated\n" not in text or f"  main: {topic}-score@{BEFORE}\n" in use:
        return {}
    text = _line(text, "stage", "retired")
    for key, value in (("review_by", "null"), ("sunset", "2026-10-01"), ("retired", "2026-10-02")):
        text = _line(text, key, value)
    files: Files = {path: text.replace("\n  replacement:", "\n  because: own\n  replacement:", 1)}
    ticked = seen.read(items)
    if ticked:
        done = f"state: done\n    evidence: The minutes of that day.\n    by: {team_of(group)}\n    on: 2026-10-01"
        files[items] = ticked.replace("state: open", done)
    return files


def replace(group: int, seen: Seen, _rng: random.Random, _: int) -> Files:
    """The version before is to be replaced by the newest draft."""
    topic = topic_of(group)
    path = f"models/{topic}-writer/{BEFORE}.yaml"
    text, known = seen.read(path), _drafts(group, seen)
    if not text or not known:
        return {}
    return {path: _line(text, "replacement", f"{topic}-writer@{known[-1].removesuffix('.yaml')}")}


def policy(group: int, seen: Seen, rng: random.Random, _: int) -> Files:
    """steward.yaml: somebody new in the team."""
    text = seen.read("steward.yaml")
    person = f"bo{rng.randrange(10**6)}.{team_of(group)}@hospital.example"
    changed = re.sub(rf"bo\S*\.{team_of(group)}@hospital\.example", person, text or "", count=1)
    return {"steward.yaml": changed}


SHARES: dict[Callable[[int, Seen, random.Random, int], Files], float] = {
    price: 38, record: 22, draft: 14, review: 10,
    candidate: 5, withdraw: 3, policy: 3, rollback: 2, retire: 2, replace: 1,
}  # fmt: skip
"""What teams do, and how often of a hundred times."""


def opened(group: int, seen: Seen, rng: random.Random, seed: int) -> tuple[str, Files]:
    """The next pull request of a team: what it is, and what it makes of which files."""
    while True:
        (make,) = rng.choices(list(SHARES), weights=list(SHARES.values()))
        if files := make(group, seen, rng, seed):
            return make.__name__, files


def top_files(groups: int, seed: int, policy_card: Card) -> Iterable[tuple[str, str]]:
    """Every file of the registry in which they are opened."""
    yield "steward.yaml", plain(policy_card)
    for group in range(groups):
        yield from plain_service(group, seed)
