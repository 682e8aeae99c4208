"""Where answers are declared: each under the name that packs have in `answered_by`. They lie in `usecases/answers/`."""

from __future__ import annotations

from collections.abc import Callable

from modelsteward.domain.answers import Answered, Ask, Asked

__all__ = ["ANSWERS", "Answered", "Ask", "Asked", "answer", "joined"]

ANSWERS: dict[str, Ask] = {}
"""Every answer by its name. Importing `usecases.answers` fills it."""


def answer(name: str) -> Callable[[Ask], Ask]:
    """Declare an answer under a name. Its evidence names cards, records and days, so that anyone can look."""

    def declare(ask: Ask) -> Ask:
        ANSWERS[name] = ask
        return ask

    return declare


def joined(answers: list[Answered], none: Answered) -> Answered:
    """Several answers as one: not done where one is not, unknown where one is not known, done where all are.

    What is not done is told alone; so is what is not known. `none` is the answer where there are none.
    """
    for done in (False, None, True):
        if told := [one for one in answers if one.done is done]:
            hint = next((one.hint for one in told if one.hint), "")
            return Answered(done, "; ".join(one.evidence for one in told), hint)
    return none
