"""interface, continued: which values may go in and come out.

For what goes in, fewer values is the worse way: a call that was right is refused. For what comes out it is more
values: the caller gets what it never had to handle. A bound or list of labels that is not written is no bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.seal import canonical
from modelsteward.domain.texts import listed
from modelsteward.rules.changes.engine import Around, Difference
from modelsteward.rules.changes.interface import INTERFACE, NOUN, Side, pairs

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Port


def _bounds(was: Port, now: Port, *, tighter: bool) -> Iterator[tuple[str, str]]:
    """The bounds that moved inwards (`tighter`) or outwards: the key, and what it says now."""
    for key, sign in (("minimum", 1), ("maximum", -1)):
        old, new = getattr(was, key), getattr(now, key)
        if old == new:
            continue
        inwards = old is None or (new is not None and (new - old) * sign > 0)
        if inwards is tighter:
            yield key, f"{_told(old)} before, and {_told(new)} now"


def _told(number: float | None) -> str:
    return "none" if number is None else f"{number:.15g}"


def _moved(before: ModelCard, after: ModelCard, side: Side, *, tighter: bool) -> Iterator[Difference]:
    for name, was, now in pairs(before, after, side):
        for key, message in _bounds(was, now, tighter=tighter):
            yield Difference(("interface", side, name, key), f"the {NOUN[side]} `{name}`: {key} {message}")


def _typed(labels: tuple[Any, ...]) -> dict[tuple[bool, Any], str]:
    """Labels to compare by, with how to write them; `true` is no 1."""
    return {(isinstance(label, bool), label): f"`{_written(label)}`" for label in labels}


def _written(label: Any) -> str:
    """A label as a card writes it: text stands in quotes where it would be read as something else."""
    return label if isinstance(label, str) and not _WORDLESS.fullmatch(label) else canonical(label)


_WORDLESS = re.compile(r"true|false|null|~|[-+]?(\d[\d.]*|\.\d+)(e[-+]?\d+)?|0[xo][0-9a-f]+|\s*", re.IGNORECASE)


def _labels(
    before: ModelCard, after: ModelCard, side: Side
) -> Iterator[tuple[str, list[str] | None, list[str] | None]]:
    """Of each port with other labels than before: those added and those taken away. None stands for any value."""
    for name, was, now in pairs(before, after, side):
        old, new = _typed(was.labels), _typed(now.labels)
        if old.keys() == new.keys():
            continue
        added = [text for key, text in new.items() if key not in old] if new else None
        removed = [text for key, text in old.items() if key not in new] if old else None
        yield name, added, removed


def _spoken(side: Side, name: str, verb: str, labels: list[str] | None, otherwise: str = "any value") -> Difference:
    what = otherwise if labels is None else f"the {_plural(labels)} {listed(labels)}"
    return Difference(("interface", side, name, "labels"), f"the {NOUN[side]} `{name}` {verb} {what}")


def _plural(labels: list[str]) -> str:
    return "label" if len(labels) == 1 else "labels"


@INTERFACE.change(
    "input-narrowed",
    before="interface: {inputs: {age: {type: integer, minimum: 0}, ward: {type: string, labels: [a, b]}}}",
    after="interface: {inputs: {age: {type: integer, minimum: 18}, ward: {type: string, labels: [a]}}}",
    unlike="interface: {inputs: {age: {type: integer}, ward: {type: string, labels: [b, a, c]}}}",
)
def input_narrowed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A bound or a list of labels where none was written narrows, too."""
    yield from _moved(before, after, "inputs", tighter=True)
    for name, added, removed in _labels(before, after, "inputs"):
        if added is not None and removed != []:
            yield _spoken("inputs", name, "no longer takes", removed, "any value but those it names")


@INTERFACE.change(
    "input-widened",
    before="interface: {inputs: {age: {type: integer, minimum: 18}, ward: {type: string, labels: [a]}}}",
    after="interface: {inputs: {age: {type: integer, minimum: 0}, ward: {type: string, labels: [a, b]}}}",
    unlike="interface: {inputs: {age: {type: integer, minimum: 21}, ward: {type: string, labels: [a]}}}",
)
def input_widened(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """New labels in place of old ones are told by `interface.input-narrowed` as well."""
    yield from _moved(before, after, "inputs", tighter=False)
    for name, added, removed in _labels(before, after, "inputs"):
        if removed is not None and added != []:
            yield _spoken("inputs", name, "also takes", added, "any other value: its labels are not named any more")


@INTERFACE.change(
    "output-widened",
    before="interface: {outputs: {score: {type: number, minimum: 0, maximum: 1}}}",
    after="interface: {outputs: {score: {type: number, minimum: 0, maximum: 100}}}",
    unlike="interface: {outputs: {score: {type: number, minimum: 0, maximum: 0.5}}}",
)
def output_widened(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A bound that is not written any more widens, too."""
    return _moved(before, after, "outputs", tighter=False)


@INTERFACE.change(
    "output-narrowed",
    before="interface: {outputs: {score: {type: number, minimum: 0, maximum: 100}}}",
    after="interface: {outputs: {score: {type: number, minimum: 0, maximum: 1}}}",
    unlike="interface: {outputs: {score: {type: number, minimum: 0, maximum: 101}}}",
)
def output_narrowed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    yield from _moved(before, after, "outputs", tighter=True)
    for name, added, removed in _labels(before, after, "outputs"):
        if removed is None:
            yield _spoken("outputs", name, "gives nothing now but", added)


@INTERFACE.change(
    "output-labels-changed",
    before="interface: {outputs: {risk: {type: string, labels: [low, high]}}}",
    after="interface: {outputs: {risk: {type: string, labels: [low, medium, high]}}}",
    unlike="interface: {outputs: {risk: {type: string, labels: [high, low]}}}",
)
def output_labels_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another order of the same labels is no other set."""
    for name, added, removed in _labels(before, after, "outputs"):
        if removed is None:
            continue
        if added != []:
            yield _spoken("outputs", name, "may now give", added, "any value: its labels are not named any more")
        if removed and added is not None:
            yield _spoken("outputs", name, "no longer gives", removed)
