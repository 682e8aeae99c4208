"""HY: edges that the examples beside the rules do not show."""

from __future__ import annotations

import pytest

from modelsteward.rules import CATALOGUE
from tests.rules.worlds import Seen, messages, paths, problems


def seen_in(seen: Seen) -> str:
    assert seen.problem.span
    start, end = seen.problem.span
    return seen.text[start:end]


def test_a_secret_is_shown_where_it_stands_and_never_told() -> None:
    (seen,) = problems("HY101", "m@1.0.0: {extra: {key: AKIAIOSFODNN7EXAMPLE}}")

    assert seen_in(seen) == "AKIAIOSFODNN7EXAMPLE"
    assert seen.message == "this looks like an AWS access key"
    assert "AKIA" not in seen.message + seen.hint


def test_an_identifier_is_no_secret_and_the_other_way_round() -> None:
    both = "m@1.0.0: {extra: {a: AKIAIOSFODNN7EXAMPLE, b: 'SSN 078-05-1120'}}"

    assert messages("HY101", both) == ["this looks like an AWS access key"]
    assert messages("HY102", both) == ["this looks like a US social security number"]


def test_a_file_that_is_no_card_is_looked_at_too() -> None:
    (seen,) = problems("HY102", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": "note: [mrn: 00123456\n"})

    assert seen.file == "models/n/1.0.0.yaml"
    assert seen_in(seen) == "mrn: 00123456"


def test_a_key_over_several_lines_is_placed_on_its_first() -> None:
    begin, end = "-----BEGIN PRIVATE " + "KEY-----", "-----END PRIVATE " + "KEY-----"
    text = f"key: |\n  {begin}\n  abc\n  {end}\n"

    (seen,) = problems("HY101", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": text})

    assert seen_in(seen) == begin


def test_a_file_full_of_secrets_is_told_of_some() -> None:
    text = "note:\n" + "- AKIAIOSFODNN7EXAMPLE\n" * 1000

    assert len(problems("HY101", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": text})) == 20


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\u200b", "U+200B (zero width space)"),
        ("\u2060", "U+2060 (word joiner)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\x9b", "U+009B (a control character)"),
        ("\x1b", "U+001B (a control character)"),
        ("\x7f", "U+007F (a control character)"),
        ("\U000e0041", "U+E0041 (tag latin capital letter a)"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named(character: str, named: str) -> None:
    (seen,) = problems("HY103", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": f"summary: a{character}b\n"})

    assert seen_in(seen) == character
    assert seen.message == f"{named} cannot be seen"


@pytest.mark.parametrize("escape", [r"\e", r"\x1B", r"\u001b"])
def test_an_escape_character_is_told_though_it_is_written_as_an_escape(escape: str) -> None:
    (seen,) = problems("HY103", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": f'a: "b"\nsummary: "Says{escape}[D who."\n'})

    assert seen_in(seen) == escape
    assert "arrow key" in seen.hint


@pytest.mark.parametrize(
    "text", [r"a: 'C:\exports'", r'a: "C:\\exports"', r'a: "x"  # C:\exports "y"', r"a: C:\exports"]
)
def test_a_backslash_that_escapes_nothing_is_fine(text: str) -> None:
    assert problems("HY103", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": f"{text}\n"}) == []


def test_a_run_of_them_is_one_place() -> None:
    (seen,) = problems("HY103", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": "a: b\u200b\u200b\u200bc\n"})

    assert seen.message == "U+200B (zero width space) and 2 more cannot be seen"


@pytest.mark.parametrize(
    "text",
    ["Schätzt, ob… 日本語", "تقدير احتمال الغياب", "می‌خواهم", "👩‍⚕️ 🏥", "🏴\U000e0067\U000e0062\U000e007f"],
    ids=["letters", "right-to-left", "a joiner between letters", "a joiner in an emoji", "a flag"],
)
def test_writing_of_any_script_is_fine(text: str) -> None:
    assert problems("HY103", "m@1.0.0: {}", raw={"models/n/1.0.0.yaml": f"summary: {text}\n"}) == []


@pytest.mark.parametrize(
    "text",
    ["TODO", "todo", "TBD.", "FIXME: say more", "Does XXX.", "changeme", "change-me", "Lorem ipsum dolor", "xxx", "???",
     "...", "n/a", "unknown", "[More Information Needed]"],
)  # fmt: skip
def test_a_placeholder_is_told(text: str) -> None:
    assert paths("HY104", f"m@1.0.0: {{summary: '{text}'}}") == [("summary",)]


@pytest.mark.parametrize(
    "text",
    ["Sorts a todo list.", "Assigns unassigned tickets.", "Finds unknown words.", "Rates none of them.", "A-B tests."],
)
def test_a_word_in_a_sentence_is_no_placeholder(text: str) -> None:
    assert problems("HY104", f"m@1.0.0: {{summary: '{text}'}}") == []


def test_each_text_of_each_kind_is_looked_at() -> None:
    example = """
m@1.0.0: {owner: unassigned, intended_use: {primary: TBD}}
data:d@1.0.0: {purpose: TBD, owner: tbd}
use:u: {purpose: TBD}
"""
    assert [(seen.file, seen.path) for seen in problems("HY104", example)] == [
        ("datasets/d/1.0.0.yaml", ("owner",)),
        ("datasets/d/1.0.0.yaml", ("purpose",)),
        ("models/m/1.0.0.yaml", ("owner",)),
        ("models/m/1.0.0.yaml", ("intended_use", "primary")),
        ("use-cases/u.yaml", ("purpose",)),
    ]


@pytest.mark.parametrize(
    "example",
    [
        "m@1.0.0: {stage: retired, summary: TODO}",
        "m@1.0.0: {stage: destroyed, summary: TODO}",
        "data:d@1.0.0: {status: destroyed, purpose: TODO}",
        "use:u: {status: ended, purpose: TODO}",
    ],
)
def test_what_is_over_need_not_be_filled_in(example: str) -> None:
    assert problems("HY104", example) == []


def test_the_rules_of_text_are_judged_without_a_card() -> None:
    assert [code for code, rule in CATALOGUE.items() if rule.of == ("text",)] == ["HY101", "HY102", "HY103"]
