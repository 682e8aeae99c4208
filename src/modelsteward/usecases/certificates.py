"""Certificates to be looked at: what one says in the order in which it is read, and all that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.chain import Chain, chain_of, digest_of
from modelsteward.domain.plan import Proposal
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.usecases.erasing.methods import suffices
from modelsteward.usecases.naming import resolve

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.registry import Entry, Registry

SSH, BUNDLE = ".sig", ".sig.json"
"""Endings of signatures beside a certificate: of SSH keys, and of the model-signing library."""


class Shown(NamedTuple):
    """A certificate with what its file tells of it."""

    card: Certificate
    digest: str
    """Of its bytes."""
    file: str
    """Where it lies, as far as a reader cares: its path in the registry, or the file that was named."""
    text: str


class Listed(NamedTuple):
    """A certificate in a list."""

    ref: str
    on: date
    by: str
    gone: int
    """Places that were seen to be gone."""
    others: int
    """Places of which that was not seen, with those that nobody looked at."""
    chain: str
    """How it stands in the chain, in words."""
    is_sound: bool
    """Whether nothing is wrong there."""
    digest: str
    file: str
    registry: str | None
    """The included registry that it belongs to; None for ours."""


def shown(entry: Entry[Certificate]) -> Shown:
    """A certificate of the registry, to be looked at."""
    return Shown(entry.card, digest_of(entry.text), entry.file, entry.text)


def the_certificate(registry: Registry, text: str) -> Entry[Certificate]:
    """The newest certificate of a version, or of a name the newest of any version of it.

    Raises Refused where there is none, or nothing is called so.
    """
    entries: list[Entry[Certificate]] = registry.of_kind("certificate")  # type: ignore[assignment]
    found = [entry for entry in entries if text in (entry.card.ref, entry.card.ref.partition("@")[0])]
    if not found:
        ref = text if "@" not in text and text in registry.versions() else resolve(registry, text).entry.ref
        raise Refused(
            f"there is no certificate of {ref}",
            "it is issued when a version is destroyed; `steward certificate list` shows all there are",
        )
    order = {entry.file: at for at, entry in enumerate(chain_of(registry, found[-1].home).in_order)}
    return max(found, key=lambda entry: order.get(entry.file, -1))


def list_certificates(registry: Registry) -> tuple[Listed, ...]:
    """Every certificate, the newest first."""
    homes = dict.fromkeys(entry.home for entry in registry.of_kind("certificate"))
    rows = [
        _listed(entry, chain_of(registry, home))
        for home in homes
        for entry in reversed(chain_of(registry, home).in_order)
    ]
    return tuple(sorted(rows, key=lambda row: row.on, reverse=True))


def _listed(entry: Entry[Certificate], chain: Chain) -> Listed:
    card = entry.card
    results = Counter(place.result for place in card.places)
    said, is_sound = standing(entry, chain)
    others = sum(results.values()) - results["gone"] + len(card.not_checked)
    return Listed(
        card.ref, card.on, card.by, results["gone"], others, said, is_sound, digest_of(entry.text), entry.file,
        entry.home or None,
    )  # fmt: skip


def standing(entry: Entry[Certificate], chain: Chain) -> tuple[str, bool]:
    """How a certificate stands in its chain, and whether nothing is wrong there."""
    card = entry.card
    if not card.knows("previous"):
        return "names none before it: it was written by hand", True
    forked = len(chain.follows(entry)) > 1
    more = "; another one follows on the same" if forked else ""
    if card.previous is None:
        return f"the first{more}", True
    before = chain.before(entry)
    if before is None:
        return f"the one before it is not there ({card.previous})", False
    return f"follows on that of {before.card.ref} of {before.card.on}{more}", True


def statement(card: Certificate) -> str:
    """What it certifies, in a sentence that says no more than was seen."""
    results = Counter(place.result for place in card.places)
    gone, total = results["gone"], sum(results.values())
    unseen = len(card.not_checked)
    if gone == total and not unseen:
        which = "The one place" if total == 1 else f"Each of the {total} places"
        return f"{which} it names was looked at, and the bytes were gone."
    said = [f"{gone} of {amount(total, 'place')} it names {'was' if gone == 1 else 'were'} seen to be gone"]
    said += [f"{count} {'is' if count == 1 else 'are'} {what}" for what, count in results.items() if what != "gone"]
    said += (
        [f"{unseen} more {'was' if unseen == 1 else 'were'} not looked at, and nothing is claimed of"] if unseen else []
    )
    return f"{'; '.join(said)}{' it' if unseen == 1 else ' them' if unseen else ''}."


def least_told(card: Certificate) -> str | None:
    """The least method that the contents ask for, with what fell short of it and whether that was accepted."""
    if card.least is None:
        return None
    ways: dict[str, set[str]] = {}
    for one in card.places:
        if one.result == "gone" and not (one.method and suffices(one.method, card.least)):
            ways.setdefault(one.method or "a method that is not said", set()).add(one.place)
    if not ways:
        return card.least
    said = ", ".join(f"{amount(len(places), 'place')} by {way}" for way, places in ways.items())
    accepted = "accepted, as said here" if card.accepted else "nobody is on record as having accepted that"
    return f"{card.least}; not shown to have been reached: {said}; {accepted}"


def plan_signing(entry: Entry[Certificate], signature: str, beside: Mapping[str, str], *, bundle: bool) -> Proposal:
    """Put a signature beside a certificate. `beside` are the signatures that lie there already, by their paths.

    Raises Refused where the same one lies there.
    """
    for path, text in beside.items():
        if text == signature:
            raise Refused(f"this key has signed it already: {path}", "somebody else may sign as well, with another key")
    ref = entry.card.ref
    new = {next_name(entry.file, beside, bundle): signature}
    return Proposal("certificate", (ref,), f"sign the certificate of {ref} of {entry.card.on}", new=new)


def next_name(file: str, taken: Collection[str], bundle: bool) -> str:
    """What a new signature is called: FILE.sig, and where that is taken FILE.2.sig and so on."""
    ending = BUNDLE if bundle else SSH
    names = [f"{file}{f'.{number}' if number > 1 else ''}{ending}" for number in range(1, len(taken) + 2)]
    return next(name for name in names if name not in taken)
