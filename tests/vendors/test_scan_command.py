"""`steward vendors scan`: the models that a source tree names, with their places, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.id_hits import Found, Hit
from modelsteward.usecases.vendors.id_findings import TITLES, findings
from modelsteward.usecases.vendors.ids import At, IdReport, Seen, seen_in
from tests.conftest import TODAY, Steward, git, write
from tests.vendors.houses import valid

CODE = {
    "src/app.py": 'client = Client()\nclient.chat(model="claude-1")\nother = "gpt-4o-2029-01-01"\n',
    "src/deep/settings.yaml": "model: azure/gpt-5-2029-08-01\nsecond: anthropic/claude-2\n",
    ".env": "MODEL=claude-1\n",
    "notes.md": "nothing to see, but é claude-1 and claude-1\n",
    "logo.png": "\x89PNG\0claude-1",
}


@pytest.fixture
def tree(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree beside the registry, in which tests run."""
    root = desk.parent / "code"
    write(root, CODE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def scan(steward: Steward, tree: Path, desk: Path) -> Any:
    """Search from the tree's top."""
    return lambda *words: steward("-C", str(desk), "vendors", "scan", *words, "--today", TODAY)


def test_ids_are_found_with_their_places_and_what_is_known_of_them(scan: Any) -> None:
    ran = scan(".", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    document = valid(ran.out)
    ids = {one["id"]: one for one in document["ids"]}
    assert {name: (one["life"], one["is_registered"], one["times"]) for name, one in ids.items()} == {
        "claude-1": ("ended", False, 4),
        "anthropic/claude-2": ("alive", False, 1),
        "gpt-4o-2029-01-01": ("ending", True, 1),
        "azure/gpt-5-2029-08-01": ("alive", True, 1),
    }
    assert {"file": "notes.md", "line": 1, "column": 23} in ids["claude-1"]["places"]
    assert (document["files"], document["binary"]) == (4, 1)


def test_text_groups_places_by_id_the_worst_first(scan: Any) -> None:
    ran = scan("src", ".env")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("claude-1  2 times, in 2 files\n  error    claude-1 has ended: 2029-02-01 at anthropic")
    assert "\n    src/app.py:2:20\n" in ran.out
    assert "registered: writer@1.0.0 (production; source)" in ran.out
    assert "4 ids: 2 registered, 2 known and not registered, 0 not known; 1 that has ended" in ran.out


def test_more_places_than_can_be_read_are_counted(scan: Any, tree: Path) -> None:
    (tree / "many.py").write_text('x = "claude-2"\n' * 12)
    assert "    and 7 places more\n" in scan("many.py").out


def test_github_gets_an_annotation_at_each_place(scan: Any, tree: Path) -> None:
    git(tree.parent, "init", "--quiet")
    lines = scan(".", "--format", "github").out.splitlines()
    assert lines[0].startswith("::error file=code/.env,line=1,col=7,endColumn=15,title=VI101 Model has ended::claude-1")
    assert lines[-1].startswith("steward: 4 errors")


def test_sarif_names_its_rules(scan: Any) -> None:
    (run,) = json.loads(scan(".", "--format", "sarif").out)["runs"]
    rules = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}
    assert rules == {"VI101": "error", "VI103": "warning", "VI104": "warning"}
    prints = [result["partialFingerprints"]["stewardFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints) == 6


@pytest.mark.parametrize("how", ["junit", "gitlab"])
def test_other_formats_hold_the_places_too(scan: Any, how: str) -> None:
    assert "src/app.py" in scan(".", "--format", how).out


EXITS = {
    ("src/deep",): 0,
    ("src/deep", "--fail-on", "warning"): 1,
    ("src",): 1,
    ("src", "--exit-zero"): 0,
    ("nowhere",): 2,
}


@pytest.mark.parametrize("words", EXITS, ids=" ".join)
def test_what_has_ended_fails(scan: Any, words: tuple[str, ...]) -> None:
    assert scan(*words).code == EXITS[words]


def test_the_window_says_what_ends_soon(scan: Any) -> None:
    lives = {one["id"]: one["life"] for one in json.loads(scan("src", "--within", "P30D", "-f", "json").out)["ids"]}
    assert lives["gpt-4o-2029-01-01"] == "alive"


def test_a_snapshot_that_nobody_knows_is_of_the_model_that_was_found() -> None:
    hits = (Hit("a.py", 1, 1, "ft:gpt-4o:us::1", "gpt-4o", 15), Hit("b.py", 2, 1, "ft:gpt-4o:us::1", "gpt-4o", 15))
    assert seen_in(hits) == [Seen("ft:gpt-4o:us::1", None, 2, "gpt-4o")]


def test_findings_are_in_order_of_file_and_place() -> None:
    at = At("groq", "old", None, "ended", None, "", None, True, True)
    report = IdReport(Seen("old", None, 2), (), (), (at,))
    hits = (Hit("b", 2, 1, "old", "old", 3), Hit("a", 9, 4, "old", "old", 3))
    found = findings([report], Found(hits, 2, 0, ()).hits)
    assert [(one.file, one.place.line, one.place.end_column, one.code) for one in found] == [
        ("a", 9, 7, "VI101"), ("b", 2, 4, "VI101"),
    ]  # fmt: skip
    assert found[0].message == "old has ended: its vendor has retired it at groq; it is not in the registry"


@pytest.mark.parametrize("code", TITLES)
def test_a_code_that_it_prints_is_explained(steward: Steward, code: str) -> None:
    ran = steward("explain", code.lower())
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"{code}  {TITLES[code]}")
    assert code in (Path(__file__).parents[2] / "docs/vendors.md").read_text("utf-8")
