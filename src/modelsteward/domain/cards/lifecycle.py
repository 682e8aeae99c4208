"""A version's dates, and what befell it out of turn: a part of the model card."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import CardModel, Day, Digest, ModelRef, Name, Period, Seq, Text


class Suspension(CardModel):
    """That a version was stopped at once, and where it goes back to."""

    on: Day = Field(description="Day it was suspended.")
    was: Name = Field(description="The stage it goes back to when it is resumed.", examples=["production"])
    reason: Text = Field(description="Why.")


class Forced(CardModel):
    """A move that was made although gates failed. Append-only."""

    on: Day = Field(description="Day of the move.")
    move: Text = Field(description="The command that made it.", examples=["promote"])
    gates: Seq[Text] = Field(description="The gates that failed.", examples=[["number"]])
    by: Text = Field(description="Who made it, as git knows them.", examples=["ada@hospital.example"])
    reason: Text = Field(description="Why it was right all the same.")
    facts: Digest | None = Field(
        default=None, description="Seal of the technical facts it was about; what changes later is not excused by it."
    )


class Lifecycle(CardModel):
    """A version's dates. A day of end still counts: what ends on a day is over on the next."""

    released: Day | None = Field(default=None, description="Day it first entered production.")
    review_by: Day | None = Field(default=None, description="Last day on which the last review still counts.")
    deprecated: Day | None = Field(default=None, description="Day its end was announced here.")
    sunset: Day | None = Field(default=None, description="Last day it may serve.")
    retired: Day | None = Field(default=None, description="Day it stopped for good; its bytes may remain.")
    destroyed: Day | None = Field(default=None, description="Day its bytes were seen to be gone.")
    destroy_by: Day | None = Field(default=None, description="Last day on which its bytes may exist.")
    replacement: ModelRef | None = Field(default=None, description="The version to move to; `null` says there is none.")
    migration_lead: Period | None = Field(
        default=None, description="How long it takes to move away from it; else the notice its uses are promised."
    )
    because: Literal["own", "vendor", "safety", "legal", "data"] | None = Field(
        default=None, description="Whose decision the end is; all but `own` permit a shorter notice."
    )
    reason: Text | None = Field(default=None, description="Why it ends, in a sentence.")
    suspension: Suspension | None = Field(
        default=None, description="While it is suspended: since when, from what, why."
    )
    forced: Seq[Forced] = Field(default=(), description="Moves that were made although gates failed.")
