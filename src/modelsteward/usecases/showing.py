"""show: all that a registry knows about one card, in the order a person asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from modelsteward.domain.findings import Finding
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases import series, showing_data, showing_model, showing_use
from modelsteward.usecases.evidence import evidence_of, matters_of
from modelsteward.usecases.listable import KindName, Row
from modelsteward.usecases.naming import Meant
from modelsteward.usecases.shown import Commit, Moment, Section, Shown


def show_card(
    registry: Registry, meant: Meant, today: date, findings: Iterable[Finding] = (), commits: Iterable[Commit] = ()
) -> Shown:
    """Everything about the card that was meant; `findings` are those of the `files_about` it."""
    entry = meant.entry
    kind: KindName = _KINDS[entry.kind]
    view = {"model": showing_model, "data": showing_data, "use": showing_use}[kind]
    card = entry.card
    days: list[Moment] = [*view.moments(registry, card), Moment(today, "today")]
    days.sort(key=lambda moment: (moment.day, moment.what == "today"))
    return Shown(
        entry.ref,
        kind,
        card.status if kind != "model" else card.stage,
        card.summary,
        entry.file,
        meant.note,
        today,
        view.facts(registry, card, today),
        tuple(days),
        (*view.sections(registry, card), *_on_record(registry, entry, findings, commits)),
        entry.home,
        _measured(registry, kind, entry, today),
    )


def _measured(registry: Registry, kind: KindName, entry: Entry[Any], today: date) -> tuple[series.Series, ...]:
    """What was measured of a version, or of what serves a use; of data nothing is."""
    if kind == "model":
        return series.of_model(registry, entry.ref, today)
    return series.of_use(registry, entry.card, today) if kind == "use" else ()


def files_about(registry: Registry, entry: Entry[Any]) -> set[str]:
    """The files whose findings are shown with a card: its own, others of the same ref, and the records about it."""
    evidence = evidence_of(registry, entry.ref, getattr(entry.card, "seal", None))
    same = (file.file for file in registry.texts if file.ref == entry.ref)
    return {entry.file, *same, *(str(row["file"]) for row in evidence)}


_KINDS: dict[str, KindName] = {"model": "model", "dataset": "data", "usecase": "use"}


def _on_record(
    registry: Registry, entry: Entry[Any], findings: Iterable[Finding], commits: Iterable[Commit]
) -> Iterable[Section]:
    evidence = evidence_of(registry, entry.ref, getattr(entry.card, "seal", None))
    mine = sorted(findings, key=lambda f: (f.waived is not None, -f.severity, f.order()))
    yield Section("evidence", "Evidence", tuple(evidence), "no record speaks of it")
    yield Section("matters", "Holds, incidents, cases, checklists and waivers", tuple(matters_of(registry, entry.ref)))
    yield Section("findings", "Findings", tuple(map(_finding, mine)), "none: the rules have nothing to say")
    yield Section("commits", "Last commits", tuple(map(_commit, commits)))


def _finding(finding: Finding) -> Row:
    return {
        "severity": str(finding.severity),
        "code": finding.code,
        "file": finding.file,
        "line": finding.place.line,
        "message": finding.message,
        "hint": finding.hint or None,
        "waived_until": finding.waived.until if finding.waived else None,
    }


def _commit(commit: Commit) -> Row:
    return {"when": commit.when, "id": commit.id, "who": commit.who, "message": commit.message}
