"""What is searched for, by size and by digest: most files are ruled out by their size and never read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from modelsteward.domain.erasing import Wanted
from modelsteward.errors import Refused
from modelsteward.store.places.reading import hasher

Algorithms = tuple[str, ...]


class Index(NamedTuple):
    """What is searched for."""

    by_digest: Mapping[str, tuple[Wanted, ...]]
    """Files, by digest."""
    by_size: Mapping[int, Algorithms]
    """What to work out for a file of such a size."""
    any_size: Algorithms
    """What to work out for every file, since the size of some is not known."""
    all_of: Algorithms
    """What to work out where the size is not known before it was read."""
    tensors: Mapping[str, tuple[Wanted, ...]]
    """Arrays, by digest."""
    tensor_sizes: Mapping[int, Algorithms]

    def algorithms(self, size: int | None) -> Algorithms:
        """What to work out for bytes of a size; nothing where they cannot be any that are sought."""
        return self.all_of if size is None else self.by_size.get(size, self.any_size)

    def for_member(self, size: int) -> Algorithms:
        """The same for a file in an archive, which may be an array by itself: so PyTorch keeps them."""
        return tuple(dict.fromkeys([*self.algorithms(size), *self.tensor_sizes.get(size, ())]))


class Hashers:
    """Several digests at once."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        self._working: dict[str, Any] = {algorithm: hasher(algorithm) for algorithm in algorithms}

    def update(self, data: bytes | memoryview) -> None:
        """Go on with these bytes."""
        for one in self._working.values():
            one.update(data)

    def digests(self) -> list[str]:
        """Of all bytes so far."""
        return [f"{algorithm}:{one.hexdigest()}" for algorithm, one in self._working.items()]


def index_of(wanted: Iterable[Wanted]) -> tuple[Index, list[str]]:
    """The index, and what cannot be searched for, with why."""
    able: dict[str, str] = {}
    missing: list[str] = []
    files: list[Wanted] = []
    tensors: list[Wanted] = []
    for one in wanted:
        algorithm = one.digest.partition(":")[0]
        if algorithm not in able:
            able[algorithm] = _fault(algorithm)
        if able[algorithm]:
            missing.append(f"{one.what} was not searched for: {able[algorithm]}")
        else:
            (tensors if one.is_tensor else files).append(one)
    unsized = _algorithms(one for one in files if one.bytes is None)
    sizes = _by_size(files)
    return Index(
        _by_digest(files),
        {size: tuple(dict.fromkeys([*algorithms, *unsized])) for size, algorithms in sizes.items()},
        unsized,
        _algorithms(files),
        _by_digest(tensors),
        _by_size(tensors),
    ), missing


def _fault(algorithm: str) -> str:
    try:
        hasher(algorithm)
    except Refused as error:
        return error.message
    return ""


def _algorithms(wanted: Iterable[Wanted]) -> Algorithms:
    return tuple(sorted({one.digest.partition(":")[0] for one in wanted}))


def _by_digest(wanted: Iterable[Wanted]) -> dict[str, tuple[Wanted, ...]]:
    found: dict[str, list[Wanted]] = {}
    for one in wanted:
        found.setdefault(one.digest, []).append(one)
    return {digest: tuple(ones) for digest, ones in found.items()}


def _by_size(wanted: Iterable[Wanted]) -> dict[int, Algorithms]:
    found: dict[int, list[Wanted]] = {}
    for one in wanted:
        if one.bytes is not None:
            found.setdefault(one.bytes, []).append(one)
    return {size: _algorithms(ones) for size, ones in found.items()}
