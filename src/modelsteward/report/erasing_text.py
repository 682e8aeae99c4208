"""An erasure and a look for eyes: what would be erased, what was, and what was seen in each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from modelsteward.domain.erasing import Deed, Sight, Sweep, Target
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe, size

if TYPE_CHECKING:
    from modelsteward.usecases.erasing.targets import Spared


def foreseen(ref: str, targets: Sequence[Target], others: Sequence[str], spare: Spared, host: str) -> str:
    """What an erasure would do, place by place."""
    lines = [f"to be erased of {safe(ref)}, from this machine ({safe(host)}), if the digests agree:"]
    for target in targets:
        stays = target.digest in spare.digests or target.place in spare.places
        why = "  (stays: others live by these bytes)" if stays else "" if target.digest else "  (stays: no digest)"
        lines.append(f"  {safe(target.place)}{why}")
    if not targets:
        lines.append("  nothing: steward can reach no place of it")
    if others:
        lines += ["for a person to erase:", *(f"  {safe(place)}" for place in others)]
    return "\n".join(lines) + "\n"


def sights(ref: str, seen: Iterable[Sight]) -> str:
    """What lies in each place, after a dry run."""
    lines = [f"what lies there now (nothing was erased of {safe(ref)}):", *map(sight_line, seen)]
    return "\n".join(lines) + "\n"


def sight_line(sight: Sight) -> str:
    """One sight in a line."""
    version = f" (version {safe(sight.version)})" if sight.version else ""
    why = f": {safe(sight.why)}" if sight.why else ""
    until = f"; ask again on {sight.until}" if sight.until else ""
    return f"  {sight.result:<11} {safe(sight.place)}{version}{why}{until}"


def done(ref: str, deeds: Sequence[Deed], others: Sequence[str], commit: str | None) -> str:
    """What came of an erasure."""
    lines = [_deed_line(deed) for deed in deeds]
    left = sum(deed.outcome == "left" for deed in deeds)
    erased = sum(deed.outcome == "erased" for deed in deeds)
    lines.append(f"{amount(erased, 'thing')} erased of {safe(ref)}, {left} left" + _committed(commit))
    if others:
        lines.append(f"for a person to erase: {', '.join(map(safe, others))}")
    return "\n".join(lines) + "\n"


def _deed_line(deed: Deed) -> str:
    version = f" (version {safe(deed.version)})" if deed.version else ""
    bytes_ = f", {size(deed.bytes)}" if deed.bytes is not None and deed.outcome == "erased" else ""
    why = f": {safe(deed.why or deed.technique)}" if deed.why or deed.technique else ""
    return f"  {deed.outcome:<8} {safe(deed.place)}{version}{bytes_}{why}"


def _committed(commit: str | None) -> str:
    return f"; committed {commit[:10]}" if commit else ""


def looked(ref: str, seen: Sequence[Sight], sweep: Sweep) -> str:
    """What a look found: the card's places, copies, and what could not be looked into."""
    lines = [f"{safe(ref)}: what was seen", *map(sight_line, seen)]
    for one in sweep.swept:
        lines.append(f"  searched    {safe(one.root)}: {amount(one.files, 'file')}, {one.hashed} read, "
                     f"{amount(one.archives, 'archive')}, {one.copies} found, {one.unread} unread")  # fmt: skip
    lines += [f"  not checked {safe(text)}" for text in sweep.not_checked[:_MOST]]
    if len(sweep.not_checked) > _MOST:
        lines.append(f"  and {len(sweep.not_checked) - _MOST} more that could not be looked into")
    gone = sum(sight.result == "gone" for sight in seen)
    lines.append(f"{gone} of {amount(len(seen), 'place')} seen to be gone")
    return "\n".join(lines) + "\n"


_MOST = 20
