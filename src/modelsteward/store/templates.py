"""The texts that a new registry starts with, from the package's own data."""

from __future__ import annotations

from importlib import resources

_FOLDER = "templates"


def read_templates() -> dict[str, str]:
    """Each text by its file's name; a `$name` in it stands for what is filled in."""
    folder = resources.files("modelsteward.packs").joinpath(_FOLDER)
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.is_file()}
