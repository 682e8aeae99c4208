"""Searching for copies by their content: whatever they are called, and whatever they are packed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelsteward.domain.erasing import Print, Sweep, Wanted
    from modelsteward.domain.progress import Tell


def sweep(roots: Sequence[str], wanted: Sequence[Wanted], tell: Tell, *, thorough: bool = False) -> Sweep:
    """Search folders and files for copies of what is wanted. No error comes out of it, and nothing is changed.

    `thorough` opens every file to see whether it is an archive; else small ones are known by their names.
    """
    from modelsteward.store.scan import sweeping

    return sweeping.sweep(roots, wanted, tell, thorough=thorough)


def prints(path: str) -> tuple[Print, ...]:
    """The largest arrays of a file of safetensors; none for any other file, and none where it cannot be read."""
    from modelsteward.store.scan import tensors

    return tensors.prints(path)
