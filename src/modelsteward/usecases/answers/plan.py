"""What the card itself says of its end: the plan, the reason, its names, the calendar, the vendor's day, its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modelsteward.domain.dates import ago
from modelsteward.domain.lifespan import out_of_order, vendor_end
from modelsteward.domain.texts import amount
from modelsteward.usecases.answering import Answered, Asked, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelsteward.domain.cards.model import ModelCard

_WHOSE = {
    "own": "our own decision", "vendor": "the vendor's decision", "safety": "because of safety",
    "legal": "because of law", "data": "because of its data",
}  # fmt: skip
_ORDER = (("released", "deprecated"), ("deprecated", "sunset"), ("sunset", "destroy_by"), ("retired", "destroy_by"))


def model_of(asked: Asked) -> ModelCard:
    """The version that is asked of: items of retirement are never asked of data."""
    return cast("ModelCard", asked.card)


@answer("plan")
def _plan(asked: Asked) -> Answered:
    """Owner, last day, what comes next and why are on the card, and its days in their order."""
    card = model_of(asked)
    dates = card.lifecycle
    for (first, start), (second, end) in out_of_order(dates, _ORDER):
        return Answered(False, f"lifecycle.{second} ({end}) lies before lifecycle.{first} ({start}) on {card.ref}",
                        f"correct one of them on the card of {card.ref}")  # fmt: skip
    if missing := list(_missing(card, asked)):
        return Answered(False, f"the card of {card.ref} does not say {', '.join(missing)}",
                        f"steward deprecate {card.ref} --sunset DATE --replacement REF --reason TEXT")  # fmt: skip
    after = f"then {dates.replacement}" if dates.replacement else "nothing after it, or what each use says"
    gone = f", its bytes gone by {dates.destroy_by}" if dates.destroy_by else ""
    return Answered(True, f"the card of {card.ref} has its plan: owner {card.owner}, last day {dates.sunset}, "
                          f"{after}{gone}, and its days are in order.")  # fmt: skip


def _missing(card: ModelCard, asked: Asked) -> Iterator[str]:
    dates, uses = card.lifecycle, asked.registry.serves.get(card.ref, ())
    if dates.sunset is None:
        yield "its last day (`lifecycle.sunset`)"
    by_use = bool(uses) and all(slot in use.replacement for use, slot in uses)
    if not dates.knows("replacement") and not by_use:
        yield "what comes next, or that nothing does (`lifecycle.replacement`)"
    if not dates.reason:
        yield "why (`lifecycle.reason`)"


@answer("trigger")
def _trigger(asked: Asked) -> Answered:
    """The card says why it ends, and where it says whose decision that is, so does the answer."""
    card = model_of(asked)
    dates = card.lifecycle
    if not dates.reason:
        how = f"steward set {card.ref} lifecycle.reason=TEXT"
        return Answered(False, f"the card of {card.ref} gives no reason (`lifecycle.reason`)", how)
    whose = f" ({_WHOSE[dates.because]})" if dates.because else ""
    return Answered(True, f"lifecycle.reason on the card of {card.ref}: {dates.reason}{whose}")


@answer("vendor-end")
def _vendor_end(asked: Asked) -> Answered:
    """Our last day comes before the vendor's, by long enough to go back if the replacement fails."""
    card = model_of(asked)
    end, sunset = vendor_end(card, asked.registry), card.lifecycle.sunset
    source = card.source
    if end is None:
        where = f" under vendors/{source.host}/{source.model}.yaml" if source and source.host and source.model else ""
        return Answered(None, f"no firm end of {card.ref} by its vendor is on file{where}")
    day, seen = end
    said = f"its vendor ends it on {day} ({seen.source}, read on {seen.read_on})"
    how = f"steward deprecate {card.ref} --sunset DATE --because vendor, with a day before {day}"
    if sunset is None:
        return Answered(False, f"{said}, and the card of {card.ref} has no last day of ours", how)
    spare = (day - sunset).days
    if spare < 0:
        return Answered(False, f"{said}, before our own last day, {sunset}", how)
    window = asked.registry.policy.rollback_window
    if window.after(sunset) > day:
        return Answered(None, f"{said}, {amount(spare, 'day')} after our last day, {sunset}: fewer than {window} "
                              "(`rollback_window`), so whether there is time to go back a person must say")  # fmt: skip
    return Answered(True, f"{said}; our last day, {sunset}, comes {amount(spare, 'day')} before that.")


@answer("calendar")
def _calendar(asked: Asked) -> Answered:
    """The feed has the card's days by itself; where it is published, the card's link `calendar` says."""
    card = model_of(asked)
    days = [(key, day) for key in ("deprecated", "sunset", "destroy_by") if (day := getattr(card.lifecycle, key))]
    if not days:
        return Answered(False, f"the card of {card.ref} has no day that a calendar could show",
                        f"steward deprecate {card.ref} --sunset DATE")  # fmt: skip
    said = ", ".join(f"{key} {day}" for key, day in days)
    feed = card.links.get("calendar")
    if feed is None:
        return Answered(None, f"`steward export ics` has its days ({said}); where people follow it is not on the card "
                              "(`links.calendar`)")  # fmt: skip
    return Answered(True, f"{feed} (`links.calendar` on the card) is made by `steward export ics` with {said}.")


@answer("names")
def _names(asked: Asked) -> Answered:
    """The card lists the names and deployments by which it is called."""
    card = model_of(asked)
    serves = card.serves
    if not card.knows("serves") or (serves is not None and not serves.knows("aliases", "deployments")):
        return Answered(False, f"the card of {card.ref} does not say under which names and deployments it is called",
                        "write `serves: {aliases: […], deployments: […]}` on it, `[]` where there is none")  # fmt: skip
    return Answered(True, f"by `serves` on the card of {card.ref}: {called(card) or 'it is called under no name'}.")


def called(card: ModelCard) -> str:
    """The names that a card says it is called by, for a sentence; empty where there is none."""
    serves, source = card.serves, card.source
    parts = {
        "aliases": serves.aliases if serves else (), "deployments": serves.deployments if serves else (),
        "upstream": [serves.upstream] if serves and serves.upstream else (),
        "the vendor's deployment": [source.deployment] if source and source.deployment else (),
    }  # fmt: skip
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in parts.items() if names)


@answer("access")
def _access(asked: Asked) -> Answered:
    """What credentials there are no card holds; the names that they open are what the card can tell."""
    card = model_of(asked)
    keys = sorted({artifact.key for artifact in card.artifacts if artifact.key})
    parts = [part for part in (called(card), f"keys {', '.join(keys)}" if keys else "") if part]
    what = (
        f"by its card there may be some for {'; '.join(parts)}" if parts else "its card names nothing they would open"
    )
    return Answered(None, f"credentials stand on no card; {what}")


@answer("bytes")
def _bytes(asked: Asked) -> Answered:
    """A day by which its bytes go stands on the card, and lies ahead. Why they are kept, a person must say."""
    card = model_of(asked)
    day = card.lifecycle.destroy_by
    how = f"steward set {card.ref} lifecycle.destroy_by=DATE"
    if day is None:
        return Answered(None, f"no day by which its bytes go is on the card ({how}); why they are kept it does not say")
    if day < asked.today:
        return Answered(
            False, f"lifecycle.destroy_by on the card of {card.ref} was {day}, {ago(day, asked.today)}", how
        )
    return Answered(True, f"lifecycle.destroy_by on the card of {card.ref}: {day}; `steward check` warns before it.")
