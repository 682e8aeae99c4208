"""The edge of every command that changes something: read what it needs, let it propose, work out and judge the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.api import current_day, judge
from modelsteward.domain.findings import Finding, Severity
from modelsteward.domain.findings import Path as KeyPath
from modelsteward.domain.kinds import path_of
from modelsteward.domain.moves import MOVES, UNSTOPPED
from modelsteward.domain.plan import Answer, Gate, Plan, Proposal
from modelsteward.domain.references import references
from modelsteward.errors import Refused
from modelsteward.store.around import load_around
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import Loaded, load
from modelsteward.store.packs import read_packs
from modelsteward.store.planning import Planned, plan_of
from modelsteward.usecases.forcing import Force, with_force
from modelsteward.usecases.gates import Situation
from modelsteward.usecases.naming import the_model, the_use

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry, Registry

Propose = Callable[["Desk"], Proposal]

_STRICT = frozenset(move.action for move in MOVES if "clean" in move.gates)
"""Commands that let no error stand in the cards they are about, not even one that was there before."""


class Found(NamedTuple):
    """What a command is about."""

    situation: Situation
    entry: Entry[ModelCard]
    use: Entry[UseCaseCard] | None


class Desk:
    """A registry's folder, and what a command may ask about it."""

    def __init__(self, root: Path, today: date | None = None, reason: str | None = None, force: bool = False) -> None:
        self.root = root
        self.reason = reason
        self.force = force
        self._today = today
        self._day: date | None = None

    def whole(self) -> Registry:
        """All of the registry."""
        return self._seen(load(WorkTree(self.root)))

    def near(self, *words: str, dependents: bool = False) -> Registry:
        """What is about these refs or mentions these words; `dependents`: also models and data that mention them."""
        return self._seen(load_around(self.root, words, dependents=dependents))

    def around(self, *refs: str, dependents: bool = False) -> Registry:
        """The same for refs that ought to be there; where one is not, all is read, to tell what was probably meant."""
        registry = self.near(*refs, dependents=dependents)
        names = {known.partition("@")[0] for known in (*registry.by_ref, *registry.unreadable)}
        known = (registry.has(ref) if "@" in ref else ref in names for ref in refs)
        return registry if all(known) else self.whole()

    def around_use(self, use: str, *refs: str) -> Registry:
        """What is about a use and about all it names: its champions, fallbacks, and what served it before."""
        ref = use if use.startswith("use:") else f"use:{use}"
        near = load_around(self.root, [ref, *refs]).registry.use(ref)
        named = {entry.partition("@")[0] for _, entry in references(near)} if near else set()
        return self.around(ref, *refs, *sorted(named))

    def find(self, ref: str, use: str | None = None, *others: str) -> Found:
        """The version that a command is about, and the use if it names one, with what is around them.

        Raises Refused where there is no such thing, or where a name could mean several.
        """
        named = [] if use is None else [use if use.startswith("use:") else f"use:{use}"]
        registry = self.around(ref, *named, *others)
        entry = the_model(registry, ref)
        meant = the_use(registry, use) if use else None
        situation = Situation(registry, entry.card, self.today, read_packs(), meant.card if meant else None)
        return Found(situation, entry, meant)

    @property
    def today(self) -> date:
        """The day of the move. Known once a registry was read, since its time zone tells."""
        if self._day is None:
            raise LookupError("no registry was read yet")
        return self._day

    @cached_property
    def by(self) -> str:
        """Who is at work, as git knows them: an e-mail address."""
        from modelsteward.store.gitrun import committer

        return committer(self.root)

    def _seen(self, loaded: Loaded) -> Registry:
        self._day = self._today or current_day(loaded.registry)
        return loaded.registry

    def plan(self, propose: Propose) -> Plan:
        """What the command would do, judged: gates that the cards fail, errors it would make. Writes nothing.

        Raises Refused where it cannot be planned at all, or where a file of it cannot be edited.
        """
        proposal = propose(self)
        plan = self._judged(proposal, plan_of(proposal, WorkTree(self.root)))
        if not self.force or not any(gate.answer is Answer.FAILED for gate in plan.gates):
            return plan
        if not self.reason or not self.reason.strip():
            raise Refused("--force needs a --reason, which stays on record", "say why, as in --reason 'TEXT'")
        forced = with_force(proposal._replace(gates=plan.gates), Force(self.reason, self.today, self.by))
        again = plan_of(forced, WorkTree(self.root))
        firm = [gate for gate in self._judged(forced, again).gates if gate.firm and gate.answer is Answer.FAILED]
        return again._replace(gates=tuple(dict.fromkeys((*firm, *again.gates))))

    def _judged(self, proposal: Proposal, plan: Plan) -> Plan:
        """The plan with the gate `clean`: whether the cards it touches will be without errors."""
        now = WorkTree(self.root)
        touched = [change.file for change in plan.changes]
        about = [path for ref in proposal.refs if (path := path_of(ref)) and path not in touched]
        strict = proposal.action in _STRICT
        after = _errors(Planned(now, plan), [*touched, *(about if strict else ())])
        names = {change.was or proposal.copied.get(change.file, change.file): change.file for change in plan.changes}
        known = {_which(finding, names) for finding in (_errors(now, names) if after else ())}
        gates = [
            _unclean(finding)
            for finding in after
            if not (_which(finding, {}) in known and (not strict or _elsewhere(finding, proposal)))
            and not (proposal.action in UNSTOPPED and not _unreadable(finding))
        ]
        if strict and not gates:
            gates = [Gate("clean", Answer.PASSED, "no errors in what it touches")]
        return plan._replace(gates=(*gates, *plan.gates))


def _errors(files: WorkTree | Planned, paths: Iterable[str]) -> list[Finding]:
    """The errors of some cards, by the rules that need neither time nor the whole registry."""
    cards = [path for path in dict.fromkeys(paths) if files.exists(path)]
    judged = [path for path in cards if path.endswith(".yaml")]
    if not judged:
        return []
    report = judge(load(files, judged), None, judged=judged).report
    return [finding for finding in report.counting() if finding.severity >= Severity.ERROR]


def _which(finding: Finding, names: Mapping[str, str]) -> tuple[str, str, KeyPath]:
    """What tells one error from another, whatever its words; `names` are those that files get by the plan."""
    return finding.code, names.get(finding.file, finding.file), finding.path


def _elsewhere(finding: Finding, proposal: Proposal) -> bool:
    """Whether an error is about a slot of the use that the move leaves alone: a move of its own mends that."""
    meant = [edit.path for edit in proposal.edits.get(finding.file, ())]
    return finding.path[:1] == ("serving",) and len(finding.path) > 1 and finding.path not in meant


def _unreadable(finding: Finding) -> bool:
    return finding.code.startswith("RD")


def _unclean(finding: Finding) -> Gate:
    where = f"{finding.file}:{finding.place.line}: {finding.code} {finding.message}"
    return Gate("clean", Answer.FAILED, where, finding.hint, firm=_unreadable(finding))


def failures(plan: Plan) -> Iterator[Gate]:
    """The gates that stop a plan."""
    return (gate for gate in plan.gates if gate.answer is Answer.FAILED)
