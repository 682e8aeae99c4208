"""Putting on file what a price table says that vendors' models cost now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.costing import in_words
from modelsteward.domain.edits import Append, Edit
from modelsteward.domain.plan import Proposal
from modelsteward.domain.suggest import did_you_mean
from modelsteward.domain.tariff import Table, Tariff
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.naming import resolve

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Price, VendorCard
    from modelsteward.domain.registry import Entry, Registry

AGAIN = timedelta(days=90)
"""When a price that has not changed is put on file once more, so that it is seen to have been looked at."""


class Outcome(NamedTuple):
    """What came of asking about one vendor's model."""

    ref: str
    file: str
    entries: tuple[dict[str, Any], ...]
    known: bool
    """Whether the table knows the model."""
    notes: tuple[str, ...]


def plan_prices(registry: Registry, table: Table, today: date, refs: Iterable[str] = ()) -> Proposal:
    """Add what the table asks to the files of vendors' models, where that is news; of all, or those behind some refs.

    Raises Refused where a ref has no vendor's file behind it.
    """
    entries = list(dict.fromkeys(_behind(registry, ref) for ref in refs)) or _ours(registry)
    if not entries:
        hint = "put what a vendor says of a model into a file vendors/HOST/MODEL.yaml first"
        raise Refused("there is no vendor's file in this registry", hint)
    outcomes = [_outcome(registry, entry, table, today) for entry in entries]
    edits: dict[str, tuple[Edit, ...]] = {
        one.file: tuple(Append(("prices",), value) for value in one.entries) for one in outcomes if one.entries
    }
    changed = [one.ref for one in outcomes if one.entries]
    title = f"price {amount(len(changed), 'vendor model')} from {table.name}"
    return Proposal("price", tuple(changed), title, edits, trailers=(("Steward-Source", table.source),),
                    notes=tuple(_notes(outcomes, table)))  # fmt: skip


def _ours(registry: Registry) -> list[Entry[VendorCard]]:
    entries: list[Entry[Any]] = registry.of_kind("vendor")
    return [entry for entry in entries if not entry.home]


def _behind(registry: Registry, text: str) -> Entry[VendorCard]:
    """The vendor's file that is meant: by `vendor:HOST/MODEL`, `HOST/MODEL`, or a version of ours. Raises Refused."""
    files = {entry.ref: entry for entry in _ours(registry)}
    ref = text if text.startswith("vendor:") else f"vendor:{text}"
    if ref in files:
        return files[ref]
    if "/" in text or text.startswith("vendor:"):
        known = [one.removeprefix("vendor:") for one in files]
        hint = did_you_mean(ref.removeprefix("vendor:"), known) or "write HOST/MODEL, as its file in vendors/ has them"
        raise Refused(f"there is no {ref} in this registry", hint)
    entry = resolve(registry, text).entry
    source = getattr(entry.card, "source", None)
    if entry.kind != "model" or source is None or not source.host or not source.model:
        raise Refused(f"{entry.ref} is no vendor's model", "say what it costs under `cost` on its card")
    meant = f"vendor:{source.host}/{source.model}"
    if meant not in files:
        where = f"put what the vendor says of it into a file in vendors/{source.host}/"
        raise Refused(f"nothing is on file about {source.model} at {source.host}", where)
    return files[meant]


def _outcome(registry: Registry, entry: Entry[VendorCard], table: Table, today: date) -> Outcome:
    card, found = entry.card, table.ask(entry.card.host, entry.card.model, today)
    standing = _newest(card, table.source)
    values: list[dict[str, Any]] = []
    if found is not None and _is_news(found, standing.get(None), today):
        values.append(_value(found, table.source, today, None))
    for snapshot in sorted(_snapshots(registry, card)):
        own = table.ask(card.host, f"{card.model}-{snapshot}", today)
        said = standing.get(snapshot)
        same = found is not None and own is not None and _parts(own) == _parts(found)
        if own is not None and (_is_news(own, said, today) if said else not same):
            values.append(_value(own, table.source, today, snapshot))
    remark = (f"{card.host}/{card.model}: {found.remark}",) if found and found.remark else ()
    return Outcome(entry.ref, entry.file, tuple(values), found is not None or bool(values), remark)


def _newest(card: VendorCard, source: str) -> dict[str | None, Price]:
    """What a source last said of each snapshot, everywhere; None for all of them."""
    found: dict[str | None, Price] = {}
    for said in sorted(card.prices, key=lambda said: said.read_on):
        if said.source == source and said.region is None:
            found[said.snapshot] = said
    return found


def _snapshots(registry: Registry, card: VendorCard) -> set[str]:
    """The snapshots of a model that somebody speaks of: its vendor's file, or a version of ours."""
    seen = {said.snapshot for said in card.observations if said.snapshot}
    seen |= {said.snapshot for said in card.prices if said.snapshot}
    sources = (entry.card.source for entry in registry.models.values())
    return seen | {s.snapshot for s in sources if s and (s.host, s.model) == (card.host, card.model) and s.snapshot}


def _is_news(found: Tariff, said: Price | None, today: date) -> bool:
    if said is None or said.unit != found.unit:
        return True
    return _parts(found) != (said.usd, said.usd_input, said.usd_output) or today - said.read_on > AGAIN


def _parts(found: Tariff) -> tuple[float | None, float | None, float | None]:
    return found.usd, found.usd_input, found.usd_output


def _value(found: Tariff, source: str, today: date, snapshot: str | None) -> dict[str, Any]:
    """An entry of `prices`, in the order of its keys."""
    value: dict[str, Any] = {"source": source, "read_on": today}
    value |= {"snapshot": snapshot} if snapshot else {}
    value["unit"] = found.unit
    prices = zip(("usd", "usd_input", "usd_output"), _parts(found), strict=True)
    return value | {key: _number(usd) for key, usd in prices if usd is not None}


def _number(usd: float) -> float:
    return int(usd) if usd == int(usd) else usd


def _notes(outcomes: list[Outcome], table: Table) -> Iterator[str]:
    """What was found in all, and what a reader must know of it."""
    for one in outcomes:
        for value in one.entries:
            parts = value.get("usd"), value.get("usd_input"), value.get("usd_output")
            snapshot = f" ({value['snapshot']})" if "snapshot" in value else ""
            yield f"{one.ref}{snapshot}: {in_words(value['unit'], parts)}"
    yield from (note for one in outcomes for note in one.notes)
    new = sum(bool(one.entries) for one in outcomes)
    unknown = [one.ref.removeprefix("vendor:") for one in outcomes if not one.known]
    same = len(outcomes) - new - len(unknown)
    tail = f", {len(unknown)} not in {table.name}: {', '.join(unknown)}" if unknown else ""
    yield f"{new} new, {same} unchanged{tail}"
