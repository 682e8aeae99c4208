"""A search for copies: one thread walks, others read what its size or its kind does not rule out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, Semaphore

from modelsteward.domain.erasing import Sight, Sweep, Swept, Wanted
from modelsteward.domain.progress import Step, Tell
from modelsteward.domain.suggest import shown
from modelsteward.domain.texts import amount
from modelsteward.store.places.reading import named, written
from modelsteward.store.scan.examining import Examined, Met, Terms, examine, holds_nothing
from modelsteward.store.scan.index import Index, index_of
from modelsteward.store.scan.kinds import SNIFFED, named_so
from modelsteward.store.scan.walking import Walk, once
from modelsteward.store.scan.whose import whose
from modelsteward.store.scan.within import Hit

SMALL = 64 * 1024
"""What is no larger is read by the thread that walks: handing it to another takes longer."""
_WAITING = 64
"""Files that may wait for a thread: what is met is not kept."""
_MOST_FAULTS = 5
"""Things in one archive that could not be looked into and are named."""
_EVERY = 500


def sweep(roots: Sequence[str], wanted: Sequence[Wanted], tell: Tell, *, thorough: bool = False) -> Sweep:
    """Search folders and files for copies of what is wanted. Nothing is ever changed, and no error comes out of it.

    `thorough` opens every file to see whether it is an archive; else small ones are known by their names.
    """
    index, not_checked = index_of(wanted)
    sights: list[Sight] = []
    swept: list[Swept] = []
    real = once(roots)
    for root in real:
        search = _Search(root, real, index, tell, thorough)
        search.run()
        sights += _sights(search.hits, search.names, index)
        swept.append(search.swept())
        not_checked += search.not_checked()
    return Sweep(tuple(sights), tuple(swept), tuple(map(written, not_checked)))


class _Search:
    """The search of one root."""

    def __init__(self, root: str, roots: Sequence[str], index: Index, tell: Tell, thorough: bool) -> None:
        self._walk, self._index, self._tell = Walk(root, roots), index, tell
        self._terms = Terms(index, thorough)
        self._what = f"searching {shown(written(root), 40)}"
        self._room, self._lock = Semaphore(_WAITING), Lock()
        self._counts: Counter[str] = Counter()
        self._closed = 0
        """Small files that were not opened."""
        self.hits: list[tuple[str, Hit]] = []
        """What was found, each with the path of its file on the disk."""
        self.names: dict[tuple[int, int], list[str]] = {}
        """All names of files that have several and were read, by inode."""

    def run(self) -> None:
        """Walk, and read. An interruption ends it at once."""
        with ThreadPoolExecutor(max(os.cpu_count() or 1, 2)) as pool:
            try:
                self._walk.run(lambda path, status: self._take(path, status, pool))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        self._tell(Step(self._what, self._walk.files))

    def _take(self, path: str, status: os.stat_result, pool: ThreadPoolExecutor) -> None:
        """Rule a file out, read it, or hand it on."""
        if not self._walk.files % _EVERY:
            self._tell(Step(self._what, self._walk.files))
        size = status.st_size
        if not size:
            return
        algorithms = self._index.algorithms(size)
        sniffed = size >= SNIFFED or self._terms.thorough or named_so(path) or _in_store(path)
        if not algorithms:
            if not sniffed:
                self._closed += 1
                return
            if holds_nothing(path):
                return
        if status.st_nlink > 1:
            names = self.names.setdefault((status.st_dev, status.st_ino), [])
            names.append(path)
            if len(names) > 1:
                return
        met = Met(path, size)
        if size <= SMALL:
            self._done(examine(met, algorithms, sniffed, self._terms))
            return
        self._room.acquire()
        pool.submit(examine, met, algorithms, sniffed, self._terms).add_done_callback(self._came)

    def _came(self, future: Future[Examined]) -> None:
        self._room.release()
        if not future.cancelled():
            self._done(future.result())

    def _done(self, examined: Examined) -> None:
        with self._lock:
            self.hits += [(examined.met.path, hit) for hit in examined.hits]
            self._counts["hashed"] += examined.hashed
            self._counts["archives"] += examined.archives
            faults = examined.faults
            for words in faults[:_MOST_FAULTS]:
                self._walk.fault(words)
            if more := faults[_MOST_FAULTS:]:
                self._walk.fault(f"{len(more)} more in {named(examined.met.path)}")

    def swept(self) -> Swept:
        """What was searched, in numbers."""
        copies = len({hit.place for _, hit in self.hits})
        walk, counts = self._walk, self._counts
        return Swept(written(walk.root), walk.files, counts["hashed"], counts["archives"], copies, walk.unread)

    def not_checked(self) -> list[str]:
        """What was left out, with why."""
        said = self._walk.not_checked()
        if closed := self._closed:
            be, they = ("is", "it was") if closed == 1 else ("are", "they were")
            said.append(
                f"{amount(closed, 'file')} below {named(self._walk.root)} {be} smaller than {SNIFFED // 1024} KiB and "
                f"not called like an archive: {they} not opened to see whether it is one"
            )
        return said


def _in_store(path: str) -> bool:
    """Whether a file lies among the blobs of an image layout, which have no names."""
    return "/blobs/sha256" in path


def _sights(hits: Sequence[tuple[str, Hit]], names: dict[tuple[int, int], list[str]], index: Index) -> list[Sight]:
    """One for each copy, and one for each file with arrays."""
    others = {paths[0]: paths[1:] for paths in names.values() if len(paths) > 1}
    sights: list[Sight] = []
    arrays: dict[tuple[str, str], dict[str, Hit]] = {}
    for path, hit in hits:
        if hit.tensor:
            arrays.setdefault((path, _file_of(hit)), {})[hit.digest] = hit
            continue
        what = ", ".join(dict.fromkeys(one.what for one in index.by_digest[hit.digest]))
        inner = hit.place[len(written(path)) :]
        for name in (path, *others.get(path, ())):
            why = f"the same bytes as {what}"
            sights.append(_sight(f"{written(name)}{inner}", why, whose(name), hit.digest, hit.bytes))
    for (path, place), found in arrays.items():
        first = next(iter(found.values()))
        what, known = index.tensors[first.digest][0].what, len(index.tensors)
        why = f"{len(found)} of the {known} arrays that are searched for lie in it, one as `{first.tensor}`: {what}"
        sights.append(_sight(place, why, whose(path), None, sum(hit.bytes for hit in found.values())))
    return sorted(sights, key=lambda sight: sight.place)


def _file_of(hit: Hit) -> str:
    """The file that an array lies in: one of safetensors, or the archive of which it is a member by itself."""
    return hit.place.rpartition("!")[0] if hit.place.endswith(f"!{hit.tensor}") else hit.place


def _sight(place: str, why: str, store: str, digest: str | None, size: int) -> Sight:
    said = written(f"{why}; {store}" if store else why)
    return Sight(written(place), "still there", said, digest=digest, bytes=size, found=True)
