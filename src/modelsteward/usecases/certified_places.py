"""What a certificate says of places: the last look at each, how it was erased, and what nobody looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.erasing import COMMON

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Erased, Erasure, Inventory, Looked, Scanned, Verification
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Registry

_WORSE = ("gone", "not proven", "still there")
"""Of two looks in one moment the worse one counts."""
_SAME_EVERYWHERE = frozenset((
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "tokenizer.model", "spiece.model",
    "sentencepiece.bpe.model", "preprocessor_config.json", "chat_template.jinja", ".gitattributes", "license",
    "license.txt",
))  # fmt: skip
"""Files within a model's folder that are the same in many models, by their names in lower case."""
_TEXTS = (".md", ".py", ".gitattributes")


class Look(NamedTuple):
    """A look at one place, and when it was."""

    seen: Looked
    at: str
    """The moment at which the looking ended, in UTC; empty where a person only named the day."""

    @property
    def order(self) -> tuple[date, str, int]:
        """What comes later counts."""
        return self.seen.looked_on, self.at, _WORSE.index(self.seen.result) if self.seen.result in _WORSE else -1


def records(registry: Registry, kind: str, ref: str) -> list[Any]:
    """The records of a kind about something, the oldest first."""
    cards = [entry.card for entry in registry.filed(f"{kind} {ref}")]
    return sorted(cards, key=lambda card: (card.on, moment(getattr(card, "finished", None))))


def moment(text: str | None) -> str:
    """A moment in UTC, so that clocks of different zones compare; empty for none."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat() if text else ""


def last_looks(card: ModelCard | DataSetCard, verifications: Iterable[Verification]) -> dict[str, Look]:
    """The last look at each place since the version went out of use; that nobody could look does not undo a look.

    What was seen of one version of an object counts for its place: the worst of them, unless a later look was at all.
    """
    since = first_day(card)
    looks = [Look(seen, moment(one.finished)) for one in verifications for seen in one.places]
    found: dict[str, Look] = {}
    for look in sorted((look for look in looks if look.seen.looked_on >= since), key=lambda look: look.order):
        before = found.get(look.seen.place)
        if before is None or look.seen.result != "not checked" or before.seen.result == "not checked":
            same = before is not None and (before.seen.looked_on, before.at) == (look.seen.looked_on, look.at)
            found[look.seen.place] = max((before, look), key=lambda one: one.order) if same and before else look
    return found


def first_day(card: ModelCard | DataSetCard) -> date:
    """The first day on which a look can show that it is gone for good: until then it was in use."""
    life = getattr(card, "lifecycle", None)
    if life is not None:
        return life.retired or life.released or date.min
    withdrawal = getattr(card, "withdrawal", None)
    return withdrawal.on if withdrawal else date.min


def places_of(card: ModelCard | DataSetCard) -> tuple[str, ...]:
    """Every place that a card names for its bytes, each once."""
    if hasattr(card, "artifacts"):
        return tuple(dict.fromkeys(place for one in card.artifacts for place in (one.uri, *one.replicas)))
    return tuple(dict.fromkeys((*((card.location,) if card.location else ()), *card.replicas)))


def place_values(
    card: ModelCard | DataSetCard, looks: dict[str, Look], erasures: Iterable[Erasure]
) -> Iterator[dict[str, Any]]:
    """The last look at each place as data, those of the card first, each with the versions that were erased there.

    What nobody could look at is not among them.
    """
    deeds: dict[str, list[Erased]] = {}
    for erasure in erasures:
        for deed in erasure.places:
            if deed.outcome != "left":
                deeds.setdefault(deed.place, []).append(deed)
    named = [place for place in places_of(card) if place in looks]
    for place in dict.fromkeys((*named, *looks)):
        seen, done = looks[place].seen, deeds.get(place, [])
        if seen.result == "not checked":
            continue
        last = done[-1] if done else None
        yield _place(seen, last)
        others = {deed.version: deed for deed in done if deed.version and deed.version != (last and last.version)}
        for deed in others.values():
            yield _place(seen, deed)


def _place(seen: Looked, deed: Erased | None) -> dict[str, Any]:
    said = {
        "place": seen.place,
        "version": (deed and deed.version) or seen.version,
        "digest": (deed and deed.digest) or seen.digest,
        "method": (deed and deed.method) or seen.method,
        "technique": (deed and deed.technique) or seen.technique,
        "looked_on": seen.looked_on,
        "result": seen.result,
        "why": seen.why,
        "until": seen.until,
        "evidence": seen.evidence,
        "found": seen.found or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def not_checked(looks: dict[str, Look], verifications: list[Verification]) -> tuple[str, ...]:
    """Every place that nobody looked at, and every folder that could not be read.

    A folder is taken off only where a later search of the same root on the same machine does not name it.
    """
    found: dict[str, None] = {}
    for at, one in enumerate(verifications):
        for text in one.not_checked:
            later = verifications[at + 1 :]
            looked = text in looks and looks[text].seen.result != "not checked"
            if not looked and not any(_searched(text, one, other) for other in later):
                found[text] = None
    for place, look in looks.items():
        if look.seen.result == "not checked" and place not in found:
            found[f"{place}: {look.seen.why}" if look.seen.why else place] = None
    return tuple(found)


def _searched(text: str, before: Verification, later: Verification) -> bool:
    roots = {(one.root, one.host) for one in before.scanned if text.startswith(one.root)}
    return text not in later.not_checked and any((one.root, one.host) in roots for one in later.scanned)


def scanned_values(verifications: Iterable[Verification]) -> list[dict[str, Any]]:
    """The last search of each root on each machine."""
    last: dict[tuple[str, str | None], Scanned] = {}
    for one in verifications:
        for root in one.scanned:
            last.pop((root.root, root.host), None)
            last[root.root, root.host] = root
    return [_written(root) for root in last.values()]


def _written(root: Scanned) -> dict[str, Any]:
    values = {key: getattr(root, key) for key in type(root).model_fields}
    return {key: value for key, value in values.items() if value is not None}


def denied(card: ModelCard | DataSetCard, erasures: Iterable[Erasure]) -> tuple[str, ...]:
    """The digests that must not turn up again: of the card, of each file that lay there, of large arrays in them.

    What is the same in many models is left out: a tokenizer, a configuration, a licence, a file without bytes.
    """
    artifacts = getattr(card, "artifacts", None)
    if artifacts is None:
        digest = getattr(card, "digest", None)
        own = [str(digest)] if digest else []
    else:
        own = [str(one.digest) for one in artifacts if one.digest and one.role not in COMMON]
    common = {place for one in artifacts or () if one.role in COMMON for place in (one.uri, *one.replicas)}
    stocks = (stock for erasure in erasures for stock in erasure.inventory if stock.place not in common)
    return tuple(dict.fromkeys((*own, *(digest for stock in stocks for digest in _of_stock(stock)))))


def _of_stock(stock: Inventory) -> Iterator[str]:
    if stock.digest:
        yield stock.digest
    for part in stock.files:
        name = part.path.rpartition("/")[2].lower()
        if part.bytes and name not in _SAME_EVERYWHERE and not name.endswith(_TEXTS):
            yield part.digest
            yield from (tensor.digest for tensor in part.tensors if tensor.bytes)
