"""use: what a version is meant for. Somebody relies on every use that was in scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

USE = Kin("use", "What it is meant for.", ("intended_use",))

_CALLS = "primary: Rank calls."


def _plain(text: str) -> str:
    """A sentence to compare by: spaces, capitals and the full stop carry no meaning."""
    return " ".join(text.split()).rstrip(".").lower()


def _quoted(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@USE.change(
    "primary-changed",
    before=f"intended_use: {{{_CALLS}}}",
    after="intended_use: {primary: Overbook clinics.}",
    unlike="intended_use: {primary: rank  calls}",
)
def primary_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Whether a sentence means something else is for people to say: any other words count, other spaces and capitals
    do not. Where the meaning is the same, keep the words. `intended_use: null` says that it is meant for nothing."""
    old, new = before.intended_use, after.intended_use
    if (old is None and new is None) or not before.knows("intended_use"):
        return
    if new is None:
        gone = "the intended use is not named any more: cannot tell if it is the same"
        yield Difference(
            ("intended_use",), "there is no intended use any more" if after.knows("intended_use") else gone
        )
    elif old is None:
        yield Difference(("intended_use", "primary"), "it is intended for a use now, and was for none")
    elif _plain(old.primary) != _plain(new.primary):
        yield Difference(("intended_use", "primary"), "the primary use is put in other words")


def _only_in(one: ModelCard, other: ModelCard, key: str) -> Iterator[str]:
    """The entries of a list of `intended_use` that the other card does not have; none where it names no use."""
    if one.intended_use is None or other.intended_use is None:
        return  # that there was no use at all before is told by `use.primary-changed`
    known = {_plain(text) for text in getattr(other.intended_use, key)}
    yield from (text for text in getattr(one.intended_use, key) if _plain(text) not in known)


@USE.change(
    "narrowed",
    before=f"intended_use: {{{_CALLS}}}",
    after=f"intended_use: {{{_CALLS}, out_of_scope: [Children.]}}",
    unlike=f"intended_use: {{{_CALLS}, limitations: [Children.]}}",
)
def narrowed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Also where nothing was out of scope in writing: whoever read the earlier card was free to do it."""
    for text in _only_in(after, before, "out_of_scope"):
        yield Difference(("intended_use", "out_of_scope"), f"out of scope now: {_quoted(text)}")


@USE.change(
    "widened",
    before=f"intended_use: {{{_CALLS}, out_of_scope: [Children., Triage.]}}",
    after=f"intended_use: {{{_CALLS}, out_of_scope: [Triage.]}}",
    unlike=f"intended_use: {{{_CALLS}, out_of_scope: [Triage, Children]}}",
)
def widened(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    for text in _only_in(before, after, "out_of_scope"):
        yield Difference(("intended_use", "out_of_scope"), f"no longer out of scope: {_quoted(text)}")


@USE.change(
    "limitation-added",
    before=f"intended_use: {{{_CALLS}, limitations: []}}",
    after=f"intended_use: {{{_CALLS}, limitations: [Short histories.]}}",
    unlike=f"intended_use: {{{_CALLS}, out_of_scope: [Short histories.], limitations: []}}",
)
def limitation_added(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    for text in _only_in(after, before, "limitations"):
        yield Difference(("intended_use", "limitations"), f"a new limitation: {_quoted(text)}")


@USE.change(
    "limitation-removed",
    before=f"intended_use: {{{_CALLS}, limitations: [Short histories.]}}",
    after=f"intended_use: {{{_CALLS}, limitations: []}}",
    unlike=f"intended_use: {{{_CALLS}, limitations: [short histories]}}",
)
def limitation_removed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    for text in _only_in(before, after, "limitations"):
        yield Difference(("intended_use", "limitations"), f"no longer a limitation: {_quoted(text)}")
