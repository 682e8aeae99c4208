"""obligations: what laws and standards ask of a version in each use it serves or served, of what, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.duties import PackHere, may_add, packs_here
from modelsteward.domain.owed.judged import judged, left_out, own_law
from modelsteward.domain.owed.pairs import Pair, Role, pairs_in, pairs_of, refs_in
from modelsteward.domain.owed.sectors import named_sectors
from modelsteward.domain.owed.things import Clash, Owing, Thing, clashes, things_of
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry
from modelsteward.domain.suggest import shown
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import resolve, the_use

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.usecase import Met

NO_ADVICE = "This is no legal advice: it is what packs of rules make of what the cards say."


class Owed(NamedTuple):
    """What is asked of one version in one use."""

    ref: str
    use: str | None
    """None where no use is known that it serves or served."""
    role: Role
    since: date | None
    until: date | None
    owing: tuple[Owing, ...]
    """Every duty, whatever its outcome, in the order of the packs."""
    binding: tuple[Thing, ...]
    """Floors and caps of the law, by object."""
    soft: tuple[Thing, ...]
    """Those that bind nobody by law."""
    clashes: tuple[Clash, ...]
    met: dict[str, Met]
    """By duty, how the use says that it is met."""

    def of(self, *outcomes: str) -> list[Owing]:
        """The duties with one of these outcomes."""
        return [one for one in self.owing if one.ruling.outcome in outcomes]


class Obligations(NamedTuple):
    """The answer to `steward obligations`."""

    asked: str
    today: date
    owed: tuple[Owed, ...]
    packs: tuple[PackHere, ...]
    """The packs that count here."""
    notes: tuple[str, ...]
    """What the packs do not tell, and what could not be read."""


def obligations_of(registry: Registry, packs: Packs, asked: str, today: date, use: str | None = None) -> Obligations:
    """What is asked of a version (`no-show@2.1.0`) in each of its uses, or of all that served a use (`use:NAME`).

    With `use` only in that one. Raises Refused where there is no such thing, or it never served there.
    """
    pairs = list(_pairs(registry, asked, today, use))
    here = packs_here(registry, packs)
    duties = [duty for one in here for duty in one.pack.duties]
    owed = tuple(_owed(pair, duties) for pair in pairs)
    places = [place for pair in pairs if pair.use for place in pair.use.jurisdictions]
    notes = [*left_out(places, here, packs.duties.values()), *own_law(places, here)]
    notes += _sectors([sector for pair in pairs if pair.use for sector in pair.use.sectors], duties, packs)
    notes += _without_card(registry, asked)
    names = () if asked.startswith("use:") else [pair.model.name for pair in pairs]
    notes += [f"{what}, and may add to this: {how}" for what, how in may_add(registry, names)]
    return Obligations(_called(asked, pairs), today, owed, tuple(here), tuple(notes))


def _sectors(sectors: Iterable[str], duties: Iterable[Duty], packs: Packs) -> Iterator[str]:
    """Sectors that no duty names: whatever asks for one by another word is taken not to apply."""
    named = named_sectors([*duties, *(duty for pack in packs.duties.values() for duty in pack.duties)])
    for sector in sorted(set(sectors) - named):
        yield f"the sector {shown(sector)} is in no duty; those that duties name: {', '.join(sorted(named)) or 'none'}"


def _called(asked: str, pairs: list[Pair]) -> str:
    return asked if asked.startswith("use:") or not pairs else pairs[0].model.ref


def _without_card(registry: Registry, asked: str) -> Iterator[str]:
    """The versions of a use of which nothing can be told."""
    if not asked.startswith("use:"):
        return
    for ref in refs_in(the_use(registry, asked).card):
        if registry.model(ref) is None:
            why = "its card cannot be read" if registry.has(ref) else "it has no card"
            yield f"{ref} serves or served {asked}, and {why}: what is asked of it there cannot be told"


def _pairs(registry: Registry, asked: str, today: date, use: str | None) -> Iterator[Pair]:
    if asked.startswith("data:"):
        raise BadUsage("duties are asked of a version of a model, or of a use",
                       f"`steward trace {asked}` names the models that hold it")  # fmt: skip
    if asked.startswith("use:"):
        if use is not None:
            raise BadUsage("--for names the use of a version", f"write `steward obligations {asked}`")
        yield from pairs_in(registry, the_use(registry, asked).card, today)
        return
    card: Any = resolve(registry, asked).entry.card
    found = list(pairs_of(registry, card, today))
    if use is None:
        yield from found
        return
    meant = the_use(registry, use).card.ref
    mine = [pair for pair in found if pair.use and pair.use.ref == meant]
    if not mine:
        uses = [pair.use.ref for pair in found if pair.use]
        hint = f"it serves or served {', '.join(uses)}" if uses else "no use is known that it serves or served"
        raise Refused(f"{card.ref} never served {meant}", hint)
    yield from mine


def _owed(pair: Pair, duties: Iterable[Duty]) -> Owed:
    owing = judged(duties, pair)
    binding, soft = things_of(owing, binding=True), things_of(owing, binding=False)
    met = {entry.duty: entry for entry in (pair.use.duties if pair.use else ())}
    return Owed(
        pair.model.ref, pair.use.ref if pair.use else None, pair.role, pair.started, pair.stopped, tuple(owing),
        tuple(binding), tuple(soft), tuple(clashes(binding, pair.today)), met,
    )  # fmt: skip
