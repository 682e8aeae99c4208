"""The data set card: one version of one data set."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import (
    CardModel,
    Count,
    DataRef,
    Day,
    Digest,
    Extra,
    Links,
    Name,
    Seq,
    Text,
    Version,
)


class Contains(CardModel):
    """What the rows hold. A flag that is absent is unknown, never false."""

    personal: bool | None = Field(default=None, description="Data about identifiable people (GDPR Art. 4(1)).")
    special_category: bool | None = Field(default=None, description="Special categories (GDPR Art. 9).")
    health: bool | None = Field(default=None, description="Health data, or PHI under HIPAA.")
    biometric: bool | None = Field(default=None, description="Biometric identifiers.")
    children: bool | None = Field(default=None, description="Data about children.")
    unlawful_source: bool | None = Field(
        default=None, description="Whether any of it is known to have been obtained unlawfully."
    )


class Quality(CardModel):
    """How much there is, and what was checked."""

    rows: Count | None = Field(default=None, description="Rows or items in all.", examples=[182000])
    curated_rows: Count | None = Field(default=None, description="Rows a person looked at.", examples=[2000])
    checks: Seq[Text] = Field(default=(), description="Checks made, in a sentence each.")


class Retention(CardModel):
    """How long it may be kept."""

    delete_by: Day | None = Field(default=None, description="Last day it may exist; `null` says there is no such day.")
    basis: Text | None = Field(default=None, description="The policy or law the date comes from.")


class Withdrawal(CardModel):
    """That it may not be used any more, and why."""

    on: Day = Field(description="Day it was withdrawn.")
    reason: Text = Field(description="Why, in a sentence without personal data.")
    case: Name | None = Field(default=None, description="The case it follows from.", examples=["case-2026-007"])


class DataSetCard(CardModel):
    """One version of one data set: whose it is, what it holds, on what basis, for how long."""

    card: Literal["dataset/1"] = Field(description="Kind and schema of this file.")
    name: Name = Field(description="Its name; also its folder.", examples=["appointments"])
    version: Version = Field(description="Semantic version; also its file name.", examples=["2.1.0"])
    summary: Text = Field(description="What it is, in a sentence.")
    owner: Name | None = Field(default=None, description="The team that answers for it, by its name in steward.yaml.")
    origin: Literal["in-house", "open", "vendor", "synthetic"] = Field(
        description="in-house: gathered here. open: published by others. vendor: bought. synthetic: generated."
    )
    purpose: Text | None = Field(default=None, description="What it was gathered for.")
    license: Text | None = Field(
        default=None, description="SPDX licence expression, or LicenseRef-…", examples=["CC-BY-4.0"]
    )
    lawful_basis: Text | None = Field(
        default=None,
        description="Why personal data in it may be used.",
        examples=["GDPR Art. 6(1)(e)", "HIPAA operations"],
    )
    contains: Contains = Field(default_factory=Contains, description="What the rows hold.")
    derived_from: Seq[DataRef] = Field(default=(), description="Data sets it was made from; `[]` says there is none.")
    quality: Quality | None = Field(default=None, description="How much there is, and what was checked.")
    location: Text | None = Field(
        default=None, description="Where it lies.", examples=["s3://data/appointments/2.1.0/"]
    )
    digest: Digest | None = Field(default=None, description="Digest of its bytes, with the algorithm's name.")
    replicas: Seq[Text] = Field(default=(), description="Other places with the same bytes. `[]` says there is none.")
    destroyed_on: Day | None = Field(default=None, description="Day its bytes were seen to be gone.")
    retention: Retention | None = Field(default=None, description="How long it may be kept.")
    status: Literal["active", "withdrawn", "destroyed"] = Field(
        description="active: may be trained on. withdrawn: must not be any more. destroyed: gone."
    )
    withdrawal: Withdrawal | None = Field(default=None, description="When and why it was withdrawn.")
    links: Links = Field(default_factory=dict)
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """`data:name@version`."""
        return f"data:{self.name}@{self.version}"
