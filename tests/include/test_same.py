"""However registries that include each other change: the index changes nothing, and a split changes no finding."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.domain.kinds import ref_at
from modelsteward.rules import CATALOGUE
from modelsteward.store import index
from modelsteward.store.composer import compose
from tests.include.worlds import including
from tests.index.histories import EVERY, EXAMPLES, Files, House, emptied, files_of, some_histories
from tests.index.test_same import POLICIES, _do

NAMES = ("a", "b", "c")
GUESTS = {"a": {"bee": "../b"}, "b": {"sea": "../c", "ay": "../a"}, "c": {}}
Found = list[tuple[str, str, str, str]]


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and an index elsewhere."""
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    return emptied(tmp_path / "top")


def houses(top: Path) -> dict[str, House]:
    for name in NAMES:
        (top / name).mkdir()
    return {name: House(top / name) for name in NAMES}


steps = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["switch", "lay over", "remove", "break", "copy", "touch", "day", "policy", "include", "gone"]),
        st.integers(0, 10**6),
    ),
    min_size=2,
    max_size=8,
)


@pytest.mark.parametrize("trusting", [False, True])
@some_histories
@given(start=st.lists(st.sampled_from(EXAMPLES), min_size=3, max_size=3), history=steps)
def test_any_history_of_several_registries_leads_to_the_same(
    top: Path, trusting: bool, start: list[str], history: list[tuple[str, str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusting:
        monkeypatch.setattr(index, "_RACY", -(10**19))
    world = houses(emptied(top))
    for name, example in zip(NAMES, start, strict=True):
        world[name].become(including(files_of(example), **GUESTS[name]))
    for name, what, number in history:
        _change(world[name], name, what, number)
        for one in (world["a"], world["b"]):
            one.day = max(house.day for house in world.values())
            if (one.root / "steward.yaml").exists():
                one.check()
    if (world["a"].root / "steward.yaml").exists():
        world["a"].look_around()


def _change(house: House, name: str, what: str, number: int) -> None:
    if "steward.yaml" not in house.files:
        house.become(including(files_of(EXAMPLES[number % len(EXAMPLES)]), **GUESTS[name]))
    elif what == "gone":
        house.become({})
    elif what == "include":
        taken = dict(list(GUESTS[name].items())[number % 2 :])
        house.become(including(house.files, **taken))
    elif what == "policy":
        policy = compose(house.files["steward.yaml"].decode() + POLICIES[number % len(POLICIES)])[0]
        house.become(house.files | {"steward.yaml": json.dumps(policy).encode()})
    else:
        _do(house, what, number)
        if what in ("switch", "lay over"):
            house.become(including(house.files, **GUESTS[name]))


NOT_ABOUT_CARDS = ("PO", "RD")
"""Families about steward.yaml and about files; what they say has nothing to do with a split."""
ABOUT_GUESTS = ("ID119", "VE109", "VE110")
"""Rules about what several registries are to each other, which say nothing where there is one."""
RULES = [
    rule for rule in CATALOGUE.values()
    if rule.check and rule.family not in NOT_ABOUT_CARDS and rule.code not in ABOUT_GUESTS
]  # fmt: skip
CUTS = [(rule.code, cut) for turn, rule in enumerate(RULES) for cut in (range(3) if EVERY else [turn % 3])]


@pytest.mark.parametrize(("code", "cut"), CUTS)
def test_a_registry_that_is_split_says_of_each_card_what_it_said(code: str, cut: int, top: Path) -> None:
    rule = CATALOGUE[code]
    for example in (rule.good, rule.bad):
        files = files_of(example)
        whole = registry_of(emptied(top / "whole"), files)
        halves = [dict[str, bytes](), dict[str, bytes]()]
        for path, data in files.items():
            for half in halves if path == "steward.yaml" else [halves[side(path, data, cut)]]:
                half[path] = data
        left = registry_of(emptied(top / "left"), including(halves[0], right="../right"))
        right = registry_of(emptied(top / "right"), including(halves[1], left="../left"))
        assert sorted(found(left) + found(right)) == found(whole)


def registry_of(folder: Path, files: Files) -> House:
    house = House(folder)
    house.become(files)
    return house


def side(path: str, data: bytes, cut: int) -> int:
    """In which half a file lies: with all of its name, or with what it is about."""
    about = ref_at(path)
    if about == path:
        value = compose(data.decode())[0] or {}
        about = str(value.get("ref") or value.get("name") or value.get("model") or path)
    return zlib.crc32(f"{cut} {about.partition('@')[0]}".encode()) % 2


def found(house: House) -> Found:
    """What is found in cards; paths of the other half as if it were this one."""
    code, out, err = house.ask("check", "--today", house.day, "--format", "json", cached=True)
    assert code in (0, 1), err

    def plain(text: str) -> str:
        return re.sub(r"(\.\./)+(left|right|whole)/|^(top|left|right|whole)/", "", text)

    inside = f"{house.root.name}/"
    all_found = json.loads(out)["findings"]
    return sorted(
        (one["code"], one["file"].rpartition(inside)[2], plain(one["message"]), plain(one["hint"] or ""))
        for one in all_found
        if not one["file"].endswith("steward.yaml")
    )
