"""`steward impact`: all that rests on a thing, whatever that is, in every format."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.report.graph import dot_text, mermaid_text
from tests.conftest import Steward
from tests.dependence.houses import DIGEST, built

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.fixture
def impact(steward: Steward) -> Any:
    """The impact of something, as JSON has it."""

    def ask(what: str, *options: str) -> Any:
        ran = steward("impact", what, "--format", "json", *options)
        assert (ran.code, ran.err) == (0, "")
        return json.loads(ran.out)

    return ask


def refs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ref"] for row in rows]


WHAT = {
    "no-show@2.0.0": (["lite@1.0.0", "no-show@2.0.0"], ["use:reminders", "use:tablet"]),
    "no-show": (["lite@1.0.0", "no-show@1.0.0", "no-show@2.0.0"], ["use:reminders", "use:tablet"]),
    "data:features": (
        ["data:features@1.0.0", "lite@1.0.0", "no-show@2.0.0"], ["use:reminders", "use:tablet"],
    ),
    "use:letters": ([], ["use:letters"]),
    "vendor:azure-openai": (["writer@1.0.0"], ["use:letters"]),
    "vendor:azure-openai/gpt-4o": (["writer@1.0.0"], ["use:letters"]),
    "team:mobile": (["lite@1.0.0"], ["use:reminders", "use:tablet"]),
    "team:care": (["points@1.0.0", "writer@1.0.0"], ["use:letters", "use:reminders", "use:tablet"]),
    DIGEST: (["lite@1.0.0", "no-show@2.0.0"], ["use:reminders", "use:tablet"]),
    DIGEST[:15]: None,
    f"{DIGEST[:-2]}c": (
        ["data:appointments@2.0.0", "data:appointments@2.1.0", "data:features@1.0.0", "lite@1.0.0", "no-show@1.0.0",
         "no-show@2.0.0"],
        ["use:reminders", "use:tablet"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", [what for what, found in WHAT.items() if found])
def test_what_is_touched(impact: Any, what: str) -> None:
    found = impact(what)
    assert (refs(found["nodes"]), refs(found["uses"])) == WHAT[what]


def test_a_digest_that_is_too_short_to_tell_two_apart_is_refused(steward: Steward) -> None:
    ran = steward("impact", DIGEST[:15])
    assert ran.code == 4
    assert f"{DIGEST[:-2]}cd" in ran.err
    assert DIGEST in ran.err


def test_each_use_says_what_the_models_do_in_it(impact: Any) -> None:
    (reminders, tablet) = impact("no-show")["uses"]
    assert [(part["ref"], part["role"], part["until"]) for part in reminders["parts"]] == [
        ("no-show@2.0.0", "serves", None), ("lite@1.0.0", "fallback", None), ("no-show@1.0.0", "served", "2029-05-31"),
    ]  # fmt: skip
    assert [(part["ref"], part["role"]) for part in tablet["parts"]] == [("lite@1.0.0", "serves")]


def test_owners_and_jurisdictions_are_those_of_all_that_is_touched(impact: Any) -> None:
    found = impact("no-show@2.0.0")
    assert [(one["team"], one["contact"], one["owns"]) for one in found["owners"]] == [
        ("care", "care@example.org", ["use:reminders"]),
        ("mobile", "mobile@example.org", ["lite@1.0.0", "use:tablet"]),
        ("science", "science@example.org", ["no-show@2.0.0"]),
    ]
    assert found["jurisdictions"] == ["EU", "US", "US-AZ"]


def test_depth_counts_steps_and_says_how_much_lies_deeper(impact: Any, steward: Steward) -> None:
    found = impact("data:features@1.0.0", "--depth", "1")
    assert refs(found["nodes"]) == ["data:features@1.0.0", "no-show@2.0.0"]
    assert found["totals"]["beyond"] == 1
    assert "1 more further away" in steward("impact", "data:features@1.0.0", "--depth", "1").out


def test_every_tie_is_told_with_why_it_may_be_none(impact: Any) -> None:
    edges = {
        (edge["from"], edge["to"]): (edge["relation"], edge["doubt"])
        for edge in impact("data:appointments@2.1.0")["edges"]
    }
    assert edges["data:features@1.0.0", "no-show@2.0.0"] == ("trained on", None)
    assert edges["no-show@2.0.0", "lite@1.0.0"] == ("distilled", "what a model remembers may pass through its answers")
    assert edges["data:appointments@2.1.0", "data:appointments@2.0.0"][0] == "another version of"


@pytest.mark.parametrize("what", ["no-show", "data:appointments", "team:care", DIGEST])
def test_json_is_as_its_published_schema_says(impact: Any, what: str) -> None:
    text = (resources.files("modelsteward.report") / "impact.schema.json").read_text(encoding="utf-8")
    schema = Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
    schema.check_schema(schema.schema)
    document = impact(what)
    schema.validate(document)
    assert not schema.is_valid({**document, "kind": "thing"})


def test_the_tree_stands_each_thing_below_what_it_was_made_from(steward: Steward) -> None:
    ran = steward("impact", "data:appointments@2.1.0")
    assert (ran.code, ran.err) == (0, "")
    tree = [line.strip().split("  ")[0] for line in ran.out.split("\n\n")[0].splitlines()]
    assert tree == [
        "data:appointments@2.1.0",
        "└─ data:appointments@2.0.0",
        "└─ no-show@1.0.0",
        "└─ use:reminders",
        "└─ data:features@1.0.0",
        "└─ no-show@2.0.0",
        "└─ use:reminders",
        "└─ lite@1.0.0",
        "└─ use:reminders",
        "└─ use:tablet",
    ]
    assert "touched: 3 model versions (1 of them retired or destroyed), 3 data set versions, 2 uses" in ran.out


def test_what_is_there_twice_is_drawn_once(steward: Steward, clinic: Path) -> None:
    twice = 'both@1.0.0: {lineage: {datasets: ["data:a@1.0.0", "data:b@1.0.0"]}}\nusing@1.0.0: {lineage: {parents: [{ref: both@1.0.0, relation: merge}]}}'
    root = built(clinic.parent / "twice", f"data:a@1.0.0: {{}}\ndata:b@1.0.0: {{}}\n{twice}")
    out = steward("impact", "team:team", "-C", str(root)).out
    assert out.count("using@1.0.0") == 1
    assert "shown above" in out


def test_lineages_that_loop_are_drawn_once(steward: Steward, clinic: Path) -> None:
    loop = 'data:a@1.0.0: {derived_from: ["data:b@1.0.0"]}\ndata:b@1.0.0: {derived_from: ["data:a@1.0.0"]}\n'
    root = built(clinic.parent / "loop", loop)
    for what in ("data:a", "data:a@1.0.0", "team:team"):
        for how in ("text", "json", "dot", "mermaid", "markdown"):
            ran = steward("impact", what, "-C", str(root), "--format", how)
            assert ran.code == 0
            assert "data:b@1.0.0" in ran.out


WRONG = {
    "no-shoe": "did you mean `no-show`?",
    "no-show@9.0.0": "its versions are",
    "data:apointments": "did you mean `data:appointments`?",
    "use:remind": "did you mean `use:reminders`?",
    "vendor:azure-opena": "did you mean `vendor:azure-openai`?",
    "vendor:nobody": "the vendors are azure-openai",
    "team:mobil": "did you mean `team:mobile`?",
    "sha256:0123456789": "no card names bytes",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_there_is_refused_with_what_was_meant(steward: Steward, what: str) -> None:
    ran = steward("impact", what)
    assert (ran.code, ran.out) == (4, "")
    assert WRONG[what] in ran.err


@pytest.mark.parametrize("what", ["sha256:0123", "thing:x", "records/models/x"])
def test_what_cannot_be_meant_is_bad_usage_or_refused(steward: Steward, what: str) -> None:
    assert steward("impact", what).code in (2, 4)


def test_what_cannot_be_read_is_said(steward: Steward, clinic: Path) -> None:
    (clinic / "models/points/1.0.0.yaml").write_text("card: [")
    ran = steward("impact", "no-show@2.0.0")
    assert "not seen: 1 file that cannot be read" in ran.out


def test_a_thing_that_only_others_name_can_be_asked_for(steward: Steward, clinic: Path) -> None:
    (clinic / "models/no-show/2.0.0.yaml").unlink()
    ran = steward("impact", "no-show@2.0.0")
    assert ran.code == 0
    assert "lite@1.0.0" in ran.out
    assert "unknown" in ran.out


# Text from cards is data: whatever a summary, a team or a contact says, the drawings stay what they are.

HOSTILE = '"]; evil -> graph [label="x\\" %% `<script>alert(1)</script>` \x1b[31m --> n1\nend'


@pytest.fixture
def hostile(clinic: Path) -> Path:
    example = json.dumps(
        {
            "registry": {"teams": {"team": {"contact": HOSTILE, "members": []}}},
            "data:d@1.0.0": {"summary": HOSTILE, "derived_from": []},
            "m@1.0.0": {"summary": HOSTILE, "lineage": {"parents": [], "datasets": ["data:d@1.0.0"]}},
            "use:u": {"summary": HOSTILE, "serving": {"main": "m@1.0.0"}},
        }
    )
    return built(clinic.parent / "hostile", example)


def test_graphviz_gets_nothing_but_quoted_strings(steward: Steward, hostile: Path) -> None:
    out = steward("impact", "data:d", "-C", str(hostile), "--format", "dot").out
    assert "\x1b" not in out
    head, *inner, last = out.splitlines()
    assert head.startswith("digraph")
    assert last == "}"
    strings = re.compile(r'"(?:[^"\\\n]|\\.)*"')
    for line in inner:
        bare = strings.sub("Q", line)
        assert re.fullmatch(r"  (rankdir=LR;|(node|edge|Q|Q -> Q) \[[a-zQ=, 0-9]*\];)", bare), line


def test_mermaid_gets_nothing_that_ends_a_text(steward: Steward, hostile: Path) -> None:
    out = steward("impact", "data:d", "-C", str(hostile), "--format", "mermaid").out
    text = r'"[A-Za-z0-9 .,:@/_()#;<>-]*"'
    shapes = rf"(\[{text}\]|\[\({text}\)\]|\(\[{text}\]\))(:::asked)?"
    for line in out.splitlines()[1:-1]:
        assert re.fullmatch(rf"  n\d+({shapes}| (-->|-\.->)\|{text}\| n\d+)", line), line
        assert set(re.findall(r"<[^>]*>", line)) <= {"<br/>"}


@pytest.mark.parametrize("how", ["text", "markdown", "json"])
def test_no_other_format_passes_on_what_acts(steward: Steward, hostile: Path, how: str) -> None:
    out = steward("impact", "data:d", "-C", str(hostile), "--format", how).out
    assert "\x1b" not in out
    assert how == "json" or "<script>" not in re.sub(r"`+[^`]+`+", "", out)


@pytest.mark.parametrize("text", ['a"b', "a\\", 'a\\"', "x\n", "#quot;", "#35;", '"', "", "日本"])
def test_quoting_is_undone_by_reading(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', dot_text(text), re.DOTALL)
    assert re.sub(r"\\(.)", r"\1", dot_text(text)[1:-1]) == text
    assert re.sub(r"#(\d+);", lambda match: chr(int(match[1])), mermaid_text(text)) == text


def test_an_empty_registry_has_nothing_to_touch(steward: Steward, clinic: Path) -> None:
    root = clinic.parent / "empty"
    root.mkdir()
    (root / "steward.yaml").write_text("card: registry/1\nname: Empty\n")
    ran = steward("impact", "no-show", "-C", str(root))
    assert ran.code == 4
    assert "nothing is called `no-show` here" in ran.err


def test_a_use_alone_is_counted_without_models(steward: Steward) -> None:
    assert "touched: 1 use, 1 team" in steward("impact", "use:letters").out
