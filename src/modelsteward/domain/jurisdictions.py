"""Whose law a place is under: its own, its country's, its union's."""

from __future__ import annotations

EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The member states of the European Union, by their codes of ISO 3166-1."""
EEA = frozenset({"IS", "LI", "NO"})
"""The states in the European Economic Area that are not in the Union. The GDPR is law there as well (the source that
packs/clocks.yaml names, read 2026-11-26); other acts of the Union are taken over one by one, or not.
"""
_WITHIN = {"US-NYC": ("US-NY",), "GB": ("UK",), "UK": ("GB",), "EL": ("GR", "EU", "EEA"), "EU": ("EEA",)}
"""Places and what else they are: the city is in the state, the UK has two codes, and the EU writes EL for Greece."""


def reach(place: str) -> tuple[str, ...]:
    """A place as a card names it, with all whose law counts there: `US-NYC` is `US-NY` and `US`, and `AT` is `EU`."""
    country = place.partition("-")[0]
    found = [place, country]
    if country in EU:
        found += ["EU", "EEA"]
    if country in EEA:
        found.append("EEA")
    found += [more for one in (place, country) for more in _WITHIN.get(one, ())]
    return tuple(dict.fromkeys(found))
