"""What made a condition hold or not, in facts with the cards they stand on; and what would have to be written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.conditions import Condition, Value, judge
from modelsteward.domain.facts import FIELDS, question

if TYPE_CHECKING:
    from modelsteward.domain.facts.subject import Subject
    from modelsteward.domain.owed.pairs import Pair

_ABOUT_PEOPLE = ("personal", "special_category", "health", "biometric", "children")


class Why(NamedTuple):
    """One fact that counted."""

    field: str
    value: str
    """In words: `EU`, `yes`, `none`."""
    cards: tuple[str, ...]
    """Where it stands: refs, or ids of holds, incidents and cases."""


class Missing(NamedTuple):
    """One thing that nobody wrote down, and where it belongs."""

    field: str
    question: str
    """What is not known, as `whether it is a general-purpose model`."""
    card: str
    """The ref of the card that should say it; of what cannot be read the file."""
    key: str


def reasons(condition: Condition, pair: Pair) -> tuple[Why, ...]:
    """The facts that decide a condition, each field once; nothing where it cannot be told."""
    found = {why.field: why for why in _deciding(condition, pair)}
    return tuple(found.values())


def _deciding(condition: Condition, pair: Pair) -> Iterator[Why]:
    holds = judge(condition, pair.facts).holds
    ((key, value),) = condition.items()
    if holds is None:
        return
    if key in ("all", "any"):
        decides = holds is (key == "any")
        parts = [part for part in value if judge(part, pair.facts).holds is holds]
        for part in parts[:1] if decides else parts:
            yield from _deciding(part, pair)
    elif key == "not":
        yield from _deciding(value, pair)
    else:
        field = value if key == "exists" else next(iter(value)) if key == "before" else key
        yield _why(field, value if key == field else None, pair)


def _why(field: str, wanted: object, pair: Pair) -> Why:
    """A fact with the values of it that were asked for; where it has none of these, with all it has."""
    values = pair.facts[field].values
    asked = set(wanted) if isinstance(wanted, list | tuple) else {wanted}
    shown = [value for value in values if value in asked] or list(values)
    said = ", ".join(map(_word, shown)) or "none"
    return Why(field, said, tuple(_cards(field, values, pair.subject)))


def _word(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _cards(field: str, values: tuple[Value, ...], s: Subject) -> Iterator[str]:
    place = FIELDS[field]
    if place.of == "use":
        yield from (use.ref for use in s.uses)
    elif place.of == "model":
        yield s.model.ref
    elif place.of == "data":
        saying = [card.ref for card in s.data if True in values and _says(card.contains, place.key)]
        yield from saying or [s.model.ref]
    else:
        yield from (value for value in values if isinstance(value, str))


def _says(contains: object, key: str) -> bool:
    flag = key.rpartition(".")[2]
    return any(getattr(contains, name) for name in (_ABOUT_PEOPLE if flag == "personal" else (flag,)))


def missing(fields: tuple[str, ...], pair: Pair) -> tuple[Missing, ...]:
    """What would have to be written down for these fields to be known, each card and key once."""
    found = (Missing(field, question(field), card, key) for field in fields for card, key in _lacking(field, pair))
    return tuple(dict.fromkeys(found))


def _lacking(field: str, pair: Pair) -> Iterator[tuple[str, str]]:
    """The cards, with their keys, that leave a field open."""
    s, place = pair.subject, FIELDS.get(field)
    if place is None:
        yield s.model.ref, field
    elif place.of == "use":
        yield (pair.use.ref if pair.use else "use:…", place.key)
    elif place.of == "data":
        yield from _lacking_data(place.key, s)
    elif place.of == "matter":
        unread = [broken.file for broken in s.registry.unread() if broken.inside.startswith(f"{place.key}/")]
        yield from ((file, "the file") for file in unread) if unread else _untold_origins(s)
    else:
        yield s.model.ref, place.key


def _lacking_data(key: str, s: Subject) -> Iterator[tuple[str, str]]:
    flag = key.rpartition(".")[2]
    yield from _untold_origins(s)
    yield from ((card.ref, key) for card in s.data if getattr(card.contains, flag) is None)


def _untold_origins(s: Subject) -> Iterator[tuple[str, str]]:
    """What does not say all that it was made from."""
    for ref in (s.model.ref, *(hop.ref for hop in s.registry.lineage(s.model.ref))):
        if model := s.registry.model(ref):
            if model.lineage is None or not model.lineage.knows("parents", "datasets"):
                yield ref, "lineage"
        elif data := s.registry.dataset(ref):
            if not data.knows("derived_from"):
                yield ref, "derived_from"
        else:
            yield ref, "the card"
