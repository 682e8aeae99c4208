"""The text of a copy of a pack: the package's own, comments and all, with what it was copied from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelsteward.domain.duty_packs import file_of
from modelsteward.domain.edits import Set
from modelsteward.store.editing import edit
from modelsteward.store.newcards import schema_line
from modelsteward.store.packs import duty_text

_ORDER = ("card", "name", "title", "about", "review_by", "pinned", "duties", "extra")


def copy_of(root: Path, name: str, pinned: Mapping[str, Any]) -> str:
    """The text for the copy of a pack in the registry at `root`."""
    text = edit(duty_text(name), [Set(("pinned",), dict(pinned), _ORDER)])
    return schema_line(root, file_of(name)) + text
