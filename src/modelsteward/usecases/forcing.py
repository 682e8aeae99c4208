"""Passing a gate by force: allowed for all but the firm ones, with a reason that stays on record."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from modelsteward.domain.edits import Append
from modelsteward.domain.kinds import path_of
from modelsteward.domain.plan import Answer, Gate, Proposal


class Force(NamedTuple):
    """Why the gates do not count this once, and who says so."""

    reason: str
    on: date
    by: str


def with_force(proposal: Proposal, force: Force) -> Proposal:
    """The same proposal, its failed gates passed by force; the model's card keeps which, why, when and by whom.

    Git's message tells it too, but a message can be squashed away.
    """
    gates = tuple(_forced(gate) for gate in proposal.gates)
    names = tuple(dict.fromkeys(gate.name for gate in gates if gate.answer is Answer.FORCED))
    if not names:
        return proposal._replace(gates=gates)
    entry = {"on": force.on, "move": proposal.action, "gates": list(names), "by": force.by, "reason": force.reason}
    facts = next((gate.facts for gate in gates if gate.answer is Answer.FORCED and gate.facts), "")
    entry |= {"facts": facts} if facts else {}
    edits, new = dict(proposal.edits), dict(proposal.new)
    model = next((ref for ref in proposal.refs if ":" not in ref), None)
    path = path_of(model) if model else None
    if path in proposal.moved.values():
        path = next(old for old, name in proposal.moved.items() if name == path)
    if path is not None and path not in new:
        edits[path] = (*edits.get(path, ()), Append(("lifecycle", "forced"), entry))
    trailers = (*proposal.trailers, ("Steward-Forced", ", ".join(names)))
    return proposal._replace(gates=gates, edits=edits, trailers=trailers)


def _forced(gate: Gate) -> Gate:
    return gate._replace(answer=Answer.FORCED) if gate.answer is Answer.FAILED and not gate.firm else gate
