"""From what a person types to the one card that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.domain.suggest import closest
from modelsteward.domain.versions import Order, precedence
from modelsteward.errors import Refused

RefOrder = tuple[str, Order, str]


def by_ref(ref: str) -> RefOrder:
    """Sort key of a ref: the name, then Semantic Versioning's precedence; build metadata only breaks ties."""
    name, _, version = ref.partition("@")
    return (name, precedence(version or "0.0.0"), version)


@dataclass(frozen=True, slots=True)
class Meant:
    """The card that was meant, and how that was told where only a name was given."""

    entry: Entry[Any]
    note: str = ""


class LeftOut(Refused):
    """What is asked for is not checked out."""

    def __init__(self, text: str, file: str) -> None:
        self.folder = file.rpartition("/")[0]
        hint = f"git sparse-checkout add {self.folder}, from the registry's folder"
        super().__init__(f"{text} is not checked out here, so nothing is known of it", hint)


class NotHere(Refused):
    """Nothing of ours is called so."""


def resolve(registry: Registry, text: str) -> Meant:
    """The card of a ref, or of a bare name: then its highest version that serves, else the highest released.

    Raises Refused where there is none, with what was probably meant.
    """
    if found := registry.by_ref.get(text):
        return Meant(found[-1])
    require_checked_out(registry, text)
    if text in registry.unreadable:
        raise broken(registry, text)
    table = registry.datasets if text.startswith("data:") else registry.models
    versions = sorted((ref for ref in table if ref.partition("@")[0] == text), key=by_ref, reverse=True)
    if not versions:
        if unread := sorted(ref for ref in registry.unreadable if ref.partition("@")[0] == text):
            raise broken(registry, unread[-1])
        raise NotHere(f"nothing is called `{text}` here{_or_beyond(registry, text)}", _suggestion(registry, text))
    ref, why = _highest(registry, versions)
    others = [_with_state(registry, other) for other in versions if other != ref]
    note = f"{text}: {why}" + (f"; also {', '.join(others)}" if others else "")
    return Meant(table[ref], note)


def require_checked_out(registry: Registry, text: str) -> None:
    """Raise Refused where something is called so that nobody looked into, for it is not checked out."""
    if file := registry.left_out(text):
        raise LeftOut(text, file)


def _or_beyond(registry: Registry, text: str) -> str:
    folder = registry.beyond(text)
    return f", and the registry at {folder} is not checked out" if folder else ""


def broken(registry: Registry, ref: str) -> Refused:
    """That there is a card and it cannot be read; only the registry that it belongs to says what is wrong with it."""
    file = registry.unreadable[ref]
    if guest := registry.guests.at(file):
        inside = file.removeprefix(guest.prefix)
        hint = f"in the folder of the registry {guest.name}, {guest.folder}: `steward validate {inside}` says why"
        return Refused(f"{ref} cannot be read", hint)
    return Refused(f"{ref} cannot be read", f"`steward validate` says what is wrong with {file}")


def doubt(registry: Registry) -> str:
    """Which registries that are included were not read, and what to do about it; empty where all were."""
    return "; ".join(f"{one.said}; {one.hint}" for one in registry.guests.missing)


def require_read(registry: Registry, ref: str) -> None:
    """Raise Refused where nobody can tell what a ref is: its card was not looked into, or may be where none was."""
    if beyond := _or_beyond(registry, ref):
        raise Refused(f"nothing is called `{ref}` here{beyond}", "git sparse-checkout add FOLDER, for that folder")
    require_checked_out(registry, ref)
    if registry.guests.missing and ref not in registry.by_ref and ref not in registry.unreadable:
        one = registry.guests.missing[0]
        raise Refused(f"nothing is known of {ref}, for {one.said}", one.hint)


def _highest(registry: Registry, versions: list[str]) -> tuple[str, str]:
    """Of the versions of one name, highest first: the one that matters most, and why."""
    choices: tuple[tuple[str, Iterable[str]], ...] = (
        ("the highest version that serves", (ref for ref in versions if _serves(registry, ref))),
        ("the highest version released", (ref for ref in versions if _is_released(registry, ref))),
        ("the highest version that has not ended", (ref for ref in versions if not _has_ended(registry, ref))),
    )
    if len(versions) == 1:
        return versions[0], "its only version"
    for why, refs in choices:
        if ref := next(iter(refs), None):
            return ref, why
    return versions[0], "the highest version; all have ended"


def _serves(registry: Registry, ref: str) -> bool:
    return ref in registry.serves


def _is_released(registry: Registry, ref: str) -> bool:
    model = registry.model(ref)
    return model is not None and (
        model.stage in SERVING_STAGES or (model.lifecycle.released is not None and model.stage not in ENDED_STAGES)
    )


def _has_ended(registry: Registry, ref: str) -> bool:
    if model := registry.model(ref):
        return model.stage in ENDED_STAGES
    data = registry.dataset(ref)
    return data is not None and data.status != "active"


def _with_state(registry: Registry, ref: str) -> str:
    return f"{ref.rpartition('@')[2]} ({_state(registry, ref)})"


def _suggestion(registry: Registry, text: str) -> str:
    """What was probably meant: another kind, a name that callers use, another version, or a near word.

    It may be in a registry that was not read, and then none of these.
    """
    if unread := doubt(registry):
        return unread
    for ref in (f"use:{text}", f"data:{text}"):
        if ref in registry.by_ref or any(other.partition("@")[0] == ref for other in registry.datasets):
            return f"did you mean `{ref}`?"
    for entry in sorted(registry.models.values(), key=lambda e: by_ref(e.ref), reverse=True):
        known = entry.card.serves
        if known and text in (*known.aliases, *known.deployments, known.upstream):
            return f"callers use this name for `{entry.ref}`"
    name = text.partition("@")[0]
    versions = sorted((ref for ref in registry.by_ref if ref.partition("@")[0] == name), key=by_ref)
    if versions:
        return f"its versions are {', '.join(ref.rpartition('@')[2] for ref in versions)}"
    names = {ref.partition("@")[0] for ref in registry.by_ref}
    bare = {known.partition(":")[2] or known: known for known in sorted(names)}
    near = closest(text, registry.by_ref) if "@" in text else closest(text, names)
    near = near or closest(name, names) or bare.get(closest(name, bare) or "")
    return f"did you mean `{near}`?" if near else "`steward list` shows the models; --kind data or use the others"


def the_model(registry: Registry, text: str) -> Entry[Any]:
    """The model card that a ref names, or a name that has one version only.

    Raises Refused for anything else: what changes something never chooses between versions.
    """
    return _the(registry, text, registry.models, "no-show@2.1.0")


def the_use(registry: Registry, text: str) -> Entry[Any]:
    """The use-case card called `use:NAME`, or NAME alone. Raises Refused."""
    ref = text if text.startswith("use:") else f"use:{text}"
    if (entry := registry.uses.get(ref)) is not None:
        return entry
    require_checked_out(registry, ref)
    if ref in registry.unreadable:
        raise broken(registry, ref)
    if unread := doubt(registry):
        raise Refused(f"there is no {ref} here", unread)
    near = closest(ref, registry.uses)
    known = ", ".join(sorted(registry.uses)[:5])
    raise Refused(
        f"there is no {ref} here",
        f"did you mean `{near}`?"
        if near
        else f"the uses are {known}"
        if known
        else f"`steward register {ref}` makes it",
    )


def the_card(registry: Registry, text: str) -> Entry[Any]:
    """The one card of any kind that a ref names exactly, or a name with one version only. Raises Refused."""
    if text.startswith("use:"):
        return the_use(registry, text)
    return _the(registry, text, registry.datasets if text.startswith("data:") else registry.models, "no-show@2.1.0")


def _the(registry: Registry, text: str, table: dict[str, Any], example: str) -> Entry[Any]:
    same = [entry for entry in registry.by_ref.get(text, ()) if entry.ref in table]
    if len(same) > 1:
        files = ", ".join(entry.file for entry in same)
        raise Refused(f"{text} is the number of several cards: {files}", "give one of them another version first")
    if text in table:
        found: Entry[Any] = table[text]
        return found
    versions = sorted((ref for ref in table if ref.partition("@")[0] == text), key=by_ref)
    if len(versions) == 1:
        only: Entry[Any] = table[versions[0]]
        return only
    if versions:
        stages = ", ".join(f"{ref} ({_state(registry, ref)})" for ref in versions)
        raise Refused(f"{text} has several versions: {stages}", f"name one, like {versions[-1]}")
    resolve(registry, text)  # raises with what was probably meant
    raise Refused(f"{text} is not the kind of thing this command changes", f"name a version, like {example}")


def _state(registry: Registry, ref: str) -> str:
    model, data = registry.model(ref), registry.dataset(ref)
    return model.stage if model else data.status if data else ""
