"""From keys to lines: findings name keys, readers want places."""

from __future__ import annotations

from modelsteward.domain.findings import Path, Place
from modelsteward.domain.secrets import masked
from modelsteward.store.composer import compose
from modelsteward.store.marks import Mark, Marks
from modelsteward.store.syntax import line_column, line_starts

_LONGEST_LINE = 400


class Placer:
    """Finds places in one text; the text is read again, with places, on the first question only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._masked: str | None = None
        self._starts: list[int] | None = None
        self._marks: Marks | None = None

    def at_path(self, path: Path, at_key: bool = False) -> Place:
        """The value at a path, or its key; where it is not written, the nearest that is."""
        if self._marks is None:
            self._marks = Marks()
            compose(self._text, self._marks)
        if not path:
            return self.at(1, 1)
        value, key = self._marks.values.get(path), self._marks.keys.get(path)
        mark = key if at_key else value
        if mark is not None and not at_key and not isinstance(path[-1], int) and _is_block(mark, key):
            mark = key  # a mapping or list on lines of its own is best shown by its key
        if mark is None:
            return self.at_path(path[:-1], at_key=True)
        end = mark.end if mark.end_line == mark.line else None
        return self.at(mark.line + 1, mark.column + 1, end + 1 if end is not None else None)

    def at_offset(self, start: int, end: int) -> Place:
        """The place of a stretch of the text."""
        line, column = line_column(self._line_starts(), start)
        return self.at(line, column, column + end - start)

    def at(self, line: int, column: int, end_column: int | None = None) -> Place:
        """A place with its source line, secrets in it masked."""
        if self._masked is None:
            self._masked = masked(self._text)
        starts = self._line_starts()
        end = starts[line] if line < len(starts) else len(self._text)
        source = self._masked[starts[line - 1] : end].rstrip("\r\n") if line <= len(starts) else ""
        if end_column is not None and end_column <= column:
            end_column = None
        return Place(line, column, end_column, source[:_LONGEST_LINE])

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = line_starts(self._text)
        return self._starts


def _is_block(mark: Mark, key: Mark | None) -> bool:
    return key is not None and mark.line != key.line and mark.written is None and mark.end_line >= mark.line
