"""How far a long piece of work has come: what those who do it tell, and nobody need hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_EVERY = 32
"""How many things are done between two words: telling is to cost nothing beside doing."""


class Step(NamedTuple):
    """What is being done, and how much of it is done."""

    what: str
    done: int = 0
    total: int = 0
    """0 where nobody knows."""
    in_bytes: bool = False


Tell = Callable[[Step], None]
"""Told of each step, from whichever thread."""


def nobody(step: Step) -> None:
    """Nobody hears it."""


def counted(tell: Tell, what: str, things: Iterable[T], total: int = 0) -> Iterator[T]:
    """The same things, one after the other, and now and then a word on how many were there."""
    if tell is nobody:
        yield from things
        return
    done = 0
    for thing in things:
        if not done % _EVERY:
            tell(Step(what, done, total))
        yield thing
        done += 1
    tell(Step(what, done, total))


def adding(tell: Tell, what: str, total: int) -> Callable[[int], None]:
    """What is to be called with the bytes done since it was last called, from any thread."""
    lock, done = Lock(), 0

    def add(more: int) -> None:
        nonlocal done
        with lock:
            done += more
            tell(Step(what, done, total, in_bytes=True))

    return add
