"""Which region lies in which zone, as far as the names of regions say so."""

from __future__ import annotations

_ZONES = {
    "us": ("us-", "eastus", "westus", "centralus", "northcentralus", "southcentralus", "westcentralus"),
    "eu": (
        "eu-", "europe-", "swedencentral", "westeurope", "northeurope", "francecentral", "germanywestcentral",
        "italynorth", "spaincentral", "polandcentral",
    ),
    "apac": ("ap-", "asia-", "australia-", "japaneast", "japanwest", "koreacentral", "australiaeast", "southindia"),
    "au": ("ap-southeast-2", "ap-southeast-4", "australia"),
    "jp": ("ap-northeast-1", "ap-northeast-3", "japan", "asia-northeast1", "asia-northeast2"),
    "ca": ("ca-", "canada", "northamerica-northeast"),
    "global": ("",),
}  # fmt: skip
"""How the names of regions begin, by zone: AWS, Azure and Google Cloud."""


def covers(zone: str, region: str) -> bool:
    """Whether what is said of a region, or of a zone, holds in a region."""
    one, other = zone.lower(), region.lower()
    return one == other or any(other.startswith(start) for start in _ZONES.get(one, ()))


def may_mean(told: str, asked: str) -> bool:
    """Whether what is said of a region, or of a zone, may be meant where another is asked: of two that lie in each
    other. What answers everywhere is a place of its own, of which a single region tells nothing.
    """
    return covers(told, asked) or (asked.lower() != "global" and covers(asked, told))
