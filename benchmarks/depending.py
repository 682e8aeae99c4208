"""`impact` and `trace` among many cards, beside a `check` of the same registry in which nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator

from bench import LARGE, LARGEST, Bench, say
from generate import topic_of
from models import CHAMPION
from outcome import Line, line
from timing import in_turns

OTHER = "`check`, unchanged"
WORKS = {
    "impact-model": ("impact", f"{topic_of(0)}-base@{CHAMPION}", "`impact` of one version"),
    "impact-all": ("impact", f"{topic_of(0)}-base", "`impact` of a model, all versions"),
    "trace-few": ("trace", f"data:{topic_of(0)}", "`trace` of data in one service"),
    "trace-many": ("trace", "data:source-3", "`trace` of data that a tenth of all services rest on"),
}
"""The command, what it is about, and what the line is called."""
AS_LONG = 1.5
"""How many times as long as that `check` an answer about a few things may take: that reads no card at all."""


def lines(bench: Bench) -> Iterator[Line]:
    """From a thousand cards to the most."""
    for size in (size for size in bench.sizes if size >= LARGE or bench.quick):
        registry = bench.registry(size)
        say(f"following lineages among {size:,} cards")
        check = bench.on_day(registry, "check")
        commands = [bench.command(registry, command, what) for command, what, _ in WORKS.values()]
        check_runs, *ours = in_turns([check, *commands], 3 if size >= LARGEST else max(3, bench.rounds))
        for (key, (_, _, work)), runs in zip(WORKS.items(), ours, strict=True):
            limit = AS_LONG if size == LARGE and key != "trace-many" else None
            yield line(f"{key}/{size}", f"{work}, {size:,} cards", runs, OTHER, check_runs, limit)
