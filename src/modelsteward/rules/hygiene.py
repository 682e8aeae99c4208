"""HY: Whether a file holds what should not stand in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.secrets import leaks
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.rules.engine import Context, Family

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard

HYGIENE = Family("HY", "Hygiene", "Whether a file holds what should not stand in one.")

_MOST = 20
"""Places a rule names in one file: who has more to mend has seen enough."""


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of the text as far as its first line goes."""
    stop = text.find("\n", start, end)
    return start, end if stop < 0 else stop


def _found(text: str, personal: bool, hint: str) -> Iterator[Problem]:
    """What looks like a secret (or a person's identifier). The value itself is never repeated."""
    places = (leak for leak in leaks(text) if leak.personal is personal)
    for leak in islice(places, _MOST):
        yield Problem((), f"this looks like {leak.what}", hint, span=_line(text, leak.start, leak.end))


@HYGIENE.rule(
    101, "Looks like a secret", Severity.ERROR, of="text",
    good="m@1.0.0: {extra: {credentials: 'vault:kv/no-show'}}",
    bad="m@1.0.0: {extra: {credentials: AKIAIOSFODNN7EXAMPLE}}",
)  # fmt: skip
def secret(text: str) -> Iterable[Problem]:
    """Whoever may read the repository, now or in its history, has a secret that stands in it.

    Taking it out of the card does not take it out of the history: it must be revoked where it was issued. A card
    names where a secret is kept (`kms:alias/x`, `vault:kv/x`), never the secret. Findings mask it in every format.
    """
    yield from _found(text, False, "revoke it where it was issued, then name the place it is kept instead")


@HYGIENE.rule(
    102, "Looks like a person's identifier", Severity.ERROR, of="text",
    good="m@1.0.0: {intended_use: {primary: Rank appointments by patient.}}",
    bad="m@1.0.0: {intended_use: {primary: 'Rank appointments, as for mrn: 00123456.'}}",
)  # fmt: skip
def identifier(text: str) -> Iterable[Problem]:
    """Cards are read by many and kept for years, and git forgets nothing: no place for a medical record number,
    a social security number or an NHS number. Findings mask it in every format.

    Examples made up for a card look the same to every scanner; describe them in words.
    """
    yield from _found(text, True, "take it out, also of git's history, and tell who answers for data protection")


_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_ANY = _UNSEEN  # alone it is searched for several times as fast
# Signs of the last range spell the flags of England, Scotland and Wales behind a black flag: those can be seen.
_RUNS = f"\U0001f3f4[\U000e0020-\U000e007f]+|({_UNSEEN}+)"
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\(?:e|x1b|u001b|U0000001b))", re.IGNORECASE)


@HYGIENE.rule(
    103, "Characters that cannot be seen", Severity.WARNING, of="text",
    good="m@1.0.0: {summary: Schätzt eine Chance. 🏥}",
    bad='m@1.0.0: {summary: "Estimates a \\u202Eecnahc\\u202C."}',
)  # fmt: skip
def unseen(text: str) -> Iterable[Problem]:
    """A reviewer approves what can be seen. Characters that have no width, or turn the direction of what follows,
    let a text say one thing to a person and another to a program.

    Right-to-left scripts need none of the characters named here; joiners, which some scripts need, are not named.
    The escape character is told even where it is written `\\e`: it steers the terminal of whoever prints the value.
    """
    if "\\" in text:
        yield from islice(_escapes(text), _MOST)
    if (text.isascii() and text.replace("\n", "").isprintable()) or not re.search(_ANY, text):
        return
    runs = (match for match in re.finditer(_RUNS, text) if match[1])
    hint = "take it out, or write it as an escape in double quotes"
    for match in islice(runs, _MOST):
        yield Problem((), f"{_named(match[1])} cannot be seen", hint, span=match.span())


def _escapes(text: str) -> Iterator[Problem]:
    """Each escape character that is written as one, in double quotes that end on their line."""
    for quoted in _QUOTED.finditer(text):
        for match in _ESCAPE.finditer(quoted[0]):
            start = quoted.start()
            hint = "take it out: most likely an arrow key was pressed while this was typed"
            span = (start + match.start(1), start + match.end(1))
            yield Problem((), f"`{match[1]}` is an escape character, which steers terminals", hint, span=span)


def _named(run: str) -> str:
    from unicodedata import name  # only needed once something is wrong

    first = f"U+{ord(run[0]):04X} ({name(run[0], 'a control character').lower()})"
    return f"{first} and {len(run) - 1} more" if len(run) > 1 else first


_HOLDS_PLACE = re.compile(
    r"\b(?:TODO|TBD|TBA|FIXME|XXX+)\b|(?i:\bchange[_-]?me\b|\blorem ipsum\b|\bmore information needed\b)"
    r"|^\s*(?i:todo|tbd|tba|fixme|x{3,}|unassigned|placeholder|unknown|n/?a|none|\?+|\.{2,}|…|-+)[\s.]*$",
    re.ASCII,
)


@HYGIENE.rule(
    104, "Placeholder left in a text", Severity.WARNING, of="model dataset usecase",
    good="m@1.0.0: {summary: Sorts a todo list.}",
    bad="m@1.0.0: {summary: 'TODO: say what it does'}",
)  # fmt: skip
def placeholder(card: ModelCard | DataSetCard | UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A card with `TODO` where its purpose should stand passes for one that is filled in."""
    if _is_over(card):
        return
    for path, text in _texts(card):
        if text and (match := _HOLDS_PLACE.search(text)):
            yield Problem(path, f"`{path[-1]}` holds the placeholder `{match[0].strip()}`", _WRITE[path[-1]])


_WRITE: dict[str | int, str] = {
    "summary": "write what it is, in a sentence",
    "owner": "name the team that answers for it",
    "purpose": "write what it is for",
    "primary": "write the use it was made or chosen for",
}


def _is_over(card: ModelCard | DataSetCard | UseCaseCard) -> bool:
    state = getattr(card, "stage", None) or getattr(card, "status", None)
    return state in ENDED_STAGES or state == "ended"


def _texts(card: ModelCard | DataSetCard | UseCaseCard) -> Iterator[tuple[Path, str | None]]:
    for key in ("summary", "owner", "purpose"):
        yield (key,), getattr(card, key, None)
    intended = getattr(card, "intended_use", None)
    if intended is not None:
        yield ("intended_use", "primary"), intended.primary
