"""A value to a card, or to what is wrong with its shape, in words a card's writer can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from modelsteward.domain.cards import base
from modelsteward.domain.findings import Path, Problem
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.store.composer import compose
from modelsteward.store.fields import choices_at, examples_of, field_at, home_of, model_at, names_of
from modelsteward.store.hints import TYPES, as_day, as_name, as_semver, retyped
from modelsteward.store.marks import Marks

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from modelsteward.domain.cards.base import CardModel

MOST_WRONG = 100
"""Problems of one card that are told apart; of more, only the number is told."""

Wrong = tuple[str, Problem]
"""A reading code and the problem."""


def shape(model: type[CardModel], value: Any, text: str) -> tuple[CardModel | None, list[Wrong]]:
    """Read `value`, which `text` says, as `model`: the card, or None and what is wrong, at most MOST_WRONG of it.

    Where text is wanted and a number was written without quotes, what was written counts: a version `1.10`, a
    snapshot `20240806` or a revision `1e10` mean what they look like.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    numbers = [e["loc"] for e in errors if e["type"] == "string_type" and type(e["input"]) in (int, float)]
    if numbers:
        value = _as_written(value, numbers, text)
        try:
            return model.model_validate(value), []
        except ValidationError as error:
            errors = error.errors(include_url=False)
    errors = [error for error in errors if not _is_counted_short(error)]
    wrong = [(error["loc"], _explain(model, value, error)) for error in errors[:MOST_WRONG]]
    meant = {(loc[:-1], problem.hint) for loc, (code, problem) in wrong if code == "RD103"}
    found = [found for loc, found in wrong if not _is_the_slip(loc, found, meant)]
    if len(errors) > MOST_WRONG:
        more = f"{len(errors) - MOST_WRONG} more things are wrong, not shown"
        found.append(("RD104", Problem((), more, "mend those shown first")))
    return None, found


def _is_the_slip(loc: Path, found: Wrong, meant: set[tuple[Path, str]]) -> bool:
    """Whether a key is only missing because an unknown key beside it is its slip of the pen."""
    return found[0] == "RD105" and (loc[:-1], f"did you mean `{loc[-1]}`?") in meant


def _is_counted_short(error: ErrorDetails) -> bool:
    """Whether a list is only too short because what is wrong with its entries leaves them out of the count."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list) and len(given) >= error["ctx"]["min_length"]


def _as_written(value: Any, paths: list[Path], text: str) -> Any:
    """The value with the numbers at these paths as they were written.

    Only what lies on the way is copied, once for each path, so what is shared through aliases stays as it was.
    """
    marks = Marks()
    compose(text, marks)
    copies: dict[Path, Any] = {}

    def own(path: Path) -> Any:
        if path not in copies:
            copies[path] = (own(path[:-1])[path[-1]] if path else value).copy()
            if path:
                own(path[:-1])[path[-1]] = copies[path]
        return copies[path]

    for path in paths:
        written = marks.written(path)
        if written is not None:
            own(path[:-1])[path[-1]] = written
    return own(())


def _explain(model: type[CardModel], value: Any, error: ErrorDetails) -> Wrong:
    path, kind, given = error["loc"], error["type"], error["input"]
    name = str(path[-1]) if path else ""
    if kind == "missing":
        return "RD105", Problem(path[:-1], f"{_named(path)} is missing", _wanted(model, path))
    if kind == "extra_forbidden":
        return "RD103", Problem(path, f"unknown key {shown(name)}", _unknown_key(model, value, path), at_key=True)
    if name == "[key]" and given == path[-2]:
        return "RD104", Problem(path[:-1], *_bad_key(model, error), at_key=True)
    if kind == "string_pattern_mismatch":
        return "RD104", Problem(path, *_mismatch(model, error, str(given)))
    if kind == "literal_error":
        return "RD104", Problem(path, *_choice(model, path, given))
    if kind == "value_error":
        return "RD104", Problem(path, *_refused(error, path, given))
    if kind in TYPES:
        return "RD104", Problem(path, *_of_another_type(model, path, kind, given))
    return "RD104", Problem(path, f"{_named(path)} {_bounded(error)}")


def _bounded(error: ErrorDetails) -> str:
    """What a value must be that is too small, too large, too short or too long."""
    limits, given = error.get("ctx", {}), _what(error["input"])
    match error["type"]:
        case "too_short":
            return "needs at least one entry"
        case "string_too_long":
            return f"may have at most {limits['max_length']} characters, and is {given}"
        case "greater_than_equal":
            return f"must be at least {limits['ge']:g}, and is {given}"
    return f"cannot be read: {error['msg'][0].lower()}{error['msg'][1:]}"[:_LONGEST]


def _refused(error: ErrorDetails, path: Path, given: Any) -> tuple[str, str]:
    """What a check of our own says, with the day that was probably meant."""
    cause = str(error.get("ctx", {}).get("error"))[:_LONGEST]
    if given is None or isinstance(given, dict | list):
        return f"{_named(path)}: {cause}", ""
    said = re.search(rf"(?<!\w){re.escape(str(given)[:_LONGEST])}(?!\w)", cause)
    return cause if said else f"{_shown(given)}: {cause}", as_day(str(given)) if "date" in cause else ""


def _of_another_type(model: type[CardModel], path: Path, kind: str, given: Any) -> tuple[str, str]:
    wanted = TYPES[kind]
    message = f"{_named(path)} must be {wanted}, and is {_what(given)}"
    if given is None:
        return message, _instead_of_null(model, path, wanted)
    here = model_at(model, path) if kind.startswith("model_") else None
    if here is not None:
        return message, f"its keys are {', '.join(names_of(here)[:_MOST_KEYS])}"
    return message, retyped(wanted, given)


def _instead_of_null(model: type[CardModel], path: Path, wanted: str) -> str:
    if path and isinstance(path[-1], int):
        return "take the entry out, or write what it is"
    field = field_at(model, path)
    needed = field is None or field.is_required()
    if wanted == "a list":
        return "write [] for none" + ("" if needed else ", or leave the key out if it is unknown")
    return _wanted(model, path) if needed else "leave the key out if it is unknown"


_LONGEST = 200
_MOST_KEYS = 12


def _bad_key(model: type[CardModel], error: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a key where keys have a form."""
    path, key = error["loc"][:-2], str(error["input"])
    if error.get("ctx", {}).get("pattern") == base.NAME:
        return f"the key {shown(key)} is not a name", as_name(key)
    return f"{shown(key)} cannot be a key of {_named(path)}", _example(model, path)


def _mismatch(model: type[CardModel], error: ErrorDetails, given: str) -> tuple[str, str]:
    """A text of the wrong form: what it is not, and what it might have been."""
    path, pattern = error["loc"], error.get("ctx", {}).get("pattern", "")
    if not given.strip():
        return f"{_named(path)} is empty", _wanted(model, path)
    if pattern == base.SEMVER:
        return f"{shown(given)} is not a semantic version", as_semver(given)
    if pattern == base.NAME:
        return f"{shown(given)} is not a name", as_name(given)
    for alias, says, example in _FORMS:
        if pattern == _pattern_of(alias):
            return f"{shown(given)} is not {says}", f"write it like {example}"
    return f"{shown(given)} is not of the form that {_named(path)} takes", _example(model, path)


def _example(model: type[CardModel], path: Path) -> str:
    field = field_at(model, path)
    example = _first(next(examples_of(field), "")) if field is not None else ""
    return f"write it like {example}" if example else ""


def _first(example: Any) -> str:
    """The first scalar of an example."""
    while isinstance(example, list | dict):
        example = next(iter(example.values() if isinstance(example, dict) else example))
    return str(example)


_FORMS: tuple[tuple[Any, str, str], ...] = (
    (base.ModelRef, "the ref of a model", "no-show@2.1.0"),
    (base.DataRef, "the ref of a data set", "data:appointments@2.1.0"),
    (base.UseRef, "the ref of a use case", "use:outreach-reminders"),
    (base.AnyRef, "a ref", "no-show@2.1.0, data:appointments@2.1.0 or use:outreach-reminders"),
    (base.Digest, "a digest", "sha256: and 64 lower-case hex digits (or sha384, sha512, blake3)"),
)


def _pattern_of(alias: Any) -> str:
    pattern: str = get_args(alias)[1].metadata[0].pattern
    return pattern


def _choice(model: type[CardModel], path: Path, given: Any) -> tuple[str, str]:
    choices = [str(choice) for choice in choices_at(model, path)]
    near = did_you_mean(given, choices) if isinstance(given, str) else ""
    hint = near or (f"write {one_of(choices)}" if choices else "")
    return f"{_what(given)} is not a value for {_named(path)}".removeprefix("the text "), hint


def _unknown_key(model: type[CardModel], value: Any, path: Path) -> str:
    """The key that was probably meant, among those not yet given."""
    here = model_at(model, path[:-1])
    if here is None:
        return ""
    given: Any = value
    for step in path[:-1]:
        given = given[step]
    free = [name for name in names_of(here) if name not in given]
    home = home_of(here, str(path[-1]))
    if home:
        return f"it stands under `{home}:`"
    near = did_you_mean(str(path[-1]), free) or did_you_mean(str(path[-1]), names_of(here))
    own = "an organisation's own fields stand under `extra:`" if "extra" in here.model_fields else ""
    return near or own or f"the keys here are {one_of(sorted(names_of(here)))}"


def _wanted(model: type[CardModel], path: Path) -> str:
    """What a key that must be there says: one of its values, or what it means."""
    choices = [str(choice) for choice in choices_at(model, path)]
    if choices:
        return f"write {one_of(choices)}"
    field = field_at(model, path)
    return (field.description or "").rstrip(".").partition(". ")[0] if field else ""


def _named(path: Path) -> str:
    """A path as people write it, in backquotes: `lineage.parents[0].ref`."""
    out = ""
    for step in path:
        name = step if isinstance(step, int) or len(step) <= 60 else step[:60] + "…"
        out += f"[{name}]" if isinstance(name, int) else f".{name}" if out else name
    return f"`{out if len(out) <= _LONGEST else '…' + out[-_LONGEST:]}`"


def _what(given: Any) -> str:
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "a truth value"
    if isinstance(given, int | float):
        return f"the number {shown(str(given))}"
    if isinstance(given, str):
        return f"the text {_shown(given)}"
    return "a list" if isinstance(given, list) else "a mapping"


def _shown(given: Any) -> str:
    if isinstance(given, dict | list):
        return "this mapping" if isinstance(given, dict) else "this list"
    return shown(str(given))
