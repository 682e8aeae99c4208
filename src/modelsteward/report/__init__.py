"""Reports as text: one module a format, imported when asked for.

A format is a module `as_NAME` with `render(report) -> str`. To add one: the module, its name here, a golden file.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from modelsteward.domain.findings import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
"""What `--format` takes, the default first."""


def renderer(name: str) -> Callable[[Report], str]:
    """The function that writes a report in the format `name`."""
    if name not in FORMATS:
        raise BadUsage(f"there is no format `{name}`", f"one of {', '.join(FORMATS)}")
    found: Callable[[Report], str] = import_module(f"modelsteward.report.as_{name}").render
    return found
