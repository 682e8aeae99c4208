"""Searching for copies on this machine, and looking once more at those that an earlier search found."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from modelsteward.domain.erasing import Result, Sight, Sweep, Wanted
from modelsteward.domain.progress import Tell
from modelsteward.store.places import scheme_of
from modelsteward.store.places.paths import absence, meant, through_a_link
from modelsteward.store.places.reading import named, written
from modelsteward.usecases.erasing.looks import Last
from modelsteward.usecases.erasing.seeking import WITHIN

_ESCAPE = re.compile(r"(\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[nrt]))")
"""How `written` puts down what is no text."""
_MOST_ESCAPES = 6


def search(roots: Sequence[str], wanted: Sequence[Wanted], mine: Sequence[str], root: Path, tell: Tell, *,
           thorough: bool = False) -> Sweep:  # fmt: skip
    """Search some roots; what lies in `mine`, places of the card where something was seen, is no find."""
    if not (roots and wanted):
        return Sweep((), (), ())
    from modelsteward.store.scan import sweep

    result = sweep(roots, wanted, tell, thorough=thorough)
    own = [written(path) for place in mine if scheme_of(place) == "file" for path in meant(place, root).paths]
    kept = (one for one in result.sights if not any(_is_in(one.place, path) for path in own))
    return result._replace(sights=tuple(kept))


def _is_in(place: str, path: str) -> bool:
    """Whether a copy is a file, lies in it as in an archive, or lies in a folder."""
    return place == path or place.startswith((f"{path.rstrip('/')}{os.sep}", f"{path}{WITHIN}"))


def look_again(copies: Sequence[Last], wanted: Sequence[Wanted], tell: Tell) -> Sweep:
    """Look at copies that were found earlier: each is `gone` only if its file is seen to be, or was read to its end.

    Their sights, and other copies in the same files.
    """
    looks = [_again(copy, wanted, tell) for copy in copies]
    sights = {(sight.place, sight.digest): sight for one in looks for sight in one.sights}
    swept = {part.root: part for one in looks for part in one.swept}
    texts = dict.fromkeys(text for one in looks for text in one.not_checked)
    return Sweep(tuple(sights.values()), tuple(swept.values()), tuple(texts))


def _again(copy: Last, wanted: Sequence[Wanted], tell: Tell) -> Sweep:
    """One copy: what is to be said of it comes first."""

    def said(result: Result, why: str) -> Sweep:
        return Sweep((Sight(copy.place, result, why, found=True),), (), ())

    files = list(_files_of(copy.place))
    if not files:
        return said("not checked", "its name has too many signs that are no text to be looked for by it")
    there = []
    for file in files:
        if (missing := absence(file)) is None:
            there.append(file)
        elif missing.result != "gone":
            return said(missing.result, missing.why)
    if not there:
        return said("gone", "no such file is there any more")
    if link := next(filter(None, map(through_a_link, there)), ""):
        return said("not proven", f"{link}: search there")
    digest = copy.seen.digest if copy.seen else None
    if not wanted or (digest and digest not in {one.digest for one in wanted}):
        return said("not proven", "the bytes that were found there are not searched for any more: others live by them")
    from modelsteward.store.scan import sweep

    result = sweep(there, wanted, tell)
    if any(one.place == copy.place for one in result.sights):
        return result
    blocked = result.not_checked[0] if result.not_checked else ""
    mine = said("not checked", blocked) if blocked else said("gone", f"{named(there[0])} was read, and has none of it")
    return result._replace(sights=(*mine.sights, *result.sights))


def _files_of(place: str) -> Iterator[str]:
    """Every file on the disk that a copy's place may mean; none where that are too many.

    `!` stands before what is packed in a file, and may stand in a file's own name; what is no text is escaped.
    """
    cuts = [found.start() for found in re.finditer(re.escape(WITHIN), place)]
    for end in (*cuts, len(place)):
        words = _ESCAPE.split(place[:end])
        if len(words) // 2 > _MOST_ESCAPES:
            return
        choices = [
            (word, word.encode().decode("unicode_escape")) if at % 2 else (word,) for at, word in enumerate(words)
        ]
        yield from map("".join, product(*choices))
