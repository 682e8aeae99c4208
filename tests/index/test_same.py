"""With the index and without, every command says the same, whatever a registry has been through."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Rule
from modelsteward.store import index
from tests.index.histories import EXAMPLES, House, emptied, files_of, some_histories

DAYS = ("2029-11-01", "2030-01-01", "2030-01-02", "2030-07-01", "2035-01-01")
POLICIES = (
    "rules: {severity: {ID: warning, TM101: note}}\n",
    "rules: {ignore: [AR, DT101]}\n",
    "rules: {select: [ID, US]}\n",
    "window: P1Y\n",
    "# a comment changes no policy\n",
    "stages: [draft, staging, canary]\n",
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """An empty folder with an index elsewhere."""
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "registry").mkdir()
    return House(tmp_path / "registry")


@pytest.fixture
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index believes what the disk says of every file, as it does of files that lay still for a while."""
    monkeypatch.setattr(index, "_RACY", -(10**19))


@pytest.mark.usefixtures("_trusting")
@pytest.mark.parametrize("rule", [rule for rule in CATALOGUE.values() if rule.check], ids=lambda rule: rule.code)
def test_what_makes_a_rule_speak_or_be_silent_is_noticed(rule: Rule, house: House) -> None:
    said = []
    for turn, example in enumerate((rule.good, rule.bad, rule.good)):
        house.become(files_of(example))
        said.append(any(code == rule.code for code, _, _ in house.found(again=turn == 1)))
    assert said == [False, True, False]
    house.become(files_of(rule.bad))
    for house.day in DAYS[2::2]:  # what does not rest on the day stays, what does comes and goes
        house.check(again=rule.timed)


Step = tuple[str, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["switch", "switch", "lay over", "remove", "break", "copy", "touch", "day", "policy"]),
        st.integers(0, 10**6),
    ),
    min_size=2,
    max_size=8,
)


@pytest.mark.parametrize("trusting", [False, True])
@some_histories
@given(start=st.sampled_from(EXAMPLES), history=steps)
def test_any_history_leads_to_the_same(
    house: House, trusting: bool, start: str, history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusting:
        monkeypatch.setattr(index, "_RACY", -(10**19))
    house = House(emptied(house.root))
    house.become(files_of(start))
    for what, number in history:
        _do(house, what, number)
        house.check()
    house.check("--select", "ID,TM101,DT")
    house.look_around()


def _do(house: House, what: str, number: int) -> None:
    files = house.files
    paths = [path for path in files if path != "steward.yaml"]
    path = paths[number % len(paths)] if paths else ""
    if what == "switch":
        house.become(files_of(EXAMPLES[number % len(EXAMPLES)]))
    elif what == "lay over":
        house.become(files | files_of(EXAMPLES[number % len(EXAMPLES)]))
    elif what == "day":
        house.day = DAYS[number % len(DAYS)]
    elif what == "policy":
        policy = files["steward.yaml"].decode()
        house.become(files | {"steward.yaml": (policy + POLICIES[number % len(POLICIES)]).encode()})
    elif path:
        house.become(_changed(files, path, what))


def _changed(files: dict[str, bytes], path: str, what: str) -> dict[str, bytes]:
    if what == "remove":
        return {other: data for other, data in files.items() if other != path}
    if what == "break":
        return files | {path: files[path] + b"\n\t: [\n"}
    if what == "touch":
        return files | {path: files[path] + b"# a comment\n"}
    folder, _, _ = path.rpartition("/")
    return files | {f"{folder}/9.9.9.yaml": files[path]}
