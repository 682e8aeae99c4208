"""Which kind of card lies where, what it describes, and where a ref's card must lie."""

from __future__ import annotations

import pytest

from modelsteward.domain.kinds import BY_NAME, FOLDERS, KINDS, RECORDS, kinds_at, path_of, ref_at
from modelsteward.domain.suggest import closest, did_you_mean, one_of, shown

PLACES = {
    "models/m/1.0.0.yaml": ("model",),
    "datasets/d/1.0.0.yaml": ("dataset",),
    "use-cases/u.yaml": ("usecase",),
    "steward.yaml": ("registry",),
    "records/models/m/1.0.0/2026-01-01-review-x.yaml": tuple(kind.name for kind in RECORDS),
    "records/data/d/1.0.0/2026-01-01-review-x.yaml": tuple(kind.name for kind in RECORDS),
    "records/uses/u/2026-01-01-review-x.yaml": tuple(kind.name for kind in RECORDS),
    "checklists/m/1.0.0/retirement.yaml": ("checklist",),
    "checklists/data/d/1.0.0/destruction.yaml": ("checklist",),
    "packs/duties/eu.yaml": ("duties",),
    "holds/h.yaml": ("hold",),
    "incidents/i.yaml": ("incident",),
    "cases/c.yaml": ("case",),
    "waivers/w.yaml": ("waiver",),
    "vendors/azure-openai/gpt-4o.yaml": ("vendor",),
    "vendors/azure-openai.yaml": ("host",),
}


@pytest.mark.parametrize(("path", "names"), PLACES.items())
def test_each_kind_has_its_place(path: str, names: tuple[str, ...]) -> None:
    assert tuple(kind.name for kind in kinds_at(path)) == names


def test_every_kind_has_a_place_a_model_and_a_header() -> None:
    assert {name for names in PLACES.values() for name in names} == {kind.name for kind in KINDS} == set(BY_NAME)
    for kind in KINDS:
        assert kind.model().model_fields["card"].annotation is not None
        assert kind.header == f"{kind.name}/1"
        assert kind.header in str(kind.model().model_fields["card"].annotation)
        assert kind.path == "steward.yaml" or kind.path.partition("/")[0] in FOLDERS


@pytest.mark.parametrize(
    "path",
    ["", "x.yaml", "models/m.yaml", "models/m/1.0.0.yml", "models/m/a/1.0.0.yaml", "a/models/m/1.0.0.yaml", "Models/m/1.0.0.yaml",
     "models//1.0.0.yaml", "models/m/.yaml", "steward.yml", "use-cases/u/v.yaml", "records/m/1.0.0/x.yaml", "packs/x.yaml", "packs/other/x.yaml",
     "checklists/model/d/1.0.0/destruction.yaml",
     "records/uses/u/v/x.yaml", "models/m/1.0.0.yaml\n", "../models/m/1.0.0.yaml"],
)  # fmt: skip
def test_elsewhere_lies_no_card(path: str) -> None:
    assert kinds_at(path) == ()


@pytest.mark.parametrize(
    ("path", "ref"),
    [("models/m/1.0.0-rc.1.yaml", "m@1.0.0-rc.1"), ("datasets/d/1.0.0.yaml", "data:d@1.0.0"), ("use-cases/u.yaml", "use:u"),
     ("steward.yaml", "registry"), ("models/gpt-4.1/1.0.0+build.5.yaml", "gpt-4.1@1.0.0+build.5")],
)  # fmt: skip
def test_a_path_and_a_ref_lead_to_each_other(path: str, ref: str) -> None:
    assert ref_at(path) == ref
    assert path_of(ref) == path


def test_other_files_are_called_by_their_path() -> None:
    assert ref_at("waivers/w.yaml") == "waivers/w.yaml"
    assert ref_at("models/m.yaml") == "models/m.yaml"


@pytest.mark.parametrize(
    "ref",
    ["", "m", "m@", "@1.0.0", "use:u@1.0.0", "data:d", "data:", "use:", "vendor:h/m", "waivers/w", "data:..@x", "data:../..@1.0.0",
     "../m@1.0.0", "m/../x@1.0.0", "m@../../x", "m@1/2", ".m@1.0.0", "M@1.0.0", "use:../x", "a:data:d@1.0.0", "m@1.0.0\n", "m\\x@1.0.0"],
)  # fmt: skip
def test_what_is_no_ref_of_a_card_leads_nowhere(ref: str) -> None:
    assert path_of(ref) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ownr", "owner"),
        ("OWNER", "owner"),
        ("use_case", "use-case"),
        ("colour", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_the_word_that_was_meant(word: str, meant: str | None) -> None:
    assert closest(word, ["owner", "use-case", "stage"]) == meant
    assert did_you_mean(word, ["owner", "use-case", "stage"]) == (f"did you mean `{meant}`?" if meant else "")


def test_lists_in_words() -> None:
    assert [one_of(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]


def test_a_text_in_a_message_is_cut() -> None:
    assert (shown("abc"), shown("abcdef", 3)) == ("`abc`", "`abc…`")
