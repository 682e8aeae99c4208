"""Packs as cards: what laws and standards ask, each entry with its source and the day it was checked."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from modelsteward.domain.cards.base import CardModel, Day, Extra, Name, Seq, Text
from modelsteward.domain.conditions import fields_of

EVENTS = (
    "designed", "placed_on_market", "last_unit_placed", "created", "last_in_effect", "decision", "last_use",
    "assessment_completed", "material_change", "retired", "withdrawn", "incident_known", "request_received",
    "order_issued", "service_started", "service_terminated", "contract_ended", "purpose_met", "last_interaction",
    "test_terminated", "bias_corrected", "deactivated",
)  # fmt: skip
"""What clocks of duties start with."""


def _readable(condition: dict[str, Any]) -> dict[str, Any]:
    """A duty whose condition nobody can read would be asked of nobody, or of all."""
    for _ in fields_of(condition):
        pass
    return condition


Condition = Annotated[
    dict[str, Any],
    AfterValidator(_readable),
    Field(
        description="Facts that make it apply: `{all: […]}`, `{any: […]}`, `{not: …}`, `{exists: field}`, "
        "`{before: {field: DAY}}`, or `{field: value}`, where a list of values means any of them.",
        examples=[{"all": [{"jurisdictions": "EU"}, {"roles": "provider"}]}],
    ),
]
Span = Annotated[
    str,
    Field(
        pattern=r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$",
        min_length=3,
        examples=["P10Y", "P6M", "PT72H"],
    ),
]
"""An ISO 8601 duration; hours keep their own unit, and `PT0S` is at once."""


class Start(CardModel):
    """From when a duty binds those whom a condition singles out."""

    when: Condition = Field(default_factory=lambda: {"all": []})
    on: Day | None = Field(description="The first day; `null` where it never came to apply.")
    said: Text | None = Field(default=None, description="Whom this is about, in words.")


class Variant(CardModel):
    """Another period of the same duty."""

    of: Text = Field(description="What it is for, in words.", examples=["a death"])
    when: Condition | None = Field(default=None, description="When it takes the place of the ordinary period.")
    period: Span = Field(description="The period.")


class Duty(CardModel):
    """What one law or standard asks, for one kind of object."""

    id: Name = Field(description="Its id, never given to anything else.", examples=["eu-aia-18"])
    jurisdiction: Text = Field(description="Whose law it is; INT for what is nobody's.", examples=["EU", "US-IL"])
    source: Text = Field(description="The instrument.")
    article: Text = Field(description="Where in it.")
    kind: Literal["record", "keep", "notify", "delete", "review"] = Field(description="What is to be done.")
    objects: Seq[Name] = Field(min_length=1, description="What it is done to: never the model, always a thing.")
    what: Text = Field(description="The duty in our own words.")
    applies_when: Condition
    bound: Literal["at_least", "at_most", "within", "every", "while"] | None = Field(
        default=None,
        description="at_least: a floor, keep it so long. at_most: a cap, gone by then. within: done by then. every: "
        "done again each period. while: as long as the clock's state lasts.",
    )
    period: Span | None = Field(default=None, description="How long; absent where none is named.")
    business_days: bool = Field(default=False, description="Whether its days are working days.")
    clock: Literal[EVENTS] | None = Field(default=None, description="What the period counts from.")  # type: ignore[valid-type]
    variants: Seq[Variant] = Field(default=(), description="Other periods of the same duty.")
    binding: bool = Field(description="Whether it binds by law; guidance, standards and others' orders do not.")
    status: Literal["in force", "proposed", "superseded", "repealed", "precedent"] = Field(
        default="in force", description="What became of it. `precedent`: an order that binds somebody else."
    )
    applies_from: Seq[Start] = Field(default=(), description="From when; the first condition that holds counts.")
    ended_on: Day | None = Field(default=None, description="Last day it applied.")
    superseded_by: Name | None = Field(default=None, description="The duty that took its place.")
    read: Literal["primary", "secondary", "mixed", "memory"] = Field(
        description="How it was verified. primary: the text itself, or an exact quotation. secondary: others' "
        "accounts. mixed: some of each. memory: from general knowledge, and to be confirmed."
    )
    read_in: Text = Field(description="What was read, in a few words.")
    checked_on: Day = Field(description="Day it was last held against that.")
    note: Text | None = Field(default=None, description="What a reader should know.")


class Pinned(CardModel):
    """What a copy of a pack was copied from, so that later changes on either side can be told apart."""

    steward: Text = Field(description="The version of steward that it came with.", examples=["0.6.0"])
    on: Day = Field(description="Day it was copied, or last brought up to date.")
    entries: dict[Name, Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]] = Field(
        description="By entry, the beginning of the digest of what was copied."
    )
    head: dict[Name, Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]] = Field(
        default_factory=dict, description="The same of `title`, `about` and `review_by`, by key."
    )


class DutyPack(CardModel):
    """What the law of one place asks, or a family of standards."""

    card: Literal["duties/1"] = Field(description="Kind and schema of this file.")
    name: Name = Field(description="Its name; also its file name.", examples=["eu"])
    title: Text = Field(description="What it holds.")
    about: Text = Field(description="How it was made, and what it does not hold.")
    review_by: Day = Field(description="Last day on which it counts as looked over.")
    pinned: Pinned | None = Field(default=None, description="For a copy: what it was copied from.")
    duties: Seq[Duty] = Field(min_length=1, description="The duties.")
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """`pack:duties/NAME`."""
        return f"pack:duties/{self.name}"
