"""The plan of a destruction: every place with how and by whom it is erased, keys, what was made from it, what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import Asked
from modelsteward.domain.erasing import Target
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.domain.holds import holds_on
from modelsteward.domain.kinds import path_of, record_folder
from modelsteward.domain.plan import Gate
from modelsteward.domain.registry import Registry
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.usecases.checklist import checklist_of
from modelsteward.usecases.erasing.derived import Derivative, derivatives
from modelsteward.usecases.erasing.looks import Last, Unchecked, last_looks, unchecked
from modelsteward.usecases.erasing.methods import (
    STEWARD_REACHES,
    KeyVerdict,
    Least,
    facts,
    keys_of,
    least_method,
    suffices,
    way_there,
)
from modelsteward.usecases.erasing.targets import Spared, holder_of, is_set, spared, targets_of
from modelsteward.usecases.tracing import Unsure, unsure

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist

STEWARD = "steward"
SOMEBODY = "a person"
NOBODY = "nobody"

Reaches = Callable[[str], bool]
"""Whether steward itself can look and erase in a place."""


class PlannedPlace(NamedTuple):
    """One place with bytes, and what is to be done there."""

    place: str
    role: str
    """What lies there: `weights`, `tokenizer`, `data`; or that a search found it."""
    kind: str | None
    """What kind of place it is; None where its address does not tell."""
    digest: str | None
    bytes: int | None
    by: str
    """Who erases: `steward`, `a person`, or whoever holds it for us."""
    method: str
    how: str
    """What is to be done there, where a person must, or why steward leaves it."""
    item: str | None
    """The item of the checklist that a person ticks for it."""
    enough: bool
    """Whether the method is the least one or more."""
    locked_until: date | None
    seen: str
    """What was last seen there; empty where nobody ever looked."""
    seen_on: date | None


class DataCopy(NamedTuple):
    """A data set that it was trained on, whose copies are to be decided upon."""

    ref: str
    status: str
    location: str | None
    used_by: tuple[str, ...]
    """Other models, not retired, that were trained on it."""


class Retention(NamedTuple):
    """What stays although the bytes go."""

    what: str
    place: str


class DestructionPlan(NamedTuple):
    """All that the end of a version's bytes comes to."""

    ref: str
    state: str
    owner: str | None
    today: date
    least: Least
    places: tuple[PlannedPlace, ...]
    found: tuple[Last, ...]
    """Copies that a search found, with what was last seen of each."""
    unsearched: tuple[Unchecked, ...]
    """What a search could not look into, and nobody named."""
    keys: tuple[KeyVerdict, ...]
    derived: tuple[Derivative, ...]
    unsure: tuple[Unsure, ...]
    """Models that do not say all that they were made from: nobody can tell whether they hold any of it."""
    data: tuple[DataCopy, ...]
    holds: tuple[str, ...]
    kept: tuple[Retention, ...]
    gates: tuple[Gate, ...]
    checklist: str | None
    """The file of its checklist; None where there is none yet."""
    open_items: tuple[str, ...]
    """Gate items of the checklist that are open."""
    notes: tuple[str, ...]


def plan_of(asked: Asked, gates: tuple[Gate, ...], reaches: Reaches) -> DestructionPlan:
    """The plan, as things are. `asked.registry` must be whole; `gates` are those of the move."""
    card, registry, today = asked.card, asked.registry, asked.today
    least = least_method(facts(registry, card, today))
    looks = {last.place: last for last in last_looks(registry, card, today)}
    targets = targets_of(registry, card)
    spare = spared(registry, card, today)
    mine = {target.place for target in targets}
    places = tuple(_place(card, target, least, looks[target.place], spare, reaches) for target in targets)
    found = tuple(last for place, last in looks.items() if place not in mine and last.result != "gone")
    keys, made = keys_of(registry, card), derivatives(registry, card.ref, today)
    held = tuple(f"{h.entry.card.id} ({h.cover.why})" if h.cover.why else h.entry.card.id
                 for h in holds_on(registry, card.ref, today))  # fmt: skip
    entry = checklist_of(registry, card.ref, "destruction")
    doubtful = unsure(registry, [card.ref, *(one.ref for one in made)])
    return DestructionPlan(
        card.ref, card.status if is_set(card) else card.stage, card.owner, today, least, places, found,  # type: ignore[union-attr]
        unchecked(registry, card.ref), keys, made, doubtful, tuple(_data(registry, card)), held,
        tuple(kept_here(card, entry.card if entry else None)), gates, entry.file if entry else None,
        tuple(one.id for one in entry.card.items if one.gate and one.state == "open") if entry else (),
        tuple(_notes(card, least, places, keys)),
    )  # fmt: skip


def _place(card: Any, target: Target, least: Least, last: Last, spare: Spared,
           reaches: Reaches) -> PlannedPlace:  # fmt: skip
    holder, way = holder_of(card, target.place), way_there(target.place, holder_of(card, target.place))
    seen = f"{last.result}: {last.why}" if last.result and last.why else last.result or last.why
    item: str | None = way.item
    if holder or not reaches(target.place):
        by, method, how = holder or SOMEBODY, str(way.method), way.how
    elif target.digest is None:
        by, method, how = SOMEBODY, str(STEWARD_REACHES), "its card has no digest: steward cannot tell what lies there"
    elif target.digest in spare.digests or target.place in spare.places:
        by, method, how, item = NOBODY, "none", "others live by these bytes, and they stay", None
    else:
        by, method, how, item = STEWARD, str(STEWARD_REACHES), "", None
    enough = method == "none" or suffices(method, least.method)
    return PlannedPlace(
        target.place, target.role, kind_of_place(target.place), target.digest, target.bytes, by, method, how, item,
        enough, target.locked_until, seen, last.on,
    )  # fmt: skip


def _data(registry: Registry, card: Any) -> Iterator[DataCopy]:
    """The data sets that a model was itself trained on."""
    for ref in () if is_set(card) or card.lineage is None else card.lineage.datasets:
        data = registry.dataset(ref)
        users = [
            entry.ref
            for entry in registry.filed(f"builds on {ref}")
            if entry.kind == "model" and entry.ref != card.ref and entry.card.stage not in ENDED_STAGES
        ]
        yield DataCopy(ref, data.status if data else "no card", data.location if data else None, tuple(sorted(users)))


def kept_here(card: Any, checklist: Checklist | None) -> Iterator[Retention]:
    """What must stay so that anybody can still tell what happened (NIST SP 800-88 Rev. 2, 4.6; EU AI Act Art. 18)."""
    yield Retention("the card, as a tombstone with its digests", path_of(card.ref) or "")
    yield Retention("its records: approvals, evaluations, erasures, looks, the certificate", record_folder(card.ref))
    if checklist:
        bare = card.ref.replace("data:", "data/").replace("@", "/")
        yield Retention("its checklists, with every decision", f"checklists/{bare}/")


def _notes(card: Any, least: Least, places: tuple[PlannedPlace, ...], keys: tuple[KeyVerdict, ...]) -> Iterator[str]:
    if (card.status if is_set(card) else card.stage) == "destroyed":
        return
    short = [one for one in places if not one.enough and one.by in (STEWARD, SOMEBODY)]
    if short:
        yield (
            f"deleting reaches {STEWARD_REACHES}, and {least.method} is the least here: somebody other than the eraser "
            "accepts that (des-accepted), or has more done"
        )
    if any(one.answer == "eligible" for one in keys):
        yield "erasing a key counts only once a person has seen to what no card answers; an item asks (des-keys)"
    if least.strict:
        yield "media that can be carried away are destroyed, and two people accept the outcome"
    if not is_set(card) and "vendor_finetune" in card.hosting:
        yield "tuned at a vendor: model, checkpoints, deployments, training files and shares are the vendor's to delete"
    if not is_set(card) and any(one.by == STEWARD for one in places):
        yield "caches and other copies are not on the card: --verify --scan PATH searches for them by content"
