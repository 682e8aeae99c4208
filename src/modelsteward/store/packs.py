"""Packs from the package's own data."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

from modelsteward.domain.packs import LicenceFamily, Packs
from modelsteward.store.composer import compose


def read_packs() -> Packs:
    """The packs that come with steward; nothing is read before a rule asks."""
    return Packs(read_licences=_licences)


def _licences() -> tuple[LicenceFamily, ...]:
    return tuple(_family(item) for item in _pack("licences")["families"])


def _pack(name: str) -> dict[str, Any]:
    """One pack as it is written. It is part of the package: what is wrong with it is a bug, not a finding."""
    text = resources.files("modelsteward.packs").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    value, faults = compose(text)
    if faults or not isinstance(value, dict):
        raise ValueError(f"packs/{name}.yaml: {faults[0].message if faults else 'not a mapping'}")
    return value


def _family(item: dict[str, Any]) -> LicenceFamily:
    lists = {key: tuple(item[key]) for key in ("licences", "also")}
    read_on = date.fromisoformat(item["read_on"]) if item["read_on"] else None
    return LicenceFamily(**{**item, **lists, "read_on": read_on})
