"""The seal: a digest of a version's technical facts, so that a card that changes after it was judged is found out.

The recipe stands in docs/versions.md: the facts as the card writes them, as canonical JSON (RFC 8785), by SHA-256.
Built by hand and from nothing but what was written, so that neither a library's next release nor a new optional key
of the schema ever changes the seal of an old card.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Any

from modelsteward.domain.dates import Duration

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

SEALED = (
    "name", "version", "source", "license", "license_text", "task", "interface", "intended_use", "lineage", "artifacts",
)  # fmt: skip
"""The keys of a model card that its seal covers."""


def seal_of(card: ModelCard) -> str:
    """The seal of a card's facts, `sha256:` and 64 hex digits. The seal that stands on the card has no part in it."""
    return f"sha256:{sha256(canonical(facts(card)).encode('utf-8', 'surrogatepass')).hexdigest()}"


def facts(card: ModelCard) -> dict[str, Any]:
    """What the seal covers, as plain data. A key that was not written is not in it; one that says `null` is."""
    return {key: written(getattr(card, key)) for key in SEALED if key in card.model_fields_set}


def written(value: Any) -> Any:
    """A part of a card as plain data, with the keys that were written and no others."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [written(item) for item in value]
    if kind is dict:
        return {key: written(item) for key, item in value.items()}
    keys = getattr(value, "model_fields_set", None)
    return value if keys is None else {key: written(getattr(value, key)) for key in keys}


_PLAIN = frozenset((str, int, float, bool, type(None)))


def canonical(value: Any) -> str:
    """Plain data as JSON in the one form of RFC 8785: keys sorted, no spaces, each number written in one way only."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is dict:
        pairs = [f"{_text(key)}:{canonical(value[key])}" for key in _sorted(value)]
        return "{" + ",".join(pairs) + "}"
    if kind is list:
        return f"[{','.join([canonical(item) for item in value])}]"
    if value is None or kind is bool:
        return "null" if value is None else "true" if value else "false"
    if kind is date or kind is Duration:
        return _text(str(value))
    return _number(value)


def _sorted(keys: Iterable[str]) -> list[str]:
    """RFC 8785 sorts keys by their UTF-16 code units; for plain ones that is how they sort anyway."""
    found = sorted(keys)
    if not all(map(str.isascii, found)):
        found.sort(key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return found


def _number(value: int | float) -> str:
    """As ECMAScript writes numbers, so that 1 and 1.0 are the same; whole numbers in full, however large."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return ("-" if value < 0 else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Significant digits with their decimal point, which lies `point` places from their beginning."""
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"
