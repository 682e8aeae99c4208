"""What `steward deprecate` is told on the command line, as the end that is meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from modelsteward.cli.common import day_of
from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.usecases.deprecate import End


def require_end(
    sunset: str | None, replacement: str | None, per_use: list[str] | None, because: str | None, cancel: bool
) -> None:
    """Raise BadUsage where the options do not go together."""
    if cancel and (sunset or replacement or per_use or because):
        raise BadUsage("--cancel takes the end back, so it has no day and no replacement", "leave the others out")
    if not cancel and sunset is None:
        raise BadUsage("the day of the end is missing", "--sunset 2027-01-31, or --sunset +P90D from today")
    for text in per_use or ():
        if not all(text.partition("=")):
            raise BadUsage(f"`--for {text}` is no USE=REF", "write it like --for discharge-letters=claude@1.2.0")
    for use, times in Counter(use for use, _ in parted(per_use)).items():
        if times > 1:
            raise BadUsage(f"--for names {use} more than once", "say once where it moves to")


def end_of(
    model: ModelCard, desk: Desk, sunset: str | None, replacement: str | None, per_use: list[str] | None,
    because: str | None, reason: str | None,
) -> End:  # fmt: skip
    """The end that is meant; what is not said again stays as it was announced."""
    from modelsteward.usecases.deprecate import End

    said = model.lifecycle.knows("replacement") if replacement is None else True
    to = model.lifecycle.replacement if replacement is None else None if replacement == "none" else replacement
    by_use = dict(parted(per_use))
    why = reason or (model.lifecycle.reason if model.stage == "deprecated" else None)
    return End(day_of(sunset or "", desk.today), to, by_use, because, why, desk.by, nothing=said and to is None)


def parted(per_use: list[str] | None) -> list[tuple[str, str]]:
    """Each `USE=REF`, the use as `use:NAME`."""
    pairs = (text.partition("=") for text in per_use or ())
    return [(use if use.startswith("use:") else f"use:{use}", ref) for use, _, ref in pairs]
