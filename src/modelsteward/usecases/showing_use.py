"""What is shown of a use case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelsteward.domain.cards.usecase import Monitor, Suite, UseCaseCard
from modelsteward.domain.costing import UseCost, dollars, use_cost
from modelsteward.domain.registry import Registry
from modelsteward.usecases.listable import Cell, Row, end_of
from modelsteward.usecases.shown import Moment, Section, contact


def facts(registry: Registry, card: UseCaseCard, today: date) -> dict[str, Cell]:
    """What the card says of itself."""
    risk, who, training = card.risk, card.consumers, card.training
    return {
        "owner": card.owner,
        "contact": contact(registry, card.owner),
        "purpose": card.purpose,
        "risk": risk.own if risk else None,
        "eu_tier": risk.eu_tier if risk else None,
        "eu_route": risk.eu_route if risk else None,
        "consequential_decision": _yes_or_no(card.consequential_decision),
        "sectors": card.sectors,
        "jurisdictions": card.jurisdictions,
        "organisation_roles": card.organisation_roles,
        "context": card.context,
        "affects": card.affects,
        "internal_consumers": who.internal if who else (),
        "external_consumers": who.external if who else (),
        "consumers_contact": who.contact if who else None,
        "training": training.material or _yes_or_no(training.required) if training else None,
        "training_required": _yes_or_no(training.required) if training and training.material else None,
        "training_counts_for": str(training.max_age) if training and training.max_age else None,
        "notice_to_people": card.guardrails.notice if card.guardrails else None,
    }


def moments(registry: Registry, card: UseCaseCard) -> Iterator[Moment]:
    """Its own dates, and when what serves it now ends."""
    if card.placed_on_market:
        yield Moment(card.placed_on_market, "on the market")
    if card.last_use:
        yield Moment(card.last_use, "last used")
    if card.status == "ended":
        return
    for ref in dict.fromkeys(card.serving.values()):
        model = registry.model(ref)
        end = end_of(registry, model) if model else None
        if end:
            yield Moment(end[0], f"{ref} ends")


def sections(registry: Registry, card: UseCaseCard) -> Iterator[Section]:
    """Its slots, what served them, what a version must show, what is watched, and what its people see and learn."""
    yield Section("slots", "Slots", tuple(_slots(registry, card)), "none: it names nothing that could serve it")
    yield Section("served", "Served so far", tuple(_served(card)), "nothing yet")
    yield Section("costs", "Cost a month", tuple(_costs(registry, card)))
    yield Section("requires", "What a version must show", tuple(_requires(card)), "nothing, by its card")
    yield Section("monitoring", "What is watched", tuple(map(_watched, card.monitoring)))
    yield Section("guardrails", "Guardrails", tuple(_guardrails(card)))
    yield Section("training", "Training", tuple(_training(card)))


def _slots(registry: Registry, card: UseCaseCard) -> Iterator[Row]:
    for slot in dict.fromkeys((*card.serving, *card.fallback, *card.candidates, *card.replacement)):
        champion = card.serving.get(slot)
        model = registry.model(champion)
        end = end_of(registry, model) if model else None
        yield {
            "slot": slot,
            "champion": champion,
            "stage": model.stage if model else None,
            "ends": end[0] if end else None,
            "fallback": card.fallback.get(slot),
            "candidates": tuple(card.candidates.get(slot, ())),
            "replacement": card.replacement.get(slot),
        }


def _costs(registry: Registry, card: UseCaseCard) -> Iterator[Row]:
    """What each slot costs, and all of them (`slot` is None); nothing where the card asks for nothing of the kind."""
    cost = use_cost(registry, card)
    if card.status == "ended" or not (card.volume or cost.budget is not None):
        return
    for one in cost.slots:
        yield {"slot": one.slot, "ref": one.ref, "usd": one.amount.usd, "how": one.amount.why}
    yield {"slot": None, "ref": None, "usd": cost.total, "how": _against(cost)}


def _against(cost: UseCost) -> str:
    """How a use's cost stands to its budget."""
    least = f"at least {dollars(cost.known)}; not all can be told" if cost.unknown and cost.known else ""
    if cost.budget is None:
        return least or "no budget is named"
    verdict = {True: "within", False: "over", None: "cannot be told against"}[cost.within]
    return "; ".join(filter(None, (least, f"{verdict} the budget of {dollars(cost.budget)}")))


def _served(card: UseCaseCard) -> Iterator[Row]:
    for entry in sorted(card.served, key=lambda entry: entry.from_, reverse=True):
        yield {"slot": entry.slot, "ref": entry.ref, "from": entry.from_, "to": entry.to, "why": entry.why}


def _requires(card: UseCaseCard) -> Iterator[Row]:
    requires = card.requires
    if requires is None:
        return
    for suite in requires.suites:
        yield {"what": "evaluation", "needs": _suite(suite)}
    for role in requires.approvals:
        yield {"what": "approval", "needs": f"by role {role}"}
    if requires.budget_usd_per_month is not None:
        yield {"what": "budget", "needs": f"at most ${requires.budget_usd_per_month:,.10g} a month"}


def _watched(monitor: Monitor) -> Row:
    bound = "at least" if monitor.better == "higher" else "at most"
    parts = [f"{monitor.suite}: {monitor.metric} {bound} {monitor.limit:g}{_unit(monitor.unit)}"]
    parts += [f"in {', '.join(monitor.slots)}"] if monitor.slots else []
    parts += [f"no older than {monitor.max_age}"] if monitor.max_age else []
    return {"what": "report", "needs": ", ".join(parts)}


def _unit(unit: str | None) -> str:
    return f" {unit}" if unit and unit != "share" else ""


def _guardrails(card: UseCaseCard) -> Iterator[Row]:
    rails = card.guardrails
    if rails is None:
        return
    for what in rails.do_not_enter:
        yield {"what": "do not enter", "text": what}
    if rails.knows("do_not_enter") and not rails.do_not_enter:
        yield {"what": "do not enter", "text": "nothing is barred, by its card"}
    for pattern in rails.block:
        yield {"what": "blocked", "text": pattern}


def _training(card: UseCaseCard) -> Iterator[Row]:
    training = card.training
    if training is None:
        return
    for one in sorted(training.completed, key=lambda one: one.on, reverse=True):
        yield {
            "group": one.group,
            "on": one.on,
            "people": one.people,
            "of": one.of,
            "counts_until": training.max_age.after(one.on) if training.max_age else None,
            "evidence": one.evidence,
        }


def _suite(suite: Suite) -> str:
    bound = "at least" if suite.better == "higher" else "at most"
    parts = [f"{suite.suite}: {suite.metric} {bound} {suite.threshold:g}{_unit(suite.unit)}"]
    parts += [f"in {', '.join(suite.slots)}"] if suite.slots else []
    if suite.slices:
        parts.append(f"also for {', '.join(suite.slices)}")
    if suite.max_age:
        parts.append(f"no older than {suite.max_age}")
    if suite.max_fall is not None:
        parts.append(f"at most {suite.max_fall:g} worse than the champion")
    return ", ".join(parts)


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"
