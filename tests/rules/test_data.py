"""Edges of the rules about data, beyond their examples."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.rules import CATALOGUE
from tests.rules.worlds import messages, paths, problems

FLAGS = ("special_category", "health", "biometric", "children")

FAR = """
registry: {teams: {intake: {contact: intake@example.org, members: []}}}
m@1.0.0: {lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}], datasets: ["data:clean@1.0.0"]}}
base@1.0.0: {lineage: {datasets: ["data:features@1.0.0"]}}
data:clean@1.0.0: {}
data:features@1.0.0: {derived_from: ["data:d@1.0.0"]}
data:d@1.0.0:
  owner: intake
  status: withdrawn
  retention: {delete_by: 2029-12-31}
  contains: {unlawful_source: true}
"""


@pytest.mark.parametrize("code", ["DT101", "DT102", "DT107"])
def test_tainted_data_is_found_through_base_models_and_derived_data(code: str) -> None:
    (seen,) = [seen for seen in problems(code, FAR) if seen.file == "models/m/1.0.0.yaml"]
    assert seen.path == ("lineage", "parents", 0, "ref")
    assert "data:d@1.0.0, through base@1.0.0 and data:features@1.0.0" in seen.message
    assert "The model belongs to team (team@example.org)" in seen.message
    assert "the data to intake (intake@example.org)" in seen.message


@pytest.mark.parametrize("code", ["DT101", "DT102", "DT107"])
@pytest.mark.parametrize("stage", ["draft", "staging", "production", "deprecated", "suspended", "retired"])
def test_a_model_keeps_the_finding_for_as_long_as_it_exists(code: str, stage: str) -> None:
    bad = f"{CATALOGUE[code].bad}\n".replace("m@1.0.0: {", f"m@1.0.0: {{stage: {stage}, ", 1)
    assert "models/m/1.0.0.yaml" in [seen.file for seen in problems(code, bad)]


@pytest.mark.parametrize("code", ["DT101", "DT102", "DT107"])
def test_a_destroyed_model_is_built_on_nothing_any_more(code: str) -> None:
    bad = f"{CATALOGUE[code].bad}\n".replace("m@1.0.0: {", "m@1.0.0: {stage: destroyed, ", 1)
    assert "models/m/1.0.0.yaml" not in [seen.file for seen in problems(code, bad)]


def test_a_retired_model_is_only_to_be_destroyed() -> None:
    example = """
m@1.0.0: {stage: retired, lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {status: withdrawn}
"""
    (seen,) = problems("DT102", example)
    assert seen.hint == "team (team@example.org) must see the bytes of this version destroyed"


@pytest.mark.parametrize(("day", "count"), [("2029-12-31", 0), ("2030-01-01", 1)])
@pytest.mark.parametrize("code", ["DT101", "DT105"])
def test_the_last_day_of_retention_still_counts(code: str, day: str, count: int) -> None:
    example = """
m@1.0.0: {lineage: {datasets: ["data:other@1.0.0", "data:d@1.0.0"]}}
data:other@1.0.0: {}
data:d@1.0.0: {retention: {delete_by: 2029-12-31}}
"""
    assert len(messages(code, example, date.fromisoformat(day))) == count


def test_data_destroyed_in_time_still_lives_on_in_the_model() -> None:
    example = """
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {status: destroyed, retention: {delete_by: 2029-12-31}}
"""
    assert paths("DT101", example) == [("lineage", "datasets", 0)]
    assert messages("DT105", example) == []


def test_a_source_that_cannot_be_read_hides_no_other() -> None:
    example = """
m@1.0.0: {lineage: {datasets: ["data:gone@1.0.0", "data:broken@1.0.0", "data:d@1.0.0"]}}
data:d@1.0.0: {status: withdrawn}
"""
    (seen,) = problems("DT102", example, raw={"datasets/broken/1.0.0.yaml": "card: ["})
    assert seen.path == ("lineage", "datasets", 2)


def test_a_lineage_that_goes_in_circles_ends() -> None:
    example = """
m@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: merge}]}}
n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: merge}], datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {derived_from: ["data:e@1.0.0"]}
data:e@1.0.0: {derived_from: ["data:d@1.0.0"], status: withdrawn}
"""
    assert sorted(seen.file for seen in problems("DT102", example)) == ["models/m/1.0.0.yaml", "models/n/1.0.0.yaml"]
    assert [seen.file for seen in problems("DT112", example)] == ["datasets/d/1.0.0.yaml"]


@pytest.mark.parametrize("flag", FLAGS)
def test_what_is_always_about_people_is_personal_data(flag: str) -> None:
    unknown = f"data:d@1.0.0: {{contains: {{personal: <absent>, {flag}: true}}}}"
    assert paths("DT103", unknown) == [("contains", flag)]
    assert paths("DT111", unknown) == [("contains", flag)]
    assert paths("DT110", f"data:d@1.0.0: {{contains: {{personal: false, {flag}: true}}}}") == [
        ("contains", "personal")
    ]


@pytest.mark.parametrize("code", ["DT103", "DT111"])
@pytest.mark.parametrize("contains", ["{}", "{personal: null, health: null}", "{personal: false, health: false}"])
def test_what_is_not_known_to_be_personal_is_not_judged_as_such(code: str, contains: str) -> None:
    assert messages(code, f"data:d@1.0.0: {{contains: {contains}}}") == []


def test_a_basis_that_is_null_is_shown_where_it_stands() -> None:
    example = "data:d@1.0.0: {contains: {personal: true}, lawful_basis: null, retention: null}"
    assert paths("DT103", example) == [("lawful_basis",)]
    assert paths("DT111", example) == [("retention",)]


def test_a_retention_is_known_by_its_date_or_its_basis() -> None:
    def world(retention: str) -> str:
        return f"data:d@1.0.0: {{contains: {{personal: true}}, retention: {retention}}}"

    assert messages("DT111", world("{delete_by: 2031-01-01}")) == []
    assert messages("DT111", world("{delete_by: null, basis: for as long as treatment lasts}")) == []
    assert len(messages("DT111", world("{delete_by: null}"))) == 1


@pytest.mark.parametrize("code", ["DT103", "DT109", "DT113"])
@pytest.mark.parametrize("status", ["withdrawn", "destroyed"])
def test_what_is_asked_of_active_data_is_asked_of_no_other(code: str, status: str) -> None:
    bad = CATALOGUE[code].bad.replace("{", f"{{status: {status}, ", 1)
    assert messages(code, bad) == []


@pytest.mark.parametrize("code", ["DT104", "DT105", "DT106", "DT110", "DT111"])
def test_data_is_answered_for_until_it_is_destroyed(code: str) -> None:
    def world(status: str) -> str:
        return CATALOGUE[code].bad.replace("{", f"{{status: {status}, ", 1)

    assert len(messages(code, world("withdrawn"))) == 1
    assert messages(code, world("destroyed")) == []


def test_data_that_is_late_no_longer_ends_soon() -> None:
    example = "data:d@1.0.0: {retention: {delete_by: 2029-12-31}}"
    assert messages("DT106", example) == []
    assert len(messages("DT106", example, date(2029, 12, 31))) == 1


def test_how_soon_is_the_registrys_own_window() -> None:
    example = "{registry: {window: P30D}, 'data:d@1.0.0': {retention: {delete_by: 2030-02-01}}}"
    assert messages("DT106", example) == []
    assert len(messages("DT106", example, date(2030, 1, 2))) == 1


def test_several_kinds_of_data_about_people_are_told_in_one_sentence() -> None:
    example = "data:d@1.0.0: {contains: {personal: false, health: true, children: true}}"
    (found,) = messages("DT110", example)
    assert found.startswith("it holds health data and data about children, and yet")


@pytest.mark.parametrize(
    ("lineage", "path"),
    [("<absent>", ("lineage",)), ("{datasets: <absent>}", ("lineage", "datasets"))],
    ids=["no lineage at all", "a lineage that names no data sets"],
)
def test_training_data_that_is_not_written_is_unknown(lineage: str, path: tuple[str, ...]) -> None:
    assert paths("DT108", f"m@1.0.0: {{lineage: {lineage}}}") == [path]


def test_a_null_lineage_says_that_there_is_none() -> None:
    assert messages("DT108", "m@1.0.0: {lineage: null}") == []


@pytest.mark.parametrize("change", ["origin: open", "origin: vendor", "stage: staging", "stage: retired"])
def test_training_data_is_asked_only_of_what_was_trained_here_and_may_serve(change: str) -> None:
    assert messages("DT108", f"m@1.0.0: {{lineage: <absent>, {change}}}") == []


@pytest.mark.parametrize("status", ["withdrawn", "destroyed"])
def test_derived_data_is_judged_by_its_sources_near_and_far(status: str) -> None:
    example = f"""
data:d@1.0.0: {{derived_from: ["data:clean@1.0.0", "data:mid@1.0.0"]}}
data:clean@1.0.0: {{}}
data:mid@1.0.0: {{derived_from: ["data:raw@1.0.0"]}}
data:raw@1.0.0: {{status: {status}, owner: null}}
"""
    far = next(seen for seen in problems("DT112", example) if seen.file == "datasets/d/1.0.0.yaml")
    assert far.path == ("derived_from", 1)
    assert f"{status} data: data:raw@1.0.0, through data:mid@1.0.0" in far.message
    assert "belongs to nobody" in far.message


def test_derived_data_that_is_withdrawn_itself_is_not_told_of_its_sources() -> None:
    example = """
data:d@1.0.0: {status: withdrawn, derived_from: ["data:raw@1.0.0"]}
data:raw@1.0.0: {status: destroyed}
"""
    assert messages("DT112", example) == []


def test_a_place_or_a_digest_is_enough_to_find_data() -> None:
    digest = f"sha256:{'0' * 64}"
    assert messages("DT113", f"data:d@1.0.0: {{location: <absent>, digest: '{digest}'}}") == []
    assert messages("DT113", "data:d@1.0.0: {location: <absent>, origin: open}") == []


@pytest.mark.parametrize(
    ("code", "folder", "card"),
    [
        ("DT102", "models", "{card: model/1, name: m, stage: staging, owner: team, lineage: {}, %s}"),
        ("DT112", "datasets", "{card: dataset/1, name: m, status: active, derived_from: ['data:e@1.0.0'], %s}"),
    ],
    ids=["models", "data sets"],
)
def test_two_cards_of_one_number_are_judged_without_a_crash(code: str, folder: str, card: str) -> None:
    example = """
m@1.0.0: {lineage: {datasets: ["data:d@1.0.0"]}}
data:m@1.0.0: {derived_from: ["data:d@1.0.0"]}
data:d@1.0.0: {status: withdrawn}
"""
    twin = card % "version: 1.0.0, summary: A twin, origin: in-house"
    found = {seen.file: seen.path for seen in problems(code, example, raw={f"{folder}/a/1.0.0.yaml": twin})}
    assert found[f"{folder}/a/1.0.0.yaml"] == ()
    assert found[f"{folder}/m/1.0.0.yaml"] != ()
