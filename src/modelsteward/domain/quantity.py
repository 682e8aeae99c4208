"""A figure as a person types it: `auroc=0.81`, `wait=12.5ms [11,14] n=400 slice=age:65+ better=lower`."""

from __future__ import annotations

import re
from math import isfinite

from modelsteward.domain.imported import Measured
from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.errors import BadUsage

NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_EXAMPLE = 'write it like "auroc=0.81 [0.78,0.84] n=400 slice=age:65+"'
_UNIT = r"(?![xX][0-9])[^\W\d_][^\s\[\]=,]*|[%‰°€$£¥][^\s\[\]=,]*"  # 0x10 is no 0 of the unit x10
_HEAD = re.compile(rf"\s*([^=\[\]]*[^=\[\]\s])\s*=\s*({NUMBER})\s*(?:({_UNIT})(?=\s|\[|$)|(?=\s|\[|$))")
_INTERVAL = re.compile(rf"\s*\[\s*({NUMBER})\s*[,;]\s*({NUMBER})\s*\](?=\s|$)", re.ASCII)
_MORE = re.compile(r"""\s*(\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s\[\]]+)(?=\s|\[|$)""")
_KEYS = ("n", "slice", "unit", "better")
_QUANTITY = re.compile(rf"\s*({NUMBER})\s*({_UNIT})?\s*")


def parse_metric(typed: str) -> Measured:
    """The figure that was typed. Raises BadUsage with the part that cannot be meant."""
    head = _HEAD.match(typed)
    if head is None:
        raise BadUsage(f"{shown(typed)} is no metric: it starts with NAME=VALUE", _EXAMPLE)
    name, value, unit = head.groups()
    low = high = None
    more: dict[str, str] = {}
    at = head.end()
    while typed[at:].strip():
        if part := _INTERVAL.match(typed, at):
            if low is not None:
                raise BadUsage(f"{shown(typed)} has two intervals", _EXAMPLE)
            low, high = float(part[1]), float(part[2])
        elif part := _MORE.match(typed, at):
            _keep(more, part[1], part[2].strip("\"'"), typed)
        else:
            raise BadUsage(f"in {shown(typed)}, {shown(typed[at:].strip())} cannot be read", _EXAMPLE)
        at = part.end()
    if unit and "unit" in more:
        raise BadUsage(f"{shown(typed)} has two units: {unit} and {more['unit']}", "leave one of them out")
    for one in (float(value), low, high):
        if one is not None and not isfinite(one):
            raise BadUsage(f"{shown(typed)} holds a number too large to be kept", "give it in another unit")
    return Measured(
        name, float(value), unit or more.get("unit"), _direction(more.get("better"), typed), more.get("slice"),
        low, high, _samples(more.get("n"), typed),
    )  # fmt: skip


def _keep(more: dict[str, str], key: str, value: str, typed: str) -> None:
    if key not in _KEYS:
        raise BadUsage(
            f"in {shown(typed)}, {shown(key)} is nothing that a figure has",
            did_you_mean(key, _KEYS) or f"it may have {', '.join(_KEYS)} and an interval: {_EXAMPLE}",
        )
    if key in more:
        raise BadUsage(f"{shown(typed)} has two values for {key}", "leave one of them out")
    more[key] = value


def _direction(better: str | None, typed: str) -> str | None:
    if better not in (None, "higher", "lower"):
        raise BadUsage(f"in {shown(typed)}, better is {shown(better)}", "write better=higher or better=lower")
    return better


def _samples(count: str | None, typed: str) -> int | None:
    if count is None:
        return None
    if not re.fullmatch(r"\d{1,15}", count, re.ASCII):
        raise BadUsage(f"in {shown(typed)}, n is {shown(count)}", "n is the number of cases, like n=400")
    return int(count)


def parse_quantity(written: str) -> tuple[float, str | None] | None:
    """A number with or without its unit, as a table's cell holds it: `0.81`, `81%`, `12.5 ms`; None for all else."""
    found = _QUANTITY.fullmatch(written)
    return (float(found[1]), found[2]) if found else None
