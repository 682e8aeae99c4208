"""`steward compare`: what stands side by side, what is missing, and that nothing is decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.compared import Compared, Fact
from tests.comparing.worlds import FINDINGS, NOTES, compared
from tests.conftest import MODEL, USE, Steward, write

WARD = Path(__file__).parent.parent / "fixtures" / "ward"


@pytest.fixture(scope="module")
def notes() -> Compared:
    return compared(NOTES, "big", "small", "notes", findings=FINDINGS)


def fact(facts: tuple[Fact, ...], key: str) -> tuple[object, object]:
    (found,) = (one for one in facts if one.key == key)
    return found.a, found.b


def test_the_slot_that_names_either_is_the_one_that_is_meant(notes: Compared) -> None:
    assert notes.aim is not None
    assert (notes.aim.slot, notes.aim.champion) == ("language", "big@1.0.0")


def test_the_facts_of_both_stand_side_by_side(notes: Compared) -> None:
    assert fact(notes.who, "stage") == ("production", "staging")
    assert fact(notes.who, "may_serve") == ("yes", "no: it is staging")
    assert fact(notes.who, "serves") == (("use:notes",), ())
    assert fact(notes.data, "holds") == ((), ("personal", "health"))
    assert fact(notes.limits, "context_window") == (128000, 32000)
    assert str(fact(notes.ends, "vendor_ends")[0]) == "2030-09-30"


def test_metrics_of_the_slot_are_compared_and_latency_apart(notes: Compared) -> None:
    assert [(row.metric, row.slice, str(row.verdict)) for row in notes.metrics] == [
        ("unsupported", None, "worse"), ("unsupported", "lang:no", "cannot tell"), ("rouge", None, "cannot tell"),
    ]  # fmt: skip
    assert [(row.metric, str(row.verdict)) for row in notes.latency] == [("latency", "better")]


def test_cost_is_that_of_the_slot_and_of_the_whole_use(notes: Compared) -> None:
    a, b = notes.costs
    assert a.month is not None
    assert b.month is not None
    assert (a.month.usd, b.month.usd) == (pytest.approx(250), pytest.approx(30))
    assert a.whole is not None
    assert b.whole is not None
    assert (a.whole.total, a.whole.within) == (pytest.approx(274), False)
    assert (b.whole.total, b.whole.within) == (pytest.approx(54), True)


def test_only_findings_about_the_two_are_told(notes: Compared) -> None:
    assert [(row.letter, row.message) for row in notes.findings] == [("A", "its vendor ends it")]


def test_what_is_missing_for_a_decision_is_told_in_order(notes: Compared) -> None:
    assert [(one.kind, one.letter, one.text.partition(":")[0]) for one in notes.missing] == [
        ("untested", "B", "faithful"),
        ("approval", "A", "approval by safety"),
        ("approval", "B", "approval by lead"),
        ("approval", "B", "approval by safety"),
    ]
    texts = [one.text for one in notes.missing]
    assert texts == [
        "faithful: unsupported on lang:no: missing: no evaluation of small@2.0.0 says unsupported on lang:no",
        "approval by safety: it counted until 2029-11-01",
        "approval by lead: ada@example.org rejected it",
        "approval by safety: nobody approved it as safety",
    ]
    assert all("steward record" in one.todo for one in notes.missing)


def test_where_nothing_is_missing_it_says_so_and_names_no_winner() -> None:
    from modelsteward.report import compare_text

    example = NOTES.replace(', slices: ["lang:no"]', "").replace("approvals: [lead]", "approvals: []")
    example = example.replace("approvals: {roles: {high: [safety]}}", "approvals: {roles: {}}")
    found = compared(example, "big", "small", "notes")
    assert found.missing == ()
    assert compare_text.render(found, width=100).endswith(
        "Missing for a decision\n  nothing\n\n"
        "nothing that was looked for is missing; which of the two it is to be, team decides\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('metric: unsupported, value: 0.06, samples: 1000', 'metric: unsupported, value: 0.06', "cannot be told: no interval is known for B"),
        ("language: {requests_per_month: 20000", "other: {requests_per_month: 20000", "what a month costs: the use names no volume"),
        ("  cost: {unit: 1k requests", "  extra: {unit: 1k requests", "no price is on file"),
        ("speech: {requests_per_month: 1000, units: {minute: 12}}", "speech: {requests_per_month: 1000}", "slot speech (hear@1.0.0)"),
        ("{contains: {personal: true, health: true}, derived_from: []}", "{contains: <absent>}", "whether data:notes@1.0.0 holds personal data"),
        ('  lineage: {parents: [], datasets: ["data:notes@1.0.0"]}\n', "  lineage: <absent>\n", "what it was built on is not all known"),
        ("license: LicenseRef-H", "license: <absent>", "its licence is not on its card"),
        ("vendor:h/big:", "vendor:h/other:", "nothing is on file about when its vendor ends it"),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_named(old: str, new: str, told: str) -> None:
    assert old in NOTES
    texts = [f"{one.text} ({one.todo})" for one in compared(NOTES.replace(old, new), "big", "small", "notes").missing]
    assert any(told in text for text in texts), texts


def test_a_record_that_cannot_be_read_is_missing_too(house: Path, steward: Steward) -> None:
    second = MODEL.replace("version: 1.2.0", "version: 1.3.0")
    write(
        house,
        {"models/scorer/1.3.0.yaml": second, "records/models/scorer/1.3.0/2029-12-01-evaluation-1.yaml": "no: card\n"},
    )
    ran = steward("compare", "scorer@1.2.0", "1.3.0", "--for", "scoring")
    assert "records/models/scorer/1.3.0/2029-12-01-evaluation-1.yaml cannot be read" in ran.out
    assert "use:scoring does not say what a version must show" in ran.out


def test_without_a_use_it_asks_for_one() -> None:
    found = compared(NOTES, "big", "small")
    assert found.aim is None
    assert found.missing[0].todo == "steward compare big@1.0.0 small@2.0.0 --for USE"
    assert {"untested", "use"} <= {one.kind for one in found.missing}
    assert "approval" not in {one.kind for one in found.missing}


@pytest.mark.parametrize(
    ("first", "second", "use", "slot", "error", "told"),
    [
        ("big", "big@1.0.0", None, None, Refused, "big@1.0.0 is both of the two"),
        ("big", "1.0.0", None, None, Refused, "big@1.0.0 is both of the two"),
        ("big", "smal", None, None, Refused, "nothing is called `smal` here"),
        ("big@1.0.0", "9.9.9", None, None, Refused, "nothing is called `big@9.9.9` here"),
        ("big", "data:notes", None, None, BadUsage, "data:notes@1.0.0 is no model"),
        ("use:notes", "big", None, None, BadUsage, "use:notes is no model"),
        ("big", "small", "notez", None, Refused, "there is no use:notez here"),
        ("big", "small", None, "language", BadUsage, "--slot goes with --for"),
        ("big", "small", "notes", "speach", Refused, "use:notes has no slot speach"),
        ("hear", "small", "notes", None, Refused, "use:notes has several slots: speech, language"),
    ],
)
def test_what_cannot_be_meant_is_told(
    first: str, second: str, use: str | None, slot: str | None, error: type[Refused], told: str
) -> None:
    with pytest.raises(error) as raised:
        compared(NOTES, first, second, use, slot)
    assert told in raised.value.message


def test_a_use_that_serves_neither_may_be_named() -> None:
    found = compared(NOTES + "use:other: {serving: {main: null}}\n", "big", "small", "other")
    assert found.aim is not None
    assert (found.aim.slot, found.aim.champion) == ("main", None)


def test_a_slot_that_is_named_is_the_one() -> None:
    found = compared(NOTES, "big", "small", "notes", "speech")
    assert [row.name for row in found.metrics if row.required] == ["hearing: wer"]


def test_drafts_and_what_has_ended_can_be_compared(steward: Steward) -> None:
    ran = steward("compare", "no-show@1.4.0", "no-show@2.10.0", "-C", str(WARD), "--today", "2026-11-24")
    assert ran.code == 0
    assert "no: it is retired" in ran.out
    assert "no: it is draft" in ran.out


@pytest.mark.parametrize("output", ["text", "markdown", "json"])
def test_every_format_tells_the_findings_of_the_rules(house: Path, steward: Steward, output: str) -> None:
    old = MODEL.replace("version: 1.2.0", "version: 1.1.0").replace("review_by: 2030-05-01", "review_by: 2029-12-01")
    write(house, {"models/scorer/1.1.0.yaml": old})
    ran = steward("compare", "scorer@1.1.0", "1.2.0", "--for", "scoring", "--today", "2030-01-01", "-f", output)
    assert ran.code == 0
    assert "TM102" in ran.out


def test_json_has_the_keys_that_are_promised(house: Path, steward: Steward) -> None:
    write(
        house,
        {"models/scorer/1.1.0.yaml": MODEL.replace("version: 1.2.0", "version: 1.1.0"), "use-cases/scoring.yaml": USE},
    )
    document = json.loads(steward("compare", "scorer@1.1.0", "1.2.0", "-f", "json").out)
    assert list(document) == [
        "format", "today", "a", "b", "aim", "who", "metrics", "latency", "costs", "changes", "data", "limits", "ends",
        "findings", "untested", "missing", "sources",
    ]  # fmt: skip
    assert document["format"] == "steward-compare/1"


def test_a_narrow_terminal_is_kept_to(monkeypatch: pytest.MonkeyPatch, steward: Steward) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = steward(
        "compare", "no-show@2.9.0", "no-show@2.1.0", "--for", "outreach", "-C", str(WARD), "--today", "2026-11-24"
    )
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 60
