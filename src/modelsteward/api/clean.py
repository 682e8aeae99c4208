"""Whether a plan leaves errors behind: the gate `clean`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from modelsteward.api.judged import judge, judge_by
from modelsteward.domain.findings import Finding, Severity
from modelsteward.domain.findings import Path as KeyPath
from modelsteward.domain.kinds import path_of
from modelsteward.domain.moves import MOVES, UNSTOPPED
from modelsteward.domain.plan import Answer, Gate, Plan, Proposal
from modelsteward.domain.reaching import state_of
from modelsteward.store.around import having
from modelsteward.store.committed import Committed
from modelsteward.store.files import Files, WorkTree
from modelsteward.store.loading import load
from modelsteward.store.planning import Planned

_STRICT = frozenset(move.action for move in MOVES if "clean" in move.gates)
"""Commands that let no error stand in the cards they are about, not even one that was there before."""

_CAME_BACK = ("AR106", "AR111")
"""Errors of digests that a command brings in, which it takes a look at other cards to see."""

_TOLD_BY = {"ID116": "number", "ID117": "seal"}
"""Errors that a gate tells of as well, with what it knows of the move."""


def with_clean(plan: Plan, proposal: Proposal, now: Files, before: Files, prefix: str) -> Plan:
    """The plan with the gate `clean`: whether the cards it touches will be without errors.

    `now` are the files that it was made from, `before` those of the last commit: what a person wrote since is not
    known before.
    """
    touched = [change.file for change in plan.changes]
    about = [path for ref in proposal.refs if (path := path_of(ref)) and path not in touched]
    strict = proposal.action in _STRICT
    after = _errors(Planned(now, plan), [*touched, *(about if strict else ())])
    after += _came_back(now, plan)
    names = {change.was or proposal.copied.get(change.file, change.file): change.file for change in plan.changes}
    known = {_which(finding, names) for finding in (_errors(before, names) if after else ())}
    asked = {gate.name for gate in plan.gates}
    gates = [
        _unclean(finding, prefix)
        for finding in after
        if _TOLD_BY.get(finding.code) not in asked
        and not (_which(finding, {}) in known and (not strict or _elsewhere(finding, proposal)))
        and not (proposal.action in UNSTOPPED and not _unreadable(finding))
    ]
    gates += _destroyed_inside(now, proposal.inside)
    if strict and not gates:
        gates = [Gate("clean", Answer.PASSED, "no errors in what it touches")]
    return plan._replace(gates=(*gates, *plan.gates))


def _errors(files: Files, paths: Iterable[str]) -> list[Finding]:
    """The errors of some cards, by the rules that need neither time nor the whole registry."""
    cards = [path for path in dict.fromkeys(paths) if files.exists(path)]
    judged = [path for path in cards if path.endswith(".yaml")]
    if not judged:
        return []
    report = judge(load(files, judged), None, judged=judged).report
    return [finding for finding in report.counting() if finding.severity >= Severity.ERROR]


def _came_back(now: Files, plan: Plan) -> list[Finding]:
    """That a digest which the plan brings in is that of something destroyed, whatever it is called now."""
    new = {
        digest
        for change in plan.changes
        if change.after is not None and change.file.startswith(("models/", "datasets/"))
        for digest in set(_DIGEST.findall(change.after)) - set(_DIGEST.findall(change.before or ""))
    }
    if not new or not isinstance(now, WorkTree | Committed):
        return []
    cards = [change.file for change in plan.changes if change.after is not None and change.file.endswith(".yaml")]
    loaded = load(Planned(now, plan), [*cards, *having(now, new)])
    return [one for one in judge_by(_CAME_BACK, loaded, cards) if one.waived is None and one.severity >= Severity.ERROR]


def _destroyed_inside(now: Files, inside: Mapping[str, str]) -> list[Gate]:
    """That a folder which comes in holds a file of something destroyed: its own digest is another one."""
    if not inside or not isinstance(now, WorkTree | Committed):
        return []
    registry, gates = load(now, having(now, inside)).registry, []
    for digest, file in inside.items():
        refs = {entry.card.ref for entry in registry.filed(f"denied {digest}")}
        refs |= {one.ref for one in registry.filed(f"digest {digest}") if state_of(registry, one.ref) == "destroyed"}
        if refs:
            why = f"{file} holds the bytes of {', '.join(sorted(refs))}, which was destroyed"
            gates.append(Gate("clean", Answer.FAILED, why, "take the file out, and find out why a copy is left"))
    return gates


_DIGEST = re.compile(r"\bdigest['\"]?\s*:\s*['\"]?((?:sha256|sha384|sha512|blake3|md5|sha1):[0-9a-f]{32,128})\b")
"""A digest of bytes where a card names one; a seal, which each promotion may write, is none."""


def _which(finding: Finding, names: Mapping[str, str]) -> tuple[str, str, KeyPath]:
    """What tells one error from another, whatever its words; `names` are those that files get by the plan."""
    return finding.code, names.get(finding.file, finding.file), finding.path


def _elsewhere(finding: Finding, proposal: Proposal) -> bool:
    """Whether an error is about a slot of the use that the move leaves alone: a move of its own mends that."""
    meant = [edit.path for edit in proposal.edits.get(finding.file, ())]
    return finding.path[:1] == ("serving",) and len(finding.path) > 1 and finding.path not in meant


def _unreadable(finding: Finding) -> bool:
    return finding.code.startswith("RD")


def _unclean(finding: Finding, prefix: str) -> Gate:
    where = f"{prefix}{finding.file}:{finding.place.line}:{finding.place.column}: {finding.code} {finding.message}"
    return Gate("clean", Answer.FAILED, where, finding.hint, firm=_unreadable(finding))
