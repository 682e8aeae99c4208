"""US, continued: whether the history of what served agrees with what serves, and with what stays in production."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.tables import of_each_ref
from modelsteward.rules.engine import Context
from modelsteward.rules.use import USE
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Incident
    from modelsteward.domain.cards.usecase import Served, UseCaseCard


class _Rest(NamedTuple):
    """What uses say about a version that is not their champion."""

    ready: bool
    """Whether it stands ready for a use that has not ended."""
    last: date | None
    """Last day it is known to have served."""


def _rest(entries: list[Entry[UseCaseCard]], ref: str) -> _Rest:
    cards = [entry.card for entry in of_each_ref(entries)]
    days = [spell.to or spell.from_ for card in cards for spell in card.served if spell.ref == ref]
    ready = any(card.status != "ended" and ref in card.fallback.values() for card in cards)
    return _Rest(ready, max(days, default=None))


@USE.rule(
    105, "In production, and serves nothing", Severity.WARNING, timed=True, whole=True,
    good="""
m@1.0.0: {}
m@1.1.0: {}
use:u:
  serving: {main: m@1.1.0}
  served:
    - {slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-12-15}
    - {slot: main, ref: m@1.1.0, from: 2029-12-15}
""",
    bad="""
m@1.0.0: {}
m@1.1.0: {}
use:u:
  serving: {main: m@1.1.0}
  served:
    - {slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-11-15}
    - {slot: main, ref: m@1.1.0, from: 2029-11-15}
""",
)  # fmt: skip
def idle(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A displaced version stays for a while, so that a use can go back to it. After that it only costs.

    Money, patches and attention go to something nobody calls, or somebody calls it and the registry does not know.
    A version that is some use's fallback stands ready, and is not idle.
    """
    if card.stage != "production" or card.ref in ctx.registry.serves:
        return
    rest = ctx.registry.derive(_rest, "uses", card.ref)
    last = rest.last or card.lifecycle.released
    window = ctx.policy.rollback_window
    if last is None or window.after(last) >= ctx.today or rest.ready or _maybe_served(card.ref, ctx):
        return
    since = "it last served" if rest.last else "it was released"
    yield Problem(
        ("stage",),
        f"in production, and serves nothing: {since} on {last} ({ago(last, ctx.today)}), and {window} is what "
        "a version may rest",
        must(ctx, card.owner, "deprecate it, or have it named in the use that calls it"),
    )


def _maybe_served(ref: str, ctx: Context) -> bool:
    """Whether a use-case card that can't be read names it: then nobody can say that it serves nothing."""
    return any(
        broken.ref.startswith("use:") and (broken.unseen or ref in broken.text) for broken in ctx.registry.unread()
    )


@USE.rule(
    107, "History disagrees with what serves", Severity.ERROR, of="usecase",
    good="""
use:u:
  serving: {main: m@1.1.0}
  served:
    - {slot: main, ref: m@1.0.0, from: 2029-06-01, to: 2029-09-01}
    - {slot: main, ref: m@1.1.0, from: 2029-09-01}
""",
    bad="""
use:u:
  serving: {main: m@1.1.0}
  served:
    - {slot: main, ref: m@1.0.0, from: 2029-06-01}
""",
)  # fmt: skip
def other_history(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """`served` says what served when. Rollback goes back by it, duties to keep and to tell people are counted from it.

    So each champion has the one open entry of its slot, nothing else is open, and the entries of a slot don't overlap:
    `to` may be the day on which the next one starts. Git history can be squashed; this list is what remains.
    """
    written = card.knows("served")
    if not written and card.status != "proposed" and any(card.serving.values()):
        hint = "list what served each slot since when: {slot: …, ref: …, from: …}"
        yield Problem(("served",), "something serves it, and `served` does not say since when", hint)
    if not written:
        return
    open_now = {(entry.slot, entry.ref) for entry in card.served if entry.to is None}
    for slot, ref in card.serving.items():
        if ref is not None and (slot, ref) not in open_now:
            hint = f"append {{slot: {slot}, ref: {ref}, from: …}} to `served`"
            yield Problem(("serving", slot), f"{ref} serves `{slot}`, and `served` has no open entry for it", hint)
    yield from _stale(card)
    yield from _overlaps(card)


def _is_stale(entry: Served, card: UseCaseCard) -> bool:
    return entry.to is None and card.serving.get(entry.slot) != entry.ref


def _stale(card: UseCaseCard) -> Iterator[Problem]:
    """Entries that are open although something else serves, or nothing."""
    for i, entry in enumerate(card.served):
        if _is_stale(entry, card):
            now = card.serving.get(entry.slot) or "nothing"
            message = f"by `served`, {entry.ref} still serves `{entry.slot}`; by `serving`, {now} does"
            yield Problem(("served", i, "ref"), message, "close the entry: write the last day it served as `to`")


def _end(entry: Served) -> date:
    return entry.to or date.max


def _overlaps(card: UseCaseCard) -> Iterator[Problem]:
    """Entries of one slot that start before an earlier one ends; those that are stale are told already."""
    kept = [(i, entry) for i, entry in enumerate(card.served) if not _is_stale(entry, card)]
    latest: dict[str, Served] = {}
    for i, entry in sorted(kept, key=lambda pair: (pair[1].from_, _end(pair[1]))):
        before = latest.setdefault(entry.slot, entry)
        if before is not entry and entry.from_ < _end(before):
            until = f"until {before.to}" if before.to else "to this day"
            message = f"`{entry.slot}` is served by {entry.ref} from {entry.from_}, and by {before.ref} {until}"
            yield Problem(("served", i, "from"), message, "one version serves a slot at a time: set the dates right")
        if _end(entry) >= _end(before):
            latest[entry.slot] = entry


def _open_incidents(registry: Registry, ref: str) -> list[Incident]:
    """The incidents about a version that are open."""
    return [entry.card for entry in registry.filed(f"incident {ref}") if entry.card.closed is None]


@USE.rule(
    119, "Champion with an open incident", Severity.WARNING, of="usecase", whole=True,
    good="""
m@1.0.0: {}
use:u: {serving: {main: m@1.0.0}}
incidents/i.yaml:
  {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-12-01, closed: 2029-12-02, by: ada}
""",
    bad="""
m@1.0.0: {}
use:u: {serving: {main: m@1.0.0}}
incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-12-01, by: ada}
""",
)  # fmt: skip
def open_incident(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """While nobody has said that it is over, those who rely on a use should know that what answers may harm.

    The version may go on serving: that is for its owner to decide, not for a rule. It is not promoted meanwhile.
    """
    if card.status == "ended":
        return
    for slot, ref in card.serving.items():
        for incident in _open_incidents(ctx.registry, ref or ""):
            what = f"{incident.severity} incident {incident.id} about {ref}, champion of `{slot}`"
            todo = f"see to it and close it (`steward incident close {incident.id} --reason TEXT`), or suspend {ref}"
            yield Problem(("serving", slot), f"{what}, is open since {incident.opened}", must(ctx, card.owner, todo))
