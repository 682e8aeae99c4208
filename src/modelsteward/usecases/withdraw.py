"""Taking data out of use: its cards say so and why, and all that was made from it is listed with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.exemptions import exemption
from modelsteward.domain.plan import Proposal
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.dependents import parts_in_uses
from modelsteward.usecases.matters import any_matter
from modelsteward.usecases.naming import by_ref, resolve, the_card
from modelsteward.usecases.tracing import Affected, affected
from modelsteward.usecases.way_out import way_out

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.states import Case
    from modelsteward.domain.registry import Entry, Registry


def plan_withdrawal(
    registry: Registry, texts: Sequence[str], today: date, reason: str | None, case: str | None = None
) -> Proposal:
    """Withdraw the versions that are meant; the notes list the work that follows.

    Raises BadUsage without a reason or for what is no data set; Refused where there is none that is called so, where
    it is destroyed, and where there is no such case.
    """
    if not reason or not reason.strip():
        raise BadUsage("why is the data withdrawn?", "say it with --reason TEXT, without personal data")
    entries = list({entry.ref: entry for text in texts for entry in _meant(registry, text)}.values())
    remarks = [] if case is None else list(_about(registry, case, entries))
    edits: dict[str, tuple[Edit, ...]] = {}
    for entry in entries:
        card = entry.card
        if card.status == "active" or (card.status == "withdrawn" and card.withdrawal is None):
            edits[entry.file] = tuple(_edits(card, today, reason.strip(), case))
        else:
            remarks.append(_left(card))
    changed = [entry.ref for entry in entries if entry.file in edits]
    remarks += _unread(registry, texts)
    notes = (*remarks, *(_work(registry, changed, today, case) if changed else ()))
    title = f"withdraw {_called(changed or [entry.ref for entry in entries])}: {' '.join(reason.split())}"
    trailers = (("Steward-Reason", reason), *((("Steward-Case", case),) if case else ()))
    return Proposal("withdraw", tuple(changed), title, edits, trailers=trailers, notes=notes)


def _meant(registry: Registry, text: str) -> list[Entry[DataSetCard]]:
    """The cards that a ref or a name stands for: a name for all versions."""
    if not text.startswith("data:"):
        hint = f"steward suspend {text} stops a model; data is written data:NAME or data:NAME@VERSION"
        raise BadUsage(f"`{text}` is no data set, and only data is withdrawn", hint)
    if "@" in text:
        entry: Entry[DataSetCard] = the_card(registry, text)
        if entry.card.status == "destroyed":
            raise Refused(f"{text} is destroyed: there is nothing left to withdraw", f"steward trace {text}")
        return [entry]
    found = [entry for ref, entry in registry.datasets.items() if ref.partition("@")[0] == text]
    if not found:
        resolve(registry, text)  # raises with what was probably meant
        raise Refused(f"nothing is called `{text}` here", "")
    return sorted(found, key=lambda entry: by_ref(entry.ref))


def _about(registry: Registry, case: str, entries: Iterable[Entry[Any]]) -> Iterator[str]:
    """What is odd about the case. Raises Refused where there is none that is called so."""
    cases: list[Entry[Case]] = registry.of_kind("case")  # type: ignore[assignment]
    card: Case = any_matter(registry, "case", case, [entry.card.id for entry in cases]).card
    if card.closed is not None:
        yield f"{case} was closed on {card.closed}"
    if missing := [entry.ref for entry in entries if not card.covers(entry.ref)]:
        yield f"{case} does not name {', '.join(missing)}"


def _edits(card: DataSetCard, today: date, reason: str, case: str | None) -> Iterator[Edit]:
    if card.status != "withdrawn":
        yield Set(("status",), "withdrawn")
    yield Set(("withdrawal",), {"on": today, "reason": reason} | ({"case": case} if case else {}))


def _left(card: DataSetCard) -> str:
    if card.status == "destroyed":
        return f"{card.ref} is destroyed, and left as it is"
    withdrawal = card.withdrawal
    since = f" since {withdrawal.on}: {withdrawal.reason}" if withdrawal else ""
    return f"{card.ref} is withdrawn already{since}"


def _unread(registry: Registry, names: Iterable[str]) -> Iterator[str]:
    """The versions of names that have a card, and one that cannot be read: nobody can say in it what became of them."""
    for ref, file in sorted(registry.unreadable.items()):
        if ref.partition("@")[0] in names:
            yield f"{ref} cannot be read, and is left: mend it (steward validate {file}), and run this again"


def _called(refs: list[str]) -> str:
    names = {ref.partition("@")[0] for ref in refs}
    if len(refs) == 1:
        return refs[0]
    return f"{', '.join(sorted(names))} ({amount(len(refs), 'version')})"


def _work(registry: Registry, refs: list[str], today: date, case: str | None) -> Iterator[str]:
    """What is to be done about all that was made from the data, by whom."""
    found = [one for one in affected(registry, refs) if one.ref not in refs and one.state != "destroyed"]
    for one in found:
        if one.kind == "dataset" and one.state == "active":
            owner = registry.team(one.owner)
            yield f"{one.ref} {one.certainty} holds it ({owner}): steward withdraw {one.ref}, or make it anew without"
    models = [one for one in found if one.kind == "model"]
    for one in models:
        yield f"{one.ref} {one.certainty} holds it{_used(registry, one)} ({registry.team(one.owner)}): " + (
            _to_do(registry, one, refs, today)
        )
    if not models:
        yield "no model says that it was built on it; `steward trace` names those of which nobody can tell"
        return
    decide = f"steward case decide {case or 'ID'} REF keep --as ROLE --until DATE --reason TEXT"
    yield f"what was built on it is a finding of `steward check` until it is destroyed, or while it is exempt: {decide}"
    yield "where the bytes lie, and of which models nobody can tell: steward trace " + " ".join(refs[:1])


def _used(registry: Registry, one: Affected) -> str:
    uses = dict.fromkeys(part.use for part in parts_in_uses(registry, (one.ref,)) if part.stops)
    return f" and serves {', '.join(uses)}" if uses else f", is {one.state}"


def _to_do(registry: Registry, one: Affected, refs: list[str], today: date) -> str:
    if one.home:
        return f"to be decided in the registry {one.home}"
    exempt = max((found for ref in refs if (found := exemption(registry, one.ref, ref))), default=None)
    if exempt and exempt.until >= today:
        return f"may be kept until {exempt.until}, by {exempt.case}"
    return way_out(one.ref, one.state)
