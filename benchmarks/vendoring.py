"""Vendors' facts: what `vendors check` takes among many of them, and putting a whole feed on file.

    python benchmarks/run.py --only vendors

A registry with facts stands beside the same one without; a feed has as many entries as LiteLLM's table.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from bench import SEED, Bench, say
from generate import topic_of
from models import TODAY
from outcome import Line, line
from repository import git, write_repository
from timing import Run, in_turns, timed

FACTS, ENTRIES = 5_000, 4_500
MORE = 0.3
"""Seconds that `vendors check` among all those facts may take beyond `check` without them."""
LONGEST = 3.0
"""Seconds that a sync may take."""
HOSTS = ("anthropic", "aws-bedrock", "azure-openai", "cohere", "google-vertex", "groq", "mistral", "openai", "xai")
PROVIDERS = ("anthropic", "bedrock", "azure", "cohere", "vertex_ai", "groq", "mistral", "openai", "xai")
FACT = """\
card: vendor/1
host: {host}
model: {model}
observations:
  - source: https://pypi.org/project/litellm/
    read_on: 2026-11-01
    snapshot: {snapshot}
    ends: {ends}
    certainty: tentative
    context_window: 128000
prices:
  - {{source: "https://pypi.org/project/litellm/", read_on: 2026-11-01, unit: 1M tokens, usd_input: 2.5}}
"""


def lines(bench: Bench) -> Iterator[Line]:
    """`vendors check` beside `check` without facts, and syncs beside the time they may take."""
    models = 100 if bench.quick else 1_000
    facts, entries = (200, 200) if bench.quick else (FACTS, ENTRIES)
    yield from _checked(bench, models, facts)
    yield from _synced(bench, models, entries)


def _checked(bench: Bench, models: int, facts: int) -> Iterator[Line]:
    say(f"putting {facts:,} vendors' facts beside {models:,} cards")
    without = bench.registry(models)
    beside = write_repository(bench.work / "registry-with-facts", models, SEED)
    for number in range(facts):
        host = HOSTS[number % len(HOSTS)]
        day = date(2027, 1, 1) + timedelta(days=number % 900)
        path = beside / "vendors" / host / f"model-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FACT.format(host=host, model=f"model-{number}", snapshot="2025-08-06", ends=day))
    git(beside, "add", ".")
    git(beside, "commit", "--quiet", "--message", "Facts")
    ours, other = in_turns(
        [bench.on_day(beside, "vendors", "check"), bench.on_day(without, "check")], max(bench.rounds, 2)
    )
    allowed = [Run(run.seconds + MORE) for run in other]
    what = f"`vendors check` among {facts:,} facts, {models:,} cards"
    yield line(f"vendors-check/{facts}", what, ours, f"`check` without them, and {MORE} s", allowed, 1.0)


def _synced(bench: Bench, models: int, entries: int) -> Iterator[Line]:
    table = bench.work / "feed.json"
    table.write_text(json.dumps(feed(entries)))
    for key, flags, what in (("ours", (), "those that matter here"), ("all", ("--all",), "all of them")):
        say(f"putting {entries:,} entries on file, {what}")
        ours = [_once(bench, models, table, flags) for _ in range(max(bench.rounds, 1))]
        work = f"`vendors sync` of {entries:,} entries, {what} on file"
        yield line(f"vendors-sync-{key}/{entries}", work, ours, f"{LONGEST:g} s", [Run(LONGEST)], 1.0)


def _once(bench: Bench, models: int, table: Path, flags: tuple[str, ...]) -> Run:
    """A sync into a registry that has nothing of the feed."""
    registry = write_repository(bench.work / "registry-to-sync", min(models, 100), SEED)
    taken = timed(bench.on_day(registry, "vendors", "sync", "--from", str(table), "--yes", *flags))
    told = git(registry, "log", "-1", "--format=%s")
    if "sync" not in told:
        raise SystemExit(f"the last commit is {told}")
    shutil.rmtree(registry)
    return taken


def feed(entries: int) -> dict[str, dict[str, object]]:
    """A table as LiteLLM's: nine hosts, two thirds of the names pinned, a fifth with a day; and the registry's own."""
    ours = {"litellm_provider": "example-cloud", "mode": "chat", "deprecation_date": f"{TODAY[:4]}-12-31"}
    made: dict[str, dict[str, object]] = {f"example-cloud/{topic_of(group)}-gateway": ours for group in range(5)}
    for number in count():
        if len(made) == entries:
            return made
        provider = PROVIDERS[number % len(PROVIDERS)]
        pin = ("", "-2025-08-06", "-2026-01-15")[number // len(PROVIDERS) % 3]
        name = f"family-{number // (3 * len(PROVIDERS))}{pin}"
        made[f"{provider}/{name}"] = {
            "litellm_provider": provider, "mode": "chat", "max_input_tokens": 128000, "max_output_tokens": 16384,
            "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "source": f"https://{provider}.example",
        } | ({"deprecation_date": f"{TODAY[:4]}-12-{1 + number % 28:02}"} if number % 5 == 0 else {})  # fmt: skip
    raise AssertionError
