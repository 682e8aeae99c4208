"""All of a registry, reading no more than is needed: what lies there, what is kept of it, and what is new."""

from __future__ import annotations

import json
import marshal
import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.entries import Broken, Entry
from modelsteward.domain.gist import UNSEEN, Gist, from_plain, plain, unseen
from modelsteward.domain.guests import NOBODY, Guests
from modelsteward.domain.kinds import is_missed, ref_at
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.domain.registry import Registry
from modelsteward.domain.relations import keys_of_broken
from modelsteward.store.composer import compose
from modelsteward.store.files import WorkTree
from modelsteward.store.gisting import make_all
from modelsteward.store.gists import Made, Maker, Terms, read_wrong
from modelsteward.store.loading import read_policy, without_gc
from modelsteward.store.looking import Look
from modelsteward.store.reader import Reading
from modelsteward.store.shelf import Shelf
from modelsteward.store.syntax import Fault

if TYPE_CHECKING:
    from modelsteward.domain.dates import Duration
    from modelsteward.store.database import Row
    from modelsteward.store.guests import Seat
    from modelsteward.store.index import Index

_AT_ONCE = 5000
"""Files whose gists are kept in one go."""
MANY = 2000
"""Files from which on reading them with several processes pays for their start."""


class Lodged(NamedTuple):
    """What is known of all registries that one includes, each path as seen from there."""

    guests: Guests = NOBODY
    files: tuple[Entry[Any] | Broken, ...] = ()
    gists: Mapping[str, Gist] = MappingProxyType({})
    """As far as others rest on them: nothing that was found in a guest's file, which is judged at home."""
    key: str = ""
    """A digest of which they are and of their policies."""
    ways: tuple[tuple[str, str], ...] = ()
    """Each path that was followed, and where it leads."""
    signs: tuple[tuple[str, str], ...] = ()
    """By path, a digest that is another one whenever anything there is."""
    seats: tuple[Seat, ...] = ()


class Before(NamedTuple):
    """What the last run under the same policy came to."""

    gists: dict[str, Gist]
    """By path; empty where nothing is kept."""
    day: str
    """The day that it judged by."""
    beside: str = ""
    """What else it rested on, see `Survey.beside`."""


class Survey(NamedTuple):
    """A registry that was read: the registry itself, and of each file its gist."""

    registry: Registry
    gists: dict[str, Gist]
    """By path; what lies where nothing would read it is among them."""
    shelf: Shelf
    before: Before
    policy: str
    """The policy as a digest of what it says: comments do not count."""
    lodged: Lodged
    """What is known of the registries that it includes."""

    @property
    def beside(self) -> str:
        """A digest of what findings rest on beside the files: what is included, and what is not checked out."""
        unseen = sorted(one.file for one in self.registry.broken if one.unseen)
        return sha256(json.dumps([self.lodged.key, unseen]).encode("utf-8", "surrogatepass")).hexdigest()

    def own(self, gists: Mapping[str, Gist]) -> dict[str, Gist]:
        """Those of our own files that were looked into."""
        theirs = self.lodged.gists
        return {path: gist for path, gist in gists.items() if path not in theirs and gist.digest != UNSEEN}


def survey(
    files: WorkTree, index: Index, look: Look, *, judges: bool, window: Duration | None = None, tell: Tell = nobody
) -> Survey:
    """Read a registry; with `judges`, or where it is kept, each file is judged by itself as well.

    `window` takes the place of the policy's.
    """
    terms = Terms(read_policy(files)[1], window)
    policy = terms.policy()
    with without_gc():
        work = _Work(files, index, look, Maker(files, policy, judges or index.is_there), terms)
        shelf = Shelf(files, policy.stage_names(), index.values)
        before = work.before()
        gists = {
            path: before.gists[path] for path, digest in look.digests.items() if _is(before.gists.get(path), digest)
        }
        gists |= work.kept(gists)
        work.make(gists, shelf, tell)
        gists |= work.judged_since(gists, before)
        gists = {path: gists[path] for path in look.paths} | {path: _fault(path, fault) for path, fault in look.faults}
        gists |= {path: unseen(path) for path in look.unseen}
        files_of = shelf.stock({path: gist for path, gist in gists.items() if gist.kind or is_missed(path)})
        entries = [one for one in files_of if isinstance(one, Entry)]
        registry = Registry(policy, entries, [one for one in files_of if isinstance(one, Broken)])
    return Survey(registry, gists, shelf, before, work.policy, Lodged())


class _Work:
    """The steps of a survey, and what they share."""

    def __init__(self, files: WorkTree, index: Index, look: Look, maker: Maker, terms: Terms) -> None:
        self._files = files
        self._index = index
        self._look = look
        self._maker = maker
        self._terms = terms
        self.policy = _key(terms)

    def before(self) -> Before:
        """What the last run came to."""
        kept = self._index.recall(self.policy)
        if kept is None:
            return Before({}, "")
        parts = (marshal.loads(zlib.decompress(part)) for part in kept["gists"])
        gists = {path: from_plain(values) for part in parts for path, values in part}
        return Before(gists, kept["day"], kept["beside"])

    def kept(self, known: Mapping[str, Gist]) -> dict[str, Gist]:
        """Gists that another run made of the same bytes at the same path."""
        wanted = {path: digest for path, digest in self._look.digests.items() if path not in known}
        found: dict[str, Gist] = {}
        for digest, path, policy, head, value in self._index.rows(set(wanted.values())):
            if wanted.get(path) == digest:
                if policy == self.policy.encode():
                    found[path] = from_plain(marshal.loads(head))
                elif value and len(wanted) < MANY:  # helpers read anew, as quickly as they could be told
                    self._maker.known[path] = digest, value
        return found

    def make(self, gists: dict[str, Gist], shelf: Shelf, tell: Tell) -> None:
        """Make the gists that are missing, and keep them as they come: who is interrupted has not read in vain."""
        missing = [path for path in self._look.paths if path not in gists]
        rows: list[Row] = []
        for path, made in counted(tell, "reading files", self._made(missing), len(missing)):
            gists[path] = made.gist
            shelf.put(path, b"" if self._index.is_there else made.value, made.card)
            self._index.learn(path, self._look.states.get(path), made.gist.digest)
            rows.append((made.gist.digest, path, self.policy.encode(), marshal.dumps(plain(made.gist)), made.value))
            if len(rows) >= _AT_ONCE:
                self._index.keep(rows)
                rows = []
        self._index.keep(rows)

    def judged_since(self, gists: Mapping[str, Gist], before: Before) -> dict[str, Gist]:
        """Gists that lack what was found among the others, as another run has them that ended since the first look."""
        same = (path for path in self._look.paths if _is(before.gists.get(path), gists[path].digest))
        return {path: before.gists[path] for path in same if before.gists[path] is not gists[path]}

    def _made(self, paths: list[str]) -> Iterable[tuple[str, Made]]:
        if len(paths) < MANY or self._files.moving.files:
            return ((path, self._maker.make(path)) for path in paths)
        return make_all(self._files.root, self._terms, self._maker, paths)


def _is(gist: Gist | None, digest: bytes) -> bool:
    return gist is not None and gist.digest == digest


def _key(terms: Terms) -> str:
    value, _ = compose(terms.text)
    return sha256(json.dumps([value, str(terms.window or "")]).encode()).hexdigest()


def keep(index: Index, found: Survey, gists: Mapping[str, Gist], day: str) -> None:
    """Keep what a registry came to on a day, for the next run to start from."""
    told = ((path, plain(gist)) for path, gist in gists.items())
    parts = []
    while part := list(islice(told, _AT_ONCE)):  # of a large registry all at once would take much memory
        parts.append(zlib.compress(marshal.dumps(part), 1))
    index.keep((), {found.policy: {"day": day, "beside": found.beside, "gists": parts}})


def _fault(path: str, fault: Fault) -> Gist:
    seen = read_wrong(Reading(path, faults=[fault]))
    ref = ref_at(path)
    return Gist(sha256(repr(fault).encode("utf-8", "surrogatepass")).digest(), "", ref, keys_of_broken(ref), (), seen)
