"""Cards for comparing: what an example leaves out is as in the ground that the rules' examples stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.rules.changes import Comparison, differences
from modelsteward.rules.examples import spread
from modelsteward.store.composer import compose
from modelsteward.store.packs import read_packs
from modelsteward.store.reader import Reading, as_card

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

PACKS = read_packs()
A, B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
"""Two digests."""
STAGES = ("draft", "staging", *FIXED_STAGES)


def card(patch: str = "{}", version: str = "1.0.0", name: str = "m") -> ModelCard:
    """A model card, read as steward reads one."""
    value, faults = compose(patch)
    assert not faults, faults
    path = f"models/{name}/{version}.yaml"
    reading = as_card(Reading(path, ""), spread({f"{name}@{version}": value or {}})[path], STAGES)
    assert reading.card is not None, (patch, reading.problems)
    return reading.card  # type: ignore[return-value]


def compared(before: str, after: str) -> Comparison:
    """Two versions of one model, side by side."""
    return differences(card(before), card(after, "2.0.0"), PACKS)


def classes(before: str, after: str) -> list[str]:
    """The classes of the changes between two versions, what is edited in place left out."""
    return [change.kind.id for change in compared(before, after).changes if change.step]


def weights(*artifacts: tuple[str, str | None], more: str = "") -> str:
    """A card with these artifacts, each by its role and digest."""
    rows = [
        f"{{role: {role}, uri: 's3://m/{i}'" + (f", digest: '{digest}'}}" if digest else "}")
        for i, (role, digest) in enumerate(artifacts)
    ]
    return f"{{artifacts: [{', '.join(rows)}]{more}}}"
