"""The part of a registry that a move needs: what is about some refs, so that a large registry costs no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.descent import above
from modelsteward.domain.holds import matches
from modelsteward.domain.kinds import ref_at
from modelsteward.domain.progress import Step, Tell, nobody
from modelsteward.domain.relations import HOLDS
from modelsteward.domain.vendors.joining import called as spelt
from modelsteward.store.committed import Committed
from modelsteward.store.files import WorkTree
from modelsteward.store.guests import invite
from modelsteward.store.loading import Known, Loaded, load, packs_of_duties
from modelsteward.store.mentions import fragment, on_disk
from modelsteward.store.policy import read_policy

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Entry, Registry

Near = WorkTree | Committed
"""Files that can be asked which of them name something."""
Places = Sequence[tuple[str, Near]]
"""Our registry, and those that it includes: what leads to each, and its files."""

_MATTERS = ("holds", "incidents", "cases", "waivers")
"""Folders whose files may name anything."""
_ASIDE = ("use-cases", "vendors", *_MATTERS)
_CARDS = ("models", "datasets")
_LOOKING = "looking for what names it"


class _Holds:
    """The files of holds: all are read, since any may cover what is asked about, and what they name is not."""

    def __contains__(self, path: object) -> bool:
        return str(path).startswith("holds/") or "/holds/" in str(path)


_HOLDS = _Holds()


def load_around(files: Near, refs: Iterable[str], *, dependents: bool = False, tell: Tell = nobody) -> Loaded:
    """Read what is about `refs` (`no-show@2.1.0`, a bare `no-show`, `data:…`, `use:…`), and what that refers to.

    Of each: all versions of its name, its records and checklists, and every use, hold, incident, case, waiver and
    vendor's file that mentions the name. With `dependents` also the models and data sets that mention it. In the
    registries that it includes the same is read. Our own packs of duties are read always: what they ask bears on all.
    """
    tell(Step(_LOOKING))
    known = Known()
    wanted = list(refs)
    places = _places(files)
    paths = [f"{prefix}{path}" for prefix, here in places for ref in wanted for path in _own(here, ref)]
    paths += packs_of_duties(files)
    words = {ref.partition("@")[0] for ref in wanted}  # as others write it, with `use:` or `data:`
    first = load(files, paths, known, guests=True)
    for entry in first.registry.models.values():
        words |= spelt(entry.card.source)
    mentioned = _naming(places, (*_ASIDE, *(_CARDS if dependents else ())), words)
    return load(files, [*paths, *mentioned], known, tell, guests=True) if mentioned else first


def load_below(files: Near, refs: Iterable[str], *, dependents: bool = True, tell: Tell = nobody) -> Loaded:
    """Read what is about `refs`, what was made from them, near and far, uses that name any of it, cases and holds."""
    known = Known()
    places = _places(files)
    around = load_around(files, refs, dependents=dependents, tell=tell)
    tell(Step(_LOOKING))
    names = {ref.partition("@")[0] for ref in refs}
    paths = [entry.file for entry in around.registry.texts if entry.file != "steward.yaml"]
    origin = {ref for ref in (*around.registry.models, *around.registry.datasets) if ref.partition("@")[0] in names}
    loaded = _with_descent(places, load(files, paths, known, guests=True), origin, paths, known)
    made = {_bare(ref) for ref in (*loaded.registry.models, *loaded.registry.datasets)}
    named = _naming(places, ("use-cases",), made)
    matters = (*_below(places, "cases"), *_holds(places))
    return load(files, [*paths, *named, *matters], known, tell, guests=True, aside=_HOLDS)


def load_held(files: Near, refs: Iterable[str], *, far: bool = False, tell: Tell = nobody) -> Loaded:
    """Read what is about `refs`, with every hold and what tells which of them cover it; `far`: also what was made from
    it.
    """
    known = Known()
    places = _places(files)
    refs = list(refs)
    if far and (uses := [ref for ref in refs if ref.startswith("use:")]):
        refs += _served_by(load_around(files, uses, tell=tell), uses)
    read = load_below(files, refs, tell=tell) if far else load_around(files, refs, tell=tell)
    paths = [entry.file for entry in read.registry.texts if entry.file != "steward.yaml"] + _holds(places)
    loaded = load(files, paths, known, tell, guests=True)
    registry = loaded.registry
    return _with_origins(places, loaded, {*registry.models, *registry.datasets}, paths, known)


def _served_by(loaded: Loaded, uses: Iterable[str]) -> list[str]:
    """The versions that some uses are served by, or were."""
    cards = [use for ref in uses if (use := loaded.registry.use(ref))]
    return [ref for use in cards for ref in (*use.serving.values(), *(line.ref for line in use.served)) if ref]


def called(files: Near, patterns: Iterable[str]) -> list[str]:
    """The refs that fit a hold's patterns, by the paths of their files, in our registry and those that it includes."""
    asked = tuple(patterns)
    places = _places(files) if asked else ()
    refs = (ref_at(path) for _, here in places for folder in (*_CARDS, "use-cases") for path in here.below(folder))
    return [ref for ref in dict.fromkeys(refs) if any(matches(pattern, ref) for pattern in asked)]


def load_for_end(files: Near, ref: str, tell: Tell = nobody) -> Loaded:
    """Read what bears on the end of a version: the same, what was made from it, near and far, what is made of the same
    bytes or names it as replacement, what comes after it with its records, and the orders and cases about any of these,
    or about the data it was built on.
    """
    known = Known()
    places = _places(files)
    name = _bare(ref)
    around = load_around(files, [ref], tell=tell)
    tell(Step(_LOOKING))
    meant = [entry for entry in around.registry.models.values() if entry.ref == ref] or [
        entry for entry in around.registry.models.values() if entry.card.name == name
    ]
    marks = {mark for entry in meant for mark in _bytes_of(entry.card)}
    paths = [entry.file for entry in around.registry.texts if entry.file != "steward.yaml"]
    paths += _naming(places, _CARDS, {name, *marks})
    paths += [path for ref in _successors(around.registry, meant) for path in _recorded(places, ref)]
    paths += _holds(places)  # few, and one by pattern may cover anything
    first = load(files, paths, known, guests=True, aside=_HOLDS)
    loaded = _with_descent(places, first, {entry.ref for entry in meant}, paths, known)
    twins = [entry.ref for entry in loaded.registry.models.values() if marks.intersection(_bytes_of(entry.card))]
    loaded = _with_origins(places, loaded, {*(entry.ref for entry in meant), *twins}, paths, known)
    uses = {_bare(ref) for ref in loaded.registry.uses}
    matters = _naming(places, _MATTERS, {"registry", *uses, *_concerned(loaded.registry, meant, marks)})
    if not all(_knows_its_data(loaded.registry, entry.card) for entry in meant):
        matters += _below(places, "cases")  # any of them may be about data that nobody wrote down
    return load(files, [*paths, *matters], known, tell, guests=True, aside=_HOLDS)


def _places(files: Near) -> Places:
    policy, _ = read_policy(files)
    seats = invite(files, policy).seats if policy.include else ()
    there = [(seat.guest.prefix, seat.files) for seat in seats if isinstance(seat.files, WorkTree | Committed)]
    return [("", files), *there]


def _below(places: Places, folder: str) -> list[str]:
    return [f"{prefix}{path}" for prefix, here in places for path in here.below(folder)]


def _holds(places: Places) -> list[str]:
    """The files of holds, with what may have been meant as one and is none by its name or its folder."""
    missed = (f"{prefix}{path}" for prefix, here in places for path in here.missed("holds"))
    return [*_below(places, "holds"), *missed]


def _naming(places: Places, folders: Sequence[str], words: Iterable[str]) -> list[str]:
    sought = frozenset(words)
    return [f"{prefix}{path}" for prefix, here in places for path in naming(here, folders, sought)]


def naming(files: Near, folders: Sequence[str], words: Iterable[str]) -> list[str]:
    """The card files in some folders that have one of these words, or could hide one."""
    return files.naming(folders, words) if isinstance(files, Committed) else on_disk(files, folders, words)


def certificates(files: Near) -> list[str]:
    """Every certificate there is, ours and those of the registries that we include."""
    return [path for path in _below(_places(files), "records") if "-certificate-" in path.rpartition("/")[2]]


def having(files: Near, digests: Iterable[str]) -> list[str]:
    """The cards and records that have one of some digests."""
    sought = frozenset(digests)
    return _naming(_places(files), (*_CARDS, "records"), sought) if sought else []


def _with_descent(places: Places, loaded: Loaded, origin: set[str], paths: list[str], known: Known) -> Loaded:
    """The same with all that was made from some versions, found step by step; `paths` grows."""
    asked = {_bare(ref) for ref in origin}
    while True:
        registry = loaded.registry
        made = [ref for ref in (*registry.models, *registry.datasets) if _is_from(registry, ref, origin)]
        new = {_bare(ref) for ref in made} - asked
        if not new:
            return loaded
        asked |= new
        paths += _naming(places, _CARDS, new)
        loaded = load(places[0][1], paths, known, guests=True, aside=_HOLDS)


def _with_origins(places: Places, loaded: Loaded, refs: set[str], paths: list[str], known: Known) -> Loaded:
    """The same with what a hold on what things were made from may speak of: the other versions of the data they were
    made from, which may share rows, and the uses of the models; `paths` grows.
    """
    if not any(entry.card.built_on for entry in loaded.registry.filed(HOLDS)):
        return loaded
    asked: set[str] = set()
    while True:
        found = {origin.ref for ref in refs for origin, _ in above(loaded.registry, ref)} | refs
        new = {ref.partition("@")[0] for ref in found} - asked
        if not new:
            return loaded
        asked |= new
        paths += [path for name in sorted(new) if ":" in name for path in _below(places, f"datasets/{_bare(name)}")]
        paths += _naming(places, ("use-cases",), {name for name in new if ":" not in name})
        loaded = load(places[0][1], paths, known, guests=True, aside=_HOLDS)


def _is_from(registry: Registry, ref: str, origin: set[str]) -> bool:
    return any(hop.ref in origin for hop in registry.lineage(ref))


def _concerned(registry: Registry, meant: Iterable[Entry[ModelCard]], marks: set[str]) -> Iterator[str]:
    """Names that an order or a case may speak of: the version's, its data's, and theirs whose bytes are the same."""
    for entry in meant:
        yield entry.card.name
        yield from (_bare(hop.ref) for hop in registry.lineage(entry.ref))
    yield from (entry.card.name for entry in registry.models.values() if marks.intersection(_bytes_of(entry.card)))


def _successors(registry: Registry, meant: Iterable[Entry[ModelCard]]) -> list[str]:
    """What comes after a version: what it and its uses are to move to, and what serves these by now."""
    refs: dict[str, None] = {}
    for entry in meant:
        uses = [use.card for use in registry.filed(f"uses {entry.ref}")]
        named = (ref for use in uses for ref in (*use.replacement.values(), *use.serving.values()))
        refs |= dict.fromkeys(ref for ref in (entry.card.lifecycle.replacement, *named) if ref and ref != entry.ref)
    return list(refs)


def _recorded(places: Places, ref: str) -> Iterator[str]:
    """The card and the records of a version."""
    name, _, version = ref.partition("@")
    for prefix, here in places:
        if here.exists(f"models/{name}/{version}.yaml"):
            yield f"{prefix}models/{name}/{version}.yaml"
        yield from (f"{prefix}{path}" for path in here.below(f"records/models/{name}/{version}"))


def _bytes_of(card: ModelCard) -> Iterator[str]:
    """What a file says that names the same bytes: their digests, and parts of their places."""
    for artifact in card.artifacts:
        for text in (artifact.uri, *artifact.replicas, artifact.digest or ""):
            if mark := fragment(text):
                yield mark


def _knows_its_data(registry: Registry, card: ModelCard) -> bool:
    from modelsteward.domain.facts.subject import subject_of

    return subject_of(registry, card, date.min).all_data


def _bare(ref: str) -> str:
    return ref.partition("@")[0].rpartition(":")[2]


def _own(files: Near, ref: str) -> Iterator[str]:
    """The files that are a ref's own, by where they lie."""
    kind, name = ref.rpartition(":")[0], _bare(ref)
    if kind == "use":
        if files.exists(f"use-cases/{name}.yaml"):
            yield f"use-cases/{name}.yaml"
        yield from files.below(f"records/uses/{name}")
    elif kind == "data":
        yield from files.below(f"datasets/{name}")
        yield from files.below(f"records/data/{name}")
    else:
        for folder in ("models", "records/models", "checklists"):
            yield from files.below(f"{folder}/{name}")
