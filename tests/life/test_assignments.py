"""`KEY=VALUE` as edits."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from modelsteward.domain.edits import Append, Remove, Set
from modelsteward.errors import BadUsage
from modelsteward.store.assignments import assignments, key_path
from tests.conftest import Steward, git


def test_values_are_read_as_a_cards_values_are() -> None:
    texts = ["summary='Scores: all.'", "cost.usd=0.003", "lineage.datasets+=data:rows@1.0.0", "task=no", "license=null"]
    assert assignments(texts, ["extra.ticket"]) == [
        Set(("summary",), "Scores: all."),
        Set(("cost", "usd"), 0.003),
        Append(("lineage", "datasets"), "data:rows@1.0.0"),
        Set(("task",), "no"),
        Set(("license",), None),
        Remove(("extra", "ticket")),
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("artifacts[0].uri", ("artifacts", 0, "uri")),
        ('links."a.b"', ("links", "a.b")),
        ("a[1][2]", ("a", 1, 2)),
        ("interface.inputs.age", ("interface", "inputs", "age")),
    ],
)
def test_keys_are_joined_by_dots(name: str, path: tuple[str | int, ...]) -> None:
    assert key_path(name) == path


@pytest.mark.parametrize(
    "text",
    ["see #12 for more", "two\nlines", "a\n...\n", "--- x", "Triage: first look", "- x", "*x", "&x", "!x", "| x", "a: b\n", " x ", "%x", "1.2.3"],
)  # fmt: skip
def test_text_is_taken_just_as_it_was_typed(text: str) -> None:
    assert assignments([f"extra.note={text}"]) == [Set(("extra", "note"), text)]


@pytest.mark.parametrize("text", ["0613", "007", "0x1F", "1.10", "+5", "1e3"])
def test_numbers_remember_how_they_were_typed(text: str) -> None:
    nested = f"{{a: {text}, b: [{text}, '{text}']}}"
    (bare,), (inner,) = assignments([f"k={text}"]), assignments([f"k={nested}"])

    assert isinstance(bare, Set)
    assert bare.value.text == text
    assert isinstance(inner, Set)
    assert (inner.value["a"].text, inner.value["b"][0].text, inner.value["b"][1]) == (text, text, text)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("'x' # c", "more follows behind them"),
        ('"it" is', "more follows behind them"),
        ("[draft] model", "more follows behind them"),
        ("[1]\n...", "more follows behind them"),
        ("{a: 1, # c\n b: 2}", "a comment"),
        ("{a: &x 1}", "an anchor"),
        ("[!!str 1]", "a tag"),
        ("{a", "is not closed"),
        ("1e999", "larger than a number can be"),
    ],
)
def test_what_would_be_cut_or_changed_is_refused_with_how_to_quote_it(value: str, told: str) -> None:
    with pytest.raises(BadUsage) as caught:
        assignments([f"summary={value}"])

    assert told in caught.value.message
    assert "the card" not in caught.value.message
    assert "quote" in caught.value.hint


def test_the_hint_can_be_typed_as_it_stands() -> None:
    with pytest.raises(BadUsage) as caught:
        assignments(['summary=["draft"] model'])
    (typed,) = shlex.split(caught.value.hint.partition("quote it: ")[2])

    assert assignments([typed]) == [Set(("summary",), '["draft"] model')]


def test_a_sign_in_quotes_does_not_count() -> None:
    assert assignments(["""a={b: 'x # y', c: "&d *e !f"}"""]) == [Set(("a",), {"b": "x # y", "c": "&d *e !f"})]
    assert assignments(['links."a=b".c=d=e']) == [Set(("links", "a=b", "c"), "d=e")]


def test_items_are_taken_from_behind() -> None:
    assert assignments([], ["a[0]", "a[2]", "a[10]"]) == [Remove(("a", 10)), Remove(("a", 2)), Remove(("a", 0))]


@pytest.mark.parametrize("name", ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a]b", 'a"b', "a[0]b", 'a."b'])
def test_what_is_no_key_is_told(name: str) -> None:
    with pytest.raises(BadUsage, match="is no key"):
        key_path(name)


def test_a_number_is_written_as_it_was_typed(repo: Path, steward: Steward) -> None:
    arguments = [
        "source={hub: h, repository: r}",
        "source.revision=1.10",
        "cost={unit: call, source: s, read_on: 2030-01-01}",
    ]
    done = steward("set", "scorer@1.2.0", *arguments, "cost.usd=0.50", "--today", "2030-01-01", "--yes")
    assert done.code == 0, done.out + done.err
    card = git(repo, "show", "HEAD:registry/models/scorer/1.2.0.yaml")
    assert 'revision: "1.10"' in card
    assert "usd: 0.50" in card


def test_where_a_key_takes_text_a_number_is_the_text_that_was_typed(repo: Path, steward: Steward) -> None:
    arguments = [
        "source={hub: h, repository: r, revision: 0613}",
        "serves.aliases=[gpt-4, 0613, 1.10]",
        "summary=007",
        "extra.num=0x1F",
    ]
    assert steward("set", "scorer@1.2.0", *arguments, "--today", "2030-01-01", "--yes").code == 0
    card = git(repo, "show", "HEAD:registry/models/scorer/1.2.0.yaml")

    for line in ('revision: "0613"', 'aliases: [gpt-4, "0613", "1.10"]', 'summary: "007"', "num: 0x1F"):
        assert line in card, card
