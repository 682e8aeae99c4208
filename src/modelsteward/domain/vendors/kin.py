"""What the name of a vendor's model tells of it: who made it, which of a maker's lines it is of, what it does.

Names are all there is to go by: no feed says it for all. What a name does not tell is not guessed.
"""

from __future__ import annotations

import re

_MAKERS = {
    "openai": ("gpt", "chatgpt", "o1", "o3", "o4", "davinci", "babbage", "dall", "whisper", "sora", "codex", "text",
               "tts"),
    "anthropic": ("claude",),
    "google": ("gemini", "gemma", "imagen", "imagegeneration", "veo", "palm", "chat"),
    "mistral": ("mistral", "ministral", "mixtral", "codestral", "pixtral", "magistral", "devstral", "voxtral"),
    "meta": ("llama", "llama2", "llama3"),
    "cohere": ("command", "rerank", "c4ai", "aya", "embed"),
    "deepseek": ("deepseek",),
    "xai": ("grok",),
    "alibaba": ("qwen", "qwen2", "qwen3", "qwq"),
    "microsoft": ("phi",),
    "amazon": ("nova", "titan"),
    "ai21": ("jamba", "j2"),
    "moonshot": ("kimi", "moonshot"),
    "zhipu": ("glm",),
    "nvidia": ("nemotron",),
}  # fmt: skip
"""Makers, by the words that the names of their models begin with."""
_BY_WORD = {word: maker for maker, words in _MAKERS.items() for word in words}
_LINES = frozenset({
    "mini", "nano", "micro", "lite", "flash", "pro", "premier", "ultra", "opus", "sonnet", "haiku", "large", "medium",
    "small", "tiny", "turbo", "codex", "coder", "code", "instruct", "vision", "thinking", "reasoning", "maverick",
    "scout", "plus", "light",
})  # fmt: skip
"""Words that tell a maker's lines apart: a `mini` follows a `mini`."""
_SORTS = (
    ("embedding", re.compile(r"embed|(?:^|[-/.])e5-|(?:^|[-/.])bge-|gte-")),
    ("moderation", re.compile(r"moderation|guard|shield")),
    ("reranking", re.compile(r"rerank")),
    ("speech", re.compile(r"whisper|transcribe|(?:^|-)tts|-tts|speech|audio|realtime|voice|sonic|voxtral")),
    ("video", re.compile(r"(?:^|[-/.])(?:veo|sora|ray|reel)\b|video")),
    ("image", re.compile(r"dall-e|image|flux|diffusion|canvas|(?:^|[-/.])sd3")),
    ("document", re.compile(r"(?:^|-)ocr\b")),
)  # fmt: skip
"""What models do that do not answer in text, by what their names hold; the first that fits counts."""
_OWN = re.compile(r"[a-z0-9-]+\.(?=[a-z])")
_WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+")


def _words(model: str) -> list[str]:
    """The words of a name, without who hosts or wrote it: `meta-llama/Llama-3-8b`, `anthropic.claude-…`."""
    return _WORD.findall(_OWN.sub("", model.lower().rpartition("/")[2], count=1))


def maker(model: str) -> str | None:
    """Who made it, as far as its name says."""
    words = _words(model)
    return _BY_WORD.get(words[0]) or _BY_WORD.get(words[0].rstrip("0123456789")) if words else None


def line(model: str) -> frozenset[str]:
    """Which of its maker's lines it is of."""
    return _LINES & set(_words(model))


def sort_of(model: str) -> str:
    """What it does: `text` for all whose name says nothing else."""
    name = model.lower()
    return next((sort for sort, pattern in _SORTS if pattern.search(name)), "text")
