"""What compare hands over: two versions side by side, and what is missing for a decision between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from modelsteward.domain.comparing import Difference, Estimate, Verdict
from modelsteward.domain.costing import Amount, Priced, UseCost
from modelsteward.domain.requirement import Outcome
from modelsteward.rules.changes import Comparison
from modelsteward.usecases.listable import Cell

Letter = Literal["A", "B"]
LETTERS: tuple[Letter, Letter] = ("A", "B")


class Side(NamedTuple):
    """One of the two."""

    letter: Letter
    ref: str
    summary: str
    file: str
    note: str
    """How it was chosen where only a name was given."""


class Aim(NamedTuple):
    """What the two are compared for."""

    use: str
    summary: str
    owner: str | None
    slot: str
    champion: str | None
    """What serves the slot now."""


class Fact(NamedTuple):
    """What both cards say under one key; None where one does not."""

    key: str
    a: Cell
    b: Cell

    @property
    def differs(self) -> bool:
        """Whether they say something else."""
        return self.a != self.b


class Measured(NamedTuple):
    """What one version scored: the newest record that counts."""

    estimate: Estimate
    samples: int | None
    unit: str | None
    on: date
    file: str
    by: str
    tool: str | None
    dataset: str | None
    use: str | None
    better: Literal["higher", "lower"] | None
    """Which way it improves, as the record says."""
    other_seal: bool
    """Whether the version's technical facts were others then."""


class Required(NamedTuple):
    """What a use requires of one value."""

    threshold: float
    better: Literal["higher", "lower"]
    unit: str | None
    oldest: date | None
    """The first day whose records still count."""
    max_fall: float | None


class Standing(NamedTuple):
    """How one version stands to what is required of one value: what the gate `evaluations` would say."""

    outcome: Outcome
    why: str
    """What stands against it; empty where it passes."""
    todo: str
    """What would mend it."""

    @property
    def met(self) -> bool | None:
        """None where that cannot be told."""
        return {Outcome.PASSES: True, Outcome.FAILS: False}.get(self.outcome)


class MetricRow(NamedTuple):
    """One metric of one suite, on all cases or on a slice."""

    suite: str
    metric: str
    slice: str | None
    unit: str | None
    better: Literal["higher", "lower"] | None
    a: Measured | None
    b: Measured | None
    verdict: Verdict
    """Of B against A."""
    why: str
    """Why it cannot be told, or what a reader must know; empty where nothing is to be said."""
    difference: Difference | None
    required: Required | None = None
    standing_a: Standing | None = None
    standing_b: Standing | None = None

    @property
    def name(self) -> str:
        """`no-show-holdout: auroc on age:65+`."""
        return f"{self.suite}: {self.metric}" + (f" on {self.slice}" if self.slice else "")


class CostSide(NamedTuple):
    """What one version costs."""

    price: Priced | None
    month: Amount | None
    """In the slot of the use; None where no use is named."""
    whole: UseCost | None
    """The use with it in the slot."""


class Costs(NamedTuple):
    """What both cost."""

    a: CostSide
    b: CostSide


class FindingRow(NamedTuple):
    """A finding about one of the two."""

    letter: Letter
    severity: str
    code: str
    message: str
    hint: str
    file: str
    line: int


class Gap(NamedTuple):
    """Something that a decision would rest on, and that is missing."""

    kind: Literal["use", "untested", "verdict", "requirement", "approval", "cost", "fact"]
    letter: Letter | None
    """Which of the two it is about; None for both."""
    text: str
    todo: str
    """What to do, or to type."""


class Read(NamedTuple):
    """Where something was read."""

    what: str
    where: str
    on: date


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side."""

    a: Side
    b: Side
    today: date
    aim: Aim | None
    who: tuple[Fact, ...]
    metrics: tuple[MetricRow, ...]
    latency: tuple[MetricRow, ...]
    costs: Costs
    changes: Comparison
    """From A to B."""
    data: tuple[Fact, ...]
    limits: tuple[Fact, ...]
    ends: tuple[Fact, ...]
    findings: tuple[FindingRow, ...]
    untested: tuple[Gap, ...]
    missing: tuple[Gap, ...]
    """For a decision; what is untested is among it."""
    sources: tuple[Read, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, A first."""
        return self.a, self.b
