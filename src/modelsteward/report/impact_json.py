"""An impact as JSON, for programs, as impact.schema.json beside this file describes it."""

from __future__ import annotations

from typing import Any

from modelsteward.report.values import dump
from modelsteward.usecases.dependents import Part, Party
from modelsteward.usecases.impact import Impact


def render(impact: Impact) -> str:
    """The impact as one JSON document."""
    return dump(
        {
            "format": "steward-impact/1",
            "asked": impact.target.text,
            "kind": impact.target.kind,
            "starts": impact.target.starts,
            "nodes": [
                {
                    "ref": node.ref, "kind": node.kind, "summary": node.summary or None, "state": node.state,
                    "owner": node.owner, "registry": node.home or None, "depth": node.depth,
                    "certainty": node.certainty,
                    "gone": {"on": node.gone.on, "certificate": node.gone.certificate} if node.gone else None,
                }
                for node in impact.nodes
            ],
            "edges": [
                {"from": edge.of, "to": edge.to, "relation": edge.relation, "doubt": edge.doubt or None}
                for edge in impact.edges
            ],
            "uses": [
                {
                    "ref": use.ref, "status": use.status, "owner": use.owner, "registry": use.home or None,
                    "jurisdictions": use.jurisdictions, "parts": [part_row(part) for part in use.parts],
                }
                for use in impact.uses
            ],
            "owners": [party_row(party) for party in impact.owners],
            "jurisdictions": impact.jurisdictions,
            "totals": {
                "models": sum(node.kind == "model" for node in impact.nodes),
                "datasets": sum(node.kind == "dataset" for node in impact.nodes),
                "uses": len(impact.uses),
                "served": sum(any(part.stops for part in use.parts) for use in impact.uses),
                "beyond": impact.beyond,
            },
            "not_seen": impact.notes,
        }
    )  # fmt: skip


def part_row(part: Part) -> dict[str, Any]:
    """What a version does in a slot of a use."""
    return {"slot": part.slot, "ref": part.ref, "role": part.role, "until": part.until}


def party_row(party: Party) -> dict[str, Any]:
    """A team with what it owns of what is touched."""
    return {"team": party.team or None, "contact": party.contact, "owns": party.owns}
