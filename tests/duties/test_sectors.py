"""Sectors that are written otherwise than duties write them."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.store.packs import read_packs
from modelsteward.usecases.obligations import obligations_of
from tests.rules.worlds import problems, world

USE = "m@1.0.0: {}\nuse:u: {sectors: [%s], serving: {main: m@1.0.0}}\n"


@pytest.mark.parametrize(
    ("sectors", "meant"),
    [
        ("Employment", ["employment"]),
        ("health care", ["healthcare"]),
        ("medical-device, bank", ["medical_device", "banking"]),
        ("retail, healthcare, public transport", []),
        ("Healthcare, healthcare", []),
    ],
)
def test_a_sector_that_is_nearly_one_that_duties_name_is_told(sectors: str, meant: list[str]) -> None:
    found = problems("DU107", USE % sectors)
    assert [one.message.partition("did you mean `")[2].rstrip("`?") for one in found] == meant


def test_obligations_name_the_sectors_that_no_duty_knows() -> None:
    told = obligations_of(world(USE % "hiring, healthcare"), read_packs(), "m@1.0.0", date(2030, 1, 1))
    (note,) = [note for note in told.notes if "sector" in note]
    assert note.startswith("the sector `hiring` is in no duty; those that duties name: banking, ")
