"""How quickly a command starts, and what the hook costs: one card."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import Bench, say
from outcome import Line, line
from timing import in_turns, timed

START = 0.4
HOOK = 0.65


def lines(bench: Bench) -> Iterator[Line]:
    """`--version` beside each peer's, and `validate` of one card."""
    say("starting")
    other = bench.peers.get("check-jsonschema")
    start = [bench.steward, "--version"]
    quick = [start, [sys.executable, "-c", "pass"], *([[other, "--version"]] if other else [])]
    ours, bare, *theirs = in_turns(quick, bench.rounds * 2 + 1)
    yield line("version/python", "`--version`", ours, "`python -c pass`", bare)
    for runs in theirs:
        yield line("version/check-jsonschema", "`--version`", ours, "check-jsonschema", runs, START)
    slow = {name: [program, "--version"] for name, program in bench.peers.items() if program != other}
    ours, *theirs = in_turns([start, *slow.values()], min(3, bench.rounds))
    for name, runs in zip(slow, theirs, strict=True):
        yield line(f"version/{name}", "`--version`", ours, name, runs)
    if other:
        registry = bench.registry(bench.sizes[0])
        card = str(sorted(registry.glob("models/*/*.yaml"))[0])
        schema = schemas(bench, registry) / "model.schema.json"
        judge = [other, "--schemafile", str(schema), card]
        ours, runs = in_turns([bench.command(registry, "validate", card), judge], bench.rounds * 2 + 1)
        yield line("validate/check-jsonschema", "`validate` one card", ours, "check-jsonschema", runs, HOOK)


def schemas(bench: Bench, registry: Path) -> Path:
    """The schemas that steward itself publishes: what both tools then ask of a card's form is the same."""
    folder = bench.work / "schemas"
    if not folder.exists():
        timed(bench.command(registry, "export", "schema", "--to", str(folder)))
    return folder
