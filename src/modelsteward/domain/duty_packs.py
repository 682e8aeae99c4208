"""Packs of duties as copies: where each comes from, what of it was changed here, and what the package has now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.about import VERSION
from modelsteward.domain.merging import Compared, State, compare, digest_of
from modelsteward.domain.versions import precedence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modelsteward.domain.cards.packs import Duty, DutyPack

FOLDER = "packs/duties"
HEAD = ("title", "about", "review_by")
"""What stands before the duties of a pack and is copied with them."""


class PackHead(NamedTuple):
    """What a pack that comes with steward says before its duties."""

    name: str
    title: str
    review_by: date


def file_of(name: str) -> str:
    """Where a pack of a registry's own, or a copy, lies."""
    return f"{FOLDER}/{name}.yaml"


def duty_value(duty: Duty) -> dict[str, Any]:
    """An entry as plain data: what its file says, no more."""
    return duty.model_dump(by_alias=True, exclude_unset=True)


def duty_values(pack: DutyPack) -> dict[str, dict[str, Any]]:
    """The entries of a pack as plain data, by id."""
    return {duty.id: duty_value(duty) for duty in pack.duties}


def head_values(pack: DutyPack) -> dict[str, dict[str, Any]]:
    """The same of what stands before the duties, each key by itself."""
    return {key: {key: getattr(pack, key)} for key in HEAD}


def digests(values: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The digests of entries, by id."""
    return {name: digest_of(value) for name, value in values.items()}


def compare_duties(ours: DutyPack, theirs: DutyPack) -> list[Compared]:
    """A copy and the package's pack of that name, entry by entry."""
    base = ours.pinned.entries if ours.pinned else {}
    return list(compare(duty_values(ours), duty_values(theirs), base))


def compare_heads(ours: DutyPack, theirs: DutyPack) -> list[Compared]:
    """The same of what stands before the duties."""
    base = ours.pinned.head if ours.pinned else {}
    return list(compare(head_values(ours), head_values(theirs), base))


def has_news(ours: DutyPack, theirs: DutyPack) -> bool:
    """Whether the package's pack is another one than that which was copied."""
    if ours.pinned is None:
        return False
    return (ours.pinned.entries, ours.pinned.head) != (digests(duty_values(theirs)), digests(head_values(theirs)))


def origin(ours: DutyPack | None, theirs: DutyPack | None) -> str:
    """Where a pack that counts comes from: `package`, `pinned copy`, `changed copy`, `copy, not pinned` or `own`."""
    if ours is None:
        return "package"
    if theirs is None:
        return "own"
    if ours.pinned is None:
        return "copy, not pinned"
    states = (one.state for one in (*compare_duties(ours, theirs), *compare_heads(ours, theirs)))
    return "pinned copy" if all(state is State.SAME or state.is_news for state in states) else "changed copy"


def counted_duties(number: int) -> str:
    """`1 duty`, `2 duties`."""
    return "1 duty" if number == 1 else f"{number} duties"


def to_confirm(duty: Duty) -> bool:
    """Whether an entry was not read in the instrument's own text, and is to be confirmed."""
    return duty.read != "primary"


def twice(pack: DutyPack) -> Iterator[int]:
    """The places of entries whose id an earlier one has."""
    seen = Counter[str]()
    for place, duty in enumerate(pack.duties):
        if seen[duty.id]:
            yield place
        seen[duty.id] += 1


def is_newer(pack: DutyPack, version: str = VERSION) -> bool:
    """Whether a copy was made by a later steward than this one, which must not take it back to what it knows."""
    try:
        return pack.pinned is not None and precedence(pack.pinned.steward) > precedence(version)
    except ValueError:  # no version's number: then nobody can tell
        return False
