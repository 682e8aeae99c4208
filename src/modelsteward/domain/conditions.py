"""Conditions over facts, with three answers: it holds, it does not, or that is not known. Unknown is never false.

A condition is `{all: [...]}`, `{any: [...]}`, `{not: ...}`, `{exists: field}`, `{before: {field: DAY}}` or a leaf
`{field: value}`. A leaf value that is a list means any of them. `{all: []}` always holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from modelsteward.domain.dates import parse_date

Condition = Mapping[str, Any]

Value = str | bool
"""What a fact may be: a word, a day as `2026-11-24`, or whether something is so."""


class Fact(NamedTuple):
    """What is known of one field: the values it has, and whether it may have more that nobody wrote down."""

    values: tuple[Value, ...] = ()
    complete: bool = True

    def has(self, *wanted: Value) -> bool | None:
        """Whether it has one of these values; None when it is not known."""
        if any(value is one or (value == one and type(value) is type(one)) for value in self.values for one in wanted):
            return True
        return False if self.complete else None

    @property
    def exists(self) -> bool | None:
        """Whether it has any value; None when it is not known."""
        return True if self.values else False if self.complete else None

    def before(self, day: date) -> bool | None:
        """Whether it has a day that lies before this one; None when it is not known."""
        if any(isinstance(value, str) and value < day.isoformat() for value in self.values):
            return True
        return False if self.complete else None


UNKNOWN = Fact((), complete=False)

Facts = Mapping[str, Fact]


class Verdict(NamedTuple):
    """Whether a condition holds, and the fields that would have to be known to tell."""

    holds: bool | None
    unknown: tuple[str, ...] = ()


def judge(condition: Condition, facts: Facts) -> Verdict:
    """Whether a condition holds. A field that `facts` lack is unknown. Raises ValueError for what is no condition."""
    key, value = _only(condition)
    if key == "all":
        return _joined([judge(part, facts) for part in _parts(value)], deciding=False)
    if key == "any":
        return _joined([judge(part, facts) for part in _parts(value)], deciding=True)
    if key == "not":
        inner = judge(value, facts)
        return inner._replace(holds=None if inner.holds is None else not inner.holds)
    if key == "exists":
        return _leaf(value, facts.get(value, UNKNOWN).exists)
    if key == "before":
        field, day = _dated(value)
        return _leaf(field, facts.get(field, UNKNOWN).before(day))
    return _leaf(key, facts.get(key, UNKNOWN).has(*_wanted(value)))


def fields_of(condition: Condition) -> Iterator[str]:
    """Every field that a condition asks for. Raises ValueError for what is no condition."""
    key, value = _only(condition)
    if key in ("all", "any"):
        for part in _parts(value):
            yield from fields_of(part)
    elif key == "not":
        yield from fields_of(value)
    elif key == "exists":
        yield value
    elif key == "before":
        yield _dated(value)[0]
    else:
        _wanted(value)
        yield key


def leaves_of(condition: Condition) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Every field that a condition compares, with the values that count. Raises ValueError for what is no condition."""
    key, value = _only(condition)
    if key in ("all", "any"):
        for part in _parts(value):
            yield from leaves_of(part)
    elif key == "not":
        yield from leaves_of(value)
    elif key not in ("exists", "before"):
        yield key, _wanted(value)


def _only(condition: Any) -> tuple[str, Any]:
    if not isinstance(condition, Mapping) or len(condition) != 1:
        raise ValueError(f"a condition is a mapping with one key, and this is none: {condition!r}")
    ((key, value),) = condition.items()
    if key == "exists" and not isinstance(value, str):
        raise ValueError(f"`exists` takes the name of one field: {condition!r}")
    return key, value


def _parts(value: Any) -> Sequence[Condition]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"`all` and `any` take a list of conditions: {value!r}")
    return value


def _dated(value: Any) -> tuple[str, date]:
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ValueError(f"`before` takes one field with a day: {value!r}")
    ((field, day),) = value.items()
    return field, parse_date(day)


def _wanted(value: Any) -> tuple[Value, ...]:
    values = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not values or not all(isinstance(one, str | bool) for one in values):
        raise ValueError(f"a field is compared with words, or with true or false: {value!r}")
    return values


def _leaf(field: str, answer: bool | None) -> Verdict:
    return Verdict(answer, (field,) if answer is None else ())


def _joined(parts: list[Verdict], *, deciding: bool) -> Verdict:
    """`any` is decided by one that holds, `all` by one that does not; else one that is unknown leaves it open."""
    if any(part.holds is deciding for part in parts):
        return Verdict(deciding)
    unknown = tuple(dict.fromkeys(field for part in parts for field in part.unknown))
    return Verdict(None, unknown) if any(part.holds is None for part in parts) else Verdict(not deciding)
