"""The introduction for people who are new to AI: the registry's own, else the one that comes with steward."""

from __future__ import annotations

from importlib import resources

from modelsteward.errors import Refused
from modelsteward.store.files import Files, Unreadable

OWN = "packs/primer.md"
"""Where a registry's own text lies; it takes the place of the other as a whole."""
_LARGEST = 256 * 1024


def read_primer(files: Files | None) -> str:
    """The text as Markdown. Raises Refused where the registry's own cannot be read."""
    if files is None or not files.exists(OWN):
        return resources.files("modelsteward.packs").joinpath("primer.md").read_text(encoding="utf-8")
    hint = "mend the file, or take it away to have the text that comes with steward"
    try:
        data = files.read(OWN)
        if len(data) > _LARGEST:
            raise Refused(f"{OWN} is larger than {_LARGEST // 1024} KiB: too long for an introduction", hint)
        text = data.decode("utf-8-sig")
    except Unreadable as error:
        raise Refused(f"{OWN}: {error}", hint) from None
    except UnicodeDecodeError as error:
        raise Refused(f"{OWN} is not UTF-8 text, from byte {error.start + 1} on", hint) from None
    if not text.strip():
        raise Refused(f"{OWN} is empty", hint)
    return text.replace("\r\n", "\n")
