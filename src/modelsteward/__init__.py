"""modelsteward: a git-backed registry of AI model cards."""

from __future__ import annotations

from modelsteward.about import VERSION

TYPE_CHECKING = False  # typing's own takes a while to import, in which Ctrl-C would meet nobody
if TYPE_CHECKING:
    from modelsteward.api import Judged, load

__version__ = VERSION
__all__ = ["Judged", "__version__", "load"]


def __getattr__(name: str) -> object:
    """`load` and `Judged`, imported when first asked for, so that `steward --version` stays light."""
    if name in ("load", "Judged"):
        from modelsteward import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
