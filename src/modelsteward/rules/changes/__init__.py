"""How one version may differ from another, class by class. A class is a function here and an entry of
packs/changes.yaml under the same id: the function finds it, the pack says what it does to the version number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.packs import Packs
from modelsteward.domain.versions import Step
from modelsteward.rules.changes import ranges, reach  # noqa: F401 - each adds classes to `interface`
from modelsteward.rules.changes.base import BASE
from modelsteward.rules.changes.bytes import BYTES
from modelsteward.rules.changes.engine import Change, Comparison, Detector, Difference, Kin, compare
from modelsteward.rules.changes.facts import FACTS
from modelsteward.rules.changes.inplace import CARD
from modelsteward.rules.changes.interface import INTERFACE
from modelsteward.rules.changes.licence import LICENCE_KIN
from modelsteward.rules.changes.use import USE

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

KINS: tuple[Kin, ...] = (INTERFACE, USE, LICENCE_KIN, BASE, BYTES, FACTS, CARD)
DETECTORS: tuple[Detector, ...] = tuple(
    sorted((detector for kin in KINS for detector in kin.detectors), key=lambda detector: detector.last)
)
"""Every class, those that are asked last at the end."""


def differences(before: ModelCard, after: ModelCard, packs: Packs) -> Comparison:
    """Every change from one card to another with its class, and the smallest honest number that follows."""
    return compare(before, after, packs, DETECTORS)


def heavier(before: ModelCard, after: ModelCard, packs: Packs, than: Step) -> Comparison:
    """The changes that ask for more than a step: all that a number that says this step leaves to be seen."""
    return compare(before, after, packs, DETECTORS, above=than)


__all__ = ["DETECTORS", "KINS", "Change", "Comparison", "Detector", "Difference", "Kin", "differences", "heavier"]
