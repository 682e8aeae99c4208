"""What a certificate says of places: the last look at each, how it was erased, and what nobody looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from modelsteward.domain.erasing import COMMON, lies_in
from modelsteward.usecases.erasing.looks import looks_at, unchecked

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Erased, Erasure, Inventory, Looked, Scanned, Verification
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.erasing.looks import Last

_SAME_EVERYWHERE = frozenset((
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "tokenizer.model", "spiece.model",
    "sentencepiece.bpe.model", "preprocessor_config.json", "chat_template.jinja", ".gitattributes", "license",
    "license.txt",
))  # fmt: skip
"""Files within a model's folder that are the same in many models, by their names in lower case."""
_TEXTS = (".md", ".py", ".gitattributes")


def place_values(lasts: Iterable[Last], erasures: Iterable[Erasure]) -> Iterator[dict[str, Any]]:
    """What counts for each place as data, with the versions that were erased there.

    What nobody could look at is not among them.
    """
    deeds: dict[str, list[Erased]] = {}
    for erasure in erasures:
        for deed in erasure.places:
            if deed.outcome != "left":
                deeds.setdefault(deed.place, []).append(deed)
    for last in lasts:
        if last.seen is None or last.result == "not checked":
            continue
        done = deeds.get(last.place, [])
        latest = done[-1] if done else _of_folder(deeds, last.place)
        yield _place(last, last.seen, latest)
        others = {deed.version: deed for deed in done if deed.version and deed.version != (latest and latest.version)}
        for deed in others.values():
            yield _place(last, last.seen, deed)


def _of_folder(deeds: Mapping[str, list[Erased]], place: str) -> Erased | None:
    """How the files of a folder were erased; which they were stands in the record of the erasure."""
    last = next((done[-1] for where, done in reversed(list(deeds.items())) if lies_in(where, place)), None)
    return last.model_copy(update={"version": None, "digest": None}) if last else None


def _place(last: Last, seen: Looked, deed: Erased | None) -> dict[str, Any]:
    said = {
        "place": seen.place,
        "version": (deed and deed.version) or seen.version,
        "digest": (deed and deed.digest) or seen.digest,
        "method": (deed and deed.method) or seen.method,
        "technique": (deed and deed.technique) or seen.technique,
        "looked_on": seen.looked_on,
        "result": last.result,
        "why": last.why or None,
        "until": seen.until,
        "evidence": seen.evidence,
        "found": last.found or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def not_checked(registry: Registry, ref: str, lasts: Iterable[Last]) -> tuple[str, ...]:
    """Every place that nobody looked at, and what no search could look into: also where that was accepted."""
    seen = {last.place for last in lasts if last.result not in ("", "not checked")}
    looks = [look for look in looks_at(registry, ref) if look.result == "not checked" and look.place not in seen]
    told = {look.place: look.evidence or look.why for look in looks}
    told |= dict.fromkeys((last.place for last in lasts if last.place not in seen and last.place not in told), "")
    told |= {
        last.place: "the hub itself was not asked, only the cache of one machine" for last in lasts if _unasked(last)
    }
    waiting = (one.text for one in unchecked(registry, ref))
    return tuple(dict.fromkeys((*(f"{place}: {why}" if why else place for place, why in told.items()), *waiting)))


def _unasked(last: Last) -> bool:
    """Whether steward looked at a place of the hub, of which it sees the cache alone."""
    return last.place[:5].lower() == "hf://" and last.result == "gone" and not last.evidence


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
