"""CA: Whether holds say what they cover, are lifted by who may, and were kept to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.holds import ever_on, holds_on, matches, wrongly_lifted
from modelsteward.domain.texts import listed
from modelsteward.rules.cases import CASES

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Hold
    from modelsteward.rules.engine import Context

_LEGAL = "roles: {legal: Lifts holds.}"
_LAWYERS = "teams: {team: {contact: t@example.org, members: [{name: Ada, git: [ada@example.org], roles: [legal]}]}}"


@CASES.rule(
    110, "Hold that covers nothing", Severity.NOTE, of="hold", whole=True,
    good="""
m@1.0.0: {}
holds/h.yaml: {card: hold/1, id: h, patterns: ["m*@*"], owners: [team], opened: 2029-12-01, by: counsel}
""",
    bad="""
m@1.0.0: {}
holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], patterns: ["n*@*"], opened: 2029-12-01, by: counsel}
""",
)  # fmt: skip
def covers_nothing(card: Hold, ctx: Context) -> Iterator[Problem]:
    """A pattern or an owner may be meant for what is registered later. It may also be mistyped, and then what was to be
    kept is not.

    Only said of holds that are not lifted. Refs that lead nowhere are ID102's.
    """
    if card.released is not None or not (card.patterns or card.owners):
        return
    if ctx.registry.has_unseen:
        return  # it may cover what is not checked out
    names = ctx.registry.versions()
    refs = [f"{name}@{version}" if version else name for name, all_of in names.items() for version in all_of]
    hint = f"see that it is written as it is meant: steward hold show {card.id}"
    for i, pattern in enumerate(card.patterns):
        if not any(matches(pattern, ref) for ref in refs):
            yield Problem(("patterns", i), f"nothing that is registered is called {pattern}", hint)
    for i, owner in enumerate(card.owners):
        if not ctx.registry.filed(f"owner {owner}"):
            yield Problem(("owners", i), f"{owner} owns nothing that is registered", hint)


@CASES.rule(
    111, "Hold on nothing", Severity.ERROR, of="hold",
    good="""
m@1.0.0: {}
holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-12-01, by: counsel}
""",
    bad="holds/h.yaml: {card: hold/1, id: h, refs: [], built_on: true, opened: 2029-12-01, by: counsel}",
)  # fmt: skip
def names_nothing(card: Hold, ctx: Context) -> Iterator[Problem]:
    """A hold keeps what its `refs`, `patterns` and `owners` name. Without any it keeps nothing."""
    if not (card.refs or card.patterns or card.owners):
        hint = "name what must be kept under `refs`, `patterns` or `owners`; `refs: [registry]` is everything"
        yield Problem((), "it names nothing that must be kept", hint)


@CASES.rule(
    112, "Hold lifted by who may not", Severity.WARNING, of="hold", timed=True,
    good=f"""
m@1.0.0: {{}}
registry: {{holds: {{lift: [legal]}}, {_LEGAL}, {_LAWYERS}}}
holds/h.yaml:
  {{card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-12-01, released: 2029-12-20, by: counsel,
   released_by: ada@example.org, released_as: legal}}
""",
    bad=f"""
m@1.0.0: {{}}
registry: {{holds: {{lift: [legal]}}, {_LEGAL}}}
holds/h.yaml:
  {{card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-12-01, released: 2029-12-20, by: counsel,
   released_by: bo@example.org, released_as: legal}}
""",
)  # fmt: skip
def lifted_by_others(card: Hold, ctx: Context, *, days: int = 90) -> Iterator[Problem]:
    """`steward hold lift` asks for a role that `holds.lift` in steward.yaml names, and for somebody who holds it. A day
    that is written into the file by hand asks nobody, and `steward destroy` still refuses what the hold covers.

    The role is asked for always. Who holds it is in `steward.yaml`, which knows today's people: whoever lifted a hold
    long ago may have left since. So the person is asked for during the first `days` days, and git knows who it was.
    """
    if wrong := wrongly_lifted(card, ctx.policy, ctx.today, days):
        hint = f"have it lifted by who may: take `released` out, and steward hold lift {card.id} --as ROLE"
        yield Problem((wrong[0],), wrong[1], hint)


@CASES.rule(
    113, "Destroyed under a hold", Severity.ERROR, of="model dataset", whole=True,
    good="""
m@1.0.0: {stage: destroyed, lifecycle: {retired: 2029-06-01, destroyed: 2029-07-01}}
holds/h.yaml:
  {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, released: 2029-07-01, by: counsel,
   released_by: ada@example.org, released_as: legal}
""",
    bad="""
m@1.0.0: {stage: destroyed, lifecycle: {retired: 2029-06-01, destroyed: 2029-07-01}}
holds/h.yaml: {card: hold/1, id: h, patterns: ["m@*"], opened: 2029-01-01, by: counsel}
""",
)  # fmt: skip
def destroyed_while_held(card: ModelCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """What an order says to keep and is destroyed all the same cannot be brought back. Courts treat that as they treat
    shredded files, so whoever gave the order must hear of it now and not later.

    `steward destroy` refuses it. This finds what was written by hand, and orders that were already given on that day
    and only placed here afterwards.
    """
    path, day = _destroyed(card)
    if day is None:
        return
    for entry, cover in ever_on(ctx.registry, card.ref):
        hold = entry.card
        if cover.certainty != "cannot tell" and hold.opened <= day and (hold.released is None or day < hold.released):
            message = f"it was destroyed on {day}, while hold {hold.id} ordered it to be kept: {cover.why}"
            yield Problem(path, message, f"tell {hold.by} now, and keep every record there is of it ({entry.file})")


def _destroyed(card: Any) -> tuple[tuple[str, ...], date | None]:
    """Where a card says when it was destroyed, and the day; none for what is there."""
    if card.ref.startswith("data:"):
        return ("destroyed_on",), card.destroyed_on if card.status == "destroyed" else None
    return ("lifecycle", "destroyed"), card.lifecycle.destroyed if card.stage == "destroyed" else None


@CASES.rule(
    114, "To be destroyed, and held", Severity.WARNING, of="model dataset", timed=True,
    good="""
m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2030-02-01}}
holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, released: 2030-01-15, by: counsel}
""",
    bad="""
m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2030-02-01}}
holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, by: counsel}
""",
)  # fmt: skip
def due_while_held(card: ModelCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """One order says that it must be gone by a day, another that it must be kept: only people can say which one yields.

    It is told once the day lies within the window. A hold that is released by then is no matter.
    """
    path, last = _gone_by(card)
    if last is None or last > ctx.policy.window.after(ctx.today):
        return
    held = [one for one in holds_on(ctx.registry, card.ref, ctx.today) if _beyond(one.entry.card, last)]
    if held:
        names = listed(list(dict.fromkeys(one.entry.card.id for one in held)))
        first = held[0]
        verb = "may cover it" if first.cover.certainty == "cannot tell" else "orders it to be kept"
        message = f"it was to be gone by {last} ({ago(last, ctx.today)}), and hold {names} {verb}: {first.cover.why}"
        hint = f"ask {first.entry.card.by} whether the hold still stands, and whoever set the day what yields"
        yield Problem(path, message, hint)


def _gone_by(card: Any) -> tuple[tuple[str, ...], date | None]:
    """Where a card says by when it must be gone, and the day; none for what is destroyed."""
    if card.ref.startswith("data:"):
        last = card.retention.delete_by if card.retention and card.status != "destroyed" else None
        return ("retention", "delete_by"), last
    return ("lifecycle", "destroy_by"), card.lifecycle.destroy_by if card.stage != "destroyed" else None


def _beyond(hold: Hold, last: date) -> bool:
    return hold.released is None or hold.released > last


@CASES.rule(
    115, "Hold on what no team owns", Severity.WARNING, of="hold",
    good="""
m@1.0.0: {}
holds/h.yaml: {card: hold/1, id: h, owners: [team], opened: 2029-12-01, by: counsel}
""",
    bad="""
m@1.0.0: {}
holds/h.yaml: {card: hold/1, id: h, owners: [taem], opened: 2029-12-01, by: counsel}
""",
)  # fmt: skip
def no_team(card: Hold, ctx: Context) -> Iterator[Problem]:
    """An owner is a team of steward.yaml. What is under hold by a name that no team has is under no hold at all."""
    if card.released is not None:
        return
    for i, owner in enumerate(card.owners):
        if ctx.registry.team_card(owner) is None:
            hint = f"the teams there are {listed(sorted(ctx.policy.teams), most=10)}" if ctx.policy.teams else ""
            yield Problem(("owners", i), f"steward.yaml has no team {owner}", hint or "define it under `teams` there")
