"""From what a person types to the vendor's model that is meant: a version of ours, or `HOST/MODEL[@SNAPSHOT]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.suggest import did_you_mean
from modelsteward.domain.vendors.hosts import HOSTS, host_named, is_known
from modelsteward.domain.vendors.joining import region_of
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import NotHere, resolve
from modelsteward.usecases.vendors.offers import Offer

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.vendors.facts import Facts

_HOW = "write HOST/MODEL or HOST/MODEL@SNAPSHOT, like azure-openai/gpt-4o@2024-08-06"


class Named(NamedTuple):
    """A vendor's model as it was typed."""

    host: str
    model: str
    snapshot: str | None


def parse(text: str) -> Named:
    """Read `HOST/MODEL[@SNAPSHOT]`, `vendor:` before it or not. Raises BadUsage."""
    host, slash, rest = text.removeprefix("vendor:").partition("/")
    model, at, snapshot = rest.rpartition("@") if "@" in rest else (rest, "", "")
    if not slash or not host.strip() or not model.strip() or (at and not snapshot.strip()):
        raise BadUsage(f"`{text}` names no vendor's model", _HOW)
    return Named(host_named(host), model, snapshot or None)


def is_vendors(text: str) -> bool:
    """Whether a vendor's model is named, not a version of ours: these have no `/`."""
    return "/" in text or text.startswith("vendor:")


def host_of(registry: Registry, text: str) -> str:
    """The host whose facts are asked for, before any are read."""
    if is_vendors(text):
        return parse(text).host
    card = version(registry, text)
    return host_named(card.source.host) if card.source and card.source.host else ""


def version(registry: Registry, text: str) -> ModelCard:
    """The version of ours that is meant. Raises Refused where none is, or where it is no vendor's."""
    try:
        card: ModelCard = resolve(registry, text).entry.card
    except NotHere as nobody:
        hint = f"{nobody.hint}; a vendor's model is named with its host: HOST/{text}"
        raise Refused(nobody.message, hint) from nobody
    source = getattr(card, "source", None)
    if source is None or source.host is None or source.model is None:
        raise Refused(f"no vendor's model is behind {text}: its card names no `source.host` and `source.model`",
                      f"`steward show {text}` tells where it comes from")  # fmt: skip
    return card


def offer_of(facts: Facts, text: str) -> Offer:
    """What is known of what is meant. Raises Refused where that is nothing at all."""
    if not is_vendors(text):
        card = version(facts.registry, text)
        source = card.source
        assert source is not None  # nosec - version() saw to it
        named = Named(host_named(source.host or ""), source.model or "", source.snapshot)
        found = _offer(facts, named, region_of(source), source.deployment_kind)
        return Offer(found.known, found.snapshot, (card,), region_of(source), source.deployment_kind)
    named = parse(text)
    offer = _offer(facts, named)
    if not offer.said and not offer.ours and not offer.known.snapshots:
        raise _unknown(facts, text, named)
    return offer


def _offer(facts: Facts, named: Named, region: str | None = None, kind: str | None = None) -> Offer:
    found = facts.find(*named)
    known = found.known if found else facts.at(named.host, named.model)
    snapshot = found.snapshot if found else named.snapshot
    cards = facts.ours.get((known.host, known.model), {}).get(snapshot, ())
    return Offer(known, snapshot, cards, region, kind)


def _unknown(facts: Facts, text: str, named: Named) -> Refused:
    models = [known.model for known in facts.of_host(named.host) if known.snapshots]
    if not models and not is_known(named.host):
        near = did_you_mean(named.host, [*facts.hosts, *(name for host in HOSTS for name in (host.name, *host.also))])
        return Refused(f"no host is called `{named.host}`", near or "`steward vendors list` shows the hosts")
    hint = did_you_mean(named.model, models)
    return Refused(f"nothing is known of {text}", hint or f"`steward vendors list {named.host}` shows what is")


def no_host(facts: Facts, name: str) -> Refused:
    """That nothing is known of what a host offers, with what was probably meant."""
    known = {*facts.hosts, *(called for host in HOSTS for called in (host.name, *host.also))}
    if host_named(name) in known:
        return Refused(
            f"nothing is known of any model at {host_named(name)}",
            f"steward vendors sync --from SOURCE brings what a source says; then `steward vendors list {name}`",
        )
    return Refused(f"no host is called `{name}`", did_you_mean(name, known) or "`steward vendors list` shows the hosts")
