"""The gates that the cards can answer, one function each; which of them stand before a move is in `domain.moves`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.lifespan import notice_needed, vendor_end, why_not
from modelsteward.domain.moves import FIRM, GATES, Move
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Answer, Gate
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.requirement import Requirement
from modelsteward.domain.seal import seal_of
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import retired_by
from modelsteward.domain.versions import core_of, pre_release_of, was_released
from modelsteward.rules.numbers import excuse, too_small, unchanged_since
from modelsteward.usecases.standing import open_incidents, unusable_data

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Incident
    from modelsteward.domain.cards.usecase import UseCaseCard


class Situation(NamedTuple):
    """What a move is about: a version, the use it is to serve if any, and the day."""

    registry: Registry
    model: ModelCard
    today: date
    packs: Packs
    use: UseCaseCard | None = None
    slot: str = ""
    """The slot of the use that it is to serve."""
    by: str = ""
    """Who is at work, as git knows them."""
    requirements: tuple[Requirement, ...] = ()
    """What the use requires of it, each with its outcome."""


Ask = Callable[[Situation], Iterator[tuple[str, str]]]
"""Yields what stands against the move, each with how to mend it; nothing when the gate is passed."""

_HERE: dict[str, Ask] = {}


def _gate(name: str) -> Callable[[Ask], Ask]:
    def declare(ask: Ask) -> Ask:
        _HERE[name] = ask
        return ask

    return declare


def ask(move: Move, situation: Situation, own: Mapping[str, list[Gate]] | None = None) -> tuple[Gate, ...]:
    """Every gate of a move with its answer, all at once. `own` are those that the command answers itself.

    `clean` is asked when the files of the plan are known.
    """
    answers: list[Gate] = []
    for name in move.gates:
        if own and name in own:
            answers += own[name]
        elif name in ("evaluations", "approvals"):
            answers += _required(name, situation)
        elif name != "clean":
            answers += answered(name, situation)
    return tuple(answers)


def gate(name: str, against: list[tuple[str, str]], passed: str = "") -> list[Gate]:
    """A gate's answers: one for each thing that stands against it, or that it is passed."""
    if not against:
        return [Gate(name, Answer.PASSED, passed or GATES[name])]
    return [Gate(name, Answer.FAILED, message, hint, firm=name in FIRM) for message, hint in against]


def has_reason(reason: str | None) -> list[Gate]:
    """The gate `reason`."""
    against = [] if reason and reason.strip() else [("no reason is given", "say why with --reason 'TEXT'")]
    return gate("reason", against)


def answered(name: str, situation: Situation) -> list[Gate]:
    """A gate's answers from the cards."""
    return gate(name, list(_HERE[name](situation)), _excused(situation) if name == "number" else "")


def _required(name: str, situation: Situation) -> list[Gate]:
    """A gate's answers from what the use requires; none where it requires nothing of the kind."""
    asked = [one for one in situation.requirements if one.gate == name]
    against = [(f"{one.required}: {one.outcome}: {one.why}", one.hint) for one in asked if not one.passed]
    return gate(name, against) if asked else []


@_gate("number")
def _number(s: Situation) -> Iterator[tuple[str, str]]:
    yield from too_small(s.registry, s.model, s.packs)
    same = None if was_released(s.model) else unchanged_since(s.registry, s.model, s.packs)
    if same is not None:
        ways = f"`steward bump {s.model.ref} --set KEY=VALUE` says what is new"
        yield (
            f"nothing changed since {same.ref} that asks for a new version",
            f"let {same.ref} serve instead" + ("" if s.model.seal else f"; {ways}"),
        )


def _excused(s: Situation) -> str:
    entry = excuse(s.model)
    return f"forced earlier: {entry.reason}" if entry else ""


@_gate("seal")
def _seal(s: Situation) -> Iterator[tuple[str, str]]:
    if s.model.seal is not None and s.model.seal != seal_of(s.model):
        yield (
            f"the technical facts of {s.model.ref} are not those that were sealed",
            f"put them back (`steward log {s.model.ref}` says who changed them), and take the change to a new version",
        )


@_gate("incident")
def _incident(s: Situation) -> Iterator[tuple[str, str]]:
    for entry in open_incidents(s.registry, s.model.ref):
        yield (
            f"{entry.card.severity} incident {entry.card.id} is open since {entry.card.opened}",
            _to_close(entry),
        )


def _to_close(entry: Entry[Incident]) -> str:
    """The command; for an incident of a registry that we include, where to type it."""
    where = f", in the folder of the registry {entry.home}" if entry.home else ""
    return f"steward incident close {entry.card.id} --reason TEXT{where}"


@_gate("use")
def _use(s: Situation) -> Iterator[tuple[str, str]]:
    if s.use is not None and s.use.status == "ended":
        yield f"{s.use.ref} has ended", f"set its status to live first: steward set {s.use.ref} status=live"
    for halt in s.use.suspended if s.use else ():
        if halt.ref == s.model.ref:
            ref = s.use.ref if s.use else ""
            yield (
                f"{s.model.ref} is suspended for {ref} since {halt.on}: {halt.reason}",
                f"steward resume {s.model.ref} --for {ref} --reason TEXT",
            )


@_gate("prohibited")
def _prohibited(s: Situation) -> Iterator[tuple[str, str]]:
    if s.use is not None and s.use.risk is not None and s.use.risk.eu_tier == "prohibited":
        yield f"{s.use.ref} is prohibited under the EU AI Act (Art. 5)", "no version may serve it"


@_gate("alive")
def _alive(s: Situation) -> Iterator[tuple[str, str]]:
    if why := why_not(s.registry, s.model.ref, s.today, s.use):
        yield f"{s.model.ref} may not serve: {why}", "name another version with --to"


@_gate("data")
def _data(s: Situation) -> Iterator[tuple[str, str]]:
    for ref, why in unusable_data(s.registry, s.model.ref):
        yield (
            f"it was built on what may not be used: {why}",
            f"mend the card of {ref}, or make a version without it: steward bump {s.model.name}, then edit its lineage",
        )


@_gate("vendor")
def _vendor(s: Situation) -> Iterator[tuple[str, str]]:
    end, retired = vendor_end(s.model, s.registry), retired_by(said_of(s.registry, s.model))
    if retired:
        yield f"its vendor has retired it, says {retired.source}", f"steward vendors successors {s.model.ref}"
    if end is None or retired:
        return
    needed = notice_needed(s.registry.policy, (s.use,) if s.use else ())
    if end[0] < needed.after(s.today):
        message = f"its vendor ends it on {end[0]}, within the notice period of {needed} ({end[1].source})"
        better = (
            f"the vendor recommends {end[1].replacement}" if end[1].replacement else "choose a model that stays longer"
        )
        yield message, better


@_gate("final")
def _final(s: Situation) -> Iterator[tuple[str, str]]:
    if pre_release_of(s.model.version):
        plain = core_of(s.model.version)
        how = f"steward bump {s.model.ref}" + ("" if s.model.seal else f" --number {plain}")
        yield (
            f"{s.model.version} is a pre-release, and those cannot reach production",
            f"give it a final number: {how} makes {plain}" + (" or higher" if s.model.seal else ""),
        )
