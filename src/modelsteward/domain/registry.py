"""The registry as a value: every card by what it is called, and what follows from all of them together."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.states import Waiver
    from modelsteward.domain.cards.usecase import Served, UseCaseCard
    from modelsteward.domain.cards.vendor import VendorCard

Card = TypeVar("Card", bound="CardModel", covariant=True)  # noqa: PLC0105 - a name readers know


class Entry(NamedTuple, Generic[Card]):
    """One file of the registry and the card read from it."""

    file: str
    """Path within the registry, with forward slashes."""
    kind: str
    """Name of its kind, as in `card:`."""
    ref: str
    """What it is called, by its contents; for records and state files, the path."""
    card: Card
    text: str


class Broken(NamedTuple):
    """A file that could not be read as a card. Refs to it do not dangle."""

    file: str
    ref: str
    """What it should describe, told from its path."""
    text: str
    """As far as it could be decoded."""


class Hop(NamedTuple):
    """A step of a lineage: what was reached, and through which refs."""

    ref: str
    before: Hop | None

    @property
    def through(self) -> tuple[str, ...]:
        """The refs between what was asked for and this, in that order."""
        steps: list[str] = []
        hop = self.before
        while hop is not None:
            steps.append(hop.ref)
            hop = hop.before
        return tuple(reversed(steps))


class Registry:
    """All that was read. Never changed after it is made; what is derived is kept once worked out."""

    def __init__(
        self, policy: RegistryCard, entries: Iterable[Entry[CardModel]], broken: Iterable[Broken] = ()
    ) -> None:
        self.policy = policy
        self.entries = tuple(entries)
        self.broken = tuple(broken)
        self._by_kind: dict[str, list[Entry[CardModel]]] = defaultdict(list)
        for entry in self.entries:
            self._by_kind[entry.kind].append(entry)
        self._lineages: dict[str, tuple[Hop, ...]] = {}

    def with_policy(self, policy: RegistryCard) -> Registry:
        """The same files under another policy."""
        return Registry(policy, self.entries, self.broken)

    def of_kind(self, kind: str) -> list[Entry[CardModel]]:
        """Every entry of a kind."""
        return self._by_kind.get(kind, [])

    @cached_property
    def models(self) -> dict[str, Entry[ModelCard]]:
        """Model cards by ref."""
        return {e.ref: e for e in cast("list[Entry[ModelCard]]", self.of_kind("model"))}

    @cached_property
    def datasets(self) -> dict[str, Entry[DataSetCard]]:
        """Data set cards by ref."""
        return {e.ref: e for e in cast("list[Entry[DataSetCard]]", self.of_kind("dataset"))}

    @cached_property
    def uses(self) -> dict[str, Entry[UseCaseCard]]:
        """Use-case cards by ref."""
        return {e.ref: e for e in cast("list[Entry[UseCaseCard]]", self.of_kind("usecase"))}

    @cached_property
    def vendors(self) -> dict[tuple[str, str], Entry[VendorCard]]:
        """Vendors' facts by host and the vendor's own model name."""
        return {(e.card.host, e.card.model): e for e in cast("list[Entry[VendorCard]]", self.of_kind("vendor"))}

    @cached_property
    def waivers(self) -> dict[tuple[str, str], Entry[Waiver]]:
        """Waivers by rule and ref; of several the one that lasts longest."""
        entries = cast("list[Entry[Waiver]]", self.of_kind("waiver"))
        return {(e.card.rule, e.card.ref): e for e in sorted(entries, key=lambda e: e.card.until)}

    @cached_property
    def unreadable(self) -> dict[str, str]:
        """Files that could not be read, by what they should describe."""
        return {b.ref: b.file for b in self.broken}

    @cached_property
    def by_ref(self) -> dict[str, list[Entry[CardModel]]]:
        """Cards by ref; more than one where a number was used twice."""
        table: dict[str, list[Entry[CardModel]]] = defaultdict(list)
        for kind in ("model", "dataset", "usecase"):
            for entry in self.of_kind(kind):
                table[entry.ref].append(entry)
        return table

    @property
    def texts(self) -> tuple[Entry[CardModel] | Broken, ...]:
        """Every file, readable as a card or not."""
        return (*self.entries, *self.broken)

    def has(self, ref: str) -> bool:
        """Whether something is called `ref`, readable or not."""
        return ref in self.by_ref or ref in self.unreadable or ref == "registry"

    def model(self, ref: str | None) -> ModelCard | None:
        """The model card of a ref, if there is a readable one."""
        entry = self.models.get(ref) if ref else None
        return entry.card if entry else None

    def dataset(self, ref: str | None) -> DataSetCard | None:
        """The data set card of a ref, if there is a readable one."""
        entry = self.datasets.get(ref) if ref else None
        return entry.card if entry else None

    def use(self, ref: str | None) -> UseCaseCard | None:
        """The use-case card of a ref, if there is a readable one."""
        entry = self.uses.get(ref) if ref else None
        return entry.card if entry else None

    @cached_property
    def serves(self) -> dict[str, list[tuple[UseCaseCard, str]]]:
        """For each model ref, the uses (not ended) and slots it is champion of."""
        table: dict[str, list[tuple[UseCaseCard, str]]] = defaultdict(list)
        for entry in self.uses.values():
            if entry.card.status != "ended":
                for slot, ref in entry.card.serving.items():
                    if ref is not None:
                        table[ref].append((entry.card, slot))
        return table

    @cached_property
    def served(self) -> dict[str, list[tuple[UseCaseCard, Served]]]:
        """For each model ref, when it served which use, by the uses' own histories."""
        table: dict[str, list[tuple[UseCaseCard, Served]]] = defaultdict(list)
        for entry in self.uses.values():
            for spell in entry.card.served:
                table[spell.ref].append((entry.card, spell))
        return table

    @cached_property
    def digests(self) -> dict[str, list[str]]:
        """For each artifact digest, the refs of the models that name it, in order of file."""
        table: dict[str, list[str]] = defaultdict(list)
        for entry in self.models.values():
            for artifact in entry.card.artifacts:
                if artifact.digest and entry.ref not in table[artifact.digest]:
                    table[artifact.digest].append(entry.ref)
        return table

    def lineage(self, ref: str) -> tuple[Hop, ...]:
        """All that a model or data set was built on, near to far: parents, their data, and what that came from."""
        if ref not in self._lineages:
            self._lineages[ref] = tuple(self._walk(ref))
        return self._lineages[ref]

    def _walk(self, ref: str) -> Iterator[Hop]:
        seen, start = {ref}, Hop(ref, None)
        queue = [start]
        for hop in queue:
            for found in self._built_on(hop.ref):
                if found not in seen:
                    seen.add(found)
                    step = Hop(found, None if hop is start else hop)
                    queue.append(step)
                    yield step

    def _built_on(self, ref: str) -> Iterator[str]:
        if model := self.model(ref):
            if model.lineage:
                yield from model.lineage.datasets
                yield from (parent.ref for parent in model.lineage.parents)
        elif data := self.dataset(ref):
            yield from data.derived_from

    def team(self, name: str | None) -> str:
        """A team with its contact, for messages that say who must act."""
        team = self.policy.teams.get(name or "")
        return f"{name} ({team.contact})" if team else f"{name or 'nobody: it has no owner'}"
