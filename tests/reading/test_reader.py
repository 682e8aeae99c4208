"""From bytes to a card: size, encoding, line ends, and which kind it is."""

from __future__ import annotations

import pytest

from modelsteward.api.judged import findings_of
from modelsteward.store.files import LARGEST
from tests.reading.helpers import CARD, read, told, without


def test_a_healthy_card_is_read() -> None:
    reading = read(CARD)

    assert (reading.kind, reading.card.ref if reading.card else None) == ("model", "m@1.0.0")  # type: ignore[attr-defined]
    assert (reading.faults, reading.problems, reading.text) == ([], [], CARD)


def test_a_card_of_exactly_one_mebibyte_is_read_and_one_more_byte_is_not() -> None:
    padded = CARD + "#" * (LARGEST - len(CARD))

    assert read(padded).card is not None
    assert told(read(padded + "#")) == ["1:1 RD111 larger than 1 MiB || a card is a page of text: keep data elsewhere"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_that_is_not_utf_8_is_told_with_its_place(mark: bytes) -> None:
    data = mark + "card: é".encode() + b"\xe9\n"

    assert told(read(data)) == ["1:8 RD110 the byte 0xe9 is not UTF-8 || save it as UTF-8"]
    assert told(read(mark + CARD.encode() + b"extra: {a: \xff}"))[0].startswith("8:12 RD110 the byte 0xff")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_told(encoding: str) -> None:
    [finding] = findings_of(read(CARD.encode(encoding)))

    assert finding.code == "RD110"
    assert "UTF-8" in finding.hint


@pytest.mark.parametrize("character", ["\0", "\x85", "\u2028", "\u2029"])
def test_characters_that_only_some_take_for_a_line_end_are_refused(character: str) -> None:
    [finding] = findings_of(read(CARD.replace("nothing", f"no{character}thing")))

    assert (finding.code, finding.place.line, finding.place.column) == ("RD110", 5, 17)
    assert f"U+{ord(character):04X}" in finding.message


def test_such_a_character_may_be_written_as_an_escape() -> None:
    assert read(CARD.replace("Says nothing.", '"Says\\u2028nothing.\\x85"')).card is not None


def test_a_byte_order_mark_shifts_nothing() -> None:
    assert told(read("\ufeffcard: model/2\n")) == told(read("card: model/2\n"))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_no_place_and_show_their_line(end: str) -> None:
    text = CARD.replace("in-house", "inhouse")
    [finding] = findings_of(read(text.replace("\n", end)))

    assert (finding.place.line, finding.place.column, finding.place.end_column) == (7, 9, 16)
    assert finding.place.text == "origin: inhouse"


@pytest.mark.parametrize("text", ["", "\n", "# only this\n", "---\n", "~"])
def test_a_file_that_says_nothing(text: str) -> None:
    assert told(read(text)) == ["1:1 RD113 the file says nothing || start it with `card: model/1`"]


@pytest.mark.parametrize("text", ["- card: model/1", "card", "42", "[]", "|\n  card: model/1\n"])
def test_a_card_is_a_mapping(text: str) -> None:
    assert [line[4:] for line in told(read(text))] == [
        "RD113 a card is a mapping of keys to values || start it with `card: model/1`"
    ]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("model/2", "this steward reads model/1, and the card is model/2 || install a newer steward"),
        ("model/0", "there is no schema model/0 || write `card: model/1`"),
        (
            "dataset/1",
            "a dataset card does not lie here || move it to datasets/NAME/VERSION.yaml, or write `card: model/1`",
        ),
        (
            "dataset/7",
            "a dataset card does not lie here || move it to datasets/NAME/VERSION.yaml, or write `card: model/1`",
        ),
    ],
)
def test_a_card_of_another_kind_or_schema_is_not_judged_as_this_one(header: str, message: str) -> None:
    reading = read(CARD.replace("model/1", header) + "unknown: 1\n")

    assert told(reading) == [f"1:7 RD113 {message}"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("modle/1", "`modle/1` is no kind of card || did you mean `model/1`?"),
        ("Model/1", "`Model/1` is no kind of card || did you mean `model/1`?"),
        ("model", "`model` is no kind of card || did you mean `model/1`?"),
        ("~", "null is no kind of card || write `card: model/1`"),
        ("1", "this value is no kind of card || write `card: model/1`"),
        ("[model/1]", "this value is no kind of card || write `card: model/1`"),
        (f"model/{'9' * 5000}", f"`model/{'9' * 54}…` is no kind of card || write `card: model/1`"),
    ],
)
def test_a_slip_in_card_hides_nothing_else(header: str, message: str) -> None:
    reading = read(CARD.replace("model/1", header) + "ownr: 1\n")

    assert told(reading) == [f"1:7 RD113 {message}", "8:1 RD103 unknown key `ownr` || did you mean `owner`?"]


def test_a_card_without_card_is_told_all_it_lacks() -> None:
    messages = told(read(without("card", without("owner"))))

    assert [line.partition(" ||")[0] for line in messages] == [
        "1:1 RD105 `card` is missing",
        "1:1 RD105 `owner` is missing",
    ]


RECORD = "records/models/m/1.0.0/2026-01-01-approval-x.yaml"


def test_where_several_kinds_lie_card_says_which() -> None:
    kinds = "evaluation/1, approval/1, notice/1, review/1, erasure/1, verification/1 or certificate/1"

    assert told(read("ref: m@1.0.0\n", RECORD)) == [f"1:1 RD105 `card` is missing || start it with `card: {kinds}`"]
    assert told(read("card: aproval/1\n", RECORD)) == [
        "1:7 RD113 `aproval/1` is no kind of card || did you mean `approval/1`?"
    ]
    assert "this steward reads review/1" in told(read("card: review/3\n", RECORD))[0]
    assert "a model card does not lie here" in told(read("card: model/1\n", RECORD))[0]


def test_a_file_at_no_cards_path_is_told_and_not_guessed() -> None:
    assert read("card: model/1\n", "notes.yaml").card is None
    assert told(read("", "notes.yaml"))


@pytest.mark.parametrize("stage", ["prodction", "retired"])
def test_a_stage_is_one_of_the_registrys(stage: str) -> None:
    [line] = told(read(CARD.replace("draft", stage)))

    assert line.startswith(f"4:8 RD104 `{stage}` is not a stage of this registry")
    assert line.endswith("did you mean `production`?" if stage == "prodction" else "draft, staging, production")


def test_faults_and_problems_of_one_card_are_told_together() -> None:
    text = CARD + "owner: other\nextra: {1: a, b: !x c}\nownr: x\norgin: y\n"

    assert [line.partition(" || ")[0] for line in told(read(text))] == [
        "8:1 RD102 the key `owner` is given twice; first on line 6",
        "9:9 RD106 the key `1` is a number, and keys are text",
        "9:18 RD107 the tag `!x` is not read here",
        "10:1 RD103 unknown key `ownr`",
        "11:1 RD103 unknown key `orgin`",
    ]
