"""Judging all of a registry in two steps: each file by itself, which can be kept with the file; then what rests on
other files or on the day, again only where one of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.findings import Finding, Pass
from modelsteward.domain.registry import Registry
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Rule, activate, configured, severity_of
from modelsteward.rules.running import Around, Ground, Loner, run_around
from modelsteward.usecases.owning import Owners

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.gist import Gist, Seen
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Entry


class Judge:
    """Every rule there is, those that are switched off too, as steward.yaml sets them: what counts is chosen last."""

    def __init__(self, policy: RegistryCard, packs: Packs) -> None:
        self._packs = packs
        self._rules = {rule.code: configured(rule, policy) for rule in CATALOGUE.values() if rule.check is not None}
        self.alone = Loner(self._rules.values(), Ground(Registry(policy, ()), None, packs, CATALOGUE))
        """What can be seen in a file by itself, and which rules must look further."""

    def around(self, registry: Registry, entry: Entry[Any], beyond: Iterable[str], today: date | None) -> Around:
        """What those rules see among the other files; without a day those of time are left out."""
        rules = [self._rules[code] for code in beyond if today is not None or not CATALOGUE[code].timed]
        return run_around(rules, Ground(registry, today, self._packs, CATALOGUE), entry)


class Chosen(NamedTuple):
    """Which findings count in a run."""

    rules: Mapping[str, Rule]
    policy: RegistryCard
    today: date | None

    def findings(
        self, gists: Mapping[str, Gist], every: Mapping[str, Gist], registry: Registry
    ) -> Iterator[Finding]:  # fmt: skip
        """The findings of some files; `every` are all there are, which tell who answers for what."""
        owners = Owners(every.values(), registry)
        for file, gist in gists.items():
            for seen in (*gist.alone, *gist.around):
                if (rule := self.rules.get(seen.code)) is not None:
                    yield self._finding(rule, file, gist.ref, seen, registry)._replace(owner=owners.of(gist))

    def _finding(self, rule: Rule, file: str, ref: str, seen: Seen, registry: Registry) -> Finding:
        waived = waiver(registry, rule, ref, self.today)
        return finding(rule, self.policy, file, ref, seen)._replace(waived=waived)


def choose(policy: RegistryCard, today: date | None, select: tuple[str, ...], ignore: tuple[str, ...]) -> Chosen:
    """The rules that count by steward.yaml and by what was asked for; without a day those of time do not."""
    active = activate(CATALOGUE.values(), policy, select=select, ignore=ignore)
    read = {rule.code: rule for rule in CATALOGUE.values() if rule.check is None}
    rules = {one.rule.code: one.rule for one in active if today is not None or not one.rule.timed}
    return Chosen(read | rules, policy, today)


def finding(rule: Rule, policy: RegistryCard | None, file: str, ref: str, seen: Seen) -> Finding:
    """What was seen, with all that a reader needs."""
    severity = severity_of(rule, policy) if policy else rule.severity
    return Finding(
        rule.code, rule.title, severity, seen.message, seen.hint, file, ref, seen.path,
        seen.at_key, seen.span, seen.place,
    )  # fmt: skip


def waiver(registry: Registry, rule: Rule, ref: str, today: date | None) -> Pass | None:
    """The waiver under which a rule does not count for something, if there is one that has not ended."""
    entry = registry.waivers.get((rule.code, ref))
    if entry is None or rule.always or (today is not None and entry.card.until < today):
        return None
    return Pass(entry.card.id, entry.card.reason, entry.card.until)
