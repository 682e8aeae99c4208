"""Records: dated pieces of evidence, each in a file of its own, never edited. Those of an erasure: `erasure.py`."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import (
    AnyRef,
    CardModel,
    Day,
    Digest,
    Extra,
    ModelRef,
    Name,
    Number,
    Seq,
    Text,
    UseRef,
)


class Record(CardModel):
    """What every record says: of what, by whom, when."""

    ref: AnyRef = Field(description="What it is about.")
    on: Day = Field(description="Day it was made; also the start of its file name.")
    by: Text = Field(description="Who made it: a git identity or the name of a job.", examples=["ada@hospital.example"])
    note: Text | None = Field(default=None, description="Anything a reader should know.")
    extra: Extra = Field(default_factory=dict)


class Result(CardModel):
    """One measured value."""

    metric: Text = Field(description="What was measured.", examples=["auroc"])
    value: Number = Field(description="The value, in the metric's unit.", examples=[0.81])
    unit: Text | None = Field(
        default=None,
        description="Unit of the value. `share` (0 to 1) and `%` say that it is a part of the samples.",
        examples=["share", "ms"],
    )
    better: Literal["higher", "lower"] | None = Field(
        default=None, description="Which way the metric improves, as the tool says."
    )
    slice: Text | None = Field(
        default=None, description="The group it was measured on; absent for all.", examples=["age:65+"]
    )
    low: Number | None = Field(default=None, description="Lower end of the 95 % confidence interval.")
    high: Number | None = Field(default=None, description="Upper end of the 95 % confidence interval.")
    samples: int | None = Field(default=None, ge=0, description="Number of cases.")


class Evaluation(Record):
    """What a version scored in one suite."""

    card: Literal["evaluation/1"] = Field(description="Kind and schema of this file.")
    ref: ModelRef = Field(description="The version that was evaluated.")
    use: UseRef | None = Field(default=None, description="The use it was evaluated for; absent for none in particular.")
    seal: Digest | None = Field(default=None, description="The version's seal when it was evaluated.")
    suite: Text = Field(description="The evaluation suite.", examples=["no-show-holdout"])
    results: Seq[Result] = Field(min_length=1, description="What was measured.")
    dataset: Text | None = Field(default=None, description="What it was measured on: a data set's ref, or a name.")
    tool: Text | None = Field(
        default=None, description="What measured it, with its version.", examples=["lm-eval 0.4.13"]
    )
    run: Text | None = Field(
        default=None, description="The tool's own id of the run; two records of one run are a finding."
    )
    report: Text | None = Field(default=None, description="Where the full report lies.")
    report_digest: Digest | None = Field(default=None, description="Digest of the report.")


class Approval(Record):
    """A role's decision about one version: that it may serve one use, or that it may end with a shorter notice."""

    card: Literal["approval/1"] = Field(description="Kind and schema of this file.")
    ref: ModelRef = Field(description="The version that was judged.")
    use: UseRef | None = Field(default=None, description="The use it was judged for.")
    seal: Digest | None = Field(default=None, description="The version's seal when it was judged.")
    requirements: Digest | None = Field(
        default=None, description="Digest of the use's requirements when it was judged."
    )
    of: Literal["serving", "end"] = Field(
        default="serving",
        description="What was decided on: that it serves the use, or that it ends on short notice.",
    )
    role: Name = Field(description="The role that decided.", examples=["clinical-safety"])
    decision: Literal["approved", "rejected"] = Field(description="What was decided.")
    conditions: Seq[Text] = Field(default=(), description="What the approval depends on.")
    until: Day | None = Field(
        default=None, description="Last day it counts, where that is sooner than steward.yaml's `approvals.max_age`."
    )


class NoticeRecord(Record):
    """What those who rely on a version were told about its end."""

    card: Literal["notice/1"] = Field(description="Kind and schema of this file.")
    ref: ModelRef = Field(description="The version that ends.")
    use: UseRef | None = Field(default=None, description="The use whose people were told.")
    sunset: Day = Field(description="The end they were told of.")
    to: Seq[Text] = Field(min_length=1, description="Who was told.")
    text: Text = Field(description="What they were told.")
    sent: Day | None = Field(default=None, description="Day it was sent; absent for a draft.")


class Review(Record):
    """A second look at something, which lets it stand until a later day."""

    card: Literal["review/1"] = Field(description="Kind and schema of this file.")
    until: Day = Field(description="Last day on which this review counts.")
    outcome: Literal["keep", "change", "end"] = Field(description="What the reviewers decided.")
    seen: Seq[Text] = Field(default=(), description="What they looked at.")
