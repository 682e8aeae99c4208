"""The ground of all cards: a frozen, strict model and the types that several kinds share."""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    WithJsonSchema,
)

from modelsteward.domain.dates import Duration, parse_day, parse_duration

SEMVER = (
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
    r"(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$"
)
NAME = r"^[a-z0-9]+([._-][a-z0-9]+)*$"
_REF = NAME[1:-1] + "@" + SEMVER[1:-1]


class CardModel(BaseModel):
    """A part of a card. Unknown keys are errors, values are not coerced, nothing changes after reading.

    A key that is absent is *unknown*, which `knows` tells apart from a `null` or `[]` that says *none*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    def knows(self, *names: str) -> bool:
        """Whether each of these keys was written, be it as `null`."""
        return self.model_fields_set.issuperset(names)


T = TypeVar("T")

Seq = Annotated[tuple[T, ...], Strict(False)]
"""A YAML list. Frozen, so a tuple."""

Day = Annotated[
    date,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-04-01"]}),
]
"""A calendar day, `YYYY-MM-DD`, in the registry's time zone."""

Period = Annotated[
    Duration,
    PlainValidator(parse_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$", "examples": ["P90D", "P1Y"]}),
]
"""An ISO 8601 duration of whole days, weeks, months or years."""

Text = Annotated[str, Field(pattern=r"\S")]
"""Text that says something: not empty, not only spaces."""

Name = Annotated[str, Field(pattern=NAME, max_length=100)]
"""Lower-case letters, digits, and single `.`, `_` or `-` between them: safe as a folder everywhere."""

Version = Annotated[str, Field(pattern=SEMVER, max_length=100)]
"""A Semantic Versioning 2.0.0 number."""

ModelRef = Annotated[str, Field(pattern=f"^{_REF}$", examples=["no-show@2.1.0"])]
DataRef = Annotated[str, Field(pattern=f"^data:{_REF}$", examples=["data:appointments@2.1.0"])]
MadeRef = Annotated[
    str,
    Field(pattern=f"^(data:)?{_REF}$", examples=["no-show@2.1.0", "data:appointments@2.1.0"]),
]
"""A version of a model or of a data set."""
AnyData = Annotated[
    str,
    Field(pattern=f"^data:({_REF}|{NAME[1:-1]})$", examples=["data:appointments", "data:appointments@2.1.0"]),
]
"""A version of a data set, or its name alone for all of its versions."""
UseRef = Annotated[str, Field(pattern=f"^use:{NAME[1:-1]}$", examples=["use:outreach-reminders"])]
AnyRef = Annotated[
    str,
    Field(
        pattern=f"^(({_REF})|(data:{_REF})|(use:{NAME[1:-1]})|registry)$",
        examples=["no-show@2.1.0", "data:appointments@2.1.0", "use:outreach-reminders"],
    ),
]

Digest = Annotated[
    str,
    Field(
        pattern=r"^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}"
        r"|blake3:[0-9a-f]{64}|md5:[0-9a-f]{32}|sha1:[0-9a-f]{40})$",
        examples=["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
"""A digest that names its algorithm, in lower-case hex."""

Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Extra = Annotated[
    dict[str, Any],
    Field(
        description="An organisation's own fields. steward keeps them and never reads them.",
        examples=[{"ticket": "ML-42"}],
    ),
]
Links = Annotated[
    dict[str, Annotated[str, Field(pattern=r"^(https?://|mailto:)\S+$")]],
    Field(
        description="Pages about it, by title: http(s) or mailto addresses.",
        examples=[{"runbook": "https://wiki.example/no-show"}],
    ),
]


def _scalars(values: tuple[Any, ...]) -> tuple[Any, ...]:
    for value in values:
        if not isinstance(value, str | int | float | bool):
            raise ValueError("each entry is a text, a number, or true or false")
    return values


Scalars = Annotated[Seq[Any], AfterValidator(_scalars)]
"""A list of texts, numbers or truth values."""
