"""From what an evaluation tool calls a model to the version that is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from modelsteward.domain.imported import Unfit
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.suggest import closest, shown
from modelsteward.errors import Refused
from modelsteward.usecases.naming import by_ref, the_model

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


class Names:
    """The names under which a registry's versions are known, worked out once."""

    def __init__(self, registry: Registry, given: Mapping[str, str]) -> None:
        """`given` are refs by what a tool calls the model; they come before what the cards say."""
        self._registry = registry
        self._given = given
        self._table: dict[str, list[Entry[ModelCard]]] | None = None
        self._found: dict[str, Entry[ModelCard]] = {}

    def model(self, ref: str | None, named: str | None) -> Entry[ModelCard]:
        """The version that is meant: the one that was said for all, else the one that goes by the tool's name.

        Raises Refused where what was said is no version, Unfit where the report names none that is known.
        """
        if ref is not None:
            return the_model(self._registry, ref)
        if named is None:
            raise Unfit("it does not say which model it is about", hint="name the version: record evaluation REF …")
        if named not in self._found:
            self._found[named] = self._meant(named)
        found = self._found[named]
        if found.home:
            raise Unfit(f"{found.ref} belongs to a registry that is included", hint="record it there")
        return found

    def _meant(self, named: str) -> Entry[ModelCard]:
        if ref := self._given.get(named):
            try:
                return the_model(self._registry, ref)
            except Refused as error:
                raise Unfit(error.message, f"--models, {named}", error.hint) from None
        for name in _forms(named):
            found = self._known(name)
            if len(found) > 1:
                refs = ", ".join(sorted((entry.ref for entry in found), key=by_ref))
                raise Unfit(f"its model {shown(named)} could be any of {refs}", hint=_SAY)
            if found:
                return found[0]
        near = closest(named, self._names())
        hint = f"did you mean `{near}`? " if near else ""
        raise Unfit(f"no version here goes by {shown(named)}, the model it is about", hint=f"{hint}{_SAY}")

    def _known(self, name: str) -> list[Entry[ModelCard]]:
        """The versions that a name may mean; of several those that have not ended."""
        found = self._names().get(name, [])
        living = [entry for entry in found if entry.card.stage not in ENDED_STAGES]
        return living or found

    def _names(self) -> dict[str, list[Entry[ModelCard]]]:
        if self._table is None:
            table: defaultdict[str, dict[str, Entry[ModelCard]]] = defaultdict(dict)
            for entry in self._registry.models.values():
                for name in filter(None, _names_of(entry.card)):
                    table[name][entry.ref] = entry
            self._table = {name: list(entries.values()) for name, entries in table.items()}
        return self._table


_SAY = "name the version: `steward record evaluation REF …`, or say in a file for --models which is meant"


def _names_of(card: ModelCard) -> Iterator[str | None]:
    """The names that callers, logs and tools know a version by."""
    yield card.ref
    yield card.name
    if card.serves:
        yield from (*card.serves.aliases, *card.serves.deployments)
        yield card.serves.upstream
    if source := card.source:
        yield source.repository
        yield f"{source.repository}@{source.revision}" if source.repository and source.revision else None
        yield source.model
        yield source.snapshot if source.snapshot and any(map(str.isalpha, source.snapshot)) else None
        yield f"{source.model}-{source.snapshot}" if source.model and source.snapshot else None
        yield source.deployment


def _forms(named: str) -> Iterator[str]:
    """A tool's name of a model, and the same without the provider or the folder before it."""
    yield named
    rest = named
    while "/" in rest:
        rest = rest.partition("/")[2]
        if rest:
            yield rest
