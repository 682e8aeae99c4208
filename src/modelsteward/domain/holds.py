"""What a hold covers, and why: by name, by pattern, by owner, and where it says so what was made from any of that.

An order to keep is read widely. What only possibly holds what was ordered to be kept is covered, and so is what was
made here of which nobody can tell; each answer says which of these it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.descent import ANOTHER_VERSION, MADE, Origin, above, versions_of
from modelsteward.domain.people import holds_role
from modelsteward.domain.relations import HOLDS, says_origins
from modelsteward.domain.texts import listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.states import Hold
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry, Registry

Certainty = Literal["surely", "possibly", "cannot tell"]


class Cover(NamedTuple):
    """That a hold covers something."""

    why: str
    """As `by the pattern no-show*@*`, or `built on data:rows@1.0.0 (trained on): it is named`."""
    certainty: Certainty
    """`possibly`: it may hold what is covered; `cannot tell`: its card does not say what it was made from."""
    is_named: bool = False
    """Whether the hold names just this."""


class Held(NamedTuple):
    """A hold that stands, and why it covers something."""

    entry: Entry[Hold]
    cover: Cover


def is_standing(hold: Hold, today: date) -> bool:
    """Whether what it covers must be kept on a day. One whose release is announced for a later day holds until then."""
    return hold.released is None or hold.released > today


def wrongly_lifted(hold: Hold, policy: RegistryCard, today: date, days: int = 90) -> tuple[str, str] | None:
    """The key that says so and what is wrong, where a hold was lifted by who may not; None for others.

    Who holds a role is known of today: whoever lifted it more than `days` days ago may have left since.
    """
    if hold.released is None:
        return None
    may, role, who = policy.holds.lift, hold.released_as, hold.released_by
    if role not in may:
        said = f"in the role {role}" if role else "in no role that is named"
        allowed = f"only {listed(may)} may" if may else "steward.yaml lets no role do that (`holds.lift`)"
        return "released_as" if role else "released", f"it was lifted {said}, and {allowed}"
    if role and today - hold.released <= timedelta(days=days) and not holds_role(policy, who or "", role):
        said = f"{who or 'nobody that is named'} does not hold the role {role}, and lifted it"
        return "released_by" if who else "released", said
    return None


def holds_on(registry: Registry, ref: str, today: date) -> list[Held]:
    """The holds that stand on a day and cover a model, a data set or a use, each with why; in order of file."""
    return [held for held in ever_on(registry, ref) if is_standing(held.entry.card, today)]


def ever_on(registry: Registry, ref: str) -> list[Held]:
    """The same with those that were lifted."""
    entries: list[Entry[Hold]] = registry.filed(HOLDS)
    covered = covering(registry, [entry.card for entry in entries])(ref) if entries else []
    return [Held(entry, cover) for entry, cover in zip(entries, covered, strict=True) if cover is not None]


def unread_holds(registry: Registry) -> tuple[str, ...]:
    """Files of holds that nobody could look into: any of them may cover anything."""
    return tuple(sorted(one.file for one in registry.unread() if one.inside.startswith("holds/")))


def covers(registry: Registry, hold: Hold, ref: str) -> Cover | None:
    """Why a hold covers a model, a data set or a use, whatever the day; None where it does not.

    `registry` must hold what that was made from, near and far, and the uses that name it.
    """
    return covering(registry, (hold,))(ref)[0]


def covering(registry: Registry, holds: Sequence[Hold]) -> Callable[[str], list[Cover | None]]:
    """The same for several holds, in their order: where a thing came from is looked up once for all of them."""
    asides = [_aside(registry, hold) if hold.built_on else frozenset() for hold in holds]

    def tell(ref: str) -> list[Cover | None]:
        come_from: dict[frozenset[str], _Roots] = {}
        found: list[Cover | None] = []
        for hold, aside in zip(holds, asides, strict=True):
            if why := _by_itself(registry, hold, ref):
                found.append(Cover(why, "surely", ref in hold.refs))
                continue
            cover = None
            if hold.built_on and not ref.startswith("use:"):
                if aside not in come_from:
                    come_from[aside] = _roots(registry, ref, aside)
                cover = _by_roots(registry, hold, come_from[aside])
            doubt = _ownerless(registry, hold, ref) if cover is None else ""
            found.append(Cover(doubt, "cannot tell") if doubt else cover)
        return found

    return tell


def _aside(registry: Registry, hold: Hold) -> frozenset[str]:
    """The versions of data that a hold names and nothing else does."""
    named = (ref for ref in hold.refs if ref.startswith("data:"))
    return frozenset(ref for ref in named if ref not in versions_of(registry, ref.partition("@")[0]))


class _Roots(NamedTuple):
    """What something was made from, near and far, whatever hold asks."""

    origins: tuple[Origin, ...]
    doubt: str
    """Why nobody can tell all of it; empty where the cards say."""


def _roots(registry: Registry, ref: str, aside: frozenset[str]) -> _Roots:
    origins = tuple(origin for origin, _ in above(registry, ref, aside))
    doubts = (_untold(registry, one) for one in (ref, *(origin.ref for origin in origins)))
    return _Roots(origins, next(filter(None, doubts), ""))


def _by_roots(registry: Registry, hold: Hold, roots: _Roots) -> Cover | None:
    for origin in roots.origins:
        if why := _by_itself(registry, hold, origin.ref):
            return Cover(f"{_way(origin)}: {why}", "surely" if origin.is_sure else "possibly")
    return Cover(roots.doubt, "cannot tell") if roots.doubt else None


def _by_itself(registry: Registry, hold: Hold, ref: str) -> str:
    """Why a hold covers something whatever that was made from; empty where it does not."""
    if ref in hold.refs:
        return "it is named"
    if "registry" in hold.refs:
        return "the whole registry is named"
    for pattern in hold.patterns:
        if matches(pattern, ref):
            return f"by the pattern {pattern}"
    owner = _owner(registry, ref) if hold.owners else None
    if owner in hold.owners:
        return f"{owner} owns it"
    return next(_by_use(registry, hold, ref), "")


def _by_use(registry: Registry, hold: Hold, ref: str) -> Iterator[str]:
    """By the uses it serves or served."""
    if ":" in ref or not any(text.startswith(("use:", "*")) for text in (*hold.refs, *hold.patterns)):
        return
    for entry in registry.filed(f"uses {ref}"):
        use = entry.card
        serves = use.status != "ended" and ref in use.serving.values()
        if not serves and ref not in (*use.serving.values(), *(spell.ref for spell in use.served)):
            continue
        verb = "serves" if serves else "served"
        if use.ref in hold.refs:
            yield f"it {verb} {use.ref}, which is named"
        yield from (f"it {verb} {use.ref}, by the pattern {one}" for one in hold.patterns if matches(one, use.ref))


def matches(pattern: str, ref: str) -> bool:
    """Whether a pattern covers a ref as a whole: `*` stands for any characters, and all else for itself.

    One without `@` speaks of names, with every version there is or will be.
    """
    text = ref if "@" in pattern else ref.partition("@")[0]
    first, *parts = pattern.split("*")
    if not parts:
        return text == pattern
    *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:  # each at the first place there is: no pattern, however odd, takes long
        at = text.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return True


def _card(registry: Registry, ref: str) -> ModelCard | DataSetCard | UseCaseCard | None:
    return registry.use(ref) if ref.startswith("use:") else registry.model(ref) or registry.dataset(ref)


def _owner(registry: Registry, ref: str) -> str | None:
    card = _card(registry, ref)
    return card.owner if card else None


def _ownerless(registry: Registry, hold: Hold, ref: str) -> str:
    """Why nobody can tell whose it is, for a hold on what teams own; empty where its card says."""
    card = _card(registry, ref) if hold.owners else None
    return f"its card does not say who owns {ref} (`owner`)" if card and not card.knows("owner") else ""


def _way(origin: Origin) -> str:
    """How something came from what is covered: `built on data:rows@1.0.0 (trained on), through base@1.0.0`."""
    first, *more = origin.how
    if first.relation == ANOTHER_VERSION and not more:
        return f"possibly of the rows of {origin.ref}, another version"
    sure = "" if origin.is_sure else "possibly "
    through = f", through {', '.join(link.ref for link in more)}" if more else ""
    doubt = "" if origin.is_sure else f" ({next(link.doubt for link in origin.how if link.doubt)})"
    how = "derived" if first.relation == "derived from" else MADE.get(first.relation, first.relation)
    return f"{sure}built on {origin.ref} ({how}){through}{doubt}"


def _untold(registry: Registry, ref: str) -> str:
    """Why nobody can tell what something was made from; empty where its card says, or where others made it."""
    entry = registry.made(ref)
    if entry is None:
        what = "its card cannot be read" if registry.has(ref) else "it has no card"
        return f"nobody can tell what {ref} was made from: {what}"
    card = entry.card
    made_here = card.origin not in _OTHERS or "vendor_finetune" in getattr(card, "hosting", ())
    if says_origins(entry.kind, card) or not made_here:
        return ""
    key = "lineage" if entry.kind == "model" else "derived_from"
    return f"its card does not say what {ref} was made from (`{key}`), so nobody can tell"


_OTHERS = ("open", "vendor")
"""Origins of what others made, of whose training nobody here could say more."""
