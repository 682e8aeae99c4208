"""interface: what callers send and get. Who calls the earlier version must be able to call the later one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Port

INTERFACE = Kin("interface", "What callers send and get.", ("interface", "task"))

Side = Literal["inputs", "outputs"]
NOUN: dict[Side, str] = {"inputs": "input", "outputs": "output"}


def ports(card: ModelCard, side: Side) -> dict[str, Port]:
    """A card's inputs or outputs by name; none where it names none."""
    found: dict[str, Port] = getattr(card.interface, side) if card.interface else {}
    return found


def knows(card: ModelCard, key: str) -> bool:
    """Whether a card says what is under a key of `interface`; `interface: null` says that there is nothing."""
    return card.knows("interface") if card.interface is None else card.interface.knows(key)


def pairs(before: ModelCard, after: ModelCard, side: Side) -> Iterator[tuple[str, Port, Port]]:
    """The ports that both cards have."""
    later = ports(after, side)
    return ((name, port, later[name]) for name, port in ports(before, side).items() if name in later)


def _gone(before: ModelCard, after: ModelCard, side: Side) -> Iterator[Difference]:
    how = "is gone" if knows(after, side) else f"is not named any more: cannot tell whether it is still {_STILL[side]}"
    for name in ports(before, side):
        if name not in ports(after, side):
            yield Difference(("interface", side, name), f"the {NOUN[side]} `{name}` {how}")


_STILL = {"inputs": "taken", "outputs": "given"}


def _come(before: ModelCard, after: ModelCard, side: Side, *, required: bool | None) -> Iterator[Difference]:
    """New ports, where the earlier card said which there were."""
    if not knows(before, side):
        return
    for name, port in ports(after, side).items():
        if name not in ports(before, side) and required in (None, port.required):
            how = " is required" if port.required and side == "inputs" else ""
            message = f"the new {NOUN[side]} `{name}`{how}" if how else f"a new {NOUN[side]} `{name}`"
            yield Difference(("interface", side, name), message)


_AGE = "interface: {inputs: {age: {type: integer}}}"


@INTERFACE.change(
    "input-added-required",
    before=_AGE,
    after="interface: {inputs: {age: {type: integer}, sex: {type: string}}}",
    unlike="interface: {inputs: {age: {type: integer}, sex: {type: string, required: false}}}",
)
def input_added_required(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """An input is required unless its card says `required: false`."""
    return _come(before, after, "inputs", required=True)


@INTERFACE.change(
    "input-added-optional",
    before=_AGE,
    after="interface: {inputs: {age: {type: integer}, sex: {type: string, required: false}}}",
    unlike="interface: {inputs: {age: {type: integer}, sex: {type: string}}}",
)
def input_added_optional(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _come(before, after, "inputs", required=False)


@INTERFACE.change(
    "input-removed",
    before="interface: {inputs: {age: {type: integer}, sex: {type: string}}}",
    after="interface: {inputs: {age: {type: integer}}}",
    unlike="interface: {inputs: {age: {type: number}, sex: {type: string}}}",
)
def input_removed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another name is another input: renaming removes one and adds one."""
    return _gone(before, after, "inputs")


@INTERFACE.change(
    "output-added",
    before="interface: {outputs: {p: {type: number}}}",
    after="interface: {outputs: {p: {type: number}, why: {type: text}}}",
    unlike="interface: {outputs: {p: {type: integer}}}",
)
def output_added(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _come(before, after, "outputs", required=None)


@INTERFACE.change(
    "output-removed",
    before="interface: {outputs: {p: {type: number}, why: {type: text}}}",
    after="interface: {outputs: {p: {type: number}}}",
    unlike="interface: {outputs: {p: {type: number}, why: {type: text}, sure: {type: boolean}}}",
)
def output_removed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another name is another output: renaming removes one and adds one."""
    return _gone(before, after, "outputs")


def _required(before: ModelCard, after: ModelCard, side: Side, now: bool) -> Iterator[Difference]:
    for name, was, is_ in pairs(before, after, side):
        if was.required is not now and is_.required is now:
            word = "required" if now else "optional"
            yield Difference(("interface", side, name, "required"), f"the {NOUN[side]} `{name}` is {word} now")


@INTERFACE.change(
    "input-required",
    before="interface: {inputs: {age: {type: integer, required: false}}}",
    after=_AGE,
    unlike="interface: {inputs: {age: {type: number, required: false}}}",
)
def input_required(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _required(before, after, "inputs", now=True)


@INTERFACE.change(
    "input-optional",
    before=_AGE,
    after="interface: {inputs: {age: {type: integer, required: false}}}",
    unlike="interface: {inputs: {age: {type: integer, required: true}}}",
)
def input_optional(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _required(before, after, "inputs", now=False)


@INTERFACE.change(
    "output-optional",
    before="interface: {outputs: {p: {type: number}}}",
    after="interface: {outputs: {p: {type: number, required: false}}}",
    unlike="interface: {outputs: {p: {type: number, required: true}}}",
)
def output_optional(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """An output can be relied on unless its card says `required: false`."""
    return _required(before, after, "outputs", now=False)


@INTERFACE.change(
    "output-required",
    before="interface: {outputs: {p: {type: number, required: false}}}",
    after="interface: {outputs: {p: {type: number}}}",
    unlike="interface: {outputs: {p: {type: integer, required: false}}}",
)
def output_required(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _required(before, after, "outputs", now=True)


def _retyped(before: ModelCard, after: ModelCard, side: Side) -> Iterator[Difference]:
    for name, was, is_ in pairs(before, after, side):
        if was.type != is_.type:
            message = f"the {NOUN[side]} `{name}` was {was.type} and is {is_.type}"
            yield Difference(("interface", side, name, "type"), message)


@INTERFACE.change(
    "input-retyped",
    before=_AGE,
    after="interface: {inputs: {age: {type: number}}}",
    unlike="interface: {inputs: {age: {type: integer, minimum: 0}}}",
)
def input_retyped(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Even `integer` to `number` counts: programs on either side may have built the type in."""
    return _retyped(before, after, "inputs")


@INTERFACE.change(
    "output-retyped",
    before="interface: {outputs: {p: {type: number}}}",
    after="interface: {outputs: {p: {type: string}}}",
    unlike="interface: {outputs: {p: {type: number, minimum: 0}}}",
)
def output_retyped(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _retyped(before, after, "outputs")


def _word(before: ModelCard, after: ModelCard, key: Literal["items", "unit"], noun: str) -> Iterator[Difference]:
    """A word about a port that is another one now, or that nothing says any more. One said for the first time is no
    change of the port; `null` said that there was none."""
    sides: tuple[Side, ...] = ("inputs", "outputs")
    for side in sides:
        for name, was, is_ in pairs(before, after, side):
            old, new = getattr(was, key), getattr(is_, key)
            if old == new or not was.knows(key):
                continue
            gone = f"no {noun} named any more: cannot tell if still {old}"
            now = f"{noun} {new or 'none'} now, and {old or 'none'} before" if is_.knows(key) else gone
            yield Difference(("interface", side, name, key), f"the {NOUN[side]} `{name}` has {now}")


@INTERFACE.change(
    "items-changed",
    before="interface: {inputs: {visits: {type: array, items: integer}}}",
    after="interface: {inputs: {visits: {type: array, items: string}}}",
    unlike="interface: {inputs: {visits: {type: array, items: integer, required: false}}}",
)
def items_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _word(before, after, "items", "items")


@INTERFACE.change(
    "unit-changed",
    before="interface: {inputs: {weight: {type: number, unit: kg}}}",
    after="interface: {inputs: {weight: {type: number, unit: lb}}}",
    unlike="interface: {inputs: {weight: {type: number, unit: kg, minimum: 0}}}",
)
def unit_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _word(before, after, "unit", "unit")
