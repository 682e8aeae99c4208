"""`list` and `show`, beside MLflow's registry with as many versions, and beside the floor of reading all files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bench import FLOOR, Bench, floor, say
from generate import topic_of
from models import CHAMPION, KINDS, NUMBERS
from outcome import Line, line
from peers import python_of, takes
from timing import Command, in_turns, timed

MOST = 1_000
"""MLflow is given as many versions as this: it takes a minute to write them down, one by one."""


def lines(bench: Bench) -> Iterator[Line]:
    """From some hundreds to 10,000 cards beside the floor; at 1,000 beside MLflow."""
    for size in (size for size in bench.sizes if MOST // 10 < size <= 10 * MOST):
        registry = bench.registry(size)
        say(f"listing {size:,} cards")
        ref = f"{topic_of(0)}-{KINDS[0]}@{CHAMPION}"
        works = {"list": bench.on_day(registry, "list", "--all"), "show": bench.on_day(registry, "show", ref)}
        for work, command in works.items():
            ours, theirs = in_turns([command, floor(registry)], bench.often(size))
            yield line(f"{work}/{size}", f"`{work}` among {size:,} cards", ours, FLOOR, theirs)
            if takes(bench.steward, work, "--no-cache"):
                cold, theirs = in_turns([[*command, "--no-cache"], floor(registry)], bench.often(size))
                yield line(f"{work}-cold/{size}", f"`{work}` among {size:,} cards, nothing kept", cold, FLOOR, theirs)
        if size == MOST and "mlflow" in bench.peers:
            yield from _beside_mlflow(bench, works)


def _beside_mlflow(bench: Bench, works: Mapping[str, Command]) -> Iterator[Line]:
    """The same number of names and versions, in SQLite, through MLflow's own client in one process."""
    python, store = python_of(bench.peers["mlflow"]), f"sqlite:///{bench.work / 'mlflow.db'}"
    say(f"writing {MOST:,} versions into MLflow")
    timed([python, "-c", _FILL, store, str(MOST // len(NUMBERS)), str(len(NUMBERS))], bench.work)
    theirs = {"list": [python, "-c", _LIST, store, str(MOST)], "show": [python, "-c", _SHOW, store]}
    for work, command in works.items():
        ours, runs = in_turns([command, theirs[work]], min(3, bench.rounds))
        yield line(f"{work}/mlflow", f"`{work}` among {MOST:,} versions", ours, "mlflow (client, SQLite)", runs)


_FILL = """
import sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1], sys.argv[1])
for name in range(int(sys.argv[2])):
    client.create_registered_model(f"model-{name}", {"owner": "team"}, "Estimates how a case will go.")
    for version in range(int(sys.argv[3])):
        client.create_model_version(f"model-{name}", f"s3://models/{name}/{version}", tags={"stage": "production"})
"""
_LIST = """
import sys
from mlflow import MlflowClient
client, seen, token = MlflowClient(sys.argv[1], sys.argv[1]), 0, None
while True:
    page = client.search_model_versions(max_results=1000, page_token=token)
    for one in page:
        print(one.name, one.version, one.tags, one.source)
    seen, token = seen + len(page), page.token
    if not token:
        break
assert seen == int(sys.argv[2]), seen
"""
_SHOW = """
import sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1], sys.argv[1])
print(client.get_registered_model("model-0"), client.get_model_version("model-0", "3"))
"""
