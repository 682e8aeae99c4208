"""`KEY=VALUE` from the command line, as edits: keys joined by dots, values read as a card's are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from modelsteward.domain.edits import Append, Edit, Remove, Set, as_typed
from modelsteward.domain.findings import Path
from modelsteward.domain.suggest import shown
from modelsteward.domain.texts import require_text
from modelsteward.errors import BadUsage
from modelsteward.store.composer import compose
from modelsteward.store.edit_tree import Node, Page
from modelsteward.store.marks import Marks
from modelsteward.store.scalars import BadNumber, plain
from modelsteward.store.syntax import Fault

_PAIR = re.compile(r'((?:"[^"]*"|[^"=])*)=(.*)', re.DOTALL)
_PART = re.compile(r'"([^"]+)"|([^.\[\]"=]+)|\[([0-9]+)\]')
_FOLLOWS = "more follows behind them"
_ENDED = "the card ended"
"""How the reader starts to say that something follows, which is odd to hear of an argument."""
_IN_YAML = {"{": "braces", "[": "brackets", '"': "quotes", "'": "quotes"}


def assignments(texts: Iterable[str], removed: Iterable[str] = ()) -> list[Edit]:
    """Read `KEY=VALUE` (set), `KEY+=VALUE` (append to a list) and keys to remove. Raises BadUsage.

    `artifacts[0].uri` is the first artifact's; a key that holds a dot stands in double quotes. A value in braces,
    brackets or quotes is YAML. A number, true, false, null and nothing at all mean what they mean in a card. All else
    is text, just as it was typed.
    """
    edits: list[Edit] = []
    for text in texts:
        require_text(text)
        match = _PAIR.fullmatch(text)
        if match is None:
            raise BadUsage(f"{shown(text)} is no KEY=VALUE", "write it like summary='Scores what comes in.'")
        name, value = match.groups()
        path = key_path(name.removesuffix("+"))
        edits.append((Append if name.endswith("+") else Set)(path, _value(value, name)))
    return [*edits, *map(Remove, _from_behind(map(key_path, removed)))]


def _from_behind(paths: Iterable[Path]) -> list[Path]:
    """Later items of a list before earlier ones, so that each keeps its place until its turn comes."""
    return sorted(paths, key=lambda path: [(isinstance(part, int), part) for part in path], reverse=True)


def key_path(name: str) -> Path:
    """The path of a key as typed: `lineage.datasets`, `artifacts[0].uri`. Raises BadUsage."""
    path: list[str | int] = []
    at = 0
    while at < len(name):
        match = _PART.match(name, at)
        if match is None:
            break
        quoted, bare, index = match.groups()
        path.append(int(index) if index is not None else quoted or bare)
        at = match.end()
        if at < len(name) and name[at] == ".":
            at += 1
            if at == len(name):
                break
        elif at < len(name) and name[at] != "[":
            break
    else:
        if path and isinstance(path[0], str):
            return tuple(path)
    raise BadUsage(f"`{name}` is no key", "write it like lifecycle.review_by or artifacts[0].uri")


def _value(text: str, name: str) -> object:
    bare = text.strip()
    if bare[:1] in _IN_YAML:
        return _from_yaml(bare, name)
    try:
        value = plain(bare)
    except BadNumber as error:
        raise BadUsage(
            f"the value of {name} cannot be read: {shown(bare, 20)} is {error}", _quoting(bare, name)
        ) from None
    if isinstance(value, str):
        return text
    return value if value is None or isinstance(value, bool) else as_typed(value, bare)


def _from_yaml(text: str, name: str) -> object:
    """A value in braces, brackets or quotes. Raises BadUsage for what would be dropped, or stand for something else."""
    marks = Marks()
    value, faults = compose(text, marks)
    what = _wrong(faults, text)
    if what:
        message = f"the value of {name} cannot be read as YAML, which its {_IN_YAML[text[0]]} make it: {what}"
        raise BadUsage(message, _quoting(text, name))
    return _typed(value, marks)


def _wrong(faults: list[Fault], text: str) -> str:
    """Why a text in braces, brackets or quotes is no value and nothing else; empty where it is."""
    if faults:
        return _FOLLOWS if faults[0].message.startswith(_ENDED) else faults[0].message
    page = Page(text)
    root = page.root
    if root is None or root.end != len(text):
        return _FOLLOWS
    nodes = list(_nodes(root))
    between = list(text)
    for node in nodes:
        if node.kind == "scalar":
            between[node.body : node.end] = " " * (node.end - node.body)
    if "#" in between or any(node.tagged or node.anchored or node.kind == "alias" for node in nodes):
        return "a comment, an anchor or a tag stands in them, and would be lost"
    return ""


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for entry in node.entries:
        if entry.key is not None:
            yield entry.key
        yield from _nodes(entry.value)


def _typed(value: Any, marks: Marks, path: Path = ()) -> Any:
    """The value with its numbers as they were typed."""
    if isinstance(value, dict):
        return {key: _typed(inner, marks, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner, marks, (*path, place)) for place, inner in enumerate(value)]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    written = marks.written(path) if is_number else None
    return value if written is None else as_typed(value, written)


def _quoting(text: str, name: str) -> str:
    """How a person writes what may have been meant: the same as text, quoted for YAML and for the shell."""
    if "'" in text or "\n" in text:
        return "if it is text, put it into quotes within the quotes of the shell"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f"if it is text, quote it: {name}='\"{escaped}\"'"
