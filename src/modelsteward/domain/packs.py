"""Packs as rules see them: facts with their source and the day they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.checklist_items import ItemPack, PackItem
from modelsteward.domain.clocks import Clock
from modelsteward.domain.vendors.feeds import Feed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.known import Known
from modelsteward.domain.versions import Step

if TYPE_CHECKING:
    from modelsteward.domain.answers import Ask
    from modelsteward.domain.cards.packs import DutyPack
    from modelsteward.domain.duty_packs import PackHead


class LicenceFamily(NamedTuple):
    """What one family of licences asks of models derived from what it covers."""

    id: str
    licences: tuple[str, ...]
    """SPDX ids and LicenseRef-…s it covers; a trailing `*` stands for any ending."""
    commercial: bool | None
    """Whether commercial use is allowed; None when it depends."""
    derivatives: bool | None
    """Whether derived models may be made and passed on; None when it depends."""
    share_alike: bool | None
    """Whether what is derived must carry the same licence; None when it depends."""
    also: tuple[str, ...]
    """Licences that what is derived may carry instead of the same one."""
    carries_over: bool | None
    """Whether its own terms bind what is derived, so that a derived model can't claim a plain open licence."""
    network: bool | None
    """Whether offering it over a network asks for as much as passing it on; None when that cannot be told."""
    outputs: bool | None
    """Whether its terms reach a model that was trained on outputs; None when that cannot be told."""
    note: str
    source: str
    read: Literal["text", "excerpt", "not yet"]
    """How the entry was checked against its source."""
    read_on: date | None
    """Day it was checked; None when it was not."""

    def covers(self, licence: str) -> bool:
        """Whether a licence is of this family. Ids are compared without regard to case, as SPDX does."""
        folded = licence.removesuffix("+").lower()
        return any(
            folded.startswith(name[:-1].lower()) if name.endswith("*") else folded == name.lower()
            for name in self.licences
        )

    @property
    def asks_nothing(self) -> bool:
        """Whether what is derived may carry any licence."""
        return (self.commercial, self.derivatives, self.share_alike, self.carries_over) == (True, True, False, False)


class ChangeClass(NamedTuple):
    """One way in which a version may differ from an earlier one, and what that does to its number."""

    id: str
    """Its family and its name, as `interface.input-removed`."""
    step: Step
    title: str
    why: str
    source: str
    """Where the judgement is from: an address, or `house` where it is our own."""


class Packs:
    """The packs at hand, each read when first asked for."""

    def __init__(
        self,
        read_licences: Callable[[], tuple[LicenceFamily, ...]],
        read_changes: Callable[[], tuple[ChangeClass, ...]] = tuple,
        read_items: Callable[[str], ItemPack] | None = None,
        read_clocks: Callable[[], tuple[Clock, ...]] = tuple,
        read_duties: Callable[[], tuple[DutyPack, ...]] = tuple,
        read_heads: Callable[[], tuple[PackHead, ...]] = tuple,
        read_fields: Callable[[], frozenset[str]] = frozenset,
        read_answers: Callable[[], Mapping[str, Ask]] = dict,
        read_vendor: Callable[[str], Feed] | None = None,
    ) -> None:
        self._read_licences = read_licences
        self._read_changes = read_changes
        self._read_items = read_items
        self._read_clocks = read_clocks
        self._read_duties = read_duties
        self._read_heads = read_heads
        self._read_fields = read_fields
        self._read_answers = read_answers
        self._read_vendor = read_vendor
        self._vendors: dict[str, Known] = {}
        self._items: dict[str, ItemPack] = {}
        self._by_id: dict[str, dict[str, PackItem]] = {}
        self._families: dict[str, LicenceFamily | None] = {}

    @cached_property
    def licences(self) -> tuple[LicenceFamily, ...]:
        """Families of licences, the first that covers a licence counts."""
        return self._read_licences()

    def family(self, licence: str) -> LicenceFamily | None:
        """The family that covers a licence; None when none does."""
        if licence not in self._families:
            self._families[licence] = next((family for family in self.licences if family.covers(licence)), None)
        return self._families[licence]

    @cached_property
    def changes(self) -> dict[str, ChangeClass]:
        """The change classes by id."""
        return {kind.id: kind for kind in self._read_changes()}

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """How long laws give to answer a request, by the law's id."""
        return {clock.id: clock for clock in self._read_clocks()}

    @cached_property
    def duties(self) -> dict[str, DutyPack]:
        """The packs of duties that come with steward, by name. Which count here: `domain.duties.packs_here`."""
        return {pack.name: pack for pack in self._read_duties()}

    @cached_property
    def duty_heads(self) -> dict[str, PackHead]:
        """What those packs say before their duties, by name: quicker to be had than all of them."""
        return {head.name: head for head in self._read_heads()}

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the facts that conditions may ask for."""
        return self._read_fields()

    def items(self, purpose: str) -> ItemPack:
        """What a checklist for `retirement` or `destruction` is made from. Raises LookupError where there is none."""
        if purpose not in self._items:
            if self._read_items is None:
                raise LookupError(f"no pack of checklist items was given: {purpose}")
            self._items[purpose] = self._read_items(purpose)
        return self._items[purpose]

    def item(self, purpose: str, name: str) -> PackItem | None:
        """An item of a pack by its id, if there is one."""
        if self._read_items is None:
            return None
        if purpose not in self._by_id:
            self._by_id[purpose] = {item.id: item for item in self.items(purpose).items}
        return self._by_id[purpose].get(name)

    def vendor_facts(self, host: str) -> Known:
        """What comes with steward about a host's models, known without being on file; by any name of the host."""
        name = host_named(host)
        if name not in self._vendors:
            self._vendors[name] = Known(self._read_vendor(name) if self._read_vendor else Feed(name, ()))
        return self._vendors[name]

    @cached_property
    def answers(self) -> Mapping[str, Ask]:
        """What items of the packs are answered with, by name."""
        return self._read_answers()
