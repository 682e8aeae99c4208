"""`steward packs update`: pins, takes over what is new, keeps what was changed here, and asks where both changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modelsteward.about import VERSION
from tests.conftest import TODAY, Ran, Steward, git
from tests.packs.conftest import Package
from tests.packs.texts import THREE, TWO, duty, gap, pack

FILE = Path("registry/packs/duties/eu.yaml")
DAY = ("--today", TODAY)


@pytest.fixture
def pinned(repo: Path, package: Package, steward: Steward) -> Path:
    """The repository, with a copy of `eu` that was just pinned."""
    done = steward("packs", "update", "eu", *DAY, "--yes")
    assert done.code == 0, done.out + done.err
    return repo


def update(steward: Steward, *more: str) -> Ran:
    return steward("packs", "update", *more, *DAY, "--yes")


def change(old: str, new: str) -> None:
    """Edit the copy and commit that."""
    text = FILE.read_text()
    assert old in text
    FILE.write_text(text.replace(old, new))
    git(Path(), "commit", "--quiet", "--all", "--message", "Ours")


def commits() -> int:
    return int(git(Path(), "rev-list", "--count", "HEAD"))


def test_pinning_copies_the_pack_with_its_comments_and_says_what_was_copied(pinned: Path, package: Package) -> None:
    text = FILE.read_text()
    copied = text.partition("pinned:\n")
    said, _, rest = copied[2].partition("\n\n")
    assert copied[0] + "\n" + rest == package.texts["eu"]
    assert said.splitlines()[:2] == [f"  steward: {VERSION}", f'  "on": {TODAY}']
    assert re.fullmatch(r"  entries: \{eu-1: [0-9a-f]{12}, eu-2: [0-9a-f]{12}\}", said.splitlines()[-1])


def test_pinning_is_one_commit_of_one_file_that_says_so(pinned: Path) -> None:
    assert git(pinned, "show", "--stat", "--format=%s", "HEAD").splitlines()[0] == "packs of duties: pin eu"
    assert git(pinned, "show", "--name-only", "--format=", "HEAD").split() == [str(FILE)]
    trailers = git(pinned, "log", "-1", "--format=%(trailers:key=Steward-Pack,valueonly)").split()
    assert trailers[:2] == ["duties/eu", VERSION]
    assert git(pinned, "status", "--porcelain") == ""


def test_the_log_tells_of_packs_as_of_any_file(pinned: Path, package: Package, steward: Steward) -> None:
    package.texts["eu"] = pack("eu", THREE)
    assert update(steward).code == 0
    told = [line.split("  ")[-1] for line in steward("log").out.splitlines() if "packs/" in line]
    assert len(told) == 2
    assert told[-1] == "packs/duties/eu.yaml: added"
    assert told[0].startswith("packs/duties/eu.yaml: ")
    assert "no file of it changed" not in steward("log").out


def test_editors_are_told_the_schema_where_schemas_are_at_hand(repo: Path, package: Package, steward: Steward) -> None:
    steward("export", "schema", "--to", "registry/schemas")
    update(steward, "eu")
    assert FILE.read_text().startswith(
        "# yaml-language-server: $schema=../../schemas/duties.schema.json\n# What is asked"
    )


def test_nothing_to_do_is_said(pinned: Path, steward: Steward) -> None:
    before = commits()
    for names in ((), ("eu",)):
        done = update(steward, *names)
        assert done.code == 0
        assert "eu: no duty differs from the package's" in done.out
        assert done.out.endswith("nothing to change\n")
    assert commits() == before


def test_without_a_copy_nothing_is_pinned_that_was_not_named(repo: Path, package: Package, steward: Steward) -> None:
    done = update(steward)
    assert "there is no copy of a pack here; `steward packs update NAME` pins one" in done.out
    assert not FILE.exists()


def test_what_changed_only_in_the_package_is_taken_over_and_comments_stay(
    pinned: Path, package: Package, steward: Steward
) -> None:
    change("# Why it stands here.\n  - id: eu-1", "# We asked the authority.\n  - id: eu-1")
    package.texts["eu"] = pack("eu", gap(duty("eu-1", "Keep them all."), duty("eu-2", read="secondary")))

    done = update(steward)

    assert done.code == 0, done.out + done.err
    assert "eu: taken over: eu-1" in done.out
    changed = [line for line in git(pinned, "show", "--format=", "--unified=0").splitlines() if line[0] in "+-"]
    assert "-    what: Keep the records." in changed
    assert "+    what: Keep them all." in changed
    assert len(changed) == 2 + 2 + 2, "the file's names, the text, its digest"
    assert "# We asked the authority.\n  - id: eu-1" in FILE.read_text()
    assert update(steward).out.endswith("nothing to change\n")


def test_what_changed_only_here_is_kept(pinned: Path, package: Package, steward: Steward) -> None:
    change("period: P10Y  # ten, not five\n    clock: created\n    binding: true\n    read: primary",
           "period: P12Y  # ours\n    clock: created\n    binding: true\n    read: primary")  # fmt: skip
    package.texts["eu"] = pack("eu", THREE)

    done = update(steward)

    assert done.code == 0, done.out + done.err
    assert "eu: taken over: eu-3; kept as it is here: eu-1" in done.out
    assert "period: P12Y  # ours" in FILE.read_text()
    listed = json.loads(steward("packs", "list", "--format", "json", *DAY).out)["packs"]
    assert next(one["origin"] for one in listed if one["name"] == "eu") == "changed copy"


def test_what_both_changed_is_refused_with_both_texts_until_somebody_decides(
    pinned: Path, package: Package, steward: Steward
) -> None:
    change("what: Keep the records.", "what: Keep ours.")
    package.texts["eu"] = pack("eu", TWO.replace("Keep the records.", "Keep theirs.").replace("P10Y", "P11Y"))
    text, before = FILE.read_text(), commits()

    refused = update(steward)

    assert refused.code == 4
    assert (
        "eu: eu-1 was changed here and in the package: what: here `Keep ours.`, there `Keep theirs.`; "
        "period: here `P10Y`, there `P11Y`"
    ) in refused.out
    assert "--ours eu-1 keeps ours, --theirs eu-1 takes the package's" in refused.out
    assert (FILE.read_text(), commits()) == (text, before)

    done = update(steward, "--ours", "eu-1", "--theirs", "eu-2")

    assert done.code == 0, done.out + done.err
    first, second = FILE.read_text().split("  - id: ")[1:]
    assert ("Keep ours." in first, "P10Y" in first) == (True, True)
    assert ("Keep theirs." in second, "P11Y" in second) == (True, True)
    assert update(steward).out.endswith("nothing to change\n"), "what was decided once is not asked again"


def test_what_the_package_drops_goes_unless_it_was_changed_here(
    pinned: Path, package: Package, steward: Steward
) -> None:
    package.texts["eu"] = pack("eu", duty("eu-1"))
    assert "eu: removed: eu-2" in update(steward).out
    assert "id: eu-2" not in FILE.read_text()


def test_what_was_changed_here_and_dropped_there_is_asked(pinned: Path, package: Package, steward: Steward) -> None:
    change("read: secondary", "read: primary")
    package.texts["eu"] = pack("eu", duty("eu-1"))

    refused = update(steward)

    assert refused.code == 4
    assert "eu-2 was changed here, removed from the package" in refused.out
    assert "--ours eu-2 keeps it, --theirs eu-2 takes it out" in refused.out
    assert update(steward, "--ours", "eu-2").code == 0
    assert "- id: eu-2" in FILE.read_text()
    assert update(steward, "--theirs", "eu-2").code == 0
    assert "- id: eu-2" not in FILE.read_text()


def test_what_was_removed_here_stays_out(pinned: Path, package: Package, steward: Steward) -> None:
    text = FILE.read_text()
    change(text[text.index("  # Why it stands here.\n  - id: eu-2") :], "")
    package.texts["eu"] = pack("eu", THREE)

    assert "eu: taken over: eu-3; kept as it is here: eu-2" in update(steward).out
    assert [line for line in FILE.read_text().splitlines() if "- id:" in line] == ["  - id: eu-1", "  - id: eu-3"]

    package.texts["eu"] = pack("eu", THREE.replace("P10Y", "P11Y"))
    refused = update(steward)
    assert "eu-2 was removed here, changed in the package" in refused.out
    assert update(steward, "--theirs", "eu-2").code == 0
    assert [line[-4:] for line in FILE.read_text().splitlines() if "- id:" in line] == ["eu-1", "eu-2", "eu-3"]


def test_what_comes_stands_where_the_package_has_it(pinned: Path, package: Package, steward: Steward) -> None:
    change("  # Why it stands here.\n  - id: eu-2", f"{duty('our-own')}\n  # Why it stands here.\n  - id: eu-2")
    package.texts["eu"] = pack("eu", gap(duty("eu-0"), duty("eu-1"), duty("eu-11"), duty("eu-2", read="secondary"),
                                         duty("eu-9")))  # fmt: skip
    assert update(steward).code == 0
    ids = [line.rpartition(" ")[2] for line in FILE.read_text().splitlines() if "- id:" in line]
    assert ids == ["eu-0", "eu-1", "eu-11", "our-own", "eu-2", "eu-9"]


def test_a_new_day_of_review_is_taken_over_and_one_of_our_own_is_kept(
    pinned: Path, package: Package, steward: Steward
) -> None:
    package.texts["eu"] = pack("eu", review_by="2030-09-01")
    assert update(steward).code == 0
    assert "review_by: 2030-09-01" in FILE.read_text()

    change("review_by: 2030-09-01", "review_by: 2031-01-01")
    package.texts["eu"] = pack("eu", review_by="2030-12-01")
    done = update(steward)
    assert done.code == 0
    assert (
        "eu: `review_by` stays as it is here; the package's is `2030-12-01` (--theirs review_by takes it)" in done.out
    )
    assert "review_by: 2031-01-01" in FILE.read_text()
    assert update(steward, "--theirs", "review_by").code == 0
    assert "review_by: 2030-12-01" in FILE.read_text()


def test_a_copy_that_was_never_pinned_is_compared_with_nothing_known(
    repo: Path, package: Package, steward: Steward
) -> None:
    FILE.parent.mkdir(parents=True)
    FILE.write_text(pack("eu", TWO.replace("Keep the records.", "Keep ours.", 1)))
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "By hand")

    refused = update(steward)

    assert "eu-1 stands here and in the package, and not the same: what: here `Keep ours.`" in refused.out
    assert update(steward, "--ours", "eu-1").code == 0
    assert f"pinned:\n  steward: {VERSION}" in FILE.read_text()
    assert update(steward).out.endswith("nothing to change\n")


def test_a_copy_by_a_later_steward_is_not_taken_back(pinned: Path, package: Package, steward: Steward) -> None:
    change(f"steward: {VERSION}", "steward: 99.0.0")
    package.texts["eu"] = pack("eu", THREE)

    refused = update(steward)

    assert refused.code == 4
    assert f"{FILE.relative_to('registry')} was copied with steward 99.0.0, and this is {VERSION}" in refused.err


def test_a_pack_of_our_own_is_left_alone(repo: Path, package: Package, steward: Steward) -> None:
    own = FILE.with_name("house.yaml")
    own.parent.mkdir(parents=True)
    own.write_text(pack("house", TWO.replace("eu-", "house-")))
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Our own")

    done = update(steward, "house")

    assert (done.code, "house is a pack of your own, and left alone" in done.out) == (0, True)
    assert done.out.endswith("nothing to change\n")


def test_pinning_what_steward_yaml_does_not_choose_says_how_to_choose_it(
    repo: Path, package: Package, steward: Steward
) -> None:
    done = update(steward, "uk")
    assert "uk does not count yet: let steward.yaml say packs: {duties: [eu, us, voluntary, uk]}" in done.out


def test_a_dry_run_changes_nothing_and_a_branch_leaves_the_tree(
    pinned: Path, package: Package, steward: Steward
) -> None:
    text = FILE.read_text()
    package.texts["eu"] = pack("eu", THREE)

    assert steward("packs", "update", *DAY, "--dry-run").code == 0
    assert FILE.read_text() == text
    assert steward("packs", "update", *DAY, "--yes", "--branch", "packs").code == 0
    assert FILE.read_text() == text
    assert "eu-3" in git(pinned, "show", f"packs:{FILE}")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ue",), 4, "there is no pack of duties `ue`\n  there are eu, uk or us"),
        (("--ours", "eu-1", "--theirs", "eu-1"), 2, "eu-1 is named by --ours and by --theirs"),
        (
            ("--theirs", "eu-11"),
            2,
            "no entry of the copies that are brought up to date is called eu-11\n  did you mean",
        ),
    ],
)
def test_a_slip_is_told(pinned: Path, steward: Steward, words: tuple[str, ...], code: int, said: str) -> None:
    done = update(steward, *words)
    assert (done.code, said in done.err) == (code, True), done.err


def test_a_copy_that_cannot_be_read_is_named(pinned: Path, steward: Steward) -> None:
    change("kind: keep", "kind: kept")
    for command in (("packs", "update", "eu", "--yes"), ("packs", "diff", "eu")):
        done = steward(*command)
        assert done.code == 4
        assert "packs/duties/eu.yaml cannot be read\n  `steward validate packs/duties/eu.yaml` says why" in done.err


def test_an_id_twice_in_a_copy_is_to_be_mended_first(pinned: Path, steward: Steward) -> None:
    change("id: eu-2", "id: eu-1")
    assert "packs/duties/eu.yaml has eu-1 twice" in update(steward).err


def test_a_move_of_somebody_else_in_the_same_file_is_not_swept_along(
    pinned: Path, package: Package, steward: Steward
) -> None:
    FILE.write_text(FILE.read_text() + "# not committed\n")
    package.texts["eu"] = pack("eu", THREE)
    refused = update(steward)
    assert refused.code == 4
    assert "eu-3" not in FILE.read_text()
