"""Whether a version may be erased now: what must hold before the first byte goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from modelsteward.domain.answers import Asked
from modelsteward.domain.holds import holds_on
from modelsteward.domain.plan import Answer, Gate
from modelsteward.errors import Refused
from modelsteward.usecases.checklist import checklist_of, require_readable
from modelsteward.usecases.checklist_gate import checklist_gate
from modelsteward.usecases.destroy import PURPOSE, incident, keep, require_destroyable
from modelsteward.usecases.erased import hold, some, unsealed
from modelsteward.usecases.gates import gate
from modelsteward.usecases.standings import standing_of

AUTHORISE = "authorise"
"""The phase of the checklist that comes before erasing."""


def gates_before(asked: Asked, now: date) -> tuple[Gate, ...]:
    """What must hold before anything is erased. What others live by is no hindrance: it is left where it lies.

    Raises Refused where it is too early, or there is no checklist."""
    ref, registry = asked.card.ref, asked.registry
    require_destroyable(asked)
    require_readable(registry, ref, PURPOSE)
    entry = checklist_of(registry, ref, PURPOSE)
    if entry is None:
        raise Refused(
            f"{ref} has no destruction checklist, and nothing is erased without one",
            f"steward checklist {ref} make --purpose {PURPOSE}; what authorises it is ticked first",
        )
    listed = checklist_gate(asked, entry.card, standing_of(entry.card, asked), AUTHORISE)
    sealed = gate("seal", unsealed(asked.card))
    return (*listed, *sealed, *hold(asked), *incident(asked), *keep(asked, now))


def require_ready(asked: Asked, unseen: Sequence[str], now: date) -> None:
    """Raise Refused while something stands against erasing it, with all of that; no --force gets past it.

    `unseen` are cards that could not be read: any of them may live by the same bytes. `now` is the day by the clock:
    bytes go today, whatever day was given.
    """
    if unseen:
        names = some(list(unseen))
        raise Refused(f"nothing is erased of {asked.card.ref}: {names} cannot be read, and may live by the same bytes",
                      "`steward validate` says what is wrong with them; check out what is missing")  # fmt: skip
    failed = [gate for gate in gates_before(asked, now) if gate.answer is Answer.FAILED]
    if failed:
        said = "; ".join(gate.message for gate in failed)
        raise Refused(f"nothing is erased of {asked.card.ref}: {said}", "; ".join(gate.hint for gate in failed))
    _require_released(asked, now)


def _require_released(asked: Asked, now: date) -> None:
    """A day that is still to come does not bring the release of a hold that stands now."""
    for found in holds_on(asked.registry, asked.card.ref, now):
        hold = found.entry.card
        if hold.opened < now < asked.today:
            raise Refused(
                f"nothing is erased of {asked.card.ref}: hold {hold.id} orders it to be kept until {hold.released}, "
                f"and today is {now}, whatever day is given",
                f"wait for that day, or have it lifted: {found.entry.file}",
            )
