"""A healthy registry of any size, the same for the same seed: what the benchmarks are run on.

    python benchmarks/generate.py ../registry 10000                        # a folder
    python benchmarks/generate.py ../registry 10000 --git                  # a git repository with one commit
    python benchmarks/generate.py ../registry 10000 --git --history 5000   # and 5,000 moves on top of it

Each group of 20 model cards is one service as an organisation would keep it: four models (trained here, open
weights, a fine-tune of those, a vendor's) with five versions each, the use they serve, the data behind them, and the
records, checklists, waivers, holds and incidents about them. `steward check --today 2026-11-24` finds nothing but what
a waiver lets stand (pickles, in one service of fifty).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from around import dataset, policy, synthetic, team_of, use, vendor_facts
from evidence import WAIVED, record_path, records, states
from models import KINDS, NUMBERS, TODAY, Card, life_of, model
from words import TOPICS
from yamlstyle import text_of

GROUP = 20
SOURCES = 10

_HEADS = (
    "A generated card, for benchmarks.",
    "yaml-language-server: $schema=../../../docs/schemas/any.schema.json",
    "",
)


def registry(models: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every file of a registry with this many model cards: its path and its text. A smaller one is part of a larger."""
    if models % GROUP or models <= 0:
        raise ValueError(f"the number of model cards is a multiple of {GROUP}")
    groups = models // GROUP
    yield "steward.yaml", text_of(policy(groups), random.Random(seed))
    for group in range(groups):
        hand = random.Random(f"{seed}/{group}/hand")
        for path, card in service(group, seed):
            text = text_of(card, hand, hand.choice(_HEADS))
            yield path or record_path(card, text), text


def topic_of(group: int) -> str:
    """The name that everything of a service begins with."""
    return f"{TOPICS[group % len(TOPICS)]}-{group:04d}"


def service(group: int, seed: int) -> Iterator[tuple[str, Card]]:
    """Path and card of everything in one group; a record's path is told by its text, and is empty here."""
    rng = random.Random(f"{seed}/{group}")
    topic, team, life = topic_of(group), team_of(group), life_of(rng)
    if group < SOURCES:
        yield f"datasets/source-{group}/1.0.0.yaml", dataset(f"source-{group}", "1.0.0", team, rng, [])
    source = f"data:source-{group % SOURCES}@1.0.0"
    for name, derived in ((topic, source), (f"{topic}-features", f"data:{topic}@2.1.0")):
        yield f"datasets/{name}/2.1.0.yaml", dataset(name, "2.1.0", team, rng, [derived])
    yield f"datasets/{topic}-test/1.0.0.yaml", synthetic(f"{topic}-test", team, rng)
    cards: dict[str, Card] = {}
    for kind in KINDS:
        for number in NUMBERS:
            waived = group % WAIVED == 3 and kind == "base"
            card = model(topic, kind, number, team, life, rng, "pickle" if waived else "safetensors")
            cards[f"{card['name']}@{number}"] = card
            yield f"models/{card['name']}/{number}.yaml", card
    yield f"vendors/example-cloud/{topic}-gateway.yaml", vendor_facts(f"{topic}-gateway", rng)
    served = use(topic, team, life, rng)
    yield f"use-cases/{topic}.yaml", served
    for record in records(served, team, life, cards, rng):
        yield "", record
    yield from states(group, topic, team, life, rng)


def write(folder: Path, models: int, seed: int = 1) -> Path:
    """Write such a registry into a new folder, and give it back."""
    made: set[Path] = set()
    for path, text in registry(models, seed):
        file = folder / path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_text(text, encoding="utf-8", newline="\n")
    return folder


def main() -> None:
    """The command line of this file."""
    parser = argparse.ArgumentParser(description="Write a healthy registry of N model cards into a new folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", type=int, help=f"how many model cards: a multiple of {GROUP}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--git", action="store_true", help="make it a git repository with one commit")
    parser.add_argument("--history", type=int, default=0, metavar="N", help="with --git: N commits of moves on top")
    asked = parser.parse_args()
    if asked.git or asked.history:
        from repository import write_repository

        write_repository(asked.folder, asked.models, asked.seed, asked.history)
    else:
        write(asked.folder, asked.models, asked.seed)
    print(f"wrote {asked.models} model cards to {asked.folder}; healthy on {TODAY}")


if __name__ == "__main__":
    main()
