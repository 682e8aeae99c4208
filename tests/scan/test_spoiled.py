"""Whatever lies on a disk, a search comes to its end and says what it could not look into."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelsteward.domain.erasing import Sweep
from tests.scan.searching import arrays, model, search, wanted
from tests.scan.test_archives import PACKED

WHOLE = {**{name: pack() for name, (pack, _) in PACKED.items()}, "m.safetensors": model("whole.safetensors")}


def swept(name: str, data: bytes) -> Sweep:
    """A search of a folder with one file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(data)
        return search(folder, of=[wanted("matmul.onnx"), *arrays("shard-1.safetensors")], thorough=True)


@pytest.mark.parametrize("name", sorted(WHOLE))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_file_with_any_bytes_changed_is_no_end_of_a_search(name: str, data: st.DataObject) -> None:
    whole = WHOLE[name]
    changes = data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8))
    spoiled = bytearray(whole)
    for place, value in changes:
        spoiled[place] = value
    cut = data.draw(st.integers(0, len(whole)))
    (one,) = swept(name, bytes(spoiled[:cut])).swept
    assert one.files == 1


@settings(max_examples=60, deadline=None)
@given(
    start=st.sampled_from(
        [
            b"PK\x03\x04",
            b"\x1f\x8b\x08",
            b"BZh91AY&SY",
            b"\xfd7zXZ\x00",
            b"\x28\xb5\x2f\xfd",
            b"\x20" + b"\0" * 7 + b"{",
        ]
    ),
    rest=st.binary(max_size=600),
)
def test_a_file_that_only_begins_like_an_archive_is_no_end_of_a_search(start: bytes, rest: bytes) -> None:
    assert swept("x", start + rest).swept[0].files == 1
