"""The packs that come with steward: complete, dated, sourced, and speaking of licences that exist."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

import pytest

from modelsteward.domain import packs as domain_packs
from modelsteward.domain.packs import LicenceFamily
from modelsteward.domain.spdx import COMMON, is_own, read_licence
from modelsteward.store import packs as store_packs
from modelsteward.store.composer import compose
from modelsteward.store.packs import read_packs

FAMILIES = read_packs().licences
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.id)


def written() -> dict[str, Any]:
    value, faults = compose(resources.files("modelsteward.packs").joinpath("licences.yaml").read_text(encoding="utf-8"))
    assert not faults
    assert isinstance(value, dict)
    return value


def test_the_pack_says_what_it_is_and_when_it_is_to_be_read_again() -> None:
    pack = written()

    assert pack["pack"] == "licences"
    assert pack["read"]
    assert date.fromisoformat(pack["review_by"]) > max(family.read_on for family in FAMILIES if family.read_on)


def test_every_family_has_every_field_and_no_other() -> None:
    fields = set(LicenceFamily._fields)

    assert [set(item) for item in written()["families"]] == [fields] * len(FAMILIES)


def test_family_ids_are_given_once() -> None:
    assert len({family.id for family in FAMILIES}) == len(FAMILIES)


@each_family
def test_every_family_names_its_source_and_covers_something(family: LicenceFamily) -> None:
    assert family.source.startswith("https://")
    assert family.note.endswith(".")
    assert family.licences


@each_family
def test_an_entry_is_dated_when_it_was_checked_and_only_then(family: LicenceFamily) -> None:
    assert family.read in ("text", "excerpt", "not yet")
    assert (family.read_on is None) == (family.read == "not yet")


@each_family
def test_every_flag_is_yes_no_or_cannot_tell(family: LicenceFamily) -> None:
    flags = (family.commercial, family.derivatives, family.share_alike, family.carries_over, family.outputs)

    assert all(flag in (True, False, None) for flag in flags)


@each_family
def test_every_spdx_id_in_a_family_is_one(family: LicenceFamily) -> None:
    for name in (*family.licences, *family.also):
        plain = name.removesuffix("*")
        if not plain.startswith("LicenseRef-"):
            licence = read_licence(plain + "4.0" if name.endswith("*") else plain)
            assert licence.choices, name
            assert not licence.renamed, name
        else:
            assert is_own(plain), name


@each_family
def test_a_family_is_the_first_to_cover_what_it_names(family: LicenceFamily) -> None:
    packs = read_packs()

    for name in family.licences:
        if not name.endswith("*"):
            assert packs.family(name) is family or packs.family(name) == family


@pytest.mark.parametrize("licence", sorted(COMMON))
def test_an_id_read_without_the_library_is_one_the_library_knows(licence: str) -> None:
    license_expression = pytest.importorskip("license_expression")
    known = license_expression.get_spdx_licensing().known_symbols

    assert licence in known
    assert not known[licence].is_deprecated
    assert not known[licence].is_exception


@pytest.mark.parametrize(
    ("licence", "family"),
    [
        ("CC-BY-NC-ND-4.0", "cc-nc-nd"),
        ("CC-BY-NC-SA-4.0", "cc-nc-sa"),
        ("CC-BY-NC-4.0", "cc-nc"),
        ("cc-by-nc-4.0", "cc-nc"),
        ("CC-BY-4.0", "permissive"),
        ("Apache-2.0+", "permissive"),
        ("LicenseRef-Llama-3", "llama-2-3"),
        ("LicenseRef-Llama-3-Community", "llama-2-3"),
        ("LicenseRef-Llama-3.1", "llama"),
        ("LicenseRef-Llama-4-Community", "llama"),
        ("LicenseRef-LLaMA", "llama-1"),
        ("LicenseRef-Gemma", "gemma"),
    ],
)
def test_a_licence_finds_its_family(licence: str, family: str) -> None:
    found = read_packs().family(licence)

    assert found is not None
    assert found.id == family


@pytest.mark.parametrize("licence", ["EUPL-1.2", "LicenseRef-House-Terms", "GPL-2.0-only WITH Classpath-exception-2.0"])
def test_a_licence_of_no_family_has_none(licence: str) -> None:
    assert read_packs().family(licence) is None


def test_a_pack_is_read_when_first_asked_for_and_once() -> None:
    read: list[str] = []

    def read_licences() -> tuple[LicenceFamily, ...]:
        read.append("once")
        return FAMILIES

    packs = domain_packs.Packs(read_licences)
    assert read == []

    assert packs.family("MIT") is packs.family("mit") is not None
    assert read == ["once"]


def test_a_pack_that_cannot_be_read_is_a_bug_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_packs, "compose", lambda text: ([], []))

    with pytest.raises(ValueError, match=r"packs/licences\.yaml: not a mapping"):
        _ = read_packs().licences
