"""Values and edits by chance."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.domain.findings import Path

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


def nearly(random: Random, value: Any) -> Any:
    """A value with one thing changed somewhere: dropped, put in, or another."""
    parts = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    if not parts or random.random() < 0.15:
        return any_value(random, 1)
    part: Any = random.choice(list(parts))
    copy = value.copy()
    kind = random.randrange(3)
    if kind == 0:
        del copy[part]
    elif kind == 1 and isinstance(copy, list):
        copy.insert(random.randrange(len(copy) + 1), any_value(random, 1))
    else:
        copy[part] = nearly(random, copy[part])
    return copy


def any_edit(random: Random, value: Any) -> Edit:
    """An edit by chance that makes sense for a value: sets, adds, removes, appends or inserts."""
    known = list(paths(value)) or [("a",)]
    path = random.choice(known)
    kind = random.randrange(8)
    if kind < 2:
        return Set(path, any_value(random))
    if kind < 4 and value:
        held_there = [one for one in known if isinstance(held(value, one), dict | list)]
        path = random.choice(held_there or known)
        return Set(path, nearly(random, held(value, path)))
    if kind == 4:
        return Remove(path)
    lists = [one for one in known if value and isinstance(held(value, one), list)]
    if kind == 5 or (kind == 6 and not lists):
        nulls = [one for one in known if value and held(value, one) is None]
        return Append(random.choice([*lists, *nulls[:1]] or [("more",)]), any_value(random))
    if kind == 6:
        path = random.choice(lists)
        return Insert((*path, random.randrange(len(held(value, path)) + 1)), any_value(random))
    mappings = [(), *(one for one in known if value and isinstance(held(value, one), dict))]
    below = ("deep",) if random.random() < 0.2 else ()
    path = random.choice(mappings)
    keys = [*(held(value, path) if value else {}), random.choice(KEYS)]
    random.shuffle(keys)
    return Set((*path, random.choice(KEYS), *below), any_value(random), tuple(dict.fromkeys(keys)))
