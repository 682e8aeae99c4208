"""The edge of every command that changes something: read what it needs, let it propose, work out and judge the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.api.clean import with_clean
from modelsteward.api.clock import current_day
from modelsteward.api.home import require_ours, require_own, require_released
from modelsteward.domain.kinds import path_of
from modelsteward.domain.plan import Answer, Gate, Plan, Proposal
from modelsteward.domain.progress import Tell, nobody
from modelsteward.domain.references import references
from modelsteward.errors import Refused
from modelsteward.store.around import called, certificates, load_around, load_below, load_for_end, load_held
from modelsteward.store.committed import Committed, committed
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import POLICY_FILE, Loaded, load
from modelsteward.store.moving import uncommitted
from modelsteward.store.packs import read_packs
from modelsteward.store.planning import plan_of
from modelsteward.usecases.forcing import Force, with_force
from modelsteward.usecases.gates import Situation
from modelsteward.usecases.naming import the_model, the_use

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry, Registry

Propose = Callable[["Desk"], Proposal]
_MUCH = 200
"""From how many refs on it is quicker to read all than to look for what is about each."""


class Found(NamedTuple):
    """What a command is about."""

    situation: Situation
    entry: Entry[ModelCard]
    use: Entry[UseCaseCard] | None


class Basis(Enum):
    """What a command sees of files that are edited and not committed."""

    DISK = "disk"
    """As they lie there: for looking, and for changes that are not committed either."""
    HEAD = "head"
    """As the last commit has them: a commit must stand by itself."""
    HEAD_AND_OWN = "head and own"
    """The same, but for edits that the command is to take along."""


class Desk:
    """A registry's folder, and what a command may ask about it."""

    def __init__(self, root: Path, today: date | None = None, reason: str | None = None, force: bool = False,
                 basis: Basis = Basis.DISK, prefix: str = "", tell: Tell = nobody) -> None:  # fmt: skip
        """`prefix` makes a file's path, in what is said of it, one from where the reader is."""
        self.root = root
        self.reason = reason
        self.force = force
        self._today = today
        self._day: date | None = None
        self._basis = basis
        self._prefix = prefix
        self._tell = tell
        self._own: dict[str, bytes | None] = {}
        self._known: Registry | None = None

    @cached_property
    def files(self) -> WorkTree | Committed:
        """The registry's files as the command is to see them. Raises Refused where steward.yaml was never committed."""
        held = self._held
        if held is None:
            return WorkTree(self.root)
        if not held.exists(POLICY_FILE) and (self.root / POLICY_FILE).exists():
            raise Refused(f"{POLICY_FILE} was never committed", "commit the registry first: git add, git commit")
        return held.with_own(self._own) if self._own else held

    @cached_property
    def _held(self) -> Committed | None:
        """The files as the last commit has them; None where they count as they lie there, or nothing is committed."""
        return committed(self.root) if self._basis is not Basis.DISK else None

    @cached_property
    def _edited(self) -> dict[str, bytes | None]:
        """What is edited and not committed, as the last commit has it. Git looks at every file for that."""
        return uncommitted(self.root) if self._basis is not Basis.DISK else {}

    def take_edits(self, folder: str) -> None:
        """Let edits of the person's own in a folder count, and go into the commit. Raises Refused for a branch's."""
        if self._basis is Basis.DISK:
            return
        edited = uncommitted(self.root, folder)
        if self._basis is Basis.HEAD_AND_OWN:
            self._own = {path: data for path, data in edited.items() if data is not None}
            self.__dict__.pop("files", None)
        elif edited:
            raise Refused(
                f"a branch starts from the last commit, and {', '.join(edited)} is edited since",
                "commit it first, or leave --branch out",
            )

    def _committed(self, path: str) -> str | None:
        return (self._own[path] or b"").decode("utf-8", "replace") if path in self._own else None

    def whole(self) -> Registry:
        """All of the registry."""
        return self._seen(load(self.files, tell=self._tell))

    def of(self, *folders: str) -> Registry:
        """What lies in some folders of ours, and what that refers to."""
        paths = [path for folder in folders for path in self.files.below(folder)]
        self._foresee(paths)
        return self._seen(load(self.files, paths, tell=self._tell, guests=True))

    def _foresee(self, paths: Iterable[str]) -> None:
        if isinstance(self.files, Committed):
            self.files.foresee(paths)

    def near(self, *words: str, dependents: bool = False, far: bool = False) -> Registry:
        """What is about these refs or mentions these words; `dependents`: also models and data that mention them;
        `far`: also what was made from those, and so on."""
        read = load_below if far else load_around
        return self._seen(read(self.files, words, dependents=dependents or far, tell=self._tell))

    def around(self, *refs: str, dependents: bool = False, far: bool = False) -> Registry:
        """The same for refs that ought to be there; where one is not, all is read, to tell what was probably meant."""
        registry = self.near(*refs, dependents=dependents, far=far)
        names = {known.partition("@")[0] for known in (*registry.by_ref, *registry.unreadable)}
        known = (registry.has(ref) if "@" in ref else ref in names for ref in refs)
        return registry if all(known) else self.whole()

    def held(self, *refs: str, far: bool = False) -> Registry:
        """What is about some refs, with every hold; `far`: also what was made from it. All, where one is not there."""
        registry = self._seen(load_held(self.files, refs, far=far, tell=self._tell))
        return registry if all(ref in registry.by_ref or ref in registry.unreadable for ref in refs) else self.whole()

    def under_hold(self, refs: Sequence[str], patterns: Sequence[str], owners: Sequence[str], *, far: bool) -> Registry:
        """What a hold on these may cover, with every hold; all, where it is on what teams own, or on much."""
        fitting = () if owners or "registry" in refs else called(self.files, patterns)
        if owners or "registry" in refs or len(fitting) > _MUCH:
            return self.whole()
        return self.held(*dict.fromkeys((*refs, *fitting)), far=far)

    def at_the_end(self, ref: str) -> Registry:
        """What bears on the end of a version; where there is no such thing, all, to tell what was probably meant."""
        registry = self._seen(load_for_end(self.files, ref, self._tell))
        names = {known.partition("@")[0] for known in registry.models}
        return registry if ref in registry.models or ref in names or ref in registry.unreadable else self.whole()

    def certificates(self) -> Registry:
        """Every certificate there is, by which the next one goes on."""
        paths = certificates(self.files)
        return self._seen(load(self.files, paths, tell=self._tell, guests=True, aside=frozenset(paths)))

    def champion(self, use: str | None, slot: str | None) -> list[str]:
        """What serves a slot of a use now (its only slot, where none is named); none where nothing does."""
        card = self._use(use) if use else None
        served = card.serving if card else {}
        if slot is None and len(served) == 1:
            (slot,) = served
        champion = served.get(slot or "")
        return [champion] if champion else []

    def _use(self, use: str) -> UseCaseCard | None:
        ref = use if use.startswith("use:") else f"use:{use}"
        return load(self.files, filter(self.files.exists, [path_of(ref) or POLICY_FILE])).registry.use(ref)

    def around_use(self, use: str, *refs: str) -> Registry:
        """What is about a use and about all it names: its champions, fallbacks, and what served it before."""
        ref = use if use.startswith("use:") else f"use:{use}"
        near = self._use(use)
        named = {entry.partition("@")[0] for _, entry in references(near)} if near else set()
        return self.around(ref, *refs, *sorted(named))

    def find(self, action: str, ref: str, use: str | None = None, *others: str) -> Found:
        """The version that a command is about, and the use if it names one, with what is around them.

        Raises Refused where there is no such thing, where a name could mean several, and where a command that is about
        no use of ours is about a guest's version.
        """
        named = [] if use is None else [use if use.startswith("use:") else f"use:{use}"]
        registry = self.around(ref, *named, *others)
        if use is None:
            self.require_own(registry, ref, action)
        entry = the_model(registry, ref)
        meant = the_use(registry, use) if use else None
        situation = Situation(registry, entry.card, self.today, read_packs(), meant.card if meant else None)
        return Found(situation, entry, meant)

    def require_own(self, registry: Registry, ref: str, action: str) -> Registry:
        """The registry that was read, if the command may change what is called so. Raises Refused for a guest's."""
        require_own(registry, ref, action, self._prefix)
        return registry

    def require_released(self, found: Found) -> None:
        """Refuse to let a guest's version serve a use of ours that is not in production at home."""
        require_released(found.situation.registry, found.entry, self._prefix)

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
        self._known = loaded.registry
        return loaded.registry

    def plan(self, propose: Propose) -> Plan:
        """What the command would do, judged: gates that the cards fail, errors it would make. Writes nothing.

        Raises Refused where it cannot be planned at all, or where a file of it cannot be edited.
        """
        proposal = self._reasoned(self._proposed(propose))
        plan = self._cleaned(proposal, self._plan_of(proposal))
        if not any(failures(plan)):
            return plan
        if not self.force:
            return plan._replace(notes=(*plan.notes, *self._unseen()))
        if not self.reason or not self.reason.strip():
            raise Refused("--force needs a --reason, which stays on record", "say why, as in --reason 'TEXT'")
        forced = with_force(proposal._replace(gates=plan.gates), Force(self.reason, self.today, self.by))
        again = self._plan_of(forced)
        firm = [gate for gate in self._cleaned(forced, again).gates if gate.firm and gate.answer is Answer.FAILED]
        return again._replace(gates=tuple(dict.fromkeys((*firm, *again.gates))))

    def _proposed(self, propose: Propose) -> Proposal:
        try:
            return propose(self)
        except Refused as error:
            hint = " ".join(filter(None, [error.hint, *(f"({unseen})" for unseen in self._unseen())]))
            raise Refused(error.message, hint) from None

    def _unseen(self) -> list[str]:
        """That there is what does not count: told where something is refused, for that may be the reason."""
        paths = sorted(self._edited.keys() - self._own.keys())
        names = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        elsewhere = self._held.elsewhere() if self._held else []
        return [
            *([f"what is not committed does not count: {names}"] if paths else []),
            *(f"the submodule {self._prefix}{path} counts as the last commit here names it" for path in elsewhere),
        ]

    def _reasoned(self, proposal: Proposal) -> Proposal:
        """The reason a person gave goes to git, whatever the command."""
        if not self.reason or any(name == "Steward-Reason" for name, _ in proposal.trailers):
            return proposal
        return proposal._replace(trailers=(*proposal.trailers, ("Steward-Reason", self.reason)))

    def _plan_of(self, proposal: Proposal) -> Plan:
        if self._known is not None and self._known.guests.registries:
            require_ours(proposal, self._known, self._prefix)
        self._foresee([*proposal.edits, *proposal.new])
        plan = plan_of(proposal, self.files, self._prefix)
        changes = tuple(one._replace(committed=self._committed(one.was or one.file)) for one in plan.changes)
        edited = ", ".join(one.was or one.file for one in changes if one.edited)
        note = (f"your edits of {edited} that are not committed yet go into this commit too",) if edited else ()
        return plan._replace(changes=changes, notes=(*plan.notes, *note))

    def _cleaned(self, proposal: Proposal, plan: Plan) -> Plan:
        now = self.files
        return with_clean(plan, proposal, now, self._held or now, self._prefix)


def failures(plan: Plan) -> Iterator[Gate]:
    """The gates that stop a plan."""
    return (gate for gate in plan.gates if gate.answer is Answer.FAILED)
