"""Cards as people write them, by chance: every mix of styles, comments, blank lines and line ends."""

from __future__ import annotations

from random import Random
from typing import Any

from modelsteward.store.emitting import flow, inline, literal, scalar
from tests.edits.random_edits import any_value

_NAMES = ["card", "name", "stage", "summary", "owner", "lineage", "cost", "served", "lifecycle", "extra", "é", "on"]


def any_text(random: Random) -> str:
    """The text of a mapping."""
    writer = _Writer(random)
    lines = [*writer.noise(0), *writer.mapping(any_card(random), 0), *writer.noise(0)]
    if random.random() < 0.15:
        lines = ["---", *lines]
    if random.random() < 0.1:
        lines.append("...")
    end = random.choice(["\n", "\n", "\n", "\r\n", "\r"])
    text = end.join(lines) + (end if random.random() < 0.8 else "")
    return ("\ufeff" if random.random() < 0.1 else "") + text


def any_card(random: Random) -> dict[str, Any]:
    """A mapping that holds something."""
    return {name: any_value(random, 3) for name in random.sample(_NAMES, random.randint(1, 6))}


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.step = random.choice([2, 2, 4, 3, 1])
        self.dash = random.choice([0, 2, 2])

    def noise(self, indent: int) -> list[str]:
        """Blank lines and comments of their own."""
        some = [" " * indent + "# a comment: with a colon", "", "   " if self.random.random() < 0.2 else "", "# {left}"]
        return [line for line in some if self.random.random() < 0.1]

    def tail(self) -> str:
        """A comment behind a value."""
        return self.random.choice(["", "", "", "  # why", " # 'so' [it] is", "\t# tab", "  "])

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for key, inner in value.items():
            lines += self.noise(indent) if lines else []
            name = scalar(key, in_flow=True, quote=self.random.choice(["", "", "", "'"]))
            lines += self.below(
                " " * indent + name + ":", inner, indent, self.dash if isinstance(inner, list) else self.step
            )
        return lines

    def sequence(self, value: list[Any], indent: int) -> list[str]:
        lines: list[str] = []
        for inner in value:
            lines += self.noise(indent) if lines else []
            compact = isinstance(inner, dict | list) and inner and self.random.random() < 0.6
            if compact:
                gap = self.random.choice([1, 1, 3])
                first, *rest = self.block(inner, indent + 1 + gap)
                lines += [" " * indent + "-" + " " * gap + first.lstrip(" "), *rest]
            else:
                lines += self.below(" " * indent + "-", inner, indent, 2)
        return lines

    def block(self, value: Any, indent: int) -> list[str]:
        return self.mapping(value, indent) if isinstance(value, dict) else self.sequence(value, indent)

    def below(self, head: str, value: Any, indent: int, step: int) -> list[str]:
        """A value behind its key or dash, or below it."""
        if isinstance(value, dict | list) and value and self.random.random() < 0.6:
            comment = self.tail()
            return [
                head + (comment if comment.strip() else ""),
                *self.noise(indent + step),
                *self.block(value, indent + step),
            ]
        if isinstance(value, dict | list) and value and self.random.random() < 0.4:
            return [f"{head} {lines[0]}", *lines[1:]] if (lines := self.open_flow(value, indent)) else []
        if value is None and self.random.random() < 0.5:
            return [head + self.random.choice(["", "  # empty"])]
        text = flow(value) if isinstance(value, dict | list) else self.written(value, indent)
        first, *rest = text.split("\n")
        comment = "" if rest else self.tail()
        return [f"{head} {first}{comment}", *rest]

    def open_flow(self, value: Any, indent: int) -> list[str]:
        """Braces or brackets over several lines."""
        inner = " " * (indent + self.step)
        parts = (
            [f"{flow(key)}: {flow(part)}" for key, part in value.items()]
            if isinstance(value, dict)
            else [*map(flow, value)]
        )
        comma = self.random.choice(["", ","])
        lines = [
            f"{inner}{part}{',' if part is not parts[-1] else comma}{self.random.choice(['', '  # in'])}"
            for part in parts
        ]
        ends = "{}" if isinstance(value, dict) else "[]"
        return [
            ends[0] + self.random.choice(["", " # open"]),
            *lines,
            " " * (indent + 1) + ends[1] + self.random.choice(["", " # shut"]),
        ]

    def written(self, value: Any, indent: int) -> str:
        quote = self.random.choice(["", "", "'", '"']) if isinstance(value, str) else ""
        if quote:
            return scalar(value, quote=quote)
        return inline(value, indent) or "\n".join(literal(value, indent))
