"""Cards as people write them, by chance and by hand: every mix of styles, comments, blank lines and line ends.

Nothing here is written by the code that writes cards, so that what that code never writes is met as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_KEYS = [
    "a",
    "b",
    "c",
    "name",
    "on",
    "k y",
    "é",
    "x-y",
    '"quo ted"',
    "'si''n'",
    '"e\\ts"',
    "a#b",
    '"#h"',
    "lineage",
    "cost",
]
_SCALARS = [
    "x", "word", "two words", "no", "1.10", "5", "-0.5", "0613", "2026-01-01", "'q u'", '"d q"', "'it''s'", '"e\\n\\x41\\u00e9"',
    "null", "~", "true", "''", '""', "s3://b/k.onnx", "a#b", '"# no"', "é😀", "x  y", "v" * 110,
]  # fmt: skip
_TAILS = ["", "", "", "", "  # why", " # 'so' [it] is", "\t# tab", "  ", ' # "']
_QUOTED_LINES = [('"one', "two \\", 'three"'), ("'one", "it''s", "three'"), ("plain one", "two words", "three")]
_BLOCK_LINES = ["text", "more # no comment", "a: b", "- x", '"q', "# no", "---", "  deeper"]


def any_text(random: Random, *, plain: bool = False) -> str:
    """The text of a mapping; with `plain`, one without anchors, tags and `? key`."""
    writer = _Writer(random, plain)
    lines = [*writer.noise(0), *writer.mapping(0, 3), *writer.noise(0)]
    if random.random() < 0.15:
        lines = [random.choice(["---", "--- # card"]), *lines]
    if random.random() < 0.1:
        lines.append("...")
    text = "\n".join(lines) + ("\n" if random.random() < 0.8 else "")
    end = random.choice(["\n", "\n", "\n", "\r\n", "\r"])
    mixed = random.random() < 0.04
    text = re.sub("\n", lambda _: random.choice(["\n", "\r\n", "\r"]) if mixed else end, text)
    return ("\ufeff" if random.random() < 0.1 else "") + text


class _Writer:
    def __init__(self, random: Random, plain: bool) -> None:
        self.random = random
        self.plain = plain
        self.step = random.choice([2, 2, 2, 4, 3, 1])
        self.dash = random.choice([0, self.step])
        self.anchors: list[str] = []
        self.named = 0

    def by_chance(self, chance: float) -> bool:
        return self.random.random() < chance

    def noise(self, indent: int) -> list[str]:
        """Blank lines and comments of their own."""
        some = [
            f"{' ' * indent}# {self.number()}: a colon",
            "",
            "   ",
            f"{' ' * (indent + 3)}# {self.number()} deep",
            "# {left}",
        ]
        return [line for line in some if self.by_chance(0.07)]

    def number(self) -> int:
        return self.random.randrange(1000)

    def tail(self) -> str:
        """What stands behind a value."""
        return self.random.choice(_TAILS)

    def keys(self) -> list[str]:
        return self.random.sample(_KEYS, self.random.choice([1, 2, 2, 3, 4]))

    def mapping(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for key in self.keys():
            lines += self.noise(indent) if lines else []
            if not self.plain and self.by_chance(0.02):
                lines += [f"{' ' * indent}? {key}", f"{' ' * indent}: {self.scalar()}"]
                continue
            first, *rest = self.value(indent, depth)
            lines += [f"{' ' * indent}{key}{' :' if self.by_chance(0.05) else ':'}{first}", *rest]
        return lines

    def sequence(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.choice([1, 2, 2, 3, 4])):
            lines += self.noise(indent) if lines else []
            if depth and self.by_chance(0.3):
                gap = " " * self.random.choice([1, 1, 3])
                first, *rest = self.block(indent + 1 + len(gap), depth - 1)
                lines += [f"{' ' * indent}-{gap}{first.lstrip(' ')}", *rest]
            else:
                first, *rest = self.value(indent, depth, item=True)
                lines += [f"{' ' * indent}-{first}", *rest]
        return lines

    def block(self, indent: int, depth: int) -> list[str]:
        return self.mapping(indent, depth) if self.by_chance(0.6) else self.sequence(indent, depth)

    def value(self, indent: int, depth: int, item: bool = False) -> list[str]:
        """What stands behind a key or a dash at column `indent`, and the lines below."""
        if self.anchors and self.by_chance(0.05):
            return [f" *{self.random.choice(self.anchors)}{self.tail()}"]
        if self.plain or self.by_chance(0.95):
            lines = self.bare(indent, depth, "", item)
        else:
            self.named += 1
            lines = self.bare(indent, depth, f" &A{self.named} ", item)
            self.anchors.append(f"A{self.named}")
        return [lines[0].replace("\t", " ") if item else lines[0], *lines[1:]]  # no tab stands behind a dash

    def bare(self, indent: int, depth: int, anchor: str, item: bool) -> list[str]:
        if depth and self.by_chance(0.4):
            tail = self.tail()
            head = anchor.rstrip() + (tail if tail.strip() else "")
            if self.by_chance(0.55):
                inner = indent + self.step
                return [head, *self.noise(inner), *self.mapping(inner, depth - 1)]
            inner = indent + (self.step if item else self.dash)
            return [head, *self.noise(inner), *self.sequence(inner, depth - 1)]
        if self.by_chance(0.1):
            return [anchor.rstrip() + self.random.choice(["", "  # empty", "  ", "\t# e"])]
        make: Callable[[int], list[str]] = self.random.choice([self.line, self.line, self.line, self.braces, self.text])
        first, *rest = make(indent)
        return [(anchor or self.random.choice([" ", " ", " ", "   ", "\t"])) + first, *rest]

    def line(self, indent: int) -> list[str]:
        tag = "!!str " if not self.plain and self.by_chance(0.02) else ""
        return [tag + self.scalar() + self.tail()]

    def scalar(self) -> str:
        return self.random.choice(_SCALARS)

    def text(self, indent: int) -> list[str]:
        """A text of several lines."""
        pad = " " * (indent + self.random.choice([1, 2, 4]))
        if self.by_chance(0.4):
            first, second, third = self.random.choice(_QUOTED_LINES)
            return [first, pad + second, *([""] if self.by_chance(0.3) else []), pad + third + self.tail()]
        deep = self.random.choice([1, 2, 3]) if self.by_chance(0.3) else 0
        header = self.random.choice("|>") + (str(deep) if deep else "") + self.random.choice(["", "-", "+", ""])
        pad = " " * (indent + deep) if deep else pad
        lines = [pad + ("  " if deep else "") + "text"]
        lines += [pad + self.random.choice(_BLOCK_LINES) for _ in range(self.random.randrange(3))]
        lines += ["", pad + "last"] if self.by_chance(0.2) else []
        return [
            header + self.random.choice(["", "", "  # header", "  "]),
            *lines,
            *[""] * self.random.choice([0, 0, 1, 2]),
        ]

    def braces(self, indent: int) -> list[str]:
        """A collection in braces or brackets, over one line or several."""
        comma = "," if self.by_chance(0.15) else ""
        if self.by_chance(0.6):
            return [self.flow(2, comma) + self.tail()]
        inner = " " * (indent + self.random.choice([1, 2, 4]))
        parts = self.parts(1, ends := self.random.choice(["{}", "[]"]))
        lines = [f"{inner}{part},{self.random.choice(['', '  # in'])}" for part in parts[:-1]]
        lines += [f"{inner}{part}{comma}{self.random.choice(['', '  # in'])}" for part in parts[-1:]]
        return [
            ends[0] + self.random.choice(["", " # open"]),
            *lines,
            f"{' ' * (indent + 1)}{ends[1]}{self.random.choice(['', ' # shut'])}",
        ]

    def flow(self, depth: int, comma: str = "") -> str:
        if not depth or self.by_chance(0.3):
            return self.scalar()
        ends = self.random.choice(["{}", "[]"])
        parts = self.parts(depth - 1, ends)
        space = self.random.choice(["", "", " "])
        return ends[0] + space + ", ".join(parts) + (comma if parts else "") + space + ends[1]

    def parts(self, depth: int, ends: str) -> list[str]:
        """What stands between commas."""
        if ends == "[]":
            return [self.flow(depth) for _ in range(self.random.randrange(4))]
        if self.by_chance(0.3):  # as JSON has it
            return [f'"{key}": {self.random.choice(["1", "true", "[]"])}' for key in "pqr"[: self.random.randrange(4)]]
        return [f"{key}: {self.flow(depth)}" for key in self.random.sample(_KEYS, self.random.randrange(4))]
