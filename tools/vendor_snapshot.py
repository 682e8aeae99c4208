"""Make the vendors' facts that come with steward, from feeds that were saved.

    python tools/vendor_snapshot.py litellm=model_prices.json … --read-on litellm=2026-11-24 … --made-on 2026-11-27

Each feed is named SOURCE=PATH, with SOURCE as in `steward vendors sync --from`. The same feeds give the same files.
What nobody would miss is left out: other hosts than those that steward knows by name; of hosts that are not among the
first ten, models that nobody gives a day or a state; and words about a region or a kind of deployment that say no more
than the same source says in general.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from modelsteward.domain.vendors.feeds import SAYS, Fact, Feed
from modelsteward.domain.vendors.hosts import HOSTS
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors import SOURCES, read_feed
from modelsteward.store.feed_files import feed_bytes

OUT = Path(__file__).parent.parent / "src" / "modelsteward" / "packs" / "vendors"
MAIN = frozenset((
    "anthropic", "aws-bedrock", "azure-foundry", "azure-openai", "cohere", "google-gemini-api", "google-vertex", "groq",
    "mistral", "openai",
))  # fmt: skip
"""The hosts of which also models without a day are kept."""
LICENCES = {
    "litellm": ("MIT", "https://github.com/BerriAI/litellm"),
    "modeldeprecations": ("MIT", "https://github.com/mnfst/modeldeprecations.dev"),
    "deprecations-info": ("MIT", "https://github.com/deprecations/deprecations-rss"),
    "endoflife": ("MIT", "https://github.com/endoflife-date/endoflife.date"),
    "models-dev": ("MIT", "https://github.com/anomalyco/models.dev"),
    "azure-schedule": ("CC-BY-4.0", "https://github.com/MicrosoftDocs/azure-ai-docs"),
}
_KEYS = (
    "model", "snapshot", "region", "deployment_kind", *SAYS, "as_of", "cites", "note",
)  # fmt: skip
"""What is written of a fact, in this order; source and day of reading stand once a source."""
_TELLS = ("state", "status", "ends", "not_before", "deprecated")
"""What makes a model one that somebody gives a day or a state."""


class Given(NamedTuple):
    """A feed on the command line."""

    source: str
    feed: Feed
    read_on: date
    edition: str


def main(typed: list[str] | None = None) -> None:
    """Read the feeds and write the files."""
    asked = _parser().parse_args(typed)
    days, editions = dict(asked.read_on), dict(asked.edition)
    given = []
    for source, path in sorted(asked.feeds):
        if source not in days or source not in LICENCES:
            raise BadUsage(
                f"{source} has no day, or no licence here", f"--read-on {source}=DATE; LICENCES in this file"
            )
        feed = read_feed(feed_bytes(Path(path)), path, source)
        given.append(Given(source, feed, date.fromisoformat(days[source]), editions.get(source, "")))
    write(asked.out, asked.made_on, given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("feeds", nargs="+", type=_pair, metavar="SOURCE=PATH")
    parser.add_argument("--read-on", action="append", default=[], type=_pair, metavar="SOURCE=DATE")
    parser.add_argument("--edition", action="append", default=[], type=_pair, metavar="SOURCE=EDITION")
    parser.add_argument("--made-on", required=True, type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER")
    return parser


def _pair(text: str) -> tuple[str, str]:
    source, sign, rest = text.partition("=")
    if not sign or source not in SOURCES:
        raise argparse.ArgumentTypeError(f"{text}: name one of {', '.join(SOURCES)}, a = and the rest")
    return source, rest


def write(out: Path, made_on: date, given: Iterable[Given]) -> None:
    """Write one file a host, and one about all of them; what else lies there goes."""
    by_host: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    given = list(given)
    spelt = _spelt(given)
    for one in given:
        for fact in one.feed.facts:
            name = spelt.get((fact.host, fact.model.lower()), fact.model)
            by_host[fact.host][one.source].append(fact._replace(model=name))
    kept = {host.name: _kept(host.name, by_host[host.name]) for host in HOSTS if _is_told(by_host[host.name])}
    out.mkdir(parents=True, exist_ok=True)
    for file in out.glob("*.json"):
        file.unlink()
    for host, sources in sorted(kept.items()):
        groups = [
            {"source": facts[0].source, "read_on": str(one.read_on), "facts": [written(fact) for fact in facts]}
            for one in given
            if (facts := sources.get(one.source))
        ]
        (out / f"{host}.json").write_text(_text(host, groups), "utf-8", newline="\n")
    (out / "about.json").write_text(_about(made_on, given, kept), "utf-8", newline="\n")


def _spelt(given: list[Given]) -> dict[tuple[str, str], str]:
    """How models are spelt, where one source writes `Phi-4` and another `phi-4`: as most vendors do, with capitals."""
    spelt: dict[tuple[str, str], str] = {}
    for fact in (fact for one in given for fact in one.feed.facts):
        key = (fact.host, fact.model.lower())
        spelt[key] = min(spelt.get(key, fact.model), fact.model)  # capitals sort before small letters
    return spelt


def _about(made_on: date, given: list[Given], kept: dict[str, dict[str, list[Fact]]]) -> str:
    sources = [
        {
            "name": one.source, "source": one.feed.facts[0].source, "edition": one.edition,
            "licence": LICENCES[one.source][0], "url": LICENCES[one.source][1], "read_on": str(one.read_on),
            "facts": sum(len(facts.get(one.source, ())) for facts in kept.values()),
        }
        for one in given
    ]  # fmt: skip
    about = {"made_on": str(made_on), "sources": sources, "hosts": sorted(kept)}
    return json.dumps(about, indent=1, ensure_ascii=False) + "\n"


def _text(host: str, groups: list[dict[str, Any]]) -> str:
    """A line a fact, so that git shows what changed."""
    parts = []
    for group in groups:
        head = json.dumps({"source": group["source"], "read_on": group["read_on"]}, ensure_ascii=False)[:-1]
        lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in group["facts"])
        parts.append(f'{head}, "facts": [\n{lines}\n]}}')
    return f'{{"host": {json.dumps(host)}, "groups": [\n' + ",\n".join(parts) + "\n]}\n"


def written(fact: Fact) -> dict[str, Any]:
    """What is known of a fact, as JSON."""
    found: dict[str, Any] = {}
    for name in _KEYS:
        value = getattr(fact, name)
        if value is not None and value != ():
            found[name] = str(value) if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
    if fact.price:
        found["price"] = {key: part for key, part in fact.price._asdict().items() if part not in (None, "")}
    return found


def _is_told(sources: dict[str, list[Fact]]) -> bool:
    return any(_tells(fact) for facts in sources.values() for fact in facts)


def _tells(fact: Fact) -> bool:
    return any(getattr(fact, name) for name in _TELLS)


def _kept(host: str, sources: dict[str, list[Fact]]) -> dict[str, list[Fact]]:
    told = {fact.model for facts in sources.values() for fact in facts if _tells(fact)}
    priced = {(fact.model, fact.snapshot) for fact in sources.get("litellm", ())}
    kept: dict[str, list[Fact]] = {}
    for source, facts in sources.items():
        kept[source] = [
            fact
            for fact in _plain(facts)
            if fact.model in told
            or (host in MAIN and (source == "litellm" or (fact.model, fact.snapshot) not in priced))
        ]
    return {source: facts for source, facts in kept.items() if facts}


def _plain(facts: list[Fact]) -> Iterator[Fact]:
    """The facts without those of a region or a kind that say what is said in general."""
    general = {
        (fact.model, fact.snapshot): said(fact) for fact in facts if not fact.region and not fact.deployment_kind
    }
    for fact in facts:
        if not (fact.region or fact.deployment_kind) or general.get((fact.model, fact.snapshot)) != said(fact):
            yield fact


def said(fact: Fact) -> tuple[Any, ...]:
    """All that counts of a fact, its price left out."""
    return tuple(getattr(fact, name) for name in SAYS)


if __name__ == "__main__":
    try:
        main()
    except BadUsage as error:
        sys.exit(f"{error.message}\n{error.hint}")
