"""Whether a version's bytes are gone: every place they lay in, what was last seen there, and who else needs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.erasing import COMMON
from modelsteward.domain.facts.subject import lies_elsewhere
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import Gate
from modelsteward.usecases.gates import Situation, gate

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.cards.model import Artifact, ModelCard
    from modelsteward.domain.registry import Entry

_WORSE = ("not checked", "gone", "still there")
"""Results of looks, what counts for more on the same day last: a look says more than none."""

Problem = tuple[str, str]
"""What stands against the move, and how to mend it."""


class _Look(NamedTuple):
    """What a certificate says of one place."""

    on: date
    result: str
    place: str
    digest: str | None = None


def sharing(s: Situation) -> list[str]:
    """Other versions, not destroyed, that are made of the same bytes.

    One digest is one content, wherever it lies; but a tokenizer, a configuration or code is the same in many models and
    holds nothing of any. At one place lies one content, unless two digests say otherwise.
    """
    telling = [artifact for artifact in s.model.artifacts if artifact.role not in COMMON]
    refs = [ref for artifact in telling for ref in s.registry.digests.get(artifact.digest or "", ())]
    mine = _digests(s.model.artifacts)
    for ref, entry in s.registry.models.items():
        theirs = _digests(entry.card.artifacts)
        if any(None in mine[place] | theirs[place] for place in mine.keys() & theirs.keys()):
            refs.append(ref)
    others = (s.registry.model(ref) for ref in dict.fromkeys(refs) if ref != s.model.ref)
    return [other.ref for other in others if other is not None and other.stage != "destroyed"]


def gone(s: Situation) -> list[Gate]:
    """The gate `gone`: all places are known, and the last look at each found the bytes gone."""
    return gate("gone", [*_not_known(s), *_left(s)], _passed(s.model))


def _passed(model: ModelCard) -> str:
    if model.artifacts:
        return "certificates name every place, and all are gone"
    return "its bytes lie with its vendor alone" if lies_elsewhere(model) else "it has no bytes here"


def _not_known(s: Situation) -> Iterator[Problem]:
    """Places that the card leaves open. Its files may be sealed by now; a certificate can still say that it has all."""
    model = s.model
    if any(card.knows("not_checked") for card in _certificates(s) if _first_day(model) <= card.on <= s.today):
        return
    hint = f"a certificate in {record_folder(model.ref)}/ settles it, by naming every place and with `not_checked: []`"
    if not model.knows("artifacts") and not lies_elsewhere(model):
        yield "which files hold it is not known: its card has no `artifacts`", hint
    unsaid = [artifact.uri for artifact in model.artifacts if not artifact.knows("replicas")]
    if unsaid:
        first = "" if model.seal else "write `replicas: []` where there is none, or "
        yield f"whether there are other copies is not known: no `replicas` of {', '.join(unsaid)}", first + hint


def _left(s: Situation) -> Iterator[Problem]:
    found: dict[str, str] = {place: "" for artifact in s.model.artifacts for place in _places(artifact)}
    found |= _last_found(s)
    left = [f"{place} ({result})" if result else place for place, result in found.items() if result != "gone"]
    if left:
        hint = f"erase, look, and put a certificate that says so on record in {record_folder(s.model.ref)}/"
        yield f"not seen to be gone: {', '.join(left)}", hint


def _last_found(s: Situation) -> dict[str, str]:
    """What was found at each place when it was last looked at. Of two looks on one day the worse one counts.

    A look that says nothing of today's bytes does not count, but the place it names is one.
    """
    digests = _digests(s.model.artifacts)
    looks = sorted(_looks(s), key=lambda look: (look.on, _WORSE.index(look.result)))
    voids: dict[str, str] = {}
    found: dict[str, str] = {}
    for look in looks:
        why = _void(look, digests[look.place], s)
        (voids if why else found)[look.place] = why or look.result
    return voids | found


def _void(look: _Look, known: set[str | None], s: Situation) -> str:
    """Why a look does not count; empty when it does."""
    if look.on < _first_day(s.model):
        return f"looked at on {look.on}, before it was retired"
    if look.on > s.today:
        return f"looked at on {look.on}, which is still to come"
    kind = (look.digest or "").partition(":")[0]
    comparable = {digest for digest in known if digest and digest.partition(":")[0] == kind}
    return "other bytes were looked at there" if comparable and look.digest not in comparable else ""


def _first_day(model: ModelCard) -> date:
    """The first day on which a look can show that it is gone for good: until then it was in use."""
    return model.lifecycle.retired or model.lifecycle.released or date.min


def _looks(s: Situation) -> Iterator[_Look]:
    for card in _certificates(s):
        yield from (_Look(seen.looked_on, seen.result, seen.place, seen.digest) for seen in card.places)
        yield from (_Look(card.on, "not checked", place) for place in card.not_checked)


def _certificates(s: Situation) -> list[Certificate]:
    entries: list[Entry[Certificate]] = s.registry.of_kind("certificate")  # type: ignore[assignment]
    return [entry.card for entry in entries if entry.card.ref == s.model.ref]


def _digests(artifacts: Iterable[Artifact]) -> defaultdict[str, set[str | None]]:
    """What lies at each place, as far as it is known."""
    found: defaultdict[str, set[str | None]] = defaultdict(set)
    for artifact in artifacts:
        for place in _places(artifact):
            found[place].add(artifact.digest)
    return found


def _places(artifact: Artifact) -> Iterator[str]:
    yield artifact.uri
    yield from artifact.replicas
