"""From a folder to the registry as a value: what it needs, what may be broken, and what `only` follows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from modelsteward import __version__
from modelsteward.errors import NoRegistry
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import BrokenPolicy, Loaded, load, read_file, satisfies
from tests.conftest import DATASET, HOUSE, MODEL, STEWARD_YAML, USE, write


def loaded(root: Path, *only: str) -> Loaded:
    return load(WorkTree(root), only or None)


def refs(result: Loaded) -> set[str]:
    return {entry.ref for entry in result.registry.entries}


def test_every_card_is_loaded(house: Path) -> None:
    result = loaded(house)

    assert refs(result) == {"registry", "scorer@1.2.0", "data:rows@1.0.0", "use:scoring"}
    assert (result.failed, result.registry.broken) == ((), ())
    assert result.registry.entries[0].text == STEWARD_YAML


def test_without_steward_yaml_there_is_no_registry(tmp_path: Path) -> None:
    with pytest.raises(NoRegistry, match=r"there is no steward\.yaml here"):
        loaded(tmp_path)


def test_a_steward_yml_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"steward.yml": STEWARD_YAML})

    with pytest.raises(NoRegistry) as caught:
        loaded(tmp_path)
    assert caught.value.hint == "rename it to steward.yaml"


@pytest.mark.parametrize(
    ("text", "code"),
    [("card: [", "RD101"), ("", "RD113"), (STEWARD_YAML + "teem: 1\n", "RD103"), ("a: 1\na: 2\n", "RD102")],
)
def test_a_broken_steward_yaml_carries_what_is_wrong(house: Path, text: str, code: str) -> None:
    write(house, {"steward.yaml": text})

    with pytest.raises(BrokenPolicy) as caught:
        loaded(house)
    reading = caught.value.reading
    assert code in [fault.code for fault in reading.faults] + [found[0] for found in reading.problems]


def test_a_steward_yaml_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "steward.yaml").mkdir()

    with pytest.raises(BrokenPolicy) as caught:
        loaded(tmp_path)
    assert [fault.code for fault in caught.value.reading.faults] == ["RD112"]


@pytest.mark.parametrize("beside", ["", "new_key: 1\n", "window: 90\n"])
def test_a_registry_for_a_newer_steward_says_so_and_nothing_else(house: Path, beside: str) -> None:
    write(house, {"steward.yaml": STEWARD_YAML.replace(">=0.1", ">=9") + beside})

    with pytest.raises(NoRegistry) as caught:
        loaded(house)
    assert type(caught.value) is NoRegistry
    assert caught.value.message == f"this registry needs steward >=9, and this is {__version__}"


@pytest.mark.parametrize("requires", ['"latest"', "9", "0.1", '">=x"', '">=0.1 <1"', '"~=0.1"', f'"{"9" * 5000}"'])
def test_what_is_no_list_of_versions_is_told_in_its_place(house: Path, requires: str) -> None:
    write(house, {"steward.yaml": STEWARD_YAML.replace('">=0.1"', requires)})

    with pytest.raises(BrokenPolicy) as caught:
        loaded(house)
    [fault] = caught.value.reading.faults
    assert (fault.code, fault.line, fault.column) == ("RD104", 3, 11)
    assert "is no list of versions" in fault.message
    assert len(fault.message) < 100


@pytest.mark.parametrize(
    ("requires", "met"),
    [(">=0.1", True), (">=0.1.0,<1", True), ("==0.1", True), ("!=0.1", False), (">0.1", False), ("<=0.1", True),
     (" >= 0.1 , < 1 ", True), ("<0.1", False), (">=0.1,", None), ("", None), ("0.1", None)],
)  # fmt: skip
def test_versions_compare(requires: str, met: bool | None) -> None:
    assert satisfies("0.1.0", requires) is met
    assert satisfies("0.1.0.dev3", requires) is met


def test_a_broken_card_hides_no_other_and_stays_known(house: Path) -> None:
    write(house, {"models/scorer/1.3.0.yaml": "card: [", "models/scorer/1.4.0.yaml/x": ""})
    result = loaded(house)

    assert {reading.file for reading in result.failed} == {"models/scorer/1.3.0.yaml", "models/scorer/1.4.0.yaml"}
    assert result.registry.has("scorer@1.3.0")
    assert result.registry.has("scorer@1.4.0")
    assert "scorer@1.2.0" in refs(result)


def test_what_lies_where_nothing_is_read_is_told(house: Path) -> None:
    write(house, {"models/scorer.yaml": MODEL, "model/x/1.0.0.yaml": MODEL})

    assert [(reading.file, reading.faults[0].code) for reading in loaded(house).failed] == [
        ("model", "RD114"),
        ("models/scorer.yaml", "RD114"),
    ]


def test_only_follows_what_a_card_refers_to_near_and_far(house: Path) -> None:
    write(house, {
        "datasets/rows/1.0.0.yaml": DATASET + 'derived_from: ["data:source@1.0.0"]\n',
        "datasets/source/1.0.0.yaml": DATASET.replace("rows", "source"),
        "models/other/1.0.0.yaml": MODEL.replace("scorer", "other").replace("1.2.0", "1.0.0"),
    })  # fmt: skip

    assert refs(loaded(house, "use-cases/scoring.yaml")) == {
        "registry", "use:scoring", "scorer@1.2.0", "data:rows@1.0.0", "data:source@1.0.0",
    }  # fmt: skip
    assert refs(loaded(house, "datasets/source/1.0.0.yaml")) == {"registry", "data:source@1.0.0"}


def test_only_reads_a_file_once_however_often_it_is_named(house: Path) -> None:
    result = loaded(
        house, "models/scorer/1.2.0.yaml", "steward.yaml", "models/scorer/1.2.0.yaml", "use-cases/scoring.yaml"
    )

    assert sorted(entry.ref for entry in result.registry.entries) == [
        "data:rows@1.0.0", "registry", "scorer@1.2.0", "use:scoring",
    ]  # fmt: skip


def test_cards_that_refer_to_each_other_end(house: Path) -> None:
    write(house, {"datasets/rows/1.0.0.yaml": DATASET + 'derived_from: ["data:rows@1.0.0"]\n'})

    assert refs(loaded(house, "datasets/rows/1.0.0.yaml")) == {"registry", "data:rows@1.0.0"}


def test_no_reference_leads_out_of_its_folder(house: Path) -> None:
    write(house, {"secret.yaml": "card: [", "datasets/x.yaml": "card: ["})
    record = (
        "card: evaluation/1\nref: scorer@1.2.0\non: 2030-01-01\nby: ada\nsuite: s\n"
        'results: [{metric: m, value: 1}]\ndataset: "data:..@secret"\n'
    )
    path = "records/models/scorer/1.2.0/2030-01-01-evaluation-x.yaml"
    write(house, {path: record})

    assert loaded(house, path).failed == ()


def test_a_file_that_is_asked_for_and_is_no_card_is_told(house: Path) -> None:
    write(house, {"notes.yaml": USE})
    files = WorkTree(house)

    assert [fault.code for fault in read_file(files, "notes.yaml").faults] == ["RD114"]
    assert [fault.code for fault in read_file(files, "models/gone/1.0.0.yaml").faults] == ["RD112"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_registry_reached_through_a_link_is_loaded(house: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(house)

    assert refs(loaded(tmp_path / "link")) == refs(loaded(house))
    assert len(HOUSE) == len(loaded(tmp_path / "link").registry.entries)
