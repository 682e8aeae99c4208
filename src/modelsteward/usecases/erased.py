"""Whether a version's bytes are gone: every place they lay in, what was last seen there, and who else needs them.

They are asked of a version of a model or of a data set, on a day: gates of `destroy`, and checklists can let them
answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from modelsteward.domain.answers import Asked
from modelsteward.domain.erasing import COMMON
from modelsteward.domain.facts.subject import lies_elsewhere
from modelsteward.domain.holds import Held, ever_on, is_standing, unread_holds, wrongly_lifted
from modelsteward.domain.kinds import path_of, record_folder
from modelsteward.domain.plan import Gate
from modelsteward.domain.registry import Registry
from modelsteward.domain.seal import seal_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.usecases.erasing.common import staying
from modelsteward.usecases.erasing.derived import Derivative, derivatives
from modelsteward.usecases.erasing.looks import (
    Last,
    certificates_of,
    first_day,
    last_looks,
    named_unchecked,
    to_names,
    unchecked,
    verifications_of,
)
from modelsteward.usecases.erasing.targets import is_set
from modelsteward.usecases.gates import gate

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import Artifact, ModelCard

Problem = tuple[str, str]
"""What stands against the move, and how to mend it."""
_MOST = 5
"""How many things are named one by one in a sentence."""


def sharing(registry: Registry, card: ModelCard | DataSetCard) -> list[str]:
    """Other versions, not destroyed, that are made of the same bytes.

    One digest is one content, wherever it lies; but a tokenizer, a configuration or code is the same in many models and
    holds nothing of any. At one place lies one content, unless two digests say otherwise.
    """
    if is_set(card):
        return [*_sets_alike(registry, card), *_models_of(registry, card.digest)]  # type: ignore[arg-type, union-attr]
    return [*_models_alike(registry, card), *_sets_of(registry, card)]  # type: ignore[arg-type]


def _sets_of(registry: Registry, card: ModelCard) -> list[str]:
    """Data sets, not destroyed, that are registered with the same bytes."""
    mine = {artifact.digest for artifact in card.artifacts if artifact.digest and artifact.role not in COMMON}
    return [ref for ref, one in registry.datasets.items() if one.card.digest in mine and one.card.status != "destroyed"]


def _models_of(registry: Registry, digest: str | None) -> list[str]:
    """Models, not destroyed, that are registered with the bytes of a data set."""
    refs = registry.digests.get(digest, ()) if digest else ()
    return [ref for ref in refs if (model := registry.model(ref)) and model.stage != "destroyed"]


def _models_alike(registry: Registry, card: ModelCard) -> list[str]:
    telling = [artifact for artifact in card.artifacts if artifact.role not in COMMON]
    refs = [ref for artifact in telling for ref in registry.digests.get(artifact.digest or "", ())]
    mine = _digests(card.artifacts)
    for ref, entry in registry.models.items():
        theirs = _digests(entry.card.artifacts)
        if any(None in mine[place] | theirs[place] for place in mine.keys() & theirs.keys()):
            refs.append(ref)
    others = (registry.model(ref) for ref in dict.fromkeys(refs) if ref != card.ref)
    return [other.ref for other in others if other is not None and other.stage != "destroyed"]


def _sets_alike(registry: Registry, card: DataSetCard) -> list[str]:
    places = {card.location, *card.replicas} - {None}
    found = []
    for ref, entry in registry.datasets.items():
        other = entry.card
        if ref == card.ref or other.status == "destroyed":
            continue
        same_place = places & {other.location, *other.replicas} and None in (card.digest, other.digest)
        if same_place or (card.digest is not None and card.digest == other.digest):
            found.append(ref)
    return found


def _digests(artifacts: Iterable[Artifact]) -> defaultdict[str, set[str | None]]:
    """What lies at each place, as far as it is known."""
    found: defaultdict[str, set[str | None]] = defaultdict(set)
    for artifact in artifacts:
        for place in (artifact.uri, *artifact.replicas):
            found[place].add(artifact.digest)
    return found


def hold(asked: Asked) -> list[Gate]:
    """The gate `hold`: holds on it, and on others that are made of the same bytes: erasing these would erase those."""
    refs = dict.fromkeys((asked.card.ref, *sharing(asked.registry, asked.card)))
    ever = [(found, other) for other in refs for found in ever_on(asked.registry, other)]
    held = [(found, other) for found, other in ever if is_standing(found.entry.card, asked.today)]
    role = "|".join(asked.registry.policy.holds.lift) or "ROLE"
    against = [_ordered(asked.card.ref, held, role)] if held else []
    against += dict.fromkeys(told for found, _ in ever if (told := _still_ordered(asked, found)))
    if unread := unread_holds(asked.registry):
        against.append((f"{', '.join(unread)} cannot be read, and may order it to be kept",
                        f"steward validate {unread[0]} says what is wrong with it"))  # fmt: skip
    return gate("hold", against)


def _ordered(ref: str, held: list[tuple[Held, str]], role: str) -> Problem:
    """What orders it to be kept, the first of them with why; and how that would end."""
    names = ", ".join(dict.fromkeys(found.entry.card.id for found, _ in held))
    (first, other), card = held[0], held[0][0].entry.card
    what = "it" if other == ref else f"{other}, whose bytes are the same,"
    why = "" if first.cover.is_named else f" ({first.cover.why})"
    if first.cover.certainty == "cannot tell":
        return f"hold {names} may cover {what.rstrip(',')}{why}", f"write what is missing, or have it lifted: {card.id}"
    hint = f"it must be released first: {first.entry.file} (steward hold lift {card.id} --as {role})"
    return f"hold {names} orders {what} to be kept, by {card.by}{why}", hint


def _still_ordered(asked: Asked, found: Held) -> Problem | None:
    """Of a hold that was lifted by who may not; a guest's is judged by the roles that it has at home."""
    hold, entry, registry = found.entry.card, found.entry, asked.registry
    policy = registry.guests.called(entry.home).policy if entry.home else registry.policy
    wrong = None if is_standing(hold, asked.today) else wrongly_lifted(hold, policy, asked.today)
    if wrong is None:
        return None
    hint = f"have it lifted by who may: take `released` out of {entry.file}, and steward hold lift {hold.id} --as ROLE"
    return f"hold {hold.id} orders it to be kept, by {hold.by}: {wrong[1]}", hint


def shared(asked: Asked) -> list[Gate]:
    """The gate `shared`: bytes that a living version names as well must not be erased with this one."""
    living = [ref for ref in sharing(asked.registry, asked.card) if _lives(asked.registry, ref)]
    names = ", ".join(sorted(living))
    against = [(f"its bytes are those of {names} too", f"retire and destroy {names} with it, or keep both")]
    return gate("shared", against if living else [])


def _lives(registry: Registry, ref: str) -> bool:
    model = registry.model(ref)
    return model is None or model.stage not in ENDED_STAGES


def derived(asked: Asked) -> list[Gate]:
    """The gate `derived`: each thing that was made from it, near and far, was decided upon."""
    found = derivatives(asked.registry, asked.card.ref, asked.today)
    still = [one for one in found if one.standing == "open"]
    told = "nothing was made from it" if not found else f"{amount(len(found), 'thing')} made from it, each decided upon"
    return gate("derived", list(_undecided(asked.card.ref, still)), told)


def _undecided(ref: str, still: list[Derivative]) -> Iterator[Problem]:
    if still:
        names = some([f"{one.ref} ({one.remark or one.certainty})" for one in still])
        how = f"steward checklist {ref} decide {still[0].ref} erase|retrain|keep|not-affected --reason TEXT --by TEAM"
        yield f"made from it, and not decided upon: {names}", how


def gone(asked: Asked) -> list[Gate]:
    """The gate `gone`: all places are known, the last look at each found the bytes gone, and so of each copy that a
    search found; what could not be searched was named."""
    looks = last_looks(asked.registry, asked.card, asked.today)
    stay = staying(asked.registry, asked.card, looks, asked.today)
    left = [last for last in looks if last.result != "gone" and last.place not in stay]
    against = [*unsealed(asked.card), *_undated(asked.card), *_unread(asked), *_not_known(asked),
               *_left(asked.card.ref, left), *_unsearched(asked)]  # fmt: skip
    return gate("gone", against, _passed(asked, stay))


def unsealed(card: Any) -> list[Problem]:
    """That its card was changed after it was sealed: it may name other places, or other bytes, than there were."""
    if getattr(card, "seal", None) in (None, "" if is_set(card) else seal_of(card)):
        return []
    hint = f"put them back (`git log -p -- {path_of(card.ref)}` shows what changed)"
    return [(f"the technical facts of {card.ref} are not those that were sealed, its places and digests among them",
             hint)]  # fmt: skip


def _undated(card: Any) -> list[Problem]:
    """That nobody can tell from which day a look shows that it is gone for good."""
    if is_set(card) or card.lifecycle.retired or card.stage != "retired" or not card.artifacts:
        return []
    when = f"write the day in {path_of(card.ref)}; `git log -p` on it shows when it was"
    return [("since when it is retired is not known (`lifecycle.retired`): only looks from then on count", when)]


def _unread(asked: Asked) -> Iterator[Problem]:
    """Records that nobody can read: any of them may say that something was seen, or erased since."""
    folder = record_folder(asked.card.ref)
    kinds = ("-verification-", "-erasure-", "-certificate-")
    found = [one for one in asked.registry.unread() if not one.home and one.inside.startswith(f"{folder}/")]
    files = [one.file for one in found if any(kind in one.inside for kind in kinds)]
    if files:
        hint = f"`steward validate {files[0]}` says what is wrong with it; what is not checked out must be"
        yield f"{some(files)} cannot be read, and may say that something is left", hint


def _passed(asked: Asked, stay: Mapping[str, str]) -> str:
    card = asked.card
    named = len(named_unchecked(asked.registry, card.ref))
    also = f"; {amount(named, 'place')} named that nobody could look into" if named else ""
    also += "".join(f"; {place} stays, for {other} lives by it" for place, other in stay.items())
    if is_set(card) or _artifacts(card):
        return f"every place was looked at, and the bytes are gone{also}"
    return "its bytes lie with its vendor alone" if _elsewhere(card) else f"it has no bytes here{also}"


def _artifacts(card: Any) -> tuple[Artifact, ...]:
    return tuple(card.artifacts)


def _elsewhere(card: Any) -> bool:
    return not is_set(card) and lies_elsewhere(card)


def _not_known(asked: Asked) -> Iterator[Problem]:
    """Places that the card leaves open. Its files may be sealed by now; a record can still say that it has all."""
    card, registry, today = asked.card, asked.registry, asked.today
    said = [one for one in certificates_of(registry, card.ref) if one.knows("not_checked")]
    said += [one for one in verifications_of(registry, card.ref) if one.started is None and one.knows("not_checked")]  # type: ignore[misc]
    if any(first_day(card) <= one.on <= today for one in said):
        return
    hint = f"say that every place is named: steward record verification {card.ref} --nowhere-else --evidence TEXT"
    missing = _unsaid_of_data(card) if is_set(card) else _unsaid_of_model(card)  # type: ignore[arg-type]
    for message, first in missing:
        yield message, first + hint


def _unsaid_of_model(card: ModelCard) -> Iterator[Problem]:
    if not card.knows("artifacts") and not lies_elsewhere(card):
        yield "which files hold it is not known: its card has no `artifacts`", ""
    unsaid = [artifact.uri for artifact in card.artifacts if not artifact.knows("replicas")]
    if unsaid:
        first = "" if card.seal else "write `replicas: []` where there is none, or "
        yield f"whether there are other copies is not known: no `replicas` of {some(unsaid)}", first


def _unsaid_of_data(card: DataSetCard) -> Iterator[Problem]:
    for key, what in (("location", "where it lies"), ("replicas", "whether there are other copies")):
        if not card.knows(key):
            value = "null" if key == "location" else "[]"
            yield f"{what} is not known: its card has no `{key}`", f"write `{key}: {value}` where there is none, or "


def _left(ref: str, left: list[Last]) -> Iterator[Problem]:
    if left:
        yield f"not seen to be gone: {some([last.said for last in left])}", _erasing(ref, left)


def _erasing(ref: str, left: list[Last]) -> str:
    """What to do about places; of a copy that a search found nobody but a person may tell whether it can go."""
    copies = [last for last in left if last.found]
    by_hand = "erase copies that a search found where they lie, if nobody else lives by them"
    if len(copies) == len(left):
        return f"{by_hand}, then look: steward destroy {ref} --verify"
    more = f"; {by_hand}" if copies else ""
    return (
        f"erase it (steward destroy {ref} --execute){more}, then look: steward destroy {ref} --verify; where only a "
        f"person can look: steward record verification {ref} --place PLACE --result gone --method METHOD "
        "--evidence TEXT"
    )


def _unsearched(asked: Asked) -> Iterator[Problem]:
    still = unchecked(asked.registry, asked.card.ref)
    if still:
        ref = asked.card.ref
        hint = (
            f"look again as somebody who may: steward destroy {ref} --verify --scan PATH --thorough (which opens small "
            f"files too; a folder above it, where it is gone); or name it: steward record verification {ref} "
            f"--place PATH --result not-checked --evidence TEXT, with {to_names(still)} for PATH"
        )
        yield f"a search could not look into: {some([one.text for one in still], '; ')}", hint


def some(texts: list[str], between: str = ", ") -> str:
    """Some of many things, and how many more there are."""
    more = len(texts) - _MOST
    return between.join(texts[:_MOST]) + (f" and {more} more" if more > 0 else "")
