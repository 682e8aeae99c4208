"""What is unsafe to print is shown, and what is safe is left alone."""

from __future__ import annotations

import json

import pytest
from markdown_it import MarkdownIt

from modelsteward.report.escape import code, markdown, visible
from modelsteward.report.jsontext import dumps


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b", "\\x9b"),
        ("\x00\x07\x7f", "\\x00\\x07\\x7f"),
        ("a\tb\nc\r", "a\\tb\\nc\\r"),
        ("\u202e\u2066\u200f\u061c", "\\u202e\\u2066\\u200f\\u061c"),
        ("\u200b\u200d\ufeff\u00ad\u3164", "\\u200b\\u200d\\ufeff\\xad\\u3164"),
        ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("##[set-output name=a]b", "\\x23#[set-output name=a]b"),
        ("##vso[task.setvariable]", "\\x23#vso[task.setvariable]"),
    ],
)
def test_what_is_unsafe_is_shown(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@pytest.mark.parametrize("text", ["", "plain", "é 東京 שלום 😀 ❤️ \ufffd", "## heading [x]", "a\\b"])
def test_what_is_safe_stays(text: str) -> None:
    assert visible(text) == text


def test_a_newline_can_be_kept() -> None:
    assert visible("a\nb\tc", keep="\n") == "a\nb\\tc"


def test_json_keeps_the_data_and_prints_nothing_raw() -> None:
    value = {"é": "\u202e\x9b\x7f\x1b 😀 ##[error]x \U000e0041\n"}
    text = dumps(value)
    assert json.loads(text) == value
    assert visible(text, keep="\n") == text
    assert "é" in text
    assert "😀" in text


def test_half_a_surrogate_pair_becomes_text_in_json() -> None:
    assert json.loads(dumps(["a\ud800b"])) == ["a\\ud800b"]


AWKWARD_WORDS = [
    "plain", "`code`", "``", "`", "```", "a`b", "`a|b`", "|", "a|b", "\\|", "\\\\|", "\\", "@all", "a@b.example",
    "#12", "https://x.example", "www.x.example", ":smile:", "GH-12", "deadbeef0", "<b>", "<!--", "&amp;", "**x**",
    "_y_", "~z~", "[a](b)", "![a](b)", "$x$", "\u202e", "\n", "1.", "-", "+", "`@x``y`", "`` ` ``", "end",
]  # fmt: skip


@pytest.mark.parametrize("first", AWKWARD_WORDS)
def test_markdown_reads_the_same_and_does_nothing(first: str) -> None:
    for second in AWKWARD_WORDS:
        for text in (f"{first} {second}", f"{first}{second}"):
            parsed = MarkdownIt("gfm-like", {"linkify": False}).parse(f"| h |\n| - |\n| x {markdown(text)} y |\n")
            cells = [token for token in parsed if token.type == "inline"]
            assert len(cells) == 2, text
            children = cells[1].children or []
            assert {child.type for child in children} <= {"text", "code_inline", "text_special"}, text
            read = "".join(child.content for child in children)
            assert read.replace("`", "") == f"x {visible(text)} y".replace("`", ""), text
            prose = "".join(child.content for child in children if child.type != "code_inline")
            assert not set("@#:/\\") & set(prose.replace(": ", "")), text


@pytest.mark.parametrize("text", ["a", "`", "a`b", "``a`", " a ", "a|b", "\\|", "`|`"])
def test_a_code_span_holds_exactly_its_text(text: str) -> None:
    parsed = MarkdownIt("gfm-like", {"linkify": False}).parse(f"| h |\n| - |\n| {code(text)} |\n")
    (child,) = [token for token in parsed if token.type == "inline"][1].children or []
    assert (child.type, child.content) == ("code_inline", text)


def test_an_empty_code_span_is_nothing() -> None:
    assert code("") == ""


def test_a_long_text_is_cut() -> None:
    assert markdown("x y " * 5, longest=10) == "x y x y..."
