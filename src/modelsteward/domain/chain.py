"""The chain of certificates: each names the digest of the one before it, so that none can be changed or taken away
without the next one telling.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.entries import Entry
    from modelsteward.domain.registry import Registry

RELATION, ALL = "certificates", "all"


def digest_of(text: str) -> str:
    """The digest of a record's bytes as steward wrote them and git keeps them: UTF-8, with line feeds alone.

    A checkout with other line ends holds the same record.
    """
    return f"sha256:{sha256(text.replace(chr(13) + chr(10), chr(10)).encode('utf-8', 'surrogatepass')).hexdigest()}"


class Chain(NamedTuple):
    """The certificates of one registry, and how they follow on each other."""

    by_digest: dict[str, Entry[Certificate]]
    after: dict[str | None, list[Entry[Certificate]]]
    """By the digest that they name as the one before them (None: they say that they are the first), in order."""

    @property
    def in_order(self) -> list[Entry[Certificate]]:
        """Every certificate, the newest last: by day, and on one day the later in the chain last."""
        return sorted(self.by_digest.values(), key=lambda entry: (entry.card.on, self._depth(entry), entry.inside))

    @property
    def ends(self) -> list[Entry[Certificate]]:
        """Those that none follows on, the newest last; more than one where branches were merged."""
        return [entry for entry in self.in_order if digest_of(entry.text) not in self.after]

    def follows(self, entry: Entry[Certificate]) -> list[Entry[Certificate]]:
        """All that name the same certificate before them, the entry itself among them."""
        return self.after.get(entry.card.previous, []) if entry.card.knows("previous") else [entry]

    def before(self, entry: Entry[Certificate]) -> Entry[Certificate] | None:
        """The certificate that one follows on; None for the first, and where it is not there."""
        return self.by_digest.get(entry.card.previous) if entry.card.previous else None

    def _depth(self, entry: Entry[Certificate]) -> int:
        """How many stand before it; digests cannot be made to loop."""
        depth, here = 0, self.before(entry)
        while here is not None:
            depth, here = depth + 1, self.before(here)
        return depth


def chains(entries: Iterable[Entry[Any]], name: str = ALL) -> dict[str, Chain]:
    """The chain of each registry there is, by what it is called; ours has the empty name."""
    found: dict[str, Chain] = {}
    for entry in sorted(entries, key=lambda entry: (entry.card.on, entry.inside)):
        chain = found.setdefault(entry.home, Chain({}, {}))
        chain.by_digest[digest_of(entry.text)] = entry
        if entry.card.knows("previous"):
            chain.after.setdefault(entry.card.previous, []).append(entry)
    return found


def chain_of(registry: Registry, home: str = "") -> Chain:
    """The chain of one registry, ours unless another is named; worked out once."""
    return registry.derive(chains, RELATION, ALL).get(home) or Chain({}, {})
