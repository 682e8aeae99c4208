"""The registry as a value: every card by what it is called, and what follows from all of them together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from modelsteward.domain.entries import Broken, Entry, Hop
from modelsteward.domain.guests import NOBODY, Guests
from modelsteward.domain.tables import Filed, Tables, last_of, refs_of, served_ever, served_now
from modelsteward.domain.vendors.hosts import host_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.registry import RegistryCard, Team
    from modelsteward.domain.cards.states import Waiver
    from modelsteward.domain.cards.usecase import Served, UseCaseCard
    from modelsteward.domain.cards.vendor import HostCard, VendorCard
    from modelsteward.domain.guests import Missing

__all__ = ["Broken", "Entry", "Hop", "Registry"]

T = TypeVar("T")

_MOST_KEPT = 50_000
"""How many derived answers are kept before all are worked out anew."""


class Registry:
    """All that was read. Never changed after it is made; what is derived is kept once worked out.

    What rules ask of it names what it is about, and goes through `see`, so that a `Watched` registry can tell on which
    other files a finding rests.
    """

    def __init__(
        self, policy: RegistryCard, entries: Iterable[Entry[CardModel]], broken: Iterable[Broken] = (),
        guests: Guests = NOBODY,
    ) -> None:  # fmt: skip
        self.policy = policy
        self.guests = guests
        """The registries it includes; their files are among the others, each by its path from here."""
        self._tables = Tables(tuple(entries), tuple(broken))
        self._derived: dict[tuple[Any, str], Any] = {}

    # All of it, for commands that list. Rules do not ask these: what they find would rest on every file there is.

    @property
    def entries(self) -> tuple[Entry[CardModel], ...]:
        """Every card, record and state file that could be read."""
        return self._tables.entries

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Every file that could not."""
        return self._tables.broken

    @property
    def texts(self) -> tuple[Entry[CardModel] | Broken, ...]:
        """Every file, readable as a card or not."""
        return (*self.entries, *self.broken)

    def of_kind(self, kind: str) -> list[Entry[CardModel]]:
        """Every entry of a kind."""
        return self._tables.of_kind(kind)

    @property
    def models(self) -> dict[str, Entry[ModelCard]]:
        """Model cards by ref."""
        return self._tables.models

    @property
    def datasets(self) -> dict[str, Entry[DataSetCard]]:
        """Data set cards by ref."""
        return self._tables.datasets

    @property
    def uses(self) -> dict[str, Entry[UseCaseCard]]:
        """Use-case cards by ref."""
        return self._tables.uses

    @property
    def by_ref(self) -> dict[str, list[Entry[CardModel]]]:
        """Cards by ref; more than one where a number was used twice."""
        return self._tables.by_ref

    @property
    def unreadable(self) -> dict[str, str]:
        """Files that could not be read, by what they should describe."""
        return self._tables.unreadable

    @cached_property
    def waivers(self) -> dict[tuple[str, str], Entry[Waiver]]:
        """Our own waivers by rule and ref; of several the one that lasts longest. Guests' waive nothing here."""
        entries = (entry for entry in cast("list[Entry[Waiver]]", self.of_kind("waiver")) if not entry.home)
        return {(e.card.rule, e.card.ref): e for e in sorted(entries, key=lambda e: e.card.until)}

    def named_by(self, relation: str) -> list[str]:
        """The names under which any card can be found by a relation, as `filed` takes it."""
        return self._tables.named_by(f"{relation} ")

    # One thing at a time: what rules ask.

    def see(self, key: str) -> None:
        """Told of each key under which something is looked up."""

    def named(self, ref: str) -> list[Entry[CardModel]]:
        """The cards that are called `ref`."""
        self.see(ref)
        return self._tables.by_ref.get(ref, [])

    def has(self, ref: str) -> bool:
        """Whether `ref`, be it `data:NAME` alone, is there, readable or not; or may be where an `include` leads not."""
        self.see(f"name {ref}" if ref.startswith("data:") and "@" not in ref else ref)
        return self._tables.has(ref) or bool(self.guests.missing)

    def versions(self) -> dict[str, list[str]]:
        """The versions there are of each model and data set name, unreadable cards included; `[""]` for a use case."""
        self.see("names")
        return self._tables.versions

    def built_upon(self) -> dict[str, tuple[str, ...]]:
        """The refs that something says it was made from, by their names; whether there is a card of them or not."""
        self.see("names")
        return self._tables.built_upon

    def homes(self, name: str) -> tuple[str, ...]:
        """The registries that have something of a name, readable or not; the empty one is our own."""
        self.see(f"name {name}")
        self.see(name)
        return self._tables.homes.get(name, ())

    def shared_names(self) -> dict[str, tuple[str, ...]]:
        """The names that more than one registry has, with those registries."""
        self.see("names")
        return {name: homes for name, homes in self._tables.homes.items() if len(homes) > 1}

    def missing(self) -> tuple[Missing, ...]:
        """What steward.yaml includes and is no registry."""
        self.see("guests")
        return self.guests.missing

    def made(self, ref: str) -> Entry[ModelCard] | Entry[DataSetCard] | None:
        """The readable card of a model or a data set, if there is one."""
        self.see(ref)
        return self._tables.models.get(ref) or self._tables.datasets.get(ref)

    def model(self, ref: str | None) -> ModelCard | None:
        """The model card of a ref, if there is a readable one."""
        if not ref:
            return None
        self.see(ref)
        entry = self._tables.models.get(ref)
        return entry.card if entry else None

    def dataset(self, ref: str | None) -> DataSetCard | None:
        """The data set card of a ref, if there is a readable one."""
        if not ref:
            return None
        self.see(ref)
        entry = self._tables.datasets.get(ref)
        return entry.card if entry else None

    def use(self, ref: str | None) -> UseCaseCard | None:
        """The use-case card of a ref, if there is a readable one."""
        if not ref:
            return None
        self.see(ref)
        entry = self._tables.uses.get(ref)
        return entry.card if entry else None

    def unread(self) -> tuple[Broken, ...]:
        """The files that could not be read."""
        self.see("broken")
        return self._tables.broken

    @property
    def has_unseen(self) -> bool:
        """Whether anything is not checked out."""
        return bool(self._tables.unseen or self.guests.unseen)

    def left_out(self, text: str) -> str | None:
        """The file of something that is called so, by its ref or its name, where that is not checked out."""
        unseen = (one for one in self._tables.broken if one.unseen and text in (one.ref, one.ref.partition("@")[0]))
        return next((one.file for one in unseen), None)

    def beyond(self, text: str) -> str | None:
        """The folder of a registry that is not checked out, where something that is called so may be; None for names
        that are known: these are one registry's.
        """
        known = text.partition("@")[0] in self._tables.versions
        return None if known else next(iter(self.guests.unseen), None)

    def doubts(self, key: str) -> bool:
        """Whether what was found under a key may be otherwise, for a file that is not checked out could be there."""
        return self._tables.unseen.may_have(key) or (bool(self.guests.unseen) and self._may_be_a_guests(key))

    def _may_be_a_guests(self, key: str) -> bool:
        """Whether some other registry could have more under a key: a ref has its one card, all else may be anywhere."""
        if " " in key:
            return True
        return ("@" in key or ":" in key) and key not in self._tables.by_ref and key not in self._tables.unreadable

    def filed(self, key: str) -> list[Entry[Any]]:
        """The cards that can be found under a key, in order of file; guests' first."""
        self.see(key)
        return self._tables.filed(key)

    def derive(self, work: Callable[[list[Entry[Any]], str], T], relation: str, name: str) -> T:
        """What follows from the cards under the key `relation name`; worked out once."""
        key = f"{relation} {name}"
        self.see(key)
        try:
            return cast("T", self._derived[work, key])
        except KeyError:
            return self._keep(work, key, work(self._tables.filed(key), name))

    @property
    def serves(self) -> Filed[list[tuple[UseCaseCard, str]]]:
        """For each model ref, the uses (not ended) and slots it is champion of."""
        return Filed(lambda ref: self.derive(served_now, "uses", ref))

    @property
    def served(self) -> Filed[list[tuple[UseCaseCard, Served]]]:
        """For each model ref, when it served which use, by the uses' own histories."""
        return Filed(lambda ref: self.derive(served_ever, "uses", ref))

    @property
    def digests(self) -> Filed[list[str]]:
        """For each artifact digest, the refs of the models that name it, in order of file."""
        return Filed(lambda digest: self.derive(refs_of, "digest", digest))

    @property
    def vendors(self) -> Filed[Entry[VendorCard] | None]:
        """Vendors' facts by host and the vendor's own model name."""
        return Filed(lambda named: self.derive(last_of, "vendor", f"{host_named(named[0])}\n{named[1]}"))

    @property
    def vendor_aliases(self) -> Filed[Entry[VendorCard] | None]:
        """Vendors' facts by host and any other name by which a source says that the model answers."""
        return Filed(lambda named: self.derive(last_of, "vendor", f"alias {host_named(named[0])}\n{named[1]}"))

    def host(self, name: str) -> HostCard | None:
        """When the sources were last read for a host, by any of its names; None where that is not on file."""
        entry: Entry[HostCard] | None = self.derive(last_of, "host", host_named(name))
        return entry.card if entry else None

    def lineage(self, ref: str) -> tuple[Hop, ...]:
        """All that a model or data set was built on, near to far: parents, their data, and what that came from."""
        self.see(ref)
        hops: tuple[Hop, ...] | None = self._derived.get((Registry.lineage, ref))
        if hops is None:
            return self._keep(Registry.lineage, ref, tuple(self._walk(ref)))
        for hop in hops:  # seen on the way, too, by whoever asked first
            self.see(hop.ref)
        return hops

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
        team = self.team_card(name)
        return f"{name} ({team.contact})" if team else f"{name or 'nobody: it has no owner'}"

    def team_card(self, name: str | None) -> Team | None:
        """What is known of a team: by our policy, else by that of a registry we include."""
        if not name or name in self.policy.teams:
            return self.policy.teams[name] if name else None
        self.see("guests")
        return next((guest.policy.teams[name] for guest in self.guests.registries if name in guest.policy.teams), None)

    def _keep(self, work: Any, key: str, answer: T) -> T:
        if len(self._derived) >= _MOST_KEPT:
            self._derived.clear()
        self._derived[work, key] = answer
        return answer
