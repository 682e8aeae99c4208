"""An erasure and a look as records: from what a run was told to what is committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from modelsteward.domain.erasing import Deed, Method, Part, Stock, lies_in
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord, Proposal
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.erasing.looks import last_moment

MOST_PARTS = 3_000
"""Files that a record names, the largest first: a file of the registry may have 1 MiB, and no more could be read."""
MOST_TENSORS = 2_000
"""Arrays that it names, in the same way."""


class Run(NamedTuple):
    """One run of erasing or looking."""

    ref: str
    started: datetime
    finished: datetime
    today: date
    by: str
    tool: str
    host: str


def merged(earlier: Sequence[Deed], now: Sequence[Deed]) -> list[Deed]:
    """What a run came to, and the one before it that was cut off.

    What was left is tried anew each time, so only the last account of it counts. What one run erased the next one
    finds to be gone, and it was erased all the same.
    """
    done = [deed for deed in earlier if deed.outcome != "left"]
    erased = [deed.place for deed in done if deed.outcome == "erased"]
    for deed in now:
        if deed.outcome == "was gone" and any(lies_in(place, deed.place) for place in erased):
            continue
        done = [one for one in done if one.outcome != "was gone" or not lies_in(one.place, deed.place)]
        done.append(deed)
    return done


def merged_stocks(stocks: Iterable[Stock]) -> list[Stock]:
    """What lay in each place: the first account counts, with the files that a later one adds."""
    held: dict[str, Stock] = {}
    for stock in stocks:
        before = held.setdefault(stock.place, stock)
        known = {part.path for part in before.parts}
        more = tuple(part for part in stock.parts if part.path not in known)
        held[stock.place] = before._replace(parts=before.parts + more)
    return list(held.values())


def plan_erasure(run: Run, stocks: Sequence[Stock], deeds: Sequence[Deed], method: Method) -> Proposal:
    """Put on record what an erasure came to."""
    held, cut = _fitting(merged_stocks(stocks))
    value: dict[str, Any] = {"card": "erasure/1", "ref": run.ref, "on": run.today, "by": run.by}
    value |= {"started": told(run.started), "finished": told(run.finished), "tool": run.tool, "host": run.host}
    inventory = [_inventory(stock) for stock in held if stock.parts]
    value |= {"inventory": inventory} if inventory else {}
    value["places"] = [_erased(deed, method) for deed in deeds]
    counts = {outcome: sum(deed.outcome == outcome for deed in deeds) for outcome in ("erased", "was gone", "left")}
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    notes = [_kept_till(deed) for deed in deeds if deed.until and deed.outcome == "erased"]
    notes += clock_notes(run)
    if cut:
        notes.append(f"{amount(cut, 'smaller file')} that lay there are not named in the record, for want of room")
    notes.append(f"an erasure is no look: steward destroy {run.ref} --verify")
    return Proposal("erase", (run.ref,), f"erase {run.ref}: {said}",
                    records=(NewRecord(record_folder(run.ref), value),), notes=tuple(notes))  # fmt: skip


def _kept_till(deed: Deed) -> str:
    return f"{deed.place}: its store keeps it until {deed.until} all the same"


def clock_notes(run: Run) -> list[str]:
    """That the clock went back while it ran, where it did."""
    if run.finished >= run.started:
        return []
    return [f"the clock of {run.host} went back while this ran: from {told(run.started)} to {told(run.finished)}"]


def require_order(registry: Registry, ref: str, now: datetime, host: str) -> None:
    """Raise Refused where an erasure or a look on record is later than now: of two clocks one is wrong, and whether
    something was looked at before or after it was erased could not be told."""
    last = last_moment(registry, ref)
    if last is not None and now < last:
        raise Refused(
            f"the last erasure or look of {ref} on record ended at {told(last)}, and by the clock of {host} it is "
            f"{told(now)}: one of the two is wrong",
            "see to the clocks; if that one was ahead, wait until it has come, or say --today",
        )


def told(moment: datetime) -> str:
    """A moment as records have it."""
    return moment.isoformat(timespec="seconds")


def _fitting(stocks: Sequence[Stock]) -> tuple[list[Stock], int]:
    """The same with as many files and arrays as a record has room for, and how many files were left out."""
    files = sorted(((part.bytes, n, part.path) for n, one in enumerate(stocks) for part in one.parts), reverse=True)
    kept = {(n, path) for _, n, path in files[:MOST_PARTS]}
    room = MOST_TENSORS
    found = []
    for n, stock in enumerate(stocks):
        parts = []
        for part in stock.parts:
            if (n, part.path) in kept:
                parts.append(part._replace(tensors=part.tensors[:room]))
                room -= len(part.tensors[:room])
        found.append(stock._replace(parts=tuple(parts)))
    return found, max(len(files) - MOST_PARTS, 0)


def _inventory(stock: Stock) -> dict[str, Any]:
    value: dict[str, Any] = {"place": stock.place}
    value |= {"digest": stock.digest} if stock.digest else {}
    return value | {"files": [_part(part) for part in stock.parts]}


def _part(part: Part) -> dict[str, Any]:
    value: dict[str, Any] = {"path": part.path, "digest": part.digest, "bytes": part.bytes}
    tensors = [{"name": one.name, "digest": one.digest, "bytes": one.bytes} for one in part.tensors]
    return value | ({"tensors": tensors} if tensors else {})


def _erased(deed: Deed, method: Method) -> dict[str, Any]:
    value: dict[str, Any] = {"place": deed.place, "version": deed.version, "digest": deed.digest, "bytes": deed.bytes}
    value |= {"outcome": deed.outcome}
    if deed.outcome == "erased":
        value |= {"method": method, "technique": deed.technique or None}
    value |= {"why": deed.why or None, "until": deed.until, "links": deed.links or None,
              "folder": deed.folder or None}  # fmt: skip
    return {key: part for key, part in value.items() if part is not None}
