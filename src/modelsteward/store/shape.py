"""A value to a card, or to what is wrong with its shape, in words a card's writer can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from modelsteward.domain.cards import base
from modelsteward.domain.findings import Path, Problem
from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.store.composer import Marks, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from modelsteward.domain.cards.base import CardModel

Wrong = tuple[str, Problem]
"""A reading code and the problem."""


def shape(model: type[CardModel], value: Any, text: str) -> tuple[CardModel | None, list[Wrong]]:
    """Read `value`, which `text` says, as `model`: the card, or None and every problem.

    Where text is wanted and a number was written without quotes, what was written counts: a version `1.10`, a
    snapshot `20240806` or a revision `1e10` mean what they look like.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    numbers = [e["loc"] for e in errors if e["type"] == "string_type" and type(e["input"]) in (int, float)]
    if numbers:
        marks = Marks({}, {})
        compose(text, marks)
        for loc in numbers:
            mark = marks.values.get(loc)
            if mark is not None and mark.written is not None:
                value = _replaced(value, loc, mark.written)
        try:
            return model.model_validate(value), []
        except ValidationError as error:
            errors = error.errors(include_url=False)
    wrong = [(error["loc"], _explain(model, value, error)) for error in errors]
    meant = {(loc[:-1], problem.hint) for loc, (code, problem) in wrong if code == "RD103"}
    return None, [found for loc, found in wrong if not _is_the_slip(loc, found, meant)]


def _is_the_slip(loc: Path, found: Wrong, meant: set[tuple[Path, str]]) -> bool:
    """Whether a key is only missing because an unknown key beside it is its slip of the pen."""
    return found[0] == "RD105" and (loc[:-1], f"did you mean `{loc[-1]}`?") in meant


def _replaced(value: Any, path: Path, new: Any) -> Any:
    """The value with one place in it changed; what is shared with aliases stays as it was."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


def _explain(model: type[CardModel], value: Any, error: ErrorDetails) -> Wrong:
    path, kind, given = error["loc"], error["type"], error["input"]
    name = path[-1] if path else ""
    if kind == "missing":
        return "RD105", Problem(path[:-1], f"`{_dotted(path)}` is missing", _wanted(model, path))
    if kind == "extra_forbidden":
        return "RD103", Problem(path, f"unknown key `{name}`", _unknown_key(model, value, path), at_key=True)
    if name == "[key]":
        return "RD104", Problem(path[:-1], f"the key {_pattern_says(error) or error['msg']}", "", at_key=True)
    if kind == "string_pattern_mismatch":
        return "RD104", Problem(path, *_mismatch(error, str(given)))
    if kind == "literal_error":
        return "RD104", Problem(path, *_choice(model, path, given))
    if kind == "value_error":
        cause = error.get("ctx", {}).get("error")
        return "RD104", Problem(path, f"{_shown(given)}: {cause}" if path else str(cause))
    wanted = _TYPES.get(kind)
    if wanted is None:
        message = error["msg"][0].lower() + error["msg"][1:]
        return "RD104", Problem(path, f"{_shown(given)} is not right for `{_dotted(path)}`: {message}")
    return "RD104", Problem(path, f"`{_dotted(path)}` must be {wanted}, and is {_what(given)}", _retyped(kind, given))


_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "tuple_type": "a list",
    "list_type": "a list",
}
_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def _retyped(kind: str, given: Any) -> str:
    """What to write instead of a value of the wrong type."""
    if isinstance(given, str):
        plain = given.replace("_", "").replace(",", "")
        if kind in ("int_type", "float_type") and plain.replace(".", "", 1).isdigit():
            return f"write {plain}, without quotes, `_` or `,`"
        if kind == "bool_type" and given.lower() in _YES_NO:
            return f"write {_YES_NO[given.lower()]}: in YAML 1.2 `{given}` is a word"
        if kind in ("tuple_type", "list_type"):
            return f"write [{given}]"
    if kind in ("tuple_type", "list_type") and given is None:
        return "write [] for none, or leave the key out for unknown"
    if kind == "string_type" and isinstance(given, bool):
        return "quote it if it is text"
    if given is None:
        return "fill it in, or leave the key out for unknown"
    return ""


_PATTERNS = {
    base.SEMVER: ("is not a semantic version", "write three numbers, like 2.1.0"),
    base.NAME: (
        "is not a name",
        "names are lower-case letters and digits, with single `.`, `_` or `-` between them",
    ),
    r"\S": ("is empty", "say something, or leave the key out"),
}


def _pattern_says(error: ErrorDetails) -> str:
    return _PATTERNS.get(error.get("ctx", {}).get("pattern", ""), ("", ""))[0]


def _mismatch(error: ErrorDetails, given: str) -> tuple[str, str]:
    """A text of the wrong form: what it is not, and what it might have been."""
    pattern = error.get("ctx", {}).get("pattern", "")
    if pattern == base.SEMVER:
        return f"`{given}` is not a semantic version", _as_semver(given)
    if pattern in _PATTERNS:
        says, hint = _PATTERNS[pattern]
        return (f"`{_dotted(error['loc'])}` {says}" if pattern == r"\S" else f"`{given}` {says}"), hint
    for alias, says, example in _FORMS:
        if pattern == _pattern_of(alias):
            return f"`{given}` is not {says}", f"write it like {example}"
    return f"`{given}` does not have the form {pattern}", ""


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


def _as_semver(given: str) -> str:
    parts = given.removeprefix("v").split(".")
    if all(part.isascii() and part.isdigit() for part in parts) and len(parts) <= 3:
        numbers = [str(int(part)) for part in parts] + ["0"] * (3 - len(parts))
        return f"did you mean {'.'.join(numbers)}?"
    return "write three numbers, like 2.1.0"


def _choice(model: type[CardModel], path: Path, given: Any) -> tuple[str, str]:
    choices = [str(choice) for choice in _choices(model, path)]
    near = did_you_mean(given, choices) if isinstance(given, str) else ""
    hint = near or (f"write {one_of(choices)}" if choices else "")
    return f"{_shown(given)} is not a value for `{_dotted(path)}`", hint


def _choices(model: type[CardModel], path: Path) -> Iterator[object]:
    """The values a `Literal` at this path allows."""

    def literals(annotation: Any) -> Iterator[object]:
        for argument in get_args(annotation):
            if isinstance(argument, str):
                yield argument
            else:
                yield from literals(argument)

    inner = _field(model, path)
    if inner is not None:
        yield from (choice for choice in literals(inner.annotation) if isinstance(choice, str))


def _unknown_key(model: type[CardModel], value: Any, path: Path) -> str:
    """The key that was probably meant, among those not yet given."""
    here = _model_at(model, path[:-1])
    if here is None:
        return ""
    given: Any = value
    for step in path[:-1]:
        given = given[step]
    free = [name for name in _names(here) if name not in given]
    near = did_you_mean(str(path[-1]), free) or did_you_mean(str(path[-1]), _names(here))
    own = "an organisation's own fields stand under `extra:`" if "extra" in here.model_fields else ""
    return near or own or f"the keys here are {one_of(sorted(_names(here)))}"


def _wanted(model: type[CardModel], path: Path) -> str:
    field = _field(model, path)
    return (field.description or "").rstrip(".").partition(". ")[0] if field else ""


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _field(model: type[CardModel], path: Path) -> Any:
    """The field that a path ends in, list positions and free keys passed over."""
    steps = [step for step in path if isinstance(step, str)]
    for end in range(len(steps), 0, -1):
        here = _model_at(model, tuple(steps[: end - 1]))
        if here is not None:
            for name, field in here.model_fields.items():
                if (field.alias or name) == steps[end - 1]:
                    return field
    return None


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that reads the mapping at a path."""
    here: type[BaseModel] = model
    annotation: Any = None
    for step in path:
        if isinstance(step, str):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            if step in fields:
                annotation = fields[step].annotation
            elif annotation is None:
                return None
        here = next(_models(annotation), here)
    return here


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _dotted(path: Path) -> str:
    """A path as people write it: `lineage.parents[0].ref`."""
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
    return out


def _what(given: Any) -> str:
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "a truth value"
    if isinstance(given, int | float):
        return f"the number {given}"
    if isinstance(given, str):
        return f"the text {_shown(given)}"
    return "a list" if isinstance(given, list) else "a mapping"


def _shown(given: Any) -> str:
    if isinstance(given, dict | list):
        return "this " + ("mapping" if isinstance(given, dict) else "list")
    text = str(given)
    return f"`{text if len(text) <= 60 else text[:60] + '…'}`"
