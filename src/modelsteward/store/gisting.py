"""Making very many gists, with the help of further processes."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from modelsteward.domain.dates import parse_duration
from modelsteward.domain.gist import from_plain, plain
from modelsteward.store.files import WorkTree
from modelsteward.store.gists import Made, Maker, Terms
from modelsteward.store.parallel import leave, shared

Said = tuple[tuple[Any, ...], bytes]
"""A gist as plain values, and the value of the file."""


def make_all(root: Path, terms: Terms, maker: Maker, paths: list[str]) -> Iterator[tuple[str, Made]]:
    """Each path with its gist, as `maker` makes it; in no order."""
    job = (str(root), terms.text, str(terms.window or ""), maker.judges)
    return chain.from_iterable(shared(__name__, job, paths, lambda batch: _made(maker, batch), _from_helper))


def _made(maker: Maker, paths: Sequence[str]) -> Iterator[tuple[str, Made]]:
    return ((path, maker.make(path)) for path in paths)


def _from_helper(paths: Sequence[str], said: list[Said]) -> Iterator[tuple[str, Made]]:
    for path, (values, value) in zip(paths, said, strict=True):
        yield path, Made(from_plain(values), value, None)


def help_out(
    root: str, policy: str, window: str, judges: bool, folder: str, share: list[tuple[int, list[str]]]
) -> None:
    """The helper's side: make the gists of each batch, and put them where the caller looks."""
    terms = Terms(policy, parse_duration(window) if window else None)
    gc.disable()  # what is made stays, or goes by itself
    maker = Maker(WorkTree(Path(root)), terms.policy(), judges)
    for number, paths in share:
        leave(folder, number, [(plain(made.gist), made.value) for made in map(maker.make, paths)])
