"""Bytes that lie somewhere, targets that name them, and what came of looking and erasing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from modelsteward.domain.erasing import Deed, Part, Sight, Stock, Target
from modelsteward.domain.progress import nobody
from modelsteward.store.hashing import digest_all, look_at
from modelsteward.store.places import Reach, reach
from modelsteward.store.places.sparing import spare_here

WEIGHTS = b"learnt from people" * 1000


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def lay(top: Path, files: Mapping[str, bytes]) -> Path:
    """Files below a folder."""
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    return top


def of_file(place: str | Path, data: bytes = WEIGHTS) -> Target:
    return Target(str(place), sha256(data), len(data))


def of_folder(folder: Path, parts: bool = False) -> Target:
    """A target as `register` would have described the folder."""
    digested = digest_all(look_at([folder]))[0]
    files = tuple(Part(f.name, sha256(Path(f.full).read_bytes()), f.bytes) for f in digested.found.files)
    return Target(f"{folder}/", digested.digest, digested.found.bytes, parts=files if parts else ())


def there(target: Target, root: Path) -> Reach:
    found = reach(target.place, root)
    assert found is not None
    return found


def look(target: Target, root: Path = Path("/")) -> list[Sight]:
    return there(target, root).look(target, nobody)


def erase(
    target: Target, root: Path = Path("/"), spare: Iterable[str] = (), places: Mapping[str, str] | None = None
) -> tuple[list[Stock], list[Deed]]:
    """What was told, the stocks apart from the deeds; each stock before the first deed."""
    told: list[Stock | Deed] = []
    there(target, root).erase(target, spare_here(frozenset(spare), places or {}, root), told.append, nobody)
    stocks = [one for one in told if isinstance(one, Stock)]
    assert told[: len(stocks)] == stocks
    return stocks, [one for one in told if isinstance(one, Deed)]


def result(target: Target, root: Path = Path("/")) -> tuple[str, str]:
    """The one thing seen of a target."""
    (sight,) = look(target, root)
    return sight.result, sight.why


def outcome(target: Target, root: Path = Path("/")) -> tuple[str, str]:
    """The one thing that came of erasing it."""
    (deed,) = erase(target, root)[1]
    return deed.outcome, deed.why
