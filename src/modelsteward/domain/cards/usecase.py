"""The use-case card: one thing that models are used for."""

from typing import Annotated, Literal

from pydantic import Field

from modelsteward.domain.cards.base import (
    CardModel,
    Day,
    Extra,
    Links,
    ModelRef,
    Name,
    Number,
    Period,
    Seq,
    Text,
    UseRef,
)

Slot = Name


class Risk(CardModel):
    """How much harm it could do. Risk belongs to the use, not to the weights."""

    own: Literal["low", "medium", "high"] | None = Field(default=None, description="Our own judgement.")
    eu_tier: Literal["prohibited", "high", "transparency", "minimal"] | None = Field(
        default=None, description="Tier under the EU AI Act; `prohibited` can never be served."
    )
    eu_route: Literal["annex_i", "annex_iii", "none"] | None = Field(
        default=None, description="Which annex makes it high-risk under the EU AI Act."
    )


class Consumers(CardModel):
    """Who relies on its answers."""

    internal: Seq[Text] = Field(default=(), description="Teams or systems here.", examples=[["scheduling"]])
    external: Seq[Text] = Field(default=(), description="People or organisations outside; `[]` says there is none.")
    contact: Text | None = Field(
        default=None, description="Where to reach them.", examples=["scheduling@hospital.example"]
    )


class Served(CardModel):
    """One entry of the append-only history of what served a slot."""

    slot: Slot = Field(description="The slot.", examples=["main"])
    ref: ModelRef = Field(description="The version that served.")
    from_: Day = Field(alias="from", description="First day it served.")
    to: Day | None = Field(default=None, description="Last day it served; `null` while it serves.")
    why: Text | None = Field(default=None, description="Why it came.", examples=["promoted", "rolled back to"])
    after: ModelRef | None = Field(
        default=None, description="What it took the place of; tells where two branches each added a line."
    )
    left: Literal["displaced", "rolled back", "ended"] | None = Field(
        default=None,
        description="How it stopped serving; what was rolled back from is not gone back to by itself.",
    )


class Halt(CardModel):
    """That a version may not serve one use for now."""

    ref: ModelRef = Field(description="The version.")
    on: Day = Field(description="Day it was suspended here.")
    reason: Text = Field(description="Why.")


class Suite(CardModel):
    """One thing a version must show before it may serve here."""

    suite: Text = Field(description="The evaluation suite.", examples=["no-show-holdout"])
    slots: Seq[Slot] = Field(
        default=(), description="The slots it is asked of; every one when absent.", examples=[["speech"]]
    )
    metric: Text = Field(description="The metric that counts.", examples=["auroc"])
    unit: Text | None = Field(
        default=None, description="Unit of the threshold; results in another one do not count.", examples=["share"]
    )
    threshold: Number = Field(description="The value it must reach, in the metric's unit.", examples=[0.75])
    better: Literal["higher", "lower"] = Field(default="higher", description="Which way the metric improves.")
    max_age: Period | None = Field(default=None, description="Greatest age of the evaluation.", examples=["P180D"])
    slices: Seq[Text] = Field(
        default=(), description="Groups that must reach the threshold each.", examples=[["age:65+"]]
    )
    max_fall: Number | None = Field(
        default=None, ge=0, description="Greatest fall against the champion, in the metric's unit."
    )


class Monitor(CardModel):
    """One thing that is watched while a version serves."""

    suite: Text = Field(description="The evaluation or drift suite.", examples=["no-show-drift"])
    slots: Seq[Slot] = Field(default=(), description="The slots it is about; every one when absent.")
    metric: Text = Field(description="The metric that counts.", examples=["drifted_columns"])
    unit: Text | None = Field(default=None, description="Unit of the limit.", examples=["share"])
    limit: Number = Field(description="The value it may not pass, in the metric's unit.", examples=[0.3])
    better: Literal["higher", "lower"] = Field(default="lower", description="Which way the metric improves.")
    max_age: Period | None = Field(default=None, description="Greatest age of the newest report.", examples=["P30D"])


class Requires(CardModel):
    """What a version must show before it may serve here."""

    suites: Seq[Suite] = Field(default=(), description="Evaluations to pass.")
    approvals: Seq[Name] = Field(default=(), description="Roles that must approve.", examples=[["clinical-safety"]])
    budget_usd_per_month: Number | None = Field(default=None, ge=0, description="Greatest cost, in US dollars a month.")


class Guardrails(CardModel):
    """What stands between the model and people."""

    notice: Text | None = Field(
        default=None,
        description="Text shown to people where they use it.",
        examples=["Written by software. Read all of it before you sign."],
    )
    do_not_enter: Seq[Text] = Field(
        default=(),
        description="What people must not type in or hand over; `[]` says that there is nothing of the kind.",
        examples=[["names, birth dates and record numbers", "pictures of patients"]],
    )
    block: Seq[Text] = Field(default=(), description="Patterns (regular expressions) that are not let through.")


class Completed(CardModel):
    """That a group of people has completed the training."""

    group: Text = Field(description="The group or team, never a person.", examples=["outpatient clinicians"])
    on: Day = Field(description="Day they had all completed it.")
    people: int | None = Field(default=None, ge=0, description="How many have.")
    of: int | None = Field(default=None, ge=0, description="How many there are in the group.")
    evidence: Text | None = Field(default=None, description="Where that can be seen.")


class Training(CardModel):
    """What the people who use it must have learnt."""

    required: bool = Field(description="Whether people must be trained before they use it.")
    material: Text | None = Field(default=None, description="Where the material stands.")
    max_age: Period | None = Field(
        default=None, description="How long what was learnt counts; for ever when absent.", examples=["P1Y"]
    )
    completed: Seq[Completed] = Field(default=(), description="Who has completed it, by group; the newest last.")


class Volume(CardModel):
    """How much of a model a slot uses."""

    requests_per_month: Number = Field(ge=0, description="Calls a month.", examples=[60000])
    input_tokens: Number | None = Field(default=None, ge=0, description="Tokens sent, a call, on average.")
    output_tokens: Number | None = Field(default=None, ge=0, description="Tokens received, a call, on average.")
    units: dict[Text, Number] = Field(
        default_factory=dict,
        description="Other units that prices are for, by name: how many a call, on average.",
        examples=[{"minute": 12}],
    )


class Met(CardModel):
    """How a duty is met here, and where what it asks for lies."""

    duty: Name = Field(description="The duty's id in its pack.", examples=["us-nyc-ll144-audit"])
    how: Text = Field(description="What was done, in a sentence.")
    place: Text | None = Field(default=None, description="Where it can be seen, or lies.")
    on: Day | None = Field(default=None, description="Day it was done; a period that comes round counts from it.")
    until: Day | None = Field(default=None, description="Day until which it is kept, or counts.")


class UseCaseCard(CardModel):
    """One use: its owner, purpose, risk and law, whom it touches, and which versions serve it."""

    card: Literal["usecase/1"] = Field(description="Kind and schema of this file.")
    name: Name = Field(description="Its name; also its file name.", examples=["outreach-reminders"])
    status: Literal["proposed", "live", "ended"] = Field(description="Whether it is planned, running or over.")
    summary: Text = Field(description="What it does for whom, in a sentence.")
    owner: Name | None = Field(default=None, description="The team that answers for it, by its name in steward.yaml.")
    purpose: Text | None = Field(
        default=None, description="What it is for, in terms a data-protection officer can judge."
    )
    sectors: Seq[Text] = Field(
        default=(), description="Sectors, as the duty packs name them.", examples=[["healthcare"]]
    )
    jurisdictions: Seq[Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]] = Field(
        default=(),
        description="Where it is used: EU, or an ISO 3166 code. `US-AZ` implies `US`.",
        examples=[["US-AZ", "EU"]],
    )
    organisation_roles: Seq[
        Literal[
            "provider", "deployer", "importer", "distributor", "authorised_representative", "developer", "employer",
            "controller", "processor", "public_body",
        ]
    ] = Field(default=(), description="What we are under the law.", examples=[["deployer", "controller"]])  # fmt: skip
    risk: Risk | None = Field(default=None, description="How much harm it could do.")
    consequential_decision: bool | None = Field(
        default=None,
        description="Whether it decides, or weighs much in, what a person gets: care, credit, a job, a home.",
    )
    context: Seq[Literal["sandbox", "real_world_test"]] = Field(
        default=(), description="Special contexts the law knows."
    )
    affects: Seq[Text] = Field(default=(), description="Whom it touches.", examples=[["patients", "children", "staff"]])
    consumers: Consumers | None = Field(default=None, description="Who relies on its answers.")
    placed_on_market: Day | None = Field(
        default=None, description="Day it was placed on the market or put into service."
    )
    last_use: Day | None = Field(default=None, description="Day it was last used, once it has ended.")
    serving: dict[Slot, ModelRef | None] = Field(
        default_factory=dict,
        description="Which version serves each slot; `null` for a slot that nothing serves yet.",
        examples=[{"main": "no-show@2.1.0"}],
    )
    candidates: dict[Slot, Seq[ModelRef]] = Field(
        default_factory=dict, description="Versions being considered, by slot."
    )
    fallback: dict[Slot, ModelRef] = Field(
        default_factory=dict, description="What serves a slot when its champion may not."
    )
    replacement: dict[Slot, ModelRef] = Field(
        default_factory=dict,
        description="What this use moves to, by slot, where it differs from the model card's.",
    )
    suspended: Seq[Halt] = Field(
        default=(), description="Versions that may not serve here for now, whatever they may elsewhere."
    )
    served: Seq[Served] = Field(default=(), description="What served when; append-only, the newest last.")
    requires: Requires | None = Field(default=None, description="What a version must show before it may serve here.")
    monitoring: Seq[Monitor] = Field(default=(), description="What is watched while a version serves.")
    volume: dict[Slot, Volume] = Field(
        default_factory=dict,
        description="How much each slot uses, for what it costs.",
        examples=[{"main": {"requests_per_month": 60000, "input_tokens": 1800, "output_tokens": 400}}],
    )
    guardrails: Guardrails | None = Field(default=None, description="What stands between the model and people.")
    training: Training | None = Field(default=None, description="What the people who use it must have learnt.")
    duties: Seq[Met] = Field(default=(), description="How duties are met here; `steward obligations` names them.")
    links: Links = Field(default_factory=dict)
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> UseRef:
        """`use:name`."""
        return f"use:{self.name}"
