"""A registry that knows what was asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from modelsteward.domain.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable


def _not_all(name: str) -> property:
    def ask(registry: Registry) -> NoReturn:
        raise LookupError(f"a rule asked for all {name}: it must ask for one thing, so that we know what it rests on")

    return property(ask)


class Watched(Registry):
    """The same registry, as rules see it: each look is told, and nothing can be had that is not looked up by a key."""

    __slots__ = ("_told",)  # beside the shared `__dict__`, which is the other registry's own

    def __init__(self, registry: Registry, told: Callable[[str], object]) -> None:
        self._told = told
        self.__dict__ = registry.__dict__

    def see(self, key: str) -> None:
        """Told of each key under which something is looked up."""
        self._told(key)

    entries, broken, texts = _not_all("files"), _not_all("broken files"), _not_all("texts")
    models, datasets, uses = _not_all("models"), _not_all("data sets"), _not_all("uses")
    by_ref, unreadable, waivers = _not_all("refs"), _not_all("unreadable files"), _not_all("waivers")

    def of_kind(self, kind: str) -> NoReturn:
        """Not for rules."""
        raise LookupError(f"a rule asked for every {kind}")

    def named_by(self, relation: str) -> NoReturn:
        """Not for rules."""
        raise LookupError(f"a rule asked for all that is found by {relation}")
