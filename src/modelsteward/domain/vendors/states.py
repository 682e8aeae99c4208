"""What vendors' words for a model's state mean, in words that mean the same everywhere.

The same word is not the same thing: what Azure's retirement schedule calls `Deprecated` still answers, and what Azure's
own list of models calls `Deprecated` answers no more. So each vocabulary stands by itself, with the page it is from.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Vocabulary(NamedTuple):
    """The words of one vendor, in one place."""

    url: str
    """The page that explains them."""
    read_on: date
    words: dict[str, str]
    """By the word in lower-case letters alone."""


_READ = date(2026, 11, 24)
_FOUNDRY = "https://learn.microsoft.com/en-us/azure/ai-foundry"
_ARM = "https://learn.microsoft.com/en-us/javascript/api/@azure/arm-cognitiveservices/modellifecyclestatus"
_AZURE = {
    "preview": "preview", "ga": "active", "generallyavailable": "active", "legacy": "legacy",
    "deprecated": "deprecated", "retired": "retired",
}  # fmt: skip

VOCABULARIES = {
    "openai": Vocabulary(
        "https://developers.openai.com/api/docs/deprecations", _READ,
        {"active": "active", "legacy": "legacy", "deprecated": "deprecated", "shutdown": "retired"},
    ),
    "anthropic": Vocabulary(
        "https://platform.claude.com/docs/en/about-claude/model-deprecations", _READ,
        {"active": "active", "legacy": "legacy", "deprecated": "deprecated", "retired": "retired"},
    ),
    "aws-bedrock": Vocabulary(
        "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html", _READ,
        {"active": "active", "legacy": "deprecated", "publicextendedaccess": "deprecated", "eol": "retired",
         "endoflife": "retired", "endoflifeeol": "retired"},
    ),
    "azure-foundry": Vocabulary(f"{_FOUNDRY}/concepts/model-lifecycle-retirement", _READ, _AZURE),
    "azure-openai": Vocabulary(f"{_FOUNDRY}/openai/concepts/model-retirements", _READ, _AZURE),
    "azure-list": Vocabulary(
        _ARM, date(2026, 11, 27),
        {"stable": "active", "generallyavailable": "active", "preview": "preview", "legacy": "legacy",
         "deprecating": "deprecated", "deprecated": "retired"},
    ),
    "google-vertex": Vocabulary(
        "https://docs.cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions", _READ,
        {"preview": "preview", "lateststable": "active", "legacystable": "legacy", "retired": "retired"},
    ),
    "google-gemini-api": Vocabulary(
        "https://ai.google.dev/gemini-api/docs/deprecations", _READ,
        {"preview": "preview", "stable": "active", "stablega": "active", "deprecated": "deprecated",
         "shutdown": "retired"},
    ),
    "groq": Vocabulary(
        "https://console.groq.com/docs/deprecations", _READ, {"active": "active", "decommissioned": "retired"},
    ),
    "wandb-inference": Vocabulary(
        "https://docs.wandb.ai/inference/lifecycle", _READ,
        {"generallyavailable": "active", "deprecated": "deprecated", "retired": "retired"},
    ),
    "baseten": Vocabulary(
        "https://docs.baseten.co/development/model-apis/deprecation", _READ,
        {"active": "active", "announced": "deprecated", "inactive": "retired"},
    ),
    "cohere": Vocabulary(
        "https://docs.cohere.com/docs/deprecations", date(2026, 11, 27),
        {"active": "active", "legacy": "legacy", "deprecated": "deprecated", "shutdown": "retired"},
    ),
}  # fmt: skip


def status_of(vocabulary: str, word: str | None) -> str | None:
    """What a vendor's word means; None for a word that its page does not explain."""
    known = VOCABULARIES.get(vocabulary)
    if known is None or word is None:
        return None
    return known.words.get("".join(letter for letter in word.lower() if letter.isalpha()))
