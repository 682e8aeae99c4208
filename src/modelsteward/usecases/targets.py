"""What `steward register REF` is asked to make, and whether the name and number are free."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection, Iterable
from typing import NamedTuple

from modelsteward.domain.cards.base import NAME, SEMVER
from modelsteward.domain.suggest import shown
from modelsteward.domain.texts import slug
from modelsteward.domain.versions import Step, precedence, smallest
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import by_ref

FIRST = "1.0.0"
"""The version of what is registered without one."""

PREFIXES = {"model": "", "dataset": "data:", "usecase": "use:"}
_KIND = {"": "model", "data": "dataset", "use": "usecase"}


class Target(NamedTuple):
    """What is to be registered."""

    kind: str
    name: str
    version: str | None
    """None for a use."""

    @property
    def bare(self) -> str:
        """The ref without its version, as `data:appointments`."""
        return f"{PREFIXES[self.kind]}{self.name}"

    @property
    def ref(self) -> str:
        """What it will be called."""
        return f"{self.bare}@{self.version}" if self.version else self.bare


class Refs(Collection[str]):
    """Refs that need not all be looked at to tell those of one name, or the names."""

    @abstractmethod
    def of(self, bare: str) -> Collection[str]:
        """The refs of one name, as `data:appointments`; in no order."""

    @abstractmethod
    def names(self) -> Collection[str]:
        """Every name, without versions."""


def names_of(known: Collection[str]) -> Collection[str]:
    """The names of some refs."""
    return known.names() if isinstance(known, Refs) else {ref.partition("@")[0] for ref in known}


def target_of(ref: str, version: str | None, known: Collection[str]) -> Target:
    """What a ref asks for. `known` are the refs there are, told by their files.

    Raises BadUsage for what is no ref, Refused for one that is taken.
    """
    prefix, _, rest = ref.rpartition(":")
    name, _, given = rest.partition("@")
    if prefix not in _KIND:
        raise BadUsage(f"{shown(ref)} is no ref", "write no-show, data:appointments or use:outreach-reminders")
    if not re.fullmatch(NAME, name, re.ASCII) or len(name) > 100:
        near = slug(name)
        rule = "names are lower-case letters and digits, with single `.`, `_` or `-` between them"
        if len(name) > 100:
            rule = f"names have at most 100 characters; this one has {len(name)}"
        raise BadUsage(f"{shown(name)} is no name", f"did you mean `{near}`? {rule}" if near and near != name else rule)
    if given and version and given != version:
        raise BadUsage(f"{ref} and --version {version} disagree", "leave one of them out")
    target = Target(_KIND[prefix], name, given or version)
    return free(_numbered(target, ref), known)


def _numbered(target: Target, ref: str) -> Target:
    if target.kind == "usecase":
        if target.version or "@" in ref:
            raise BadUsage("a use has no versions", f"write {target.bare}")
        return target
    version = target.version
    if version is not None and (not re.fullmatch(SEMVER, version, re.ASCII) or len(version) > 100):
        raise BadUsage(f"{shown(version)} is no version", "write three numbers, like 1.0.0")
    if "@" in ref and not version:
        raise BadUsage(
            f"{shown(ref)} ends where its version should stand", f"write {target.bare} or {target.bare}@1.0.0"
        )
    return target


def free(target: Target, known: Collection[str]) -> Target:
    """The same with its version, if neither name nor number is taken. Raises Refused where one is."""
    there = versions_of(target.bare, known)
    if target.ref in known:
        raise Refused(f"{target.ref} is there already", f"`steward show {target.ref}` shows it")
    if twin := next((ref for ref in there if ref.lower() == target.ref.lower()), None):
        hint = "on macOS and Windows both would be one file: name another, as in 1.0.0-rc.2"
        raise Refused(f"{target.ref} differs only in case from {twin}, which is there", hint)
    if target.kind == "usecase" or not there:
        return target if target.kind == "usecase" else target._replace(version=target.version or FIRST)
    last = there[-1].rpartition("@")[2]
    bump = f"`steward bump {target.bare}` makes the next version" if target.kind == "model" else ""
    higher = f"name a higher one, as in --version {smallest(last, Step.MINOR)}"
    if target.version is None:
        raise Refused(f"{target.bare} is there already, up to {last}", f"{bump}; or {higher}" if bump else higher)
    if precedence(target.version) <= precedence(last):
        raise Refused(
            f"{target.ref} is no higher than {last}, which is there", f"{bump}; or {higher}" if bump else higher
        )
    return target


def versions_of(bare: str, known: Iterable[str]) -> list[str]:
    """The refs of one name, lowest first. Files whose names are no versions are left out."""
    mine = known.of(bare) if isinstance(known, Refs) else (ref for ref in known if ref.partition("@")[0] == bare)
    return sorted((ref for ref in mine if re.fullmatch(SEMVER, ref.rpartition("@")[2], re.ASCII)), key=by_ref)
