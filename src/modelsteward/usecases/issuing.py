"""Issuing a certificate: with the move that ends a version, or afterwards where that move could not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import Asked
from modelsteward.domain.plan import Answer, Gate, NewRecord, Proposal
from modelsteward.errors import Refused
from modelsteward.usecases.certifying import Issue, certificate_record
from modelsteward.usecases.erasing.methods import facts, least_method
from modelsteward.usecases.keeping import kept_things

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist
    from modelsteward.domain.registry import Entry

NEEDED = ("checklist", "hold", "gone")
"""Gates without which no certificate is issued, whatever else was forced."""


class Issuer(NamedTuple):
    """Who issues it, and what that rests on."""

    by: str
    """As git knows them."""
    tool: str
    """`steward 0.6.0`."""
    commit: str | None
    """The last commit, which holds the card and the evidence."""
    previous: str | None
    """Digest of the certificate before this one."""


def certificate_with(
    asked: Asked, checklist: Checklist, gates: Iterable[Gate], issuer: Issuer
) -> tuple[NewRecord, ...]:
    """The certificate that goes with the move; none while a gate is open that it cannot do without."""
    failed = {gate.name for gate in gates if gate.answer is Answer.FAILED}
    if failed.intersection(NEEDED):
        return ()
    return (_record(asked, checklist, issuer),)


def plan_issuing(asked: Asked, checklist: Entry[Checklist] | None, gates: Iterable[Gate], issuer: Issuer) -> Proposal:
    """Issue the certificate of what is destroyed and has none. Raises Refused where that is not the case."""
    ref = asked.card.ref
    if asked.registry.filed(f"certificate {ref}"):
        raise Refused(f"{ref} has a certificate already", f"steward certificate show {ref}")
    if (getattr(asked.card, "stage", None) or getattr(asked.card, "status", None)) != "destroyed":
        raise Refused(f"{ref} is not destroyed", f"steward destroy {ref} issues its certificate with the move")
    if checklist is None:
        raise Refused(
            f"{ref} has no destruction checklist, so nobody can tell what was done",
            "a certificate rests on it: `git log --all --stat -- checklists` shows where it went; bring it back",
        )
    needed = tuple(gate for gate in gates if gate.name in NEEDED)
    records = certificate_with(asked, checklist.card, needed, issuer)
    return Proposal("certificate", (ref,), f"certificate {ref}: issue it", records=records, gates=needed)


def _record(asked: Asked, checklist: Checklist, issuer: Issuer) -> NewRecord:
    registry, card, today = asked.registry, asked.card, asked.today
    least = least_method(facts(registry, card, today)).method
    return certificate_record(
        Issue(registry, card, today, issuer.by, issuer.tool, issuer.commit, issuer.previous, checklist, least,
              list(_retained(asked)))
    )  # fmt: skip


def _retained(asked: Asked) -> Iterator[dict[str, Any]]:
    """What laws ask to keep."""
    for thing in kept_things(asked.registry, asked.card, asked.today, asked.packs):
        said = {"what": thing.object, "place": thing.place, "until": thing.until, "duties": list(thing.duties)}
        yield {key: value for key, value in said.items() if value}
