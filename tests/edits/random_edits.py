"""Edits and texts by chance, and what must hold of every edit that is made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

from modelsteward.domain.edited import same
from modelsteward.domain.edits import Append, Edit, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.store.composer import compose
from modelsteward.store.edit_find import find
from modelsteward.store.edit_tree import Page
from modelsteward.store.editing import edit, edited
from modelsteward.store.marks import Marks
from modelsteward.store.syntax import line_starts

TEXTS = [
    "word", "two words", "yes", "no", "null", "1.10", "2026-01-01", "a: b", "a #b", "#c", "- d", "[e", "it's", 'say "hi"', "back\\slash",
    "", " lead", "trail ", "tab\there", "one\ntwo", "one\ntwo\n", " in\nout", "end\n\n", "é名😀", "s3://b/k.onnx", "data:rows@1.0.0",
    "\x1b[31m", "\u2028", "*x", "&x", "!x", "x,y", "{x}", "a" * 120, "---", "...", "key:", "?", "|", "%x", "@x", "`x", "~", "=", "<<",
]  # fmt: skip
KEYS = ["a", "b", "c", "name", "on", "1", "k y", "é", "x:y", "#k", "lineage", "cost"]


def any_value(random: Random, depth: int = 2) -> Any:
    """Plain data by chance."""
    kind = random.randrange(8 if depth else 6)
    if kind < 3:
        return random.choice(TEXTS)
    if kind == 3:
        return random.choice([0, 1, -7, 10**20, 0.1, 1e21, -0.5, 1.0])
    if kind < 6:
        return random.choice([None, True, False])
    if kind == 6:
        return [any_value(random, depth - 1) for _ in range(random.randrange(4))]
    return {key: any_value(random, depth - 1) for key in random.sample(KEYS, random.randrange(4))}


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every path of a value but the empty one."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from paths(inner, (*path, key))


def held(value: Any, path: Path) -> Any:
    """What stands at a path."""
    for part in path:
        value = value[part]
    return value


def any_edit(random: Random, value: Any) -> Edit:
    """An edit by chance that makes sense for a value: sets, adds, removes or appends."""
    known = list(paths(value)) or [("a",)]
    path = random.choice(known)
    kind = random.randrange(5)
    if kind < 2:
        return Set(path, any_value(random))
    if kind == 2:
        return Remove(path)
    if kind == 3:
        lists = [one for one in known if value and isinstance(held(value, one), list | None)]
        return Append(random.choice(lists or [("more",)]), any_value(random))
    mappings = [(), *(one for one in known if value and isinstance(held(value, one), dict))]
    below = ("deep",) if random.random() < 0.2 else ()
    return Set((*random.choice(mappings), random.choice(KEYS), *below), any_value(random), tuple(KEYS))


def lines_of(text: str) -> list[str]:
    """Lines with their ends."""
    starts = [*line_starts(text), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def check(text: str, one: Edit) -> str:
    """Make an edit and hold the text against all that was promised. Raises CannotEdit for what is refused."""
    body = text.removeprefix("\ufeff")
    marks = Marks()
    value, _ = compose(body, marks)
    after = edit(text, [one])
    result, faults = compose(after.removeprefix("\ufeff"))

    assert faults == []
    assert same(result, edited(value, [one])), (text, one, after)
    if same(result, value):
        assert after == text, (one, after)
        return after
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    closed = not body or body[-1] in "\r\n"
    if not isinstance(one, Remove):  # where the last line goes, an empty one above may become the last
        assert closed == (after[-1] in "\r\n"), (text, one, after)
    end = "" if closed else next((line[len(line.rstrip("\r\n")) :] for line in lines_of(body)), "") or "\n"
    old, new = lines_of(body + end), lines_of(after.removeprefix("\ufeff") + end)
    if _grows_a_block(body, value, one):  # behind comments that belong to what was last
        first, last = _changed(old, new)
        assert first == last, (text, one, after)
        return after
    low, high = _allowed(body, marks, value, one)
    while high < len(old) and old[high].lstrip().startswith("#") and _indent(old[high]) > _indent(old[low]):
        high += 1  # a comment within what is spoken of, behind all else of it
    assert old[:low] == new[:low], (text, one, after)
    assert old[high:] == new[len(new) - len(old) + high :], (text, one, after)
    return after


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _grows_a_block(body: str, value: Any, one: Edit) -> bool:
    """Whether a key or item is added to a block that has some: lines come in one place, and none goes."""
    if not isinstance(one, Append) and (isinstance(one, Remove) or one.path in paths(value)):
        return False
    node = find(Page(body), one.path).node
    return node is not None and node.is_block and (node.kind == "sequence") == isinstance(one, Append)


def _changed(before: list[str], after: list[str]) -> tuple[int, int]:
    """Lines that were changed or taken away, from the first to behind the last."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    back = 0
    while back < min(len(before), len(after)) - first and before[-1 - back] == after[-1 - back]:
        back += 1
    return first, len(before) - back


def _allowed(body: str, marks: Marks, value: Any, one: Edit) -> tuple[int, int]:
    """The lines that an edit may change: those of what it speaks of, or of the collection that gets or loses a part."""
    path = one.path
    while path not in marks.values:
        path = path[:-1]
    if isinstance(one, Remove):
        page = Page(body)
        parent, entry = find(page, path).steps[-1]
        if parent.style or len(parent.entries) == 1 or page.before(entry.start).strip():
            path = path[:-1]  # a comma goes as well, or an empty collection stays, or the next entry moves up
    mark = marks.values[path]
    start = marks.keys[path].line if path in marks.keys else mark.line if path else 0
    if path and isinstance(path[-1], int):  # a dash may stand on a line above its value
        start = marks.values[path[:-1]].line if path[-1] == 0 else marks.values[(*path[:-1], path[-1] - 1)].end_line
    return start, max(_last_line(body, path), mark.end_line) + 1


def _last_line(body: str, path: Path) -> int:
    page = Page(body)
    node = find(page, path).node
    return page.line(node.end) if node is not None else 0
