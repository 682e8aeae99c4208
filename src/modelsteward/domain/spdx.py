"""Licence expressions as SPDX writes them: what one says, or why it says nothing.

https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ (ids are matched without regard to case). The list of
ids is the license-expression library's; loading it takes longer than judging a card, so the commonest ids and any
LicenseRef-… by itself are read without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

COMMON = frozenset((
    "0BSD", "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause",
    "BSD-3-Clause", "BSD-3-Clause-Clear", "BSL-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-NC-2.0",
    "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0",
    "ECL-2.0", "EPL-2.0", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC",
    "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-2.0", "MS-PL",
    "NCSA", "ODbL-1.0", "ODC-By-1.0", "OFL-1.1", "PDDL-1.0", "PostgreSQL", "Unlicense", "WTFPL", "Zlib",
))  # fmt: skip
"""Ids that are read without the library."""

LONGEST = 1000
"""Characters an expression may have; a longer one is a text, not a name for it."""
_MOST_CHOICES = 64

_OWN = r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+"
_OWN_EXCEPTION = r"(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+"
_JOINTS = r"(?:(?<=\s)|(?<=[()])|^)(AND|OR|WITH|and|or|with)(?=[\s()]|$)|([()])"

Choice = frozenset[str]
"""Licences that apply together."""


class Licence(NamedTuple):
    """What a licence expression says."""

    choices: tuple[Choice, ...] = ()
    """What one may choose between; none where that cannot be told."""
    unknown: tuple[str, ...] = ()
    """What stands where an id should, and is none."""
    malformed: bool = False
    """Whether its parts do not make an expression, though each may be right."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Ids that SPDX now writes otherwise, each with its present form; the same again where it has several parts."""


@lru_cache(maxsize=1024)
def read_licence(text: str) -> Licence:
    """Read an expression. Never raises for what a text holds."""
    text = text.strip()
    if text in COMMON or re.fullmatch(_OWN, text):
        return Licence((frozenset((text,)),))
    if len(text) > LONGEST:
        return Licence(malformed=True)
    return _read(text)


def is_own(licence: str) -> bool:
    """Whether this is a LicenseRef-…: a licence that SPDX does not list."""
    return re.fullmatch(_OWN, licence) is not None


def nearest(word: str) -> str | None:
    """The id that was probably meant, or None when none is near."""
    from difflib import get_close_matches

    table = {_plain(name): name for name in _listed()}
    near = get_close_matches(_plain(word), table, n=1, cutoff=0.8)
    return table[near[0]] if near else None


_NOISE = r"\b(?:the|licen[sc]e|version)\b|\bv(?=\d)|[^a-z0-9.]"


def _plain(word: str) -> str:
    return "-".join(re.sub(_NOISE, " ", word.lower()).split())


@cache
def _library() -> Any:
    import license_expression  # type: ignore[import-untyped]

    return license_expression


@cache
def _listed() -> dict[str, Any]:
    """The library's entries of what SPDX lists, licences and exceptions, by id."""
    known = _library().get_spdx_licensing().known_symbols
    return {name: entry for name, entry in known.items() if not name.startswith("LicenseRef-")}


@cache
def _by_folded() -> dict[str, str]:
    """The present form of every id, old ones included, by its lower case."""
    table = {alias.lower(): name for name, entry in _listed().items() for alias in entry.aliases}
    return table | {name.lower(): name for name in _listed()}


def _read(text: str) -> Licence:
    words = [word for word in (part.strip() for part in re.split(_JOINTS, text) if part) if word]
    given: dict[str, str] = {}
    unknown: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        if not re.fullmatch(_JOINTS, word):
            present = _present(word, exception=before.upper() == "WITH")
            if present is None:
                unknown.append(word)
            else:
                given[word] = present
    if unknown:
        return Licence(unknown=tuple(dict.fromkeys(unknown)))
    tree = _tree(" ".join(given.get(word, word) for word in words))
    if tree is None:
        return Licence(malformed=True)
    renamed = tuple((word, present) for word, present in given.items() if word != present or _is_old(present))
    choices = _choices(tree)
    return Licence(choices if len(choices) <= _MOST_CHOICES else (), renamed=renamed)


def _present(word: str, *, exception: bool) -> str | None:
    """How SPDX writes an id now; None when it lists no such licence (or exception)."""
    if re.fullmatch(_OWN_EXCEPTION if exception else _OWN, word):
        return word
    found = _by_folded().get(word.lower())
    if found is None and word.endswith("+") and not exception:
        base = _by_folded().get(word[:-1].lower())
        return f"{base}+" if base and not _listed()[base].is_exception else None
    return found if found and (_listed()[found].is_exception is exception or _is_old(found)) else None


def _is_old(licence: str) -> bool:
    """Whether SPDX lists an id as deprecated and gives it no new form, as GPL-2.0-with-GCC-exception."""
    entry = _listed().get(licence)
    return entry is not None and bool(entry.is_deprecated)


def _tree(expression: str) -> Any:
    """The library's parse of an expression whose ids are all right; None when it is malformed."""
    library = _library()
    try:
        return library.Licensing().parse(expression, simple=True)
    except (library.ExpressionError, AttributeError, LookupError, RecursionError):  # all seen where a part is missing
        return None


def _choices(tree: Any) -> tuple[Choice, ...]:
    """The sets of licences that satisfy an expression; more than _MOST_CHOICES are cut off just above it."""
    operator = getattr(tree, "operator", "").strip()
    if operator not in ("AND", "OR"):
        return (frozenset((str(tree),)),)
    parts = [_choices(part) for part in tree.args]
    join = _all_of if operator == "AND" else _any_of
    return join(parts)


def _any_of(parts: Iterable[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys(choice for part in parts for choice in part))[: _MOST_CHOICES + 1]


def _all_of(parts: Iterable[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    whole: tuple[Choice, ...] = (frozenset(),)
    for part in parts:
        whole = tuple(dict.fromkeys(a | b for a, b in product(whole, part)))[: _MOST_CHOICES + 1]
    return whole
