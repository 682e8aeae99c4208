"""check and validate: a registry, judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from modelsteward.domain.findings import Finding, Report
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry
from modelsteward.domain.secrets import masked
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import activate
from modelsteward.rules.running import Ground, run
from modelsteward.usecases.judging import waiver
from modelsteward.usecases.owning import Owners


def check_registry(
    registry: Registry,
    packs: Packs,
    *,
    today: date | None,
    judged: Iterable[str] | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    whole: bool = False,
) -> Report:
    """Judge a registry.

    `today` None leaves the rules of time out. `judged` names the files to judge; rules that need the whole
    registry are then left out, unless what they look for was read as well (`whole`).
    """
    chosen = [
        active
        for active in activate(CATALOGUE.values(), registry.policy, select=select, ignore=ignore)
        if (today is not None or not active.rule.timed) and (judged is None or whole or not active.rule.whole)
    ]
    owners, files = Owners(registry.texts, registry), None if judged is None else tuple(judged)
    findings = [
        Finding(
            active.rule.code,
            active.rule.title,
            active.severity,
            masked(problem.message),
            masked(problem.hint),
            file.file,
            file.ref,
            problem.path,
            problem.at_key,
            problem.span,
            waived=waiver(registry, active.rule, file.ref, today),
            owner=owners.of(file),
        )
        for active, file, problem in run(chosen, Ground(registry, today, packs, CATALOGUE), files)
    ]
    cards = sum(not entry.home for entry in registry.entries) if files is None else len(files)
    return Report(tuple(findings), registry.policy.name, cards, today)
