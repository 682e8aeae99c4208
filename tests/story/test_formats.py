"""How a story is printed: folded on a terminal, a line a move elsewhere, and nothing acts on what shows it."""

from __future__ import annotations

import re

from modelsteward.domain.story import Commit, Event, Line, Story
from modelsteward.report import log_markdown, log_text
from tests.story.conftest import SCHEMA, Told


def line(what: str, *, commit: str = "a" * 40, ref: str = "no-show@2.1.0", why: str = "", who: str = "Ada") -> Line:
    made = Commit(commit, (), "2029-12-01T12:00:00Z", who, "ada@house.example", (), "x", (), ())
    return Line(made, Event("stage", ref, what, fact=("stage",), after="production"), ref, what, why)


def test_a_line_names_its_ref_only_where_it_is_not_the_one_asked_for() -> None:
    told = (line("staging -> production"), line("registered as draft", ref="no-show@2.0.9"))
    assert log_text.render(Story("no-show@2.1.0", told)) == (
        "2029-12-01  aaaaaaaa  Ada  staging -> production\n2029-12-01  aaaaaaaa  Ada  no-show@2.0.9: registered as draft\n"
    )


def test_a_reason_is_given_once_a_commit() -> None:
    told = (line("one", why="Because."), line("two", why="Because."), line("three", why="Because.", commit="b" * 40))
    text = log_text.render(Story("no-show@2.1.0", told))
    assert [row.rpartition("  ")[2] for row in text.splitlines()] == ["one: Because.", "two", "three: Because."]


def test_a_terminal_gets_lines_that_fit_and_go_on_below_the_text() -> None:
    told = (line("staging -> production", why="it is better on all slices than what served before it, by far"),)
    rows = log_text.render(Story("", told), width=80).splitlines()
    assert len(rows) == 2
    assert all(len(row) <= 80 for row in rows)
    assert rows[1] == " " * 27 + "all slices than what served before it, by far"


def test_colours_take_no_room_and_say_the_same() -> None:
    story = Story(
        "", (line("staging -> production", why="it is better on all slices than what served before it"),), True
    )
    coloured = log_text.render(story, colour=True, width=80)
    assert "\x1b[32m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == log_text.render(story, width=80)


def test_long_names_are_cut_so_that_the_story_has_room() -> None:
    assert "  Ada Augusta King Coun...  " in log_text.render(
        Story("", (line("x", who="Ada Augusta King Countess of Lovelace"),))
    )


def test_markdown_is_a_table_in_which_text_stays_text() -> None:
    text = log_markdown.render(Story("", (line("a | b <img> @all"),), uncommitted=("models/a|b.yaml",)))
    assert text.splitlines()[2] == (
        "| 2029-12-01 | `aaaaaaaa` | Ada | `no-show@2.1.0` | a &#124; b &#60;img&#62; `@all` |  |"
    )
    assert "Not committed: `models/a\\|b.yaml`" in text


def test_the_schema_is_one_and_refuses_what_it_does_not_describe(told: Told) -> None:
    SCHEMA.check_schema(SCHEMA.schema)
    document = told.document()
    event = document["events"][0]
    for bad in ({**document, "more": None}, {**document, "new": 1}, {**document, "events": [{**event, "day": "soon"}]}):
        assert not SCHEMA.is_valid(bad)


def test_an_empty_story_says_so(told: Told) -> None:
    assert told.steward("log", "--since", "2031-01-01").out == "nothing is told of this registry between these days\n"


def test_every_line_of_a_piped_story_stands_alone(told: Told) -> None:
    told.draft("2.0.0")
    told.commit("x\n\nSteward-Action: register\nSteward-Ref: scorer@2.0.0\nSteward-Reason: " + "very " * 60 + "long\n")
    assert len(told.steward("log", "scorer@2.0.0").out.splitlines()) == 1
