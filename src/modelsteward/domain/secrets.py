"""What looks like a secret or a person's identifier in a text, and the text with it masked.

The patterns would rather miss one than cry wolf: a value that names where a secret is kept (`kms:…`, `${TOKEN}`,
`projects/…/secrets/…`) is what a card should hold. Each is searched in time that grows with the text: a run of
characters is entered at its start only, or is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple


class Leak(NamedTuple):
    """Something that should not stand in a file: what it looks like, and from where to where."""

    what: str
    personal: bool
    start: int
    end: int


class Pattern(NamedTuple):
    """A form that secrets or identifiers have."""

    what: str
    hints: tuple[str, ...]
    """A text with such a thing in it matches one of these once it is in lower case. Each starts with plain letters,
    which are quickly looked for, so that a text without secrets costs little."""
    form: str
    personal: bool = False


_ALONE = r"(?<![\w-])"
_NAME = r"(?<![a-z0-9])"
_NO_SECRET = r"(?!\$|%|<|\{|\*{3})"  # a variable, a placeholder, stars
_NO_PLACE = r"(?![a-z][a-z0-9_.+-]{0,40}[:/])"  # where a secret is kept, as kms:alias/x or projects/p/secrets/s
_BLOCK = r"[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
_ASKED = (  # alone, or at the end of a longer name
    rf"(?i:{_NAME}(?:passw(?:or)?d|passphrase|pwd|secret|(?:api|secret|private|access)[_-]?key"
    r"|(?:access|auth|api|bearer)[_-]?token))"
)
_VALUE = r"(?=[^\s'\",;{}\[\]]{0,100}[0-9!@#$%^&*])[^\s'\",;{}\[\]]{7,}"  # with a digit or a sign in it
_TO = r"['\"]?\s{0,3}[:=]\s{0,3}['\"]?"
_IS = r"\.?['\"]?\s{0,3}[:=#]?\s{0,3}['\"]?"

_FOLDED_NAMES = (
    *(f"{of}[_-]?key" for of in ("api", "secret", "private", "access")),
    *(f"{of}[_-]?token" for of in ("access", "auth", "api", "bearer")),
    "secret", "pass[a-z]{1,6}", "pwd",
)  # fmt: skip

PATTERNS = (
    Pattern("an AWS access key", ("akia", "asia"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    Pattern(
        "a private key", ("private key",), rf"-----BEGIN {_BLOCK}(?:(?:[^-]|-(?!-)){{0,20000}}-----END {_BLOCK})?"
    ),
    Pattern(
        "a GitHub token", ("gh[pousr]_", "github_pat_"),
        r"\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{30,}",
    ),
    Pattern("a GitLab token", ("gl(?:pat|dt|rt|cbt)-",), rf"{_ALONE}gl(?:pat|dt|rt|cbt)-[A-Za-z0-9_-]{{20,}}"),
    Pattern("a Hugging Face token", ("hf_",), r"\bhf_[A-Za-z0-9]{30,}"),
    Pattern(
        "an OpenAI or Anthropic key", ("sk-[a-z0-9_-]{20}",),
        rf"{_ALONE}sk-(?:(?:ant|proj|svcacct|admin|or)-[A-Za-z0-9_-]{{20,}}|[A-Za-z0-9]{{20,}})",
    ),
    Pattern("a Google API key", ("aiza",), rf"{_ALONE}AIza[0-9A-Za-z_-]{{35}}"),
    Pattern(
        "a Slack token", ("xox", "hooks\\.slack"),
        rf"{_ALONE}xox[abeoprs]-[0-9A-Za-z-]{{10,}}|hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/]{{20,}}",
    ),
    Pattern(
        "a JSON web token", ("eyj",),
        rf"{_ALONE}eyJ[A-Za-z0-9_-]{{10,}}\.eyJ[A-Za-z0-9_-]{{10,}}\.[A-Za-z0-9_-]{{5,}}",
    ),
    Pattern(  # name:tag@sha256:… is an image with its digest
        "a password in an address", (r"://[^\s/:@'\"]{0,64}:",),
        rf"://[^\s/:@'\"]{{0,64}}:{_NO_SECRET}[^\s/@'\"]{{3,128}}@(?!sha\d|blake\d)",
    ),
    Pattern(
        "a signed address", ("sig(?:nature)?=",),
        rf"[?&](?:sig|Signature|X-Amz-Signature|X-Goog-Signature)={_NO_SECRET}[^&\s'\"]{{10,}}",
    ),
    Pattern(
        "a password or key",
        tuple(f"{name}{_TO}{_VALUE}" for name in _FOLDED_NAMES),
        f"{_ASKED}{_TO}{_NO_SECRET}{_NO_PLACE}{_VALUE}",
    ),
    Pattern(
        "a US social security number", (r"-\d\d-\d{4}(?!\d)",),
        r"(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])", personal=True,
    ),
    Pattern(
        "a US social security number", ("ssn", "social[ _-]security"),
        rf"(?i:{_NAME}(?:ssn|social[ _-]security(?:[ _-](?:no|number))?)){_IS}"
        r"(?!000|666|9\d\d)\d{3}[ -]?(?!00)\d{2}[ -]?(?!0000)\d{4}(?![\w-])", personal=True,
    ),
    Pattern(
        "a medical record number", ("mrn", "medical[ _-]record", "patient[ _-]?id"),
        rf"(?i:{_NAME}(?:mrn|medical[ _-]record[ _-](?:number|no|nr)|patient[ _-]?id)){_IS}"
        r"[A-Z]{0,3}-?\d{5,12}(?!\w)", personal=True,
    ),
    Pattern(
        "a UK NHS number", ("nhs[ _-]?n",),
        rf"(?i:{_NAME}nhs[ _-]?(?:number|no)){_IS}\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}(?!\w)", personal=True,
    ),
)  # fmt: skip
"""The first to match a place counts, the narrow before the wide."""


def _literal(hint: str) -> str:
    """The plain letters a hint starts with."""
    return hint[: next((i for i, c in enumerate(hint) if c in "[({\\"), len(hint))]


_FIRST_LOOK = [(_literal(hint), hint, pattern) for pattern in PATTERNS for hint in pattern.hints]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, made when first searched for: most runs need few of them."""
    return re.compile(pattern, re.ASCII)


@lru_cache(maxsize=4)  # several rules ask about the same text, one after the other
def leaks(text: str) -> tuple[Leak, ...]:
    """What in a text looks like a secret or a person's identifier, in order; no two overlap."""
    folded = (text if text.isascii() else text.encode("ascii", "replace").decode("ascii")).lower()
    suspected = [
        pattern for literal, hint, pattern in _FIRST_LOOK if literal in folded and compiled(hint).search(folded)
    ]
    if not suspected:
        return ()
    found = [
        Leak(pattern.what, pattern.personal, *match.span())
        for pattern in dict.fromkeys(suspected)
        for match in compiled(pattern.form).finditer(text)
    ]
    return tuple(_apart(sorted(found, key=lambda leak: leak.start)))


def _apart(found: Iterable[Leak]) -> list[Leak]:
    """The leaks with those that overlap made one, so that what is masked covers them all."""
    apart: list[Leak] = []
    for leak in found:
        if apart and leak.start < apart[-1].end:
            apart[-1] = apart[-1]._replace(end=max(leak.end, apart[-1].end))
        else:
            apart.append(leak)
    return apart


def masked(text: str) -> str:
    """The text with everything that looks like a secret or an identifier starred out; its lines keep their length."""
    parts: list[str] = []
    done = 0
    for leak in leaks(text):
        parts += [text[done : leak.start], _STARRED.sub("*", text[leak.start : leak.end])]
        done = leak.end
    return "".join([*parts, text[done:]]) if parts else text


_STARRED = re.compile(r"[^\r\n]")
