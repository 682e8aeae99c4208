"""Duties in words that every format shares: the law, how well it was read, the facts, the days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.texts import amount
from modelsteward.usecases.obligations import NO_ADVICE, Obligations, Owed

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.usecase import Met
    from modelsteward.domain.owed.rulings import Ruling
    from modelsteward.domain.owed.terms import Term
    from modelsteward.domain.owed.things import Bound, Clash, Thing
    from modelsteward.domain.owed.why import Missing, Why

KINDS = {"keep": "Keep", "delete": "Delete", "notify": "Tell", "review": "Review", "record": "Record"}
"""Headings, by kind of duty, in the order in which they are shown."""
_MOST = 2


def mark(duty: Duty) -> str:
    """How well a duty was verified: all that was not read in its own text is to be confirmed."""
    where = duty.read_in.removeprefix("nothing; ")
    return f"text read: {where}" if duty.read == "primary" else f"to confirm: {where}"


def law(duty: Duty) -> str:
    """The instrument and where in it."""
    return f"{duty.source}, {duty.article}"


def thing_name(name: str) -> str:
    """An object for people: `event logs`."""
    return name.replace("_", " ")


def things(names: Iterable[str]) -> str:
    """Objects for people."""
    return ", ".join(map(thing_name, names))


def some(names: Iterable[str]) -> str:
    """The first names, and how many there are besides."""
    listed = list(names)
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return ", ".join(listed[:_MOST]) + more


def because(why: Iterable[Why]) -> str:
    """Facts with their cards: `jurisdictions: US (use:reminders)`; of one card several facts at once."""
    by_cards: dict[str, list[str]] = {}
    for one in why:
        by_cards.setdefault(some(one.cards), []).append(f"{one.field}: {one.value}")
    return "; ".join(f"{', '.join(facts)}" + (f" ({cards})" if cards else "") for cards, facts in by_cards.items())


def excluded(ruling: Ruling) -> str:
    """Why a duty does not apply, or no longer does."""
    return "; ".join(filter(None, (ruling.said, because(ruling.why) if ruling.outcome == "not" else "")))


def to_fill(missing: Iterable[Missing]) -> Iterator[str]:
    """What is not known, each with the cards and keys that would say it."""
    asked: dict[str, list[str]] = {}
    for one in missing:
        asked.setdefault(one.question, []).append(f"`{one.key}` of {one.card}")
    yield from (f"{question}: {some(places)}" for question, places in asked.items())


_DAYS = {"floor": "until", "cap": "gone by", "deadline": "by", "round": "again by", "standing": ""}


def term_line(term: Term) -> str:
    """A period with its day: `until 2035-05-05: 10 years from 2025-05-05, when …`."""
    day = f"{_DAYS[term.kind]} {term.day}" if term.day else ""
    gap = f"to fill: `{term.missing.key}` of {term.missing.card}" if term.missing else ""
    return "; ".join(filter(None, (": ".join(filter(None, (day, term.words))), gap)))


def met_line(met: Met) -> str:
    """How the use says that a duty is met."""
    more = [met.place, f"done on {met.on}" if met.on else None, f"until {met.until}" if met.until else None]
    said = ", ".join(part for part in more if part)
    return f"met: {met.how.rstrip('.')}" + (f" ({said})" if said else "")


def keep_words(thing: Thing) -> str:
    """How long an object is kept, over all that keeps it."""
    if not thing.floors:
        return ""
    day = f"{thing.keep_until}" if thing.keep_until else ""
    if not thing.is_open:
        return day
    lasting = next((one.term.words for one in thing.floors if one.term.lasts), "")
    return "; ".join(filter(None, (day and f"{day} at least", lasting or "no last day yet")))


def gone_words(thing: Thing) -> str:
    """By when an object is gone, over all that has it gone."""
    if not thing.caps:
        return ""
    return f"{thing.delete_by}" if thing.delete_by else "no day yet"


def alike(found: Iterable[Thing]) -> list[list[Thing]]:
    """Objects that the same duties keep and have gone, together."""
    groups: dict[object, list[Thing]] = {}
    for thing in found:
        groups.setdefault((thing.floors, thing.caps), []).append(thing)
    return list(groups.values())


def rests_on(thing: Thing) -> str:
    """The duties behind an object's days."""
    return ", ".join(dict.fromkeys(one.duty for one in (*thing.floors, *thing.caps)))


def clash_line(clash: Clash) -> str:
    """That an object is to be kept for longer than it may be."""
    return (
        f"{thing_name(clash.thing)}: {clash.floor.duty} keeps it {_bound(clash.floor)}, "
        f"{clash.cap.duty} has it gone by {clash.cap.term.day}"
    )


def _bound(bound: Bound) -> str:
    return f"until {bound.term.day}" if bound.term.day else bound.term.words


def title(owed: Owed) -> str:
    """`no-show@2.1.0 in use:reminders, where it serves since 2026-04-01`."""
    if owed.use is None:
        return f"{owed.ref}: no use is known that it serves or served"
    since = f" since {owed.since}" if owed.since else ""
    until = f" from {owed.since} to {owed.until}" if owed.since and owed.until else f" until {owed.until or 'some day'}"
    role = {"serves": f"serves{since}", "served": f"served{until}"}.get(owed.role, "stands by")
    return f"{owed.ref} in {owed.use}, where it {role}"


def summed(owed: Owed) -> str:
    """How many duties there are of each outcome."""
    counts = {outcome: len(owed.of(outcome)) for outcome in ("applies", "later", "cannot tell")}
    said = [f"{amount(counts['applies'], 'duty').replace('dutys', 'duties')} now"]
    said += [f"{counts['later']} from a later day"] if counts["later"] else []
    said += [f"{counts['cannot tell']} that cannot be told"] if counts["cannot tell"] else []
    return ", ".join(said)


def closing(found: Obligations, *, everything: bool) -> Iterator[str]:
    """What stands below: what is left out, which packs counted, and that it is no legal advice."""
    hidden = {one.ruling.duty.id for owed in found.owed for one in owed.of("not", "ended")}
    shown = {one.ruling.duty.id for owed in found.owed for one in owed.of("applies", "later", "cannot tell")}
    if not everything and (never := hidden - shown):
        yield f"{len(never)} others do not apply, or no longer do: --all names them, with the reason"
    yield from found.notes
    packs = [f"{one.pack.name} (review by {one.pack.review_by})" for one in found.packs]
    yield f"packs: {', '.join(packs) or 'none'}"
    yield NO_ADVICE
