"""ID, continued: names across registries that are read as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.kinds import REGISTRY
from modelsteward.domain.texts import listed
from modelsteward.rules.engine import Context
from modelsteward.rules.identity import IDENTITY

_MEND = "a name is one registry's: let one of them give it up, or take its registry out of `include`"


@IDENTITY.rule(
    119, "Name that another registry has too", Severity.ERROR, of="model dataset usecase registry", whole=True,
    good="""
registry: {include: {other: other}}
use:u: {}
other/steward.yaml: {card: registry/1, name: Other}
other/use-cases/v.yaml: {card: usecase/1, name: v, status: live, summary: Helps., owner: team}
""",
    bad="""
registry: {include: {other: other}}
use:u: {}
other/steward.yaml: {card: registry/1, name: Other}
other/use-cases/u.yaml: {card: usecase/1, name: u, status: live, summary: Helps., owner: team}
""",
)  # fmt: skip
def name_shared(card: Any, ctx: Context) -> Iterator[Problem]:
    """Registries that are read as one have one set of names: else a ref means one thing here and another there.

    Where neither of two registries is this one, their key under `include` is where it is told.
    """
    if not ctx.policy.include:
        return
    if ctx.entry.kind == REGISTRY.name:
        yield from _among_guests(ctx)
        return
    name = ctx.entry.ref.partition("@")[0]
    if others := [_called(home, ctx) for home in ctx.registry.homes(name) if home]:
        yield Problem(("name",), f"{name} is a name in {listed(others)} too", _MEND)


def _among_guests(ctx: Context) -> Iterator[Problem]:
    for name, homes in sorted(ctx.registry.shared_names().items()):
        if "" not in homes:
            first, *others = homes
            where = f"{_called(first, ctx)} and in {listed([_called(home, ctx) for home in others])}"
            yield Problem(("include", others[-1].partition("/")[0]), f"{name} is a name in {where}", _MEND)


def _called(home: str, ctx: Context) -> str:
    return f"the registry {home} ({ctx.registry.guests.called(home).prefix.rstrip('/')})"
