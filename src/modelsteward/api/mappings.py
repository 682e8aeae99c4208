"""The edge where a person's own files about reports are read: what a table holds, and which model is which version."""

from __future__ import annotations

from pathlib import Path

from modelsteward.domain.mapped import Mapping
from modelsteward.errors import BadUsage, reason
from modelsteward.store.composer import compose
from modelsteward.store.files import LARGEST
from modelsteward.store.marks import Marks
from modelsteward.store.shape import shape
from modelsteward.store.syntax import Fault


def read_mapping(path: Path) -> Mapping:
    """A mapping file. Raises BadUsage with the place of what is wrong."""
    text = _text(path)
    value, faults = compose(text)
    _require(path, faults)
    mapping, wrong = shape(Mapping, value if value is not None else {}, text)
    if not isinstance(mapping, Mapping):
        _, problem = wrong[0]
        marks = Marks()
        compose(text, marks)
        table = marks.keys if problem.at_key else marks.values
        mark = table.get(problem.path)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise BadUsage(f"{where}: {problem.message}", problem.hint)
    return mapping


def read_models(path: Path) -> dict[str, str]:
    """Refs by what tools call models: `openai/gpt-4o: gpt-4o@1.0.0`, a line each. Raises BadUsage."""
    value, faults = compose(_text(path))
    _require(path, faults)
    if not isinstance(value, dict) or not all(isinstance(ref, str) and ref for ref in value.values()):
        raise BadUsage(f"{path} does not say which model is which version", "a line each: openai/gpt-4o: gpt-4o@1.0.0")
    return {str(name): ref for name, ref in value.items()}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadUsage(f"{path} is larger than 1 MiB", "it ought to be a few lines")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadUsage(f"{path} cannot be read: {reason(error)}", "see that the path is right") from None
    except UnicodeDecodeError:
        raise BadUsage(f"{path} is not UTF-8 text", "save it as UTF-8") from None


def _require(path: Path, faults: list[Fault]) -> None:
    for fault in faults[:1]:
        raise BadUsage(f"{path}:{fault.line}:{fault.column}: {fault.message}", fault.hint)
