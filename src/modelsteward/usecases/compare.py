"""compare: two versions side by side for one use, and what is missing for a decision. It names no winner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.cards.base import SEMVER
from modelsteward.domain.costing import month, price_of, use_cost
from modelsteward.domain.facts.subject import subject_of
from modelsteward.domain.findings import Finding
from modelsteward.domain.lifespan import why_not
from modelsteward.domain.packs import Packs
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import firm_end
from modelsteward.errors import BadUsage, Refused
from modelsteward.rules.changes import differences
from modelsteward.usecases.compare_gaps import missing, untested
from modelsteward.usecases.compare_metrics import Pair, is_latency, metric_rows
from modelsteward.usecases.compared import (
    LETTERS,
    Aim,
    Compared,
    Costs,
    CostSide,
    Fact,
    FindingRow,
    Letter,
    MetricRow,
    Read,
    Side,
)
from modelsteward.usecases.listable import Cell, end_of, flags
from modelsteward.usecases.naming import Meant, resolve, the_use
from modelsteward.usecases.showing import files_about
from modelsteward.usecases.showing_model import source_line
from modelsteward.usecases.slots import slot_of
from modelsteward.usecases.standing import unusable_data

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Interface, ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Registry


class Asked(NamedTuple):
    """What was typed."""

    first: str
    second: str
    use: str | None = None
    slot: str | None = None


def pair_of(registry: Registry, asked: Asked) -> tuple[Meant, Meant]:
    """The two versions that are meant; the second may be a number alone.

    Raises Refused where there are no such two, BadUsage where one is no model.
    """
    a = _model(registry, asked.first)
    is_number = re.fullmatch(SEMVER, asked.second) is not None
    b = _model(registry, f"{a.entry.card.name}@{asked.second}" if is_number else asked.second)
    if a.entry.ref == b.entry.ref:
        how = "; ".join(filter(None, dict.fromkeys((a.note, b.note))))
        hint = f"name another version: `steward list {a.entry.card.name}` shows them"
        raise Refused(f"{a.entry.ref} is both of the two" + (f" ({how})" if how else ""), hint)
    return a, b


def files_of(registry: Registry, asked: Asked) -> set[str]:
    """The files whose findings are told with the two."""
    return {file for meant in pair_of(registry, asked) for file in files_about(registry, meant.entry)}


def _model(registry: Registry, text: str) -> Meant:
    meant = resolve(registry, text)
    if meant.entry.kind != "model":
        raise BadUsage(f"{meant.entry.ref} is no model", "name two versions of models, like no-show@2.1.0")
    return meant


def compare(registry: Registry, packs: Packs, asked: Asked, today: date, findings: Iterable[Finding] = ()) -> Compared:
    """Both versions with all that bears on a choice between them; `findings` are those of the `files_about` them.

    Raises Refused or BadUsage where what was typed cannot be meant.
    """
    meant = pair_of(registry, asked)
    entry = the_use(registry, asked.use) if asked.use else None
    use: UseCaseCard | None = entry.card if entry else None
    if asked.slot and use is None:
        raise BadUsage("--slot goes with --for", "name the use whose slot it is: --for USE")
    a, b = (one.entry.card for one in meant)
    slot = _slot(use, asked.slot, (a.ref, b.ref)) if use else None
    pair = Pair(registry, a, b, use, slot, today)
    rows = tuple(metric_rows(pair))
    costs = Costs(_costs(pair, a), _costs(pair, b))
    gaps = tuple(untested(pair, rows))
    return Compared(
        _side("A", meant[0]), _side("B", meant[1]), today,
        aim=Aim(use.ref, use.summary, use.owner, slot, use.serving.get(slot)) if use and slot else None,
        who=_facts(*(_who(pair, card) for card in (a, b))),
        metrics=tuple(row for row in rows if not is_latency(row)),
        latency=tuple(row for row in rows if is_latency(row)),
        costs=costs,
        changes=differences(a, b, packs),
        data=_facts(*(_data(pair, card) for card in (a, b))),
        limits=_facts(_limits(a), _limits(b)),
        ends=_facts(*(_ends(pair, card) for card in (a, b))),
        findings=tuple(_findings(registry, meant, findings)),
        untested=gaps,
        missing=tuple(missing(pair, rows, costs, gaps)),
        sources=tuple(_sources(pair, rows, costs)),
    )  # fmt: skip


def _slot(use: UseCaseCard, asked: str | None, refs: tuple[str, ...]) -> str:
    """The slot that is meant: the one asked for, else the one that names either version, else the only one."""
    if asked is None:
        named = [
            slot
            for slot in dict.fromkeys((*use.serving, *use.candidates, *use.fallback, *use.replacement))
            if {use.serving.get(slot), use.fallback.get(slot), use.replacement.get(slot), *use.candidates.get(slot, ())}
            & set(refs)
        ]
        if len(named) == 1:
            return named[0]
    return slot_of(use, asked)


def _side(letter: Letter, meant: Meant) -> Side:
    entry = meant.entry
    return Side(letter, entry.ref, entry.card.summary, entry.file, meant.note)


def _facts(a: dict[str, Cell], b: dict[str, Cell]) -> tuple[Fact, ...]:
    """What either says, under the same keys."""
    return tuple(Fact(key, a[key], b[key]) for key in a)


def _who(pair: Pair, card: ModelCard) -> dict[str, Cell]:
    uses = sorted({use.ref for use, _ in pair.registry.serves.get(card.ref, ())})
    return {
        "stage": card.stage,
        "may_serve": f"no: {why}" if (why := why_not(pair.registry, card.ref, pair.today, pair.use)) else "yes",
        "owner": card.owner,
        "origin": card.origin,
        "hosting": card.hosting if card.knows("hosting") else None,
        "source": source_line(card.source) if card.source else None,
        "license": card.license,
        "released": card.lifecycle.released,
        "serves": tuple(uses),
    }


def _costs(pair: Pair, card: ModelCard) -> CostSide:
    price = price_of(pair.registry, card)
    if pair.use is None or pair.slot is None:
        return CostSide(price, None, None)
    whole = use_cost(pair.registry, pair.use, {pair.slot: card.ref})
    return CostSide(price, month(price, pair.use.volume.get(pair.slot)), whole)


def _data(pair: Pair, card: ModelCard) -> dict[str, Cell]:
    """What is known of the data over the whole lineage, and what is not."""
    subject = subject_of(pair.registry, card, pair.today)
    held = dict.fromkeys(flag for data in subject.data for flag in flags(data.contains))
    unsaid = [
        f"{data.ref} does not say whether it holds personal data"
        for data in subject.data
        if data.contains.personal is None and not flags(data.contains)
    ]
    if not subject.all_data:
        unsaid.append("not all it was built on is named, or has a card")
    return {
        "data_sets": tuple(data.ref for data in subject.data) or (() if subject.all_data else None),
        "holds": tuple(held),
        "not_known": tuple(unsaid),
        "not_usable": tuple(why for _, why in unusable_data(pair.registry, card.ref)),
    }


def _limits(card: ModelCard) -> dict[str, Cell]:
    about: Interface | Any = card.interface
    modalities = about.modalities if about else None
    return {
        "task": card.task,
        "context_window": about.context_window if about else None,
        "max_output": about.max_output if about else None,
        "languages": about.languages if about and about.knows("languages") else None,
        "takes": (modalities.input if modalities else tuple(about.inputs) if about else ()) or None,
        "gives": (modalities.output if modalities else tuple(about.outputs) if about else ()) or None,
        "limits": tuple(f"{name} {limit:g}" for name, limit in about.limits.items()) if about else (),
    }


def _ends(pair: Pair, card: ModelCard) -> dict[str, Cell]:
    life, said = card.lifecycle, said_of(pair.registry, card)
    firm, end = firm_end(said), end_of(pair.registry, card)
    return {
        "ends": end[0] if end else None,
        "sunset": life.sunset,
        "vendor_ends": firm[0] if firm else None,
        "vendor_not_before": max((seen.not_before for seen in said if seen.not_before), default=None),
        "review_by": life.review_by,
        "replacement": life.replacement,
    }


def _findings(registry: Registry, meant: tuple[Meant, Meant], findings: Iterable[Finding]) -> Iterator[FindingRow]:
    """What the rules say of each, the worst first; what is waived is left out."""
    all_findings = list(findings)
    for letter, one in zip(LETTERS, meant, strict=True):
        files = files_about(registry, one.entry)
        mine = [found for found in all_findings if found.file in files and found.waived is None]
        for found in sorted(mine, key=lambda found: (-found.severity, found.order())):
            yield FindingRow(letter, str(found.severity), found.code, found.message, found.hint, found.file,
                             found.place.line)  # fmt: skip


def _sources(pair: Pair, rows: Iterable[MetricRow], costs: Costs) -> Iterator[Read]:
    """Where what is said was read, and when."""
    seen: set[str] = set()
    for row in rows:
        for letter, one in zip(LETTERS, (row.a, row.b), strict=True):
            if one is not None and one.file not in seen:
                seen.add(one.file)
                tool = f" with {one.tool}" if one.tool else ""
                yield Read(f"{row.suite} of {letter}, by {one.by}{tool}", one.file, one.on)
    for letter, side, card in zip(LETTERS, costs, (pair.a, pair.b), strict=True):
        if side.price is not None:
            yield Read(f"price of {letter}", side.price.source, side.price.read_on)
        for said in said_of(pair.registry, card):
            yield Read(f"the vendor's word on {letter}", said.source, said.read_on)
