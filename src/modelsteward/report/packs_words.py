"""What texts and pages say of packs of duties in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.duty_packs import counted_duties, to_confirm
from modelsteward.domain.merging import State
from modelsteward.domain.texts import amount
from modelsteward.usecases.pinning import in_line

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.usecases.packing import EntryDiff, KeyDiff, ListedPack, PackDiff

_COUNTED = ("at_least", "at_most", "within", "every")
NOT_ADVICE = "This is not legal advice."
_BOUNDS = {
    "at_least": "at least", "at_most": "at most", "within": "within", "every": "every", "while": "as long as it lasts",
}  # fmt: skip


def holds(row: ListedPack) -> str:
    """`34 duties, 12 to confirm`."""
    return counted_duties(row.duties) + (f", {row.to_confirm} to confirm" if row.to_confirm else "")


def reviewed(row: ListedPack, today: date) -> str:
    """When a pack is to be looked over."""
    late = "overdue: " if row.review_by < today else ""
    return f"{late}look over by {row.review_by}, {ago(row.review_by, today)}"


def comes(row: ListedPack) -> str:
    """Where a pack comes from."""
    if row.pinned_with is None:
        return row.origin
    return f"{row.origin} of {row.pinned_on}, from steward {row.pinned_with}"


def told(duty: Duty) -> str:
    """What a duty asks of what, from when, for how long."""
    bound = _BOUNDS[duty.bound] if duty.bound else ""
    days = " (working days)" if duty.business_days and duty.period else ""
    start = f"from {duty.clock.replace('_', ' ')}" if duty.clock else ""
    period = duty.period or ("(no period is named)" if duty.bound in _COUNTED else "")
    span = " ".join(filter(None, (bound, f"{period}{days}", start)))
    objects = ", ".join(duty.objects).replace("_", " ")
    return f"{duty.kind} {objects}" + (f": {span}" if span else "")


def marks(duty: Duty) -> str:
    """How much a duty counts, and how well it was read."""
    said = ["binding" if duty.binding else "not binding"]
    if duty.status != "in force":
        said.append(duty.status + (f" by {duty.superseded_by}" if duty.superseded_by else ""))
    if to_confirm(duty):
        said.append(f"to confirm (read: {duty.read})")
    return ", ".join(said)


def summary(found: Sequence[PackDiff]) -> str:
    """A closing line on what differs."""
    entries = [entry for one in found for entry in one.entries]
    if not found:
        return "there is no copy of a pack here: nothing to compare"
    if not entries:
        return "nothing differs from what comes with steward"
    news = sum(entry.state.is_news for entry in entries)
    clashes = sum(entry.state.is_clash for entry in entries)
    parts = [f"{amount(len(entries), 'difference')}"]
    parts += [f"{news} that `steward packs update` takes over"] if news else []
    parts += [f"{clashes} to decide with --ours or --theirs"] if clashes else []
    return ", ".join(parts)


def stands(one: PackDiff) -> str:
    """What a pack is that was compared, where nothing is told of its entries."""
    if one.origin == "package":
        return "not copied here: it counts as it comes with steward"
    if one.origin == "own":
        return "a pack of your own: steward brings none of that name"
    return "nothing differs" if not one.entries else one.origin


def sides(entry: EntryDiff, key: KeyDiff) -> Iterator[tuple[str, str]]:
    """What each side says of a key."""
    gone_here = entry.state in (State.ADDED_THERE, State.REMOVED_HERE, State.REMOVED_HERE_CHANGED_THERE)
    gone_there = entry.state in (State.ADDED_HERE, State.REMOVED_THERE, State.CHANGED_HERE_REMOVED_THERE)
    if not gone_here:
        yield "here", _said(key.ours)
    if not gone_there:
        yield "package", _said(key.theirs)
    if not (gone_here or gone_there):
        yield "copied", _said(key.copied) if key.known else "cannot be told: both changed since"


def _said(value: object) -> str:
    return "(nothing)" if value is None else in_line(value)
