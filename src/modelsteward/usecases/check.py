"""check and validate: a registry, judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from modelsteward.domain.findings import Finding, Pass, Report
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry
from modelsteward.domain.secrets import masked
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Rule, activate, run


def check_registry(
    registry: Registry,
    packs: Packs,
    *,
    today: date | None,
    judged: Iterable[str] | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Report:
    """Judge a registry.

    `today` None leaves the rules of time out. `judged` names the files to judge; rules that need the whole
    registry are then left out.
    """
    chosen = [
        active
        for active in activate(CATALOGUE.values(), registry.policy, select=select, ignore=ignore)
        if (today is not None or not active.rule.timed) and (judged is None or not active.rule.whole)
    ]
    files = None if judged is None else tuple(judged)
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
            waived=_waiver(registry, active.rule, file.ref, today),
        )
        for active, file, problem in run(registry, chosen, packs=packs, catalogue=CATALOGUE, today=today, judged=files)
    ]
    cards = len(registry.entries) if files is None else len(files)
    return Report(tuple(findings), registry.policy.name, cards, today)


def _waiver(registry: Registry, rule: Rule, ref: str, today: date | None) -> Pass | None:
    entry = registry.waivers.get((rule.code, ref))
    if entry is None or rule.always or (today is not None and entry.card.until < today):
        return None
    return Pass(entry.card.id, entry.card.reason, entry.card.until)
