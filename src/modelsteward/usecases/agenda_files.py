"""What ends or is due by records and state files: approvals, reviews, waivers, cases, incidents, checklists, packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.approvals import last_day
from modelsteward.domain.dates import parse_duration
from modelsteward.domain.deciding import latest
from modelsteward.domain.reaching import state_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.usecases.appointment import Appointment

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.states import Case, Checklist, Incident, Waiver
    from modelsteward.domain.registry import Entry, Registry

_DAYS = 15
"""Within which a serious incident is reported, as in the rule CA107."""
_GONE = ("destroyed", None)


def of_files(registry: Registry, today: date) -> Iterator[Appointment]:
    """The appointments of every record and state file."""
    yield from _of_approvals(registry)
    yield from _of_reviews(registry)
    yield from _of_looks(registry)
    for kind, tell in _OF.items():
        for entry in registry.of_kind(kind):
            yield from tell(registry, entry)


def _owner(registry: Registry, ref: str) -> str | None:
    """The team of a model, a data set or a use."""
    card = registry.use(ref) if ref.startswith("use:") else registry.model(ref) or registry.dataset(ref)
    return card.owner if card else None


def _state(registry: Registry, ref: str) -> str | None:
    use = registry.use(ref)
    return use.status if use else state_of(registry, ref)


def _policy(registry: Registry, home: str) -> RegistryCard:
    return registry.guests.called(home).policy if home else registry.policy


def _newest(registry: Registry, kind: str, about: Callable[[Any], Any]) -> list[Entry[Any]]:
    """Of the records about one thing the newest: it takes the place of those before."""
    found: dict[Any, Entry[Any]] = {}
    entries: list[Entry[Any]] = registry.of_kind(kind)
    for entry in sorted(entries, key=lambda entry: (entry.card.on, entry.file)):
        found[about(entry.card)] = entry
    return list(found.values())


def _of_approvals(registry: Registry) -> Iterator[Appointment]:
    """Of what serves a use, stands ready for it or is to: of each role the newest decision."""
    for entry in _newest(registry, "approval", lambda card: (card.ref, card.use, card.role, card.of)):
        card, use = entry.card, registry.use(entry.card.use)
        if card.of != "serving" or use is None or card.decision != "approved":
            continue
        named = {*use.serving.values(), *use.fallback.values()}.union(*use.candidates.values())
        living = use.status != "ended" and _state(registry, card.ref) not in (*ENDED_STAGES, None)
        title = f"Approval of {card.ref} for {use.ref} by {card.role} ends"
        todo = f"who holds the role looks again: steward record approval {card.ref} --for {use.name} --as {card.role}"
        last = last_day(card, _policy(registry, entry.home))
        yield Appointment(card.ref, "approval", f"{use.ref} {card.role}", last, title, todo,
                          _owner(registry, card.ref), (card.ref, use.ref), entry.file, entry.home,
                          stands=living and card.ref in named)  # fmt: skip


def _of_reviews(registry: Registry) -> Iterator[Appointment]:
    """Of each thing the newest review, where its card does not name the same day."""
    for entry in _newest(registry, "review", lambda card: card.ref):
        card, model = entry.card, registry.model(entry.card.ref)
        if model is not None and model.lifecycle.review_by == card.until:
            continue
        stands = _state(registry, card.ref) not in (*ENDED_STAGES, "ended", None)
        todo = f"review it again (steward review {card.ref} --until DATE)"
        yield Appointment(card.ref, "review", "", card.until, f"Review of {card.ref} ends", todo,
                          _owner(registry, card.ref), (card.ref,), entry.file, entry.home, stands=stands)  # fmt: skip


def _of_looks(registry: Registry) -> Iterator[Appointment]:
    """Days until which a store keeps what was erased, from which a look can tell, or until which something is kept."""
    for kind in ("erasure", "verification"):
        for entry in _newest(registry, kind, lambda card: card.ref):
            card = entry.card
            todo = f"look again from then on: steward destroy {card.ref} --verify"
            for place in card.places:
                if place.until is not None:
                    yield Appointment(card.ref, kind, place.place, place.until, f"Look again for {card.ref}",
                                      f"{todo} ({place.place})", _owner(registry, card.ref), (card.ref,), entry.file,
                                      entry.home, stands=_state(registry, card.ref) not in _GONE)  # fmt: skip
    for entry in _newest(registry, "certificate", lambda card: card.ref):
        for kept in entry.card.retained:
            if kept.until is not None:
                ref = entry.card.ref
                todo = "from then on no duty named in the certificate asks to keep it"
                yield Appointment(ref, "retained", kept.what, kept.until, f"{kept.what} of {ref} kept until this day",
                                  todo, _owner(registry, ref), (ref,), entry.file, entry.home)  # fmt: skip


def _of_waiver(registry: Registry, entry: Entry[Waiver]) -> Iterator[Appointment]:
    card = entry.card
    todo = f"mend what {card.rule} finds by then: after it the finding counts, and so does the waiver"
    yield Appointment(card.id, "waiver", "", card.until, f"Waiver of {card.rule} for {card.ref} ends", todo,
                      _owner(registry, card.ref), (card.ref,), entry.file, entry.home)  # fmt: skip


def _of_case(registry: Registry, entry: Entry[Case]) -> Iterator[Appointment]:
    card = entry.card
    names = {ref.partition("@")[0] for ref in card.data}
    refs = (*card.data, *(ref for ref in registry.datasets if ref.partition("@")[0] in names))
    owner = next((found for ref in refs if (found := _owner(registry, ref))), None)
    if card.due is not None:
        todo = f"decide what is open, answer, and close it: steward case show {card.id}"
        yield Appointment(card.id, "due", "", card.due, f"Answer {card.id} ({card.purpose})", todo, owner, refs,
                          entry.file, entry.home, stands=card.closed is None)  # fmt: skip
    for ref, (_, decision) in latest(card).items():
        if decision.decision == "keep" and decision.until is not None:
            todo = f"destroy it, or decide anew: steward case decide {card.id} {ref} …"
            yield Appointment(card.id, "exemption", ref, decision.until, f"Exemption of {ref} in {card.id} ends", todo,
                              _owner(registry, ref), (ref,), entry.file, entry.home,
                              stands=_state(registry, ref) not in _GONE)  # fmt: skip


def _of_incident(registry: Registry, entry: Entry[Incident]) -> Iterator[Appointment]:
    """The day by which a serious one is reported where the EU AI Act binds; whether it does is for a lawyer to say."""
    card = entry.card
    if card.severity != "serious":
        return
    set_here = _policy(registry, entry.home).rules.parameters.get("CA107", {}).get("days", _DAYS)
    days = set_here if isinstance(set_here, int) else _DAYS
    todo = (
        f"say that it was reported (steward incident report {card.id} --on DATE), or close it with what came of it; "
        f"{days} days from when it became known, as CA107 counts them"
    )
    owner = next((found for ref in card.refs if (found := _owner(registry, ref))), None)
    yield Appointment(card.id, "report", "", parse_duration(f"P{days}D").after(card.opened), f"Report {card.id}", todo,
                      owner, card.refs, entry.file, entry.home, is_firm=False,
                      stands=card.closed is None and card.reported is None)  # fmt: skip


def _of_checklist(registry: Registry, entry: Entry[Checklist]) -> Iterator[Appointment]:
    card = entry.card
    teams = registry.policy.teams
    for item in card.items:
        owner = item.owed_by if item.owed_by in teams else _owner(registry, card.ref)
        stands = card.closed is None and item.state == "open"
        tick = f"steward checklist {card.ref} tick {item.id} --purpose {card.purpose} --evidence TEXT"
        days = (("item_due", item.due, f"{item.id} of {card.ref} is due"),
                ("item_until", item.until, f"{item.id} of {card.ref} can be told"))  # fmt: skip
        for kind, day, title in days:
            if day is not None:
                yield Appointment(card.ref, kind, f"{card.purpose} {item.id}", day, title, f"{item.text} ({tick})",
                                  owner, (card.ref,), entry.file, entry.home, stands=stands)  # fmt: skip


def _of_pack(registry: Registry, entry: Entry[Any]) -> Iterator[Appointment]:
    card = entry.card
    yield Appointment(card.ref, "pack", "", card.review_by, f"Look over {card.ref}",
                      "hold it against the law as it is then", None, (card.ref,), entry.file, entry.home)  # fmt: skip


_OF: dict[str, Callable[[Registry, Any], Iterator[Appointment]]] = {
    "waiver": _of_waiver, "case": _of_case, "incident": _of_incident, "checklist": _of_checklist, "duties": _of_pack,
}  # fmt: skip
