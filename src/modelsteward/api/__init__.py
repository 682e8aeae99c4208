"""The small Python API, and the edge where a run is put together: read, judge, place.

import modelsteward
result = modelsteward.load("registry")
for finding in result.findings:
    print(finding.code, finding.file, finding.place.line, finding.message)
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.findings import Finding, Path, Place, Report
from modelsteward.domain.kinds import ref_at
from modelsteward.domain.secrets import masked
from modelsteward.errors import NoRegistry
from modelsteward.rules import CATALOGUE
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import BrokenPolicy, Loaded
from modelsteward.store.loading import load as load_files
from modelsteward.store.packs import read_packs
from modelsteward.store.placing import Placer
from modelsteward.usecases.check import check_registry

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


def load(path: str | os.PathLike[str] = ".", *, today: date | None = None, timeless: bool = False) -> Judged:
    """Read and judge the registry in a folder.

    `today` is the day to judge by, the current day in the registry's time zone when absent; `timeless` leaves the
    rules of time out. Raises errors.NoRegistry where there is none to read; where steward.yaml is there and cannot be
    read, store.loading.BrokenPolicy, which is one.
    """
    loaded = load_files(WorkTree(FilePath(path)))
    return judge(loaded, None if timeless else today or current_day(loaded.registry))


def current_day(registry: Registry) -> date:
    """Today, where the registry lives. The one place that asks the clock."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(registry.policy.timezone)).date()


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
    cards = len({*(texts if only is None else only), *(finding.file for finding in findings)})
    return Judged(loaded.registry, report._replace(findings=tuple(findings), cards=cards))


def judge_broken_policy(error: BrokenPolicy, name: str) -> Report:
    """The report where not even steward.yaml could be read."""
    return Report(tuple(sorted(findings_of(error.reading), key=Finding.order)), name, 1)


def findings_of(reading: Reading) -> list[Finding]:
    """What is wrong with a file that could not be read as a card; one finding a place."""
    placer = Placer(reading.text)
    found: dict[tuple[int, int], Finding] = {}
    for fault in reading.faults:
        place = placer.at(fault.line, fault.column, fault.end_column)
        found.setdefault((place.line, place.column), _finding(reading, fault.code, fault.message, fault.hint, place))
    taken = set(found)
    out = list(found.values())
    for code, problem in reading.problems:
        place = placer.at_path(problem.path, problem.at_key)
        if (place.line, place.column) not in taken:
            out.append(_finding(reading, code, problem.message, problem.hint, place, problem.path))
    return out


def _finding(reading: Reading, code: str, message: str, hint: str, place: Place, path: Path = ()) -> Finding:
    rule = CATALOGUE[code]
    ref = ref_at(reading.file)
    return Finding(code, rule.title, rule.severity, masked(message), masked(hint), reading.file, ref, path, place=place)


def _placed(findings: Iterable[Finding], texts: dict[str, str]) -> Iterable[Finding]:
    placers: dict[str, Placer] = {}
    for finding in findings:
        placer = placers.get(finding.file) or placers.setdefault(finding.file, Placer(texts[finding.file]))
        span = finding.span
        place = placer.at_offset(*span) if span else placer.at_path(finding.path, finding.at_key)
        yield finding._replace(place=place)


__all__ = ["Judged", "NoRegistry", "load"]
