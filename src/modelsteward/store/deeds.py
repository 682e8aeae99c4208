"""What an erasure did, written down the moment it is done: a run that is cut off has said all that it did.

A file of JSON lines in git's own folder of the work tree, each seen onto the disk before anything else happens. The
first says what is erased, and where; the next --execute takes it up, and puts all of it on record.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from modelsteward.domain.erasing import Deed, Part, Print, Stock
from modelsteward.errors import Refused, reason
from modelsteward.store.gitplace import Place
from modelsteward.store.journal import sync_folder
from modelsteward.store.sharing import make_own_folder, share

_FORMAT = 1


class Begun(NamedTuple):
    """The head of a journal: which erasure it tells of."""

    ref: str
    started: str
    host: str
    tool: str


class Deeds(NamedTuple):
    """An erasure that is under way, or was cut off."""

    begun: Begun
    stocks: tuple[Stock, ...]
    deeds: tuple[Deed, ...]


def file_of(place: Place, ref: str) -> str:
    """Where the journal of an erasure lies."""
    return place.own(f"erasing-{ref.replace(':', '-').replace('@', '-')}.jsonl")


def read_deeds(file: str) -> Deeds | None:
    """What an erasure that was cut off had done; None where none was. Raises Refused where it cannot be read.

    A last line that was not written to its end tells of something that was not done yet.
    """
    try:
        with open(file, "rb") as opened:
            lines = [line for line in opened.read().split(b"\n")[:-1] if line.strip()]
        values = [json.loads(line) for line in lines]
        if not values:
            return None
        head = values[0]
        if head.pop("format") != _FORMAT:
            raise Refused(f"{file} was written by another version of steward", "finish with that version")
        stocks = tuple(_stock(value["stock"]) for value in values[1:] if "stock" in value)
        deeds = tuple(_deed(value["deed"]) for value in values[1:] if "deed" in value)
        return Deeds(Begun(**head), stocks, deeds)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        why = f"{file}, the journal of an erasure that was cut off, cannot be read: {error}"
        raise Refused(why, "it says what was erased: put that on record by hand, then move the file away") from None


def _stock(value: dict[str, Any]) -> Stock:
    parts = tuple(
        Part(one["path"], one["digest"], one["bytes"], tuple(Print(**tensor) for tensor in one["tensors"]))
        for one in value["parts"]
    )
    return Stock(value["place"], value["digest"], parts)


def _deed(value: dict[str, Any]) -> Deed:
    until = date.fromisoformat(value["until"]) if value["until"] else None
    return Deed(**{**value, "until": until})


class Journal:
    """Writes an erasure down as it goes on."""

    def __init__(self, file: str, begun: Begun) -> None:
        """Go on with the journal that is there, or begin one. Raises Refused where nothing can be written."""
        self._file = file
        try:
            make_own_folder(os.path.dirname(file))
            self._mend()
            if not os.path.exists(file):
                self._append({"format": _FORMAT, **begun._asdict()})
                share(file)
                sync_folder(os.path.dirname(file))
        except OSError as error:
            raise _unwritten(file, error) from None

    def _mend(self) -> None:
        """Take away a last line that was not written to its end."""
        with suppress(FileNotFoundError), open(self._file, "rb+") as opened:
            data = opened.read()
            opened.truncate(data.rfind(b"\n") + 1)
        if os.path.exists(self._file) and not os.path.getsize(self._file):
            os.unlink(self._file)

    def tell(self, what: Stock | Deed) -> None:
        """Write down what lies there, or what was done. Raises Refused where that cannot be: then no more is done."""
        try:
            if isinstance(what, Stock):
                parts = [{**part._asdict(), "tensors": [one._asdict() for one in part.tensors]} for part in what.parts]
                self._append({"stock": {**what._asdict(), "parts": parts}})
            else:
                self._append({"deed": {**what._asdict(), "until": what.until.isoformat() if what.until else None}})
        except OSError as error:
            raise _unwritten(self._file, error) from None

    def _append(self, value: dict[str, Any]) -> None:
        data = json.dumps(value).encode() + b"\n"
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)


def forget(file: str) -> None:
    """The last step of an erasure: all of it is on record."""
    with suppress(FileNotFoundError):
        os.unlink(file)


def _unwritten(file: str, error: OSError) -> Refused:
    hint = "make room or mend that, then run the same command again: it goes on where this one stopped"
    return Refused(f"what was erased cannot be written down: {file}: {reason(error)}", hint)
