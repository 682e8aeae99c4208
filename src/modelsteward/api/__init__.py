"""The small Python API, and the edge where a run is put together: read, judge, place.

import modelsteward
result = modelsteward.load("registry")
for finding in result.findings:
    print(finding.code, finding.file, finding.place.line, finding.message)
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelsteward.api.judged import Judged

__all__ = ["Judged", "load"]


def load(path: str | os.PathLike[str] = ".", *, today: date | None = None, timeless: bool = False) -> Judged:
    """Read and judge the registry in a folder. Nothing is kept of it.

    `today` is the day to judge by, the current day in the registry's time zone when absent; `timeless` leaves the
    rules of time out. Raises errors.NoRegistry where there is none to read; where steward.yaml is there and cannot be
    read, store.loading.BrokenPolicy, which is one.
    """
    from modelsteward.api.checking import Asked, judge_all
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index

    return judge_all(WorkTree(Path(path)), Index("", None), Asked(today, timeless))


def __getattr__(name: str) -> Any:
    """`Judged`, imported when first asked for: rules and cards come with it."""
    if name == "Judged":
        from modelsteward.api.judged import Judged

        return Judged
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
