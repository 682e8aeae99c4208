"""A vendor's facts about one of its models: observations, never edited, the latest of each source counts."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import CardModel, Count, Day, Extra, Name, Number, Seq, Text

Status = Literal["preview", "active", "legacy", "deprecated", "retired"]
"""A vendor's state in words that mean the same at every host: one vendor's `Deprecated` is another's `retired`."""


class Observation(CardModel):
    """What one source said on one day. A date that is absent was not said."""

    source: Text = Field(description="Where it was read: an address or a feed's name.")
    read_on: Day = Field(description="Day it was read.")
    snapshot: Text | None = Field(default=None, description="The snapshot it speaks of; absent for every one.")
    region: Text | None = Field(default=None, description="The region it speaks of; absent for every one.")
    deployment_kind: Text | None = Field(
        default=None,
        description="The kind of deployment it speaks of; absent for every one.",
        examples=["data-zone", "provisioned"],
    )
    listed: bool | None = Field(
        default=None,
        description="`false`: the source had it before, and has it no more. That is no date.",
        examples=[False],
    )
    state: Text | None = Field(
        default=None, description="The vendor's own word for the model's state.", examples=["Deprecated"]
    )
    status: Status | None = Field(
        default=None, description="What that word means, in words that are the same for every vendor."
    )
    released: Day | None = Field(default=None, description="Day the vendor released it.")
    deprecated: Day | None = Field(default=None, description="Day the vendor announced its end.")
    not_before: Day | None = Field(default=None, description="It will not end before this day. Not a firm end.")
    ends: Day | None = Field(default=None, description="Firm: the last day it answers.")
    certainty: Literal["firm", "tentative"] | None = Field(
        default=None,
        description="`tentative`: the source does not tell firm ends from days before which it will not end.",
    )
    replacement: Text | None = Field(
        default=None, description="What the vendor recommends instead.", examples=["gpt-5.1"]
    )
    alternatives: Seq[Text] = Field(default=(), description="What else it recommends.", examples=[["gpt-5.1-mini"]])
    aliases: Seq[Text] = Field(
        default=(), description="Other names by which it answers.", examples=[["claude-sonnet-4-0"]]
    )
    context_window: Count | None = Field(default=None, description="How many tokens it takes.", examples=[128000])
    max_output: Count | None = Field(default=None, description="How many tokens it gives.", examples=[16384])
    as_of: Day | None = Field(default=None, description="The day on which the source itself had looked, if it says.")
    cites: Text | None = Field(default=None, description="The page that the source itself goes by.")
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


class Reading(CardModel):
    """That a source was read for a host, whether or not it had news."""

    source: Text = Field(description="Where it was read, as its observations name it.")
    read_on: Day = Field(description="Day it was last read.")
    as_of: Day | None = Field(
        default=None, description="The latest day on which the source itself had looked at any model of the host."
    )
    models: Count | None = Field(default=None, description="How many models of the host it then listed.")


class HostCard(CardModel):
    """When the sources were last read for a host. Which models it has, and what was said, stands in its folder."""

    card: Literal["host/1"] = Field(description="Kind and schema of this file.")
    host: Name = Field(description="Who answers the calls; also the file's name.", examples=["azure-openai"])
    readings: Seq[Reading] = Field(min_length=1, description="The sources, each once.")
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """`host:NAME`."""
        return f"host:{self.host}"
