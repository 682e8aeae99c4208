"""Judging what a survey found: again what changed and what rests on it, and no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.api.clock import current_day
from modelsteward.api.judged import Judged
from modelsteward.domain.findings import Finding, Report
from modelsteward.domain.gist import Gist, affected
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import TODAY
from modelsteward.store.concerned import concerned_since
from modelsteward.store.gists import seen
from modelsteward.store.lodging import with_guests
from modelsteward.store.packs import read_packs
from modelsteward.store.placing import Placer
from modelsteward.store.survey import Survey, keep, survey
from modelsteward.store.verdict import Rested, remember
from modelsteward.usecases.judging import Judge, choose

if TYPE_CHECKING:
    from modelsteward.api.checking import Asked
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index
    from modelsteward.store.looking import Look


def judge_survey(files: WorkTree, index: Index, asked: Asked, look: Look, tell: Tell = nobody) -> Judged:
    """Read and judge a registry, and keep what was found."""
    own = survey(files, index, look, judges=True, window=asked.window, tell=tell)
    found = with_guests(files, index, own, tell)
    day = None if asked.timeless else asked.today or current_day(found.registry)
    wanted = asked.about(found.registry) if asked.about else found.gists
    due = _due(found, day)
    gists = found.gists | _around(found, due, wanted, day, tell)
    policy = found.registry.policy
    told = found.own(concerned_since(files, found, gists, asked.since) if asked.since else gists)
    told = {file: gist for file, gist in told.items() if file in wanted}
    chosen = choose(policy, day, asked.select, asked.ignore)
    findings = sorted(chosen.findings(told, gists, found.registry), key=Finding.order)
    report = Report(tuple(findings), policy.name, len(told), day, since=asked.since)
    if day is not None and not asked.about and (any(due) or gists.keys() != found.before.gists.keys()):
        keep(index, found, gists, day.isoformat())
    if asked.conditions:
        sign = look.sign({path: gist.digest for path, gist in gists.items()})
        remember(index, Rested(sign, found.lodged, policy.timezone), asked.conditions, report)
    return Judged(found.registry, report)


class _Due(NamedTuple):
    """The files that are to be judged again among the others."""

    anew: Collection[str]
    timed: Collection[str] = ()
    """Those for which only the day is another one: by the rules that ask for it."""


def _due(found: Survey, day: date | None) -> _Due:
    if not found.before.gists or found.before.beside != found.beside:
        return _Due(found.gists)
    anew = affected(found.before.gists, found.gists)
    if day is None or day.isoformat() == found.before.day:
        return _Due(anew)
    return _Due(anew, {file for file, gist in found.gists.items() if TODAY in gist.looked} - anew)


def _around(found: Survey, due: _Due, wanted: Collection[str], day: date | None, tell: Tell) -> dict[str, Gist]:
    """The gists of some files with what was found among the others."""
    judge = Judge(found.registry.policy, read_packs())
    gists: dict[str, Gist] = {}
    again = {file for files in due for file in files if file in wanted}
    those = [entry for entry in found.registry.entries if entry.file in again]
    for entry in counted(tell, "judging", those, len(those)):
        gist = found.gists[entry.file]
        timed = entry.file not in due.anew
        rules = [code for code in gist.beyond if CATALOGUE[code].rests_on_day or not timed]
        if rules:
            around = judge.around(found.registry, entry, rules, day)
            placed = tuple(seen(Placer(entry.text), around.found)) if around.found else ()
            if timed:
                placed += tuple(one for one in gist.around if not CATALOGUE[one.code].rests_on_day)
                around = around._replace(looked=tuple(dict.fromkeys((*gist.looked, *around.looked))))
            gists[entry.file] = gist._replace(looked=around.looked, around=placed)
    return gists
