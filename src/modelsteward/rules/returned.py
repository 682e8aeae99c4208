"""AR, continued: whether bytes that were destroyed are anywhere again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.dates import instant
from modelsteward.domain.erasing import COMMON, common_places
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.reaching import state_of
from modelsteward.domain.texts import listed
from modelsteward.rules.artifacts import ARTIFACTS, digests
from modelsteward.rules.engine import Context
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Looked, Verification
    from modelsteward.domain.cards.model import ModelCard

_LEARNT = frozenset(("weights", "adapter", "checkpoint", "optimizer", "index"))
"""Roles of what was learnt from data. A tokenizer may well be the same in many models."""
_HINT = "find out why a copy is left, and take this version out of use"


@ARTIFACTS.rule(
    106, "Bytes of a destroyed model", Severity.ERROR, whole=True,
    good="""
m@1.0.0: {stage: retired, artifacts: [{role: weights, uri: 's3://m/a', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
m@2.0.0: {artifacts: [{role: weights, uri: 's3://m/b', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
""",
    bad="""
m@1.0.0: {stage: destroyed, artifacts: [{role: weights, uri: s3, digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
m@2.0.0: {artifacts: [{role: weights, uri: 's3://m/b', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
""",
)  # fmt: skip
def came_back(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A model that was destroyed, for the sake of people's data or a court, is gone only if no copy of it lives on
    under another number or name.

    Its bytes are told by the digests of its card, and by those that the certificate of its destruction denies: those
    of every file that was found in its folders too.
    """
    for path, artifact, _, _ in digests(card):
        if artifact.digest and artifact.role not in COMMON:
            of_cards = _destroyed("digest", artifact.digest, ctx) if artifact.role in _LEARNT else ()
            yield from _returned(path, artifact.digest, of_cards, card, ctx)


@ARTIFACTS.rule(
    111, "Rows of something destroyed", Severity.ERROR, of="dataset", whole=True,
    good="""
data:d@1.0.0: {status: active, digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}
data:e@1.0.0: {status: destroyed, digest: 'md5:e4d909c290d0fb1ca068ffaddf22cbd0'}
""",
    bad="""
data:d@1.0.0: {status: active, digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}
data:e@1.0.0: {status: destroyed, digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}
""",
)  # fmt: skip
def rows_came_back(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Data that had to go is back under another name or number, and what is built on it holds it once more."""
    if card.digest is not None and card.status != "destroyed":
        yield from _returned(("digest",), card.digest, _destroyed("contents", card.digest, ctx), card, ctx)


def _destroyed(relation: str, digest: str, ctx: Context) -> Iterator[str]:
    """The destroyed models or data sets whose own cards have a digest."""
    for entry in ctx.registry.filed(f"{relation} {digest}"):
        if state_of(ctx.registry, entry.ref) == "destroyed":
            yield entry.ref


def _returned(path: Path, digest: str, of_cards: Any, card: Any, ctx: Context) -> Iterator[Problem]:
    refs = dict.fromkeys((*of_cards, *(entry.card.ref for entry in ctx.registry.filed(f"denied {digest}"))))
    others = [ref for ref in refs if ref != card.ref]
    if others:
        what = f"these are the bytes of {listed(others)}, which {'was' if len(others) == 1 else 'were'} destroyed"
        yield Problem(path, what, must(ctx, card.owner, _HINT))


@ARTIFACTS.rule(
    112, "Copy found after the destruction", Severity.ERROR, of="verification", whole=True,
    good="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-verification-11111111.yaml:
  {card: verification/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
    bad="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-verification-11111111.yaml:
  {card: verification/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   places: [{place: /home/ada/old.onnx, looked_on: 2029-12-30, result: still there, found: true}]}
""",
)  # fmt: skip
def found_again(card: Verification, ctx: Context) -> Iterator[Problem]:
    """A search found a copy of what counts as destroyed. It is settled by erasing the copy and looking again: a later
    record that finds the place empty. A tokenizer that the certificate leaves to another model is none.
    """
    if state_of(ctx.registry, card.ref) != "destroyed":
        return
    kept = _kept(card.ref, ctx)
    for index, look in enumerate(card.places):
        if look.result == "still there" and look.place not in kept and not _gone_since(card, look, ctx):
            hint = "erase it there, and look again: a record that finds it gone settles this"
            yield Problem(("places", index, "result"), f"{card.ref} is destroyed, and a copy is at {look.place}", hint)


def _kept(ref: str, ctx: Context) -> set[str]:
    """What a certificate says is kept, of the places where nothing lies but what is the same in many models."""
    made = ctx.registry.made(ref)
    common = common_places(made.card) if made else {}
    certificates = (entry.card for entry in ctx.registry.filed(f"certificate {ref}"))
    return {one.place for card in certificates for one in card.retained if one.place in common}


def _gone_since(card: Verification, look: Looked, ctx: Context) -> bool:
    """Whether a look that came later, by its day and moment, found the place empty."""
    kinds = ("verification", "certificate")
    records = (entry.card for kind in kinds for entry in ctx.registry.filed(f"{kind} {card.ref}"))
    later = (other for other in records if other is not card and _when(other, card) >= _when(card, other))
    return any(
        seen.place == look.place and seen.result == "gone" and seen.looked_on >= look.looked_on
        for other in later
        for seen in other.places
    )


def _when(record: Any, beside: Any) -> tuple[date, float]:
    """When a record was made; within a day by the clock, as far as both say it."""
    finished, theirs = (instant(getattr(one, "finished", None)) for one in (record, beside))
    return record.on, finished.timestamp() if finished and theirs else 0.0
