"""`steward vendors check --unregistered`: which ids of a file are ours, and which answer no more."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.errors import BadUsage
from modelsteward.interop.usage_ids import read_ids
from tests.conftest import TODAY, Steward
from tests.vendors.houses import valid

LOG = '{"model": "gpt-4o-2029-01-01", "custom_llm_provider": "azure", "status": "success"}'
FILES = {
    "gpt-4o\nazure/gpt-4o\n": [("gpt-4o", None, 1), ("azure/gpt-4o", None, 1)],
    "# seen in March\r\n\r\n   12 gpt-4o\n      1 o3\n": [("gpt-4o", None, 12), ("o3", None, 1)],
    "\"gpt-4o\",\n'o3'\n": [("gpt-4o", None, 1), ("o3", None, 1)],
    "model,requests\ngpt-4o,7\no3,\n": [("gpt-4o", None, 7), ("o3", None, 1)],
    "team;Provider;Model_ID\na;azure;gpt-4o\n": [("gpt-4o", "azure", 1)],
    "model\ngpt-4o\n": [("gpt-4o", None, 1)],
    "\ufeffmodel\tcount\ngpt-4o\t2\n": [("gpt-4o", None, 2)],
    '["gpt-4o", {"model": "o3", "count": 3}]': [("gpt-4o", None, 1), ("o3", None, 3)],
    '{"object": "list", "data": [{"model": "o3"}]}': [("o3", None, 1)],
    '{"gpt-4o": 12, "o3": 1}': [("gpt-4o", None, 12), ("o3", None, 1)],
    LOG: [("gpt-4o-2029-01-01", "azure", 1)],
    f"{LOG}\n{LOG}\n": [("gpt-4o-2029-01-01", "azure", 1)] * 2,
    "": [],
    "[]": [],
}


@pytest.mark.parametrize("text", FILES)
def test_files_are_read_as_people_have_them(text: str) -> None:
    usage = read_ids(text.encode(), "a file")
    assert ([tuple(one) for one in usage.met], usage.odd) == (FILES[text], 0)


def test_what_names_no_id_is_counted() -> None:
    usage = read_ids(b'gpt-4o\nno id at all\n{"user": "x"}\n{broken\n', "a file")
    assert ([one.id for one in usage.met], usage.odd) == (["gpt-4o"], 3)


@pytest.mark.parametrize("data", [b"no ids here\nnone at all\n", b"\xff\x00\xfe", b'{"a": "b"}', b"[" * 100_000])
def test_what_holds_no_ids_is_refused(data: bytes) -> None:
    with pytest.raises(BadUsage):
        read_ids(data, "a file")


@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_nothing_makes_it_fail_otherwise(data: bytes) -> None:
    try:
        read_ids(data, "a file")
    except BadUsage as error:
        assert error.hint


@pytest.fixture
def about(steward: Steward, desk: Path) -> Any:
    """What is known of ids, as JSON has it, by the id."""

    def ask(*ids: str, code: int | None = None) -> Any:
        (desk / "usage.txt").write_text("".join(f"{one}\n" for one in ids))
        ran = steward("vendors", "check", "--unregistered", "usage.txt", "--today", TODAY, "--format", "json")
        assert ran.err == ""
        assert ran.code in ((0, 1) if code is None else (code,))
        return {one["id"]: one for one in valid(ran.out)["ids"]}

    return ask


# Each id with whether it is registered and how, whether it answers, and the codes of what is said of it.
KNOWN: dict[str, tuple[list[str], str, list[str]]] = {
    "letters-model": (["alias"], "unknown", []),
    "letters-prod": (["deployment"], "unknown", []),
    "azure/letters-prod": (["upstream", "deployment"], "unknown", []),
    "azure/gpt-5-2029-08-01": (["source"], "alive", []),
    "azure-openai/gpt-5@2029-08-01": (["source"], "alive", []),
    "gpt-4o-2029-01-01": (["source"], "ending", ["VI103"]),
    "azure/gpt-4o-january": (["source"], "ending", ["VI103"]),
    "azure/gpt-4o": (["source, without its snapshot"], "alive", []),
    "openai/gpt-4o-2029-01-01": ([], "alive", ["VI104"]),
    "claude-2": ([], "alive", ["VI104"]),
    "claude-1": (["source"], "ended", ["VI101"]),
    "gpt-4o-2027-01-01": ([], "ended", ["VI101"]),
    "gpt-4o-2031-01-01": ([], "unknown", ["VI104"]),
    "us.anthropic.claude-2-v1:0": ([], "ending", ["VI103", "VI104"]),
    "eu.anthropic.claude-2-v1:0": ([], "alive", ["VI104"]),
    "openai/claude-2": ([], "unknown", ["VI105"]),
    "odd-7b": (["source"], "unknown", []),
    "nobody-knows-1": ([], "unknown", ["VI105"]),
}


def test_each_id_is_told_what_it_is(about: Any) -> None:
    found = {
        name: ([way["how"] for way in one["registered"]], one["life"], [say["code"] for say in one["said"]])
        for name, one in about(*KNOWN).items()
    }
    assert found == KNOWN


def test_words_say_where_and_what_to_type(about: Any) -> None:
    found = about(*KNOWN)
    dead = found["claude-1"]["said"][0]
    told = "claude-1 has ended: 2029-02-01 at anthropic, says https://table.example; here it is poet@1.0.0 (retired)"
    assert dead["message"] == told
    assert dead["hint"] == "the vendor recommends claude-2; steward vendors successors poet@1.0.0"
    assert "ours pin another snapshot: writer@1.0.0" in found["gpt-4o-2027-01-01"]["said"][0]["message"]
    assert "though nobody speaks of this snapshot" in found["gpt-4o-2031-01-01"]["said"][0]["message"]
    assert found["openai/claude-2"]["elsewhere"] == ["anthropic"]


def test_dead_at_one_host_is_not_dead_at_another(about: Any, desk: Path, steward: Steward) -> None:
    card = desk / "vendors/openai/gpt-4o.yaml"
    card.parent.mkdir()
    card.write_text(
        "card: vendor/1\nhost: openai\nmodel: gpt-4o\nobservations:\n"
        '  - {source: https://o.example, read_on: 2029-12-01, snapshot: "2028-01-01", ends: 2033-01-01}\n'
    )
    (one,) = about("gpt-4o-2028-01-01", code=0).values()
    assert [(at["host"], at["life"]) for at in one["at"]] == [("azure-openai", "ended"), ("openai", "alive")]
    assert one["said"][0]["code"] == "VI102"
    assert about("azure/gpt-4o-2028-01-01", code=1)["azure/gpt-4o-2028-01-01"]["life"] == "ended"
    assert about("openai/gpt-4o-2028-01-01", code=0)["openai/gpt-4o-2028-01-01"]["life"] == "alive"


def test_what_is_to_be_typed_names_a_snapshot_that_answers(about: Any, desk: Path) -> None:
    card = desk / "vendors/openai/o9.yaml"
    card.parent.mkdir()
    card.write_text("card: vendor/1\nhost: openai\nmodel: o9\nobservations:\n" + "".join(
        f'  - {{source: https://o.example, read_on: 2029-12-01, snapshot: "{day}", ends: {end}}}\n'
        for day, end in (("2028-01-01", "2029-06-01"), ("2029-01-01", "2033-01-01"), ("2029-02-01", "2031-01-01"))
    ))  # fmt: skip
    (one,) = about("o9")["o9"]["said"]
    assert one["hint"] == "steward register NAME@VERSION --from vendor:openai/o9@2029-01-01"
    card.write_text(
        "card: vendor/1\nhost: openai\nmodel: o9\nobservations:\n"
        "  - {source: https://o.example, read_on: 2029-12-01, ends: 2033-01-01}\n"
        '  - {source: https://p.example, read_on: 2029-12-01, snapshot: "2028-01-01", ends: 2029-06-01}\n'
    )
    (one,) = about("o9")["o9"]["said"]
    assert one["hint"] == "none of its snapshots answers any more; steward vendors successors openai/o9"


def test_two_files_of_a_host_that_say_the_same_are_told_once(about: Any, desk: Path) -> None:
    for model, snapshot in (("o9", 'snapshot: "001", '), ("o9-001", "")):
        card = desk / f"vendors/openai/{model}.yaml"
        card.parent.mkdir(exist_ok=True)
        card.write_text(
            f"card: vendor/1\nhost: openai\nmodel: {model}\nobservations:\n"
            f"  - {{source: https://o.example, read_on: 2029-12-01, {snapshot}ends: 2029-06-01, aliases: [o9-one]}}\n"
        )
    assert about("o9-one")["o9-one"]["said"][0]["message"] == (
        "o9-one has ended: 2029-06-01 at openai, says https://o.example; it is not in the registry"
    )


def test_the_log_of_a_gateway_says_who_was_called(steward: Steward, desk: Path) -> None:
    (desk / "log.jsonl").write_text(f"{LOG}\n{LOG}\n")
    ran = steward("vendors", "check", "--unregistered", "log.jsonl", "--today", TODAY, "--format", "json")
    (one,) = valid(ran.out)["ids"]
    assert (one["host"], one["times"], one["is_registered"]) == ("azure-openai", 2, True)


EXITS = {("claude-1",): 1, ("claude-2",): 0, ("claude-2", "--fail-on", "warning"): 1, ("claude-1", "--exit-zero"): 0}


@pytest.mark.parametrize("asked", EXITS, ids=" ".join)
def test_what_has_ended_fails(steward: Steward, desk: Path, asked: tuple[str, ...]) -> None:
    (desk / "ids").write_text(asked[0])
    assert steward("vendors", "check", "--unregistered", "ids", *asked[1:], "--today", TODAY).code == EXITS[asked]


def test_text_begins_with_what_is_worst(steward: Steward, desk: Path) -> None:
    (desk / "ids").write_text("letters-model\n3 claude-1\nclaude-2\nno id here\n\x1b[31m\n")
    ran = steward("vendors", "check", "--unregistered", "ids", "--today", TODAY)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("claude-1  3 times\n  error    claude-1 has ended: 2029-02-01 at anthropic")
    assert "registered: writer@1.0.0 (production; alias)" in ran.out
    assert "3 ids: 1 registered, 2 known and not registered, 0 not known; 1 that has ended" in ran.out
    assert "1 error, 1 warning" in ran.out
    assert "2 lines named no id" in ran.out
    assert "\x1b" not in ran.out


def test_ids_may_be_piped_in(steward: Steward, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"claude-2\n")))
    assert "claude-2" in steward("vendors", "check", "--unregistered", "-", "--today", TODAY).out


def test_what_cannot_be_read_is_bad_usage(steward: Steward, desk: Path) -> None:
    ran = steward("vendors", "check", "--unregistered", "nowhere.txt")
    assert (ran.code, "nowhere.txt cannot be read" in ran.err) == (2, True)
