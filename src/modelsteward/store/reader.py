"""One file's bytes to a card, or to all that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from modelsteward.domain.findings import Problem
from modelsteward.domain.kinds import BY_NAME, REGISTRY, Kind, kinds_at
from modelsteward.domain.relations import NAMED
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.store.composer import compose
from modelsteward.store.files import LARGEST
from modelsteward.store.marks import Marks
from modelsteward.store.shape import shape
from modelsteward.store.syntax import Fault, line_column, line_starts

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

# What PyYAML takes for a line's end and YAML 1.2 and every editor do not; and NUL.
_NOT_PLAIN = re.compile("[\0\x85\u2028\u2029]")
_CARD = re.compile(r"([a-z]+)/([0-9]{1,9})", re.ASCII)


@dataclass(slots=True)
class Reading:
    """What came of reading one file: a card, or faults (with places) and problems (with paths)."""

    file: str
    text: str = ""
    kind: str = ""
    card: CardModel | None = None
    faults: list[Fault] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """What the card that was read is called: as it says itself, `registry`, or by its path."""
        if self.kind in _SAYING:
            return getattr(self.card, "ref", "")
        return REGISTRY.name if self.kind == REGISTRY.name else self.file.removesuffix(".yaml")


_SAYING = NAMED | {"vendor"}
"""Kinds whose cards say what they are called."""


def read_card(file: str, data: bytes, stages: tuple[str, ...] = ()) -> Reading:
    """Read a file as the card that belongs at its path. Never raises for what a file holds."""
    reading = Reading(file)
    read_into(reading, data, stages)
    return reading


def read_into(reading: Reading, data: bytes, stages: tuple[str, ...]) -> Any:
    """The same into a reading that is empty yet; gives back the value that the file's text says."""
    text = decode(data, reading)
    if text is None:
        return None
    reading.text = text
    value, reading.faults = compose(text)
    if any(fault.code == "RD102" for fault in reading.faults):  # with places it also says where the key first stood
        _, reading.faults = compose(text, Marks())
    if value is not None or not reading.faults:
        as_card(reading, value, stages)
    return value


def as_card(reading: Reading, value: Any, stages: tuple[str, ...] = ()) -> Reading:
    """The same reading with the card that its text's value is, or with what is wrong with that."""
    kind = _kind(value, kinds_at(reading.file), reading)
    if kind is None:
        return reading
    reading.kind = kind.name
    card, problems = shape(kind.model(), value, reading.text)
    if reading.problems:  # that `card:` is wrong has been said
        problems = [found for found in problems if found[1].path != ("card",)]
    if card is not None and kind.name == "model" and stages:
        problems = _stage(card, stages)
    reading.problems.extend(problems)
    if not reading.problems and not reading.faults:
        reading.card = card
    return reading


def decode(data: bytes, reading: Reading) -> str | None:
    """The text of a file without its byte-order mark; None, with a fault, when it is none."""
    if len(data) > LARGEST:
        fault = Fault("RD111", 1, 1, None, "larger than 1 MiB", "a card is a page of text: keep data elsewhere")
        reading.faults.append(fault)
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        reading.faults.append(Fault("RD110", 1, 1, None, "the text is UTF-16, and cards are UTF-8", "save it as UTF-8"))
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        byte = data[error.start]
        reading.faults.append(_not_text(before, f"the byte 0x{byte:02x} is not UTF-8", "save it as UTF-8"))
        return None
    if (match := _NOT_PLAIN.search(text)) is not None:
        number = ord(match.group())
        what = f"the character U+{number:04X} cannot stand in a card as it is"
        hint = f'write it as "\\u{number:04x}" in double quotes' if number else "remove it, and save the file as UTF-8"
        reading.faults.append(_not_text(text[: match.start()], what, hint))
        return None
    return text


def _not_text(before: str, message: str, hint: str) -> Fault:
    line, column = line_column(line_starts(before), len(before))
    return Fault("RD110", line, column, None, message, hint)


def _kind(value: Any, expected: tuple[Kind, ...], reading: Reading) -> Kind | None:
    """The kind a file says it is, when it may be that kind at its path."""
    headers = [kind.header for kind in expected]
    first = f"start it with `card: {one_of(headers)}`"
    if value is None:
        reading.problems.append(("RD113", Problem((), "the file says nothing", first)))
        return None
    if not isinstance(value, dict):
        reading.problems.append(("RD113", Problem((), "a card is a mapping of keys to values", first)))
        return None
    header = value.get("card")
    if "card" not in value:
        if len(expected) == 1:  # what is missing is then told with all else that is
            return expected[0]
        reading.problems.append(("RD105", Problem((), "`card` is missing", first)))
        return None
    if isinstance(header, str) and header in headers:
        return next(kind for kind in expected if kind.header == header)
    reading.problems.append(("RD113", Problem(("card",), *_wrong_header(header, expected))))
    slip = len(expected) == 1 and not (isinstance(header, str) and _CARD.fullmatch(header) and _known(header))
    return expected[0] if slip else None


def _known(header: str) -> bool:
    return header.partition("/")[0] in BY_NAME


def _wrong_header(header: Any, expected: tuple[Kind, ...]) -> tuple[str, str]:
    """What is wrong with a `card:`, and what it might be."""
    headers = [kind.header for kind in expected]
    match = _CARD.fullmatch(header) if isinstance(header, str) else None
    here = one_of([f"`card: {name}`" for name in headers])
    if match and match[1] in BY_NAME:
        kind = BY_NAME[match[1]]
        if kind not in expected:
            return f"a {kind.name} card does not lie here", f"move it to {kind.path}, or write {here}"
        if int(match[2]) > kind.schema:
            return f"this steward reads {kind.header}, and the card is {header}", "install a newer steward"
        return f"there is no schema {header}", f"write {here}"
    text = header if isinstance(header, str) else None
    what = shown(text) if text is not None else "null" if header is None else "this value"
    return f"{what} is no kind of card", did_you_mean(text or "", headers) or f"write {here}"


def _stage(card: Any, stages: tuple[str, ...]) -> list[tuple[str, Problem]]:
    if card.stage in stages:
        return []
    hint = did_you_mean(card.stage, stages) or f"the stages here are {', '.join(stages)}"
    return [("RD104", Problem(("stage",), f"{shown(card.stage)} is not a stage of this registry", hint))]
