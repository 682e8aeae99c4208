"""What is left of a model or data set that was destroyed: when it went, what shows that, and all that is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.descent import MADE, made_from
from modelsteward.domain.reaching import state_of
from modelsteward.domain.texts import amount
from modelsteward.usecases.certificates import statement

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate, Verification
    from modelsteward.domain.cards.states import Hold
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.listable import Row


class Gone(NamedTuple):
    """That something is destroyed, and what shows it."""

    on: date | None
    """Day its bytes were seen to be gone; None where its card does not say."""
    certificate: date | None
    """Day of its last certificate; None where there is none."""
    by: str | None
    """Who issued that."""
    unseen: int
    """Places of which the certificate does not say that they are gone."""


def gone(registry: Registry, ref: str) -> Gone | None:
    """That something is destroyed, with its last certificate; None for what is not."""
    made = registry.made(ref)
    if made is None or state_of(registry, ref) != "destroyed":
        return None
    last = last_certificate(registry, ref)
    life = getattr(made.card, "lifecycle", None)
    day = life.destroyed if life is not None else getattr(made.card, "destroyed_on", None)
    unseen = len(last.not_checked) + sum(place.result != "gone" for place in last.places) if last else 0
    return Gone(day, last.on if last else None, last.by if last else None, unseen)


def last_certificate(registry: Registry, ref: str) -> Certificate | None:
    """The newest certificate of something; of one day the last by its file."""
    cards: list[Certificate] = [entry.card for entry in registry.filed(f"certificate {ref}")]
    return max(cards, key=lambda card: card.on, default=None)


def told(it: Gone) -> str:
    """When it went and what shows that, in words: `destroyed 2025-12-15, by the certificate of 2025-12-15`."""
    day = f"destroyed {it.on}" if it.on else "destroyed"
    if it.certificate is None:
        return f"{day}; no certificate on record shows that"
    left = f"; {amount(it.unseen, 'place')} not seen to be gone" if it.unseen else ""
    return f"{day}, by the certificate of {it.certificate}{left}"


def destruction(registry: Registry, ref: str) -> tuple[Row, ...]:
    """The whole story of the end of something that is destroyed, as rows of `what`, `on` and `said`; else none."""
    it = gone(registry, ref)
    if it is None:
        return ()
    return tuple({"what": what, "on": on, "said": said} for what, on, said in _lines(registry, ref, it))


_Line = tuple[str, date | None, str]


def _lines(registry: Registry, ref: str, it: Gone) -> Iterator[_Line]:
    card = last_certificate(registry, ref)
    if card is None:
        yield "certificate", None, "none on record shows that it is gone"
    else:
        witness = f", witnessed by {card.witness}" if card.witness else ""
        yield "certificate", card.on, f"issued by {card.by}{witness}. {statement(card)}"
        yield from _of_certificate(card)
    yield from _made(registry, ref, card)
    yield from _holds(registry, ref)
    yield from _copies(registry, ref, it)


def _of_certificate(card: Certificate) -> Iterator[_Line]:
    if card.contents:
        least = f"; the least method: {card.least}" if card.least else ""
        yield "sensitive", None, f"{', '.join(card.contents)}{least}"
    if card.answers:
        yield "answers", None, ", ".join(card.answers)
    if card.accepted:
        yield "accepted", None, card.accepted
    for text in card.not_checked:
        yield "not looked at", None, text
    if not card.knows("not_checked"):
        yield "not looked at", None, "the certificate does not say whether anything was left out"
    for kept in card.retained:
        where = f" at {kept.place}" if kept.place else ""
        duties = f", for {', '.join(kept.duties)}" if kept.duties else ""
        yield "kept", kept.until, f"{kept.what.replace('_', ' ')}{where}{duties}"
    for one in card.people:
        role = f" as {one.role}" if one.role else ""
        yield one.did, one.on, f"by {one.who}{role}"


def _made(registry: Registry, ref: str, card: Certificate | None) -> Iterator[_Line]:
    """What was made from it: what was decided then, and what it is now."""
    decided = {one.ref: one for one in card.made_from_it} if card else {}
    links = dict(made_from(registry, ref))
    for child in dict.fromkeys((*decided, *links)):
        one, link = decided.get(child), links.get(child)
        now = state_of(registry, child) or "without a card that can be read"
        how = (one.relation if one else None) or (f"{MADE.get(link.relation, link.relation)} {ref}" if link else "")
        what = f"{one.decision}{f': {one.reason}' if one.reason else ''}" if one else "nothing was decided of it"
        yield "made from it", one.on if one else None, f"{child} ({now}), {how}: {what}"


def _holds(registry: Registry, ref: str) -> Iterator[_Line]:
    """The holds that ever named it, or the whole registry."""
    for entry in registry.of_kind("hold"):
        hold: Hold = entry.card  # type: ignore[assignment]
        if ref in hold.refs or "registry" in hold.refs:
            until = f"until {hold.released}" if hold.released else "and is not released"
            yield "hold", hold.opened, f"{hold.id}, by {hold.by}, stood {until}"


def _copies(registry: Registry, ref: str, it: Gone) -> Iterator[_Line]:
    """Copies that turned up after the certificate, as the records tell."""
    looks: list[Verification] = [entry.card for entry in registry.filed(f"verification {ref}")]
    for record in sorted(looks, key=lambda record: record.on):
        for place in record.places:
            if it.certificate is not None and record.on > it.certificate and place.result == "still there":
                yield "copy found", place.looked_on, place.place
