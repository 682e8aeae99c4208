"""What a search for copies looks for, and what it says of copies that an earlier search found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.answers import Asked
from modelsteward.domain.erasing import Sight, Sweep, Target, Wanted
from modelsteward.domain.plan import Answer, Gate
from modelsteward.domain.registry import Registry
from modelsteward.usecases.erasing.looks import Last, last_looks
from modelsteward.usecases.erasing.methods import way_there
from modelsteward.usecases.erasing.targets import holder_of, known_parts, spared, targets_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard

WITHIN = "!"
"""Stands between a file and what lies in it: `/home/ada/old.zip!model.onnx`."""


class Seen(NamedTuple):
    """What a run of looking and searching saw."""

    ref: str
    started: datetime
    finished: datetime
    host: str
    sights: tuple[Sight, ...]
    """Of the places that steward looked at itself, and of copies found earlier."""
    by_people: tuple[Sight, ...]
    """Of places that only a person can look at, with what the last one saw."""
    sweep: Sweep
    sought: int
    unsearchable: tuple[str, ...]
    """Folders whose files nobody ever listed, so that no copy from there can be told."""


def not_gone(sights: Sequence[Sight], sweep: Sweep) -> tuple[Gate, ...]:
    """What speaks against all being gone, by what one run saw alone."""
    left = [f"{one.place} ({one.result})" for one in sights if one.result != "gone"]
    shut = list(sweep.not_checked)
    return tuple(
        Gate("gone", Answer.FAILED, f"{what}: {', '.join(texts)}", "")
        for what, texts in (("not seen to be gone", left), ("a search could not look into", shut))
        if texts
    )


def wanted_of(asked: Asked) -> tuple[Wanted, ...]:
    """Every digest by which bytes of a version can be told, wherever they lie; what others live by is left out."""
    kept = spared(asked.registry, asked.card, asked.today).digests
    found: dict[tuple[str, int | None], Wanted] = {}
    for one in _wanted(asked.registry, asked.card):
        if one.digest not in kept:  # of two sizes one is wrong, and what has the other would not be read
            found.setdefault((one.digest, one.bytes), one)  # by the card's own place, where it is the only file there
    return tuple(found.values())


def _wanted(registry: Registry, card: ModelCard | DataSetCard) -> Iterator[Wanted]:
    known = known_parts(registry, card.ref)  # also what does not follow from the card: to search for it does no harm
    for target in targets_of(registry, card):
        what = f"{card.ref} {target.role}"
        if target.digest and target.bytes != 0 and not is_folder(target):
            yield Wanted(target.digest, target.bytes, f"{what} {target.place}")
        for part in known.get(target.place, ()):
            if part.bytes:
                yield Wanted(part.digest, part.bytes, f"{what} {target.place} {part.path}")
            for tensor in part.tensors:
                yield Wanted(tensor.digest, tensor.bytes, f"{what} {part.path} {tensor.name}", is_tensor=True)


def is_folder(target: Target) -> bool:
    """Whether its digest is that of a listing, which no file has."""
    return target.place.endswith("/") or len(target.parts) > 1


def unsearchable(asked: Asked) -> tuple[str, ...]:
    """Folders whose files nobody ever listed: no copy of a file from there can be told."""
    return tuple(
        target.place for target in targets_of(asked.registry, asked.card) if is_folder(target) and not target.parts
    )


def open_copies(asked: Asked, host: str) -> tuple[Last, ...]:
    """Copies that searches of this machine found, and that nobody saw to be gone since."""
    looks = last_looks(asked.registry, asked.card, asked.today)
    return tuple(one for one in looks if one.found and one.result != "gone" and one.host == host)


def joined(search: Sweep, again: Sweep) -> Sweep:
    """A search, and another look at what earlier ones found; of a copy that both saw the search tells."""
    seen = {one.place for one in search.sights}
    roots = {one.root for one in search.swept}
    sights = (*search.sights, *(one for one in again.sights if one.place not in seen))
    swept = (*search.swept, *(one for one in again.swept if one.root not in roots))
    return Sweep(sights, swept, tuple(dict.fromkeys((*search.not_checked, *again.not_checked))))


def for_people(asked: Asked, reachable: Sequence[str]) -> list[Sight]:
    """The places that only a person can look at, with what the last one saw there."""
    looks = {one.place: one for one in last_looks(asked.registry, asked.card, asked.today)}
    seen = []
    for target in targets_of(asked.registry, asked.card):
        if target.place not in reachable:
            last, way = looks[target.place], way_there(target.place, holder_of(asked.card, target.place))
            why = f"only a person can look there: {way.how}"
            seen.append(Sight(target.place, "not checked", why) if not last.evidence else _by_a_person(last))
    return seen


def _by_a_person(last: Last) -> Sight:
    result = last.result if last.result in ("gone", "still there", "not proven") else "not checked"
    return Sight(last.place, result, f"as a person saw on {last.on}", until=last.until)  # type: ignore[arg-type]
