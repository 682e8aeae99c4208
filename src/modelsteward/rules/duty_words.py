"""DU, continued: words in which a slip of the pen loses duties, in cards of uses and in packs of duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from modelsteward.domain.conditions import Value, leaves_of
from modelsteward.domain.duties import duties_here
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.owed.sectors import named_sectors
from modelsteward.domain.owed.things import ERASED
from modelsteward.domain.suggest import closest, did_you_mean, one_of, shown
from modelsteward.rules.duties import DUTIES
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.rules.engine import Context

_SAME = 0.85
"""From when two words are taken for one: `weight` is `weights`, and `training_records` is no `training_data`."""


@DUTIES.rule(
    107, "Sector that no duty names", Severity.WARNING, of="usecase",
    good="use:u: {sectors: [employment, retail]}",
    bad="use:u: {sectors: [Employment]}",
)  # fmt: skip
def sector_misspelt(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Duties ask for sectors by their exact words. One that is written otherwise is in no duty, and all that ask for
    the sector that was meant are taken not to apply.

    Only told where a word that duties know is near: other sectors are as good as any.
    """
    if not card.sectors:
        return
    known = named_sectors([duty for duty, _ in duties_here(ctx.registry, ctx.packs).values()])
    known |= named_sectors(duty for pack in ctx.packs.duties.values() for duty in pack.duties)
    for at, sector in enumerate(card.sectors):
        if sector not in known and (near := closest(sector, known)) and near not in card.sectors:
            hint = must(ctx, card.owner, f"write `{near}`, if that is meant")
            yield Problem(("sectors", at), f"no duty names the sector {shown(sector)}: did you mean `{near}`?", hint)


def _literals(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, str):
        yield annotation
    for one in get_args(annotation):
        yield from _literals(one)


def _of(card: Any, key: str) -> frozenset[str]:
    return frozenset(_literals(card.model_fields[key].annotation))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Facts that are one of a few words. The cards are read here: no other rule of this family needs them."""
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import Risk, UseCaseCard

    return {
        "roles": _of(UseCaseCard, "organisation_roles"),
        "context": _of(UseCaseCard, "context"),
        "risk.eu_tier": _of(Risk, "eu_tier"),
        "risk.eu_route": _of(Risk, "eu_route"),
        "hosting": _of(ModelCard, "hosting"),
        "model_class": _of(ModelCard, "model_class"),
        "origin": _of(ModelCard, "origin"),
    }


_YES_OR_NO = ("data.", "use.", "release.", "incidents.", "risk.gpai", "holds.legal")
"""Facts that are true or false, by how they begin."""


def never_so(condition: Any) -> Iterator[tuple[str, str]]:
    """What a condition asks for and no card can say, each with what would be right."""
    for field, values in leaves_of(condition):
        for value in values:
            yield from _wrong_value(field, value)


def _wrong_value(field: str, value: Value) -> Iterator[tuple[str, str]]:
    if field.startswith(_YES_OR_NO):
        if not isinstance(value, bool):
            yield f"`{field}` is true or false, and never {shown(str(value))}", "write true or false, without quotes"
    elif isinstance(value, bool):
        yield f"`{field}` is a word, and never true or false", "name the word that it must be"
    elif value not in (words := _words().get(field, frozenset((value,)))):
        known = sorted(words)
        yield f"`{field}` is never {shown(value)}", did_you_mean(value, known) or f"it is {one_of(known)}"
    elif field == "jurisdictions" and value != value.upper():
        yield f"`{field}` is never {shown(value)}", f"places are written in capitals: {value.upper()}"


def wrong_objects(duty: Duty, others: Iterable[Duty]) -> Iterator[tuple[int, str, str]]:
    """Objects by which a duty is about nothing that is ever erased, each with what was probably meant."""
    known = {name for one in others for name in one.objects} | ERASED
    for at, name in enumerate(duty.objects):
        if name in ("model", "models"):
            yield at, f"`{name}` is no object: a duty is about a thing", "name the thing, as weights or event_logs"
        elif name not in known and (near := _alike(name)):
            yield at, f"`{name}` is nothing that is erased, and `{near}` is", f"did you mean `{near}`?"


def _alike(name: str) -> str:
    from difflib import SequenceMatcher  # slow to import, and only needed for packs of one's own

    ratios = {one: SequenceMatcher(None, name.replace("-", "_"), one).ratio() for one in sorted(ERASED)}
    near = max(ratios, key=lambda one: ratios[one])
    return near if ratios[near] >= _SAME else ""
