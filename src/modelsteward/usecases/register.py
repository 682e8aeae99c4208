"""A first version of a model or data set, or a use: what its card says, and what should be known before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edited import edited
from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.findings import Path
from modelsteward.domain.kinds import BY_NAME, path_of
from modelsteward.domain.plan import Proposal
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.suggest import closest, did_you_mean, shown
from modelsteward.domain.texts import require_text
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import doubt
from modelsteward.usecases.plaindata import ordered
from modelsteward.usecases.questions import HOSTS
from modelsteward.usecases.setting import not_set
from modelsteward.usecases.targets import PREFIXES, Target, free, names_of, versions_of

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry

_NO_TEAMS = "name it under `teams` in steward.yaml first"
_LIVING = {"model": "stage", "dataset": "status", "usecase": "status"}
_FIRST_STATE = {"dataset": "active", "usecase": "proposed"}


class Asked(NamedTuple):
    """All that was said of a new card."""

    target: Target
    values: Mapping[Path, Any]
    """Values by path, from flags and answers."""
    edits: tuple[Edit, ...] = ()
    """What `--set` says, made last."""
    artifacts: tuple[Mapping[str, Any], ...] = ()
    """Each as it stands in a card; a data set has at most one."""


def plan_registration(registry: Registry, known: Collection[str], asked: Asked) -> Proposal:
    """One new card. `registry` holds at least what bears its name or mentions it or its digests.

    Raises BadUsage where the card would lack something, Refused where it names what is not there.
    """
    target = free(asked.target, known)
    value = ordered(_value(registry, asked), BY_NAME[target.kind].model())
    wrong = [*_dangling(registry, known, value), *_claimed(registry, target), *_destroyed(registry, asked)]
    if wrong:
        raise Refused("; ".join(message for message, _ in wrong), "; ".join(hint for _, hint in wrong if hint))
    file = path_of(target.ref)
    if file is None:
        raise BadUsage(f"{target.ref} is no ref", "write no-show, data:appointments or use:outreach-reminders")
    require_text(value)
    state, owner = value.get(_LIVING[target.kind]), value.get("owner")
    return Proposal(
        "register",
        (target.ref,),
        f"register {target.ref} ({state})" + (f", owned by {owner}" if owner else ""),
        new={file: value},
        trailers=(("Steward-To", str(state)),),
        notes=tuple(_notes(registry, known, asked, value)),
    )


def _value(registry: Registry, asked: Asked) -> dict[str, Any]:
    """The card as plain data."""
    target = asked.target
    state = registry.policy.stages[0] if target.kind == "model" else _FIRST_STATE[target.kind]
    tree: dict[str, Any] = {"card": BY_NAME[target.kind].header, "name": target.name, _LIVING[target.kind]: state}
    if target.version:
        tree["version"] = target.version
    tree = edited(tree, (Set(path, value) for path, value in asked.values.items()))
    if target.kind == "model" and (asked.artifacts or tree.get("origin") == "vendor"):
        tree["artifacts"] = [dict(artifact) for artifact in asked.artifacts]
    elif asked.artifacts:
        if "digest" in asked.artifacts[0]:
            tree["digest"] = asked.artifacts[0]["digest"]
        tree.setdefault("location", asked.artifacts[0]["uri"])
    for edit in asked.edits:
        if not_ours := not_set(target.kind, edit.path):
            raise BadUsage(f"`{not_ours.key}` is not set here: {not_ours.why}", "leave it out")
    return dict(edited(tree, asked.edits))


def _dangling(registry: Registry, known: Collection[str], value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the card names and the registry does not have, each with what was probably meant."""
    teams, owner = registry.policy.teams, value.get("owner")
    if owner is not None and owner not in teams:
        has = f"the teams are {', '.join(teams)}; a new one goes under `teams` there" if teams else _NO_TEAMS
        yield f"steward.yaml names no team {shown(str(owner))}", did_you_mean(str(owner), teams) or has
    lineage = value.get("lineage")
    lineage = lineage if isinstance(lineage, dict) else {}
    parents = [parent.get("ref") for parent in lineage.get("parents") or () if isinstance(parent, dict)]
    for ref in (*parents, *(lineage.get("datasets") or ()), *(value.get("derived_from") or ())):
        if isinstance(ref, str) and ref not in known:
            yield f"nothing is called {shown(ref)} here", doubt(registry) or _meant(ref, known)


def _meant(ref: str, known: Collection[str]) -> str:
    bare = ref.partition("@")[0]
    if versions := versions_of(bare, known):
        return f"its versions are {', '.join(one.rpartition('@')[2] for one in versions[-5:])}"
    return did_you_mean(ref, known) or f"register it first: steward register {bare}"


def _claimed(registry: Registry, target: Target) -> Iterator[tuple[str, str]]:
    """Another model that callers know by the new name."""
    for entry in registry.models.values() if target.kind == "model" else ():
        card = entry.card
        if card.name == target.name or card.stage in ENDED_STAGES or card.serves is None:
            continue
        if target.name in (*card.serves.aliases, *card.serves.deployments):
            yield (
                f"callers use the name {target.name} for {entry.ref}",
                "choose another name, or take it from there first",
            )


def _destroyed(registry: Registry, asked: Asked) -> Iterator[tuple[str, str]]:
    """Bytes that were to be gone."""
    for artifact in asked.artifacts if asked.target.kind == "model" else ():
        for ref in registry.digests.get(str(artifact.get("digest")), ()):
            card = registry.model(ref)
            if card and card.stage == "destroyed" and artifact["role"] not in ("tokenizer", "config", "code", "other"):
                hint = f"find out why a copy is left: {registry.team(card.owner)} had it destroyed"
                yield f"{artifact['uri']} holds the bytes of {ref}, which was destroyed", hint


def _notes(registry: Registry, known: Collection[str], asked: Asked, value: dict[str, Any]) -> Iterator[str]:
    target = asked.target
    others = set(names_of(known)) - {target.bare}
    prefix = PREFIXES[target.kind]
    same_kind = (name.removeprefix(prefix) for name in others if name.startswith(prefix))
    alike = closest(target.name, (name for name in same_kind if ":" not in name))
    source: dict[str, Any] = value["source"] if isinstance(value.get("source"), dict) else {}
    as_its_vendor = str(source.get("model")).lower() == target.name  # gpt-5.1 is no slip for gpt-5
    if alike and not as_its_vendor and not versions_of(target.bare, known):
        yield f"there is also {prefix}{alike}: see that this is not the same under another name"
    for artifact in asked.artifacts if target.kind == "model" else ():
        refs = [ref for ref in registry.digests.get(str(artifact.get("digest")), ()) if not _same(ref, target)]
        if not re.match(r"[a-z][a-z0-9+.-]+:", str(artifact["uri"]), re.IGNORECASE):  # one letter is a drive
            yield f"{artifact['uri']} is a path on this machine; say with --uri where everybody finds it, as s3://…"
        if refs:
            yield f"the bytes of {artifact['uri']} are registered as {', '.join(sorted(refs))} too"
    host = source.get("host")
    if isinstance(host, str) and host not in HOSTS and (near := did_you_mean(host, HOSTS)):
        yield f"no host that steward knows is called {host}; {near}"
    yield f"next: {_next(target, registry)}"


def _same(ref: str, target: Target) -> bool:
    return ref.partition("@")[0] == target.name


def _next(target: Target, registry: Registry) -> str:
    """What to type next."""
    if target.kind == "usecase":
        return f"say in its card what it requires; then `steward promote REF production --for {target.bare}`"
    if target.kind == "dataset":
        return f"`steward register NAME --dataset {target.ref}` for a model trained on it"
    later = [*registry.policy.stages[1:], "production --for USE"]
    return f"`steward promote {target.ref} {later[0]}`"
