"""What hosts call their models: what feeds call one host may be two in vendors/, by the maker."""

from __future__ import annotations

import re

from modelsteward.domain.vendors.ids import Named, parts_of

_OPENAI = re.compile(
    r"(?:gpt-(?!oss)|chatgpt|o[1-9](?:-|$)|dall-e|whisper|tts(?:-|$)|text-embedding-|text-(?:ada|babbage|curie|davinci)|"
    r"ada$|babbage|curie$|davinci|codex|computer-use|sora|chat-latest|omni-moderation|text-moderation|model-router$)"
)
_PINNED = re.compile(r"(?P<model>.+)@(?P<snapshot>default|[0-9]{3})", re.ASCII)
"""As Google Cloud pins models: `codestral-2@001`; `default` pins nothing."""
_ALSO = {"whisper-1": "whisper", "tts-1": "tts", "tts-1-hd": "tts-hd"}


def azure_host(model: str) -> str:
    """Which of Azure's two hosts has a model: OpenAI's are sold apart from all others."""
    return "azure-openai" if _OPENAI.match(model.lower()) else "azure-foundry"


def named_at(host: str, name: str) -> Named:
    """A model by its parts, as its host writes it: Azure has no point in `gpt-35`, and pins speech otherwise."""
    if host == "azure-openai":
        name = _ALSO.get(name, re.sub(r"^gpt-3\.5", "gpt-35", name))
    if match := _PINNED.fullmatch(name):
        pin = match["snapshot"]
        return Named(match["model"], None if pin == "default" else pin)
    return parts_of(name)
