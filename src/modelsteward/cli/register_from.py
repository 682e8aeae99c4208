"""`steward register --from vendor:HOST/MODEL@SNAPSHOT`: a card filled from what is known of a vendor's model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.findings import Path as KeyPath
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.vendors.feeds import Feed
    from modelsteward.usecases.vendors.registering import Dossier

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="vendor:HOST/MODEL@SNAPSHOT",
        help="Vendor's model: fill the card from what is known of it. REF may then be left out.",
    ),
]
_NOT_BESIDE = ("host", "model", "snapshot", "hub", "repository", "revision")
"""Options that say where a model comes from."""


class Filled(NamedTuple):
    """What --from tells of a new card."""

    ref: str
    values: Mapping[KeyPath, Any]
    known: Dossier | None = None

    @property
    def settled(self) -> frozenset[KeyPath]:
        """What need not be asked, though the card leaves it out: no snapshot of such a model is known."""
        return frozenset({("source", "snapshot")}) if self.known else frozenset()

    def completing(self, plan: Proposal, today: date, policy: RegistryCard) -> Proposal:
        """The plan with the files of facts that go with the card, and what should be known."""
        from modelsteward.usecases.vendors.registering import notes_of

        if self.known is None:
            return plan
        notes = tuple(notes_of(self.known, today, policy.window))
        return plan._replace(new={**plan.new, **self.known.files}, notes=(*notes, *plan.notes))


def filled(root: Path, ref: str | None, source: str | None, said: Mapping[str, Any], today: date | None) -> Filled:
    """What is to be registered, and what is known of it. Raises BadUsage, and Refused where nobody knows it."""
    if source is None:
        if ref is None:
            raise BadUsage("it is not said what to register", "write no-show, data:appointments or use:reminders")
        return Filled(ref, {})
    if beside := [f"--{name}" for name in _NOT_BESIDE if name in said]:
        raise BadUsage(f"--from says already where it comes from, so {', '.join(beside)} says it twice", "leave it out")
    if said.get("origin", "vendor") != "vendor" or (ref or "").startswith(("data:", "use:")):
        raise BadUsage("--from is for a vendor's model", "leave it out, or register a model of a vendor")
    from modelsteward.usecases.vendors.registering import values_of_vendor

    known = _known(root, source, said.get("region"), today)
    return Filled(ref or known.name, values_of_vendor(known), known)


def _known(root: Path, source: str, region: str | None, today: date | None) -> Dossier:
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import or_broken_policy
    from modelsteward.domain.vendors.hosts import host_named
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.usecases.vendors.registering import dossier, meant_by

    meant = meant_by(source, region)
    host = meant.host or ""
    files = WorkTree(root)
    paths = [path for path in files.below("vendors") if host_named(_folder(path)) == host]
    with or_broken_policy(root, None):
        registry = load(files, paths).registry

    def shipped() -> Feed:
        from modelsteward.store.shipped import shipped_feed

        return shipped_feed([host])

    return dossier(registry, shipped, meant, today or current_day(registry))


def _folder(path: str) -> str:
    """The host a file in vendors/ is about, by its place."""
    return path.split("/")[1].removesuffix(".yaml")
