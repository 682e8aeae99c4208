"""How thoroughly bytes must be erased, by what they were made from; and whether erasing a key would do.

The ladder is that of NIST SP 800-88, which speaks of storage media and not of models: what it says is carried over by
us. *clear*: deleted by ordinary means. *purge*: beyond what a laboratory brings back. *destroy*: the medium is gone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.conditions import Facts
from modelsteward.domain.erasing import Method
from modelsteward.domain.facts import facts_of, facts_of_set, question
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.domain.registry import Registry

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import Artifact, ModelCard

_PURGE = {
    "data.personal": "personal data",
    "data.special_category": "data of a special category",
    "data.phi": "health data",
    "data.biometric": "biometric data",
    "data.children": "data about children",
}
_STRICT = ("data.special_category", "data.phi", "data.biometric", "data.children")
_RANK: dict[str, int] = {"clear": 0, "vendor-delete": 0, "crypto-erase": 1, "purge": 1, "destroy": 2}

STEWARD_REACHES: Method = "clear"
"""What deleting through the ordinary interface comes to, all versions of an object included."""


class Least(NamedTuple):
    """The least method that what it was made from asks for."""

    method: Method
    because: tuple[str, ...]
    """What made it sensitive: `health data`."""
    unknown: tuple[str, ...]
    """What nobody wrote down, so that it must be thought to hold it: `whether it was built on health data`."""
    strict: bool
    """Whether media that can be carried away are to be destroyed, and two people accept the outcome."""


def facts(registry: Registry, card: ModelCard | DataSetCard, today: date) -> Facts:
    """Every fact of a version, be it of a model or a data set."""
    from modelsteward.usecases.erasing.targets import is_set

    return facts_of_set(registry, card, today) if is_set(card) else facts_of(registry, card, today)  # type: ignore[arg-type]


def least_method(known: Facts) -> Least:
    """The least method by sensitivity. What is unknown counts as if it were so: nobody can show that it is not."""
    because = tuple(words for name, words in _PURGE.items() if known[name].has(True))
    ordered = bool(known["orders"].exists)
    unknown = tuple(question(name) for name in _PURGE if known[name].has(True) is None)
    if known["data.personal"].has(True) is False:
        unknown = ()  # the other kinds are all about people
    if known["trained_here"].has(False) and not because:
        unknown = ()  # what others trained and published, or only answer with, holds no data of ours
    strict = ordered or any(known[name].has(True) for name in _STRICT)
    because += ("an order of an authority or a court",) if ordered else ()
    return Least("purge" if because or unknown else "clear", because, unknown, strict)


def suffices(method: str, least: str) -> bool:
    """Whether a method is as thorough as the least one; how a vendor deletes is for its contract to say."""
    return method == "vendor-delete" or _RANK[method] >= _RANK[least]


Eligible = Literal["eligible", "not eligible", "cannot tell"]


class KeyVerdict(NamedTuple):
    """Whether erasing a key would erase what it protects (NIST SP 800-88 Rev. 2, section 3.2)."""

    key: str
    place: str
    answer: Eligible
    why: tuple[str, ...]
    """What stands against it, or what is not known."""


STILL_ASKED = (
    "every copy of the key is known and goes: backups, escrow, other regions, the original of an imported one",
    "its algorithm and module suit how long the data must stay secret",
)
"""Preconditions that no card answers."""


def keys_of(registry: Registry, card: ModelCard | DataSetCard) -> tuple[KeyVerdict, ...]:
    """Every key that a card names, with what its card and others say of the preconditions."""
    artifacts = getattr(card, "artifacts", ())
    return tuple(_verdict(registry, card.ref, one) for one in artifacts if one.key or one.encrypted_since_creation)


def _verdict(registry: Registry, ref: str, one: Artifact) -> KeyVerdict:
    against, unknown = [], []
    if not one.key:
        unknown.append("which key protects it (`key`)")
    for holds, no, what in (
        (one.encrypted_since_creation, "it was stored in the clear at some time", "encrypted_since_creation"),
        (one.key_exclusive, "the key protects other things too", "key_exclusive"),
    ):
        if holds is None:
            unknown.append(f"`{what}` is not on the card")
        elif not holds:
            against.append(no)
    if one.key and (others := _others_under(registry, ref, one.key)):
        against.append(f"the cards of {', '.join(others)} name the same key")
    if not one.knows("replicas"):
        unknown.append("whether there are other copies (`replicas`)")
    elif one.replicas:
        unknown.append(f"under which keys its copies lie: {', '.join(one.replicas)}")
    answer: Eligible = "not eligible" if against else "cannot tell" if unknown else "eligible"
    return KeyVerdict(one.key or "(not named)", one.uri, answer, (*against, *unknown))


def _others_under(registry: Registry, ref: str, key: str) -> list[str]:
    return sorted(
        other.ref
        for other in registry.models.values()
        if other.ref != ref and other.card.stage != "destroyed" and any(a.key == key for a in other.card.artifacts)
    )


class Way(NamedTuple):
    """How the bytes in a kind of place are erased, where steward cannot do it."""

    method: Method
    how: str
    item: str
    """The item of the checklist that asks for it."""


_WAYS = {
    "object_store": Way("purge", "delete all versions, delete markers and unfinished uploads; wait for its waste bin",
                        "des-versions"),
    "container_registry": Way("clear", "delete the image by digest, then run the registry's garbage collection",
                              "des-images"),
    "hub": Way("vendor-delete", "delete the repository, or each large file; removing pointers alone frees nothing",
               "des-hubs"),
    "git": Way("purge", "rewrite the history or delete the repository, and have large-file objects deleted", "des-git"),
    "model_registry": Way("clear", "delete it, then run the tracker's own clean-up: many only mark as deleted",
                          "des-registries"),
    "file_system": Way("clear", "delete the file on the machine or share where it lies", "des-weights"),
    "vendor": Way("vendor-delete", "ask the vendor to delete it, and keep the answer", "des-vendor-model"),
    "web": Way("vendor-delete", "have whoever runs the site take it down, and keep the answer", "des-outsiders"),
}  # fmt: skip
_UNTOLD = Way("clear", "nobody can tell from its address what kind of place this is: erase it by hand", "des-weights")


def way_there(place: str, holder: str | None) -> Way:
    """How what lies in a place is erased by a person: by the holder where that is somebody else."""
    if holder:
        return Way("vendor-delete", f"ask {holder} to delete it, and keep the answer", "des-vendor-model")
    return _WAYS.get(kind_of_place(place) or "", _UNTOLD)
