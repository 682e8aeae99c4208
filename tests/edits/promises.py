"""What is promised of every edit: what it means is what was meant, and all that it does not speak of stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import yaml

from modelsteward.domain.edited import same
from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.store.composer import compose
from modelsteward.store.edit_find import Found, find
from modelsteward.store.edit_tree import Node, Page
from modelsteward.store.editing import edit, edited
from modelsteward.store.emitting import scalar
from modelsteward.store.syntax import line_starts
from tests.edits.random_edits import held, paths

_ENDS = re.compile("\r\n|\r|\n")
_HEADER = re.compile("[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


def check(text: str, one: Edit) -> str:
    """Make an edit and hold the text against all that was promised. Raises CannotEdit for what is refused."""
    before, _ = compose(text.removeprefix("\ufeff"))
    after = edit(text, [one])
    value, faults = compose(after.removeprefix("\ufeff"))
    case = (text, one, after)

    assert faults == [], case
    assert same(value, edited(before, [one])), case
    if same(value, before):
        assert after == text, case
        return after
    assert after.startswith("\ufeff") == text.startswith("\ufeff"), case
    assert len(ends := set(_ENDS.findall(text))) != 1 or set(_ENDS.findall(after)) <= ends, case
    old, new = text.removeprefix("\ufeff"), after.removeprefix("\ufeff")
    assert _is_closed(old) == _is_closed(new) or _needs_its_end(new, value), case
    assert _in_order(before, value, one), case
    page, found = Page(old), find(Page(old), _where(one))
    _check_lines(page, found, old, new, one, case)
    _check_comments(page, found, old, new, one, case)
    _check_scalar(found, old, new, one, case)
    _check_list(page, found, old, new, one, before, case)
    _check_indentation(page, new, one, before, case)
    return after


Case = tuple[str, Edit, str]


def _where(one: Edit) -> Path:
    return one.path[:-1] if isinstance(one, Insert) else one.path


def _is_closed(text: str) -> bool:
    return not text or text[-1] in "\r\n"


def _needs_its_end(text: str, value: Any) -> bool:
    """Whether the last line end is part of a text in the card."""
    return _is_closed(text) and not same(compose(text.rstrip("\r\n"))[0], value)


def _in_order(before: Any, after: Any, one: Edit) -> bool:
    """Whether keys that stay keep their order, and a new one stands where it belongs."""
    kept = _keeps_order(before, after)
    if not isinstance(one, Set) or not one.path or not isinstance(one.path[-1], str) or not one.order:
        return kept
    outer = one.path[:-1]
    if outer and outer not in set(paths(before)):
        return kept
    mapping = held(before, outer)
    if not isinstance(mapping, dict) or not mapping or one.path[-1] in mapping:
        return kept
    keys = list(held(after, outer))
    earlier = (
        [key for key in one.order[: one.order.index(one.path[-1])] if key in mapping]
        if one.path[-1] in one.order
        else []
    )
    return kept and keys[keys.index(one.path[-1]) - 1] == (earlier[-1] if earlier else keys[-2])


def _keeps_order(before: Any, after: Any) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        kept = [key for key in before if key in after]
        return kept == [key for key in after if key in before] and all(_keeps_order(before[k], after[k]) for k in kept)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return all(map(_keeps_order, before, after))
    return True


# Lines.


def _lines_of(text: str) -> list[str]:
    """Lines without their ends."""
    return [text[start:end].rstrip("\r\n") for start, end in pairwise([*line_starts(text), len(text)])]


def _check_lines(page: Page, found: Found, old: str, new: str, one: Edit, case: Case) -> None:
    """Lines change within what an edit speaks of, and nowhere else."""
    was, now = _lines_of(old), _lines_of(new)
    if isinstance(one, Append | Insert | Set) and _grows(found, one):
        first, last = _changed(was, now)
        assert first == last or found.node is None or _on_a_dash(page, found.node), case
        return
    low, high = _allowed(page, found, one)
    assert was[:low] == now[:low], case
    assert was[high:] == now[len(now) - len(was) + high :], case


def _changed(before: list[str], after: list[str]) -> tuple[int, int]:
    """Lines that were changed or taken away, from the first to behind the last."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    back = 0
    while back < min(len(before), len(after)) - first and before[-1 - back] == after[-1 - back]:
        back += 1
    return first, len(before) - back


def _grows(found: Found, one: Edit) -> bool:
    """Whether a key or item is added to a block that has some: lines come in one place, and none goes."""
    if found.node is None or not found.node.is_block or (isinstance(one, Set) and not found.rest):
        return False
    return (found.node.kind == "sequence") == isinstance(one, Append | Insert)


def _on_a_dash(page: Page, node: Node) -> bool:
    return bool(page.before(node.entries[0].start).strip())


def _allowed(page: Page, found: Found, one: Edit) -> tuple[int, int]:
    """The lines that an edit may change: those of what it speaks of, or of the collection that loses a part."""
    steps = found.steps
    if isinstance(one, Remove) and steps:
        parent, entry = steps[-1]
        if parent.style or len(parent.entries) == 1 or page.before(entry.start).strip():
            steps = steps[:-1]
    if not steps:
        return 0, len(page.starts)
    parent, entry = steps[-1]
    high = page.line(page.extent(entry, 0 if parent.style else page.indentation(parent))) + 1
    low = page.line(entry.start)
    if (
        not isinstance(one, Append | Insert) and not found.rest
    ):  # what would lengthen a block of text above, or would be the last of an open text
        while high < len(page.starts) and (not (rest := page.rest(page.starts[high]).strip()) or rest[0] == "#"):
            high += 1
        while low and not page.rest(page.starts[low - 1]).strip() and not _is_closed(page.text):
            low -= 1
    value = entry.value
    if value.style in ("|", ">"):
        high = max(high, page.line(value.end) + 1)
    return low, high


# Comments.


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Comments and where they start, as YAML's own scanner leaves them over."""
    starts, at = line_starts(text), 0

    def place(mark: Any) -> int:
        return starts[mark.line] + int(mark.column) if mark.line < len(starts) else len(text)

    for token in yaml.scan(text, Loader=_LOADER):
        start, end = place(token.start_mark), place(token.end_mark)
        for match in re.finditer("#[^\r\n]*", text[at:start]):
            yield at + match.start(), match.group().rstrip()
        is_block = isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
        if is_block and (match := _HEADER.match(text, start)):
            yield match.start(1), match[1].rstrip()
        at = max(at, end)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _check_comments(page: Page, found: Found, old: str, new: str, one: Edit, case: Case) -> None:
    """Comments go with what they stand in, and none else goes or comes."""
    low, high = _span(page, found, one)
    was = list(_comments(old))
    stay = Counter(comment for at, comment in was if not low <= at < high)
    now = Counter(comment for _, comment in _comments(new))

    assert not stay - now, (stay - now, case)
    assert not now - Counter(comment for _, comment in was), case


def _span(page: Page, found: Found, one: Edit) -> tuple[int, int]:
    """What an edit takes away or writes anew, as far as a comment can stand in it."""
    if found.rest or not found.steps or isinstance(one, Append | Insert):
        return 0, 0
    parent, entry = found.steps[-1]
    below = page.extent(entry, 0 if parent.style else page.indentation(parent))
    if isinstance(one, Remove):
        if not parent.style:
            return entry.start, below
        comma = page.text.find(",", entry.end)
        alone = comma >= 0 and not page.before(entry.start).strip()
        return entry.start, page.line_end(comma) if alone else max(below, entry.end)
    node = entry.value
    if node.kind in ("scalar", "alias"):
        return 0, 0
    if node.style:
        return node.body, node.end
    return node.entries[0].start, below


def _check_scalar(found: Found, old: str, new: str, one: Edit, case: Case) -> None:
    """What stands before and behind a scalar stays, and so do its quotes."""
    node = found.node
    if not isinstance(one, Set) or found.rest or node is None or node.kind != "scalar" or node.style in ("|", ">"):
        return
    if node.body == node.end or isinstance(one.value, dict | list) or "\n" in str(one.value):
        return
    assert new.startswith(old[: node.body]), case
    assert new.endswith(old[node.end :]), case
    written = new[node.body : len(new) - len(old) + node.end]
    if node.style and isinstance(one.value, str) and scalar(one.value, quote=node.style)[0] == node.style:
        assert written[0] == node.style or _is_json(found), case


def _is_json(found: Found) -> bool:
    return any(parent.style for parent, _ in found.steps)


def _check_list(page: Page, found: Found, old: str, new: str, one: Edit, before: Any, case: Case) -> None:
    """A block list with an item less loses lines and gets none; with one more, it gets lines and loses none."""
    if not isinstance(one, Set) or found.rest or found.node is None or not found.node.is_block:
        return
    mine, theirs = held(before, one.path), one.value
    if not (isinstance(mine, list) and isinstance(theirs, list) and theirs) or _on_a_dash(page, found.node):
        return
    less = any(same([*mine[:place], *mine[place + 1 :]], theirs) for place in range(len(mine)))
    more = any(same(mine, [*theirs[:place], *theirs[place + 1 :]]) for place in range(len(theirs)))
    was, now = (Counter(line for line in _lines_of(text) if line.strip()) for text in (old, new))
    assert not less or not now - was or not _is_closed(old), case
    assert not more or not was - now or not _is_closed(old), case


def _check_indentation(page: Page, new: str, one: Edit, before: Any, case: Case) -> None:
    """A new block is indented as all others of the card are, where they agree."""
    if not isinstance(one, Set) or not one.path or one.path in set(paths(before)):
        return
    for kind in ("mapping", "sequence"):
        known = set(_indents(page, kind))
        if len(known) == 1:
            assert set(_indents(Page(new), kind)) == known, case


def _indents(page: Page, kind: str) -> Iterator[int]:
    """How much deeper each block of a kind stands than the mapping whose key leads to it."""
    nodes = [page.root] if page.root else []
    for node in nodes:
        for entry in node.entries:
            inner = entry.value
            nodes.append(inner)
            if node.is_block and inner.is_block and node.kind == "mapping" and inner.kind == kind:
                yield page.indentation(inner) - page.indentation(node)
