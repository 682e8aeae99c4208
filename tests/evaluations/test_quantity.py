"""Figures as a person types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.domain.imported import Measured
from modelsteward.domain.quantity import parse_metric, parse_quantity
from modelsteward.errors import BadUsage


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("auroc=0.81", Measured("auroc", 0.81)),
        (" auroc = .81 ", Measured("auroc", 0.81)),
        ("loss=-1e-3", Measured("loss", -0.001)),
        ("found=81%", Measured("found", 81, "%")),
        ("wait=12.5ms [11,14.5] n=400 better=lower", Measured("wait", 12.5, "ms", "lower", None, 11, 14.5, 400)),
        ("wait=12.5 ms[11 ; 14]", Measured("wait", 12.5, "ms", low=11, high=14)),
        ("auroc=0.78 slice=age:65+ n=120", Measured("auroc", 0.78, slice="age:65+", samples=120)),
        ('auroc=0.78 slice="region:New Mexico"', Measured("auroc", 0.78, slice="region:New Mexico")),
        ("auroc=0.78 unit=share", Measured("auroc", 0.78, "share")),
        ("F1 (macro)=0.5", Measured("F1 (macro)", 0.5)),
    ],
)
def test_a_figure_is_a_name_a_value_and_what_else_is_known(typed: str, meant: Measured) -> None:
    assert parse_metric(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("auroc", "is no metric: it starts with NAME=VALUE"),
        ("=0.8", "is no metric"),
        ("auroc=high", "is no metric"),
        ("auroc=nan", "is no metric"),
        ("auroc=0x10", "is no metric"),
        ("auroc=1e999", "holds a number too large to be kept"),
        ("auroc=0,81", "is no metric"),
        ("auroc=0.8 [0.7]", "`[0.7]` cannot be read"),
        ("auroc=0.8 [0.7,0.9] [0.7,0.9]", "has two intervals"),
        ("auroc=0.8 n=many", "n is `many`"),
        ("auroc=0.8 n=1 n=2", "has two values for n"),
        ("auroc=0.8% unit=share", "has two units: % and share"),
        ("auroc=0.8 better=up", "better is `up`"),
        ("auroc=0.8 slize=a", "`slize` is nothing that a figure has"),
        ("auroc=0.8 and more", "`more` cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_part_that_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_metric(typed)
    assert said in caught.value.message
    assert caught.value.hint


@given(st.text(alphabet="auroc=0.8,[]nslice :;\"'%-+e1x\n\t", max_size=40))
def test_whatever_is_typed_is_a_figure_or_told(typed: str) -> None:
    try:
        assert parse_metric(typed).metric
    except BadUsage as error:
        assert error.hint


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("0.81", (0.81, None)), ("81%", (81, "%")), ("12.5 ms", (12.5, "ms")), ("-3", (-3, None)),
        ("0,81", None), ("1.2.3", None), ("n/a", None), ("20 ± 1", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_holds_a_number_with_or_without_its_unit(cell: str, meant: object) -> None:
    assert parse_quantity(cell) == meant
