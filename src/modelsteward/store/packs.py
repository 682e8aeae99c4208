"""Packs from the package's own data."""

from __future__ import annotations

from importlib import resources
from typing import Any

from modelsteward.domain.dates import parse_day
from modelsteward.domain.packs import LicenceFamily, Packs
from modelsteward.store.composer import compose


def read_packs() -> Packs:
    """The packs that come with steward; nothing is read before a rule asks."""
    return Packs(read_licences=_licences)


def _licences() -> tuple[LicenceFamily, ...]:
    text = resources.files("modelsteward.packs").joinpath("licences.yaml").read_text(encoding="utf-8")
    value, faults = compose(text)
    if faults:
        raise ValueError(f"packs/licences.yaml: {faults[0].message}")
    return tuple(_family(item) for item in value["families"])


def _family(item: dict[str, Any]) -> LicenceFamily:
    read_on = parse_day(item["read_on"])
    assert read_on is not None
    return LicenceFamily(**{**item, "licences": tuple(item["licences"]), "read_on": read_on})
