"""The text of a new card: its value, what editors need, and what it does not say yet as comments to fill in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from modelsteward.domain.guests import NOBODY, Guest, Guests
from modelsteward.domain.kinds import kinds_at, path_of, ref_at
from modelsteward.domain.plan import Proposal
from modelsteward.store.emitting import card_text
from modelsteward.usecases.targets import Refs

_OPEN = {
    "model": {
        "interface": """\
# What callers depend on; the version number is judged by what changes here.
#interface:
#  inputs:
#    age: {type: integer, unit: years}
#  outputs:
#    score: {type: number, minimum: 0, maximum: 1}
""",
        "intended_use": """\
#intended_use:
#  primary: The use it was made or chosen for, in a sentence.
#  out_of_scope: []
#  limitations: []
""",
        "lineage": """\
# What it was built on. A list left out is unknown; [] says there is none.
#lineage: {parents: [], datasets: []}
""",
        "artifacts": """\
# The files and folders that hold it; [] says that there are no bytes of ours.
#artifacts: []
""",
        "serves": """\
# The names that callers and logs know it by.
#serves: {aliases: [], deployments: []}
""",
    },
    "dataset": {
        "contains": """\
# What the rows hold. A flag left out is unknown, never false.
#contains: {personal: false}
""",
        "derived_from": """\
# Data sets it was made from; [] says there is none.
#derived_from: []
""",
        "retention": """\
# The last day it may exist; null says there is no such day.
#retention: {delete_by: null}
""",
    },
    "usecase": {
        "jurisdictions": """\
# Where it is used: EU, or ISO 3166 codes; US-AZ implies US.
#jurisdictions: []
""",
        "risk": """\
# low, medium or high; and the tier under the EU AI Act: high, transparency or minimal.
#risk: {own: low, eu_tier: minimal}
""",
        "risk.own": """\
# `risk` does not say yet how much harm it could do: `own` is low, medium or high.
""",
        "risk.eu_tier": """\
# `risk` does not say the tier under the EU AI Act yet: `eu_tier` is high, transparency or minimal.
""",
        "requires": """\
# What a version must show before it may serve here.
#requires:
#  suites:
#    - {suite: holdout, metric: auroc, threshold: 0.75, max_age: P180D}
#  approvals: []
""",
    },
}
"""By kind and key, what is shown where the card does not have the key; of a key within another, where it has only the
other. Lines that start with `#` and no space can be taken into the card as they are."""

_SCHEMA = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)/registry\.schema\.json\s*")


def dressed(proposal: Proposal, root: Path) -> Proposal:
    """The same proposal, the values of its new cards made texts."""
    schemas = _schemas(root)
    new = {
        file: value if isinstance(value, str) else _text(file, value, schemas) for file, value in proposal.new.items()
    }
    return proposal._replace(new=new)


def schema_line(root: Path, file: str) -> str:
    """The comment that tells editors the schema of a file; nothing where the schemas are not at hand."""
    return _schema_line(file, _schemas(root))


def _schema_line(file: str, schemas: str | None) -> str:
    if schemas is None:
        return ""
    up = "" if schemas.startswith(("http:", "https:", "/")) else "../" * file.count("/")
    return f"# yaml-language-server: $schema={up}{schemas}/{next(iter(kinds_at(file))).name}.schema.json\n"


def _text(file: str, value: Mapping[str, Any], schemas: str | None) -> str:
    kind = next(iter(kinds_at(file))).name
    return _schema_line(file, schemas) + card_text(value) + "".join(_still_open(kind, value))


def _still_open(kind: str, value: Mapping[str, Any]) -> Iterator[str]:
    missing = [text for key, text in _OPEN.get(kind, {}).items() if _lacks(value, key)]
    if missing:
        yield "\n# Not said yet. Take the `#` away and say it; what stays unknown is best left out.\n"
        yield from missing


def _lacks(value: Mapping[str, Any], key: str) -> bool:
    """Whether a card has a mapping and not this key in it."""
    outer, _, inner = key.rpartition(".")
    here = value.get(outer) if outer else value
    return isinstance(here, Mapping) and inner not in here


def _schemas(root: Path) -> str | None:
    """Where the JSON Schemas lie, seen from the registry: where steward.yaml says, else in its folder `schemas`."""
    try:
        with (root / "steward.yaml").open(encoding="utf-8", errors="replace") as file:
            match = next((found for line in file if (found := _SCHEMA.fullmatch(line))), None)
    except OSError:
        return None
    if match:
        return match[1]
    return "schemas" if (root / "schemas" / "model.schema.json").is_file() else None


class KnownRefs(Refs):
    """Every ref there is, told by the files' places and without reading them; a folder is listed when it is asked for.

    What was listed is kept, so this is a look at one moment.
    """

    def __init__(self, root: Path, *others: Path) -> None:
        """`others` are the folders of the registries that are included."""
        self._roots = (root, *others)
        self._of: dict[str, frozenset[str]] = {}

    @cached_property
    def _uses(self) -> frozenset[str]:
        paths = (f"use-cases/{file}" for root in self._roots for file in _names(root / "use-cases"))
        return frozenset(ref_at(path) for path in paths if kinds_at(path))

    def of(self, bare: str) -> frozenset[str]:
        if bare not in self._of:
            self._of[bare] = frozenset(self._found(bare))
        return self._of[bare]

    def _found(self, bare: str) -> Iterator[str]:
        if bare.startswith("use:"):
            yield from {bare} & self._uses
        elif path := path_of(f"{bare}@0.0.0"):
            folder = path.rpartition("/")[0]
            found = (f"{folder}/{file}" for root in self._roots for file in _names(root / folder))
            yield from (ref_at(one) for one in found if kinds_at(one))

    def names(self) -> frozenset[str]:
        kept = (("models", ""), ("datasets", "data:"))
        found = (f"{kind}{name}" for folder, kind in kept for root in self._roots for name in _names(root / folder))
        return self._uses.union(found)

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, str) and ref in self.of(ref.partition("@")[0])

    def __iter__(self) -> Iterator[str]:
        return (ref for name in self.names() for ref in self.of(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def known_refs(root: Path, guests: Guests = NOBODY) -> KnownRefs:
    """Every ref there is, those of guests too."""
    return KnownRefs(root, *(root / guest.prefix for guest in guests.registries))


def taken_by(root: Path, guests: Guests, text: str) -> Guest | None:
    """The guest that has something of a name, which `text` is or begins with, by the files' places."""
    bare = text.partition("@")[0]
    return next((one for one in guests.registries if KnownRefs(root / one.prefix).of(bare)), None)


def _names(folder: Path) -> list[str]:
    """What a folder holds; nothing where it is none."""
    try:
        with os.scandir(folder) as found:
            return [entry.name for entry in found if not entry.name.startswith(".")]
    except OSError:
        return []
