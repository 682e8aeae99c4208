"""Packs listed, shown and compared, for eyes, programs and pages; what a pack says is data in all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelsteward.about import VERSION
from tests.conftest import TODAY, Steward, write
from tests.packs.conftest import Package
from tests.packs.texts import THREE, TWO, duty, gap, pack

DAY = ("--today", TODAY)
PINNED = "pinned: {{steward: {}, on: 2029-01-01, entries: {{}}}}\n"


@pytest.fixture
def packs(house: Path, package: Package, steward: Steward) -> Path:
    """A registry outside git: `eu` copied from the package and changed, one pack of its own, one that is no card."""
    write(house, {"packs/duties/house.yaml": pack("house", TWO.replace("eu-", "house-"), "2029-12-01", "House rules")})
    return house


def copied(house: Path, package: Package, text: str) -> None:
    """Put a copy there that was pinned from what the package has now, and then became another text."""
    from modelsteward.domain.cards.packs import DutyPack
    from modelsteward.domain.duty_packs import digests, duty_values, head_values
    from modelsteward.store.composer import compose

    theirs = DutyPack.model_validate(compose(package.texts["eu"])[0])
    said = {"steward": "0.0.9", "on": "2029-01-01", "entries": digests(duty_values(theirs))}
    said["head"] = digests(head_values(theirs))
    write(house, {"packs/duties/eu.yaml": text.replace("\n# The fields", f"pinned: {json.dumps(said)}\n# The fields")})


def test_the_list_says_where_each_comes_from_and_when_it_is_to_be_looked_over(packs: Path, steward: Steward) -> None:
    done = steward("packs", "list", *DAY)
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "eu     on   Europe: 2 duties, 1 to confirm",
        "            package; look over by 2030-06-01, in 151 days",
    ]
    assert "house  on   House rules: 2 duties, 1 to confirm" in done.out
    assert "            own; overdue: look over by 2029-12-01, 31 days ago" in done.out
    assert "uk     off  Europe" in done.out
    assert done.out.endswith("3 of 4 packs count here (`packs.duties` in steward.yaml chooses)\n")


def test_a_copy_is_listed_with_what_it_was_copied_from(packs: Path, package: Package, steward: Steward) -> None:
    copied(packs, package, package.texts["eu"])
    assert "pinned copy of 2029-01-01, from steward 0.0.9" in steward("packs", "list", *DAY).out
    copied(packs, package, package.texts["eu"].replace("P10Y", "P12Y"))
    assert "changed copy of 2029-01-01" in steward("packs", "list", *DAY).out
    package.texts["eu"] = pack("eu", THREE)
    assert "steward has another version: steward packs diff eu" in steward("packs", "list", *DAY).out


def test_the_list_as_json_has_stable_keys(packs: Path, package: Package, steward: Steward) -> None:
    copied(packs, package, package.texts["eu"])
    write(packs, {"packs/duties/bad.yaml": "card: duties/1\n"})
    said = json.loads(steward("packs", "list", "--format", "json", *DAY).out)
    assert (said["format"], said["today"], said["unreadable"]) == ("steward-packs/1", TODAY, ["packs/duties/bad.yaml"])
    assert said["packs"][0] == {
        "name": "eu", "title": "Europe", "on": True, "origin": "pinned copy", "duties": 2, "to_confirm": 1,
        "review_by": "2030-06-01", "news": False, "file": "packs/duties/eu.yaml", "pinned_with": "0.0.9",
        "pinned_on": "2029-01-01",
    }  # fmt: skip
    assert [(one["name"], one["origin"], one["on"]) for one in said["packs"][1:]] == [
        ("uk", "package", False), ("us", "package", True), ("house", "own", True),
    ]  # fmt: skip
    assert "cannot be read: packs/duties/bad.yaml" in steward("packs", "list", *DAY).out


def test_a_copy_without_pinned_is_told_from_one_with_it(packs: Path, package: Package, steward: Steward) -> None:
    write(packs, {"packs/duties/eu.yaml": package.texts["eu"]})
    assert "copy, not pinned" in steward("packs", "list", *DAY).out


def test_packs_are_shown_with_how_well_each_entry_was_read(packs: Path, steward: Steward) -> None:
    shown = steward("packs", "show").out
    assert "Europe (eu, package)" in shown
    assert "eu-1  binding\n    The Act, Art. 1\n    keep records: at least P10Y from created\n" in shown
    assert "eu-2  binding, to confirm (read: secondary)" in shown
    assert "(uk, " not in shown
    assert "(uk, package, does not count here)" in steward("packs", "show", "uk").out
    assert shown.endswith("This is not legal advice.\n")


def test_packs_are_shown_as_json_and_as_a_page(packs: Path, steward: Steward) -> None:
    said = json.loads(steward("packs", "show", "eu", "--format", "json").out)
    [one] = said["packs"]
    assert (said["format"], one["name"], one["duties"][1]["to_confirm"]) == ("steward-duties/1", "eu", True)
    assert one["duties"][0]["checked_on"] == "2029-11-24"
    page = steward("packs", "show", "eu", "--format", "markdown").out
    assert page.startswith("### Europe (`eu`, package)")
    row = "| `eu-1` | The Act, Art. 1 | keep records: at least P10Y from created | Keep the records. | binding |"
    assert row in page


def test_differences_are_told_key_by_key_with_what_was_copied(packs: Path, package: Package, steward: Steward) -> None:
    ours = package.texts["eu"].replace("Keep the records.", "Keep ours.", 1)
    copied(packs, package, ours.replace("- id: eu-2", "- id: eu-2\n    note: Ours."))
    package.texts["eu"] = pack("eu", gap(duty("eu-1", "Keep theirs."), duty("eu-2", read="secondary"), duty("eu-3")))

    told = steward("packs", "diff").out

    assert "eu-1  changed here and in the package\n      what\n        here      Keep ours.\n" in told
    assert "        package   Keep theirs.\n        copied    cannot be told: both changed since\n" in told
    assert (
        "eu-2  changed here\n      note\n        here      Ours.\n        package   (nothing)\n        copied" in told
    )
    assert "eu-3  added in the package\n      id\n        package   eu-3\n" in told
    ending = "3 differences, 1 that `steward packs update` takes over, 1 to decide with --ours or --theirs\n"
    assert told.endswith(ending)
    page = steward("packs", "diff", "eu", "--format", "markdown").out
    cells = "| `eu-1` | changed here and in the package | `what` | Keep ours. | Keep theirs. | cannot be told"
    assert cells in page
    said = json.loads(steward("packs", "diff", "eu", "--format", "json").out)["packs"][0]
    assert said["pinned_with"] == "0.0.9"
    assert said["entries"][0]["keys"] == [
        {"key": "what", "ours": "Keep ours.", "theirs": "Keep theirs.", "copied": None, "copied_is_known": False}
    ]


def test_where_nothing_differs_that_is_said(packs: Path, package: Package, steward: Steward) -> None:
    assert steward("packs", "diff").out == "\nthere is no copy of a pack here: nothing to compare\n".lstrip("\n")
    assert "us: not copied here: it counts as it comes with steward" in steward("packs", "diff", "us").out
    assert "house: a pack of your own: steward brings none of that name" in steward("packs", "diff", "house").out
    copied(packs, package, package.texts["eu"])
    assert steward("packs", "diff").out == "eu: nothing differs\n\nnothing differs from what comes with steward\n"


def test_what_a_pack_says_is_data_wherever_it_is_printed(packs: Path, package: Package, steward: Steward) -> None:
    bad = gap(duty("eu-1", '"<img src=x> \\e[31m | @all"'), duty("eu-2", read="secondary"))
    copied(packs, package, pack("eu", bad, title='"\\e]0;x\\a"'))
    for command in (("packs", "list"), ("packs", "show"), ("packs", "diff")):
        for how in ("text", "json", *(("markdown",) if command[1] != "list" else ())):
            out = steward(*command, "--format", how).out
            assert "\x1b" not in out
            assert "\x07" not in out
            if how == "markdown":
                assert "<img" not in out.replace("`<img src=x> ", "")


def test_packs_of_a_registry_that_is_included_do_not_count_here(packs: Path, steward: Steward) -> None:
    policy = packs / "steward.yaml"
    policy.write_text(policy.read_text() + "include: {other: ../other}\n")
    write(packs.parent / "other", {
        "steward.yaml": "card: registry/1\nname: Other\n",
        "packs/duties/theirs.yaml": pack("theirs", TWO.replace("eu-", "theirs-")),
    })  # fmt: skip
    use = packs / "use-cases/scoring.yaml"
    use.write_text(use.read_text() + "duties: [{duty: theirs-1, how: Kept.}]\n")
    assert "theirs" not in steward("packs", "list").out
    for more in ((), ("use-cases/scoring.yaml",)):
        assert "no pack that counts here has a duty `theirs-1`" in steward("validate", *more).out


def test_colours_are_for_terminals(packs: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for command in ("list", "show", "diff"):
        plain = steward("packs", command, *(("--today", TODAY) if command == "list" else ())).out
        assert ("\x1b[" in plain) is (command != "diff")
    assert VERSION
