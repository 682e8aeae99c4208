"""VE, continued: names that mean what the vendor likes, and what stands in vendors' files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.lifespan import out_of_order
from modelsteward.domain.texts import listed
from modelsteward.domain.vendors.fates import Fate, fate_of
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.ids import is_moving
from modelsteward.domain.vendors.saying import latest_words, standing
from modelsteward.rules.engine import Context
from modelsteward.rules.vendor_ends import VENDORS
from modelsteward.rules.vendor_words import act, on_file, source_of
from modelsteward.rules.wording import serving

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.vendor import Observation, VendorCard
    from modelsteward.domain.vendors.joining import Joined

_MOST = 6
"""How many snapshots are named to choose from."""


class Unpinned(NamedTuple):
    """A name that means what the vendor likes."""

    at: Path
    name: str
    found: Joined | None
    """What is on file about it."""


def unpinned(card: ModelCard, ctx: Context) -> Unpinned | None:
    """The name of a vendor's model that may serve, where what it means changes; None where it pins something.

    Nothing is there to be pinned where no source knows a snapshot.
    """
    source = source_of(card)
    if source is None or source.model is None:
        return None
    found = on_file(card, ctx)
    if is_moving(source.model, source.snapshot):
        return Unpinned(("source", "snapshot" if source.snapshot else "model"), source.snapshot or source.model, found)
    if found is None or found.pin.snapshot is not None or not found.snapshots:
        return None
    return Unpinned(("source", "model"), source.model, found)


_GPT = """
vendor:openai/gpt-4o:
  observations:
    - {source: page, read_on: 2029-12-01, snapshot: '2024-08-06', ends: 2029-12-15}
    - {source: page, read_on: 2029-12-01, snapshot: '2024-11-20', ends: 2031-05-01}
"""


@VENDORS.rule(
    101, "Name that moves by itself", Severity.WARNING, timed=True, whole=True,
    good=_GPT + "m@1.0.0: {origin: vendor, source: {host: openai, model: gpt-4o, snapshot: '2024-11-20'}}",
    bad=_GPT + "m@1.0.0: {origin: vendor, source: {host: openai, model: gpt-4o}}",
)  # fmt: skip
def moving_name(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A vendor moves `latest`, and a name without a snapshot, to another model when it likes: what was evaluated is
    then not what answers, and when that ends nobody can tell.

    Told with the snapshots that are on file, those that stay longest first. Where nothing at all is, ID113
    speaks of it.
    """
    found = unpinned(card, ctx)
    if found is None or card.source is None:
        return
    there = list(_choice(found.found, ctx.today)) if found.found else []
    known = f"; on file are {listed(there, most=_MOST)}" if there else ""
    message = f"`{found.name}` at {card.source.host} pins no snapshot: what answers changes when the vendor likes"
    command = f"steward bump {card.name} --set" if card.seal else f"steward set {card.ref}"
    todo = f"pin the one it was evaluated on: `{command} source.snapshot=SNAPSHOT`"
    if not there and found.at[-1] == "model":
        lists = f"`steward vendors list {host_named(str(card.source.host))}` has the names there are"
        todo = f"name the one it was evaluated on: `{command} source.model=NAME`; {lists}"
    yield Problem(found.at, message + known + serving(card, ctx), act(card, ctx, todo))


def _choice(found: Joined, today: date) -> Iterator[str]:
    """The snapshots on file with their ends, those that stay longest first."""
    pins = {one: found.pin._replace(snapshot=one) for one in found.snapshots if not is_moving(one, None)}
    fates = {one: fate_of(standing(found.card.observations, pin)) for one, pin in pins.items()}
    newest = sorted(fates.items(), reverse=True)
    for snapshot, fate in sorted(newest, key=lambda item: item[1].last or date.max, reverse=True):
        yield f"{snapshot} ({_end(fate, today)})"


def _end(fate: Fate, today: date) -> str:
    if fate.last is None:
        return "no end is told"
    return f"{'ended' if fate.last < today else 'ends'} {fate.last}" if fate.dated else "retired"


_PAIRS = (
    ("released", "deprecated"), ("released", "not_before"), ("deprecated", "ends"), ("not_before", "ends"),
    ("released", "ends"),
)  # fmt: skip
_DATES = ("released", "deprecated", "not_before", "ends")
_YEARS = range(2000, 2100)


@VENDORS.rule(
    108, "Vendor's dates impossible", Severity.WARNING, of="vendor",
    good="""
vendor:openai/gpt-4o:
  observations:
    - {source: page, read_on: 2029-06-01, deprecated: 2030-05-01, ends: 2029-11-01}
    - {source: page, read_on: 2029-12-01, deprecated: 2029-05-01, ends: 2029-11-01}
""",
    bad="""
vendor:openai/gpt-4o:
  observations: [{source: page, read_on: 2029-12-01, deprecated: 2030-05-01, ends: 2029-11-01}]
""",
)  # fmt: skip
def impossible_dates(card: VendorCard, ctx: Context) -> Iterator[Problem]:
    """Sources swap days, or take them from the wrong column. What counts from such a day counts wrong.

    Told of the latest word of each source: an observation is never edited, a later one takes its place. That an end was
    announced after it had passed is not told: lists that look in late have the day they looked for the announcement's.
    """
    wrong = [(i, seen, key, what) for i, seen in enumerate(card.observations) for key, what in _wrong(seen)]
    words = {id(seen) for seen in latest_words(card.observations)} if wrong else set()
    hint = "look at the source, and append an observation with what is right; if it errs itself, say so there"
    for i, seen, key, what in wrong:
        if id(seen) in words:
            yield Problem(("observations", i, key), f"{seen.source} (read {seen.read_on}): {what}", hint)


def _wrong(seen: Observation) -> Iterator[tuple[str, str]]:
    days: dict[str, date] = {key: day for key in _DATES if (day := getattr(seen, key)) is not None}
    odd = next((key for key, day in days.items() if day.year not in _YEARS), None)
    if odd:
        yield odd, f"`{odd}` is {days[odd]}, which no model has seen"
    elif len(days) > 1:
        for (first, start), (second, end) in out_of_order(seen, _PAIRS):
            if (first, second) != ("deprecated", "ends") or start > seen.read_on:
                yield second, f"`{second}` ({end}) lies before `{first}` ({start})"
    if seen.status == "retired" and seen.ends is not None and seen.ends > seen.read_on:
        yield "status", f"it is called retired, and `ends` only on {seen.ends}"
    if seen.as_of is not None and seen.as_of > seen.read_on + timedelta(days=1 if seen.read_on < date.max else 0):
        yield "as_of", f"`as_of` ({seen.as_of}) lies after the day it was read"


@VENDORS.rule(
    111, "Facts of one model in two files", Severity.ERROR, of="vendor",
    good="vendor:openai/gpt-4o: {}\nvendor:azure-openai/gpt-4o: {}",
    bad="vendor:openai/gpt-4o: {}\nvendor:openai/other: {model: gpt-4o}",
)  # fmt: skip
def filed_twice(card: VendorCard, ctx: Context) -> Iterator[Problem]:
    """Of two files about one model at one host only the last is read: an end that the other names is seen by nobody.

    A host counts as one whichever of its names a file writes.
    """
    same = ctx.registry.filed(f"vendor {host_named(card.host)}\n{card.model}")
    last = [entry for entry in same if entry.home == ctx.entry.home][-1:]
    if last and last[0].file != ctx.entry.file:
        hint = f"append these observations to those of {last[0].file}, in order of their days, and remove this file"
        yield Problem(("model",), f"{last[0].file} is about {card.model} at {card.host} too, and hides this file", hint)
