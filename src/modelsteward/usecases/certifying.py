"""The certificate of a destruction, as data: what is on record, put together; nothing is asked and nothing is made up.

The fields are those of the sample in NIST SP 800-88 Rev. 2, read anew for models: not one medium but every place its
bytes lay in, with what was made from it, what is kept, and what nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.chain import chain_of, digest_of
from modelsteward.domain.deciding import latest
from modelsteward.domain.descent import MADE, below
from modelsteward.domain.facts.subject import lies_elsewhere
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord
from modelsteward.domain.reaching import state_of
from modelsteward.errors import Refused
from modelsteward.usecases.certified_people import people_of
from modelsteward.usecases.certified_places import (
    denied,
    not_checked,
    place_values,
    scanned_values,
)
from modelsteward.usecases.checklist import checklist_of
from modelsteward.usecases.erasing.common import staying
from modelsteward.usecases.erasing.looks import Last, last_looks, verifications_of
from modelsteward.usecases.erasing.plan import kept_here
from modelsteward.usecases.erasing.targets import erasures_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Case, Checklist, Decision
    from modelsteward.domain.registry import Entry, Registry

_CONTENTS = {
    "personal": "personal data", "special_category": "data of a special category", "health": "health data",
    "biometric": "biometric data", "children": "data about children", "unlawful_source": "data obtained unlawfully",
}  # fmt: skip


class Issue(NamedTuple):
    """What a certificate is made from."""

    registry: Registry
    """What bears on the end of the version, its records and checklist among it."""
    card: ModelCard | DataSetCard
    today: date
    by: str
    """Who issues it, as git knows them."""
    tool: str
    """`steward 0.6.0`."""
    commit: str | None
    """The last commit, which holds the card and the evidence; None where nothing is committed."""
    previous: str | None
    """Digest of the newest certificate there is; None for the first."""
    checklist: Checklist | None = None
    """The destruction checklist; without one it is looked up."""
    least: str | None = None
    """The least method by what it held."""
    retained: Sequence[Mapping[str, Any]] = ()
    """What laws ask to keep, each as `Retained` has it; the card, its records and its checklist stay in any case."""
    witness: str | None = None


def previous_certificate(registry: Registry, home: str = "") -> Entry[Certificate] | None:
    """The newest certificate that none follows on, by which the next one goes on; all certificates must be read.

    Its digest: `digest_of(entry.text)` of `domain.chain`. Raises Refused where one cannot be read: it may be that one.
    """
    if lost := [one for one in registry.unread() if one.home == home and "-certificate-" in one.file]:
        why = "is not checked out" if lost[0].unseen else "cannot be read"
        hint = "git sparse-checkout add records" if lost[0].unseen else f"`steward validate {lost[0].file}` says why"
        raise Refused(f"{lost[0].file} {why}, so no certificate can follow on the last one", hint)
    ends = chain_of(registry, home).ends
    return ends[-1] if ends else None


def previous_digest(registry: Registry) -> str | None:
    """What the next certificate names as `previous`; None where it is the first."""
    entry = previous_certificate(registry)
    return digest_of(entry.text) if entry else None


def certificate_record(issue: Issue) -> NewRecord:
    """The certificate as a record to be written. Raises Refused as `certificate_value` does."""
    return NewRecord(record_folder(issue.card.ref), certificate_value(issue))


def certificate_value(issue: Issue) -> dict[str, Any]:
    """The certificate as data, its keys in the order in which a person reads them.

    Raises Refused where anything on the card, or a copy that a search found, was not seen to be gone.
    """
    ref, registry = issue.card.ref, issue.registry
    erasures, verifications = erasures_of(registry, ref), verifications_of(registry, ref)
    lasts = last_looks(registry, issue.card, issue.today)
    stay = staying(registry, issue.card, lasts, issue.today)
    lasts = tuple(last for last in lasts if last.place not in stay)
    _require_gone(issue.card, lasts)
    listed = checklist_of(registry, ref, "destruction")
    checklist = issue.checklist or (listed.card if listed else None)
    made, undecided = _made_from(issue, checklist)
    value: dict[str, Any] = {
        "card": "certificate/1",
        "ref": ref,
        "on": issue.today,
        "by": issue.by,
        "seal": getattr(issue.card, "seal", None),
        "commit": issue.commit,
        "previous": issue.previous,
        "contents": contents(registry, issue.card),
        "least": issue.least,
        "places": list(place_values(lasts, erasures)) or [_at_vendor(issue)],
        "not_checked": list(not_checked(registry, ref, lasts)),
        "scanned": scanned_values(verifications),
        "deny": list(denied(issue.card, erasures)),
        "made_from_it": made,
        "retained": [*_kept(issue, checklist), *_shared(issue.card, stay)],
        "answers": sorted(_answers(issue)),
        "accepted": _accepted(checklist),
        "people": people_of(registry, ref, checklist, issue.by, issue.today, issue.witness),
        "tool": issue.tool,
        "witness": issue.witness,
        "note": f"Nothing was decided of what was made from it: {', '.join(undecided)}." if undecided else None,
    }
    always = ("previous", "not_checked", "deny", "made_from_it")
    return {key: told for key, told in value.items() if key in always or (told is not None and told != [])}


def _require_gone(card: ModelCard | DataSetCard, lasts: tuple[Last, ...]) -> None:
    """Whatever the gates said: no certificate is made of what was not seen to be gone."""
    left = [last.said for last in lasts if last.result != "gone"]
    if left:
        raise Refused(
            f"no certificate: of {card.ref} not all was seen to be gone: {', '.join(left)}",
            f"erase what is left, then look: steward destroy {card.ref} --verify",
        )
    if not lasts and not _at_a_vendor(card):
        raise Refused(
            f"no certificate: nobody looked for {card.ref} anywhere", f"look first: steward destroy {card.ref} --verify"
        )


def _at_a_vendor(card: Any) -> bool:
    return hasattr(card, "hosting") and lies_elsewhere(card)


def _at_vendor(issue: Issue) -> dict[str, Any]:
    """Of a model that only its vendor ever held: that it was not ours to erase, and that nobody looked."""
    source = getattr(issue.card, "source", None)
    named = "/".join(filter(None, (source.host, source.model))) if source else ""
    why = "only the vendor holds it, so nothing of it was erased here"
    return {"place": named or "its vendor", "looked_on": issue.today, "result": "not checked", "why": why}


def contents(registry: Registry, card: ModelCard | DataSetCard) -> list[str]:
    """What made it sensitive: what the data in its lineage is known to hold, or the data set itself."""
    own = getattr(card, "contains", None)
    near = (data.contains for hop in registry.lineage(card.ref) if (data := registry.dataset(hop.ref)))
    held = [*([own] if own is not None else []), *near]
    return [words for flag, words in _CONTENTS.items() if any(getattr(one, flag) is True for one in held)]


def _made_from(issue: Issue, checklist: Checklist | None) -> tuple[list[dict[str, Any]], list[str]]:
    """What was made from it, near and far, each with its decision and stage; and that of which none was made.

    What is destroyed already was decided on by that.
    """
    registry, ref = issue.registry, issue.card.ref
    decided: dict[str, Decision] = {one.ref: one for one in checklist.decisions} if checklist else {}
    found: list[dict[str, Any]] = []
    undecided: list[str] = []
    for child, reached in below(registry, (ref,), versions=False).items():
        if child == ref or reached.link is None:
            continue
        told, stage = decided.get(child), state_of(registry, child)
        relation = MADE.get(reached.link.relation, reached.link.relation)
        place: dict[str, Any] = {"ref": child, "stage": stage, "relation": f"{relation} {reached.link.ref}"}
        if told is not None:
            keys = ("decision", "until", "role", "reason", "by", "on")
            place |= {key: getattr(told, key) for key in keys}
        elif stage == "destroyed":
            place |= {"decision": "erase", "by": issue.by, "on": issue.today, "reason": "It is destroyed."}
        else:
            undecided.append(child)
            continue
        found.append({key: value for key, value in place.items() if value is not None})
    return found, undecided


def _kept(issue: Issue, checklist: Checklist | None) -> Iterator[dict[str, Any]]:
    """What stays in any case, and what laws ask to keep."""
    yield from ({"what": one.what, "place": one.place} for one in kept_here(issue.card, checklist))
    yield from map(dict, issue.retained)


def _shared(card: Any, stay: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What other models live by as well: it is not called gone, for it is not."""
    for place, other in stay.items():
        role = next(one.role for one in card.artifacts if place in (one.uri, *one.replicas))
        yield {"what": f"the {role}, by which {other} lives", "place": place}


def _answers(issue: Issue) -> Iterator[str]:
    """The cases and orders that asked for it to go: those that decided so, and the one it was withdrawn for."""
    ref = issue.card.ref
    cases: list[Entry[Case]] = issue.registry.filed(f"decided {ref}")
    seen = {
        entry.card.id
        for entry in cases
        if (told := latest(entry.card).get(ref)) and told[1].decision in ("erase", "retrain")
    }
    withdrawal = getattr(issue.card, "withdrawal", None)
    yield from seen | ({withdrawal.case} if withdrawal and withdrawal.case else set())


def _accepted(checklist: Checklist | None) -> str | None:
    """Why whoever did not erase it found the outcome good enough."""
    items = checklist.items if checklist else ()
    return next((item.evidence for item in items if item.id == "des-accepted" and item.state == "done"), None)
