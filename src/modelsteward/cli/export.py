"""`steward export`: what other programs need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelsteward.cli.common import Root

app = typer.Typer(help="Write what other programs need.", no_args_is_help=True)

To = Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder to write them to; made if it is not there.")]


@app.callback()
def _group() -> None:
    """A group of its own, so that `export` has room for more than one command."""


@app.command("schema")
def schema(to: To = Path("schemas"), registry: Root = None) -> None:
    """Write the JSON Schema of each kind of card, one file a kind. Within a registry, with its own stage names."""
    from modelsteward.cli.common import find_root, write
    from modelsteward.errors import NoRegistry
    from modelsteward.interop.jsonschema import schemas
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.writing import write_files

    try:
        stages = load(WorkTree(find_root(registry)), ()).registry.policy.stage_names()
    except NoRegistry:
        if registry is not None:
            raise
        stages = None
    files = schemas(stages)
    write_files(to, files)
    write(f"{len(files)} schemas written to {to}\n")
