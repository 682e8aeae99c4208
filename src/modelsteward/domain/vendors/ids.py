"""The names of vendors' models: a name, and the snapshot that it is pinned to.

Vendors write the two as one: `gpt-4o-2024-08-06`, `claude-sonnet-4-5@20250929`,
`us.anthropic.claude-sonnet-4-5-20250929-v1:0`. A card has them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from modelsteward.domain.devices import is_device

_DAY = r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_SNAPSHOT = re.compile(rf"(?P<model>.+?)[-@](?P<snapshot>(?:{_DAY})(?:-v[0-9]+(?::[0-9]+)?)?)", re.ASCII)
_BEDROCK = re.compile(r"(?P<model>[a-z0-9-]+\.[a-zA-Z0-9.-]+?)-(?P<snapshot>v[0-9]+(?::[0-9]+)?)", re.ASCII)
_ZONES = ("us-gov", "us", "eu", "apac", "au", "jp", "ca", "global")
_ZONED = re.compile(rf"(?P<zone>{'|'.join(_ZONES)})\.(?P<rest>[a-z0-9-]+\..+)", re.ASCII)
_MOVING = re.compile(r"(?:.*[-_:@])?latest", re.ASCII)
_ODD = re.compile(r"[^a-z0-9._-]+|(?<=[._-])[._-]+")
_LONGEST = 80


class Named(NamedTuple):
    """A vendor's model by its parts."""

    model: str
    snapshot: str | None = None
    zone: str | None = None
    """Where calls are answered, for names that say so: `eu` of `eu.anthropic.claude-…`."""


def parts_of(text: str) -> Named:
    """A name as a vendor writes it, taken apart; one that pins nothing is all model."""
    zone = None
    if match := _ZONED.fullmatch(text):
        zone, text = match["zone"], match["rest"]
    found = _SNAPSHOT.fullmatch(text) or _BEDROCK.fullmatch(text)
    return Named(found["model"], found["snapshot"], zone) if found else Named(text, None, zone)


def is_moving(model: str, snapshot: str | None) -> bool:
    """Whether a name says of itself that what it means changes: `chatgpt-4o-latest`."""
    return _MOVING.fullmatch((snapshot or model).lower()) is not None


def written(model: str, snapshot: str | None) -> Iterator[str]:
    """What code and logs may call a model: its name alone, or the ways in which vendors write its snapshot."""
    if snapshot is None:
        yield model
        return
    yield f"{model}-{snapshot}"
    if snapshot[:8].isdigit():
        yield f"{model}@{snapshot}"


def full_name(model: str, snapshot: str | None) -> str:
    """The one name of a snapshot that vendors' own calls take."""
    return next(written(model, snapshot))


def file_of(host: str, model: str, *, apart: bool = False) -> str:
    """Where the facts of a model lie: `vendors/HOST/MODEL.yaml`.

    What no file name holds everywhere is written as a hyphen, and a digest keeps two such names apart; `apart` where
    another model's file lies there.
    """
    plain = _ODD.sub("-", model.lower()).strip("._-")[:_LONGEST].rstrip("._-")
    if is_device(plain):
        plain = f"model-{plain}"
    if plain != model or not plain or apart:
        plain = f"{plain or 'model'}-{sha256(model.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    return f"vendors/{host}/{plain}.yaml"
