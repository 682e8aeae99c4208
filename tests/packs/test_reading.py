"""Packs in a registry are read as cards: strictly, with a place for what is wrong, and wherever a part is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelsteward.domain.relations import DUTIES
from modelsteward.store.around import load_around, load_below, load_for_end
from modelsteward.store.committed import committed
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from tests.conftest import TODAY, Steward, git, write
from tests.packs.texts import TWO, pack

OWN = "packs/duties/house.yaml"
HOUSE = pack("house", TWO.replace("eu-", "house-"), title="House rules")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    kind: keep", "    kind: kep", ":15:11: error RD104 "),
        ("    clock: created", "    clok: created", ":21:5: error RD103 "),
        ("name: house", "name: hose", ":3:7: error ID101 "),
        ("card: duties/1", "card: duty/1", ":2:7: error RD113 "),
    ],
)
def test_a_slip_has_a_place_and_what_was_meant(house: Path, steward: Steward, old: str, new: str, said: str) -> None:
    write(house, {OWN: HOUSE.replace(old, new, 1)})
    for command in (("validate", OWN), ("check", "--today", TODAY), ("validate",)):
        found = steward(*command, "--format", "json")
        assert found.code == 1
        [one] = [one for one in json.loads(found.out)["findings"] if one["file"].endswith(OWN)]
        place = f":{one['line']}:{one['column']}: {one['severity']} {one['code']} "
        assert place == said, (place, one["message"], one["hint"])
        assert one["hint"]


def test_keys_and_words_that_are_nearly_right_are_named(house: Path, steward: Steward) -> None:
    write(house, {OWN: HOUSE.replace("clock: created", "clok: created", 1).replace("kind: keep", "kind: kep", 1)})
    out = steward("validate", OWN).out
    assert "did you mean `clock`?" in out
    assert "did you mean `keep`?" in out


def test_a_part_of_a_registry_is_always_read_with_its_packs(repo: Path) -> None:
    write(repo / "registry", {OWN: HOUSE})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Packs")
    held = committed(repo / "registry")
    assert held is not None
    for files in (WorkTree(repo / "registry"), held):
        for loaded in (
            load_around(files, ["scorer@1.2.0"]), load_around(files, []), load_below(files, ["data:rows@1.0.0"]),
            load_for_end(files, "scorer@1.2.0"),
        ):  # fmt: skip
            assert [entry.file for entry in loaded.registry.filed(DUTIES)] == [OWN]


def test_what_names_a_duty_is_validated_with_the_packs_at_hand(house: Path, steward: Steward) -> None:
    """A hook is given the card alone."""
    use = house / "use-cases/scoring.yaml"
    use.write_text(use.read_text() + "duties: [{duty: house-1, how: They are kept.}]\n")
    assert "no pack that counts here has a duty `house-1`" in steward("validate", str(use)).out
    write(house, {OWN: HOUSE})
    assert steward("validate", str(use)).code == 0
    assert [entry.file for entry in load(WorkTree(house), ["models/scorer/1.2.0.yaml"]).registry.filed(DUTIES)] == []


def test_a_pack_is_validated_with_the_others_at_hand(house: Path, steward: Steward) -> None:
    write(house, {OWN: HOUSE, "packs/duties/other.yaml": HOUSE.replace("name: house", "name: other")})
    out = steward("validate", "packs/duties/other.yaml").out
    assert "house-1 is the id of a duty in packs/duties/house.yaml" in out
    assert steward("validate", OWN).code == 0, "it is told once, in the later file"
