"""What is wrong with a text as YAML, in words that say what to do."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml


class Fault(NamedTuple):
    """Something wrong with a file before its meaning is judged. Line and column count characters from 1."""

    code: str
    line: int
    column: int
    end_column: int | None
    message: str
    hint: str = ""


_LINE_END = r"\r\n?|\n"
_CONFLICT = r"(?:^|[\r\n])(?:<{7}|>{7}) "
_NOT_ALLOWED = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def line_starts(text: str) -> list[int]:
    """Where each line starts; a line ends in LF, CRLF or CR, as YAML has it."""
    return [0, *(match.end() for match in re.finditer(_LINE_END, text))]


def line_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in the text with these line starts."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def explain_character(text: str) -> Fault:
    """The first character that YAML does not allow, as a fault."""
    match = re.search(_NOT_ALLOWED, text)
    line, column = line_column(line_starts(text), match.start() if match else 0)
    which = f"the character U+{ord(match.group()):04X}" if match else "a character"
    hint = f'remove it, or write it as "\\u{ord(match.group()):04x}" in double quotes' if match else ""
    return Fault("RD110", line, column, None, f"{which} cannot stand in YAML as it is", hint)


# What the parser says (libyaml's words, then PyYAML's), what is the case, and what to do. {line} is where that started.
_SAID: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("mapping values are not allowed",),
        "a `:` stands where no key can be",
        "quote text that holds `: `, or mend the indentation",
    ),
    (
        ("could not find expected ':'",),
        "this is neither a `key: value` nor part of the value above",
        "write `: ` behind a key; indent what belongs to the value above; close quotes",
    ),
    (
        ("block sequence entries are not allowed", "sequence entries are not allowed"),
        "a `- ` stands where no list can start",
        "start a list on a line of its own below its key; quote text that starts with `- `",
    ),
    (
        ("mapping keys are not allowed",),
        "a `? ` stands where no key can be",
        "quote text that starts with `? `",
    ),
    (
        ("did not find expected key", "expected <block end>, but found"),
        "this does not continue the mapping or list above it (from line {line})",
        "mend the indentation; close quotes; quote text that holds quotes or starts with a special character",
    ),
    (
        ("did not find expected '-' indicator",),
        "this does not continue the list above it (from line {line})",
        "indent each `- ` of a list alike",
    ),
    (
        ("did not find expected ',' or ']'", "expected ',' or ']'"),
        "the list opened with `[` on line {line} is not closed, or lacks a comma before this",
        "close it with `]`, put commas between its entries, and quote text that holds `[`, `]` or `,`",
    ),
    (
        ("did not find expected ',' or '}'", "expected ',' or '}'"),
        "the mapping opened with `{{` on line {line} is not closed, or lacks a comma before this",
        "close it with `}`, put commas between its entries, and quote text that holds `{`, `}` or `,`",
    ),
    (
        ("found unexpected end of stream",),
        "the quote opened on line {line} is not closed",
        "close it; within single quotes write '' for one quote, within double quotes \\\"",
    ),
    (
        ("found unexpected document indicator",),
        "a line of `---` or `...` stands within the quotes opened on line {line}",
        "close the quotes",
    ),
    (
        ("did not find expected node content", "expected the node content", "found unexpected ':'"),
        "a value is missing here",
        "write the value, or `null` for none",
    ),
    (
        ("did not find expected <document start>", "expected '<document start>'"),
        "the card ended above, and this belongs to nothing",
        "mend the indentation; quote text that holds quotes",
    ),
    (
        ("found unknown escape character",),
        "this escape does not exist",
        "within double quotes `\\` starts an escape: write `\\\\`, or use single quotes",
    ),
    (
        ("hexdecimal", "hexadecimal"),
        "an escape lacks hex digits",
        "write \\x and 2, \\u and 4 or \\U and 8 hex digits",
    ),
    (
        ("invalid Unicode character escape",),
        "this escape is no character",
        "write the character itself",
    ),
    (
        ("found a tab character",),
        "a tab stands where spaces must",
        "YAML is indented with spaces, never with tabs",
    ),
    (
        ("indentation indicator",),
        "the digit behind `|` or `>` must be from 1 to 9",
        "leave it out",
    ),
    (
        ("did not find expected comment or line break", "expected a comment or a line break"),
        "a line must end here",
        "start the text on the next line",
    ),
    (
        ("alphabetic or numeric character", "alphabetic or numeric"),
        "an anchor or alias needs a name of letters and digits",
        "quote text that starts with `&` or `*`",
    ),
    (
        ("incompatible YAML document",),
        "the file says it is of a YAML version that is not read here",
        "leave the %YAML line out: cards are read as YAML 1.2",
    ),
    (
        ("undefined tag handle",),
        "this tag is not declared",
        "leave the tag out: a card holds plain values only",
    ),
    (
        ("while scanning a tag", "while parsing a tag", "tag URI", "URI escaped octet", "UTF-8 octet"),
        "this is no tag",
        "leave tags out, and quote text that starts with `!`",
    ),
    (
        ("directive",),
        "a line that starts with `%` is a directive, and this is none",
        "leave it out, or quote text that starts with `%`",
    ),
)  # fmt: skip


_BEGAN_EARLIER = ("could not find expected ':'", "found unexpected end of stream")
"""Where the parser only gives up long behind the slip, and names the place of the slip as its context."""


def explain_syntax(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """A syntax error of the parser as a fault: what is the case, and what would be right."""
    problem, context = error.problem or "it cannot be parsed", error.context or ""
    starts = line_starts(text)
    gave_up = _offset(error.problem_mark or error.context_mark, starts, text)
    began = _offset(error.context_mark or error.problem_mark, starts, text)
    late = problem in _BEGAN_EARLIER or not text[gave_up:].strip()
    line, column = line_column(starts, began if late else gave_up)
    message, hint = _said(problem, context, line_column(starts, began)[0], text, gave_up)
    return Fault("RD101", line, column, None, message, hint)


def _offset(mark: yaml.Mark | None, starts: list[int], text: str) -> int:
    """Where a mark points to; libyaml may point to a line behind the last."""
    if mark is None:
        return 0
    return min(starts[mark.line] + mark.column, len(text)) if mark.line < len(starts) else len(text)


def _said(problem: str, context: str, start: int, text: str, offset: int) -> tuple[str, str]:
    """The message and the hint."""
    if re.search(_CONFLICT, text):
        return "a merge conflict in this file is not resolved", "resolve it, and take the lines of `<<<<<<<` out"
    if "cannot start any token" in problem:
        character = text[offset : offset + 1]
        if character == "\t":
            return "a tab stands where spaces must", "YAML is indented with spaces, never with tabs"
        return f"a value cannot start with {character!r}", "put the value into quotes"
    for said, message, hint in _SAID:
        if any(words in problem for words in said) or any(words in context for words in said):
            return message.format(line=start), hint
    return f"this is not YAML: {problem}"[:200], ""
