"""A vendor's facts about one of its models: observations, never edited, the latest of each source counts."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import CardModel, Day, Extra, Name, Number, Seq, Text


class Observation(CardModel):
    """What one source said on one day. A date that is absent was not said."""

    source: Text = Field(description="Where it was read: an address or a feed's name.")
    read_on: Day = Field(description="Day it was read.")
    snapshot: Text | None = Field(default=None, description="The snapshot it speaks of; absent for every one.")
    region: Text | None = Field(default=None, description="The region it speaks of; absent for every one.")
    state: Text | None = Field(
        default=None, description="The vendor's own word for the model's state.", examples=["Deprecated"]
    )
    released: Day | None = Field(default=None, description="Day the vendor released it.")
    deprecated: Day | None = Field(default=None, description="Day the vendor announced its end.")
    not_before: Day | None = Field(default=None, description="It will not end before this day. Not a firm end.")
    ends: Day | None = Field(default=None, description="Firm: the last day it answers.")
    replacement: Text | None = Field(
        default=None, description="What the vendor recommends instead.", examples=["gpt-5.1"]
    )
    note: Text | None = Field(default=None, description="Anything a reader should know.")


class Price(CardModel):
    """What one source said on one day that it costs, in US dollars."""

    source: Text = Field(description="Where it was read: an address or a feed's name.")
    read_on: Day = Field(description="Day it was read.")
    snapshot: Text | None = Field(default=None, description="The snapshot it is for; absent for every one.")
    region: Text | None = Field(default=None, description="The region it is for; absent for every one.")
    unit: Text = Field(description="What the price is for.", examples=["1M tokens", "minute"])
    usd: Number | None = Field(default=None, ge=0, description="US dollars a unit.")
    usd_input: Number | None = Field(default=None, ge=0, description="US dollars a unit of input.", examples=[2.5])
    usd_output: Number | None = Field(default=None, ge=0, description="US dollars a unit of output.", examples=[10])


class VendorCard(CardModel):
    """What is known of a vendor's model and its end."""

    card: Literal["vendor/1"] = Field(description="Kind and schema of this file.")
    host: Name = Field(description="Who answers the calls; also the folder.", examples=["azure-openai"])
    model: Text = Field(description="The vendor's own name for it.", examples=["gpt-4o"])
    observations: Seq[Observation] = Field(min_length=1, description="What sources said, the newest last.")
    prices: Seq[Price] = Field(default=(), description="What sources said that it costs, the newest last.")
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """`vendor:host/model`."""
        return f"vendor:{self.host}/{self.model}"
