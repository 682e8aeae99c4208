"""Small worlds for the rules about vendors: a vendor's file, and a card of ours that comes from it."""

from __future__ import annotations


def vendor(*observations: str, of: str = "openai/gpt-4o") -> str:
    return f"'vendor:{of}': {{observations: [{', '.join(f'{{{one}}}' for one in observations)}]}}\n"


def model(source: str = "snapshot: s1", more: str = "", ref: str = "m@1.0.0") -> str:
    return f"{ref}: {{origin: vendor, source: {{host: openai, model: gpt-4o, {source}}}, {more}}}\n"


def page(more: str, read_on: str = "2029-12-01", source: str = "page", snapshot: str = "s1") -> str:
    return f"source: {source}, read_on: {read_on}, " + (f"snapshot: {snapshot}, " if snapshot else "") + more


SERVES = "use:u: {serving: {main: m@1.0.0}}\n"
LATE = page("ends: 2031-05-01")
