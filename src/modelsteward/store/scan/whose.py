"""Whose a file is that lies in a store of models: asked only of copies that were found."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from modelsteward.errors import Refused
from modelsteward.store.places.hub_layout import cached
from modelsteward.store.places.reading import named

_MOST = 10_000
_LARGEST = 1024 * 1024
_MOST_NAMED = 5


def whose(path: str) -> str:
    """In words, what a store has a file as; empty for a file in no store that is known."""
    top, _, name = path.rpartition("/")
    store, _, folder = top.rpartition("/")
    if folder == "blobs" and re.fullmatch(r"sha256-[0-9a-f]{64}", name):
        return _said("Ollama has it as", _of_ollama(store, name.replace("-", ":")))
    if folder == "sha256" and store.endswith("/blobs"):
        return _said("an OCI image layout has it in", _of_layout(store.removesuffix("/blobs"), f"sha256:{name}"))
    if found := re.match(r"(.*/(?:models|datasets|spaces)--[^/]+)/(?:blobs|snapshots)/", path):
        return _said("the hub's cache has it as", _of_hub(found[1], path))
    return ""


def _said(words: str, names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{words} {', '.join(map(named, names[:_MOST_NAMED]))}{more}" if names else ""


def _of_hub(top: str, path: str) -> list[str]:
    kind, *name = os.path.basename(top).split("--")
    start = f"{'' if kind == 'models' else f'{kind}/'}{'/'.join(name)}@"
    try:
        return [start + one for one in cached(os.path.realpath(top)).names.get(os.path.realpath(path), ())]
    except Refused:
        return []


def _of_ollama(store: str, digest: str) -> list[str]:
    """The models whose manifests name a blob: `manifests/HOST/OWNER/MODEL/TAG`."""
    top = os.path.join(store, "manifests")
    found = []
    for path in _files(top):
        if digest in _named_by(_read(path)):
            model, _, tag = os.path.relpath(path, top).replace(os.sep, "/").rpartition("/")
            found.append(f"{model}:{tag}")
    return found


def _of_layout(top: str, digest: str) -> list[str]:
    """The images of a layout that have a blob, by the names that its index gives them."""
    found: dict[str, None] = {}
    waiting = [(entry, "") for entry in _entries(_read(os.path.join(top, "index.json")), "manifests")]
    seen: set[str] = set()
    while waiting and len(seen) < _MOST:
        entry, above = waiting.pop(0)
        inner = str(entry.get("digest"))
        if inner in seen or not re.fullmatch(r"[a-z0-9]+:[0-9a-f]+", inner):
            continue
        seen.add(inner)
        given = entry.get("annotations")
        names = given if isinstance(given, dict) else {}
        name = str(names.get("org.opencontainers.image.ref.name") or above or inner)
        said = _read(os.path.join(top, "blobs", *inner.split(":", 1)))
        waiting += [(one, name) for one in _entries(said, "manifests")]
        if digest == inner or digest in _named_by(said):
            found[name] = None
    return list(found)


def _named_by(manifest: Any) -> set[str]:
    config = manifest.get("config") if isinstance(manifest, dict) else None
    entries = [*_entries(manifest, "layers"), *([config] if isinstance(config, dict) else [])]
    return {str(entry.get("digest")) for entry in entries}


def _entries(said: Any, key: str) -> list[dict[str, Any]]:
    found = said.get(key) if isinstance(said, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _files(top: str) -> Iterator[str]:
    seen = 0
    for folder, _, names in os.walk(top):
        for name in sorted(names):
            seen += 1
            if seen > _MOST:
                return
            yield os.path.join(folder, name)


def _read(path: str) -> Any:
    """A small file of JSON; nothing where it is none."""
    try:
        if os.path.getsize(path) > _LARGEST:
            return {}
        with open(path, "rb") as file:
            return json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
