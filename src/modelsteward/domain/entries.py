"""What a registry is made of: files with the cards read from them, and files that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from modelsteward.domain.relations import keys_of, keys_of_broken

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

Card = TypeVar("Card", bound="CardModel", covariant=True)  # noqa: PLC0105 - a name readers know


class File:
    """A file of a registry, whether a card could be read from it or not."""

    __slots__ = ("_text", "file", "ref")

    def __init__(self, file: str, ref: str, text: str) -> None:
        self.file = file
        """Path within the registry, with forward slashes."""
        self.ref = ref
        """What it is called: by its contents; for records, state files and what can't be read, by its path."""
        self._text = text

    @property
    def home(self) -> str:
        """Which included registry it belongs to; empty for our own."""
        return ""

    @property
    def inside(self) -> str:
        """Its path within its own registry."""
        return self.file

    @property
    def text(self) -> str:
        """As it is written, as far as it could be decoded."""
        return self._text


class Entry(File, Generic[Card]):
    """One file of the registry and the card read from it."""

    __slots__ = ("_card", "_keys", "kind")

    def __init__(self, file: str, kind: str, ref: str, card: Card, text: str) -> None:
        super().__init__(file, ref, text)
        self.kind = kind
        """Name of its kind, as in `card:`."""
        self._card = card
        self._keys: tuple[str, ...] | None = None

    @property
    def card(self) -> Card:
        """What it says."""
        return self._card

    @property
    def keys(self) -> tuple[str, ...]:
        """What others find it by."""
        if self._keys is None:
            self._keys = keys_of(self.kind, self.ref, self.card)
        return self._keys


class Broken(File):
    """A file that could not be read as a card. Refs to it do not dangle."""

    __slots__ = ("unseen",)

    def __init__(self, file: str, ref: str, text: str, unseen: bool = False) -> None:
        super().__init__(file, ref, text)
        self.unseen = unseen
        """Whether it is not checked out, so that nobody looked into it: then nothing is wrong with it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What others find it by."""
        return keys_of_broken(self.ref)


class Hop(NamedTuple):
    """A step of a lineage: what was reached, and through which refs."""

    ref: str
    before: Hop | None

    @property
    def through(self) -> tuple[str, ...]:
        """The refs between what was asked for and this, in that order."""
        steps: list[str] = []
        hop = self.before
        while hop is not None:
            steps.append(hop.ref)
            hop = hop.before
        return tuple(reversed(steps))
