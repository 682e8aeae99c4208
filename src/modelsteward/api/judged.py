"""The edge where some cards are judged: what they refer to is read, and the place of everything found is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.findings import Finding, Report
from modelsteward.domain.kinds import ref_at
from modelsteward.rules import CATALOGUE
from modelsteward.store.gists import read_wrong
from modelsteward.store.loading import BrokenPolicy, Loaded
from modelsteward.store.packs import read_packs
from modelsteward.store.placing import Placer
from modelsteward.usecases.check import check_registry
from modelsteward.usecases.judging import finding

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.registry import Registry
    from modelsteward.store.reader import Reading


class Judged(NamedTuple):
    """A registry with what was found in it."""

    registry: Registry
    report: Report

    @property
    def cards(self) -> tuple[CardModel, ...]:
        """Every card, record and state file that could be read."""
        return tuple(entry.card for entry in self.registry.entries)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, waived findings included."""
        return self.report.findings


def judge(
    loaded: Loaded,
    today: date | None,
    *,
    judged: Iterable[str] | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Judged:
    """Run the rules over what was loaded, and find the place of everything found."""
    only = None if judged is None else frozenset(judged)
    report = check_registry(loaded.registry, read_packs(), today=today, judged=only, select=select, ignore=ignore)
    texts = {file.file: file.text for file in loaded.registry.texts}
    found = [f for reading in loaded.failed if only is None or reading.file in only for f in findings_of(reading)]
    findings = sorted([*_placed(report.findings, texts), *found], key=Finding.order)
    own = (file.file for file in loaded.registry.texts if not file.home and not getattr(file, "unseen", False))
    cards = len({*(own if only is None else only), *(finding.file for finding in findings)})
    return Judged(loaded.registry, report._replace(findings=tuple(findings), cards=cards))


def judge_by(codes: tuple[str, ...], loaded: Loaded, judged: Iterable[str]) -> list[Finding]:
    """What some rules find in some files, where all that these rules look for was read; without a day."""
    only = tuple(judged)
    report = check_registry(loaded.registry, read_packs(), today=None, judged=only, select=codes, whole=True)
    found = [one for one in report.findings if one.code in codes]
    return list(_placed(found, {file.file: file.text for file in loaded.registry.texts}))


def judge_broken_policy(error: BrokenPolicy, name: str) -> Report:
    """The report where not even steward.yaml could be read."""
    return Report(tuple(sorted(findings_of(error.reading), key=Finding.order)), name, 1)


def findings_of(reading: Reading) -> list[Finding]:
    """What is wrong with a file that could not be read as a card; one finding a place."""
    ref = ref_at(reading.file)
    return [finding(CATALOGUE[seen.code], None, reading.file, ref, seen) for seen in read_wrong(reading)]


def _placed(findings: Iterable[Finding], texts: dict[str, str]) -> Iterable[Finding]:
    placers: dict[str, Placer] = {}
    for one in findings:
        placer = placers.get(one.file) or placers.setdefault(one.file, Placer(texts[one.file]))
        place = placer.at_offset(*one.span) if one.span else placer.at_path(one.path, one.at_key)
        yield one._replace(place=place)
