"""What looks like a secret or a person's identifier in a text, and the text with it masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECRETS = {
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----",
    "a GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{30,}",
    "a GitLab token": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a Hugging Face token": r"\bhf_[A-Za-z0-9]{30,}",
    "an OpenAI or Anthropic key": r"\bsk-[A-Za-z0-9_-]{20,}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}",
    "a Slack token": r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}",
    "a JSON web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}",
    "a password in an address": r"\b[a-z][a-z0-9+.-]{1,15}://[^\s/:@'\"]{1,64}:[^\s/@'\"]{3,128}@",
    "a signed address": r"[?&](?:sig|X-Amz-Signature|X-Goog-Signature|AWSAccessKeyId)=[^&\s'\"]{10,}",
    "a password or key": r"(?i:\b(?:password|passwd|secret|api[_-]?key|access[_-]?token|client[_-]?secret))"
    r"['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?!\$\{|<|\*{3}|null\b|none\b)[^\s'\",;{}\[\]]{8,}",
}
_PEOPLE = {
    "a US social security number": r"(?<![\d.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])",
    "a medical record number": r"(?i:\b(?:mrn|medical record (?:no|number|nr)|patient[ _-]?id))\.?['\"]?\s{0,3}[:=#]?\s{0,3}['\"]?\d{5,12}\b",
    "a UK NHS number": r"(?i:\bnhs (?:no|number))\.?\s{0,3}[:=#]?\s{0,3}\d{3}[ -]?\d{3}[ -]?\d{4}\b",
}

# A cheap first look: no pattern above matches a text without one of these. It keeps a clean card at one search.
_HINT = re.compile(
    r"AKIA|ASIA|PRIVATE KEY|gh[pousr]_|github_pat_|glpat-|hf_|sk-|AIza|xox|eyJ|://[^\s/]*@|[sS]ig(?:nature)?=|KeyId="
    r"|(?i:passw|secret|api[_-]?key|access[_-]?token|mrn|medical record|patient[ _-]?id|nhs n)|\d-\d\d-\d"
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that should not stand in a file: what it looks like, and from where to where."""

    what: str
    personal: bool
    start: int
    end: int


_PATTERNS = [(what, False, re.compile(p)) for what, p in _SECRETS.items()] + [
    (what, True, re.compile(p)) for what, p in _PEOPLE.items()
]


def leaks(text: str) -> Iterator[Leak]:
    """What in a text looks like a secret or a person's identifier, each place once."""
    if _HINT.search(text) is None:
        return
    covered: list[tuple[int, int]] = []
    for what, personal, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= a or start >= b for a, b in covered):
                covered.append((start, end))
                yield Leak(what, personal, start, end)


def masked(text: str) -> str:
    """The text with everything that looks like a secret or an identifier starred out, its length kept."""
    for leak in leaks(text):
        text = text[: leak.start] + "*" * (leak.end - leak.start) + text[leak.end :]
    return text
