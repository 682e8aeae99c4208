"""Comparing two versions: which two, and how it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modelsteward.errors import BadUsage, Refused
from modelsteward.report import diff_json, diff_markdown, diff_text
from modelsteward.usecases.diff import Diff, diff_versions
from tests.conftest import MODEL, Steward, write
from tests.rules.worlds import world
from tests.versions.helpers import PACKS

THREE = "m@1.0.0: {task: a}\nm@2.0.0: {task: b}\nm@2.1.0: {task: c, owner: other, license: MIT}\nn@1.0.0: {task: c}"


def diff(first: str, second: str | None = None, example: str = THREE) -> Diff:
    return diff_versions(world(example), PACKS, first, second)


@pytest.mark.parametrize(
    ("first", "second", "refs"),
    [
        ("m@1.0.0", "m@2.1.0", ("m@1.0.0", "m@2.1.0")),
        ("m@1.0.0", "2.1.0", ("m@1.0.0", "m@2.1.0")),
        ("m", None, ("m@2.0.0", "m@2.1.0")),
        ("m@2.0.0", None, ("m@1.0.0", "m@2.0.0")),
        ("m@1.0.0", "n", ("m@1.0.0", "n@1.0.0")),
    ],
)
def test_two_versions_are_named_in_several_ways(first: str, second: str | None, refs: tuple[str, str]) -> None:
    found = diff(first, second)
    assert (found.before.ref, found.after.ref) == refs


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("n", None, "n@1.0.0 is the only version of n"),
        ("m@1.0.0", None, "m@1.0.0 is the lowest version of m"),
        ("m@1.0.0", "m@1.0.0", "m@1.0.0 is both of the two"),
        ("m@2.1.0", "m", "m@2.1.0 is both of the two (m: the highest version released"),
        ("m@1.0.0", "m@9.0.0", "nothing is called `m@9.0.0` here"),
        ("q", None, "nothing is called `q` here"),
    ],
)
def test_what_cannot_be_compared_is_refused(first: str, second: str | None, message: str) -> None:
    with pytest.raises(Refused, match=re.escape(message)):
        diff(first, second)


def test_a_version_that_was_chosen_is_told() -> None:
    assert diff("m@1.0.0", "m").note.startswith("m: the highest version released")
    assert "n: its only version; these are two models" in diff("m@1.0.0", "n").note


def test_only_models_are_compared() -> None:
    with pytest.raises(BadUsage, match="is no model"):
        diff("data:d@1.0.0", "m@1.0.0", f"{THREE}\ndata:d@1.0.0: {{}}")


@pytest.mark.parametrize(
    ("first", "second", "smallest", "honest", "note"),
    [
        ("m@1.0.0", "m@2.0.0", "2.0.0", True, ""),
        ("m@2.0.0", "m@2.1.0", "3.0.0", False, ""),
        ("m@2.0.0", "m@1.0.0", None, None, "the second is the earlier version, so no number follows"),
        ("m@1.0.0", "n@1.0.0", None, None, "these are two models, and no number says how much changed between them"),
    ],
)
def test_the_number_that_follows(first: str, second: str, smallest: str | None, honest: bool | None, note: str) -> None:
    found = diff(first, second)
    assert (found.comparison.smallest, found.comparison.honest, found.note) == (smallest, honest, note)


def test_for_eyes_the_weightiest_change_comes_first_with_class_and_reason() -> None:
    assert diff_text.render(diff("m@2.0.0", "m@2.1.0"), width=60) == (
        "m@2.0.0 -> m@2.1.0\n"
        "\n"
        "major  The task changed  interface.task-changed\n"
        "       the task is c now, and was b\n"
        "       It answers another question.\n"
        "\n"
        "minor  Another licence that asks for as much  licence.replaced\n"
        "       the licence is MIT now, and was Apache-2.0: neither\n"
        "       asks for more\n"
        "       By the table it asks for nothing more, but it is\n"
        "       another text, with other duties of notice.\n"
        "\n"
        "none   Another owner  card.owner\n"
        "       the owner is other now, and was team\n"
        "       Who answers for it is no property of the model.\n"
        "\n"
        "2.1.0 is too small: a major change asks for 3.0.0 or higher\n"
    )


def test_where_nothing_counts_that_is_said() -> None:
    text = diff_text.render(diff("m", None, "m@1.0.0: {}\nm@1.0.1: {owner: other}"))
    assert text.endswith("nothing changed that asks for another number\n")


def test_colour_is_dropped_where_there_is_none() -> None:
    found = diff("m")
    assert "\x1b" not in diff_text.render(found)
    assert re.sub(r"\x1b\[[0-9;]*m", "", diff_text.render(found, colour=True)) == diff_text.render(found)


def test_nothing_in_a_card_reaches_a_terminal_raw() -> None:
    evil = 'm@1.0.0: {task: a}\nm@2.0.0: {task: "b\\e[31m\\u202e\\n- c"}'
    for text in (diff_text.render(diff("m", None, evil)), diff_json.render(diff("m", None, evil))):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "\n- c" not in diff_text.render(diff("m", None, evil))


def test_secrets_are_masked_in_every_format() -> None:
    token = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    found = diff("m", None, f"m@1.0.0: {{task: a}}\nm@2.0.0: {{task: {token}}}")
    for text in (diff_text.render(found), diff_json.render(found), diff_markdown.render(found)):
        assert token not in text


def test_for_programs_every_change_has_its_class_step_and_path() -> None:
    told = json.loads(diff_json.render(diff("m@2.0.0", "m@2.1.0")))
    assert (told["format"], told["step"], told["smallest"], told["honest"]) == (
        "steward-diff/1",
        "major",
        "3.0.0",
        False,
    )
    assert told["note"] is None
    assert [(c["class"], c["step"], c["path"]) for c in told["changes"]] == [
        ("interface.task-changed", "major", ["task"]),
        ("licence.replaced", "minor", ["license"]),
        ("card.owner", "none", ["owner"]),
    ]


def test_for_a_pull_request_the_changes_are_a_table() -> None:
    text = diff_markdown.render(diff("m@2.0.0", "m@2.1.0"))
    assert text.startswith(
        "### `m@2.0.0` → `m@2.1.0`\n\n2.1.0 is too small: a major change asks for 3.0.0 or higher.\n"
    )
    assert (
        "| ❗ major | the task is c now, and was b<br>`interface.task-changed` | It answers another question. |" in text
    )
    assert "none | the owner is other now, and was team<br>`card.owner` | Who answers for it" in text


def test_a_table_that_is_too_long_for_a_comment_says_what_is_left_out() -> None:
    ports = ", ".join(f"x{i:04d}: {{type: text}}" for i in range(1500))
    text = diff_markdown.render(
        diff("m", None, f"m@1.0.0: {{interface: {{inputs: {{}}}}}}\nm@2.0.0: {{interface: {{inputs: {{{ports}}}}}}}")
    )
    assert len(text.encode()) <= 65_536
    assert re.search(r"\d+ more did not fit into a comment", text)


def test_markup_in_a_card_does_nothing_in_a_comment() -> None:
    text = diff_markdown.render(diff("m", None, "m@1.0.0: {task: a}\nm@2.0.0: {task: '<b>x | y @ada'}"))
    assert "the task is &#60;b&#62;x &#124; y `@ada` now" in text


@pytest.mark.parametrize("output", ["text", "json", "markdown"])
def test_the_door_prints_each_format_and_exits_0(house: Path, steward: Steward, output: str) -> None:
    write(house, {"models/scorer/1.3.0.yaml": MODEL.replace("1.2.0", "1.3.0").replace("Apache-2.0", "MIT")})
    ran = steward("diff", "scorer", "--format", output)
    assert ran.code == 0
    assert "licence.replaced" in ran.out


def test_a_change_class_is_explained(steward: Steward) -> None:
    ran = steward("explain", "interface.input-removed")
    assert ran.code == 0
    assert ran.out.startswith("interface.input-removed  An input was removed\n(major;")
    assert "Before:\n    interface: {inputs: {age" in ran.out
    wrong = steward("explain", "interface.input-remove")
    assert wrong.code == 2
    assert "did you mean `interface.input-removed`?" in " ".join(wrong.err.split())


def test_the_door_says_what_to_type_where_there_is_one_version_only(house: Path, steward: Steward) -> None:
    ran = steward("diff", "scorer")
    assert ran.code == 4
    assert "scorer@1.2.0 is the only version of scorer" in ran.err
    assert "steward diff" in ran.err
