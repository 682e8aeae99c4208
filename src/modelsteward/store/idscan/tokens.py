"""Whether what may be an id is one: where it begins and ends, and for the doubtful ones what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from modelsteward.store.idscan.engines import Place
from modelsteward.store.idscan.known import Grade, Known

_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_WITHIN = _WORD | frozenset(b"-.@")
"""What an id cannot begin after."""
_ESCAPED = re.compile(rb"(?::-|\\[nrt]|%(?:2[02fF7]|3[aAdD])|\\u00(?:22|27|3[dD]))\Z")
"""What stands for something else: `\\n` in a notebook, `%2F` in an address, `:-` before a shell's default."""
_REGION = re.compile(rb"(?<![A-Za-z0-9_.@-])(?:us|us-gov|eu|apac|au|ca|jp|in|af|me|sa|global)\.\Z")
"""Bedrock's inference profiles: the model behind them is the same."""
_END = re.compile(
    rb"(?:-20\d\d-[01]\d-[0-3]\d|-20\d{6}(?:-v\d+(?::\d+)?)?|-v\d+:\d+|-(?:0[1-9]|1[0-2])-20\d\d|-\d{3,4}"
    rb"|@20\d\d-[01]\d-[0-3]\d|@\d[\d.]*(?<!\.)|[-@]latest|@default)?"
    rb"(?P<offer>:(?:free|nitro|floor|online|thinking|extended|exacto|beta|latest|\d+k)(?![A-Za-z0-9_-]))?"
    rb"(?:(?=->)|(?![A-Za-z0-9_@-]|\.[A-Za-z0-9_]))"
)
"""The snapshot and the offer that an id may have behind it; and then it ends."""
_TUNED = re.compile(rb"(?::[A-Za-z0-9_-]*)+")
_OPENING = frozenset(b"\"'`=:/[,\t")
_SPACED = tuple(
    [b":-"]
    + [sign + b" " for sign in (b" ", b":", b"=", b"-", b",", b"[")]
    + [
        end + b" "
        for word in (b"model", b"models", b"deployment", b"engine", b"name", b"id")
        for end in (word, word.upper())
    ]
)
"""What a doubtful id may stand behind: one of these bytes, or some of them together."""
_NEAR = max(map(len, _SPACED))
_LAST = frozenset(b" -")
_QUOTES = frozenset(b"\"'`")
_FAR = 160
"""Bytes before an id in which its key is looked for."""
_KEY = rb"(?:[Mm]odel|MODEL|[Dd]eployment|DEPLOYMENT|[Ee]ngine|ENGINE)"
_HAS_KEY = re.compile(_KEY)
_REST = rb"(?![\w.-]*(?i:class|type|kind|family|size|format|task|tier|provider))[\w.-]*"
"""The rest of a key's name: what `model_class` is set to is no model."""
_FLAG = re.compile(
    rb"(?:(?<![\w-])--?[\w-]*" + _KEY + _REST + rb"(?:=|[ \t]+)|\bENV[ \t]+\w*" + _KEY + rb"\w*[ \t]+)\\?[\"']?\Z"
)
_SET = re.compile(
    rb"[\w.-]*" + _KEY + _REST + rb"\\?[\"'`]?[ \t]*\]?[ \t]*"
    rb"(?::[ \t]*[\w.\[\]|? ]{1,40}=|[=!]==?|=>|:=|:-|\?\?|\|\||[:=]|\bor\b)[ \t]*"
    rb"(?:[\[({][ \t]*)?(?:\\?[\"'`]?[\w./:@-]+\\?[\"'`]?[ \t]*,[ \t]*)*\\?[\"'`]?\Z"
)
"""A key, its sign, and what of a list stands before."""
_ASKED = re.compile(
    rb"(?:\([ \t]*\\?[\"'][\w.-]*|[\"']--?[\w-]*)" + _KEY + _REST + rb"\\?[\"'][ \t]*,[ \t]*\\?[\"'`]?\Z"
)
"""`getenv("MODEL", "o3")` and `["--model", "o3"]`."""
_PATH = re.compile(rb"(?:[A-Za-z0-9_.-]+/)+\Z")
_CALLED = frozenset(
    b"openai azure azure-openai azure_ai anthropic bedrock vertex_ai gemini mistral mistralai cohere groq xai x-ai "
    b"deepseek together_ai fireworks_ai".split()
)
"""The hosts that routers write before a slash: the same model ends on another day at another of them."""
_HOSTS = _CALLED | frozenset(b"google openrouter perplexity ollama replicate litellm_proxy".split())
"""What else they write there."""
_HOST = re.compile(rb"(?<![A-Za-z0-9_.@/-])(?P<host>[A-Za-z0-9_-]{2,20})/\Z")
"""One of them, and nothing before: who is called."""
_ROUTES = (b"/models/", b"/deployments/", b"/engines/")
_ITEM = re.compile(rb"[ \t]*-[ \t]+\Z")
_OVER = re.compile(rb"[ \t\r]*(?=\n|\Z|#|//)|[ \t]*[,;)\]}&|\\]")
"""What may follow a value without quotes."""


_BESIDE = re.compile(
    rb"\\?[\"'`]?[ \t]*[,;]?[ \t]*\r?\n?[ \t]*\\?[\"']?(?:[A-Za-z]+_)?(?:[Vv]ersion|snapshot)\\?[\"']?[ \t]*[:=][ \t]*"
    rb"\\?[\"'`]?(?P<version>[0-9][0-9A-Za-z.-]*)"
)
"""The version in the key that follows, as Terraform, Bicep and ARM pin a model of Azure's."""


class Token(NamedTuple):
    """An id in some bytes."""

    start: int
    end: int
    known: bytes


def tokens(data: bytes, places: Iterable[Place], known: Known, *, bare: bool) -> Iterator[Token]:
    """The ids among the places where one may begin. `bare` where values stand without quotes: not in a program."""
    last = 0
    for start, root in sorted(_likely(data, places, known)):
        if start >= last and (token := _token(data, start, root, known, bare)) and token.start >= last:
            last = token.end
            yield token


def version_beside(data: bytes, token: Token, known: Known) -> bytes | None:
    """The snapshot that the next key sets for a name that stands alone, where that is one somebody knows."""
    if not data.endswith(token.known, token.start, token.end):
        return None
    beside = _BESIDE.match(data, token.end)
    return beside["version"] if beside and token.known + b"-" + beside["version"] in known.names else None


def _likely(data: bytes, places: Iterable[Place], known: Known) -> Iterator[tuple[int, int]]:
    """Where an id may begin, by the few bytes around. In prose this is asked of every other word."""
    doubtful, alone, size = known.doubtful, known.alone, len(data)
    for root, start, end in places:
        if alone[root] and end < size and data[end] in _WORD:
            continue
        if doubtful[root]:
            before = data[start - 1] if start else None
            if before in _OPENING or (before in _LAST and data[max(start - _NEAR, 0) : start].endswith(_SPACED)):
                yield start, root
        elif not start or data[start - 1] not in _WITHIN or _may_begin(data, start):
            yield start, root


def _may_begin(data: bytes, start: int) -> bool:
    before = data[max(0, start - 8) : start]
    return bool(_REGION.search(before) if before.endswith(b".") else _ESCAPED.search(before))


def _token(data: bytes, start: int, root: int, known: Known, bare: bool) -> Token | None:
    for length in known.lengths[root]:
        name = data[start : start + length]
        if name not in known.names:
            continue
        ending = _END.match(data, start + length)
        if ending is None:
            continue
        end = ending.end()
        if known.grades[name] is not Grade.SURE:
            return Token(start, end, name) if _meant(data, start, end, known.grades[name], bare) else None
        if region := _REGION.search(data, max(0, start - 8), start):
            return Token(region.start(), end, name)
        if data[max(0, start - 3) : start] == b"ft:" and (tuned := _TUNED.match(data, end)):
            return Token(start - 3, tuned.end(), name)
        return Token(_with_host(data, start), end, name)
    return None


def _with_host(data: bytes, start: int) -> int:
    """Where an id begins with the host that a router's name has before it: `azure/gpt-4o` ends as it does there."""
    before = _HOST.search(data, max(0, start - 24), start) if data[start - 1 : start] == b"/" else None
    return before.start() if before and before["host"] in _CALLED else start


def _meant(data: bytes, start: int, end: int, how: Grade, bare: bool) -> bool:
    """Whether what could be a mere word is meant as an id."""
    line = data[max(data.rfind(b"\n", 0, start) + 1, start - _FAR) : start]
    path = _PATH.search(line) if line.endswith(b"/") else None
    before = line[: path.start()] if path else line
    quoted = _closed(data, before, end)
    if how is Grade.QUOTED:
        if path and path[0].endswith(_ROUTES):
            return True
        if quoted and (not path or path[0].partition(b"/")[0] in _HOSTS):
            return True
        if bare and _ITEM.fullmatch(before) and _OVER.match(data, end):
            return True
    if not _HAS_KEY.search(before):
        return False
    if _FLAG.search(before):
        return True
    if quoted:
        return bool(_SET.search(before) or _ASKED.search(before))
    return bare and bool(_SET.search(before)) and _ends(data, before, end)


def _closed(data: bytes, before: bytes, end: int) -> bool:
    """Whether the same quote stands on either side, in a string within a string too."""
    if not before or before[-1] not in _QUOTES:
        return False
    quote = before[-2:] if before[-2:-1] == b"\\" else before[-1:]
    return data.startswith(quote, end)


def _ends(data: bytes, before: bytes, end: int) -> bool:
    """Whether a value without quotes ends here: `MODEL=o3 python x` does, `model: base of the tower` does not."""
    return bool(_OVER.match(data, end)) or (before.endswith(b"=") and data[end : end + 1].isspace())
