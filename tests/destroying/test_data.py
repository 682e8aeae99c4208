"""A data set goes the same way: planned, decided upon, erased, looked at, and then called destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Steward, git
from tests.destroying.homes import DATA, DAY, MODEL, STEWARD, digest
from tests.destroying.test_execute import HOLD

REF = "data:rows@1.0.0"
ROWS = b"a,b\n1,2\n"
BY = ("--by", "data-science", "--today", DAY, "--yes")


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that holds the rows; tests run at the top of the repository."""
    file = tmp_path / "data" / "rows.csv"
    file.parent.mkdir()
    file.write_bytes(ROWS)
    where = f"location: '{file}'\ndigest: {digest(ROWS)}\nretention: {{delete_by: 2030-12-31}}"
    texts = {
        "steward.yaml": STEWARD,
        "datasets/rows/1.0.0.yaml": DATA.replace("location: null", where),
        "models/scorer/1.2.0.yaml": MODEL.format(artifacts="").replace("artifacts:\n", "artifacts: []"),
    }
    root = tmp_path / "repo"
    for name, text in texts.items():
        (root / "registry" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "registry" / name).write_text(text)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return file


def ticked(steward: Steward) -> None:
    """Make the checklist, decide upon what was made from it, and see to every item."""
    ran = steward("checklist", REF, "make", "--today", DAY, "--yes")
    assert ran.code == 0, ran.err
    ran = steward(
        "checklist", REF, "decide", "scorer@1.2.0", "keep", "--until", "2031-01-01", "--reason", "Claims.", *BY
    )
    assert ran.code == 0, ran.err
    file = Path("registry/checklists/data/rows/1.0.0/destruction.yaml")
    value = yaml.safe_load(file.read_text())
    for item in value["items"]:
        if item.get("answered_by") is None:
            item |= {"state": "done", "evidence": "Seen.", "by": "data-science", "on": item.get("on", value["opened"])}
    file.write_text(yaml.safe_dump(value, sort_keys=False))
    git(Path(), "commit", "--quiet", "--all", "--message", "See to it")


def test_a_data_set_is_planned_erased_looked_at_and_destroyed(rows: Path, steward: Steward) -> None:
    plan = steward("destroy", REF, "--plan", "--today", DAY)
    assert plan.code == 0, plan.err
    assert "scorer@1.2.0 (retired)  not decided" in plan.out
    assert str(rows) in plan.out
    refused = steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--today", DAY)
    assert refused.code == 4
    assert "has no destruction checklist" in refused.err
    ticked(steward)
    ran = steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--today", DAY)
    assert ran.code == 0, ran.err
    assert not rows.exists()
    ran = steward("destroy", REF, "--verify", "--yes", "--today", DAY)
    assert ran.code == 0, ran.err
    ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY)
    assert ran.code == 0, ran.out
    card = yaml.safe_load(Path("registry/datasets/rows/1.0.0.yaml").read_text())
    assert (card["status"], str(card["destroyed_on"])) == ("destroyed", DAY)
    assert len(list(Path("registry/records/data/rows/1.0.0").iterdir())) == 3, "erased, looked at, certified"
    story = steward("log", REF, "--today", DAY).out
    assert "active -> destroyed" in story
    assert "the message says" not in story, "the file says so as well"
    again = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY)
    assert again.code == 4
    assert "is destroyed already" in again.err
    assert steward("destroy", REF, "--plan", "--today", DAY).code == 0


def test_a_hold_and_another_data_set_with_the_same_bytes_stand_in_the_way(rows: Path, steward: Steward) -> None:
    ticked(steward)
    twin = Path("registry/datasets/twin/1.0.0.yaml")
    twin.parent.mkdir()
    twin.write_text(Path("registry/datasets/rows/1.0.0.yaml").read_text().replace("name: rows", "name: twin"))
    hold = Path("registry/holds/hold-1.yaml")
    hold.parent.mkdir()
    hold.write_text(HOLD.format(ref=f"'{REF}'"))
    git(Path(), "add", ".")
    git(Path(), "commit", "--quiet", "--message", "A hold and a twin")
    erase = ("destroy", REF, "--execute", "--yes", "--confirm", REF, "--today", DAY)
    ran = steward(*erase)
    assert ran.code == 4
    assert "hold hold-1 orders" in ran.err
    assert "data:twin@1.0.0" in steward("destroy", REF, "--dry-run", "--today", DAY).out
    git(Path(), "rm", "--quiet", "registry/holds/hold-1.yaml")
    git(Path(), "commit", "--quiet", "--message", "No hold")
    ran = steward(*erase)
    assert ran.code == 1
    assert "data:twin@1.0.0 names this place as well" in ran.out
    assert rows.exists()
