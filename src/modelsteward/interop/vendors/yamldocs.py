"""YAML of feeds to plain values: mappings, lists and texts, one a document.

Values are built from the parser's events, never through its composer, which recurses in C and dies of deep nesting.
All that stands there is text: a day or a number is read where it is one. Anchors and tags have no meaning here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_DEEPEST = 20
_MOST = 1_000_000
"""Events that are read of one text."""


class NoYaml(Exception):
    """A text that is not YAML, or not such as feeds write."""


class _Building:
    """A document under way: what is open, each with the key that waits for its value."""

    def __init__(self) -> None:
        self.root: Any = None
        self.stack: list[list[Any]] = []

    def put(self, value: Any, *, opens: bool) -> None:
        """Put a value where it belongs: into the list, or under the key that stands before it."""
        if not self.stack:
            self.root = value
        else:
            self._into(self.stack[-1], value)
        if opens:
            self.stack.append([value, None, False])
        if len(self.stack) > _DEEPEST:
            raise NoYaml("it is nested too deeply to be read")

    @staticmethod
    def _into(top: list[Any], value: Any) -> None:
        holder, key, has_key = top
        if isinstance(holder, list):
            holder.append(value)
        elif has_key:
            if isinstance(key, str):
                holder.setdefault(key, value)
            top[1:] = [None, False]
        else:
            top[1:] = [value, True]


def documents(text: str) -> Iterator[Any]:
    """The value of each document. Raises NoYaml where one cannot be read."""
    import yaml

    try:
        yield from _documents(text, yaml)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NoYaml(f"it is not YAML{f' on line {mark.line + 1}' if mark else ''}") from None
    except RecursionError:
        raise NoYaml("it is nested too deeply to be read") from None


def _documents(text: str, yaml: Any) -> Iterator[Any]:
    building = _Building()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        if number > _MOST:
            raise NoYaml("it is too long to be read")
        if isinstance(event, yaml.DocumentStartEvent):
            building = _Building()
        elif isinstance(event, yaml.DocumentEndEvent):
            yield building.root
        elif isinstance(event, yaml.AliasEvent):
            raise NoYaml("it holds an alias")
        elif isinstance(event, yaml.CollectionEndEvent):
            building.stack.pop()
        elif isinstance(event, yaml.ScalarEvent):
            building.put(_scalar(event), opens=False)
        elif isinstance(event, yaml.CollectionStartEvent):
            building.put({} if isinstance(event, yaml.MappingStartEvent) else [], opens=True)


def _scalar(event: Any) -> Any:
    if event.style is None and event.value in ("", "~", "null", "false", "true"):
        return {"true": True, "false": False}.get(event.value)
    return event.value
