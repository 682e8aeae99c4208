"""What a case reaches: all that holds the data it is about, or may; and what of it is still to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.deciding import latest
from modelsteward.domain.descent import Reached, below, versions_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case
    from modelsteward.domain.registry import Registry


def reached(registry: Registry, case: Case) -> dict[str, Reached]:
    """Every data set and model that holds the data of a case, surely or possibly, the surest and nearest first."""
    return below(registry, starts(registry, case))


def starts(registry: Registry, case: Case) -> list[str]:
    """The data a case is about: each version it names, and every version there is of a name alone."""
    return [ref for text in case.data for ref in ((text,) if "@" in text else versions_of(registry, text))]


def is_frozen(case: Case) -> bool:
    """Whether it was closed with what it reached then: data and models that come later are not its business.

    A list in which the data it is about is missing was not written by the command, and settles nothing.
    """
    names = {name for ref in case.reached for name in (ref, ref.partition("@")[0])}
    return case.closed is not None and names.issuperset(case.data)


def needs_decision(registry: Registry, ref: str) -> bool:
    """Whether there is anything left to decide about something: it is there, and not destroyed."""
    state = state_of(registry, ref)
    return registry.has(ref) if state is None else state != "destroyed"


def state_of(registry: Registry, ref: str) -> str | None:
    """The stage of a model or the status of a data set; None where no readable card tells."""
    if ref.startswith("data:"):
        data = registry.dataset(ref)
        return data.status if data else None
    model = registry.model(ref)
    return model.stage if model else None


def undecided(registry: Registry, case: Case) -> list[str]:
    """What a case reaches and says nothing of; once it was closed, of what it reached then."""
    decided = latest(case)
    refs = case.reached if is_frozen(case) else tuple(reached(registry, case))
    return [ref for ref in refs if ref not in decided and needs_decision(registry, ref)]
