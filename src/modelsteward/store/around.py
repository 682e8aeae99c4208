"""The part of a registry that a move needs: what is about some refs, so that a large registry costs no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelsteward.store.files import Unreadable, WorkTree
from modelsteward.store.loading import Known, Loaded, load

_MATTERS = ("holds", "incidents", "cases", "waivers")
"""Folders whose files may name anything."""


def load_around(files: WorkTree, refs: Iterable[str], *, dependents: bool = False) -> Loaded:
    """Read what is about `refs` (`no-show@2.1.0`, a bare `no-show`, `data:…`, `use:…`), and what that refers to.

    Of each: all versions of its name, its records and checklists, and every use, hold, incident, case, waiver and
    vendor's file that mentions the name. With `dependents` also the models and data sets that mention it.
    """
    known = Known()
    wanted = list(refs)
    paths = [path for ref in wanted for path in _own(files, ref)]
    folders = ("use-cases", "vendors", *_MATTERS, *(("models", "datasets") if dependents else ()))
    words = {_bare(ref) for ref in wanted}
    first = load(files, paths, known)
    for entry in first.registry.models.values():
        source = entry.card.source
        words |= {source.model} if source and source.model else set()
    mentioned = [path for folder in folders for path in files.below(folder) if _mentions(files, path, words)]
    return load(files, [*paths, *mentioned], known) if mentioned else first


def _bare(ref: str) -> str:
    return ref.partition("@")[0].rpartition(":")[2]


def _own(files: WorkTree, ref: str) -> Iterator[str]:
    """The files that are a ref's own, by where they lie."""
    kind, name = ref.rpartition(":")[0], _bare(ref)
    if kind == "use":
        if files.exists(f"use-cases/{name}.yaml"):
            yield f"use-cases/{name}.yaml"
        yield from files.below(f"records/uses/{name}")
    elif kind == "data":
        yield from files.below(f"datasets/{name}")
        yield from files.below(f"records/data/{name}")
    else:
        for folder in ("models", "records/models", "checklists"):
            yield from files.below(f"{folder}/{name}")


def _mentions(files: WorkTree, path: str, words: set[str]) -> bool:
    """Whether a file names one of these, by its bytes; names are plain ASCII, and an escape could hide one."""
    try:
        data = files.read(path)
    except Unreadable:
        return True  # reading it as a card tells what is wrong
    return b"\\" in data or any(word.encode() in data for word in words)
