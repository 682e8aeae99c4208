"""What the last run said, to be said again where nothing has changed since: no card is read, and no rule is run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.findings import Finding, Owner, Pass, Place, Report, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index
    from modelsteward.store.looking import Look
    from modelsteward.store.survey import Lodged

_NAME = "verdict"


class Conditions(NamedTuple):
    """What else a verdict rests on."""

    day: date | None
    """The day asked for; None for the current one."""
    window: str
    """The window asked for; empty for the registry's own."""


def recall(
    files: WorkTree, index: Index, look: Look, conditions: Conditions, today: Callable[[str], date]
) -> Report | None:
    """The report of the last run, if it was about the same files, day and window. `today` tells the day in a zone."""
    kept = index.recall(_NAME)
    if kept is None or kept["window"] != conditions.window or look.sign(look.digests) != kept["sign"]:
        return None
    if kept["ways"] and not _same(files, index, kept):
        return None
    day = conditions.day or today(kept["timezone"])
    if kept["day"] != day.isoformat():
        return None
    return Report(tuple(map(_finding, kept["findings"])), kept["registry"], kept["cards"], day)


def _same(files: WorkTree, index: Index, kept: Any) -> bool:
    from modelsteward.store.lodging import are_as_before

    return are_as_before(files, index, kept["ways"], kept["signs"])


class Rested(NamedTuple):
    """On what a report rests, beside its conditions."""

    sign: str
    """A digest of all that lay there."""
    lodged: Lodged
    timezone: str


def remember(index: Index, rested: Rested, conditions: Conditions, report: Report) -> None:
    """Keep a report for the next run."""
    lodged = rested.lodged
    if report.today is not None and all(real for _, real in lodged.ways):  # what led nowhere may lead somewhere then
        kept = {
            "sign": rested.sign,
            "ways": lodged.ways,
            "signs": lodged.signs,
            "window": conditions.window,
            "timezone": rested.timezone,
            "day": report.today.isoformat(),
            "registry": report.registry,
            "cards": report.cards,
            "findings": [_plain(finding) for finding in report.findings],
        }
        index.keep((), {_NAME: kept})


def _plain(finding: Finding) -> tuple[Any, ...]:
    waived = finding.waived and (finding.waived.id, finding.waived.reason, finding.waived.until.isoformat())
    return (
        *finding[:2],
        int(finding.severity),
        *finding[3:10],
        tuple(finding.place),
        waived,
        finding.owner and tuple(finding.owner),
    )


def _finding(values: tuple[Any, ...]) -> Finding:
    code, title, severity, message, hint, file, ref, path, at_key, span, place, waived, owner = values
    passed = waived and Pass(waived[0], waived[1], date.fromisoformat(waived[2]))
    return Finding(
        code, title, Severity(severity), message, hint, file, ref, path, at_key, span, Place(*place), passed,
        owner and Owner(*owner),
    )  # fmt: skip
