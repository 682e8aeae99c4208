"""Days, whichever way feeds write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelsteward.interop.vendors.dates import NEVER, When, read_day

DAY = date(2027, 7, 21)


@pytest.mark.parametrize(
    "written",
    [
        "2027-07-21", " 2027-07-21 ", "2027-07-21T00:00:00Z", "2027-07-21T23:59:59+09:00", "2027-07-21 05:27:05.097",
        1816128000, 1816128000.5, "1816128000", "July 21, 2027", "Jul 21, 2027", "Jul. 21, 2027", "21 July 2027",
        "July  21,\n2027",
    ],
)  # fmt: skip
def test_a_day_is_read_whichever_way_it_is_written(written: Any) -> None:
    assert read_day(written) == When(DAY)


@pytest.mark.parametrize(
    "written",
    ["2027-07-21 or later", "Not sooner than July 21, 2027", "no sooner than 2027-07-21", "No earlier than 2027-07-21", "not before 2027-07-21", "2027-07-21 at the earliest"],
)  # fmt: skip
def test_a_promise_that_it_will_not_end_sooner_is_no_end(written: str) -> None:
    assert read_day(written) == When(DAY, not_before=True)


@pytest.mark.parametrize("written", [None, False, "", "  ", "N/A", "n/a", "—", "None", 0, "1970-01-01T00:00:00Z"])
def test_what_is_absent_is_no_day_and_nothing_odd(written: Any) -> None:
    assert read_day(written) == NEVER


@pytest.mark.parametrize(
    "written",
    [
        "TBD", "soon", "2026-02-30", "9999-12-31", "1999-12-31", "2027-07", "2027-7-21", "21/07/2027", "Juli 21, 2027", "February 30, 2027",
        True, [], {}, ["2027-07-21"], float("nan"), float("inf"), -1e300, 10**400, 1816128000000, "x" * 100_000, "2027-07-21T", "٢٠٢٧-٠٧-٢١",
    ],
)  # fmt: skip
def test_what_is_no_day_says_so(written: Any) -> None:
    found = read_day(written)

    assert found.day is None
    assert found.odd.endswith("is no day")
    assert len(found.odd) < 100


@settings(derandomize=True, deadline=None)
@given(
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text()), st.dates().map(str))
)
def test_reading_a_day_never_raises(value: Any) -> None:
    found = read_day(value)

    assert found.day is None or 2000 <= found.day.year <= 2100
