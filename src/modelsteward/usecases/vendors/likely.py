"""What a source says that is more likely its fault, or an old edition, than news: then nothing is put on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.texts import amount, listed
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.errors import Refused
from modelsteward.usecases.vendors.changes import Change, What, last_words

if TYPE_CHECKING:
    from modelsteward.domain.vendors.feeds import Feed
    from modelsteward.usecases.vendors.summary import Updated

FEW = 2
"""So many models may vanish from a host at once, whatever share of it they are."""
_MOST_FLAGS = 3


class Limits(NamedTuple):
    """What is taken for a fault of the source, and not for news."""

    most_vanished: int = 50
    """Per cent of a host's living models on file that may vanish at once."""
    allowed: tuple[str, ...] = ()
    """Hosts of which it is known that so many have; `all` for every one."""

    def believes(self, host: str) -> bool:
        """Whether somebody said that what has vanished from a host has."""
        return "all" in self.allowed or host in map(host_named, self.allowed)


USUAL = Limits()


def require_listed(feed: Feed, had: Counter[tuple[str, str]], lost: Counter[tuple[str, str]], limits: Limits) -> None:
    """Refuse what is more likely a fault of the source: that it lists nothing of a host, or much less."""
    heard = {(fact.source, fact.host) for fact in feed.facts}
    odd = [
        (host, lost[source, host], number)
        for (source, host), number in sorted(had.items(), key=lambda item: item[0][1])
        if (lost[source, host] > max(FEW, number * limits.most_vanished / 100)
            or (lost[source, host] and (source, host) not in heard and limits.most_vanished < 100))
        and not limits.believes(host)
    ]  # fmt: skip
    if odd:
        told = listed([f"{missed} of {amount(number, 'model')} at {host}" for host, missed, number in odd])
        hint = f"that is more likely a fault of the source than news: look at it; if it is so, add {_flags(odd)}"
        raise Refused(f"{feed.name} does not list {told} any more", hint)


def require_days(name: str, updates: Iterable[Updated], day: date, limits: Limits) -> None:
    """Refuse a source that takes back most of the days at a host which are still to come: an old edition does that."""
    had: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for one in updates:
        sources = {change.fact.source for change in one.changes}
        words = last_words(one.entry.card).values() if one.entry else ()
        had[one.host] += sum(seen.ends is not None and seen.ends >= day and seen.source in sources for seen in words)
        lost[one.host] += sum(_takes_back(change, day) for change in one.changes)
    odd = [
        (host, number, had[host]) for host, number in sorted(lost.items())
        if number > max(FEW, had[host] * limits.most_vanished / 100) and not limits.believes(host)
    ]  # fmt: skip
    if odd:
        told = listed([f"{number} of {amount(days, 'day')} at {host}" for host, number, days in odd])
        hint = "an older edition does that, and --read-on DATE says when it was read; if it is so, add "
        raise Refused(f"{name} takes back {told} by which models were to end", hint + _flags(odd))


def _takes_back(change: Change, day: date) -> bool:
    before, fact = change.before, change.fact
    ended = before is not None and before.ends is not None and before.ends >= day
    return change.what is What.MOVED and ended and fact.ends is None and fact.not_before is None


def _flags(odd: list[tuple[str, int, int]]) -> str:
    if len(odd) > _MOST_FLAGS:
        return "--allow-vanished HOST for each, or --allow-vanished all"
    return " ".join(f"--allow-vanished {host}" for host, _, _ in odd)
