"""One file's bytes to a card, or to all that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from modelsteward.domain.findings import Problem
from modelsteward.domain.kinds import BY_NAME, Kind, kinds_at
from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.store.composer import Marks, compose
from modelsteward.store.files import LARGEST
from modelsteward.store.shape import shape
from modelsteward.store.syntax import Fault

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

# What PyYAML takes for a line's end and YAML 1.2 and every editor do not; and NUL.
_NOT_PLAIN = re.compile("[\0\x85\u2028\u2029]")
_CARD = re.compile(r"([a-z]+)/([0-9]+)", re.ASCII)


@dataclass(slots=True)
class Reading:
    """What came of reading one file: a card, or faults (with places) and problems (with paths)."""

    file: str
    text: str = ""
    kind: str = ""
    card: CardModel | None = None
    faults: list[Fault] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)


def read_card(file: str, data: bytes, stages: tuple[str, ...] = ()) -> Reading:
    """Read a file as the card that belongs at its path. Never raises for what a file holds."""
    reading = Reading(file)
    text = decode(data, reading)
    if text is None:
        return reading
    reading.text = text
    value, reading.faults = compose(text)
    if reading.faults:  # once more with places: a repeated key then says where it first stood
        _, reading.faults = compose(text, Marks({}, {}))
        if any(fault.code in ("RD101", "RD108", "RD109", "RD111") for fault in reading.faults):
            return reading
    kind = _kind(value, kinds_at(file), reading)
    if kind is None:
        return reading
    reading.kind = kind.name
    card, problems = shape(kind.model(), value, text)
    if kind.name == "model" and stages and not problems:
        problems = list(_stage(card, stages))
    reading.problems.extend(problems)
    if not reading.problems and not reading.faults:
        reading.card = card
    return reading


def decode(data: bytes, reading: Reading) -> str | None:
    """The text of a file without its byte-order mark; None, with a fault, when it is none."""
    if len(data) > LARGEST:
        reading.faults.append(
            Fault("RD111", 1, 1, None, "larger than 1 MiB", "a card is a page of text: keep data elsewhere")
        )
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        reading.faults.append(Fault("RD110", 1, 1, None, "the text is UTF-16, and cards are UTF-8", "save it as UTF-8"))
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, column = _line_column(data[: error.start].decode("utf-8", "replace"))
        fault = Fault(
            "RD110",
            line,
            column,
            None,
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save it as UTF-8",
        )
        reading.faults.append(fault)
        return None
    if (match := _NOT_PLAIN.search(text)) is not None:
        line, column = _line_column(text[: match.start()])
        what = f"the character U+{ord(match.group()):04X} cannot stand in a card as it is"
        hint = "remove it" if match.group() == "\0" else f'write it as "\\u{ord(match.group()):04x}" in double quotes'
        reading.faults.append(Fault("RD110", line, column, None, what, hint))
        return None
    return text


def _line_column(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


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
    return expected[0] if len(expected) == 1 and isinstance(header, str) and not _CARD.fullmatch(header) else None


def _wrong_header(header: Any, expected: tuple[Kind, ...]) -> tuple[str, str]:
    headers = [kind.header for kind in expected]
    match = _CARD.fullmatch(header) if isinstance(header, str) else None
    here = one_of([f"`{name}`" for name in headers])
    if match and match[1] in BY_NAME:
        kind = BY_NAME[match[1]]
        if kind in expected:
            return f"this steward reads {kind.header}, not {header}", "install a newer steward" if int(
                match[2]
            ) > kind.schema else ""
        return f"a {kind.name} card does not lie here", f"it belongs at {kind.path}; here lies {here}"
    shown = "null" if header is None else f"`{header}`"
    return f"{shown} is no kind of card", did_you_mean(str(header), headers) or f"write {here}"


def _stage(card: Any, stages: tuple[str, ...]) -> list[tuple[str, Problem]]:
    if card.stage in stages:
        return []
    hint = did_you_mean(card.stage, stages) or f"the stages here are {', '.join(stages)}"
    return [("RD104", Problem(("stage",), f"`{card.stage}` is not a stage of this registry", hint))]
