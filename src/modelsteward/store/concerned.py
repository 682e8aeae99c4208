"""What a branch concerns, of a registry and of those that it includes: what it changed, and what rests on that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from modelsteward.domain.gist import Gist, concerned, unseen
from modelsteward.domain.guests import Guest, seen_as
from modelsteward.domain.kinds import REGISTRY
from modelsteward.store.files import Files, WorkTree
from modelsteward.store.gists import Maker
from modelsteward.store.since import Then, changed_in, changed_since, led_elsewhere

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.store.survey import Survey

_ANOTHER = b"another"
"""Stands for the digest of a file that was another one, whatever its bytes."""


def concerned_since(files: WorkTree, found: Survey, gists: Mapping[str, Gist], since: str) -> Mapping[str, Gist]:
    """The gists of what changed since a commit, and of what rests on it.

    All where steward.yaml changed, ours or a guest's, where nobody can say what changed in a guest's registry or in a
    repository within one, and where an `include` leads elsewhere or nowhere since.
    """
    then = changed_since(files.root, since)
    if then is None or _had_another_policy(then, files) or led_elsewhere(files.root, found.lodged.ways, then.commit):
        return gists
    before = {**gists, **dict.fromkeys(then.files)}
    before |= _made(then, found.registry.policy)
    for guest, there, _ in found.lodged.seats:
        theirs = changed_in(files.root, there.root, then.commit) if isinstance(there, WorkTree) else None
        if theirs is None or _had_another_policy(theirs, there):
            return gists
        before |= {f"{guest.prefix}{path}": None for path in theirs.files}
        before |= {
            f"{guest.prefix}{path}": _as(guest, path, gist) for path, gist in _made(theirs, guest.policy).items()
        }
    told = concerned({path: gist for path, gist in before.items() if gist is not None}, gists)
    return {path: gist for path, gist in gists.items() if path in told or path in then.around}


def _had_another_policy(then: Then, files: Files) -> bool:
    return REGISTRY.path in then.files and then.files[REGISTRY.path] != files.read(REGISTRY.path)


def _made(then: Then, policy: RegistryCard) -> dict[str, Gist]:
    """What the files that changed were; of those that are not checked out no more than that they were others."""
    maker = Maker(then, policy, judges=False)
    was = {path: maker.make(path).gist for path in then.files if then.exists(path)}
    was |= {path: unseen(path) for path in then.unseen}
    others = (path for path in (*then.unseen, *then.turned) if path in was)
    return was | {path: was[path]._replace(digest=_ANOTHER) for path in others}


def _as(guest: Guest, path: str, gist: Gist) -> Gist:
    return gist._replace(ref=seen_as(gist.ref, path, guest.prefix))
