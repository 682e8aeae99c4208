"""`steward list`, through the door, on a small registry."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from modelsteward.errors import BadUsage
from modelsteward.report import list_csv, list_markdown, tables
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.usecases.listable import COLUMNS, items
from modelsteward.usecases.listing import Listing, Query, list_cards
from tests.conftest import Steward

WARD = Path(__file__).parent / "fixtures" / "ward"
TODAY = date(2026, 11, 24)
LIVE = ["gpt-4o@1.0.0", "no-show@2.1.0", "no-show@2.9.0", "no-show@2.10.0", "triage@0.1.0", "whisper@3.0.0"]


@pytest.fixture
def listed(steward: Steward) -> Any:
    """List the ward in a format, as of its day."""
    return lambda *options: steward("list", "-C", str(WARD), "--today", str(TODAY), *options)


def refs(text: str) -> list[str]:
    return [row["ref"] for row in json.loads(text)["rows"]]


def of_json(listed: Any, *options: str) -> Any:
    ran = listed("--format", "json", *options)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], LIVE),
        (["--all"], [LIVE[0], "no-show@1.4.0", *LIVE[1:]]),
        (["--stage", "retired"], ["no-show@1.4.0"]),
        (["--stage", "draft", "--stage", "staging"], ["no-show@2.9.0", "no-show@2.10.0", "triage@0.1.0"]),
        (["--owner", "platform"], ["gpt-4o@1.0.0", "whisper@3.0.0"]),
        (["--origin", "open"], ["whisper@3.0.0"]),
        (["--use", "outreach"], ["no-show@2.1.0"]),
        (["--use", "use:letters"], ["gpt-4o@1.0.0"]),
        (["--within", "P20D"], ["whisper@3.0.0", "gpt-4o@1.0.0"]),
        (["--within", "P20D", "--all", "--sort", "ref"], ["gpt-4o@1.0.0", "whisper@3.0.0"]),
        (["--sort", "ref", "--reverse"], LIVE[::-1]),
        (["--sort", "stage"], [*LIVE[2:4], LIVE[4], *LIVE[:2], LIVE[5]]),
        (["--sort", "owner"], [*LIVE[1:5], LIVE[0], LIVE[5]]),
        (["--sort", "review"], ["whisper@3.0.0", *LIVE[:5]]),
        (["--sort", "ends", "--reverse"], LIVE),
        (["--kind", "data"], ["data:appointments@1.0.0", "data:appointments@2.1.0"]),
        (["--kind", "data", "--all", "--stage", "destroyed"], ["data:calls@1.0.0"]),
        (["--kind", "data", "--within", "P90D"], ["data:appointments@1.0.0"]),
        (["--kind", "data", "--use", "outreach"], ["data:appointments@1.0.0", "data:appointments@2.1.0"]),
        (["--kind", "data", "--sort", "ends"], ["data:appointments@1.0.0", "data:appointments@2.1.0"]),
        (["--kind", "use"], ["use:letters", "use:outreach"]),
        (["--kind", "use", "--all"], ["use:fax", "use:letters", "use:outreach"]),
        (["--kind", "use", "--sort", "review", "--reverse"], ["use:outreach", "use:letters"]),
    ],
)
def test_what_is_asked_for_is_listed_in_its_order(listed: Any, options: list[str], expected: list[str]) -> None:
    assert [row["ref"] for row in of_json(listed, *options)["rows"]] == expected


@pytest.mark.parametrize(
    ("options", "code", "said", "hint"),
    [
        (["--stage", "retird"], 4, "no stage is called `retird`", "did you mean `retired`?"),
        (["--stage", "xyz"], 4, "no stage is called `xyz`", "known here: draft, staging, production"),
        (["--kind", "use", "--stage", "production"], 4, "no status is called", "proposed, live, ended"),
        (["--owner", "platfrm"], 4, "no owner is called `platfrm`", "did you mean `platform`?"),
        (["--origin", "vender"], 4, "no origin is called `vender`", "did you mean `vendor`?"),
        (["--use", "outrech"], 4, "no use case is called `outrech`", "did you mean `outreach`?"),
        (["--kind", "use", "--origin", "open"], 2, "a use case has no origin", "leave --origin out"),
        (["--kind", "use", "--use", "fax"], 2, "--use picks models", "`steward show use:fax`"),
        (["--kind", "data", "--sort", "review"], 2, "no review date", "sort by ref"),
    ],
)
def test_what_the_registry_does_not_know_is_refused_with_what_was_meant(
    listed: Any, options: list[str], code: int, said: str, hint: str
) -> None:
    ran = listed(*options)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert hint in ran.err


@pytest.mark.parametrize("option", ["--within=soon", "--sort=size", "--format=xml", "--kind=robot", "--today=never"])
def test_what_no_registry_could_know_is_bad_usage(listed: Any, option: str) -> None:
    assert listed(option).code == 2


def test_the_table_says_what_is_not_in_it(listed: Any) -> None:
    assert listed().out.splitlines()[-1] == "6 of 7 models; 1 retired or destroyed hidden (--all shows them)"
    assert listed("--all").out.splitlines()[-1] == "7 models"
    assert listed("--stage", "retired").out.splitlines()[-1] == "1 of 7 models in stage retired"
    assert listed("--kind", "data").out.splitlines()[-1].startswith("2 of 3 data sets; 1 destroyed hidden")


def test_an_empty_list_says_why(listed: Any) -> None:
    assert listed("--owner", "platform", "--use", "outreach").out == (
        "none of 7 models owned by platform, serving outreach\n"
        "each by itself: 2 owned by platform, 1 serving outreach\n"
    )
    ran = listed("--kind", "data", "--owner", "platform")
    assert ran.out == "none of 3 data sets owned by platform; 1 destroyed hidden (--all shows them)\n"


def test_a_registry_without_models_says_so(tmp_path: Path, steward: Steward) -> None:
    (tmp_path / "steward.yaml").write_text("card: registry/1\nname: New\n")
    assert steward("list", "-C", str(tmp_path)).out == "this registry has no models yet\n"
    assert json.loads(steward("list", "-C", str(tmp_path), "-f", "json").out)["rows"] == []


def test_cards_that_cannot_be_read_are_counted_so_that_nobody_takes_the_list_for_complete(
    tmp_path: Path, steward: Steward
) -> None:
    root = tmp_path / "ward"
    copytree(WARD, root)
    (root / "models/triage/0.1.0.yaml").write_text("card: [")
    ran = steward("list", "-C", str(root), "--today", str(TODAY))
    assert "1 card could not be read and is not here: see `steward check`" in ran.out
    document = json.loads(steward("list", "-C", str(root), "-f", "json").out)
    assert document["unreadable"] == ["models/triage/0.1.0.yaml"]


def test_an_end_is_the_earlier_of_our_own_and_the_vendors_firm_one(listed: Any) -> None:
    row = of_json(listed)["rows"][0]
    assert (row["ref"], row["ends"], row["ends_by"]) == ("gpt-4o@1.0.0", "2026-12-20", "vendor")
    row = of_json(listed, "--stage", "retired")["rows"][0]
    assert (row["ends"], row["ends_by"]) == ("2026-03-02", "retired")


def test_near_and_past_dates_are_told_in_words(listed: Any) -> None:
    text = listed().out
    assert "2026-12-20, in 26 days (vendor)" in text
    assert "2026-11-01, 23 days ago" in text
    assert "2027-04-01, " not in text
    assert "ago" not in listed("--stage", "retired").out


@pytest.mark.parametrize("kind", ["model", "data", "use"])
def test_every_row_has_the_published_columns_in_their_order(kind: Any) -> None:
    registry = load(WorkTree(WARD)).registry
    assert all(tuple(item.row) == COLUMNS[kind] for item in items(registry, kind))


def test_csv_is_what_a_csv_reader_reads(listed: Any) -> None:
    rows = list(csv.DictReader(StringIO(listed("--format", "csv").out)))
    assert [row["ref"] for row in rows] == LIVE
    assert rows[4]["license"] == "LicenseRef-Ward, =1|2"
    assert rows[0]["ends"] == "2026-12-20"
    assert rows[1]["ends"] == ""


def awkward(text: str) -> Listing:
    """A list with one licence in it that a card's writer chose badly."""
    listing = list_cards(load(WorkTree(WARD)).registry, Query(origin="open"), TODAY)
    return replace(listing, rows=({**listing.rows[0], "license": text},))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_no_csv_cell_is_a_formula(text: str) -> None:
    (row,) = csv.DictReader(StringIO(list_csv.render(awkward(text))))
    cell = row["license"]
    assert cell.startswith("'")


def test_csv_quotes_by_its_own_rules() -> None:
    text = list_csv.render(awkward('a "b", c'))
    assert text.splitlines()[1].endswith('"a ""b"", c",,,')


def test_markdown_cells_stay_cells_and_text() -> None:
    row = list_markdown.render(awkward("a | <b>x</b> & `c` [d](http://e) @you")).splitlines()[2]
    assert row.endswith("| a \\| &lt;b&gt;x&lt;/b&gt; &amp; \\`c\\` \\[d\\](http&#58;//e) &#64;you |  |  |  |")


@pytest.mark.parametrize("terminal", [True, False])
def test_no_text_of_a_card_acts_on_the_terminal(terminal: bool) -> None:
    text = tables.render(awkward("[red]x[/red] \x1b[31m\u202e"), terminal=terminal, width=200)
    assert "[red]x[/red] \\x1b[31m\\u202e" in text
    assert "\x1b" not in text


def test_a_secret_in_a_cell_is_masked_in_every_format(tmp_path: Path, steward: Steward) -> None:
    root = tmp_path / "ward"
    copytree(WARD, root)
    card = root / "models/whisper/3.0.0.yaml"
    secret = "ghp_" + "a1B2" * 10
    card.write_text(card.read_text().replace("license: Apache-2.0", f"license: LicenseRef-{secret}"))
    for name in ("table", "json", "csv", "markdown"):
        ran = steward("list", "-C", str(root), "--format", name)
        assert "LicenseRef" in ran.out
        assert secret not in ran.out.replace("\\", "")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_on_a_terminal_the_table_fits_and_says_what_it_left_out(width: int) -> None:
    listing = list_cards(load(WorkTree(WARD)).registry, Query(), TODAY)
    lines = tables.render(listing, terminal=True, width=width).splitlines()
    assert all(len(line) <= width for line in lines[:-4])
    assert all(any(line.startswith(ref) for line in lines) for ref in LIVE)
    assert ("not shown, for want of width: " in "\n".join(lines)) == (width < 100)


def test_colour_is_for_those_who_ask(listed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in listed().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    assert "\x1b[32mproduction" in listed().out
    assert "\x1b" not in listed("--format", "csv").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in listed().out


def test_a_bad_query_is_refused_without_a_door_too() -> None:
    with pytest.raises(BadUsage):
        list_cards(load(WorkTree(WARD)).registry, Query(kind="data", sort="review"), TODAY)
