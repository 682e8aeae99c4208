"""What the report of a tool says, before it is a record: the same few facts whatever the tool."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite
from typing import Any, NamedTuple

from modelsteward.domain.comparing import Z
from modelsteward.domain.suggest import shown
from modelsteward.domain.texts import control_in, is_text

_LONGEST = 200
"""Characters that a name in a report may have."""


class Unfit(Exception):
    """A report that cannot go on record: what is the case, where in it, and what would be right."""

    def __init__(self, message: str, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        """Which keys, or which line, lead to it: `results.arc_easy.acc,none`, `line 3`."""
        self.hint = hint


class NotOne(Unfit):
    """A file that is no report of any kind that is known."""


class Measured(NamedTuple):
    """One figure, as a record's `results` holds it."""

    metric: str
    value: float
    unit: str | None = None
    better: str | None = None
    slice: str | None = None
    low: float | None = None
    high: float | None = None
    samples: int | None = None

    def written(self) -> dict[str, Any]:
        """The keys of the record, those that are known."""
        return {key: value for key, value in self._asdict().items() if value is not None}


class Imported(NamedTuple):
    """What a report says of one suite."""

    suite: str
    results: tuple[Measured, ...]
    made: date | datetime | None = None
    """When it was measured, as the tool says."""
    dataset: str | None = None
    tool: str | None = None
    """The tool with its version."""
    run: str | None = None
    model: str | None = None
    """What the tool calls the model."""
    by: str | None = None
    report: str | None = None
    """Where the tool says that more is to be seen."""
    digest: str | None = None
    """Digest of what was read, where that is not the whole file."""
    left_out: tuple[str, ...] = ()
    """Figures that are no numbers, with what stands there instead."""


class Figures:
    """Collects what one suite measured. What is no number stops it, or is left out where that was allowed."""

    def __init__(self, skip: bool = False) -> None:
        self._skip = skip
        self._results: list[Measured] = []
        self._left_out: list[str] = []

    def add(self, metric: str, value: Any, place: str, *, unit: str | None = None, better: str | None = None,
            slice: str | None = None, low: float | None = None, high: float | None = None,
            samples: int | None = None) -> None:  # fmt: skip
        """Take in a figure. Raises Unfit for one that is missing, not finite, or no number."""
        try:
            found = number(value, metric, place)
        except Unfit as error:
            if not self._skip:
                raise
            of = f" on {slice}" if slice else ""
            self._left_out.append(f"{metric}{of}: {error.message.removeprefix(f'{metric} ')}")
            return
        if unit == "share" and low is not None and high is not None:
            low, high = max(low, min(0.0, found)), min(high, max(1.0, found))
        self._results.append(Measured(metric, found, unit, better, slice, low, high, samples))

    def taken(self, place: str) -> tuple[Measured, ...]:
        """What was measured. Raises Unfit where nothing was."""
        if not self._results:
            left = f"; left out: {', '.join(self._left_out)}" if self._left_out else ""
            raise Unfit(f"it holds no figure{left}", place)
        return tuple(self._results)

    @property
    def found(self) -> int:
        """How many figures were taken in."""
        return len(self._results)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was no number."""
        return tuple(self._left_out)


def number(value: Any, name: str, place: str) -> float:
    """A finite number. Raises Unfit, with what is there instead."""
    if value is None or value == "":
        raise Unfit(f"{name} has no value", place, "leave the metric out, or measure it")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit(f"{name} is {said(value)}, which is no number", place)
    try:
        found = float(value)
    except OverflowError:
        raise Unfit(f"{name} is a number too large to be kept", place) from None
    if not isfinite(found):
        word = "not a number (NaN)" if found != found else "infinite"  # noqa: PLR0124 - NaN alone differs from itself
        raise Unfit(f"{name} is {word}", place, "a division by nothing? Measure again, or use --skip-broken")
    return found


def text(value: Any, name: str, place: str) -> str:
    """A short text that says something. Raises Unfit, with what is there instead."""
    if not isinstance(value, str) or not value.strip():
        raise Unfit(f"{name} is {said(value)}, and ought to be a text", place)
    if len(value) > _LONGEST:
        raise Unfit(f"{name} is a text of {len(value)} characters; {_LONGEST} are the most", place)
    if not is_text(value) or control_in(value) or "\n" in value:
        raise Unfit(f"{name} is {value!a}, which holds what no name can hold", place)
    return value.strip()


def text_or_none(value: Any, name: str, place: str) -> str | None:
    """The same, where it may be missing."""
    return None if value is None or value == "" else text(value, name, place)


def count(value: Any, name: str, place: str) -> int | None:
    """A number of cases, where one is known. Raises Unfit for what cannot be one."""
    if value is None or value == "":
        return None
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not 0 <= value < 10**15:
        raise Unfit(f"{name} is {said(value)}, and ought to be a number of cases", place)
    return int(value)


def mapping(value: Any, place: str) -> dict[str, Any]:
    """A mapping. Raises Unfit where something else stands."""
    if not isinstance(value, dict):
        raise Unfit(f"{said(value)} stands where keys and values ought to", place)
    return value


def around(value: Any, stderr: Any) -> tuple[float | None, float | None]:
    """The 95 % interval of a value with a standard error, by the normal distribution; nothing where none is known.

    An error of 0 says no more than that all cases came out alike, and gives no interval.
    """
    numbers = (one for one in (value, stderr) if isinstance(one, int | float) and not isinstance(one, bool))
    match [float(one) for one in numbers if abs(one) < 1e300]:
        case [middle, error] if isfinite(middle) and isfinite(error) and error > 0:
            return middle - Z * error, middle + Z * error
    return None, None


def said(value: Any) -> str:
    """A value as it may stand in a message."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return shown(value, 40) if value.strip() else "an empty text"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return shown(str(value).lower() if isinstance(value, bool) else repr(value), 40)


class Report(NamedTuple):
    """A file of a tool, read: what it holds, and what in it cannot go on record."""

    name: str
    """As the person named it, or as it was found."""
    digest: str
    imported: tuple[Imported, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    uri: str | None = None
    """Where everybody finds it."""
    strange: str = ""
    """What is the case where it is no report at all, and nobody said that it were."""
