"""The rules about packs of duties, and about what names their duties, at their edges."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import yaml

from modelsteward.domain.duty_packs import digests, duty_values, head_values
from modelsteward.store import packs as store_packs
from modelsteward.store.packs import pack_head, read_packs
from modelsteward.store.reader import read_card
from tests.packs.conftest import Package
from tests.packs.texts import TWO, duty, gap, pack
from tests.rules.worlds import messages, paths, problems

EU, HOUSE = "packs/duties/eu.yaml", "packs/duties/house.yaml"
DAY = date(2030, 1, 1)


def seen(code: str, files: dict[str, str], example: str = "{}", today: date = DAY) -> list[Any]:
    return problems(code, example, today, raw=files)


def house(*duties: str, review_by: str = "2030-06-01") -> str:
    return pack("house", gap(*(duties or (duty("house-1"),))), review_by)


def copy_of_eu(text: str = "", steward: str = "0.0.9") -> str:
    """The package's pack as a pinned copy, or another text that was once copied from it."""
    theirs = read_packs().duties["eu"]
    said: dict[str, Any] = {"steward": steward, "on": "2029-01-01", "entries": digests(duty_values(theirs))}
    said["head"] = digests(head_values(theirs))
    pinned = yaml.safe_dump({"pinned": said}, default_flow_style=True, width=10_000)
    return (text or pack("eu")).replace("\n# The fields", f"{pinned.strip()[1:-1]}\n# The fields")


@pytest.fixture
def _old(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of the package, of which two are past their day."""
    package.texts["eu"] = pack("eu", review_by="2029-11-01")
    package.texts["us"] = pack("us", TWO.replace("eu-", "us-"), "2029-12-31")
    monkeypatch.setattr(store_packs, "pack_head", pack_head)  # tests elsewhere let no pack grow old


@pytest.mark.usefixtures("_old")
def test_old_packs_of_the_package_are_told_in_steward_yaml_once_where_it_names_none() -> None:
    [one] = seen("DU110", {})
    assert (one.file, one.path) == ("steward.yaml", ())
    assert one.message == (
        "of the packs `eu` and `us`, which count here, the first was to be looked over by 2029-11-01, 61 days ago"
    )
    assert one.hint.startswith("install a newer steward; or `steward packs update eu` pins it")


@pytest.mark.usefixtures("_old")
def test_old_packs_are_told_where_steward_yaml_chooses_them_and_not_where_a_copy_takes_their_place() -> None:
    chosen = "registry: {packs: {duties: [uk, us, eu]}}"
    assert paths("DU110", chosen) == [("packs", "duties", 1), ("packs", "duties", 2)]
    [one, other] = seen("DU110", {EU: pack("eu", review_by="2029-10-01")}, chosen)
    assert {(one.file, one.path), (other.file, other.path)} == {
        ("steward.yaml", ("packs", "duties", 1)), (EU, ("review_by",)),
    }  # fmt: skip


@pytest.mark.usefixtures("package")
def test_the_day_of_review_still_counts() -> None:
    files = {HOUSE: house(review_by="2029-12-31")}
    assert seen("DU110", files, today=date(2029, 12, 31)) == []
    [one] = seen("DU110", files)
    assert one.message == "the pack was to be looked over by 2029-12-31, 1 day ago"


@pytest.mark.usefixtures("package")
def test_an_old_copy_that_does_not_count_is_nobodys_business() -> None:
    old = {EU: pack("eu", review_by="2029-10-01")}
    assert seen("DU110", old, "registry: {packs: {duties: [us]}}") == []
    [one] = seen("DU110", old)
    assert one.hint.startswith("`steward packs update eu` brings what steward has newer; else hold it against")


@pytest.mark.usefixtures("package")
def test_a_pack_of_our_own_may_be_chosen_and_one_that_cannot_be_read_is_there() -> None:
    assert messages("DU111", "registry: {packs: {duties: [eu]}}") == []
    chosen = "registry: {packs: {duties: [house]}}"
    assert seen("DU111", {HOUSE: house()}, chosen) == []
    assert seen("DU111", {HOUSE: "card: duties/1\n"}, chosen) == []
    [one] = seen("DU111", {HOUSE: house()}, "registry: {packs: {duties: [eu, huose]}}")
    assert (one.path, one.hint) == (("packs", "duties", 1), "did you mean `house`?")


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("ident", "hint"),
    [
        ("eu-11", "did you mean `eu-1`?"),
        ("uk-1", "it is in the pack `uk`: choose it under `packs.duties` in steward.yaml"),
        ("anything", "`steward packs show` lists those there are"),
    ],
)
def test_a_duty_that_no_pack_names_is_told_with_what_was_meant(ident: str, hint: str) -> None:
    example = f"use:u: {{duties: [{{duty: eu-1, how: Kept.}}, {{duty: {ident}, how: Kept.}}]}}"
    [one] = seen("DU112", {}, example)
    assert (one.path, one.hint) == (("duties", 1, "duty"), hint)


@pytest.mark.usefixtures("package")
def test_nothing_is_said_of_a_duty_while_a_pack_cannot_be_read() -> None:
    example = "use:u: {duties: [{duty: house-1, how: Kept.}]}"
    assert seen("DU112", {HOUSE: "card: duties/1\n"}, example) == []


ENDED = duty("house-old") + "    status: superseded\n    superseded_by: house-1\n    ended_on: 2029-06-30\n"


@pytest.mark.usefixtures("package")
def test_what_took_the_place_of_a_duty_is_named() -> None:
    example = "use:u: {duties: [{duty: house-old, how: Kept.}]}"
    [one] = seen("DU113", {HOUSE: house(duty("house-1"), ENDED)}, example)
    assert one.message == "house-old (The Act, Art. 1) is superseded since 2029-06-30"
    assert one.hint == "team (team@example.org) must name house-1, which took its place, or take it out"


@pytest.mark.usefixtures("package")
def test_a_duty_counts_up_to_the_day_it_ended_on() -> None:
    files = {HOUSE: house(duty("house-1") + "    ended_on: 2029-12-31\n")}
    example = "use:u: {duties: [{duty: house-1, how: Kept.}]}"
    assert seen("DU113", files, example, date(2029, 12, 31)) == []
    [one] = seen("DU113", files, example)
    assert one.message == "house-1 (The Act, Art. 1) ended on 2029-12-31"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("basis", "told"),
    [
        ("house-old", 1),
        ("Kept for five years (house-old).", 1),
        ("house-old, house-old", 1),
        ("house-old-2 and my-house-old", 0),
        ("house-1", 0),
        ("Long-term records, schedule 3-b", 0),
    ],
)
def test_a_data_sets_retention_is_held_against_the_packs(basis: str, told: int) -> None:
    files = {HOUSE: house(duty("house-1"), ENDED)}
    found = seen("DU113", files, f"data:d@1.0.0: {{retention: {{delete_by: 2031-01-01, basis: '{basis}'}}}}")
    assert [one.path for one in found] == [("retention", "basis")] * told


@pytest.mark.usefixtures("package")
def test_what_is_gone_may_name_what_counted_then() -> None:
    files = {HOUSE: house(duty("house-1"), ENDED)}
    assert seen("DU113", files, "data:d@1.0.0: {status: destroyed, retention: {basis: house-old}}") == []


def test_a_copy_is_behind_once_the_package_says_something_else(package: Package) -> None:
    copy = copy_of_eu()
    assert seen("DU114", {EU: copy}) == []
    assert seen("DU114", {EU: copy_of_eu(pack("eu").replace("P10Y", "P12Y"))}) == [], "only we changed it"
    package.texts["eu"] = pack("eu", review_by="2030-09-01")
    [one] = seen("DU114", {EU: copy})
    assert (one.path, one.problem.at_key) == (("pinned",), True)
    assert "`steward packs update eu` takes it over" in one.hint
    assert seen("DU114", {EU: copy_of_eu(steward="0.0.9").replace("0.0.9", "99.0.0")}) == [], "ours is the later one"
    assert seen("DU114", {EU: pack("eu")}) == [], "nothing says that it was copied"


@pytest.mark.usefixtures("package")
def test_an_id_is_given_once_within_a_pack_and_among_those_that_count() -> None:
    assert [one.path for one in seen("DU115", {HOUSE: house(duty("a"), duty("b"), duty("a"))})] == [("duties", 2, "id")]
    [one] = seen("DU115", {HOUSE: house(duty("house-1"), duty("eu-2"))})
    assert one.message == "eu-2 is the id of a duty in the pack `eu`, which comes with steward"
    assert one.hint.endswith("to change that pack, `steward packs update eu` pins it")
    assert seen("DU115", {HOUSE: house(duty("eu-2"))}, "registry: {packs: {duties: [us]}}") == []
    assert seen("DU115", {HOUSE: house(duty("uk-1"))}) == [], "that pack does not count"
    assert seen("DU115", {EU: pack("eu")}) == [], "a copy takes the place of the package's"
    both = {HOUSE: house(), "packs/duties/other.yaml": house().replace("name: house", "name: other")}
    [one] = seen("DU115", both)
    assert (one.file, one.message) == ("packs/duties/other.yaml", f"house-1 is the id of a duty in {HOUSE}")
    unused = {EU: pack("eu", gap(duty("us-1")))}
    assert seen("DU115", unused, "registry: {packs: {duties: [us]}}") == [], "that copy does not count"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        ("superseded_by: house-1", ("superseded_by",), "it cannot take its own place"),
        ("superseded_by: house-2", ("superseded_by",), "there is no duty `house-2`"),
        ("superseded_by: uk-1", None, ""),
        ("ended_on: 2029-01-01\n    applies_from: [{on: null}, {on: 2029-01-02}]", ("ended_on",), "before it began"),
        ("ended_on: 2029-01-02\n    applies_from: [{on: 2029-01-02}]", None, ""),
        ("applies_from: [{when: {rolls: provider}, on: null}]", ("applies_from", 0, "when"), "asks for `rolls`"),
        ("variants: [{of: x, period: P1Y}]", None, ""),
    ],
)
def test_what_contradicts_itself_is_told_where_it_does(more: str, path: Any, message: str) -> None:
    found = seen("DU116", {HOUSE: house(f"{duty('house-1')}    {more}\n")})
    assert [one.path for one in found] == ([("duties", 0, *path)] if path else [])
    assert all(one.message.startswith("house-1: ") and message in one.message for one in found)


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("condition", "message", "hint"),
    [
        ("{jurisdiction: EU}", "asks for `jurisdiction`, which is no fact", "did you mean `jurisdictions`?"),
        ("{all: [{roles: provider}, {any: [{quite: x}]}]}", "asks for `quite`", "steward knows "),
        ("{not: {exists: role}}", "asks for `role`", "did you mean `roles`?"),
        ("{before: {placed: 2026-08-02}}", "asks for `placed`", ""),
        ("{jurisdictions: eu}", "`jurisdictions` is never `eu`", "places are written in capitals: EU"),
        ("{any: [{roles: [provider, deployr]}]}", "`roles` is never `deployr`", "did you mean `deployer`?"),
        ("{risk.eu_tier: severe}", "`risk.eu_tier` is never `severe`", "it is high, "),
        ("{data.personal: 'yes'}", "`data.personal` is true or false", "write true or false"),
        ("{hosting: true}", "`hosting` is a word", "name the word"),
    ],
)
def test_a_condition_asks_for_facts_that_there_are(condition: str, message: str, hint: str) -> None:
    text = duty("house-1").replace("{jurisdictions: EU}", condition)
    [one] = seen("DU116", {HOUSE: house(text)})
    assert one.path == ("duties", 0, "applies_when")
    assert message in one.message
    assert one.hint.startswith(hint)


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{}", "a condition is a mapping with one key"),
        ("{roles: provider, sectors: credit}", "a condition is a mapping with one key"),
        ("{before: {roles: yesterday}}", "a date is written YYYY-MM-DD"),
        ("{all: {}}", "take a list of conditions"),
        ("{roles: null}", "a field is compared with words"),
    ],
)
def test_a_condition_that_is_none_is_not_read(condition: str, message: str) -> None:
    text = house(duty("house-1").replace("{jurisdictions: EU}", condition))
    reading = read_card(HOUSE, text.encode())
    assert reading.card is None
    [(code, one)] = reading.problems
    assert (code, one.path) == ("RD104", ("duties", 0, "applies_when"))
    assert message in one.message


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("objects", "message"),
    [
        ("[model]", "`model` is no object"),
        ("[event_logs, weight]", "`weight` is nothing that is erased, and `weights` is"),
        ("[weights, minutes_of_the_board, training_records]", ""),
    ],
)
def test_an_object_that_keeps_nothing_is_told(objects: str, message: str) -> None:
    text = re.sub("objects: .*", f"objects: {objects}", duty("house-1"))
    found = seen("DU116", {HOUSE: house(text)})
    assert [message in one.message for one in found] == ([True] if message else [])


def test_a_floor_without_a_period_is_told_and_what_came_with_steward_is_not(package: Package) -> None:
    endless = duty("house-1").replace("    period: P10Y  # ten, not five\n", "")
    assert [one.path for one in seen("DU116", {HOUSE: house(endless)})] == [("duties", 0, "bound")]
    package.texts["eu"] = pack("eu", endless.replace("house-", "eu-"))
    assert seen("DU116", {EU: package.texts["eu"]}) == []
    [one] = seen("DU116", {EU: package.texts["eu"].replace("created", "retired")})
    assert one.path == ("duties", 0, "bound")


@pytest.mark.parametrize("code", ["DU114", "DU115", "DU116"])
def test_a_fresh_copy_of_every_real_pack_is_sound(code: str) -> None:
    packs = read_packs()
    files = {f"packs/duties/{name}.yaml": store_packs.duty_text(name) for name in packs.duties}
    chosen = f"registry: {{packs: {{duties: [{', '.join(packs.duties)}]}}}}"
    assert [(one.file, one.path, one.message) for one in seen(code, files, chosen)] == []
