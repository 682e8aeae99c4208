"""Who answers the calls of vendors' models, each by one name, whatever others call it."""

from __future__ import annotations

import re
from typing import NamedTuple

from modelsteward.domain.devices import is_device


class Host(NamedTuple):
    """A host that is known by name."""

    name: str
    """As the folder in vendors/ is called."""
    title: str
    also: tuple[str, ...] = ()
    """What cards, gateways and feeds call it; what two hosts are called by different feeds stands with neither."""


HOSTS = (
    Host("anthropic", "Claude API", ("claude", "anthropic-api")),
    Host("aws-bedrock", "Amazon Bedrock", ("amazon-bedrock", "bedrock", "aws", "bedrock_converse", "bedrock_mantle")),
    Host("azure-foundry", "Microsoft Foundry Models", ("azure_ai", "azure-ai", "azure-ai-foundry")),
    Host("azure-openai", "Azure OpenAI in Foundry", ("azure", "azure_text", "azureopenai")),
    Host("baseten", "Baseten Model APIs"),
    Host("cerebras", "Cerebras Inference"),
    Host("cohere", "Cohere API", ("cohere_chat",)),
    Host("databricks", "Databricks Foundation Model APIs"),
    Host("deepseek", "DeepSeek API"),
    Host("fireworks", "Fireworks AI", ("fireworks_ai", "fireworks-ai", "fireworks_ai-embedding-models")),
    Host("google-gemini-api", "Gemini API", ("gemini", "google-ai-studio", "google-gemini")),
    Host("google-vertex", "Gemini on Vertex AI", ("vertex", "vertex_ai", "vertex-ai", "google-vertex-ai")),
    Host("groq", "GroqCloud"),
    Host("mistral", "Mistral La Plateforme", ("mistral-ai", "mistralai", "codestral")),
    Host("openai", "OpenAI API", ("text-completion-openai",)),
    Host("together", "Together AI", ("together_ai", "together-ai", "togetherai")),
    Host("wandb-inference", "W&B Inference", ("wandb",)),
    Host("xai", "xAI API", ("x-ai",)),
)  # fmt: skip
"""The hosts whose ends somebody publishes. Any other may stand in vendors/ by a name of its own."""

_BY_NAME = {name: host.name for host in HOSTS for name in (host.name, *host.also)}
_ODD = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


def host_named(text: str) -> str:
    """The one name of a host: `aws-bedrock` for `bedrock`; another's in lower case, fit for a folder."""
    word = text.strip().lower()
    known = _BY_NAME.get(word)
    if known is None and word.startswith("vertex_ai-"):
        known = "google-vertex"  # LiteLLM has one name for each maker there
    return known or _as_folder(word)


def _as_folder(word: str) -> str:
    """A name that a card may have for a host, and that every system takes for a folder's."""
    plain = _ODD.sub(lambda odd: "." if odd[0] == "." else "-", word).strip("-.")[:_LONGEST].strip("-.") or "unknown"
    plain = re.sub(r"\.(?=ya?ml$)", "-", plain)  # such a folder would be taken for a file
    return f"host-{plain}" if is_device(plain) else plain


def is_known(name: str) -> bool:
    """Whether a host is among those above, by any of its names."""
    return name.strip().lower() in _BY_NAME


def title_of(name: str) -> str:
    """What a host is called by people."""
    return next((host.title for host in HOSTS if host.name == name), name)
