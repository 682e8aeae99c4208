"""What commit messages say of moves: reasons where the files give none, and where the files say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from modelsteward.domain.story import Claim, Commit, Event
from modelsteward.usecases.story_about import About

_OF_STAGES = ("promote", "deprecate", "deprecate --cancel", "suspend", "resume", "retire", "destroy")
_BY_HAND = ("approval", "evaluation", "certificate")
"""Records that no command writes: a message of steward's is not about them."""
_RECORDS = ("notice", "review")
"""Of these several may be about one ref, and of several messages none tells which is meant."""
_MAKING = ("stage", "status", "registered", "renumbered", "renamed")
_STATES = (("stage",), ("status",))
"""Where a card says how far it has come: a model, a data set."""


def reason(claims: Sequence[Claim], event: Event, passed: Set[str] = frozenset()) -> str:
    """Why something happened: what the files say, else what the message says of it.

    That gates were `passed` by force is told where a file says so, too.
    """
    if event.why or event.kind in ("not-kept", "claim"):
        return event.why
    if event.kind in _BY_HAND or (event.kind in _RECORDS and len(claims) > 1):
        return ""
    refs = {event.ref, *(ref for ref, _ in event.views)}
    for claim in claims:
        if len(claims) == 1 or refs & set(claim.refs):
            forced = f"forced past {claim.forced}" if claim.forced in passed else ""
            return ": ".join(part for part in (forced, claim.reason) if part)
    return ""


def contradictions(
    commit: Commit, events: Sequence[Event], about: About, passed: Set[str] = frozenset()
) -> Iterator[Event]:
    """Moves, and gates passed by force, that a message speaks of and the files do not show. The files are the truth."""
    for claim in commit.claims:
        if not claim.refs or not any(map(about.wants, claim.refs)):
            continue
        ref = claim.refs[0]
        told = _denied(claim, commit.claims, events) if about.wants(ref) else _nothing(claim, events)
        if told:
            views = tuple((other, f"{told} ({ref})") for other in claim.refs[1:])
            yield Event("claim", ref, told, views)
        if claim.forced and claim.forced not in passed and about.wants(ref):
            yield Event("claim", ref, f"the message says forced past {claim.forced}, and no card does")


def _denied(claim: Claim, all_claims: Sequence[Claim], events: Sequence[Event]) -> str:
    """How the files disagree with a claim; nothing where they agree."""
    if claim.action not in _OF_STAGES or not claim.target or claim.source == claim.target:
        return _nothing(claim, events)
    ref = claim.refs[0]
    said = f"the message says {claim.source or 'nothing'} -> {claim.target}"
    ends = {event.after for event in events if event.ref == ref and event.kind in _MAKING and event.fact in _STATES}
    if claim.target in ends or any(other.target in ends for other in all_claims if other.refs[:1] == claim.refs[:1]):
        return ""
    if ends:
        return f"{said}, and the file says {', '.join(map(str, ends))}"
    later = [other for other in all_claims if other.refs[:1] == claim.refs[:1]]
    if len(later) > 1 and later[0].source == later[-1].target:
        return ""  # several moves in one commit, there and back
    return f"{said}, and the file does not"


def _nothing(claim: Claim, events: Sequence[Event]) -> str:
    """That a commit did nothing to what its message speaks of."""
    concerned = {ref for event in events for ref in (event.ref, *(ref for ref, _ in event.views))}
    if concerned & set(claim.refs):
        return ""
    return f"the message says {claim.action}, and no file of it changed"
