"""Names that Windows keeps for devices, whatever ending they have: a clone fails there where a file is called so."""

from __future__ import annotations

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10)))
)


def is_device(name: str) -> bool:
    """Whether a name in lower case is one of them."""
    return name.partition(".")[0] in _DEVICES
