"""DT, continued: whether what models and data sets were built on, near or far, may still be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.exemptions import exemption
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.references import references
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.texts import listed
from modelsteward.rules.data import DATA
from modelsteward.rules.engine import Context
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Hop


def _sources(ref: str, ctx: Context) -> Iterator[tuple[Hop, DataSetCard]]:
    """Every data set that something was built on, near and far, as far as its card can be read."""
    for hop in ctx.registry.lineage(ref):
        if (data := ctx.registry.dataset(hop.ref)) is not None:
            yield hop, data


def _chain(hop: Hop) -> str:
    """A source and the way to it: `data:a@1.0.0, through base@1.0.0 and data:b@1.0.0`."""
    return f"{hop.ref}, through {listed(hop.through, len(hop.through))}" if hop.through else hop.ref


def _at(card: ModelCard | DataSetCard, hop: Hop) -> Path:
    """Where a card names the first step on the way to a source."""
    first = hop.through[0] if hop.through else hop.ref
    for path, ref in references(card):
        if ref == first:
            return path
    return ()  # another card has taken the same number, and the lineage is that card's


def _go(card: ModelCard) -> str:
    """What must be done with a version that has to leave what it was built on behind."""
    replaced = "" if card.stage == "retired" else "replace it by one made without that data, retire it and "
    return f"{replaced}see the bytes of this version destroyed"


def _built_on(
    card: ModelCard, ctx: Context, wrong: Callable[[DataSetCard], str | None], remedy: str
) -> Iterator[Problem]:
    """A problem for each source that `wrong` has a name for. What is destroyed is built on nothing any more."""
    if card.lineage is None or card.stage == "destroyed":
        return
    for hop, data in _sources(card.ref, ctx):
        if what := wrong(data):
            owners = (
                f"The model belongs to {ctx.registry.team(card.owner)}, the data to {ctx.registry.team(data.owner)}"
            )
            yield Problem(_at(card, hop), f"built on {what}: {_chain(hop)}. {owners}", must(ctx, card.owner, remedy))


def _no_exemption(card: ModelCard | DataSetCard, data: DataSetCard, ctx: Context) -> str | None:
    """None while a case permits to keep what was built on some data; else in words what did so and is over, if any."""
    exempt = exemption(ctx.registry, card.ref, data.ref)
    day = ctx.day_if_known if exempt else None
    if exempt and (day is None or day <= exempt.until):
        return None
    return f" (what exempted it, {exempt.case}, ended {ago(exempt.until, day)})" if exempt and day else ""


@DATA.rule(
    101, "Built on data past its retention date", Severity.ERROR, timed=True,
    good="""
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {retention: {delete_by: 2030-01-01}}
""",
    bad="""
m@1.0.0: {lineage: {datasets: ["data:features@1.0.0"]}}
data:features@1.0.0: {derived_from: ["data:d@1.0.0"]}
data:d@1.0.0: {retention: {delete_by: 2029-12-31}}
""",
)  # fmt: skip
def outlived_data(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A model may hold what it was trained on, so it may have to end with its data: base models and all they came from.

    Retiring it does not help. As long as its weights exist it keeps this finding.
    """

    def late(data: DataSetCard) -> str | None:
        day = data.retention and data.retention.delete_by
        return f"data that had to be gone by {day} ({ago(day, ctx.today)})" if day and day < ctx.today else None

    remedy = f"{_go(card)}, unless the owner of the data writes a later day and the basis for it"
    yield from _built_on(card, ctx, late, remedy)


@DATA.rule(
    102, "Built on withdrawn data", Severity.ERROR, ageing=True,
    good="""
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {status: active}
""",
    bad="""
m@1.0.0: {lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}]}}
base@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {status: withdrawn}
""",
)  # fmt: skip
def withdrawn_data(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Withdrawn data must not be used any more, and a model trained on it goes on using it for as long as it exists.

    Retiring it does not help. The finding ends when its bytes are destroyed, or for a time: while a case about the
    data says that this version may be kept, with the role that decided so and a last day (`keep`, `until`, `role`).
    """

    def withdrawn(data: DataSetCard) -> str | None:
        over = _no_exemption(card, data, ctx) if data.status == "withdrawn" else None
        return None if over is None else f"withdrawn data{over}"

    yield from _built_on(card, ctx, withdrawn, _go(card))


@DATA.rule(
    114, "Withdrawn, and not said why", Severity.NOTE, of="dataset",
    good="data:d@1.0.0: {status: withdrawn, withdrawal: {on: 2029-12-01, reason: Consent was withdrawn.}}",
    bad="data:d@1.0.0: {status: withdrawn}",
)  # fmt: skip
def not_said_why(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Why it was withdrawn decides what must become of the models: some may be kept, and some may not for a day.

    `steward withdraw` writes the day, the reason and the case.
    """
    if card.status == "withdrawn" and card.withdrawal is None:
        hint = must(ctx, card.owner, "write `withdrawal`: the day as `on`, and the `reason`")
        yield Problem(("status",), "withdrawn, and the card does not say when and why", hint)


@DATA.rule(
    107, "Built on data from an unlawful source", Severity.ERROR,
    good="""
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {contains: {unlawful_source: false}}
""",
    bad="""
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {contains: {unlawful_source: true}}
""",
)  # fmt: skip
def unlawful_data(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """An authority may order that a model trained on unlawfully obtained data be erased together with the data.

    See EDPB Opinion 28/2024, para. 114. Whether the model may stay is a question for lawyers, not for its makers.
    """

    def unlawful(data: DataSetCard) -> str | None:
        return "data known to come from an unlawful source" if data.contains.unlawful_source is True else None

    remedy = "stop it and ask the lawyers what must go and what must be kept, before anything is deleted"
    yield from _built_on(card, ctx, unlawful, remedy)


@DATA.rule(
    108, "Training data not known", Severity.WARNING,
    good="m@1.0.0: {lineage: {datasets: []}}",
    bad="m@1.0.0: {lineage: <absent>}",
)  # fmt: skip
def unknown_data(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """We trained it, so we can know on what. While the card does not say, no withdrawal and no erasure reaches it."""
    if card.origin != "in-house" or card.stage not in SERVING_STAGES:
        return
    known = card.knows("lineage") if card.lineage is None else card.lineage.knows("datasets")
    if not known:
        hint = must(ctx, card.owner, "list its data sets under `lineage.datasets`; `[]` says there is none")
        at = ("lineage",) if card.lineage is None else ("lineage", "datasets")
        yield Problem(at, "trained here, and the card does not say on what", hint)


@DATA.rule(
    112, "Derived from data that is gone", Severity.ERROR, of="dataset", ageing=True,
    good="""
data:d@1.0.0: {derived_from: ["data:raw@1.0.0"]}
data:raw@1.0.0: {status: active}
""",
    bad="""
data:d@1.0.0: {derived_from: ["data:raw@1.0.0"]}
data:raw@1.0.0: {status: withdrawn}
""",
)  # fmt: skip
def derived_from_gone(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """What was withdrawn or had to be destroyed lives on in what was made from it, until that is looked at too.

    A case about the source may say that this may be kept, with a role and a last day. It is quiet until then.
    """
    if card.status != "active" or not card.derived_from:
        return
    for hop, source in _sources(card.ref, ctx):
        over = None if source.status == "active" else _no_exemption(card, source, ctx)
        if over is not None:
            yield Problem(
                _at(card, hop),
                f"active, and derived from {source.status} data{over}: {_chain(hop)},"
                f" which belongs to {ctx.registry.team(source.owner)}",
                must(ctx, card.owner, "make it anew without that data, or set `status: withdrawn`"),
            )
