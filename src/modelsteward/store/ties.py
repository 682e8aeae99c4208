"""What is kept of how the cards of a registry are tied to each other: enough to follow a lineage, and little to read.

Of each model, data set, use, vendor's file, case and certificate it holds what that is called and is found by. It is
true for the files that it was made of, all together, and for no others; cards are made when somebody asks for them.
"""

from __future__ import annotations

import marshal
import zlib
from typing import TYPE_CHECKING, Any

from modelsteward.domain.entries import Broken, Entry
from modelsteward.domain.gist import Gist
from modelsteward.domain.registry import Registry
from modelsteward.store.loading import read_policy, without_gc
from modelsteward.store.shelf import Shelf

if TYPE_CHECKING:
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index
    from modelsteward.store.looking import Look
    from modelsteward.store.survey import Survey

_NAME = "ties"
_KINDS = frozenset(("registry", "model", "dataset", "usecase", "vendor", "case", "certificate"))


def recall_ties(files: WorkTree, index: Index, look: Look) -> Registry | None:
    """The registry, as far as cards are tied; None where that is not kept, or anything lies there that did not."""
    kept = index.recall(_NAME)
    sign = look.sign(look.digests)
    if kept is None or not sign or kept["sign"] != sign:
        return None
    with without_gc():
        policy, _ = read_policy(files)
        rows = marshal.loads(zlib.decompress(kept["rows"]))
        gists = {
            path: Gist(digest or look.digests[path], kind, ref, keys, (), ()) for path, kind, ref, keys, digest in rows
        }
        stock = Shelf(files, policy.stage_names(), index.values).stock(gists)
        entries = [one for one in stock if isinstance(one, Entry)]
        return Registry(policy, entries, [one for one in stock if isinstance(one, Broken)])


def remember_ties(index: Index, look: Look, found: Survey) -> None:
    """Keep them for the next run; not of a registry that includes others, whose files are not among ours."""
    sign = look.sign({path: gist.digest for path, gist in found.gists.items()})
    if not index.is_there or not sign or found.registry.policy.include:
        return
    rows = [_row(one, found.gists[one.file]) for one in found.registry.texts if _is_tied(one)]
    index.keep((), {_NAME: {"sign": sign, "rows": zlib.compress(marshal.dumps(rows), 1)}})


def _is_tied(one: Entry[Any] | Broken) -> bool:
    return isinstance(one, Broken) or one.kind in _KINDS


def _row(one: Entry[Any] | Broken, gist: Gist) -> tuple[Any, ...]:
    """A file in plain values. Of what cannot be read the digest may stand for something else than its bytes."""
    return one.file, gist.kind, one.ref, one.keys, b"" if gist.kind else gist.digest
