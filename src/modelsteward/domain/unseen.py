"""What may stand in files that are not checked out, as far as their paths tell."""

from __future__ import annotations

from collections.abc import Iterable

from modelsteward.domain.kinds import RECORDS, kinds_at, ref_at
from modelsteward.domain.vendors.hosts import host_named

_FOUND_BY = {
    "owner": ("model", "dataset", "usecase"),
    "digest": ("model",),
    "claim": ("model",),
    "uses": ("usecase",),
    "suite": ("usecase",),
    "from": ("model",),
    "contents": ("dataset",),
    "builds": ("model", "dataset"),
    "untold": ("model", "dataset"),
    "incident": ("incident",),
    "case": ("case",),
    "cases": ("case",),
    "decided": ("case",),
    "waives": ("waiver",),
    "checklist": ("checklist",),
    "awaits": ("model",),
    "holds": ("hold",),
    "duties": ("duties",),
    "denied": ("certificate",),
    "certificates": ("certificate",),
}
"""By relation, the kinds of card that are found by it under names that only the card tells."""
_RECORDS = frozenset(kind.name for kind in RECORDS)


class Unseen:
    """Files that are there and that nobody looked into."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are those within their registries."""
        self._refs: set[str] = set()
        self._names: set[str] = set()
        self._kinds: set[str] = set()
        self._hosts: set[str] = set()
        self._about: set[str] = set()
        for path in paths:
            self._refs.add(ref_at(path))
            self._names.add(ref_at(path).partition("@")[0])
            self._kinds.update(kind.name for kind in kinds_at(path))
            parts = path.split("/")
            if parts[0] == "vendors":
                self._hosts.add(host_named(parts[1].removesuffix(".yaml")))
            elif parts[0] == "records":
                self._about.add(_subject(parts))

    def __bool__(self) -> bool:
        return bool(self._refs)

    def may_have(self, key: str) -> bool:
        """Whether a card could be found by this key, or says something of what is called so.

        Which refs there are is known from paths, so `names` is no doubt.
        """
        relation, _, name = key.partition(" ")
        if not name:
            return key in self._refs
        if relation == "name":
            return name in self._names
        if relation in _RECORDS:
            return name in self._about
        if relation in ("vendor", "host"):
            return name.removeprefix("alias ").partition("\n")[0] in self._hosts
        return not self._kinds.isdisjoint(_FOUND_BY.get(relation, ()))


def _subject(parts: list[str]) -> str:
    """What a record in this place is about."""
    kind, *rest = parts[1:-1]
    return {"models": "", "data": "data:", "uses": "use:"}[kind] + "@".join(rest)
