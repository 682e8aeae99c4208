"""The day of the story: a tool that asks for the time is told that day, and draws the same ids each time."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import time_machine


@contextmanager
def on(moment: str, seed: int) -> Iterator[None]:
    """Run what is inside at this moment, with ids drawn from a seed. The clock stands still: all takes no time."""
    rng = random.Random(seed)
    drawn = uuid.uuid4
    uuid.uuid4 = lambda: uuid.UUID(int=rng.getrandbits(128), version=4)
    try:
        with time_machine.travel(moment, tick=False):
            yield
    finally:
        uuid.uuid4 = drawn
