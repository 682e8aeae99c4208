"""A certificate as a page of facts and tables, whatever it is printed as; its cells are plain text, not yet escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.secrets import masked
from modelsteward.usecases.certificates import Shown, least_told, statement

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate, Disposed, Looked, Person, Retained, Scanned

TITLE = "Certificate of destruction"


class Table(NamedTuple):
    """Rows under a title."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""
    """What to say where there is no row; without it the whole table is left out."""
    note: str = ""
    """What a reader must know to trust the rows."""
    key: str = ""


class Page(NamedTuple):
    """All that a certificate says."""

    ref: str
    number: str
    """The beginning of its digest, by which people call it."""
    statement: str
    is_whole: bool
    """Whether every place was seen to be gone, and none was left out."""
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    people: Table
    closing: tuple[str, ...]


def page(shown: Shown) -> Page:
    """The page of a certificate."""
    card = shown.card
    whole = all(place.result == "gone" for place in card.places) and not card.not_checked
    return Page(
        card.ref, number(shown), statement(card), whole and card.knows("not_checked"), tuple(_facts(card)),
        tuple(table for table in _tables(card) if table.rows or table.empty), _people(card.people),
        (
            f"Digest of this record: {shown.digest}",
            f"It is checked by: steward certificate verify PATH, which leads to {shown.file.rpartition('/')[2]}",
        ),
    )  # fmt: skip


def number(shown: Shown) -> str:
    """What a certificate is called by people: the beginning of its digest."""
    return shown.digest.partition(":")[2][:8]


def _facts(card: Certificate) -> Iterable[tuple[str, str]]:
    data = card.ref.startswith("data:")
    previous = card.previous or ("none: this is the first" if card.knows("previous") else None)
    facts = {
        "Data set" if data else "Model": card.ref,
        "Issued": f"{card.on}, by {card.by}",
        "Witness": card.witness,
        "Sensitive because of": ", ".join(card.contents) or None,
        "Least method": least_told(card),
        "Answers": ", ".join(card.answers) or None,
        "Accepted because": card.accepted,
        "Note": card.note,
        "Erased and looked with": card.tool,
        "Seal of the card": card.seal,
        "Commit of the evidence": card.commit,
        "Certificate before this": previous,
    }
    return ((name, masked(value)) for name, value in facts.items() if value)


def _tables(card: Certificate) -> Iterable[Table]:
    said = card.knows("not_checked")
    yield Table(
        "Places that were looked at", ("place", "found", "looked on", "method", "how", "digest"),
        _rows(card.places, _place), key="places",
    )  # fmt: skip
    yield Table(
        "Not looked at", ("what",), tuple((masked(text),) for text in card.not_checked),
        "nothing that is known of" if said else "this certificate does not say whether anything was left out",
        "These exist, and nobody can say of them that they are gone." if card.not_checked else "", "not_checked",
    )  # fmt: skip
    yield Table(
        "Searched for copies by content", ("root", "files", "read", "archives", "copies", "not readable"),
        _rows(card.scanned, _search), key="scanned",
    )  # fmt: skip
    yield Table(
        "What was made from it", ("what", "how", "decided", "by", "stage"), _rows(card.made_from_it, _made),
        "nothing that the registry knows of" if card.knows("made_from_it") else "", key="made_from_it",
    )  # fmt: skip
    yield Table("What is kept", ("what", "where", "until", "asked for by"), _rows(card.retained, _kept), key="retained")
    yield Table("Digests that must not come back", ("what",), tuple((one,) for one in card.deny), key="deny")


def _rows(values: Iterable[Any], row: Callable[[Any], tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(masked, row(value))) for value in values)


def _place(seen: Looked) -> tuple[str, ...]:
    version = f" (version {seen.version})" if seen.version else ""
    found = ", found by a search" if seen.found else ""
    until = f"; another look can tell from {seen.until}" if seen.until else ""
    why = f": {seen.why}" if seen.why else ""
    how = " ".join(filter(None, (seen.technique, f"Evidence: {seen.evidence}" if seen.evidence else "")))
    return (
        f"{seen.place}{version}{found}", f"{seen.result}{why}{until}", _day(seen.looked_on), seen.method or "", how,
        seen.digest or "",
    )  # fmt: skip


def _search(one: Scanned) -> tuple[str, ...]:
    where = f"{one.root} on {one.host}" if one.host else one.root
    return (where, *(f"{count:,}" for count in (one.files, one.hashed, one.archives, one.copies, one.unread)))


def _made(one: Disposed) -> tuple[str, ...]:
    until = f" until {one.until}" if one.until else ""
    why = f": {one.reason}" if one.reason else ""
    role = f" as {one.role}" if one.role else ""
    return one.ref, one.relation or "", f"{one.decision}{until}{why}", f"{one.by}{role}, {one.on}", one.stage or ""


def _kept(one: Retained) -> tuple[str, ...]:
    return one.what.replace("_", " "), one.place or "", _day(one.until), ", ".join(one.duties)


def _people(people: Iterable[Person]) -> Table:
    rows = tuple((masked(one.who), one.did, masked(one.role or ""), _day(one.on)) for one in people)
    return Table("Who took part", ("who", "did", "as", "on"), rows, key="people")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
