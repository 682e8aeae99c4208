"""US, continued: whether each use is served, by what may serve, with something to fall back on or move to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.lifespan import high_risk, why_not
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.rules.engine import Context
from modelsteward.rules.use import USE, live
from modelsteward.rules.vendor_moves import outlived
from modelsteward.rules.vendor_words import last_day
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard


def _champions(card: UseCaseCard, ctx: Context) -> Iterator[tuple[str, ModelCard]]:
    """Each slot of a live use with what serves it, as far as that card can be read."""
    if live(card):
        for slot, ref in card.serving.items():
            if (model := ctx.registry.model(ref)) is not None:
                yield slot, model


@USE.rule(
    101, "Live use that nothing serves", Severity.ERROR, of="usecase",
    good="""
m@1.0.0: {}
use:u: {serving: {main: m@1.0.0}}
""",
    bad="use:u: {serving: {main: null}}",
)  # fmt: skip
def unserved(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Live means that somebody relies on it. With nothing serving it, it either fails them or runs unregistered."""
    if not live(card):
        return
    hint = must(ctx, card.owner, "name the version that serves it, or set `status` to proposed or ended")
    if not card.serving:
        yield Problem(("serving",), "live, and `serving` has no slot that anything could serve", hint)
    for slot, ref in card.serving.items():
        if ref is None:
            yield Problem(("serving", slot), f"live, and nothing serves `{slot}`", hint)


@USE.rule(
    102, "Served by a version that may not serve", Severity.ERROR, of="usecase",
    good="""
m@1.0.0: {stage: deprecated}
use:u: {serving: {main: m@1.0.0}}
""",
    bad="""
m@1.0.0: {stage: retired}
use:u: {serving: {main: m@1.0.0}}
""",
)  # fmt: skip
def unfit(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Only production, and deprecated until its sunset, may serve.

    What has not reached production was not shown to be good enough; what is retired or destroyed is nobody's care.
    """
    for slot, model in _champions(card, ctx):
        if model.stage in SERVING_STAGES or model.stage == "suspended":
            continue
        owners = f"The model belongs to {ctx.registry.team(model.owner)}, the use to {ctx.registry.team(card.owner)}"
        ready = "" if model.stage in ENDED_STAGES else f", or see {model.ref} into production first"
        yield Problem(
            ("serving", slot),
            f"{model.ref} serves `{slot}` and is {model.stage}: it may not serve. {owners}",
            must(ctx, card.owner, f"move `{slot}` to a version in production{ready}"),
        )


@USE.rule(
    103, "Champion is suspended", Severity.WARNING, of="usecase",
    good="""
m@1.0.0: {}
use:u: {serving: {main: m@1.0.0}}
""",
    bad="""
m@1.0.0: {stage: suspended}
m@0.9.0: {}
use:u: {serving: {main: m@1.0.0}, fallback: {main: m@0.9.0}}
""",
)  # fmt: skip
def suspended_champion(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A suspended version must not answer. Its fallback does, if there is one; for days, not for months."""
    here = {halt.ref for halt in card.suspended}
    for slot, model in _champions(card, ctx):
        if model.stage == "suspended" or model.ref in here:
            fallback = card.fallback.get(slot)
            answers = _answers(fallback, card, ctx)
            where = "" if model.stage == "suspended" else " for this use"
            yield Problem(
                ("serving", slot),
                f"{model.ref}, champion of `{slot}`, is suspended{where}; {answers}",
                must(ctx, model.owner, f"mend it, or {must(ctx, card.owner, f'move `{slot}` to another version')}"),
            )


def _answers(fallback: str | None, card: UseCaseCard, ctx: Context) -> str:
    """What answers instead of a champion that may not."""
    if fallback is None:
        return "there is no fallback, so nothing answers"
    why = why_not(ctx.registry, fallback, date.min, card)  # days that have passed are other rules' matter
    return f"its fallback {fallback} may not serve either ({why})" if why else f"its fallback {fallback} answers"


@USE.rule(
    104, "Fallback that cannot be relied on", Severity.WARNING, of="usecase",
    good="""
m@1.1.0: {}
m@1.0.0: {}
use:u: {serving: {main: m@1.1.0}, fallback: {main: m@1.0.0}}
""",
    bad="""
m@1.1.0: {}
m@1.0.0: {stage: deprecated, lifecycle: {sunset: 2030-06-01}}
use:u: {serving: {main: m@1.1.0}, fallback: {main: m@1.0.0}}
""",
)  # fmt: skip
def weak_fallback(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A fallback is needed on the worst day. One that ends, is suspended, may not serve or is the champion is none."""
    if not live(card):
        return
    for slot, ref in card.fallback.items():
        model = ctx.registry.model(ref)
        same = card.serving.get(slot) == ref
        here = any(halt.ref == ref for halt in card.suspended)
        weakness = "is the champion itself" if same else model and _weakness(model, here)
        if weakness:
            hint = must(ctx, card.owner, "name another version in production, one that is there to stay")
            yield Problem(("fallback", slot), f"{ref}, the fallback of `{slot}`, {weakness}", hint)


def _weakness(model: ModelCard, suspended_here: bool) -> str:
    """Why a version can't be relied on to step in, or nothing."""
    if suspended_here:
        return "is suspended for this use"
    if model.stage not in SERVING_STAGES:
        return f"is {model.stage} and may not serve"
    if model.stage != "deprecated":
        return ""
    return "is itself ending" + (f": its sunset is {model.lifecycle.sunset}" if model.lifecycle.sunset else "")


@USE.rule(
    118, "Fallback that ends soon", Severity.WARNING, of="usecase", timed=True, whole=True,
    good="""
m@1.0.0: {lifecycle: {sunset: 2030-04-02}}
use:u: {fallback: {main: m@1.0.0}}
""",
    bad="""
m@1.0.0: {lifecycle: {sunset: 2030-04-01}}
use:u: {fallback: {main: m@1.0.0}}
""",
)  # fmt: skip
def fallback_ends(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A sunset, or a vendor's end, within the window takes the fallback away as surely as the champion.

    A fallback that is deprecated already is US104's matter, one that ends before its champion VE105's.
    """
    if not live(card):
        return
    for slot, ref in card.fallback.items():
        model = ctx.registry.model(ref)
        last = last_day(model, ctx) if model and model.stage == "production" else None
        soon = last is not None and last <= ctx.policy.window.after(ctx.today)
        if last is not None and soon and model and outlived(model, card.serving.get(slot), ctx) is None:
            hint = must(ctx, card.owner, "name another version in production, one that is there to stay")
            yield Problem(
                ("fallback", slot), f"{ref}, the fallback of `{slot}`, ends {ago(last, ctx.today)} ({last})", hint
            )


@USE.rule(
    109, "High risk without a fallback", Severity.NOTE, of="usecase",
    good="use:u: {risk: {own: high}, serving: {main: m@1.1.0}, fallback: {main: m@1.0.0}}",
    bad="use:u: {risk: {own: high}, serving: {main: m@1.1.0}}",
)  # fmt: skip
def no_fallback(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Where much depends on it, somebody should have thought beforehand about the day its champion must stop."""
    if live(card) and high_risk(card):
        for slot in card.serving:
            if slot not in card.fallback:
                hint = (
                    f"name a version for `{slot}` under `fallback`; where people step in instead, waive this and say so"
                )
                yield Problem(("serving", slot), f"of high risk, and no fallback is named for `{slot}`", hint, True)


@USE.rule(
    111, "Ended use that something serves", Severity.WARNING, of="usecase",
    good="use:u: {status: ended, serving: {main: null}}",
    bad="use:u: {status: ended, serving: {main: m@1.0.0}}",
)  # fmt: skip
def served_after_end(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What an ended use still names looks needed when it is not; or the use has ended on paper only."""
    if card.status == "ended":
        for slot, ref in card.serving.items():
            if ref is not None:
                hint = f"write `{slot}: null` and close the entry in `served`; or set `status: live` if it still runs"
                yield Problem(("serving", slot), f"the use has ended, and {ref} still serves `{slot}`", hint)


@USE.rule(
    112, "Nothing to move to", Severity.WARNING, of="usecase",
    good="""
m@1.0.0: {stage: deprecated}
use:u: {serving: {main: m@1.0.0}, replacement: {main: m@1.1.0}}
""",
    bad="""
m@1.0.0: {stage: deprecated}
use:u: {serving: {main: m@1.0.0}}
""",
)  # fmt: skip
def no_replacement(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A use whose champion is going needs to know where to, in time to evaluate it. The use or the model may say so."""
    for slot, model in _champions(card, ctx):
        said = model.lifecycle.knows("replacement") and model.lifecycle.reason  # that nothing comes after it, and why
        if model.stage == "deprecated" and not (slot in card.replacement or model.lifecycle.replacement or said):
            named = f"or {must(ctx, model.owner, 'name it in `lifecycle.replacement` of the model')}"
            end = f" (sunset {model.lifecycle.sunset})" if model.lifecycle.sunset else ""
            yield Problem(
                ("serving", slot),
                f"{model.ref}, champion of `{slot}`, is deprecated{end}, and nothing says what comes after it",
                must(ctx, card.owner, f"name what `{slot}` moves to under `replacement`; {named}"),
            )
