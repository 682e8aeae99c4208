"""Text from cards, made safe for eyes: what cannot be seen is shown as an escape and never printed raw.

`visible` is for plain text, `markdown` and `code` are for Markdown.
"""

from __future__ import annotations

import re

# What a reader cannot see, or what changes how the rest is shown: control characters (escape sequences start with
# one), marks of text direction, characters without width, line ends that only some programs know, half surrogate
# pairs, tags, and code points that are no characters. U+FE0E and U+FE0F only choose how an emoji is drawn, and stay.
UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    # `##[` anywhere in a line is a command to GitHub's runner, `##vso[` to Azure's, whatever was being printed
    # (github.com/actions/runner, src/Runner.Common/ActionCommand.cs, read 2026-11-24).
    r"|#(?=#(?:vso)?\[)"
)
# In prose a forge makes links, mentions and emoji of these after it has read the Markdown, so neither a backslash nor
# an entity keeps it from that (github.com/github/cmark-gfm/issues/181, read 2026-11-24). Code spans it leaves alone.
_ACTIVE = re.compile(r"[@#/\\]|:\S|\bwww\.|\bGH-\d|\b[0-9a-fA-F]{7,}\b")
_PIECE = re.compile(r"`([^`]+)`|:[^\s`]*|[^\s`]*[^\s`.,;:]|[.,;]+|\s+|`+")
_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "&<>`*_~|[]$"})
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def visible(text: str, keep: str = "") -> str:
    """The text with everything unsafe shown as an escape like `\\u202e`; the characters in `keep` stay."""
    return UNSAFE.sub(lambda match: match[0] if match[0] in keep else escaped(match[0]), text)


def escaped(character: str) -> str:
    """One character as an escape."""
    if character in _SHORT:
        return _SHORT[character]
    number = ord(character)
    if number > 0xFFFF:
        return f"\\U{number:08x}"
    return f"\\u{number:04x}" if number > 0xFF else f"\\x{number:02x}"


def markdown(text: str, longest: int | None = None, *, in_table: bool = True) -> str:
    """The text as Markdown on one line, for a table unless it is not `in_table`, that reads the same and does nothing.

    What stands in backticks, or what a forge would make something of, is shown as code. `longest` cuts the text.
    """
    shown = visible(text)
    if longest is not None and len(shown) > longest:
        shown = shown[: longest - 3] + "..."
    pieces: list[tuple[bool, str]] = []
    for match in _PIECE.finditer(shown):
        words = match[1] or match[0]
        is_code = match[1] is not None or _ACTIVE.search(words) is not None
        if pieces and pieces[-1][0] == is_code:  # two code spans side by side would be read as one, with other ends
            pieces[-1] = (is_code, pieces[-1][1] + words)
        else:
            pieces.append((is_code, words))
    return "".join(code(words, in_table=in_table) if is_code else words.translate(_MARKUP) for is_code, words in pieces)


def code(text: str, *, in_table: bool = True) -> str:
    """A Markdown code span: more backticks around it than any in it, and no bar that would end a table's cell."""
    shown = visible(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    if shown.startswith("`") or shown.endswith("`") or (shown.strip(" ") and shown != shown.strip(" ")):
        shown = f" {shown} "
    if in_table:
        shown = shown.replace("|", "\\|")
    return f"{fence}{shown}{fence}" if shown else ""
