"""What is meant by a word that may name a version, a model, data, a use, a vendor, a team, or some bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from modelsteward.domain.descent import versions_of
from modelsteward.domain.registry import Registry
from modelsteward.domain.suggest import closest
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import doubt, require_read, resolve
from modelsteward.usecases.tracing import asked_for

_BYTES = re.compile(r"(sha256|sha384|sha512|blake3|md5|sha1):([0-9a-fA-F]*)")
_LEAST = 8
"""Characters of a digest from which on it may stand for the whole."""


class Target(NamedTuple):
    """What was asked for."""

    text: str
    """What it is called here."""
    kind: str
    """model, data, use, vendor, team or bytes."""
    starts: tuple[str, ...]
    """The models and data sets that it stands for."""
    uses: tuple[str, ...] = ()
    """Uses that it stands for itself."""


def meant_by(registry: Registry, text: str) -> Target:
    """What is meant. Raises Refused where nothing is called so, with what was probably meant."""
    if match := _BYTES.fullmatch(text):
        return _bytes(registry, text.lower(), match[2])
    kind, colon, name = text.partition(":")
    if colon and kind in _READERS:
        return _READERS[kind](registry, name)
    if colon and kind != "data":
        raise BadUsage(
            f"`{text}` is nothing that can be looked up",
            "write no-show@2.1.0, data:NAME, use:NAME, vendor:HOST, team:NAME or a digest like sha256:9f86d081",
        )
    return Target(text, "data" if kind == "data" else "model", of_name(registry, text))


def of_name(registry: Registry, text: str) -> tuple[str, ...]:
    """The versions that a ref or a name stands for: those with a card, and those that a card says it was made from."""
    starts = asked_for(registry, (text,))
    known = set(versions_of(registry, text.partition("@")[0]))
    if not starts or not known.intersection(starts):
        resolve(registry, text)  # raises with what was probably meant
        raise Refused(f"nothing is called `{text}` here", "")
    return starts


def _use(registry: Registry, name: str) -> Target:
    ref = f"use:{name}"
    if not registry.named(ref):
        require_read(registry, ref)
        resolve(registry, ref)
    return Target(ref, "use", (), (ref,))


def _vendor(registry: Registry, name: str) -> Target:
    found = [entry.ref for entry in registry.filed(f"from {name}")]
    known = {*registry.named_by("from"), *(fact.replace("\n", "/") for fact in registry.named_by("vendor"))}
    if not found and name not in known and not any(one.startswith(f"{name}/") for one in known):
        hosts = sorted({one.partition("/")[0] for one in known})
        raise Refused(
            f"no model here comes from vendor:{name}",
            _near(registry, "vendor", name, known) or f"the vendors are {', '.join(hosts[:5]) or 'none'}",
        )
    return Target(f"vendor:{name}", "vendor", tuple(sorted(set(found))))


def _team(registry: Registry, name: str) -> Target:
    entries = registry.filed(f"owner {name}")
    known = {*registry.named_by("owner"), *registry.policy.teams}
    known |= {team for guest in registry.guests.registries for team in guest.policy.teams}
    if name not in known:
        raise Refused(
            f"no team is called {name} here",
            _near(registry, "team", name, known) or f"the teams are {', '.join(sorted(known)[:5]) or 'none'}",
        )
    starts = sorted({entry.ref for entry in entries if entry.kind != "usecase"})
    uses = sorted({entry.ref for entry in entries if entry.kind == "usecase"})
    return Target(f"team:{name}", "team", tuple(starts), tuple(uses))


def _near(registry: Registry, kind: str, name: str, known: set[str]) -> str:
    if unread := doubt(registry):
        return unread
    near = closest(name, known)
    return f"did you mean `{kind}:{near}`?" if near else ""


def _bytes(registry: Registry, text: str, digits: str) -> Target:
    if len(digits) < _LEAST:
        raise BadUsage(f"`{text}` is too short to tell one digest from others", f"give {_LEAST} characters or more")
    found: dict[str, set[str]] = {}
    for relation in ("digest", "contents"):
        for digest in registry.named_by(relation):
            if digest.startswith(text):
                found.setdefault(digest, set()).update(e.ref for e in registry.filed(f"{relation} {digest}"))
    if not found:
        hint = doubt(registry) or "see that it is the digest of an artifact or a data set of a card here"
        raise Refused(f"no card names bytes with the digest {text}", hint)
    if len(found) > 1:
        raise Refused(f"{text} may be any of {', '.join(sorted(found))}", "give more characters of it")
    (digest, refs), *_ = found.items()
    return Target(digest, "bytes", tuple(sorted(refs)))


_READERS: dict[str, Callable[[Registry, str], Target]] = {"use": _use, "vendor": _vendor, "team": _team}
