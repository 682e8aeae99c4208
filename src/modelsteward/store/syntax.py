"""What is wrong with a text as YAML, in words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file before its meaning is judged. Line and column count characters from 1."""

    code: str
    line: int
    column: int
    end_column: int | None
    message: str
    hint: str = ""


_HINTS = {
    "mapping values are not allowed": "text that holds `: ` needs quotes; or the indentation is off",
    "could not find expected ':'": "a key is followed by `: `; or the indentation is off",
    "did not find expected key": "the indentation is off, or a quote or bracket is not closed",
    "did not find expected '-' indicator": "the indentation of this list is off",
    "found unexpected end of stream": "a quote is not closed",
    "did not find expected ',' or ']'": "a bracket is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "a brace is not closed, or a comma is missing",
    "did not find expected node content": "a value is missing here",
    "control characters are not allowed": "write the character as an escape in double quotes",
    "found unknown escape character": "in double quotes a backslash starts an escape; use single quotes",
    "found incompatible YAML document": "leave the %YAML line out: cards are read as YAML 1.2",
    "found undefined tag handle": "leave the tag out: a card holds plain values only",
}


def explain_syntax(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """A syntax error of the parser as a fault, with what would be right where that can be told."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    problem = error.problem or "it cannot be parsed"
    message = f"not YAML: {problem}"
    if error.context and error.context_mark is not None and error.context_mark.line != line:
        message += f" {error.context} that starts on line {error.context_mark.line + 1}"
    hint = next((hint for known, hint in _HINTS.items() if known in problem), "")
    if "cannot start any token" in problem:
        hint = _starts_no_token(text, line, column)
    return Fault("RD101", line + 1, column + 1, None, message, hint)


def _starts_no_token(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    if character == "\t":
        return "YAML is indented with spaces, never with tabs"
    return f"text that starts with `{character}` needs quotes" if character else ""
