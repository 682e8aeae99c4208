"""What the keys of LiteLLM's model map mean: host, model, snapshot, region and kind of deployment in one string."""

from __future__ import annotations

import re
from typing import NamedTuple

from modelsteward.domain.vendors.hosts import host_named
from modelsteward.interop.vendors.naming import named_at

_PROVIDERS = {"text-completion-codestral": "mistral"}
_CLASS = re.compile(r"(?:together|fireworks)-ai-")
"""Prices of all models of a size; no model is called that."""
_NO_MODEL = frozenset(("container", "guardrails"))
_QUALITY = re.compile(r"(?:[0-9]+|max)-x-(?:[0-9]+|max)|(?:[0-9]+|max)-steps|hd|standard|low|medium|high", re.ASCII)
_PICTURES = frozenset(("openai", "azure-openai", "aws-bedrock", "xai"))
_REGION = re.compile(r"[a-z]{2}(?:-gov)?-[a-z]+-[0-9]", re.ASCII)
_AZURE: dict[str, tuple[str | None, str | None]] = {
    "eu": ("eu", "data-zone"), "us": ("us", "data-zone"), "apac": ("apac", "data-zone"), "us-gov": ("us-gov", None),
    "global": (None, "global-standard"), "global-standard": (None, "global-standard"), "speech": (None, None),
}  # fmt: skip
_BEDROCK: dict[str, tuple[str | None, str | None]] = {
    "*": (None, None), "invoke": (None, None), "converse": (None, None), "claude_platform": (None, "claude-platform"),
    "1-month-commitment": (None, "provisioned"), "6-month-commitment": (None, "provisioned"),
}  # fmt: skip


class Place(NamedTuple):
    """What a key is about."""

    host: str
    model: str
    snapshot: str | None = None
    region: str | None = None
    deployment_kind: str | None = None


def place_of(key: str, provider: str) -> Place | None:
    """Where a key's facts belong; None for what is no model."""
    host = host_named(_PROVIDERS.get(provider, provider))
    parts = _without_prefix([part for part in key.split("/") if part], provider, host)
    if not parts or parts[-1] in _NO_MODEL or _CLASS.match(key):
        return None
    region = kind = None
    while len(parts) > 1 and (found := _told(parts[0], host)) is not None:
        region, kind = found[0] or region, found[1] or kind
        parts = parts[1:]
    name = "/".join(parts)
    if name.startswith("ft:"):
        name, kind = name.removeprefix("ft:").split(":")[0], "fine-tuned"
    return _place(host, name, region, kind) if name else None


def _without_prefix(parts: list[str], provider: str, host: str) -> list[str]:
    """A key's parts without the sizes and qualities of pictures, and without the provider."""
    if host in _PICTURES:
        parts = [part for part in parts[:-1] if not _QUALITY.fullmatch(part)] + parts[-1:]
    if len(parts) > 1 and (parts[0] == provider or host_named(parts[0]) == host):
        return parts[1:]
    return parts


def _told(part: str, host: str) -> tuple[str | None, str | None] | None:
    """The region and the kind of deployment that a part of a key tells; None where it is part of the name."""
    if host == "azure-openai":
        return _AZURE.get(part)
    if host == "aws-bedrock":
        return (part, None) if _REGION.fullmatch(part) else _BEDROCK.get(part)
    return None


def _place(host: str, name: str, region: str | None, kind: str | None) -> Place:
    if host == "aws-bedrock" and name.startswith("claude-") and kind != "claude-platform":
        name = f"anthropic.{name}"
    named = named_at(host, name)
    return Place(host, named.model, named.snapshot, named.zone or region, kind)
