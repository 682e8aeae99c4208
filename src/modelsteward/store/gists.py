"""From a file's bytes to its gist: read it, judge it by itself, find the place of what was found."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from modelsteward.domain.entries import Broken, Entry
from modelsteward.domain.findings import Problem
from modelsteward.domain.gist import Gist, Seen
from modelsteward.domain.kinds import REGISTRY, ref_at
from modelsteward.domain.secrets import masked
from modelsteward.store.files import Files, Unreadable
from modelsteward.store.packs import read_packs
from modelsteward.store.placing import Placer
from modelsteward.store.reader import Reading, as_card, decode, read_card, read_into
from modelsteward.usecases.judging import Judge

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.dates import Duration


class Terms(NamedTuple):
    """By what a registry is judged: its steward.yaml, which was read before, and a window in place of the one there."""

    text: str
    window: Duration | None

    def policy(self) -> RegistryCard:
        """The policy that they come to. Raises ValueError where the text is none."""
        card = read_card(REGISTRY.path, self.text.encode()).card
        if card is None:
            raise ValueError("this is no policy")
        return cast("RegistryCard", card if self.window is None else card.model_copy(update={"window": self.window}))


class Made(NamedTuple):
    """A gist, and what the card can be made of again without reading YAML."""

    gist: Gist
    value: bytes
    """The file's value, marshalled; empty where there is no card."""
    card: CardModel | None


class Maker:
    """Makes gists of the files of one registry."""

    def __init__(self, files: Files, policy: RegistryCard, judges: bool) -> None:
        """`judges` is whether each file is judged by itself, too."""
        self.judges = judges
        self._files = files
        self._stages = policy.stage_names()
        self._judge = Judge(policy, read_packs()) if judges else None
        self.known: dict[str, tuple[bytes, bytes]] = {}
        """Values that need not be read again: by path, the digest of the file that says so and the value itself."""

    def make(self, path: str) -> Made:
        """The gist of one file, whatever it holds."""
        try:
            data = self._files.read(path)
        except Unreadable as error:
            return self._broken(Reading(path, faults=[error.fault]), _stands_for(error))
        digest, reading = sha256(data).digest(), Reading(path)
        known = self.known.get(path)
        if known is not None and known[0] == digest:
            value = marshal.loads(known[1])
            reading.text = decode(data, reading) or ""
            as_card(reading, value, self._stages)
        else:
            value = read_into(reading, data, self._stages)
        return self._made(reading, digest, value)

    def _made(self, reading: Reading, digest: bytes, value: Any) -> Made:
        if reading.card is None:
            return self._broken(reading, digest)
        entry = Entry(reading.file, reading.kind, reading.ref, reading.card, reading.text)
        alone, beyond = self._seen(entry, Placer(reading.text))
        gist = Gist(digest, entry.kind, entry.ref, entry.keys, beyond, alone)
        return Made(gist, marshal.dumps(value), reading.card)

    def _broken(self, reading: Reading, digest: bytes) -> Made:
        broken = Broken(reading.file, ref_at(reading.file), reading.text)
        placer = Placer(reading.text)
        alone, _ = self._seen(broken, placer)
        seen = (*read_wrong(reading, placer), *alone)
        return Made(Gist(digest, "", broken.ref, broken.keys, (), seen), b"", None)

    def _seen(self, file: Entry[Any] | Broken, placer: Placer) -> tuple[tuple[Seen, ...], tuple[str, ...]]:
        if self._judge is None:
            return (), ()
        alone = self._judge.alone(file)
        return tuple(seen(placer, alone.found)), alone.beyond


def _stands_for(error: Unreadable) -> bytes:
    """What stands for the digest of a file whose bytes can't be had."""
    return sha256(f"unreadable: {error.fault.message}".encode("utf-8", "surrogatepass")).digest()


def seen(placer: Placer, found: Iterable[tuple[str, Problem]]) -> Iterator[Seen]:
    """Problems with their places; secrets in what they say are masked."""
    for code, problem in found:
        span = problem.span
        place = placer.at_offset(*span) if span else placer.at_path(problem.path, problem.at_key)
        yield Seen(code, masked(problem.message), masked(problem.hint), problem.path, problem.at_key, span, place)


def read_wrong(reading: Reading, placer: Placer | None = None) -> tuple[Seen, ...]:
    """What is wrong with a file that could not be read as a card; one finding a place."""
    placer = placer or Placer(reading.text)
    found: dict[tuple[int, int], Seen] = {}
    for fault in reading.faults:
        place = placer.at(fault.line, fault.column, fault.end_column)
        told = Seen(fault.code, masked(fault.message), masked(fault.hint), place=place)
        found.setdefault((place.line, place.column), told)
    out = list(found.values())
    for code, problem in reading.problems:
        place = placer.at_path(problem.path, problem.at_key)
        if (place.line, place.column) not in found:
            out.append(Seen(code, masked(problem.message), masked(problem.hint), problem.path, place=place))
    return tuple(out)
