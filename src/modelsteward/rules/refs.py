"""ID, continued: whether the refs, owners and roles that cards name lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.kinds import path_of
from modelsteward.domain.references import references
from modelsteward.domain.registry import Registry
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.suggest import closest, did_you_mean, one_of
from modelsteward.domain.texts import listed
from modelsteward.rules.engine import Context
from modelsteward.rules.identity import IDENTITY
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.usecase import UseCaseCard


@IDENTITY.rule(
    102, "Ref that points nowhere", Severity.ERROR,
    of="model dataset usecase evaluation approval notice review erasure verification certificate checklist hold "
    "incident case waiver",
    good="data:d@1.0.0: {}\nm@1.0.0: {lineage: {datasets: ['data:d@1.0.0']}}",
    bad="data:d@1.0.0: {}\nm@1.0.0: {lineage: {datasets: ['data:d@1.1.0']}}",
)  # fmt: skip
def dangling(card: Any, ctx: Context) -> Iterator[Problem]:
    """Whoever follows the ref, from an audit or from an incident, finds nothing: not the data, not the owner.

    A card that is there and cannot be read counts as being there; what is wrong with it is told where it lies.
    """
    for path, ref in references(card):
        if not ctx.registry.has(ref):
            yield Problem(path, f"there is no {ref}", _meant(ref, ctx.registry))


def _meant(ref: str, registry: Registry) -> str:
    """The ref that was probably meant: another version of the name, or a name like it."""
    name, _, version = ref.partition("@")
    known = registry.versions()
    if name in known:
        there = sorted(set(known[name]), key=_precedence, reverse=True)
        has = f"{name} has {'version' if len(there) == 1 else 'versions'} {listed(there)}"
        return f"{has}; did you mean `{name}@{closest(version, there) or there[0]}`?"
    kind, _, own = name.rpartition(":")
    near = closest(own, _alike(own, kind, known))
    if near is None:
        return f"write its card at {path_of(ref)}, or take the ref out"
    meant = f"{kind}:{near}" if kind else near
    if not version:
        return f"did you mean `{meant}`?"
    best = version if version in known[meant] else max(known[meant], key=_precedence)
    return f"did you mean `{meant}@{best}`?"


_MANY = 1000


def _alike(own: str, kind: str, known: Iterable[str]) -> list[str]:
    """Names of a kind worth a closer look, which is slow: of many only those that start or end as this one does."""
    names = [name.rpartition(":")[2] for name in known if name.rpartition(":")[0] == kind]
    if len(names) <= _MANY:
        return names
    return [name for name in names if name.startswith(own[:3]) or name.endswith(own[-3:])]


def _precedence(version: str) -> tuple[list[int], bool]:
    """Order enough for a hint: the numbers, then a release before its pre-releases."""
    core, pre, _ = version.partition("+")[0].partition("-")
    return [int(part) for part in core.split(".") if part.isdigit()], not pre


@IDENTITY.rule(
    103, "Owner that is no team", Severity.ERROR, of="model dataset usecase",
    good="m@1.0.0: {owner: team}",
    bad="m@1.0.0: {owner: taem}",
)  # fmt: skip
def no_such_owner(card: Any, ctx: Context) -> Iterator[Problem]:
    """A team stands in steward.yaml with its contact, so that there is somebody to ask. Cards name the team only."""
    teams = ctx.policy.teams
    if card.owner is None or card.owner in teams or _is_over(card):
        return
    hint = did_you_mean(card.owner, teams) or "add it under `teams` in steward.yaml with its contact, or name one there"
    yield Problem(("owner",), f"steward.yaml knows no team `{card.owner}`", hint)


def _is_over(card: Any) -> bool:
    """Whether nobody needs to answer for it any more."""
    return getattr(card, "stage", None) in ENDED_STAGES or getattr(card, "status", None) in ("ended", "destroyed")


def _chain(card: ModelCard, registry: Registry) -> tuple[list[str], bool]:
    """What replaces a version, and that in turn, up to a loop or an end; and whether it loops."""
    chain = {card.ref: None}  # a dict, for its order: chains may be long
    following: ModelCard | None = card
    while following is not None and (ref := following.lifecycle.replacement):
        if ref in chain:
            return [*chain, ref], True
        chain[ref] = None
        following = registry.model(ref)
    return list(chain), False


@IDENTITY.rule(
    105, "Replacements in a circle", Severity.ERROR,
    good="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {}",
    bad="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {lifecycle: {replacement: m@1.0.0}}",
)  # fmt: skip
def replacement_loop(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Who follows the replacements never arrives at a version to move to."""
    if card.lifecycle.replacement is None or card.stage in ENDED_STAGES:
        return
    chain, loops = _chain(card, ctx.registry)
    if loops:
        hint = must(ctx, card.owner, "name a replacement outside the circle, or `null` and a lifecycle.reason")
        yield Problem(("lifecycle", "replacement"), f"the replacements lead in a circle: {_arrows(chain)}", hint)


@IDENTITY.rule(
    106, "Replaced by something that has ended", Severity.ERROR, of="model usecase",
    good="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {}",
    bad="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {stage: retired}",
)  # fmt: skip
def replacement_ended(card: ModelCard | UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A replacement is where callers are sent. What is retired or destroyed takes nobody in, unless it names a living
    replacement itself. The same goes for what a use names as its replacement or candidate."""
    if ctx.entry.kind == "usecase":
        yield from _ended_in_use(cast("UseCaseCard", card), ctx)
    else:
        yield from _ended_in_model(cast("ModelCard", card), ctx)


def _ended_in_use(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    if card.status == "ended":
        return
    named: list[tuple[Path, str]] = [(("replacement", slot), ref) for slot, ref in card.replacement.items()]
    named += [(("candidates", slot, i), ref) for slot, refs in card.candidates.items() for i, ref in enumerate(refs)]
    for path, ref in named:
        model = ctx.registry.model(ref)
        if model is not None and model.stage in ENDED_STAGES:
            hint = must(ctx, card.owner, "name a version that will live on, or take it out")
            yield Problem(path, f"{ref} is {model.stage}, and nothing can move to it", hint)


def _ended_in_model(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    if card.lifecycle.replacement is None or card.stage in ENDED_STAGES:
        return
    chain, loops = _chain(card, ctx.registry)
    last = ctx.registry.model(chain[-1])
    if not loops and last is not None and last.stage in ENDED_STAGES:
        hint = must(ctx, card.owner, "name a version that will live on, or `null` and a lifecycle.reason")
        through = f" ({_arrows(chain)})" if len(chain) > 2 else ""
        yield Problem(("lifecycle", "replacement"), f"{last.ref}, its replacement{through}, is {last.stage}", hint)


@IDENTITY.rule(
    115, "Replaced by something suspended", Severity.WARNING,
    good="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {}",
    bad="m@1.0.0: {lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {stage: suspended}",
)  # fmt: skip
def replacement_suspended(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Callers are sent to a version that was stopped, and may not serve before it is let go on."""
    if card.lifecycle.replacement is None or card.stage in ENDED_STAGES:
        return
    chain, loops = _chain(card, ctx.registry)
    last = ctx.registry.model(chain[-1])
    if not loops and last is not None and last.stage == "suspended":
        hint = must(ctx, card.owner, f"ask {ctx.registry.team(last.owner)} when it goes on, or name another version")
        yield Problem(("lifecycle", "replacement"), f"{last.ref}, where its replacement leads, is suspended", hint)


def _arrows(chain: list[str]) -> str:
    shown = [*chain[:4], "…", chain[-1]] if len(chain) > 6 else chain
    return " → ".join(shown)


@IDENTITY.rule(
    107, "Owner with no member left", Severity.ERROR, of="registry", whole=True,
    good="m@1.0.0: {}",
    bad="m@1.0.0: {}\nregistry: {teams: {team: {members: []}}}",
)  # fmt: skip
def nobody_left(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """A team without people answers for nothing. A team that owns nothing may stand empty."""
    for name, team in card.teams.items():
        if team.members:
            continue
        owned = [entry.ref for entry in ctx.registry.filed(f"owner {name}") if not _is_over(entry.card)]
        if owned:
            message = f"`{name}` has no member, and owns {listed(owned)}"
            hint = f"name its members, or give what it owns to another team; {team.contact} is its contact"
            yield Problem(("teams", name, "members"), message, hint)


@IDENTITY.rule(
    110, "Role that is not defined", Severity.ERROR, of="usecase approval case registry",
    good="registry: {roles: {safety: Judges harm.}}\nuse:u: {requires: {approvals: [safety]}}",
    bad="registry: {roles: {safety: Judges harm.}}\nuse:u: {requires: {approvals: [saftey]}}",
)  # fmt: skip
def no_such_role(card: Any, ctx: Context) -> Iterator[Problem]:
    """Roles are defined in steward.yaml, with what they stand for. Nobody can hold, or approve in, one that is not."""
    roles = ctx.policy.roles
    for path, role in _ROLES[ctx.entry.kind](card):
        if role is not None and role not in roles:
            has = f"the roles there are {one_of(roles)}" if roles else "define it under `roles` there"
            yield Problem(path, f"steward.yaml defines no role `{role}`", did_you_mean(role, roles) or has)


Roles = Iterator[tuple[Path, str | None]]


def _of_use(card: Any) -> Roles:
    for i, role in enumerate(card.requires.approvals if card.requires else ()):
        yield ("requires", "approvals", i), role


def _of_approval(card: Any) -> Roles:
    yield ("role",), card.role


def _of_case(card: Any) -> Roles:
    for i, decision in enumerate(card.decisions):
        yield ("decisions", i, "role"), decision.role


def _of_registry(card: Any) -> Roles:
    for name, team in card.teams.items():
        for i, member in enumerate(team.members):
            for j, role in enumerate(member.roles):
                yield ("teams", name, "members", i, "roles", j), role
    for risk, roles in card.approvals.roles.items():
        for i, role in enumerate(roles):
            yield ("approvals", "roles", risk, i), role
    for i, role in enumerate(card.holds.lift):
        yield ("holds", "lift", i), role


_ROLES: dict[str, Callable[[Any], Roles]] = {
    "usecase": _of_use, "approval": _of_approval, "case": _of_case, "registry": _of_registry,
}  # fmt: skip


@IDENTITY.rule(
    112, "Lineage in a circle", Severity.ERROR, of="model dataset",
    good="m@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: fine-tune}]}}\nn@1.0.0: {}",
    bad="""
m@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: fine-tune}]}}
n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: distilled}]}}
""",
)  # fmt: skip
def lineage_loop(card: ModelCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Nothing is made from itself. What is derived along the lineage, from licences to erasures, would be wrong."""
    for path, ref in _made_from(card, ctx.entry.kind):
        way = _way(ref, card.ref, ctx.registry)
        if way:
            hint = must(ctx, card.owner, "correct the ref that is not true; an earlier version is often meant")
            yield Problem(path, f"it is made from itself: {_arrows([card.ref, *way])}", hint)


def _made_from(card: Any, kind: str) -> list[tuple[Path, str]]:
    """What of its own kind a card is made from: only such refs can lead back to it."""
    if kind == "dataset":
        return [(("derived_from", i), ref) for i, ref in enumerate(card.derived_from)]
    parents = card.lineage.parents if card.lineage else ()
    return [(("lineage", "parents", i, "ref"), parent.ref) for i, parent in enumerate(parents)]


def _way(start: str, goal: str, registry: Registry) -> list[str]:
    """The refs from `start` back to `goal`, both included, by what each is made from; none when there is no way."""
    came_from: dict[str, str] = {start: ""}
    queue = [start]
    for ref in queue:
        if ref == goal:
            return _back(ref, came_from)
        entry = registry.made(ref)
        for _, found in _made_from(entry.card, entry.kind) if entry else ():
            if found not in came_from:
                came_from[found] = ref
                queue.append(found)
    return []


def _back(ref: str, came_from: dict[str, str]) -> list[str]:
    way = []
    while ref:
        way.append(ref)
        ref = came_from[ref]
    return way[::-1]
