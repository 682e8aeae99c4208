"""The plan of a new registry for eyes: which files it starts with, and what each is for."""

from __future__ import annotations

from collections.abc import Mapping

from modelsteward.domain.plan import Plan
from modelsteward.report.escape import visible
from modelsteward.report.styled import painted


def render(plan: Plan, what: Mapping[str, str], prefix: str = "", *, colour: bool = False) -> str:
    """The files with what each is for, those of one folder that serve the same in one line; then the notes."""
    lines = [painted(visible(plan.title), "bold", colour), ""] if plan.changes else []
    rows: dict[tuple[str, str], list[str]] = {}
    for change in plan.changes:
        folder, _, name = change.file.rpartition("/")
        rows.setdefault((folder, what.get(change.file, "")), []).append(name)
    shown = [(visible(_place(prefix, folder, names)), use) for (folder, use), names in rows.items()]
    wide = max((len(place) for place, _ in shown), default=0)
    lines += [f"  {place:<{wide}}  {use}".rstrip() for place, use in shown]
    lines += [""] if plan.changes and plan.notes else []
    for note in plan.notes:
        first, *rest = note.splitlines()
        lines += [f"note: {visible(first)}", *(f"  {visible(line)}" for line in rest)]
    return "\n".join(lines) + "\n"


def _place(prefix: str, folder: str, names: list[str]) -> str:
    at = f"{prefix}{folder}/" if folder else prefix
    return f"{at}{names[0]}" if len(names) == 1 else f"{at} ({len(names)} files)"
