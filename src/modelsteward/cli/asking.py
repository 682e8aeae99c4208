"""Questions to the person at the terminal, asked on stderr so that output stays clean."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from modelsteward.cli.common import say
from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.domain.texts import control_in, is_text
from modelsteward.errors import Refused

Check = Callable[[str], str]
"""Says what is wrong with an answer; nothing when it will do."""


class Choices(NamedTuple):
    """What may be answered."""

    names: Sequence[str] = ()
    closed: bool = False
    """Whether only these will do; otherwise anything may be typed."""
    several: bool = False
    """Whether more than one may be named, with commas between."""
    notes: Sequence[str] = ()
    """What stands beside each name."""


ANYTHING = Choices()
_DIGITS = 9
"""Digits that the number of a choice may have; what has more is a name or a slip."""


def ask(text: str, choices: Choices = ANYTHING, *, default: str = "", needed: bool = False,
        check: Check = lambda answer: "") -> str:  # fmt: skip
    """The answer, as a choice's full name where one was meant; a bare Enter takes the default.

    Asks again until the answer will do. An empty answer means that it is not known, which `needed` does not take.
    Raises Refused where the input ends.
    """
    say(text)
    wide = max(map(len, choices.names), default=0)
    for number, name in enumerate(choices.names, 1):
        note = choices.notes[number - 1] if number <= len(choices.notes) else ""
        say(f"  {number:>2}  {name:<{wide}}  {note}".rstrip())
    while True:
        answer = _answer(default, needed)
        if not answer:
            if not needed:
                return ""
            say("  there is no card without it")
            continue
        meant, wrong = (answer, bad) if (bad := _no_text(answer)) else _meant(answer, choices)
        wrong = wrong or check(meant)
        if not wrong:
            return meant
        say(f"  {wrong}")


def _answer(default: str, needed: bool) -> str:
    prompt = f"[{default}] " if default else "" if needed else "[Enter: not known] "
    line = _typed(f"  {prompt}> ")
    if line is None:
        say("")
        raise Refused("the input ended before everything was known, so nothing was changed", "")
    return line.strip() or default


def _typed(prompt: str) -> str | None:
    """The next line; None at the end of the input. On a terminal it can be edited, as far as the system helps."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(prompt, end="")
        return sys.stdin.readline() or None
    from contextlib import suppress
    from importlib import import_module

    from modelsteward.report.escape import visible

    with suppress(ImportError):  # Windows edits lines by itself
        import_module("readline")
    with suppress(AttributeError):  # what is typed in another encoding is told below, and asked again
        sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    try:
        return input(visible(prompt))
    except EOFError:
        return None


def _no_text(answer: str) -> str:
    """What no card can hold of an answer, if anything."""
    if not is_text(answer):
        return "this is not UTF-8 text; type it again"
    control = control_in(answer)
    return f"this holds the control character {control}, as arrow keys make them; type it again" if control else ""


def _meant(answer: str, choices: Choices) -> tuple[str, str]:
    """What an answer stands for, or what is wrong with it."""
    parts = [part.strip() for part in answer.split(",") if part.strip()] if choices.several else [answer]
    found = [pick(part, choices) for part in parts]
    wrong = next((_unknown(part, choices) for part, one in zip(parts, found, strict=True) if one is None), "")
    return ", ".join(one for one in found if one), wrong


def pick(answer: str, choices: Choices) -> str | None:
    """The choice that was meant, by number, name or how only its name begins; None where that cannot be told."""
    names = choices.names
    number = int(answer) if answer.isascii() and answer.isdigit() and len(answer) <= _DIGITS else 0
    if 1 <= number <= len(names):
        return names[number - 1]
    low = answer.lower()
    exact = [name for name in names if name.lower() == low]
    begins = [name for name in names if name.lower().startswith(low)]
    if exact or (len(begins) == 1 and choices.closed):
        return (exact or begins)[0]
    return None if choices.closed else answer


def _unknown(answer: str, choices: Choices) -> str:
    return f"{shown(answer)} is none of these; {did_you_mean(answer, choices.names) or 'type its number or its name'}"
