"""Cards that are made when somebody asks for them, from what is known of their files; the last ones asked for stay."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from modelsteward.domain.entries import Broken, Entry
from modelsteward.domain.gist import UNSEEN
from modelsteward.domain.kinds import BY_NAME
from modelsteward.errors import Refused
from modelsteward.store.attic import Attic
from modelsteward.store.files import Files, Unreadable
from modelsteward.store.reader import Reading, decode, read_card

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.gist import Gist

MOST = 8192
"""Cards that stay at most: about a hundred MiB."""
_FEWEST_AHEAD, _AHEAD = 4, 64
"""Who asks for one card will often ask for those that follow: the more often it was so, the more are fetched."""
_MOST_AHEAD = 8192
"""Values that wait at most for somebody to ask for their cards."""

Fetch = Callable[[Iterable[tuple[bytes, str]]], Mapping[str, bytes]]
"""The values kept of some files, by path; those that are not kept any more are missing."""


class Shelf:
    """The cards of a registry's files, as these were when the gists were made."""

    def __init__(self, files: Files, stages: tuple[str, ...], fetch: Fetch) -> None:
        self._files = files
        self._stages = stages
        self._fetch = fetch
        self._gists: Mapping[str, Gist] = {}
        self._files_in_order: list[str] = []
        self._place: dict[str, int] = {}
        self._values = Attic()
        self._ahead: dict[str, bytes] = {}
        self._fetched_to = 0
        self._at_once = _FEWEST_AHEAD
        self.cards: dict[str, CardModel] = {}
        """Those that are made already."""

    def stock(self, gists: Mapping[str, Gist]) -> list[Entry[Any] | Broken]:
        """Take these files on; their entries and broken files, in order."""
        self._gists = gists
        return [self._entry(file, gist) for file, gist in gists.items()]

    def _entry(self, file: str, gist: Gist) -> Entry[Any] | Broken:
        return Shelved(file, gist, self) if gist.kind else ShelvedBroken(file, gist, self)

    def put(self, file: str, value: bytes, card: CardModel | None) -> None:
        """Keep what was made of a file just now; a `value` that can be fetched need not be given."""
        if value:
            self._values.put(file, value)
        if card is not None:
            self._keep(file, card)

    def card(self, file: str) -> CardModel:
        """A file's card. Raises Refused where it has to be read again and is not what it was."""
        card = self.cards.get(file) or self._made(file)
        self._keep(file, card)
        return card

    def text(self, file: str) -> str:
        """A file's text. Raises Refused where it is not what it was."""
        return decode(self._bytes(file), Reading(file)) or ""

    def _keep(self, file: str, card: CardModel) -> None:
        if len(self.cards) >= MOST:
            for old in list(islice(self.cards, MOST // 2)):
                del self.cards[old]
        self.cards[file] = card

    def _made(self, file: str) -> CardModel:
        value = self._values.get(file) or self._ahead.pop(file, None) or self._fetched(file)
        if value:
            try:
                return BY_NAME[self._gists[file].kind].model().model_validate(marshal.loads(value))
            except ValidationError:
                pass  # a number that is meant as it is written: the text tells
        reading = read_card(file, self._bytes(file), self._stages)
        if reading.card is None:
            raise _changed(file)
        return reading.card

    def _fetched(self, file: str) -> bytes | None:
        """The kept value of a file; those that follow it are fetched with it."""
        if not self._place:
            self._files_in_order = list(self._gists)
            self._place = {path: number for number, path in enumerate(self._files_in_order)}
        start = self._place[file]
        goes_on = self._fetched_to <= start < self._fetched_to + self._at_once
        self._at_once = min(self._at_once * 2, _AHEAD) if goes_on else _FEWEST_AHEAD
        self._fetched_to = start + self._at_once
        near = ((self._gists[path], path) for path in self._files_in_order[start : self._fetched_to])
        if len(self._ahead) >= _MOST_AHEAD:
            self._ahead.clear()
        self._ahead |= self._fetch((gist.digest, path) for gist, path in near if gist.kind)
        return self._ahead.pop(file, None)

    def _bytes(self, file: str) -> bytes:
        try:
            data = self._files.read(file)
        except Unreadable:
            if self._gists[file].kind:
                raise _changed(file) from None
            return b""  # as it was before
        if sha256(data).digest() != self._gists[file].digest:
            raise _changed(file)
        return data


class Shelved(Entry[Any]):
    """An entry whose card and text are had from a shelf."""

    __slots__ = ("_shelf",)

    def __init__(self, file: str, gist: Gist, shelf: Shelf) -> None:
        self.file, self.kind, self.ref, self._keys = file, gist.kind, gist.ref, gist.keys
        self._shelf = shelf

    @property
    def card(self) -> Any:
        """What it says."""
        return self._shelf.cards.get(self.file) or self._shelf.card(self.file)

    @property
    def text(self) -> str:
        """As it is written."""
        return self._shelf.text(self.file)


class ShelvedBroken(Broken):
    """The same of a file that could not be read as a card."""

    __slots__ = ("_shelf",)

    def __init__(self, file: str, gist: Gist, shelf: Shelf) -> None:
        self.file, self.ref, self.unseen = file, gist.ref, gist.digest == UNSEEN
        self._shelf = shelf

    @property
    def text(self) -> str:
        """As far as it could be decoded."""
        return self._shelf.text(self.file)


def _changed(file: str) -> Refused:
    return Refused(f"{file} changed while it was read", "run the command again")
