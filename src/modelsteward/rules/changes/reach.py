"""interface, continued: how much goes in and out, of what kinds, and in which languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Path
from modelsteward.rules.changes.engine import Around, Difference
from modelsteward.rules.changes.interface import INTERFACE, knows

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

Amount = tuple[Path, str, float | None, float | None]
"""Where a limit stands, what it is called, and what it was and is. None stands for no limit."""


def _amounts(before: ModelCard, after: ModelCard) -> Iterator[Amount]:
    """The limits that the earlier card speaks of: one named for the first time is no news, `null` says there is none.
    A limit is absent from known `limits` where there is none."""
    old, new = before.interface, after.interface
    for key, noun in (("context_window", "the context window"), ("max_output", "the longest output")):
        if knows(before, key):
            yield ("interface", key), noun, getattr(old, key, None), getattr(new, key, None)
    was, now = (old.limits if old else {}), (new.limits if new else {})
    if knows(before, "limits"):
        for name in {**was, **now}:
            yield ("interface", "limits", name), f"the limit `{name}`", was.get(name), now.get(name)


@INTERFACE.change(
    "limit-lowered",
    before="interface: {context_window: 128000, limits: {requests_per_minute: 500}}",
    after="interface: {context_window: 32000, limits: {requests_per_minute: 100}}",
    unlike="interface: {context_window: 200000, limits: {}}",
)
def limit_lowered(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """`context_window`, `max_output` and each of `limits` is read as the most that is allowed. A limit that is added
    to known `limits`, or where `null` said that there was none, lowers; one that is not written any more cannot be
    told, and counts as lowered."""
    for path, noun, was, now in _amounts(before, after):
        if now is None and was is not None and not knows(after, str(path[1])):
            yield Difference(path, f"{noun} is not named any more: cannot tell whether it is still {was:,.15g}")
        elif now is not None and (was is None or now < was):
            yield Difference(path, f"{noun} is {_amount(now)} now, and was {_amount(was)}")


@INTERFACE.change(
    "limit-raised",
    before="interface: {max_output: 4096, limits: {requests_per_minute: 500}}",
    after="interface: {max_output: 8192, limits: {}}",
    unlike="interface: {max_output: 2048, limits: {requests_per_minute: 100}}",
)
def limit_raised(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A limit that is taken out of `limits`, or is `null` now, is raised."""
    for path, noun, was, now in _amounts(before, after):
        if was is not None and (now is None or now > was) and knows(after, str(path[1])):
            yield Difference(path, f"{noun} is {_amount(now)} now, and was {_amount(was)}")


def _amount(number: float | None) -> str:
    return "none" if number is None else f"{number:,.15g}"


Kinds = tuple[Path, str, tuple[str, ...], tuple[str, ...]]
"""Where a list stands, what is in it, and what was and is in it."""


def _lists(before: ModelCard, after: ModelCard) -> Iterator[Kinds]:
    """The kinds of content that go in and out, as far as the earlier card names them."""
    old = before.interface.modalities if before.interface else None
    new = after.interface.modalities if after.interface else None
    for side, noun in (("input", "as input"), ("output", "as output")):
        if knows(before, "modalities") if old is None else old.knows(side):
            yield ("interface", "modalities", side), noun, getattr(old, side, ()), getattr(new, side, ())


@INTERFACE.change(
    "modality-removed",
    before="interface: {modalities: {input: [text, image], output: [text]}}",
    after="interface: {modalities: {input: [text], output: [text]}}",
    unlike="interface: {modalities: {input: [image, text, audio], output: [text]}}",
)
def modality_removed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    for path, noun, was, now in _lists(before, after):
        yield from (Difference(path, f"no `{kind}` {noun} any more") for kind in was if kind not in now)


@INTERFACE.change(
    "modality-added",
    before="interface: {modalities: {input: [text], output: [text]}}",
    after="interface: {modalities: {input: [text, audio], output: [text]}}",
    unlike="interface: {modalities: {input: [], output: [text]}}",
)
def modality_added(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    for path, noun, was, now in _lists(before, after):
        yield from (Difference(path, f"`{kind}` {noun} is new") for kind in now if kind not in was)


def _languages(card: ModelCard) -> dict[str, str]:
    """A card's languages by their tag in lower case: tags are matched without regard to it."""
    return {tag.lower(): tag for tag in card.interface.languages} if card.interface else {}


@INTERFACE.change(
    "language-dropped",
    before="interface: {languages: [en, es]}",
    after="interface: {languages: [en]}",
    unlike="interface: {languages: [es, EN, nb]}",
)
def language_dropped(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    now = _languages(after)
    for tag, name in _languages(before).items():
        if tag not in now:
            yield Difference(("interface", "languages"), f"the language `{name}` is not named any more")


@INTERFACE.change(
    "language-added",
    before="interface: {languages: [en]}",
    after="interface: {languages: [en, es]}",
    unlike="interface: {languages: [EN]}",
)
def language_added(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Languages that are named for the first time are no news about the model."""
    if not knows(before, "languages"):
        return
    was = _languages(before)
    for tag, name in _languages(after).items():
        if tag not in was:
            yield Difference(("interface", "languages"), f"the language `{name}` is new")


@INTERFACE.change(
    "task-changed",
    before="task: tabular-classification",
    after="task: tabular-regression",
    unlike="task: tabular-classification",
)
def task_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A task that is named for the first time is no news about the model; `task: null` said that it had none."""
    if before.task == after.task or not before.knows("task"):
        return
    gone = f"is not named any more: cannot tell whether it still is {before.task}"
    how = f"is {after.task or 'none'} now, and was {before.task or 'none'}" if after.knows("task") else gone
    yield Difference(("task",), f"the task {how}")
