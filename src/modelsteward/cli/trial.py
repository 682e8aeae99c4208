"""A card that is not complete yet, judged as it would be: so that what is wrong is told when it is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.domain.findings import Path as KeyPath
    from modelsteward.domain.plan import Plan, Proposal
    from modelsteward.usecases.register import Asked

_UNSAID = "Not said yet."


class Trial:
    """What would come of registering something, whatever is not said of it yet."""

    def __init__(self, root: Path, today: date | None, asked: Asked) -> None:
        from modelsteward.api.desk import Desk
        from modelsteward.store.newcards import known_refs

        self._desk = Desk(root, today)
        self._asked = asked
        self._registry = self._desk.near(asked.target.ref, dependents=asked.target.kind == "model")
        self._known = known_refs(root, self._registry.guests)

    def require_sound(self) -> None:
        """Raise BadUsage or Refused where what was said so far cannot stand."""
        from modelsteward.api.desk import failures

        failed = list(failures(self._plan(self._asked.values)))
        if failed:
            hints = dict.fromkeys(gate.hint for gate in failed if gate.hint)
            raise Refused("; ".join(_without_place(gate.message) for gate in failed), "; ".join(hints))

    def fault(self, path: KeyPath, value: Any, values: Mapping[KeyPath, Any]) -> str:
        """What is wrong with a value, besides those that were found right; nothing when it will do."""
        from modelsteward.api.desk import failures

        try:
            failed = next(failures(self._plan({**values, path: value})), None)
        except (BadUsage, Refused) as error:
            return _joined(error.message, error.hint)
        return _joined(_without_place(failed.message), failed.hint) if failed else ""

    def _plan(self, values: Mapping[KeyPath, Any]) -> Plan:
        return self._desk.plan(lambda _: self._proposal(values))

    def _proposal(self, values: Mapping[KeyPath, Any]) -> Proposal:
        from modelsteward.store.newcards import dressed
        from modelsteward.usecases.register import plan_registration

        asked = self._asked._replace(values=self._filled(values))
        return dressed(plan_registration(self._registry, self._known, asked), self._desk.root)

    def _filled(self, values: Mapping[KeyPath, Any]) -> Mapping[KeyPath, Any]:
        """The values, and something right for everything else that no card can be without."""
        from modelsteward.usecases.questions import needed, spoken

        filled, edits, kind = dict(values), self._asked.edits, self._asked.target.kind
        while missing := needed(kind, spoken(filled, edits), self._registry.policy):
            one = missing[0]
            filled[one.path] = one.value(one.default or next(iter(one.choices), _UNSAID))
        return filled


def _without_place(message: str) -> str:
    """What a gate says, without the line: nobody has seen the card yet."""
    place, colon, rest = message.partition(": ")
    return rest if colon and place.rpartition(":")[2].isdigit() else message


def _joined(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
