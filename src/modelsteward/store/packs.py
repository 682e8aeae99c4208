"""Packs from the package's own data."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any

from modelsteward.domain.checklist_items import ItemPack, PackItem
from modelsteward.domain.clocks import Clock
from modelsteward.domain.dates import parse_duration
from modelsteward.domain.duty_packs import PackHead
from modelsteward.domain.packs import ChangeClass, LicenceFamily, Packs
from modelsteward.domain.versions import Step
from modelsteward.store.composer import compose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelsteward.domain.answers import Ask
    from modelsteward.domain.cards.packs import DutyPack
    from modelsteward.domain.vendors.feeds import Feed


def read_packs() -> Packs:
    """The packs that come with steward; nothing is read before a rule asks."""
    return Packs(
        read_licences=_licences, read_changes=_changes, read_items=_items, read_clocks=_clocks, read_duties=_duties,
        read_heads=_heads, read_fields=_fields, read_answers=_answers, read_vendor=_vendor,
    )  # fmt: skip


def _licences() -> tuple[LicenceFamily, ...]:
    return tuple(_family(item) for item in _pack("licences")["families"])


def _changes() -> tuple[ChangeClass, ...]:
    return tuple(ChangeClass(**{**item, "step": Step.of(item["step"])}) for item in _pack("changes")["classes"])


def _items(purpose: str) -> ItemPack:
    pack = _pack(purpose)
    items = map(_item, pack["items"])
    digest = sha256(_text(purpose).encode("utf-8")).hexdigest()
    return ItemPack(purpose, tuple(pack["phases"]), tuple(items), f"sha256:{digest}")


def _item(item: dict[str, Any]) -> PackItem:
    more: dict[str, Any] = {"of": tuple(item["of"])} if "of" in item else {}
    if "due" in item:
        more["due"] = {**item["due"], "by": parse_duration(item["due"]["by"])}
    return PackItem(**{**item, **more, "reviewed": date.fromisoformat(item["reviewed"])})


def _answers() -> Mapping[str, Ask]:
    from modelsteward.usecases.answers import ANSWERS

    return ANSWERS


def _clocks() -> tuple[Clock, ...]:
    return tuple(map(_clock, _pack("clocks")["clocks"]))


def _clock(item: dict[str, Any]) -> Clock:
    lists = {key: tuple(item[key]) for key in ("jurisdictions", "purposes")}
    spans = {key: parse_duration(item[key]) if item[key] else None for key in ("period", "extension")}
    return Clock(**{**item, **lists, **spans, "read_on": date.fromisoformat(item["read_on"])})


def _duties() -> tuple[DutyPack, ...]:
    from modelsteward.domain.cards.packs import DutyPack

    return tuple(DutyPack.model_validate(_value(name, duty_text(name))) for name in duty_names())


def _heads() -> tuple[PackHead, ...]:
    return tuple(map(pack_head, duty_names()))


def pack_head(name: str) -> PackHead:
    """What a pack says before its duties, without reading those: every check asks for its day of review."""
    value, _ = compose(duty_text(name).partition("\nduties:")[0] + "\n")
    return PackHead(value["name"], value["title"], date.fromisoformat(value["review_by"]))


def duty_names() -> list[str]:
    """The packs of duties that come with steward."""
    folder = resources.files("modelsteward.packs").joinpath("duties")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def duty_text(name: str) -> str:
    """The text of a pack of duties that comes with steward."""
    return _text(f"duties/{name}")


def _vendor(host: str) -> Feed:
    """What comes with steward about a host."""
    from modelsteward.store.shipped import shipped_feed

    return shipped_feed((host,))


def _fields() -> frozenset[str]:
    from modelsteward.domain.facts import field_names

    return field_names()


def _text(name: str) -> str:
    return resources.files("modelsteward.packs").joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def _pack(name: str) -> dict[str, Any]:
    """One pack as it is written. It is part of the package: what is wrong with it is a bug, not a finding."""
    return _value(name, _text(name))


def _value(name: str, text: str) -> dict[str, Any]:
    value, faults = compose(text)
    if faults or not isinstance(value, dict):
        raise ValueError(f"packs/{name}.yaml: {faults[0].message if faults else 'not a mapping'}")
    return value


def _family(item: dict[str, Any]) -> LicenceFamily:
    lists = {key: tuple(item[key]) for key in ("licences", "also")}
    read_on = date.fromisoformat(item["read_on"]) if item["read_on"] else None
    return LicenceFamily(**{**item, **lists, "read_on": read_on})
