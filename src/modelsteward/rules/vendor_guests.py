"""VE, continued: uses of ours that are served by another registry's model, of which its vendor's end is told there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.lifespan import lies_within, moving_takes
from modelsteward.domain.vendors.fates import Fate, fate_of
from modelsteward.rules.engine import Context
from modelsteward.rules.use import live
from modelsteward.rules.vendor_ends import VENDORS
from modelsteward.rules.vendor_words import called, ends, recommended, said, settled, source_of
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard

_GUEST = """
registry: {include: {other: other}}
use:u: {serving: {main: m@1.0.0}}
other/steward.yaml: {card: registry/1, name: Other}
other/models/m/1.0.0.yaml: {card: model/1, name: m, version: 1.0.0, stage: production, summary: Helps., owner: team,
  origin: vendor, hosting: [vendor_api], source: {host: openai, model: gpt-4o}, artifacts: []}
other/vendors/openai/gpt-4o.yaml: {card: vendor/1, host: openai, model: gpt-4o,
  observations: [{source: page, read_on: 2029-12-01, ends: %s}]}
"""


class _Theirs(NamedTuple):
    """A version in another registry that serves a slot of ours."""

    slot: str
    model: ModelCard
    words: str
    """The version, where it is from and what its vendor's model is called."""
    fate: Fate


def _theirs(card: UseCaseCard, ctx: Context) -> Iterator[_Theirs]:
    """What others' models serve of ours, where a vendor says that it ends. Ours are told of at their own cards."""
    for slot, ref in card.serving.items() if live(card) else ():
        entry, model = (ctx.registry.made(ref), ctx.registry.model(ref)) if ref else (None, None)
        source = source_of(model) if model and entry and entry.home else None
        if entry and model and source:
            fate = fate_of(said(model, ctx))
            if fate.last is not None and not settled(model, fate.last):
                words = f"{entry.ref} of the registry {entry.home}, which serves `{slot}`, is {called(source)}"
                yield _Theirs(slot, model, words, fate)


def _todo(card: UseCaseCard, ctx: Context, one: _Theirs) -> str:
    other = card.replacement.get(one.slot) or one.model.lifecycle.replacement
    name = card.ref.removeprefix("use:")
    step = f"steward promote {other} production --for {name}" if other else (
        f"steward vendors successors {one.model.ref} --for {name}"
    )  # fmt: skip
    to = other or "another model"
    todo = must(ctx, card.owner, f"move `{one.slot}` to {to}, with {ctx.registry.team(one.model.owner)} for the model")
    return f"{todo}{recommended(one.fate.told)}; first: `{step}`"


def _says(fate: Fate) -> str:
    return f", says {fate.told.source}" if fate.told else ""


@VENDORS.rule(
    109, "Served by another registry's model that has ended", Severity.ERROR, of="usecase", timed=True, whole=True,
    good=_GUEST % "2030-01-01",
    bad=_GUEST % "2029-12-31",
)  # fmt: skip
def theirs_ended(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """TM111 is told at the model's card, in its own registry, where nobody knows of this use."""
    for one in _theirs(card, ctx):
        if one.fate.last is not None and one.fate.last < ctx.today:
            ended = f"it {ends(one.fate.last, ctx.today)}" if one.fate.dated else "its vendor has retired it"
            yield Problem(("serving", one.slot), f"{one.words}: {ended}{_says(one.fate)}", _todo(card, ctx, one))


@VENDORS.rule(
    110, "Served by another registry's model that ends", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_GUEST % "2030-04-02",
    bad=_GUEST % "2030-04-01",
)  # fmt: skip
def theirs_ahead(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """The same of an end within the window, or within the time that moving away takes: TM112 is told there alone."""
    for one in _theirs(card, ctx):
        last = one.fate.last
        if last is None or last < ctx.today:
            continue
        if any(
            lies_within(last, ctx.today, span) for span in (ctx.policy.window, moving_takes(one.model, ctx.registry))
        ):
            message = f"{one.words}: it ends {ago(last, ctx.today)} ({last}){_says(one.fate)}"
            yield Problem(("serving", one.slot), message, _todo(card, ctx, one))
