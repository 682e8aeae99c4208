"""Judging what a survey found: again what changed and what rests on it, and no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.api.clock import current_day
from modelsteward.api.judged import Judged
from modelsteward.domain.findings import Finding, Report
from modelsteward.domain.gist import Gist, affected
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.rules.engine import TODAY
from modelsteward.store.concerned import concerned_since
from modelsteward.store.gists import seen
from modelsteward.store.lodging import with_guests
from modelsteward.store.looking import look_at
from modelsteward.store.packs import read_packs
from modelsteward.store.placing import Placer
from modelsteward.store.survey import Survey, keep, survey
from modelsteward.store.verdict import Rested, remember
from modelsteward.usecases.judging import Judge, choose

if TYPE_CHECKING:
    from modelsteward.api.checking import Asked
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index


def judge_survey(files: WorkTree, index: Index, asked: Asked, tell: Tell = nobody) -> Judged:
    """Read and judge a registry, and keep what was found."""
    look = look_at(files, index, tell)
    own = survey(files, index, look, judges=True, window=asked.window, tell=tell)
    found = with_guests(files, index, own, tell)
    day = None if asked.timeless else asked.today or current_day(found.registry)
    again = _again(found, day)
    gists = found.gists | _around(found, again, day, tell)
    policy = found.registry.policy
    told = found.own(concerned_since(files, found, gists, asked.since) if asked.since else gists)
    findings = sorted(choose(policy, day, asked.select, asked.ignore).findings(told, found.registry), key=Finding.order)
    report = Report(tuple(findings), policy.name, len(told), day, since=asked.since)
    if day is not None and (again or gists.keys() != found.before.gists.keys()):
        keep(index, found, gists, day.isoformat())
    if asked.conditions:
        sign = look.sign({path: gist.digest for path, gist in gists.items()})
        remember(index, Rested(sign, found.lodged, policy.timezone), asked.conditions, report)
    return Judged(found.registry, report)


def _again(found: Survey, day: date | None) -> Collection[str]:
    """The files that are to be looked at among the others."""
    if not found.before.gists or found.before.beside != found.beside:
        return found.gists
    moved = {TODAY} if day is not None and day.isoformat() != found.before.day else set()
    return affected(found.before.gists, found.gists, moved)


def _around(found: Survey, files: Collection[str], day: date | None, tell: Tell) -> dict[str, Gist]:
    """The gists of some files with what was found among the others."""
    judge = Judge(found.registry.policy, read_packs())
    gists: dict[str, Gist] = {}
    those = (entry for entry in found.registry.entries if entry.file in files)
    for entry in counted(tell, "judging", those, len(files)):
        if (gist := found.gists[entry.file]).beyond:
            around = judge.around(found.registry, entry, gist.beyond, day)
            placed = tuple(seen(Placer(entry.text), around.found)) if around.found else ()
            gists[entry.file] = gist._replace(looked=around.looked, around=placed)
    return gists
