"""A mapping file: where a table of figures of one's own, in JSON or CSV, holds what a record needs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import CardModel, Seq, Text


class Places(CardModel):
    """Where each thing stands: a column of the table, or keys joined by dots (`scores.0.value`).

    What begins with `/` is sought from the top of the file and not in the row.
    """

    suite: Text | None = None
    metric: Text | None = Field(default=None, description="The metric's name, in a table with a row a figure.")
    value: Text | None = Field(default=None, description="The figure, in such a table.")
    unit: Text | None = None
    better: Text | None = None
    slice: Text | None = None
    low: Text | None = None
    high: Text | None = None
    samples: Text | None = None
    date: Text | None = None
    model: Text | None = None
    dataset: Text | None = None
    run: Text | None = None
    by: Text | None = None
    tool: Text | None = None


class Fixed(CardModel):
    """What holds of every row and stands nowhere in the file."""

    suite: Text | None = None
    metric: Text | None = None
    unit: Text | None = None
    better: Literal["higher", "lower"] | None = None
    slice: Text | None = None
    date: Text | None = None
    model: Text | None = None
    dataset: Text | None = None
    by: Text | None = None
    tool: Text | None = None


class Column(CardModel):
    """One metric of a table that has a column a metric."""

    metric: Text | None = Field(default=None, description="Its name; the column's own when absent.")
    unit: Text | None = None
    better: Literal["higher", "lower"] | None = None
    low: Text | None = None
    high: Text | None = None
    samples: Text | None = None


class Mapping(CardModel):
    """The whole file."""

    rows: Text | None = Field(default=None, description="JSON: the keys that lead to the list of rows.")
    from_: Places = Field(default_factory=Places, alias="from", description="Where each thing stands.")
    fixed: Fixed = Field(default_factory=Fixed, description="What stands nowhere in the file.")
    metrics: dict[Text, Column] = Field(default_factory=dict, description="Columns that hold a figure each.")
    needs: Seq[Text] = Field(default=(), description="Keys or columns without which a file is not of this kind.")
