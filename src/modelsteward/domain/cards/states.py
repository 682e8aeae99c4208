"""State files: each moves through a few states and is then closed."""

from typing import Annotated, Literal

from pydantic import Field

from modelsteward.domain.cards.base import AnyData, AnyRef, CardModel, Day, Digest, Extra, MadeRef, Name, Seq, Text

Opaque = Name
"""An id that tells nothing by itself: no personal data, nothing not everybody may read."""

Pattern = Annotated[
    str,
    Field(pattern=r"^(data:|use:)?[a-z0-9*][a-z0-9._*-]*(@[0-9A-Za-z.+*-]+)?$", examples=["no-show*@*"]),
]
"""A ref in which `*` stands for any characters."""


class Item(CardModel):
    """One thing to see to before a version may be retired or destroyed."""

    id: Name = Field(description="The item's id in its pack; once in a checklist.", examples=["ret-consumers-told"])
    phase: Name | None = Field(default=None, description="The part of the work it belongs to.", examples=["announce"])
    text: Text = Field(description="What must be done.")
    gate: bool = Field(default=False, description="Whether the move is refused while it is open.")
    wanted: Text | None = Field(default=None, description="What would show that it is done.")
    check: Text | None = Field(default=None, description="How somebody else can tell.")
    source: Text | None = Field(default=None, description="The law, standard or practice it follows.")
    asked_because: Text | None = Field(
        default=None, description="What is not known of the version, so that it is asked although it may not apply."
    )
    answered_by: Name | None = Field(
        default=None, description="What the registry itself answers it with; no person ticks it.", examples=["idle"]
    )
    owed_by: Text | None = Field(
        default=None, description="The team or role that is to see to it.", examples=["ml-platform"]
    )
    due: Day | None = Field(default=None, description="Last day on which it is in time.")
    until: Day | None = Field(
        default=None, description="While it is open: it waits for this day, and is asked again from then on."
    )
    state: Literal["open", "done", "skipped"] = Field(default="open", description="How far it is.")
    evidence: Text | None = Field(default=None, description="What shows that it is done.")
    reason: Text | None = Field(default=None, description="Why it was skipped.")
    by: Text | None = Field(
        default=None, description="The team that ticked or skipped it; git knows the person.", examples=["ml-platform"]
    )
    on: Day | None = Field(default=None, description="Day it was ticked or skipped.")


class Decision(CardModel):
    """What was decided for one thing a case or a destruction touches. Of several about one ref the last counts."""

    ref: AnyRef = Field(description="What it is about.")
    decision: Literal["erase", "retrain", "keep", "not affected"] = Field(description="What was decided.")
    until: Day | None = Field(default=None, description="For `keep`: last day of the exemption.")
    role: Name | None = Field(default=None, description="The role that decided.")
    reason: Text | None = Field(
        default=None, description="Why, in a sentence without personal data.", examples=["Legal claims (Art. 17(3)(e))"]
    )
    by: Text = Field(description="Who decided.")
    on: Day = Field(description="Day of the decision.")


class Checklist(CardModel):
    """What must be seen to before a version may be retired or destroyed."""

    card: Literal["checklist/1"] = Field(description="Kind and schema of this file.")
    ref: MadeRef = Field(description="The version it is for: of a model, or for destruction of a data set.")
    purpose: Literal["retirement", "destruction"] = Field(description="What it leads to.")
    opened: Day = Field(description="Day it was made.")
    closed: Day | None = Field(default=None, description="Day its last open item was done or skipped.")
    pack: Digest | None = Field(default=None, description="Digest of the pack its items were chosen from.")
    items: Seq[Item] = Field(min_length=1, description="What must be done.")
    decisions: Seq[Decision] = Field(
        default=(), description="For destruction: what was decided for each thing that was made from it."
    )
    extra: Extra = Field(default_factory=dict)


class Hold(CardModel):
    """An order not to destroy, by case. Any one that is not released blocks."""

    card: Literal["hold/1"] = Field(description="Kind and schema of this file.")
    id: Opaque = Field(description="Its id; also its file name.", examples=["hold-2026-003"])
    refs: Seq[AnyRef] = Field(
        default=(), description="What may not be destroyed: versions, all that serves a use, or the whole `registry`."
    )
    patterns: Seq[Pattern] = Field(
        default=(),
        description="The same by refs in which `*` stands for anything: what is registered later is covered too.",
        examples=[["no-show*@*", "data:appointments@*"]],
    )
    owners: Seq[Name] = Field(default=(), description="Teams: all that they own may not be destroyed.")
    built_on: bool = Field(
        default=False, description="Whether it covers what was made from any of this, near and far, as well."
    )
    opened: Day = Field(description="First day of the hold.")
    released: Day | None = Field(default=None, description="Day it was lifted; `null` while it holds.")
    by: Text = Field(description="Who ordered it.")
    released_by: Text | None = Field(default=None, description="Who lifted it.")
    released_as: Name | None = Field(default=None, description="The role in which they lifted it.", examples=["legal"])
    extra: Extra = Field(default_factory=dict)


class Incident(CardModel):
    """Something went wrong with a version. While it is open, the version is neither promoted nor destroyed."""

    card: Literal["incident/1"] = Field(description="Kind and schema of this file.")
    id: Opaque = Field(description="Its id; also its file name.", examples=["inc-2026-014"])
    refs: Seq[AnyRef] = Field(min_length=1, description="What it is about.")
    severity: Literal["minor", "major", "serious"] = Field(description="`serious` as in EU AI Act Art. 3(49).")
    opened: Day = Field(description="Day it became known.")
    ticket: Text | None = Field(
        default=None,
        description="Where what happened is told, to those who may read it: a link, or the number of a ticket.",
        examples=["https://tickets.example/SAFE-311"],
    )
    reported: Day | None = Field(default=None, description="Day it was reported to the authority.")
    closed: Day | None = Field(default=None, description="Day it was closed; `null` while it is open.")
    outcome: Text | None = Field(
        default=None, description="What came of it, in a sentence that everybody may read: no personal data."
    )
    by: Text = Field(description="Who opened it.")
    closed_by: Text | None = Field(default=None, description="Who closed it.")
    extra: Extra = Field(default_factory=dict)


class Extension(CardModel):
    """More time to answer: what the last day was, and what it is since."""

    on: Day = Field(description="Day it was extended.")
    was: Day | None = Field(default=None, description="The last day to answer until then; `null` where there was none.")
    until: Day = Field(description="The last day to answer since then.")
    reason: Text = Field(description="Why more time is needed, in a sentence without personal data.")
    by: Text = Field(description="Who extended it.")


class Case(CardModel):
    """A request or order about data, and a decision for everything it touches."""

    card: Literal["case/1"] = Field(description="Kind and schema of this file.")
    id: Opaque = Field(description="Its id; also its file name.", examples=["case-2026-007"])
    purpose: Literal["erasure", "order", "withdrawal"] = Field(description="What is asked.")
    data: Seq[AnyData] = Field(
        min_length=1, description="The data it is about: versions, or a name alone for all versions of a data set."
    )
    opened: Day = Field(description="Day it was received.")
    law: Name | None = Field(
        default=None, description="The law whose period runs, by its id in the pack `clocks`.", examples=["gdpr"]
    )
    due: Day | None = Field(default=None, description="Last day to answer.")
    extensions: Seq[Extension] = Field(default=(), description="More time that was taken to answer, in order.")
    decisions: Seq[Decision] = Field(default=(), description="What was decided, by ref.")
    closed: Day | None = Field(default=None, description="Day it was closed; `null` while it is open.")
    reached: Seq[AnyRef] = Field(
        default=(), description="What held the data, surely or possibly, on the day it was closed."
    )
    by: Text | None = Field(default=None, description="Who opened it.")
    closed_by: Text | None = Field(default=None, description="Who closed it.")
    extra: Extra = Field(default_factory=dict)

    def covers(self, ref: str) -> bool:
        """Whether it is about a version of a data set."""
        return ref in self.data or ref.partition("@")[0] in self.data


class Waiver(CardModel):
    """One rule switched off for one ref, with a reason and an end."""

    card: Literal["waiver/1"] = Field(description="Kind and schema of this file.")
    id: Opaque = Field(description="Its id; also its file name.", examples=["w-2026-002"])
    rule: str = Field(pattern=r"^[A-Z]{2}[0-9]{3}$", description="Code of the rule.", examples=["AR102"])
    ref: AnyRef = Field(description="The one thing it is switched off for.")
    reason: Text = Field(description="Why that is right.")
    on: Day = Field(description="Day it was granted.")
    until: Day = Field(description="Last day it counts.")
    by: Text = Field(description="Who granted it.")
    extra: Extra = Field(default_factory=dict)
