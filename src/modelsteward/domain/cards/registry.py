"""The registry card, steward.yaml: who there is, and what the organisation has decided."""

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from modelsteward.domain.cards.base import CardModel, Extra, Name, Period, Seq, Text
from modelsteward.domain.dates import Duration, parse_duration
from modelsteward.domain.stages import FIXED_STAGES

SeverityName = Literal["note", "warning", "error"]
RuleChoice = Annotated[str, Field(pattern=r"^[A-Z]{2}([0-9]{3})?$", examples=["TM102", "TM"])]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone is called {name}; write one like Europe/Oslo or UTC") from None
    return name


def _stage_names(stages: tuple[str, ...]) -> tuple[str, ...]:
    if set(stages) & set(FIXED_STAGES) or len(set(stages)) < len(stages):
        raise ValueError(f"stages name what comes before production, each once, and none of {', '.join(FIXED_STAGES)}")
    return stages


class Member(CardModel):
    """A person, by the identities git knows."""

    name: Text = Field(description="The person's name.")
    git: Seq[Text] = Field(description="E-mail addresses the person commits with.", examples=[["ada@hospital.example"]])
    roles: Seq[Name] = Field(default=(), description="Roles this person holds.", examples=[["clinical-safety"]])


class Team(CardModel):
    """Who answers for cards. Cards name the team, never a person."""

    name: Text | None = Field(default=None, description="The team's full name.")
    contact: Text = Field(description="Where the team is reached.", examples=["ml-platform@hospital.example"])
    members: Seq[Member] = Field(description="Who is in it now; people who left are taken out.")


_ANY_DAY = date(2000, 1, 1)
"""Periods are compared by where they lead from a day: months have no length of their own."""


class Notice(CardModel):
    """How long before a sunset the end is announced; the longest that applies counts."""

    default: Period = Field(default=parse_duration("P60D"), description="For any version.")
    low_risk: Period = Field(default=parse_duration("P30D"), description="When every use it serves is of low risk.")
    high_risk: Period = Field(default=parse_duration("P180D"), description="When a use it serves is of high risk.")
    external: Period = Field(
        default=parse_duration("P180D"), description="When a use it serves has external consumers."
    )


class WaiverPolicy(CardModel):
    """What waivers may do."""

    longest: Period = Field(default=parse_duration("P180D"), description="Longest time from a waiver's day to its end.")


RiskLevel = Literal["low", "medium", "high"]


class ApprovalPolicy(CardModel):
    """Who must approve what, and for how long that counts."""

    roles: dict[RiskLevel, Seq[Name]] = Field(
        default_factory=dict,
        description="Roles that must approve what serves a use, by the use's own risk; beside those the use names.",
        examples=[{"high": ["clinical-safety", "data-protection"]}],
    )
    two_people: Seq[RiskLevel] = Field(
        default=("high",), description="Risks at which nobody's approval counts for their own promotion."
    )
    max_age: Period = Field(default=parse_duration("P1Y"), description="How long an approval counts.")


class HoldPolicy(CardModel):
    """Who may lift holds."""

    lift: Seq[Name] = Field(
        default=(), description="Roles that may lift a hold; none, and nobody may.", examples=[["legal"]]
    )


class PackPolicy(CardModel):
    """Which packs count here."""

    duties: Seq[Name] = Field(
        default=("eu", "us", "voluntary"),
        description="The packs of duties that count, beside those in packs/duties/ that do not come with steward.",
    )


class MetricDefinition(CardModel):
    """What a metric of a suite means."""

    better: Literal["higher", "lower"] = Field(description="Which way it improves.")
    unit: Text | None = Field(
        default=None,
        description="Its unit. `share` (0 to 1) and `%` say that it is a part of the samples.",
        examples=["share", "ms"],
    )
    about: Text | None = Field(default=None, description="What it measures, in a sentence.")


class SuiteDefinition(CardModel):
    """An evaluation suite: what it is, and what it measures."""

    about: Text = Field(description="What it shows, in a sentence.")
    dataset: Text | None = Field(default=None, description="What it is measured on: a data set's ref, or a name.")
    metrics: dict[Text, MetricDefinition] = Field(default_factory=dict, description="Its metrics, by name.")


class RulePolicy(CardModel):
    """Which rules run, and how they are weighed."""

    select: Seq[RuleChoice] | None = Field(default=None, description="Only these codes or families; all when absent.")
    ignore: Seq[RuleChoice] = Field(default=(), description="Not these codes or families.")
    severity: dict[RuleChoice, SeverityName] = Field(
        default_factory=dict,
        description="Another severity, by code or family; the code counts over its family.",
    )
    parameters: dict[RuleChoice, dict[str, Any]] = Field(
        default_factory=dict, description="Parameters, by code.", examples=[{"AR104": {"smallest": 1000}}]
    )


class RegistryCard(CardModel):
    """The registry's own card: what it needs, who is in it, and what the organisation has decided."""

    card: Literal["registry/1"] = Field(description="Kind and schema of this file.")
    name: Text = Field(description="What the registry is called.", examples=["General Hospital"])
    requires: Text | None = Field(
        default=None,
        description="Versions of steward it needs, comparisons joined by commas.",
        examples=[">=0.1", ">=0.1,<1"],
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="UTC",
        description="Time zone in which a day begins, as the tz database names it.",
        examples=["America/Phoenix"],
    )
    window: Period = Field(default=parse_duration("P90D"), description="How far ahead an end is a warning.")
    rollback_window: Period = Field(
        default=parse_duration("P30D"),
        description="How long a displaced version may stay in production, quietly.",
    )
    review_period: Period = Field(
        default=parse_duration("P1Y"), description="Longest time a version may go without review."
    )
    notice: Notice = Field(default_factory=Notice, description="How long before a sunset the end is announced.")
    waivers: WaiverPolicy = Field(default_factory=WaiverPolicy, description="What waivers may do.")
    stages: Annotated[Seq[Name], AfterValidator(_stage_names)] = Field(
        default=("draft", "staging"),
        min_length=1,
        description="Names of the stages before production, in order.",
    )
    teams: dict[Name, Team] = Field(default_factory=dict, description="Who answers for cards.")
    roles: dict[Name, Text] = Field(
        default_factory=dict, description="Roles that approve, each with what it stands for."
    )
    approvals: ApprovalPolicy = Field(
        default_factory=ApprovalPolicy, description="Who must approve what, and for how long that counts."
    )
    holds: HoldPolicy = Field(default_factory=HoldPolicy, description="Who may lift holds.")
    packs: PackPolicy = Field(default_factory=PackPolicy, description="Which packs count here.")
    suites: dict[Text, SuiteDefinition] = Field(
        default_factory=dict, description="The evaluation suites there are, by name."
    )
    include: dict[Name, Text] = Field(
        default_factory=dict,
        description="Registries read along with this one, whose cards ours may name: a name of our own, and the path "
        "of the folder from this one. Each is judged at home, by its own steward.yaml.",
        examples=[{"imaging": "../imaging/registry"}],
    )
    rules: RulePolicy = Field(default_factory=RulePolicy, description="Which rules run, and how they are weighed.")
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """Always `registry`."""
        return "registry"

    def stage_names(self) -> tuple[str, ...]:
        """Every stage a version may be in, in order."""
        return (*self.stages, *FIXED_STAGES)

    def longest_notice(self, risks: set[str], external: bool) -> Duration:
        """The notice period for a version whose uses have these own risks and consumers."""
        periods = [self.notice.low_risk if risks == {"low"} else self.notice.default]
        periods += [self.notice.high_risk] if "high" in risks else []
        periods += [self.notice.external] if external else []
        return max(periods, key=lambda period: period.after(_ANY_DAY))
