"""JSON from outside to plain values: strict about duplicate keys, and never a crash."""

from __future__ import annotations

import json
from typing import Any

from modelsteward.domain.imported import Unfit
from modelsteward.domain.suggest import shown


def parse(data: bytes) -> Any:
    """The value of a JSON text. Raises Unfit, with the line where it stops being JSON.

    NaN and Infinity, which tools write though JSON has no such words, are let pass: who takes a figure looks at it.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise Unfit("it is not UTF-8 text", f"byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise Unfit(f"it is not JSON: {error.msg.lower()}", f"line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Unfit("it is nested too deeply to be read") from None
    except ValueError:  # a whole number of more digits than Python reads
        raise Unfit("it holds a number too long to be read") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unfit(f"the key {shown(twice)} stands twice in one mapping", hint="only one of them can be meant")
    return found
