"""Files that are made from the code and committed: `python -m tests.generated` makes them anew."""

from __future__ import annotations

from pathlib import Path

from modelsteward.interop.jsonschema import schemas
from modelsteward.report import moves
from modelsteward.report.changes import render_classes
from modelsteward.report.rules import render_catalogue
from modelsteward.rules import FAMILIES
from modelsteward.rules.changes import KINS
from modelsteward.store.packs import read_packs

ROOT = Path(__file__).parent.parent


def generated() -> dict[Path, str]:
    """Every generated file with what it must hold."""
    files = {ROOT / "docs/rules.md": render_catalogue(FAMILIES, "markdown")}
    files[ROOT / "docs/moves.md"] = moves.render()
    files[ROOT / "docs/versions.md"] = render_classes(KINS, read_packs())
    files |= {ROOT / "docs/schemas" / name: text for name, text in schemas().items()}
    return files


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
