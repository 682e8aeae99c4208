"""What serves a use, for deploy scripts: one ref, its places, or all that is known as JSON."""

from __future__ import annotations

from modelsteward.errors import Refused
from modelsteward.report.escape import visible
from modelsteward.report.jsontext import dumps
from modelsteward.usecases.resolve import Resolved, uris


def render(found: Resolved, how: str) -> str:
    """`ref`: the ref on a line. `uri`: where to fetch or call it, a line each. `json`: all of it."""
    if how == "ref":
        return f"{found.ref}\n"
    places = list(uris(found.model))
    if how == "uri":
        if not places:
            raise Refused(
                f"nothing says where {found.ref} lies",
                f"its card names no weights, no `serves.upstream` and no vendor: steward show {found.ref}",
            )
        return "".join(f"{visible(place)}\n" for place in places)
    model = found.model
    return dumps(
        {
            "format": "steward-resolve/1",
            "use": found.use,
            "slot": found.slot,
            "ref": found.ref,
            "name": model.name,
            "version": model.version,
            "stage": model.stage,
            "seal": model.seal,
            "uris": places,
            "source": model.source.model_dump(exclude_none=True) if model.source else None,
            "artifacts": [
                {"role": a.role, "uri": a.uri, "digest": a.digest, "bytes": a.bytes} for a in model.artifacts
            ],
            "champion": found.champion,
            "fallback": found.fallback,
            "why": found.why or None,
        }
    )
