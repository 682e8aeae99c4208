"""Where a path leads in a text."""

from __future__ import annotations

from dataclasses import dataclass

from modelsteward.domain.findings import Path
from modelsteward.store.edit_tree import CannotEdit, Entry, Node, Page


@dataclass(slots=True)
class Found:
    """How far a path leads into a text."""

    steps: list[tuple[Node, Entry]]
    """The collections on the way, each with the entry that was taken."""
    node: Node | None
    """Where the way ends; None in a text without a value."""
    rest: Path
    """What is left of the path: nothing, when all of it is there."""

    @property
    def offset(self) -> int:
        """Where in the text to point."""
        return self.steps[-1][1].start if self.steps else self.node.start if self.node else 0


def find(page: Page, path: Path) -> Found:
    """Follow a path into a text. Raises CannotEdit where it leads through an alias, or into what has no such parts."""
    node, steps = page.root, list[tuple[Node, Entry]]()
    for done, part in enumerate(path):
        if node is None or is_null(page, node):
            return Found(steps, node, path[done:])
        wanted = "mapping" if isinstance(part, str) else "sequence"
        if node.kind == "alias":
            raise through_alias(page, node)
        if node.kind != wanted:
            raise page.refuse(node.start, f"`{part}` cannot be looked up here: this is {_WHAT[node.kind]}")
        entry = next((entry for entry in node.entries if entry.name == part), None)
        if entry is None:
            return Found(steps, node, path[done:])
        steps.append((node, entry))
        node = entry.value
    return Found(steps, node, ())


def through_alias(page: Page, node: Node) -> CannotEdit:
    """The error for what would be changed through an alias."""
    hint = "write out there what it stands for, and run this again"
    return page.refuse(node.start, "an alias stands here, and what it stands for is written elsewhere", hint)


def is_null(page: Page, node: Node) -> bool:
    """Whether a value is null, written or not."""
    plain = node.kind == "scalar" and not node.style and not node.tagged
    return plain and page.text[node.body : node.end] in ("", "~", "null", "Null", "NULL")


_WHAT = {"mapping": "a mapping", "sequence": "a list", "scalar": "a single value", "alias": "an alias"}
