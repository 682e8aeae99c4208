"""What the tests of reading share: one healthy card, and what is wrong with a text, briefly."""

from __future__ import annotations

from modelsteward.api.judged import findings_of
from modelsteward.store.composer import compose
from modelsteward.store.reader import Reading, read_card

AT = "models/m/1.0.0.yaml"
CARD = """\
card: model/1
name: m
version: 1.0.0
stage: draft
summary: Says nothing.
owner: team
origin: in-house
"""
STAGES = ("draft", "staging", "production")


def faults(text: str) -> list[tuple[int, int, str]]:
    """Line, column and code of all that is wrong with a text as YAML."""
    return [(fault.line, fault.column, fault.code) for fault in compose(text)[1]]


def told(reading: Reading) -> list[str]:
    """Every finding of a reading as `line:column code message || hint`."""
    return [f"{f.place.line}:{f.place.column} {f.code} {f.message} || {f.hint}" for f in findings_of(reading)]


def read(text: str | bytes, path: str = AT) -> Reading:
    """A text or bytes, read as the card at a path."""
    return read_card(path, text if isinstance(text, bytes) else text.encode(), STAGES)


def without(key: str, text: str = CARD) -> str:
    """The healthy card without one of its lines."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{key}:"))
