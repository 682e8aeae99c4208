"""A price table that others keep: what it is to say of a vendor's model, whatever format it comes in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol


class Tariff(NamedTuple):
    """What a table asks for a model, in US dollars."""

    unit: str
    usd: float | None = None
    usd_input: float | None = None
    usd_output: float | None = None
    remark: str = ""
    """What the three do not say: that a longer prompt costs more, for one."""


class Table(Protocol):
    """A price table."""

    @property
    def name(self) -> str:
        """What it is called, with its version where it has one."""

    @property
    def source(self) -> str:
        """Where it is from; the same for each of its versions, so that the latest counts."""

    def ask(self, host: str, model: str, day: date) -> Tariff | None:
        """What it asks on a day for a model as a host calls it; None where it does not know."""
